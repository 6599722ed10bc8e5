"""Events read back as arrays: kinds, units, sources and tiers kept apart."""

from __future__ import annotations

import numpy as np
import pytest

from culturedata.errors import ModelError
from culturedata.store.library import Library
from culturedata.store.people.plays import interactions


def heard(library: Library, source: str, rows: list[tuple[int, str, float | None, str | None, int]], *,
          kind: str = "play", provenance: str = "open") -> None:  # fmt: skip
    """Events of (person, item, value, unit, time) of a source of music."""
    library.culture.execute(
        """INSERT OR IGNORE INTO sources (source, title, domain, publish, licence, provenance)
           VALUES (?, ?, 'music', 'local', 'none', ?)""",
        [source, f"Listens of {source}", provenance],
    )
    audience = library.audience
    for person, item, value, unit, at in rows:
        audience.execute(
            "INSERT OR IGNORE INTO users (user_id, source, provenance) VALUES (?, ?, ?)",
            [f"{source}:user:{person}", source, provenance],
        )
        audience.execute("INSERT OR IGNORE INTO items (item_id, source) VALUES (?, ?)", [item, source])
        audience.execute(
            """INSERT INTO events (user, item, kind, value, unit, at, source, provenance)
               SELECT user, item, ?, ?, ?, ?, ?, ? FROM users, items WHERE user_id = ? AND item_id = ?""",
            [kind, value, unit, at, source, provenance, f"{source}:user:{person}", item],
        )


def test_plays(library: Library) -> None:
    """In the order of their arrival; b:3, which nobody played, is there too; no value is one play."""
    heard(library, "e", [(2, "b:2", 7, "plays", 0), (1, "b:1", None, None, 50), (2, "b:1", 3, "plays", 40)])
    data, unit = interactions(library)
    assert (data.name, data.provenance, unit) == ("Listens of e", "open", "plays")
    assert data.item_ids.ids == ("b:2", "b:1", "b:3")
    assert data.user_ids.ids == ("e:user:2", "e:user:1")
    assert data.users.tolist() == [0, 1, 0]
    assert data.items.tolist() == [0, 1, 1]
    assert data.values.tolist() == [7, 1, 3]
    assert data.times.tolist() == [0, 50, 40]
    assert data.values.dtype == np.float32


def test_durations_are_hours(library: Library) -> None:
    heard(library, "e", [(1, "b:1", 1_800, "s", 1), (2, "b:1", 90, "min", 2)])
    data, unit = interactions(library)
    assert (unit, data.values.tolist()) == ("hours", [0.5, 1.5])


def test_open_ones_come_first_and_one_may_be_asked_for(library: Library) -> None:
    heard(library, "e", [(1, "b:1", 1, "plays", 1)], provenance="simulated")
    heard(library, "f", [(1, "b:2", 1, "plays", 1)])
    heard(library, "f", [(1, "b:3", 1, "listens", 2)], kind="listen")
    assert interactions(library)[0].name == "Listens of f"
    assert interactions(library, source="e")[0].provenance == "simulated"
    assert interactions(library, kind="listen")[0].item_ids.ids[0] == "b:3"


def test_there_are_none(library: Library) -> None:
    for asked in ({}, {"source": "d"}, {"kind": "view"}):
        with pytest.raises(ModelError, match=r"there are no events of kind \w+ of music in .*\. Import lastfm\."):
            interactions(library, **asked)
