"""What a benchmark is: two things done in turn, many times, in one run; what counts is the ratio.

A time on a shared machine says little; the ratio of two times taken seconds apart says a lot. Each side runs in a
process of its own, which reports its seconds and its peak memory.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from culturedata import errors
from culturedata.errors import CultureDataError

SIDES = ("ours", "reference")


class Benchmark:
    """Base of all benchmarks. A subclass says `name`, `summary`, `against`, `limit`, and writes both sides.

    `measured` is what the ratio is of: «seconds», or «peak_mb», the peak memory. `at_most`: the ratio is
    ours ÷ reference and must not exceed `limit`; else it is reference ÷ ours («times faster») and must reach it.
    `most_mb`: the peak memory that no side but the reference may exceed. `also` names further methods that are
    measured in the same run without entering the ratio. `runs` is how often each side is measured if nobody says.
    `scratch` is a folder for all sides; `input` what the user gave, or None. A side that returns a number has taken
    the seconds itself.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    against: ClassVar[str]
    limit: ClassVar[float]
    measured: ClassVar[str] = "seconds"
    at_most: ClassVar[bool] = True
    most_mb: ClassVar[float | None] = None
    also: ClassVar[tuple[str, ...]] = ()
    runs: ClassVar[int] = 5

    def __init__(self, scratch: Path, input: str | None = None) -> None:
        self.scratch = scratch
        self.input = input

    def data(self) -> str:
        """What it works on, in words; empty if on nothing. Raises InputError if what the user gave is not there."""
        return ""

    def prepare(self) -> None:
        """Make what both sides need, once, unmeasured, in a process of its own."""

    def before(self, side: str) -> None:
        """Make what one measurement of `side` needs, unmeasured, in the process that will be measured."""

    def beside(self, seconds: dict[str, float]) -> str:
        """What else the median seconds of the sides say, or what they left in `scratch`, in words; empty if nothing."""
        return ""

    def ours(self) -> float | None:
        """What is judged."""
        raise NotImplementedError

    def reference(self) -> float | None:
        """What it is judged against."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Measured:
    """One side once: wall-clock seconds, and the peak memory of its process in megabytes (2²⁰ bytes)."""

    seconds: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Result:
    """A benchmark's ratios over its runs, with the peak memory of each side in megabytes (largest of the runs), its
    median seconds, and what the benchmark says `beside` the ratio."""

    name: str
    reference: str
    limit: float
    at_most: bool
    ratios: tuple[float, ...]
    peak_mb: dict[str, float]
    most_mb: float | None = None
    data: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    beside: str = ""

    @property
    def median(self) -> float:
        """The median ratio."""
        return statistics.median(self.ratios)

    @property
    def holds(self) -> bool:
        """Whether the median ratio and the peak memory keep to their limits."""
        fits = self.most_mb is None or all(
            peak <= self.most_mb for side, peak in self.peak_mb.items() if side != "reference"
        )
        return fits and (self.median <= self.limit if self.at_most else self.median >= self.limit)

    def as_json(self) -> dict[str, Any]:
        """The result as `benchmark run --json` prints it."""
        return {
            "name": self.name,
            "reference": self.reference,
            "data": self.data,
            "ratio": {"min": min(self.ratios), "median": self.median, "max": max(self.ratios)},
            "limit": {"at_most" if self.at_most else "at_least": self.limit, "peak_mb": self.most_mb},
            "holds": self.holds,
            "runs": len(self.ratios),
            "peak_mb": self.peak_mb,
            "seconds": self.seconds,
            "beside": self.beside,
            "machine": machine(),
        }


def machine() -> dict[str, Any]:
    """What the figures were taken on: processor count, system, Python."""
    return {"cores": os.cpu_count(), "system": platform.system(), "python": platform.python_version()}


def run(
    benchmark: type[Benchmark], runs: int | None, input: str | None, tell: Callable[[str], None] | None = None
) -> Result:
    """Measure both sides in turn `runs` times and return their ratios. `tell` is told each measurement.

    Raises whatever error of culturedata stops a side, InputError if the input is not there.
    """
    runs = benchmark.runs if runs is None else runs
    tell = tell or (lambda _: None)
    with tempfile.TemporaryDirectory(prefix="culturedata-benchmark-") as folder:
        made = benchmark(Path(folder), input)
        data = made.data()
        if data:
            tell(f"{benchmark.name}: {data}")
        _in_child(benchmark, "prepare", folder, input)
        sides = (*SIDES, *benchmark.also)
        found: dict[str, list[Measured]] = {side: [] for side in sides}
        for number in range(runs):
            for side in sides if number % 2 == 0 else reversed(sides):
                found[side].append(_in_child(benchmark, side, folder, input))
                tell(f"{side}: {found[side][-1].seconds:.2f} s, {found[side][-1].peak_mb:.0f} MB")
        said = result(benchmark, found, data)
        said = replace(said, beside=made.beside(said.seconds))
    if said.beside:
        tell(f"{benchmark.name}: {said.beside}")
    return said


def result(benchmark: type[Benchmark], found: dict[str, list[Measured]], data: str = "") -> Result:
    """The ratio of each run, and the largest peak of each side."""
    ours, reference = ([getattr(one, benchmark.measured) for one in found[side]] for side in SIDES)
    pairs = zip(ours, reference, strict=True)
    ratios = tuple(o / r if benchmark.at_most else r / o for o, r in pairs)
    peaks = {side: max(one.peak_mb for one in measured) for side, measured in found.items()}
    seconds = {side: statistics.median(one.seconds for one in measured) for side, measured in found.items()}
    return Result(
        benchmark.name, benchmark.against, benchmark.limit, benchmark.at_most, ratios, peaks, benchmark.most_mb, data,
        seconds,
    )  # fmt: skip


def _in_child(benchmark: type[Benchmark], step: str, folder: str, input: str | None) -> Measured:
    """Do one step in a process of its own; an error of culturedata that stops it is raised here again."""
    asked = json.dumps([benchmark.__module__, benchmark.__name__, step, folder, input])
    done = subprocess.run(
        [sys.executable, "-m", "culturedata.benchmarks._base", asked], stdout=subprocess.PIPE, text=True, check=True
    )
    said = json.loads(done.stdout.splitlines()[-1])
    if "error" in said:
        kind, message, hint = said["error"]
        raise getattr(errors, kind, CultureDataError)(message, hint)
    return Measured(**said)


def _child(asked: str) -> None:
    """Do one step in this process and print its seconds and peak memory, or the error that stopped it."""
    from importlib import import_module

    module, name, step, folder, input = json.loads(asked)
    benchmark: Benchmark = getattr(import_module(module), name)(Path(folder), input)
    try:
        benchmark.before(step)
        start = time.perf_counter()
        taken = getattr(benchmark, step)()
        seconds = time.perf_counter() - start if taken is None else taken
    except CultureDataError as error:
        print(json.dumps({"error": [type(error).__name__, error.message, error.hint]}))
        return
    print(json.dumps({"seconds": seconds, "peak_mb": _peak_mb()}))


def _peak_mb() -> float:
    """The peak memory of this process and of the greatest that it started, added: they may have run at once.

    Where Linux tells, it is read from /proc: the usual figure also holds what the parent had before this one began.
    """
    own, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    status = Path("/proc/self/status")
    if status.is_file():
        own = next((int(line.split()[1]) for line in status.open() if line.startswith("VmHWM:")), own)
    return (own + children) / (1024**2 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    _child(sys.argv[1])
