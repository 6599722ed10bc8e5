"""What recommenders of choices have in common: what counts as a choice, and reasons that name what was chosen."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.dataset import Dataset, Kind
from culturedata.data.slates import Query, Reason, Summand
from culturedata.data.vocabulary import in_order_met
from culturedata.errors import UsageError
from culturedata.recommend._base import Items, Recommender, Scores

Choices = Literal["liked", "rated"]
"""«liked»: what somebody rated at least as high as they rate on the whole; «rated»: whatever they rated.

Whatever was played is a choice."""
TOLD = 2  # how many of their own works a reason names
SHOWN = 10  # how many the arithmetic of a score names
Mask = npt.NDArray[np.bool_]
_CHOSE = {"rating": ("choisi", "chose"), "play": ("écouté", "played")}


def chosen(dataset: Dataset, choices: Choices) -> sp.csr_matrix:
    """1 where somebody chose a work, (people, works) float64."""
    matrix = strengths(dataset, choices)
    matrix.data[:] = 1
    return matrix


def strengths(dataset: Dataset, choices: Choices) -> sp.csr_matrix:
    """How strongly somebody chose each work, (people, works) float64, see `_strengths`; nothing where they did not."""
    matrix = dataset.matrix.astype(np.float64)
    matrix.data = _strengths(matrix.data, np.diff(matrix.indptr), dataset.kind, choices)
    matrix.eliminate_zeros()
    return matrix


def _strengths(values: Scores, counts: npt.NDArray[np.integer], kind: Kind, choices: Choices) -> Scores:
    """How strongly each of n works was chosen, (n,); `counts` say how many of `values` (n,) are of each person.

    Of ratings 1 for what counts as a choice, else 0. Of plays log(1 + how often) over the person's own mean of that:
    who plays everything a thousand times chose nothing more strongly than who plays everything once.
    """
    given = np.log1p(values) if kind == "play" else values
    owner = np.repeat(np.arange(len(counts)), counts)
    total = np.bincount(owner, weights=given, minlength=len(counts))
    means = (total / np.maximum(counts, 1))[owner]
    if kind == "play":
        shares: Scores = np.divide(given, means, out=np.zeros_like(given), where=means > 0)
        return shares
    return np.ones(len(given)) if choices == "rated" else (given >= means).astype(np.float64)


def in_order(matrix: sp.csr_matrix, dataset: Dataset) -> tuple[sp.csr_matrix, Items]:
    """The columns of a matrix (people, works) in the order in which the works were met, float32, and their numbers.

    Chance draws for works in this order, so that what is learnt does not depend on how they are numbered.
    """
    _, met = in_order_met(dataset.items, len(dataset.item_ids))
    ordered = matrix[:, met].tocsr().astype(np.float32)
    ordered.sort_indices()
    return ordered, met


def implicit(recommender: str, module: str, name: str) -> Any:
    """A class of implicit. Raises UsageError where it isn't installed."""
    try:
        return getattr(import_module(f"implicit.cpu.{module}"), name)
    except ImportError as error:
        hint = "Install it: pip install 'culturedata[implicit]'."
        raise UsageError(f"{recommender} needs the package implicit.", hint) from error


class OfChoices(Recommender):
    """Base of those that learn from choices: a subclass writes `_learn` and what stands first here.

    Somebody who chose nothing that is known gets what most people rated or played, liked or not: the share who did.
    """

    @property
    def _what(self) -> Choices:
        """What counts as a choice."""
        raise NotImplementedError

    def _known(self, items: Items) -> Mask:
        """Of which of these something was learnt, (n,)."""
        raise NotImplementedError

    def _score_choices(self, items: Items, strengths: Scores) -> Scores:
        """Scores of all items, (n_items,), for somebody who chose these known ones so strongly: (h,) each, h ≥ 1."""
        raise NotImplementedError

    def _speaks(self, items: Items, strengths: Scores, item: int) -> Scores:
        """How much each of the chosen, known ones adds to the score of a known `item`, (h,)."""
        raise NotImplementedError

    def _choices(self, query: Query) -> tuple[Items, Scores]:
        """What somebody chose and something is known of, in the order of their history, and how strongly."""
        history, strengths = query.history, np.ones(len(query.history))
        if query.liked is not None and len(history):
            values, count = query.liked.astype(np.float64), np.array([len(history)])
            strengths = _strengths(values, count, self.dataset.kind, self._what)
        mine = (strengths > 0) & self._known(history)
        return history[mine], strengths[mine]

    def _score(self, query: Query) -> Scores:
        mine, strengths = self._choices(query)
        if not len(mine):
            return self._rated / len(self.dataset.user_ids)
        return self._score_choices(mine, strengths)

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        mine, strengths = self._choices(query)
        if len(mine) and self._known(np.array([item], dtype=np.int32))[0]:
            speaks = self._speaks(mine, strengths, item)
            most = np.lexsort((mine, -speaks))[:TOLD]
            said = tuple(self._goes_with(int(mine[n]), float(speaks[n])) for n in most if speaks[n] > 0)
            if said:
                return said
        return (self.rated_by(item),)

    def _arithmetic(self, query: Query, item: int) -> tuple[Summand, ...]:
        """What the works that speak most add, the largest first, whether for or against."""
        mine, strengths = self._choices(query)
        if not len(mine) or not self._known(np.array([item], dtype=np.int32))[0]:
            return ()
        speaks = self._speaks(mine, strengths, item)
        most = np.lexsort((mine, -np.abs(speaks)))[:SHOWN]
        titles = [(float(speaks[n]), self.title(int(mine[n]))) for n in most]
        return tuple(Summand(value=value, text_fr=fr, text_en=en) for value, (fr, en) in titles)

    def _goes_with(self, item: int, weight: float) -> Reason:
        """The reason «goes with “…”, which you chose (weight 0.12)»: so much of the score comes from there."""
        french, english = self.title(item)
        chose_fr, chose_en = _CHOSE[self.dataset.kind]
        figure = f"{weight:.3f}"
        return Reason(
            kind="goes-with",
            items=(self.dataset.item_ids.ids[item],),
            value=weight,
            text_fr=f"va avec «\u00a0{french}\u00a0», que vous avez {chose_fr} (poids {figure.replace('.', ',')})",
            text_en=f"goes with “{english}”, which you {chose_en} (weight {figure})",
        )
