"""Reading what people did back from audience.db, as the arrays that recommenders learn from."""

from __future__ import annotations

import sqlite3
from itertools import chain, islice
from typing import Any

import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.vocabulary import Vocabulary, in_order_met
from culturedata.errors import ModelError, UsageError
from culturedata.store.catalogue.works import LINKED, SHOWN
from culturedata.store.library import Library

CHUNK = 50_000
NEAR = 72.0  # lowest rapidfuzz ratio (0–100) at which an id may be meant by another, as for words that are searched
Numbers = npt.NDArray[np.int32]


def rating_sources(library: Library, domain: str) -> list[tuple[str, str, str]]:
    """Sources with ratings of a domain, as (source, provenance, title): open ones first, then by name."""
    found = library.culture.execute(
        "SELECT source, provenance, title FROM sources WHERE (', ' || domain || ', ') LIKE ?", [f"%, {domain}, %"]
    ).fetchall()
    rates = "SELECT DISTINCT source FROM users WHERE EXISTS (SELECT 1 FROM ratings WHERE ratings.user = users.user)"
    rated = {row[0] for row in library.audience.execute(rates)}
    return sorted((row for row in found if row[0] in rated), key=lambda row: (row[1] != "open", row[0]))


def ratings(library: Library, domain: str = "film", source: str | None = None) -> Dataset:
    """The ratings of one source of a domain, in the order in which they were imported; tiers are never mixed.

    Without `source` the first open source is taken, else the first. The items are those rated, in order of first
    appearance, then the domain's other described works (unrated). Raises ModelError if there are no ratings.
    """
    sources = rating_sources(library, domain)
    chosen = [row for row in sources if source in (None, row[0])]
    if not chosen:
        raise ModelError(
            f"there are no ratings of {domain} in {library.folder}.", "Import movielens, or simulate an audience."
        )
    name, provenance, title = chosen[0]
    scale = library.culture.execute("SELECT rating_low, rating_high FROM sources WHERE source = ?", [name]).fetchone()
    if None in scale:
        raise ModelError(
            f"nobody says on which scale {title} rates.", f"Give {name} a rating_scale, then import it again."
        )
    users, items, values, times = _columns(library.audience, name)
    user_ids, user_numbers = _ids(library.audience, "users", "user", users)
    item_ids, item_numbers = _ids(library.audience, "items", "item", items)
    return Dataset(
        name=title,
        provenance=provenance,
        scale=(float(scale[0]), float(scale[1])),
        user_ids=Vocabulary(user_ids),
        item_ids=Vocabulary((*item_ids, *_unrated(library.culture, domain, item_ids))),
        users=user_numbers,
        items=item_numbers,
        values=values,
        times=times,
    )


def _columns(
    connection: sqlite3.Connection, source: str
) -> tuple[Numbers, Numbers, npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """The database keys of users and items, the values, and the times: four arrays of the ratings of a source."""
    cursor = connection.execute(
        "SELECT user, item, value, coalesce(at, 0) FROM ratings WHERE source = ? ORDER BY rating_id", [source]
    )
    kinds = (np.int32, np.int32, np.float32, np.int64)
    parts: list[list[npt.NDArray[Any]]] = [[np.empty(0, dtype=kind)] for kind in kinds]
    while len(cells := np.fromiter(chain.from_iterable(islice(cursor, CHUNK)), dtype=np.float64)):
        for part, said, kind in zip(parts, cells.reshape(-1, len(kinds)).T, kinds, strict=True):
            part.append(said.astype(kind))
    users, items, values, times = (np.concatenate(parts.pop(0)) for _ in kinds)  # the parts of one after another go
    return users, items, values, times


def _ids(connection: sqlite3.Connection, table: str, column: str, keys: Numbers) -> tuple[tuple[str, ...], Numbers]:
    """The ids behind database keys, in order of first appearance, and each key's number among them."""
    there, back = in_order_met(keys, int(keys.max(initial=0)) + 1)
    names: dict[int, str] = dict(connection.execute(f"SELECT {column}, {column}_id FROM {table}").fetchall())
    return tuple(names[key] for key in back.tolist()), there[keys]


def _unrated(connection: sqlite3.Connection, domain: str, rated: tuple[str, ...]) -> list[str]:
    """Works of the domain that nobody rated, neither under their own id nor under one that is linked to them."""
    found = connection.execute(
        f"""SELECT work_id, left_id FROM works AS w LEFT JOIN matches ON right_id = work_id AND {LINKED}
            WHERE domain = ? AND {SHOWN} ORDER BY work_id""",
        [domain],
    ).fetchall()
    known = set(rated)
    met = {work_id for work_id, linked in found if work_id in known or linked in known}
    return [work_id for work_id in dict.fromkeys(row[0] for row in found) if work_id not in met]


def user_number(dataset: Dataset, asked: str, library: Library | None = None) -> int | None:
    """The number in `dataset` of a person asked for by id, or by the raw id alone; None if nobody is called so.

    With a `library`, somebody whom nothing of the kind names may also be asked for by the number of their page.
    """
    named = [asked, *(f"{name.rsplit(':', 1)[0]}:{asked}" for name in dataset.user_ids.ids[:1])]
    if library is not None and asked.isdecimal():
        named += [row[0] for row in library.audience.execute("SELECT user_id FROM users WHERE user = ?", [asked])]
    return next((dataset.user_ids.number(id_) for id_ in named if id_ in dataset.user_ids), None)


def nearest_user(dataset: Dataset, asked: str) -> str | None:
    """The id of which the last part is most like that of `asked`; None if none is, or if it is a mere number."""
    from rapidfuzz import fuzz, process

    ids = dataset.user_ids.ids
    last, *lasts = (id_.rpartition(":")[2].casefold() for id_ in (asked, *ids))
    found = None if last.isdecimal() else process.extractOne(last, lasts, scorer=fuzz.ratio, score_cutoff=NEAR)
    return ids[found[2]] if found else None


def item_of(library: Library, dataset: Dataset, work_id: str) -> int:
    """The number of the item under which a work was rated. Raises UsageError if the dataset does not have it."""
    linked = library.culture.execute(
        f"SELECT left_id FROM matches WHERE right_id = ? AND {LINKED}", [work_id]
    ).fetchall()
    for id_ in (work_id, *(row[0] for row in linked)):
        if id_ in dataset.item_ids:
            return dataset.item_ids.number(id_)
    raise UsageError(f"{work_id!r} is not among the works of {dataset.name}.", "Find one: culturedata search TEXT.")
