"""What one record says, as rows of the catalogue's tables: plain tuples, made without the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from culturedata.data.records import Agent, Entity, Term, Work

Row = tuple[Any, ...]


class Described(NamedTuple):
    """An agent as one record describes it: its row, with the rows of other tables that go in if this description is the
    one to keep."""

    row: Row
    tables: dict[str, list[Row]]


class Gathered(NamedTuple):
    """The rows of one record. Those of `tables` go in as they are; works still lack the line that names their makers.

    Terms and agents may be known already: `terms` are pairs of a term's row and the ids of its parents.
    """

    works: list[Row]
    tables: dict[str, list[Row]]
    agents: list[Described]
    terms: list[tuple[Row, tuple[str, ...]]]


def gathered(entities: Iterable[Entity], source: str, record_id: str) -> Gathered:
    """The rows of what the record `record_id` of `source` says."""
    tables: dict[str, list[Row]] = defaultdict(list)
    found = Gathered([], tables, [], [])
    for entity in entities:
        if isinstance(entity, Term):
            found.terms.append(_term(entity, source))
        elif isinstance(entity, Work):
            found.works.append(_work(entity, source, record_id))
            _said(tables, entity)
            _things(tables, entity)
        else:
            found.agents.append(_agent(entity, source, record_id))
    return found._replace(tables=dict(tables))


@lru_cache(maxsize=4_000)
def _term(term: Term, source: str) -> tuple[Row, tuple[str, ...]]:
    """A term's row and its parents. Many records name the same one: what is one value goes over a pipe once."""
    return (term.id, term.label, term.facet, term.label_fr, term.label_en, term.url, source), term.parents


def _agent(agent: Agent, source: str, record_id: str) -> Described:
    id_ = agent.id
    row = (
        id_, agent.name, agent.kind, agent.sort_name, agent.born, agent.died, agent.life_text, agent.gender,
        agent.country, agent.born_place, agent.died_place, agent.url, source, agent.authority, record_id,
    )  # fmt: skip
    tables: dict[str, list[Row]] = {}
    if agent.names:
        tables["agent_names"] = [(id_, n.text, n.lang or "", n.kind) for n in agent.names]
    if agent.terms:
        tables["agent_terms"] = [(id_, t.facet, t.term) for t in agent.terms]
    if agent.identifiers:
        tables["identifiers"] = [(id_, i.scheme, i.value) for i in agent.identifiers]
    if agent.texts:
        tables["agent_texts"] = [(id_, n, t.kind, t.text, t.lang, t.licence) for n, t in enumerate(agent.texts, 1)]
    if agent.measures:
        tables["agent_measures"] = [(id_, m.kind, m.value, m.unit, m.at) for m in agent.measures]
    if agent.relations:
        tables["agent_relations"] = [(id_, n, r.kind, r.target, r.text) for n, r in enumerate(agent.relations, 1)]
    return Described(row, tables)


def _work(work: Work, source: str, record_id: str) -> Row:
    title = next((t.text for t in work.titles if t.kind == "original"), work.titles[0].text)
    year = next((d.earliest for d in work.dates if d.kind != "acquired" and d.earliest is not None), None)
    open_image = int(any(image.open for image in work.images))
    decade = None if year is None else year // 10 * 10
    return (work.id, title, work.domain, source, None, year, decade, open_image, work.url, record_id)


def _said(tables: dict[str, list[Row]], work: Work) -> None:
    """Rows of what nearly every work has."""
    id_ = work.id
    tables["titles"] += [(id_, n, t.text, t.lang, t.kind) for n, t in enumerate(work.titles, 1)]
    if work.credits:
        tables["credits"] += [(id_, n, c.agent, c.role, c.attribution, c.note) for n, c in enumerate(work.credits, 1)]
    if work.terms:
        tables["work_terms"] += [(id_, t.facet, t.term) for t in work.terms]
    if work.identifiers:
        tables["identifiers"] += [(id_, i.scheme, i.value) for i in work.identifiers]
    if work.rights:
        tables["rights"] += [
            (id_, n, r.covers, r.licence, r.statement, r.statement_fr, r.holder) for n, r in enumerate(work.rights, 1)
        ]
    if work.dates:
        tables["dates"] += [
            (id_, n, d.kind, d.text, d.earliest, d.latest, d.precision, d.qualifier)
            for n, d in enumerate(work.dates, 1)
        ]
    if work.texts:
        tables["texts"] += [(id_, n, t.kind, t.text, t.lang, t.licence) for n, t in enumerate(work.texts, 1)]
    if work.images:
        tables["images"] += [
            (id_, n, i.url, i.thumbnail, i.iiif, i.width, i.height, i.alt, i.credit, i.licence, int(i.open))
            for n, i in enumerate(work.images, 1)
        ]


def _things(tables: dict[str, list[Row]], work: Work) -> None:
    """Rows of what hangs on objects: sizes, holders, figures, parts."""
    id_ = work.id
    if work.dimensions:
        tables["dimensions"] += [
            (id_, n, d.part, d.kind, d.value, d.unit, d.text) for n, d in enumerate(work.dimensions, 1)
        ]
    if work.holdings:
        tables["holdings"] += [
            (id_, n, h.kind, h.holder, h.name, h.city, h.city_fr, h.country, h.inventory, h.credit_line)
            for n, h in enumerate(work.holdings, 1)
        ]
    if work.measures:
        tables["measures"] += [(id_, m.kind, m.value, m.unit, m.at) for m in work.measures]
    if work.relations:
        tables["relations"] += [(id_, n, r.kind, r.target, r.text) for n, r in enumerate(work.relations, 1)]
