"""An import that goes on: in an input that changed meanwhile, with what was asked for, at an address with a key."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.records import RawRecord
from culturedata.errors import InputTruncated, UsageError
from culturedata.importing import run
from culturedata.importing.bookkeeping.state import state
from culturedata.importing.run import ImportResult, import_source
from culturedata.importing.source import Issue
from culturedata.sources.tate.source import Tate
from culturedata.store.library import Library
from tests.importing.conftest import artwork, artworks, encoded

DESCRIPTOR = "title: A museum\ndomain: [museum]\nlicence: CC0 1.0\nreader: linked-art\n"


def documents(path: Path, name: str, count: int) -> None:
    """Write documents of Linked Art (synthetic), one a line."""
    said = [
        {"id": f"https://museum.example/{name}{number}", "type": "HumanMadeObject",
         "identified_by": [{"type": "Name", "content": name}]}
        for number in range(count)
    ]  # fmt: skip
    path.write_text("".join(json.dumps(one) + "\n" for one in said))


def bring(folder: Path, given: Path | str | None, source: str = "tate", **options: Any) -> ImportResult:
    with Library.open(folder, create=True) as library:
        return import_source(library, source, None if given is None else str(given), **options)


def asked(folder: Path, sql: str) -> list[Any]:
    with Library.open(folder) as library:
        return library.culture.execute(sql).fetchall()


def stop_after(number: int) -> Any:
    def stop(phase: str, count: int) -> None:
        if phase == "records" and count >= number:
            raise KeyboardInterrupt

    return stop


def describe(folder: Path) -> None:
    (folder / "catalogues").mkdir(parents=True)
    (folder / "catalogues" / "a-museum.yml").write_text(DESCRIPTOR)


class TestAnInputThatChanged:
    def test_a_whole_newer_file_in_place_of_one_that_was_cut(self, tmp_path: Path) -> None:
        """Five records of the first part changed meanwhile: they are no duplicates, and one that went is gone."""
        given, folder = tmp_path / "t.jsonl.gz", tmp_path / "lib"
        older = gzip.compress(artworks(tmp_path / "t.jsonl", 1500).read_bytes())
        given.write_bytes(older[: len(older) // 2])
        with pytest.raises(InputTruncated):
            bring(folder, given)
        newer = {n: encoded(artwork(n, title=f"New {n}")) for n in range(1, 6)}
        given.write_bytes(gzip.compress(artworks(tmp_path / "t.jsonl", 1500, newer | {7: b"\n"}).read_bytes()))
        done = bring(folder, None, resume=True)
        [(came,)] = asked(folder, "SELECT records FROM imports WHERE import_id = 1")
        assert (done.status, done.counts.records, done.counts.updated, done.counts.unchanged) == (
            "done", 1499, 5, came - 6,
        )  # fmt: skip
        assert (done.counts.works, done.counts.gone) == (1499 - came + 6, 1)
        assert asked(folder, "SELECT code FROM issues WHERE import_id = 2") == [("input-changed",)]
        titles = asked(folder, "SELECT title FROM works WHERE work_id BETWEEN 'tate:A00001' AND 'tate:A00005'")
        assert sorted(titles) == [(f"New {n}",) for n in range(1, 6)]
        assert asked(folder, "SELECT record_id FROM records WHERE gone_at IS NOT NULL") == [("tate:A00007",)]
        assert [row[0] for row in asked(folder, "SELECT status FROM imports")] == ["interrupted", "done"]
        assert asked(folder, "SELECT * FROM met") == []

    def test_a_download_that_the_server_changed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The source itself says so, when it has the file, before its first record."""
        mark = "older"

        def records(source: Tate) -> Iterator[RawRecord]:
            source.context.identified(mark)
            for number in range(int(source.context.cursor or 0) + 1, 5):
                body = encoded(artwork(number, title=f"{mark} {number}"))
                yield RawRecord(key=str(number), body=body, located="", cursor=str(number), format="json")

        monkeypatch.setattr(Tate, "records", records)
        monkeypatch.setattr(run, "BATCH", 2)
        with pytest.raises(KeyboardInterrupt):
            bring(tmp_path / "lib", "api", progress=stop_after(2))
        mark = "newer"
        done = bring(tmp_path / "lib", "api", resume=True)
        assert (done.counts.records, done.counts.updated, done.counts.added) == (4, 2, 2)
        assert asked(tmp_path / "lib", "SELECT title FROM works ORDER BY work_id") == [
            (f"newer {number}",) for number in range(1, 5)
        ]

    def test_a_folder_to_which_a_file_came(self, tmp_path: Path) -> None:
        folder, given = tmp_path / "lib", tmp_path / "in"
        describe(folder)
        given.mkdir()
        documents(given / "b.jsonl", "B", 500)
        with pytest.raises(KeyboardInterrupt):
            bring(folder, given, "a-museum", progress=stop_after(400))
        documents(given / "a.jsonl", "A", 10)
        done = bring(folder, given, "a-museum", resume=True)
        assert (done.counts.records, done.counts.added, done.counts.unchanged) == (510, 110, 400)
        assert asked(folder, "SELECT count(*) FROM works WHERE title = 'A'") == [(10,)]

    def test_a_folder_that_did_not_change_is_gone_on_with(self, tmp_path: Path) -> None:
        """A library in it, which every import changes, is none of its files."""
        describe(tmp_path)
        documents(tmp_path / "b.jsonl", "B", 500)
        with pytest.raises(KeyboardInterrupt):
            bring(tmp_path, tmp_path, "a-museum", progress=stop_after(400))
        done = bring(tmp_path, tmp_path, "a-museum", resume=True)
        assert (done.import_id, done.counts.records, done.counts.added) == (1, 500, 500)


