"""Small datasets for judging, made from rows (synthetic)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from culturedata.data.dataset import Dataset
from culturedata.data.vocabulary import Vocabulary

Row = tuple[int, int, float, int]  # user, item, rating, UTC seconds


def made(
    rows: Iterable[Row], users: int | None = None, items: int | None = None, scale: tuple[float, float] = (1.0, 5.0)
) -> Dataset:
    """The rows in their order, as a dataset of so many users and items (else as many as the rows name)."""
    table = np.array(list(rows), dtype=np.float64).reshape(-1, 4)
    of_users, of_items = (table[:, column].astype(np.int32) for column in (0, 1))
    people = int(of_users.max(initial=-1)) + 1 if users is None else users
    works = int(of_items.max(initial=-1)) + 1 if items is None else items
    return Dataset(
        "by hand", "simulated", scale, Vocabulary(tuple(f"u{n}" for n in range(people))),
        Vocabulary(tuple(f"i{n}" for n in range(works))), of_users, of_items, table[:, 2].astype(np.float32),
        table[:, 3].astype(np.int64),
    )  # fmt: skip


def drawn(n: int, users: int, items: int, seed: int = 0) -> Dataset:
    """n ratings of distinct pairs, whole stars, at random times, in random order."""
    rng = np.random.default_rng(seed)
    pairs = rng.permutation(users * items)[:n]
    stars, times = rng.integers(1, 6, n), rng.integers(1_000_000_000, 1_000_000_000 + n // 2, n)
    return made(zip(pairs // items, pairs % items, stars, times, strict=True), users, items)
