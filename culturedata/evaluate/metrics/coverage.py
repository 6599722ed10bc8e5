"""Catalogue coverage."""

from __future__ import annotations

from math import nan

import numpy as np

from culturedata.evaluate.metrics._base import Items, RunMetric, exposures


class Coverage(RunMetric):
    """Items shown to at least one person / items of the catalogue; nan if there is no slate."""

    name = "coverage"
    summary = "Share of the catalogue that anybody is shown"

    def of(self, slates: list[Items], catalogue: int) -> float:
        return float(np.count_nonzero(exposures(slates, catalogue)) / catalogue) if slates and catalogue else nan
