"""Counting open works by SQL."""

from __future__ import annotations

import random
import sqlite3
from collections import defaultdict

from culturedata.course._base import Exercise, Part, Sheet, library
from culturedata.errors import ExerciseError

OPEN = "https://creativecommons.org/publicdomain/%"
DECADES = """WITH said AS MATERIALIZED (
  SELECT work_id, coalesce(max(licence LIKE ?), 0) AS free FROM rights WHERE covers = 'work' GROUP BY work_id
)
SELECT domain, decade, count(*) AS works, count(free) AS known, total(free) AS free
FROM works LEFT JOIN said USING (work_id)
WHERE decade >= 1000 AND domain IN (SELECT domain FROM said JOIN works USING (work_id))
GROUP BY domain, decade ORDER BY domain, decade"""


class OpenWorks(Exercise):
    """How many works of a domain and a hundred years are in the public domain: a join, a filter, a count, a share."""

    name = "open-works"
    summary = "Count the open works of a century by SQL, and say which share they are"
    summary_fr = "Compter par SQL les œuvres libres d’un siècle, et dire quelle part elles font"
    needs_library = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        choices = _choices(culture)
        count, total = answer = random.choice(list(choices))
        domain, start = random.choice(choices[answer])
        return Sheet(
            f"Votre domaine : **{domain}**. Vos cent ans : de **{start}** à **{start + 99}** (colonne `decade`).",
            f"Your domain: **{domain}**. Your hundred years: from **{start}** to **{start + 99}** (column `decade`).",
            (
                Part(
                    "Combien d’œuvres de ce domaine et de ces cent ans sont dans le domaine public ?",
                    "How many works of this domain and of these hundred years are in the public domain?",
                    float(count),
                    "Joignez works et rights par work_id ; gardez covers = 'work' et licence LIKE '%publicdomain%'.",
                    "Join works and rights by work_id; keep covers = 'work' and licence LIKE '%publicdomain%'.",
                ),
                Part(
                    "Quelle part de toutes les œuvres de ce domaine et de ces cent ans est-ce (entre 0 et 1) ?",
                    "Which share of all works of this domain and of these hundred years is that (between 0 and 1)?",
                    count / total,
                    "Divisez par le nombre d’œuvres du même domaine et des mêmes années, avec ou sans droits.",
                    "Divide by the number of works of the same domain and years, whatever their rights.",
                    tolerance=0.005,
                ),
            ),
        )


def _choices(culture: sqlite3.Connection | None) -> dict[tuple[int, int], list[tuple[str, int]]]:
    """For each answer (open works, all works), the domains and first decades that give it.

    The rights of at least five works must be known. Drawing the answer first lets students differ as far as the
    library allows.
    """
    domains: dict[str, dict[int, tuple[int, int, int]]] = defaultdict(dict)
    for domain, decade, *counts in library(culture).execute(DECADES, [OPEN]):
        domains[domain][decade] = (counts[0], counts[1], int(counts[2]))
    choices: dict[tuple[int, int], list[tuple[str, int]]] = defaultdict(list)
    for domain, decades in domains.items():
        for start in range(min(decades), max(min(decades), max(decades) - 90) + 1, 10):
            inside = [counts for decade, counts in decades.items() if start <= decade < start + 100]
            total, known, free = (sum(column) for column in zip(*inside, strict=True)) if inside else (0, 0, 0)
            if known >= 5:
                choices[free, total].append((domain, start))
    if not choices:
        raise ExerciseError("no work of this library says its own rights.", "Import sample-museum or sample-music.")
    return choices
