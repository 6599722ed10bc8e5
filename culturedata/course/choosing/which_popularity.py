"""The same five titles by hours and by views."""

from __future__ import annotations

import random
import sqlite3
from itertools import pairwise

from culturedata.course._base import Exercise, Part, Sheet, table

TITLES = "ABCDE"
RUNTIMES = (0.5, 1.5, 2.0, 2.5, 4.0, 6.0, 8.0, 10.0, 13.0)  # hours: an episode, films, seasons of series
Row = tuple[float, float]  # hours viewed in millions, runtime in hours


def places(figures: list[float]) -> list[int]:
    """The place of each title, 1 for the highest figure."""
    order = sorted(figures, reverse=True)
    return [order.index(figure) + 1 for figure in figures]


def moves(rows: list[Row]) -> list[int]:
    """By how many places each title moves between the order by hours and the one by views, either way."""
    by_hours = places([hours for hours, _ in rows])
    by_views = places([hours / runtime for hours, runtime in rows])
    return [abs(one - other) for one, other in zip(by_hours, by_views, strict=True)]


def clear(rows: list[Row]) -> bool:
    """Whether no two titles are within a tenth of each other by either measure, and one alone moves most."""
    for figures in ([hours for hours, _ in rows], [hours / runtime for hours, runtime in rows]):
        rising = sorted(figures)
        if any(high < 1.1 * low for low, high in pairwise(rising)):
            return False
    most = sorted(moves(rows))
    return most[-1] > most[-2]


class WhichPopularity(Exercise):
    """Five titles in order of hours and of hours divided by the runtime: one moves more than all others."""

    name = "which-popularity"
    summary = "Which popularity: five titles by hours and by hours divided by the runtime, and the one that moves most"
    summary_fr = "Quelle popularité : cinq titres par heures puis par heures divisées par la durée, et celui qui bouge"
    needs_ratings = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        rows = _drawn(random)
        asked = random.randrange(len(rows))
        far, views = moves(rows), rows[asked][0] / rows[asked][1]
        lines = [
            (title, f"{hours:.0f}", f"{runtime:.1f}") for title, (hours, runtime) in zip(TITLES, rows, strict=True)
        ]
        return Sheet(
            table(("titre", "heures vues, en millions", "durée, en heures"), lines),
            table(("title", "hours viewed, in millions", "runtime, in hours"), lines),
            (
                Part(
                    f"Combien de vues a le titre {TITLES[asked]}, en millions ?",
                    f"How many views has title {TITLES[asked]}, in millions?",
                    views,
                    "Heures vues ÷ durée.",
                    "Hours viewed ÷ runtime.",
                    tolerance=0.05,
                ),
                Part(
                    "Quel titre change le plus de place entre l’ordre par heures et l’ordre par vues (A à E) ?",
                    "Which title moves most between the order by hours and the order by views (A to E)?",
                    TITLES[far.index(max(far))],
                    "Numérotez les places de 1 à 5 dans chaque ordre, puis soustrayez.",
                    "Number the places from 1 to 5 in each order, then subtract.",
                    form="[A-E]",
                    example="A, B, C, D or E",
                ),
                Part(
                    "De combien de places ?",
                    "By how many places?",
                    float(max(far)),
                    "La différence des deux places, sans signe.",
                    "The difference of the two places, without a sign.",
                ),
            ),
        )


def _drawn(random: random.Random) -> list[Row]:
    """Titles of different runtimes whose order is clear, and one of which alone moves most."""
    while True:
        rows = [(float(random.randrange(40, 600)), runtime) for runtime in random.sample(RUNTIMES, len(TITLES))]
        if clear(rows):
            return rows
