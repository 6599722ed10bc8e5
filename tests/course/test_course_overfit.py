"""The exercise `overfit-quiz` and its game: submissions by hand, and what luck is worth on ratings nobody saw."""

from __future__ import annotations

import json
import re
import shlex
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from culturedata.course import _base
from culturedata.course.prize import _ratings, _submissions
from culturedata.course.prize._submissions import Quiz, best
from culturedata.course.prize.overfit_quiz import OverfitQuiz
from culturedata.errors import ExerciseError, UsageError
from culturedata.evaluate import split
from culturedata.vocabularies import LANGUAGES
from tests.cli.conftest import Run

CLASS = tuple(f"student {n}" for n in range(40))


def small() -> Quiz:
    """Two ratings in each half, of three models (made up)."""
    quiz, hidden = np.array([[4.0, 3.0, 5.0], [2.0, 1.0, 1.0]]), np.array([[3.0, 3.0, 3.0], [4.0, 4.0, 7.0]])
    return Quiz((np.array([4.0, 1.0]), np.array([3.0, 5.0])), (quiz, hidden), (1.0, 5.0), 0)


def test_a_mix_by_hand() -> None:
    """baseline alone: off by 0 and 1, √0.5; on the hidden half by 0 and 1. svd alone is clipped to 5 there: 0."""
    assert small().errors([1, 0, 0]) == pytest.approx((np.sqrt(0.5), np.sqrt(0.5)))
    assert small().errors([0, 0, 2]) == pytest.approx((np.sqrt(0.5), 0.0))
    assert small().errors([1, 0, 1]) == pytest.approx((np.sqrt((0.25 + 0.25) / 2), 0.0))  # 4.5 and 1.5; 3 and 5.5
    assert small().even() == pytest.approx((np.sqrt((0 + 1 / 9) / 2), 0.0))


@pytest.mark.parametrize("mix", [[], [1.0], [0.0, 0.0, 0.0], [1.0, -1.0, 1.0], [np.nan, 1.0, 1.0], [1.0, 1.0, np.inf]])
def test_what_is_no_mix(mix: list[float]) -> None:
    with pytest.raises(UsageError, match=r"that is no mix\. Give three weights, none below 0"):
        small().errors(mix)


def test_the_best_by_hand() -> None:
    quiz, hidden = np.array([0.9, 0.7, 0.8]), np.array([0.6, 0.9, 0.8])
    assert best(quiz, hidden) == (0.7, 0.9, 3)
    assert best(quiz[:1], hidden[:1]) == (0.9, 0.6, 1)


def test_submissions_one_by_one(films: sqlite3.Connection) -> None:
    """Each is a mix, and each rating moved by a quarter of a star; the first ones of many are the few of that seed."""
    game = _submissions.quiz(_ratings.ratings(films), 5)
    quiz, _ = game.submitted(40)
    mixes = np.random.RandomState([5, 1]).dirichlet([1, 1, 1], 40)
    coins = np.random.RandomState([5, 2]).random_sample((40, 50))
    for n in range(40):
        submitted = [
            min(5.0, max(0.5, sum(w * p for w, p in zip(mixes[n], row, strict=True)) + (0.25 if coin < 0.5 else -0.25)))
            for row, coin in zip(game.predicted[0], coins[n], strict=True)
        ]
        error = sum((r - s) ** 2 for r, s in zip(game.ratings[0], submitted, strict=True)) / 50
        assert quiz[n] == pytest.approx(error**0.5, abs=1e-12)
    for many in (1500, 2500):
        assert game.submitted(many)[0][:40].tolist() == quiz.tolist()


def test_the_halves_are_ratings_that_no_model_has_seen(films: sqlite3.Connection) -> None:
    dataset = _ratings.ratings(films)
    late = split.last_positions(dataset, 9)
    game = _submissions.quiz(dataset, 3, half=400)
    held = dataset.subset(late)
    train = dataset.subset(~late)
    for number, name in enumerate(_submissions.MEMBERS):
        theirs = _ratings.make(name).fit(train, None, 0).predict(held.users, held.items)
        drawn = np.random.RandomState(3).permutation(len(held))[:800]
        assert game.predicted[0][:, number].tolist() == theirs[drawn[:400]].tolist()
        assert game.predicted[1][:, number].tolist() == theirs[drawn[400:]].tolist()
    assert game.ratings[1].tolist() == held.values[drawn[400:]].astype(float).tolist()


