"""Where works stand among those of the same kind."""

from __future__ import annotations

import numpy as np

from culturedata.data.facts import Labels
from culturedata.signals.popularity._sums import Figures


def within(figures: Figures, labels: Labels) -> Figures:
    """The place of each work's figure among the works of the same label, (N,): from 0, the last, to 1, the first.

    (rank − 1/2) / n, with ranks from the lowest of n, those of a tie shared (mid-ranks); of several labels, the mean.
    nan where the figure is, and for a work that shares no label with another one.
    """
    from scipy.stats import rankdata

    works = np.repeat(np.arange(len(labels)), [len(said) for said in labels])
    numbers: dict[str, int] = {}
    of_word = np.array([numbers.setdefault(word, len(numbers)) for said in labels for word in said], dtype=np.int64)
    known = np.isfinite(figures[works])
    works, of_word = works[known], of_word[known]
    total, places = np.zeros(len(labels)), np.zeros(len(labels))
    order = np.argsort(of_word, kind="stable")
    ends = np.flatnonzero(np.diff(of_word[order])) + 1
    for group in np.split(works[order], ends):
        if len(group) > 1:
            total[group] += (rankdata(figures[group]) - 0.5) / len(group)
            places[group] += 1
    unknown: Figures = np.full(len(labels), np.nan)
    return np.divide(total, places, out=unknown, where=places > 0)
