"""A library of the version before, brought up to this one in place, after a copy was put beside it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from culturedata.errors import LibraryUnwritable
from culturedata.store.library import Library
from culturedata.store.people import pages
from culturedata.store.tables import schema
from tests.small import make as small
from tests.small import make_older

KEPT = "culture.before-m002_gone.db"


def columns(path: Path, table: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return [row[1:4] for row in db.execute(f"PRAGMA table_info({table})")]


def rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of all tables, but what a new column adds to them."""
    with closing(sqlite3.connect(path)) as db:
        names = [n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {
            name: db.execute(f'SELECT * FROM "{name}"').fetchall()
            for name in names
            if name not in ("records", "imports", "sources", "met", "loose") and "sqlite" not in name
        }


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A library as the version before left it."""
    make_older(tmp_path / "old")
    return tmp_path / "old"


@pytest.mark.parametrize("write", [True, False], ids=["writing", "reading"])
def test_it_is_migrated_in_place_and_a_copy_is_kept(tmp_path: Path, old: Path, write: bool) -> None:
    before, content = (old / "culture.db").read_bytes(), rows(old / "culture.db")
    with Library.open(old, write=write) as library:
        assert schema.pending(library.culture, "culture") == []
    small(tmp_path / "new")
    for table in ("records", "imports", "sources"):
        assert sorted(columns(old / "culture.db", table)) == sorted(columns(tmp_path / "new" / "culture.db", table))
    for table in ("met", "loose"):
        assert columns(old / "culture.db", table) == columns(tmp_path / "new" / "culture.db", table)
    assert rows(old / "culture.db") == content
    assert rows(old / KEPT) == content
    with closing(sqlite3.connect(old / KEPT)) as db:
        assert schema.pending(db, "culture") == ["m002_gone"], "the copy is of the library as it was"
    assert before != (old / "culture.db").read_bytes()


def test_a_new_library_needs_none(tmp_path: Path) -> None:
    small(tmp_path / "new")
    Library.open(tmp_path / "new", write=True).close()
    assert not list((tmp_path / "new").glob("*before*"))


def test_without_room_for_the_copy_nothing_is_changed(old: Path) -> None:
    before = columns(old / "culture.db", "records")
    (old / f".{KEPT}.new").mkdir()  # a place that can't be written
    with pytest.raises(LibraryUnwritable):
        Library.open(old, write=True)
    assert columns(old / "culture.db", "records") == before


def test_no_half_made_copy_is_left(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stops the copy, Ctrl-C too, takes with it what came of it."""
    (old / ".culturedata.lock").unlink()
    before = sorted(old.iterdir())
    monkeypatch.setattr(Path, "replace", _stops)
    with pytest.raises(KeyboardInterrupt):
        Library.open(old)
    assert [path for path in sorted(old.iterdir()) if path.suffix != ".lock"] == before
    with pytest.raises(KeyboardInterrupt):
        Library.open(old.parent / "new", create=True)
    assert [path.name for path in (old.parent / "new").iterdir()] == [".culturedata.lock"]


def _stops(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_lacks_nothing_is_read_as_it_is(old: Path) -> None:
    """The migration that audience.db has not met changes nothing in it: a reader writes nothing."""
    Library.open(old, write=True).close()
    with closing(sqlite3.connect(old / "audience.db", isolation_level=None)) as db:
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm002_gone'")
    before = (old / "audience.db").read_bytes()
    with Library.open(old) as library:
        assert library.audience.execute("SELECT count(*) FROM ratings").fetchone()[0] == 5
    assert (old / "audience.db").read_bytes() == before


def test_a_reader_that_can_not_migrate_says_both_reasons_in_one_line(old: Path) -> None:
    (old / f".{KEPT}.new").mkdir()  # a place that can't be written
    with pytest.raises(LibraryUnwritable) as caught:
        Library.open(old)
    said = str(caught.value)
    assert said.startswith(f"the library in {old} is of an older version and must be rewritten once, but ")
    assert said.endswith(" Make room there, or copy the folder to a place that can be written to.")
    assert "can't be written: " in said
    assert "\n" not in said


def test_an_event_of_an_open_source_stands_once_from_then_on(tmp_path: Path) -> None:
    small(tmp_path / "old")
    with closing(sqlite3.connect(tmp_path / "old" / "audience.db", isolation_level=None)) as db:
        db.execute("DROP INDEX events_once")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm003_events_once'")
    with Library.open(tmp_path / "old", write=True) as library:
        event = "INSERT INTO events (user, item, kind, at, source, provenance) VALUES (1, 1, 'listen', 7, 'a', ?)"
        for provenance in ("open", "classroom", "classroom"):
            library.audience.execute(event, [provenance])
        with pytest.raises(sqlite3.IntegrityError):
            library.audience.execute(event, ["open"])


def test_pages_of_an_older_version_have_no_parts_of_their_scores(tmp_path: Path) -> None:
    """What they have is kept, and new ones get them."""
    small(tmp_path / "old")
    with closing(sqlite3.connect(tmp_path / "old" / "audience.db", isolation_level=None)) as db:
        for column in ("alone", "found", "spread"):
            db.execute(f"ALTER TABLE page_rows DROP COLUMN {column}")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm012_page_parts'")
    with Library.open(tmp_path / "old", write=True) as library:
        assert schema.pending(library.audience, "audience") == []
        [page] = pages.kept(library.audience, 1)
        [row] = page["rows"]
        assert (row["added"], row["alone"], row["found"], row["spread"], row["works"]) == (
            0.5,
            None,
            None,
            None,
            ["c:4"],
        )
        laid = [("decade", "film", "Années 1990", "1990s", 4, 0.25, ["c:4"])]
        pages.save(library.audience, "d:user:1", page, laid, [(0.4, 0.2, 0.05)])
        [row] = pages.kept(library.audience, 1)[0]["rows"]
        assert (row["alone"], row["found"], row["spread"]) == (0.4, 0.2, 0.05)
