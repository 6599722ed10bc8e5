"""Random folds are Surprise's own; the time split takes each person's latest ratings and nothing later is learnt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from surprise import Dataset as SurpriseDataset
from surprise import Reader
from surprise.model_selection import KFold

from culturedata.data.dataset import COUNTED, Dataset
from culturedata.data.split import Split
from culturedata.errors import UsageError
from culturedata.evaluate.split import at_time, by_time, cold_users, cold_works, k_fold, last_n, random_share
from culturedata.workflow.train import make
from tests.evaluate.conftest import Row, drawn, made
from tests.recommend.made import described

Rated = tuple[str, str, float]


def rated(dataset: Dataset) -> list[Rated]:
    """The ratings in their order, by ids."""
    users, items = dataset.user_ids.names(dataset.users), dataset.item_ids.names(dataset.items)
    return list(zip(users, items, dataset.values.tolist(), strict=True))


def of_surprise(dataset: Dataset, folds: int, seed: int) -> list[tuple[list[Rated], list[Rated]]]:
    """What Surprise's KFold learns from and tests on, in its order, before it numbers anything."""
    frame = pd.DataFrame(rated(dataset), columns=["user", "item", "rating"])
    data: Any = SurpriseDataset.load_from_df(frame, Reader(rating_scale=dataset.scale))
    data.construct_trainset = lambda raw: [(user, item, value) for user, item, value, _ in raw]
    return list(KFold(n_splits=folds, random_state=seed).split(data))


@pytest.mark.parametrize("n", [100, 101, 104])
def test_five_folds_are_those_of_surprise(n: int) -> None:
    """KFold(n_splits=5, random_state=0): the same ratings in the same order, also where 5 does not divide n."""
    dataset = drawn(n, 20, 30, seed=n)
    ours = [(rated(part.train), rated(part.test)) for part in k_fold(dataset, 5, 0)]
    assert ours == of_surprise(dataset, 5, 0)


@pytest.mark.parametrize(("folds", "seed"), [(2, 0), (3, 42), (10, 7), (31, 1)])
def test_other_folds_and_seeds_are_those_of_surprise(folds: int, seed: int) -> None:
    dataset = drawn(31, 6, 8)
    ours = [(rated(part.train), rated(part.test)) for part in k_fold(dataset, folds, seed)]
    assert ours == of_surprise(dataset, folds, seed)


def test_every_rating_is_tested_once_and_never_learnt_in_its_fold() -> None:
    dataset = drawn(103, 20, 30)
    parts = list(k_fold(dataset, 5, 3))
    assert sorted(pair for part in parts for pair in rated(part.test)) == sorted(rated(dataset))
    for part in parts:
        assert sorted(rated(part.train) + rated(part.test)) == sorted(rated(dataset))
        assert part.train.user_ids is dataset.user_ids
    assert [(part.name, part.seed) for part in parts][1] == ("random fold 2 of 5", 3)
    assert [len(part.test) for part in parts] == [21, 21, 21, 20, 20]


@pytest.mark.parametrize("folds", [0, 1, 4])
def test_folds_that_cannot_be_cut(folds: int) -> None:
    dataset = made([(0, 0, 1, 0), (0, 1, 2, 0), (1, 0, 3, 0)])
    with pytest.raises(UsageError, match=rf"3 ratings can't be cut in {folds} folds\. There must be at"):
        list(k_fold(dataset, folds))


def test_by_time_by_hand() -> None:
    """Ten ratings of one person: the two latest; four: one; two: one; one alone is only learnt from."""
    ten = [(0, item, 3, at) for item, at in enumerate([50, 10, 90, 20, 30, 95, 40, 60, 70, 80])]
    four = [(1, item, 3, at) for item, at in enumerate([4, 1, 3, 2])]
    two, one = [(2, 0, 3, 9), (2, 1, 3, 8)], [(3, 0, 3, 1000)]
    part = by_time(made([*ten, *four, *two, *one]))
    tested = list(zip(part.test.users.tolist(), part.test.items.tolist(), strict=True))
    assert tested == [(0, 2), (0, 5), (1, 0), (2, 0)]
    assert len(part.train) == 17 - 4
    assert (part.name, part.seed) == ("by time, last 20% per user", 0)


def test_within_a_second_the_stored_order_counts() -> None:
    part = by_time(made([(0, item, 3, 5) for item in (3, 1, 4, 0, 2)]))
    assert part.test.items.tolist() == [2]
    assert part.train.items.tolist() == [3, 1, 4, 0]


def test_a_share_that_binary_figures_miss() -> None:
    """0.7 · 90 is 62.99999999999999 to a computer, and 63 to everybody else."""
    part = by_time(made([(0, item, 3, item) for item in range(90)]), share=0.7)
    assert part.test.items.tolist() == list(range(27, 90))


rows = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 30), st.just(3.0), st.integers(0, 12)),
    min_size=1, max_size=60, unique_by=lambda row: row[:2],
)  # fmt: skip


