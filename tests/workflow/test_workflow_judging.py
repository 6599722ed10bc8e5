"""Splits by name, what they judge, who is a stranger there; costs; pairs; learning curves."""

from __future__ import annotations

import numpy as np
import pytest

from culturedata.data.documents import Documents
from culturedata.errors import UnknownName
from culturedata.evaluate.differences import mean
from culturedata.evaluate.metrics._base import RunMetric
from culturedata.evaluate.offline import METRICS, PerUser
from culturedata.workflow import held_out, judge
from culturedata.workflow.held_out import Task
from culturedata.workflow.judge import Asked, Entrant, Evaluation
from culturedata.workflow.judging import costs, parts
from culturedata.workflow.judging.compare import compared
from tests.evaluate.conftest import drawn
from tests.recommend import made as made_up

RATED = drawn(400, 25, 60)
RUN = {name for name in METRICS.members() if issubclass(METRICS.load(name), RunMetric)}


def judged(
    *names: str, kinds: tuple[str, ...] = ("time",), metrics: tuple[str, ...] = (), **more: object
) -> Evaluation:
    asked = Asked(metrics or ("rmse", "ndcg"), k=3)
    return judge.evaluate(RATED, None, [Entrant(name) for name in names], kinds, asked, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", parts.KINDS)
def test_every_interaction_is_on_one_side(kind: str) -> None:
    """Of each part: nothing is learnt and judged; together they are the whole."""
    for part in parts.parts(RATED, kind, folds=3, seed=1):
        train, test = (held_out.taken(RATED, one) for one in (part.train, part.test))
        pairs = [
            set(zip(one.users.tolist(), one.items.tolist(), one.times.tolist(), strict=True)) for one in (train, test)
        ]
        assert len(train) + len(test) == len(RATED)
        assert pairs[0].isdisjoint(pairs[1])
        if part.strangers:
            of = "users" if part.strangers == "users" else "items"
            assert set(getattr(train, of).tolist()).isdisjoint(getattr(test, of).tolist())
    with pytest.raises(UnknownName, match=f"Did you mean '{kind}'"):
        parts.parts(RATED, f"{kind}x")


@pytest.mark.parametrize("kind", [kind for kind in parts.KINDS if kind != "folds"])
def test_ratings_and_slates_are_judged_on_every_split_but_the_folds(kind: str) -> None:
    found = judged("svd", kinds=(kind,))
    assert [one.metric for one in found.measurements] == ["rmse", "ndcg"]
    assert [one.metric for one in judged("svd", kinds=("folds",)).measurements] == ["rmse"]
    for one in found.measurements:
        assert one.users + one.undefined == len(np.unique(parts.parted(RATED, kind).test.users))


def test_who_can_not_serve_strangers_is_undefined_for_them_and_says_so() -> None:
    told: list[str] = []
    found = judged("slope-one", "svd", "popular", kinds=("cold-users", "cold-works"), tell=told.append)
    figures = {(one.split[:8], one.recommender, one.metric): one.mean for one in found.measurements}
    nothing = {place for place, mean in figures.items() if mean is None}
    assert nothing == {
        ("cold peo", "slope-one", "rmse"), ("cold peo", "slope-one", "ndcg"), ("cold wor", "slope-one", "rmse"),
        ("cold wor", "slope-one", "ndcg"), ("cold wor", "svd", "ndcg"), ("cold wor", "popular", "ndcg"),
    }  # fmt: skip
    assert "slope-one: it has no ratings for people whom it never met, so they are undefined" in told
    assert "popular: it has no slates for works that nobody was seen with, so they are undefined" in told


def test_works_that_nobody_met_compete_among_themselves() -> None:
    """Content tells them apart; figures of the whole catalogue say nothing there."""
    data, documents = made_up.checkerboard()
    assert isinstance(documents, Documents)
    cold = parts.parted(data, "cold-works", 3)
    [part] = parts.parts(data, "cold-works", seed=3)
    only = np.zeros(len(data.item_ids), dtype=bool)
    only[cold.test.items] = True
    task = Task("content", part.train, part.test, "", k=3, among=only, strangers="works", predicts=False)
    [outcome] = held_out.run(data, documents, [task])
    assert outcome.slates
    for slate in outcome.slates.values():
        assert set(slate.items.tolist()) <= set(cold.test.items.tolist())
    asked = Asked(tuple(METRICS.members()), k=3, seed=3)
    [mine] = judge.judge(data, documents, [Entrant("content")], [part], asked)
    assert {one.metric for one in mine.measurements} == set(METRICS.members()) - RUN - {"rmse", "mae"}


def test_behind_a_reranker_the_same_split_is_judged() -> None:
    """With all weight on being little known: the least known of all that compete."""
    data, documents = made_up.drawn(4), made_up.words(4, 40)
    for kind in ("time", "cold-works"):
        [part] = parts.parts(data, kind, seed=3)
        among = None if kind == "time" else judge._only(held_out.taken(data, part.test))
        named = (("hidden-gems", {"weight": 1}),)
        task = Task(
            "content", part.train, part.test, "", k=3, among=among, strangers=part.strangers, predicts=False,
            rerank=named,
        )  # fmt: skip
        [outcome] = held_out.run(data, documents, [task])
        assert outcome.slates
        train = held_out.taken(data, part.train)
        known = train.matrix.getnnz(axis=0)
        for user, slate in outcome.slates.items():
            unseen = np.setdiff1d(np.arange(40) if among is None else np.flatnonzero(among), train.history(user))
            assert set(slate.items.tolist()) <= set(unseen.tolist())
            assert known[slate.items].tolist() == np.sort(known[unseen])[:3].tolist(), "the least known of all"


def test_costs_are_of_the_work_done() -> None:
    made, cost = costs.measured("train", 7, lambda: np.ones(8 * 2**20).sum())
    assert made == 8 * 2**20
    assert (cost.step, cost.counted, cost.seconds > 0) == ("train", 7, True)
    assert cost.peak_mb is None or 60 < cost.peak_mb < 70, "64 megabytes of float64"


def test_costs_of_folds_are_means_and_the_largest_peak() -> None:
    [one] = judged("baseline", kinds=("folds",)).judged
    assert [(cost.step, cost.counted) for cost in one.costs] == [("train", 320), ("predict", 80)]


def of_people(users: list[int], sums: list[float]) -> PerUser:
    """What they add to a mean."""
    return PerUser(np.array(users, dtype=np.int32), np.array(sums), np.ones(len(users)), mean)


def test_a_difference_is_that_of_the_figures_that_are_shown() -> None:
    """Of ratings and of slates, where nobody is undefined for either."""
    found = judged("svd", "baseline", kinds=("folds", "time"), metrics=("rmse", "mae", "coverage"), pairs=True)
    shown = {(one.split, one.recommender, one.metric): one.mean for one in found.measurements}
    assert [(one.split, one.metric) for one in found.differences] == [
        (split, metric) for split in ("5 random folds", "by time, last 20% per user") for metric in ("rmse", "mae")
    ]
    for one in found.differences:
        left, right = (shown[one.split, name, one.metric] for name in ("svd", "baseline"))
        assert left is not None
        assert right is not None
        assert one.difference.difference == pytest.approx(left - right, abs=1e-12)


def test_what_can_not_be_measured_is_told() -> None:
    told: list[str] = []
    assert judged("svd", kinds=("folds",), metrics=("ndcg", "map"), tell=told.append).judged == []
    assert told == ["5 random folds: nothing can be measured there by NDCG or MAP"]


def test_pairs_are_on_the_same_people() -> None:
    """Somebody whom one of the two has no figure for is left out of that pair, and counted."""
    values = [
        {"ndcg": of_people([1, 2, 3], [0.5, 0.25, np.nan])}, {"ndcg": of_people([2, 3, 4], [0.75, 1.0, 0.0])},
        {"rmse": of_people([1], [1.0])},
    ]  # fmt: skip
    [one] = compared(["a", "a", "b"], values, "time")
    assert (one.metric, one.one, one.other, one.difference.one, one.difference.other) == ("ndcg", 0, 1, "a", "a")
    assert (one.difference.difference, one.difference.users, one.difference.undefined) == (-0.5, 1, 3)


def test_a_curve_ends_in_the_figure_itself_and_grows_by_the_same_ratings() -> None:
    found = judged("baseline", metrics=("rmse",), shares=(0.25, 0.5, 1.0))
    assert [share for share, _ in found.curve] == [0.25, 0.5, 1.0]
    assert found.curve[-1][1] is found.judged[0]
    train = parts.parted(RATED, "time").train
    quarter, half = parts.grown(train, 0.25, 5), parts.grown(train, 0.5, 5)
    seen = [
        list(zip(one.users.tolist(), one.items.tolist(), one.times.tolist(), strict=True)) for one in (quarter, half)
    ]
    assert set(seen[0]) < set(seen[1])
    assert (len(quarter), len(half)) == (round(len(train) / 4), round(len(train) / 2))
    assert parts.grown(train, 1.0, 5).fingerprint == train.fingerprint
    assert judged("baseline", kinds=("folds",), shares=(0.5, 1.0)).curve == []
