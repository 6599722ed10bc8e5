"""A week of discoveries by hand: what each part adds, what was shown not long ago, and the third by a maker."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from culturedata.course._base import Exercise, Part, Sheet, table

WORKS = "PQRSTU"
PARTS = "ABCD"
SAID = (
    ("choix des autres", "others’ choices"), ("textes", "texts"), ("mesures", "measures"),
    ("personnes suivies", "people followed"),
)  # fmt: skip
MAKERS = ("Alma", "Bruno", "Chloé")
REMEMBERED = 4  # weeks in which nothing is shown again
MOST = 2  # works of a maker
_APART = 0.08  # between the best and the next best: rounding can't exchange them


@dataclass(frozen=True, slots=True)
class Work:
    """What each of the four parts `adds`, who made it, and how many weeks ago it was `shown`: 0 for never."""

    adds: tuple[float, ...]
    maker: str
    shown: int

    @property
    def score(self) -> float:
        """The sum of what the parts add."""
        return sum(self.adds)

    @property
    def hidden(self) -> bool:
        """Whether it was shown so lately that it is not shown again."""
        return 0 < self.shown <= REMEMBERED

    @property
    def brought_by(self) -> int:
        """The part that adds most."""
        return max(range(len(PARTS)), key=self.adds.__getitem__)


def week(works: Sequence[Work]) -> tuple[list[int], list[int]]:
    """The numbers of the works on the list, the best first, and of those left out as the third or more by a maker."""
    kept: list[int] = []
    left: list[int] = []
    of: Counter[str] = Counter()
    for number in sorted(range(len(works)), key=lambda number: -works[number].score):
        work = works[number]
        if not work.hidden:
            (kept if of[work.maker] < MOST else left).append(number)
            of[work.maker] += 1
    return kept, left


class WeekOfDiscoveries(Exercise):
    """Six works: the one with the highest score was shown lately, and one is the third by its maker."""

    name = "week-of-discoveries"
    summary = "A week of discoveries: which part of the model brought the first work, and which works stand back"
    summary_fr = (
        "Une semaine de découvertes\u00a0: quelle partie du modèle amène la première œuvre, et lesquelles attendent"
    )
    needs_ratings = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        works = drawn(random)
        headings = [[f"{said[lang]} ({letter})" for letter, said in zip(PARTS, SAID, strict=True)] for lang in (0, 1)]
        figures = [[f"{one:+.2f}".replace("-", "−") for one in work.adds] for work in works]
        lines = [
            [(WORKS[n], work.maker, *figures[n], when(work.shown)[lang]) for n, work in enumerate(works)]
            for lang in (0, 1)
        ]
        return Sheet(
            "Six œuvres (inventées) que vous ne connaissez pas, et ce que chaque partie ajoute à leur score.\n\n"
            + table(("œuvre", "de", *headings[0], "déjà montrée"), lines[0]),
            "Six works (made up) that you do not know, and what each part adds to their scores.\n\n"
            + table(("work", "by", *headings[1], "shown before"), lines[1]),
            (*_first(works), *_list(works)),
        )


def when(weeks: int) -> tuple[str, str]:
    """How long ago something was shown, in French and English."""
    if not weeks:
        return "jamais", "never"
    return f"il y a {weeks} semaine{'s' * (weeks > 1)}", f"{weeks} week{'s' * (weeks > 1)} ago"


def drawn(random: random.Random) -> list[Work]:
    """Works in any order: the best one was shown lately, one long ago, and one is the third by a maker."""
    while True:
        busy = random.choice(MAKERS)
        makers = random.sample((*MAKERS, busy, busy, random.choice(MAKERS)), len(WORKS))
        shown = random.sample((random.randint(1, 4), random.randint(0, 4), random.randint(5, 8), 0, 0, 0), len(WORKS))
        works = [
            Work(tuple(random.randrange(-40, 121, 5) / 100 for _ in PARTS), maker, weeks)
            for maker, weeks in zip(makers, shown, strict=True)
        ]
        if clear(works):
            return works


def clear(works: Sequence[Work]) -> bool:
    """Whether the best work was shown lately, one is left out for its maker, and no two are hard to tell apart."""
    kept, left = week(works)
    best, *others = sorted(works, key=lambda work: -work.score)
    scores = [work.score for work in (best, *others)]
    first, second = sorted(works[kept[0]].adds, reverse=True)[:2]
    apart = min(higher - lower for higher, lower in (*pairwise(scores), (first, second)))
    return best.hidden and len(left) == 1 and apart > _APART


def _first(works: Sequence[Work]) -> tuple[Part, ...]:
    first = week(works)[0][0]
    return (
        Part(
            "Quelle œuvre vient en tête de la liste de cette semaine (lettre)\u00a0?",
            "Which work comes first on this week’s list (letter)?",
            WORKS[first],
            "Celle du plus grand score, sauf si elle a été montrée dans les quatre dernières semaines.",
            "The one with the highest score, unless it was shown in the last four weeks.",
            form="[P-U]",
            example="P, Q, R, S, T or U",
        ),
        Part(
            "Quel est son score\u00a0?",
            "What is its score?",
            works[first].score,
            "La somme de ses quatre colonnes.",
            "The sum of its four columns.",
            tolerance=0.006,
        ),
        Part(
            "Quelle partie l’a amenée (A à D)\u00a0?",
            "Which part brought it (A to D)?",
            PARTS[works[first].brought_by],
            "Celle qui ajoute le plus à ce score-là.",
            "The one that adds most to that very score.",
            form="[A-D]",
            example="A, B, C or D",
        ),
    )


def _list(works: Sequence[Work]) -> tuple[Part, ...]:
    kept, (left,) = week(works)
    return (
        Part(
            "Quelle œuvre est écartée parce qu’elle est la troisième de la même personne (lettre)\u00a0?",
            "Which work is left out as the third by the same maker (letter)?",
            WORKS[left],
            "Rangez par score, sans les œuvres montrées dernièrement\u00a0: celles-là ne comptent pour personne.",
            "Put them in order of score, without the works shown lately: those count for nobody.",
            form="[P-U]",
            example="P, Q, R, S, T or U",
        ),
        Part(
            "Combien d’œuvres y a-t-il sur la liste de cette semaine\u00a0?",
            "How many works are on this week’s list?",
            float(len(kept)),
            "Cinq semaines, c’est assez longtemps\u00a0: une œuvre peut revenir.",
            "Five weeks are long enough: a work may come back.",
        ),
    )
