"""The exercises about discovering: the pages' examples, and every sheet recomputed from what it prints."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np
import pytest

from culturedata.course import _base
from culturedata.course.discovering import cold_film, week_of_discoveries
from culturedata.course.discovering.chosen_together import SONGS, ChosenTogether, asked, ppmi
from culturedata.course.discovering.cold_film import ColdFilm
from culturedata.course.discovering.week_of_discoveries import WORKS, WeekOfDiscoveries, Work
from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query
from culturedata.recommend._base import Fitted, Recommender, Scores
from culturedata.recommend.choices.als import Als
from culturedata.recommend.choices.bpr import Bpr
from culturedata.recommend.choices.cooccurrence import Cooccurrence
from culturedata.recommend.rerank._chain import Chain
from culturedata.recommend.rerank._works import Works
from culturedata.recommend.rerank.at_most import AtMost
from culturedata.workflow import discover
from tests.recommend import made

STUDENTS = [f"student {n}" for n in range(40)]


def cells(text: str) -> list[list[str]]:
    """The cells of all lines of a text's tables, with decimal points and plain signs."""
    lines = [line for line in text.replace(",", ".").replace("−", "-").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def playlists(text: str) -> list[tuple[int, ...]]:
    """The songs of each numbered line."""
    return [tuple(n for n, cell in enumerate(line[1:]) if cell) for line in cells(text) if line[0].isdecimal()]


def works(text: str) -> list[Work]:
    """The works of a table, with what a page says of their scores left out."""
    found = []
    for line in cells(text):
        if line[0] in WORKS:
            weeks = re.search(r"\d+", line[-1])
            found.append(Work(tuple(float(cell) for cell in line[2:6]), line[1], int(weeks[0]) if weeks else 0))
    return found


def numbers(text: str) -> list[float]:
    """The figures in bold type."""
    return [float(said) for said in re.findall(r"\*\*(\d[\d.]*)\*\*", text)]


def test_each_page_says_first_what_it_teaches() -> None:
    for exercise in (ChosenTogether(), WeekOfDiscoveries(), ColdFilm()):
        for lang, heading in (("fr", "**En deux lignes.** "), ("en", "**In two lines.** ")):
            taught = exercise.page(lang).split("\n\n")[1]
            assert taught.startswith(heading)
            assert len(taught.splitlines()) == 2


class TestChosenTogether:
    """PPMI by hand and by the recommender."""

    @pytest.mark.parametrize("lang", ["fr", "en"])
    def test_the_example_of_the_page(self, lang: str) -> None:
        page = ChosenTogether().page(lang)
        weights = ppmi(playlists(page), 0)
        assert weights == pytest.approx([0, log(2), log(1.2), 0, 0])
        for weight in weights[1:3]:
            assert f"{weight:.3f}" in page.replace(",", ".")
        pair = asked(playlists(page), 0)
        assert pair is not None
        assert (SONGS[pair.commonest], SONGS[pair.best]) == ("C", "B")

    def test_a_song_that_goes_with_none(self) -> None:
        assert ppmi([(0, 1), (0, 2), (3, 4)], 0) == pytest.approx([0, log(1.5), log(1.5), 0, 0])
        assert ppmi([(0, 1), (0, 2), (0, 3, 4)], 0) == [0] * 5
        assert asked([(0, 1), (0, 2), (0, 3, 4)], 0) is None

    def test_every_sheet_by_counting(self) -> None:
        """Shares counted from the crosses; the song that is commonest is never the one that goes best."""
        for student in STUDENTS:
            sheet = ChosenTogether().for_student(student, None)
            lists = playlists(sheet.data("fr"))
            assert numbers(sheet.data_en) == [len(lists)]
            named = re.search(r"with ([A-E])\b", sheet.parts[0].question_en)
            assert named is not None
            song, own = SONGS.index(named[1]), Counter(one for playlist in lists for one in playlist)
            both = Counter(one for playlist in lists if song in playlist for one in playlist if one != song)
            beyond = {one: log(both[one] * len(lists) / (own[song] * own[one])) for one in both}
            best, commonest = max(beyond, key=beyond.__getitem__), both.most_common(1)[0][0]
            assert best != commonest
            answers = [SONGS[commonest], SONGS[best], f"{both[best] / len(lists):.2f}", f"{beyond[best]:.2f}"]
            assert _base.check(sheet, answers) == [True] * 4
            assert not sheet.parts[3].accepts(f"{log(2) * beyond[best]:.2f}"), "a logarithm to another base"


class Sums(Recommender):
    """The sums of what the parts add to given works."""

    name = "sums"
    works: Sequence[Work] = ()

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> Fitted:
        return Fitted()

    def _score(self, query: Query) -> Scores:
        return np.array([sum(work.adds) for work in self.works])


class TestWeekOfDiscoveries:
    """The order, who is left out, and the same by what `culturedata discover` draws with."""

    @pytest.mark.parametrize("lang", ["fr", "en"])
    def test_the_example_of_the_page(self, lang: str) -> None:
        page = WeekOfDiscoveries().page(lang)
        example = works(page)
        said = [float(line[6]) for line in cells(page) if line[0] in WORKS]
        assert [work.score for work in example] == pytest.approx(said)
        assert week_of_discoveries.week(example) == ([1, 2, 4], [3])
        assert example[1].brought_by == 1

    def test_weeks_and_makers(self) -> None:
        """Four weeks ago is not yet, five is long enough; what is hidden counts for no maker."""
        table = [Work((4, 0, 0, 0), "a", 4), Work((3, 0, 0, 0), "a", 5), Work((2, 0, 0, 0), "a", 0)]
        assert week_of_discoveries.week(table) == ([1, 2], [])
        assert week_of_discoveries.week([*table, Work((1, 0, 0, 0), "a", 0)]) == ([1, 2], [3])
        assert week_of_discoveries.week([]) == ([], [])

    def test_every_sheet_against_the_library(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without luck and variety `discover.draw` gives the same list, and the best work is one that was shown."""
        assert (discover.REMEMBERED, dict(discover.RERANKED)["at-most"]["most"]) == (
            week_of_discoveries.REMEMBERED, week_of_discoveries.MOST,
        )  # fmt: skip
        monkeypatch.setattr(discover, "LUCK", 0.0)
        for student in STUDENTS:
            sheet = WeekOfDiscoveries().for_student(student, None)
            drawn = works(sheet.data("fr"))
            assert drawn == works(sheet.data("en"))
            scores = np.array([sum(work.adds) for work in drawn])
            shown = [n for n, work in enumerate(drawn) if 0 < work.shown < 5]
            assert int(scores.argmax()) in shown
            ids = tuple(WORKS)
            documents = Documents(ids, ids, ids, ((),) * 6, {}, makers=tuple((work.maker,) for work in drawn))
            dataset = made.drawn(0, items=6)
            chain = Chain((AtMost(most=2),), Works(dataset, documents))
            recommender = Sums().fit(dataset)
            recommender.works = drawn
            slate = discover.draw(recommender, chain, None, discover.Week.of("2026-W48"), 6, remembered=shown)
            kept = slate.items.tolist()
            (left,) = {*range(6)} - {*shown} - {*kept}
            first, score, part, third, count = (one.expected for one in sheet.parts)
            assert [first, third, count] == [WORKS[kept[0]], WORKS[left], len(kept)]
            assert score == pytest.approx(slate.scores[0])
            assert part == "ABCD"[int(np.argmax(drawn[kept[0]].adds))]


class TestColdFilm:
    """What trained models say of films without ratings."""

    @pytest.mark.parametrize("lang", ["fr", "en"])
    def test_the_example_of_the_page(self, lang: str) -> None:
        page = ColdFilm().page(lang).replace(",", ".")
        assert numbers(page)[-2:] == pytest.approx([3.2 + 4 * (0.15 - 0.05), 3.2 + 4 * (0.02 - 0.05)])

    def test_every_sheet_from_what_it_prints(self) -> None:
        """The models by what they say of cold films, hybrid's score from printed figures, the reason by counting."""
        for student in STUDENTS:
            sheet = ColdFilm().for_student(student, None)
            lines = cells(sheet.data("fr"))
            films = {line[0]: line[1:] for line in lines[2:10]}
            said = {
                line[0]: [float(cell) for cell in line[1:]] for line in lines if len(line) == 4 and line[0] in films
            }
            cold = np.array([said["P"], said["Q"]])
            (nothing,) = np.flatnonzero((cold == 0).all(axis=0))
            (same,) = np.flatnonzero((cold[0] == cold[1]) & (cold[0] > 0))
            (tells,) = np.flatnonzero(cold[0] != cold[1])
            worth, usual = numbers(sheet.data_en)
            hybrid = cold[:, same] + worth * (cold[:, tells] - usual)
            asked = re.search(r"to film ([PQ])", sheet.parts[2].question_en)
            assert asked is not None
            mine = {name: float(film[0]) for name, film in films.items() if film[0]}
            liked = [name for name, value in mine.items() if value >= sum(mine.values()) / len(mine)]
            shared = {
                name: sum(a == b == "×" for a, b in zip(films[name][2:], films[asked[1]][2:], strict=True))
                for name in liked
            }
            answers = [
                f"{nothing + 1}", f"{same + 1}", f"{hybrid['PQ'.index(asked[1])]:.2f}", "PQ"[int(hybrid.argmax())],
                max(shared, key=shared.__getitem__),
            ]  # fmt: skip
            assert _base.check(sheet, answers) == [True] * 5
            assert hybrid.min() >= 1
            assert hybrid.max() <= 5

    def test_all_models_of_choices_say_nothing_of_them(self) -> None:
        """als and cooccurrence too, as the page says; bpr says the same low figure of both."""
        films, told = cold_film.drawn(random.Random(0))
        dataset = films.dataset()
        for model in (Als(factors=2), Cooccurrence(least=1)):
            assert model.fit(dataset).score(model.query(0))[-2:].tolist() == [0, 0]
        bpr = Bpr(factors=2, epochs=5).fit(dataset)
        p, q = bpr.score(bpr.query(0))[-2:]
        assert p == q
        assert told.scores[0, -2:].tolist() == [0, 0]

    def test_which_film_is_nearest(self) -> None:
        """A was liked and shares one genre with P; B shares two but was not liked; nothing is shared with Q."""
        ratings = ((5, 1, 0, 0, 0, 0),) * 6
        genres = ((0, 2), (0, 1), (2, 3), (2, 3), (4, 5), (4, 5), (0, 1), (4, 5))
        films = cold_film.Films(ratings, genres)
        assert films.unseen == [2, 3, 4, 5, 6, 7]
        assert films.nearest(6) == 0
        assert films.nearest(7) is None
        alike = cold_film.Films(((5, 5, 0, 0, 0, 0),) * 6, ((0, 1), (0, 1), *genres[2:]))
        assert alike.nearest(6) is None, "two films are as near"
