"""The references of the import benchmarks make the same library; the made-up records have the shape of real ones."""

from __future__ import annotations

import csv
import gzip
import json
import random
import sqlite3
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from culturedata.benchmarks.importing import scale as import_scale
from culturedata.benchmarks.importing import sqlite_insert as import_sqlite_utils
from culturedata.benchmarks.importing._base import ImportBenchmark, _in_order, rows
from culturedata.benchmarks.importing.joconde import ImportJoconde
from culturedata.benchmarks.importing.made_up import joconde as _joconde
from culturedata.benchmarks.importing.made_up import met as _met
from culturedata.benchmarks.importing.made_up import table as _table
from culturedata.benchmarks.importing.made_up import tate as _tate
from culturedata.benchmarks.importing.made_up import words as _words
from culturedata.benchmarks.importing.met import ImportMet
from culturedata.benchmarks.importing.scale import ImportScale, slope
from culturedata.benchmarks.importing.sqlite_insert import ImportSqliteUtils
from culturedata.benchmarks.importing.tate import ImportTate
from culturedata.errors import InputMissing
from culturedata.importing import run
from culturedata.sources.joconde.fields import field
from culturedata.store.library import Library
from culturedata.store.writing.writer import WRITTEN

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


@pytest.mark.parametrize(
    ("kind", "input", "works", "records"),
    [(ImportTate, None, 60, 80), (ImportMet, "60", 60, 60), (ImportJoconde, "60", 60, 60)],
)
def test_both_sides_make_the_same_library(
    tmp_path: Path, kind: type[ImportBenchmark], input: str | None, works: int, records: int
) -> None:
    benchmark = kind(tmp_path, input)
    benchmark.prepare()
    for side in ("ours", "reference"):
        benchmark.before(side)
        getattr(benchmark, side)()
    prepared, reference = rows(tmp_path / "prepared"), rows(tmp_path / "reference")
    assert (len(prepared["works"]), len(prepared["records"])) == (works, records)
    assert prepared["issues"] == []
    assert reference == prepared
    ours = rows(tmp_path / "ours")
    assert {name: found for name, found in ours.items() if name != "imports"} == {
        name: found for name, found in reference.items() if name != "imports"  # which holds the time
    }  # fmt: skip
    assert looks(tmp_path / "reference") == looks(tmp_path / "ours")
    assert len(looks(tmp_path / "reference")["search texts"]) == 60


@pytest.mark.parametrize("batch", [7, 400])
def test_sqlite_utils_writes_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    monkeypatch.setattr(run, "BATCH", batch)
    benchmark = ImportSqliteUtils(tmp_path, "50")
    benchmark.prepare()
    for side in ("ours", "reference", "tuned", "flat"):
        benchmark.before(side)
        getattr(benchmark, side)()
    prepared, ours, tuned = (rows(tmp_path / name) for name in ("prepared", "ours", "tuned"))
    assert len(prepared["works"]) == len(benchmark.cells) == 50
    with closing(sqlite3.connect(tmp_path / "reference.db")) as connection:
        reference = {table: _in_order(connection, table) for table in prepared}
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",), "sqlite-utils as it comes"
    for table, found in prepared.items():
        assert ours[table] == reference[table] == tuned[table] == (found if table in WRITTEN else [])


def test_what_sqlite_utils_is_given_has_the_names_of_columns() -> None:
    (term,) = import_sqlite_utils.as_dicts(
        {"terms": [("t:1", "Oil", "material", None, "Oil", None, "t")], "works": []}
    )["terms"]
    assert (term["term_id"], term["facet"], term["label_en"], term["source"]) == ("t:1", "material", "Oil", "t")


def test_how_far_a_whole_import_is_from_writing(tmp_path: Path) -> None:
    seconds = {"ours": 1.0, "reference": 4.0, "tuned": 2.0, "whole": 6.0, "flat": 2.0}
    said = ImportSqliteUtils(tmp_path).beside(seconds)
    assert said == (
        "with our pragmas and journal the reference takes 2.00 times as long as ours; "
        "a whole import takes 1.50 times as long as the reference, 3.0 times as long as «flat»"
    )


