"""What factors mean: along which axes a factorisation moves its predictions, and who and what stands at their ends.

p_u·q_i is the same if all factors are turned together, whatever the turn: one factor alone, its sign and its place in
the list mean nothing. Turned so that the first axis moves predictions most, the second most of what is left, …, the
axes are determined, all but their signs (the singular value decomposition of the matrix of all p_u·q_i).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from culturedata.recommend.surprise.factors import FactorState

Figures = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Axes:
    """`items` (n_items, f) and `users` (n_users, f): column a of both, multiplied, is what axis a adds, in stars.

    The root mean square of a column of `users` is 1, over those who rated: a figure of `items` is how far the axis
    moves the predictions of that work, as a root mean square over people.
    """

    items: Figures
    users: Figures

    def effect(self, axis: int) -> float:
        """By how many stars the axis moves predictions: the root mean square over people and rated works."""
        return float(np.sqrt(np.mean(self.items[self.items.any(axis=1), axis] ** 2)))

    def ends(self, axis: int, among: npt.NDArray[np.integer], k: int) -> tuple[list[int], list[int]]:
        """Of the items `among`, the k with the highest and the k with the lowest figures, outermost first."""
        order = among[np.argsort(self.items[among, axis], kind="stable")].tolist()
        return order[::-1][:k], order[:k]


def learnt(state: FactorState) -> Axes:
    """The factors as they were learnt, in their order, scaled."""
    return _scaled(state.item_factors, state.user_factors)


def turned(state: FactorState) -> Axes:
    """The axes that move predictions most, first ones first; the work that is moved most has a positive figure."""
    q_items, r_items = np.linalg.qr(state.item_factors)
    q_users, r_users = np.linalg.qr(state.user_factors)
    left, size, right = np.linalg.svd(r_items @ r_users.T)
    items, users = q_items @ (left * size), q_users @ right.T
    outermost = items[np.abs(items).argmax(axis=0), np.arange(items.shape[1])]
    signs = np.where(outermost < 0, -1.0, 1.0)
    return _scaled(items * signs, users * signs)


def _scaled(items: Figures, users: Figures) -> Axes:
    size = np.sqrt(np.mean(users[users.any(axis=1)] ** 2, axis=0))
    return Axes(items * size, np.divide(users, size, out=np.zeros_like(users), where=size > 0))
