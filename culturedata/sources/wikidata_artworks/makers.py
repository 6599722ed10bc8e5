"""Who made a work by Wikidata: the maker, or nobody known with a qualifier that says to whom the work is near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from culturedata.data.records import Agent, Credit
from culturedata.importing.source import Context
from culturedata.importing.standards.wikibase import Statement
from culturedata.importing.standards.wikidata.names import Names
from culturedata.importing.values import attribution
from culturedata.sources.wikidata_artworks import words


def makers(
    said: Mapping[str, Sequence[Statement]], names: Names, context: Context
) -> tuple[list[Agent], tuple[Credit, ...]]:
    """The makers of each property of MAKERS, and their credits.

    «anonymous» is nobody, and «somevalue; workshop of X» credits X with that attribution.
    """
    agents: dict[str, Agent] = {}
    credits: dict[Credit, None] = {}
    for property, statements in said.items():
        for one in statements:
            role, note = _role(one, words.MAKERS[property], names)
            for item, attributed in _credited(one):
                agents.setdefault(item, names.agent(item, context))
                credits[Credit(agent=agents[item].id, role=role, attribution=attributed, note=note)] = None
    return list(agents.values()), tuple(credits)


def _credited(one: Statement) -> list[tuple[str, str | None]]:
    """Who is credited, and with what attribution."""
    found = [
        (near.text, attributed)
        for property, attributed in words.ATTRIBUTIONS.items()
        for near in one.qualifiers.get(property, [])
        if near.text
    ]
    maker = [(one.main.text, _doubt(one))] if one.main.text and one.main.text != words.ANONYMOUS else []
    return [*maker, *found]


def _doubt(one: Statement) -> str | None:
    """The doubt of a statement in its own qualifiers (nature of the statement, circumstances of its sources)."""
    said = [*one.qualifiers.get("P5102", []), *one.qualifiers.get("P1480", [])]
    return next((words.DOUBTS[value.text] for value in said if value.text in words.DOUBTS), None)


def _role(one: Statement, plain: str, names: Names) -> tuple[str, str | None]:
    """The role («plain» is that of the property), and the words of role, part and name that the statement has."""
    roles = [names.label(said.text) for said in one.qualifiers.get("P3831", []) if said.text]
    parts = [names.label(said.text) for said in one.qualifiers.get("P518", []) if said.text]
    named = [said.text for property in ("P1932", "P1810") for said in one.qualifiers.get(property, []) if said.text]
    known = next(filter(None, map(attribution.role, roles)), None)
    return known or plain, "; ".join([*roles, *parts, *named]) or None
