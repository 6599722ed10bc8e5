"""The exercises about the Netflix Prize, each answer by another way than its own."""

from __future__ import annotations

import json
import re
import shlex
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import ir_measures
import numpy as np
import pytest
from ir_measures import nDCG
from surprise import BaselineOnly

from culturedata.course import _base
from culturedata.course._base import Sheet
from culturedata.course.prize import _ratings
from culturedata.course.prize.baseline_by_hand import BaselineByHand, Small
from culturedata.course.prize.factor_meaning import FactorMeaning
from culturedata.course.prize.ndcg_by_hand import NdcgByHand, dcg, exponential, linear, ndcg
from culturedata.course.prize.popularity_bias import PopularityBias, effective_size
from culturedata.course.prize.rmse_or_top_ten import COMMAND, RmseOrTopTen
from culturedata.errors import ExerciseError
from culturedata.evaluate.metrics.catalogue.effective_size import EffectiveSize
from culturedata.evaluate.metrics.catalogue.gini import Gini
from culturedata.store.library import Library
from culturedata.vocabularies import LANGUAGES
from culturedata.workflow import train
from tests.cli.conftest import Run

CLASS = tuple(f"student {n}" for n in range(40))


def rows(data: str) -> list[list[str]]:
    """The cells of the Markdown table in `data`, without its two first lines."""
    return [line.strip("| ").split(" | ") for line in data.splitlines() if line.startswith("|")][2:]


def typed(sheet: Sheet, run: Run, monkeypatch: pytest.MonkeyPatch, rated: Path) -> list[str]:
    """What the commands of a sheet print, in the folder that has the library `demo`; JSON where they can."""
    from click.testing import CliRunner
    from sqlite_utils.cli import cli

    monkeypatch.chdir(rated.parent)
    said = []
    for line in re.findall(r"```sh\n(.+)\n```", sheet.data("en")):
        command, *words = shlex.split(line)
        if command == "culturedata":
            said.append(run(*words, "--json").out)
        else:
            said.append(CliRunner().invoke(cli, words, catch_exceptions=False).output)
    return said


def surprise(cells: list[list[str]], works: int, people: int, epochs: int) -> BaselineOnly:
    """Surprise's BaselineOnly on a table whose missing cell is «?»."""
    from surprise import Dataset, Reader
    from surprise.dataset import DatasetAutoFolds

    class Cells(DatasetAutoFolds):  # type: ignore[misc]
        def __init__(self) -> None:
            self.reader = Reader(rating_scale=(-100, 100))
            self.raw_ratings = [
                (row[0], column, float(cell), None)
                for row in cells
                for column, cell in zip("XYZ", row[1:], strict=True)
                if cell != "?"
            ]

    options = {"method": "als", "n_epochs": epochs, "reg_i": works, "reg_u": people}
    data: Dataset = Cells()
    return BaselineOnly(bsl_options=options, verbose=False).fit(data.build_full_trainset())


