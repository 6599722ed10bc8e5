"""How works share in what is shown: by hand, against a known truth, and against scipy, scikit-learn and pandas."""

from __future__ import annotations

from itertools import combinations, product
from math import isnan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata
from sklearn.metrics import auc

from culturedata.evaluate.metrics._base import Figures
from culturedata.evaluate.metrics.catalogue.coverage import Coverage
from culturedata.evaluate.metrics.catalogue.effective_size import EffectiveSize
from culturedata.evaluate.metrics.catalogue.gini import Gini
from culturedata.evaluate.metrics.catalogue.popularity import Popularity
from culturedata.evaluate.metrics.catalogue.popularity_bias import PopularityBias
from tests.evaluate.conftest import shown

EXACT = 1e-9


def figures(*of: float) -> Figures:
    return np.array(of, dtype=np.float64)


# -- coverage, Gini, ECS ---------------------------------------------------------------------------------------------


def test_by_hand() -> None:
    assert Coverage().of(figures(2, 3, 1, 0, 0, 0, 0, 0)) == 3 / 8
    assert Coverage().of(np.zeros(8)) == 0
    assert Gini().of(figures(6, 10, 3)) == pytest.approx(14 / 57, abs=EXACT)  # the example of docs/notation.md
    assert EffectiveSize().of(figures(6, 10, 3)) == pytest.approx(2 * (10 + 12 + 9) / 19 - 1, abs=EXACT)
    assert EffectiveSize().of(figures(6, 10, 3)) == pytest.approx(2.263, abs=5e-4)  # as published


def test_at_the_ends() -> None:
    """All alike, and one takes all."""
    assert (Gini().of(np.full(4, 7.0)), EffectiveSize().of(np.full(4, 7.0))) == pytest.approx((0, 4), abs=EXACT)
    assert (Gini().of(figures(0, 9, 0, 0)), EffectiveSize().of(figures(0, 9, 0, 0))) == pytest.approx((3 / 4, 1))
    assert isnan(Gini().of(np.zeros(3)))
    assert isnan(EffectiveSize().of(np.zeros(3)))


def test_coverage_of_slates_drawn_blindly() -> None:
    """Three people who are each shown two of five works at random miss a work with chance (1 − 2/5)³."""
    found = []
    for three in product(combinations(range(5), 2), repeat=3):
        found.append(Coverage().of(np.asarray(shown(three, [{}] * 3, 2, 5).matrix.sum(axis=0)).ravel()))
    assert float(np.mean(found)) == pytest.approx(1 - (3 / 5) ** 3, abs=EXACT)


def test_gini_of_exposures_1_to_n() -> None:
    assert Gini().of(np.arange(1.0, 21)) == pytest.approx(19 / 60, abs=EXACT)  # (N − 1)/(3N)


exposed = st.lists(st.integers(0, 1000), min_size=1, max_size=60).filter(any)


@given(exposed)
def test_gini_is_one_less_ecs_over_n(exposure: list[int]) -> None:
    """The identity, whatever is shown; and what a mean rank by falling exposure says (scipy), and half the relative
    mean absolute difference, and the area under the Lorenz curve (scikit-learn)."""
    works, shown_to = len(exposure), np.array(exposure, dtype=np.float64)
    gini, ecs = Gini().of(shown_to), EffectiveSize().of(shown_to)
    assert gini == pytest.approx(1 - ecs / works, abs=1e-12)
    rank = rankdata(-shown_to, method="ordinal")
    assert ecs == pytest.approx(2 * np.average(rank, weights=shown_to) - 1, abs=EXACT)
    apart = np.abs(shown_to[:, None] - shown_to[None, :]).mean()
    assert gini == pytest.approx(apart / (2 * shown_to.mean()), abs=EXACT)
    lorenz = np.concatenate([[0], np.cumsum(np.sort(shown_to)) / shown_to.sum()])
    assert gini == pytest.approx(1 - 2 * auc(np.linspace(0, 1, works + 1), lorenz), abs=EXACT)


# -- popularity ------------------------------------------------------------------------------------------------------

MET = [(0, 1), (0, 1), (0, 2), (0,)]  # work 0 is known to four, 1 to two, 2 to one, 3 to nobody


def test_popularity_by_hand() -> None:
    given = shown([(1, 2), (3,), (), (0, 3)], [{}] * 4, 2, 4, met=MET)
    assert Popularity().of(given) == pytest.approx([(2 / 4 + 1 / 4) / 2, 0, np.nan, (1 + 0) / 2], nan_ok=True)


def test_popularity_bias_by_hand() -> None:
    """Profiles: (4 + 2)/2 twice, (4 + 1)/2, 4; the third has no slate and is not counted on either side."""
    given = shown([(1, 2), (3,), (), (0, 1)], [{}] * 4, 2, 4, met=MET)
    above, below = PopularityBias().parts(given)
    assert above == pytest.approx([1.5, 0, np.nan, 3], nan_ok=True)
    assert below == pytest.approx([3, 3, 2.5, 4])
    assert PopularityBias().of(4.5, 10) == pytest.approx(-0.55)
    assert isnan(PopularityBias().of(0, 0))


def test_who_is_shown_what_they_know_has_no_bias_and_who_is_shown_the_most_known_has_one() -> None:
    same = shown(MET, [{}] * 4, 2, 4, met=MET)
    above, below = PopularityBias().parts(same)
    assert PopularityBias().of(above.sum(), below.sum()) == pytest.approx(0, abs=EXACT)
    assert Popularity().of(shown([(work,) for work in range(4)], [{}] * 4, 1, 4, met=MET)).mean() == 7 / 4 / 4
    above, below = PopularityBias().parts(shown([(0,)] * 4, [{}] * 4, 1, 4, met=MET))
    assert PopularityBias().of(above.sum(), below.sum()) == pytest.approx(4 / 3.125 - 1, abs=EXACT)


def test_popularity_equals_pandas() -> None:
    """The formulas of Abdollahpouri et al. written as joins and groups of tables."""
    rng = np.random.default_rng(0)
    met = [rng.permutation(50)[: rng.integers(1, 20)].tolist() for _ in range(80)]
    slates = [rng.permutation(50)[: rng.integers(1, 11)].tolist() for _ in met]
    ours = shown(slates, [{}] * 80, 10, 50, met=met)
    profile, got = (
        pd.DataFrame([(user, work) for user, works in enumerate(all_) for work in works], columns=["user", "work"])
        for all_ in (met, slates)
    )
    known = profile.groupby("work").user.nunique().reindex(range(50), fill_value=0)
    of_slates, of_profiles = (
        table.assign(p=table.work.map(known)).groupby("user").p.mean() for table in (got, profile)
    )
    assert Popularity().of(ours) == pytest.approx(of_slates.to_numpy() / 80, abs=EXACT)
    assert Coverage().of(np.asarray(ours.matrix.sum(axis=0)).ravel()) == got.work.nunique() / 50
    above, below = PopularityBias().parts(ours)
    delta = (of_slates.mean() - of_profiles.mean()) / of_profiles.mean()
    assert PopularityBias().of(float(above.sum()), float(below.sum())) == pytest.approx(delta, abs=EXACT)
