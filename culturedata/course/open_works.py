"""Counting open works by SQL."""

from __future__ import annotations

import random
import sqlite3

from culturedata.course._base import Exercise, Part, Sheet
from culturedata.errors import ExerciseError

OPEN = "https://creativecommons.org/publicdomain/%"
COUNT = """SELECT count(DISTINCT works.work_id) FROM works JOIN rights USING (work_id)
WHERE works.domain = ? AND works.decade >= ? AND works.decade < ?
  AND rights.covers = 'work' AND rights.licence LIKE ?"""
ALL = "SELECT count(*) FROM works WHERE domain = ? AND decade >= ? AND decade < ?"


class OpenWorks(Exercise):
    """How many works of a domain and a century are in the public domain: a join, a filter, a count, a share."""

    name = "open-works"
    summary = "Count the open works of a century by SQL, and say which share they are"
    summary_fr = "Compter par SQL les œuvres libres d’un siècle, et dire quelle part elles font"
    needs_library = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        choices = _choices(culture)
        domain, start = random.choice(choices)
        assert culture is not None
        asked = [domain, start, start + 100]
        total = culture.execute(ALL, asked).fetchone()[0]
        count = culture.execute(COUNT, [*asked, OPEN]).fetchone()[0]
        return Sheet(
            f"Votre domaine : **{domain}**. Votre siècle : de **{start}** à **{start + 99}** (colonne `decade`).",
            f"Your domain: **{domain}**. Your century: from **{start}** to **{start + 99}** (column `decade`).",
            (
                Part(
                    "Combien d’œuvres de ce domaine et de ce siècle sont dans le domaine public ?",
                    "How many works of this domain and century are in the public domain?",
                    float(count),
                    "Joignez works et rights par work_id ; gardez covers = 'work' et licence LIKE '%publicdomain%'.",
                    "Join works and rights by work_id; keep covers = 'work' and licence LIKE '%publicdomain%'.",
                ),
                Part(
                    "Quelle part de toutes les œuvres de ce domaine et de ce siècle est-ce (entre 0 et 1) ?",
                    "Which share of all works of this domain and century is that (between 0 and 1)?",
                    count / total,
                    "Divisez par le nombre d’œuvres du même domaine et du même siècle, avec ou sans droits.",
                    "Divide by the number of works of the same domain and century, whatever their rights.",
                    tolerance=0.005,
                ),
            ),
        )


def _choices(culture: sqlite3.Connection | None) -> list[tuple[str, int]]:
    """Domains and centuries with at least five works whose rights are known."""
    if culture is None:
        raise ExerciseError("this exercise asks a library.", "Say which with -L DIR (culturedata demo makes one).")
    rows = culture.execute(
        """SELECT domain, decade / 100 * 100 AS century FROM works JOIN rights USING (work_id)
           WHERE covers = 'work' AND decade >= 1000 GROUP BY domain, century
           HAVING count(DISTINCT work_id) >= 5 ORDER BY domain, century"""
    ).fetchall()
    if not rows:
        raise ExerciseError("no work of this library says its own rights.", "Import sample-museum or sample-music.")
    return [(row[0], row[1]) for row in rows]
