"""What recommenders of choices have in common: what counts as a choice, and reasons that name what was chosen."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.dataset import Dataset
from culturedata.data.slates import Query, Reason
from culturedata.recommend._base import Items, Recommender, Scores

Choices = Literal["liked", "rated"]
"""«liked»: what somebody rated at least as high as they rate on the whole; «rated»: whatever they rated."""
TOLD = 2  # how many of their own works a reason names
Mask = npt.NDArray[np.bool_]


def chosen(dataset: Dataset, choices: Choices) -> sp.csr_matrix:
    """1 where somebody chose a work, (people, works) float64."""
    matrix = dataset.matrix.astype(np.float64)
    counts = np.diff(matrix.indptr)
    means = np.asarray(matrix.sum(axis=1)).ravel() / np.maximum(counts, 1)
    matrix.data = _counts(matrix.data, np.repeat(means, counts), choices).astype(np.float64)
    matrix.eliminate_zeros()
    return matrix


def _counts(values: npt.NDArray[np.floating], means: npt.NDArray[np.floating], choices: Choices) -> Mask:
    """Which ratings count as choices, (n,); `means`, (n,), is what the same person gives on the whole."""
    return np.ones(len(values), dtype=np.bool_) if choices == "rated" else np.asarray(values >= means)


class OfChoices(Recommender):
    """Base of those that learn from choices: a subclass writes `_learn` and what stands first here.

    Somebody who chose nothing that is known gets what most people rated: the share of people who did.
    """

    @property
    def _what(self) -> Choices:
        """What counts as a choice."""
        raise NotImplementedError

    def _known(self, items: Items) -> Mask:
        """Of which of these something was learnt, (n,)."""
        raise NotImplementedError

    def _score_choices(self, items: Items) -> Scores:
        """Scores of all items, (n_items,), for somebody who chose these known ones: (h,), h ≥ 1."""
        raise NotImplementedError

    def _speaks(self, items: Items, item: int) -> Scores:
        """How much each of the chosen, known ones adds to the score of a known `item`, (h,)."""
        raise NotImplementedError

    def _choices(self, query: Query) -> Items:
        """What somebody chose and something is known of, in the order of their history."""
        history = query.history
        if query.liked is not None and len(history):
            values = query.liked.astype(np.float64)
            history = history[_counts(values, np.full(len(values), values.mean()), self._what)]
        return history[self._known(history)]

    def _score(self, query: Query) -> Scores:
        mine = self._choices(query)
        return self._score_choices(mine) if len(mine) else self._rated / len(self.dataset.user_ids)

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        mine = self._choices(query)
        if len(mine) and self._known(np.array([item], dtype=np.int32))[0]:
            speaks = self._speaks(mine, item)
            most = np.lexsort((mine, -speaks))[:TOLD]
            said = tuple(self._goes_with(int(mine[n]), float(speaks[n])) for n in most if speaks[n] > 0)
            if said:
                return said
        return (self.rated_by(item),)

    def _goes_with(self, item: int, weight: float) -> Reason:
        """The reason «goes with “…”, which you chose (weight 0.12)»: so much of the score comes from there."""
        french, english = self.title(item)
        figure = f"{weight:.3f}"
        return Reason(
            kind="goes-with",
            items=(self.dataset.item_ids.ids[item],),
            value=weight,
            text_fr=f"va avec «\u00a0{french}\u00a0», que vous avez choisi (poids {figure.replace('.', ',')})",
            text_en=f"goes with “{english}”, which you chose (weight {figure})",
        )
