"""What is about people, and what they did: kept in audience.db, by the same rules as the catalogue."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from hashlib import sha256
from math import inf, nan
from pathlib import Path
from typing import Any

import msgspec
import pytest

from culturedata.data.records import Interaction, RawRecord, Work
from culturedata.importing import run as room
from culturedata.importing.bookkeeping import behaviour
from culturedata.importing.bookkeeping.raw_records import RawRecords
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue, Source
from culturedata.sources.movielens.source import MovieLens
from culturedata.store.library import Library
from tests.importing.conftest import (
    Stop,
    bring,
    count,
    issues,
    people,
    ratings,
    row,
    rows,
    same,
    stops_at,
)


class TestPeople:
    """Records about people lie in audience.db, by the same rules as those of the catalogue."""

    COLUMNS = "sha256, number, replaced"

    def person(self, folder: Path, key: str) -> tuple[Any, ...]:
        with Library.open(folder) as library:
            found = library.audience.execute(
                f"SELECT raw, {self.COLUMNS}, located, format, import_id FROM records WHERE record_id = ?", [key]
            ).fetchone()
        return (json.loads(zlib.decompress(found[0])), *found[1:])

    def test_they_are_counted_and_kept_apart(self, tmp_path: Path) -> None:
        """By hand: 500 lines, of which one is none, and two more of people who were there: the same, and another."""
        done = bring(tmp_path / "lib", "movielens", people(tmp_path / "ml", 500)).counts
        assert (done.records, done.added, done.unchanged, done.skipped) == (10 + 501, 10 + 499, 1, 1)
        assert count(tmp_path / "lib", "records") == 10
        body = {"userId": "492", "gender": "F", "age": "25", "occupation": "9", "zip": "10492"}
        digest = sha256(json.dumps(body).encode()).hexdigest()
        assert self.person(tmp_path / "lib", "movielens:user:1m-492") == (
            body, digest, 502, None, "users.dat:493", "json", 1,
        )  # fmt: skip
        assert [issue for issue in issues(tmp_path / "lib") if issue[1]] == [
            ("wrong-columns", "users.dat:167"), ("duplicate-record", "users.dat:496"),
        ]  # fmt: skip

    def test_importing_again_changes_nothing(self, tmp_path: Path) -> None:
        given = people(tmp_path / "ml", 500)
        bring(tmp_path / "lib", "movielens", given)
        before = rows(tmp_path / "lib")
        again = bring(tmp_path / "lib", "movielens", given).counts
        assert (again.added, again.updated, again.unchanged, again.skipped) == (0, 0, 510, 1)
        after = rows(tmp_path / "lib")
        for told in ("imports", "issues"):
            before.pop(told), after.pop(told)
        same(after, before)

    def test_somebody_who_moved(self, tmp_path: Path) -> None:
        """The new record takes the place of the old one, whose hash is kept, but not in the catalogue."""
        bring(tmp_path / "lib", "movielens", people(tmp_path / "ml", 500))
        old = self.person(tmp_path / "lib", "movielens:user:1m-50")[1]
        again = bring(tmp_path / "lib", "movielens", people(tmp_path / "ml", 500, moved=50)).counts
        assert (again.added, again.updated, again.unchanged, again.skipped) == (0, 1, 509, 1)
        body, _, number, replaced, _, _, by = self.person(tmp_path / "lib", "movielens:user:1m-50")
        assert (body["zip"], number, replaced, by) == ("moved", 60, old, 2)
        assert count(tmp_path / "lib", "record_history") == 0

    @pytest.mark.parametrize(("moment", "moved", "there"), [(1, 20, 600), (2, 450, 700)])
    @pytest.mark.parametrize("fault", [KeyboardInterrupt(), Stop()], ids=["ctrl-c", "bug"])
    def test_stopped_between_the_two_files(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int, moved: int, there: int, fault: BaseException
    ) -> None:
        """People of a batch are in audience.db, and the catalogue does not know: they still count as new or changed."""
        monkeypatch.setattr(room, "BATCH", 400)
        earlier, given = people(tmp_path / "earlier", 600), people(tmp_path / "ml", 700, moved=moved)
        whole, folder = tmp_path / "whole", tmp_path / "stopped"
        bring(whole, "movielens", earlier)
        one_go = bring(whole, "movielens", given).counts
        assert (one_go.added, one_go.updated, one_go.skipped) == (101, 1, 1)
        bring(folder, "movielens", earlier)
        with monkeypatch.context() as patched:
            patched.setattr(RawRecords, "write_private", stops_at(moment, fault, RawRecords.write_private))
            with pytest.raises(type(fault)):
                bring(folder, "movielens", given)
        assert row(folder)["records"] == (moment - 1) * 400
        assert len(rows(folder)["private records"]) == there
        assert bring(folder, "movielens", given, resume=True).counts == one_go
        same(rows(folder), rows(whole))

    def test_it_is_the_first_that_is_kept(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Also where it is what an earlier import had, whether the second stands in the same batch or a later one."""
        given = people(tmp_path / "ml", 100)
        bring(tmp_path / "lib", "movielens", given)
        before = rows(tmp_path / "lib")["private records"]
        for size in (400, 1):
            monkeypatch.setattr(room, "BATCH", size)
            again = bring(tmp_path / "lib", "movielens", given).counts
            assert (again.updated, again.skipped) == (0, 1)
            assert rows(tmp_path / "lib")["private records"] == before

    def test_a_film_that_cannot_be_held_among_people(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its batch is halved until it stands alone; the people written before each attempt are counted once."""
        given = people(tmp_path / "ml", 700)
        wanted = bring(tmp_path / "plain", "movielens", given).counts
        parse = MovieLens.parse

        def broken(source: MovieLens, record: RawRecord) -> Iterator[Any]:
            assert not record.private
            for entity in parse(source, record):
                odd = isinstance(entity, Work) and record.key == "7"
                yield msgspec.structs.replace(entity, url=10**30) if odd else entity

        monkeypatch.setattr(MovieLens, "parse", broken)
        done = bring(tmp_path / "lib", "movielens", given).counts
        assert (done.records, done.unchanged) == (wanted.records, wanted.unchanged)
        assert (done.added, done.skipped, done.works) == (wanted.added - 1, wanted.skipped + 1, 9)
        assert rows(tmp_path / "lib")["private records"] == rows(tmp_path / "plain")["private records"]


class TestBehaviour:
    def things(self, *kinds: str) -> Iterator[Interaction]:
        for number, kind in enumerate(kinds):
            yield Interaction(user="a:user:1", item=f"a:{number}", kind=kind, value=3.0, at=number)

    def test_events_of_a_later_batch_are_replaced_too(self, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        """Not only those of a source whose first batch has some."""
        monkeypatch.setattr(behaviour, "BATCH", 2)
        for _ in range(2):
            kinds = ("rating", "rating", "play", "play", "play")
            counts = behaviour.write_interactions(library.audience, descriptor("movielens"), self.things(*kinds))
            assert list(counts) == [2, 4, 5]
        found = "SELECT kind, count(*) FROM events WHERE source = 'movielens' GROUP BY 1"
        assert library.audience.execute(found).fetchall() == [("play", 3)]

    def test_what_nobody_can_have_given_is_left_out(self) -> None:
        """Whatever a source yields: `low` to `high` with both ends, and no rating that is not a number."""

        class Rated(Source):
            name, summary = "rated", ""
            rating_scale = (1.0, 5.0)

            def interactions(self) -> Iterator[Interaction]:
                for kind, value in said:
                    yield Interaction(user="a:user:1", item="a:1", kind=kind, value=value)

        values = (1.0, 5.0, 0.5, 5.5, nan, inf, -inf, None)
        said = [("rating", value) for value in values] + [("play", value) for value in values]
        issues: list[Issue] = []
        found = behaviour.possible(Rated(Context(descriptor("movielens"), None)), issues.append)
        assert [(one.kind, one.value) for one in found] == [
            *(("rating", value) for value in (1.0, 5.0)),
            *(("play", value) for value in (1.0, 5.0, 0.5, 5.5, None)),
        ]
        assert [(one.code, one.located) for one in issues] == [
            *(("bad-rating", f"interaction {number}") for number in range(3, 9)),
            *(("bad-value", f"interaction {number}") for number in range(13, 16)),
        ]

    def test_what_an_open_source_says_stands_once(self, library: Library) -> None:
        """From one file or from several: they add up, a new value takes the place of the old one, with its unit."""

        def heard(*said: tuple[int, float]) -> Iterator[Interaction]:
            for at, value in said:
                yield Interaction(user="a:user:1", item="a:1", kind="play", value=value, unit="listens", at=at)

        for said in ([(5, 1.0), (5, 1.0), (6, 1.0)], [(6, 2.0), (7, 1.0)]):
            list(behaviour.write_interactions(library.audience, descriptor("movielens"), heard(*said)))
        found = "SELECT event_id, at, value, unit FROM events WHERE source = 'movielens' ORDER BY event_id"
        rows = library.audience.execute(found).fetchall()
        assert [row[1:] for row in rows] == [(5, 1.0, "listens"), (6, 2.0, "listens"), (7, 1.0, "listens")]
        assert rows[2][0] == rows[0][0] + 2

    def test_events_that_are_not_open_are_replaced(self, library: Library) -> None:
        simulated = msgspec.structs.replace(descriptor("movielens"), provenance="simulated")
        for _ in range(2):
            list(behaviour.write_interactions(library.audience, simulated, self.things("play", "play")))
        assert library.audience.execute("SELECT count(*) FROM events WHERE source = 'movielens'").fetchone() == (2,)

    def test_few_numbers_are_kept_in_memory(self, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(behaviour, "BATCH", 2)
        monkeypatch.setattr(behaviour, "REMEMBERED", 0)
        sizes: list[int] = []
        numbers = behaviour._Numbers.of

        def noted(self: Any, ids: Any) -> dict[str, int]:
            found = numbers(self, ids)
            sizes.append(len(found))
            return found

        monkeypatch.setattr(behaviour._Numbers, "of", noted)
        for _ in range(2):
            list(behaviour.write_interactions(library.audience, descriptor("movielens"), self.things(*["rating"] * 9)))
        assert max(sizes) == 2
        found = "SELECT count(*), count(DISTINCT item) FROM items WHERE source = 'movielens'"
        assert library.audience.execute(found).fetchone() == (9, 9)

    def test_a_rating_keeps_its_place(self, library: Library) -> None:
        def one(value: float) -> Iterator[Interaction]:
            yield Interaction(user="u:1", item="i:1", value=1.0, at=1)
            yield Interaction(user="u:1", item="i:2", value=value, at=2)

        found = "SELECT rating_id, value, at FROM ratings WHERE source = 'movielens' ORDER BY rating_id"
        list(behaviour.write_interactions(library.audience, descriptor("movielens"), one(2.0)))
        before = library.audience.execute(found).fetchall()
        list(behaviour.write_interactions(library.audience, descriptor("movielens"), one(4.0)))
        assert library.audience.execute(found).fetchall() == [before[0], (before[1][0], 4.0, 2)]

    def test_ids_are_numbered_in_the_order_of_their_first_appearance(self, tmp_path: Path) -> None:
        given = ratings(tmp_path / "ml", 3, 4)
        bring(tmp_path / "lib", "movielens", given)
        with Library.open(tmp_path / "lib") as library:
            users = library.audience.execute("SELECT user, user_id FROM users ORDER BY user").fetchall()
            items = library.audience.execute("SELECT item_id FROM items ORDER BY item").fetchall()
        assert users == [(n, f"movielens:user:{n}") for n in (1, 2, 3)]
        assert [item for (item,) in items[:5]] == [f"movielens:{n}" for n in (8, 9, 10, 11, 15)]
