"""A record as Europeana's Record API answers in schema.org's words (`.schema.jsonld`), as the tree that its XML gives.

Europeana makes it of EDM: the first node of `@graph` is the work, the others are its files, and the people, places and
concepts that it names. What the museum says and what Europeana found stands together there; addresses of Europeana's
own are taken for what Europeana found.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from culturedata.importing.source import Context
from culturedata.importing.standards.description import is_address
from culturedata.importing.standards.edm.record import ROOT
from culturedata.importing.standards.edm.resources import ABOUT, RESOURCE, Node
from culturedata.importing.values.text import text_of
from culturedata.sources.europeana.item import OWN

# What kind of thing it is that a work names; its page at Europeana, and its picture; where a place is on the map; which
# work a file shows, its address once more, the copy of the work's title; how large and how long the file is, and when
# it was made or stored; how to reach an organisation.
IGNORED = frozenset({
    "@context", "@type", "url", "image", "geo", "encodesCreativeWork", "contentUrl", "contentSize", "bitrate",
    "duration", "uploadDate", "unitCode", "mainEntityOfPage", "logo", "telephone", "address",
})  # fmt: skip
_WORK = {
    "name": "dc:title", "alternateName": "dcterms:alternative", "description": "dc:description",
    "creator": "dc:creator", "contributor": "dc:contributor", "publisher": "dc:publisher", "about": "dc:subject",
    "inLanguage": "dc:language", "dateCreated": "dcterms:created", "datePublished": "dcterms:issued",
    "spatialCoverage": "dcterms:spatial", "temporalCoverage": "dcterms:temporal", "artform": "dc:format",
    "artMedium": "dcterms:medium", "hasPart": "dcterms:hasPart", "isPartOf": "dcterms:isPartOf",
    "exampleOfWork": "dcterms:isFormatOf", "mentions": "dcterms:references", "isBasedOn": "edm:isDerivativeOf",
}  # fmt: skip
_FILE = {
    "name": "dc:source", "creator": "dc:creator", "description": "dc:description", "license": "edm:rights",
    "encodingFormat": "ebucore:hasMimeType", "width": "ebucore:width", "height": "ebucore:height",
    "dateCreated": "dcterms:created", "datePublished": "dcterms:issued", "hasPart": "dcterms:hasPart",
    "isPartOf": "dcterms:isPartOf", "sameAs": "owl:sameAs", "thumbnailUrl": "edm:preview",
}  # fmt: skip
_THING = {
    "name": "skos:prefLabel", "alternateName": "skos:altLabel", "description": "skos:note", "sameAs": "owl:sameAs",
    "birthDate": "rdaGr2:dateOfBirth", "deathDate": "rdaGr2:dateOfDeath", "gender": "rdaGr2:gender",
    "birthPlace": "rdaGr2:placeOfBirth", "deathPlace": "rdaGr2:placeOfDeath",
    "jobTitle": "rdaGr2:professionOrOccupation", "foundingDate": "rdaGr2:dateOfEstablishment",
    "dissolutionDate": "rdaGr2:dateOfTermination", "containedInPlace": "dcterms:isPartOf",
    "containsPlace": "dcterms:hasPart", "identifier": "dc:identifier",
}  # fmt: skip
_CLASSES = {
    "Person": "edm:Agent", "Organization": "foaf:Organization", "EdmOrganization": "foaf:Organization",
    "Place": "edm:Place", "Timespan": "edm:TimeSpan",
}  # fmt: skip
_FILES = ("ImageObject", "VideoObject", "AudioObject", "MediaObject")


def is_record(row: dict[str, Any]) -> bool:
    """Whether a JSON object is a record in schema.org's words."""
    return "@graph" in row or "@id" in row


def tree(row: dict[str, Any], context: Context, record: str) -> dict[str, Any]:
    """What importing.xml.tree gives of the same record in XML; what has no place in it is reported."""
    return {ROOT: _Graph(context, record).read(row)}


