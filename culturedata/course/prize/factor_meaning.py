"""What a factor means: which films stand at its ends, what it adds to a prediction, and what its sign does not say."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from culturedata.course._base import Exercise, Part, Sheet, library
from culturedata.course.prize import _ratings
from culturedata.errors import ExerciseError
from culturedata.recommend._base import Recommender
from culturedata.recommend.surprise import axes

AXES = 3  # the first ones, whose ends can be told apart by eye
SHOWN = 5  # films at each end, as the command shows them
LEAST = 50  # ratings, as the command asks for


@dataclass(frozen=True, slots=True)
class Drawn:
    """An axis of svd, somebody, a film that the command shows, where both stand; a factor as it was learnt."""

    axis: int
    user: str
    titles: tuple[str, str]
    stars: float
    stands: float
    effect: float
    factor: int
    factor_effect: float


class FactorMeaning(Exercise):
    """The two ends of a turned axis, its product with a person, the same with the sign turned round."""

    name = "factor-meaning"
    summary = "What a factor means: which films stand at its two ends, and what it adds to a prediction"
    summary_fr = "Ce que veut dire un facteur : quels films sont à ses deux bouts, et ce qu’il ajoute à une prédiction"
    needs_library = True
    needs_ratings = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        mine = _drawn(random, library(culture))
        return Sheet(_data(mine, 0), _data(mine, 1), (*_read(mine), *_worked_out(mine)))


def _drawn(random: random.Random, culture: sqlite3.Connection) -> Drawn:
    """Whether the person stands above or below 0 is drawn first. Raises ExerciseError without enough ratings."""
    model = _ratings.trained(culture, "svd")
    data = model.dataset
    turned, learnt = _axes(model)
    rated = np.bincount(data.items, minlength=len(data.item_ids))
    among = np.flatnonzero(rated >= LEAST)
    if len(among) < 2 * SHOWN:
        raise ExerciseError(
            f"fewer than {2 * SHOWN} films have {LEAST} ratings.", "culturedata demo makes a larger one."
        )
    if turned.items.shape[1] < AXES:
        raise ExerciseError(
            f"svd was trained with fewer than {AXES} factors.", "Train it: culturedata train svd -L demo."
        )
    axis, factor = random.randrange(AXES), random.randrange(learnt.items.shape[1])
    high, low = turned.ends(axis, among, SHOWN)
    film = random.choice([*high, *low])
    stands = turned.users[:, axis]
    side = random.choice((1, -1))
    user = random.choice(np.flatnonzero(stands * side > 0.2).tolist())
    id_ = data.item_ids.ids[film]
    return Drawn(
        axis + 1, data.user_ids.ids[user], _ratings.titles(culture, [id_])[id_], float(turned.items[film, axis]),
        float(stands[user]), turned.effect(axis), factor + 1, learnt.effect(factor),
    )  # fmt: skip


@lru_cache(maxsize=1)
def _axes(model: Recommender) -> tuple[axes.Axes, axes.Axes]:
    """Turned and as learnt, once for a whole class."""
    return axes.turned(model.state), axes.learnt(model.state)


def _data(mine: Drawn, lang: int) -> str:
    said = (
        f"Votre axe : **{mine.axis}**. Votre personne : `{mine.user}`. Votre film : « {mine.titles[0]} »"
        + (f" ({mine.titles[1]})" if mine.titles[0] != mine.titles[1] else "")
        + f". Votre facteur tel qu’il a été appris : **{mine.factor}**.",
        f"Your axis: **{mine.axis}**. Your person: `{mine.user}`. Your film: “{mine.titles[1]}”. "
        f"Your factor as it was learnt: **{mine.factor}**.",
    )[lang]
    spoken = (" --lang fr", "")[lang]
    commands = (
        f"culturedata recommender factor svd {mine.axis} --user {mine.user}{spoken} -L demo",
        f"culturedata recommender factor svd {mine.factor} --learnt{spoken} -L demo",
    )
    return "\n\n".join([said, *(f"```sh\n{command}\n```" for command in commands)])


def _read(mine: Drawn) -> tuple[Part, ...]:
    return (
        Part(
            "À combien d’étoiles votre film se tient-il sur votre axe (avec son signe) ?",
            "At how many stars does your film stand on your axis (with its sign)?",
            mine.stars,
            "Première commande, la ligne de votre film, colonne « étoiles ».",
            "First command, the line of your film, column “stars”.",
            tolerance=0.001,
        ),
        Part(
            "Où votre personne se tient-elle sur votre axe (avec son signe) ?",
            "Where does your person stand on your axis (with its sign)?",
            mine.stands,
            "Première commande, sous le tableau.",
            "First command, below the table.",
            tolerance=0.001,
        ),
        Part(
            "Vers quel bout votre axe attire-t-il cette personne : A, les films marqués « + », ou B, les films « - » ?",
            "To which end does your axis draw this person: A, the films marked “+”, or B, the films marked “-”?",
            "A" if mine.stands > 0 else "B",
            "Deux nombres de même signe ont un produit positif : l’axe ajoute des étoiles.",
            "Two numbers with the same sign have a positive product: the axis adds stars.",
            form="[AB]",
            example="A or B",
        ),
    )


def _worked_out(mine: Drawn) -> tuple[Part, ...]:
    return (
        Part(
            "Combien d’étoiles votre axe ajoute-t-il à la note prédite de cette personne pour ce film ?",
            "How many stars does your axis add to this person’s predicted rating of this film?",
            mine.stars * mine.stands,
            "Les étoiles du film × la place de la personne. Le résultat peut être négatif.",
            "The film’s stars × where the person stands. The result may be negative.",
            tolerance=0.003,
        ),
        Part(
            "On retourne l’axe : films et personnes changent tous de signe. Combien d’étoiles ajoute-t-il alors ?",
            "The axis is turned round: all films and people change their sign. How many stars does it add then?",
            mine.stars * mine.stands,
            "Refaites la multiplication avec les deux nombres changés de signe.",
            "Multiply again, both numbers with the other sign.",
            tolerance=0.003,
        ),
        Part(
            "Combien de fois l’effet de votre axe est-il celui de votre facteur tel qu’il a été appris ?",
            "How many times the effect of your factor as it was learnt is that of your axis?",
            mine.effect / mine.factor_effect,
            "Le même nombre sous les deux tableaux : effet de l’axe ÷ effet du facteur.",
            "The same figure below both tables: effect of the axis ÷ effect of the factor.",
            tolerance=0.05,
        ),
    )
