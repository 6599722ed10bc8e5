"""Among which values of an option the best is searched for; every recommender says its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """All values from `low` to `high`, whole numbers if both are; `log`: as many from 1 to 10 as from 10 to 100."""

    option: str
    low: float
    high: float
    log: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some values."""

    option: str
    values: tuple[str | int | float | bool, ...]


Space = tuple[Span | Choice, ...]
