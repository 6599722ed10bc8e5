"""Somebody's home page from a library: the stock of works, what is known of the visitor, and the page made of both.

Nothing is trained here: scores are those of recommenders that were trained before.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from culturedata.data.dataset import Dataset
from culturedata.data.described import Described, Numbers
from culturedata.data.slates import Query
from culturedata.data.vocabulary import Vocabulary
from culturedata.errors import ModelError, UsageError
from culturedata.evaluate.shown import RELEVANT
from culturedata.recommend._base import Recommender
from culturedata.recommend.pages.page import Page
from culturedata.recommend.rows._stock import Chosen, Figures, Stock
from culturedata.recommend.rows._visitor import Visitor
from culturedata.signals.most_popular import make
from culturedata.signals.popularity._known import Known
from culturedata.store.catalogue.documents import links
from culturedata.store.catalogue.shelves import described
from culturedata.store.library import Library
from culturedata.store.people import behaviour, models, pages
from culturedata.vocabularies import DOMAINS
from culturedata.workflow.train import trained

EDITORIAL = "rows.csv"
COLUMNS = ("row", "title_fr", "title_en", "work")
HALF_LIFE = 365.0  # days after which an interaction counts half for what is popular now
MEASURES = ("people", "decay", "trend", "bayesian-mean")
Tell = Callable[[str, int], None]


@dataclass(frozen=True, eq=False)
class Shelf:
    """The works of one domain: `items` under which people met them, and the behaviour there is, if any.

    `recommender` was trained on `dataset`; without one, works stand by how many people met them.
    """

    domain: str
    items: tuple[str, ...]
    dataset: Dataset | None = None
    recommender: Recommender | None = None


@dataclass(frozen=True, eq=False)
class Placed:
    """A shelf and the stock's `numbers` of its items, (n_items,); two items may be one work."""

    shelf: Shelf
    numbers: Numbers

    @cached_property
    def items(self) -> dict[int, int]:
        """The item under which each work was met first."""
        return {int(work): item for item, work in reversed(list(enumerate(self.numbers.tolist())))}

    @cached_property
    def highest(self) -> float:
        """The highest value that anybody gave; 0 where there is no recommender."""
        return float(self.shelf.recommender.dataset.values.max()) if self.shelf.recommender else 0.0

    @cached_property
    def of_stranger(self) -> Figures:
        """What the recommender gives all items (n_items,) for somebody of whom nothing is known; empty without one."""
        return self.shelf.recommender.score(Query()) if self.shelf.recommender else np.empty(0)


@dataclass(frozen=True, eq=False)
class Home:
    """What home pages are made of: the stock, and the shelves that it was made of."""

    stock: Stock
    shelves: tuple[Placed, ...]

    def visitor(self, users: dict[str, int], freshness: float = 0.0, seed: int = 0) -> Visitor:
        """Somebody who is known by a number in some domains' datasets; by none: a stranger."""
        seen: list[Numbers] = []
        liked: list[list[int]] = []
        played: dict[int, float] = {}
        scores: dict[str, Figures] = {}
        for placed in self.shelves:
            dataset, made = placed.shelf.dataset, placed.shelf.recommender
            if dataset is None or placed.shelf.domain not in users:
                continue
            user = users[placed.shelf.domain]
            mine = np.flatnonzero(dataset.users == user)
            seen.append(placed.numbers[dataset.items[mine]])
            often = _played(dataset, mine, placed.numbers) if dataset.kind == "play" else {}
            liked.append(list(often) if dataset.kind == "play" else _liked(dataset, mine, placed.numbers))
            played |= often
            if made is not None:
                scores[placed.shelf.domain] = self._by_work(placed, made.score(made.query(user)))
        history = np.unique(np.concatenate(seen)) if seen else np.empty(0, dtype=np.int64)
        first = tuple(work for turn in _in_turn(liked) for work in turn)
        return Visitor(self.stock, history, first, scores or None, self.near, freshness, seed, played)

    def near(self, work: int) -> Figures | None:
        """The scores that a recommender gives all works (N,) when one is all that somebody met; None without one.

        Recommenders that predict ratings say how good works are, not how near; nor does one say it that gives a
        stranger the same.
        """
        domain = str(self.stock.works.domains[work])
        placed = next((one for one in self.shelves if one.shelf.domain == domain), None)
        made = placed.shelf.recommender if placed is not None else None
        if placed is None or made is None or made.predicts_ratings or made.needs_ratings:
            return None
        item = np.array([placed.items[work]], dtype=np.int32)
        scores = made.score(Query(None, item, np.array([placed.highest], dtype=np.float32)))
        if np.array_equal(scores, placed.of_stranger) or not (scores > 0).any():
            return None
        found = np.full(len(self.stock), -np.inf)
        found[self.stock.domains[domain]] = self._by_work(placed, scores)
        return found

    def _by_work(self, placed: Placed, scores: Figures) -> Figures:
        """Scores of items as scores of the works of their domain: the best of those that are one work."""
        mine, at = self._at[placed.shelf.domain]
        found = np.full(len(self.stock.domains[placed.shelf.domain]), -np.inf)
        np.maximum.at(found, at, scores[mine])
        return found

    @cached_property
    def _at(self) -> dict[str, tuple[Numbers, Numbers]]:
        """By domain which items are works of it, for a double may be of another one, and where these stand in it."""
        found = {}
        for placed in self.shelves:
            domain = placed.shelf.domain
            mine = np.flatnonzero(self.stock.works.domains[placed.numbers] == domain)
            works = self.stock.domains.get(domain, np.empty(0, dtype=np.int64))
            found[domain] = mine, np.searchsorted(works, placed.numbers[mine])
        return found


