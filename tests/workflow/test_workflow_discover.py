"""A week's discoveries: what is left out, what is remembered, what changes from week to week, and what is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from culturedata.benchmarks.recommending import _rated
from culturedata.data.slates import Query
from culturedata.errors import UsageError
from culturedata.recommend._base import Recommender
from culturedata.recommend.discover import Discover
from culturedata.store.library import Library
from culturedata.store.people import discoveries
from culturedata.workflow import discover
from culturedata.workflow.discover import Week, draw, of_week
from culturedata.workflow.train import behind, train
from tests.recommend import made

WEEK = Week.of("2026-W48")


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("discover") / "library"
    _rated.make(folder, 3_000)
    return folder


@pytest.fixture
def library(rated: Path, tmp_path: Path) -> Iterator[Library]:
    for file in rated.glob("*.db"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    with Library.open(tmp_path, write=True) as found:
        yield found


@pytest.fixture
def trained(library: Library) -> Recommender:
    return train(library, "discover", options={"by": "ease"})[1]


class TestWeeks:
    def test_a_week_and_the_four_before(self) -> None:
        assert WEEK.monday == date(2026, 11, 23)
        assert [str(one) for one in WEEK.before()] == ["2026-W47", "2026-W46", "2026-W45", "2026-W44"]

    def test_over_new_year(self) -> None:
        """2026 has 53 ISO weeks."""
        assert [str(one) for one in Week.of("2027-W01").before()][:2] == ["2026-W53", "2026-W52"]

    @pytest.mark.parametrize("text", ["2026-W54", "2026-48", "W48", "2026-W00", "", "x-Wy"])
    def test_what_is_no_week(self, text: str) -> None:
        with pytest.raises(UsageError, match=r"is no week\. Say it so: \d{4}-W\d\d\."):
            Week.of(text)


class TestAList:
    data, documents = made.drawn(seed=6, items=120, share=0.2), made.words(6, 120)

    @pytest.fixture(scope="class")
    @classmethod
    def fitted(cls) -> Discover:
        return Discover(by="ease").fit(cls.data, cls.documents, seed=0)

    def test_nothing_met_and_nothing_remembered(self, fitted: Discover) -> None:
        chain = behind(fitted, discover.RERANKED)
        for user in range(0, 60, 7):
            first = draw(fitted, chain, user, WEEK, 10)
            second = draw(fitted, chain, user, WEEK, 10, remembered=first.items.tolist())
            assert len(first) == len(second) == 10
            assert not np.isin(first.items, fitted.query(user).history).any()
            assert not np.isin(second.items, first.items).any()
            assert all(len(said) >= 1 for said in first.reasons)

    def test_another_week_another_list_the_same_week_the_same(self, fitted: Discover) -> None:
        chain = behind(fitted, discover.RERANKED)
        lists = [draw(fitted, chain, 3, week, 20).items.tolist() for week in (WEEK, WEEK, Week.of("2026-W49"))]
        assert lists[0] == lists[1] != lists[2]
        assert draw(fitted, chain, 3, WEEK, 20, seed=1).items.tolist() != lists[0]

    def test_chance_moves_little(self, fitted: Discover) -> None:
        """Over many weeks a work's place follows its score: the best of all are there nearly always."""
        chain = behind(fitted, ())
        best = fitted.recommend(fitted.query(3), 3).items
        often = Counter(int(item) for n in range(1, 53) for item in
                        draw(fitted, chain, 3, Week.of(f"2026-W{n:02}"), 20).items)  # fmt: skip
        assert min(often[int(item)] for item in best) > 45

    def test_at_most_two_of_a_maker(self) -> None:
        makers = tuple((f"m{n % 6}",) for n in range(120))
        documents = made.described([[*tokens, *maker] for tokens, maker in
                                    zip(self.documents.tokens, makers, strict=True)])  # fmt: skip
        documents = replace(documents, makers=makers)
        fitted = Discover(by="ease").fit(self.data, documents, seed=0)
        slate = draw(fitted, behind(fitted, discover.RERANKED), 3, WEEK, 30)
        assert len(slate) == 12, "six makers, two each"
        assert max(Counter(makers[item] for item in slate.items.tolist()).values()) == 2

    def test_a_work_that_nobody_chose_comes_by_its_words_only(self) -> None:
        """Without what is said of it, it stays behind all that somebody chose."""
        tokens = [list(one) for one in self.documents.tokens]
        tokens[117] = tokens[0]
        assert 117 not in self.data.items
        documents, places = made.described(tokens), []
        for text in (5.0, 0.0):
            fitted = Discover(by="ease", text=text).fit(self.data, documents, seed=0)
            query = Query(history=np.array([0], dtype=np.int32))
            places.append(fitted.recommend(query, 120, reasons=False).items.tolist().index(117))
        assert places[0] == 0 < 20 < places[1]


