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
    """Two models: one guesses every rating a little wrong, one is far off but puts the right work first."""

    name = "rmse"
    summary = "RMSE by hand, and why the best RMSE need not give the best top ten"
    summary_fr = "La RMSE à la main, et pourquoi la meilleure RMSE ne donne pas toujours les dix meilleurs choix"

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        favourite, rival = random.sample(range(5), 2)
        truth = [float(random.choice((2, 3))) for _ in WORKS]
        truth[favourite], truth[rival] = 5.0, 4.0
        near = [r + random.choice((-0.2, -0.1, 0.1, 0.2)) for r in truth]
        near[favourite], near[rival] = 4.4, 4.6
        shift = random.choice((-1.0, -1.1, -1.2, -1.3))
        far = [r + shift for r in truth]
        near, far = [round(g, 1) for g in near], [round(g, 1) for g in far]
        lines = list(zip(WORKS, truth, near, far, strict=True))
        return Sheet(
            table(("œuvre", "note donnée r", "modèle P", "modèle Q"), lines),
            table(("work", "rating given r", "model P", "model Q"), lines),
            (*_figures(truth, near, far), *_letters(truth, near, far)),
        )


def _figures(truth: list[float], near: list[float], far: list[float]) -> tuple[Part, ...]:
    return tuple(
        Part(
            f"Quelle est la RMSE du modèle {letter} ?",
            f"What is the RMSE of model {letter}?",
            rmse(truth, guess),
            "Pour chaque œuvre, l’écart au carré ; leur moyenne ; la racine carrée.",
            "For each work, the squared difference; their mean; the square root.",
            tolerance=0.01,
        )
        for letter, guess in (("P", near), ("Q", far))
    )


def _letters(truth: list[float], near: list[float], far: list[float]) -> tuple[Part, ...]:
    right = "P" if rmse(truth, near) < rmse(truth, far) else "Q"
    first = "P" if best(near) == best(truth) else "Q"
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
