"""`/catalogue-charts`: the catalogue by century, by country and by openness, each domain drawn and in a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from culturedata.data.years import century_in_words
from culturedata.openness.report import country_names
from culturedata.publish import where
from culturedata.publish.catalogue_charts.counted import OLDEST, Counted, counted
from culturedata.publish.views.catalogue import render
from culturedata.publish.words.language import Translator, choose
from culturedata.vocabularies import LANGUAGES

SHOWN = 15  # countries of each domain: those with the most works
LENGTH = 200.0  # of the longest bar


class Bar(NamedTuple):
    """A line of a chart: what is counted, how many works, and how long its bar is."""

    label: str
    works: int
    length: float


async def page(datasette: Any, request: Any) -> Any:
    """Three sections with a chart and a table for each domain."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    t = Translator(choose(request))
    domains = await _counted(datasette)
    return await render(
        datasette,
        request,
        "catalogue_charts",
        domains=domains,
        centuries={name: bars(_centuries(t, one)) for name, one in domains.items()},
        countries={name: bars(_countries(t, one)) for name, one in domains.items()},
        shown=SHOWN,
    )


def bars(given: Iterable[tuple[str, int]]) -> list[Bar]:
    """One bar for each (label, works), as long as its works are against the most; something is never invisible."""
    counts = list(given)
    most = max((works for _, works in counts), default=0)
    return [Bar(label, works, max(round(LENGTH * works / most, 1), 1.0) if works else 0.0) for label, works in counts]


def _centuries(t: Translator, of: Counted) -> list[tuple[str, int]]:
    def said(number: int) -> str:
        if number < OLDEST:
            return t("charts:older", date=t.year(100 * OLDEST))
        return century_in_words(100 * number)[LANGUAGES.index(t.lang)]

    return [(said(number), works) for number, works in of.centuries.items()]


def _countries(t: Translator, of: Counted) -> list[tuple[str, int]]:
    first = list(of.countries.items())[:SHOWN]
    return [(t.of(country_names(code), "country") or code, works) for code, works in first]


async def _counted(datasette: Any) -> dict[str, Counted]:
    """The counts, made again once the catalogue's file has changed."""
    database = where.catalogue(datasette)
    stamp = where.stamp(database)
    kept = getattr(database, "_culturedata_charts", None)
    if kept is None or kept[0] != stamp:
        kept = (stamp, await database.execute_fn(counted))
        database._culturedata_charts = kept
    found: dict[str, Counted] = kept[1]
    return found
