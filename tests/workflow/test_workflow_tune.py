"""Tuning: on the training part only, resumable as if it had not been stopped, and the test asked once at the end."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from culturedata.data.dataset import Dataset
from culturedata.errors import ModelError, UnknownName, UsageError
from culturedata.evaluate import split
from culturedata.recommend._base import Recommender
from culturedata.recommend._space import Span
from culturedata.store.catalogue.works import rows
from culturedata.store.library import Library
from culturedata.workflow import held_out, judge
from culturedata.workflow.judging import keeping
from culturedata.workflow.judging.choosing import SEARCHES
from culturedata.workflow.judging.tune import Search, tune
from culturedata.workflow.train import RECOMMENDERS, make
from tests.evaluate.conftest import drawn

RATED = drawn(400, 25, 60)


@pytest.mark.parametrize("how", SEARCHES)
def test_a_stopped_search_goes_on_as_if_it_had_not_been(library: Library, how: str) -> None:
    search = Search("baseline", "rmse", how, "random")
    whole = tune(library, RATED, None, search, 13)
    library.audience.execute("DELETE FROM trials WHERE number >= 11")
    again = tune(library, RATED, None, search, 13)
    assert (whole.resumed, again.resumed) == (0, 11)
    assert [(one.options, one.figure) for one in again.trials] == [(one.options, one.figure) for one in whole.trials]
    assert again.tested == whole.tested
    kept = rows(library.audience, "SELECT * FROM trials ORDER BY number")
    assert [json.loads(row["config"]) for row in kept] == [one.options for one in whole.trials]
    assert {(row["recommender"], row["metric"], row["k"], row["search"]) for row in kept} == {
        ("baseline", "rmse", None, how)
    }


def test_what_is_killed_in_a_trial_keeps_those_before(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked = held_out.make, []

    def stops(name: str, options: dict[str, Any] | None = None) -> Recommender:
        asked.append(options)
        if len(asked) > 2:
            raise KeyboardInterrupt
        return real(name, options)

    monkeypatch.setattr(held_out, "make", stops)
    with pytest.raises(KeyboardInterrupt):
        tune(library, RATED, None, Search("baseline", "rmse", split="random"), 5)
    assert [row["number"] for row in rows(library.audience, "SELECT number FROM trials")] == [0, 1]
    monkeypatch.undo()
    assert tune(library, RATED, None, Search("baseline", "rmse", split="random"), 5).resumed == 2


def test_what_diverges_is_no_best_one(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the search goes on, also when it is resumed; but defaults that diverge end it."""
    real, asked = held_out.make, []

    def diverges(name: str, options: dict[str, Any] | None = None) -> Recommender:
        asked.append(options)
        if len(asked) == 2:
            raise ModelError("it diverged.", "Learn more slowly.")
        return real(name, options)

    monkeypatch.setattr(held_out, "make", diverges)
    search = Search("baseline", "rmse", split="random")
    found = tune(library, RATED, None, search, 13)
    assert [one.figure is None for one in found.trials] == [False, True, *[False] * 11]
    assert found.best.figure == min(one.figure for one in found.trials if one.figure is not None)
    assert tune(library, RATED, None, search, 14).trials[:13] == found.trials
    asked[:] = [None]
    with pytest.raises(ModelError):
        tune(library, RATED, None, Search("svd", "rmse", split="random"), 2)