def _liked(dataset: Dataset, mine: Numbers, numbers: Numbers) -> list[int]:
    """The works that somebody liked: rated from 3/4 of the scale on, best and then latest first."""
    low, high = dataset.scale
    values = dataset.values[mine]
    good = mine[values >= low + RELEVANT * (high - low)]
    order = np.lexsort((dataset.items[good], -dataset.times[good], -dataset.values[good]))
    return list(dict.fromkeys(numbers[dataset.items[good[order]]].tolist()))


def _played(dataset: Dataset, mine: Numbers, numbers: Numbers) -> dict[int, float]:
    """How often somebody played each work, over their own mean of that, the most played first."""
    works, place = np.unique(numbers[dataset.items[mine]], return_inverse=True)
    often = np.bincount(place, weights=dataset.values[mine], minlength=len(works))
    order = np.lexsort((works, -often))
    mean = often.sum() / max(1, len(often))
    return dict(zip(works[order].tolist(), (often[order] / (mean or 1.0)).tolist(), strict=True))


def _in_turn(lists: Sequence[Sequence[int]]) -> Iterable[list[int]]:
    """The first of each list, then the second of each."""
    for place in range(max(map(len, lists), default=0)):
        yield [one[place] for one in lists if place < len(one)]


def home(library: Library, shelves: Iterable[Shelf]) -> Home:
    """What the pages of a library are made of, from shelves with something on them."""
    linked = links(library.culture)
    ids: dict[str, int] = {}
    domains: list[str] = []
    placed: list[Placed] = []
    for shelf in (one for one in shelves if one.items):
        works = [linked.get(item, item) for item in shelf.items]
        numbers = np.array([ids.setdefault(work, len(ids)) for work in works], dtype=np.int64)
        domains += [shelf.domain] * (len(ids) - len(domains))
        placed.append(Placed(shelf, numbers))
    works_told = described(library.culture, tuple(ids), domains)
    figures = {name: np.full(len(ids), np.nan) for name in MEASURES}
    for one in placed:
        if one.shelf.dataset is not None:
            for name, of in _measured(one.shelf.dataset).items():
                np.fmax.at(figures[name], one.numbers, of)
    people, lately, rising, liked = (figures[name] for name in MEASURES)
    stock = Stock(works_told, people, lately, rising, liked, _chosen(library, works_told))
    return Home(stock, tuple(placed))


def _measured(dataset: Dataset) -> dict[str, Figures]:
    """The figures of behaviour of each item; nan where they are undefined."""
    known = Known.of(dataset, "stars" if dataset.kind == "rating" else "plays")
    return {one.name: one.of(known) for one in make(MEASURES, {"half_life": HALF_LIFE})}


