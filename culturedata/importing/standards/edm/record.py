"""The Europeana Data Model as RDF/XML (pro.europeana.eu/page/edm-documentation): an object, its aggregation, and more.

What is said of the object stands in edm:ProvidedCHO or in an ore:Proxy. Europeana's own proxy (edm:europeanaProxy)
holds what a program found out: its places, times and concepts describe the work, but its people are only linked to it,
since they may be those that the provider names already, or others of the same name.
"""

from __future__ import annotations

import re
from typing import Any

from culturedata.data.records import Credit, Entity
from culturedata.importing.source import Context
from culturedata.importing.standards.description import Description, Said, is_address, scheme_of
from culturedata.importing.standards.edm.aggregation import Shown
from culturedata.importing.standards.edm.resources import (
    ABOUT,
    IGNORED,
    Node,
    Thing,
    first,
    taken,
    things,
    values,
)
from culturedata.importing.standards.oai_dc import coverage
from culturedata.importing.values import attribution
from culturedata.importing.values.identifying import identifiers

ROOT = "rdf:RDF"
PREFIXES = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.europeana.eu/schemas/edm/": "edm",
    "http://www.openarchives.org/ore/terms/": "ore",
    "http://www.w3.org/2002/07/owl#": "owl",
    "http://www.w3.org/2004/02/skos/core#": "skos",
    "http://xmlns.com/foaf/0.1/": "foaf",
    "http://RDVocab.info/ElementsGr2/": "rdaGr2",
    "http://rdvocab.info/ElementsGr2/": "rdaGr2",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "wgs84",
    "http://www.ebu.ch/metadata/ontologies/ebucore/ebucore#": "ebucore",
    "http://rdfs.org/sioc/services#": "svcs",
    "http://usefulinc.com/ns/doap#": "doap",
    "http://creativecommons.org/ns#": "cc",
    "http://www.w3.org/ns/odrl/2/": "odrl",
    "http://www.w3.org/ns/dqv#": "dqv",
    "http://schema.org/": "schema",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi",
}
AGENTS: dict[str, str | None] = {"dc:creator": None, "dc:contributor": "contributor", "dc:publisher": "publisher"}
DATES = {"dc:date": "created", "dcterms:created": "created", "dcterms:issued": "published"}
FACETS = {
    "dc:type": "type", "edm:hasType": "type", "dc:subject": "subject",
    "dcterms:medium": "material", "dc:format": "form", "dcterms:spatial": "place", "dcterms:temporal": "period",
    "dc:language": "language",
}  # fmt: skip
TEXTS = {
    "dc:description": "description", "dcterms:tableOfContents": "table of contents", "dcterms:provenance": "provenance",
}  # fmt: skip
RELATIONS = {
    "dc:relation": "related to", "dc:source": "source", "dcterms:isPartOf": "part of", "dcterms:hasPart": "has part",
    "dcterms:isReferencedBy": "referenced by", "dcterms:references": "refers to",
    "dcterms:isVersionOf": "version of", "dcterms:hasVersion": "has version", "dcterms:isFormatOf": "format of",
    "dcterms:hasFormat": "has format", "dcterms:replaces": "replaces", "dcterms:isReplacedBy": "replaced by",
    "dcterms:requires": "requires", "dcterms:isRequiredBy": "required by", "edm:incorporates": "incorporates",
    "edm:isDerivativeOf": "derived from", "edm:isRelatedTo": "related to", "edm:isSimilarTo": "similar to",
    "edm:isRepresentationOf": "representation of", "edm:isSuccessorOf": "successor of", "edm:realizes": "realizes",
    "edm:wasPresentAt": "present at",
}  # fmt: skip

_ELSEWHERE = re.compile(r"[a-z][a-z\d+.-]*:/\S*")  # an address that is none on the web: a file on somebody's machine


def edm(tree: dict[str, Any], context: Context, source: str, record: str, cut: str = "") -> list[Entity]:
    """The work `source:record` that an EDM record says, with its agents and terms.

    `tree` is what importing.xml.tree gives with PREFIXES; it is emptied, and what is not known is reported. `cut` is
    the beginning of the source's own addresses («http://data.europeana.eu/»), which ids do without.
    """
    found = Description(context, source, record, cut)
    content = tree.pop(ROOT, {})
    content = content[0] if isinstance(content, list) else content
    resources = taken(content)
    found.audit(content, IGNORED)
    found.audit(tree, IGNORED)
    known = things(resources, found)
    objects = resources.pop("edm:ProvidedCHO", [])
    proxies = [(node, first(node, "edm:europeanaProxy", found) == "true") for node in resources.pop("ore:Proxy", ())]
    nodes = [(objects[0], False)] if objects else []
    if not nodes and not proxies:
        raise ValueError("the record has no edm:ProvidedCHO")
    kinds: list[Said] = []
    written = next((first(node, "edm:language", found) for node in resources.get("edm:EuropeanaAggregation", ())), "")
    for node, enriched in sorted([*nodes, *proxies], key=lambda pair: pair[1]):
        kinds += _Object(found, node, known, enriched).read(written)
    Shown(found, resources, known, {one.text for one in kinds}).read()
    if objects[1:]:
        resources["edm:ProvidedCHO"] = objects[1:]
    found.audit(resources, IGNORED)
    for thing in known.values():
        if thing.kind == "edm:Agent" and not found.mentions(found.local(thing.about)):
            found.agent(thing.agent(found))
    return found.entities()