def test_luck_wins_a_small_quiz_and_nothing_else(films: sqlite3.Connection) -> None:
    """The point of the exercise: above the even mix on every quiz, on the hidden halves below it on average."""
    dataset = _ratings.ratings(films)
    gains = []
    for seed in range(40):
        game = _submissions.quiz(dataset, seed)
        on_quiz, on_hidden, _ = best(*game.submitted(1000))
        gains.append([1 - on_quiz / game.even()[0], 1 - on_hidden / game.even()[1]])
    quiz, hidden = np.array(gains).T
    assert quiz.min() > 0.03
    assert hidden.mean() < -0.01
    large = _submissions.quiz(dataset, 0, half=800)
    assert best(*large.submitted(1000))[0] > large.even()[0], "a larger quiz is not won by luck"


@pytest.mark.parametrize("student", CLASS[:4])
def test_the_commands_of_the_sheet_give_the_answers(
    student: str, films: sqlite3.Connection, run: Run, rated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(rated.parent)
    sheet = OverfitQuiz().for_student(student, films)
    lines = re.findall(r"```sh\n(.+)\n```", sheet.data("en"))
    mine, many, revealed = (run(*shlex.split(line)[1:]).lines for line in lines)
    assert [len(line) for line in (mine[0], many[0], revealed[0])] == [3, 3, 6], "the hidden half only when revealed"
    even, mixed = float(mine[1][1]), float(mine[2][1])
    last = revealed[-1]
    taken = float(last[2].rstrip("%")) - float(last[4].rstrip("%"))
    answers = [f"{mixed}", f"{0.9 * even:.4f}", many[-1][1], last[3], f"{taken:.2f}", last[5]]
    assert _base.check(sheet, answers) == [True] * 6
    wrong = [f"{even + 0.01}", f"{even}", last[3], many[-1][1], f"{-taken:.2f}", f"{int(last[5]) + 1}"]
    assert _base.check(sheet, wrong) == [False] * 6


def test_the_figures_of_the_page_are_worked_out_right() -> None:
    for lang in LANGUAGES:
        page = OverfitQuiz().page(lang).replace(",", ".")
        assert f"0.9525 × 0.9 = **{0.9525 * 0.9:.3f}**" in page
        quiz, hidden, taken = re.findall(r"([\d.]+) − \(−([\d.]+)\) = \*\*([\d.]+)\*\*", page)[0]
        assert float(quiz) + float(hidden) == pytest.approx(float(taken), abs=0.05)


def test_too_few_ratings(films: sqlite3.Connection, samples: sqlite3.Connection) -> None:
    with pytest.raises(UsageError, match=r"\d+ ratings are held out, 100000 are needed\. Use a larger library"):
        _submissions.quiz(_ratings.ratings(films), 0, half=50_000)
    with pytest.raises(ExerciseError, match=r"this library has no ratings of films"):
        OverfitQuiz().for_student("camille", samples)


class TestSubmit:
    """`culturedata exercise submit`."""

    def test_a_mix(self, run: Run, rated: Path, films: sqlite3.Connection) -> None:
        said = run("exercise", "submit", "1", "0", "3", "--seed", "4", "-L", rated)
        game = _submissions.quiz(_ratings.ratings(films), 4)
        assert [line[:2] for line in said.lines[1:]] == [
            ["the even mix", f"{game.even()[0]:.4f}"], ["your mix", f"{game.errors([1, 0, 3])[0]:.4f}"],
        ]  # fmt: skip
        assert "--reveal" in said.err

    def test_the_ladder_in_french(self, run: Run, rated: Path) -> None:
        said = run("exercise", "submit", "--tries", "250", "--reveal", "--lang", "fr", "-L", rated)
        assert [line[0] for line in said.lines[1:]] == [
            "le mélange égal", "la meilleure de 1", "la meilleure de 10", "la meilleure de 100", "la meilleure de 250",
        ]  # fmt: skip
        figures = [float(line[1]) for line in said.lines[2:]]
        assert figures == sorted(figures, reverse=True), "more tries never make the best of them worse"
        assert "Le million demande" in said.err
        assert "--reveal" not in said.err

    def test_as_json_the_hidden_half_stays_hidden(self, run: Run, rated: Path) -> None:
        hidden = run("exercise", "submit", "--seed", "4", "-L", rated, "--json").json
        shown = run("exercise", "submit", "--seed", "4", "--reveal", "-L", rated, "--json").json
        assert set(hidden["submissions"][0]) == {"submission", "quiz", "better"}
        assert set(shown["submissions"][0]) == {*hidden["submissions"][0], "hidden", "hidden_better", "hidden_place"}
        assert shown["million"] == pytest.approx(0.9 * shown["submissions"][0]["quiz"])
        assert json.dumps(hidden)

    def test_no_mix_and_no_ratings(self, run: Run, rated: Path, demo: Path) -> None:
        said = run("exercise", "submit", "0", "0", "0", "-L", rated)
        assert (said.code, said.out) == (2, "")
        assert said.err.startswith("Error: that is no mix. Give three weights")
        said = run("exercise", "submit", "-L", demo)
        assert (said.code, said.err) == (
            1,
            "Error: this library has no ratings of films. culturedata demo makes one that has.\n",
        )


class TestFactor:
    """`culturedata recommender factor`, on the same library."""

    def test_the_ends_and_where_somebody_stands(self, run: Run, rated: Path, films: sqlite3.Connection) -> None:
        model = _ratings.trained(films, "svd")
        factors, people = model.state.item_factors, model.state.user_factors
        said = run(
            "recommender", "factor", "svd", "3", "--learnt", "--user", "7", "-k", "3", "-L", rated, "--json"
        ).json
        size = np.sqrt(np.mean(people[people.any(axis=1), 2] ** 2))
        many = np.bincount(model.dataset.items, minlength=len(factors)) >= 50
        order = sorted(np.flatnonzero(many), key=lambda item: -factors[item, 2])
        ids = [model.dataset.item_ids.ids[item] for item in (*order[:3], *order[-3:])]
        assert [one["item"] for one in said["ends"]] == ids
        assert [one["end"] for one in said["ends"]] == ["+"] * 3 + ["-"] * 3
        assert said["ends"][0]["stars"] == pytest.approx(factors[order[0], 2] * size)
        user = model.dataset.user_ids.number("movielens:user:7")
        assert (said["user"], said["of"]) == ("movielens:user:7", 100)
        assert said["stands"] == pytest.approx(people[user, 2] / size)

    @pytest.mark.parametrize(
        ("lang", "words"),
        [("fr", ("bout", "étoile (moyenne quadratique)", "Le signe reste arbitraire")),
         ("en", ("end", "stars (root mean square)", "The sign stays arbitrary"))],
    )  # fmt: skip
    def test_in_both_languages(self, run: Run, rated: Path, lang: str, words: tuple[str, ...]) -> None:
        said = run("recommender", "factor", "svd", "1", "--user", "7", "--lang", lang, "-L", rated)
        assert said.lines[0][0] == words[0]
        assert len(said.lines) == 11
        assert all(word in said.err for word in words[1:])
        assert ("," if lang == "fr" else ".") in re.findall(r"movielens:user:7 .*?([+-]\d.\d+)", said.err)[0]
        assert (
            "tel qu’il a été appris"
            in run("recommender", "factor", "svd", "1", "--learnt", "--lang", "fr", "-L", rated).err
        )

    @pytest.mark.parametrize(
        ("words", "code", "said"),
        [
            (("baseline", "1"), 2, "baseline has no factors. Those have: svd, svdpp, nmf."),
            (("sdv", "1"), 2, "no recommender named 'sdv'. Did you mean 'svd'?"),
            (("svd", "101"), 2, "there is no factor 101. It has 100, counted from 1."),
            (("svd", "1", "--user", "nobody"), 2, "nobody here is called 'nobody'. An id is like movielens:user:1."),
            (("nmf", "1"), 1, "nmf was not trained for film in "),
            (("svd", "1", "--least", "9999"), 2, "no work has 9999 ratings. Ask for fewer: --least "),
        ],
    )
    def test_what_is_not_there(self, run: Run, rated: Path, words: tuple[str, ...], code: int, said: str) -> None:
        answer = run("recommender", "factor", *words, "-L", rated)
        assert (answer.code, answer.out) == (code, "")
        assert answer.err.startswith(f"Error: {said}")
