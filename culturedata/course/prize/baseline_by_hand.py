"""The baseline by hand: how high everybody rates, how much a work is liked, how high a person rates."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import dataclass

import numpy as np

from culturedata.course._base import Exercise, Part, Sheet, library, table
from culturedata.course.prize import _ratings
from culturedata.errors import ExerciseError

PEOPLE, WORKS = ("A", "B", "C"), ("X", "Y", "Z")
WEIGHT = 10  # in ratings, that holds the bias of a work back in Surprise's baseline
Rows = tuple[tuple[int | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Small:
    """Three people's ratings of three works, one of them missing; the weights, in ratings, that hold biases back."""

    ratings: Rows
    of_works: int
    of_people: int

    @property
    def missing(self) -> tuple[int, int]:
        """The row and the column of the rating that is missing."""
        return next((u, i) for u, row in enumerate(self.ratings) for i, r in enumerate(row) if r is None)

    @property
    def mean(self) -> float:
        """μ."""
        given = [r for row in self.ratings for r in row if r is not None]
        return sum(given) / len(given)

    def of_work(self, i: int) -> float:
        """b_i = Σ (r − μ) / (weight + n) over the people who rated it."""
        given = [row[i] for row in self.ratings]
        return _held_back([r - self.mean for r in given if r is not None], self.of_works)

    def of_person(self, u: int) -> float:
        """b_u = Σ (r − μ − b_i) / (weight + n) over the works that they rated."""
        left = [r - self.mean - self.of_work(i) for i, r in enumerate(self.ratings[u]) if r is not None]
        return _held_back(left, self.of_people)

    @property
    def predicted(self) -> float:
        """μ + b_i + b_u for the rating that is missing."""
        u, i = self.missing
        return self.mean + self.of_work(i) + self.of_person(u)


def _held_back(differences: list[float], weight: int) -> float:
    return sum(differences) / (weight + len(differences))


def small(random: random.Random) -> Small:
    """A table whose biases are worth working out, and whose prediction lies on the scale."""
    while True:
        gap = random.randrange(9)
        cells = [None if n == gap else random.randint(1, 5) for n in range(9)]
        rows = tuple(tuple(cells[n : n + 3]) for n in (0, 3, 6))
        made = Small(rows, random.randint(1, 4), random.randint(1, 4))
        u, i = made.missing
        if min(abs(made.of_work(i)), abs(made.of_person(u))) >= 0.1 and 1 <= made.predicted <= 5:
            return made


class BaselineByHand(Exercise):
    """μ + b_i + b_u in a table of three by three, then the same model on the library's ratings."""

    name = "baseline-by-hand"
    summary = "The baseline by hand: a rating predicted from three means, then the same model on a hundred thousand"
    summary_fr = "Le modèle de base à la main : une note prédite par trois moyennes, puis le même modèle sur cent mille"
    needs_library = True
    needs_ratings = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        mine, real = small(random), _drawn(random, library(culture))
        return Sheet(_data(mine, real, 0), _data(mine, real, 1), (*_by_hand(mine), *_by_model(real)))


@dataclass(frozen=True, slots=True)
class Real:
    """Somebody and a film of the library that they did not rate, its ratings, and what the model predicts."""

    source: str
    user: str
    item: str
    titles: tuple[str, str]
    bias: float
    predicted: float


def _drawn(random: random.Random, culture: sqlite3.Connection) -> Real:
    """A film that a few people rated. Raises ExerciseError if there is none."""
    model = _ratings.trained(culture, "baseline")
    data = model.dataset
    rated = np.bincount(data.items, minlength=len(data.item_ids))
    people = set(np.unique(data.users).tolist())
    few = np.flatnonzero((rated >= 5) & (rated <= min(30, len(people) - 1))).tolist()
    if not few:
        raise ExerciseError("no film of this library has 5 to 30 ratings.", "culturedata demo makes a larger one.")
    item = random.choice(few)
    given = data.values[data.items == item].astype(float)
    user = random.choice(sorted(people - set(data.users[data.items == item].tolist())))
    mean = float(data.values.astype(float).mean())
    id_ = data.item_ids.ids[item]
    return Real(
        _ratings.source(data), data.user_ids.ids[user], id_, _ratings.titles(culture, [id_])[id_],
        _held_back((given - mean).tolist(), WEIGHT), float(model.score(model.query(user))[item]),
    )  # fmt: skip


