"""Maximum coverage by greedy choice: the work that shows most that is new, venue by venue in turn.

The coverage of a set of works is monotone and submodular: what a work adds can only shrink as others are chosen. For
one venue the greedy choice therefore covers at least 1 − 1/e = 0.632 of what the best k works could (Nemhauser,
Wolsey and Fisher 1978).
"""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from culturedata.studio.exhibition.pool import Candidate, Element

Floats = NDArray[np.float64]
_SAME = 1e-12  # gains that differ by less are equal


class Wall:
    """Which element each candidate shows, and what each element weighs: those of a family 1 together, all families 1.

    `holds` (works, elements) has a 1 where the work shows the element; both in the order that was given.
    """

    def __init__(self, candidates: tuple[Candidate, ...]) -> None:
        self.elements: list[Element] = sorted(
            {element for one in candidates for element in one.elements}, key=lambda one: (one.family, one.en, one.fr)
        )
        number = {element: n for n, element in enumerate(self.elements)}
        pairs = [(n, number[element]) for n, one in enumerate(candidates) for element in one.elements]
        rows, columns = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
        self.holds = csr_matrix(
            (np.ones(len(pairs)), (rows, columns)), shape=(len(candidates), len(self.elements)), dtype=np.float64
        )
        sizes = Counter(element.family for element in self.elements)
        self.weights: Floats = np.array([1 / (sizes[one.family] * len(sizes)) for one in self.elements])

    def shown(self, chosen: list[int]) -> NDArray[np.bool_]:
        """Which elements (elements,) the chosen works show."""
        shown: NDArray[np.bool_] = np.asarray(self.holds[chosen].sum(axis=0)).ravel() > 0
        return shown

    def coverage(self, chosen: list[int]) -> float:
        """The weight of all that the chosen works show: the mean of the families' shares, 0 to 1."""
        return float(self.weights[self.shown(chosen)].sum())

    def gains(self, chosen: list[int]) -> Floats:
        """What each work (works,) would add to the coverage of the chosen ones; 0 for these."""
        gained: Floats = np.asarray(self.holds @ np.where(self.shown(chosen), 0.0, self.weights))
        return gained

    def distances(self, works: list[int], others: list[int]) -> Floats:
        """Jaccard distances (works, others) between what works show: 0 for the same, 1 for nothing in common."""
        left, right = self.holds[works], self.holds[others]
        both = (left @ right.T).toarray()
        either = np.asarray(left.sum(axis=1)).reshape(-1, 1) + np.asarray(right.sum(axis=1)).reshape(1, -1) - both
        distances: Floats = 1 - np.divide(both, either, out=np.ones_like(both), where=either > 0)
        return distances


def choose(wall: Wall, venues: int, works_per_venue: int, seed: int = 0) -> list[list[int]]:
    """The works of each venue, by number: first the one that all share, then the others, which hang nowhere else.

    The venues choose in turn, in each round another one first. Of works that add as much, the one farthest from those
    that hang there is taken, and of these the first in an order drawn from `seed`. There must be works enough.
    """
    order = list(range(wall.holds.shape[0]))
    random.Random(seed).shuffle(order)
    free = np.ones(len(order), dtype=bool)
    shared = _best(wall, [], free, order)
    free[shared] = False
    chosen = [[shared] for _ in range(venues)]
    for turn in range(works_per_venue - 1):
        for n in range(venues):
            venue = chosen[(n + turn) % venues]
            work = _best(wall, venue, free, order)
            free[work] = False
            venue.append(work)
    return chosen


def _best(wall: Wall, chosen: list[int], free: NDArray[np.bool_], order: list[int]) -> int:
    gains = np.where(free, wall.gains(chosen), -1.0)
    first = gains.max() - _SAME
    tied = [work for work in order if gains[work] >= first]
    if not chosen or len(tied) == 1:
        return tied[0]
    far = wall.distances(tied, chosen).mean(axis=1)
    return tied[int(np.argmax(far >= far.max() - _SAME))]
