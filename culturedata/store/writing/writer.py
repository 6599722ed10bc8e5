"""Writing what sources yield: values become rows, gathered by table and written a batch at a time."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain

from culturedata.data.records import Entity
from culturedata.store.writing.loose import ANEW, bereft, loosen, unsaid
from culturedata.store.writing.once import Once
from culturedata.store.writing.rows import Described, Gathered, Row, gathered
from culturedata.vocabularies import GIVERS, MAKERS, SECONDARY

_OF_A_WORK = (
    "titles", "texts", "credits", "work_terms", "images", "rights", "dates", "dimensions", "holdings", "measures",
    "relations", "search_texts", "similar",
)  # fmt: skip
_WIDTH = {
    "works": 10, "titles": 5, "texts": 6, "agent_names": 4, "credits": 6, "term_parents": 2, "work_terms": 3,
    "agent_terms": 3, "identifiers": 3, "images": 11, "rights": 7, "dates": 8, "dimensions": 7, "holdings": 10,
    "measures": 5, "relations": 5, "agent_texts": 6, "agent_measures": 5, "agent_relations": 5,
}  # fmt: skip
_SHARED = {  # what a record may say twice
    "agent_names", "term_parents", "agent_terms", "agent_texts", "agent_measures", "agent_relations", "identifiers",
    "work_terms", "measures",
}  # fmt: skip
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

_MOVED = (
    "INSERT OR IGNORE INTO loose SELECT parent_id FROM term_parents WHERE term_id = ?",
    "DELETE FROM term_parents WHERE term_id = ?",
)
_AGENT, _NAME, _AUTHORITY, _RECORD = 0, 1, 13, 14  # where they stand in a row of agents
_WORST = (1, "")  # a rank below every other
Credited = tuple[str, str, str | None]  # an agent's id, its role, the attribution
_LOG = 16_000  # pages, 64 MB
_REMEMBERED = 20_000  # agents kept in memory; the others are looked up again
_ASKED = 500  # agents looked up at once
_NAMED = 3  # how many makers a line names


def lengthen_log(connection: sqlite3.Connection) -> None:
    """Let the write-ahead log grow before it is folded back: a page that many batches change is then copied once."""
    connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG}").fetchone()


class Writer:
    """Gathers the rows of one source's records and writes them when asked.

    An agent or term that many records mention is written once. Of several descriptions of an agent the one with the
    higher authority stands, then the one of the smaller record id, whatever their order; other names are kept.
    Of a term the first description of an import stands, with its broader terms.
    """

    def __init__(self, connection: sqlite3.Connection, source: str) -> None:
        self._connection = connection
        self._source = source
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._agents: dict[str, tuple[int, str, str]] = {}
        self._terms = Once(connection)
        self._removed: list[str] = []  # records whose works were deleted since the last write
        self._described: dict[str, list[Described]] = {}  # agents to be written, as the best record describes them
        self._anew: set[str] = set()  # agents of which a worse or an older description may be stored
        self._changed: set[str] = set()  # agents of this import whose works may name them as they were

    def add(self, entities: Iterable[Entity], record_id: str) -> tuple[int, int]:
        """Gather the rows of what one record says; return how many works and how many new agents it holds."""
        return self.take([gathered(entities, self._source, record_id)])

    def take(self, records: Sequence[Gathered]) -> tuple[int, int]:
        """Gather rows that were made of records; return how many works and how many new agents they hold."""
        self._look_up({described.row[_AGENT] for found in records for described in found.agents})
        return sum(len(found.works) for found in records), sum(map(self._take, records))

    def _take(self, found: Gathered) -> int:
        """Gather the rows of a record, whose agents were looked up; return how many of these are new."""
        rows = self._rows
        for term, parents in found.terms:
            id_ = term[0]
            if self._terms.first(id_):
                rows["terms"].append(term)
                rows["term_parents"] += [(id_, parent) for parent in parents]
        agents = sum([self._agent(described) for described in found.agents])
        for table, ready in found.tables.items():
            rows[table] += ready
        if found.works:
            self._works(found)
        return agents

    def gather(self, table: str, rows: Iterable[Row]) -> None:
        """Gather rows of a table that lie ready."""
        self._rows[table] += rows

    def remove(self, record_ids: Iterable[str]) -> None:
        """Delete the works of changed records with all that hangs on them, before their new rows are written.

        Agents that they described and do not describe any more are noted by `write`: see `describe_anew`.
        """
        for record_id in record_ids:
            self._removed.append(record_id)
            found = self._connection.execute("SELECT work_id FROM works WHERE record_id = ?", [record_id]).fetchall()
            for row in found:
                loosen(self._connection, *row)
                for table in _OF_A_WORK:
                    self._connection.execute(f"DELETE FROM {table} WHERE work_id = ?", row)
                self._connection.execute("DELETE FROM identifiers WHERE owner_id = ?", row)
                self._connection.execute("DELETE FROM works WHERE work_id = ?", row)

    def write(self) -> None:
        """Write all gathered rows inside the transaction that is open."""
        if self._removed:
            for agent in unsaid(self._connection, self._removed, self._described.keys()):
                self._agents.pop(agent, None)
        for statement in ANEW:
            self._connection.executemany(statement, ((agent,) for agent in self._anew))
        for statement in _MOVED:
            self._connection.executemany(statement, [(row[0],) for row in self._rows["terms"]])
        described = self._of_agents()
        for table in WRITTEN:
            for rows in filter(None, (described.get(table), self._rows.get(table))):
                self._connection.executemany(_INSERT[table], rows)
        self._clear()
        if len(self._agents) > _REMEMBERED:
            self._agents.clear()

    def discard(self) -> None:
        """Forget all gathered rows, and the agents and terms that were met in them alone."""
        self._terms.forget(row[0] for row in self._rows["terms"])
        for agent in self._described:
            self._agents.pop(agent, None)
        self._clear()

    def _clear(self) -> None:
        for waiting in (self._rows, self._described, self._anew, self._removed):
            waiting.clear()

    def _of_agents(self) -> dict[str, list[Row]]:
        """The rows of the agents to be written, by table."""
        found: dict[str, list[Row]] = defaultdict(list)
        for described in chain.from_iterable(self._described.values()):
            found["agents"].append(described.row)
            for table, rows in described.tables.items():
                found[table] += rows
        return found

    def recall(self, import_id: int) -> None:
        """Know again what an unfinished import wrote: of terms the first description stands, as in one go."""
        self._terms.recall(self._connection.execute(_TERMS_OF_IMPORT, [import_id, import_id]))
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
            self._connection.execute(
                "UPDATE works SET maker = ? WHERE work_id = ?", [self._maker(domain, found.fetchall()), work_id]
            )
            self._connection.execute("DELETE FROM search_texts WHERE work_id = ?", [work_id])
        self._changed.clear()

    def describe_anew(self, read: Callable[[str], Gathered | None]) -> None:
        """Let agents whose record names them no more be as the first that does describes them; in an open transaction.

        `read` gives what a stored record says: for each of these agents two are read as a rule. Needs all indexes.
        """
        for agent, name, records in bereft(self._connection, self._source):
            for found in filter(None, map(read, records)):
                described = next((one for one in found.agents if one.row[_AGENT] == agent), None)
                if described is not None:
                    self._agents[agent] = (*_WORST, name)
                    self._anew.add(agent)
                    self._changed.add(agent)
                    self._agent(described)
                    self._lacking(found.terms)
                    break
        self.write()

    def _lacking(self, terms: Iterable[tuple[Row, tuple[str, ...]]]) -> None:
        """Gather those of `terms` that the catalogue has not."""
        for term, parents in terms:
            if not self._connection.execute("SELECT 1 FROM terms WHERE term_id = ?", [term[0]]).fetchone():
                self._rows["terms"].append(term)
                self._rows["term_parents"] += [(term[0], parent) for parent in parents]

    def _look_up(self, agents: Collection[str]) -> None:
        """Remember those of `agents` that are stored."""
        asked = [id_ for id_ in agents if id_ not in self._agents]
        for start in range(0, len(asked), _ASKED):
            some = asked[start : start + _ASKED]
            marks = ", ".join("?" * len(some))
            said = f"SELECT agent_id, -authority, record_id, name FROM agents WHERE agent_id IN ({marks})"
            for id_, authority, record, name in self._connection.execute(said, some):
                self._agents[id_] = (authority, record, name)

    def _agent(self, described: Described) -> bool:
        """Gather an agent's rows unless a better description is known; whether nobody named it before.

        What is stored of it was looked up.
        """
        row = described.row
        id_, name = row[_AGENT], row[_NAME]
        known = self._agents.get(id_)
        rank = (-row[_AUTHORITY], row[_RECORD])
        if known is not None and known[:2] < rank:
            if known[2] != name:
                self._rows["agent_names"].append((id_, name, "", "alternative"))
            return False
        if known is not None and known[2] != name:
            self._rows["agent_names"].append((id_, known[2], "", "alternative"))
            self._changed.add(id_)
        again = known is not None and known[:2] == rank  # by the record that described it, now or before
        if known is not None:
            self._anew.add(id_)
        if again:
            self._changed.add(id_)
        self._agents[id_] = (*rank, name)
        self._described[id_] = [*(self._described.get(id_, ()) if again else ()), described]
        return known is None

    def _works(self, found: Gathered) -> None:
        """Gather the rows of works, now that their makers are known by name."""
        credits: dict[str, list[Credited]] = {}
        for id_, _, agent, role, attribution, _ in found.tables.get("credits", ()):
            credits.setdefault(id_, []).append((agent, role, attribution))
        for row in found.works:
            maker = self._maker(row[2], credits.get(row[0], ()))
            self._rows["works"].append((*row[:4], maker, *row[5:]))

    def _maker(self, domain: str, credits: Sequence[Credited]) -> str | None:
        """The makers in one line: «Claude Monet», «after J.M.W. Turner», «A, B and 3 others» as «A, B, C …».

        Where a name holds a comma itself («Aubin, née …», «Minton, Hollins & Co.») semicolons part them.
        """
        first = MAKERS[domain]
        chosen = [c for c in credits if c[1] in first] or [c for c in credits if c[1] not in SECONDARY]
        chosen = chosen or [c for c in credits if c[1] not in GIVERS]
        named = list(dict.fromkeys(map(self._named, chosen)))
        between = "; " if any("," in name for name in named) else ", "
        return (between.join(named[:_NAMED]) + (" …" if len(named) > _NAMED else "")) or None

    def _named(self, credit: Credited) -> str:
        agent, _, attribution = credit
        if agent not in self._agents:
            self._look_up((agent,))
        known = self._agents.get(agent)
        name = known[2] if known else agent
        return f"{attribution} {name}" if attribution else name
