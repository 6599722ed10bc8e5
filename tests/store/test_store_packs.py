"""Packed interactions say what the rows say, bit by bit, and vanish with any change of these, whoever makes it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from culturedata.data.dataset import Dataset, Kind
from culturedata.data.records import Interaction
from culturedata.importing.bookkeeping.behaviour import write_interactions
from culturedata.importing.descriptor import descriptor
from culturedata.store.library import Library, transaction
from culturedata.store.people import behaviour, packs
from culturedata.store.tables import schema
from culturedata.store.upkeep.removal import remove_source

PLAY = "INSERT INTO events (user, item, kind, value, at, source, provenance) VALUES (?, ?, ?, ?, ?, 'd', 'classroom')"
KILLED = """
import os, sys
from culturedata.store.library import Library
from culturedata.store.people import behaviour, packs
keep = packs.keep
def killed(*asked):
    keep(*asked)
    os._exit(9)
packs.keep = killed
with Library.open(sys.argv[1], write=True) as library:
    behaviour.ratings(library)
"""


def kinds(connection: sqlite3.Connection) -> list[str]:
    """Of what something is packed."""
    return [row[0] for row in connection.execute("SELECT DISTINCT kind FROM packs ORDER BY kind")]


def same(one: Dataset, other: Dataset) -> None:
    assert one.fingerprint == other.fingerprint
    for name in ("users", "items", "values", "times"):
        a, b = getattr(one, name), getattr(other, name)
        assert a.dtype == b.dtype
        assert a.tobytes() == b.tobytes()
    assert (one.user_ids.ids, one.item_ids.ids, one.kind) == (other.user_ids.ids, other.item_ids.ids, other.kind)


@pytest.fixture
def packed(library: Library) -> Library:
    """The small library with a listen, a play and an impression, all that is packed read once."""
    library.audience.executemany(
        PLAY, [(1, 1, "listen", None, 50), (2, 1, "play", 120.0, 0), (1, 2, "impression", None, 60)]
    )
    behaviour.ratings(library)
    behaviour.plays(library, "film")
    assert kinds(library.audience) == ["play", "rating"]
    return library


class TestTheyAreTheRows:
    """Packs and rows give the same arrays."""

    NUMBERS = some.integers(1, 2**31 - 1)
    TIMES = some.none() | some.integers(-(2**53), 2**53)
    VALUES = some.floats(allow_nan=False)

    @given(rows=some.lists(some.tuples(NUMBERS, NUMBERS, VALUES, TIMES)), chunk=some.integers(1, 5))
    def test_of_ratings(self, rows: list[tuple[int, int, float, int | None]], chunk: int) -> None:
        for source in ("mine", "empty"):
            said = [(*row, "mine") for row in {row[:2]: row for row in rows}.values()]
            self.check(
                "rating",
                source,
                "INSERT INTO ratings (user, item, value, at, source, provenance) VALUES (?, ?, ?, ?, ?, 'open')",
                [*said, (7, 7, 1.0, None, "other")],
                chunk,
            )

    @given(
        rows=some.lists(some.tuples(NUMBERS, some.none() | NUMBERS, VALUES | some.none(), some.integers(0, 2**53))),
        kind=some.sampled_from(["play", "listen", "impression"]),
        chunk=some.integers(1, 5),
    )
    def test_of_plays(self, rows: list[tuple[Any, ...]], kind: str, chunk: int) -> None:
        self.check(
            "play",
            "mine",
            """INSERT INTO events (user, item, value, at, kind, source, provenance)
               VALUES (?, ?, ?, ?, ?, 'mine', 'simulated')""",
            [(*row, kind) for row in rows],
            chunk,
        )

    def check(self, kind: Kind, source: str, insert: str, rows: list[tuple[Any, ...]], chunk: int) -> None:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as db, pytest.MonkeyPatch.context() as patch:
            patch.setattr(behaviour, "CHUNK", chunk)
            schema.create(db, "audience")
            db.executemany(insert, rows)
            with np.errstate(over="ignore"):  # what float32 can't hold is infinite in both
                wanted = behaviour._of_rows(db, source, kind)
                behaviour.pack(db, source, kind)
            found = packs.kept(db, source, kind)
            if not len(wanted[0]):
                assert found is None
                return
            assert found is not None
            for a, b in zip(found, wanted, strict=True):
                assert a.dtype == b.dtype
                assert a.dtype.isnative
                assert a.tobytes() == b.tobytes()

    def test_the_whole_dataset(self, packed: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        films = behaviour.ratings(packed), behaviour.plays(packed, "film")
        monkeypatch.setattr(packs, "kept", lambda *_: None)
        same(films[0], behaviour.ratings(packed))
        same(films[1], behaviour.plays(packed, "film"))

    def test_the_bytes(self, packed: Library) -> None:
        """Little-endian, 20 bytes an interaction: the layout is that of the file, not of the machine."""
        [[first]] = packed.audience.execute("SELECT packed FROM packs WHERE kind = 'play'")
        assert first.hex() == (
            "01000000" "01000000" "0000803f" "3200000000000000"
            "02000000" "01000000" "0000f042" "0000000000000000"
        )  # fmt: skip


class TestWhoReadsThem:
    """They are made by a library that is open for writing, and read by any."""

    def test_a_reader_makes_none(self, folder: Path) -> None:
        before = (folder / "audience.db").read_bytes()
        with Library.open(folder) as library:
            behaviour.ratings(library)
        assert (folder / "audience.db").read_bytes() == before

    def test_a_reader_reads_those_that_are_there(self, packed: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        wanted = behaviour.ratings(packed)
        monkeypatch.setattr(behaviour, "_of_rows", None)
        with Library.open(packed.folder) as library:
            same(behaviour.ratings(library), wanted)

    def test_what_is_being_written_is_not_packed(self, library: Library) -> None:
        with transaction(library.audience):
            library.audience.execute("UPDATE ratings SET value = 1 WHERE rating_id = 1")
            assert behaviour.ratings(library).values[0] == 1
        assert kinds(library.audience) == []

    def test_a_file_of_an_older_version_is_read_as_it_is(self, folder: Path) -> None:
        with closing(sqlite3.connect(folder / "audience.db", isolation_level=None)) as db:
            db.execute("DROP TABLE packs")
            db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm013_packs'")
        before = (folder / "audience.db").read_bytes()
        with Library.open(folder) as library:
            wanted = behaviour.ratings(library)
            assert len(wanted) == 5
        assert (folder / "audience.db").read_bytes() == before
        assert not list(folder.glob("*.before-*"))
        with Library.open(folder, write=True) as library:
            same(behaviour.ratings(library), wanted)
            assert kinds(library.audience) == ["rating"]
        assert (folder / "audience.before-m013_packs.db").is_file()

    def test_killed_while_they_are_written(self, folder: Path) -> None:
        killed = subprocess.run([sys.executable, "-c", KILLED, str(folder)], timeout=60, env=dict(os.environ))
        assert killed.returncode == 9
        with Library.open(folder, write=True) as library:
            assert kinds(library.audience) == []
            assert len(behaviour.ratings(library)) == 5
            assert kinds(library.audience) == ["rating"]


BY_HAND = {
    "inserted": "INSERT INTO ratings (user, item, value, source, provenance) VALUES (3, 1, 2, 'd', 'open')",
    "updated": "UPDATE ratings SET value = 1 WHERE rating_id = 1",
    "deleted": "DELETE FROM ratings WHERE rating_id = 5",
    "all deleted but one": "DELETE FROM ratings WHERE rating_id > 1",
    "of another source now": "UPDATE ratings SET source = 'e' WHERE rating_id = 1",
    "replaced by that of another source": "INSERT OR REPLACE INTO ratings VALUES (1, 3, 3, 2, NULL, 'e', 'open')",
    "moved upon another": "UPDATE OR REPLACE ratings SET rating_id = 1, source = 'e' WHERE rating_id = 2",
    "in one table made anew": """CREATE TABLE new AS SELECT * FROM ratings WHERE rating_id > 1; DROP TABLE ratings;
                                 ALTER TABLE new RENAME TO ratings""",
    "in another table": """ALTER TABLE ratings RENAME TO old;
                           CREATE TABLE ratings AS SELECT * FROM old WHERE rating_id > 1""",
}  # fmt: skip
EVENTS_BY_HAND = {
    "inserted": PLAY.replace("?, ?, ?, ?, ?", "3, 1, 'listen', NULL, 9"),
    "updated": "UPDATE events SET value = 7 WHERE kind = 'play'",
    "deleted": "DELETE FROM events WHERE kind = 'play'",
    "a play no more": "UPDATE events SET kind = 'view' WHERE kind = 'listen'",
    "replaced by what is no play": """INSERT OR REPLACE INTO events (event_id, user, item, kind, at, source, provenance)
                                      VALUES (1, 1, 1, 'view', 3, 'd', 'classroom')""",
}


class TestTheyAreNeverStale:
    """What is read is what the rows say now."""

    def agrees(self, writer: Library, read: Callable[[Library], Dataset]) -> None:
        with Library.open(writer.folder) as reader:
            for library in (reader, writer, reader):  # of rows; of rows, which are packed again; of packs
                found = read(library)
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(packs, "kept", lambda *_: None)
                    same(found, read(reader))

    @pytest.mark.parametrize("said", BY_HAND)
    def test_ratings_changed_by_another_program(self, packed: Library, said: str) -> None:
        before = behaviour.ratings(packed).fingerprint
        with closing(sqlite3.connect(packed.folder / "audience.db")) as db:
            db.executescript(BY_HAND[said])
            assert "play" in kinds(db), "what is not concerned stays"
        with Library.open(packed.folder) as library:
            assert behaviour.ratings(library).fingerprint != before
        self.agrees(packed, behaviour.ratings)

    @pytest.mark.parametrize("said", EVENTS_BY_HAND)
    def test_plays_changed_by_another_program(self, packed: Library, said: str) -> None:
        before = behaviour.plays(packed, "film").fingerprint
        with closing(sqlite3.connect(packed.folder / "audience.db")) as db:
            db.executescript(EVENTS_BY_HAND[said])
            assert kinds(db) == ["rating"]
        with Library.open(packed.folder) as library:
            assert behaviour.plays(library, "film").fingerprint != before
        self.agrees(packed, lambda library: behaviour.plays(library, "film"))

    def test_packs_of_another_source_in_a_table_made_anew(self, packed: Library) -> None:
        """Whoever packs one source of it does not make what lies there of the others good again."""
        audience = packed.audience
        audience.execute("INSERT INTO packs SELECT kind, 'other', part, packed FROM packs WHERE kind = 'rating'")
        audience.execute("CREATE TABLE new AS SELECT * FROM ratings")
        audience.execute("DROP TABLE ratings")
        audience.execute("ALTER TABLE new RENAME TO ratings")
        behaviour.ratings(packed)
        assert packs.kept(audience, "d", "rating") is not None
        assert packs.kept(audience, "other", "rating") is None

    def test_a_change_that_is_rolled_back(self, packed: Library) -> None:
        packed.audience.execute("BEGIN")
        packed.audience.execute("DELETE FROM ratings")
        packed.audience.rollback()
        assert kinds(packed.audience) == ["play", "rating"]

    def test_a_source_taken_out(self, packed: Library) -> None:
        lost = remove_source(packed, "d")
        assert "audience.packs" not in lost, "they are no rows of its"
        assert kinds(packed.audience) == []

    def test_a_source_without_people_taken_out(self, packed: Library) -> None:
        remove_source(packed, "a")
        assert kinds(packed.audience) == ["play", "rating"]

    def test_imported_again(self, packed: Library) -> None:
        """An import drops all packs and their triggers, pays for none of them, and leaves packed what it wrote."""
        again = [Interaction(user="movielens:user:1", item="movielens:1", value=3.0, at=7)]
        for _ in write_interactions(packed.audience, descriptor("movielens"), iter(again)):
            assert kinds(packed.audience) == []
            assert packed.audience.execute("SELECT 1 FROM sqlite_master WHERE type = 'trigger'").fetchone() is None
        assert packed.audience.execute("SELECT kind, source FROM packs").fetchall() == [("rating", "movielens")]
        self.agrees(packed, behaviour.ratings)
