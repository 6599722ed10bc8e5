"""A work of which a source says much: texts, relations, sizes, figures (synthetic rows)."""

from __future__ import annotations

from pathlib import Path

import pytest

from culturedata.store.library import Library

LONG = "\n".join(f"Exhibition {n}, A Museum, {1900 + n}" for n in range(60))


@pytest.fixture
def told(folder: Path) -> Path:
    """The library with a work of which much is said."""
    texts = [
        ("medium", "oil\\r\\non canvas", "en"), ("exhibition history", LONG, "en"), ("a local word", "x", "en"),
        ("documented in", "https://a.example/book, p. 4", None), ("condition", "<b>bon</b>", "fr"),
    ]  # fmt: skip
    relations = [
        ("part of", "javascript:alert(1)", None), ("picture file", "https://a.example/p.tif (10 pixels)", None),
        ("Some Word", "another thing", None), *(("publication", f"Book {n}", None) for n in range(5)),
    ]  # fmt: skip
    with Library.open(folder, write=True) as library:
        db = library.culture
        db.execute("DELETE FROM texts WHERE work_id = 'a:1'")
        for n, text in enumerate(texts, 1):
            db.execute("INSERT INTO texts VALUES ('a:1', ?, ?, ?, ?, NULL)", [n, *text])
        for n, (kind, name, target) in enumerate(relations, 1):
            db.execute("INSERT INTO relations VALUES ('a:1', ?, ?, ?, ?)", [n, kind, target, name])
        for kind, value, unit in (
            ("rank", 164, "none"),
            ("colour grey", 0.5, "share"),
            ("votes for trip hop", 3, "votes"),
        ):
            db.execute("INSERT INTO measures VALUES ('a:1', ?, ?, ?, NULL)", [kind, value, unit])
        db.execute("INSERT INTO dimensions VALUES ('a:1', 1, 'canvas', 'height', 1988, 'mm', NULL)")
        db.execute("INSERT INTO dimensions VALUES ('a:1', 2, 'height', 'height', 3, NULL, NULL)")
        db.execute("DELETE FROM holdings WHERE work_id = 'a:1'")
        db.execute(
            "INSERT INTO holdings (work_id, position, kind, credit_line)"
            " VALUES ('a:1', 1, 'keeper', 'Gift of A. Person')"
        )
    return folder
