"""RMSE by hand, and why the best RMSE need not give the best top ten."""

from __future__ import annotations

import random
import sqlite3
from math import sqrt

from culturedata.course._base import Exercise, Part, Sheet, table

WORKS = ("V", "W", "X", "Y", "Z")


def rmse(truth: list[float], guess: list[float]) -> float:
    """√(1/n Σ (r − r̂)²)."""
    return sqrt(sum((r - g) ** 2 for r, g in zip(truth, guess, strict=True)) / len(truth))


def best(scores: list[float]) -> str:
    """The letter of the work with the highest score."""
    return WORKS[max(range(len(scores)), key=scores.__getitem__)]


class Rmse(Exercise):
    """Two models: one is nearly right but swaps the two best works, one is far too low but puts the right one first."""

    name = "rmse"
    summary = "RMSE by hand, and why the best RMSE need not give the best top ten"
    summary_fr = "La RMSE à la main, et pourquoi la meilleure RMSE ne donne pas toujours les dix meilleurs choix"

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        favourite, rival = random.sample(range(5), 2)
        truth = [float(random.choice((2, 3))) for _ in WORKS]
        truth[favourite], truth[rival] = 5.0, 4.0
        p, q = random.sample((_near(random, truth, favourite, rival), _far(random, truth, favourite)), 2)
        lines = list(zip(WORKS, truth, p, q, strict=True))
        return Sheet(
            table(("œuvre", "note donnée r", "modèle P", "modèle Q"), lines),
            table(("work", "rating given r", "model P", "model Q"), lines),
            (*_figures(truth, p, q), *_letters(truth, p, q)),
        )


def _near(random: random.Random, truth: list[float], favourite: int, rival: int) -> list[float]:
    """At most 0.8 off, but the rival before the favourite: an RMSE from 0.36 to 0.6."""
    off = [random.choice((-4, -3, -2, -1, 1, 2, 3, 4)) for _ in truth]
    off[favourite], off[rival] = -random.randint(5, 8), random.randint(6, 8)
    return [round(r + tenths / 10, 1) for r, tenths in zip(truth, off, strict=True)]


def _far(random: random.Random, truth: list[float], favourite: int) -> list[float]:
    """Always too low, never below 1, and the favourite first: an RMSE from 0.69 to 1.9."""
    off = [random.randint(6, 10) if r == 2 else random.randint(8, 20) for r in truth]
    off[favourite] = random.randint(8, 14)
    return [round(r - tenths / 10, 1) for r, tenths in zip(truth, off, strict=True)]


def _figures(truth: list[float], p: list[float], q: list[float]) -> tuple[Part, ...]:
    return tuple(
        Part(
            f"Quelle est la RMSE du modèle {letter} ?",
            f"What is the RMSE of model {letter}?",
            rmse(truth, guess),
            "Pour chaque œuvre, l’écart au carré ; leur moyenne ; la racine carrée.",
            "For each work, the squared difference; their mean; the square root.",
            tolerance=0.01,
        )
        for letter, guess in (("P", p), ("Q", q))
    )


def _letters(truth: list[float], p: list[float], q: list[float]) -> tuple[Part, ...]:
    right = "P" if rmse(truth, p) < rmse(truth, q) else "Q"
    first = "P" if best(p) == best(truth) else "Q"
    return (
        Part(
            "Lequel gagnerait le prix Netflix, jugé à la RMSE (P ou Q) ?",
            "Which would win the Netflix Prize, judged by RMSE (P or Q)?",
            right,
            "La plus petite RMSE gagne.",
            "The smaller RMSE wins.",
        ),
        Part(
            "Lequel met en tête l’œuvre que la personne préfère (P ou Q) ?",
            "Which puts first the work that the person likes best (P or Q)?",
            first,
            "Pour chaque modèle, cherchez l’œuvre à la plus haute prédiction.",
            "For each model, look for the work with the highest prediction.",
        ),
    )
