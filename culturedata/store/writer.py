"""Writing what sources yield: values become rows, gathered by table and written a batch at a time."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence

from culturedata.data.records import Agent, Credit, Entity, Term, Work
from culturedata.vocabularies import GIVERS, MAKERS, SECONDARY

_OF_A_WORK = (
    "titles", "texts", "credits", "work_terms", "images", "rights", "dates", "dimensions", "holdings", "measures",
    "relations", "search_texts", "similar",
)  # fmt: skip
_WIDTH = {
    "works": 10, "titles": 5, "texts": 6, "agent_names": 4, "credits": 6, "term_parents": 2, "work_terms": 3,
    "agent_terms": 3, "identifiers": 3, "images": 11, "rights": 7, "dates": 8, "dimensions": 7, "holdings": 10,
    "measures": 5, "relations": 5,
}  # fmt: skip
_SHARED = {"agent_names", "term_parents", "agent_terms", "identifiers", "work_terms", "measures"}
_INSERT = {
    table: f"INSERT {'OR IGNORE ' if table in _SHARED else ''}INTO {table} VALUES ({', '.join('?' * width)})"
    for table, width in _WIDTH.items()
}
_INSERT["terms"] = """INSERT INTO terms VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (term_id) DO UPDATE SET
    label = excluded.label, facet = excluded.facet, label_fr = excluded.label_fr, label_en = excluded.label_en,
    url = excluded.url"""
_INSERT["agents"] = "INSERT OR REPLACE INTO agents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_TERMS_OF_IMPORT = """
WITH RECURSIVE met(term_id) AS (
  SELECT term_id FROM records JOIN works USING (record_id) JOIN work_terms USING (work_id) WHERE import_id = ?
  UNION SELECT term_id FROM records JOIN agents USING (record_id) JOIN agent_terms USING (agent_id) WHERE import_id = ?
  UNION SELECT parent_id FROM met JOIN term_parents USING (term_id))
