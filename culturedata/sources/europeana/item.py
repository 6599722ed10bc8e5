"""What an item of Europeana's search says: the fields of EDM, flattened, with labels beside the addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from culturedata.data.records import Agent, Credit, Entity, Title
from culturedata.importing.source import Context, Issue
from culturedata.importing.standards.description import Description, Said, is_address, is_picture
from culturedata.importing.standards.edm import timespans
from culturedata.importing.standards.edm.record import AGENTS
from culturedata.importing.standards.edm.resources import named
from culturedata.importing.values.text import text_of, texts_of

OWN = "http://data.europeana.eu/"
# Europeana's names for the record itself, its pages and its place in this answer (with the key in some of them); how
# complete Europeana finds it, when it was stored; what it calls the set of records in which this one came; when spans
# of time begin and end, in no order; what lies above a concept, a place or a span of time; where on the map a place is.
IGNORED = frozenset({
    "guid", "link", "index", "score", "completeness", "europeanaCompleteness", "timestamp", "timestamp_created",
    "timestamp_created_epoch", "timestamp_update", "timestamp_update_epoch", "ugc", "previewNoDistribute",
    "europeanaCollectionName", "edmDatasetName", "edmLandingPage", "edmUGC", "contentTier", "metadataTier", "userTags",
    "edmTimespanBegin", "edmTimespanEnd", "edmTimespanBroaderTerm",
    "edmTimespanBroaderLabel", "edmTimespanBroaderLabelLangAware",
    "edmConceptBroaderTerm", "edmConceptBroaderLabel", "edmConceptBroaderLabelLangAware",
    "edmPlaceBroaderTerm", "edmPlaceAltLabel", "edmPlaceAltLabelLangAware", "edmPlaceLatitude", "edmPlaceLongitude",
    "placeLatitude", "placeLongitude",
})  # fmt: skip
_FACETS = {
    "dcType": "type", "dcSubject": "subject", "dctermsMedium": "material", "dcFormat": "form",
    "dctermsSpatial": "place", "dctermsTemporal": "period", "dcLanguage": "language",
}  # fmt: skip
_AGENTS = {"dcCreator": "dc:creator", "dcContributor": "dc:contributor", "dcPublisher": "dc:publisher"}
_RELATIONS = {"dctermsIsPartOf": "part of", "dctermsHasPart": "has part"}
# The addresses of things that describe the work, the names of their labels (plain, by language), and their facet
# (None: people).
_THINGS = (
    ("edmAgent", "edmAgentLabel", "edmAgentLabel", None),
    ("edmConcept", "edmConceptLabel", "edmConceptPrefLabel", "subject"),
    ("edmPlace", "edmPlaceLabel", "edmPlaceLabel", "place"),
    ("edmTimespan", "edmTimespanLabel", "edmTimespanLabel", "period"),
)
_LANGUAGE = re.compile(r"def|[a-z]{2,3}(?:-[A-Za-z0-9]+)*")


def item(row: dict[str, Any], context: Context, source: str, record: str) -> list[Entity]:
    """The work `source:record` that an item says, with its agents and terms; `row` is emptied."""
    return _Item(row, Description(context, source, record, OWN)).read()


class _Item:
    def __init__(self, row: dict[str, Any], found: Description) -> None:
        self.row = row
        self.found = found
        self.labels: dict[str, list[Said]] = {}
        self.used: set[str] = set()
        self.kind = ""

    def read(self) -> list[Entity]:
        found = self.found
        self.row.pop("id", None)
        things = [(facet, self._things(name, label, aware)) for name, label, aware, facet in _THINGS]
        written = next(iter(self._texts("language")), None)
        found.titles(((said, None) for said in self._said("title", "dcTitle")), written)
        for name, property_ in _AGENTS.items():
            self._makers(self._said(name), AGENTS[property_], name)
        for text in self._texts("year"):
            found.date(text, "created")
        for said in self._said("dcDescription"):
            found.text("description", said)
        for text in self._texts("type"):
            self.kind = text
            found.word("classification", Said(text))
        self._described()
        for facet, addresses in things:
            for address in addresses:
                if address not in self.used:
                    self._unused(facet, address)
        found.audit(self.row, IGNORED)
        return found.entities()

    def _described(self) -> None:
        """Terms, links, and how the object is shown."""
        found = self.found
        for name, facet in _FACETS.items():
            for said in self._said(name):
                self._term(facet, said)
        for name, relation in _RELATIONS.items():
            for said in self._said(name):
                found.relation(relation, self._label(said.text))
        self._shown()

    def _texts(self, name: str) -> list[str]:
        """The values of a field that is a list, a single value, or missing."""
        return list(filter(None, texts_of(self.row, name)))

    def _said(self, name: str, aware: str = "") -> list[Said]:
        """The values of a field by language, where the item has them so; else as they stand."""
        plain, by_language = self._texts(name), self._aware(f"{aware or name}LangAware")
        return by_language or [Said(text) for text in plain if text]

    def _aware(self, name: str) -> list[Said]:
        """The values of a field that is {language: texts}."""
        value = self.row.pop(name, None) or {}
        said = [
            Said(text, None if lang == "def" else lang)
            for lang in [lang for lang in value if _LANGUAGE.fullmatch(lang)]
            for text in texts_of(value, lang)
            if text
        ]
        self.found.audit(value, IGNORED)
        return said

    def _things(self, name: str, label: str, aware: str) -> list[str]:
        """The addresses in a field; their labels are kept where it is plain whose they are.

        All labels are those of a single address; of several, each language has one for each, in the same order. Where
        the addresses of spans of time say which they are, nothing is paired.
        """
        addresses = self._texts(name)
        said = self._aware(f"{aware}LangAware")
        plain = [Said(text) for text in self._defaults(label)]
        by_language: dict[str | None, list[Said]] = {}
        for one in said or plain:
            by_language.setdefault(one.lang, []).append(one)
        if addresses and all(map(timespans.labels, addresses)):
            return addresses
        if len(addresses) == 1:
            self.labels[addresses[0]] = said or plain
        elif all(len(several) == len(addresses) for several in by_language.values()):
            for several in by_language.values():
                for address, one in zip(addresses, several, strict=True):
                    self.labels.setdefault(address, []).append(one)
        else:
            message = f"{len(said or plain)} labels beside {len(addresses)} addresses in {name} can't be paired"
            self.found.context.report(Issue("unpaired", message, record=self.found.name, field=name))
        return addresses

    def _defaults(self, name: str) -> Iterator[str]:
        """The texts of a list of labels, each a text or {"def": text}."""
        for one in self.row.pop(name, None) or ():
            if isinstance(one, dict):
                yield text_of(one, "def")
                self.found.audit(one, IGNORED)
            else:
                held = {name: one}
                yield text_of(held, name)
                self.found.audit(held, IGNORED)

    def _label(self, address: str) -> str:
        """The label of an address in English, or without a language, or the first; the address if it has none."""
        by = {said.lang: said.text for said in reversed(self.labels.get(address, []))}
        return by.get("en") or by.get(None) or next(iter(reversed(by.values())), address)

    def _makers(self, said: list[Said], role: str | None, name: str) -> None:
        """Makers by name and by address; those that Europeana found itself are linked only, beside others."""
        named = [one for one in said if not is_address(one.text)]
        for one in named:
            self.found.makers(one.text, role)
        for one in said:
            if is_address(one.text):
                agent = self._agent(one.text, name)
                if named and one.text.startswith(OWN):
                    self.found.relation("linked by Europeana to", agent.name, agent.id)
                else:
                    self.found.add("credits", Credit(agent=agent.id, role=role or self.found.maker_role))

    def _agent(self, address: str, name: str = "") -> Agent:
        found, label = self.found, self._label(address)
        printed = named(label)
        self.used.add(address)
        if label == address:
            found.unresolved(name, address)
        others = (Title(text=s.text, lang=s.lang, kind="alternative") for s in self.labels.get(address, []))
        agent = Agent(
            id=f"{found.source}:agent:{found.local(address)}", name=printed.name, born=printed.born, died=printed.died,
            life_text=printed.life, url=address,
            names=tuple(dict.fromkeys(one for one in others if named(one.text).name != printed.name)),
            identifiers=found.identified((address,)),
        )  # fmt: skip
        found.agent(agent)
        return agent

    def _term(self, facet: str, said: Said) -> None:
        if not is_address(said.text):
            self.found.word(facet, said)
            return
        self.used.add(said.text)
        label = self._label(said.text)
        labels = {one.lang: one.text for one in reversed(self.labels.get(said.text, [])) if one.lang}
        labels = labels or timespans.labels(said.text)
        if is_address(label):
            label = labels.get("en", "")
        if label:
            self.found.term(facet, self.found.local(said.text), label, labels, said.text)
        else:
            self.found.unnamed(facet, said.text)

    def _unused(self, facet: str | None, address: str) -> None:
        """A thing that the item names beside its fields: a subject, a place, a time; somebody who is no maker."""
        if facet is not None:
            self._term(facet, Said(address))
        else:
            agent = self._agent(address, "edmAgent")
            self.found.relation("related to", agent.name, agent.id)

    def _shown(self) -> None:
        found = self.found
        pages, shown, previews = (self._texts(name) for name in ("edmIsShownAt", "edmIsShownBy", "edmPreview"))
        found.url = next(iter(pages), None)
        for page in pages[1:]:
            found.relation("see also", page)
        keepers, countries, rights = (self._texts(name) for name in ("dataProvider", "country", "rights"))
        for keeper in keepers:
            found.keeper(keeper, next(iter(countries), None))
        licences = [found.right("image", right) for right in dict.fromkeys(rights)]
        found.metadata("; ".join([*self._texts("provider"), *self._texts("intermediateProvider")]) or None)
        known = next(iter(licences), None)
        uri = known.uri if known else next(iter(rights), None)
        pictures = [url for url in shown if self.kind in ("IMAGE", "") or is_picture(url)]
        for url in shown:
            if url not in pictures:
                found.relation("shown by", url)
        small = next(iter(previews), None)
        for number, url in enumerate(pictures or previews[:1]):
            found.picture(
                url, thumbnail=small if pictures and not number else None, credit=next(iter(keepers), None),
                licence=uri, open=bool(known and known.open),
            )  # fmt: skip
