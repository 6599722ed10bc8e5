"""Examining and copying a library."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from culturedata import resources
from culturedata.errors import UsageError
from culturedata.store.library import Library
from culturedata.store.upkeep.care import back_up, examine


def bad(library: Library) -> dict[str, str]:
    return {finding.what: finding.found for finding in examine(library) if not finding.ok}


def test_a_whole_library(library: Library) -> None:
    found = examine(library)
    assert [f.what for f in found] == [
        "culture.db: pages", "culture.db: references", "audience.db: pages", "audience.db: references",
        "search index", "unfinished imports",
    ]  # fmt: skip
    assert bad(library) == {}
    assert [f.found for f in found][-2:] == ["13 of 13 works", "none"]


def test_rows_that_point_at_nothing(library: Library) -> None:
    library.culture.execute("DELETE FROM agents WHERE agent_id = 'b:agent:Barbara'")
    library.audience.execute("DELETE FROM users WHERE user = 3")
    assert bad(library) == {
        "culture.db: references": "2 rows point at nothing, the first in credits",
        "audience.db: references": "2 rows point at nothing, the first in follows",
    }


def test_an_index_that_lacks_a_work(library: Library) -> None:
    library.culture.execute("DELETE FROM search_texts WHERE work_id = 'a:1'")
    assert bad(library) == {"search index": "12 of 13 works"}


def test_an_import_that_was_killed(library: Library) -> None:
    library.culture.execute("UPDATE imports SET status = 'running' WHERE source = 'c'")
    assert bad(library) == {"unfinished imports": "c: go on with culturedata import c --resume"}


def test_damaged_pages(folder: Path) -> None:
    path = folder / "culture.db"
    with sqlite3.connect(path) as db:
        root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'works_maker'").fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    db.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * size + 100 : root * size] = bytes(size - 100)
    path.write_bytes(content)
    with Library.open(folder) as library:
        assert "culture.db: pages" in bad(library)


def test_a_copy_has_the_same_rows(library: Library, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "copy"
    assert back_up(library, out) == [out / "culture.db", out / "audience.db"]
    with Library.open(out) as copy:
        assert bad(copy) == {}
        for ours, theirs in ((library.culture, copy.culture), (library.audience, copy.audience)):
            assert list(theirs.iterdump()) == list(ours.iterdump())


def test_a_copy_never_overwrites(library: Library, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    with pytest.raises(UsageError, match=r"copy exists\. Name a folder that does not exist yet\."):
        back_up(library, tmp_path / "copy")
    assert list((tmp_path / "copy").iterdir()) == []


def test_the_descriptors_of_the_package_are_none_of_the_librarys(folder: Path, tmp_path: Path) -> None:
    """Where the library lies in the checkout. In the copy they would be the names of other sources."""
    (folder / "catalogues").symlink_to(resources.catalogues())
    with Library.open(folder) as library:
        assert back_up(library, tmp_path / "copy") == [
            tmp_path / "copy" / "culture.db",
            tmp_path / "copy" / "audience.db",
        ]


def test_exhibitions_go_along(folder: Path, tmp_path: Path) -> None:
    """With all that somebody laid beside them, but what is being written."""
    own = folder / "exhibitions" / "portraits"
    own.mkdir(parents=True)
    for name in ("exhibition.json", "fr.html", "notes.txt", ".en.html.new"):
        (own / name).write_text(name, encoding="utf-8")
    with Library.open(folder) as library:
        copies = back_up(library, tmp_path / "copy")
    there = tmp_path / "copy" / "exhibitions" / "portraits"
    assert copies[2:] == [there / "exhibition.json", there / "fr.html", there / "notes.txt"]
    assert [copy.read_text(encoding="utf-8") for copy in copies[2:]] == ["exhibition.json", "fr.html", "notes.txt"]
