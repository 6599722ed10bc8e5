"""Judging recommenders: trains them on one part of the ratings and measures them on the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import numpy as np

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Measurement, Run
from culturedata.evaluate import offline, split
from culturedata.store.library import Library
from culturedata.store.people import models
from culturedata.workflow import held_out
from culturedata.workflow.held_out import Task
from culturedata.workflow.train import make

RATING_METRICS = ["rmse", "mae"]
SLATE_METRICS = ["ndcg", "recall", "precision", "coverage", "gini"]
Tell = Callable[[str], None]


def by_folds(
    dataset: Dataset,
    documents: Documents | None,
    names: Iterable[str],
    *,
    folds: int = 5,
    seed: int = 0,
    options: dict[str, Any] | None = None,
    jobs: int = 1,
    tell: Tell | None = None,
) -> list[Measurement]:
    """RMSE and MAE of each recommender that predicts ratings, over random folds pooled: every rating is judged once.

    The others are told and have no figures. Raises UsageError if there are fewer ratings than folds.
    """
    predicting = []
    for name in names:
        if not make(name, options).predicts_ratings:
            if tell:
                tell(f"{name}: it ranks works and predicts no ratings, so it has no RMSE or MAE")
            continue
        predicting.append(name)
    parts = list(split.fold_positions(len(dataset), folds, seed))
    at = np.concatenate([test for _, test in parts])
    tasks = [
        Task(name, train, test, f"random fold {fold} of {folds}", options or {})
        for name in predicting
        for fold, (train, test) in enumerate(parts, 1)
    ]
    found = held_out.run(dataset, documents, tasks, seed=seed, jobs=jobs, tell=tell)
    out = []
    for name in predicting:
        predicted = np.concatenate([next(found) for _ in parts])
        given = offline.Predictions(dataset.users[at], dataset.values[at].astype(np.float64), predicted, dataset.scale)
        said = f"{folds} random folds"
        out += offline.judge_ratings(RATING_METRICS, given, recommender=name, split=said, seed=seed, dataset=dataset)
    return out


def by_time(
    dataset: Dataset,
    documents: Documents | None,
    names: Iterable[str],
    *,
    k: int = 10,
    share: float = 0.2,
    seed: int = 0,
    options: dict[str, Any] | None = None,
    tell: Tell | None = None,
) -> list[Measurement]:
    """Slates of k for everybody with a test part, judged on each person's latest ratings; all unseen items compete."""
    parted = split.by_time(dataset, share)
    users = np.unique(parted.test.users)
    out = []
    for name in names:
        recommender = make(name, options).fit(parted.train, documents, seed)
        slates = dict(recommender.recommend_all(users, k))
        run = Run(name, config(name, options), seed, parted.train.fingerprint, dataset.provenance, k, slates)
        out += offline.judge_run(SLATE_METRICS, run, parted.test, split=parted.name, catalogue=len(dataset.item_ids))
        if tell:
            tell(f"{name}: {parted.name}")
    return out


def described(library: Library, dataset: Dataset, seed: int) -> str:
    """What figures were measured on, in one line: how many ratings of what, tier, licence, seed and day."""
    found = library.culture.execute("SELECT licence FROM sources WHERE title = ?", [dataset.name]).fetchone()
    tier = f"{dataset.provenance}, {found[0]}" if found else dataset.provenance
    return f"{len(dataset):,} ratings of {dataset.name} ({tier}), seed {seed}, {models.now()[:10]}"


def config(name: str, options: dict[str, Any] | None = None) -> dict[str, Any]:
    """All options of a recommender as plain values, those not given at their defaults. Raises UsageError."""
    said: dict[str, Any] = msgspec.to_builtins(make(name, options).config)
    return said


def keep(
    library: Library, dataset: Dataset, measured: Iterable[Measurement], options: dict[str, Any] | None = None
) -> None:
    """Keep measurements of `dataset` in the library, each with the config of what was judged.

    `options` are those that `by_folds` or `by_time` was given.
    """
    of: dict[str, list[Measurement]] = {}
    for one in measured:
        of.setdefault(one.recommender, []).append(one)
    for name, mine in of.items():
        models.save_measurements(library.audience, mine, config(name, options), dataset.fingerprint)
