"""Reading events of any kind back from audience.db, counted or in hours, as the arrays that ratings come in."""

from __future__ import annotations

import numpy as np

from culturedata.data.dataset import COUNTED, Dataset
from culturedata.data.vocabulary import Vocabulary
from culturedata.errors import ModelError
from culturedata.store.library import Library
from culturedata.store.people.behaviour import ids_of, unmet

HOURS = {"s": 1 / 3600, "min": 1 / 60, "h": 1.0}  # of an event whose value is a duration


def event_sources(library: Library, domain: str, kind: str = "play") -> list[tuple[str, str, str]]:
    """Sources with events of `kind` of a domain, as (source, provenance, title): open ones first, then by name."""
    found = library.culture.execute(
        "SELECT source, provenance, title FROM sources WHERE (', ' || domain || ', ') LIKE ?", [f"%, {domain}, %"]
    ).fetchall()
    told = library.audience.execute("SELECT DISTINCT source FROM events WHERE kind = ? AND item IS NOT NULL", [kind])
    there = {row[0] for row in told}
    return sorted((row for row in found if row[0] in there), key=lambda row: (row[1] != "open", row[0]))


def interactions(
    library: Library, domain: str = "music", kind: str = "play", source: str | None = None
) -> tuple[Dataset, str]:
    """The events of `kind` of one source of a domain, in the order of their arrival, and the unit of their values.

    The unit is «hours» where the values are durations, else «plays»; an event without a value is one play. Without
    `source` the first open source is taken, else the first by name. Items as in `behaviour.ratings`, times 0 where
    unknown. Raises ModelError if there are no such events.
    """
    chosen = [row for row in event_sources(library, domain, kind) if source in (None, row[0])]
    if not chosen:
        raise ModelError(f"there are no events of kind {kind} of {domain} in {library.folder}.", "Import lastfm.")
    name, provenance, title = chosen[0]
    rows = library.audience.execute(
        """SELECT user, item, coalesce(value, 1), coalesce(unit, ''), at FROM events
           WHERE source = ? AND kind = ? AND item IS NOT NULL ORDER BY event_id""",
        [name, kind],
    ).fetchall()
    users, items, values, units, times = zip(*rows, strict=True)
    hours = all(unit in HOURS for unit in units)
    spent = [value * HOURS[unit] for value, unit in zip(values, units, strict=True)] if hours else values
    user_ids, user_numbers = ids_of(library.audience, "users", "user", np.array(users, dtype=np.int32))
    item_ids, item_numbers = ids_of(library.audience, "items", "item", np.array(items, dtype=np.int32))
    return Dataset(
        name=title,
        provenance=provenance,
        scale=COUNTED,
        user_ids=Vocabulary(user_ids),
        item_ids=Vocabulary((*item_ids, *unmet(library.culture, domain, item_ids))),
        users=user_numbers,
        items=item_numbers,
        values=np.array(spent, dtype=np.float32),
        times=np.array(times, dtype=np.int64),
        kind="play",
    ), "hours" if hours else "plays"