def _data(mine: Small, real: Real, lang: int) -> str:
    said = (
        (f"Poids des œuvres : **{mine.of_works}** ; poids des personnes : **{mine.of_people}**. La case « ? » est à "
         "prédire.", "La bibliothèque : combien de notes, et leur moyenne, pour tous les films puis pour le vôtre, "
         f"« {real.titles[0]} » ; et ce que le modèle prédit à `{real.user}`."),
        (f"Weight of works: **{mine.of_works}**; weight of people: **{mine.of_people}**. The cell “?” is to be "
         "predicted.", "The library: how many ratings, and their mean, of all films, then of yours, "
         f"“{real.titles[1]}”; and what the model predicts for `{real.user}`."),
    )[lang]  # fmt: skip
    lines = [(who, *("?" if r is None else r for r in row)) for who, row in zip(PEOPLE, mine.ratings, strict=True)]
    counted = "SELECT count(*) AS n, avg(value) AS mean FROM ratings"
    film = f"SELECT item FROM items WHERE item_id = '{real.item}'"
    commands = (
        f"sqlite-utils demo/audience.db \"{counted} WHERE source = '{real.source}'\"",
        f'sqlite-utils demo/audience.db "{counted} WHERE item = ({film})"',
        f"culturedata explain {real.user} {real.item} -r baseline -L demo",
    )
    blocks = "\n\n".join(f"```sh\n{command}\n```" for command in commands)
    return f"{said[0]}\n\n{table(('', *WORKS), lines)}\n\n{said[1]}\n\n{blocks}"


def _by_hand(mine: Small) -> tuple[Part, ...]:
    u, i = mine.missing
    return (
        Part(
            "Quelle est la moyenne μ des huit notes ?",
            "What is the mean μ of the eight ratings?",
            mine.mean,
            "Additionnez les huit notes, divisez par huit ; la case vide ne compte pas.",
            "Add up the eight ratings and divide by eight; the empty cell does not count.",
            tolerance=0.006,
        ),
        Part(
            f"Quel est le biais de l’œuvre {WORKS[i]}, celle de la case vide ?",
            f"What is the bias of work {WORKS[i]}, the one with the empty cell?",
            mine.of_work(i),
            "Ses deux notes, chacune moins μ ; additionnez ; divisez par le poids des œuvres plus deux.",
            "Its two ratings, each less μ; add them; divide by the weight of works plus two.",
            tolerance=0.01,
        ),
        Part(
            f"Quel est le biais de la personne {PEOPLE[u]} ?",
            f"What is the bias of person {PEOPLE[u]}?",
            mine.of_person(u),
            "Ses deux notes, chacune moins μ et moins le biais de l’œuvre (calculez les deux biais) ; additionnez ; "
            "divisez par le poids des personnes plus deux.",
            "Their two ratings, each less μ and less the bias of the work (work out both); add them; divide by the "
            "weight of people plus two.",
            tolerance=0.015,
        ),
        Part(
            "Quelle note le modèle prédit-il dans la case vide ?",
            "Which rating does the model predict for the empty cell?",
            mine.predicted,
            "μ + biais de l’œuvre + biais de la personne. Un biais peut être négatif.",
            "μ + bias of the work + bias of the person. A bias may be negative.",
            tolerance=0.02,
        ),
    )


def _by_model(real: Real) -> tuple[Part, ...]:
    return (
        Part(
            "Bibliothèque : quel est le biais de votre film, calculé de la même façon avec un poids de 10 ?",
            "Library: what is the bias of your film, worked out in the same way with a weight of 10?",
            real.bias,
            "Une somme d’écarts est n fois l’écart de la moyenne : n × (moyenne du film − μ) ÷ (10 + n).",
            "A sum of differences is n times the difference of the mean: n × (mean of the film − μ) ÷ (10 + n).",
            tolerance=0.005,
        ),
        Part(
            "Bibliothèque : quelle note le modèle `baseline` prédit-il à votre personne pour ce film ?",
            "Library: which rating does the model `baseline` predict for your person and this film?",
            real.predicted,
            "La dernière commande, colonne « score ».",
            "The last command, column “score”.",
            tolerance=0.006,
        ),
    )
