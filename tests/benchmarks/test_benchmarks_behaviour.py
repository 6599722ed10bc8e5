"""The made-up ratings and listens have the true shapes: the sources read all of them, and report nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from culturedata.benchmarks.behaviour import made_up, memory
from culturedata.benchmarks.behaviour.memory import ImportListensMemory, ImportRatingsMemory
from culturedata.importing import pseudonyms
from culturedata.importing.descriptor import descriptor
from culturedata.importing.inputs.archives import members
from culturedata.importing.run import import_source
from culturedata.importing.source import Context
from culturedata.store.library import Library


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CULTUREDATA_CONFIG", str(tmp_path / "own" / "keys.toml"))


@pytest.mark.parametrize(
    ("kind", "table", "told"),
    [(ImportRatingsMemory, "ratings", {"edition-unknown"}), (ImportListensMemory, "events", {"new-key"})],
)
def test_all_of_it_goes_in(tmp_path: Path, kind: type[memory._Memory], table: str, told: set[str]) -> None:
    benchmark = kind(tmp_path, "20000")
    assert [benchmark.size(side) for side in ("reference", "ours")] == [2_000, 20_000]
    assert kind(tmp_path).size("ours") == 10_000_000
    benchmark.prepare()
    benchmark.before("ours")
    with Library.open(tmp_path / "library", create=True) as library:
        result = import_source(library, benchmark.source, str(benchmark._path("ours")))
        people = library.audience.execute("SELECT count(*) FROM users").fetchone()[0]
        [stored] = library.audience.execute(f"SELECT count(*) FROM {table}").fetchone()
        codes = {code for (code,) in library.culture.execute("SELECT code FROM issues")}
    assert result.counts.interactions == stored == 20_000
    assert result.counts.skipped == 0
    assert people > 15
    assert codes == told
    assert not pseudonyms.path().exists() or pseudonyms.path().is_relative_to(benchmark.scratch / "settings")
    benchmark.reference()
    assert not (tmp_path / "reference").exists(), "what was imported is taken away"


def test_it_says_the_time_of_each(tmp_path: Path) -> None:
    said = ImportListensMemory(tmp_path, "100").beside({"reference": 0.001, "ours": 0.01})
    assert said == "slope of log time over log listens 1.000; microseconds each: 10: 100.0, 100: 100.0"
    assert ImportListensMemory(tmp_path, "100").data() == "10 and 100 listens, made up"


def test_ratings_come_person_by_person_and_no_film_twice(tmp_path: Path) -> None:
    made_up.write_ratings(tmp_path / "given", 5_000)
    lines = (tmp_path / "given" / "ratings.csv").read_text("utf-8").splitlines()[1:]
    pairs = [tuple(map(int, line.split(",")[:2])) for line in lines]
    assert len(pairs) == 5_000
    assert pairs == sorted(set(pairs))


def test_listens_come_in_the_order_of_time_month_by_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_up, "_IN_A_MEMBER", 40)
    path = tmp_path / "dump"
    made_up.write_listens(path, 100)
    found = [
        (member.name.partition("/")[2], [json.loads(line) for line in member.open()])
        for member in members(path, Context(descriptor("listenbrainz")))
    ]
    assert [name for name, _ in found] == [f"listens/2017/{number}.listens" for number in (1, 2, 3)]
    assert [len(rows) for _, rows in found] == [40, 40, 20]
    times = [row["timestamp"] for _, rows in found for row in rows]
    assert times == sorted(set(times))
