"""Which museum is the most open, and what the weights do to the answer."""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import numpy as np

from culturedata.course._base import Exercise, Part, Sheet, library, table
from culturedata.errors import ExerciseError
from culturedata.openness.counting import shares
from culturedata.openness.counting.extent import Extent, extent
from culturedata.openness.judging import score, weights
from culturedata.openness.report import Asked, report
from culturedata.publish.views.openness import SHOWN, chosen, promised

# What a student's weights may be; what says 0 has no weight, so that no day of death decides.
DRAWN = {
    "metadata_open": (1, 4), "image": (0, 0), "image_open": (0, 0), "open_of_free": (0, 0), "completeness": (2, 10),
    "identified": (1, 6), "machine": (1, 6),
}  # fmt: skip
LEAST = 3  # institutions


class MostOpen(Exercise):
    """A real score with the student's weights; two invented museums whose order turns with one weight."""

    name = "most-open"
    summary = "Which museum is the most open, and what the weights do to the answer"
    summary_fr = "Quel musée est le plus ouvert, et ce que les poids font à la réponse"
    needs_library = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        weighing = {name: float(random.randint(*span)) for name, span in DRAWN.items()}
        row = _institution(random, library(culture), weighing)
        museums = _museums(random)
        command = f"culturedata openness {' '.join(f'--weight {name}={w:g}' for name, w in weighing.items())} -L demo"
        weighed = ", ".join(f"`{name}` {w:g}" for name, w in weighing.items())
        return Sheet(
            f"Votre institution : **{_named(row, 'fr')}**. Vos poids : {weighed}.\n\n"
            f"```sh\n{command}\n```\n\nDeux musées inventés, parts en % :\n\n{_table(museums, 'fr')}",
            f"Your institution: **{_named(row, 'en')}**. Your weights: {weighed}.\n\n"
            f"```sh\n{command}\n```\n\nTwo invented museums, shares in %:\n\n{_table(museums, 'en')}",
            (*_read(row), *_turned(museums)),
        )


def _institution(random: random.Random, culture: sqlite3.Connection, weighing: dict[str, float]) -> dict[str, Any]:
    """The report's row of an institution that the page shows. Raises ExerciseError if the library has too few."""
    now = datetime.now(UTC).date()
    changes = culture.execute("PRAGMA data_version").fetchone()[0], culture.total_changes
    cells, reach = _counted(culture, changes, now.year)
    found = report(culture, cells, reach, Asked(weights=weights.checked(weighing), as_of=now))["groups"]
    shown = sorted((row for row in found if row["rank"]), key=lambda row: -row["works"])[:SHOWN]
    if len(shown) < LEAST:
        raise ExerciseError(
            f"fewer than {LEAST} institutions of this library have {Asked().min_works} works.", "Import sample-museum."
        )
    drawn: dict[str, Any] = random.choice(sorted(shown, key=lambda row: (row["name"], row["country"] or "")))
    return drawn


@lru_cache(maxsize=1)
def _counted(culture: sqlite3.Connection, changes: tuple[int, int], year: int) -> tuple[list[shares.Cell], Extent]:
    """What the report counts, once for a whole class; `changes` tells when the library is another."""
    return shares.cells(culture, year), extent(culture, promised(), chosen())


def _named(row: dict[str, Any], lang: str) -> str:
    """The institution's name in the language, with the English one in brackets, which the command line prints."""
    english = row.get("name_en") or row["name"]
    own = row.get(f"name_{lang}") or row["name"]
    return own if own == english else f"{own} ({english})"


