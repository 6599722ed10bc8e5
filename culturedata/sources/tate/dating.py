"""When Tate says that a work was made: what is printed, and the years beside it, which now and then say otherwise."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from culturedata.data.records import Date
from culturedata.importing.values import dates

_PERIODS = ("decade", "century", "millennium")
_DASHES = str.maketrans("–—−‒", "----")


def made(printed: str | None, bounds: dict[str, Any], differs: Callable[[str, str], None]) -> list[Date]:
    """The date under each text that says something of its own; `differs` is told of years that it can't be.

    The text in `bounds` is the printed one in other dashes; a bound that is no year («c.1997-9») is a text too.
    """
    start, end, text = bounds.pop("startYear", None), bounds.pop("endYear", None), bounds.pop("text", None)
    earliest, latest = year(start), year(end)
    texts = [printed, text]
    if earliest is None or latest is None:
        texts += [str(said) for said, one in ((start, earliest), (end, latest)) if one is None and said is not None]
    own: list[str] = []
    for one in texts:
        if one and one not in own and _folded(one) not in map(_folded, own):
            own.append(one)
    found = [_dated(one, earliest, latest) for one in own]
    if found and found[0][1]:
        differs(own[0], f"{start}–{end}")
    return [date for date, _ in found]


def begun(printed: str | None, first: str, differs: Callable[[str, str], None]) -> list[Date]:
    """The date of a table, which of the years beside what is printed says only the first.

    Where the text says none it is a beginning, and the end is not known; what a text says of a later end is kept.
    """
    earliest, printed = year(first), printed or first
    if earliest is None or printed == first:
        return made(printed, {"startYear": first}, differs)
    said = dates.read(printed)
    if said.qualifier in ("before", "after"):
        return [said]
    if said.earliest is None or said.latest is None:
        return [Date(text=printed, earliest=earliest, precision="range", qualifier=said.qualifier)]
    if not said.earliest <= earliest <= said.latest:
        differs(printed, first)
        return [dates.bounded(printed, earliest, earliest)]
    return [dates.bounded(printed, earliest, said.latest)]


def year(value: int | str | None) -> int | None:
    """A year: a few stand as text, and of these a few are none."""
    if isinstance(value, str):
        return int(value) if value.isdigit() else None
    return value


@lru_cache(maxsize=5_000)
def _folded(text: str) -> str:
    """A text without what two that say the same may differ in: kinds of dashes, and spaces."""
    return "".join(text.translate(_DASHES).split())


@lru_cache(maxsize=20_000, typed=True)
def _dated(text: str, earliest: int | None, latest: int | None) -> tuple[Date, bool]:
    return dates.bounded(text, earliest, latest), _contradicted(dates.read(text), earliest, latest)


def _contradicted(said: Date, earliest: int | None, latest: int | None) -> bool:
    """Whether what is printed can't be within the years beside it, or these are in the wrong order.

    It is no contradiction if they narrow a decade, or say the year of «after 1836» once more.
    """
    latest = earliest if latest is None else latest
    if earliest is None or latest is None or (earliest == latest and said.qualifier in ("before", "after")):
        return False
    first, last = said.earliest or earliest, said.latest or latest
    if said.precision in _PERIODS:
        return earliest > latest or last < earliest or latest < first
    return not earliest <= first <= last <= latest
