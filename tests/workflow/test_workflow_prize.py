"""The leaderboard: halves, reference, million and blend, and that nothing of quiz and test is learnt from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from culturedata.data.dataset import Dataset
from culturedata.errors import UnknownName, UsageError
from culturedata.evaluate import split
from culturedata.evaluate.blend import blend
from culturedata.recommend._base import Recommender
from culturedata.store.catalogue.works import rows
from culturedata.store.library import Library
from culturedata.workflow import held_out, prize
from tests.evaluate.conftest import made
from tests.recommend.made import drawn

MEMBERS = ["svd", "knn-baseline", "slope-one"]


def changed(data: Dataset, at: np.ndarray) -> Dataset:
    """The same with other ratings at some positions."""
    values = data.values.copy()
    values[at] = 5.5 - values[at]
    return replace(data, values=values)


@pytest.mark.parametrize("protocol", ["last", "folds"])
def test_the_leaderboard(protocol: str) -> None:
    data = drawn(3)
    board = prize.play(data, None, MEMBERS, protocol=protocol, folds=3, seed=2)
    assert {one.recommender for one in board.standings} == {"baseline", "blend", *MEMBERS}
    figures = [one.quiz.mean for one in board.standings]
    assert figures == sorted(figures)
    reference = next(one for one in board.standings if one.recommender == "baseline")
    assert reference.improvement == {"quiz": 0.0, "test": 0.0}
    for half in prize.HALVES:
        assert board.million[half] == pytest.approx(0.9 * getattr(reference, half).mean)
    for one in board.standings:
        assert one.improvement["test"] == pytest.approx(1 - one.test.mean / reference.test.mean)
        assert one.quiz.split == f"prize, {board.protocol}: quiz"
        assert one.quiz.low < one.quiz.mean < one.quiz.high
        assert (one.weight is None) == (one.recommender == "blend")


def test_quiz_and_test_are_two_thirds_of_the_last_nine() -> None:
    """RMSE of the two halves, put together again, is that of all that was held out and is no probe."""
    data = drawn(1)
    late = np.flatnonzero(split.last_positions(data, 9))
    probe = np.random.RandomState(7).randint(3, size=len(late)) == 0
    board = prize.play(data, None, ["svd"], seed=7)
    [svd] = [one for one in board.standings if one.recommender == "svd"]
    fitted = prize.make("svd").fit(data.subset(~split.last_positions(data, 9)), None, 7)
    rest = late[~probe]
    clipped = np.clip(fitted.predict(data.users[rest], data.items[rest]), *data.scale)
    whole = float(np.mean((clipped - data.values[rest]) ** 2))
    quiz = np.random.RandomState(7).randint(2, size=len(rest)) == 0
    halves = svd.quiz.mean**2 * quiz.sum() + svd.test.mean**2 * (~quiz).sum()
    assert halves / len(rest) == pytest.approx(whole, abs=1e-12)


@pytest.mark.parametrize("protocol", ["last", "folds"])
def test_nothing_of_what_is_judged_is_learnt_from(protocol: str) -> None:
    """Other ratings in the last fold, or in quiz and test, leave the weights of their blend as they are."""
    data = drawn(4)
    if protocol == "last":
        late = np.flatnonzero(split.last_positions(data, 9))
        judged = late[np.random.RandomState(0).randint(3, size=len(late)) > 0]
        found = [prize._last(prize._Game(one, None, ["baseline", "svd"])) for one in (data, changed(data, judged))]
        assert found[0].at.tolist() == judged.tolist()
        assert found[0].weights.tolist() == found[1].weights.tolist()
        assert found[0].predicted.tolist() == found[1].predicted.tolist()
        return
    folds = list(split.fold_positions(len(data), 3, 0))
    other = changed(data, folds[0][1])
    left, right = (prize._folds(prize._Game(one, None, ["baseline", "svd"]), 3) for one in (data, other))
    first = len(folds[0][1])
    assert left.at.tolist() == right.at.tolist()
    assert left.blended[:first].tolist() == right.blended[:first].tolist()
    assert left.blended[first:].tolist() != right.blended[first:].tolist()


def test_a_blend_is_fitted_on_what_each_fold_gets_from_the_rest() -> None:
    """The weights of the first fold's blend, made again step by step."""
    data, members = drawn(6), ["baseline", "svd"]
    found = prize._folds(prize._Game(data, None, members), 3)
    tests = [test for _, test in split.fold_positions(len(data), 3, 0)]
    ahead, rated = [], []
    for judged, rest in ((1, 2), (2, 1)):
        train, test = data.subset(np.sort(tests[rest])), data.subset(tests[judged])
        ahead.append(np.stack([held_out.predicted(prize.make(n).fit(train, None, 0), test) for n in members], axis=1))
        rated.append(test.values)
    mixed = blend(np.concatenate(ahead), np.concatenate(rated).astype(np.float64))
    first = len(tests[0])
    np.testing.assert_allclose(found.blended[:first], mixed(found.predicted[:first]), rtol=0, atol=1e-9)


