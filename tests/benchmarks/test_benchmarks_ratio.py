"""The harness: what a ratio is, when it holds, and that each step runs in a process of its own, in turn."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from culturedata.benchmarks._base import Benchmark, Measured, result, run
from culturedata.errors import InputTruncated
from culturedata.registry import Seam

MEGABYTE = 1024**2


class Slower(Benchmark):
    """Writes into the file `input` which step ran, and holds 80 MB more on our side."""

    name = "slower"
    summary = "synthetic"
    against = "doing less"
    limit = 1.5
    most_mb = 300
    also = ("third",)

    def beside(self, seconds: dict[str, float]) -> str:
        return f"{', '.join(sorted(seconds))} of {self.input}"

    def data(self) -> str:
        return "a file"

    def prepare(self) -> None:
        self._note("prepare")

    def before(self, side: str) -> None:
        self._note(f"before {side}")

    def ours(self) -> None:
        self._note("ours")
        assert len(bytearray(b"x") * (80 * MEGABYTE)) == 80 * MEGABYTE

    def reference(self) -> None:
        self._note("reference")

    def third(self) -> None:
        self._note("third")

    def _note(self, what: str) -> None:
        assert self.input is not None
        with Path(self.input).open("a") as stream:
            stream.write(f"{what}\n")


class Faster(Slower):
    """The same the other way round."""

    limit = 40
    at_most = False


class Broken(Slower):
    """Its reference can't read its input."""

    def reference(self) -> None:
        raise InputTruncated("x.gz breaks off.", "Download it again.")


class Timed(Slower):
    """Its sides take the seconds themselves."""

    def ours(self) -> float:
        return 0.75

    def reference(self) -> float:
        return 0.5


def found(ours: list[tuple[float, float]], reference: list[tuple[float, float]]) -> dict[str, list[Measured]]:
    return {"ours": [Measured(*one) for one in ours], "reference": [Measured(*one) for one in reference]}


def test_the_ratio_is_taken_pair_by_pair() -> None:
    said = result(Slower, found([(3, 90), (2, 95), (8, 91)], [(2, 800), (4, 700), (2, 600)]), "rows")
    assert said.ratios == (1.5, 0.5, 4.0)
    assert said.median == 1.5  # of the sums it would be 13/8
    assert said.holds
    assert said.peak_mb == {"ours": 95, "reference": 800}
    assert said.as_json() | {"machine": None} == {
        "name": "slower", "reference": "doing less", "data": "rows", "ratio": {"min": 0.5, "median": 1.5, "max": 4.0},
        "limit": {"at_most": 1.5, "peak_mb": 300}, "holds": True, "runs": 3,
        "peak_mb": {"ours": 95, "reference": 800}, "seconds": {"ours": 3, "reference": 2}, "beside": "",
        "machine": None,
    }  # fmt: skip
    assert set(said.as_json()["machine"]) == {"cores", "system", "python"}


def test_times_faster_is_the_other_way_round() -> None:
    said = result(Faster, found([(2, 1), (1, 1)], [(60, 1), (50, 1)]))
    assert said.ratios == (30, 50)
    assert (said.median, said.holds) == (40, True)
    assert not result(Faster, found([(2, 1), (1, 1)], [(60, 1), (49, 1)])).holds
    assert said.as_json()["limit"] == {"at_least": 40, "peak_mb": 300}


@pytest.mark.parametrize(
    ("ours", "holds"),
    [([(3.0, 300.0)], True), ([(3.01, 300.0)], False), ([(3.0, 300.1)], False)],
    ids=["both limits met", "too slow", "too much memory"],
)
def test_it_holds_up_to_its_limits(ours: list[tuple[float, float]], holds: bool) -> None:
    assert result(Slower, found(ours, [(2.0, 999.0)])).holds is holds


def test_a_ratio_of_peaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Slower, "measured", "peak_mb")
    assert result(Slower, found([(9, 110)], [(1, 100)])).ratios == (1.1,)


def test_the_sides_run_in_turn_each_in_its_own_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    log = tmp_path / "log"
    told: list[str] = []
    said = run(Slower, 2, str(log), told.append)
    steps = [line for line in log.read_text().splitlines() if not line.startswith("before")]
    assert steps == ["prepare", "ours", "reference", "third", "third", "reference", "ours"]
    assert told[0] == "slower: a file"
    assert [line.partition(":")[0] for line in told[1:-1]] == steps[1:]
    assert said.beside == f"ours, reference, third of {log}"
    assert told[-1] == f"slower: {said.beside}"
    assert len(said.ratios) == 2
    assert 70 < said.peak_mb["ours"] - said.peak_mb["reference"] < 90
    assert abs(said.peak_mb["third"] - said.peak_mb["reference"]) < 10


def test_a_side_may_take_the_seconds_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    said = run(Timed, 1, str(tmp_path / "log"))
    assert (said.ratios, said.seconds["ours"]) == ((1.5,), 0.75)


def test_what_stops_a_side_is_said_as_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    with pytest.raises(InputTruncated, match=r"^x\.gz breaks off\. Download it again\.$"):
        run(Broken, 1, str(tmp_path / "log"))


def cli(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = "from culturedata.cli.main import run; run()"
    return subprocess.run([sys.executable, "-c", code, "benchmark", *arguments], capture_output=True, text=True)


def test_list() -> None:
    listed = json.loads(cli("list", "--json").stdout)
    names = [one["name"] for one in listed]
    assert names == sorted(Seam("culturedata.benchmarks", "benchmark").members())
    assert {"import-met", "read-discogs", "startup", "topn"} <= set(names)
    assert all(one["title"] for one in listed)


def test_run_as_json() -> None:
    said = cli("run", "startup", "--runs", "1", "--json")
    assert said.returncode == 0, said.stderr
    result = json.loads(said.stdout)
    assert set(result) >= {"name", "reference", "ratio", "runs", "machine"}
    assert (result["name"], result["runs"]) == ("startup", 1)
    assert result["ratio"]["min"] == result["ratio"]["median"] == result["ratio"]["max"] > 0
    assert result["limit"]["at_most"] == 1.5
    assert set(result["peak_mb"]) == {"ours", "reference"}
    assert [line.partition(":")[0] for line in said.stderr.splitlines()] == ["ours", "reference"]


def test_an_input_that_is_not_there_is_one_line() -> None:
    said = cli("run", "import-tate", "--input", "/nowhere/tate")
    assert said.returncode == 1
    assert said.stderr.startswith("Error: there is nothing at /nowhere/tate.")
    assert len(said.stderr.splitlines()) == 1


def test_the_page_has_measured_rows_for_each() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    measured = page.partition("## What was measured")[2]
    for one in Seam("culturedata.benchmarks", "benchmark").members().values():
        rows = [line.split(" | ") for line in measured.splitlines() if line.startswith(f"| `{one.name}` |")]
        assert rows, one.name
        benchmark = one.load()
        for cells in rows:
            least, median, most = map(float, cells[3:6])
            assert least <= median <= most
            holds = median <= benchmark.limit if benchmark.at_most else median >= benchmark.limit
            assert f"{benchmark.limit:g}" in cells[6]
            assert holds is ("not reached" not in cells[6]), f"{one.name}: the page says otherwise"
