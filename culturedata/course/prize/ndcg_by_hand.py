"""NDCG by hand: what a slate is worth, place by place, and what the gain of a place does to the verdict."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Sequence
from math import log2

from culturedata.course._base import Exercise, Part, Sheet, table

PLACES = 4
Gain = Callable[[int], float]


def linear(likes: int) -> float:
    """What a work is worth by itself: how much it is liked."""
    return float(likes)


def exponential(likes: int) -> float:
    """2^likes − 1: a favourite is worth far more than two works that are liked a little."""
    return float(2**likes - 1)


def dcg(slate: Sequence[int], gain: Gain) -> float:
    """Σ gain / log₂(place + 1), places from 1."""
    return sum(gain(likes) / log2(place + 1) for place, likes in enumerate(slate, 1))


def ndcg(slate: Sequence[int], gain: Gain) -> float:
    """DCG ÷ that of the same works in the best order."""
    return dcg(slate, gain) / dcg(sorted(slate, reverse=True), gain)


class NdcgByHand(Exercise):
    """The same four works in the order of two models, by exponential and by linear gain."""

    name = "ndcg-by-hand"
    summary = "NDCG by hand: what an order of four works is worth, place by place"
    summary_fr = "Le NDCG à la main : ce que vaut l’ordre de quatre œuvres, place par place"
    needs_ratings = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        p, q = orders(random)
        places = [(f"{n}", log2(n + 1), p[n - 1], q[n - 1]) for n in range(1, PLACES + 1)]
        lines = [(place, f"{divisor:.4f}".rstrip("0").rstrip("."), a, b) for place, divisor, a, b in places]
        return Sheet(
            "À chaque place, combien la personne aime l’œuvre que le modèle y met (0 : pas du tout, 3 : beaucoup).\n\n"
            + table(("place", "diviseur", "modèle P", "modèle Q"), lines),
            "At each place, how much the person likes the work that the model puts there (0: not at all, 3: a lot).\n\n"
            + table(("place", "divisor", "model P", "model Q"), lines),
            (*_sums(p), *_shares(p, q)),
        )


def orders(random: random.Random) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The same four works in two orders, none of them the best; NDCGs that rounding can't exchange."""
    while True:
        likes = [3, *(random.choice((0, 1, 1, 2, 2, 3)) for _ in range(PLACES - 1))]
        p, q = tuple(random.sample(likes, PLACES)), tuple(random.sample(likes, PLACES))
        best = tuple(sorted(likes, reverse=True))
        apart = min(abs(ndcg(p, gain) - ndcg(q, gain)) for gain in (linear, exponential))
        if best not in (p, q) and apart >= 0.03:
            return p, q


def _sums(p: tuple[int, ...]) -> tuple[Part, ...]:
    return (
        Part(
            "Quel est le DCG du modèle P, à gain exponentiel ?",
            "What is the DCG of model P, with exponential gain?",
            dcg(p, exponential),
            "Gain : 0, 1, 3 ou 7 pour 0, 1, 2 ou 3. Divisez chaque gain par son diviseur, puis additionnez.",
            "Gain: 0, 1, 3 or 7 for 0, 1, 2 or 3. Divide each gain by its divisor, then add up.",
            tolerance=0.02,
        ),
        Part(
            "Quel est le DCG du meilleur ordre possible de ces quatre œuvres, à gain exponentiel ?",
            "What is the DCG of the best possible order of these four works, with exponential gain?",
            dcg(sorted(p, reverse=True), exponential),
            "Rangez d’abord les quatre nombres du plus grand au plus petit.",
            "Put the four numbers in order first, from the largest to the smallest.",
            tolerance=0.02,
        ),
    )


def _shares(p: tuple[int, ...], q: tuple[int, ...]) -> tuple[Part, ...]:
    return (
        *(
            Part(
                f"Quel est le NDCG du modèle {letter}, à gain exponentiel (entre 0 et 1) ?",
                f"What is the NDCG of model {letter}, with exponential gain (between 0 and 1)?",
                ndcg(slate, exponential),
                "Son DCG ÷ celui du meilleur ordre.",
                "Its DCG ÷ that of the best order.",
                tolerance=0.005,
            )
            for letter, slate in (("P", p), ("Q", q))
        ),
        Part(
            "Quel est le NDCG du modèle P, à gain linéaire ?",
            "What is the NDCG of model P, with linear gain?",
            ndcg(p, linear),
            "Cette fois le gain est le nombre du tableau lui-même, dans les deux ordres.",
            "This time the gain is the number of the table itself, in both orders.",
            tolerance=0.005,
        ),
        Part(
            "Lequel des deux gagne, à gain exponentiel (P ou Q) ?",
            "Which of the two wins, with exponential gain (P or Q)?",
            "P" if ndcg(p, exponential) > ndcg(q, exponential) else "Q",
            "Le plus grand NDCG gagne : 1 serait l’ordre parfait.",
            "The larger NDCG wins: 1 would be the perfect order.",
            form="[PQ]",
            example="P or Q",
        ),
    )
