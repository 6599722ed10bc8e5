"""Each measure of popularity against pandas, which computes it another way."""

from __future__ import annotations

from math import log

import numpy as np
import pandas as pd
import pytest

from culturedata.data.facts import Facts
from culturedata.signals.popularity._known import DAY, Known
from tests.signals.made import ago, facts, figures, interactions

USERS, WORKS, N = 40, 60, 800
FACTS = facts(WORKS, 7)
RNG = np.random.default_rng(8)
TABLE = pd.DataFrame({
    "user": RNG.integers(0, USERS, N), "work": RNG.zipf(1.4, N) % WORKS, "value": RNG.integers(1, 6, N) * 1.0,
    "at": [ago(days) for days in RNG.uniform(0.001, 90, N)],
})  # fmt: skip
BY = TABLE.groupby("work")
AGE = (ago(0) - TABLE["at"]) / DAY


def of(name: str, unit: str = "plays", said: Facts = FACTS) -> np.ndarray:
    rows = list(TABLE.itertuples(index=False, name=None))
    return figures(name, Known.of(interactions(rows, USERS, WORKS), unit, said, ago(0)))


def same(found: np.ndarray, told: pd.Series, missing: float = 0.0) -> None:
    told = told.reindex(range(WORKS), fill_value=missing)
    np.testing.assert_allclose(found, told.to_numpy(np.float64), rtol=1e-9, atol=1e-12)


def recent(days: int) -> pd.Series:
    """Interactions of the last days, by pandas' rolling window over time as it stands after the last."""
    stamps = TABLE.assign(when=pd.to_datetime(TABLE["at"], unit="s"))
    end = pd.to_datetime(ago(0), unit="s")
    inside = stamps[stamps["when"] >= end - pd.Timedelta(days=days)]
    return inside.groupby("work").size().reindex(range(WORKS), fill_value=0)


def test_sums() -> None:
    same(of("counts"), BY.size())
    same(of("people"), BY["user"].nunique())
    same(of("plays"), BY["value"].sum())
    runtimes = pd.Series(FACTS.runtimes)
    same(of("hours"), BY["value"].sum().reindex(range(WORKS), fill_value=0) * runtimes)
    same(of("views", "hours"), BY["value"].sum().reindex(range(WORKS), fill_value=0) / runtimes)


def test_windows() -> None:
    same(of("last-7-days"), recent(7))
    same(of("last-28-days"), recent(28))
    same(of("trend"), np.log1p(recent(7)) - np.log1p(recent(28) / 4))


def test_decay() -> None:
    same(of("decay"), np.exp(-log(2) / 7 * AGE).groupby(TABLE["work"]).sum())


def test_bayesian_mean() -> None:
    """As the mean of the ratings and of 25 more at the mean of all."""
    mean = TABLE["value"].mean()
    padded = pd.concat([TABLE[["work", "value"]]] + [pd.DataFrame({"work": range(WORKS), "value": mean})] * 25)
    same(of("bayesian-mean", "stars"), padded.groupby("work")["value"].mean())


def test_age_adjusted() -> None:
    """By pandas' quantile classes."""
    ages, n = AGE.groupby(TABLE["work"]).max(), BY.size()
    expected = n.groupby(pd.qcut(ages, 10, labels=False)).transform("mean")
    same(of("age-adjusted"), n / expected, missing=np.nan)


@pytest.mark.parametrize("kind", ["genre", "maker", "place"])
def test_within(kind: str) -> None:
    """By pandas' ranks within groups of the works and words, one row each."""
    people = BY["user"].nunique()
    pairs = [(work, word) for work, words in enumerate(FACTS.labels[kind]) for word in words if work in people.index]
    long = pd.DataFrame(pairs, columns=["work", "word"]).assign(n=lambda table: table["work"].map(people))
    groups = long.groupby("word")["n"]
    long["place"] = (groups.rank() - 0.5) / groups.transform("size")
    same(of(f"within-{kind}"), long[groups.transform("size") > 1].groupby("work")["place"].mean(), missing=np.nan)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("box-office", ("box office", "USD")), ("critics", ("critics' rating", "of 10")),
        ("reviews", ("reviews", "reviews")), ("tomatometer", ("tomatometer", "%")),
        ("metacritic", ("metacritic", "of 100")), ("imdb-rating", ("rating", "of 10")),
        ("imdb-votes", ("ratings", "votes")),
    ],
)  # fmt: skip
def test_figures_of_the_catalogue(name: str, key: tuple[str, str]) -> None:
    table = pd.DataFrame({"value": FACTS.figures[key].values, "at": FACTS.figures[key].at})
    same(of(name), table["value"].where((table["at"] > 0) & (table["at"] < ago(0))), missing=np.nan)
