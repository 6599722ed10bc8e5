"""Who had to do with a film by Wikidata, in the order of the credits, with the parts that were played."""

from __future__ import annotations

from collections.abc import Iterator

from culturedata.data.records import Agent, Credit, Term
from culturedata.importing.source import Context
from culturedata.importing.standards.wikibase import Claims, Statement
from culturedata.importing.standards.wikidata.names import HUMAN, Names
from culturedata.sources.wikidata_films import words
from culturedata.vocabularies import ROLES

PART, NAMED_PART, ORDINAL, ROLE = "P453", "P4633", "P1545", "P3831"
_PRINTED = ("P1932", "P1810")  # how the film itself names somebody


def people(claims: Claims, names: Names, context: Context) -> tuple[list[Agent], tuple[Credit, ...], dict[str, Term]]:
    """The agents, their credits, and as subjects the people who lived and are played: a painter in a film."""
    agents: dict[str, Agent] = {}
    credits: dict[Credit, None] = {}
    played: dict[str, Term] = {}
    for property in words.PEOPLE:
        kind = "group" if property in words.COMPANIES else "unknown"
        for one in sorted(claims.take(property), key=_place):
            if one.main.text:
                agent = agents.setdefault(one.main.text, names.agent(one.main.text, context, kind))
                credits[_credit(one, property, agent, names)] = None
                played |= {term.id: term for term in _portrayed(one, names)}
    return list(agents.values()), tuple(credits), played


def _place(one: Statement) -> float:
    """The place in the order of the credits; what has none comes after those that have one, as it stands."""
    said = one.first(ORDINAL)
    return float(said.text) if said and said.text and said.text.isdecimal() else float("inf")


def _credit(one: Statement, property: str, agent: Agent, names: Names) -> Credit:
    role, note = words.PEOPLE[property]
    told = names.labels(one.qualifiers.get(ROLE, []))
    if property in words.CREW:
        known = (words.CALLED.get(one, one) for one in told)
        role = next((one for one in known if one in ROLES), role)
    parts = names.labels(one.qualifiers.get(PART, []))
    printed = (said.text for name in (NAMED_PART, *_PRINTED) for said in one.qualifiers.get(name, []) if said.text)
    notes = dict.fromkeys(filter(None, (note, *told, *parts, *printed)))
    attributed = "after" if property == words.AFTER else None
    return Credit(agent=agent.id, role=role, attribution=attributed, note="; ".join(notes) or None)


def _portrayed(one: Statement, names: Names) -> Iterator[Term]:
    """The parts of a statement that are human beings."""
    for part in one.qualifiers.get(PART, []):
        if part.text and HUMAN in names.facts(part.text, "P31"):
            yield names.term("subject", part.text)
