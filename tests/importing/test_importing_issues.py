"""What can't be read or written: kept raw, and told once."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any, ClassVar

import pytest

from culturedata.importing import run as room
from culturedata.importing.bookkeeping.issues import LONGEST_RAW, MANY
from culturedata.importing.source import Issue
from culturedata.store.library import Library
from tests.importing.conftest import (
    artwork,
    artworks,
    bring,
    count,
    encoded,
    issues,
    ratings,
    row,
    rows,
    whole,
)


class TestUnstorable:
    BAD: ClassVar[list[dict[str, Any]]] = [
        {"title": ["a", "list"]},
        {"title": {"an": "object"}},
        {"contributors": [{"id": 1}]},
        {"contributors": None},
        {"dimensions": 12},
        {"subjects": {"children": [{"id": 1, "name": None}]}},
        {"subjects": "none"},
    ]

    @pytest.mark.parametrize("change", BAD, ids=str)
    def test_one_record_that_cannot_be_held_is_kept_raw_and_the_rest_goes_in(
        self, tmp_path: Path, change: dict[str, Any]
    ) -> None:
        bad = encoded(artwork(451, **change))
        done = bring(tmp_path / "lib", "tate", artworks(tmp_path / "t.jsonl", 900, {451: bad}))
        assert (done.status, done.counts.records, done.counts.added, done.counts.skipped) == ("done", 900, 899, 1)
        assert count(tmp_path / "lib", "works") == done.counts.works == 899
        assert issues(tmp_path / "lib") == [("unreadable-record", "t.jsonl:451")]
        with Library.open(tmp_path / "lib") as library:
            raw = library.culture.execute("SELECT raw FROM records WHERE record_id = 'tate:A00451'").fetchone()[0]
            message = library.culture.execute("SELECT message FROM issues").fetchone()[0]
        assert zlib.decompress(raw) == bad.rstrip()
        assert "it is kept raw" in message
        whole(tmp_path / "lib")
        artworks(tmp_path / "without.jsonl", 900, {451: b"\n"})
        bring(tmp_path / "without", "tate", tmp_path / "without.jsonl")
        found, wanted = rows(tmp_path / "lib"), rows(tmp_path / "without")
        for table in ("works", "titles", "credits", "agents", "agent_names", "terms", "term_parents", "work_terms"):
            assert found[table] == wanted[table], table

    def test_many_of_them(self, tmp_path: Path) -> None:
        bad = {n: encoded(artwork(n, **self.BAD[n % len(self.BAD)])) for n in range(1, 900, 9)}
        done = bring(tmp_path / "lib", "tate", artworks(tmp_path / "t.jsonl", 900, bad))
        assert (done.counts.added, done.counts.skipped, done.counts.issues) == (800, 100, 100)
        assert {located for _, located in issues(tmp_path / "lib")} == {f"t.jsonl:{n}" for n in range(1, 900, 9)}

    def test_a_number_that_is_too_big_for_the_database_stays_as_printed(self, tmp_path: Path) -> None:
        given = artworks(tmp_path / "t.jsonl", 3, {2: encoded(artwork(2, acquisitionYear=10**30))})
        assert bring(tmp_path / "lib", "tate", given).counts.added == 3
        with Library.open(tmp_path / "lib") as library:
            found = library.culture.execute(
                "SELECT text, earliest FROM dates WHERE work_id = 'tate:A00002' AND kind = 'acquired'"
            ).fetchall()
        assert found == [(str(10**30), None)]

    def test_a_lone_surrogate(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Valid JSON, but no text: some readers let it through."""
        line = encoded(artwork(3)).replace(b"Landscape number 3", b"half \\ud83d here")
        monkeypatch.setattr("culturedata.sources.tate.source.msgspec.json.decode", lenient)
        done = bring(tmp_path / "lib", "tate", artworks(tmp_path / "t.jsonl", 5, {3: line}))
        assert (done.counts.added, done.counts.skipped) == (4, 1)
        assert issues(tmp_path / "lib") == [("unreadable-record", "t.jsonl:3")]


def lenient(body: bytes, type: Any = None) -> Any:
    """json.loads in place of msgspec."""
    found = json.loads(body)
    return found if type is None else type(found.get("acno"), found.get("id"), found.get("mda"))


class TestIssues:
    def test_one_is_told_once(self, tmp_path: Path) -> None:
        """MovieLens reads its films twice, to tell which edition they are: a bad line is one issue all the same."""
        given = ratings(tmp_path / "ml", 3, 5)
        done = bring(tmp_path / "lib", "movielens", given)
        assert issues(tmp_path / "lib") == [
            ("wrong-columns", "movies.csv:8"), ("bad-rating", "ratings.csv:17"), ("edition-unknown", None),
        ]  # fmt: skip
        assert done.counts.issues == row(tmp_path / "lib")["issues"] == 3

    def test_another_import_tells_it_again(self, tmp_path: Path) -> None:
        given = artworks(tmp_path / "t.jsonl", 5, {2: b"no JSON\n"})
        for number in (1, 2):
            assert bring(tmp_path / "lib", "tate", given).counts.issues == 1
            assert count(tmp_path / "lib", "issues") == number

    def test_a_second_record_of_a_key_is_kept_whole(self, tmp_path: Path) -> None:
        """There is nothing else that holds it."""
        second = encoded(artwork(1, inscription="x" * 2 * LONGEST_RAW)).rstrip()
        bring(tmp_path / "lib", "tate", artworks(tmp_path / "t.jsonl", 2, {2: second + b"\n"}))
        with Library.open(tmp_path / "lib") as library:
            found = library.culture.execute("SELECT raw FROM issues WHERE code = 'duplicate-record'").fetchall()
        assert found == [(second.decode(),)]

    def test_many_do_not_wait_for_a_record(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Three thousand bad lines between two good ones: never more than a thousand are held."""
        held = 0
        report = room._Run._report

        def watched(self: Any, issue: Issue) -> None:
            nonlocal held
            report(self, issue)
            held = max(held, len(self.issues._waiting))

        monkeypatch.setattr(room._Run, "_report", watched)
        bad = {n: b"{" + b"x" * 3000 + b"%d\n" % n for n in range(2, 3002)}
        done = bring(tmp_path / "lib", "tate", artworks(tmp_path / "t.jsonl", 3002, bad))
        assert (done.counts.works, done.counts.issues) == (2, 3000)
        assert held <= MANY
        with Library.open(tmp_path / "lib") as library:
            longest = library.culture.execute("SELECT max(length(raw)) FROM issues").fetchone()
        assert longest == (LONGEST_RAW,)
