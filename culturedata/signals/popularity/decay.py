"""How often works are met, where the past fades."""

from __future__ import annotations

from typing import Annotated

import msgspec
import numpy as np

from culturedata.data.options import Options
from culturedata.signals.popularity._base import Measure
from culturedata.signals.popularity._known import Known
from culturedata.signals.popularity._sums import Figures


class DecayOptions(Options, frozen=True, kw_only=True):
    """After `half_life` days an interaction counts half."""

    half_life: Annotated[float, msgspec.Meta(gt=0)] = 7.0


class Decay(Measure):
    """Σ e^(−λ (t − t_e)) over the interactions e of the work; nan if no interaction has a time.

    λ = ln 2 / h with h = `half_life` days: one of a half-life ago counts 1/2, one of two ago 1/4. A work with one
    interaction a day for ever has near h / ln 2.

    Source: exponential forgetting, as in Ding and Li (2005), Time weight collaborative filtering. Cost: O(n + N). Use:
    instead of a window, whose edge lets a work fall in one night.
    """

    name = "decay"
    summary = "How many interactions, each counting half after a half-life"
    Options = DecayOptions
    config: DecayOptions

    def of(self, known: Known) -> Figures:
        if not len(known.timed):
            return known.undefined()
        fading = np.exp2(-known.ages / self.config.half_life)
        return np.bincount(known.timed.items, weights=fading, minlength=known.works).astype(np.float64)
