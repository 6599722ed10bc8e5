"""Mean popularity of what is shown."""

from __future__ import annotations

from culturedata.evaluate.metrics._base import Figures, SlateMetric
from culturedata.evaluate.shown import Shown


class Popularity(SlateMetric):
    """Mean over the slate of the share of people who had met the work in training; nan if nothing is shown.

    Source: the average recommendation popularity of Abdollahpouri et al. (2019), as a share. Cost: O(n k + N). Use: how
    well known what is shown is; less is not better by itself, it is counted as better because models drift to more.
    """

    name = "popularity"
    summary = "How well known the shown works are: share of people who had met them"
    higher_is_better = False

    def of(self, shown: Shown) -> Figures:
        return shown.mean_of(shown.setting.known_by / max(shown.setting.people, 1))