def test_the_state_of_a_folder_is_that_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    one = tmp_path / "below" / "1.json"
    one.write_text("{}")
    seen = [state(tmp_path)]
    (tmp_path / "2.json").symlink_to("nowhere")
    seen.append(state(tmp_path))
    one.write_text("[]")
    os.utime(one, ns=(1, 1))
    seen.append(state(tmp_path))
    one.rename(tmp_path / "below" / "3.json")
    seen.append(state(tmp_path))
    assert len(set(seen)) == 4
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "culture.db-wal").write_text("x")
    assert state(tmp_path) == seen[-1]
    assert state(tmp_path / "none") is None


def test_reread_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, folder = artworks(tmp_path / "t.jsonl", 5), tmp_path / "lib"
    bring(folder, given)
    monkeypatch.setattr(run, "BATCH", 2)
    with pytest.raises(KeyboardInterrupt):
        bring(folder, given, reread=True, progress=stop_after(2))
    done = bring(folder, given, resume=True)
    assert (done.counts.updated, done.counts.unchanged) == (5, 0)
    assert bring(folder, given).counts.unchanged == 5


class TestAnAddressWithAKey:
    ADDRESS = "https://museum.example/oai?apikey=SECRET123&x=1"

    @pytest.fixture(autouse=True)
    def answers(self, monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
        """The inputs that were read."""
        read: list[str | None] = []

        def records(source: Tate) -> Iterator[RawRecord]:
            read.append(source.context.input)
            said = f"{source.context.input}: no answer"
            source.context.report(Issue("vanished", said, record="9", located=source.context.input))
            for number in (1, 2):
                yield RawRecord(
                    key=str(number), body=encoded(artwork(number)), located=f"{source.context.input}: {number}",
                    cursor=str(number), format="json",
                )  # fmt: skip

        monkeypatch.setattr(Tate, "records", records)
        monkeypatch.setattr(run, "BATCH", 1)
        return read

    def test_none_of_it_is_kept(self, tmp_path: Path) -> None:
        bring(tmp_path / "lib", self.ADDRESS)
        address = "https://museum.example/oai?apikey=…&x=1"
        assert asked(tmp_path / "lib", "SELECT located FROM records") == [(f"{address}: 1",), (f"{address}: 2",)]
        assert asked(tmp_path / "lib", "SELECT located, message FROM issues") == [(address, f"{address}: no answer")]
        assert asked(tmp_path / "lib", "SELECT input FROM imports") == [(address,)]
        with Library.open(tmp_path / "lib") as library:
            assert not any("SECRET123" in line for line in library.culture.iterdump())

    @pytest.mark.parametrize("stopped", [True, False])
    def test_it_is_asked_for_again(self, tmp_path: Path, answers: list[str | None], stopped: bool) -> None:
        folder = tmp_path / "lib"
        if stopped:
            with pytest.raises(KeyboardInterrupt):
                bring(folder, self.ADDRESS, progress=stop_after(1))
        else:
            bring(folder, self.ADDRESS)
        with pytest.raises(UsageError, match=r"apikey=…&x=1 was read with a key.*Give the address again"):
            bring(folder, None, resume=True)
        assert answers == [self.ADDRESS]
        assert bring(folder, self.ADDRESS, resume=True).status == "done"
        assert answers == [self.ADDRESS] * 2
