"""Judging recommenders: trains them on one part of the ratings and measures them on the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
import numpy as np

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Measurement, Run
from culturedata.evaluate import offline
from culturedata.evaluate.groups import Exposure, exposures
from culturedata.evaluate.metrics._base import RatingMetric, RunMetric
from culturedata.evaluate.setting import Groups, Setting
from culturedata.recommend.rerank._seam import reranker
from culturedata.registry import unknown
from culturedata.store.catalogue.groups import groups
from culturedata.store.library import Library
from culturedata.store.people import models
from culturedata.workflow import held_out
from culturedata.workflow.held_out import Outcome, Task
from culturedata.workflow.judging import parts
from culturedata.workflow.judging.compare import Compared, compared
from culturedata.workflow.judging.costs import Cost
from culturedata.workflow.judging.parts import FOLDS, Part
from culturedata.workflow.train import Named, make

RATING_METRICS = ["rmse", "mae"]
SLATE_METRICS = ["ndcg", "recall", "precision", "coverage", "gini"]
SHARES = (0.1, 0.2, 0.4, 0.7, 1.0)  # of the training part, on a learning curve
STRANGERS = {"users": "people whom it never met", "works": "works that nobody was seen with"}
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be measured: by which metrics, on slates of `k`, with which `seed`, in how many `folds`.

    `jobs` recommenders are at work at the same time; `groups` are kinds of groups of works: how much each is shown.
    With `own_time` a recommender is told when each rating was given that it predicts.
    """

    metrics: Sequence[str] = (*RATING_METRICS, *SLATE_METRICS)
    k: int = 10
    seed: int = 0
    folds: int = 5
    jobs: int = 1
    groups: Mapping[str, Groups] = field(default_factory=dict)
    own_time: bool = True


@dataclass(frozen=True, slots=True)
class Entrant:
    """A recommender with the options that are not at their defaults, and the rerankers behind it in their order."""

    name: str
    options: dict[str, Any] = field(default_factory=dict)
    rerank: tuple[Named, ...] = ()

    @property
    def title(self) -> str:
        """What its figures are called: «ease», or «ease + mmr»."""
        return " + ".join((self.name, *(name for name, _ in self.rerank)))

    @property
    def config(self) -> dict[str, Any]:
        """All options as plain values, those of the rerankers under their names. Raises UsageError."""
        own = {name: msgspec.to_builtins(reranker(name, said).config) for name, said in self.rerank}
        return {**config(self.name, self.options), **own}


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One entrant on one split: the figures, those of each person by metric, and what each step cost.

    `exposures` say how much of what is shown is of each group of works, where groups were asked for.
    """

    entrant: Entrant
    split: str
    measurements: list[Measurement]
    values: dict[str, offline.PerUser]
    costs: list[Cost]
    exposures: list[Exposure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that was measured: on splits, of pairs, and at growing shares of the training part."""

    judged: list[Judged] = field(default_factory=list)
    differences: list[Compared] = field(default_factory=list)
    curve: list[tuple[float, Judged]] = field(default_factory=list)

    @property
    def measurements(self) -> list[Measurement]:
        """All figures, without those of the curve."""
        return [one for judged in self.judged for one in judged.measurements]


def evaluate(
    dataset: Dataset,
    documents: Documents | None,
    entrants: Sequence[Entrant],
    kinds: Iterable[str],
    asked: Asked,
    *,
    pairs: bool = False,
    shares: Sequence[float] = (),
    tell: Tell | None = None,
) -> Evaluation:
    """Judge `entrants` on each split of `kinds`, see parts.KINDS; with `pairs` also who is better than whom.

    With `shares` each is also trained on growing shares of the training part of every split but the folds, and judged
    on the same test. Raises UnknownName, UsageError where the data can't be parted so.
    """
    found = Evaluation()
    for kind in kinds:
        cut = parts.parts(dataset, kind, folds=asked.folds, seed=asked.seed)
        cut = cut if asked.own_time else parts.untimed(cut)
        judged = list(judge(dataset, documents, entrants, cut, asked, tell))
        found.judged.extend(judged)
        if pairs:
            names, values = [one.entrant.title for one in judged], [one.values for one in judged]
            found.differences.extend(compared(names, values, cut[0].split, asked.seed))
        for share in shares if kind != FOLDS else ():
            whole = cut[0].train
            assert isinstance(whole, Dataset)
            less = replace(
                cut[0], train=parts.grown(whole, share, asked.seed), said=f"{cut[0].said}, {share:.0%} of it"
            )
            again = judge(dataset, documents, entrants, [less], asked, tell) if share < 1 else judged
            found.curve.extend((share, one) for one in again)
    return found


