"""The Netflix Prize on open ratings: who predicts ratings best, with a test half that nobody sees until the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Measurement
from culturedata.errors import UsageError
from culturedata.evaluate import offline, split
from culturedata.evaluate.blend import Blend, blend
from culturedata.store.library import Library
from culturedata.store.people.measurements import is_revealed, reveal, save_differences, save_measurements
from culturedata.workflow.held_out import Task, predictions, run
from culturedata.workflow.judge import config
from culturedata.workflow.judging.compare import Compared, compared, row
from culturedata.workflow.judging.parts import UNTIMED
from culturedata.workflow.train import RECOMMENDERS, make

REFERENCE = "baseline"  # what Cinematch was: it is to be beaten by ten per cent
MILLION = 0.10
BLEND = "blend"
LAST = 9  # of each person's ratings, as Netflix held out
FEWEST = 3  # folds: with two, nothing is left to fit a blend on
HALVES = ("quiz", "test")
Figures = npt.NDArray[np.float64]
Positions = npt.NDArray[np.int64]
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of the leaderboard: RMSE on the quiz and the hidden test half, and how far below the reference.

    `improvement` is (RMSE of the reference − RMSE)/RMSE of the reference on each half. `weight` is that in the blend,
    averaged over the folds; None for the blend itself, and for who took no part in it.
    """

    recommender: str
    quiz: Measurement
    test: Measurement
    improvement: dict[str, float]
    weight: float | None


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """All standings, best on the quiz first; `million` is the RMSE on each half that the million asks for.

    `pairs` are the paired differences on the quiz, by the place in `standings`.
    """

    protocol: str
    standings: tuple[Standing, ...]
    million: dict[str, float]
    pairs: tuple[Compared, ...] = ()

    @property
    def tied(self) -> set[str]:
        """Who is tied with the first on the quiz: the noise does not tell them apart."""
        tied = (one.other for one in self.pairs if one.one == 0 and one.difference.verdict == "tie")
        return {self.standings[place].recommender for place in tied}


@dataclass(frozen=True, slots=True, eq=False)
class _HeldOut:
    """Ratings that were held out, what the members predicted (n, m), the blend of it, and the weights (m,)."""

    at: Positions
    predicted: Figures
    blended: Figures
    weights: Figures


@dataclass(frozen=True, slots=True, eq=False)
class _Game:
    """Who takes part, on what, and how."""

    dataset: Dataset
    documents: Documents | None
    members: list[str]
    seed: int = 0
    jobs: int = 1
    own_time: bool = True
    tell: Tell | None = None

    def predicted(self, games: Sequence[tuple[str, Positions, Positions, int]]) -> list[Figures]:
        """What all members predict in each of the games, (n, m): of its positions to test, from those to learn from.

        A game says what it is, and how many ratings were tested before.
        """
        tasks = [
            Task(name, train, test, said, before=before, own_time=self.own_time)
            for said, train, test, before in games
            for name in self.members
        ]
        found = predictions(run(self.dataset, self.documents, tasks, seed=self.seed, jobs=self.jobs, tell=self.tell))
        return [np.stack([next(found) for _ in self.members], axis=1) for _ in games]


def entrants() -> list[str]:
    """The recommenders that predict ratings and can be made here, in alphabetical order."""
    return [name for name in RECOMMENDERS.members() if RECOMMENDERS.load(name).predicts_ratings]


def play(
    dataset: Dataset,
    documents: Documents | None,
    names: Sequence[str],
    *,
    protocol: str = "last",
    folds: int = 5,
    seed: int = 0,
    jobs: int = 1,
    own_time: bool = True,
    tell: Tell | None = None,
) -> Leaderboard:
    """Train, predict, blend and judge.

    `protocol` «last»: of each person's last nine ratings (at most half of all) a third is the probe, on which the blend
    is fitted, a third the quiz, a third the hidden test; «folds»: each random fold is predicted from the others, the
    blend is fitted on predictions of each of those from the rest of them, and half of all ratings is the quiz.
    The reference takes part in any case. With `own_time` members are told when each rating was given. Raises UsageError
    for a name that predicts no ratings, and for folds or ratings that are too few or all alike; UnknownName.
    """
    members = list(dict.fromkeys([REFERENCE, *names]))
    for name in members:
        if not make(name).predicts_ratings:
            raise UsageError(f"{name} ranks works and predicts no ratings.", f"Those do: {', '.join(entrants())}.")
    if protocol != "last" and folds < FEWEST:
        raise UsageError(f"{folds} folds leave nothing to fit a blend on.", f"Ask for {FEWEST} at least: --folds 5.")
    game = _Game(dataset, documents, members, seed, jobs, own_time, tell)
    if protocol == "last":
        held_out, said = _last(game), f"last {LAST} of each person"
    else:
        held_out, said = _folds(game, folds), f"{folds} random folds"
    return _judged(dataset, members, held_out, said if own_time else said + UNTIMED, seed)


def keep(library: Library, dataset: Dataset, board: Leaderboard, *, revealed: bool = False) -> None:
    """Keep the figures of both halves, each with the config of who took part; that of the blend is its weights.

    No page shows the test half before it was `revealed` once; from then on it is known, and shown.
    """
    weights = {one.recommender: one.weight for one in board.standings if one.weight is not None}
    test = board.standings[0].test
    hidden = (test.split, test.seed, dataset.fingerprint)
    revealed = revealed or is_revealed(library.audience, *hidden)
    for one in board.standings:
        said = _said(one, weights)
        save_measurements(library.audience, [one.quiz], said, dataset.fingerprint)
        save_measurements(library.audience, [one.test], said, dataset.fingerprint, hidden=not revealed)
    names, seed = [_said(one, weights) for one in board.standings], board.standings[0].quiz.seed
    save_differences(
        library.audience,
        [row(one, (names[one.one], names[one.other]), None, seed, dataset.fingerprint) for one in board.pairs],
    )
    if revealed:
        reveal(library.audience, *hidden)


