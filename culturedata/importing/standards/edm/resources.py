"""The resources of an EDM record: people, concepts, places, spans of time; each is taken out of the XML whole."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from culturedata.data.records import Agent, Date, Title
from culturedata.importing.standards.description import Description, Said, is_address, language
from culturedata.importing.standards.edm import timespans
from culturedata.importing.values import attribution, dates
from culturedata.importing.values.attribution import Maker

Node = dict[str, Any]
ABOUT, RESOURCE = "@rdf:about", "@rdf:resource"
THINGS = ("edm:Agent", "skos:Concept", "edm:Place", "edm:TimeSpan", "foaf:Organization")
# Where the schema is; how a resource is tied to its record and to its neighbours in a vocabulary; notes and the
# professions of people, who have no page here; where a place is on the map; what a file is made of beside its size;
# what Europeana says of its own work with the record, and what it calls the set of records in which this one came.
IGNORED = frozenset({
    "@xsi:schemaLocation", "@rdf:datatype", "rdf:type", "ore:proxyFor", "ore:proxyIn", "ore:lineage",
    "edm:aggregatedCHO", "edm:europeanaProxy", "ore:aggregates",
    "skos:note", "skos:notation", "skos:inScheme", "skos:narrower", "skos:related", "skos:broadMatch",
    "skos:narrowMatch", "skos:relatedMatch", "skos:hiddenLabel", "edm:isNextInSequence", "edm:hasMet",
    "rdaGr2:biographicalInformation", "rdaGr2:professionOrOccupation", "foaf:name", "foaf:logo", "foaf:homepage",
    "wgs84:lat", "wgs84:long", "wgs84:alt", "wgs84:lat_long",
    "ebucore:fileByteSize", "ebucore:orientation", "ebucore:bitRate", "ebucore:duration", "ebucore:frameRate",
    "ebucore:sampleRate", "ebucore:sampleSize", "ebucore:audioChannelNumber", "ebucore:codecName",
    "edm:codecName", "edm:hasColorSpace", "edm:componentColor", "edm:spatialResolution", "edm:pointCount",
    "edm:polygonCount", "edm:vertexCount", "schema:digitalSourceType", "dcterms:conformsTo", "doap:implements",
    "edm:ugc", "edm:completeness", "edm:landingPage", "edm:userTag", "edm:unstored",
    "dqv:hasQualityAnnotation", "dqv:QualityAnnotation", "edm:previewNoDistribute", "edm:contentTier",
    "edm:datasetName", "edm:collectionName",
})  # fmt: skip


class Thing(msgspec.Struct, frozen=True):
    """A person, concept, place or span of time: its class, its address, its labels, and what else it says."""

    kind: str
    about: str
    labels: tuple[Said, ...] = ()
    others: tuple[Said, ...] = ()
    same: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    more: Mapping[str, str] = {}  # «begin», «end», «gender», «born place» …: the first value of each

    @property
    def label(self) -> str:
        """The label in English, or without a language, or the first; of a span of time without one what its address or
        its bounds say; empty if there is none. An address is no label."""
        by = {one.lang: one.text for one in reversed(self.labels) if not is_address(one.text)}
        label = by.get("en") or by.get(None) or next(iter(reversed(by.values())), "")
        if label or self.kind != "edm:TimeSpan":
            return label
        bounds = dict.fromkeys(filter(None, (self.more.get("begin"), self.more.get("end"))))
        return timespans.labels(self.about).get("en") or "–".join(bounds)

    @property
    def by_language(self) -> dict[str, str]:
        """The first label in each language («en» for «en-GB»)."""
        said = ((language(one.lang), one.text) for one in reversed(self.labels))
        return {lang: text for lang, text in said if lang} or timespans.labels(self.about)

    def agent(self, found: Description) -> Agent:
        """The agent that the thing is, with a record of its own: the address stands in place of a missing name."""
        more, printed = self.more, named(self.label or self.about)
        name = printed.name
        born, died = more.get("born") or more.get("begin"), more.get("died") or more.get("end")
        names = (Title(text=one.text, lang=one.lang, kind="alternative") for one in (*self.labels, *self.others))
        return Agent(
            id=f"{found.source}:agent:{found.local(self.about)}",
            name=name,
            kind="group" if self.kind == "foaf:Organization" else "unknown",
            born=_year(born) if born else printed.born,
            died=_year(died) if died else printed.died,
            life_text=f"{born or ''}–{died or ''}" if born or died else printed.life,
            gender=more.get("gender"),
            born_place=more.get("born place"),
            died_place=more.get("died place"),
            url=self.about if self.about.startswith("http") else None,
            names=tuple(dict.fromkeys(one for one in names if one.text and named(one.text).name != name)),
            identifiers=found.identified((self.about, *self.same)),
            authority=1,
        )

    def date(self, kind: str) -> Date | None:
        """The date that a span of time is; None if it says none."""
        begin, end = self.more.get("begin", ""), self.more.get("end", "")
        return (
            dates.bounded(self.label, dates.read(begin).earliest, dates.read(end).latest, kind) if self.label else None
        )


_MORE = {
    "edm:begin": "begin", "edm:end": "end", "rdaGr2:dateOfBirth": "born", "rdaGr2:dateOfDeath": "died",
    "rdaGr2:dateOfEstablishment": "born", "rdaGr2:dateOfTermination": "died", "rdaGr2:gender": "gender",
    "rdaGr2:placeOfBirth": "born place", "rdaGr2:placeOfDeath": "died place", "dc:date": "date",
}  # fmt: skip
_SAME = ("owl:sameAs", "skos:exactMatch", "skos:closeMatch", "dc:identifier")
_BROADER = ("skos:broader", "dcterms:isPartOf")
_NEIGHBOURS = ("dcterms:hasPart", "edm:isRelatedTo")  # of a person or a place: not of the work


def taken(content: Node) -> dict[str, list[Node]]:
    """The resources under rdf:RDF by class, taken out of `content`; those that stand inside of a property too.

    In the place of a resource inside of a property its address stands then.
    """
    found: dict[str, list[Node]] = {}
    waiting: deque[tuple[str, Node]] = deque()
    for name in [name for name in content if _is_class(name)]:
        waiting.extend((name, one) for one in content.pop(name))
    number = 0
    while waiting:
        kind, node = waiting.popleft()
        found.setdefault(kind, []).append(node)
        for values in [values for values in node.values() if isinstance(values, list)]:
            for value in list(values):
                inside = [(name, one) for name in value if _is_class(name) for one in value[name]]
                for name, one in inside:
                    number += 1
                    value.pop(name, None)
                    values.append({RESOURCE: one.setdefault(ABOUT, f"#inside-{number}")})
                    waiting.append((name, one))
                if inside and not value:
                    values.remove(value)
    return found


def _is_class(name: str) -> bool:
    return not name.startswith(("@", "#")) and name.rpartition(":")[2][:1].isupper()


def values(node: Node, name: str, found: Description) -> list[Said]:
    """The values of a property, taken out of its node."""
    said = [found.said(one, IGNORED) for one in node.pop(name, ())]
    return [one for one in said if one.text or one.address]


def first(node: Node, name: str, found: Description) -> str:
    """The text or the address of a property's first value; empty if there is none."""
    said = values(node, name, found)
    return (said[0].address or said[0].text) if said else ""


