"""Searching the best options of a recommender on a part of what it may learn from; the test is asked once, at the end.

Every configuration that was tried is kept at once, so that a search goes on where it was stopped, and as if it had not
been: what is tried next depends on the seed, its number and what was tried before only.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

import msgspec
import numpy as np

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Measurement
from culturedata.errors import ModelError, UsageError
from culturedata.evaluate import offline
from culturedata.evaluate.differences import Difference
from culturedata.evaluate.metrics._base import RatingMetric
from culturedata.recommend._space import Span
from culturedata.store.library import Library
from culturedata.store.people import measurements
from culturedata.workflow import judge
from culturedata.workflow.judge import Asked, Entrant, Judged
from culturedata.workflow.judging import parts
from culturedata.workflow.judging.compare import compared
from culturedata.workflow.judging.parts import FOLDS, KINDS, Part
from culturedata.workflow.train import RECOMMENDERS, make

SEARCHES = ("random", "bayesian")
AT_FIRST = 10  # trials by chance before a Bayesian search draws conclusions
Tell = Callable[[str], None]
Options = dict[str, Any]


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

    `split` cuts off the test, and then from what is left the tuning part; `fixed` options are the same in all trials.
    """

    name: str
    metric: str
    how: str = "bayesian"
    split: str = "time"
    k: int = 10
    seed: int = 0
    fixed: Options = field(default_factory=dict)


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

    Raises UsageError where there is nothing to search, or where the metric is undefined.
    """
    _checked(search)
    outer = parts.parted(dataset, search.split, search.seed)
    inner = parts.parted(outer.train, search.split, search.seed)
    tuning = Part(f"tuning: {inner.name}", inner.name, inner.train, inner.test, KINDS[search.split])
    rule = offline.metric(search.metric)
    asked = Asked((search.metric,), k=search.k, seed=search.seed)
    key = {
        "recommender": search.name, "metric": search.metric, "search": search.how, "seed": search.seed,
        "k": None if isinstance(rule, RatingMetric) else search.k, "fingerprint": dataset.fingerprint,
        "split": f"{outer.name}, of the rest again" + (f", {measurements.said(search.fixed)}" if search.fixed else ""),
    }  # fmt: skip
    done = [_read(search, row) for row in measurements.trials(library.audience, key)]
    resumed = len(done)
    for number in range(resumed, budget):
        options = _next(search, done, number, rule.higher_is_better)
        began = time.perf_counter()
        same = next((one for one in done if one.options == options), None)
        try:
            figure = same.figure if same else _figure(dataset, documents, search, options, tuning, asked)
        except ModelError:
            if not number:  # the defaults
                raise
            figure = None
        trial = Trial(number, options, figure, time.perf_counter() - began)
        row = {"number": number, "config": measurements.said(options), "figure": figure, "seconds": trial.seconds}
        measurements.save_trial(library.audience, key, row)
        done.append(trial)
        if tell:
            said = "diverged" if figure is None else f"{search.metric} {figure:.4f}"
            tell(f"{number + 1} of {budget}: {said} {_said(options)}")
    best = sorted(done, key=lambda one: _rank(one, rule.higher_is_better))[0]
    tested = Part(outer.name, outer.name, outer.train, outer.test, KINDS[search.split])
    return _tested(dataset, documents, search, done, best, resumed, tested, asked, tell)


def _checked(search: Search) -> None:
    """Raises UnknownName, UsageError for what can't be searched."""
    kind = RECOMMENDERS.load(search.name)
    rule = offline.metric(search.metric)
    made = make(search.name, search.fixed)
    if not kind.searched:
        raise UsageError(f"{search.name} has nothing to tune.", "Its options change nothing, or it has none.")
    if isinstance(rule, RatingMetric) and not made.predicts_ratings:
        raise UsageError(f"{search.name} predicts no ratings, so it has no {search.metric}.", "Tune it by ndcg.")
    if parts.known(search.split) == FOLDS:
        others = ", ".join(kind for kind in KINDS if kind != FOLDS)
        raise UsageError("folds leave no test for the end.", f"Choose one of: {others}.")


