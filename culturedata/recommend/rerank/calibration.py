"""Calibrated recommendations."""

from __future__ import annotations

from collections.abc import Iterator
from math import log

import numpy as np

from culturedata.data.slates import Reason
from culturedata.recommend._base import Config, Scores
from culturedata.recommend.rerank._base import Pick, Pool, Reranker, Weight, best

ALPHA = 0.01


class CalibrationOptions(Config, frozen=True, kw_only=True):
    """`weight` is λ: what a slate that is mixed otherwise than the profile costs, against relevance."""

    weight: Weight = 0.5


class Calibration(Reranker):
    """Maximises (1 − λ) Σ_i rel(i) − λ KL(p‖q̃), q̃ = (1 − α) q + α p, α = 0.01, λ = weight, work after work.

    rel goes from 0 to 1 over the candidates. p are the shares of terms, makers and decades in what the person met, q
    in the slate so far; described works count the same, their features in equal parts. A work of which nothing is
    said leaves q as it is. Somebody who met nothing described keeps the order as it was. A work's score is what it
    added, at most what the one above added.

    Source: Steck, Calibrated Recommendations (2018). Cost: O(k · (m f + p)) for m candidates with f features each and
    p features of the profile. Use: where lesser tastes are crowded out by the greatest.
    """

    name = "calibration"
    summary = "Proportion: the slate is mixed like what the person knows (calibrated recommendations)"
    Options = CalibrationOptions
    config: CalibrationOptions

    def _picks(self, pool: Pool) -> Iterator[Pick]:
        weight, mixture, free = self.config.weight, _Mixture(pool), np.ones(len(pool), dtype=bool)
        while free.any():
            gains = mixture.distance - mixture.distances()
            values = (1 - weight) * pool.relevance + weight * gains
            place, instead = best(free, values)
            yield Pick(place, float(values[place]), instead, None if instead is None else mixture.most_lacking(place))
            free[place] = False
            mixture.add(place)

    def _reason(self, pool: Pool, pick: Pick) -> tuple[Reason, ...]:
        if pick.because is None:
            return ()
        feature, had, shown = pick.because
        french, english = pool.works.label(pool.works.tokens[feature])
        return (
            Reason(
                kind="proportion",
                terms=(english,),
                value=had,
                text_fr=f"pour respecter vos goûts\u00a0: {french}, {100 * had:.0f}\u00a0% des œuvres que vous "
                f"connaissez, {100 * shown:.0f}\u00a0% de celles qui précèdent",
                text_en=f"to keep to your tastes: {english}, {had:.0%} of the works that you know, "
                f"{shown:.0%} of those above",
            ),
        )


class _Mixture:
    """How a slate is mixed as it grows, beside the profile; all over the features of the profile."""

    def __init__(self, pool: Pool) -> None:
        works, items = pool.works, pool.candidates.items
        met = works.mixtures[pool.query.history]
        had = np.asarray(met.sum(axis=0), dtype=np.float64).ravel()  # each described work adds 1 in all
        self._features = np.flatnonzero(had)
        self._had = had[self._features] / max(had.sum(), 1.0)
        self._known = met.getnnz(axis=0)[self._features] / max(had.sum(), 1.0)
        self._mixtures = works.mixtures[items][:, self._features].tocsr()
        self._rows = np.repeat(np.arange(len(pool)), np.diff(self._mixtures.indptr))
        self._described = works.described[items] & (len(self._features) > 0)
        self._sums, self._works, self._count = np.zeros(len(self._features)), np.zeros(len(self._features)), 0
        self.distance = log(1 / ALPHA)
        """KL(p‖q̃) of the slate as it is."""

    def distances(self) -> Scores:
        """KL(p‖q̃) of the slate with each of the candidates added, (m,)."""
        had, mixtures, count = self._had, self._mixtures, self._count + 1
        apart = (1 - ALPHA) * self._sums / count + ALPHA * had  # q̃ after a work that shares nothing with the profile
        shared = np.log1p((1 - ALPHA) * mixtures.data / count / apart[mixtures.indices])
        nearer = np.bincount(self._rows, had[mixtures.indices] * shared, len(self._described))
        return np.where(self._described, np.sum(had * np.log(had / apart)) - nearer, self.distance)

    def most_lacking(self, place: int) -> tuple[int, float, float] | None:
        """The feature of a candidate of which the slate lacks most, and of which share of the works known and shown.

        None if it has none of which the slate lacks any.
        """
        mine = self._mixtures.indices[slice(*self._mixtures.indptr[place : place + 2])]
        lack = self._had[mine] - self._sums[mine] / max(self._count, 1)
        if not len(mine) or lack.max() <= 0:
            return None
        most = int(mine[np.lexsort((mine, -lack))[0]])
        return int(self._features[most]), float(self._known[most]), self._works[most] / max(self._count, 1)

    def add(self, place: int) -> None:
        """Put a candidate into the slate."""
        self.distance = float(self.distances()[place])
        mine = slice(*self._mixtures.indptr[place : place + 2])
        self._sums[self._mixtures.indices[mine]] += self._mixtures.data[mine]
        self._works[self._mixtures.indices[mine]] += 1
        self._count += int(self._described[place])
