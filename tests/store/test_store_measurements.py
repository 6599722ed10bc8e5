"""What is kept of a judgement: replaced when measured again in the same way, hidden until revealed, migrated."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.slates import Measurement
from culturedata.store.catalogue.works import rows
from culturedata.store.library import Library
from culturedata.store.people import measurements
from culturedata.store.tables import schema
from tests.small import make as small

ONE = Measurement("svd", "rmse", 0.9, 0.8, 1.0, 30, 1, "5 random folds", 0, "open", "Sample ratings")
ON = {"fingerprint": "cd", "split": "5 random folds", "seed": 0}
COST = {"recommender": "svd", "config": "{}", "step": "train", "seconds": 1.5, "peak_mb": None, "counted": 9, "jobs": 1,
        **ON}  # fmt: skip
PAIR = {"recommender": "svd", "config": "{}", "other": "nmf", "other_config": "{}", "metric": "rmse", "k": None,
        "difference": -0.1, "low": -0.2, "high": 0.0, "p": 0.02, "adjusted": 0.04, "verdict": "better", "users": 30,
        "undefined": 0, **ON}  # fmt: skip
SEARCH = {"recommender": "svd", "metric": "rmse", "k": None, "search": "random", **ON}


def keep(library: Library, *given: Measurement, **more: Any) -> None:
    measurements.save_measurements(library.audience, given, {"b": 1, "a": 2}, "cd", **more)


def test_the_same_measurement_is_replaced_and_another_share_is_not(library: Library) -> None:
    keep(library, ONE)
    keep(library, replace(ONE, mean=0.91))
    keep(library, replace(ONE, mean=1.2), share=0.1)
    found = measurements.figures(library.audience, ON)
    assert [(row["mean"], row["share"], row["config"]) for row in found] == [
        (0.91, 1.0, '{"a": 2, "b": 1}'), (1.2, 0.1, '{"a": 2, "b": 1}')
    ]  # fmt: skip
    [judged] = measurements.judged(library.audience)
    assert (judged["split"], judged["dataset"]) == ("5 random folds", "Sample ratings")


def test_hidden_until_revealed(library: Library) -> None:
    keep(library, ONE, hidden=True)
    keep(library, replace(ONE, split="other"), hidden=True)
    measurements.reveal(library.audience, "5 random folds", 0, "cd")
    assert rows(library.audience, "SELECT split, hidden FROM measurements ORDER BY 1") == [
        {"split": "5 random folds", "hidden": 0}, {"split": "other", "hidden": 1}
    ]  # fmt: skip


def test_differences_and_costs_are_replaced(library: Library) -> None:
    for seconds in (1.5, 2.5):
        measurements.save_costs(library.audience, [{**COST, "seconds": seconds}])
        measurements.save_differences(library.audience, [PAIR, {**PAIR, "k": 10, "metric": "ndcg"}])
    assert [row["seconds"] for row in measurements.costs(library.audience, ON)] == [2.5]
    assert [row["metric"] for row in measurements.differences(library.audience, ON)] == ["rmse", "ndcg"]


def test_all_groups_of_a_kind_are_replaced_together(library: Library) -> None:
    """A group that is no longer there is not left beside those that are; nothing else is touched."""
    group = {"recommender": "svd", "config": "{}", "kind": "gender", "works": 3.0, "catalogue": 0.5, "profile": None,
             "shown": 0.4, "low": None, "high": None, "k": 10, "users": 30, "undefined": 0, **ON}  # fmt: skip
    measurements.save_exposures(library.audience, [{**group, "label": name} for name in ("female", "male", "unknown")])
    measurements.save_exposures(library.audience, [{**group, "label": "1990s", "kind": "period"}])
    measurements.save_exposures(library.audience, [{**group, "label": name} for name in ("female", "male")])
    found = measurements.exposures(library.audience, ON)
    assert [(row["kind"], row["label"]) for row in found] == [
        ("period", "1990s"),
        ("gender", "female"),
        ("gender", "male"),
    ]
    measurements.save_exposures(library.audience, [])
    assert measurements.exposures(library.audience, {**ON, "seed": 1}) == []


def test_a_trial_stands_once(library: Library) -> None:
    trial = {"number": 0, "config": "{}", "figure": 0.9, "seconds": 1.0}
    measurements.save_trial(library.audience, SEARCH, trial)
    with pytest.raises(sqlite3.IntegrityError):
        measurements.save_trial(library.audience, SEARCH, trial)
    measurements.save_trial(library.audience, {**SEARCH, "k": 10, "metric": "ndcg"}, trial)
    assert measurements.trials(library.audience, SEARCH) == [trial]
    assert measurements.trials(library.audience, {**SEARCH, "seed": 1}) == []


def test_figures_of_the_version_before_stay_and_are_of_the_whole_training_part(tmp_path: Path) -> None:
    small(tmp_path / "old")
    with Library.open(tmp_path / "old", write=True) as library:
        keep(library, ONE, replace(ONE, split="prize, 5 random folds: test"))
    with closing(sqlite3.connect(tmp_path / "old" / "audience.db", isolation_level=None)) as db:
        db.execute("ALTER TABLE measurements RENAME TO today")
        [made] = (one for one in schema.statements(schema.sql("audience")) if "TABLE measurements" in one)
        db.execute(made[: made.index(",  -- UTC, ISO 8601")] + "  -- UTC, ISO 8601\n)")
        columns = ", ".join(row[1] for row in db.execute("PRAGMA table_info(measurements)"))
        db.execute(f"INSERT INTO measurements SELECT {columns} FROM today")
        db.execute("DROP TABLE today")
        for table in ("differences", "costs", "trials", "exposures", "follows"):
            db.execute(f"DROP TABLE {table}")
        db.execute("DELETE FROM _sqlite_migrations WHERE name IN ('m005_judgements', 'm007_exposures', 'm008_follows')")
        assert not measurements.is_current(db)
    with Library.open(tmp_path / "old") as library:
        assert [(row["mean"], row["share"], row["hidden"]) for row in measurements.figures(library.audience, ON)] == [
            (0.9, 1.0, 0)
        ]
        hidden = rows(library.audience, "SELECT hidden FROM measurements WHERE split LIKE 'prize%'")
        assert hidden == [{"hidden": 1}], "nobody revealed it"
        assert measurements.trials(library.audience, SEARCH) == []
        assert measurements.is_current(library.audience)
        indexes = library.audience.execute("SELECT name FROM sqlite_master WHERE name = 'trials_once'").fetchall()
        assert indexes == [("trials_once",)]
        assert library.audience.execute("SELECT count(*) FROM follows").fetchone() == (0,)
    assert (tmp_path / "old" / "audience.before-m005_judgements.db").is_file()
