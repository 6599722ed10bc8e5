"""The small parts of Paris Musées' records: texts, years and dates, people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from culturedata.data.licences import CC0
from culturedata.data.records import Agent, Image, Rights, Title
from culturedata.importing.source import Context
from culturedata.importing.values import whom
from culturedata.importing.values.life_years import in_order
from culturedata.importing.values.text import plain, slug, texts_of

Row = dict[str, Any]
_YEAR = re.compile(r"-?\d{1,4}")


def agent(number: str | None, name: str, life: dict[str, Any], context: Context, key: str) -> Agent:
    """A person or group of the record `key`, known by its number on the portal, else by its letters; `life` is what
    `Reading.life` says."""
    name = " ".join(name.split())
    born, died = in_order(year(life.get("born")), year(life.get("died")), context, key, raw=name)
    printed = [text for text in (life.get("born_text"), life.get("died_text")) if text]
    return Agent(
        id=f"parismusees:agent:{number or slug(name)}", name=name, kind=whom.kind(name),
        sort_name=name if "," in name else None, born=born, died=died, life_text=" – ".join(printed) or None,
        born_place=life.get("born_place"), died_place=life.get("died_place"),
        names=(Title(text=life["other"], kind="alternative"),) if life.get("other") else (),
    )  # fmt: skip


def said(row: Row, field: str) -> str | None:
    """A field as text, taken out of the row; None where it says nothing. Of a list the texts of its members. What is no
    text is left in the row."""
    return "; ".join(filter(None, (" ".join(text.split()) for text in texts_of(row, field)))) or None


def year(value: Any) -> int | None:
    """A year; there is no year 0, which stands for a date that is not known."""
    return int(value) or None if _YEAR.fullmatch(str(value)) else None


def printed(date: Row, first: Any, last: Any = None) -> str | None:
    """A date in words: the printed ones if there are, else what its parts say; None if there is no year."""
    before, behind, whole = (said(date, name) for name in ("startPrecision", "endPrecision", "processed"))
    first, last = _day(date, "start", first), _day(date, "end", last)
    if whole:
        return plain(whole) or None
    if first and last and not (before or behind):
        return f"{first}-{last}" if isinstance(first, int) and isinstance(last, int) else f"{first} – {last}"
    return " ".join(str(part) for part in (before, first, behind, last) if part) if first or last else None


def _day(date: Row, end: str, year: Any) -> Any:
    """The year with the month and the day that are said of it, «1905-03-05»; else the year."""
    said_of = [said(date, f"{end}{part}") or "" for part in ("Month", "Day")]
    month, day = (f"{int(part):02}" if part.isdecimal() and int(part) else "" for part in said_of)
    return "-".join(filter(None, (str(year), month, day))) if year and month else year


def titles(row: Row) -> tuple[Title, ...]:
    """The title, then those with which the museums present the work."""
    title = said(row, "title")
    found = [Title(text=title, lang="fr") if title else Title(text="[sans titre]", lang="fr", kind="alternative")]
    others = (said(row, field) for field in ("fieldTitreDeMediation", "fieldSousTitreDeMediation"))
    found += [Title(text=other, lang="fr", kind="alternative") for other in others if other and other != title]
    return tuple(found)


def rights(images: tuple[Image, ...]) -> Iterator[Rights]:
    """The rights in the pictures, once each; of the metadata the museums say nothing."""
    for uri, credit in dict.fromkeys((image.licence, image.credit) for image in images):
        if uri or credit:
            yield Rights(covers="image", licence=uri, statement="CC0 1.0" if uri == CC0 else credit, holder=credit)
