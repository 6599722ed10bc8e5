"""How good recommenders are and what that cost, kept in audience.db: figures, differences, costs, tried configs.

What was measured in the very same way before is replaced. Configs are JSON with sorted keys: equal ones are one text.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from culturedata.data.slates import Measurement
from culturedata.store.catalogue.works import rows
from culturedata.store.library import transaction
from culturedata.store.people.models import now
from culturedata.store.tables import schema

Row = dict[str, Any]
# What was measured in the very same way, but for what the table adds.
_SAME = """recommender = :recommender AND config = :config AND split = :split AND seed = :seed
AND fingerprint = :fingerprint"""
_READ = ("measurements", "differences", "costs", "exposures")  # tables that pages show


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
    more = {"config": said(config), "fingerprint": fingerprint, "share": share, "hidden": int(hidden)}
    _replace(
        connection,
        f"DELETE FROM measurements WHERE {_SAME} AND metric = :metric AND k IS :k AND share = :share",
        """INSERT INTO measurements (recommender, config, metric, k, mean, low, high, users, undefined, split, seed,
           dataset, fingerprint, provenance, measured_at, share, hidden)
           VALUES (:recommender, :config, :metric, :k, :mean, :low, :high, :users, :undefined, :split, :seed,
           :dataset, :fingerprint, :provenance, :measured_at, :share, :hidden)""",
        ({**asdict(one), **more} for one in measured),
    )


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
    _replace(
        connection,
        f"""DELETE FROM differences WHERE {_SAME} AND other = :other AND other_config = :other_config
            AND metric = :metric AND k IS :k""",
        """INSERT INTO differences (recommender, config, other, other_config, metric, k, difference, low, high, p,
           adjusted, verdict, users, undefined, split, seed, fingerprint, measured_at)
           VALUES (:recommender, :config, :other, :other_config, :metric, :k, :difference, :low, :high, :p,
           :adjusted, :verdict, :users, :undefined, :split, :seed, :fingerprint, :measured_at)""",
        found,
    )


def save_costs(connection: sqlite3.Connection, found: Iterable[Row]) -> None:
    """Keep costs: rows with all columns of the table but its number and time."""
    _replace(
        connection,
        f"DELETE FROM costs WHERE {_SAME} AND step = :step",
        """INSERT INTO costs (recommender, config, step, seconds, peak_mb, counted, jobs, split, seed, fingerprint,
           measured_at) VALUES (:recommender, :config, :step, :seconds, :peak_mb, :counted, :jobs, :split, :seed,
           :fingerprint, :measured_at)""",
        found,
    )


def save_exposures(connection: sqlite3.Connection, found: Iterable[Row]) -> None:
    """Keep what is shown of groups, all groups of a kind in place of those before: rows as for costs."""
    _replace(
        connection,
        f"DELETE FROM exposures WHERE {_SAME} AND kind = :kind AND k = :k",
        """INSERT INTO exposures (recommender, config, kind, label, works, catalogue, profile, shown, low, high, k,
           users, undefined, split, seed, fingerprint, measured_at)
           VALUES (:recommender, :config, :kind, :label, :works, :catalogue, :profile, :shown, :low, :high, :k,
           :users, :undefined, :split, :seed, :fingerprint, :measured_at)""",
        found,
    )


def _replace(connection: sqlite3.Connection, delete: str, insert: str, found: Iterable[Row]) -> None:
    """Put all rows in place of those that were there, with the time."""
    given = [{**row, "measured_at": now()} for row in found]
    with transaction(connection):
        connection.executemany(delete, given)
        connection.executemany(insert, given)


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


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether all that pages read is there: a file of an older version lacks some of it until a library opens it."""
    return all(
        {column.name for column in table.columns}
        <= {row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", [table.name])}
        for table in schema.tables("audience")
        if table.name in _READ
    )


def judged(connection: sqlite3.Connection) -> list[Row]:
    """What was judged on, newest first: data, split and seed."""
    return rows(
        connection,
        """SELECT fingerprint, dataset, provenance, split, seed, max(measured_at) AS measured_at
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


def exposures(connection: sqlite3.Connection, on: Row) -> list[Row]:
    """How much is shown of groups of works on the data, split and seed of `on`."""
    return rows(
        connection,
        """SELECT recommender, config, kind, label, works, catalogue, profile, shown, low, high, k, users, undefined
           FROM exposures WHERE fingerprint = :fingerprint AND split = :split AND seed = :seed
           ORDER BY exposure_id""",
        on,
    )
