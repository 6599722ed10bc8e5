"""What a benchmark is: two things timed in turn, many times, in one run; what counts is the ratio.

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
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from culturedata.errors import UsageError

SIDES = ("ours", "reference")


class Benchmark:
    """Base of all benchmarks. A subclass says `name`, `summary`, `against`, `limit`, and writes both sides.

    `at_most`: the ratio is ours ÷ reference and must not exceed `limit`; else it is reference ÷ ours («times faster»)
    and must reach it. `scratch` is a folder for both sides; `input` what the user gave, or None.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    against: ClassVar[str]
    limit: ClassVar[float]
    at_most: ClassVar[bool] = True
    needs_input: ClassVar[bool] = False

    def __init__(self, scratch: Path, input: str | None = None) -> None:
        self.scratch = scratch
        self.input = input

    def prepare(self) -> None:
        """Make what both sides need, once, untimed."""

    def before(self, side: str) -> None:
        """Make what one timing of `side` needs, untimed, in the process that will be timed."""

    def ours(self) -> None:
        """What is judged."""
        raise NotImplementedError

    def reference(self) -> None:
        """What it is judged against."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Timing:
    """One side once: wall-clock seconds, and the peak memory of its process in megabytes."""

    seconds: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Result:
    """A benchmark's ratios over its runs, with the peak memory of each side in megabytes (largest of the runs)."""

    name: str
    reference: str
    limit: float
    at_most: bool
    ratios: tuple[float, ...]
    peak_mb: dict[str, float]

    @property
    def median(self) -> float:
        """The median ratio."""
        return statistics.median(self.ratios)

    @property
    def holds(self) -> bool:
        """Whether the median keeps to the limit."""
        return self.median <= self.limit if self.at_most else self.median >= self.limit

    def as_json(self) -> dict[str, Any]:
        """The result as `benchmark run --json` prints it."""
        return {
            "name": self.name,
            "reference": self.reference,
            "ratio": {"min": min(self.ratios), "median": self.median, "max": max(self.ratios)},
            "limit": {"at_most" if self.at_most else "at_least": self.limit},
            "holds": self.holds,
            "runs": len(self.ratios),
            "peak_mb": self.peak_mb,
            "machine": machine(),
        }


def machine() -> dict[str, Any]:
    """What the figures were taken on: processor count, system, Python."""
    return {"cores": os.cpu_count(), "system": platform.system(), "python": platform.python_version()}


def run(benchmark: type[Benchmark], runs: int, input: str | None, tell: Any = None) -> Result:
    """Time both sides in turn `runs` times and return their ratios. Raises UsageError if an input is missing."""
    if benchmark.needs_input and not input:
        raise UsageError(f"the benchmark {benchmark.name} needs an input.", "Say it with --input.")
    with tempfile.TemporaryDirectory(prefix="culturedata-benchmark-") as folder:
        benchmark(Path(folder), input).prepare()
        timings: dict[str, list[Timing]] = {side: [] for side in SIDES}
        for number in range(runs):
            for side in SIDES if number % 2 == 0 else reversed(SIDES):
                timings[side].append(_in_child(benchmark, side, folder, input))
                if tell:
                    tell(f"{side}: {timings[side][-1].seconds:.2f} s")
    pairs = zip(timings["ours"], timings["reference"], strict=True)
    ratios = [o.seconds / r.seconds if benchmark.at_most else r.seconds / o.seconds for o, r in pairs]
    peaks = {side: max(t.peak_mb for t in timings[side]) for side in SIDES}
    return Result(benchmark.name, benchmark.against, benchmark.limit, benchmark.at_most, tuple(ratios), peaks)


def _in_child(benchmark: type[Benchmark], side: str, folder: str, input: str | None) -> Timing:
    asked = json.dumps([benchmark.__module__, benchmark.__name__, side, folder, input])
    done = subprocess.run(
        [sys.executable, "-m", "culturedata.benchmarks._base", asked], stdout=subprocess.PIPE, text=True, check=True
    )
    seconds, peak = json.loads(done.stdout.splitlines()[-1])
    return Timing(seconds, peak)


def _child(asked: str) -> None:
    """Time one side in this process and print its seconds and peak memory."""
    from importlib import import_module

    module, name, side, folder, input = json.loads(asked)
    benchmark: Benchmark = getattr(import_module(module), name)(Path(folder), input)
    benchmark.before(side)
    start = time.perf_counter()
    getattr(benchmark, side)()
    seconds = time.perf_counter() - start
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps([seconds, peak / 1024]))


if __name__ == "__main__":
    _child(sys.argv[1])