def test_the_slope_is_1_where_time_is_linear() -> None:
    sizes = (100_000, 300_000, 1_000_000, 2_000_000)
    assert slope([(size, size * 0.0004) for size in sizes]) == pytest.approx(1)
    assert slope([(size, 3e-9 * size**2) for size in sizes]) == pytest.approx(2)
    assert slope([(size, 7.0) for size in sizes]) == pytest.approx(0)


def test_the_scale_says_the_time_of_a_record_at_each_size(tmp_path: Path) -> None:
    scale = ImportScale(tmp_path, "120")
    assert [scale.size(side) for side in import_scale.PARTS] == [6, 20, 60, 120]
    assert [ImportScale(tmp_path).size(side) for side in ("reference", "ours")] == [100_000, 2_000_000]
    said = scale.beside({"reference": 0.006, "small": 0.02, "half": 0.06, "ours": 0.12})
    assert (
        said
        == "slope of log time over log records 1.000; microseconds a record: 6: 1000, 20: 1000, 60: 1000, 120: 1000"
    )
    scale.prepare()
    scale.reference()
    assert not (tmp_path / "reference").exists()
    assert (tmp_path / "ours.csv").read_text("utf-8").count("\n") == 121


@pytest.mark.parametrize("shape", [_met, _joconde])
def test_a_longer_file_begins_with_a_shorter_one(tmp_path: Path, shape: Any) -> None:
    for most in (30, 40):
        _table.write(tmp_path / str(most), shape.COLUMNS, shape.cells, most)
    assert (tmp_path / "40").read_bytes().startswith((tmp_path / "30").read_bytes())


def test_made_up_makers_have_names_of_their_own() -> None:
    assert len({_words.name(number) for number in range(_joconde.AUTHORS)}) == _joconde.AUTHORS


def test_few_makers_have_many_works() -> None:
    chance = random.Random(1)
    drawn = [_words.rank(chance, 1_000) for _ in range(20_000)]
    assert (min(drawn), max(drawn)) == (0, 998)
    assert 0.45 < sum(number < 31 for number in drawn) / len(drawn) < 0.55


def test_the_made_up_files_have_the_columns_of_the_real_ones(tmp_path: Path) -> None:
    assert len(_met.COLUMNS) == 54
    assert len(_joconde.COLUMNS) == len({field(column) for column in _joconde.COLUMNS}) > 60
    for shape in (_met, _joconde):
        chance = random.Random(3)
        said = [shape.cells(number, chance) for number in range(1, 400)]
        assert set.union(*map(set, said)) <= set(shape.COLUMNS)
        assert set.intersection(*map(set, said)) < set.union(*map(set, said))
    _table.write(tmp_path / "table", ["a", "b"], lambda number, chance: {"b": f"x|{number}"}, 2, delimiter="|")
    with (tmp_path / "table").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream, delimiter="|")) == [["a", "b"], ["", "x|1"], ["", "x|2"]]


def test_a_number_asks_for_rows_and_a_path_for_a_file(tmp_path: Path) -> None:
    assert (_table.file(None), _table.file("500000"), _table.file("a.csv")) == (None, None, "a.csv")
    assert (_table.asked(None), _table.asked("500000")) == (_table.FEW, 500_000)
    assert _table.about("500000", "the file").startswith("500,000 rows made up in the shape of the file")
    assert _table.about(str(tmp_path), "the file") == "the file"
    with pytest.raises(InputMissing):
        _table.about(str(tmp_path / "nothing"), "the file")
    assert ImportMet(tmp_path, "9").given() == str(tmp_path / "MetObjects.csv")
    assert ImportJoconde(tmp_path, "j.csv").given() == "j.csv"


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
