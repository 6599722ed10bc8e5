"""A library of museum works with pictures under all kinds of licences and of all sizes (synthetic)."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from culturedata.data.licences import CC0, CC_BY, CC_BY_NC, IN_COPYRIGHT, PUBLIC_DOMAIN
from culturedata.store.library import Library, transaction
from tests import small

# id, year, subjects, culture, licence of the picture, its sides, rights in the work itself
WORKS = [
    ("a:w1", 1650, "portrait/hat/dog", "Dutch", CC0, (4000, 3000), PUBLIC_DOMAIN),
    ("a:w2", 1660, "portrait/hat", "Dutch", CC0, (1000, 800), None),
    ("a:w3", 1750, "portrait/river", "French", PUBLIC_DOMAIN, (3000, 3500), None),
    ("a:w4", 1850, "river/boat", "French", CC_BY, (3200, 2000), None),
    ("a:w5", 1850, "boat", "British", CC0, (None, None), None),
    ("a:w6", -450, "horse", "Greek", CC0, (5000, 5000), None),
    ("a:w7", 1900, "portrait/cat", "Japanese", CC0, (3100, 200), None),
    ("a:w8", 1950, "portrait/bird", "German", CC_BY_NC, (9000, 9000), None),  # not an open licence
    ("a:w9", 1960, "portrait/tree", "Swiss", CC0, (9000, 9000), IN_COPYRIGHT),  # the work itself is in copyright
    ("a:w10", 1700, "portrait/moon", "Italian", None, (9000, 9000), PUBLIC_DOMAIN),  # no licence is said
]  # fmt: skip
NO_PICTURE = "a:w11"
OPEN = {"a:2", "a:4", "a:w1", "a:w2", "a:w3", "a:w4", "a:w5", "a:w6", "a:w7"}  # with two of the small library


def make(folder: Path) -> None:
    """Write the library into `folder`."""
    small.make(folder)
    with Library.open(folder, write=True) as library, transaction(library.culture):
        db = library.culture
        db.execute("UPDATE images SET url = 'https://a.example/' || work_id")
        for number, work in enumerate(WORKS, 100):
            _work(db, number, *work)
        _work(db, 120, NO_PICTURE, 1500, "portrait", "German", None, None, PUBLIC_DOMAIN)
        db.execute("INSERT INTO works_fts(works_fts) VALUES ('rebuild')")


def _work(
    db: sqlite3.Connection, number: int, work_id: str, year: int, subjects: str, culture: str,
    licence: str | None, sides: tuple[int | None, int | None] | None, own: str | None,
) -> None:  # fmt: skip
    title = f"=Work {work_id}"
    db.execute(
        "INSERT INTO works VALUES (?, ?, 'museum', 'a', 'A. Person', ?, ?, ?, ?, 'a:1')",
        [work_id, title, year, year // 10 * 10, sides is not None, f"https://a.example/page/{work_id}"],
    )
    db.execute("INSERT INTO titles VALUES (?, 1, ?, NULL, 'original')", [work_id, title])
    db.execute("INSERT INTO titles VALUES (?, 2, ?, 'fr', 'translated')", [work_id, f"Œuvre {work_id}"])
    db.execute(
        "INSERT INTO dates VALUES (?, 1, 'created', ?, ?, ?, 'year', 'circa')", [work_id, f"c. {year}", year, year]
    )
    db.execute(
        "INSERT OR IGNORE INTO agents (agent_id, name, kind, born, died, source, authority, record_id)"
        " VALUES ('a:agent:p', 'A. Person', 'person', 1600, 1660, 'a', 0, 'a:1')"
    )
    db.execute("INSERT INTO credits VALUES (?, 1, 'a:agent:p', 'painter', 'attributed to', NULL)", [work_id])
    db.execute("UPDATE works SET maker = 'attributed to A. Person' WHERE work_id = ?", [work_id])
    for facet, labels in (("subject", subjects), ("culture", culture)):
        for label in labels.split("/"):
            term = f"a:term:{facet}/{label}"
            db.execute(
                "INSERT OR IGNORE INTO terms VALUES (?, ?, ?, ?, ?, NULL, 'a')", [term, label, facet, None, label]
            )
            db.execute("INSERT INTO work_terms VALUES (?, ?, ?)", [work_id, facet, term])
    if sides is not None:
        db.execute(
            "INSERT INTO images VALUES (?, 1, ?, NULL, NULL, ?, ?, NULL, 'B. Photographer', ?, 1)",
            [work_id, f"https://a.example/{work_id}.jpg", *sides, licence],
        )
    if own:
        db.execute("INSERT INTO rights (work_id, position, covers, licence) VALUES (?, 1, 'work', ?)", [work_id, own])
    db.execute(
        "INSERT INTO search_texts VALUES (?, ?, ?, 'A. Person', ?, '')",
        [number, work_id, title, subjects.replace("/", " ")],
    )