def _said(one: Standing, weights: dict[str, float]) -> dict[str, Any]:
    """The config of who took part; that of the blend is its weights."""
    return {"weights": weights} if one.recommender == BLEND else config(one.recommender)


def _last(game: _Game) -> _HeldOut:
    dataset, seed = game.dataset, game.seed
    late = split.last_positions(dataset, LAST)
    train, held = np.flatnonzero(~late), np.flatnonzero(late)
    [predicted] = game.predicted([("the last ratings of each person", train, held, 0)])
    probe = np.random.RandomState(seed).randint(3, size=len(held)) == 0
    if not probe.any():
        raise _too_few(dataset)
    mixed = blend(predicted[probe], dataset.values[held[probe]].astype(np.float64))
    rest = ~probe
    return _HeldOut(held[rest], predicted[rest], mixed(predicted[rest]), mixed.weights)


def _folds(game: _Game, folds: int) -> _HeldOut:
    """Every rating is predicted once from the other folds; the blend of a fold is fitted within the others.

    It is fitted on the predictions of each of the others from those that are left. What is learnt without two folds
    predicts both: the one for the blend of the other.
    """
    values = game.dataset.values.astype(np.float64)
    outer = list(split.fold_positions(len(values), folds, game.seed))
    tests = [test for _, test in outer]
    starts = np.cumsum([0, *map(len, tests)]).tolist()
    games = [(f"fold {n} of {folds}", train, test, starts[n - 1]) for n, (train, test) in enumerate(outer, 1)]
    pairs = list(combinations(range(folds), 2))
    for one, other in pairs:
        both = np.concatenate([tests[one], tests[other]])
        rest = np.flatnonzero(~np.isin(np.arange(len(values)), both))
        games.append((f"for the blend, without folds {one + 1} and {other + 1} of {folds}", rest, both, 0))
    found = game.predicted(games)
    ahead = {}
    for (one, other), predicted in zip(pairs, found[folds:], strict=True):
        ahead[one, other], ahead[other, one] = np.split(predicted, [len(tests[one])])
    parts = []
    for fold, test in enumerate(tests):
        others = [one for one in range(folds) if one != fold]
        rated = np.concatenate([values[tests[one]] for one in others])
        mixed: Blend = blend(np.concatenate([ahead[one, fold] for one in others]), rated)
        parts.append(_HeldOut(test, found[fold], mixed(found[fold]), mixed.weights))
    return _HeldOut(
        np.concatenate([part.at for part in parts]),
        np.concatenate([part.predicted for part in parts]),
        np.concatenate([part.blended for part in parts]),
        np.mean([part.weights for part in parts], axis=0),
    )


def _judged(dataset: Dataset, members: list[str], held_out: _HeldOut, said: str, seed: int) -> Leaderboard:
    quiz = np.random.RandomState(seed).randint(2, size=len(held_out.at)) == 0
    if quiz.all() or not quiz.any():
        raise _too_few(dataset)
    columns = dict(zip(members, held_out.predicted.T, strict=True)) | {BLEND: held_out.blended}
    if len(members) == 1:
        del columns[BLEND]
    measured = {
        (name, half): _rmse(dataset, held_out.at[where], predicted[where], name, f"prize, {said}: {half}", seed)
        for name, predicted in columns.items()
        for half, where in zip(HALVES, (quiz, ~quiz), strict=True)
    }
    reference = {half: measured[REFERENCE, half].mean or 0.0 for half in HALVES}
    if not all(reference.values()):
        raise UsageError(f"{REFERENCE} predicts all of {dataset.name} exactly.", "Import ratings that differ.")
    weights = dict(zip(members, held_out.weights.tolist(), strict=True)) if len(members) > 1 else {}
    standings = [
        Standing(
            name,
            measured[name, "quiz"],
            measured[name, "test"],
            {half: 1 - (measured[name, half].mean or 0.0) / reference[half] for half in HALVES},
            weights.get(name),
        )
        for name in columns
    ]
    standings.sort(key=lambda one: (one.quiz.mean or 0.0, one.recommender))
    on_quiz = {one.recommender: columns[one.recommender][quiz] for one in standings}
    pairs = _pairs(dataset, held_out.at[quiz], on_quiz, standings[0].quiz.split, seed)
    million = {half: (1 - MILLION) * reference[half] for half in HALVES}
    return Leaderboard(said, tuple(standings), million, tuple(pairs))


def _pairs(dataset: Dataset, at: Positions, predicted: dict[str, Figures], said: str, seed: int) -> list[Compared]:
    """All pairs of those who predicted the ratings at some positions, by their places."""
    each = [offline.per_user_ratings(["rmse"], _given(dataset, at, mine)) for mine in predicted.values()]
    return compared(list(predicted), each, said, seed)


def _too_few(dataset: Dataset) -> UsageError:
    said = f"{len(dataset):,} ratings of {dataset.name} are too few for a blend, a quiz and a hidden test."
    return UsageError(said, "Import more of them.")


def _rmse(dataset: Dataset, at: Positions, predicted: Figures, name: str, said: str, seed: int) -> Measurement:
    given = _given(dataset, at, predicted)
    [found] = offline.judge_ratings(["rmse"], given, recommender=name, split=said, seed=seed, dataset=dataset)
    return found


def _given(dataset: Dataset, at: Positions, predicted: Figures) -> offline.Predictions:
    """The ratings at some positions, and what was predicted for them."""
    return offline.Predictions(dataset.users[at], dataset.values[at].astype(np.float64), predicted, dataset.scale)
