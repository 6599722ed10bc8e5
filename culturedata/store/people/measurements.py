"""How good recommenders are and what that cost, kept in audience.db: figures, differences, costs, tried configs.

What was measured in the very same way before is replaced. Configs are JSON with sorted keys: equal ones are one text.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from culturedata.data.slates import Measurement
from culturedata.store.catalogue.works import rows
from culturedata.store.library import transaction
from culturedata.store.people.models import now

Row = dict[str, Any]


def said(config: Row) -> str:
    """A config as it is kept."""
    return json.dumps(config, sort_keys=True)


def save_measurements(
    connection: sqlite3.Connection,
    measured: Iterable[Measurement],
    config: Row,
    fingerprint: str,
    *,
    share: float = 1.0,
    hidden: bool = False,
) -> None:
    """Keep measurements, each with the config of what was judged and the fingerprint of the data.

    `share` of the training part was learnt from; `hidden` figures are not for pages yet.
    """
    measured = list(measured)
    with transaction(connection):
        connection.executemany(
            """DELETE FROM measurements WHERE recommender = ? AND config = ? AND metric = ? AND k IS ? AND split = ?
               AND seed = ? AND fingerprint = ? AND share = ?""",
            [(m.recommender, said(config), m.metric, m.k, m.split, m.seed, fingerprint, share) for m in measured],
        )
        connection.executemany(
            """INSERT INTO measurements (recommender, config, metric, k, mean, low, high, users, undefined, split, seed,
               dataset, fingerprint, provenance, measured_at, share, hidden)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [
                (m.recommender, said(config), m.metric, m.k, m.mean, m.low, m.high, m.users, m.undefined, m.split,
                 m.seed, m.dataset, fingerprint, m.provenance, now(), share, int(hidden))
                for m in measured
            ],
        )  # fmt: skip


def reveal(connection: sqlite3.Connection, split: str, seed: int, fingerprint: str) -> None:
    """Hidden figures of a split are for pages from now on: of all who were judged on it."""
    with transaction(connection):
        connection.execute(
            "UPDATE measurements SET hidden = 0 WHERE split = ? AND seed = ? AND fingerprint = ?",
            [split, seed, fingerprint],
        )


def is_revealed(connection: sqlite3.Connection, split: str, seed: int, fingerprint: str) -> bool:
    """Whether figures of a split are for pages."""
    found = connection.execute(
        """SELECT EXISTS (SELECT 1 FROM measurements
           WHERE split = ? AND seed = ? AND fingerprint = ? AND hidden = 0)""",
        [split, seed, fingerprint],
    )
    return bool(found.fetchone()[0])


def save_differences(connection: sqlite3.Connection, found: Iterable[Row]) -> None:
    """Keep differences: rows with all columns of the table but its number and time."""
    found = list(found)
    with transaction(connection):
        connection.executemany(
            """DELETE FROM differences WHERE recommender = :recommender AND config = :config AND other = :other
               AND other_config = :other_config AND metric = :metric AND k IS :k AND split = :split AND seed = :seed
               AND fingerprint = :fingerprint""",
            found,
        )
        connection.executemany(
            """INSERT INTO differences (recommender, config, other, other_config, metric, k, difference, low, high, p,
               adjusted, verdict, users, undefined, split, seed, fingerprint, measured_at)
               VALUES (:recommender, :config, :other, :other_config, :metric, :k, :difference, :low, :high, :p,
               :adjusted, :verdict, :users, :undefined, :split, :seed, :fingerprint, :measured_at)""",
            [{**row, "measured_at": now()} for row in found],
        )


def save_costs(connection: sqlite3.Connection, found: Iterable[Row]) -> None:
    """Keep costs: rows with all columns of the table but its number and time."""
    found = list(found)
    with transaction(connection):
        connection.executemany(
            """DELETE FROM costs WHERE recommender = :recommender AND config = :config AND step = :step
               AND split = :split AND seed = :seed AND fingerprint = :fingerprint""",
            found,
        )
        connection.executemany(
            """INSERT INTO costs (recommender, config, step, seconds, peak_mb, counted, jobs, split, seed, fingerprint,
               measured_at) VALUES (:recommender, :config, :step, :seconds, :peak_mb, :counted, :jobs, :split, :seed,
               :fingerprint, :measured_at)""",
            [{**row, "measured_at": now()} for row in found],
        )


def trials(connection: sqlite3.Connection, search: Row) -> list[Row]:
    """What a search tried already, in its order; `search` has the columns that say which search it is."""
    return rows(
        connection,
        """SELECT number, config, figure, seconds FROM trials WHERE recommender = :recommender AND metric = :metric
           AND k IS :k AND search = :search AND split = :split AND seed = :seed AND fingerprint = :fingerprint
           ORDER BY number""",
        search,
    )


def save_trial(connection: sqlite3.Connection, search: Row, trial: Row) -> None:
    """Keep one more trial of a search: its number, config, figure and seconds."""
    with transaction(connection):
        connection.execute(
            """INSERT INTO trials (recommender, metric, k, search, split, seed, fingerprint, number, config, figure,
               seconds, tried_at) VALUES (:recommender, :metric, :k, :search, :split, :seed, :fingerprint, :number,
               :config, :figure, :seconds, :tried_at)""",
            {**search, **trial, "tried_at": now()},
        )


def judged(connection: sqlite3.Connection) -> list[Row]:
    """What was judged on, newest first: data, split and seed, and how many configurations on each."""
    return rows(
        connection,
        """SELECT fingerprint, dataset, provenance, split, seed, max(measured_at) AS measured_at,
                  count(DISTINCT recommender || config) AS entrants
           FROM measurements WHERE share = 1 GROUP BY fingerprint, split, seed
           ORDER BY measured_at DESC, max(measurement_id) DESC""",
    )


def figures(connection: sqlite3.Connection, on: Row) -> list[Row]:
    """The figures on the data, split and seed of `on`, at all shares of the training part, in the order they came."""
    return rows(
        connection,
        """SELECT recommender, config, metric, k, mean, low, high, users, undefined, share, hidden, measured_at
           FROM measurements WHERE fingerprint = :fingerprint AND split = :split AND seed = :seed
           ORDER BY measurement_id""",
        on,
    )


def differences(connection: sqlite3.Connection, on: Row) -> list[Row]:
    """The paired differences on the data, split and seed of `on`."""
    return rows(
        connection,
        """SELECT recommender, config, other, other_config, metric, k, difference, low, high, adjusted, verdict, users
           FROM differences WHERE fingerprint = :fingerprint AND split = :split AND seed = :seed
           ORDER BY difference_id""",
        on,
    )


def costs(connection: sqlite3.Connection, on: Row) -> list[Row]:
    """What judging cost on the data, split and seed of `on`."""
    return rows(
        connection,
        """SELECT recommender, config, step, seconds, peak_mb, counted, jobs FROM costs
           WHERE fingerprint = :fingerprint AND split = :split AND seed = :seed ORDER BY cost_id""",
        on,
    )
