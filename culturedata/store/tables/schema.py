"""The two schemas, read from their SQL files, and the migrations that bring a file up to them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from culturedata.errors import LibraryTooNew

if TYPE_CHECKING:
    from sqlite_utils.migrations import Migrations

_HERE = Path(__file__).parent
_TABLE = re.compile(r"^-- (?P<about>[^\n]+)\nCREATE TABLE (?P<name>\w+) \(\n(?P<body>.*?)^\)", re.MULTILINE | re.DOTALL)
_COLUMN = re.compile(r"^  (?P<name>[a-z_0-9]+) (?P<rest>.*?)\s*-- (?P<about>.+)$", re.MULTILINE)

DISPENSABLE = ("packs",)  # tables without which a file of an older version can be read as it is


@dataclass(frozen=True, slots=True)
class Column:
    """A column as schema.sql describes it; `declared` is its type and constraints."""

    name: str
    declared: str
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table as schema.sql describes it."""

    name: str
    about: str
    columns: tuple[Column, ...]


@cache
def sql(name: str) -> str:
    """The text of `name`.sql in this room."""
    return (_HERE / f"{name}.sql").read_text(encoding="utf-8")


@cache
def tables(name: str) -> tuple[Table, ...]:
    """The tables of «culture» or «audience», in schema order, with their descriptions."""
    return tuple(
        Table(
            found["name"],
            found["about"],
            tuple(Column(c["name"], c["rest"].rstrip(","), c["about"]) for c in _COLUMN.finditer(found["body"])),
        )
        for found in _TABLE.finditer(sql(name))
    )


def statements(text: str) -> Iterator[str]:
    """The single statements of an SQL text, in order (triggers kept whole)."""
    gathered = ""
    for line in text.splitlines(keepends=True):
        gathered += line
        if sqlite3.complete_statement(gathered):
            yield gathered.strip()
            gathered = ""


def run(connection: sqlite3.Connection, text: str) -> None:
    """Execute every statement of an SQL text inside the transaction that is open, if one is."""
    for statement in statements(text):
        connection.execute(statement)


def _create(db: Any, name: str) -> None:
    """A new file gets the whole schema of today; the migrations after this one then find nothing to do."""
    run(db.conn, sql(name))


def _note_what_is_gone(db: Any, name: str) -> None:
    """What a source deleted is marked; an import says since when, whether cut short, what it met; how it was read;
    licence and terms of a source also in French."""
    if name == "culture":
        _add_column(db.conn, name, "records", "gone_at")
        for column in ("options", "licence_fr", "terms_fr"):
            _add_column(db.conn, name, "sources", column)
        for column in ("gone", "since", "limited", "identity"):
            _add_column(db.conn, name, "imports", column)
        db.conn.execute("CREATE TABLE IF NOT EXISTS met (record_id TEXT PRIMARY KEY) WITHOUT ROWID")
        db.conn.execute("CREATE TABLE IF NOT EXISTS loose (id TEXT PRIMARY KEY) WITHOUT ROWID")


def _note_events_once(db: Any, name: str) -> None:
    """What an open source says of somebody stands once."""
    if name == "audience":
        _add(db.conn, name, "UNIQUE INDEX events_once")


def _note_link_runs(db: Any, name: str) -> None:
    """A link says which run made it; what no rule decides waits for a person."""
    if name == "culture":
        _add_column(db.conn, name, "matches", "run_id")
        _add(db.conn, name, "TABLE match_questions", "TABLE link_runs")


def _note_judgements(db: Any, name: str) -> None:
    """Measurements know their share of the training part, and which are hidden: the test halves of prizes so far.

    Differences, costs and trials are kept.
    """
    if name == "audience":
        for column in ("share", "hidden"):
            _add_column(db.conn, name, "measurements", column)
        db.conn.execute("UPDATE measurements SET hidden = 1 WHERE split LIKE 'prize, %: test'")
        _add(db.conn, name, "TABLE differences", "TABLE costs", "TABLE trials", "UNIQUE INDEX trials_once")


def _note_agents(db: Any, name: str) -> None:
    """People and groups have texts, figures and links, as works do."""
    if name == "culture":
        _add(db.conn, name, "TABLE agent_texts", "TABLE agent_measures", "TABLE agent_relations")


def _note_exposures(db: Any, name: str) -> None:
    """How much of what is shown is of each group of works is kept."""
    if name == "audience":
        _add(db.conn, name, "TABLE exposures")


def _note_follows(db: Any, name: str) -> None:
    """Who follows whom is kept."""
    if name == "audience":
        _add(db.conn, name, "TABLE follows")


def _note_discoveries(db: Any, name: str) -> None:
    """Weekly discoveries are kept."""
    if name == "audience":
        _add(db.conn, name, "TABLE discoveries")


