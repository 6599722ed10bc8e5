"""Overfitting a quiz: the best of a thousand random submissions, and the half that nobody saw."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import dataclass
from functools import lru_cache

from culturedata.course._base import Exercise, Part, Sheet
from culturedata.course.prize import _ratings, _submissions
from culturedata.data.dataset import Dataset
from culturedata.errors import ExerciseError, UsageError

TRIES = 1000


@dataclass(frozen=True, slots=True)
class Played:
    """RMSE on quiz and hidden half of the even mix, of the student's and of the best of all; its hidden place."""

    even: tuple[float, float]
    mixed: float
    best: tuple[float, float]
    place: int


class OverfitQuiz(Exercise):
    """A mix of one's own, then luck: the same figures as `culturedata exercise submit` prints."""

    name = "overfit-quiz"
    summary = "Overfit the quiz: win it by a thousand submissions drawn by lot, then see the hidden half"
    summary_fr = "Surapprendre le quiz : le gagner par mille soumissions tirées au sort, puis voir la moitié cachée"
    needs_library = True
    needs_ratings = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        seed, mix = random.randrange(100, 10_000), (random.randint(1, 5), random.randint(0, 5), random.randint(1, 5))
        try:
            played = _played(_ratings.ratings(culture), seed, mix)
        except UsageError as error:
            raise ExerciseError(error.message, "culturedata demo makes a larger library.") from error
        return Sheet(_data(seed, mix, 0), _data(seed, mix, 1), (*_on_the_quiz(played), *_hidden(played)))


@lru_cache(maxsize=512)
def _played(dataset: Dataset, seed: int, mix: tuple[int, ...]) -> Played:
    game = _submissions.quiz(dataset, seed)
    *best, place = _submissions.best(*game.submitted(TRIES))
    return Played(game.even(), game.errors([float(weight) for weight in mix])[0], (best[0], best[1]), place)


def _data(seed: int, mix: tuple[int, ...], lang: int) -> str:
    said = (
        f"Votre graine : **{seed}**. Votre mélange, en parts : `baseline` **{mix[0]}**, `knn-baseline` **{mix[1]}**, "
        f"`svd` **{mix[2]}**. Dans cet ordre :",
        f"Your seed: **{seed}**. Your mix, in parts: `baseline` **{mix[0]}**, `knn-baseline` **{mix[1]}**, "
        f"`svd` **{mix[2]}**. In this order:",
    )[lang]
    end = f"--seed {seed}{(' --lang fr', '')[lang]} -L demo"
    commands = (
        f"culturedata exercise submit {' '.join(map(str, mix))} {end}",
        f"culturedata exercise submit --tries {TRIES} {end}",
        f"culturedata exercise submit --tries {TRIES} --reveal {end}",
    )
    return "\n\n".join([said, *(f"```sh\n{command}\n```" for command in commands)])


def _on_the_quiz(played: Played) -> tuple[Part, ...]:
    return (
        Part(
            "Quelle RMSE votre mélange a-t-il sur le quiz ?",
            "Which RMSE does your mix have on the quiz?",
            played.mixed,
            "Première commande, ligne « votre mélange ».",
            "First command, line “your mix”.",
            tolerance=0.0006,
        ),
        Part(
            "Quelle RMSE sur le quiz faudrait-il pour gagner le million ?",
            "Which RMSE on the quiz would win the million?",
            _submissions.ASKED * played.even[0],
            "Dix pour cent de moins que le mélange égal : multipliez sa RMSE par 1 − 10 %.",
            "Ten per cent below the even mix: multiply its RMSE by 1 − 10 %.",
            tolerance=0.001,
        ),
        Part(
            "Quelle RMSE la meilleure des mille soumissions a-t-elle sur le quiz ?",
            "Which RMSE does the best of the thousand submissions have on the quiz?",
            played.best[0],
            "Deuxième commande, dernière ligne.",
            "Second command, last line.",
            tolerance=0.0006,
        ),
    )


def _hidden(played: Played) -> tuple[Part, ...]:
    shares = [100 * (1 - best / even) for best, even in zip(played.best, played.even, strict=True)]
    return (
        Part(
            "Et sur la moitié cachée ?",
            "And on the hidden half?",
            played.best[1],
            "Troisième commande, dernière ligne, « RMSE cachée ».",
            "Third command, last line, “RMSE, hidden”.",
            tolerance=0.0006,
        ),
        Part(
            "Combien de points de pour cent du gain sur le quiz la moitié cachée a-t-elle repris ?",
            "How many percentage points of the gain on the quiz did the hidden half take back?",
            shares[0] - shares[1],
            "« Mieux de » sur le quiz − « mieux de » sur la moitié cachée. Ôter un nombre négatif, c’est ajouter.",
            "“Better by” on the quiz − “better by” on the hidden half. Taking away a negative number is adding.",
            tolerance=0.03,
        ),
        Part(
            "À quelle place, sur mille, la gagnante du quiz est-elle sur la moitié cachée ?",
            "At which place, of a thousand, is the winner of the quiz on the hidden half?",
            float(played.place),
            "Troisième commande, dernière ligne, dernière colonne.",
            "Third command, last line, last column.",
        ),
    )
