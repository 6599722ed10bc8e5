"""A cold film: two films that nobody has rated, under models trained on six people's ratings of six others."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from culturedata.course._base import Exercise, Part, Sheet, table
from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query
from culturedata.data.vocabulary import Vocabulary
from culturedata.recommend.choices.ease import Ease
from culturedata.recommend.content.recommender import Content
from culturedata.recommend.hybrid import Hybrid
from culturedata.recommend.surprise.factors import Svd

FILMS = "ABCDEF"
COLD = "PQ"
PEOPLE = 6  # the first is the student
MINE = 4  # films that the student rated
GENRES = (
    ("comédie", "comedy"), ("drame", "drama"), ("policier", "crime"),
    ("musique", "music"), ("guerre", "war"), ("science-fiction", "science fiction"),
)  # fmt: skip
PAIRS = tuple(combinations(range(len(GENRES)), 2))
MODELS = ("ease", "svd", "content")
STEEP = 12.0  # with a greater worth the printed decimals would not be enough
_APART = 0.05  # between what is compared: rounding can't exchange them
Scores = npt.NDArray[np.float64]
Ratings = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Films:
    """Six films with `ratings` (people, films), 0 for none, then two without; `genres` of all eight, two each."""

    ratings: Ratings
    genres: tuple[tuple[int, int], ...]

    @property
    def unseen(self) -> list[int]:
        """The films that the student did not rate, the cold ones last."""
        return [n for n, value in enumerate(self.ratings[0]) if not value] + [len(FILMS), len(FILMS) + 1]

    def nearest(self, film: int) -> int | None:
        """The film that the student liked which shares most genres with `film`; None if several do, or none."""
        mine = {n: value for n, value in enumerate(self.ratings[0]) if value}
        mean = sum(mine.values()) / len(mine)
        shared = {n: len({*self.genres[n]} & {*self.genres[film]}) for n, value in mine.items() if value >= mean}
        most = max(shared.values())
        best = [n for n, count in shared.items() if count == most]
        return best[0] if most and len(best) == 1 else None

    def dataset(self) -> Dataset:
        """The ratings, for recommenders."""
        matrix = np.array(self.ratings)
        users, items = np.nonzero(matrix)
        return Dataset(
            name="a sheet",
            provenance="simulated",
            scale=(1.0, 5.0),
            user_ids=Vocabulary(tuple(f"person {n}" for n in range(1, PEOPLE + 1))),
            item_ids=Vocabulary(tuple(FILMS + COLD)),
            users=users.astype(np.int32),
            items=items.astype(np.int32),
            values=matrix[users, items].astype(np.float32),
            times=np.zeros(len(users), dtype=np.int64),
        )

    def documents(self) -> Documents:
        """The genres, for recommenders."""
        titles = tuple(FILMS + COLD)
        tokens = tuple(tuple(GENRES[n][1] for n in pair) for pair in self.genres)
        return Documents(titles, titles, titles, tokens, {english: (french, english) for french, english in GENRES})


@dataclass(frozen=True, slots=True)
class Told:
    """What trained models say to the student: `scores` of all films by `MODELS`, (3, films), and by hybrid.

    `worth` and `usual` are hybrid's; `because` is the film that it names as its reason for each cold film.
    """

    scores: Scores
    hybrid: Scores
    worth: float
    usual: float
    because: tuple[str, ...]


def told(films: Films) -> Told:
    """The models, trained on these films."""
    dataset, documents = films.dataset(), films.documents()
    models = [model.fit(dataset, documents) for model in (Ease(regularization=1.0, least=1), Svd(), Content())]
    hybrid = Hybrid().fit(dataset, documents)
    query: Query = hybrid.query(0)
    reasons = [hybrid.reasons(query, len(FILMS) + n)[0] for n in range(len(COLD))]
    return Told(
        np.stack([model.score(query) for model in models]), hybrid.score(query),
        float(hybrid.state.worth), float(hybrid.state.usual), tuple("".join(said.items) for said in reasons),
    )  # fmt: skip


class ColdFilm(Exercise):
    """Models of who chose what say the same of all films that nobody rated; those that read their genres do not."""

    name = "cold-film"
    summary = "A cold film: which models can recommend what nobody has rated yet, and for which reason"
    summary_fr = "Un film froid\u00a0: quels modèles savent recommander ce que personne n’a noté, et pour quelle raison"
    needs_ratings = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        films, said = drawn(random)
        order = random.sample(range(len(MODELS)), len(MODELS))
        asked = random.randrange(len(COLD))
        lines = [(name, *_row(films, n)) for n, name in enumerate(FILMS + COLD)]
        scores = [
            ((FILMS + COLD)[n], *(f"{said.scores[model, n]:.3f}".replace("-", "−") for model in order))
            for n in films.unseen
        ]
        tables = [
            table((film, yours, others, *(genre[lang] for genre in GENRES)), lines)
            + f"\n\n{between}\n\n"
            + table((film, *(f"{model} {place}" for place in (1, 2, 3))), scores)
            for lang, film, yours, others, model, between in (
                (
                    0,
                    "film",
                    "votre note",
                    "autres notes",
                    "modèle",
                    "Ce que disent trois modèles des films non vus\u00a0:",
                ),
                (1, "film", "your rating", "other ratings", "model", "What three models say of the films not seen:"),
            )
        ]
        figures = f"**{said.worth:.2f}**", f"**{said.usual:.3f}**"
        return Sheet(
            f"{tables[0]}\n\nPour `hybrid`\u00a0: valeur {figures[0]}, usuel {figures[1]}.",
            f"{tables[1]}\n\nFor `hybrid`: worth {figures[0]}, usual {figures[1]}.",
            (*_models(order), *_hybrid(said, asked)),
        )


def _row(films: Films, film: int) -> tuple[str, ...]:
    """The cells of a film: the student's rating, how many others there are, its genres."""
    given = [row[film] if film < len(FILMS) else 0 for row in films.ratings]
    others = sum(value > 0 for value in given[1:])
    return (str(given[0] or ""), str(others), *("×" if n in films.genres[film] else "" for n in range(len(GENRES))))


