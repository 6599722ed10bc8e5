"""Calibration."""

from __future__ import annotations

from math import log

import numpy as np
import scipy.sparse as sp

from culturedata.data.features import shares
from culturedata.evaluate.metrics._base import Figures, SlateMetric
from culturedata.evaluate.shown import Shown

ALPHA = 0.01


class Calibration(SlateMetric):
    """KL(p‖q̃) = Σ_g p_g ln(p_g / q̃_g), q̃ = (1 − α) q + α p, α = 0.01; nan if profile or slate has no described work.

    p are the shares of the features g in what the person had met in training, q in the slate; described works count
    the same, its features in equal parts. From 0 (the slate is mixed as the profile) to ln 1/α = 4.6 (nothing in
    common). Source: Steck (2018). Cost: O(features of profiles and slates). Use: whether lesser tastes are kept.
    """

    name = "calibration"
    summary = "How far the mixture of a slate is from that of the person's profile (KL divergence)"
    higher_is_better = False
    bounds = (0.0, log(1 / ALPHA))

    def of(self, shown: Shown) -> Figures:
        mixtures = shown.setting.mixtures
        had, got = shares(shown.profiles @ mixtures), shares(shown.matrix @ mixtures)
        p, q = _where(had, got), _where(got, had)
        terms = p.data * np.log(p.data / ((1 - ALPHA) * q.data + ALPHA * p.data))
        missed = np.maximum(_sums(had) - _sums(p), 0) * log(1 / ALPHA)
        found = _sums(sp.csr_matrix((terms, p.indices, p.indptr), shape=p.shape)) + missed
        defined = (had.getnnz(axis=1) > 0) & (got.getnnz(axis=1) > 0)
        return np.where(defined, np.clip(found, *self.bounds), np.nan)


def _where(values: sp.csr_matrix, other: sp.csr_matrix) -> sp.csr_matrix:
    """The `values` where both matrices have one, in the order of columns."""
    found = sp.csr_matrix(values.multiply(other.sign()))
    found.sort_indices()
    return found


def _sums(matrix: sp.csr_matrix) -> Figures:
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()
