"""The reference of import-tate makes the same library; the made-up records have the shape of Tate's."""

from __future__ import annotations

import gzip
import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from culturedata.benchmarks import _tate
from culturedata.benchmarks.import_tate import ImportTate, rows
from culturedata.store.library import Library

# What an SQL reader can see of a library beside its rows.
SEEN = {
    "objects": "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name",
    "search texts": "SELECT * FROM search_texts",
    "indexed words": "SELECT term, doc, cnt FROM works_words",
    "journal": "PRAGMA journal_mode",
}


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_tate, "ARTWORKS", 60)
    monkeypatch.setattr(_tate, "ARTISTS", 20)


def read(path: Path, most: int | None = None) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in islice(stream, most)]


def looks(folder: Path) -> dict[str, Any]:
    with Library.open(folder) as library:
        return {name: library.culture.execute(statement).fetchall() for name, statement in SEEN.items()}


def test_both_sides_make_the_same_library(tmp_path: Path) -> None:
    benchmark = ImportTate(tmp_path)
    benchmark.prepare()
    for side in ("ours", "reference"):
        benchmark.before(side)
        getattr(benchmark, side)()
    prepared, reference = rows(tmp_path / "prepared"), rows(tmp_path / "reference")
    assert {name: len(found) for name, found in prepared.items() if name in ("works", "agents", "records")} == {
        "works": 60, "agents": 20, "records": 80,
    }  # fmt: skip
    assert reference == prepared
    ours = rows(tmp_path / "ours")
    assert {name: found for name, found in ours.items() if name != "imports"} == {
        name: found for name, found in reference.items() if name != "imports"  # which holds the time
    }  # fmt: skip
    assert looks(tmp_path / "reference") == looks(tmp_path / "ours")
    assert len(looks(tmp_path / "reference")["search texts"]) == 60


def test_a_second_run_begins_with_an_empty_library(tmp_path: Path) -> None:
    benchmark = ImportTate(tmp_path)
    benchmark.prepare()
    for _ in range(2):
        benchmark.before("ours")
        benchmark.ours()
    with Library.open(tmp_path / "ours") as library:
        assert library.culture.execute("SELECT added, unchanged, issues FROM imports").fetchall() == [(80, 0, 0)]


def test_further_rounds_have_other_ids(tmp_path: Path) -> None:
    _tate.write(tmp_path / "tate", 150, None)
    artworks = read(tmp_path / "tate" / "tate_artworks.jsonl.gz")
    artists = {row["id"] for row in read(tmp_path / "tate" / "tate_artists.jsonl.gz")}
    assert len({row["acno"] for row in artworks}) == len({row["id"] for row in artworks}) == 150
    assert len(artists) == 60
    named = [{person["id"] for row in artworks[start : start + 60] for person in row["contributors"]}
             for start in (0, 60, 120)]  # fmt: skip
    assert set.union(*named) <= artists
    assert sum(map(len, named)) == len(set.union(*named))
    first, second = artworks[7], artworks[67]
    assert (second["acno"], second["title"], second["subjects"]) == (
        f"{first['acno']}-1", first["title"], first["subjects"],
    )  # fmt: skip


def test_the_same_records_every_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        _tate.write(tmp_path / name, 60, None)
    assert read(tmp_path / "a" / "tate_artworks.jsonl.gz") == read(tmp_path / "b" / "tate_artworks.jsonl.gz")


def test_a_folder_of_real_records_is_gone_round_too(tmp_path: Path, shared: Path) -> None:
    tate = shared / "data" / "tate"
    _tate.write(tmp_path / "few", 10, str(tate))
    assert read(tmp_path / "few" / "tate_artworks.jsonl.gz") == read(tate / "tate_artworks.jsonl.gz", 10)


@pytest.mark.parametrize("kind", ["artworks", "artists"])
def test_made_up_records_have_the_fields_of_real_ones(tmp_path: Path, shared: Path, kind: str) -> None:
    real = read(shared / "data" / "tate" / f"tate_{kind}.jsonl.gz", 2000)
    _tate.write(tmp_path / "made", 60, None)
    every, some = set.intersection(*map(set, real)), set.union(*map(set, real))
    for row in read(tmp_path / "made" / f"tate_{kind}.jsonl.gz"):
        assert every <= set(row) <= some
