"""Both sides of topn answer the same question with the same answer."""

from __future__ import annotations

import numpy as np
import pytest

from culturedata.benchmarks.topn import SEED, K, predicted, slates, surprise_svd
from culturedata.data.dataset import Dataset
from culturedata.data.vocabulary import Vocabulary
from culturedata.recommend.surprise.factors import Svd

USERS, ITEMS, RATED = 15, 40, 37  # the last three films nobody rated: their scores are equal


@pytest.fixture
def dataset() -> Dataset:
    """Synthetic: 240 ratings of distinct pairs; everybody rated something."""
    chance = np.random.default_rng(3)
    pairs = chance.choice(USERS * RATED, size=240, replace=False)
    return Dataset(
        "synthetic", "simulated", (1.0, 5.0),
        Vocabulary(tuple(f"u{n}" for n in range(USERS))), Vocabulary(tuple(f"i{n}" for n in range(ITEMS))),
        (pairs // RATED).astype(np.int32), (pairs % RATED).astype(np.int32),
        chance.integers(1, 6, 240).astype(np.float32), np.zeros(240, dtype=np.int64),
    )  # fmt: skip


def test_the_same_ten_films_in_the_same_order(dataset: Dataset) -> None:
    ours = slates(Svd().fit(dataset, seed=SEED), dataset)
    reference = predicted(surprise_svd(dataset), dataset)
    assert ours == reference
    assert sorted(ours) == list(range(USERS))
    for user, items in ours.items():
        assert len(set(items)) == K
        assert not set(items) & set(dataset.history(user).tolist())
    assert len({tuple(items) for items in ours.values()}) > 1