def _museums(random: random.Random) -> dict[str, tuple[int, int, int]]:
    """Two museums, P and Q: percent of open pictures, filled fields, shared identifiers.

    One has more pictures and is first while all weights are 1, the other is ahead in the rest taken together. The
    weight at which the two are equal lies between 0.15 and 0.85.
    """
    while True:
        pictures, records = [tuple(random.randint(5, 95) for _ in range(3)) for _ in range(2)]
        more = pictures[0] - records[0]
        behind = sum(records[1:]) - sum(pictures[1:])
        if more >= 20 and 0.15 <= behind / more <= 0.85:
            both = random.sample((pictures, records), 2)
            return {letter: (one[0], one[1], one[2]) for letter, one in zip("PQ", both, strict=True)}


def first(museums: dict[str, tuple[int, int, int]], weight: float) -> str:
    """The letter of the museum with the higher score if pictures weigh `weight` and the two others 1."""
    found = score.scores(np.array(list(museums.values())) / 100, np.array([weight, 1.0, 1.0]))
    return list(museums)[int(found.argmax())]


def turning(museums: dict[str, tuple[int, int, int]]) -> float:
    """The weight of pictures at which both have the same score: w·p + rest is equal, the sum of weights is too."""
    (p, *rest_p), (q, *rest_q) = museums.values()
    return (sum(rest_q) - sum(rest_p)) / (p - q)


def _table(museums: dict[str, tuple[int, int, int]], lang: str) -> str:
    columns = {
        "fr": ("musée", "images libres", "fiche complète", "identifiant partagé"),
        "en": ("museum", "open pictures", "complete record", "shared identifier"),
    }[lang]
    return table(columns, [(letter, *of) for letter, of in museums.items()])


def _read(row: dict[str, Any]) -> tuple[Part, ...]:
    return (
        Part(
            "Quel score (sur 100) votre institution a-t-elle avec vos poids ?",
            "Which score (out of 100) does your institution have with your weights?",
            row["score"],
            "Page « Ouverture » : écrivez vos poids dans le formulaire, puis « Recalculer » ; colonne « Score ».",
            "Page “Openness”: write your weights into the form, then “Work out again”; column “Score”.",
            tolerance=0.06,
        ),
        Part(
            "Quel est alors son rang ?",
            "What is its rank then?",
            float(row["rank"]),
            "Colonne « Rang » du même tableau. Des scores égaux ont le même rang.",
            "Column “Rank” of the same table. Equal scores have the same rank.",
        ),
        Part(
            "Quelle est la dernière place de sa fourchette, dans neuf tirages de poids sur dix ?",
            "Which is the last place of its range, in nine of ten random weightings?",
            float(row["rank_high"]),
            "Sous le rang ; en ligne de commande, colonne « 5–95% ». « toujours 4 » ou « 4–4 » : la dernière est 4.",
            "Under the rank; on the command line, column “5–95%”. “always 4” or “4–4”: the last one is 4.",
        ),
    )


def _turned(museums: dict[str, tuple[int, int, int]]) -> tuple[Part, ...]:
    return (
        Part(
            "Musées inventés, tous les poids à 1 : lequel est premier (P ou Q) ?",
            "Invented museums, all weights at 1: which one is first (P or Q)?",
            first(museums, 1.0),
            "À poids égaux, comparez la somme des trois parts.",
            "With equal weights, compare the sums of the three shares.",
            form="[PQ]",
            example="P or Q",
        ),
        Part(
            "Et si le poids des images est 0 : lequel est premier (P ou Q) ?",
            "And if the weight of pictures is 0: which one is first (P or Q)?",
            first(museums, 0.0),
            "Sans les images, comparez la somme des deux autres parts.",
            "Without pictures, compare the sums of the two other shares.",
            form="[PQ]",
            example="P or Q",
        ),
        Part(
            "De combien faut-il baisser le poids des images, depuis 1, pour que le premier change ?",
            "By how much must the weight of pictures come down from 1 before the first one changes?",
            1 - turning(museums),
            "Écart des deux autres parts ÷ écart des images : c’est le poids d’égalité. Ôtez-le de 1.",
            "Difference in the two others ÷ difference in pictures: the weight of a tie. Take it from 1.",
            tolerance=0.01,
        ),
    )
