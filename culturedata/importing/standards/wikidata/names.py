"""What the items are called that an item of Wikidata names, and what else is known of those, as terms and as agents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from culturedata.data.records import Agent, Term, Title
from culturedata.importing.source import Context
from culturedata.importing.standards import wikibase
from culturedata.importing.values.identifying import identifiers

ENTITY = "http://www.wikidata.org/entity/"
YEAR, DAY = 9, 11  # how exact a time is
GENDERS = {"Q6581097": "male", "Q6581072": "female"}
HUMAN = "Q5"
# Identifiers of people and groups by property.
OF_AGENTS = {
    "P245": "ulan", "P214": "viaf", "P227": "gnd", "P213": "isni", "P268": "bnf", "P650": "rkd", "P345": "imdb",
    "P434": "mbid",
}  # fmt: skip


class Names:
    """What items are called, and what is known of them, as the record of `source` has it; what has no name is noted."""

    def __init__(self, linked: dict[str, Any], source: str) -> None:
        self._linked, self._source = linked, source
        self.missing: list[str] = []

    def label(self, item: str) -> str:
        """The name in English, else in any language, else in French, else the item's id."""
        names = self._of(item)
        found = names.get("en") or names.get("mul") or names.get("fr")
        if not found:
            self.missing.append(item)
        return found or item

    def labels(self, snaks: Iterable[wikibase.Snak]) -> list[str]:
        """The names of the items that are said, in their order."""
        return [self.label(one.text) for one in snaks if one.text]

    def term(self, facet: str, item: str) -> Term:
        names = self._of(item)
        return Term(
            id=f"{self._source}:term:{facet}-{item}", facet=facet, label=self.label(item),
            label_fr=names.get("fr") or names.get("mul"), label_en=names.get("en") or names.get("mul"),
            url=f"{ENTITY}{item}",
        )  # fmt: skip

    def facts(self, item: str, property: str) -> list[Any]:
        found = (self._linked.get(item) or {}).get(property)
        return found if isinstance(found, list) else []

    def agent(self, item: str, context: Context, kind: str = "unknown") -> Agent:
        """A maker with the years of life and identifiers; of `kind` unless it is known to be a human being."""
        name, french = self.label(item), self._of(item).get("fr")
        genders = [GENDERS.get(one) for one in self.facts(item, "P21")]
        agent = Agent(
            id=f"{self._source}:agent:{item}", name=name, kind="person" if HUMAN in self.facts(item, "P31") else kind,
            born=self._year(item, "P569"), died=self._year(item, "P570"), gender=next(filter(None, genders), None),
            url=f"{ENTITY}{item}",
            names=(Title(text=french, lang="fr", kind="alternative"),) if french and french != name else (),
            authority=1 if self._linked.get(item) else 0,
        )  # fmt: skip
        said = {scheme: self.facts(item, one) for one, scheme in OF_AGENTS.items()}
        return msgspec.structs.replace(agent, identifiers=identifiers(context, agent.id, wikidata=item, **said))

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
