"""Joconde's dates: «1853 vers», «1865 entre,1908 et», «1867 vers,1868 ou», «1903;1960 tirage», «1987 donation».

The year stands before the word that says what it is; several of them are parted by commas or semicolons.
"""

from __future__ import annotations

import re
from functools import lru_cache

from culturedata.data.records import Date
from culturedata.importing.source import Context
from culturedata.importing.values import dates, dating

_PARTS = re.compile(r"\s*[;,]\s*(?=-?\d)")
_DAY = re.compile(r"\b(?:(\d{1,2})/(\d{1,2})/(\d{4})|(\d{4})/(\d{1,2})/(\d{1,2}))\b(?:\s+de$)?")
# What happened later to the work, or to another copy of it: it is no date of its making.
_LATER = re.compile(
    r"\b(?:tirage|fonte|édition|réédition|impression|publication|restauration|remaniement|exposition|dépôt)\b", re.I
)
_OR = re.compile(r"\s+(?:ou|et)$")
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_UNSURE = re.compile(r"\b(?:avant|après|vers|entre|depuis|jusqu|ou)\b|\?|(?<!\d)\d{4}\s*[-–]\s*\d{2,4}", re.I)


def of(row: dict[str, str], context: Context, record: str) -> tuple[Date, ...]:
    """When the work was made and when it came in; the fields are taken out of the row. What can't be read is reported,
    unless it says when another copy was made.
    """
    found = (*created(row), *acquired(row.pop("date_d_acquisition", "")))
    return tuple(date if _LATER.search(date.text) else dating.checked(context, record, date) for date in found)


@lru_cache(maxsize=10_000)
def made(text: str) -> Date:
    """When the work was made: the years that the text says, each of «1867 ou 1868» being possible.

    What was printed, cast or published later does not count. Bounds are None where it can't be read.
    """
    parts = [part for part in _PARTS.split(_iso(text)) if not _LATER.search(part)]
    joined = ";".join(parts) or _iso(text)
    found = dates.read(joined)
    if found.precision == "unknown" and len(parts) > 1:
        found = _either(parts) or found
    return Date(
        text=text, earliest=found.earliest, latest=found.latest, precision=found.precision, qualifier=found.qualifier
    )


@lru_cache(maxsize=10_000)
def acquired(text: str) -> tuple[Date, ...]:
    """When the work came in, one date for each event that the text names, in its order."""
    return tuple(_event(part.strip()) for part in text.split(";") if part.strip())


def created(row: dict[str, str]) -> list[Date]:
    """The year and the period of making; first the one that says most, so that it is the work's year."""
    said = [made(text) for text in (row.pop("millesime_de_creation", ""), row.pop("periode_de_creation", "")) if text]
    return sorted(said, key=lambda date: date.earliest is None and date.latest is None)


def _iso(text: str) -> str:
    """Days as ISO 8601 has them: «20/04/1903 de» and «2000/09/19»."""
    if "/" not in text:
        return text
    return _DAY.sub(lambda day: "-".join(f"{int(part):02}" for part in _year_first(day)), text)


def _year_first(day: re.Match[str]) -> tuple[str, str, str]:
    return (day[3], day[2], day[1]) if day[3] else (day[4], day[5], day[6])


def _either(parts: list[str]) -> Date | None:
    """All the years between the first and the last of several dates; None if one of them can't be read."""
    read = [dates.read(_OR.sub("", part)) for part in parts]
    first = [date.earliest for date in read if date.earliest is not None]
    last = [date.latest for date in read if date.latest is not None]
    if len(first) < len(read) or len(last) < len(read):
        return None
    about = "circa" if any(date.qualifier == "circa" for date in read) else None
    return Date(text=";".join(parts), earliest=min(first), latest=max(last), precision="range", qualifier=about)


def _event(text: str) -> Date:
    """«1987 entrée matérielle» as the year 1987; a text with no year, or with two, has no bounds."""
    found = dates.read(_iso(text), "acquired")
    years = set(_YEAR.findall(text))
    if found.precision == "unknown" and len(years) == 1 and not _UNSURE.search(text):
        year = int(years.pop())
        return Date(text=text, kind="acquired", earliest=year, latest=year, precision="year")
    return Date(
        text=text, kind="acquired", earliest=found.earliest, latest=found.latest, precision=found.precision,
        qualifier=found.qualifier,
    )  # fmt: skip
