"""What the Met prints of an object's size, place and time, in the common shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from culturedata.data.records import Date, Dimension, Term, Text, WorkTerm
from culturedata.data.years import year_in_words
from culturedata.importing.values import dates
from culturedata.importing.values.text import slug, text_of

# «Sheet: 10 x 8 in. (25.4 x 20.3 cm)», «H. 12 1/2 in. (31.8 cm)», «Diam. 7.6 cm (3 in.)»: height goes first.
_SIZES = re.compile(r"(?<![\d.–-])(\d+(?:\.\d+)?(?:\s*[x×]\s*\d+(?:\.\d+)?)*)\s*cm\b")
_LABEL = re.compile(r"\b(H|W|D|L|Th|Diam|Height|Width|Depth|Length|Diameter)\b\.?:?\s*(?:[\d/⁄ ]+in\.\s*\()?$")
_BY = re.compile(r"\s*[x×]\s*")
_PARTED = re.compile(r"[\r\n;]+")
_PART = re.compile(r"\s*([^\W\d][^:\d]*):\s")
_LETTERS = re.compile(r"(?:[HWD]\.?\s*[x×]?\s*)+")
_KINDS = {"h": "height", "w": "width", "d": "depth", "l": "length", "th": "thickness", "diam": "diameter"}
_IN_ORDER = ("height", "width", "depth")
_BROADEST_FIRST = ("country", "region", "subregion", "state", "county", "city", "locale", "locus")
GEOGRAPHY = ("geography_type", *_BROADEST_FIRST, "river")
_LONGEST_TERM = 120  # characters: a longer medium describes one object


class Described(NamedTuple):
    """Terms, the same as they describe the work, and texts."""

    terms: tuple[Term, ...] = ()
    used: tuple[WorkTerm, ...] = ()
    texts: tuple[Text, ...] = ()


@lru_cache(maxsize=4_000)
def term(facet: str, said: str, name: str = "", url: str | None = None) -> tuple[Term, WorkTerm] | None:
    """A term of the facet, known by its words, and the work's use of it; `name` where two facets would have one id."""
    label = " ".join(said.split())
    if not label:
        return None
    id_ = f"met:term:{name or facet}-{slug(label) or label}"
    return Term(id=id_, facet=facet, label=label, label_en=label, url=url), WorkTerm(facet=facet, term=id_)


def is_term(medium: str) -> bool:
    """Whether a medium is short enough to describe several objects."""
    return len(medium) <= _LONGEST_TERM


@lru_cache(maxsize=4_000)
def dated(text: str, begin: str, end: str) -> tuple[Date, ...]:
    """When an object was made: what is printed, between its bounds; a bound that is no year is a date of its own.

    Both bounds 0 say nothing. There is no year 0: from 0 on is from year 1 on, and up to 0 is up to year −1.
    """
    earliest, latest = _year(begin), _year(end)
    strange = [said for said, year in ((begin, earliest), (end, latest)) if year is None and said]
    if not earliest and not latest:
        earliest = latest = None
    elif earliest is not None and latest is not None:
        earliest, latest = earliest or 1, latest or -1
    else:
        earliest, latest = earliest or None, latest or None
    texts = dict.fromkeys(filter(None, (text or _years(earliest, latest), *strange)))
    return tuple(dates.bounded(one, earliest, latest) for one in texts)


def _years(earliest: int | None, latest: int | None) -> str:
    """Two bounds as a text: «1700–1710», «510–490 BCE»."""
    if earliest is not None and latest is not None and earliest < latest < 0:
        return f"{-earliest}–{-latest} BCE"
    return "–".join(year_in_words(year)[1] for year in dict.fromkeys((earliest, latest)) if year is not None)


def _year(said: str) -> int | None:
    try:
        return int(said)
    except ValueError:
        return None


def sizes(text: str) -> list[Dimension]:
    """The centimetres of the printed dimensions, then the text itself; a size without direction is in the text only."""
    found: list[Dimension] = []
    if "cm" in text:
        for piece in _PARTED.split(text) if ";" in text or "\n" in text or "\r" in text else (text,):
            if "cm" in piece:
                named = _PART.match(piece) if ":" in piece else None
                part = named[1].strip() if named and not _LETTERS.fullmatch(named[1]) else None
                found.extend(_of_piece(piece, part))
    found.append(Dimension(kind="text", text=text))
    return found


def _of_piece(piece: str, part: str | None) -> Iterator[Dimension]:
    for match in _SIZES.finditer(piece):
        printed = match[1]
        values = _BY.split(printed)
        label = _LABEL.search(piece[: match.start()]) if len(values) == 1 else None
        if label:
            kind = _KINDS.get(label[1].lower(), label[1].lower())
            yield Dimension(part=part, kind=kind, value=float(printed), unit="cm")
        elif 1 < len(values) <= len(_IN_ORDER):
            for kind, value in zip(_IN_ORDER, values, strict=False):
                yield Dimension(part=part, kind=kind, value=float(value), unit="cm")


def measured(
    elements: list[dict[str, Any]], printed: list[Dimension], audit: Callable[[dict[str, Any]], None]
) -> Iterator[Dimension]:
    """The API's measurements that are not among the printed ones; in centimetres, a weight without its unit.

    What is no number is left in its element, for `audit`.
    """
    known = {(size.kind, round(size.value, 1)) for size in printed if size.value is not None}
    for element in elements:
        said, more = text_of(element, "elementName"), text_of(element, "elementDescription")
        part = f"{said} ({more})" if said and more else said or more or None
        values = element.pop("elementMeasurements", None) or {}
        for name in [name for name, value in values.items() if isinstance(value, int | float)]:
            kind, value = name.lower(), float(values.pop(name))
            if (kind, round(value, 1)) not in known:
                yield Dimension(part=part, kind=kind, value=value, unit=None if kind == "weight" else "cm")
        audit(values)
        audit(element)


@lru_cache(maxsize=4_000)
def places(said: tuple[str, ...]) -> Described:
    """The places of an object, each a term below the next broader one, and how it is connected with them as a text.

    `said` are the fields of GEOGRAPHY. Several places stand parted by bars, in all fields at the same place.
    """
    columns = [field.split("|") for field in said]
    count = max(map(len, columns))
    terms: dict[Term, None] = {}
    used: dict[WorkTerm, None] = {}
    texts: list[Text] = []
    for n in range(count):
        how, *levels, river = (column[n].strip() if n < len(column) else "" for column in columns)
        chain = [level for level in levels if level]
        parents: tuple[str, ...] = ()
        for label in chain:
            id_ = f"{parents[0]}/" if parents else "met:term:place-"
            id_ += slug(label) or label
            terms[Term(id=id_, facet="place", label=label, label_en=label, parents=parents)] = None
            parents = (id_,)
        used.update((WorkTerm(facet="place", term=id_), None) for id_ in parents)
        if flowing := term("place", river, "river"):
            terms[flowing[0]] = used[flowing[1]] = None
        if how:
            named = ", ".join([*reversed(chain), *filter(None, [river])])
            texts.append(Text(kind="geography", text=f"{how}: {named}" if named else how, lang="en"))
    return Described(tuple(terms), tuple(used), tuple(texts))
