"""How alike the works are that are said to be near each other, in what was hidden from the one who said so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.evaluate import intervals

Figures = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Likeness:
    """A measure of one way to find near works: its mean over `n` works (or makers), with its 95 % interval.

    For `undefined` of them there is no value. `difference` is that to the way that all are set beside, over the same
    works, with its interval from `lower` to `higher`; None for that way itself, and where the works are not the same.
    """

    way: str
    measure: str
    k: int
    mean: float | None
    low: float | None
    high: float | None
    n: int
    undefined: int
    difference: float | None = None
    lower: float | None = None
    higher: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Terms of works as tables of 0 and 1, (works, terms): all that are true, and those that could be seen."""

    true: sp.csr_matrix
    seen: sp.csr_matrix

    @property
    def hidden(self) -> sp.csr_matrix:
        """What is true and could not be seen."""
        return sp.csr_matrix(self.true - self.seen)


def precision(known: Known, asked: Numbers, near: Numbers) -> Figures:
    """For each work that is `asked`, the share of its k places whose work truly has a term that was hidden of it.

    `near` (n, k) are the works near to it, −1 where there is none: a miss. Averaged over the work's hidden terms, (n,)
    from 0 to 1, NaN where nothing was hidden.
    """
    hidden, k = known.hidden[asked], near.shape[1]
    hits = np.zeros(len(asked))
    for place in range(k):
        there = near[:, place] >= 0
        theirs = known.true[near[there, place]]
        hits[there] += np.asarray(hidden[there].multiply(theirs).sum(axis=1)).ravel()
    return _shares(hits, k * hidden.getnnz(axis=1))


def recall(known: Known, asked: Numbers, near: Numbers, weights: Figures) -> Figures:
    """For each work that is `asked`, the share of its hidden terms among the ten that its near works speak for most.

    Each of these speaks with its weight, (n, k), for the terms that could be seen of it; terms seen of the work itself
    are not guessed, equal ones stand by number. (n,) from 0 to 1, NaN where nothing was hidden.
    """
    places = np.maximum(near, 0)
    rows = np.repeat(np.arange(len(asked)), near.shape[1])
    spoken = sp.csr_matrix(
        (np.where(near >= 0, weights, 0.0).ravel(), (rows, places.ravel())), shape=(len(asked), known.seen.shape[0])
    )
    votes = sp.csr_matrix(spoken @ known.seen)
    return _guessed(known, asked, (votes[n].toarray().ravel() for n in range(len(asked))))


def recall_of_common(known: Known, asked: Numbers) -> Figures:
    """The same of the ten terms that could be seen of most works, whatever the work that is asked."""
    common = np.asarray(known.seen.sum(axis=0), dtype=np.float64).ravel()
    return _guessed(known, asked, repeat(common, len(asked)))


def _guessed(known: Known, asked: Numbers, votes: Iterable[Figures], guesses: int = 10) -> Figures:
    """The recall of the terms with the most votes; `votes` are those of all terms, (terms,), for each work asked."""
    hidden, seen = known.hidden[asked], known.seen[asked]
    hits = np.zeros(len(asked))
    for n, line in enumerate(votes):
        open_ = line.copy()
        open_[seen.indices[seen.indptr[n] : seen.indptr[n + 1]]] = 0
        best = np.argsort(-open_, kind="stable")[:guesses]
        mine = hidden.indices[hidden.indptr[n] : hidden.indptr[n + 1]]
        hits[n] = np.isin(mine, best[open_[best] > 0]).sum()
    return _shares(hits, hidden.getnnz(axis=1))


def alike(true: sp.csr_matrix, asked: Numbers, near: Numbers) -> Figures:
    """The share of a work's k places that are filled by a work with which it has a term in common, (n,); −1 is a miss.

    NaN for a work without any term.
    """
    mine, k = true[asked], near.shape[1]
    hits = np.zeros(len(asked))
    for place in range(k):
        there = near[:, place] >= 0
        both = mine[there].multiply(true[near[there, place]])
        hits[there] += both.getnnz(axis=1) > 0
    return np.where(mine.getnnz(axis=1) > 0, hits / max(k, 1), np.nan)


def of(way: str, measure: str, k: int, values: Figures, beside: Figures | None, seed: int) -> Likeness:
    """A likeness from one value a work, (n,), NaN where there is none; `beside` are the values to compare with."""
    counted = values[~np.isnan(values)]
    low, high = intervals.of_mean(counted, seed=seed)
    mean = float(counted.mean()) if len(counted) else None
    said = Likeness(way, measure, k, mean, low, high, len(counted), len(values) - len(counted))
    if beside is None or mean is None or (np.isnan(beside) != np.isnan(values)).any():
        return said
    other = beside[~np.isnan(beside)]
    lower, higher = intervals.of_difference(
        counted, other, np.ones(len(counted)), lambda total, count: total / count, seed
    )
    return Likeness(way, measure, k, mean, low, high, said.n, said.undefined, mean - float(other.mean()), lower, higher)


def _shares(hits: Figures, of_how_many: npt.NDArray[np.integer]) -> Figures:
    shares: Figures = np.divide(hits, of_how_many, out=np.full(len(hits), np.nan), where=of_how_many > 0)
    return shares
