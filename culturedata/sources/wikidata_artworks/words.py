"""Properties of Wikidata and some of its items, and what each means in the common shape."""

from __future__ import annotations

import re
from typing import Any

from culturedata.data.records import Agent, Term, Title
from culturedata.importing.standards import wikibase

ENTITY = "http://www.wikidata.org/entity/"
NAME = "wikidata-artworks"
ANONYMOUS = "Q4233718"
YEAR, DAY = 9, 11  # how exact a time is
_PROPERTY = re.compile(r"P[1-9]\d*")
# Properties whose values are words that describe the work, and the facet of each.
WORDS = {
    "P31": "type", "P136": "genre", "P135": "movement", "P186": "material", "P2079": "technique",
    "P180": "subject",
    "P921": "subject", "P547": "subject", "P825": "subject", "P1071": "place", "P495": "country", "P2348": "period",
    "P2596": "culture",
    "P7937": "form", "P6216": "", "P275": "",
}  # fmt: skip
# Properties whose values made the work or had to do with it, and the role of each; a maker's role may be said more
# exactly in a qualifier.
MAKERS = {
    "P170": "artist", "P84": "architect", "P287": "designer", "P110": "draughtsman", "P872": "publisher",
    "P123": "publisher", "P88": "patron", "P1028": "contributor",
}  # fmt: skip
# Qualifiers of a maker, and the attribution that each says.
ATTRIBUTIONS = {
    "P1773": "attributed to", "P1774": "workshop of", "P1775": "follower of", "P1776": "circle of",
    "P1777": "manner of", "P1778": "imitator of", "P1779": "doubtfully attributed to", "P1780": "school of",
    "P1877": "after",
}  # fmt: skip
# What a statement about a maker may be called (P5102, P1480).
DOUBTS = {
    "Q230768": "attributed to", "Q18122778": "attributed to", "Q18603603": "doubtfully attributed to",
    "Q30230067": "doubtfully attributed to", "Q56644435": "attributed to",
}  # fmt: skip
RELATIONS = {
    "P361": "part of", "P527": "has part", "P179": "part of series", "P144": "based on", "P1639": "pendant of",
    "P941": "inspired by", "P1343": "described by", "P608": "exhibited in", "P6291": "advertises",
    "P747": "has edition", "P629": "edition of", "P8371": "references",
}  # fmt: skip
SIZES = {
    "P2048": "height", "P2049": "width", "P2043": "length", "P2610": "thickness", "P5524": "depth",
    "P2386": "diameter", "P2067": "weight",
}  # fmt: skip
UNITS = {
    "Q174728": "cm", "Q174789": "mm", "Q11573": "m", "Q218593": "in", "Q3710": "ft", "Q11570": "kg", "Q41803": "g",
}  # fmt: skip
# Identifiers by property; every other external identifier is kept under its property.
SCHEMES = {
    "P347": "joconde", "P350": "rkdimages", "P214": "viaf", "P227": "gnd", "P268": "bnf", "P1669": "cona",
    "P245": "ulan", "P213": "isni", "P650": "rkd",
}  # fmt: skip
# How queries commonly call the values of properties, in lower case and without «_».
VARIABLES = {
    "creator": "P170", "artist": "P170", "painter": "P170", "collection": "P195", "museum": "P195", "location": "P276",
    "owner": "P127", "inventory": "P217", "inventorynumber": "P217", "inv": "P217", "title": "P1476",
    "inception": "P571", "date": "P571", "year": "P571", "image": "P18", "type": "P31", "instanceof": "P31",
    "class": "P31", "genre": "P136", "movement": "P135", "material": "P186", "depicts": "P180", "subject": "P921",
    "country": "P495", "countryoforigin": "P495", "height": "P2048", "width": "P2049", "inscription": "P1684",
    "joconde": "P347", "jocondeid": "P347", "copyright": "P6216",
}  # fmt: skip
GENDERS = {"Q6581097": "male", "Q6581072": "female"}
PUBLIC, COPYRIGHTED = "Q19652", "Q50423863"


class Names:
    """What items are called, and what is known of them, as the record has it; what has no name is noted."""

    def __init__(self, linked: dict[str, Any]) -> None:
        self._linked = linked
        self.missing: list[str] = []

    def label(self, item: str) -> str:
        """The name in English, else in any language, else in French, else the item's id."""
        names = self._of(item)
        found = names.get("en") or names.get("mul") or names.get("fr")
        if not found:
            self.missing.append(item)
        return found or item

    def term(self, facet: str, item: str) -> Term:
        names = self._of(item)
        return Term(
            id=f"{NAME}:term:{facet}-{item}", facet=facet, label=self.label(item),
            label_fr=names.get("fr") or names.get("mul"), label_en=names.get("en") or names.get("mul"),
            url=f"{ENTITY}{item}",
        )  # fmt: skip

    def facts(self, item: str, property: str) -> list[Any]:
        found = (self._linked.get(item) or {}).get(property)
        return found if isinstance(found, list) else []

    def agent(self, item: str) -> Agent:
        """A maker with the years of life, without identifiers: those are checked by the caller."""
        name, french = self.label(item), self._of(item).get("fr")
        genders = [GENDERS.get(one) for one in self.facts(item, "P21")]
        return Agent(
            id=f"{NAME}:agent:{item}", name=name, kind="person" if "Q5" in self.facts(item, "P31") else "unknown",
            born=self._year(item, "P569"), died=self._year(item, "P570"), gender=next(filter(None, genders), None),
            url=f"{ENTITY}{item}",
            names=(Title(text=french, lang="fr", kind="alternative"),) if french and french != name else (),
            authority=1 if self._linked.get(item) else 0,
        )  # fmt: skip

    def _of(self, item: str) -> dict[str, str]:
        found = (self._linked.get(item) or {}).get("label")
        return found if isinstance(found, dict) else {}

    def _year(self, item: str, property: str) -> int | None:
        """The year of a fact that is exact to a year, if only one is said."""
        years = set()
        for one in self.facts(item, property):
            said, precision = one if isinstance(one, list) else (one, 0)
            try:
                years.add(wikibase.time(time(said), precision).earliest if precision >= YEAR else None)
            except ValueError:
                continue
        years.discard(None)
        return years.pop() if len(years) == 1 else None


def property(variable: str) -> str | None:
    """The property whose values a variable of a query has, by its name."""
    return variable if _PROPERTY.fullmatch(variable) else VARIABLES.get(variable.casefold().replace("_", ""))


def time(said: str) -> str:
    """A time of RDF as the JSON of Wikibase has it, a year alone too. Raises ValueError if it is none.

    In RDF 1 BCE is the year 0, here it is −1.
    """
    sign, digits = ("-", said[1:]) if said.startswith("-") else ("+", said.removeprefix("+"))
    year, _, rest = digits.partition("-")
    if not year.isdecimal():
        raise ValueError(f"{said!r} is no time")
    bce = sign == "-" or int(year) == 0
    return f"{'-' if bce else '+'}{int(year) + bce:04}-{rest or '00-00T00:00:00Z'}"
