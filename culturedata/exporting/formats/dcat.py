"""DCAT 3: a library described as a catalogue of data sets, one for each source, for data portals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from culturedata.exporting._base import Format
from culturedata.exporting.credit import Credit
from culturedata.exporting.documents.addresses import of_source, web
from culturedata.store.catalogue.works import Row, rows

if TYPE_CHECKING:
    from rdflib import Graph, URIRef

_SYNTAXES = {".jsonld": "json-ld", ".json": "json-ld", ".rdf": "xml", ".xml": "xml"}
_ACCESS = "http://publications.europa.eu/resource/authority/access-right/"
_HTML = "https://www.iana.org/assignments/media-types/text/html"
_OF_SOURCE = """SELECT domain, (SELECT count(*) FROM works WHERE source = s.source) AS works,
    (SELECT max(finished_at) FROM imports WHERE source = s.source) AS modified,
    (SELECT min(year) FROM works WHERE source = s.source) AS first,
    (SELECT max(year) FROM works WHERE source = s.source) AS last FROM sources AS s WHERE source = ?"""


class Dcat(Format):
    """Turtle; JSON-LD if the file ends in .jsonld or .json, RDF/XML in .rdf or .xml."""

    name = "dcat"
    summary = "A DCAT description of the sources, in Turtle (.ttl), JSON-LD (.jsonld) or RDF/XML (.rdf)"
    needs = ("rdflib",)

    def write(self, out: Path) -> dict[str, int]:
        from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal, URIRef

        graph = Graph()
        catalogue = URIRef(f"{self.base}/")
        graph.add((catalogue, RDF.type, DCAT.Catalog))
        titles = (("Open museums, music and films", "en"), ("Musées, musiques et films ouverts", "fr"))
        for title, lang in titles:
            graph.add((catalogue, DCTERMS.title, Literal(title, lang)))
        graph.add((catalogue, FOAF.homepage, catalogue))
        for one in self.credits:
            node = URIRef(of_source(self.base, one.source))
            graph.add((catalogue, DCAT.dataset, node))
            [found] = rows(self.chosen.culture, _OF_SOURCE, [one.source])
            self._said(graph, node, one, found)
            self._credited(graph, node, one)
            self._found(graph, node, one, found["works"])
        graph.serialize(out, format=_SYNTAXES.get(out.suffix.lower(), "turtle"), encoding="utf-8")
        return {"datasets": len(self.credits), "statements": len(graph)}

    def _said(self, graph: Graph, node: URIRef, one: Credit, found: Row) -> None:
        """What it is, in both languages, and when it was brought here."""
        from rdflib import DCAT, DCTERMS, RDF, XSD, BNode, Literal

        graph.add((node, RDF.type, DCAT.Dataset))
        graph.add((node, DCTERMS.identifier, Literal(one.source)))
        for property_, english, french in (
            (DCTERMS.title, one.title, one.title_fr), (DCTERMS.description, one.description, one.description_fr),
        ):  # fmt: skip
            for text, lang in ((english, "en"), (french, "fr")):
                if text:
                    graph.add((node, property_, Literal(text, lang)))
        for domain in found["domain"].split(", "):
            graph.add((node, DCAT.keyword, Literal(domain, "en")))
        if found["modified"]:
            graph.add((node, DCTERMS.modified, Literal(found["modified"], datatype=XSD.dateTime)))
        if found["first"] is not None:
            period = BNode()
            graph.add((node, DCTERMS.temporal, period))
            graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
            for property_, year in ((DCAT.startDate, found["first"]), (DCAT.endDate, found["last"])):
                graph.add((period, property_, Literal(_year(year), datatype=XSD.gYear, normalize=False)))

    def _credited(self, graph: Graph, node: URIRef, one: Credit) -> None:
        """Licence, whom to name, who may have it."""
        from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, BNode, Literal, URIRef

        licence = URIRef(one.licence_url) if web(one.licence_url) else BNode()
        graph.add((node, DCTERMS.license, licence))
        graph.add((licence, RDF.type, DCTERMS.LicenseDocument))
        graph.add((licence, RDFS.label, Literal(one.licence)))
        publisher, rights = BNode(), BNode()
        graph.add((node, DCTERMS.publisher, publisher))
        graph.add((publisher, RDF.type, FOAF.Agent))
        graph.add((publisher, FOAF.name, Literal(one.attribution)))
        graph.add((node, DCTERMS.rights, rights))
        graph.add((rights, RDF.type, DCTERMS.RightsStatement))
        graph.add((rights, RDFS.label, Literal(f"{one.attribution}. {one.terms}".strip())))
        graph.add((node, DCTERMS.accessRights, URIRef(_ACCESS + ("NON_PUBLIC" if one.local else "PUBLIC"))))
        if page := web(one.homepage):
            graph.add((node, DCAT.landingPage, URIRef(page)))

    def _found(self, graph: Graph, node: URIRef, one: Credit, works: int) -> None:
        """Where its works are shown, and how many there are."""
        from rdflib import DCAT, DCTERMS, RDF, VOID, XSD, Literal, URIRef

        graph.add((node, VOID.entities, Literal(works, datatype=XSD.integer)))
        shown = URIRef(f"{self.base}/search?{urlencode({'source': one.source})}")
        graph.add((node, DCAT.distribution, shown))
        graph.add((shown, RDF.type, DCAT.Distribution))
        graph.add((shown, DCAT.accessURL, shown))
        graph.add((shown, DCAT.mediaType, URIRef(_HTML)))
        graph.add((shown, DCTERMS.license, next(graph.objects(node, DCTERMS.license))))


def _year(year: int) -> str:
    """A year of XML Schema 1.1, where 1 BCE is 0000."""
    counted = year + 1 if year < 0 else year
    return f"-{-counted:04}" if counted < 0 else f"{counted:04}"
