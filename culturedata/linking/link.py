"""Linking two sources of a library: reads both, decides, stores every link in `matches`, and undoes them."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from culturedata.errors import UnknownName, UsageError
from culturedata.linking import decide, score
from culturedata.linking.described import Described
from culturedata.store.library import Library, transaction


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking `left` to `right` came to: works of the left source, links in force, and by which method.

    `added` are new; `ratings` of the left source's `of_ratings` now belong to a linked work. `methods` counts links.
    """

    left: str
    right: str
    works: int
    links: int
    added: int
    ratings: int
    of_ratings: int
    methods: dict[str, int]


def link_films(library: Library, left: str = "movielens", right: str = "bokeh-films") -> Linked:
    """Link the films of source `left` to those of source `right` and store each new link, decided by rule.

    Links that stand stay as they are; a link that was undone is not made again. Raises UnknownName if one of the two
    sources has no film in this library, UsageError if they are the same.
    """
    if left == right:
        raise UsageError(f"{left} can't be linked to itself.", "Name two sources.")
    rated = _ratings(library.audience, left)
    works = {source: _films(library.culture, source, rated) for source in (left, right)}
    for source, films in works.items():
        if not films:
            raise UnknownName(f"the library has no film of {source!r}.", f"Import it: culturedata import {source}")
    standing, undone = _decided(library.culture)
    taken = {end for pair in standing for end in pair}
    found = decide.links(
        (film for film in works[left] if film.id not in taken),
        (film for film in works[right] if film.id not in taken),
        refused=undone,
    )
    now = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [
        (link.left, link.right, link.score, link.method, json.dumps(link.evidence, ensure_ascii=False), now)
        for link in found
    ]
    with transaction(library.culture):
        library.culture.executemany(
            """INSERT INTO matches (left_id, right_id, kind, score, method, evidence, decided_by, decided_at)
               VALUES (?, ?, 'same-work', ?, ?, ?, 'rule', ?)""",
            rows,
        )
    return _summary(library.culture, rated, left, right, len(works[left]), len(rows))


def undo(library: Library, left: str, right: str) -> None:
    """Undo the link from `left` to `right`: it stays in `matches` with the time, and no rule makes it again.

    Raises UnknownName if there is no such link in force.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with transaction(library.culture):
        changed = library.culture.execute(
            "UPDATE matches SET undone_at = ? WHERE left_id = ? AND right_id = ? AND undone_at IS NULL",
            [now, left, right],
        ).rowcount
    if not changed:
        raise UnknownName(f"no link from {left} to {right} is in force.", "See them: culturedata link list")


def matches(connection: sqlite3.Connection, *, item: str | None = None, undone: bool = False) -> list[dict[str, Any]]:
    """The links in force (or those undone), lowest score first; only those of `item` if one is given."""
    rows = connection.execute(
        f"""SELECT left_id, right_id, score, method, evidence, decided_by, decided_at, undone_at FROM matches
            WHERE undone_at IS {"NOT NULL" if undone else "NULL"} AND (? IS NULL OR ? IN (left_id, right_id))
            ORDER BY score, left_id, right_id""",
        [item, item],
    )
    columns = [column[0] for column in rows.description]
    found = [dict(zip(columns, row, strict=True)) for row in rows]
    return [link | {"evidence": json.loads(link["evidence"])} for link in found]


def _decided(connection: sqlite3.Connection) -> tuple[set[tuple[str, str]], frozenset[tuple[str, str]]]:
    """The pairs of works that are linked, and those whose link was undone."""
    rows = connection.execute("SELECT left_id, right_id, undone_at FROM matches WHERE kind = 'same-work'").fetchall()
    standing = {(left, right) for left, right, at in rows if at is None}
    return standing, frozenset((left, right) for left, right, at in rows if at is not None)


def _films(connection: sqlite3.Connection, source: str, rated: dict[str, int]) -> list[Described]:
    """The films of a source as linking sees them, in the order of their ids."""
    names: dict[str, list[str]] = defaultdict(list)
    for work, text in connection.execute(
        "SELECT work_id, text FROM titles JOIN works USING (work_id) WHERE source = ? ORDER BY work_id, position",
        [source],
    ):
        names[work].append(text)
    genres: dict[str, set[str]] = defaultdict(set)
    for work, label in connection.execute(
        """SELECT work_id, label FROM work_terms JOIN works USING (work_id) JOIN terms USING (term_id)
           WHERE works.source = ? AND work_terms.facet = 'genre'""",
        [source],
    ):
        genres[work].add(score.genre(label))
    identifiers: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for work, scheme, value in connection.execute(
        "SELECT owner_id, scheme, value FROM identifiers JOIN works ON work_id = owner_id WHERE source = ?", [source]
    ):
        identifiers[work].add((scheme, value))
    return [
        Described(
            id=work,
            names=tuple(names[work] or [title]),
            year=year,
            traits=frozenset(genres[work] - {""}),
            identifiers=frozenset(identifiers[work]),
            weight=rated.get(work, 0),
        )
        for work, title, year in connection.execute(
            "SELECT work_id, title, year FROM works WHERE source = ? AND domain = 'film' ORDER BY work_id", [source]
        )
    ]


def _ratings(connection: sqlite3.Connection, source: str) -> dict[str, int]:
    """How often each item of a source was rated."""
    rows = connection.execute(
        "SELECT item_id, count(*) FROM ratings JOIN items USING (item) WHERE ratings.source = ? GROUP BY item_id",
        [source],
    )
    return dict(rows.fetchall())


def _summary(
    connection: sqlite3.Connection, rated: dict[str, int], left: str, right: str, works: int, added: int
) -> Linked:
    linked = connection.execute(
        """SELECT left_id, method FROM matches
           JOIN works AS l ON l.work_id = left_id JOIN works AS r ON r.work_id = right_id
           WHERE undone_at IS NULL AND l.source = ? AND r.source = ?""",
        [left, right],
    ).fetchall()
    methods = Counter(method for _, method in linked)
    ratings = sum(rated.get(item, 0) for item, _ in linked)
    return Linked(left, right, works, len(linked), added, ratings, sum(rated.values()), dict(sorted(methods.items())))
