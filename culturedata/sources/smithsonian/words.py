"""The words that describe a thing in records of the Smithsonian: its categories, its index, its places."""

from __future__ import annotations

import re

from culturedata.data.records import Measure, Term, Text, WorkTerm
from culturedata.importing.values import materials
from culturedata.importing.values.text import number, slug
from culturedata.sources.smithsonian.entries import Left, Row, entries, listed, values
from culturedata.sources.smithsonian.people import letters

# The categories of texts that are terms, and their facet; a label may say otherwise.
_TERMS = {
    "objectType": "type", "setName": "collection", "topic": "subject", "culture": "culture", "language": "language",
    "place": "place", "gallery": "collection",
}  # fmt: skip
_FACET_OF_LABEL = {
    "medium": "material", "materials": "material", "material": "material", "technique": "technique",
    "period": "period", "style": "movement", "school": "culture", "place depicted": "subject", "depicted": "subject",
}  # fmt: skip
_INDEX = {
    "object_type": "classification", "place": "place", "topic": "subject", "culture": "culture",
    "language": "language", "usage_flag": "collection", "scientific_name": "classification",
    "common_name": "classification",
}  # fmt: skip
_TAXA = re.compile(r"tax_[a-z_-]+")
_AGES = re.compile(r"(?:geo_age|strat)[a-z_-]*")
_LEVELS = ("L1", "L2", "L3", "L4", "L5", "Other")


class Words:
    """The terms of one record: all of them in `terms`, and in `used` those that describe the work."""

    def __init__(self, left: Left) -> None:
        self.terms: dict[str, Term] = {}
        self.used: dict[WorkTerm, None] = {}
        self._left = left
        self._told: set[tuple[str, ...]] = set()  # the words of places whose whole hierarchy is known

    def add(
        self, facet: str, label: str, above: tuple[str, str] | None = None, *, used: bool = True
    ) -> tuple[str, str] | None:
        """Note a term, and that it describes the work unless it is only a broader one (`used`).

        Returns its path and its id, None if it has no label. `above` are those of the broader term.
        """
        label = " ".join(label.split())
        if not slug(label):
            return None
        path = f"{above[0]}--{slug(label)}" if above else slug(label)
        id_ = f"smithsonian:term:{facet}-{path}"
        parents = (above[1],) if above else ()
        self.terms.setdefault(id_, Term(id=id_, facet=facet, label=label, label_en=label, parents=parents))
        if used:
            self.used[WorkTerm(facet=facet, term=id_)] = None
        return path, id_

    def physical(self, label: str, text: str) -> tuple[Text, ...] | None:
        """Note the terms of an entry of the physical description («Medium»); None if its label names no facet.

        Returned is the text itself where its terms say less.
        """
        facet = _FACET_OF_LABEL.get(label.casefold())
        if facet is None:
            return None
        found = materials.terms(text) if facet in ("material", "technique") else (" ".join(text.split()),)
        for term in found:
            self.add(facet, term)
        kind = "medium" if facet == "material" else label.casefold()
        return () if found == (" ".join(text.split()),) else (Text(kind=kind, text=text, lang="en"),)

    def categories(self, free: Row, index: Row) -> list[Text]:
        """Note the terms of the texts, then those that only the index has; returned are the places of which the unit
        says what they have to do with the work («made in»)."""
        places = []
        for category, facet in _TERMS.items():
            for label, text in entries(free, category, self._left):
                said = label.casefold()
                if category == "place" and said not in ("", "place") and said not in _FACET_OF_LABEL:
                    places.append(Text(kind=said, text=text, lang="en"))
                if category != "place" or letters(text) not in self._told:
                    self.add(_FACET_OF_LABEL.get(said, facet), text)
        for name in list(index):
            facet_of = "classification" if _TAXA.fullmatch(name) else "period" if _AGES.fullmatch(name) else None
            facet_or_none = _INDEX.get(name, facet_of)
            if facet_or_none:
                for text, _ in values(index.pop(name), self._left):
                    if not (facet_or_none == "place" and self._is_place(text)):
                        self.add(facet_or_none, text)
        return places

    def _is_place(self, label: str) -> bool:
        """Whether a place of the index stands already in the hierarchy or in the printed places."""
        return any(term.facet == "place" and term.label == " ".join(label.split()) for term in self.terms.values())

    def places(self, index: Row) -> tuple[list[Measure], list[Text]]:
        """Note the places from the continent to the locality, each below the one before it; returned is where the thing
        is on the earth: the first pair of coordinates, and all others as texts."""
        measures: list[Measure] = []
        texts: list[Text] = []
        for geo in listed(index.pop("geoLocation", None)):
            place = self._place(geo)
            for points in listed(geo.pop("points", None)):
                for point in listed(points.pop("point", None)):
                    found, text = self._point(point)
                    if found and not measures:
                        measures = found
                    elif text and (not found or found != measures):
                        said = f"{place}: {text}" if place else text
                        texts.append(Text(kind="coordinates", text=said, lang="en"))
                self._left.append(points)
            self._left.append(geo)
        return measures, list(dict.fromkeys(texts))

    def _place(self, geo: Row) -> str:
        """Note a place with all in which it lies; returned is the narrowest."""
        labels = [text for level in _LEVELS for text, _ in values(geo.pop(level, None), self._left) if slug(text)]
        above: tuple[str, str] | None = None
        for label in labels:
            above = self.add("place", label, above, used=label is labels[-1])
        self._told.add(letters(" ".join(labels)))
        return labels[-1] if labels else ""

    def _point(self, point: Row) -> tuple[list[Measure], str]:
        """A pair of coordinates, none if one of them is no number; and all that is said, as text."""
        measures, told = [], []
        for kind in ("latitude", "longitude"):
            for text, unit in values(point.pop(kind, None), self._left):
                value, shown = number(text), "" if unit in ("", "degree", "decimal") else f" {unit}"
                told.append(f"{kind} {text}{shown}")
                if value is not None:
                    measures.append(Measure(kind=kind, value=value, unit="degree" if not shown else unit))
        self._left.append(point)
        return measures if len(measures) == len(told) else [], ", ".join(told)
