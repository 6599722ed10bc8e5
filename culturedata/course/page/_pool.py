"""A few rows that a small page might be made of, and what every page of them is worth, by the code of home pages."""

from __future__ import annotations

import itertools
import random
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from culturedata.data.described import Described
from culturedata.data.vocabulary import Vocabulary
from culturedata.recommend.pages.aim import Aim, Weights
from culturedata.recommend.pages.layout import Laid, Shape, lay
from culturedata.recommend.pages.strategies import independent, stagewise, whole
from culturedata.recommend.rows._base import Row
from culturedata.recommend.rows._stock import Figures, Stock
from culturedata.recommend.rows._visitor import Visitor
from culturedata.store.catalogue.works import titles_in

LETTERS = "ABCDEFGH"
SHAPE = Shape(3, 2, 2)  # a narrow screen: three rows of two works
WORKS, LEAST, HELD = 12, 3, 4  # works of a pool, how many of them a row needs, and how many it shows at most
LOOKED_THROUGH = 3000
_TRIES, _OF_A_SHELF = 60, 50
_WORDS = f"""SELECT wt.work_id, wt.term_id, coalesce(t.label_fr, t.label), coalesce(t.label_en, t.label)
FROM (SELECT work_id FROM works WHERE domain = 'museum' AND work_id IN
        (SELECT work_id FROM work_terms WHERE facet IN ('subject', 'movement', 'material'))
      ORDER BY work_id LIMIT {LOOKED_THROUGH}) AS w
JOIN work_terms AS wt USING (work_id) JOIN terms AS t USING (term_id)
WHERE wt.facet IN ('subject', 'movement', 'material') ORDER BY wt.work_id, wt.term_id"""
Said = tuple[str, str]


@dataclass(frozen=True, eq=False)
class _Told(Visitor):
    """Somebody of whom it is told how likely each work is to suit."""

    told: tuple[float, ...] = ()

    @cached_property
    def chances(self) -> Figures:
        return np.array(self.told)


@dataclass(frozen=True)
class Pool:
    """Eight rows by their French and English names, works by their titles, and which works a row holds, best first.

    `chances` is how likely each work suits the visitor, from 0 to 1, all different.
    """

    rows: tuple[Said, ...]
    works: tuple[Said, ...]
    holds: tuple[tuple[int, ...], ...]
    chances: tuple[float, ...]

    @cached_property
    def aim(self) -> Aim:
        """What a page is worth: only what is found counts."""
        nothing = np.full(len(self.works), np.nan)
        ids = Vocabulary(tuple(map(str, range(len(self.works)))))
        french, english = zip(*self.works, strict=True)
        flags = np.zeros(len(self.works))
        domains = np.full(len(self.works), "museum")
        described = Described(ids, domains, french, english, nothing, flags.astype(bool), flags.astype(np.int64))
        stock = Stock(described, nothing, nothing, nothing, nothing)
        unseen = np.empty(0, dtype=np.int64)
        return Aim(_Told(stock, unseen, told=self.chances), SHAPE, Weights(discovery=0, breadth=0))

    @cached_property
    def candidates(self) -> list[Row]:
        """The rows as home pages know them, by their letters."""
        return [
            Row("genre", letter, "museum", np.array(works, dtype=np.int64), len(works), *said)
            for letter, works, said in zip(LETTERS, self.holds, self.rows, strict=True)
        ]

    def page(self, letters: str) -> list[Laid]:
        """The page of rows in that order: no work twice, a row with fewer than two left falls."""
        return lay([self.candidates[LETTERS.index(letter)] for letter in letters], SHAPE)

    def value(self, letters: str) -> float:
        """The chance that the visitor meets something that suits."""
        return self.aim.value(self.page(letters))

    @cached_property
    def greedy(self) -> str:
        """The letters of the page that is chosen row by row."""
        return said(stagewise(self.candidates, self.aim))

    @cached_property
    def alone(self) -> str:
        """The letters of the page of the rows that are best each by itself."""
        return said(independent(self.candidates, self.aim))

    @cached_property
    def exchanged(self) -> str:
        """The letters of the greedy page after exchanges, as long as they make it better."""
        return said(whole(self.candidates, self.aim))

    @cached_property
    def values(self) -> dict[str, float]:
        """What each of the 336 pages is worth."""
        return {"".join(some): self.value("".join(some)) for some in itertools.permutations(LETTERS, SHAPE.rows)}

    @cached_property
    def best(self) -> str:
        """The letters of the page that is worth most; of equals the first by the alphabet."""
        return max(self.values, key=self.values.__getitem__)

    def apart(self) -> float:
        """By how much each greedy choice is better than the next best one, at least."""
        gaps = []
        for place in range(SHAPE.rows):
            above = self.greedy[:place]
            rest = sorted(self.value(above + letter) for letter in LETTERS if letter not in above)
            gaps.append(rest[-1] - rest[-2])
        return min(gaps)


