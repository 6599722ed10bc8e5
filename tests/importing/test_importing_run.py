"""An import: what it counts and writes, and what of a broken input comes in."""

from __future__ import annotations

import gzip
import zlib
from hashlib import sha256
from pathlib import Path

import pytest

from culturedata.errors import AssertionFailed, InputFormat, InputTruncated, UnknownName
from culturedata.importing import run as room
from culturedata.store.library import Library, translated
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
    same,
    troubled,
)


class TestCounts:
    def test_what_it_says_is_what_is_there(self, tmp_path: Path) -> None:
        done = bring(tmp_path / "lib", "tate", artworks(tmp_path / "t.jsonl", 900))
        assert done.as_json() | {"seconds": 0, "works_per_second": 0} == {
            "source": "tate", "import_id": 1, "status": "done", "records": 900, "added": 900, "updated": 0,
            "unchanged": 0, "skipped": 0, "gone": 0, "works": 900, "agents": 171, "interactions": 0, "issues": 0,
            "seconds": 0, "works_per_second": 0, "notes": [], "left_out": 0,
        }  # fmt: skip
        said = row(tmp_path / "lib")
        assert (said["status"], said["records"], said["works"], said["agents"], said["cursor"]) == (
            "done", 900, 900, 171, "0:900",
        )  # fmt: skip
        assert said["finished_at"] >= said["started_at"]
        # By hand: the 128 multiples of 7 up to 900 are people of their own; of the 50 remainders the 7 multiples of 7
        # below 50 and 0 occur in both, and n % 50 reaches every remainder by an n that is no multiple of 7.
        people = {n if n % 7 == 0 else n % 50 for n in range(1, 901)}
        assert count(tmp_path / "lib", "agents") == len(people) == 171
        assert count(tmp_path / "lib", "search_texts") == 900

    def test_the_raw_record_is_kept_to_the_byte(self, tmp_path: Path) -> None:
        line = encoded(artwork(1, title="Été")).rstrip()
        bring(tmp_path / "lib", "tate", artworks(tmp_path / "t.jsonl", 1, {1: b"\xef\xbb\xbf" + line + b"\r\n"}))
        with Library.open(tmp_path / "lib") as library:
            raw, digest, located = library.culture.execute("SELECT raw, sha256, located FROM records").fetchone()
        assert zlib.decompress(raw) == line
        assert (digest, located) == (sha256(line).hexdigest(), "t.jsonl:1")

    def test_importing_again_changes_nothing(self, tmp_path: Path) -> None:
        given = troubled(tmp_path / "t.jsonl", 900)
        bring(tmp_path / "lib", "tate", given)
        before = rows(tmp_path / "lib")
        again = bring(tmp_path / "lib", "tate", given)
        after = rows(tmp_path / "lib")
        assert (again.counts.added, again.counts.updated, again.counts.works) == (0, 0, 0)
        for told in ("imports", "issues"):
            before.pop(told), after.pop(told)
        same(after, before)

    def test_a_changed_record_takes_the_place_of_the_old_one(self, tmp_path: Path) -> None:
        bring(tmp_path / "lib", "tate", artworks(tmp_path / "t.jsonl", 50))
        changed = {7: encoded(artwork(7, title="Seascape", inscription="signed"))}
        again = bring(tmp_path / "lib", "tate", artworks(tmp_path / "t.jsonl", 50, changed))
        assert (again.counts.added, again.counts.updated, again.counts.unchanged) == (0, 1, 49)
        fresh = bring(tmp_path / "fresh", "tate", tmp_path / "t.jsonl")
        assert fresh.counts.added == 50
        found, wanted = rows(tmp_path / "lib"), rows(tmp_path / "fresh")
        old = sha256(encoded(artwork(7)).rstrip()).hexdigest()
        assert found.pop("record_history") == [("tate:A00007", old, 2)]
        for differs in ("imports", "records", "record_history", "search_texts"):
            found.pop(differs, None), wanted.pop(differs)
        same(found, wanted)
        whole_works(tmp_path / "lib", "seascape", 1)

    def test_no_such_source(self, tmp_path: Path) -> None:
        with pytest.raises(UnknownName, match="tate"):
            bring(tmp_path / "lib", "tait", None)

    def test_less_than_promised(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Only where the source's own place was read whole: a part is no broken promise."""
        artworks(tmp_path / "tate", 20)
        monkeypatch.chdir(tmp_path)
        with pytest.raises(
            AssertionFailed, match=r"tate brought 20 works, less than the 69,202 its descriptor promises"
        ):
            bring(tmp_path / "lib", "tate", None)
        assert row(tmp_path / "lib")["status"] == "failed"
        assert count(tmp_path / "lib", "search_texts") == 20
        assert bring(tmp_path / "lib", "tate", None, limit=5).status == "done"


def whole_works(folder: Path, word: str, number: int) -> None:
    """Assert that full text finds a word in so many works."""
    with Library.open(folder) as library:
        found = library.culture.execute("SELECT count(*) FROM works_fts WHERE works_fts MATCH ?", [word]).fetchone()
    assert found == (number,)


def test_what_a_broken_file_still_held_is_in_and_found(tmp_path: Path) -> None:
    """Then the whole file comes: it is another one, and what is known of it is not read again."""
    plain = artworks(tmp_path / "t.jsonl", 1500).read_bytes()
    packed = gzip.compress(plain)
    given = tmp_path / "t.jsonl.gz"
    given.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(InputTruncated, match=r"t\.jsonl\.gz breaks off after line"):
        bring(tmp_path / "lib", "tate", given)
    came = count(tmp_path / "lib", "works")
    assert 400 < came < 1500
    assert came % 400 != 0
    assert row(tmp_path / "lib")["status"] == "failed"
    whole_works(tmp_path / "lib", "landscape", came)
    given.write_bytes(packed)
    counts = bring(tmp_path / "lib", "tate", given, resume=True).counts
    assert (counts.records, counts.unchanged, counts.works) == (1500, came, 1500 - came)
    whole_works(tmp_path / "lib", "landscape", 1500)


def test_a_file_of_which_nothing_can_be_read(tmp_path: Path) -> None:
    """A picture, say: its lines are told, and the import does not pass for done."""
    given = tmp_path / "t.jsonl"
    given.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\nabc\n")
    with pytest.raises(
        InputFormat, match=r"nothing in .*t\.jsonl could be read as Tate, London\. Is it the right file"
    ):
        bring(tmp_path / "lib", "tate", given)
    assert row(tmp_path / "lib")["status"] == "failed"
    assert {code for code, _ in issues(tmp_path / "lib")} == {"not-utf-8", "nul", "not-json"}


def test_an_input_that_may_not_be_read_is_no_fault_of_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ratings(tmp_path / "ml", 3, 4)

    def sealed(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(given / "movies.csv"))

    monkeypatch.setattr("culturedata.sources.movielens.files.Files._open", sealed)
    with pytest.raises(room.InputError, match=r"movies\.csv can't be read: Permission denied"), translated(tmp_path):
        bring(tmp_path / "lib", "movielens", given)
