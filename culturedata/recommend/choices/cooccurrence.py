"""What is chosen together: how much oftener two works share a list or a session than chance would bring about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.errors import ModelError
from culturedata.recommend._base import Config, Fitted, Items, Scores
from culturedata.recommend._space import Choice, Span
from culturedata.recommend.choices._base import Choices, Mask, OfChoices, strengths

GAP = 30 * 60  # seconds without anything, after which a session is over
BLOCK = 1024  # works whose partners are counted at one time


class CooccurrenceOptions(Config, frozen=True, kw_only=True):
    """`within`: «person», all choices of somebody are one list, or «session», those less than half an hour apart are.

    Two works must share `least` lists; n shared ones count n / (n + `thin`), for few are shared by chance. Of a list of
    more works than `longest` only the last ones count, however often each was met. `choices`: «liked», what somebody
    rated at least as high as they rate on the whole, or «rated», whatever was.
    """

    within: Literal["person", "session"] = "person"
    least: Annotated[int, msgspec.Meta(ge=1)] = 2
    thin: Annotated[float, msgspec.Meta(ge=0)] = 20.0
    longest: Annotated[int, msgspec.Meta(ge=2)] = 500
    choices: Choices = "liked"


@dataclass(frozen=True, slots=True)
class CooccurrenceState(Fitted):
    """The weights (n_items, n_items) as a sparse matrix in parts: how much row j speaks for column i."""

    data: npt.NDArray[np.float64]
    indices: npt.NDArray[np.int32]
    indptr: npt.NDArray[np.int64]


class Cooccurrence(OfChoices):
    """Σ_j s_j · PPMI(j, i) · n_ji / (n_ji + thin) / Σ_j s_j over what somebody chose, s_j strongly, and has weights.

    PPMI(j, i) = max(0, ln(P(j, i) / (P(j) · P(i)))): P(j) is the share of lists in which j stands, P(j, i) that of
    those in which both do, n_ji their number.

    Source: Church and Hanks (1990) for PMI; Levy and Goldberg (2014), who show that word2vec factorises it; Pantel and
    Lin (2002) for n / (n + 1). Cost: O(Σ h²) over lists of h works, and as many weights at most. Use: for playlists and
    sessions; one sees at a glance why two works go together.
    """

    name = "cooccurrence"
    summary = "What is chosen together, beyond chance: in lists or sessions (PPMI)"
    Options = CooccurrenceOptions
    searched = (
        Choice("within", ("person", "session")),
        Span("least", 1, 5),
        Span("thin", 0.5, 100.0, log=True),
        Choice("choices", ("liked", "rated")),
    )
    State = CooccurrenceState
    config: CooccurrenceOptions

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> CooccurrenceState:
        baskets = lists(dataset, self.config)
        together, own = self._together(baskets), baskets.getnnz(axis=0).astype(np.float64)
        row = np.repeat(np.arange(together.shape[0]), np.diff(together.indptr))
        counts = together.data
        beyond = np.log(counts * baskets.shape[0] / (own[row] * own[together.indices]))
        together.data = np.maximum(0, beyond) * counts / (counts + self.config.thin)
        together.eliminate_zeros()
        return CooccurrenceState(together.data, together.indices.astype(np.int32), together.indptr.astype(np.int64))

    def _together(self, baskets: sp.csr_matrix) -> sp.csr_matrix:
        """In how many lists two works stand both, at least `least`, (n_items, n_items); nothing on the diagonal."""
        works, parts = baskets.T.tocsr(), []
        for start in range(0, works.shape[0], BLOCK):
            part = (works[start : start + BLOCK] @ baskets).tocoo()
            keep = (part.data >= self.config.least) & (part.col != part.row + start)
            kept = (part.data[keep], (part.row[keep], part.col[keep]))
            parts.append(sp.csr_matrix(kept, shape=part.shape, dtype=np.float64))
        together = sp.csr_matrix(sp.vstack(parts))
        together.sort_indices()
        return together

    @property
    def _what(self) -> Choices:
        return self.config.choices

    @property
    def _weights(self) -> sp.csr_matrix:
        cached = getattr(self, "_kept", None)
        if cached is None or cached[0] is not self.state:
            state, n = self.state, len(self.state.indptr) - 1
            self._kept = cached = (state, sp.csr_matrix((state.data, state.indices, state.indptr), shape=(n, n)))
        found: sp.csr_matrix = cached[1]
        return found

    def _known(self, items: Items) -> Mask:
        known: Mask = np.diff(self.state.indptr)[items] > 0
        return known

    def _score_choices(self, items: Items, strengths: Scores) -> Scores:
        scores: Scores = (strengths / strengths.sum()) @ self._weights[items]
        return scores

    def _speaks(self, items: Items, strengths: Scores, item: int) -> Scores:
        weights = np.asarray(self._weights[items, item].todense(), dtype=np.float64).ravel()
        speaks: Scores = strengths / strengths.sum() * weights
        return speaks


def lists(dataset: Dataset, options: CooccurrenceOptions) -> sp.csr_matrix:
    """1 where a work stands in a list, (lists, works): a list is what one person chose, or chose in one session.

    Raises ModelError for sessions where nobody says when.
    """
    by_session = options.within == "session"
    if by_session and not dataset.times.any():
        raise ModelError(f"{dataset.name} has no times to tell sessions by.", "Take what each person chose for a list.")
    order = np.lexsort((np.arange(len(dataset)), dataset.times, dataset.users))
    users, items, times = dataset.users[order], dataset.items[order], dataset.times[order]
    chose = np.asarray(strengths(dataset, options.choices)[users, items]).ravel() > 0
    users, items, times = users[chose], items[chose], times[chose]
    begins = np.diff(users, prepend=-1) != 0
    if by_session:
        begins |= np.diff(times, prepend=0) > GAP
    number = np.cumsum(begins) - 1
    once = _last_of_each(number, items, len(dataset.item_ids))
    number, items = number[once], items[once]
    last = _after(number) < options.longest
    shape = (int(number.max(initial=-1)) + 1, len(dataset.item_ids))
    return sp.csr_matrix((np.ones(int(last.sum())), (number[last], items[last])), shape=shape)


def _last_of_each(number: npt.NDArray[np.integer], items: Items, works: int) -> npt.NDArray[np.integer]:
    """Where each work of a list stands for the last time, rising: of plays it may stand there often."""
    key = number.astype(np.int64) * works + items
    _, place = np.unique(key[::-1], return_index=True)
    return np.sort(len(key) - 1 - place)


def _after(number: npt.NDArray[np.integer]) -> npt.NDArray[np.integer]:
    """How many stand after each in its list; `number` (n,) never falls."""
    ends = np.searchsorted(number, number, side="right")
    return ends - 1 - np.arange(len(number))
