"""`/timeline`: the slides' dated facts, drawn and in a table, each with its source."""

from __future__ import annotations

from calendar import month_name
from typing import Any

from culturedata.data.timeline import Fact, facts, growths
from culturedata.publish.timeline.drawn import calendar, grown
from culturedata.publish.views.catalogue import render
from culturedata.publish.words.language import Translator, choose

MEASURE, ENTITY = "subscribers", "Netflix"  # what the first picture shows
MILLION = 1e6


async def page(datasette: Any, request: Any) -> Any:
    """How subscribers grew, what happened when, and all facts."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    t, found = Translator(choose(request)), facts()
    subscribers = [fact for fact in found if (fact.measure, fact.entity) == (MEASURE, ENTITY) and fact.value]
    return await render(
        datasette,
        request,
        "timeline",
        facts=found,
        grown=grown(subscribers, MILLION, t.figure),
        growths=growths(found, MEASURE, ENTITY),
        calendar=calendar(found),
        amount=lambda fact: amount(t, fact),
        date=lambda fact: date(t, fact),
        statement=lambda fact: fact.statement_fr if t.lang == "fr" else fact.statement_en,
        measured=lambda name: t(f"fact:{name}"),
        rate=lambda share: t("percent", n=t.fixed(100 * share, 1)),
    )


def amount(t: Translator, fact: Fact) -> str:
    """A figure with its unit: «300 000 personnes», «13 milliards de dollars», “$13 billion”; nothing for an event."""
    if fact.value is None or fact.unit is None:
        return ""
    billions = fact.value / 1e9
    if fact.unit == "USD" and billions >= 1:
        return t("fact:billions", n=t.figure(billions))
    return t(f"fact:in:{fact.unit}", n=t.figure(fact.value))


def date(t: Translator, fact: Fact) -> str:
    """«1997–1998», «février 2013», “26 April 2019”."""
    first, _, last = fact.date.partition("/")
    if last:
        return f"{first}–{last}"
    year, *more = map(int, first.split("-"))
    return t.date(" ".join([*map(str, more[1:]), *(month_name[month] for month in more[:1]), str(year)]))
