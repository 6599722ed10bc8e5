"""What of a catalogue the service offers to everybody: open sources only, and no record that is in copyright.

A page that is open in a browser may ask a service on the same machine, so what may not leave the machine is not offered
even there. Agents have no search index in the catalogue: their names get one here, in a temporary file that goes with
the process, made when the service is first asked and again after the catalogue has changed.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from culturedata.store.catalogue.search import unfolded
from culturedata.store.upkeep.public import closed

_OPEN = "SELECT source FROM sources WHERE publish = 'open'"
_TITLES = "SELECT source, coalesce(title_fr, title), title FROM sources WHERE publish = 'open'"
_NAMES = """SELECT agent_id, name, source, record_id FROM agents AS a WHERE {alone}
    UNION ALL SELECT agent_id, n.name, source, record_id FROM agent_names AS n JOIN agents AS a USING (agent_id)
    WHERE {alone}"""
_INDEX = (
    """CREATE VIRTUAL TABLE names USING fts5(
      agent_id UNINDEXED, name, tokenize='unicode61 remove_diacritics 2', prefix='2 3')""",
    "CREATE VIRTUAL TABLE names_words USING fts5vocab('names', 'row')",
)
_lock = threading.Lock()


class Offered:
    """The open sources with their titles in French and English, the records that stay at home though their source is
    open, and the index of names."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.sources = {source: said for source, *said in connection.execute(_TITLES)}
        self._closed = {record for record, _ in closed(connection)}
        self.names = sqlite3.connect("", check_same_thread=False)
        for statement in _INDEX:
            self.names.execute(statement)
        self.names.executemany("INSERT INTO names (agent_id, name) VALUES (?, ?)", self._named(connection))
        self.names.commit()

    def __del__(self) -> None:
        self.names.close()

    def _named(self, connection: sqlite3.Connection) -> Iterator[tuple[str, str | None]]:
        for agent, name, source, record in connection.execute(_NAMES.format(alone=alone("a.agent_id", "agents"))):
            if self.has(source, record):
                yield agent, unfolded(name)

    def has(self, source: str, record: str) -> bool:
        """Whether what a record of a source says is offered."""
        return source in self.sources and record not in self._closed

    def agents(self, words: str, limit: int) -> list[str]:
        """The agents whose names an FTS5 query finds, nearest first."""
        with _lock:
            found = self.names.execute(
                "SELECT agent_id FROM names WHERE names MATCH ? ORDER BY rank, agent_id LIMIT ?", [words, limit]
            )
            return list(dict.fromkeys(row[0] for row in found))

    def counted(self, words: Sequence[str]) -> dict[str, int]:
        """How many names hold each of the words."""
        with _lock:
            return counted(self.names, "names_words", words)


def alone(id_: str, table: str) -> str:
    """The condition that no other work or agent which is offered stands for the one whose id is `id_`."""
    key, kind = ("work_id", "same-work") if table == "works" else ("agent_id", "same-agent")
    return f"""NOT EXISTS (SELECT 1 FROM matches AS m JOIN {table} AS r ON r.{key} = m.right_id
        WHERE m.left_id = {id_} AND m.kind = '{kind}' AND m.undone_at IS NULL AND r.source IN ({_OPEN}))"""


def counted(connection: sqlite3.Connection, vocabulary: str, words: Sequence[str]) -> dict[str, int]:
    """How many rows of an index hold each of the words, by its table of words."""
    marks = ", ".join("?" * len(words))
    return dict(connection.execute(f"SELECT term, doc FROM {vocabulary} WHERE term IN ({marks})", words).fetchall())


def of(database: Any, connection: sqlite3.Connection, stamp: object) -> Offered:
    """What is offered of the catalogue `database`, made anew if the `stamp` of its file changed."""
    with _lock:
        known = getattr(database, "_culturedata_offered", None)
        if known is None or known[0] != stamp:
            known = (stamp, Offered(connection))
            database._culturedata_offered = known
    offered: Offered = known[1]
    return offered


def marks(values: Iterable[object]) -> str:
    """As many question marks as there are values."""
    return ", ".join("?" for _ in values)