class _Object:
    """The node of an object, or of one proxy for it."""

    def __init__(self, found: Description, node: Node, known: dict[str, Thing], enriched: bool) -> None:
        self.found = found
        self.node = node
        self.known = known
        self.enriched = enriched

    def read(self, written: str) -> list[Said]:
        """Map every property of what is `written` in that language; the values of edm:type (IMAGE, TEXT …)."""
        found, kinds = self.found, self._values("edm:type")
        self.node.pop(ABOUT, None)
        found.titles(((one, None) for one in self._values("dc:title")), written)
        found.titles((one, "alternative") for one in self._values("dcterms:alternative"))
        for name, role in AGENTS.items():
            for one in self._values(name):
                self._maker(one, role, name)
        for name, kind in DATES.items():
            for one in self._values(name):
                self._date(one, kind)
        for one in kinds:
            self._term("classification", one)
        for name, facet in FACETS.items():
            for one in self._values(name):
                self._term(facet, one)
        self._rest()
        for name in ("edm:year", "dc:coverage", "edm:currentLocation"):
            self._special(name)
        found.audit(self.node, IGNORED)
        return kinds

    def _values(self, name: str) -> list[Said]:
        return values(self.node, name, self.found)

    def _rest(self) -> None:
        found = self.found
        for name, kind in TEXTS.items():
            for one in self._values(name):
                found.text(kind, Said(self._label(one), one.lang))
        for one in self._values("dcterms:extent"):
            found.extent(one)
        for one in self._values("dc:rights"):
            found.right("work", one.address or one.text)
        numbers = [one.text or one.address or "" for one in self._values("dc:identifier")]
        same = [one.address or one.text for one in self._values("owl:sameAs")]
        addresses = [text for text in (*numbers, *same) if scheme_of(text)]
        accession = [text.lstrip("#") for text in numbers if not is_address(text)]
        found.add("identifiers", *identifiers(found.context, found.name, accession=accession))
        found.add("identifiers", *found.identified(addresses))
        for text in (*numbers, *same):
            if is_address(text) and text not in addresses:
                found.relation("same as", text)
        for name, kind in RELATIONS.items():
            for one in self._values(name):
                found.relation(kind, self._label(one))

    def _special(self, name: str) -> None:
        """A year that Europeana made out, where the provider gives no date; a place or a time; where it is today."""
        for one in self._values(name):
            thing = self.known.get(one.address or "")
            if name == "edm:year":
                if "dates" not in self.found.parts:
                    self.found.date(one.text, "created")
            elif name == "edm:currentLocation":
                self.found.keeper(self._label(one))
            elif thing is not None:
                self._term("period" if thing.kind == "edm:TimeSpan" else "place", one)
            else:
                self._term(coverage(one.text) if one.text else "place", one)

    def _label(self, said: Said) -> str:
        """The text of a value, or the label of the thing that it names, or the address."""
        thing = self.known.get(said.address or "")
        return said.text or (thing.label if thing else "") or said.address or ""

    def _maker(self, said: Said, role: str | None, name: str) -> None:
        found, thing = self.found, self.known.get(said.address or said.text)
        address = said.address or (said.text if is_address(said.text) else None)
        if address is None and _ELSEWHERE.fullmatch(said.text):
            found.unnamed(role or found.maker_role, said.text)
            return
        if address is None:
            found.makers(said.text, role)
            return
        if thing is None:
            found.unresolved(name, address)
            thing = Thing("edm:Agent", address)
        agent = thing.agent(found)
        found.agent(agent)
        if self.enriched:
            found.relation("linked by Europeana to", agent.name, agent.id)
            return
        printed = attribution.one(agent.name)
        credit = Credit(
            agent=agent.id, role=printed.role or role or found.maker_role, attribution=printed.attribution,
            note=printed.note,
        )  # fmt: skip
        found.add("credits", credit)

    def _date(self, said: Said, kind: str) -> None:
        thing = self.known.get(said.address or "")
        date = thing.date(kind) if thing is not None else None
        if self.enriched and said.address:
            self._term("period", said)
        elif date is not None:
            self.found.dated(date)
        elif said.text:
            self.found.date(said.text, kind)
        elif said.address:
            self._term("period", said)

    def _term(self, facet: str, said: Said) -> None:
        """A term of a literal, or of a thing with its broader ones."""
        address = said.address or (said.text if is_address(said.text) else None)
        if address is None:
            self.found.word(facet, said)
            return
        thing = self.known.get(address) or Thing("edm:TimeSpan", address)
        if thing.label:
            self._linked(facet, thing, frozenset(), linked=True)
        else:
            self.found.unnamed(facet, address)

    def _linked(self, facet: str, thing: Thing, below: frozenset[str], linked: bool) -> str:
        found, below = self.found, below | {thing.about}
        above = (self.known[about] for about in thing.broader if about in self.known and about not in below)
        parents = tuple(self._linked(facet, one, below, linked=False) for one in above if one.label)
        url = next((one for one in (*thing.same, thing.about) if scheme_of(one)), thing.about)
        url_or_none = url if is_address(url) else None
        label = thing.label or thing.about
        return found.term(facet, found.local(thing.about), label, thing.by_language, url_or_none, parents, linked)