def _note_pages(db: Any, name: str) -> None:
    """Home pages are kept."""
    if name == "audience":
        _add(db.conn, name, "TABLE pages", "TABLE page_rows", "TABLE page_cells")


def _note_page_pools(db: Any, name: str) -> None:
    """Of a home page it is kept how many rows of each kind there might have been."""
    if name == "audience":
        _add_column(db.conn, name, "pages", "pool")


def _note_page_parts(db: Any, name: str) -> None:
    """Of each row of a home page it is kept what its score was made of."""
    if name == "audience":
        for column in ("alone", "found", "spread"):
            _add_column(db.conn, name, "page_rows", column)


def _note_packs(db: Any, name: str) -> None:
    """Ratings and plays may be kept packed beside their rows."""
    if name == "audience":
        _add(db.conn, name, "TABLE packs")


# All migrations, oldest first. A new one is added at the end and never changed.
_MIGRATIONS: dict[str, Callable[[Any, str], None]] = {
    "m001_create": _create,
    "m002_gone": _note_what_is_gone,
    "m003_events_once": _note_events_once,
    "m004_link_runs": _note_link_runs,
    "m005_judgements": _note_judgements,
    "m006_agents": _note_agents,
    "m007_exposures": _note_exposures,
    "m008_follows": _note_follows,
    "m009_discoveries": _note_discoveries,
    "m010_pages": _note_pages,
    "m011_page_pools": _note_page_pools,
    "m012_page_parts": _note_page_parts,
    "m013_packs": _note_packs,
}


@cache
def _migrations(name: str) -> Migrations:
    """The migrations of «culture» or «audience»."""
    from sqlite_utils.migrations import Migrations

    migrations = Migrations(f"culturedata.{name}")
    for called, step in _MIGRATIONS.items():
        migrations(name=called)(lambda db, step=step: step(db, name))
    return migrations


def _add(connection: sqlite3.Connection, name: str, *wanted: str) -> None:
    """Make «TABLE …» and «UNIQUE INDEX …» as the schema of today declares them, unless they are there."""
    for one in statements(sql(name)):
        made = one[one.find("CREATE") :]
        for kind, called in (words.rsplit(" ", 1) for words in wanted):
            if re.match(rf"CREATE {kind} {called}\b", made):
                connection.execute(made.replace(kind, f"{kind} IF NOT EXISTS", 1))


def _add_column(connection: sqlite3.Connection, name: str, table: str, column: str) -> None:
    """Add a column as the schema of today declares it, unless it is there."""
    if column not in {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}:
        [declared] = (c.declared for t in tables(name) if t.name == table for c in t.columns if c.name == column)
        connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {declared}")


def pending(connection: sqlite3.Connection, name: str) -> list[str]:
    """The migrations that the database behind `connection` still needs, oldest first."""
    said = "SELECT name FROM _sqlite_migrations WHERE migration_set = ?"
    done = {row[0] for row in connection.execute(said, [f"culturedata.{name}"])}
    return [called for called in _MIGRATIONS if called not in done]


def create(connection: sqlite3.Connection, name: str) -> None:
    """Make an empty database what all migrations would make of it.

    Without sqlite-utils, which takes longer to import than the rest of the program, and far more memory where pandas
    is installed.
    """
    run(connection, sql(name))
    run(connection, sql("migrations"))
    now = str(datetime.now(UTC))
    connection.executemany(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)",
        [(f"culturedata.{name}", called, now) for called in _MIGRATIONS],
    )


def migrate(connection: sqlite3.Connection, name: str) -> None:
    """Bring the database behind `connection`, which is ours, up to this version's schema, in place."""
    check_version(connection, name)
    if pending(connection, name):
        from sqlite_utils import Database

        _migrations(name).apply(Database(connection))


def is_ours(connection: sqlite3.Connection, name: str) -> bool:
    """Whether the database behind `connection` was made as «culture» or «audience» by any version of culturedata."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "_sqlite_migrations" not in tables:
        return False
    said = "SELECT EXISTS (SELECT 1 FROM _sqlite_migrations WHERE migration_set = ?)"
    return bool(connection.execute(said, [f"culturedata.{name}"]).fetchone()[0])


def check_version(connection: sqlite3.Connection, name: str) -> None:
    """Raises LibraryTooNew if the database has a migration that this version does not know."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        return
    rows = connection.execute(
        "SELECT name FROM _sqlite_migrations WHERE migration_set = ?", [f"culturedata.{name}"]
    ).fetchall()
    newer = sorted(row[0] for row in rows if row[0] not in _MIGRATIONS)
    if newer:
        raise LibraryTooNew(
            f"{name}.db was made by a newer version of culturedata ({newer[-1]}).",
            "Upgrade: pip install -U culturedata.",
        )
