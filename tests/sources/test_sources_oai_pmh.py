"""Any OAI-PMH repository: the contract over a played server, in Dublin Core, EDM and LIDO (all records synthetic)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest

from culturedata.data.records import RawRecord, Work
from culturedata.errors import DescriptorError, InputEmpty, InputFormat, UsageError
from culturedata.importing.source import Context, Issue
from culturedata.importing.standards import oai_dc
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.kept.cache import Cache
from culturedata.sources.readers.oai_pmh import OaiPmh
from tests.contract_source import SourceContract, entities
from tests.http_faults import Clock, Reply, Server
from tests.oai_server import OaiContract, Record, error, identity, own, page

OWN = """
title: A repository
domain: [museum]
licence: CC0 1.0
reader: oai-pmh
http:
  base: https://oai.example.org/oai
options:
  prefix: oai_dc
  sets: {"paint:1": Paintings}
"""
DC = (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ oai_dc.xsd">{}</oai_dc:dc>'
)


def dublin(number: int, more: str = "") -> str:
    """A record in Dublin Core."""
    return DC.format(
        f'<dc:title xml:lang="fr">Titre {number}</dc:title><dc:title>Title {number}</dc:title>'
        f"<dc:creator>Person, A. (1820-1880)</dc:creator><dc:contributor>after B. Person</dc:contributor>"
        f"<dc:publisher>A Press</dc:publisher><dc:date>ca. 185{number}</dc:date>"
        f'<dc:type xml:lang="en">painting</dc:type><dc:subject xml:lang="fr">bateau</dc:subject>'
        f"<dc:description>Two boats,\n   and a shore.</dc:description><dc:coverage>Paris</dc:coverage>"
        f"<dc:coverage>19th century</dc:coverage><dc:format>oil</dc:format><dc:language>fr</dc:language>"
        f"<dc:source>A sketchbook</dc:source><dc:relation>https://r.example.org/{number}</dc:relation>"
        f"<dc:rights>https://creativecommons.org/licenses/by/4.0/</dc:rights>"
        f"<dc:identifier>INV.{number}</dc:identifier><dc:identifier>https://m.example.org/{number}</dc:identifier>"
        f"<dc:identifier>https://m.example.org/{number}.jpg</dc:identifier>{more}"
    )


class TestServer(OaiContract):
    understood = frozenset({"oai:record.oai:header[].oai:identifier[].#text"})  # the key
    source = "a-repository"
    own = OWN
    path = "/oai"
    prefix = "oai_dc"
    prefixes: ClassVar[dict[str, str]] = oai_dc.PREFIXES

    def rows(self) -> list[Any]:
        return [Record(f"oai:m.example.org:{n}", dublin(n), sets=("paint:1",)) for n in (7, 3, 5, 1, 6, 2, 4)]

    def test_what_a_record_says(self, tmp_path: Path) -> None:
        works, agents, terms = entities(self.reader(self.input(tmp_path)))
        work = works["a-repository:oai:m.example.org:3"]
        assert [(one.text, one.lang, one.kind) for one in work.titles] == [
            ("Titre 3", "fr", "original"), ("Title 3", None, "alternative"),
        ]  # fmt: skip
        assert [(agents[one.agent].name, one.role, one.attribution) for one in work.credits] == [
            ("Person, A.", "artist", None), ("B. Person", "contributor", "after"), ("A Press", "publisher", None),
        ]  # fmt: skip
        assert (agents["a-repository:agent:person-a"].born, agents["a-repository:agent:person-a"].died) == (1820, 1880)
        assert [(one.text, one.earliest, one.qualifier) for one in work.dates] == [("ca. 1853", 1853, "circa")]
        assert {(one.facet, terms[one.term].label) for one in work.terms} == {
            ("type", "painting"), ("subject", "bateau"), ("place", "Paris"), ("period", "19th century"),
            ("form", "oil"), ("language", "fr"), ("collection", "Paintings"),
        }  # fmt: skip
        by_label = {one.label: (one.label_fr, one.label_en) for one in terms.values()}
        assert (by_label["painting"], by_label["bateau"]) == ((None, "painting"), ("bateau", None))
        assert [one.text for one in work.texts] == ["Two boats,\nand a shore."]
        assert [(one.scheme, one.value) for one in work.identifiers] == [("accession", "INV.3")]
        assert [(one.kind, one.inventory) for one in work.holdings] == [("keeper", "INV.3")]
        assert work.url == "https://m.example.org/3"
        assert [(one.url, one.open) for one in work.images] == [("https://m.example.org/3.jpg", False)]
        assert [(one.kind, one.text) for one in work.relations] == [
            ("source", "A sketchbook"), ("related to", "https://r.example.org/3"),
        ]  # fmt: skip
        assert [(one.covers, one.licence) for one in work.rights] == [
            ("work", "https://creativecommons.org/licenses/by/4.0/"),
            ("metadata", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ]

    def test_a_deleted_record_is_marked_and_stays(self, tmp_path: Path) -> None:
        folder = tmp_path / "library"
        whole = self.goes(folder)
        first, *rest = self.museum.rows
        self.museum.rows = [Record(first.identifier, "", deleted=True), *rest, Record("oai:x:9", "", deleted=True)]
        counts = self.bring(folder, self.input(folder), refresh=True).counts
        assert (counts.gone, counts.unchanged) == (1, 7)  # one was never here
        assert self.content(folder) == whole
        self.museum.rows = [first, *rest]
        assert self.bring(folder, self.input(folder), refresh=True).counts.gone == 0

    def test_since_asks_from_that_moment_and_marks_nothing_as_gone(self, tmp_path: Path) -> None:
        folder = tmp_path / "library"
        self.goes(folder)
        self.museum.rows = self.museum.rows[:2]
        counts = self.bring(folder, self.input(folder), since="2026-01-01").counts
        assert (counts.records, counts.gone) == (2, 0)
        asked = [one.query for one in self.server.asked if "from" in one.query]
        assert [one["from"] for one in asked] == ["2026-01-01T00:00:00Z"]

    def test_the_set_is_asked_for(self, tmp_path: Path) -> None:
        text = OWN.replace("  prefix: oai_dc", "  prefix: oai_dc\n  set: paint:1\n  until: '2026-02-01'")
        found = own(text, tmp_path / "own", "a-repository")
        make = self.fetcher()
        context = Context(found, self.input(tmp_path), fetcher=lambda: make(found, False))
        assert len(list(OaiPmh(context).records())) == 7
        identify, first = self.server.asked[0].query, self.server.asked[1].query
        assert identify == {"verb": "Identify"}
        assert first == {
            "verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "paint:1", "until": "2026-02-01T00:00:00Z",
        }  # fmt: skip


class TestKeptAnswers(SourceContract):
    """The same records in answers that somebody kept: a page of a list, and one record."""

    source = "a-repository"
    own = OWN
    understood = TestServer.understood
    composed = TestServer.composed
    choices = TestServer.choices
    decoded, encoded = TestServer.decoded, TestServer.encoded
    prefixes: ClassVar[dict[str, str]] = oai_dc.PREFIXES

    def input(self, tmp_path: Path) -> str:
        for name, numbers in (("page", (7, 3, 5)), ("record", (1,))):
            records = [Record(f"oai:m.example.org:{n}", dublin(n), sets=("paint:1",)) for n in numbers]
            (tmp_path / f"{name}.xml").write_bytes(page(records, None).body)
        return str(tmp_path)


def kept(path: Path, tmp_path: Path, issues: list[Issue], cursor: str | None = None) -> list[RawRecord]:
    found = own(OWN, tmp_path / "own", "a-repository")
    return list(OaiPmh(Context(found, str(path), cursor=cursor, report=issues.append)).records())


def test_kept_answers_that_are_deleted_nameless_or_no_records(tmp_path: Path) -> None:
    folder, issues = tmp_path / "kept", list[Issue]()
    folder.mkdir()
    rows = [Record("oai:x:1", "", deleted=True), Record("", dublin(2)), Record("oai:x:3", dublin(3))]
    (folder / "a.xml").write_bytes(page(rows, "next").body)
    (folder / "b.xml").write_bytes(error("badResumptionToken", "it expired").body)
    (folder / "c.xml").write_bytes(identity().body)
    found = kept(folder, tmp_path, issues)
    assert [(one.key, one.gone, one.cursor) for one in found] == [("oai:x:1", True, "1"), ("oai:x:3", False, "3")]
    assert [(one.code, one.located) for one in issues] == [
        ("no-key", "a.xml"), ("unreadable-file", "b.xml"), ("unreadable-file", "c.xml"),
    ]  # fmt: skip
    assert "badResumptionToken: it expired" in issues[1].message
    assert [one.key for one in kept(folder, tmp_path, issues, "1")] == ["oai:x:3"]
    for name, said in (("b", "is the error badResumptionToken"), ("c", "holds no record of OAI-PMH")):
        with pytest.raises(InputFormat, match=said):
            kept(folder / f"{name}.xml", tmp_path, issues)
    (folder / "a.xml").unlink()
    with pytest.raises(InputEmpty):
        kept(folder, tmp_path, issues)


def test_the_recorded_record(shared: Path, tmp_path: Path) -> None:
    issues: list[Issue] = []
    [record] = kept(shared / "fixtures" / "oai_pmh" / "GetRecord.xml", tmp_path, issues)
    work = list(source(tmp_path, "{}", issues=issues).parse(record))[-1]
    assert isinstance(work, Work)
    assert (work.id, work.titles[0].text) == ("a-repository:oai:test.example.com:1996652", "Sample Title")
    assert issues == []


def source(tmp_path: Path, options: str, given: str | None = None, issues: list[Issue] | None = None) -> OaiPmh:
    found = own(OWN.partition("options:")[0] + f"options: {options}\n", tmp_path / "own", "a-repository")
    return OaiPmh(Context(found, given, report=(issues if issues is not None else []).append))


def record(metadata: str) -> RawRecord:
    body = Record("oai:x:1", metadata).xml.replace("<record>", '<record xmlns="http://www.openarchives.org/OAI/2.0/">')
    return RawRecord(key="oai:x:1", body=body.encode(), located="here", cursor="1", format="xml")


LIDO = (
    '<lido:lido xmlns:lido="http://www.lido-schema.org"><lido:lidoRecID lido:type="local">1</lido:lidoRecID>'
    '<lido:descriptiveMetadata xml:lang="en"><lido:objectIdentificationWrap><lido:titleWrap><lido:titleSet>'
    "<lido:appellationValue>Two boats</lido:appellationValue></lido:titleSet></lido:titleWrap>"
    "</lido:objectIdentificationWrap></lido:descriptiveMetadata></lido:lido>"
)


@pytest.mark.parametrize("options", ["{prefix: lido}", "{prefix: oai_lido}", "{prefix: x, format: lido}"])
@pytest.mark.parametrize("wrapped", [False, True])
def test_lido(tmp_path: Path, options: str, wrapped: bool) -> None:
    issues: list[Issue] = []
    wrap = '<lido:lidoWrap xmlns:lido="http://www.lido-schema.org">{}</lido:lidoWrap>' if wrapped else "{}"
    [*_, work] = source(tmp_path, options, issues=issues).parse(record(wrap.format(LIDO)))
    assert isinstance(work, Work)
    assert (work.id, [one.text for one in work.titles]) == ("a-repository:oai:x:1", ["Two boats"])
    assert issues == []


def test_a_date_that_can_not_be_read_is_kept_and_reported(tmp_path: Path) -> None:
    issues: list[Issue] = []
    reader = source(tmp_path, "{}", issues=issues)
    more = "<dc:date>the day of the fair</dc:date><dc:date>date not known</dc:date><dc:date>?</dc:date>"
    [*_, work] = reader.parse(record(dublin(1, more)))
    assert isinstance(work, Work)
    assert [(one.code, one.record, one.field, one.raw) for one in issues] == [
        ("unread-date", "a-repository:oai:x:1", "date", "the day of the fair")
    ]
    assert [one.text for one in work.dates] == ["ca. 1851", "the day of the fair", "date not known", "?"]


EDM = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:edm="http://www.europeana.eu/schemas/edm/"><edm:ProvidedCHO rdf:about="#1"><dc:title>Two boats</dc:title>'
    "<dc:creator>A. Person</dc:creator></edm:ProvidedCHO></rdf:RDF>"
)


def test_edm_and_the_role_of_makers(tmp_path: Path) -> None:
    work = list(source(tmp_path, "{prefix: edm, role: photographer}").parse(record(EDM)))[-1]
    assert isinstance(work, Work)
    assert [one.role for one in work.credits] == ["photographer"]


def test_text_between_elements_and_a_record_without_metadata(tmp_path: Path) -> None:
    issues: list[Issue] = []
    reader = source(tmp_path, "{}", issues=issues)
    list(reader.parse(record(dublin(1, "stray"))))
    assert [(one.code, one.raw) for one in issues] == [("stray-text", "stray")]
    with pytest.raises(ValueError, match="no metadata"):
        list(reader.parse(record("")))


@pytest.mark.parametrize(
    ("options", "given", "error", "said"),
    [
        ("{prefix: marc21}", None, DescriptorError, "'marc21' can't be read"),
        ("{setz: x}", None, DescriptorError, "no option 'setz'"),
        ("{}", "records.xml", UsageError, "'records.xml' is no address"),
    ],
)
def test_what_is_said_wrong(tmp_path: Path, options: str, given: str | None, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        source(tmp_path, options, given)


def test_no_repository(tmp_path: Path) -> None:
    text = "title: X\ndomain: [museum]\nlicence: CC0\nreader: oai-pmh\n"
    with pytest.raises(DescriptorError, match="names no repository"):
        OaiPmh(Context(own(text, tmp_path / "own", "x")))


def test_the_recorded_list(shared: Path, tmp_path: Path) -> None:
    """Its tokens name the next file. All four pages have the same two records, so each page's are numbered here."""

    def answer(_: str, query: dict[str, str]) -> Reply:
        name = query.get("resumptionToken", "ListRecords.xml")
        body = (shared / "fixtures" / "oai_pmh" / name).read_bytes()
        return Reply(200, body.replace(b":15853", f":{name}:15853".encode()))

    senses = Clock().senses()
    issues: list[Issue] = []
    found = own(OWN, tmp_path / "own", "a-repository")
    with Server(answer) as server:
        context = Context(found, server.url, report=issues.append)
        context.fetcher = lambda: Fetcher(found, stored=Cache(tmp_path / "h.db", senses.now), senses=senses)
        reader = OaiPmh(context)
        records = list(reader.records())
    assert [one.code for one in issues] == ["no-key"]  # a deleted record of the last page has no identifier
    assert not context.partial
    assert [one.gone for one in records] == [True, False, True, False, True, False, False]
    work = list(reader.parse(records[1]))[-1]
    assert isinstance(work, Work)
    assert [one.text for one in work.titles] == ["Sample Title"]
    assert (work.dates[0].earliest, work.texts[0].lang, len(work.credits)) == (2010, "en", 2)
    assert {one.code for one in issues} == {"no-key", "stray-text"}
