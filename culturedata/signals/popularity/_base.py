"""What a measure of popularity is: a name, options, and `of`, which makes a figure of each work from what was known.

The class's docstring says the formula and where it is undefined («nan if …»), its «Source:», its «Cost:» for n
interactions of N works, and what its «Use:» is; docs/popularity.md is made of it.
"""

from __future__ import annotations

from typing import Any, ClassVar

from culturedata.data.options import Options, configured
from culturedata.signals.popularity._known import Known
from culturedata.signals.popularity._sums import Figures


class Measure:
    """Base of all measures of popularity; a higher figure is more popular.

    One that looks at `known.facts` says `asks_facts = True`: they take seconds to read of a large catalogue.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    asks_facts: ClassVar[bool] = False
    Options: ClassVar[type[Options]] = Options

    def __init__(self, **options: Any) -> None:
        self.config = configured(self.Options, options, self.name, "See docs/popularity.md.")

    def of(self, known: Known) -> Figures:
        """The figure of each work, (N,) float64, from the interactions before `known.at`; nan where it is undefined."""
        raise NotImplementedError
