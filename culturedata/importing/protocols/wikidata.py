"""Wikidata, live: which items there are is asked with SPARQL; each item is then had as the whole entity that it is.

The entity's JSON keeps what a row of SPARQL loses or must be pieced together for: ranks, qualifiers, the precision of
times, values that are unknown. Items come 50 a request; where robots.txt closes the way to that (/w/), one a request.
What the items that they name are called, and the facts about makers, come with SPARQL again, 200 a request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from culturedata.errors import InputMissing, NotAllowed
from culturedata.importing.protocols import sparql
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher

ENTITIES = 50  # in one request
IDS = 50_000  # in the answer to one query
LANGUAGES = ("fr", "en", "mul")
# Facts about a maker that are plain values, by property; years of life are asked for with their precision.
FACTS = ("P31", "P21", "P245", "P214", "P227", "P213", "P268", "P650", "P345", "P434")
LIFE = ("P569", "P570")
_REMEMBERED = 100_000  # items whose names are kept in memory


class _Answer(msgspec.Struct):
    entities: dict[str, msgspec.Raw]


class Head(msgspec.Struct):
    """What names an entity, says that there is none, and when it was changed."""

    id: str = ""
    missing: str | bool | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The items of which a `claim` (a property) has the value `item`, and no claim a value that was asked before.

    `more` are further conditions in SPARQL, on ?item.
    """

    claim: str
    item: str
    before: tuple[tuple[str, str], ...]
    more: str = ""

    @property
    def name(self) -> str:
        return f"{self.claim}:{self.item}"

    def where(self, end: str, since: Since) -> str:
        """The conditions of the query; `end` is what the item's number ends with."""
        said = [f"?item wdt:{self.claim} wd:{self.item} ."]
        said += [f"FILTER NOT EXISTS {{ ?item wdt:{name} wd:{value} }}" for name, value in self.before]
        if self.more:
            said.append(self.more)
        if end:
            said.append(f'FILTER(STRENDS(STR(?item), "{end}"))')
        if since:
            said.append(f'?item schema:dateModified ?at . FILTER(?at >= "{since.instant}"^^xsd:dateTime)')
        return " ".join(said)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of an item is asked for: the items that its JSON names, texts in its languages, its pages in some wikis (in
    all where none is said)."""

    linked: Callable[[bytes], list[str]]
    languages: tuple[str, ...] = LANGUAGES
    wikis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """An item: its own bytes, the names and facts of what it names as JSON, and the cursor after it."""

    id: str
    body: bytes
    linked: bytes
    located: str
    cursor: str


class Wikidata:
    """The items of the choices, in the order of the choices and of their numbers."""

    def __init__(self, fetcher: Fetcher, base: str, endpoint: str, context: Context, wanted: Wanted) -> None:
        self._fetcher, self._base, self._endpoint, self._context = fetcher, base, endpoint, context
        self._wanted = wanted
        http = context.descriptor.http
        self._size = min(http.page_size if http else ENTITIES, ENTITIES)
        self._since = Since(context.since)
        self._known: dict[str, dict[str, object]] = {}
        self._one_by_one = False

    def items(self, choices: Sequence[Chosen]) -> Iterator[Entity]:
        """The items after the context's cursor. Raises FetchError."""
        at, end, last = (self._context.cursor or "  ").split(" ")
        names = [choice.name for choice in choices]
        for choice in choices[names.index(at) if at in names else 0 :]:
            ends = self._ends(choice)
            known = choice.name == at and end in ends
            for part in ends[ends.index(end) if known else 0 :]:
                after = int(last[1:]) if known and part == end else 0
                ids = [one for one in self._ids(choice, part) if int(one[1:]) > after]
                for batch in sparql.in_batches(ids, self._size):
                    yield from self._batch(batch, f"{choice.name} {part}")

    def _ends(self, choice: Chosen) -> list[str]:
        """The last digits by which a choice is parted, so that no answer is too long: none, one or two.

        Items with fewer digits than that, Q1 to Q9, are the universe, the Earth, life …, and no works.
        """
        rows = self._select(f"SELECT (COUNT(DISTINCT ?item) AS ?n) WHERE {{ {choice.where('', self._since)} }}")
        if not rows or "n" not in rows[0]:
            raise InputMissing(f"there is no query service at {self._endpoint}.", "It ends in /sparql as a rule.")
        count = int(rows[0]["n"].text)
        most = int(self._context.descriptor.options.get("most", IDS))
        digits = 0 if count <= most else 1 if count <= 10 * most else 2
        return [f"{number:0{digits}}" for number in range(10**digits)] if digits else [""]

    def _ids(self, choice: Chosen, end: str) -> list[str]:
        rows = self._select(f"SELECT DISTINCT ?item WHERE {{ {choice.where(end, self._since)} }}")
        found = {sparql.name(row["item"]) or "" for row in rows if "item" in row}
        return sorted((one for one in found if one[:1] == "Q" and one[1:].isdecimal()), key=lambda one: int(one[1:]))

    def _select(self, query: str) -> list[sparql.Row]:
        return sparql.select(self._fetcher, self._endpoint, query)

    def _batch(self, ids: Sequence[str], place: str) -> Iterator[Entity]:
        found = self._entities(ids)
        named = {one: self._wanted.linked(body) for one, body in found.items()}
        self._learn([other for one in named.values() for other in one])
        for one in ids:
            body = found.get(one)
            if body is None:
                message = f"item {one} is in the answer to a query and not there by itself"
                self._context.report(Issue("vanished", message, record=one, raw=one))
                continue
            facts = {other: self._known[other] for other in sorted(named[one]) if other in self._known}
            at = msgspec.json.decode(body, type=Head).id or one
            located = f"{self._base}/wiki/Special:EntityData/{at}.json"
            yield Entity(at, body, msgspec.json.encode(facts), located, f"{place} {one}")

    def _entities(self, ids: Sequence[str]) -> dict[str, bytes]:
        """The entities that are there, by the id that was asked for; of a merged item, what it was merged into."""
        if not self._one_by_one:
            params = {
                "action": "wbgetentities", "ids": "|".join(ids), "format": "json",
                "languages": "|".join(self._wanted.languages),
                "props": "info|labels|descriptions|aliases|claims|sitelinks",
            }  # fmt: skip
            if self._wanted.wikis:
                params["sitefilter"] = "|".join(self._wanted.wikis)
            try:
                answer = self._fetcher.json(f"{self._base}/w/api.php", params, type=_Answer)
                return _there(answer, ids)
            except NotAllowed as error:
                self._one_by_one = True
                message = f"items come one a request: {error.message}"
                self._context.report(Issue("one-by-one", message, located=self._base))
        found: dict[str, bytes] = {}
        for one in ids:
            found |= _there(self._fetcher.json(f"{self._base}/wiki/Special:EntityData/{one}.json", type=_Answer), [one])
        return found

    def _learn(self, ids: Sequence[str]) -> None:
        """Ask what items are called, and of makers the facts, if that is not known yet."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        missing = [one for one in dict.fromkeys(ids) if one not in self._known]
        for batch in sparql.in_batches(sorted(missing, key=lambda one: int(one[1:]))):
            for one in batch:
                self._known[one] = {}
            for row in sorted(self._select(facts_query(batch)), key=repr):
                item, what, value = sparql.name(row["item"]) or "", row["what"].text, row["value"]
                if item not in self._known or value.type == "bnode":
                    continue
                if what == "label":
                    names = self._known[item].setdefault("label", {})
                    assert isinstance(names, dict)
                    names[value.lang] = value.text
                else:
                    facts = self._known[item].setdefault(what, [])
                    assert isinstance(facts, list)
                    said = sparql.name(value) or value.text
                    fact = [said, int(row["precision"].text)] if "precision" in row else said
                    if fact not in facts:
                        facts.append(fact)


def facts_query(ids: Sequence[str]) -> str:
    """The query for names and facts, one row for each: no fact multiplies the rows of another."""
    languages = ", ".join(f'"{one}"' for one in LANGUAGES)
    plain = " ".join(f'(wdt:{one} "{one}")' for one in FACTS)
    lives = " UNION ".join(
        f"{{ ?item p:{one} ?said . ?said a wikibase:BestRank ; psv:{one} ?node . "
        f'?node wikibase:timeValue ?value ; wikibase:timePrecision ?precision . BIND("{one}" AS ?what) }}'
        for one in LIFE
    )
    return (
        f"SELECT ?item ?what ?value ?precision WHERE {{ {sparql.values('item', ids)} "
        f'{{ ?item rdfs:label ?value . FILTER(LANG(?value) IN ({languages})) BIND("label" AS ?what) }} '
        f"UNION {{ VALUES (?direct ?what) {{ {plain} }} ?item ?direct ?value . }} UNION {lives} }}"
    )


def _there(answer: _Answer | None, ids: Sequence[str]) -> dict[str, bytes]:
    """The entities of an answer that are there, by the id that was asked for."""
    found: dict[str, bytes] = {}
    for name, raw in (answer.entities if answer else {}).items():
        head = msgspec.json.decode(raw, type=Head)
        if head.missing is None:
            found[name if name in ids else ids[0] if len(ids) == 1 else head.id] = bytes(raw)
    return found