def judge(
    dataset: Dataset,
    documents: Documents | None,
    entrants: Sequence[Entrant],
    cut: Sequence[Part],
    asked: Asked,
    tell: Tell | None = None,
) -> Iterator[Judged]:
    """Each entrant on the parts of one split, whose predictions are pooled; slates are only judged where it is one.

    Who predicts no ratings has no figures of them: it is told. Who has no answer to strangers is undefined for them.
    """
    ratings, slates = _wanted(asked.metrics, cut)
    if tell and not ratings and not slates:
        tell(f"{cut[0].split}: nothing can be measured there by {_listed(asked.metrics)}")
    taking = _taking(entrants, ratings, bool(slates), tell)
    tests = [held_out.taken(dataset, part.test) for part in cut]
    among = _only(tests[0]) if cut[0].strangers == "works" else None
    before = np.cumsum([0, *map(len, tests)]).tolist()
    tasks = [
        Task(
            entrant.name, part.train, part.test, part.said, entrant.options, predicts,
            asked.k if slates else None, among, part.strangers, before[number], entrant.rerank, asked.own_time,
        )
        for entrant, predicts in taking
        for number, part in enumerate(cut)
    ]  # fmt: skip
    found = held_out.run(dataset, documents, tasks, seed=asked.seed, jobs=asked.jobs, tell=tell)
    setting = _setting(dataset, documents, cut[0], asked) if slates else None
    for entrant, predicts in taking:
        outcomes = [next(found) for _ in cut]
        judging = _Judging(entrant, cut[0], tests, asked, setting)
        if tell:
            for what in outcomes[0].unserved:
                tell(f"{entrant.title}: it has no {what} for {STRANGERS[cut[0].strangers]}, so they are undefined")
        yield judging.judged(outcomes, ratings if predicts else [], slates)


def _taking(
    entrants: Sequence[Entrant], ratings: Sequence[str], slates: bool, tell: Tell | None
) -> list[tuple[Entrant, bool]]:
    """Whose ratings or slates are judged, and whether their ratings are; who predicts none is told.

    A reranker changes no predicted rating: behind one, only slates are judged.
    """
    taking = []
    for entrant in entrants:
        predicts = bool(ratings) and not entrant.rerank and make(entrant.name, entrant.options).predicts_ratings
        if predicts or slates:
            taking.append((entrant, predicts))
        if tell and ratings and not predicts and not entrant.rerank:
            tell(f"{entrant.name}: it ranks works and predicts no ratings, so it has no {_listed(ratings)}")
    return taking


@dataclass(frozen=True, slots=True, eq=False)
class _Judging:
    """What the outcomes of one entrant are judged with."""

    entrant: Entrant
    part: Part
    tests: list[Dataset]
    asked: Asked
    setting: Setting | None

    def judged(self, outcomes: list[Outcome], ratings: list[str], slates: list[str]) -> Judged:
        """The figures of the metrics of `ratings` and of `slates`."""
        measured: list[Measurement] = []
        values: dict[str, offline.PerUser] = {}
        shown: list[Exposure] = []
        if slates and self.asked.groups and outcomes[0].slates is not None and self.setting is not None:
            shown = exposures(self._run(outcomes), self.tests[0], self.setting)
        for names, what, measure in (("ratings", ratings, self._ratings), ("slates", slates, self._slates)):
            if what and names in outcomes[0].unserved:
                measured += self._undefined(what, self.asked.k if names == "slates" else None)
            elif what:
                found, mine = measure(what, outcomes)
                measured, values = [*measured, *found], {**values, **mine}
        return Judged(self.entrant, self.part.split, measured, values, _mean(outcomes), shown)

    def _ratings(
        self, names: list[str], outcomes: list[Outcome]
    ) -> tuple[list[Measurement], dict[str, offline.PerUser]]:
        given = offline.Predictions(
            np.concatenate([test.users for test in self.tests]),
            np.concatenate([test.values for test in self.tests]).astype(np.float64),
            np.concatenate([one.predicted for one in outcomes if one.predicted is not None]),
            self.tests[0].scale,
        )
        measured = offline.judge_ratings(
            names, given, recommender=self.entrant.title, split=self.part.split, seed=self.asked.seed,
            dataset=self.tests[0],
        )  # fmt: skip
        return measured, offline.per_user_ratings(names, given)

    def _slates(
        self, names: list[str], outcomes: list[Outcome]
    ) -> tuple[list[Measurement], dict[str, offline.PerUser]]:
        assert self.setting is not None
        run, test = self._run(outcomes), self.tests[0]
        measured = offline.judge_run(names, run, test, setting=self.setting, split=self.part.split)
        return measured, offline.per_user(names, run, test, setting=self.setting)

    def _run(self, outcomes: list[Outcome]) -> Run:
        [outcome], [test] = outcomes, self.tests
        assert outcome.slates is not None
        mine, asked = self.entrant, self.asked
        return Run(mine.title, mine.config, asked.seed, test.fingerprint, test.provenance, asked.k, outcome.slates)

    def _undefined(self, names: list[str], k: int | None) -> list[Measurement]:
        test = self.tests[0]
        return [
            Measurement(
                recommender=self.entrant.title, metric=name, mean=None, low=None, high=None, users=0,
                undefined=len(np.unique(test.users)), split=self.part.split, seed=self.asked.seed,
                provenance=test.provenance, dataset=test.name, k=k,
            )
            for name in names
        ]  # fmt: skip