def stocked(
    library: Library, recommender: str | None = None, domain: str | None = None, tell: Tell | None = None
) -> Iterator[Shelf]:
    """The shelf of each domain: its ratings or plays, and the newest recommender trained on them.

    With `recommender` that one, where it was trained. Raises UnknownName.
    """
    for one in DOMAINS:
        if domain not in (None, one):
            continue
        made = _newest(library, one, recommender)
        try:
            dataset = behaviour.interactions(library, one) if made is None else made.dataset
        except ModelError:  # nobody met anything there
            shelf = Shelf(one, tuple(behaviour.unmet(library.culture, one, ())))
        else:
            shelf = Shelf(one, dataset.item_ids.ids, dataset, made)
        if tell:
            tell(f"works of {one}", len(shelf.items))
        yield shelf


def _newest(library: Library, domain: str, name: str | None) -> Recommender | None:
    """The newest recommender that was trained for a domain and is of use today; None if there is none."""
    for one in models.trained_for(library.audience, domain) if name is None else [name]:
        try:
            return trained(library, one, domain)[1]
        except ModelError:
            continue
    return None


def known_as(home: Home, library: Library, asked: str) -> dict[str, int]:
    """The number of a person in the datasets of the domains that know them; empty for a stranger.

    A raw id or the number of a page means one person: the first who is called so, of films, then music, then museums.
    """
    found: dict[str, int] = {}
    for placed in reversed(home.shelves):
        dataset = placed.shelf.dataset
        number = behaviour.user_number(dataset, asked, library) if dataset is not None else None
        if dataset is not None and number is not None:
            found[placed.shelf.domain] = number
            asked = dataset.user_ids.ids[number]
    return found


def keep(library: Library, house: Home, page: Page, users: dict[str, int], said: dict[str, Any]) -> int:
    """Keep a page in place of that person's earlier one for the device and strategy; return the person's number, or 0.

    `said` has device, strategy, weights, seed and what it is made of.
    """
    ids = house.stock.works.ids.ids
    rows = [
        (laid.row.kind, laid.row.domain or None, laid.row.text_fr, laid.row.text_en, laid.row.pool, worth.added,
         [ids[work] for work in laid.works])
        for laid, worth in zip(page.rows, page.worth, strict=True)
    ]  # fmt: skip
    parts = [(worth.alone, worth.found, worth.spread) for worth in page.worth]
    known = [one.shelf.dataset.user_ids.ids[users[one.shelf.domain]] for one in house.shelves
             if one.shelf.dataset is not None and one.shelf.domain in users]  # fmt: skip
    figures = {
        "candidates": sum(page.candidates.values()), "compared": page.compared, "value": page.value,
        "pool": {kind: (of, page.shortlisted.get(kind, 0)) for kind, of in page.candidates.items()},
    }  # fmt: skip
    return pages.save(library.audience, known[0] if known else None, {**said, **figures}, rows, parts)


def made_of(house: Home, users: dict[str, int]) -> list[dict[str, str | None]]:
    """Of each domain with behaviour the data, their tier, and whose scores the works of somebody known stand by."""
    return [
        {
            "domain": one.domain, "dataset": one.dataset.name, "provenance": one.dataset.provenance,
            "recommender": one.recommender.name if one.recommender and one.domain in users else None,
        }
        for one in (placed.shelf for placed in house.shelves) if one.dataset is not None
    ]  # fmt: skip


def _chosen(library: Library, works: Described) -> tuple[Chosen, ...]:
    """The lists chosen by hand of the library's file, in its order; none without the file. Raises UsageError."""
    path = library.folder / EDITORIAL
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if missing := [one for one in COLUMNS if one not in (rows.fieldnames or ())]:
            raise UsageError(f"{path} has no column {missing[0]!r}.", f"Its columns are: {', '.join(COLUMNS)}.")
        return _lists(rows, works.ids)


def _lists(rows: Iterable[dict[str, str | None]], ids: Vocabulary) -> tuple[Chosen, ...]:
    """Lists by name; the titles are those of the first line of each."""
    titles: dict[str, tuple[str, str]] = {}
    works: dict[str, list[int]] = {}
    for row in rows:
        name, work = (row["row"] or "").strip(), (row["work"] or "").strip()
        fr, en = (row["title_fr"] or "").strip(), (row["title_en"] or "").strip()
        titles.setdefault(name, (fr or en or name, en or fr or name))
        works.setdefault(name, []).extend(ids.numbers([work], missing=True).tolist())
    return tuple(Chosen(name, *titles[name], tuple(found)) for name, found in works.items())
