"""The Bayesian mean by hand."""

from __future__ import annotations

import random
import sqlite3
from functools import cache
from itertools import product

from culturedata.course._base import Exercise, Part, Sheet, table


def bayesian_mean(ratings: list[int], prior: float, weight: float) -> float:
    """(C·m + Σr) / (C + n), with m the prior mean and C its weight in ratings."""
    return (weight * prior + sum(ratings)) / (weight + len(ratings))


@cache
def cases() -> tuple[tuple[float, int, list[int], list[int]], ...]:
    """Prior, weight, a few fives, many fours and fives: the many win clearly, though their plain mean is lower."""
    drawn = product(range(28, 39), (4, 5, 6, 8, 10, 12, 15), (2, 3), (16, 18, 20, 24, 25, 30, 36, 40), range(2, 10))
    made = ((m / 10, c, [5] * n, [5] * (k * f // 10) + [4] * (k - k * f // 10)) for m, c, n, k, f in drawn)
    return tuple(
        (m, c, few, many) for m, c, few, many in made if bayesian_mean(many, m, c) >= bayesian_mean(few, m, c) + 0.05
    )


class BayesianMean(Exercise):
    """Why two fives do not make the best work of a catalogue."""

    name = "bayesian-mean"
    summary = "Why two fives do not make the best work of the catalogue"
    summary_fr = "Pourquoi deux 5 ne font pas la meilleure œuvre du catalogue"

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        prior, weight, few, many = random.choice(cases())
        works = random.sample((few, many), 2)
        means = [bayesian_mean(ratings, prior, weight) for ratings in works]
        lines = [(n, len(r), sum(r), f"{sum(r) / len(r):.2f}") for n, r in zip("AB", works, strict=True)]
        return Sheet(
            f"Moyenne du catalogue m = **{prior}** ; poids C = **{weight}**.\n\n"
            + table(("œuvre", "nombre de notes n", "somme des notes Σr", "moyenne simple"), lines),
            f"Mean of the catalogue m = **{prior}**; weight C = **{weight}**.\n\n"
            + table(("work", "number of ratings n", "sum of ratings Σr", "plain mean"), lines),
            (
                *(
                    Part(
                        f"Quelle est la moyenne bayésienne de l’œuvre {letter} ?",
                        f"What is the Bayesian mean of work {letter}?",
                        mean,
                        "(C × m + somme des notes) ÷ (C + nombre de notes).",
                        "(C × m + sum of ratings) ÷ (C + number of ratings).",
                        tolerance=0.01,
                    )
                    for letter, mean in zip("AB", means, strict=True)
                ),
                Part(
                    "Laquelle des deux vient en tête (A ou B) ?",
                    "Which of the two comes first (A or B)?",
                    "A" if means[0] > means[1] else "B",
                    "Comparez les deux moyennes bayésiennes, pas les moyennes simples.",
                    "Compare the two Bayesian means, not the plain ones.",
                ),
            ),
        )
