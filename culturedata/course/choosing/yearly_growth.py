"""Growth over several years as a rate per year."""

from __future__ import annotations

import random
import sqlite3
from math import log

from culturedata.course._base import Exercise, Part, Sheet


def yearly(first: float, last: float, years: int) -> float:
    """The rate g for which first × (1 + g)^years = last."""
    return float((last / first) ** (1 / years) - 1)


class YearlyGrowth(Exercise):
    """How fast subscribers grew, per year, and how long it takes them to double."""

    name = "yearly-growth"
    summary = "Yearly growth: from the subscribers of two years the rate per year, and the time they take to double"
    summary_fr = "La croissance par an : des abonnés de deux années au taux annuel, et au temps pour doubler"

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        first, years = random.randrange(20, 400) * 1_000, random.randint(5, 15)
        begun = random.randint(2000, 2026 - years)
        last = round(first * random.uniform(1.1, 1.5) ** years, -3)
        rate = yearly(first, last, years)
        return Sheet(
            f"Une médiathèque en ligne (chiffres inventés) avait **{first}** abonnés en {begun} et **{last:.0f}** en "
            f"{begun + years}.",
            f"An online library (invented figures) had **{first}** subscribers in {begun} and **{last:.0f}** in "
            f"{begun + years}.",
            (
                Part(
                    "De combien pour cent par an les abonnés ont-ils augmenté en moyenne ?",
                    "By how many per cent a year did subscribers grow on average?",
                    100 * rate,
                    "(dernier ÷ premier)^(1 ÷ nombre d’années) − 1, en pour cent.",
                    "(last ÷ first)^(1 ÷ number of years) − 1, in per cent.",
                    tolerance=0.1,
                ),
                Part(
                    "En combien d’années doublent-ils à ce rythme ?",
                    "In how many years do they double at that rate?",
                    log(2) / log(1 + rate),
                    "ln 2 ÷ ln(1 + taux), le taux écrit comme 0,1 pour dix pour cent.",
                    "ln 2 ÷ ln(1 + rate), the rate written as 0.1 for ten per cent.",
                    tolerance=0.1,
                ),
            ),
        )