def _next(search: Search, done: Sequence[Trial], number: int, higher: bool) -> Options:
    """The options to try as the one of that number: first the defaults, then what the search chooses."""
    space = [one for one in RECOMMENDERS.load(search.name).searched if one.option not in search.fixed]
    defaults = msgspec.to_builtins(make(search.name, search.fixed).config)
    if number == 0 or not space:
        return {one.option: defaults[one.option] for one in space}
    optuna = _optuna()
    distributions = {}
    for one in space:
        if not isinstance(one, Span):
            distributions[one.option] = optuna.distributions.CategoricalDistribution(list(one.values))
        elif isinstance(one.low, int) and isinstance(one.high, int):
            distributions[one.option] = optuna.distributions.IntDistribution(one.low, one.high, log=one.log)
        else:
            distributions[one.option] = optuna.distributions.FloatDistribution(one.low, one.high, log=one.log)
    chance = int(np.random.SeedSequence([search.seed, number]).generate_state(1)[0])
    samplers = optuna.samplers
    sampler = (
        samplers.RandomSampler(seed=chance)
        if search.how == "random"
        else samplers.TPESampler(seed=chance, n_startup_trials=AT_FIRST)
    )
    study = optuna.create_study(direction="maximize" if higher else "minimize", sampler=sampler)
    for trial in done:
        state = optuna.trial.TrialState.FAIL if trial.figure is None else optuna.trial.TrialState.COMPLETE
        study.add_trial(
            optuna.trial.create_trial(
                params=trial.options, distributions=distributions, value=trial.figure, state=state
            )
        )
    return dict(study.ask(distributions).params)


def _optuna() -> Any:
    """optuna, which keeps quiet. Raises UsageError where it is not installed."""
    try:
        import optuna
    except ImportError as error:
        raise UsageError("tune needs the package optuna.", "Install it: pip install 'culturedata[tune]'.") from error
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    return optuna


def _rank(trial: Trial, higher: bool) -> float:
    """The place of a trial among others: the lower, the better."""
    if trial.figure is None:
        return inf
    return -trial.figure if higher else trial.figure


def _figure(
    dataset: Dataset, documents: Documents | None, search: Search, options: Options, part: Part, asked: Asked
) -> float:
    entrant = Entrant(search.name, {**search.fixed, **options})
    [judged] = judge.judge(dataset, documents, [entrant], [part], asked)
    figure = judged.measurements[0].mean if judged.measurements else None
    if figure is None:
        raise UsageError(
            f"{search.metric} of {search.name} is undefined on the tuning part.", "Choose another split or metric."
        )
    return figure


def _tested(
    dataset: Dataset,
    documents: Documents | None,
    search: Search,
    done: Sequence[Trial],
    best: Trial,
    resumed: int,
    part: Part,
    asked: Asked,
    tell: Tell | None,
) -> Tuned:
    """The defaults and the best, trained on all but the test, on the test."""
    chosen = [Entrant(search.name, search.fixed)]
    if best.options != done[0].options:
        chosen.append(Entrant(search.name, {**search.fixed, **best.options}))
    judged = tuple(judge.judge(dataset, documents, chosen, [part], asked, tell))
    pairs = compared([search.name] * len(judged), [one.values for one in judged[::-1]], part.split, search.seed)
    difference = pairs[0].difference if pairs else None  # the tuned one beside the defaults
    measured = tuple(one.measurements[0] for one in judged)
    return Tuned(tuple(done), best, resumed, measured, difference, judged)


def _read(search: Search, row: dict[str, Any]) -> Trial:
    return Trial(row["number"], json.loads(row["config"]), row["figure"], row["seconds"])


def _said(options: Options) -> str:
    """«(factors=50, epochs=20)»."""
    told = (f"{name}={value:.4g}" if isinstance(value, float) else f"{name}={value}" for name, value in options.items())
    return f"({', '.join(told)})"