class TestBaselineByHand:
    def test_the_example_of_the_page(self) -> None:
        mine = Small(((5, 3, None), (4, 2, 3), (5, 1, 4)), 1, 1)
        figures = [mine.mean, mine.of_work(2), mine.of_work(0), mine.of_work(1), mine.of_person(0), mine.predicted]
        assert figures == pytest.approx([3.375, 0.25 / 3, 0.96875, -1.03125, 1.3125 / 3, 3.375 + 1.5625 / 3], abs=1e-12)
        for lang in LANGUAGES:
            page = BaselineByHand().page(lang).replace(",", ".")
            assert all(f"**{figure}**" in page for figure in ("3.375", "0.083", "0.437", "3.90"))

    @pytest.mark.parametrize("student", CLASS)
    def test_the_table_against_one_round_of_surprise(self, student: str, films: sqlite3.Connection) -> None:
        sheet = BaselineByHand().for_student(student, films)
        works, people = (int(one) for one in re.findall(r"\*\*(\d+)\*\*", sheet.data_en))
        cells = rows(sheet.data_en)
        [(who, what)] = [(row[0], "XYZ"[n]) for row in cells for n, cell in enumerate(row[1:]) if cell == "?"]
        fitted = surprise(cells, works, people, epochs=1)
        of_work = fitted.bi[fitted.trainset.to_inner_iid(what)]
        of_person = fitted.bu[fitted.trainset.to_inner_uid(who)]
        predicted = fitted.predict(who, what).est
        answers = [fitted.trainset.global_mean, of_work, of_person, predicted]
        assert [part.expected for part in sheet.parts[:4]] == pytest.approx(answers, abs=1e-9)
        assert 1 <= predicted <= 5

    @pytest.mark.parametrize("student", CLASS[:3])
    def test_the_commands_of_the_sheet_give_the_last_answers(
        self, student: str, films: sqlite3.Connection, run: Run, rated: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sheet = BaselineByHand().for_student(student, films)
        everything, film, explained = (json.loads(said) for said in typed(sheet, run, monkeypatch, rated))
        n, mean = film[0]["n"], film[0]["mean"]
        assert not explained["seen"]
        bias = n * (mean - everything[0]["mean"]) / (10 + n)
        answers = [*(f"{part.expected:.3f}" for part in sheet.parts[:4]), f"{bias:.3f}", f"{explained['score']:.4g}"]
        assert _base.check(sheet, answers) == [True] * 6


class TestFactorMeaning:
    @pytest.mark.parametrize("student", CLASS[:4])
    def test_the_commands_of_the_sheet_give_the_answers(
        self, student: str, films: sqlite3.Connection, run: Run, rated: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sheet = FactorMeaning().for_student(student, films)
        axis, factor = (json.loads(said) for said in typed(sheet, run, monkeypatch, rated))
        title = re.findall("Your film: “(.+?)”", sheet.data_en)[0]
        stars = next(one["stars"] for one in axis["ends"] if one["title"] == title)
        product = stars * axis["stands"]
        ratio = round(axis["effect"], 4) / round(factor["effect"], 4)
        drawn = "A" if axis["stands"] > 0 else "B"
        answers = [f"{stars:.3f}", f"{axis['stands']:.3f}", drawn, f"{product:.3f}", f"{product:.3f}", f"{ratio:.2f}"]
        assert _base.check(sheet, answers) == [True] * 6
        other = {"A": "B", "B": "A"}[drawn]
        wrong = [
            f"{-stars:.3f}",
            f"{-axis['stands']:.3f}",
            other,
            f"{-product:.3f}",
            f"{-product:.3f}",
            f"{1 / ratio:.2f}",
        ]
        assert _base.check(sheet, wrong) == [False] * 6

    def test_the_answers_from_the_whole_matrix(self, films: sqlite3.Connection) -> None:
        """Everything that the factors add to anybody's prediction of anything, decomposed."""
        model = _ratings.trained(films, "svd")
        left, size, right = np.linalg.svd(model.state.user_factors @ model.state.item_factors.T, full_matrices=False)
        people = len(np.unique(model.dataset.users))
        for student in CLASS[:12]:
            sheet = FactorMeaning().for_student(student, films)
            axis = int(re.findall(r"\*\*(\d+)\*\*", sheet.data_en)[0]) - 1
            user = model.dataset.user_ids.number(re.findall("`(.+?)`", sheet.data_en)[0])
            at_user, moved = left[user, axis] * np.sqrt(people), right[axis] * size[axis] / np.sqrt(people)
            stars, stands, _, product, *_ = (part.expected for part in sheet.parts)
            assert abs(float(stands)) == pytest.approx(abs(at_user), abs=1e-6)
            assert float(product) == pytest.approx(float(stars) * float(stands), abs=1e-12)
            assert np.abs(moved * at_user - float(product)).min() < 1e-9, "it is what the axis adds for some film"

    def test_it_says_what_is_too_small(self, films: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("culturedata.course.prize.factor_meaning.LEAST", 5000)
        with pytest.raises(ExerciseError, match=r"fewer than 10 films have 5000 ratings\. culturedata demo makes"):
            FactorMeaning().for_student("camille", films)


class TestNdcgByHand:
    def test_the_example_of_the_page(self) -> None:
        slate = (2, 3, 0, 1)
        figures = [
            dcg(slate, exponential),
            dcg((3, 2, 1, 0), exponential),
            dcg(slate, linear),
            dcg((3, 2, 1, 0), linear),
        ]
        assert figures == pytest.approx([7.847, 9.393, 4.323, 4.762], abs=5e-4)
        assert [ndcg(slate, gain) for gain in (exponential, linear)] == pytest.approx([0.835, 0.908], abs=5e-4)
        for lang in LANGUAGES:
            page = NdcgByHand().page(lang).replace(",", ".")
            assert all(
                figure in page for figure in ("**7.847**", "**9.393**", "**0.835**", "4.323", "4.762", "**0.908**")
            )

    def test_dcg_of_a_known_slate(self) -> None:
        """7/1 + 3/log₂3 + 0 + 1/log₂5."""
        assert dcg((3, 2, 0, 1), exponential) == pytest.approx(9.3235, abs=5e-5)

    @pytest.mark.parametrize("student", CLASS)
    def test_the_answers_against_ir_measures(self, student: str) -> None:
        sheet = NdcgByHand().for_student(student, None)
        cells = rows(sheet.data_en)
        found: dict[str, dict[str, float]] = defaultdict(dict)
        for letter, column in (("P", 2), ("Q", 3)):
            likes = {f"w{n}": int(row[column]) for n, row in enumerate(cells)}
            run = {"one": {f"w{n}": float(-n) for n in range(len(cells))}}
            for gain, gains in (("linear", likes), ("exponential", {one: 2**r - 1 for one, r in likes.items()})):
                found[letter][gain] = ir_measures.calc_aggregate([nDCG @ 4], {"one": gains}, run)[nDCG @ 4]
        assert [part.expected for part in sheet.parts[2:5]] == pytest.approx(
            [found["P"]["exponential"], found["Q"]["exponential"], found["P"]["linear"]], abs=1e-9
        )
        assert sheet.parts[5].expected == max("PQ", key=lambda letter: found[letter]["exponential"])

    @pytest.mark.parametrize("student", CLASS)
    def test_worked_out_with_the_divisors_that_are_printed(self, student: str) -> None:
        sheet = NdcgByHand().for_student(student, None)
        cells = [[float(cell) for cell in row[1:]] for row in rows(sheet.data_en)]
        gain = {0.0: 0, 1.0: 1, 2.0: 3, 3.0: 7}
        p, q = (sum(gain[row[column]] / row[0] for row in cells) for column in (1, 2))
        best = sum(
            gain[likes] / row[0] for likes, row in zip(sorted((r[1] for r in cells), reverse=True), cells, strict=True)
        )
        flat = sum(row[1] / row[0] for row in cells)
        flat_best = sum(
            likes / row[0] for likes, row in zip(sorted((r[1] for r in cells), reverse=True), cells, strict=True)
        )
        answers = [f"{x:.2f}" for x in (p, best)] + [f"{x:.3f}" for x in (p / best, q / best, flat / flat_best)]
        assert _base.check(sheet, [*answers, "P" if p > q else "Q"]) == [True] * 6


class TestPopularityBias:
    def test_the_example_of_the_page(self) -> None:
        assert effective_size([10, 6, 3]) == pytest.approx(2.2632, abs=5e-5)
        assert 1 - effective_size([10, 6, 3]) / 3 == pytest.approx(0.2456, abs=5e-5)
        assert all("**1.20**" in PopularityBias().page(lang).replace(",", ".") for lang in LANGUAGES)

    @pytest.mark.parametrize("student", CLASS)
    def test_the_invented_films_by_our_metrics(self, student: str, films: sqlite3.Connection) -> None:
        sheet = PopularityBias().for_student(student, films)
        shown = np.array([float(one) for one in re.findall(r"\*\*(\d+)\*\*", sheet.data_en)[1:]])
        figures = [EffectiveSize().of(shown), Gini().of(shown)]
        assert [part.expected for part in sheet.parts[4:]] == pytest.approx(figures, abs=1e-12)

    @pytest.mark.parametrize("student", CLASS[:5])
    def test_the_commands_of_the_sheet_give_the_answers(
        self, student: str, films: sqlite3.Connection, run: Run, rated: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sheet = PopularityBias().for_student(student, films)
        slate, own, everybody = (json.loads(said) for said in typed(sheet, run, monkeypatch, rated))
        least = int(re.findall(r"\*\*(\d+)\*\*", sheet.data_en)[0])
        printed = [(row[1], row[2], int(row[3])) for row in rows(sheet.data_en)]
        assert [(one["item"], one["title"]) for one in slate["items"]] == [one[:2] for one in printed]
        known = sum(rated >= least for _, _, rated in printed)
        shares = [one[0]["known"] / one[0]["rated"] for one in (own, everybody)]
        assert everybody[0]["rated"] == len(_ratings.ratings(films))
        bias = known / 10 / shares[0]
        answers = [str(known), f"{shares[0]:.3f}", f"{bias:.2f}", f"{shares[1]:.3f}"]
        rest = [f"{part.expected:.3f}" for part in sheet.parts[4:]]
        assert _base.check(sheet, [*answers, *rest]) == [True] * 6

    def test_the_known_are_the_most_rated_fifth(self, films: sqlite3.Connection, rated: Path) -> None:
        """By SQL: as many films as a fifth of those rated, and those that tie with the last of them."""
        with Library.open(rated) as library:
            counted = [
                row[0]
                for row in library.audience.execute("SELECT count(*) FROM ratings GROUP BY item ORDER BY count(*) DESC")
            ]
        least = int(re.findall(r"\*\*(\d+)\*\*", PopularityBias().for_student("camille", films).data_en)[0])
        assert least == counted[round(len(counted) / 5) - 1]

    def test_every_model_is_drawn(self, films: sqlite3.Connection) -> None:
        drawn = {re.findall("`(.+?)`", PopularityBias().for_student(one, films).data_en)[0] for one in CLASS}
        assert drawn == {"baseline", "knn-baseline", "popular", "svd"}


class TestRmseOrTopTen:
    @pytest.mark.parametrize("student", CLASS[:2])
    def test_what_evaluate_prints_gives_the_answers(
        self, student: str, films: sqlite3.Connection, run: Run, rated: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The command of the page, without keeping."""
        monkeypatch.chdir(rated.parent)
        said = run(*(word for word in shlex.split(COMMAND)[1:] if word != "--keep"))
        figures = {(line[0], line[1].partition("@")[0]): float(line[2]) for line in said.lines[1:]}
        sheet = RmseOrTopTen().for_student(student, films)
        letters = {name.strip("`"): letter for letter, name in rows(sheet.data_en)}
        better, worse, counted = re.findall("`(.+?)`", sheet.data_en)[4:]
        rmse = {name: figure for (name, metric), figure in figures.items() if metric == "rmse"}
        gains = {name: figure for (name, metric), figure in figures.items() if metric == "ndcg"}
        assert rmse[better] <= rmse[worse]
        answers = [
            letters[min(rmse, key=rmse.__getitem__)], letters[max(gains, key=gains.__getitem__)],
            f"{100 * (rmse[worse] / rmse[better] - 1):.2f}", f"{1000 * figures[better, 'precision']:.1f}",
            f"{1000 * figures[worse, 'precision']:.1f}", f"{gains[counted] / max(gains.values()):.3f}",
        ]  # fmt: skip
        assert _base.check(sheet, answers) == [True] * 6

    def test_the_pages_name_the_command(self) -> None:
        assert all(f"    {COMMAND}\n" in RmseOrTopTen().page(lang) for lang in LANGUAGES)

    @pytest.mark.parametrize(
        "change",
        [
            "DELETE FROM measurements WHERE metric = 'rmse' AND recommender = 'svd'",
            "UPDATE measurements SET fingerprint = 'of other ratings'",
            "UPDATE measurements SET config = '{}'",
            "UPDATE measurements SET hidden = 1",
            "UPDATE measurements SET share = 0.5",
            "UPDATE measurements SET split = '5 random folds'",
        ],
    )
    def test_figures_that_were_not_measured_so(self, rated: Path, tmp_path: Path, change: str) -> None:
        with copied(rated, tmp_path) as library:
            library.audience.execute(change)
        wanted = r"were not measured in this library\. Do it: culturedata evaluate "
        with Library.open(tmp_path / "demo") as library, pytest.raises(ExerciseError, match=wanted):
            RmseOrTopTen().for_student("camille", library.culture)


def copied(folder: Path, to: Path) -> Library:
    """A copy of the library in `folder`, to be changed."""
    import shutil

    shutil.copytree(folder, to / "demo")
    return Library.open(to / "demo", write=True)


def replaced(library: Library, rated: Iterable[tuple[int, int]]) -> None:
    """Other ratings in the place of all, by the numbers of people and films."""
    library.audience.execute("DELETE FROM ratings")
    library.audience.executemany(
        """INSERT INTO ratings (user, item, value, at, source, provenance)
           VALUES (?, ?, 1 + (?1 + ?2) % 5, 1, 'movielens', 'open')""",
        rated,
    )


def test_factors_too_few_for_the_axes(rated: Path, tmp_path: Path) -> None:
    with copied(rated, tmp_path) as library:
        train.train(library, "svd", options={"factors": 2})
        with pytest.raises(ExerciseError, match=r"svd was trained with fewer than 3 factors\. Train it"):
            FactorMeaning().for_student("camille", library.culture)


def test_a_film_that_everybody_rated(rated: Path, tmp_path: Path) -> None:
    """Nobody is left whose rating of it could be predicted."""
    with copied(rated, tmp_path) as library:
        replaced(library, [(user, 1) for user in range(1, 7)])
        train.train(library, "baseline")
        with pytest.raises(ExerciseError, match="no film of this library has 5 to 30 ratings"):
            BaselineByHand().for_student("camille", library.culture)


def test_somebody_who_rated_nothing_that_is_known(rated: Path, tmp_path: Path) -> None:
    """There is no share of theirs to divide by."""
    with copied(rated, tmp_path) as library:
        known = [(user, item) for user in range(2, 7) for item in range(31, 41)]
        replaced(library, [*((1, item) for item in range(1, 31)), *known])
        for name in ("baseline", "knn-baseline", "popular", "svd"):
            train.train(library, name)
        with pytest.raises(ExerciseError, match="nobody here rated 30 to 150 films, known ones among them"):
            PopularityBias().for_student("camille", library.culture)


@pytest.mark.parametrize("exercise", [BaselineByHand, FactorMeaning, PopularityBias, RmseOrTopTen])
def test_a_library_without_ratings(exercise: type[_base.Exercise], samples: sqlite3.Connection) -> None:
    with pytest.raises(ExerciseError, match=r"this library has no ratings of films\. culturedata demo makes one"):
        exercise().for_student("camille", samples)


@pytest.mark.parametrize(("exercise", "model"), [(BaselineByHand, "baseline"), (FactorMeaning, "svd")])
def test_a_model_that_is_not_there_or_older(
    exercise: type[_base.Exercise], model: str, rated: Path, tmp_path: Path
) -> None:
    wanted = rf"{model} was not trained on these ratings\. Train it: culturedata train {model} -L demo"
    with copied(rated, tmp_path) as library:
        exercise().for_student("camille", library.culture)
        library.audience.execute("UPDATE models SET fingerprint = 'of other ratings'")
    with Library.open(tmp_path / "demo") as library, pytest.raises(ExerciseError, match=wanted):
        exercise().for_student("camille", library.culture)
    with Library.open(tmp_path / "demo", write=True) as library:
        library.audience.execute("DELETE FROM models")
    with Library.open(tmp_path / "demo") as library, pytest.raises(ExerciseError, match=wanted):
        exercise().for_student("camille", library.culture)
