"""The page about a person or a group: what each source says, and the works of all that are linked to be theirs."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from culturedata.data.years import century_in_words
from culturedata.exporting.documents.addresses import elsewhere
from culturedata.openness.counting.countries import code
from culturedata.openness.report import country_names
from culturedata.publish import where
from culturedata.publish.catalogue_charts.counted import by_century
from culturedata.publish.catalogue_charts.pages import Bar, bars
from culturedata.publish.views import documents
from culturedata.publish.views.about import works_of
from culturedata.publish.views.catalogue import address, render
from culturedata.publish.words.language import Translator, choose
from culturedata.store.catalogue import about, facets, makers
from culturedata.store.catalogue.search import Filters, fold
from culturedata.store.catalogue.works import Row
from culturedata.vocabularies import LANGUAGES

WORDS, PEOPLE = 24, 12  # at most, of those that are told
LOOKED_AT = 4000  # works whose words and people are counted: of more, as many spread over time
OFTEN = 2  # in fewer works a word or somebody else is not told
KEPT = 100  # makers whose figures are kept until the catalogue changes
DECADES = 24  # with a longer time between the first and the last work they are counted by century
MUSICBRAINZ = "https://musicbrainz.org/artist/{}"
FACTS = ("born", "born_place", "died", "died_place", "country", "gender")


@dataclass(frozen=True, slots=True)
class Fact:
    """What is said, by which of the ids that are theirs (a row of makers.maker each), and where it leads, or empty."""

    text: str
    by: list[Row]
    lang: str = ""
    url: str = ""


async def page(datasette: Any, request: Any) -> Any:
    """`/maker/ID`: names, dates, places, identifiers, each with its source; roles, decades, words, works.

    Who made nothing and keeps works has the page of an institution.
    """
    from datasette.utils.asgi import Response

    await datasette.ensure_permissions(request.actor, ["view-instance"])
    id_ = unquote(request.url_vars["id"])
    ask = where.catalogue(datasette).execute_fn
    known = await ask(lambda connection: makers.maker(connection, id_))
    if known is None:
        return await render(datasette, request, "missing", status=404, what="unknown:maker", work_id=id_)
    counted = await _counted(where.catalogue(datasette), known)
    if not counted["total_works"] and await ask(lambda connection: about.institution(connection, id_)):
        asked = f"?{request.query_string}" if request.query_string else ""
        return Response.redirect(datasette.urls.path(address("institution", id_)) + asked)
    works = await works_of(datasette, request, "agent", id_, makers.listed_works, counted["division"], place="#works")
    t, decades = Translator(choose(request)), counted["division"]["decade"]
    return await render(
        datasette,
        request,
        "maker",
        maker=known,
        name=t.of(known, "name"),
        domains=[domain for domain, _ in counted["division"]["domain"]],
        facts=facts(known["said"], t),
        life=life(known["said"], t),
        names=names(known["said"], t.of(known, "name"), t.lang),
        identifiers=identifiers(known["said"]),
        drawn=over_time(decades, t),
        dated=sum(n for _, n in decades),
        json_ld=await documents.maker_in_page(datasette, request, id_),
        **counted,
        **works,
    )


async def _counted(database: Any, known: Row) -> dict[str, Any]:
    """What is counted of all their works, however the page is narrowed; again once the catalogue's file has changed."""
    stamp, kept = where.stamp(database), getattr(database, "_culturedata_makers", {})
    key = (known["agent_id"], stamp)
    if key not in kept:
        made: dict[str, Any] = await database.execute_fn(lambda connection: _count(connection, known))
        others = [(one, of) for one, of in kept.items() if one[1] == stamp][-KEPT:]
        database._culturedata_makers = dict([*others, (key, made)])
        return made
    found: dict[str, Any] = kept[key]
    return found


def _count(connection: sqlite3.Connection, known: Row) -> dict[str, Any]:
    agents = [one["agent_id"] for one in known["said"]]
    works = makers.works(connection, known["agent_id"])
    some = makers.spread(works, LOOKED_AT)
    return {
        "total_works": len(works),
        "looked_at": len(some),
        "division": facets.divided(connection, Filters(agent=known["agent_id"])),
        "roles": makers.roles(connection, agents, works),
        "pictures": makers.pictures(connection, works),
        "words": _often(_merged(makers.words(connection, some, 2 * WORDS))[:WORDS]),
        "together": _often(makers.together(connection, agents, some, PEOPLE)),
        "near": _often(makers.near(connection, agents, some, PEOPLE)),
    }


