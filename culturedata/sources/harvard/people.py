"""The people of the Harvard Art Museums: their own records, and what an object says of those who made it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from culturedata.data.records import Agent, Credit, Entity, Term, Title, WorkTerm
from culturedata.importing.source import Context
from culturedata.importing.values import attribution, whom
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.life_years import life_years
from culturedata.importing.values.text import plain, slug, text_of

Row = dict[str, Any]
Audit = Callable[[Row], None]
SCHEMES = ("ulan", "wikidata", "viaf", "lcnaf", "wikipedia")
NAMES = {"Original Language Name": "original", "Alternate Name": "alternative"}


def text(row: Row, field: str) -> str:
    """A field's text without markup; empty if there is none."""
    return plain(text_of(row, field).replace("\r\n", "\n"))


def numbered(row: Row, field: str) -> str:
    """The number of a thing; empty if it has none, which is also written as 0."""
    found = text_of(row, field)
    return "" if found == "0" else found


def objects(row: Row, field: str, audit: Audit, *known: str) -> Iterator[Row]:
    """The objects in a list in the order that they say; what is left of each, but for `known`, is audited after use."""
    found = [one for one in row.pop(field, None) or () if isinstance(one, dict)]
    for one in sorted(found, key=_order):
        yield one
        for name in known:
            one.pop(name, None)
        audit(one)


def _order(one: Row) -> float:
    place = one.get("displayorder")
    return place if isinstance(place, int | float) else 0


def culture_term(source: str, label: str) -> Term:
    """A culture; it has a number in some records only, so that its id is its name."""
    return Term(id=f"{source}:term:culture-{slug(label)}", facet="culture", label=label, label_en=label)


def person(row: Row, context: Context, audit: Audit, name: str) -> Iterator[Entity]:
    """The person of a record of their own, after the terms that describe them; what is not known stays in `row`."""
    number, shown = numbered(row, "personid") or name.rpartition(":")[2], text(row, "displayname")
    gender = text(row, "gender")
    found = {scheme: text_of(row, f"{scheme}_id") for scheme in SCHEMES}
    agent, terms = _agent(context.descriptor.name, row, number, shown, gender)
    row.pop("datebegin", None), row.pop("dateend", None)
    yield from terms
    yield msgspec.structs.replace(
        agent,
        url=text_of(row, "url") or None,
        names=tuple(_names(row, shown, audit)),
        identifiers=identifiers(context, name, **found),
        authority=1,
    )


def makers(source: str, row: Row, audit: Audit) -> tuple[list[Agent], list[Term], list[Credit]]:
    """Those whom an object names, in its order, and what they did."""
    agents: list[Agent] = []
    terms: list[Term] = []
    credits: list[Credit] = []
    people = [one for one in row.pop("people", None) or () if isinstance(one, dict)]
    for one in sorted(people, key=lambda one: one.get("displayorder") or 0):
        number, role, prefix = numbered(one, "personid"), text(one, "role"), text(one, "prefix")
        shown, bare, gender = text(one, "displayname"), text(one, "name"), text(one, "gender")
        agent, of_agent = _agent(source, one, number, bare or shown, gender)
        audit(one)
        if not agent.name:
            continue
        agents.append(agent)
        terms += of_agent
        other = shown if bare and shown not in (bare, f"{prefix} {bare}") else ""
        credits.append(_credit(agent.id, role, prefix, other))
    return agents, terms, list(dict.fromkeys(credits))


def _credit(agent: str, role: str, prefix: str, shown: str) -> Credit:
    """What somebody did: «Artist after» with the prefix «After» is an artist whose work was followed.

    `shown` is the name as the object prints it, where it is no other name with the prefix before it.
    """
    known = (attribution.role(role) or "contributor") if role else "artist"
    said = [attribution.attribution(prefix), attribution.attribution(role), _behind(role)]
    words = [word for word in (role, prefix, shown) if word and word.casefold() != known]
    return Credit(
        agent=agent, role=known, attribution=next(filter(None, said), None), note="; ".join(words) or None
    )  # fmt: skip


def _behind(role: str) -> str | None:
    """The attribution that the last words of a role say: «Artist after», «Artist, attributed to»."""
    words = role.replace(",", " ").split()
    found = (attribution.attribution(" ".join(words[start:])) for start in range(1, len(words)))
    return next(filter(None, found), None)


def _agent(source: str, row: Row, number: str, name: str, gender: str) -> tuple[Agent, list[Term]]:
    """Somebody, and the terms of the culture that they are of."""
    life, culture = text(row, "displaydate"), text(row, "culture")
    born, died = life_years(life) if life else (None, None)
    terms = [culture_term(source, culture)] if slug(culture) else []
    known = gender.casefold() if gender.casefold() in ("male", "female") else None
    return Agent(
        id=f"{source}:agent:{number or slug(name)}",
        name=name,
        kind="person" if known else whom.kind(name),
        sort_name=text(row, "alphasort") or None,
        born=born,
        died=died,
        life_text=life or None,
        gender=known,
        born_place=text(row, "birthplace") or None,
        died_place=text(row, "deathplace") or None,
        terms=tuple(WorkTerm(facet="culture", term=term.id) for term in terms),
    ), terms


def _names(row: Row, shown: str, audit: Audit) -> Iterator[Title]:
    """The names beside the one that is shown, which is among them."""
    for one in row.pop("names", None) or ():
        other, kind = text(one, "displayname"), text_of(one, "type")
        audit(one)
        if other and other != shown:
            yield Title(text=other, kind=NAMES.get(kind, "alternative"))