def things(resources: dict[str, list[Node]], found: Description) -> dict[str, Thing]:
    """The people, concepts, places and spans of time among the resources by address, taken out of them."""
    read = (_thing(kind, node, found) for kind in THINGS for node in resources.pop(kind, ()))
    return {thing.about: thing for thing in read}


def _thing(kind: str, node: Node, found: Description) -> Thing:
    about = node.pop(ABOUT, "")
    labels, foaf = values(node, "skos:prefLabel", found), values(node, "foaf:name", found)
    others = values(node, "skos:altLabel", found)
    for name in _NEIGHBOURS:
        values(node, name, found)
    same, broader = (tuple(_addresses(node, names, found)) for names in (_SAME, _BROADER))
    more: dict[str, str] = {}
    for name, meaning in _MORE.items():
        text = first(node, name, found)
        if text:
            more.setdefault(meaning, text)
    found.audit(node, IGNORED)
    return Thing(kind, about, tuple(labels or foaf), tuple(others), same, broader, more)


def _addresses(node: Node, names: Iterable[str], found: Description) -> Iterator[str]:
    for name in names:
        for one in values(node, name, found):
            yield one.address or one.text


def named(label: str) -> Maker:
    """A label as a name, with the life that stands behind it («Person, A., 1820-1880»); else the label as it is."""
    found = attribution.one(label)
    return found if found.life and not found.note else Maker(name=label)


def _year(printed: str | None) -> int | None:
    """The year that a text says; None if it says none, or several."""
    said = dates.read(printed or "")
    return said.earliest if said.earliest == said.latest else None
