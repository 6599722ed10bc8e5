"""Many submissions to a small quiz: mixes of real predictions with a random correction, and the half nobody sees.

All predictions are of ratings that no model has seen: the last nine of each person, as in the Netflix Prize.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from culturedata.course.prize import _ratings
from culturedata.data.dataset import Dataset
from culturedata.errors import UsageError
from culturedata.evaluate import split

MEMBERS = ("baseline", "knn-baseline", "svd")
LAST = 9  # ratings of each person that are held out
HALF = 50  # ratings of the quiz, and of the hidden half
CORRECTION = 0.25  # stars, up or down, by lot
BLOCK = 1000  # submissions that are drawn at once
ASKED = 0.9  # of the RMSE of the reference: what the million asks for
Figures = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Quiz:
    """Ratings (n,) and what the members predicted (n, m), of the quiz and of the hidden half; a seed."""

    ratings: tuple[Figures, Figures]
    predicted: tuple[Figures, Figures]
    scale: tuple[float, float]
    seed: int

    def errors(self, mix: Sequence[float]) -> tuple[float, float]:
        """RMSE of one mix of the members on the quiz and on the hidden half. Raises UsageError for no mix."""
        weights = np.asarray(mix, dtype=np.float64)
        if len(weights) != len(MEMBERS) or not weights.sum() > 0 or weights.min() < 0 or not np.isfinite(weights).all():
            raise UsageError(
                "that is no mix.", f"Give three weights, none below 0 and not all 0: {', '.join(MEMBERS)}."
            )
        quiz, hidden = (
            _rmse(ratings, predicted @ (weights / weights.sum()), self.scale)
            for ratings, predicted in zip(self.ratings, self.predicted, strict=True)
        )
        return float(quiz), float(hidden)

    def even(self) -> tuple[float, float]:
        """RMSE of the even mix on both halves: what every submission has to beat."""
        return self.errors([1.0] * len(MEMBERS))

    def submitted(self, tries: int) -> tuple[Figures, Figures]:
        """RMSE of `tries` submissions on the quiz and on the hidden half, (tries,) each.

        Each is a mix drawn evenly from all mixes, and a correction by lot of every single rating. The first hundred of
        a thousand are the hundred of the same seed.
        """
        mixes = np.random.RandomState([self.seed, 1]).dirichlet(np.ones(len(MEMBERS)), tries)
        quiz, hidden = (
            _errors(ratings, predicted, mixes, self.scale, np.random.RandomState([self.seed, number]))
            for number, (ratings, predicted) in enumerate(zip(self.ratings, self.predicted, strict=True), 2)
        )
        return quiz, hidden


def quiz(dataset: Dataset, seed: int, half: int = HALF) -> Quiz:
    """The quiz and the hidden half that a seed draws from what was held out. Raises UsageError if too little was."""
    held = _held_out(dataset)
    if len(held.ratings) < 2 * half:
        raise UsageError(f"{len(held.ratings)} ratings are held out, {2 * half} are needed.", "Use a larger library.")
    drawn = np.random.RandomState(seed).permutation(len(held.ratings))[: 2 * half]
    halves = drawn[:half], drawn[half:]
    return Quiz(
        (held.ratings[halves[0]], held.ratings[halves[1]]),
        (held.predicted[halves[0]], held.predicted[halves[1]]),
        dataset.scale,
        seed,
    )


def best(quiz: Figures, hidden: Figures) -> tuple[float, float, int]:
    """Of submissions the best on the quiz: its RMSE on both halves, and its place on the hidden one, from 1."""
    first = int(quiz.argmin())
    return float(quiz[first]), float(hidden[first]), int((hidden < hidden[first]).sum()) + 1


@dataclass(frozen=True, slots=True, eq=False)
class _HeldOut:
    ratings: Figures
    predicted: Figures


@lru_cache(maxsize=2)
def _held_out(dataset: Dataset) -> _HeldOut:
    """Train the members on all but the last ratings of each person, and let them predict those."""
    late = split.last_positions(dataset, LAST)
    train, rest = dataset.subset(~late), dataset.subset(late)
    made = [_ratings.make(name).fit(train, None, 0) for name in MEMBERS]
    predicted = np.stack([one.predict(rest.users, rest.items) for one in made], axis=1)
    return _HeldOut(rest.values.astype(np.float64), predicted)


def _errors(
    ratings: Figures, predicted: Figures, mixes: Figures, scale: tuple[float, float], chance: np.random.RandomState
) -> Figures:
    """RMSE of each of `mixes` (tries, m), every rating corrected by the toss of a coin: (tries,)."""
    found = []
    for start in range(0, len(mixes), BLOCK):
        block = mixes[start : start + BLOCK]
        correction = np.where(chance.random_sample((len(block), len(ratings))) < 0.5, CORRECTION, -CORRECTION)
        submitted = np.clip(block @ predicted.T + correction, *scale)
        found.append(np.sqrt(np.mean((ratings - submitted) ** 2, axis=1)))
    return np.concatenate(found)


def _rmse(ratings: Figures, predicted: Figures, scale: tuple[float, float]) -> float:
    return float(np.sqrt(np.mean((ratings - np.clip(predicted, *scale)) ** 2)))
