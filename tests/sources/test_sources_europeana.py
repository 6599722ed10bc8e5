"""Europeana: its search, its OAI-PMH and EDM files over played servers (synthetic records), and the real ones."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest

from culturedata.data.records import Agent, RawRecord, Work
from culturedata.errors import (
    DescriptorError,
    InputEmpty,
    InputError,
    InputFormat,
    InputMissing,
    InputPointer,
    InputTruncated,
    WrongContent,
)
from culturedata.importing.descriptor import descriptor
from culturedata.importing.inputs import xml
from culturedata.importing.source import Context, Issue
from culturedata.importing.standards.edm import record as edm
from culturedata.sources.europeana.source import Europeana, key
from tests.contract_http import JSON, HttpSourceContract
from tests.contract_source import SourceContract, entities
from tests.http_faults import Asked, Reply
from tests.oai_server import OaiContract, Record, elements

CC_BY = "http://creativecommons.org/licenses/by/4.0/"


def item(number: int) -> dict[str, Any]:
    """An item of the search (synthetic, in the shape of profile=rich)."""
    agent = f"http://data.europeana.eu/agent/{number}"
    return {
        "id": f"/99/item_{number}",
        "title": [f"Deux bateaux {number}"],
        "dcTitleLangAware": {"fr": [f"Deux bateaux {number}"], "en": [f"Two boats {number}"]},
        "dcCreator": ["A. Person (1820-1880)", agent],
        "dcCreatorLangAware": {"def": [agent], "en": ["A. Person (1820-1880)"]},
        "dcContributorLangAware": {"def": [f"https://m.example.org/people#{number}"]},
        "dcDescriptionLangAware": {"fr": ["Deux bateaux et un rivage."]},
        "dcSubjectLangAware": {"def": ["http://data.europeana.eu/concept/48"], "fr": ["bateau"]},
        "dcTypeLangAware": {"en": ["painting"]},
        "dcLanguage": ["fre"],
        "dctermsSpatial": ["http://data.europeana.eu/place/1"],
        "edmAgent": [agent, f"https://m.example.org/people#{number}"],
        "edmAgentLabel": [{"def": "Person, A., 1820-1880"}, {"def": "A Workshop"}],
        "edmAgentLabelLangAware": {"en": ["Person, A., 1820-1880", "A Workshop"]},
        "edmConcept": ["http://data.europeana.eu/concept/48"],
        "edmConceptLabel": [{"def": "Boat"}, {"def": "Bateau"}],
        "edmConceptPrefLabelLangAware": {"en": ["Boat"], "fr": ["Bateau"]},
        "edmPlace": ["http://data.europeana.eu/place/1"],
        "edmPlaceLabelLangAware": {"en": ["Paris"]},
        "edmTimespan": ["http://semium.org/time/184x", "http://semium.org/time/18xx"],
        "edmTimespanLabel": [{"def": "1840s"}, {"def": "19th century"}, {"def": "19e siècle"}],
        "edmTimespanLabelLangAware": {"en": ["1840s", "19th century"], "fr": ["19e siècle"]},
        "edmIsShownAt": [f"https://m.example.org/{number}"],
        "edmIsShownBy": [f"https://m.example.org/{number}.jpg"],
        "edmPreview": [f"https://api.europeana.eu/thumbnail/{number}"],
        "dataProvider": ["A Museum"],
        "provider": ["An Aggregator"],
        "country": ["France"],
        "rights": [CC_BY],
        "type": "IMAGE",
        "year": ["1845"],
        "edmDatasetName": ["99_A_Museum"],
        "guid": f"https://www.europeana.eu/item/99/item_{number}?utm_campaign=a-Secret/Key+1",
        "link": "https://api.europeana.eu/record/v2/99/item.json?wskey=a-Secret/Key+1",
        "timestamp_update": "2026-01-02T10:00:00.000Z",
        "completeness": 8,
        "ugc": [False],
    }


def rdf(number: int, more: str = "", proxy: str = "") -> str:
    """The same object as an EDM record, which says more."""
    names = " ".join(f'xmlns:{short}="{long}"' for long, short in edm.PREFIXES.items() if "RDVocab" not in long)
    about = f"http://data.europeana.eu/item/99/item_{number}"
    image = f"https://m.example.org/{number}.jpg"
    return (
        f'<rdf:RDF {names}><edm:ProvidedCHO rdf:about="{about}"/>'
        f'<edm:WebResource rdf:about="{image}"><dc:rights>A credit</dc:rights><edm:rights rdf:resource="{CC_BY}"/>'
        f"<dc:creator>A photographer</dc:creator><ebucore:hasMimeType>image/jpeg</ebucore:hasMimeType>"
        f"<ebucore:width>400</ebucore:width><ebucore:height>300</ebucore:height>"
        f'<svcs:has_service rdf:resource="https://iiif.example.org/{number}"/></edm:WebResource>'
        f'<edm:Agent rdf:about="http://data.europeana.eu/agent/{number}"><skos:prefLabel xml:lang="en">Person, A.'
        f'</skos:prefLabel><skos:altLabel xml:lang="fr">Personne, A.</skos:altLabel>'
        f"<rdaGr2:dateOfBirth>1820-03-01</rdaGr2:dateOfBirth><edm:end>1880</edm:end>"
        f'<owl:sameAs rdf:resource="http://www.wikidata.org/entity/Q12345"/></edm:Agent>'
        f'<skos:Concept rdf:about="http://data.europeana.eu/concept/48"><skos:prefLabel xml:lang="en">Boat'
        f'</skos:prefLabel><skos:prefLabel xml:lang="fr">Bateau</skos:prefLabel>'
        f'<skos:broader rdf:resource="http://data.europeana.eu/concept/47"/></skos:Concept>'
        f'<skos:Concept rdf:about="http://data.europeana.eu/concept/47"><skos:prefLabel xml:lang="en">Vehicle'
        f'</skos:prefLabel><skos:broader rdf:resource="http://data.europeana.eu/concept/48"/></skos:Concept>'
        f'<edm:Place rdf:about="http://data.europeana.eu/place/1"><skos:prefLabel xml:lang="en">Paris</skos:prefLabel>'
        f"<wgs84:lat>48.8</wgs84:lat></edm:Place>"
        f'<edm:TimeSpan rdf:about="http://semium.org/time/184x"><skos:prefLabel xml:lang="en">1840s</skos:prefLabel>'
        f"<edm:begin>1840-01-01</edm:begin><edm:end>1849-12-31</edm:end></edm:TimeSpan>"
        f'<ore:Aggregation rdf:about="#a{number}"><edm:aggregatedCHO rdf:resource="{about}"/>'
        f"<edm:dataProvider>A Museum</edm:dataProvider><edm:provider>An Aggregator</edm:provider>"
        f'<edm:isShownAt rdf:resource="https://m.example.org/{number}"/><edm:isShownBy rdf:resource="{image}"/>'
        f'<edm:hasView rdf:resource="{image}"/><edm:object rdf:resource="https://m.example.org/{number}-small.jpg"/>'
        f'<edm:rights rdf:resource="{CC_BY}"/></ore:Aggregation>'
        f'<ore:Proxy rdf:about="#p{number}"><dc:title xml:lang="fr">Deux bateaux {number}</dc:title>'
        f'<dc:title xml:lang="en">Two boats {number}</dc:title><dc:creator>A. Person (1820-1880)</dc:creator>'
        f'<dc:description xml:lang="fr">Deux bateaux et un rivage.</dc:description><dc:identifier>INV.{number}'
        f'</dc:identifier><dc:type xml:lang="en">painting</dc:type><dc:subject xml:lang="fr">bateau</dc:subject>'
        f'<dcterms:created>vers 1845</dcterms:created><dcterms:issued rdf:resource="http://semium.org/time/184x"/>'
        f"<dcterms:medium>huile</dcterms:medium><dcterms:extent>height 10.5 cm x width 20 cm</dcterms:extent>"
        f"<dcterms:isPartOf>A series</dcterms:isPartOf><dc:coverage>Lyon</dc:coverage>"
        f"<dc:rights>Domaine public</dc:rights><edm:type>IMAGE</edm:type>{proxy}</ore:Proxy>"
        f'<ore:Proxy rdf:about="#e{number}"><edm:europeanaProxy>true</edm:europeanaProxy>'
        f'<dc:creator rdf:resource="http://data.europeana.eu/agent/{number}"/>'
        f'<dc:subject rdf:resource="http://data.europeana.eu/concept/48"/>'
        f'<dc:date rdf:resource="http://semium.org/time/184x"/><edm:year>1844</edm:year>'
        f'<dcterms:spatial rdf:resource="http://data.europeana.eu/place/1"/></ore:Proxy>'
        f'<edm:EuropeanaAggregation rdf:about="#g{number}"><dc:creator>Europeana</dc:creator>'
        f"<edm:country>France</edm:country><edm:datasetName>99_A_Museum</edm:datasetName>"
        f'<edm:preview rdf:resource="https://api.europeana.eu/thumbnail/{number}"/></edm:EuropeanaAggregation>'
        f"{more}</rdf:RDF>"
    )


# The key; what the fields by language say too. The labels of spans of time whose addresses say which they are.
OF_ITEMS = frozenset({
    "id", "title[]", "dcCreator[]", "edmAgentLabel[].def", "edmConceptLabel[].def", "edmTimespanLabel[].def",
    "edmTimespanLabelLangAware.en[]", "edmTimespanLabelLangAware.fr[]",
})  # fmt: skip
# The key, under several addresses; the language of a label that is the only one. What counts only where something else
# is missing: the kind of file where its address does not say it, Europeana's year and small picture. Europeana itself.
OF_EDM = (
    "edm:ProvidedCHO[].@rdf:about", "ore:Aggregation[].@rdf:about", "ore:Proxy[].@rdf:about",
    "edm:EuropeanaAggregation[].@rdf:about", "edm:Agent[].skos:prefLabel[].@xml:lang",
    "edm:WebResource[].ebucore:hasMimeType[].#text", "ore:Proxy[].edm:year[].#text",
    "edm:EuropeanaAggregation[].dc:creator[].#text", "edm:EuropeanaAggregation[].edm:preview[].@rdf:resource",
)  # fmt: skip


class TestSearch(HttpSourceContract):
    source = "europeana"
    understood = OF_ITEMS

    def rows(self) -> list[Any]:
        return [item(number) for number in (7, 3, 5, 1, 6, 2, 4)]

    def answer(self, asked: Asked) -> Reply:
        assert asked.address.startswith("/record/v2/search.json?")
        query = asked.query
        assert (query["query"], query["qf"], query["reusability"]) == ("*:*", "TYPE:IMAGE", "open")
        assert (query["profile"], query["wskey"]) == ("rich", "a-Secret/Key+1")
        at = query["cursor"]
        rows, beyond = self.museum.page(0 if at == "*" else int(at.removeprefix("at/+")), int(query["rows"]))
        said: dict[str, Any] = {"success": True, "totalResults": len(self.museum.rows), "items": rows}
        if beyond is not None:
            said["nextCursor"] = f"at/+{beyond}" if beyond else "*"
        return Reply(200, json.dumps(said).encode(), JSON)

    def test_what_changed_since_is_asked_for(self, tmp_path: Path) -> None:
        self.spoil = lambda _, right: Reply(200, b'{"success": "True", "items": []}', JSON)
        self.answer = lambda asked: Reply(200)  # type: ignore[method-assign]
        assert list(self.reader(self.input(tmp_path), since="2026-01-31").records()) == []
        [asked] = self.server.asked
        assert asked.query["qf"] == "TYPE:IMAGE AND timestamp_update:[2026-01-31T00:00:00Z TO *]"

    def test_a_search_that_failed_is_named_and_not_stored(self, tmp_path: Path) -> None:
        failed = Reply(200, b'{"success": false, "error": "Invalid query"}', JSON)
        self.spoil = lambda number, right: failed if number == 0 else right
        with pytest.raises(WrongContent, match="Invalid query"):
            list(self.reader(self.input(tmp_path)).records())
        assert len(list(self.reader(self.input(tmp_path)).records())) == 7

    def test_a_list_that_is_shorter_than_it_said(self, tmp_path: Path) -> None:
        issues: list[Issue] = []

        def short(_: int, right: Reply) -> Reply:
            said = json.loads(right.body) | {"totalResults": 99}
            return Reply(200, json.dumps(said).encode(), JSON)

        self.spoil = short
        reader = self.reader(self.input(tmp_path), report=issues.append)
        assert len(list(reader.records())) == 7
        assert (reader.context.partial, [one.code for one in issues]) == (True, ["short-list"])

    def test_the_last_page_that_names_itself_is_the_last(self, tmp_path: Path) -> None:
        same = {"success": True, "nextCursor": "*", "items": [item(1)]}
        self.spoil = lambda _, right: Reply(200, json.dumps(same).encode(), JSON)
        assert [one.key for one in self.reader(self.input(tmp_path)).records()] == ["99/item_1"]


class TestOai(OaiContract):
    source = "europeana"
    understood = frozenset({
        "oai:record.oai:header[].oai:identifier[].#text",
        *(f"oai:record.oai:metadata[].rdf:RDF[].{path}" for path in OF_EDM),
    })  # fmt: skip
    path = "/oai/record"
    prefixes: ClassVar[dict[str, str]] = edm.PREFIXES

    def rows(self) -> list[Any]:
        return [Record(f"http://data.europeana.eu/item/99/item_{n}", rdf(n)) for n in (7, 3, 5, 1, 6, 2, 4)]


class TestFile(SourceContract):
    source = "europeana"
    understood = frozenset(f"rdf:RDF.{path}" for path in OF_EDM)
    composed: ClassVar[frozenset[str]] = frozenset({""})

    def input(self, tmp_path: Path) -> str:
        return zipped(tmp_path, 3, 1, 2)

    def decoded(self, body: bytes) -> Any:
        return xml.tree(body, edm.PREFIXES)

    def encoded(self, value: Any) -> bytes:
        return xml.untree(elements(value), edm.PREFIXES)


def zipped(folder: Path, *numbers: int) -> str:
    path = folder / "99.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no record")
        for number in numbers:
            archive.writestr(f"99/item_{number}.xml", rdf(number))
    return str(path)


def read(body: str | bytes, issues: list[Issue] | None = None) -> tuple[Work, dict[str, Any]]:
    """The work of one record in whatever form, and all that comes with it, by id."""
    raw = body.encode() if isinstance(body, str) else body
    context = Context(descriptor("europeana"), report=(issues if issues is not None else []).append)
    format = "json" if raw.startswith(b"{") else "xml"
    record = RawRecord(key="99/item_3", body=raw, located="here", cursor="1", format=format)
    found = {entity.id: entity for entity in Europeana(context).parse(record)}
    work = found["europeana:99/item_3"]
    assert isinstance(work, Work)
    return work, found


def test_what_an_item_of_the_search_says() -> None:
    issues: list[Issue] = []
    work, found = read(json.dumps(item(3)), issues)
    assert issues == []
    assert [(one.text, one.lang) for one in work.titles] == [("Deux bateaux 3", "fr"), ("Two boats 3", "en")]
    assert [(found[one.agent].name, one.role) for one in work.credits] == [
        ("A. Person", "artist"), ("A Workshop", "contributor"),
    ]  # fmt: skip
    assert [(one.kind, one.target) for one in work.relations] == [("linked by Europeana to", "europeana:agent:agent/3")]
    linked = found["europeana:agent:agent/3"]
    assert (linked.name, linked.born, linked.died, linked.names) == ("Person, A.", 1820, 1880, ())
    assert [(one.text, one.earliest) for one in work.dates] == [("1845", 1845)]
    assert {(one.facet, found[one.term].label) for one in work.terms} == {
        ("classification", "IMAGE"), ("type", "painting"), ("subject", "bateau"), ("subject", "Boat"),
        ("language", "fre"), ("place", "Paris"), ("period", "1840s"), ("period", "19th century"),
    }  # fmt: skip
    decade = found["europeana:term:period/semium.org/time/184x"]
    assert (decade.label_fr, decade.url) == ("années 1840", "http://semium.org/time/184x")
    assert (found["europeana:term:subject/concept/48"].label_fr, work.url) == ("Bateau", "https://m.example.org/3")
    [image] = work.images
    assert (image.thumbnail, image.open) == ("https://api.europeana.eu/thumbnail/3", True)


def test_somebody_who_made_nothing_is_linked() -> None:
    said = item(3) | {"dcContributorLangAware": {}}
    work, found = read(json.dumps(said))
    workshop = next(one for one in found.values() if isinstance(one, Agent) and one.name == "A Workshop")
    assert ("related to", workshop.id) in [(one.kind, one.target) for one in work.relations]


def test_all_ways_name_a_work_alike() -> None:
    (one, agents), (other, others) = read(rdf(3)), read(json.dumps(item(3)))
    assert (one.id, one.titles, one.url, one.texts) == (other.id, other.titles, other.url, other.texts)
    assert one.credits[0] == other.credits[0]
    assert agents[one.credits[0].agent] == others[other.credits[0].agent]
    assert one.images[0].url == other.images[0].url
    assert {right.licence for right in other.rights} <= {right.licence for right in one.rights}


def test_the_way_of_the_descriptor_to_the_oai_pmh(tmp_path: Path) -> None:
    described = descriptor("europeana")
    assert described.options["oai"] == "https://api.europeana.eu/oai/record"
    with pytest.raises(DescriptorError, match="does not say where the OAI-PMH is"):
        next(Europeana(Context(msgspec.structs.replace(described, options={}), "oai")).records())


def test_oai_and_files_give_the_same_works(tmp_path: Path) -> None:
    by_file, _, _ = entities(Europeana(Context(descriptor("europeana"), zipped(tmp_path, 3))))
    whole = Record("http://data.europeana.eu/item/99/item_3", rdf(3)).xml
    body = whole.replace("<record>", '<record xmlns="http://www.openarchives.org/OAI/2.0/">')
    assert read(body)[0] == by_file["europeana:99/item_3"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("/99/item_3", "99/item_3"), ("http://data.europeana.eu/item/99/item_3", "99/item_3"),
        ("https://data.europeana.eu/item/99/item_3", "99/item_3"), ("#M:3", "M:3"), ("urn:x:3", "urn:x:3"),
    ],
)  # fmt: skip
def test_the_key(said: str, expected: str) -> None:
    assert key(said) == expected


# -- files -----------------------------------------------------------------------------------------------------------


def files(given: Path, issues: list[Issue], **more: Any) -> list[RawRecord]:
    return list(Europeana(Context(descriptor("europeana"), str(given), report=issues.append, **more)).records())


def test_a_folder_goes_in_by_name_and_on_after_a_cursor(tmp_path: Path) -> None:
    for number in (2, 1, 3):
        (tmp_path / f"{number}.xml").write_text(rdf(number), encoding="utf-8")
    (tmp_path / "4.xml").write_text(rdf(4)[:-40], encoding="utf-8")
    issues: list[Issue] = []
    found = files(tmp_path, issues)
    assert [(one.key, one.cursor, one.located) for one in found] == [
        (f"99/item_{n}", str(n), f"{n}.xml: record 1") for n in (1, 2, 3)
    ]
    assert [(one.code, one.located) for one in issues] == [("unreadable-file", "4.xml")]
    assert [one.key for one in files(tmp_path, issues, cursor="2")] == ["99/item_3"]


def test_several_records_in_a_file_and_one_without_a_name(tmp_path: Path) -> None:
    path = tmp_path / "all.xml"
    nameless = rdf(2).replace(' rdf:about="http://data.europeana.eu/item/99/item_2"', "", 1)
    path.write_text(f"<all>{rdf(1)}{nameless}{rdf(3)}</all>", encoding="utf-8")
    issues: list[Issue] = []
    assert [(one.key, one.cursor) for one in files(path, issues)] == [("99/item_1", "1"), ("99/item_3", "3")]
    assert [(one.code, one.field) for one in issues] == [("no-key", "edm:ProvidedCHO")]


BAD: dict[str, tuple[bytes, type[InputError]]] = {
    "empty": (b"", InputEmpty),
    "no record": (b"<all/>", InputEmpty),
    "html": (b"<!DOCTYPE html><html><body>Not found</body></html>", InputFormat),
    "pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", InputPointer),
    "nul": (rdf(1).encode().replace(b"Deux", b"De\0x"), InputFormat),
}


@pytest.mark.parametrize(("content", "error"), BAD.values(), ids=BAD)
def test_a_file_that_is_none(tmp_path: Path, content: bytes, error: type[InputError]) -> None:
    path = tmp_path / "bad.xml"
    path.write_bytes(content)
    with pytest.raises(error, match=r"bad\.xml"):
        files(path, [])


def test_a_file_that_is_cut_or_missing(tmp_path: Path) -> None:
    path = tmp_path / "cut.xml"
    path.write_text(f"<all>{rdf(1)}{rdf(2)[:-30]}", encoding="utf-8")
    found = Europeana(Context(descriptor("europeana"), str(path))).records()
    assert next(found).key == "99/item_1"
    with pytest.raises(InputTruncated):
        next(found)
    with pytest.raises(InputMissing):
        files(tmp_path / "none.zip", [])


# -- the real ones ---------------------------------------------------------------------------------------------------


def test_the_recorded_edm(shared: Path) -> None:
    issues: list[Issue] = []
    found = [
        (record, Europeana(Context(descriptor("europeana"), report=issues.append)).parse(record))
        for name in ("edm.xml", "edm_new.xml")
        for record in files(shared / "fixtures" / "europeana" / name, issues)
    ]
    assert [record.key for record, _ in found] == ["GNM:7116411", "ULEI:M0000005"]
    trumpet, clavichord = (next(one for one in said if isinstance(one, Work)) for _, said in found)
    assert [(one.code, one.field, one.raw[:8]) for one in issues if one.raw] == [
        ("unresolved", "contributor", "file:///"), ("unresolved", "publisher", "file:///"),
    ], "a file on somebody's machine is nobody"  # fmt: skip
    assert len(trumpet.credits) == 1
    assert [one.text for one in trumpet.titles] == ["Langtrompete (Kopie)"]
    assert [(one.url[-25:], one.open) for one in trumpet.images] == [("MI952_1278054389450_2.jpg", False)]
    assert [one.name for one in trumpet.holdings] == ["Germanisches Nationalmuseum"]
    assert [(one.earliest, one.latest) for one in clavichord.dates] == [(1651, 1700)]
    assert len(clavichord.texts) == 3
