"""A printed date as an interval: what it allows, and what can be counted and compared."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence

import numpy as np

from culturedata.course._base import Exercise, Part, Sheet, library, table
from culturedata.course._datings import ABOUT, Dating, around, before_our_era
from culturedata.errors import ExerciseError

# The first date of every work of a domain, «about» taken as five years either way; no date, no row.
BOUNDS = f"""SELECT coalesce(earliest, -99999) - {ABOUT} * (qualifier IS 'circa'),
       coalesce(latest, 99999) + {ABOUT} * (qualifier IS 'circa')
FROM dates JOIN works USING (work_id)
WHERE domain = ? AND position = 1 AND kind <> 'acquired' AND coalesce(earliest, latest) IS NOT NULL"""
DATED = """SELECT domain FROM dates JOIN works USING (work_id) WHERE position = 1 AND coalesce(earliest, latest)
IS NOT NULL GROUP BY domain ORDER BY domain"""
DATES = 6
_TRIES = 500


class DateIntervals(Exercise):
    """At least and at most: how many works were, or may have been, made between two years."""

    name = "date-intervals"
    summary = "The date “about 1503” as an interval: how many works were made between two years, at least and at most"
    summary_fr = "La date « vers 1503 » comme un intervalle : combien d’œuvres entre deux années, au moins et au plus"
    needs_library = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        domain, first, last, least, most = _window(random, library(culture))
        invented = _invented(random, first, last)
        one, other, letter = _pair(random)
        rows_fr = [(n, dated.fr) for n, dated in enumerate(invented, 1)]
        rows_en = [(n, dated.en) for n, dated in enumerate(invented, 1)]
        return Sheet(
            f"Votre domaine : **{domain}**. Vos années : de **{first}** à **{last}**, toutes deux comprises.\n\n"
            f"Six dates inventées :\n\n{table(('œuvre', 'date imprimée'), rows_fr)}\n\n"
            f"Et deux autres : P, `{one.fr}` ; Q, `{other.fr}`.",
            f"Your domain: **{domain}**. Your years: from **{first}** to **{last}**, both of them counted.\n\n"
            f"Six invented dates:\n\n{table(('work', 'date as printed'), rows_en)}\n\n"
            f"And two more: P, `{one.en}`; Q, `{other.en}`.",
            (*_counts(least, most), *_by_hand(invented, first, last), _compared(letter)),
        )


def _window(random: random.Random, culture: sqlite3.Connection) -> tuple[str, int, int, int, int]:
    """A domain, two years, and how many of its works were made between them: at least and at most.

    Both are drawn until the two counts differ and some works are sure. Raises ExerciseError if they never do.
    """
    domains = [row[0] for row in culture.execute(DATED)]
    bounds = {domain: np.array(culture.execute(BOUNDS, [domain]).fetchall()).reshape(-1, 2) for domain in domains}
    for _ in range(_TRIES if bounds else 0):
        domain = random.choice(domains)
        first = random.randrange(1301, 1982, 5)
        last = first + random.choice((24, 39, 49, 74, 99))
        begins, ends = bounds[domain].T
        least = int(((begins >= first) & (ends <= last)).sum())
        most = int(((begins <= last) & (ends >= first)).sum())
        if 3 <= least < most:
            return domain, first, last, least, most
    raise ExerciseError("too few works of this library have a date that is an interval.", "Import sample-museum.")


def _invented(random: random.Random, first: int, last: int) -> list[Dating]:
    """Six dates near two years: at least one surely between them, and one that only may be."""
    while True:
        drawn = [around(random, random.randint(first - 40, last + 40)) for _ in range(DATES)]
        least = sum(dated.within(first, last) for dated in drawn)
        if 0 < least < sum(dated.touches(first, last) for dated in drawn):
            return drawn


def _pair(random: random.Random) -> tuple[Dating, Dating, str]:
    """Two dates, and A if the first is surely older, B if the second is, C if it can't be told."""
    wanted = random.choice("ABC")
    while True:
        if random.random() < 0.4:
            one, other = before_our_era(random), before_our_era(random)
        else:
            year = random.randint(1400, 1900)
            one, other = around(random, year), around(random, year + random.randint(-30, 30))
        letter = "A" if one.ends < other.begins else "B" if other.ends < one.begins else "C"
        if letter == wanted and one.fr != other.fr:
            return one, other, letter


def _counts(least: int, most: int) -> tuple[Part, ...]:
    return (
        Part(
            "Combien d’œuvres de votre domaine ont été faites entre vos deux années, au moins ?",
            "How many works of your domain were made between your two years, at least?",
            float(least),
            "La requête de la page, avec votre domaine et vos années : colonne `at_least`, tout l’intervalle dedans.",
            "The page’s query with your domain and years: column `at_least`, the whole interval inside.",
        ),
        Part(
            "Et au plus ?",
            "And at most?",
            float(most),
            "La même requête, colonne `at_most` : il suffit que l’intervalle touche vos années.",
            "The same query, column `at_most`: it is enough that the interval touches your years.",
        ),
    )


def _by_hand(invented: Sequence[Dating], first: int, last: int) -> tuple[Part, ...]:
    return (
        Part(
            "Parmi les six dates inventées, combien tombent à coup sûr entre vos deux années ?",
            "Of the six invented dates, how many surely lie between your two years?",
            float(sum(dated.within(first, last) for dated in invented)),
            "Écrivez pour chacune la première et la dernière année possibles ; les deux doivent être dedans.",
            "Write the first and the last possible year of each; both must be inside.",
        ),
        Part(
            "Parmi les six dates inventées, combien peuvent tomber entre vos deux années ?",
            "Of the six invented dates, how many may lie between your two years?",
            float(sum(dated.touches(first, last) for dated in invented)),
            "« Avant » n’a pas de première année, « après » pas de dernière : l’intervalle est ouvert de ce côté.",
            "“Before” has no first year, “after” no last one: the interval is open on that side.",
        ),
    )


def _compared(letter: str) -> Part:
    return Part(
        "Laquelle est à coup sûr la plus ancienne : A l’œuvre P, B l’œuvre Q, ou C on ne peut pas le dire ?",
        "Which one is surely the older: A work P, B work Q, or C it can’t be told?",
        letter,
        "L’une l’est si sa dernière année possible vient avant la première de l’autre. Av. J.-C., 300 vient avant 200.",
        "One is if its last possible year comes before the other’s first. Before our era, 300 comes before 200.",
        form="[ABC]",
        example="A, B or C",
    )
