"""What a step costs: seconds by the clock on the wall, and by how much the process grew at most."""

from __future__ import annotations

import ctypes
import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cost:
    """One step: «train», «predict» or «recommend».

    `counted` says of how many ratings or slates. `peak_mb` is in megabytes (2²⁰ bytes) above what the process held
    before; None where the system does not tell (only Linux does). Seconds depend on whatever else the machine did.
    """

    step: str
    seconds: float
    peak_mb: float | None
    counted: int


def measured(step: str, counted: int, work: Callable[[], T]) -> tuple[T, Cost]:
    """What `work` returns, and what it cost."""
    before = _settled()
    began = time.perf_counter()
    made = work()
    seconds = time.perf_counter() - began
    peak = _kilobytes("VmHWM") if before is not None else None
    grown = None if before is None or peak is None else max(0.0, (peak - before) / 1024)
    return made, Cost(step, seconds, grown, counted)


def _settled() -> int | None:
    """Kilobytes that the process holds, once what was lately used is given back, and its peak is set to that.

    Only young objects are collected: going over all of them, before each step, would cost more than a small step does.
    """
    gc.collect(1)
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if _STATUS.is_file() else None
    if trim is None:
        return None
    trim(0)
    try:
        _RESET.write_text("5")
    except OSError:
        return None
    return _kilobytes("VmRSS")


def _kilobytes(name: str) -> int | None:
    lines = _STATUS.read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), None)
