"""What a reranker costs and gives, by hand: three of five films, chosen by maximal marginal relevance."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log2

from culturedata.course._base import Exercise, Part, Sheet, table

LETTERS = "ABCDE"
SHOWN = 3
GENRES = (("comédie", "comedy"), ("drame", "drama"), ("policier", "crime"), ("musique", "music"))
PAIRS = tuple(combinations(range(len(GENRES)), 2))
_APART = 0.02  # between the best and the next best: rounding can't exchange them


@dataclass(frozen=True, slots=True)
class Films:
    """Five films: their `relevance`, from 1 to 0 and all different, two `genres` each, and which are `liked`."""

    relevance: tuple[float, ...]
    genres: tuple[tuple[int, int], ...]
    liked: frozenset[int]

    def plain(self) -> list[int]:
        """The three most relevant films."""
        return sorted(range(len(LETTERS)), key=lambda film: -self.relevance[film])[:SHOWN]

    def likeness(self, one: int, other: int) -> float:
        """The cosine of two films with two genres each: the genres that they share ÷ 2."""
        return len({*self.genres[one]} & {*self.genres[other]}) / 2

    def score(self, film: int, above: Sequence[int]) -> float:
        """Half the relevance less half the greatest likeness to a film above."""
        return (self.relevance[film] - max((self.likeness(film, other) for other in above), default=0.0)) / 2

    def reranked(self) -> list[int]:
        """The three films that are chosen one after another; of equals the more relevant one."""
        chosen: list[int] = []
        while len(chosen) < SHOWN:
            rest = [film for film in range(len(LETTERS)) if film not in chosen]
            chosen.append(max(rest, key=lambda film: (self.score(film, chosen), self.relevance[film])))
        return chosen

    def diversity(self, slate: Sequence[int]) -> float:
        """The mean of 1 − likeness over the pairs."""
        pairs = list(combinations(slate, 2))
        return sum(1 - self.likeness(*pair) for pair in pairs) / len(pairs)

    def ndcg(self, slate: Sequence[int]) -> float:
        """What the places of liked films are worth, ÷ that of the best order of all five."""
        found = sum(1 / log2(place + 1) for place, film in enumerate(slate, 1) if film in self.liked)
        return found / sum(1 / log2(place + 1) for place in range(1, min(SHOWN, len(self.liked)) + 1))

    def clear(self) -> bool:
        """Whether the second film isn't the second most relevant, both choices are sure, and the NDCG changes."""
        chosen, plain = self.reranked(), self.plain()
        for place in (1, 2):
            rest = [film for film in range(len(LETTERS)) if film not in chosen[:place]]
            best, second = sorted((self.score(film, chosen[:place]) for film in rest), reverse=True)[:2]
            if best - second < _APART:
                return False
        return chosen[1] != plain[1] and abs(self.ndcg(chosen) - self.ndcg(plain)) > 2 * _APART


class Reranking(Exercise):
    """The same three places by relevance and by MMR: what that gives in diversity, and what it costs in NDCG."""

    name = "reranking"
    summary = "What a reranker costs and gives: variety against relevance, for three of five films"
    summary_fr = "Ce que coûte et ce qu’apporte un reclassement : variété contre pertinence, pour trois films de cinq"
    needs_ratings = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        films = drawn(random)
        lines = [
            (LETTERS[n], f"{films.relevance[n]:.2f}", *(("×" if g in films.genres[n] else "") for g in range(4)),
             "×" if n in films.liked else "")
            for n in range(len(LETTERS))
        ]  # fmt: skip
        return Sheet(
            "Cinq films : leur pertinence selon le modèle, leurs genres, et ceux que la personne a aimés ensuite.\n\n"
            + table(("film", "pertinence", *(french for french, _ in GENRES), "aimé"), lines),
            "Five films: their relevance by the model, their genres, and those that the person liked afterwards.\n\n"
            + table(("film", "relevance", *(english for _, english in GENRES), "liked"), lines),
            (*_choices(films), *_verdict(films)),
        )


def drawn(random: random.Random) -> Films:
    """Five films with sure choices, in any order; two or three of them are liked."""
    while True:
        between = random.sample(range(30, 99), len(LETTERS) - 2)
        relevance = random.sample((1.0, *(share / 100 for share in between), 0.0), len(LETTERS))
        genres = tuple(random.choice(PAIRS) for _ in LETTERS)
        liked = frozenset(random.sample(range(len(LETTERS)), random.choice((2, 3))))
        films = Films(tuple(relevance), genres, liked)
        if films.clear():
            return films


def _choices(films: Films) -> tuple[Part, ...]:
    first, second, third = films.reranked()
    return (
        Part(
            f"Le reclassement met {LETTERS[first]} en tête. Quel film met-il en deuxième (lettre) ?",
            f"The reranker puts {LETTERS[first]} at the top. Which film does it put second (letter)?",
            LETTERS[second],
            "Score : la moitié de la pertinence moins la moitié de la ressemblance au premier (genres communs ÷ 2).",
            "Score: half the relevance less half the likeness to the first (genres in common ÷ 2).",
            form="[A-E]",
            example="A, B, C, D or E",
        ),
        Part(
            "Quel est le score de ce film ?",
            "What is the score of that film?",
            films.score(second, [first]),
            "Comme ci-dessus ; il peut être négatif.",
            "As above; it may be below zero.",
            tolerance=0.006,
        ),
        Part(
            "Quel film met-il en troisième (lettre) ?",
            "Which film does it put third (letter)?",
            LETTERS[third],
            "Compte la plus grande des ressemblances aux deux films d’au-dessus.",
            "What counts is the greater of the likenesses to the two films above.",
            form="[A-E]",
            example="A, B, C, D or E",
        ),
    )


def _verdict(films: Films) -> tuple[Part, ...]:
    plain, reranked = films.plain(), films.reranked()
    return (
        Part(
            "De combien la diversité change-t-elle (les trois reclassés moins les trois plus pertinents) ?",
            "By how much does the diversity change (the three reranked less the three most relevant)?",
            films.diversity(reranked) - films.diversity(plain),
            "Diversité : la moyenne de 1 − ressemblance sur les trois paires de films.",
            "Diversity: the mean of 1 − likeness over the three pairs of films.",
            tolerance=0.006,
        ),
        Part(
            "De combien le NDCG change-t-il (les trois reclassés moins les trois plus pertinents) ?",
            "By how much does the NDCG change (the three reranked less the three most relevant)?",
            films.ndcg(reranked) - films.ndcg(plain),
            "Un film aimé vaut 1, 0,6309 ou 0,5 selon sa place ; divisez par le mieux possible avec les films aimés.",
            "A liked film is worth 1, 0.6309 or 0.5 by its place; divide by the best possible with all liked films.",
            tolerance=0.006,
        ),
    )