def drawn(random: random.Random) -> tuple[Films, Told]:
    """Films of which people like certain genres, and what the models say of them, clearly."""
    while True:
        genres = tuple(random.choice(PAIRS) for _ in FILMS + COLD)
        ratings = tuple(tuple(_rated(random, genres, MINE if n == 0 else 5)) for n in range(PEOPLE))
        films = Films(ratings, genres)
        if _fair(films):
            said = told(films)
            if clear(films, said):
                return films, said


def _rated(random: random.Random, genres: Sequence[tuple[int, int]], count: int) -> list[int]:
    """One person's ratings of `count` films, 0 for the others: two genres are liked, the others are not."""
    liked = random.sample(range(len(GENRES)), 2)
    seen = random.sample(range(len(FILMS)), count)
    return [
        min(5, 1 + 2 * len({*genres[n]} & {*liked}) + random.choice((0, 0, 1))) if n in seen else 0
        for n in range(len(FILMS))
    ]


def _fair(films: Films) -> bool:
    """Whether each genre stands in two to four films, everybody tells films apart, and reasons can be told by hand."""
    often = [sum(n in pair for pair in films.genres) for n in range(len(GENRES))]
    told_apart = all(len({value for value in row if value}) > 1 for row in films.ratings)
    return (
        min(often) >= 2
        and max(often) <= 4
        and told_apart
        and all(films.nearest(n) is not None for n in range(len(FILMS), len(films.genres)))
    )


def clear(films: Films, said: Told) -> bool:
    """Whether choices tell known films apart and genres the cold ones, within the scale, for reasons found by hand."""
    ease, _, _ = said.scores
    known = films.unseen[: -len(COLD)]
    by_hand = tuple(FILMS[near] for n in range(len(FILMS), len(films.genres)) if (near := films.nearest(n)) is not None)
    cold = said.hybrid[-len(COLD) :]
    sound = 0.5 < said.worth < STEEP and cold.min() >= 1 and cold.max() <= 5 and np.ptp(cold) > _APART
    return bool(sound and (np.abs(ease[known]) > 0.01).all() and said.because == by_hand)


def _models(order: Sequence[int]) -> tuple[Part, ...]:
    place = {MODELS[model]: float(n) for n, model in enumerate(order, 1)}
    return (
        Part(
            "Quel modèle ne connaît que les choix, si bien que P et Q n’ont rien (1, 2 ou 3)\u00a0?",
            "Which model knows choices only, so that P and Q have nothing (1, 2 or 3)?",
            place["ease"],
            "Personne ne les a choisis\u00a0: il n’y a rien à ajouter.",
            "Nobody chose them: there is nothing to add.",
        ),
        Part(
            "Quel modèle prédit des notes, la même pour P et Q (1, 2 ou 3)\u00a0?",
            "Which model predicts ratings, the same for P and Q (1, 2 or 3)?",
            place["svd"],
            "D’un film sans notes, il ne sait que la moyenne et votre façon de noter.",
            "Of a film without ratings it knows but the mean and how high you rate.",
        ),
    )


def _hybrid(said: Told, asked: int) -> tuple[Part, ...]:
    film, number = COLD[asked], len(FILMS) + asked
    first = max(range(len(COLD)), key=lambda n: said.hybrid[len(FILMS) + n])
    return (
        Part(
            f"Quel score `hybrid` donne-t-il au film {film}\u00a0?",
            f"Which score does `hybrid` give to film {film}?",
            float(said.hybrid[number]),
            "Note prédite + valeur × (ressemblance − usuel)\u00a0; la ressemblance est ce que disent les genres.",
            "Predicted rating + worth × (likeness − usual); the likeness is what the genres say.",
            tolerance=0.02,
        ),
        Part(
            "Lequel des deux `hybrid` met-il avant l’autre (P ou Q)\u00a0?",
            "Which of the two does `hybrid` put before the other (P or Q)?",
            COLD[first],
            "Le plus ressemblant à ce que vous avez aimé.",
            "The one that is more like what you liked.",
            form="[PQ]",
            example="P or Q",
        ),
        Part(
            f"Quel film que vous avez aimé donne la raison pour {film} (A à F)\u00a0?",
            f"Which film that you liked gives the reason for {film} (A to F)?",
            said.because[asked],
            "Aimé\u00a0: noté au moins comme votre moyenne. Il partage le plus de genres.",
            "Liked: rated at least as high as your mean. It shares most genres.",
            form="[A-F]",
            example="A, B, C, D, E or F",
        ),
    )