@pytest.mark.parametrize("protocol", ["last", "folds"])
def test_with_and_without_the_time_of_what_is_predicted(protocol: str) -> None:
    """Whoever knows nothing of time has the same figure; the two games have different names."""
    data = drawn(5)
    boards = [prize.play(data, None, ["time"], protocol=protocol, folds=3, own_time=told) for told in (True, False)]
    told, untold = ({one.recommender: one.quiz for one in board.standings} for board in boards)
    assert told["baseline"].mean == untold["baseline"].mean
    assert told["time"].mean != untold["time"].mean
    assert untold["time"].split == told["time"].split.replace(": quiz", ", times untold: quiz")


def test_who_may_take_part() -> None:
    assert {"svd", "baseline", "knn-basic", "svdpp", "nmf", "co-clustering"} <= set(prize.entrants())
    assert "popular" not in prize.entrants()
    with pytest.raises(UsageError, match="popular ranks works and predicts no ratings"):
        prize.play(drawn(0), None, ["popular"])
    with pytest.raises(UnknownName):
        prize.play(drawn(0), None, ["svdd"])


def test_the_reference_alone_has_no_blend() -> None:
    board = prize.play(drawn(0), None, [])
    assert [one.recommender for one in board.standings] == ["baseline"]
    assert board.standings[0].weight is None


def test_where_there_is_too_little_to_play_for_it_is_said() -> None:
    few = made([(0, 0, 3, 1), (0, 1, 4, 2), (1, 0, 2, 3), (1, 1, 5, 4)])
    for seed in range(9):
        with pytest.raises(UsageError, match="4 ratings of by hand are too few"):
            prize.play(few, None, ["svd"], seed=seed)
    with pytest.raises(UsageError, match="4 ratings can't be cut in 5 folds"):
        prize.play(few, None, ["svd"], protocol="folds")
    with pytest.raises(UsageError, match="2 folds leave nothing to fit a blend on"):
        prize.play(few, None, ["svd"], protocol="folds", folds=2)
    alike = made([(user, item, 4, item) for user in range(12) for item in range(12)])
    with pytest.raises(UsageError, match="baseline predicts all of by hand exactly"):
        prize.play(alike, None, ["svd"])


def test_an_interrupted_game_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(self: Recommender, *given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(type(prize.make("svd")), "_learn", stop)
    with pytest.raises(KeyboardInterrupt):
        prize.play(drawn(0), None, ["svd"])


def test_who_is_tied_on_the_quiz_is_told_and_kept(library: Library) -> None:
    """Pairs are on the quiz half and by place; their differences are those of the figures of the board."""
    data = drawn(3)
    board = prize.play(data, None, MEMBERS, seed=2)
    names = [one.recommender for one in board.standings]
    assert {one.split for one in board.pairs} == {board.standings[0].quiz.split}
    assert len(board.pairs) == len(names) * (len(names) - 1) // 2
    for one in board.pairs:
        assert (names[one.one], names[one.other]) == (one.difference.one, one.difference.other)
        left, right = (board.standings[place].quiz.mean for place in (one.one, one.other))
        assert one.difference.difference == pytest.approx(left - right, abs=1e-12)
        assert one.difference.verdict != "worse", "of a better place"
    tied = {one.difference.other for one in board.pairs if one.one == 0 and one.difference.verdict == "tie"}
    assert board.tied == tied
    prize.keep(library, data, board)
    kept = rows(library.audience, "SELECT recommender, other, verdict, split FROM differences ORDER BY difference_id")
    assert [(row["recommender"], row["other"]) for row in kept] == [
        (one.difference.one, one.difference.other) for one in board.pairs
    ]


def test_the_test_half_is_hidden_until_it_was_revealed_once(library: Library) -> None:
    data = drawn(3)
    board = prize.play(data, None, ["svd"], seed=2)

    def hidden() -> set[tuple[str, int]]:
        found = rows(library.audience, "SELECT DISTINCT split, hidden FROM measurements")
        return {(row["split"].rpartition(": ")[2], row["hidden"]) for row in found}

    prize.keep(library, data, board)
    assert hidden() == {("quiz", 0), ("test", 1)}
    prize.keep(library, data, board, revealed=True)
    assert hidden() == {("quiz", 0), ("test", 0)}
    prize.keep(library, data, board)
    assert hidden() == {("quiz", 0), ("test", 0)}, "what was seen stays seen"
