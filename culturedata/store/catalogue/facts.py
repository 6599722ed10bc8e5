"""Reading facts of works: their runtime, genres, makers and places, and the figures that they come with."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

import numpy as np

from culturedata.data.facts import Dated, Facts, Labels
from culturedata.store.catalogue.groups import groups
from culturedata.store.catalogue.works import LINKED
from culturedata.vocabularies import MAKERS, SECONDARY

_HOURS = {"s": 1 / 3600, "min": 1 / 60, "h": 1.0}
_RUNTIME = ("runtime", "length")
_GENRE = """SELECT wt.work_id, coalesce(t.label_en, t.label) FROM work_terms AS wt JOIN terms AS t USING (term_id)
    WHERE wt.facet = 'genre' ORDER BY 1, 2"""
_MAKER = f"""SELECT c.work_id, c.agent_id, c.role, w.domain FROM credits AS c JOIN works AS w USING (work_id)
    WHERE c.attribution IS NULL AND c.role NOT IN {SECONDARY} ORDER BY c.work_id, c.position"""
_MUSEUM = """SELECT DISTINCT h.work_id, coalesce(h.name, a.name) AS museum
    FROM holdings AS h LEFT JOIN agents AS a ON a.agent_id = h.holder_id
    WHERE coalesce(h.name, a.name) IS NOT NULL ORDER BY 1, 2"""
Said = TypeVar("Said")


def facts(connection: sqlite3.Connection, item_ids: Sequence[str]) -> Facts:
    """Facts of `item_ids` in their order: of the work that describes an item where there is one, else of its own."""
    linked: dict[str, list[str]] = defaultdict(list)
    for left, right in connection.execute(
        f"SELECT left_id, right_id FROM matches WHERE {LINKED} ORDER BY score DESC, right_id"
    ):
        linked[left].append(right)
    named = [(*linked.get(id_, ()), id_) for id_ in item_ids]
    runtimes, figures = _figures(connection, named)
    return Facts(
        runtimes=np.array(_first(named, runtimes.get, np.nan), dtype=np.float64),
        labels={kind: tuple(_first(named, said.get, ())) for kind, said in _labels(connection, named).items()},
        figures=figures,
    )


def _first(named: Iterable[tuple[str, ...]], said: Callable[[str], Said | None], nothing: Said) -> list[Said]:
    """For each tuple of ids, what is `said` of the first one of which anything is."""
    return [next((found for id_ in ids if (found := said(id_)) is not None), nothing) for ids in named]


def _figures(
    connection: sqlite3.Connection, named: Sequence[tuple[str, ...]]
) -> tuple[dict[str, float], dict[tuple[str, str], Dated]]:
    """Runtimes in hours by work, and the figures of each kind and unit."""
    runtimes: dict[str, float] = {}
    said: dict[tuple[str, str], dict[str, tuple[float, int]]] = defaultdict(dict)
    wanted = {id_ for ids in named for id_ in ids}
    for work_id, kind, value, unit, at in connection.execute("SELECT work_id, kind, value, unit, at FROM measures"):
        if work_id not in wanted:
            continue
        if kind in _RUNTIME and unit in _HOURS:
            runtimes[work_id] = value * _HOURS[unit]
        else:
            said[kind, unit][work_id] = value, _seconds(at)
    figures = {}
    for key, of_works in said.items():
        found = _first(named, of_works.get, (np.nan, 0))
        values, at = (np.array(column) for column in zip(*found, strict=True))
        figures[key] = Dated(values.astype(np.float64), at.astype(np.int64))
    return runtimes, figures


def _seconds(at: str | None) -> int:
    """UTC seconds of a date in ISO 8601; 0 if there is none, or no whole date."""
    try:
        told = datetime.fromisoformat(at or "")
    except ValueError:
        return 0
    return int((told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp())


def _labels(connection: sqlite3.Connection, named: Sequence[tuple[str, ...]]) -> dict[str, dict[str, tuple[str, ...]]]:
    """The words of works by kind: genre, maker (its id), and place, the museum or else the country."""
    genres: dict[str, list[str]] = defaultdict(list)
    for work_id, label in connection.execute(_GENRE):
        genres[work_id].append(label)
    museums: dict[str, list[str]] = defaultdict(list)
    for work_id, museum in connection.execute(_MUSEUM):
        museums[work_id].append(museum)
    ids = list(dict.fromkeys(id_ for one in named for id_ in one))
    countries: Labels = tuple(groups(connection, ids)["country"])
    places = {id_: said for id_, said in zip(ids, countries, strict=True) if said}
    return {
        "genre": {work: tuple(said) for work, said in genres.items()},
        "maker": makers_of(connection),
        "place": places | {work: tuple(said) for work, said in museums.items()},
    }


def makers_of(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """The ids of those whose work it is: in the roles of makers, else in any but the secondary ones."""
    first: dict[str, list[str]] = defaultdict(list)
    others: dict[str, list[str]] = defaultdict(list)
    for work_id, agent_id, role, domain in connection.execute(_MAKER):
        if role in MAKERS[domain]:
            first[work_id].append(agent_id)
        else:
            others[work_id].append(agent_id)
    return {work: tuple(dict.fromkeys(said)) for work, said in {**others, **first}.items()}