SELECT term_id FROM met"""
_RENAMED_IN_IMPORT = """SELECT DISTINCT agent_id FROM records JOIN agents USING (record_id)
    JOIN agent_names AS n USING (agent_id) WHERE import_id = ? AND n.lang = '' AND n.kind = 'alternative'"""
_WORKS_OF = "SELECT DISTINCT work_id, domain FROM credits JOIN works USING (work_id) WHERE agent_id = ?"
_CREDITS = "SELECT agent_id, role, attribution FROM credits WHERE work_id = ? ORDER BY position"
# The tables that are written, in this order.
WRITTEN = tuple(dict.fromkeys(("terms", "term_parents", "agents", "agent_names", "agent_terms", *_WIDTH)))

_ANEW = (
    "DELETE FROM agent_terms WHERE agent_id = ?",
    "DELETE FROM agent_names WHERE agent_id = ? AND kind <> 'alternative'",
    "DELETE FROM identifiers WHERE owner_id = ?",
)
_LOG = 16_000  # pages, 64 MB
_REMEMBERED = 10_000  # agents kept in memory; the others are looked up again
_NAMED = 3  # how many makers a line names


def lengthen_log(connection: sqlite3.Connection) -> None:
    """Let the write-ahead log grow before it is folded back: a page that many batches change is then copied once."""
    connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG}").fetchone()


class Writer:
    """Gathers the rows of one source's records and writes them when asked.

    An agent or term that many records mention is written once. Of several descriptions of an agent the one with the
    higher authority stands, then the one of the smaller record id, whatever their order; other names are kept.
    """

    def __init__(self, connection: sqlite3.Connection, source: str) -> None:
        self._connection = connection
        self._source = source
        self._rows: dict[str, list[tuple[object, ...]]] = defaultdict(list)
        self._agents: dict[str, tuple[int, str, str]] = {}
        self._terms: set[str] = set()
        self._anew: set[str] = set()  # agents that the record which described them describes anew
        self._changed: set[str] = set()  # agents of this import whose works may name them as they were

    def add(self, entities: Iterable[Entity], record_id: str) -> tuple[int, int]:
        """Gather the rows of what one record says; return how many works and how many new agents it holds."""
        works = agents = 0
        known = self._terms
        for entity in entities:
            if isinstance(entity, Term):
                if entity.id not in known:
                    self._term(entity)
            elif isinstance(entity, Work):
                self._work(entity, record_id)
                works += 1
            else:
                agents += self._agent(entity, record_id)
        return works, agents

    def gather(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Gather rows of a table that lie ready."""
        self._rows[table] += rows

    def remove(self, record_ids: Iterable[str]) -> None:
        """Delete the works of changed records with all that hangs on them, before their new rows are written."""
        for record_id in record_ids:
            found = self._connection.execute("SELECT work_id FROM works WHERE record_id = ?", [record_id]).fetchall()
            for row in found:
                for table in _OF_A_WORK:
                    self._connection.execute(f"DELETE FROM {table} WHERE work_id = ?", row)
                self._connection.execute("DELETE FROM identifiers WHERE owner_id = ?", row)
                self._connection.execute("DELETE FROM works WHERE work_id = ?", row)

    def write(self) -> None:
        """Write all gathered rows inside the transaction that is open."""
        for statement in _ANEW:
            self._connection.executemany(statement, ((agent,) for agent in self._anew))
        for table in WRITTEN:
            rows = self._rows.get(table)
            if rows:
                self._connection.executemany(_INSERT[table], rows)
        self._rows.clear()
        self._anew.clear()
        if len(self._agents) > _REMEMBERED:
            self._agents.clear()

    def discard(self) -> None:
        """Forget all gathered rows, and the agents and terms that were met in them alone."""
        self._terms.difference_update(str(row[0]) for row in self._rows["terms"])
        for row in self._rows["agents"]:
            self._agents.pop(str(row[0]), None)
        self._rows.clear()
        self._anew.clear()

    def recall(self, import_id: int) -> None:
        """Know again what an unfinished import wrote: of terms the first description stands, as in one go."""
        self._terms.update(row[0] for row in self._connection.execute(_TERMS_OF_IMPORT, [import_id, import_id]))
        self._changed.update(row[0] for row in self._connection.execute(_RENAMED_IN_IMPORT, [import_id]))

    def name_makers(self) -> None:
        """Let the works of agents that changed name them as they are now, and be found by it; in an open transaction.

        Needs the index of credits by agent.
        """
        works: dict[str, str] = {}
        for agent in self._changed:
            works.update(self._connection.execute(_WORKS_OF, [agent]).fetchall())
        for work_id, domain in works.items():
            found = self._connection.execute(_CREDITS, [work_id])
            credits = [Credit(agent=agent, role=role, attribution=attribution) for agent, role, attribution in found]
            self._connection.execute(
                "UPDATE works SET maker = ? WHERE work_id = ?", [self._maker(domain, credits), work_id]
            )
            self._connection.execute("DELETE FROM search_texts WHERE work_id = ?", [work_id])
        self._changed.clear()

    def _term(self, term: Term) -> None:
        self._terms.add(term.id)
        self._rows["terms"].append(
            (term.id, term.label, term.facet, term.label_fr, term.label_en, term.url, self._source)
        )
        self._rows["term_parents"].extend((term.id, parent) for parent in term.parents)

    def _agent(self, agent: Agent, record_id: str) -> bool:
        """Gather an agent's rows unless a better description is known; whether nobody named it before."""
        known = self._agents.get(agent.id) or self._stored(agent.id)
        rank = (-agent.authority, record_id)
        if known is not None and known[:2] < rank:
            if known[2] != agent.name:
                self._rows["agent_names"].append((agent.id, agent.name, "", "alternative"))
            return False
        if known is not None and known[2] != agent.name:
            self._rows["agent_names"].append((agent.id, known[2], "", "alternative"))
            self._changed.add(agent.id)
        if known is not None and known[:2] == rank:
            self._anew.add(agent.id)
            self._changed.add(agent.id)
        self._agents[agent.id] = (*rank, agent.name)
        self._rows["agents"].append((
            agent.id, agent.name, agent.kind, agent.sort_name, agent.born, agent.died, agent.life_text, agent.gender,
            agent.country, agent.born_place, agent.died_place, agent.url, self._source, agent.authority, record_id,
        ))  # fmt: skip
        self._rows["agent_names"].extend((agent.id, n.text, n.lang or "", n.kind) for n in agent.names)
        self._rows["agent_terms"].extend((agent.id, t.facet, t.term) for t in agent.terms)
        self._rows["identifiers"].extend((agent.id, i.scheme, i.value) for i in agent.identifiers)
        return known is None

    def _stored(self, agent_id: str) -> tuple[int, str, str] | None:
        row: tuple[int, str, str] | None = self._connection.execute(
            "SELECT -authority, record_id, name FROM agents WHERE agent_id = ?", [agent_id]
        ).fetchone()
        if row is not None:
            self._agents[agent_id] = row
        return row

    def _work(self, work: Work, record_id: str) -> None:
        rows, id_ = self._rows, work.id
        title = next((t.text for t in work.titles if t.kind == "original"), work.titles[0].text)
        year = next((d.earliest for d in work.dates if d.kind != "acquired" and d.earliest is not None), None)
        open_image = int(any(image.open for image in work.images))
        decade = None if year is None else year // 10 * 10
        maker = self._maker(work.domain, work.credits)
        rows["works"].append(
            (id_, title, work.domain, self._source, maker, year, decade, open_image, work.url, record_id)
        )
        rows["titles"] += [(id_, n, t.text, t.lang, t.kind) for n, t in enumerate(work.titles, 1)]
        rows["credits"] += [(id_, n, c.agent, c.role, c.attribution, c.note) for n, c in enumerate(work.credits, 1)]
        rows["work_terms"] += [(id_, t.facet, t.term) for t in work.terms]
        rows["identifiers"] += [(id_, i.scheme, i.value) for i in work.identifiers]
        rows["rights"] += [
            (id_, n, r.covers, r.licence, r.statement, r.statement_fr, r.holder) for n, r in enumerate(work.rights, 1)
        ]
        rows["dates"] += [
            (id_, n, d.kind, d.text, d.earliest, d.latest, d.precision, d.qualifier)
            for n, d in enumerate(work.dates, 1)
        ]
        if work.texts:
            rows["texts"] += [(id_, n, t.kind, t.text, t.lang, t.licence) for n, t in enumerate(work.texts, 1)]
        if work.images:
            rows["images"] += [
                (id_, n, i.url, i.thumbnail, i.iiif, i.width, i.height, i.alt, i.credit, i.licence, int(i.open))
                for n, i in enumerate(work.images, 1)
            ]
        self._things(work)

    def _things(self, work: Work) -> None:
        """Rows of what hangs on objects: sizes, holders, figures, parts."""
        rows, id_ = self._rows, work.id
        if work.dimensions:
            rows["dimensions"] += [
                (id_, n, d.part, d.kind, d.value, d.unit, d.text) for n, d in enumerate(work.dimensions, 1)
            ]
        if work.holdings:
            rows["holdings"] += [
                (id_, n, h.kind, h.holder, h.name, h.city, h.city_fr, h.country, h.inventory, h.credit_line)
                for n, h in enumerate(work.holdings, 1)
            ]
        if work.measures:
            rows["measures"] += [(id_, m.kind, m.value, m.unit, m.at) for m in work.measures]
        if work.relations:
            rows["relations"] += [(id_, n, r.kind, r.target, r.text) for n, r in enumerate(work.relations, 1)]

    def _maker(self, domain: str, credits: Sequence[Credit]) -> str | None:
        """The makers in one line: «Claude Monet», «after J.M.W. Turner», «A, B and 3 others» as «A, B, C …»."""
        first = MAKERS[domain]
        chosen = [c for c in credits if c.role in first] or [c for c in credits if c.role not in SECONDARY]
        chosen = chosen or [c for c in credits if c.role not in GIVERS]
        named = list(dict.fromkeys(map(self._named, chosen)))
        return (", ".join(named[:_NAMED]) + (" …" if len(named) > _NAMED else "")) or None

    def _named(self, credit: Credit) -> str:
        known = self._agents.get(credit.agent) or self._stored(credit.agent)
        name = known[2] if known else credit.agent
        return f"{credit.attribution} {name}" if credit.attribution else name
