"""Each measure of popularity where the truth is known: interactions drawn from rates that were chosen before."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest

from culturedata.data.facts import Dated, Facts
from culturedata.signals.popularity._known import Known
from tests.signals.made import MEASURES, Row, ago, figures, interactions

RATES = np.array([1.0, 2.0, 4.0, 8.0, 16.0])  # interactions a day
DAYS = 400
PEOPLE = 2000
SIGMAS = 4.5  # of 10 figures one is farther off in 1 of 15,000 drawings


def drawn(seed: int = 0, rates: np.ndarray = RATES, since: np.ndarray | None = None) -> list[Row]:
    """A Poisson stream a work, by people drawn at random, each of one play or two; `since` so many days ago."""
    rng = np.random.default_rng(seed)
    since = np.full(len(rates), DAYS) if since is None else since
    rows: list[Row] = []
    for work, (rate, days) in enumerate(zip(rates, since, strict=True)):
        n = rng.poisson(rate * days)
        back, who, plays = rng.uniform(0, days, n), rng.integers(0, PEOPLE, n), rng.integers(1, 3, n)
        rows += [(int(u), work, float(v), ago(b)) for u, v, b in zip(who, plays, back, strict=True)]
    return rows


def near(found: np.ndarray, truth: np.ndarray, deviation: np.ndarray) -> None:
    assert np.all(np.abs(found - truth) < SIGMAS * deviation), (found, truth, deviation)


def known(unit: str = "plays", facts: Facts | None = None, rows: list[Row] | None = None) -> Known:
    return Known.of(interactions(drawn() if rows is None else rows), unit, facts, ago(0))


def test_of_poisson_streams() -> None:
    """Expected: rate × days, with the deviation of a Poisson number; a play counts 1.5 on average."""
    whole = RATES * DAYS
    near(figures("counts", known()), whole, np.sqrt(whole))
    near(figures("plays", known()), 1.5 * whole, np.sqrt(2.5 * whole))
    near(figures("last-7-days", known()), 7 * RATES, np.sqrt(7 * RATES))
    near(figures("last-28-days", known()), 28 * RATES, np.sqrt(28 * RATES))


def test_distinct_people_are_an_occupancy() -> None:
    """n interactions by P people: P (1 − (1 − 1/P)^n) are met on average, by less than the square root of that off."""
    met = PEOPLE * (1 - np.exp(-RATES * DAYS / PEOPLE))
    near(figures("people", known()), met, np.sqrt(met))


def test_decay_of_a_steady_stream() -> None:
    """rate · h / ln 2, with the variance rate · h / (2 ln 2): what is older than 400 days weighs nothing."""
    near(figures("decay", known(), half_life=7), RATES * 7 / log(2), np.sqrt(RATES * 7 / (2 * log(2))))


def test_trend() -> None:
    """0 for a steady stream; log 2.8 / 1.6 … for one whose last week is thrice as strong: n7 = 3w, n28 = 6w."""
    steady = RATES * 100
    found = figures("trend", known(rows=drawn(1, steady, np.full(5, 28))))
    near(found, np.zeros(5), 1.2 / np.sqrt(7 * steady))
    rising = drawn(2, steady, np.full(5, 28)) + drawn(3, 2 * steady, np.full(5, 7))
    near(figures("trend", known(rows=rising)), np.full(5, log(3 / 1.5)), 1.2 / np.sqrt(21 * steady))


def test_hours_and_views() -> None:
    """Hours are plays times the runtime, and divided by it plays again: the short and the long are seen as often."""
    facts = Facts(np.array([0.5, 1.0, 2.0, 4.0, 8.0]))
    whole = 1.5 * RATES * DAYS
    spread = np.sqrt(2.5 * RATES * DAYS)
    near(figures("hours", known(facts=facts)), whole * facts.runtimes, spread * facts.runtimes)
    near(figures("views", known(facts=facts)), whole, spread)
    logged = [(user, work, plays * facts.runtimes[work], at) for user, work, plays, at in drawn()]
    near(figures("views", known("hours", facts, logged)), whole, spread)


def test_bayesian_mean_is_nearer_to_the_truth_than_the_mean() -> None:
    """Appeal N(3.5, 0.3²), noise 1: with C = 1 / 0.3² it is the posterior mean, of error σ² τ² / (σ² + n τ²)."""
    rng = np.random.default_rng(4)
    works, n = 4000, 5
    appeal = rng.normal(3.5, 0.3, works)
    rows = [(user, work, appeal[work] + rng.normal(), ago(1)) for work in range(works) for user in range(n)]
    found = figures("bayesian-mean", Known.of(interactions(rows), "stars"), weight=1 / 0.3**2)
    error = np.mean((found - appeal) ** 2)
    assert error == pytest.approx(1 / (n + 1 / 0.3**2), rel=0.1)
    plain = np.bincount([row[1] for row in rows], weights=[row[2] for row in rows]) / n
    assert error < 0.5 * np.mean((plain - appeal) ** 2)


def test_age_adjusted_finds_the_rates_again() -> None:
    """Works of ten ages, all met as often a day but one in ten, thrice as often: n / E are as 3 to 1 at any age."""
    since = np.repeat(np.arange(1, 11) * 100, 40)
    rates = np.where(np.arange(400) % 10 == 0, 3.0, 1.0)
    found = figures("age-adjusted", known(rows=drawn(5, rates, since)), classes=10)
    plain = figures("counts", known(rows=drawn(5, rates, since)))
    assert found[rates == 3].mean() == pytest.approx(3 / 1.2, rel=0.03)
    assert found[rates == 1].mean() == pytest.approx(1 / 1.2, rel=0.03)
    assert found[rates == 3].min() > found[rates == 1].max(), "which counts do not tell"
    assert plain[rates == 3].min() < plain[rates == 1].max()


@pytest.mark.parametrize("kind", ["genre", "maker", "place"])
def test_within_is_blind_to_how_popular_the_group_is(kind: str) -> None:
    """Two groups of the same spread, one a hundred times as popular: places are alike, and even from 0 to 1."""
    works = 50
    rates = np.concatenate([np.arange(1, works + 1) * 1.0, np.arange(1, works + 1) * 100.0])
    labels = {kind: tuple((group,) for group in "ab" for _ in range(works))}
    rows = [(user, work, 1.0, ago(1)) for work, rate in enumerate(rates) for user in range(int(rate))]
    said = replace(Facts.none(2 * works), labels=labels)
    found = figures(f"within-{kind}", known(facts=said, rows=rows))
    np.testing.assert_allclose(found[:works], (np.arange(works) + 0.5) / works, atol=1e-12)
    np.testing.assert_allclose(found[works:], found[:works], atol=1e-12)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("box-office", ("box office", "USD")), ("critics", ("critics' rating", "of 10")),
        ("reviews", ("reviews", "reviews")), ("tomatometer", ("tomatometer", "%")),
        ("metacritic", ("metacritic", "of 100")), ("imdb-rating", ("rating", "of 10")),
        ("imdb-votes", ("ratings", "votes")),
    ],
)  # fmt: skip
def test_a_figure_is_that_of_its_kind_and_unit(name: str, key: tuple[str, str]) -> None:
    """Of all figures that a catalogue may give, this one, and whatever people do changes nothing."""
    kind, unit = key
    told = Dated(np.array([0.1, 0.2, 0.3, 0.4, 0.5]), np.full(5, ago(2), dtype=np.int64))
    other = Dated(np.full(5, 9.0), told.at)
    said = replace(Facts.none(5), figures={(kind, "another unit"): other, ("another kind", unit): other, key: told})
    assert figures(name, known(facts=said)).tolist() == told.values.tolist()
    assert figures(name, known(facts=said, rows=[*drawn(6)[:1], (0, 4, 1.0, ago(1))])).tolist() == told.values.tolist()


def test_every_measure_has_a_truth() -> None:
    """What is tested above; a new measure is added here with its truth."""
    told = {
        "counts", "plays", "people", "last-7-days", "last-28-days", "decay", "trend", "hours", "views",
        "bayesian-mean", "age-adjusted", "within-genre", "within-maker", "within-place", "box-office", "critics",
        "reviews", "tomatometer", "metacritic", "imdb-rating", "imdb-votes",
    }  # fmt: skip
    assert told == set(MEASURES.members())
