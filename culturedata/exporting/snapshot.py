"""What is exported, as a catalogue of its own: a file that lives as long as the export, and holds nothing else.

Formats write down what they find there, so that what must not be given on is left out once, for all of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from culturedata.exporting.selection import Selection, fill, sources
from culturedata.store.tables import schema
from culturedata.store.upkeep.public import closed, hide_places, take_out_closed

_FULL_TEXT = "works_fts"
UNFINISHED = ("met", "loose")  # tables of imports that have not ended
# What goes along with works that were chosen: the column by which it is known, and the rows …
_WITH_WORKS = {
    "agents": ("agent_id", """SELECT agent_id FROM credits JOIN temp.works_chosen USING (work_id)
        UNION SELECT holder_id FROM holdings JOIN temp.works_chosen USING (work_id) WHERE holder_id IS NOT NULL"""),
    "terms": ("term_id", """WITH RECURSIVE found(id) AS (
          SELECT term_id FROM work_terms JOIN temp.works_chosen USING (work_id)
          UNION SELECT term_id FROM agent_terms JOIN temp.agents_chosen USING (agent_id)
          UNION SELECT parent_id FROM found JOIN term_parents ON term_id = id)
        SELECT id FROM found"""),
    "records": ("record_id", """SELECT record_id FROM works JOIN temp.works_chosen USING (work_id)
        UNION SELECT record_id FROM agents JOIN temp.agents_chosen USING (agent_id)"""),
    "issues": ("issue_id", "SELECT issue_id FROM issues JOIN temp.records_chosen USING (record_id)"),
    "imports": ("import_id", """SELECT import_id FROM records JOIN temp.records_chosen USING (record_id)
        UNION SELECT replaced_by FROM record_history JOIN temp.records_chosen USING (record_id)
        UNION SELECT import_id FROM issues JOIN temp.issues_chosen USING (issue_id)"""),
    "sources": ("source", "SELECT DISTINCT source FROM records JOIN temp.records_chosen USING (record_id)"),
}  # fmt: skip
# … and with whole sources.
_WITH_SOURCES = {
    table: (key, f"SELECT {key} FROM {table} JOIN temp.sources_chosen USING (source)")
    for table, key in {"agents": "agent_id", "terms": "term_id", "records": "record_id", "issues": "issue_id",
                       "imports": "import_id"}.items()
}  # fmt: skip
_KEYS = {"works": "work_id", "sources": "source"} | {table: key for table, (key, _) in _WITH_SOURCES.items()}
# Where a column of another table leads.
_LEADS_TO = {key: table for table, key in _KEYS.items()} | {
    "similar_id": "works", "parent_id": "terms", "replaced_by": "imports", "left_source": "sources",
    "right_source": "sources",
}  # fmt: skip
_EITHER = ("owner_id", "left_id", "right_id")  # columns that lead to works or agents


@dataclass(frozen=True, slots=True)
class Chosen:
    """A catalogue to write down. `home` are the sources that stay at home, `in_copyright` the works, by source.

    `local`: what must not be given on is in it too.
    """

    culture: sqlite3.Connection
    home: tuple[str, ...] = ()
    in_copyright: dict[str, int] = field(default_factory=dict)
    local: bool = False

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.culture.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@contextmanager
def chosen(
    culture: sqlite3.Connection, selection: Selection, scratch: Path, local: Iterable[str] = ()
) -> Iterator[Chosen]:
    """What `selection` chooses of the catalogue, in the new file `scratch`, open for reading.

    `local` are sources whose descriptors say today that they are, whatever they said when they were imported.
    Raises UsageError, UnknownName.
    """
    local = set(local)
    with closing(sqlite3.connect(scratch, isolation_level=None)) as copy:
        schema.run(copy, schema.sql("culture"))
    culture.execute("ATTACH ? AS part", [str(scratch)])
    try:
        culture.execute("PRAGMA part.journal_mode = OFF").fetchone()
        culture.execute("PRAGMA part.synchronous = OFF")
        culture.execute("BEGIN")
        home = _copy(culture, selection, local)
        held_back = [] if selection.local else closed(culture)
        culture.execute("COMMIT")
    finally:
        if culture.in_transaction:
            culture.execute("ROLLBACK")
        for table in _KEYS:
            culture.execute(f"DROP TABLE IF EXISTS temp.{table}_chosen")
        culture.execute("DETACH part")
    with closing(sqlite3.connect(scratch, isolation_level=None)) as copy:
        in_copyright = _strip(copy, held_back, local, hide=not selection.local)
        if selection.query is not None:
            schema.run(copy, schema.sql("culture_indexes"))
            schema.run(copy, schema.sql("culture_search"))
        if _FULL_TEXT in (selection.query or ""):
            copy.execute("INSERT INTO works_fts(works_fts) VALUES ('rebuild')")
    reading = f"{scratch.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(reading, uri=True, isolation_level=None)) as copy:
        if selection.query is not None:
            copy.execute(f"SELECT 1 FROM {_FULL_TEXT} LIMIT 0")  # a query may not connect the index by itself
        yield Chosen(copy, tuple(home), in_copyright, selection.local)


def _copy(culture: sqlite3.Connection, selection: Selection, local: set[str]) -> list[str]:
    """Copy the rows that are chosen into the database «part», in their order; return the sources that stay at home."""
    kept, home = sources(culture, selection, local)
    _gather(culture, "sources", "source")
    culture.executemany("INSERT INTO temp.sources_chosen VALUES (?)", ((source,) for source in kept))
    _gather(culture, "works", "work_id")
    fill(culture, selection)
    if selection.by_works:
        culture.execute("DROP TABLE temp.sources_chosen")
    for name, (key, select) in (_WITH_WORKS if selection.by_works else _WITH_SOURCES).items():
        _gather(culture, name, key)
        culture.execute(f"INSERT INTO temp.{name}_chosen {select}")
    keyed = {row[0] for row in culture.execute("SELECT name FROM pragma_table_list WHERE schema = 'part' AND wr")}
    for table in schema.tables("culture"):
        if table.name not in UNFINISHED:
            names = ", ".join(column.name for column in table.columns)
            said = " AND ".join(conditions(table, "" if selection.by_works else "+"))
            order = "" if table.name in keyed else "ORDER BY rowid"
            culture.execute(
                f"INSERT INTO part.{table.name} ({names}) SELECT {names} FROM main.{table.name} WHERE {said} {order}"
            )
    return home


def _gather(culture: sqlite3.Connection, table: str, key: str) -> None:
    culture.execute(f"CREATE TEMP TABLE {table}_chosen ({key} PRIMARY KEY) WITHOUT ROWID")


def conditions(table: schema.Table, scan: str = "") -> list[str]:
    """When a row of `table` goes along: if it is chosen itself, else if all that it leads to is.

    `scan` is «+» to read the table from its beginning to its end, where most of it is wanted.
    """
    if key := _KEYS.get(table.name):
        return [f"{scan}{key} IN temp.{table.name}_chosen"]
    names = [column.name for column in table.columns]
    said = [f"{scan}{name} IN temp.{_LEADS_TO[name]}_chosen" for name in names if name in _LEADS_TO]
    either = "(SELECT work_id FROM temp.works_chosen UNION ALL SELECT agent_id FROM temp.agents_chosen)"
    return said + [f"{name} IN {either}" for name in names if name in _EITHER]


def _strip(
    copy: sqlite3.Connection, held_back: list[tuple[str, str]], local: set[str], *, hide: bool
) -> dict[str, int]:
    """Take out the records that are in copyright, and what tells of this machine; return how many works went, by
    source. A source that is local today says so."""
    copy.execute("BEGIN")
    there = {row[0] for row in copy.execute("SELECT record_id FROM records")} if held_back else set()
    works = take_out_closed(copy, [one for one in held_back if one[0] in there])
    for table in UNFINISHED:
        copy.execute(f"DELETE FROM {table}")
    if hide:
        hide_places(copy)
    copy.executemany("UPDATE sources SET publish = 'local' WHERE source = ?", ((source,) for source in local))
    copy.execute("COMMIT")
    return {source: number for source, number in works.items() if number}
