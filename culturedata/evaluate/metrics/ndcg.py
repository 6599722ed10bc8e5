"""Normalised discounted cumulative gain, linear gain."""

from __future__ import annotations

from math import log2, nan

from culturedata.evaluate.metrics._base import Items, SlateMetric


class Ndcg(SlateMetric):
    """DCG@k / IDCG@k with DCG = Σ_i gain_i / log2(i + 1), i from 1: linear gain (Järvelin and Kekäläinen 2002).

    IDCG is the DCG of the k largest gains in falling order. nan if nothing is relevant.
    """

    name = "ndcg"
    summary = "Relevant works near the top of the slate (linear gain)"

    def of(self, slate: Items, gains: dict[int, float], k: int) -> float:
        ideal = sum(gain / log2(i + 1) for i, gain in enumerate(sorted(gains.values(), reverse=True)[:k], 1))
        found = sum(gains.get(int(item), 0.0) / log2(i + 1) for i, item in enumerate(slate[:k], 1))
        return found / ideal if ideal else nan
