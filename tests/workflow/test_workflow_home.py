"""From a library to the stock and the visitor of a home page: works once, likings in order, nearness, who is meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from culturedata.data.dataset import COUNTED
from culturedata.data.vocabulary import Vocabulary
from culturedata.recommend.choices.cooccurrence import Cooccurrence
from culturedata.recommend.popular import Popular
from culturedata.store.library import Library
from culturedata.workflow.home import Home, Shelf, home, known_as, stocked
from culturedata.workflow.train import data, train
from tests.recommend import made


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with Library.open(folder) as opened:
        yield opened


def numbers(house: Home, *ids: str) -> list[int]:
    return house.stock.works.ids.numbers(ids).tolist()


class TestTheSmallLibrary:
    def test_an_item_stands_as_the_work_that_describes_it(self, library: Library) -> None:
        house = home(library, stocked(library))
        stock = house.stock
        assert set(stock.works.ids.ids) == {f"a:{n}" for n in range(1, 6)} | {"b:1", "b:2", "b:3"} | {
            f"c:{n}" for n in range(1, 5)
        }, "d:9 is c:1"
        assert stock.people[numbers(house, "c:1", "c:2", "c:3", "c:4")].tolist() == [2, 1, 1, 1]
        assert np.isnan(stock.people[numbers(house, "a:1", "b:1")]).all(), "nobody is counted there"
        assert np.isnan(stock.rising[numbers(house, "a:1", "b:1")]).all()
        assert stock.rising[numbers(house, "c:1", "c:2")] == pytest.approx([np.log(3 / 1.5), np.log(2 / 1.25)])

    def test_what_the_catalogue_says(self, library: Library) -> None:
        house = home(library, stocked(library))
        works = house.stock.works
        (mona,) = numbers(house, "a:1")
        assert (works.title(mona), works.years[mona], works.domains[mona]) == (
            ("La Joconde", "Mona Lisa"),
            1503,
            "museum",
        )
        assert works.open_images[numbers(house, "a:2", "a:3", "a:4")].tolist() == [True, False, True]
        movement = works.groups["movement"]
        assert movement.labels == (("impressionnisme", "impressionism"),)
        assert movement.members(0).tolist() == sorted(numbers(house, "a:2", "a:3", "a:4", "a:5"))
        assert works.groups["decade"].ids[works.groups["decade"].of(mona)[0]] == "museum:1500"
        assert set(works.groups) == {"genre", "movement", "material", "subject", "maker", "decade"}
        assert works.imported[mona] == 1

    def test_works_nobody_counts_stand_by_their_pictures(self, library: Library) -> None:
        house = home(library, stocked(library))
        standing = house.stock.standing
        open_, closed = numbers(house, "a:2", "a:4"), numbers(house, "a:1", "a:3", "a:5")
        assert standing[open_].min() > standing[closed].max()

    def test_who_is_meant(self, library: Library) -> None:
        house = home(library, stocked(library))
        assert known_as(house, library, "1") == {"film": 0}
        assert known_as(house, library, "nobody") == {}
        visitor = house.visitor({"film": 0})
        assert visitor.seen.tolist() == sorted(numbers(house, "c:1", "c:2"))
        assert visitor.liked == tuple(numbers(house, "c:1")), "5 of 5 is liked, 3 is not"
        assert len(house.visitor({}).seen) == 0


def test_liked_best_first_then_latest(folder: Path) -> None:
    with Library.open(folder) as library:
        dataset = made.dataset([(0, 0, 4.0), (0, 1, 5.0), (0, 2, 4.5), (0, 3, 5.0), (0, 4, 3.5), (1, 5, 5.0)])
        house = home(library, [Shelf("film", dataset.item_ids.ids, dataset)])
        assert house.visitor({"film": 0}).liked == (3, 1, 2, 0)
        assert house.stock.works.title(0) == ("i0", "i0"), "nothing is known of it but its id"
        played = replace(made.played(dataset), times=dataset.times)
        assert len(house_of(library, played).visitor({"film": 0}).liked) == 5


def test_what_was_played_is_not_said_to_be_liked(folder: Path) -> None:
    """Played 6, 2 and 1 times, 3 on the mean; what was rated is liked."""
    data = replace(made.dataset([(0, 0, 2.0), (0, 1, 6.0), (0, 2, 1.0), (0, 0, 0.0)], scale=COUNTED), kind="play")
    with Library.open(folder) as library:
        visitor = house_of(library, data).visitor({"film": 0})
        assert visitor.liked == (1, 0, 2)
        assert visitor.played == {1: pytest.approx(2), 0: pytest.approx(2 / 3), 2: pytest.approx(1 / 3)}
        assert [visitor.did(work) for work in visitor.liked] == [
            ("beaucoup écouté", ("played", " a lot")), ("écouté", ("played", "")), ("écouté", ("played", "")),
        ]  # fmt: skip
        rated = house_of(library, made.dataset([(0, 0, 5.0)])).visitor({"film": 0})
        assert (rated.liked, rated.played, rated.did(0)) == ((0,), {}, ("aimé", ("liked", "")))


def test_who_played_nothing_has_played_nothing_a_lot(folder: Path) -> None:
    data = replace(made.dataset([(0, 0, 0.0), (1, 1, 2.0)], users=3, scale=COUNTED), kind="play")
    with Library.open(folder) as library:
        house = house_of(library, data)
        assert [house.visitor({"film": user}).played for user in range(3)] == [{0: 0.0}, {1: 1.0}, {}]


def house_of(library: Library, dataset: object) -> Home:
    return home(library, [Shelf("film", dataset.item_ids.ids, dataset)])  # type: ignore[attr-defined]


def test_near_is_what_a_recommender_of_choices_says(folder: Path) -> None:
    """Even items are near to even ones; one that says everybody the same says nothing of nearness."""
    board, described = made.checkerboard()
    with Library.open(folder) as library:
        near = Cooccurrence().fit(board, described)
        found = home(library, [Shelf("film", board.item_ids.ids, board, near)]).near(0)
        assert found is not None
        best = np.argsort(-found)[:5]
        assert (best % 2 == 0).all()
        plain = Popular().fit(board, described)
        assert home(library, [Shelf("film", board.item_ids.ids, board, plain)]).near(0) is None
        assert house_of(library, board).near(0) is None


def test_the_newest_model_gives_the_scores(folder: Path) -> None:
    with Library.open(folder, write=True) as library:
        train(library, "popular")
        train(library, "cooccurrence")
        newest, older, none = (
            next(one for one in stocked(library, name) if one.domain == "film").recommender
            for name in (None, "popular", "svd")
        )
        assert newest is not None
        assert older is not None
        assert (newest.name, older.name, none) == ("cooccurrence", "popular", None)
        house = home(library, stocked(library, "popular"))
        dataset, _ = data(library, "film")
        scores = house.visitor({"film": 0}).scores
        assert scores is not None
        assert len(scores["film"]) == len(dataset.item_ids) == 4
        music = next(one for one in stocked(library, domain="music"))
        assert (music.dataset, music.items) == (None, ("b:1", "b:2", "b:3"))


def test_one_person_is_meant_where_two_are_called_alike(folder: Path) -> None:
    """«7» is the person of films; the namesake of music is another one, unless the whole id is the same."""
    with Library.open(folder) as library:
        rated = made.dataset([(0, n, 5.0) for n in range(3)])
        films = replace(rated, user_ids=Vocabulary(("f:user:7",)))
        others = Vocabulary(("m0", "m1", "m2"))
        music = replace(made.played(rated), user_ids=Vocabulary(("m:user:7",)), item_ids=others)
        shelves = [Shelf("music", others.ids, music), Shelf("film", films.item_ids.ids, films)]
        house = home(library, shelves)
        assert known_as(house, library, "7") == {"film": 0}
        assert known_as(house, library, "m:user:7") == {"music": 0}
        same = replace(music, user_ids=films.user_ids)
        both = home(library, [Shelf("music", others.ids, same), shelves[1]])
        assert known_as(both, library, "7") == {"film": 0, "music": 0}
        assert len(both.visitor({"film": 0, "music": 0}).liked) == 6
