"""DCAT 3: a library described as a catalogue of data sets, one for each source, for data portals.

What DCAT-AP 3, the profile of the European portals, asks of a catalogue, a data set and a distribution is said. Whom to
write to is not: a library does not know it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from culturedata import __version__
from culturedata.data.licences import licence
from culturedata.exporting._base import Format
from culturedata.exporting.credit import Credit
from culturedata.exporting.documents.addresses import of_source, web
from culturedata.store.catalogue.works import Row, rows

if TYPE_CHECKING:
    from rdflib.term import Node

_SYNTAXES = {".jsonld": "json-ld", ".json": "json-ld", ".rdf": "xml", ".xml": "xml"}
_LISTS = "http://publications.europa.eu/resource/authority/"  # the vocabularies of the European portals
_HTML = "http://www.iana.org/assignments/media-types/text/html"
_RECONCILIATION = "https://reconciliation-api.github.io/specs/0.2/"
_LANGUAGES = {"en": "ENG", "fr": "FRA", "de": "DEU", "nl": "NLD", "es": "SPA", "it": "ITA", "la": "LAT"}
_SAID_IN = """SELECT DISTINCT t.lang FROM titles AS t JOIN works USING (work_id)
    WHERE source = ? AND t.lang IN (SELECT value FROM json_each(?)) ORDER BY t.lang"""
_NAMES = {"museum": ("museums", "musées"), "music": ("music", "musique"), "film": ("films", "films")}
_OF_SOURCE = """SELECT domain, (SELECT count(*) FROM works WHERE source = s.source) AS works,
    (SELECT min(finished_at) FROM imports WHERE source = s.source) AS issued,
    (SELECT max(finished_at) FROM imports WHERE source = s.source) AS modified,
    (SELECT min(year) FROM works WHERE source = s.source) AS first,
    (SELECT max(year) FROM works WHERE source = s.source) AS last FROM sources AS s WHERE source = ?"""
Both = tuple[str, str]  # in English and in French


class Dcat(Format):
    """Turtle; JSON-LD if the file ends in .jsonld or .json, RDF/XML in .rdf or .xml."""

    name = "dcat"
    summary = "A DCAT description of the sources, in Turtle (.ttl), JSON-LD (.jsonld) or RDF/XML (.rdf)"
    needs = ("rdflib",)

    def write(self, out: Path) -> dict[str, int]:
        from rdflib import Graph

        self.graph = Graph()
        found = {one: rows(self.chosen.culture, _OF_SOURCE, [one.source])[0] for one in self.credits}
        self._catalogue(found)
        for one, row in found.items():
            self._dataset(one, row)
            self._distribution(one, row)
        self._service()
        self.graph.serialize(out, format=_SYNTAXES.get(out.suffix.lower(), "turtle"), encoding="utf-8")
        return {"datasets": len(self.credits), "statements": len(self.graph)}

    def _catalogue(self, found: dict[Credit, Row]) -> None:
        """The library: what it is, who shows it, in which languages, and its data sets."""
        from rdflib import DCAT, DCTERMS, FOAF, SKOS

        whole = self._node(f"{self.base}/", DCAT.Catalog)
        self._texts(whole, DCTERMS.title, ("Open museums, music and films", "Musées, musiques et films ouverts"))
        self._texts(whole, DCTERMS.description, _about_all(found))
        self._add(whole, DCTERMS.identifier, str(whole))
        self._add(whole, FOAF.homepage, self._node(f"{self.base}/sources", FOAF.Document))
        self._add(whole, DCTERMS.publisher, self._agent((f"Library at {whole}", f"Bibliothèque à l’adresse {whole}")))
        themes = self._node(f"{_LISTS}data-theme", SKOS.ConceptScheme)
        self._texts(themes, DCTERMS.title, ("Data themes", "Thèmes de données"))
        self._add(whole, DCAT.themeTaxonomy, themes)
        self._languages(whole)
        self._times(whole, [row["issued"] for row in found.values()], [row["modified"] for row in found.values()])
        if len({one.licence for one in found}) == 1:
            self._add(whole, DCTERMS.license, self._licence(next(iter(found))))
        for one in found:
            self._add(whole, DCAT.dataset, self._node(of_source(self.base, one.source)))

    def _dataset(self, one: Credit, row: Row) -> None:
        """A source: what it is, whose, under which licence, of which time, and how it came here."""
        from rdflib import DCAT, DCTERMS, FOAF, RDFS, SKOS, VOID

        node = self._node(of_source(self.base, one.source), DCAT.Dataset)
        self._add(node, DCTERMS.identifier, one.source)
        self._texts(node, DCTERMS.title, (one.title, one.title_fr))
        said = (one.description, one.description_fr) if one.description else _about(one, row)
        self._texts(node, DCTERMS.description, said)
        for domain in row["domain"].split(", "):
            self._texts(node, DCAT.keyword, _NAMES[domain])
        theme = self._node(f"{_LISTS}data-theme/EDUC", SKOS.Concept)
        self._texts(theme, SKOS.prefLabel, ("Education, culture and sport", "Éducation, culture et sport"))
        self._add(node, DCAT.theme, theme)
        self._add(node, VOID.entities, row["works"])
        self._add(node, DCTERMS.publisher, self._agent((one.title, one.title_fr), one.homepage))
        self._licensed(node, one)
        self._add(node, DCTERMS.accessRights, self._access(one))
        self._languages(node, self._said_in(one))
        self._times(node, [row["issued"]], [row["modified"]])
        self._period(node, row)
        origin = self._node(None, DCTERMS.ProvenanceStatement)
        self._texts(origin, RDFS.label, _brought(one))
        self._add(node, DCTERMS.provenance, origin)
        if page := web(one.homepage):
            self._add(node, DCAT.landingPage, self._node(page, FOAF.Document))

    def _said_in(self, one: Credit) -> list[str]:
        """The languages of its titles, of those that have a name here."""
        asked: list[object] = [one.source, json.dumps(list(_LANGUAGES))]
        return [row["lang"] for row in rows(self.chosen.culture, _SAID_IN, asked)]

    def _distribution(self, one: Credit, row: Row) -> None:
        """Where the works of a source are shown."""
        from rdflib import DCAT, DCTERMS

        shown = self._node(f"{self.base}/search?{urlencode({'source': one.source})}", DCAT.Distribution)
        self._add(self._node(of_source(self.base, one.source)), DCAT.distribution, shown)
        self._texts(shown, DCTERMS.title, (f"{one.title}: pages", f"{one.title_fr} : pages"))
        self._texts(shown, DCTERMS.description, _pages(row))
        self._add(shown, DCTERMS.identifier, str(shown))
        self._add(shown, DCAT.accessURL, shown)
        self._add(shown, DCAT.mediaType, self._node(_HTML, DCTERMS.MediaType))
        self._add(shown, DCTERMS["format"], self._node(f"{_LISTS}file-type/HTML", DCTERMS.MediaTypeOrExtent))
        self._languages(shown)
        self._licensed(shown, one)

    def _service(self) -> None:
        """The reconciliation service, which asks the sources that may be given on."""
        from rdflib import DCAT, DCTERMS

        served = [one for one in self.credits if not one.local]
        if not served:
            return
        node = self._node(f"{self.base}/reconcile", DCAT.DataService)
        whole = self._node(f"{self.base}/")
        self._add(whole, DCAT.service, node)
        self._add(node, DCTERMS.publisher, self.graph.value(whole, DCTERMS.publisher))
        self._texts(node, DCTERMS.title, ("Reconciliation service", "Service de rapprochement"))
        self._add(node, DCAT.endpointURL, node)
        self._add(node, DCAT.endpointDescription, node)  # asked nothing, it says what it is
        self._add(node, DCTERMS.conformsTo, self._node(_RECONCILIATION, DCTERMS.Standard))
        for one in served:
            self._add(node, DCAT.servesDataset, self._node(of_source(self.base, one.source)))

    # -- what several of them say --------------------------------------------------------------------------------------

    def _node(self, address: str | None, kind: Node | None = None) -> Any:
        """The thing at an address, or one without an address, of a kind."""
        from rdflib import RDF, BNode, URIRef

        node = URIRef(address) if address else BNode()
        if kind is not None:
            self.graph.add((node, RDF.type, kind))
        return node

    def _add(self, node: Node, property_: Node, value: Any) -> None:
        from rdflib import Literal
        from rdflib.term import Node

        self.graph.add((node, property_, value if isinstance(value, Node) else Literal(value)))

    def _texts(self, node: Node, property_: Node, said: Both) -> None:
        from rdflib import Literal

        for text, lang in zip(said, ("en", "fr"), strict=True):
            self.graph.add((node, property_, Literal(text, lang)))

    def _languages(self, node: Node, languages: Iterable[str] = ("en", "fr")) -> None:
        """Languages; those of the pages, if no others are said."""
        from rdflib import DCTERMS

        for lang in languages:
            address = f"{_LISTS}language/{_LANGUAGES[lang]}"
            self._add(node, DCTERMS.language, self._node(address, DCTERMS.LinguisticSystem))

    def _times(self, node: Node, issued: list[str | None], modified: list[str | None]) -> None:
        """When it was brought here first, and last."""
        from rdflib import DCTERMS, XSD, Literal

        for property_, times, choose in ((DCTERMS.issued, issued, min), (DCTERMS.modified, modified, max)):
            if known := [time for time in times if time]:
                self._add(node, property_, Literal(choose(known), datatype=XSD.dateTime))

    def _period(self, node: Node, row: Row) -> None:
        """The years of its works."""
        from rdflib import DCAT, DCTERMS, XSD, Literal

        if row["first"] is None:
            return
        period = self._node(None, DCTERMS.PeriodOfTime)
        self._add(node, DCTERMS.temporal, period)
        for property_, year in ((DCAT.startDate, row["first"]), (DCAT.endDate, row["last"])):
            self._add(period, property_, Literal(_year(year), datatype=XSD.gYear, normalize=False))

    def _agent(self, named: Both, homepage: str = "") -> Node:
        from rdflib import FOAF

        node: Node = self._node(None, FOAF.Agent)
        self._texts(node, FOAF.name, named)
        if page := web(homepage):
            self._add(node, FOAF.homepage, self._node(page, FOAF.Document))
        return node

    def _licence(self, one: Credit) -> Node:
        from rdflib import DCTERMS, RDFS

        node: Node = self._node(web(one.licence_url), DCTERMS.LicenseDocument)
        self._add(node, RDFS.label, _licence_name(one))
        return node

    def _licensed(self, node: Node, one: Credit) -> None:
        """The licence; whom to name, and the terms."""
        from rdflib import DCTERMS, RDFS

        self._add(node, DCTERMS.license, self._licence(one))
        rights = self._node(None, DCTERMS.RightsStatement)
        self._add(node, DCTERMS.rights, rights)
        self._add(rights, RDFS.label, _rights(one))

    def _access(self, one: Credit) -> Node:
        from rdflib import DCTERMS

        kind = "NON_PUBLIC" if one.local else "PUBLIC"
        node: Node = self._node(f"{_LISTS}access-right/{kind}", DCTERMS.RightsStatement)
        return node


def _licence_name(one: Credit) -> str:
    """What the licence at its address is called, whatever else the source says of it."""
    known = licence(one.licence_url)
    return known.name if known else one.licence


def _rights(one: Credit) -> str:
    """Whom to name; what is said of the licence beyond its name; the terms."""
    more = one.licence if one.licence != _licence_name(one) else ""
    return " ".join(f"{said.rstrip('.')}." for said in (one.attribution, more, one.terms) if said)


def _about_all(found: dict[Credit, Row]) -> Both:
    works, sources = sum(row["works"] for row in found.values()), len(found)
    return (
        f"{_en(works, 'work')} from {_en(sources, 'source')}, each source under its own licence, in one catalogue.",
        f"{_fr(works, 'œuvre')} de {_fr(sources, 'source')}, chaque source sous sa licence, dans un catalogue.",
    )


def _about(one: Credit, row: Row) -> Both:
    """What a source holds, of which its descriptor says nothing."""
    return f"{_en(row['works'], 'work')}. {one.title}.", f"{_fr(row['works'], 'œuvre')}. {one.title_fr}."


def _brought(one: Credit) -> Both:
    return (
        f"Read by culturedata {__version__} from what {one.title} gives out; each record is kept as it was given.",
        f"Lu par culturedata {__version__} dans ce que diffuse {one.title_fr} ; chaque notice est gardée telle quelle.",
    )


def _pages(row: Row) -> Both:
    return (
        f"Search, and a page for each of {_en(row['works'], 'work')}, in English and French.",
        f"La recherche, et une page par œuvre ({_fr(row['works'], 'œuvre')}), en français et en anglais.",
    )


def _en(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _fr(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' if number > 1 else ''}".replace(",", "\u202f")


def _year(year: int) -> str:
    """A year of XML Schema 1.1, where 1 BCE is 0000."""
    counted = year + 1 if year < 0 else year
    return f"-{-counted:04}" if counted < 0 else f"{counted:04}"