def _often(told: list[Row]) -> list[Row]:
    return [one for one in told if one["works"] >= OFTEN]


def _merged(words: list[Row]) -> list[Row]:
    """Words of two sources that are the same in the same respect as one: a work has those of its own source."""
    found: dict[tuple[str, str], Row] = {}
    for one in words:
        known = found.setdefault((one["facet"], fold(one["label_en"] or one["label"])), {**one, "works": 0})
        known["works"] += one["works"]
    return sorted(found.values(), key=lambda one: -one["works"])


def facts(said: Sequence[Row], t: Translator) -> dict[str, list[Fact]]:
    """Dates, places, country and gender: each thing that is said once, in the order of the ids that say it."""
    found = {}
    for name in FACTS:
        told = _once((one[name], one) for one in said if one[name] not in (None, ""))
        if told:
            found[name] = [Fact(_in_words(name, value, t), by) for value, by in told]
    if printed := [(one["life_text"], one) for one in said if _says_more(one)]:
        found["life"] = [Fact(t.date(text), by) for text, by in _once(printed)]
    return found


def _says_more(one: Row) -> bool:
    """Whether the printed dates of a life say more than its years."""
    years = [str(abs(one[name])) for name in ("born", "died") if one[name] is not None]
    return bool(one["life_text"]) and re.findall(r"\w+", one["life_text"]) != years


def life(said: Sequence[Row], t: Translator) -> str:
    """«1775–1851», by the first id that knows a year; empty where none does."""
    first = next((one for one in said if one["born"] is not None or one["died"] is not None), None)
    if first is None:
        return ""
    born, died = ("" if first[name] is None else t.year(first[name]) for name in ("born", "died"))
    return f"{born or '?'}–{died}"


def names(said: Sequence[Row], head: str, lang: str) -> list[Fact]:
    """All names but the `head` of the page, those in its language first."""
    given = [(one["name"], "", one) for one in said]
    given += [(row["name"], row["lang"], one) for one in said for row in one["names"]]
    langs: dict[str, str] = {}
    for name, of, _ in given:
        langs[name] = langs.get(name) or of
    told = [Fact(name, by, langs[name]) for name, by in _once((name, one) for name, _, one in given) if name != head]
    return sorted(told, key=lambda one: (one.lang != lang, one.lang not in ("", *LANGUAGES)))


def identifiers(said: Sequence[Row]) -> list[tuple[str, Fact]]:
    """The numbers under which they are known elsewhere, each with its scheme."""
    found = []
    for (scheme, value), by in _once(((i["scheme"], i["value"]), one) for one in said for i in one["identifiers"]):
        own = next((one["url"] for one in by if (one["url"] or "").endswith(f"/{value}")), None)
        url = own or elsewhere(scheme, value) or (MUSICBRAINZ.format(value) if scheme == "mbid" else "")
        found.append((scheme, Fact(value, by, url=url)))
    return found


def over_time(decades: Iterable[tuple[int, int]], t: Translator) -> tuple[str, list[Bar]]:
    """«decade» or «century», and a bar for each from the first work to the last, the empty ones too; none undated."""
    of = dict(decades)
    if not of:
        return "decade", []
    first, last = min(of), max(of)
    if last - first < 10 * DECADES:
        return "decade", bars((t.capital(t.decade(one)), of.get(one, 0)) for one in range(first, last + 10, 10))
    centuries = by_century((decade + 1, n) for decade, n in of.items())
    place = LANGUAGES.index(t.lang)
    return "century", bars((century_in_words(100 * number)[place], n) for number, n in centuries.items())


def _in_words(name: str, value: Any, t: Translator) -> str:
    if name in ("born", "died"):
        return t.year(value)
    if name == "country":
        return t.of(country_names(code(value)), "country") or str(value)
    return t.facet(value) if name == "gender" else str(value)


def _once(given: Iterable[tuple[Any, Row]]) -> list[tuple[Any, list[Row]]]:
    """Each value once, with all that say it, in the order of being met."""
    found: dict[Any, list[Row]] = {}
    for value, by in given:
        if by not in found.setdefault(value, []):
            found[value].append(by)
    return list(found.items())