def said(page: Sequence[Laid]) -> str:
    """The letters of a page."""
    return "".join(one.row.key for one in page)


def pools(random: random.Random, culture: sqlite3.Connection) -> Iterator[Pool]:
    """Pools without end: eight rows of twelve works of the library that share words; made-up if it has no such works.

    Which of the words are rows, and how likely the works suit, is drawn for each pool, the works for fifty at a time.
    """
    works_of, named = _words(culture)
    for count in itertools.count():
        if count % _OF_A_SHELF == 0:
            shelf = _shelf(random, culture, works_of, named) or _made_up(random)
        rows = random.sample(shelf.rows, len(LETTERS))
        chances = tuple(percent / 100 for percent in random.sample(range(2, 31), WORKS))
        holds = tuple(tuple(sorted(works, key=lambda work: -chances[work])[:HELD]) for _, works in rows)
        yield Pool(tuple(said for said, _ in rows), shelf.works, holds, chances)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Works by their titles, and all rows that could be made of them."""

    works: tuple[Said, ...]
    rows: list[tuple[Said, tuple[int, ...]]]


def _words(culture: sqlite3.Connection) -> tuple[dict[str, set[str]], dict[str, Said]]:
    """The works that each word is said of, and what the words are in French and English."""
    works_of: dict[str, set[str]] = defaultdict(set)
    named: dict[str, Said] = {}
    for work, word, french, english in culture.execute(_WORDS):
        works_of[word].add(work)
        named[word] = french, english
    return works_of, named


def _shelf(
    random: random.Random, culture: sqlite3.Connection, works_of: dict[str, set[str]], named: dict[str, Said]
) -> _Shelf | None:
    """Twelve works of one word that share enough others; None if the library has none."""
    wide = sorted(word for word, works in works_of.items() if len(works) >= WORKS)
    for _ in range(_TRIES if wide else 0):
        core = sorted(random.sample(sorted(works_of[random.choice(wide)]), WORKS))
        within = {frozenset(works & {*core}): word for word, works in sorted(works_of.items())}
        rows = [
            (named[word], tuple(core.index(work) for work in sorted(works)))
            for works, word in within.items() if LEAST <= len(works) < WORKS
        ]  # fmt: skip
        if len(rows) >= len(LETTERS):
            french, english = (titles_in(culture, core, lang) for lang in ("fr", "en"))
            return _Shelf(tuple((french.get(work, work), english.get(work, work)) for work in core), rows)
    return None


def _made_up(random: random.Random) -> _Shelf:
    """Works and rows that there are not."""
    works = tuple((f"œuvre inventée {n}", f"made-up work {n}") for n in range(1, WORKS + 1))
    rows = [
        ((f"mot inventé {n}", f"made-up word {n}"), tuple(random.sample(range(WORKS), random.randint(LEAST, HELD))))
        for n in range(1, 2 * len(LETTERS) + 1)
    ]
    return _Shelf(works, rows)