def _wanted(metrics: Sequence[str], cut: Sequence[Part]) -> tuple[list[str], list[str]]:
    """The metrics of ratings, and those of slates that make sense on this split.

    Folds are judged by ratings only: everybody would have several slates. Where only works that nobody met compete,
    figures of everybody's slates together say nothing of the catalogue.
    """
    made = [offline.metric(name) for name in metrics]
    ratings = [one.name for one in made if isinstance(one, RatingMetric)]
    slates = [one for one in made if not isinstance(one, RatingMetric)]
    if len(cut) > 1:
        slates = []
    if cut[0].strangers == "works":
        slates = [one for one in slates if not isinstance(one, RunMetric)]
    return ratings, [one.name for one in slates]


def _setting(dataset: Dataset, documents: Documents | None, part: Part, asked: Asked) -> Setting:
    return Setting.of(held_out.taken(dataset, part.train), documents, asked.groups)


def _only(test: Dataset) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which works of the catalogue are in the test part, (n_items,)."""
    there = np.zeros(len(test.item_ids), dtype=bool)
    there[test.items] = True
    return there


def _listed(names: Sequence[str]) -> str:
    """«RMSE or MAE»."""
    return " or ".join(name.upper() for name in names)


def _mean(outcomes: list[Outcome]) -> list[Cost]:
    """Each step over all parts: its mean seconds and count, its largest peak."""
    steps = dict.fromkeys(cost.step for one in outcomes for cost in one.costs)
    out = []
    for step in steps:
        costs = [cost for one in outcomes for cost in one.costs if cost.step == step]
        peaks = [cost.peak_mb for cost in costs if cost.peak_mb is not None]
        seconds = float(np.mean([cost.seconds for cost in costs]))
        out.append(Cost(step, seconds, max(peaks, default=None), round(np.mean([cost.counted for cost in costs]))))
    return out


def groups_of(library: Library, documents: Documents, kinds: Iterable[str]) -> dict[str, Groups]:
    """Groups of the described works by their kinds: country, period, gender. Raises UnknownName."""
    known = groups(library.culture, documents.ids)
    wanted = list(kinds)
    for kind in wanted:
        if kind not in known:
            raise unknown("kind of groups", kind, known)
    return {kind: Groups.of(known[kind]) for kind in wanted}


def described(library: Library, dataset: Dataset, seed: int) -> str:
    """What figures were measured on, in one line: how many ratings or plays of what, tier, licence, seed and day."""
    found = library.culture.execute("SELECT licence FROM sources WHERE title = ?", [dataset.name]).fetchone()
    tier = f"{dataset.provenance}, {found[0]}" if found else dataset.provenance
    return f"{len(dataset):,} {dataset.kind}s of {dataset.name} ({tier}), seed {seed}, {models.now()[:10]}"


def config(name: str, options: dict[str, Any] | None = None) -> dict[str, Any]:
    """All options of a recommender as plain values, those not given at their defaults. Raises UsageError."""
    said: dict[str, Any] = msgspec.to_builtins(make(name, options).config)
    return said
