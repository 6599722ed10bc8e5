"""The Rijksmuseum's OAI-PMH, over a played server (synthetic records), and the one record of EDM at hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest
from lxml import etree

from culturedata.data.records import RawRecord, Work
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue
from culturedata.importing.standards.edm import record as edm
from culturedata.sources.rijksmuseum.oai import RijksmuseumOai, key
from tests.contract_source import entities
from tests.oai_server import OaiContract, Record


def rdf(number: int) -> str:
    """An object, inside of its aggregation as the museum has it."""
    names = " ".join(f'xmlns:{short}="{long}"' for long, short in edm.PREFIXES.items() if "RDVocab" not in long)
    home = "https://id.rijksmuseum.nl"
    return (
        f'<rdf:RDF {names}><ore:Aggregation rdf:about="{home}/{number}#aggregation"><edm:aggregatedCHO>'
        f'<edm:ProvidedCHO rdf:about="{home}/{number}"><dc:identifier>SK-A-{number}</dc:identifier>'
        f'<dc:title xml:lang="en">Two boats {number}</dc:title><dc:title xml:lang="nl">Twee boten {number}</dc:title>'
        f'<dc:creator rdf:resource="{home}/21001"/><dc:type rdf:resource="{home}/22001"/>'
        f'<dcterms:created xml:lang="en">ca. 1628 - ca. 1629</dcterms:created>'
        f'<dcterms:extent xml:lang="nl">hoogte 10,5 cm x breedte 20 cm</dcterms:extent>'
        f"</edm:ProvidedCHO></edm:aggregatedCHO>"
        f'<edm:isShownBy rdf:resource="https://iiif.example.org/{number}/full/max/0/default.jpg"/>'
        f'<edm:rights rdf:resource="http://creativecommons.org/publicdomain/mark/1.0/"/></ore:Aggregation>'
        f'<edm:Agent rdf:about="{home}/21001"><skos:prefLabel xml:lang="en">A. Person</skos:prefLabel>'
        f'<owl:sameAs rdf:resource="http://vocab.getty.edu/ulan/500012345"/></edm:Agent>'
        f'<skos:Concept rdf:about="{home}/22001"><skos:prefLabel xml:lang="en">painting</skos:prefLabel>'
        f'<skos:prefLabel xml:lang="nl">schilderij</skos:prefLabel>'
        f'<owl:sameAs rdf:resource="http://vocab.getty.edu/aat/300033618"/></skos:Concept></rdf:RDF>'
    )


class TestOai(OaiContract):
    source = "rijksmuseum"
    # The key; the address of the record, made of it; the language of a name that is the only one.
    understood = frozenset({
        "oai:record.oai:header[].oai:identifier[].#text",
        "oai:record.oai:metadata[].rdf:RDF[].ore:Aggregation[].@rdf:about",
        "oai:record.oai:metadata[].rdf:RDF[].edm:Agent[].skos:prefLabel[].@xml:lang",
    })  # fmt: skip
    path = "/oai"
    prefixes: ClassVar[dict[str, str]] = edm.PREFIXES

    def rows(self) -> list[Any]:
        return [
            Record(f"https://id.rijksmuseum.nl/2001{n}", rdf(20010 + n), sets=("261208",))
            for n in (7, 3, 5, 1, 6, 2, 4)
        ]

    def test_what_a_record_says(self, tmp_path: Path) -> None:
        works, agents, terms = entities(self.reader(self.input(tmp_path)))
        work = works["rijksmuseum:20013"]
        assert [(one.text, one.lang, one.kind) for one in work.titles] == [
            ("Twee boten 20013", "nl", "original"), ("Two boats 20013", "en", "translated"),
        ], "the museum writes in Dutch"  # fmt: skip
        assert [one.agent for one in work.credits] == ["rijksmuseum:agent:21001"]
        maker = agents["rijksmuseum:agent:21001"]
        assert (maker.name, maker.authority) == ("A. Person", 1)
        assert [(one.scheme, one.value) for one in maker.identifiers] == [("ulan", "500012345")]
        painting = terms["rijksmuseum:term:type/22001"]
        assert (painting.label, painting.label_en, painting.url) == (
            "painting", "painting", "http://vocab.getty.edu/aat/300033618",
        )  # fmt: skip
        assert [(one.earliest, one.latest) for one in work.dates] == [(1628, 1629)]
        assert [(one.kind, one.value) for one in work.dimensions if one.value] == [("height", 10.5), ("width", 20)]
        assert [(one.name, one.city, one.inventory) for one in work.holdings] == [
            ("Rijksmuseum", "Amsterdam", "SK-A-20013")
        ]
        assert [(one.open, one.licence) for one in work.images] == [
            (True, "https://creativecommons.org/publicdomain/mark/1.0/")
        ]
        assert ("collection", "schilderijen") in [(one.facet, terms[one.term].label) for one in work.terms]
        assert self.server.asked[0].query == {"verb": "ListRecords", "metadataPrefix": "edm"}

    def test_a_set_alone(self, tmp_path: Path) -> None:
        described = descriptor("rijksmuseum")
        described = msgspec.structs.replace(described, options=described.options | {"set": 261208})
        make = self.fetcher()
        context = Context(described, self.input(tmp_path), fetcher=lambda: make(described, False))
        found = list(RijksmuseumOai(context, self.input(tmp_path)).records())
        assert [record.key for record in found] == ["20017", "20013", "20015", "20011", "20016", "20012", "20014"]
        assert self.server.asked[0].query == {"verb": "ListRecords", "metadataPrefix": "edm", "set": "261208"}

    def test_a_deleted_record_stays_and_is_marked(self, tmp_path: Path) -> None:
        folder = tmp_path / "library"
        whole = self.goes(folder)
        first, *rest = self.museum.rows
        self.museum.rows = [Record(first.identifier, "", deleted=True), *rest]
        assert self.bring(folder, self.input(folder), refresh=True).counts.gone == 1
        assert self.content(folder) == whole


@pytest.mark.parametrize(
    ("said", "expected"),
    [("https://id.rijksmuseum.nl/200107928", "200107928"), ("oai:x:1", "oai:x:1"), ("https://x.nl/1", "x.nl/1")],
)
def test_the_key(said: str, expected: str) -> None:
    assert key(said) == expected


def test_the_record_at_hand(shared: Path) -> None:
    """It is hand written, in the museum's shape."""
    document = etree.parse(shared / "fixtures" / "rijksmuseum" / "cho-sameas-sample.xml")
    found = document.find(".//{http://www.openarchives.org/OAI/2.0/}record")
    body = etree.tostring(found, method="c14n", exclusive=True)
    issues: list[Issue] = []
    context = Context(descriptor("rijksmuseum"), report=issues.append)
    record = RawRecord(key="SK-A-0001", body=body, located="", cursor="1", format="xml")
    said = {entity.id: entity for entity in RijksmuseumOai(context, "https://x.example").parse(record)}
    work = said["rijksmuseum:SK-A-0001"]
    assert isinstance(work, Work)
    assert issues == []
    assert [one.text for one in work.titles] == ["Test artwork"]
    assert [(one.kind, one.value, one.unit) for one in work.dimensions if one.value] == [
        ("height", 100, "mm"), ("width", 200, "mm"),
    ]  # fmt: skip
    assert {said[one.term].label for one in work.terms} == {"test subject", "test place", "prenten"}
    assert [one.licence for one in work.rights if one.covers == "image"] == [
        "http://rightsstatements.org/vocab/InC/1.0/"
    ]
