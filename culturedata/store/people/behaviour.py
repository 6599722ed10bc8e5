"""Reading what people did back from audience.db, as the arrays that recommenders learn from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import COUNTED, Dataset, Kind
from culturedata.data.vocabulary import Vocabulary, in_order_met
from culturedata.errors import ModelError, UsageError
from culturedata.store.catalogue.works import LINKED, SHOWN
from culturedata.store.library import Library, transaction
from culturedata.store.people import packs

CHUNK = 50_000
NEAR = 72.0  # lowest rapidfuzz ratio (0–100) at which an id may be meant by another, as for words that are searched
Numbers = npt.NDArray[np.int32]
_TYPES = (np.int32, np.int32, np.float32, np.int64)  # of users, items, values and times
_DID: dict[Kind, str] = {
    "rating": """SELECT source FROM (SELECT DISTINCT source FROM users) AS one WHERE EXISTS
        (SELECT 1 FROM users WHERE users.source = one.source
         AND EXISTS (SELECT 1 FROM ratings WHERE ratings.user = users.user))""",
    "play": """SELECT source FROM (SELECT DISTINCT source FROM users) AS one WHERE EXISTS
        (SELECT 1 FROM users WHERE users.source = one.source
         AND EXISTS (SELECT 1 FROM events WHERE events.user = users.user AND kind IN ('play', 'listen')))""",
}
_READ: dict[Kind, str] = {
    "rating": "SELECT user, item, value, coalesce(at, 0) FROM ratings WHERE source = ? ORDER BY rating_id",
    "play": """SELECT user, item, coalesce(value, 1), at FROM events
        WHERE source = ? AND kind IN ('play', 'listen') AND item IS NOT NULL ORDER BY event_id""",
}


def sources(library: Library, domain: str, kind: Kind = "rating") -> list[tuple[str, str, str]]:
    """Sources with ratings or plays of a domain, as (source, provenance, title): open ones first, then by name."""
    found = library.culture.execute(
        "SELECT source, provenance, title FROM sources WHERE (', ' || domain || ', ') LIKE ?", [f"%, {domain}, %"]
    ).fetchall()
    there = {row[0] for row in library.audience.execute(_DID[kind])}
    return sorted((row for row in found if row[0] in there), key=lambda row: (row[1] != "open", row[0]))


def interactions(library: Library, domain: str = "film", source: str | None = None) -> Dataset:
    """The ratings of a domain, see `ratings`, or where there are none the plays. Raises ModelError for neither."""
    rated = any(source in (None, row[0]) for row in sources(library, domain))
    played = any(source in (None, row[0]) for row in sources(library, domain, "play"))
    return plays(library, domain, source) if played and not rated else ratings(library, domain, source)


def ratings(library: Library, domain: str = "film", source: str | None = None) -> Dataset:
    """The ratings of one source of a domain, in the order in which they were imported; tiers are never mixed.

    Without `source` the first open source is taken, else the first. The items are those rated, in order of first
    appearance, then the domain's other described works (unrated). Raises ModelError if there are no ratings.
    """
    name, provenance, title = _chosen(library, domain, source, "rating")
    scale = library.culture.execute("SELECT rating_low, rating_high FROM sources WHERE source = ?", [name]).fetchone()
    if None in scale:
        raise ModelError(
            f"nobody says on which scale {title} rates.", f"Give {name} a rating_scale, then import it again."
        )
    return _dataset(library, domain, name, provenance, title, (float(scale[0]), float(scale[1])), "rating")


def plays(library: Library, domain: str = "music", source: str | None = None) -> Dataset:
    """How often the people of one source of a domain played what, in the order in which it was imported.

    One interaction an event: a listen at its time counts 1, a count of plays what it says; the time is 0 where the
    source gives none. Which source and which items: as of `ratings`. Raises ModelError if nothing was played.
    """
    return _dataset(library, domain, *_chosen(library, domain, source, "play"), COUNTED, "play")


def _chosen(library: Library, domain: str, source: str | None, kind: Kind) -> tuple[str, str, str]:
    """The first source, or the one that is asked for. Raises ModelError."""
    found = [row for row in sources(library, domain, kind) if source in (None, row[0])]
    if not found:
        hint = "Import movielens, or simulate an audience." if kind == "rating" else "Import lastfm or listenbrainz."
        raise ModelError(f"there are no {kind}s of {domain} in {library.folder}.", hint)
    return found[0]


def _dataset(
    library: Library, domain: str, name: str, provenance: str, title: str, scale: tuple[float, float], kind: Kind
) -> Dataset:
    users, items, values, times = _columns(library, name, kind)
    user_ids, user_numbers = ids_of(library.audience, "users", "user", users)
    item_ids, item_numbers = ids_of(library.audience, "items", "item", items)
    return Dataset(
        name=title,
        provenance=provenance,
        scale=scale,
        user_ids=Vocabulary(user_ids),
        item_ids=Vocabulary((*item_ids, *unmet(library.culture, domain, item_ids))),
        users=user_numbers,
        items=item_numbers,
        values=values,
        times=times,
        kind=kind,
        follows=_follows(library.audience, name, Vocabulary(user_ids)),
    )


def _follows(connection: sqlite3.Connection, source: str, users: Vocabulary) -> Numbers:
    """Who follows whom, (m, 2), among those who rated or played something, in the order of their ids' numbers.

    Nobody follows anybody in a file of an older version, which has no table of it.
    """
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'follows'").fetchone() is None:
        return np.empty((0, 2), dtype=np.int32)
    found = connection.execute(
        """SELECT one.user_id, other.user_id FROM follows JOIN users AS one USING (user)
           JOIN users AS other ON other.user = followed WHERE follows.source = ? ORDER BY follows.user, followed""",
        [source],
    )
    pairs = [[users.number(one), users.number(other)] for one, other in found if one in users and other in users]
    return np.array(pairs, dtype=np.int32).reshape(-1, 2)


def _columns(library: Library, source: str, kind: Kind) -> packs.Columns:
    """The database keys of users and items, the values, and the times: four arrays of the interactions of a source.

    Whoever reads the rows first while the library is open for writing leaves them packed for the next.
    """
    kept = packs.kept(library.audience, source, kind)
    if kept is not None:
        return kept
    if not library.writes or library.audience.in_transaction:
        return _of_rows(library.audience, source, kind)
    pack(library.audience, source, kind)
    return packs.kept(library.audience, source, kind) or _of_rows(library.audience, source, kind)


def pack(connection: sqlite3.Connection, source: str, kind: Kind) -> None:
    """Keep what the rows of a source say packed beside them, to be read at once; memory is that of one part."""
    with transaction(connection):
        parts = _parts(connection, source, kind)
        first = next(parts, None)
        if first is not None:
            packs.keep(connection, source, kind, chain([first], parts))


def _of_rows(connection: sqlite3.Connection, source: str, kind: Kind) -> packs.Columns:
    parts: list[list[npt.NDArray[Any]]] = [[np.empty(0, dtype=type_)] for type_ in _TYPES]
    for columns in _parts(connection, source, kind):
        for place, part in enumerate(parts):
            part.append(columns[place])
    users, items, values, times = (np.concatenate(parts.pop(0)) for _ in _TYPES)  # the parts of one after another go
    return users, items, values, times


def _parts(connection: sqlite3.Connection, source: str, kind: Kind) -> Iterator[packs.Columns]:
    cursor = connection.execute(_READ[kind], [source])
    while len(cells := np.fromiter(chain.from_iterable(islice(cursor, CHUNK)), dtype=np.float64)):
        users, items, values, times = (
            said.astype(type_) for said, type_ in zip(cells.reshape(-1, len(_TYPES)).T, _TYPES, strict=True)
        )
        yield users, items, values, times


def ids_of(connection: sqlite3.Connection, table: str, column: str, keys: Numbers) -> tuple[tuple[str, ...], Numbers]:
    """The ids behind database keys, in order of first appearance, and each key's number among them."""
    there, back = in_order_met(keys, int(keys.max(initial=0)) + 1)
    names: dict[int, str] = dict(connection.execute(f"SELECT {column}, {column}_id FROM {table}").fetchall())
    return tuple(names[key] for key in back.tolist()), there[keys]


def unmet(connection: sqlite3.Connection, domain: str, rated: tuple[str, ...]) -> list[str]:
    """Works of the domain that nobody met, neither under their own id nor under one that is linked to them."""
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
