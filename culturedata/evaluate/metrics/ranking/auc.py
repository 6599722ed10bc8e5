"""Area under the ROC curve."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from culturedata.evaluate.metrics._base import Figures, SlateMetric
from culturedata.evaluate.shown import Shown, ratio


class Auc(SlateMetric):
    """How often a relevant work stands above one that is not, of all such pairs; a tie counts half; nan if no pair is.

    What competes are all works of the catalogue that the person had not met in training; works that nobody rated and
    low ratings are not relevant alike. Works that are not shown stand below all that are, tied with each other: of a
    ranking of all works (k = N) this is the AUC, of a slate of ten it is near 1/2 whatever is shown. Source: Mann and
    Whitney (1947). Cost: O(n k). Use: to judge whole rankings. A top ten hardly moves it.
    """

    name = "auc"
    summary = "How often a relevant work stands above another (all works not met before compete)"

    def of(self, shown: Shown) -> Figures:
        new = shown.there & (shown.at(shown.profiles) == 0)
        hits, misses = new & shown.hits, new & ~shown.hits
        known = sp.csr_matrix(shown.worth.multiply(shown.profiles))
        relevant = shown.relevant - known.getnnz(axis=1)
        others = shown.setting.catalogue - shown.profiles.getnnz(axis=1) - relevant
        below = others[:, None] - np.cumsum(misses, axis=1)
        unseen = (relevant - hits.sum(axis=1)) * (others - misses.sum(axis=1)) / 2
        return ratio((below * hits).sum(axis=1) + unseen, relevant * others)
