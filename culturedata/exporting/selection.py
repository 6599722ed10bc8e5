"""What is chosen of a library: whole sources, or works that were found, named, or come out of a query."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from culturedata.errors import UsageError
from culturedata.registry import unknown
from culturedata.store.catalogue.search import Filters, conditions, search

_EVERY = -1  # what SQLite takes for no limit
_LOCAL = "For a copy that stays on this machine say --local."
_AWAY = """SELECT work_id FROM temp.works_chosen JOIN works USING (work_id)
    WHERE source NOT IN (SELECT source FROM temp.sources_chosen)"""
_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}


@dataclass(frozen=True, slots=True)
class Selection:
    """What to export. Nothing set: all of it. `sources` alone: these sources whole, with what no work names.

    `text` and `filters` choose works as a search finds them, `works` name them, `query` is a SELECT. `local`: also what
    must not be given on.
    """

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    sources: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    query: str | None = None
    local: bool = False

    def __post_init__(self) -> None:
        ways = [bool(self.text.strip() or self.filters != Filters()), bool(self.works), self.query is not None]
        if sum(ways) > 1:
            raise UsageError("words and filters, --work and --query can't be had together.", "Choose one of them.")

    @property
    def by_works(self) -> bool:
        """Whether works are chosen, rather than sources with all that came from them."""
        return bool(self.text.strip() or self.works or self.filters != Filters())


def sources(connection: sqlite3.Connection, selection: Selection, local: set[str]) -> tuple[list[str], list[str]]:
    """The sources to export, and those of `local`, or marked so, that stay at home.

    Raises UnknownName for a source that the library has not, UsageError if all that were asked for by name are local.
    """
    marked = dict(connection.execute("SELECT source, publish FROM sources ORDER BY source").fetchall())
    for source in selection.sources:
        if source not in marked:
            raise unknown("source in this library", source, marked)
    asked = [source for source in marked if not selection.sources or source in selection.sources]
    home = [] if selection.local else [one for one in asked if marked[one] == "local" or one in local]
    if selection.sources and len(home) == len(asked):
        raise UsageError(f"{', '.join(home)} must not be given on.", _LOCAL)
    return [source for source in asked if source not in home], home


def fill(connection: sqlite3.Connection, selection: Selection) -> None:
    """Write into temp.works_chosen the ids of the works that are chosen among those of temp.sources_chosen.

    Raises UsageError for a work that is not there, or stays at home with its source.
    """
    into = "INSERT OR IGNORE INTO temp.works_chosen VALUES (?)"
    if selection.works:
        connection.executemany(into, ((id_,) for id_ in selection.works))
        _check(connection)
    elif selection.text.strip():
        hits = search(connection, selection.text, selection.filters, limit=_EVERY).hits
        connection.executemany(into, ((hit.item,) for hit in hits))
    elif selection.by_works:
        said, values = conditions(selection.filters)
        connection.execute(
            f"INSERT INTO temp.works_chosen SELECT w.work_id FROM works AS w WHERE {' AND '.join(said)}", values
        )
    else:
        connection.execute("INSERT INTO temp.works_chosen SELECT work_id FROM works")
    connection.execute(f"DELETE FROM temp.works_chosen WHERE work_id IN ({_AWAY})")


def _check(connection: sqlite3.Connection) -> None:
    """Raises UsageError if a work that was named is not there, or is of a source that stays at home."""
    lacking = connection.execute("SELECT work_id FROM temp.works_chosen EXCEPT SELECT work_id FROM works").fetchone()
    if lacking:
        raise UsageError(f"there is no work {lacking[0]!r}.", "Find one: culturedata search TEXT.")
    away = connection.execute(_AWAY).fetchone()
    if away:
        raise UsageError(f"{away[0]} must not be given on.", _LOCAL)


def rows(connection: sqlite3.Connection, query: str) -> sqlite3.Cursor:
    """What a query gives, which reads this catalogue alone: one that writes, or opens another file, is refused.

    Raises UsageError with what SQLite says of it, and if two columns have the same name.
    """
    connection.set_authorizer(_may)
    try:
        found = connection.execute(query)
    except (sqlite3.Error, sqlite3.Warning) as error:
        said = "it must be one SELECT of this catalogue" if "authoriz" in str(error) else str(error).rstrip(".")
        raise UsageError(f"the query can't be run: {said}.", "Tables and columns: docs/schema.md.") from error
    finally:
        connection.set_authorizer(None)
    names = [column[0] for column in found.description or ()]
    if not names:
        raise UsageError("the query is empty.", "For example: --query 'SELECT work_id, title FROM works'.")
    if len(set(names)) < len(names):
        raise UsageError("two columns of the query have the same name.", "Name one: SELECT a.name AS maker …")
    return found


def works_of(connection: sqlite3.Connection, query: str) -> tuple[str, ...]:
    """The works that a query names in its column `work_id`. Raises UsageError if it has none."""
    found = rows(connection, query)
    names = [column[0] for column in found.description]
    if "work_id" not in names:
        raise UsageError("the query has no column work_id, which this format needs.", "SELECT work_id FROM works …")
    at = names.index("work_id")
    return tuple(dict.fromkeys(row[at] for row in found if row[at] is not None))


def _may(action: int, first: str | None, second: str | None, *_: object) -> int:
    """Whether a step of a query is allowed: reading, functions, and FTS5's look whether its index changed."""
    harmless = action in _READING or (action == sqlite3.SQLITE_PRAGMA and first == "data_version")
    return sqlite3.SQLITE_OK if harmless and second != "load_extension" else sqlite3.SQLITE_DENY