@given(rows)
def test_by_time_takes_the_latest_fifth_of_everybody_and_learns_nothing_later(given: list[Row]) -> None:
    dataset = made(given, users=5, items=31)
    part = by_time(dataset)
    for user in range(5):
        mine = [row for row in given if row[0] == user]
        late = max(1, len(mine) // 5) if len(mine) > 1 else 0
        expected = sorted(mine, key=lambda row: row[3])[len(mine) - late :]  # stable: equal times keep their order
        tested = part.test.items[part.test.users == user].tolist()
        assert sorted(tested) == sorted(row[1] for row in expected)
        learnt = part.train.times[part.train.users == user]
        assert late == 0 or learnt.max() <= part.test.times[part.test.users == user].min()
    stored = {pair: place for place, pair in enumerate(rated(dataset))}
    for half in (part.train, part.test):
        places = [stored[pair] for pair in rated(half)]
        assert places == sorted(places)
    assert len(part.train) + len(part.test) == len(given)


def test_plays_that_are_no_discovery_are_not_judged() -> None:
    """The work 0 is played first, in the middle and last: of the last two plays only that of the work 3 is judged."""
    rows = [(0, 0, 1.0, 1), (0, 1, 1.0, 2), (0, 0, 1.0, 3), (0, 2, 1.0, 4), (0, 3, 1.0, 5), (0, 0, 1.0, 6)]
    part = by_time(replace(made(rows), kind="play", scale=COUNTED), share=1 / 3)
    assert part.train.items.tolist() == [0, 1, 0, 2]
    assert part.test.items.tolist() == [3]
    assert part.train.matrix[0].toarray().tolist() == [[2, 1, 1, 0]]


@pytest.mark.parametrize("cut", [by_time, lambda dataset: last_n(dataset, 1)])
def test_plays_without_times_are_not_parted_by_time(cut: Callable[[Dataset], Split]) -> None:
    with pytest.raises(UsageError, match=r"by hand has no times to part it by\. Split it at random\."):
        cut(replace(made([(0, 0, 1, 0), (0, 1, 2, 0)]), kind="play", scale=COUNTED))


def test_nobody_with_two_ratings() -> None:
    part = by_time(made([(0, 0, 3, 1), (1, 0, 4, 2)]))
    assert (len(part.train), len(part.test)) == (2, 0)
    assert not np.isin(part.test.users, [0, 1]).any()


# -- other ways to part ------------------------------------------------------------------------------------------------


def test_the_last_two_of_each_person_at_most_half() -> None:
    rows: list[Row] = [(0, item, 3.0, 100 - item) for item in range(5)]
    rows += [(1, 0, 3.0, 7), (1, 1, 3.0, 7), (1, 2, 3.0, 7), (2, 0, 3.0, 1)]
    parted = last_n(made(rows), 2)
    assert rated(parted.test) == [("u0", "i0", 3.0), ("u0", "i1", 3.0), ("u1", "i2", 3.0)]
    assert len(parted.train) == 6
    assert parted.name == "last 2 of each person"
    assert last_n(made(rows), 1).name == "last of each person"
    assert rated(last_n(made(rows), 1).test) == [("u0", "i0", 3.0), ("u1", "i2", 3.0)]


def test_after_one_moment_nobody_knows_the_future() -> None:
    parted = at_time(made([(0, 0, 3.0, 86_400 * day) for day in (5, 1, 4, 2, 3)]), 0.4)
    assert parted.train.times.max() < parted.test.times.min()
    assert sorted(parted.test.times // 86_400) == [4, 5]
    assert parted.name == "by time, after 1970-01-04"
    with pytest.raises(UsageError, match="has no times to part it by"):
        at_time(made([(0, item, 3.0, 0) for item in range(5)]))


@given(st.integers(0, 10_000), st.floats(0.05, 0.9))
def test_every_split_parts_all_and_keeps_its_promise(seed: int, share: float) -> None:
    dataset = drawn(60, 9, 12, seed)
    parts = [
        last_n(dataset, 1 + seed % 12), at_time(dataset, share), random_share(dataset, share, seed),
        cold_works(dataset, share, seed), cold_users(dataset, share, seed), by_time(dataset, share),
    ]  # fmt: skip
    for parted in parts:
        assert sorted(rated(parted.train) + rated(parted.test)) == sorted(rated(dataset))
    assert not set(parts[3].test.items.tolist()) & set(parts[3].train.items.tolist())
    assert not set(parts[4].test.users.tolist()) & set(parts[4].train.users.tolist())
    for parted in (parts[0], parts[5]):
        for user in set(parted.test.users.tolist()):
            known = parted.train.times[parted.train.users == user]
            assert len(known)
            assert known.max() <= parted.test.times[parted.test.users == user].min()
    assert len(parts[2].test) == round(share * 60)


@pytest.mark.parametrize("name", ["svd", "popular", "knn-baseline", "content"])
def test_later_events_change_nothing(name: str) -> None:
    """What is inserted after the moment of the split is not learnt from, by whatever way of parting by one moment."""
    dataset = drawn(200, 15, 20)
    before = at_time(dataset, 0.3)
    moment = int(before.train.times.max())
    later: list[Row] = [(n % 15, n % 20, 1.0 + n % 5, moment + 1 + n) for n in range(len(before.test))]
    known = zip(before.train.users, before.train.items, before.train.values, before.train.times, strict=True)
    after = at_time(made([*((int(u), int(i), float(v), int(t)) for u, i, v, t in known), *later], 15, 20), 0.3)
    assert rated(after.train) == rated(before.train)
    documents = described([[f"t{n % 4}", f"s{n % 3}"] for n in range(20)])
    learnt = [make(name).fit(parted.train, documents, 1) for parted in (before, after)]
    for user in range(15):
        left, right = (one.score(one.query(user)) for one in learnt)
        assert left.tolist() == right.tolist()