def test_nothing_of_the_test_is_learnt_from_before_the_end(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every trial is trained and judged within the training part of the test's split."""
    outer = split.random_share(RATED, seed=2)
    inner = split.random_share(outer.train, seed=2)
    seen: list[tuple[str, str]] = []
    real = held_out.taken

    def spy(dataset: Dataset, part: Any) -> Dataset:
        found = real(dataset, part)
        seen.append(found.fingerprint)
        return found

    monkeypatch.setattr(held_out, "taken", spy)
    tune(library, RATED, None, Search("baseline", "rmse", split="random", seed=2), 3)
    of_trials, of_test = {inner.train.fingerprint, inner.test.fingerprint}, outer.test.fingerprint
    first = seen.index(of_test)
    assert set(seen[:first]) == of_trials
    assert set(seen[first:]) == {outer.train.fingerprint, of_test}


def test_the_first_are_the_defaults_and_the_best_is_the_best(library: Library) -> None:
    found = tune(library, RATED, None, Search("baseline", "rmse", "random", "random"), 8)
    defaults = judge.config("baseline")
    assert found.trials[0].options == {
        name: defaults[name] for name in ("regularization_items", "regularization_users")
    }
    assert found.best.figure == min(one.figure for one in found.trials)
    ranked = tune(library, RATED, None, Search("popular", "ndcg", "random", "random", k=3), 4)
    assert ranked.best.figure == max(one.figure for one in ranked.trials)
    assert [one.k for one in ranked.tested] in ([3], [3, 3])


def test_the_test_compares_the_tuned_with_the_defaults(library: Library) -> None:
    """Trained on all but the test; the difference is that of the two figures."""
    search = Search("baseline", "rmse", "random", "random")
    found = tune(library, RATED, None, search, 8)
    outer = split.random_share(RATED, seed=0)
    figures = []
    for options in ({}, found.best.options):
        fitted = make("baseline", options).fit(outer.train, None, 0)
        off = (outer.test.values - np.clip(held_out.predicted(fitted, outer.test), 1, 5)) ** 2
        figures.append(float(np.sqrt(off.mean())))
    assert [one.mean for one in found.tested] == pytest.approx(figures)
    assert found.difference is not None
    assert found.difference.difference == pytest.approx(figures[1] - figures[0])
    keeping.keep_tuned(library, RATED, found, search)
    kept = rows(library.audience, "SELECT config, mean FROM measurements ORDER BY measurement_id")
    assert [row["mean"] for row in kept] == [one.mean for one in found.tested]
    [pair] = rows(library.audience, "SELECT * FROM differences")
    assert [pair["other_config"], pair["config"]] == [row["config"] for row in kept]


def test_fixed_options_stay(library: Library) -> None:
    found = tune(library, RATED, None, Search("svd", "rmse", "random", "random", fixed={"epochs": 2}), 3)
    assert all("epochs" not in one.options for one in found.trials)
    assert found.judged[0].entrant.options == {"epochs": 2}
    other = tune(library, RATED, None, Search("svd", "rmse", "random", "random", fixed={"epochs": 3}), 1)
    assert other.resumed == 0, "another search"


@pytest.mark.parametrize(
    ("search", "said"),
    [
        (Search("slope-one", "rmse"), "slope-one has nothing to tune"),
        (Search("popular", "rmse"), "popular predicts no ratings, so it has no rmse"),
        (Search("baseline", "rmse", split="folds"), "folds leave no test for the end"),
        (Search("popular", "ndcg", fixed={"by": "plays", "weight": 3}), "every option of popular .* is fixed"),
        (Search("baseline", "rmse", split="cold-users"), None),
    ],
)
def test_what_can_not_be_tuned(library: Library, search: Search, said: str | None) -> None:
    if said is None:
        assert tune(library, RATED, None, search, 1).tested
        return
    with pytest.raises(UsageError, match=said):
        tune(library, RATED, None, search, 2)
    with pytest.raises(UnknownName, match="Did you mean 'rmse'"):
        tune(library, RATED, None, Search("baseline", "rmsee"), 2)


@pytest.mark.parametrize("name", list(RECOMMENDERS.members()))
def test_every_space_holds_the_defaults_and_is_allowed(name: str) -> None:
    defaults = judge.config(name)
    for one in RECOMMENDERS.load(name).searched:
        ends = (one.low, one.high) if isinstance(one, Span) else one.values
        for value in ends:
            assert judge.config(name, {one.option: value})[one.option] == value
        if isinstance(one, Span):
            assert one.low <= defaults[one.option] <= one.high
            assert isinstance(one.low, int) == isinstance(defaults[one.option], int)
        else:
            assert defaults[one.option] in one.values
