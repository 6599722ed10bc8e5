"""A record as Europeana's Record API answers with it: the whole of EDM in JSON, as the tree that its XML gives.

Its names are those of EDM without colons (`dcTitle`, `edmIsShownBy`, `rdaGr2DateOfBirth`), its texts lie under their
languages (`{"fr": ["Deux bateaux"], "def": ["http://…"]}`), and the things that it names in lists by their classes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from culturedata.importing.source import Context
from culturedata.importing.standards.description import is_address
from culturedata.importing.standards.edm.record import ROOT
from culturedata.importing.standards.edm.resources import ABOUT, RESOURCE, Node
from culturedata.importing.values.text import text_in, text_of

# What Europeana adds: how complete it finds a record, when it was stored; the words of attribution that it makes of the
# fields beside them; how it judges the quality; what it calls the set of records in which this one came.
IGNORED = frozenset({
    "timestamp_created", "timestamp_created_epoch", "timestamp_update", "timestamp_update_epoch",
    "europeanaCompleteness", "europeanaCollectionName", "textAttributionSnippet", "htmlAttributionSnippet",
    "qualityAnnotations", "userTags", "previewNoDistribute", "edmDatasetName",
})  # fmt: skip
# Copies of what the parts of the record say.
_COPIES = ("title", "type", "year", "country", "language", "provider", "dataProvider", "rights")
_CLASSES = {
    "providedCHOs": "edm:ProvidedCHO", "proxies": "ore:Proxy", "aggregations": "ore:Aggregation",
    "europeanaAggregation": "edm:EuropeanaAggregation", "webResources": "edm:WebResource", "agents": "edm:Agent",
    "concepts": "skos:Concept", "places": "edm:Place", "timespans": "edm:TimeSpan",
    "organizations": "foaf:Organization", "services": "svcs:Service", "licenses": "cc:License",
}  # fmt: skip
_SKOS = ("prefLabel", "altLabel", "hiddenLabel", "note", "notation", "inScheme", "broader", "narrower", "related",
         "broadMatch", "narrowMatch", "relatedMatch", "exactMatch", "closeMatch")  # fmt: skip
_NAMES = {
    **{name: f"skos:{name}" for name in _SKOS},
    **{name: f"edm:{name}" for name in ("begin", "end", "isNextInSequence", "hasView", "aggregatedCHO", "year",
                                        "europeanaProxy")},
    **{name: f"ore:{name}" for name in ("proxyIn", "proxyFor", "aggregates", "lineage")},
    "isPartOf": "dcterms:isPartOf", "hasPart": "dcterms:hasPart", "dcTermsHasPart": "dcterms:hasPart",
    "dcTermsIsPartOf": "dcterms:isPartOf", "latitude": "wgs84:lat", "longitude": "wgs84:long",
    "altitude": "wgs84:alt", "position": "wgs84:lat_long", "webResourceDcRights": "dc:rights",
    "webResourceEdmRights": "edm:rights", "svcsHasService": "svcs:has_service", "edmHasView": "edm:hasView",
    "ccDeprecatedOn": "cc:deprecatedOn", "odrlInheritFrom": "odrl:inheritFrom",
}  # fmt: skip
_PREFIXED = re.compile(r"(dcterms|dcTerms|dc|edm|rdaGr2|owl|foaf|svcs|doap|ebucore|rdf)([A-Z]\w*)")
_LANGUAGE = re.compile(r"def|[a-z]{2,3}(?:-[A-Za-z0-9]+)*")


def is_record(row: dict[str, Any]) -> bool:
    """Whether a JSON object is a whole record, and no item of a search."""
    return "proxies" in row or "aggregations" in row


def tree(row: dict[str, Any], context: Context, record: str) -> dict[str, Any]:
    """What importing.xml.tree gives of the same record in XML; `row` is emptied, and what has no place is reported."""
    return {ROOT: _Record(context, record).read(row)}


class _Record:
    def __init__(self, context: Context, record: str) -> None:
        self._context = context
        self._record = record
        self._known: set[str] = set()

    def read(self, row: dict[str, Any]) -> dict[str, list[Node]]:
        self._known = set(_abouts(row))
        found: dict[str, list[Node]] = {}
        row.pop("about", None)
        for name in _COPIES:
            row.pop(name, None)
        self._gather(row, found)
        self._context.audit(row, IGNORED, self._record)
        return found

    def _gather(self, row: dict[str, Any], found: dict[str, list[Node]]) -> None:
        """The things in the fields of `row` that hold them, by their classes."""
        for name, kind in _CLASSES.items():
            value = row.pop(name, None) or []
            for one in value if isinstance(value, list) else [value]:
                self._gather(one, found)
                found.setdefault(kind, []).append(self._node(one))

    def _node(self, one: dict[str, Any]) -> Node:
        node: Node = {ABOUT: text_of(one, "about")}
        left = {name: one.pop(name) for name in list(one) if _name(name) is None}
        self._context.audit(left, IGNORED, self._record)
        for name, value in one.items():
            node.setdefault(_name(name) or name, []).extend(self._elements(value))
        return node

    def _elements(self, value: Any, lang: str | None = None) -> Iterator[dict[str, str]]:
        """The values of a field as elements: texts with their languages, and addresses of things."""
        if isinstance(value, dict):
            languages = {name: value.pop(name) for name in list(value) if _LANGUAGE.fullmatch(name)}
            self._context.audit(value, IGNORED, self._record)
            for name, inner in languages.items():
                yield from self._elements(inner, None if name == "def" else name)
        elif isinstance(value, list):
            for inner in value:
                yield from self._elements(inner, lang)
        elif value is not None and value != "":
            text = str(value).lower() if isinstance(value, bool) else str(value)
            if text in self._known or is_address(text):
                yield {RESOURCE: text}
            else:
                yield {"#text": text, **({"@xml:lang": lang} if lang else {})}


def _name(name: str) -> str | None:
    """The name in EDM of a field; None if it has none."""
    found = _PREFIXED.fullmatch(name)
    if name in _NAMES or found is None:
        return _NAMES.get(name)
    return f"{found[1].lower() if found[1] == 'dcTerms' else found[1]}:{found[2][0].lower()}{found[2][1:]}"


def _abouts(row: dict[str, Any]) -> Iterator[str]:
    """The addresses under which a record describes things: people, places, concepts, spans of time, organisations."""
    for name in ("agents", "concepts", "places", "timespans", "organizations"):
        yield from (text_in(one, "about") for one in row.get(name) or ())
