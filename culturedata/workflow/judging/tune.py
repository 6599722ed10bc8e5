"""Searching the best options of a recommender on a part of what it may learn from; the test is asked once, at the end.

Every configuration that was tried is kept at once, so that a search goes on where it was stopped.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Measurement
from culturedata.errors import ModelError, UsageError
from culturedata.evaluate import offline
from culturedata.evaluate.differences import Difference
from culturedata.evaluate.metrics._base import RatingMetric
from culturedata.store.library import Library
from culturedata.store.people import measurements
from culturedata.workflow import judge
from culturedata.workflow.judge import Asked, Entrant, Judged
from culturedata.workflow.judging import choosing, parts
from culturedata.workflow.judging.choosing import Options
from culturedata.workflow.judging.compare import compared
from culturedata.workflow.judging.parts import FOLDS, KINDS, Part
from culturedata.workflow.train import RECOMMENDERS, make

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Trial:
    """One configuration that was tried: its searched options, its figure on the tuning part, and its seconds.

    Without a figure, nothing could be learnt with these options: they diverged.
    """

    number: int
    options: Options
    figure: float | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched: the options of `name` that are best by `metric` (on slates of `k`, if it judges slates).

    `how` is one of choosing.SEARCHES. `split` cuts off the test, and then from what is left the tuning part; `fixed`
    options are the same in all trials.
    """

    name: str
    metric: str
    how: str = "bayesian"
    split: str = "time"
    k: int = 10
    seed: int = 0
    fixed: Options = field(default_factory=dict)

    @property
    def asked(self) -> Asked:
        """What every configuration is measured by."""
        return Asked((self.metric,), k=self.k, seed=self.seed)

    def entrant(self, options: Options) -> Entrant:
        """The recommender with such options."""
        return Entrant(self.name, {**self.fixed, **options})

    def key(self, split: str, fingerprint: str) -> dict[str, Any]:
        """What its trials on a split of some data are kept under."""
        fixed = f", {measurements.said(self.fixed)}" if self.fixed else ""
        k = None if isinstance(offline.metric(self.metric), RatingMetric) else self.k
        return {"recommender": self.name, "metric": self.metric, "k": k, "search": self.how, "seed": self.seed,
                "split": f"{split}, of the rest again{fixed}", "fingerprint": fingerprint}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tuned:
    """All trials in their order, the best of them, and the test: the defaults', the tuned one's and their difference.

    `resumed` trials had been kept before. The figure of the best trial flatters it: it is the best of many. The test's
    does not. Without a difference the defaults are the best.
    """

    trials: tuple[Trial, ...]
    best: Trial
    resumed: int
    tested: tuple[Measurement, ...]
    difference: Difference | None
    judged: tuple[Judged, ...]


def tune(
    library: Library,
    dataset: Dataset,
    documents: Documents | None,
    search: Search,
    budget: int,
    tell: Tell | None = None,
) -> Tuned:
    """Try `budget` configurations in all, those of earlier runs counted; the first are the defaults.

    Raises UsageError where there is nothing to search, without optuna, or where the metric is undefined.
    """
    _checked(search)
    [outer] = parts.parts(dataset, search.split, seed=search.seed)
    assert isinstance(outer.train, Dataset)
    [inner] = parts.parts(outer.train, search.split, seed=search.seed)
    key = search.key(outer.split, dataset.fingerprint)
    rows = measurements.trials(library.audience, key)
    done = [Trial(row["number"], json.loads(row["config"]), row["figure"], row["seconds"]) for row in rows]
    resumed = len(done)
    while len(done) < budget:
        options = _next(search, done)
        began = time.perf_counter()
        same = next((one for one in done if one.options == options), None)
        figure = same.figure if same else _figure(dataset, documents, search, options, inner, not done)
        trial = Trial(len(done), options, figure, time.perf_counter() - began)
        row = {"number": trial.number, "config": measurements.said(options), "figure": figure, "seconds": trial.seconds}
        measurements.save_trial(library.audience, key, row)
        done.append(trial)
        if tell:
            said = "diverged" if figure is None else f"{search.metric} {figure:.4f}"
            tell(f"{len(done)} of {budget}: {said} {_said(options)}")
    best = min(done, key=lambda one: _rank(search, one))
    chosen = [{}, best.options] if best.options != done[0].options else [{}]  # the defaults come first
    judged = tuple(judge.judge(dataset, documents, [search.entrant(o) for o in chosen], [outer], search.asked, tell))
    pairs = compared([search.name] * len(judged), [one.values for one in judged[::-1]], outer.split, search.seed)
    difference = pairs[0].difference if pairs else None  # the tuned one beside the defaults
    return Tuned(tuple(done), best, resumed, tuple(one.measurements[0] for one in judged), difference, judged)


def _checked(search: Search) -> None:
    """Raises UnknownName, UsageError for what can't be searched."""
    searched = RECOMMENDERS.load(search.name).searched
    rule = offline.metric(search.metric)
    made = make(search.name, search.fixed)
    if not searched:
        raise UsageError(f"{search.name} has nothing to tune.", "Its options change nothing, or it has none.")
    if not choosing.space(search.name, search.fixed):
        raise UsageError(f"every option of {search.name} that is searched is fixed.", "Leave one --option out.")
    if isinstance(rule, RatingMetric) and not made.predicts_ratings:
        raise UsageError(f"{search.name} predicts no ratings, so it has no {search.metric}.", "Tune it by ndcg.")
    if parts.known(search.split) == FOLDS:
        others = ", ".join(kind for kind in KINDS if kind != FOLDS)
        raise UsageError("folds leave no test for the end.", f"Choose one of: {others}.")
    choosing.installed()  # before the first trial, which would do without


def _next(search: Search, done: Sequence[Trial]) -> Options:
    if not done:
        return choosing.defaults(search.name, search.fixed)
    searched = choosing.space(search.name, search.fixed)
    higher = offline.metric(search.metric).higher_is_better
    return choosing.proposed(searched, search.how, search.seed, [(one.options, one.figure) for one in done], higher)


def _rank(search: Search, trial: Trial) -> float:
    """The place of a trial among others: the lower, the better."""
    if trial.figure is None:
        return inf
    return -trial.figure if offline.metric(search.metric).higher_is_better else trial.figure


def _figure(
    dataset: Dataset, documents: Documents | None, search: Search, options: Options, part: Part, first: bool
) -> float | None:
    """The figure on the tuning part; None if nothing could be learnt. Raises ModelError if the `first` diverge."""
    try:
        [judged] = judge.judge(dataset, documents, [search.entrant(options)], [part], search.asked)
    except ModelError:
        if first:
            raise
        return None
    figure = judged.measurements[0].mean if judged.measurements else None
    if figure is None:
        raise UsageError(
            f"{search.metric} of {search.name} is undefined on the tuning part.", "Choose another split or metric."
        )
    return figure


def _said(options: Options) -> str:
    """«(factors=50, epochs=20)»."""
    told = (f"{name}={value:.4g}" if isinstance(value, float) else f"{name}={value}" for name, value in options.items())
    return f"({', '.join(told)})"