class _Graph:
    def __init__(self, context: Context, record: str) -> None:
        self._context = context
        self._record = record

    def read(self, row: dict[str, Any]) -> dict[str, list[Node]]:
        """The classes of EDM with their nodes. Raises ValueError if there is no work."""
        if "@graph" in row:
            nodes = [one for one in row.pop("@graph") if isinstance(one, dict)]
            self._context.audit(row, IGNORED, self._record)
        else:
            nodes = [row]
        if not nodes:
            raise ValueError("the graph is empty")
        found = self._work(nodes[0])
        said = {
            one.get("#text")
            for name in ("dc:title", "dc:description")
            for one in found["edm:ProvidedCHO"][0].get(name, ())
        }
        for node in nodes[1:]:
            kind = node.get("@type")
            if kind in _FILES:
                file = self._node(node, _FILE)
                file["dc:description"] = [one for one in file.pop("dc:description", ()) if one.get("#text") not in said]
                found.setdefault("edm:WebResource", []).append(file)
            else:
                name = _CLASSES.get(kind, "skos:Concept") if isinstance(kind, str) else "skos:Concept"
                found.setdefault(name, []).append(self._node(node, _THING))
        return found

    def _work(self, node: dict[str, Any]) -> dict[str, list[Node]]:
        """The work as the museum says it and as Europeana added to it, and the two aggregations."""
        kind = text_of(node, "@type")
        same = list(self._elements(node.pop("sameAs", None)))
        providers = list(self._elements(node.pop("provider", None)))
        shown, small = (list(self._elements(node.pop(name, None))) for name in ("associatedMedia", "thumbnailUrl"))
        own = self._node(node, _WORK)
        added: Node = {ABOUT: own[ABOUT], "edm:europeanaProxy": [{"#text": "true"}]}
        for name, elements in own.items():
            if isinstance(elements, list):
                added[name] = [one for one in elements if one.get(RESOURCE, "").startswith(OWN)]
                own[name] = [one for one in elements if not one.get(RESOURCE, "").startswith(OWN)]
        if kind and kind != "CreativeWork":
            own["dc:type"] = [{"#text": kind, "@xml:lang": "en"}]
        own["owl:sameAs"] = same[:-1]
        given: Node = {"edm:isShownAt": same[-1:], "edm:dataProvider": providers[:1], "edm:provider": providers[1:]}
        return {
            "edm:ProvidedCHO": [own], "ore:Proxy": [added], "ore:Aggregation": [given | {"edm:hasView": shown}],
            "edm:EuropeanaAggregation": [{"edm:preview": small}],
        }  # fmt: skip

    def _node(self, node: dict[str, Any], names: dict[str, str]) -> Node:
        """A node under EDM's names; what it says beside `names` is reported."""
        found: Node = {ABOUT: text_of(node, "@id")}
        for name, meaning in names.items():
            if elements := list(self._elements(node.pop(name, None))):
                found[meaning] = elements
        self._context.audit(node, IGNORED, self._record)
        return found

    def _elements(self, value: Any) -> Iterator[dict[str, str]]:
        """The values of a property: texts with their languages, names of things, and addresses."""
        if isinstance(value, list):
            for one in value:
                yield from self._elements(one)
        elif isinstance(value, dict):
            names, lang = value.pop("name", None), text_of(value, "@language")
            about = "" if names else text_of(value, "@id")
            texts = [text for text in (text_of(value, "@value"), text_of(value, "value")) if text]
            self._context.audit(value, IGNORED, self._record)
            yield from self._elements(names)
            if about:
                yield {RESOURCE: about}
            yield from ({"#text": text, **({"@xml:lang": lang} if lang else {})} for text in texts)
        elif value is not None and value != "":
            yield {RESOURCE: value} if isinstance(value, str) and is_address(value) else {"#text": str(value)}