class TestKept:
    def test_it_stays_and_is_not_shown_again_for_four_weeks(self, library: Library, trained: Recommender) -> None:
        weeks = [str(WEEK), "2026-W49", "2026-W50", "2026-W51", "2026-W52"]
        lists = [set(of_week(library, trained, 5, Week.of(one), domain="film", k=5).items.tolist()) for one in weeks]
        assert all(not one & other for n, one in enumerate(lists) for other in lists[:n])
        fifth = of_week(library, trained, 5, Week.of("2026-W53"), domain="film", k=5)
        assert not set(fifth.items.tolist()) & set().union(*lists[1:])
        again = of_week(library, trained, 5, WEEK, domain="film", k=3, seed=9)
        assert set(again.items.tolist()) <= lists[0]
        assert len(again) == 3

    def test_again_makes_it_anew(self, library: Library, trained: Recommender) -> None:
        first = of_week(library, trained, 5, WEEK, domain="film", k=20)
        other = of_week(library, trained, 5, WEEK, domain="film", k=20, seed=9, again=True)
        assert first.items.tolist() != other.items.tolist()
        kept = discoveries.of_week(library.audience, trained.dataset.user_ids.ids[5], "film", str(WEEK))
        assert [row["item_id"] for row in kept] == trained.dataset.item_ids.names(other.items)
        assert {(row["recommender"], row["seed"]) for row in kept} == {("discover", 9)}

    def test_the_reasons_are_kept(self, library: Library, trained: Recommender) -> None:
        made_now = of_week(library, trained, 5, WEEK, domain="film", k=5)
        assert of_week(library, trained, 5, WEEK, domain="film", k=5).reasons == made_now.reasons
        assert all("brought by:" in said[-1].text_en or said[-1].kind != "parts" for said in made_now.reasons)

    def test_everybody(self, library: Library, trained: Recommender) -> None:
        people = len(trained.dataset.user_ids)
        assert discover.discover(library, trained, range(people), WEEK, domain="film", k=5) == people
        [(lists, rows)] = library.audience.execute("SELECT count(DISTINCT user), count(*) FROM discoveries").fetchall()
        assert (lists, rows) == (people, 5 * people)
        alone = of_week(library, trained, 7, WEEK, domain="film", k=5, again=True)
        rows = discoveries.of_week(library.audience, trained.dataset.user_ids.ids[7], "film", str(WEEK))
        assert [row["item_id"] for row in rows] == trained.dataset.item_ids.names(alone.items)

    def test_what_was_met_since_is_left_out(self, library: Library, trained: Recommender) -> None:
        """Two of the kept list are rated; trained anew, the list stays without them, and says how many they are."""
        told: list[int] = []
        first = of_week(library, trained, 5, WEEK, domain="film", k=10, tell=told.append)
        assert told == []
        ids, user = trained.dataset.item_ids.ids, trained.dataset.user_ids.ids[5]
        library.audience.executemany(
            """INSERT INTO ratings (user, item, value, at, source, provenance)
               SELECT user, item, 4, 0, 'movielens', 'open' FROM users, items WHERE user_id = ? AND item_id = ?""",
            [(user, ids[item]) for item in first.items[[0, 7]]],
        )
        again = train(library, "discover", options={"by": "ease"})[1]
        later = of_week(library, again, 5, WEEK, domain="film", k=10, tell=told.append)
        names = [again.dataset.item_ids.ids[item] for item in later.items]
        assert names == [ids[item] for n, item in enumerate(first.items) if n not in (0, 7)]
        assert later.reasons == tuple(said for n, said in enumerate(first.reasons) if n not in (0, 7))
        assert told == [2]
        assert len(of_week(library, again, 5, WEEK, domain="film", k=5)) == 5, "others of the list step in"

    def test_a_stranger_gets_one_that_is_not_kept(self, library: Library, trained: Recommender) -> None:
        slate = of_week(library, trained, None, WEEK, domain="film", k=5)
        assert len(slate) == 5
        assert all(said[0].kind == "cold-user" for said in slate.reasons)
        assert library.audience.execute("SELECT count(*) FROM discoveries").fetchone() == (0,)
