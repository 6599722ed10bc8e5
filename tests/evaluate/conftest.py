"""Small datasets for judging, made from rows (synthetic)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.dataset import Dataset
from culturedata.data.vocabulary import Vocabulary
from culturedata.evaluate.setting import Setting
from culturedata.evaluate.shown import Shown, filled

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


def shown(
    slates: Sequence[Sequence[int]],
    worth: Sequence[Mapping[int, float]],
    k: int,
    works: int,
    *,
    met: Sequence[Sequence[int]] | None = None,
    features: npt.ArrayLike | None = None,
) -> Shown:
    """People 0, 1 … who are shown these slates; `worth` is the gain of each relevant work, `met` what they know."""
    people = range(len(slates))
    known = [(person, work) for person in people for work in (met[person] if met else ())]
    gained = [(person, work, gain) for person in people for work, gain in worth[person].items()]
    profiles = np.array(known, dtype=np.int64).reshape(-1, 2)
    gains = np.array(gained, dtype=np.float64).reshape(-1, 3)
    shape = (len(slates), works)
    setting = Setting(
        sp.csr_matrix((np.ones(len(profiles)), (profiles[:, 0], profiles[:, 1])), shape=shape),
        sp.csr_matrix((works, 0) if features is None else np.asarray(features, dtype=np.float64)),
    )
    return Shown(
        np.arange(len(slates), dtype=np.int32),
        filled((np.array(slate, dtype=np.int32) for slate in slates), k),
        sp.csr_matrix((gains[:, 2], (gains[:, 0].astype(int), gains[:, 1].astype(int))), shape=shape),
        setting,
    )
