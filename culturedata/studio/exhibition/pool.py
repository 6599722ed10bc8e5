"""The works that may hang: openly licensed, large enough, about the theme; each with what it would show."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from culturedata.data.exhibitions import Asked, Picture
from culturedata.data.licences import CC0, PUBLIC_DOMAIN, licence
from culturedata.data.years import century_in_words
from culturedata.store.catalogue.search import Filters, fold, search
from culturedata.store.catalogue.works import SHOWN

DOMAIN = "museum"
MOST_FOUND = 200_000  # works that a theme may find
THEMES = ("subject", "movement", "genre", "form", "type")
CULTURES = ("culture", "country", "place")  # the first of them that a work has
_PICTURES = """SELECT work_id, images.url, width, height, alt, licence FROM images
JOIN works USING (work_id) WHERE open AND domain = ? ORDER BY work_id, position"""
_OWN = "SELECT work_id, licence FROM rights JOIN works USING (work_id) WHERE covers = 'work' AND domain = ?"
_WORDS = "SELECT term_id, label, label_fr, label_en FROM terms ORDER BY term_id"
_TERMS = f"""SELECT work_id, wt.facet, term_id FROM work_terms AS wt JOIN works USING (work_id)
WHERE domain = ? AND wt.facet IN {(*THEMES, *CULTURES)}"""


@dataclass(frozen=True, slots=True)
class Element:
    """Something that an exhibition can show: a theme, a period or a culture, by its name in both languages."""

    family: str
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A work that may hang, under `licence` (an address); without a picture in a plan only."""

    work_id: str
    licence: str
    picture: Picture | None
    elements: frozenset[Element]


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates by their ids, how many works are about the theme, and how many were left out for which reason.

    `read_as` are words of the theme that the catalogue does not know, with the words that were read in their place.
    """

    candidates: tuple[Candidate, ...]
    works: int
    left_out: dict[str, int]
    read_as: dict[str, str]


def pool(connection: sqlite3.Connection, asked: Asked) -> Pool:
    """All works of museums that may hang in what is `asked`; a work that is described twice counts once."""
    about, read_as = _about(connection, asked.theme)
    pictures, own = _pictures(connection), _own(connection)
    left_out: Counter[str] = Counter()
    kept: list[tuple[str, str, Picture | None]] = []
    printed: set[str] = set()
    for work_id in about:
        found = _hangs(asked, pictures.get(work_id, []), own.get(work_id))
        if isinstance(found, str):
            left_out[found] += 1
        elif found[1] is not None and found[1].url in printed:
            left_out["same_picture"] += 1
        else:
            kept.append((work_id, *found))
            printed |= {found[1].url} if found[1] else set()
    elements = _elements(connection, {work_id for work_id, *_ in kept})
    candidates = tuple(Candidate(*one, frozenset(elements[one[0]])) for one in kept)
    return Pool(candidates, len(about), dict(sorted(left_out.items())), read_as)


def _about(connection: sqlite3.Connection, theme: str | None) -> tuple[list[str], dict[str, str]]:
    """The works that hold the words of the theme, by id, or all of them."""
    if theme is None:
        found = connection.execute(
            f"SELECT work_id FROM works AS w WHERE domain = ? AND {SHOWN} ORDER BY work_id", [DOMAIN]
        )
        return [row[0] for row in found], {}
    hits = search(connection, theme, Filters(domain=DOMAIN), limit=MOST_FOUND)
    return sorted(hit.item for hit in hits.hits), hits.corrected


def _hangs(asked: Asked, pictures: list[tuple[Picture, str]], own: str | None) -> tuple[str, Picture | None] | str:
    """The licence and the largest fitting picture of a work, or the reason why it can't hang.

    A work that is itself said to be in copyright does not hang, whatever is said of its picture.
    """
    standing = licence(own) if own else None
    if standing is not None and standing.kind in ("closed", "restricted"):
        return "in_copyright"
    open_ = [(picture, uri) for picture, uri in pictures if not asked.only_cc0 or uri in (CC0, PUBLIC_DOMAIN)]
    large = [(picture, uri) for picture, uri in open_ if (picture.longer or 0) >= asked.min_px]
    if large:
        picture, uri = max(large, key=lambda one: one[0].longer or 0)
        return uri, picture
    if not asked.pictures and own and standing is not None and standing.kind == "public-domain":
        return own, None
    if not pictures:
        return "no_open_picture"
    if not open_:
        return "other_licence"
    return "too_small" if any(picture.longer for picture, _ in open_) else "unknown_size"


def _pictures(connection: sqlite3.Connection) -> dict[str, list[tuple[Picture, str]]]:
    """The pictures of each work whose licence can be read and is open, in the source's order."""
    found: dict[str, list[tuple[Picture, str]]] = defaultdict(list)
    for work_id, url, width, height, alt, said in connection.execute(_PICTURES, [DOMAIN]):
        read = licence(said) if said else None
        if read is not None and read.open:
            found[work_id].append((Picture(url=url, width=width, height=height, alt=alt), read.uri or said))
    return found


def _own(connection: sqlite3.Connection) -> dict[str, str]:
    """What is said of the rights in each work itself."""
    return {work_id: said for work_id, said in connection.execute(_OWN, [DOMAIN]) if said}


def _elements(connection: sqlite3.Connection, wanted: set[str]) -> dict[str, set[Element]]:
    """Themes, century and cultures of each of the `wanted` works. The same word of two sources is one element."""
    found: dict[str, set[Element]] = defaultdict(set)
    cultures: dict[str, dict[str, set[Element]]] = defaultdict(lambda: defaultdict(set))
    words = _words(connection)
    for work_id, facet, term_id in connection.execute(_TERMS, [DOMAIN]):
        if work_id not in wanted:
            continue
        if facet in THEMES:
            found[work_id].add(Element("theme", *words[term_id]))
        else:
            cultures[work_id][facet].add(Element("culture", *words[term_id]))
    for work_id, by_facet in cultures.items():
        found[work_id] |= next(by_facet[facet] for facet in CULTURES if facet in by_facet)
    years = "SELECT work_id, year FROM works WHERE year IS NOT NULL AND domain = ?"
    for work_id, year in connection.execute(years, [DOMAIN]):
        if work_id in wanted:
            found[work_id].add(century(year))
    return found


def _words(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """The names of all terms in French and English; terms whose English names are alike have the first one's names."""
    known: dict[str, tuple[str, str]] = {}
    found = {}
    for term_id, label, french, english in connection.execute(_WORDS):
        found[term_id] = known.setdefault(fold(english or label), (french or label, english or label))
    return found


@cache
def century(year: int) -> Element:
    """The century of a year: 1900 is of the 19th, -450 of the 5th before our era."""
    return Element("period", *century_in_words(year))


def labels(elements: Iterable[Element], lang: str) -> tuple[str, ...]:
    """The names of elements in «fr» or «en», themes first, then by alphabet."""
    order = ("theme", "period", "culture")
    ordered = sorted(elements, key=lambda one: (order.index(one.family), fold(one.en)))
    return tuple(one.fr if lang == "fr" else one.en for one in ordered)
