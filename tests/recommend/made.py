"""Synthetic data for tests of recommenders: ratings drawn with a seed, two groups who disagree, and descriptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from culturedata.data.dataset import COUNTED, Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query
from culturedata.data.vocabulary import Vocabulary

Rating = tuple[int, int, float]


def dataset(
    ratings: Sequence[Rating], users: int = 0, items: int = 0, scale: tuple[float, float] = (0.5, 5)
) -> Dataset:
    """A dataset of (user, item, value)s, with at least so many users and items in its vocabularies."""
    user, item, value = (np.array(column) for column in zip(*ratings, strict=True)) if ratings else (np.empty(0),) * 3
    return Dataset(
        name="synthetic",
        provenance="simulated",
        scale=scale,
        user_ids=Vocabulary(tuple(f"u{n}" for n in range(max(users, int(user.max(initial=-1)) + 1)))),
        item_ids=Vocabulary(tuple(f"i{n}" for n in range(max(items, int(item.max(initial=-1)) + 1)))),
        users=user.astype(np.int32),
        items=item.astype(np.int32),
        values=value.astype(np.float32),
        times=np.arange(len(user), dtype=np.int64),
    )


def played(data: Dataset, seed: int = 0) -> Dataset:
    """The same people and works, played from once to thousands of times in place of rated; nobody says when."""
    often = np.random.default_rng(seed).geometric(0.01, len(data)).astype(np.float32)
    return replace(data, scale=COUNTED, values=often, times=np.zeros(len(data), dtype=np.int64), kind="play")


def described(tokens: Sequence[Sequence[str]]) -> Documents:
    """Descriptions by `tokens`, each token told by its name; the French words end in «-fr»."""
    ids = tuple(f"w{n}" for n in range(len(tokens)))
    return Documents(
        ids=ids,
        titles_fr=tuple(f"Œuvre {n}" for n in range(len(tokens))),
        titles_en=tuple(f"Work {n}" for n in range(len(tokens))),
        tokens=tuple(tuple(one) for one in tokens),
        labels={token: (f"{token}-fr", token) for one in tokens for token in one},
    )


def drawn(seed: int = 0, users: int = 70, items: int = 40, share: float = 0.6, cold: int = 3) -> Dataset:
    """Random half-star ratings in random order; the last `cold` users and the last `cold` items have none."""
    rng = np.random.default_rng(seed)
    pairs = np.argwhere(rng.random((users - cold, items - cold)) < share)
    rng.shuffle(pairs)
    taste, appeal = rng.normal(0, 0.7, users), rng.normal(0, 0.7, items)
    return dataset(
        [
            (int(u), int(i), float(np.clip(np.rint(2 * (3.2 + taste[u] + appeal[i] + rng.normal(0, 0.8))) / 2, 0.5, 5)))
            for u, i in pairs
        ],
        users,
        items,
    )


def words(seed: int, items: int, empty: int = 2) -> Documents:
    """Random descriptions of three to eight of twenty-four tokens; the last `empty` items have none."""
    rng = np.random.default_rng(seed)
    tokens = [[f"t{t}" for t in rng.choice(24, rng.integers(3, 9), replace=False)] for _ in range(items - empty)]
    return described([*tokens, *([()] * empty)])


def checkerboard(seed: int = 0, users: int = 60, items: int = 40) -> tuple[Dataset, Documents]:
    """Even users love even items and can't stand odd ones, odd users the other way round; three in five were rated.

    Every item is rated alike on the whole, so that only who rated it tells the halves apart; its three tokens do too.
    """
    rng = np.random.default_rng(seed)
    pairs = np.argwhere(rng.random((users, items)) < 0.6)
    rng.shuffle(pairs)
    ratings = [(int(u), int(i), 5.0 if u % 2 == i % 2 else 1.0) for u, i in pairs]
    tokens = [[f"half{n % 2}:{t}" for t in rng.choice(6, 3, replace=False)] for n in range(items)]
    return dataset(ratings, users, items), described(tokens)


def chosen(table: Sequence[Sequence[float]]) -> Dataset:
    """The ratings of a table, people down and works across; 0 is none."""
    ratings = [(user, item, value) for user, row in enumerate(table) for item, value in enumerate(row) if value]
    return dataset(ratings, len(table), len(table[0]))


def asked(*items: int) -> Query:
    """Somebody unknown who saw these."""
    return Query(None, np.array(items, dtype=np.int32))
