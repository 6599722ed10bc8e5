"""Who is the same person: a list of pairs judged by hand, and a machine that looks at names alone."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import dataclass

from rapidfuzz import fuzz, utils

from culturedata.course._base import Exercise, Part, Sheet, table
from culturedata.course.linked._people import Somebody, people
from culturedata.store.catalogue.search import fold

PAIRS = 12
THRESHOLDS = range(50, 91, 5)
_TRIES = 500


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries as two sources print them, whether they are the same person, and how alike the names are (0–100)."""

    left: str
    left_life: str
    right: str
    right_life: str
    same: bool

    @property
    def score(self) -> int:
        """rapidfuzz's token sort ratio of the two names, without case, accents and punctuation."""
        return round(fuzz.token_sort_ratio(fold(self.left), fold(self.right), processor=utils.default_process))


class SamePerson(Exercise):
    """Precision and recall of a rule that links people by their names, counted by hand."""

    name = "same-person"
    summary = "Who is the same person: precision and recall of a rule that looks at names, counted by hand"
    summary_fr = "Qui est la même personne : précision et rappel d’une règle qui regarde les noms, comptés à la main"
    needs_library = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        pairs, threshold = _drawn(random, culture)
        lines = [(n, one.left, one.left_life, one.right, one.right_life, one.score) for n, one in enumerate(pairs, 1)]
        return Sheet(
            f"Votre seuil : **{threshold}**.\n\n"
            + table(("paire", "source A", "vie", "source B", "vie", "score des noms"), lines),
            f"Your threshold: **{threshold}**.\n\n"
            + table(("pair", "source A", "life", "source B", "life", "score of the names"), lines),
            _parts(pairs, threshold),
        )


def figures(pairs: list[Pair], threshold: int) -> tuple[int, int, int]:
    """How many pairs are the same person, how many the rule links, how many of these are right."""
    linked = [one for one in pairs if one.score >= threshold]
    return sum(one.same for one in pairs), len(linked), sum(one.same for one in linked)


def _drawn(random: random.Random, culture: sqlite3.Connection | None) -> tuple[list[Pair], int]:
    """Twelve pairs and a threshold at which the rule is wrong in both ways: it links too much, and misses some."""
    everybody, families = people(culture)
    for _ in range(_TRIES):
        same = random.randint(4, 8)
        pairs = [_same(random, one) for one in random.sample(everybody, same)]
        pairs += [_namesakes(random, family) for family in random.sample(families, min(PAIRS - same, len(families)))]
        while len(pairs) < PAIRS:
            pairs.append(_namesakes(random, random.choice(families)))
        random.shuffle(pairs)
        threshold = random.choice(THRESHOLDS)
        _, linked, right = figures(pairs, threshold)
        if 2 <= right < same and linked > right:
            break
    return pairs, threshold


def _same(random: random.Random, one: Somebody) -> Pair:
    """Somebody as two sources print them."""
    *given, family = one.name.split()
    forms = [f"{family}, {' '.join(given)}", f"{given[0][0]}. {family}", family]
    if one.other and one.other != one.name:
        forms += [one.other, one.other]
    return Pair(one.name, one.life, random.choice(forms), one.life, same=True)


def _namesakes(random: random.Random, family: list[Somebody]) -> Pair:
    """Two people with the same last word in their names, one of them in full."""
    one, other = random.sample(family, 2)
    shown = random.choice((other.name, f"{other.name[0]}. {other.family}", other.name))
    return Pair(one.name, one.life, shown, other.life, same=False)


def _parts(pairs: list[Pair], threshold: int) -> tuple[Part, ...]:
    same, linked, right = figures(pairs, threshold)
    return (
        Part(
            f"Combien des {PAIRS} paires sont la même personne ?",
            f"How many of the {PAIRS} pairs are the same person?",
            float(same),
            "Comparez d’abord les vies : deux années de naissance différentes font deux personnes.",
            "Compare the lives first: two different years of birth make two people.",
        ),
        Part(
            f"Combien de paires la règle « score d’au moins {threshold} » lie-t-elle ?",
            f"How many pairs does the rule “a score of at least {threshold}” link?",
            float(linked),
            "Comptez les scores égaux ou supérieurs à votre seuil, justes ou non.",
            "Count the scores equal to your threshold or above it, right or wrong.",
        ),
        Part(
            "Quelle est la précision de la règle (entre 0 et 1) ?",
            "What is the precision of the rule (between 0 and 1)?",
            right / linked,
            "Parmi les paires qu’elle lie : celles qui sont la même personne ÷ toutes.",
            "Among the pairs it links: those that are the same person ÷ all of them.",
            tolerance=0.01,
        ),
        Part(
            "Quel est le rappel de la règle (entre 0 et 1) ?",
            "What is the recall of the rule (between 0 and 1)?",
            right / same,
            "Parmi les paires qui sont la même personne : celles qu’elle lie ÷ toutes.",
            "Among the pairs that are the same person: those it links ÷ all of them.",
            tolerance=0.01,
        ),
    )
