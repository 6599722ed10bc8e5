"""When a cluster pays: seconds, memory and hours of machines, from stated costs."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import dataclass
from functools import cache
from itertools import product

from culturedata.course._base import Exercise, Part, Sheet, table


@dataclass(frozen=True, slots=True)
class Costs:
    """What learning costs: seconds a million ratings on the one machine and on one of the cluster, which needs
    `start` seconds before it begins and shares the work among `machines`; the one has `memory` GB and needs `each` GB
    a million ratings."""

    alone: int
    shared: int
    machines: int
    start: int
    memory: int
    each: float

    @property
    def faster_from(self) -> float:
        """From how many million ratings the cluster is faster: alone · n = start + shared · n ÷ machines."""
        return self.start / (self.alone - self.shared / self.machines)

    @property
    def full_at(self) -> float:
        """With how many million ratings the one machine is full."""
        return self.memory / self.each

    def times_the_hours(self, millions: int) -> float:
        """How many times as long as the one machine all machines of the cluster are at work together."""
        return self.machines * (self.start + self.shared * millions / self.machines) / (self.alone * millions)


@cache
def cases() -> tuple[Costs, ...]:
    """A cluster that is faster from somewhere between 5 million ratings and half of what fills the one machine."""
    drawn = product((3, 4, 5, 6), (25, 30, 40, 50), (8, 10, 16, 20), (40, 60, 90), (16, 32), (0.2, 0.25, 0.4))
    made = (Costs(*one) for one in drawn)
    return tuple(
        one for one in made if one.alone * one.machines > one.shared and 5 <= one.faster_from <= one.full_at / 2
    )


class ClusterPays(Exercise):
    """From which size several machines are worth their price."""

    name = "cluster-pays"
    summary = "When a cluster pays: from how many ratings several machines are faster, and when they are needed"
    summary_fr = "Quand une grappe est rentable : à partir de combien de notes elle va plus vite, et quand il la faut"

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        costs, letter = random.choice(cases()), random.choice("ABC")
        low, high = {
            "A": (0.4 * costs.faster_from, 0.8 * costs.faster_from),
            "B": (1.25 * costs.faster_from, 0.8 * costs.full_at),
            "C": (1.25 * costs.full_at, 2 * costs.full_at),
        }[letter]
        millions = random.randint(int(low) + 1, max(int(low) + 1, int(high)))
        return Sheet(
            _data(costs, millions, "fr"),
            _data(costs, millions, "en"),
            (
                Part(
                    "À partir de combien de millions de notes la grappe apprend-elle plus vite ?",
                    "From how many million ratings does the cluster learn faster?",
                    costs.faster_from,
                    "Cherchez n tel que : secondes par million × n = démarrage + secondes par million × n ÷ machines.",
                    "Find n such that: seconds a million × n = start + seconds a million × n ÷ machines.",
                    tolerance=0.5,
                ),
                Part(
                    "Avec combien de millions de notes la mémoire de la machine seule est-elle pleine ?",
                    "With how many million ratings is the memory of the one machine full?",
                    costs.full_at,
                    "Mémoire ÷ mémoire par million de notes.",
                    "Memory ÷ memory a million ratings.",
                    tolerance=0.5,
                ),
                Part(
                    "Pour vos notes, combien de fois plus d’heures de machine la grappe demande-t-elle ?",
                    "For your ratings, how many times as many hours of machines does the cluster take?",
                    costs.times_the_hours(millions),
                    "Toutes les machines de la grappe comptent, démarrage compris, du début à la fin.",
                    "All machines of the cluster count, from beginning to end, the start included.",
                    tolerance=0.1,
                ),
                Part(
                    "Pour vos notes : A, la machine seule va plus vite ; B, elle suffit, mais la grappe va plus vite ; "
                    "C, il faut la grappe ?",
                    "For your ratings: A, the one machine is faster; B, it is enough, but the cluster is faster; C, it "
                    "takes the cluster?",
                    letter,
                    "Regardez d’abord la mémoire, puis le temps.",
                    "Look at the memory first, then at the time.",
                    form="[ABC]",
                    example="A, B or C",
                ),
            ),
        )


def _data(costs: Costs, millions: int, lang: str) -> str:
    """The costs as a table, and how many ratings there are."""
    if lang == "fr":
        heads = ("", "la machine seule", "la grappe")
        names = ("machines", "démarrage, s", "secondes par million de notes, par machine")
        memory = f"La machine seule a **{costs.memory}** Go de mémoire ; un million de notes en prend **{costs.each}**."
        told = f"Vous avez **{millions}** millions de notes. Ces coûts sont inventés.\n\n{memory}"
    else:
        heads = ("", "the one machine", "the cluster")
        names = ("machines", "start, s", "seconds a million ratings, on one machine")
        memory = f"The one machine has **{costs.memory}** GB of memory; a million ratings take **{costs.each}**."
        told = f"You have **{millions}** million ratings. These costs are invented.\n\n{memory}"
    figures = ((1, costs.machines), (0, costs.start), (costs.alone, costs.shared))
    return f"{told}\n\n{table(heads, [(name, *row) for name, row in zip(names, figures, strict=True)])}"
