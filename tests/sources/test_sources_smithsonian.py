"""smithsonian: its dump and its API played by a server on this machine, around synthetic records in the true shape
and, where they are present, the recorded ones."""

from __future__ import annotations

import bz2
import gzip
import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import msgspec
import pytest

from culturedata.data.records import Agent, Date, Dimension, Measure, Rights, Text, Title, Work
from culturedata.errors import (
    CultureDataError,
    InputEmpty,
    InputError,
    InputFormat,
    InputPointer,
    InputTruncated,
    UsageError,
)
from culturedata.importing import run
from culturedata.importing.descriptor import Descriptor, Minimum, descriptor
from culturedata.importing.run import import_source
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.kept.cache import Cache
from culturedata.sources.smithsonian.source import Smithsonian
from culturedata.store.library import Library
from tests.contract_http import JSON, HttpSourceContract
from tests.contract_source import SourceContract, dump, entities
from tests.http_faults import Asked, Clock, Reply, Server, file

Row = dict[str, Any]
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
RECORD: Row = {
    "id": "edanmdm-saam_1", "title": "Invented View", "unitCode": "SAAM", "type": "edanmdm", "url": "edanmdm:saam_1",
    "linkedId": "0", "version": "", "hash": "00aa", "docSignature": "11_22", "timestamp": 1586592772,
    "lastTimeUpdated": 1586592703,
    "content": {
        "descriptiveNonRepeating": {
            "record_ID": "saam_1", "unit_code": "SAAM", "data_source": "Smithsonian American Art Museum",
            "guid": "http://n2t.net/ark:/65665/ab1", "record_link": "https://museum.example/saam_1",
            "title": {"label": "Title", "content": "Invented View"}, "title_sort": "INVENTED VIEW",
            "metadata_usage": {"access": "CC0"},
            "online_media": {
                "mediaCount": 3,
                "media": [
                    {
                        "type": "Images", "idsId": "SAAM-1", "guid": "http://n2t.net/ark:/65665/cd2",
                        "content": "https://ids.example/deliveryService?id=SAAM-1",
                        "thumbnail": "https://ids.example/deliveryService?id=SAAM-1&max=150", "caption": "A caption",
                        "usage": {"access": "CC0", "text": "", "codes": ""},
                        "resources": [
                            {"label": "High-resolution TIFF (9000x6000)", "url": "https://ids.example/1.tif"},
                            {"label": "High-resolution JPEG (3000x2000)", "url": "https://ids.example/1.jpg"},
                            {"label": "Screen Image", "url": "https://ids.example/1_screen", "width": 600,
                             "height": 400, "dimensions": "600x400"},
                        ],
                    },
                    {
                        "type": "Images", "idsId": "SAAM-2", "content": "https://ids.example/deliveryService?id=SAAM-2",
                        "usage": {"access": "Usage conditions apply", "text": "ask first"},
                    },
                    {
                        "type": "3d_voyager", "idsId": "3d-1", "content": "https://3d.example/1",
                        "usage": {"access": "CC0"}, "resources": [{"label": "glb", "url": "https://3d.example/1.glb"}],
                    },
                ],
            },
        },
        "freetext": {
            "creditLine": [{"label": "Credit Line", "content": "A Gift"}],
            "dataSource": [{"label": "Data Source", "content": "Smithsonian American Art Museum"}],
            "date": [{"label": "Date", "content": "ca. 1850"}, {"label": "Exposed", "content": "in June"}],
            "identifier": [
                {"label": "Object number", "content": "1900.1"}, {"label": "Other Numbers", "content": "X 1"},
            ],
            "name": [
                {"label": "Artist", "content": "Ada Painter, born Paris, 1800-died Rome, Italy 1870"},
                {"label": "Copy after", "content": "Bea Other, 1 May 1755 - 17 Sep 1842"},
                {"label": "Sitter", "content": "Carl Shown, 3 Jan 1800 - 4 Feb 1850"},
                {"label": "Former owner", "content": "An Owner"},
                {"label": "Donor", "content": "A. Giver"},
                {"label": "Whittler", "content": "D. Carver"},
                {"label": "Habitat", "content": "in a clearing"},
            ],
            "notes": [
                {"label": "Description", "content": "First.<br />Second &amp; last."},
                {"label": "Provenance", "content": "Sold, Paris."},
                {"label": "Physical Description", "content": "Weight: 544 kg (1,200 lb)"},
                {"label": "Physical Description", "content": "Type: radial"},
            ],
            "objectRights": [
                {"label": "Restrictions & Rights", "content": "No Copyright - United States"},
                {"label": "Restrictions & Rights", "content": "Ask the archive."},
            ],
            "objectType": [{"label": "Type", "content": "Painting"}],
            "physicalDescription": [
                {"label": "Medium", "content": "oil on canvas"},
                {"label": "Technique", "content": "y" * 201},
                {"label": "Dimensions", "content": "H x W x D (frame): 30.5 × 20 × 3 cm (12 x 8 x 1 in.)"},
                {"label": "Dimensions", "content": "overall: 28 1/8 x 36 cm"},
                {"label": "Length - Total", "content": "110 mm"},
                {"label": "Sex", "content": "Unknown"},
            ],
            "place": [
                {"label": "Place", "content": "A Hill, France, Europe"}, {"label": "Place depicted", "content": "Rome"},
            ],
            "setName": [{"label": "See more items in", "content": "A Collection"}],
            "topic": [{"label": "Topic", "content": "Bridges"}],
            "taxonomicName": [{"label": "Taxonomy", "content": "Animalia, Chordata"}],
            "publisher": [{"label": "Published Name", "content": "Sorex inventus"}],
        },
        "indexedStructured": {
            "date": ["1850s"],
            "geoLocation": [
                {
                    "L1": {"type": "Continent", "content": "Europe"}, "L2": {"type": "Country", "content": "France"},
                    "Other": {"type": "Locality", "content": "A Hill"},
                    "points": {"point": {"latitude": {"type": "decimal", "content": "-10.5"},
                                         "longitude": {"type": "decimal", "content": "2"}}},
                },
            ],
            "name": [
                "Painter, Ada", {"type": "personal_main", "content": "Carver, D."},
                {"type": "corporate_subj", "content": "Nobody's Society"},
            ],
            "object_type": ["Paintings"], "online_media_type": ["Images"], "place": ["France", "Rome", "Spain"],
            "tax_family": ["Soricidae"], "geo_age-era": ["Cenozoic"], "topic": ["Bridges", "Water"],
            "usage_flag": ["Art"],
        },
    },
}  # fmt: skip


def record(number: int, unit: str = "SAAM", **changes: Any) -> Row:
    """A synthetic record without what is unknown to the reader."""
    row = deepcopy(RECORD)
    key = f"{unit.lower()}_{number}"
    row |= {"id": f"edanmdm-{key}", "url": f"edanmdm:{key}", "unitCode": unit, "title": f"Invented View {number}"}
    main, free = row["content"]["descriptiveNonRepeating"], row["content"]["freetext"]
    main |= {"record_ID": key, "unit_code": unit, "title": {"label": "Title", "content": f"Invented View {number}"}}
    free["name"] = [entry for entry in free["name"] if entry["label"] != "Whittler"]
    return row | changes


def undated(number: int) -> Row:
    """A record whose date is in the index only."""
    row = record(number)
    del row["content"]["freetext"]["date"]
    return row


def slim(number: int) -> Row:
    """A record with one entry of each kind, so that many imports of it take little time."""
    row = record(number)
    content = row["content"]
    content["freetext"] = {name: entries[:1] for name, entries in content["freetext"].items()}
    media = content["descriptiveNonRepeating"]["online_media"]
    media["media"] = media["media"][:1]
    return row


def lines(*rows: Row) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def read(given: Path | str, **more: Any) -> Smithsonian:
    return Smithsonian(Context(descriptor("smithsonian"), str(given), **more))


_MAIN, _FREE = "content.descriptiveNonRepeating", "content.freetext"
_GEO = "content.indexedStructured.geoLocation[]"
UNDERSTOOD = frozenset({
    "id", "url", "type",  # what the record is called in the index: `record_ID` with a word before it
    # The words under which a unit prints these; in which category a text stands says the same.
    f"{_MAIN}.title.label", f"{_FREE}.creditLine[].label", f"{_FREE}.dataSource[].label",
    f"{_FREE}.objectRights[].label", f"{_FREE}.objectType[].label", f"{_FREE}.setName[].label",
    f"{_FREE}.topic[].label",
    # Continent, country, locality: the levels have these meanings, and their order is that of the places.
    f"{_GEO}.L1.type", f"{_GEO}.L2.type", f"{_GEO}.L3.type", f"{_GEO}.L4.type", f"{_GEO}.Other.type",
})  # fmt: skip


class TestFile(SourceContract):
    """The contract of all sources, over a folder of the dump."""

    source = "smithsonian"
    understood = UNDERSTOOD

    def input(self, tmp_path: Path) -> str:
        unit = tmp_path / "edan" / "saam"
        unit.mkdir(parents=True)
        (unit / "00.txt").write_bytes(lines(record(1), record(2)))
        (unit / "0a.txt.bz2").write_bytes(bz2.compress(lines(undated(3))))
        (unit / "index.txt").write_text("https://elsewhere.example/edan/saam/00.txt\n", encoding="utf-8")
        return str(tmp_path / "edan")


class TestRecorded(TestFile):
    """The same over the recorded records, where they are. All dates of theirs are printed, and can be read: the
    decades of the index say them again."""

    understood = UNDERSTOOD | {"content.indexedStructured.date[]"}

    @pytest.fixture
    def given(self, shared: Path) -> str:
        return str(shared / "fixtures" / "smithsonian")


class TestServer(HttpSourceContract):
    """The contract of all sources that ask a server, over the API: two units of which one is empty, one is not."""

    source = "smithsonian"
    understood = UNDERSTOOD
    path = "/openaccess/api/v1.0"

    def rows(self) -> list[Any]:
        return [*(slim(number) for number in (7, 3, 5, 1, 6, 2)), undated(4)]

    def answer(self, asked: Asked) -> Reply:
        assert asked.address.split("?")[0] == f"{self.path}/search"
        start, size, ours = int(asked.query["start"]), int(asked.query["rows"]), "SAAM" in asked.query["q"]
        shown, _ = self.museum.page(0 if self.museum.loops else start, size) if ours else ([], None)
        count = len(self.museum.rows) if ours else 0
        said = {"status": 200, "responseCode": 1, "response": {"rows": shown, "rowCount": count, "message": "found"}}
        return Reply(200, json.dumps(said).encode(), JSON)


@pytest.fixture
def one(tmp_path: Path) -> Path:
    path = tmp_path / "one.json"
    path.write_text(json.dumps(RECORD, indent=1), encoding="utf-8")
    return path


@pytest.fixture
def work(one: Path) -> Work:
    return entities(read(one))[0]["smithsonian:saam_1"]


def test_titles_texts_and_dates(work: Work) -> None:
    assert work.titles == (Title(text="Invented View"), Title(text="INVENTED VIEW", kind="sort"))
    assert [(text.kind, text.text) for text in work.texts] == [
        ("former owner", "An Owner"), ("habitat", "in a clearing"),
        ("indexed name", "Nobody's Society (corporate subj)"),
        ("exposed", "in June"), ("technique", "y" * 201), ("sex", "Unknown"),
        ("description", "First.\nSecond & last."), ("provenance", "Sold, Paris."),
        ("physical description", "Type: radial"), ("published name", "Sorex inventus"),
        ("taxonomy", "Animalia, Chordata"),
    ]  # fmt: skip
    assert work.dates == (Date(text="ca. 1850", earliest=1850, latest=1850, precision="year", qualifier="circa"),)
    assert work.url == "https://museum.example/saam_1"


def test_decades_of_the_index_bound_what_can_not_be_read(tmp_path: Path) -> None:
    rows = [record(1), record(2), record(3)]
    rows[0]["content"]["freetext"]["date"] = [{"label": "Date", "content": "some time"}]
    del rows[1]["content"]["freetext"]["date"]
    for row in rows[:2]:
        row["content"]["indexedStructured"]["date"] = ["1820s", "1840s"]
    rows[2]["content"]["freetext"]["date"] = [{"label": "Collection Date", "content": "6 Jul 1983"}]
    rows.append(record(4))
    rows[3]["content"]["freetext"]["date"] = [{"label": "Exposed", "content": "in June"}]
    rows[3]["content"]["indexedStructured"]["date"] = ["1820s"]
    path = tmp_path / "00.txt"
    path.write_bytes(lines(*rows))
    works = entities(read(path))[0]
    assert works["smithsonian:saam_1"].dates == (Date(text="some time", earliest=1820, latest=1849, precision="range"),)
    assert works["smithsonian:saam_2"].dates == (
        Date(text="1820s; 1840s", earliest=1820, latest=1849, precision="range"),
    )
    assert works["smithsonian:saam_3"].dates[0].kind == "acquired"
    assert works["smithsonian:saam_4"].dates == (Date(text="1820s", earliest=1820, latest=1829, precision="decade"),)


def test_where_it_is_and_what_else_it_is_from(tmp_path: Path) -> None:
    row = record(1)
    row["content"]["indexedStructured"] |= {"onPhysicalExhibit": ["Yes"], "exhibition_building": ["A Building"]}
    row["content"]["freetext"]["dataSource"].append({"label": "Data Source", "content": "Another Museum"})
    row["content"]["freetext"]["place"] += [{"label": "made in", "content": "Spain"}]
    row["unitCode"] = "NPG"
    path = tmp_path / "00.txt"
    path.write_bytes(lines(row))
    work = entities(read(path))[0]["smithsonian:saam_1"]
    said = {text.kind: text.text for text in work.texts}
    assert (said["location"], said["data source"]) == ("A Building; on exhibit: Yes", "Another Museum")
    assert said["made in"] == "Spain"
    assert not {"place", "place depicted"} & said.keys()
    assert [term.term.rpartition("-")[2] for term in work.terms if term.facet == "department"] == ["saam", "npg"]


def test_makers_sitters_owners_and_unknown_roles(one: Path) -> None:
    issues: list[Issue] = []
    works, agents, terms = entities(read(one, report=issues.append))
    work = works["smithsonian:saam_1"]
    assert [(c.agent.rpartition(":")[2], c.role, c.attribution, c.note) for c in work.credits] == [
        ("ada-painter", "artist", None, None), ("bea-other", "artist", "after", "Copy after"),
        ("a-giver", "donor", None, None), ("d-carver", "contributor", None, "Whittler"),
    ]  # fmt: skip
    assert [(issue.code, issue.raw) for issue in issues] == [("unknown-role", "Whittler")]
    ada = agents["smithsonian:agent:ada-painter"]
    assert (ada.name, ada.sort_name, ada.born, ada.died) == ("Ada Painter", "Painter, Ada", 1800, 1870)
    assert ada.life_text == "born Paris, 1800-died Rome, Italy 1870"
    bea = agents["smithsonian:agent:bea-other"]
    assert (bea.born, bea.died, bea.life_text) == (1755, 1842, "1 May 1755 - 17 Sep 1842")
    assert agents["smithsonian:agent:d-carver"].kind == "person"
    assert terms["smithsonian:term:subject-carl-shown"].label == "Carl Shown"
    assert "smithsonian:agent:carl-shown" not in agents


def test_terms_places_and_where_it_is(one: Path) -> None:
    works, _, terms = entities(read(one))
    work = works["smithsonian:saam_1"]
    assert [used.term.removeprefix("smithsonian:term:") for used in work.terms] == [
        "department-saam", "subject-carl-shown", "material-oil-on-canvas", "place-europe--france--a-hill",
        "type-painting", "collection-a-collection", "subject-bridges", "subject-rome", "classification-paintings",
        "place-rome", "place-spain", "classification-soricidae", "period-cenozoic", "subject-water", "collection-art",
    ]  # fmt: skip
    hill = terms["smithsonian:term:place-europe--france--a-hill"]
    assert (hill.label, hill.parents) == ("A Hill", ("smithsonian:term:place-europe--france",))
    assert work.measures == (
        Measure(kind="latitude", value=-10.5, unit="degree"),
        Measure(kind="longitude", value=2.0, unit="degree"),
    )


def test_sizes_are_read_where_they_are_named(work: Work) -> None:
    assert work.dimensions == (
        Dimension(part="frame", kind="height", value=30.5, unit="cm", text="30.5"),
        Dimension(part="frame", kind="width", value=20.0, unit="cm", text="20"),
        Dimension(part="frame", kind="depth", value=3.0, unit="cm", text="3"),
        Dimension(kind="text", text="H x W x D (frame): 30.5 × 20 × 3 cm (12 x 8 x 1 in.)"),
        Dimension(kind="text", text="overall: 28 1/8 x 36 cm"),
        Dimension(part="Total", kind="length", value=110.0, unit="mm", text="110"),
        Dimension(kind="text", part="Length - Total", text="110 mm"),
        Dimension(kind="weight", value=544.0, unit="kg", text="544"),
        Dimension(kind="text", text="Weight: 544 kg (1,200 lb)"),
    )


def test_the_record_and_each_picture_have_their_own_rights(work: Work) -> None:
    first, second = work.images
    assert (first.open, first.licence, first.width, first.height, first.alt) == (True, CC0, 3000, 2000, "A caption")
    assert (second.open, second.licence) == (False, "https://www.si.edu/termsofuse")
    assert work.rights == (
        Rights(covers="metadata", licence=CC0, statement="CC0"),
        Rights(covers="work", licence="http://rightsstatements.org/vocab/NoC-US/1.0/",
               statement="No Copyright - United States"),
        Rights(covers="work", statement="Ask the archive."),
        Rights(covers="image", licence=CC0, statement="CC0"),
        Rights(covers="image", licence="https://www.si.edu/termsofuse", statement="Usage conditions apply; ask first"),
    )  # fmt: skip
    files, model = work.relations
    assert (files.kind, files.target) == ("picture file", "smithsonian:media:SAAM-1")
    assert files.text == (
        "High-resolution TIFF (9000x6000): https://ids.example/1.tif\n"
        "High-resolution JPEG (3000x2000): https://ids.example/1.jpg\n"
        "Screen Image (600x400): https://ids.example/1_screen\nhttp://n2t.net/ark:/65665/cd2"
    )
    assert (model.kind, model.target) == ("3d_voyager", "smithsonian:media:3d-1")
    assert model.text == "https://3d.example/1\nglb: https://3d.example/1.glb\nCC0"


def test_identifiers_and_holding(work: Work) -> None:
    assert [(found.scheme, found.value) for found in work.identifiers] == [
        ("smithsonian", "saam_1"), ("ark", "ark:/65665/ab1"), ("accession", "1900.1"), ("other numbers", "X 1"),
    ]  # fmt: skip
    [holding] = work.holdings
    assert (holding.name, holding.inventory, holding.credit_line) == (
        "Smithsonian American Art Museum", "1900.1", "A Gift",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "schemes", "inventory"),
    [
        (
            [("Accession Number", "360548"), ("Other Numbers", "Mammals Field Number : JAD 1608"),
             ("USNM Number", "558493")],
            {"accession number": "360548", "mammals field number": "JAD 1608", "usnm number": "558493"},
            "USNM Number 558493; Accession Number 360548",
        ),
        ([("Accession Number", "1931-66-88")], {"accession": "1931-66-88"}, "1931-66-88"),
        (
            [("ID Number", "1990.0193.3059"), ("catalog number", "1990.0193.3059"), ("accession number", "1990.0193")],
            {"id number": "1990.0193.3059", "catalog number": "1990.0193.3059", "accession number": "1990.0193"},
            "ID Number 1990.0193.3059; catalog number 1990.0193.3059; accession number 1990.0193",
        ),
        (
            [("Object number", "X.1"), ("Accession Number", "X.1")], {"accession": "X.1", "accession number": "X.1"},
            "X.1",
        ),
        ([("Accession Number", "X.1a"), ("Accession Number", "X.1b")], {"accession": "X.1b"}, "X.1a; X.1b"),
        ([("Other Numbers", "12: a number")], {"other numbers": "12: a number"}, None),
    ],
)  # fmt: skip
def test_a_number_of_the_thing_and_one_of_its_lot_stand_each_with_its_kind(
    tmp_path: Path, printed: list[tuple[str, str]], schemes: dict[str, str], inventory: str | None
) -> None:
    row = record(1)
    said = [{"label": label, "content": text} for label, text in printed]
    row["content"]["freetext"]["identifier"] = said
    path = tmp_path / "00.txt"
    path.write_bytes(lines(row))
    work = entities(read(path))[0]["smithsonian:saam_1"]
    assert {one.scheme: one.value for one in work.identifiers if one.scheme not in ("smithsonian", "ark")} == schemes
    assert work.holdings[0].inventory == inventory


@pytest.mark.parametrize(
    ("medium", "labels", "text"),
    [
        ("oil on canvas", ["oil on canvas"], None),
        (
            "Steel, Aluminum, Stainless Steel",
            ["steel", "aluminum", "stainless steel"],
            "Steel, Aluminum, Stainless Steel",
        ),
        ("Graphite, black crayon on paper", ["Graphite, black crayon on paper"], None),
        ("x" * 121, [], "x" * 121),
    ],
)
def test_a_plain_list_of_materials_is_as_many_terms_and_stays_as_printed(
    tmp_path: Path, medium: str, labels: list[str], text: str | None
) -> None:
    row = record(1)
    row["content"]["freetext"]["physicalDescription"] = [{"label": "Materials", "content": medium}]
    path = tmp_path / "00.txt"
    path.write_bytes(lines(row))
    works, _, terms = entities(read(path))
    work = works["smithsonian:saam_1"]
    assert [terms[one.term].label for one in work.terms if one.facet == "material"] == labels
    assert next((one.text for one in work.texts if one.kind == "medium"), None) == text


@pytest.mark.parametrize(
    ("label", "content", "found"),
    [
        ("Designed by", "A. Person; B. Person", [("A. Person", "designer"), ("B. Person", "designer")]),
        ("Artist", "A. Person, born Rome, 1800; died Paris 1870", [("A. Person", "artist")]),
        ("Graphic artist", "A. Person", [("A. Person", "artist")]),
        ("Previous owner", "A. Person; B. Person", []),
        ("Associated artist", "A. Person", []),
    ],
)
def test_no_maker_is_lost(tmp_path: Path, label: str, content: str, found: list[tuple[str, str]]) -> None:
    row = record(1)
    row["content"]["freetext"]["name"] = [{"label": label, "content": content}]
    path = tmp_path / "00.txt"
    path.write_bytes(lines(row))
    works, agents, _ = entities(read(path))
    work = works["smithsonian:saam_1"]
    assert [(agents[one.agent].name, one.role) for one in work.credits] == found
    if not found:
        assert content in [one.text for one in work.texts]


def test_a_life_in_the_wrong_order_is_reported_and_stays_a_text(tmp_path: Path) -> None:
    row, content, issues = record(1), "A. Person, born Rome, 1870-died Paris, 1800", list[Issue]()
    row["content"]["freetext"]["name"] = [{"label": "Artist", "content": content}]
    path = tmp_path / "00.txt"
    path.write_bytes(lines(row))
    _, agents, _ = entities(read(path, report=issues.append))
    [maker] = [one for one in agents.values() if one.name == "A. Person"]
    assert (maker.born, maker.died, maker.life_text) == (None, None, "born Rome, 1870-died Paris, 1800")
    assert [(one.record, one.raw) for one in issues if one.code == "life-out-of-order"] == [
        ("smithsonian:saam_1", content)
    ]


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ({"url": "edanmdm:npg_1", "id": "ld1-123-456"}, "npg_1"),  # the API's own id is another
        ({"url": "ead_component:x-1", "id": "ead_component-x-1"}, "ead_component:x-1"),
        ({"id": "edanmdm-npg_2"}, "npg_2"),
        ({"id": "ld1-9", "content": {"descriptiveNonRepeating": {"record_ID": "npg_3"}}}, "npg_3"),
    ],
)
def test_a_record_is_named_by_its_own_id(tmp_path: Path, row: Row, key: str) -> None:
    path = tmp_path / "00.txt"
    path.write_bytes(lines({"content": {}} | row))
    assert [found.key for found in read(path).records()] == [key]


def test_a_record_with_nothing_but_an_id(tmp_path: Path) -> None:
    path = tmp_path / "00.txt"
    path.write_bytes(lines({"url": "edanmdm:npg_1", "content": {}}))
    work = entities(read(path))[0]["smithsonian:npg_1"]
    assert work.titles == (Title(text="[no title]"),)
    assert (work.credits, work.dates, work.images) == ((), (), ())


def test_a_single_value_may_stand_without_its_list(tmp_path: Path) -> None:
    row = record(1)
    row["content"]["freetext"]["date"] = {"label": "Date", "content": "1942"}
    row["content"]["freetext"]["topic"] = "Bridges"
    row["content"]["indexedStructured"] |= {"object_type": "Paintings", "date": "1940s"}
    path = tmp_path / "00.txt"
    path.write_bytes(lines(row))
    work = entities(read(path))[0]["smithsonian:saam_1"]
    assert [date.earliest for date in work.dates] == [1942]
    used = {one.term for one in work.terms}
    assert {"smithsonian:term:subject-bridges", "smithsonian:term:classification-paintings"} <= used


def test_a_record_of_another_form_is_kept_raw_and_reported(tmp_path: Path) -> None:
    rows = [record(1), record(2)]
    rows[0]["content"]["freetext"] = ["a list"]
    path = tmp_path / "00.txt"
    path.write_bytes(lines(*rows))
    with Library.open(tmp_path / "library", create=True) as library:
        counts = import_source(library, "smithsonian", str(path)).counts
        [(code,)] = library.culture.execute("SELECT code FROM issues").fetchall()
    assert (counts.records, counts.works, counts.skipped) == (2, 1, 1)
    assert code == "unreadable-record"


def test_what_is_no_text_is_reported_and_the_rest_comes_in(tmp_path: Path) -> None:
    row = record(1, title={"en": "View"})
    main, free, index = (row["content"][part] for part in ("descriptiveNonRepeating", "freetext", "indexedStructured"))
    main["title"] = {"label": "Title", "content": ["a", "list"]}
    main["data_source"] = {"unit": "SAAM"}
    main["online_media"]["media"][0]["caption"] = {"text": "A caption"}
    free["topic"] = [{"label": "Topic", "content": {"term": "Bridges"}}, {"label": ["Topic"], "content": "Water"}]
    index["topic"] = [["Bridges"], "Hills"]
    path = tmp_path / "00.txt"
    path.write_bytes(lines(row))
    issues: list[Issue] = []
    works, _, terms = entities(read(path, report=issues.append))
    assert {one.record for one in issues} == {"smithsonian:saam_1"}
    assert sorted((one.code, one.field, one.raw) for one in issues) == [
        ("not-a-text", "caption", '{"text": "A caption"}'), ("not-a-text", "content", '["Bridges"]'),
        ("not-a-text", "content", '["a", "list"]'), ("not-a-text", "content", '{"term": "Bridges"}'),
        ("not-a-text", "data_source", '{"unit": "SAAM"}'), ("not-a-text", "label", '["Topic"]'),
        ("not-a-text", "title", '{"en": "View"}'),
    ]  # fmt: skip
    work = works["smithsonian:saam_1"]
    assert [title.text for title in work.titles] == ["[no title]", "INVENTED VIEW"]
    assert work.holdings[0].name == "Smithsonian American Art Museum", "as «Data Source» has it"
    assert {"Water", "Hills"} <= {term.label for term in terms.values()}
    assert "Bridges" not in {term.label for term in terms.values()}


def _point(latitude: Any, longitude: Any) -> Row:
    return {
        "latitude": {"type": "decimal", "content": latitude},
        "longitude": {"type": "decimal", "content": longitude},
    }


@pytest.mark.parametrize(
    ("points", "measures", "texts"),
    [
        ([{"point": [_point("1", "2"), _point("3", "4.5")]}], [1, 2], ["A Hill: latitude 3, longitude 4.5"]),
        ([{"point": _point("1", "2")}, {"point": _point("3", "4")}], [1, 2], ["A Hill: latitude 3, longitude 4"]),
        ([{"point": _point("1", "2")}, {"point": _point("1", "2")}], [1, 2], []),
        ([{"point": _point("12° N", "4° E")}, {"point": _point("3", "4")}], [3, 4],
         ["A Hill: latitude 12° N, longitude 4° E"]),
        ([{"point": {"latitude": {"type": "degree", "content": 1.5}}}], [1.5], []),
        ([{"point": {"latitude": {"type": "minute", "content": "90 N"}}}], [], ["A Hill: latitude 90 N minute"]),
        (None, [], []),
    ],
)  # fmt: skip
def test_no_pair_of_coordinates_is_lost(tmp_path: Path, points: Any, measures: list[float], texts: list[str]) -> None:
    row = record(1)
    [geo] = row["content"]["indexedStructured"]["geoLocation"]
    geo["points"] = points
    path = tmp_path / "00.txt"
    path.write_bytes(lines(row))
    issues: list[Issue] = []
    work = entities(read(path, report=issues.append))[0]["smithsonian:saam_1"]
    assert [measure.value for measure in work.measures] == measures
    assert [text.text for text in work.texts if text.kind == "coordinates"] == texts
    assert issues == []


def test_each_place_may_have_its_coordinates(tmp_path: Path) -> None:
    row = record(1)
    geos = row["content"]["indexedStructured"]["geoLocation"]
    geos.append({"L2": {"type": "Country", "content": "Chile"}, "points": {"point": _point("-30", "-70")}})
    path = tmp_path / "00.txt"
    path.write_bytes(lines(row))
    with Library.open(tmp_path / "library", create=True) as library:
        import_source(library, "smithsonian", str(path))
        measures = library.culture.execute("SELECT kind, value FROM measures ORDER BY kind").fetchall()
        texts = library.culture.execute("SELECT text FROM texts WHERE kind = 'coordinates'").fetchall()
    assert measures == [("latitude", -10.5), ("longitude", 2.0)]
    assert texts == [("Chile: latitude -30, longitude -70",)]


@pytest.mark.parametrize("name", ["Unknown", "Unidentified", "Anonymous", "anonyme", "Unidentified Artist"])
def test_nobody_is_called_unknown(tmp_path: Path, name: str) -> None:
    row = record(1)
    row["content"]["freetext"]["name"] = [{"label": "Artist", "content": name}, {"label": "Donor", "content": name}]
    path = tmp_path / "00.txt"
    path.write_bytes(lines(row))
    works, agents, _ = entities(read(path))
    assert (works["smithsonian:saam_1"].credits, agents) == ((), {})
    assert [(one.kind, one.text) for one in works["smithsonian:saam_1"].texts[:2]] == [
        ("artist", name), ("donor", name),
    ]  # fmt: skip


def test_a_manufactory_is_a_group(tmp_path: Path) -> None:
    row = record(1)
    row["content"]["freetext"]["name"] = [
        {"label": "Maker", "content": "Sèvres Porcelain Manufactory"}, {"label": "Artist", "content": "Ada Painter"},
    ]  # fmt: skip
    path = tmp_path / "00.txt"
    path.write_bytes(lines(row))
    _, agents, _ = entities(read(path))
    assert {one.name: one.kind for one in agents.values()} == {
        "Sèvres Porcelain Manufactory": "group", "Ada Painter": "unknown",
    }  # fmt: skip


def test_every_form_of_file_gives_the_same(tmp_path: Path) -> None:
    rows = [record(1), record(2)]
    page = {"status": 200, "responseCode": 1, "response": {"rows": rows, "rowCount": 2, "message": "found"}}
    forms = {
        "00.txt": lines(*rows), "00.jsonl": b"\xef\xbb\xbf" + lines(*rows).replace(b"\n", b"\r\n\n"),
        "00.txt.gz": gzip.compress(lines(*rows)), "page.json": json.dumps(page).encode(),
        "indented.json": json.dumps(page, indent=2).encode(), "list.json": json.dumps(rows).encode(),
    }  # fmt: skip
    expected = None
    for name, body in forms.items():
        (tmp_path / name).write_bytes(body)
        works = entities(read(tmp_path / name))[0]
        assert list(works) == ["smithsonian:saam_1", "smithsonian:saam_2"], name
        expected = expected or works
        assert works == expected, name
    (tmp_path / "content.json").write_bytes(json.dumps({"status": 200, "response": rows[0]}, indent=1).encode())
    assert list(entities(read(tmp_path / "content.json"))[0]) == ["smithsonian:saam_1"]


def test_a_resumed_file_goes_on_and_one_that_was_renewed_is_read_from_its_beginning(tmp_path: Path) -> None:
    folder = tmp_path / "edan"
    folder.mkdir()
    (folder / "00.txt").write_bytes(lines(record(1), record(2), record(3)))
    (folder / "01.txt").write_bytes(lines(record(4)))
    second = list(read(folder).records())[1]
    assert [found.key for found in read(folder, cursor=second.cursor).records()] == ["saam_3", "saam_4"]
    (folder / "00.txt").write_bytes(lines(record(9), record(1), record(2), record(3)))
    found = [record.key for record in read(folder, cursor=second.cursor).records()]
    assert found == ["saam_9", "saam_1", "saam_2", "saam_3", "saam_4"]
    (folder / "00.txt").unlink()
    assert [found.key for found in read(folder, cursor=second.cursor).records()] == ["saam_4"]


def test_since_leaves_out_what_did_not_change(tmp_path: Path) -> None:
    path = tmp_path / "00.txt"
    rows = [record(1, lastTimeUpdated=1_700_000_000), record(2, lastTimeUpdated="1500000000"), record(3)]
    rows[2].pop("lastTimeUpdated")
    path.write_bytes(lines(*rows))
    assert [found.key for found in read(path, since="2023-01-01").records()] == ["saam_1", "saam_3"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", InputEmpty),
        (b"\n \n", InputEmpty),
        (b"<!DOCTYPE html><html></html>", InputFormat),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n", InputPointer),
        (b'{"a": 1}\n', InputFormat),
        (b'{"url": "edanmdm:x", "content"', InputFormat),
        (b"\xff\xfe{", InputFormat),
        (gzip.compress(lines(RECORD) * 50)[:-20], InputTruncated),
        (b"[" * 100_000, InputFormat),
    ],
)
def test_what_is_no_dump_is_named(tmp_path: Path, body: bytes, error: type[InputError]) -> None:
    path = tmp_path / "00.txt"
    path.write_bytes(body)
    with pytest.raises(error):
        list(read(path).records())


def test_bad_lines_cost_only_themselves(tmp_path: Path) -> None:
    path = tmp_path / "00.txt"
    good = lines(record(1), record(2))
    path.write_bytes(good + b'{"cut\n{"url": "\0"}\n{"a": 1}\n"text"\n' + lines(record(3)))
    issues: list[Issue] = []
    assert [found.key for found in read(path, report=issues.append).records()] == ["saam_1", "saam_2", "saam_3"]
    assert [(issue.code, issue.located) for issue in issues] == [
        ("not-a-record", "00.txt:3"), ("nul", "00.txt:4"), ("not-a-record", "00.txt:5"), ("not-a-record", "00.txt:6"),
    ]  # fmt: skip


def test_a_folder_without_records_is_named(tmp_path: Path) -> None:
    (tmp_path / "index.txt").write_text("00.txt\n", encoding="utf-8")
    with pytest.raises(InputFormat, match="holds no records"):
        list(read(tmp_path).records())


class Dump:
    """The dump and the API of a played server: three units, of which one is not an art museum's."""

    def __init__(self, tmp_path: Path, server: Server, patch: pytest.MonkeyPatch) -> None:
        self.tmp_path, self.server, self._patch = tmp_path, server, patch
        server.hears = self.answer
        self.units = {
            "saam": {"00.txt": lines(record(1), record(2)), "ff.txt": lines(record(3))},
            "npg": {"00.txt": lines(record(1, "NPG")), "01.txt": b""},
            "nmah": {"00.txt": lines(record(1, "NMAH"))},
        }
        self.clock = Clock()

    def answer(self, asked: Asked) -> Reply:
        if "search" in asked.address:
            unit = asked.query["q"].removeprefix('unit_code:"').removesuffix('"').lower()
            bodies = b"".join(self.units.get(unit, {}).values()).splitlines()
            rows = [json.loads(body) for body in bodies]
            said = {"response": {"rows": rows[int(asked.query["start"]) :], "rowCount": len(rows)}}
            return Reply(200, json.dumps(said).encode(), JSON)
        *_, unit, name = asked.address.split("?")[0].split("/")
        if name == "index.txt":
            listed = self.units.get(unit, {}) if unit != "edan" else {f"{one}/index.txt": b"" for one in self.units}
            where = f"{self.server.url}/edan" if unit == "edan" else f"{self.server.url}/edan/{unit}"
            return Reply(200, "".join(f"{where}/{one}\n" for one in listed).encode())
        body = self.units[unit][name]
        return file(body, etag=f'"{hash(body)}"') if body else Reply(200, b"\n")

    def go(self, given: str | None, name: str = "library", **more: Any) -> Any:
        """An import, its result and the keys of the records."""
        described = descriptor("smithsonian")
        assert described.http is not None
        own = msgspec.structs.replace(
            described, assertions=Minimum(),
            http=msgspec.structs.replace(described.http, base=f"{self.server.url}/api", hosts=(), limits={}),
            options=described.options | {"dump": f"{self.server.url}/edan/index.txt", **more.pop("options", {})},
        )  # fmt: skip
        self._patch.setattr(run, "descriptor", lambda *_, **__: own)
        senses = self.clock.senses()

        def fetcher(one: Descriptor, refresh: bool) -> Fetcher:
            made = Fetcher(one, refresh=refresh, stored=Cache(self.tmp_path / "http.db", senses.now), senses=senses)
            made.trust(self.server.url)
            return made

        with Library.open(self.tmp_path / name, create=True) as library:
            result = import_source(library, "smithsonian", given, fetcher=fetcher, **more)
            keys = [key for (key,) in library.culture.execute("SELECT record_id FROM records ORDER BY 1")]
        return result, [key.removeprefix("smithsonian:") for key in keys]


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dump]:
    monkeypatch.setenv("SMITHSONIAN_API_KEY", "a-Secret/Key+1")
    with Server() as server:
        yield Dump(tmp_path, server, monkeypatch)


ART = ["npg_1", "saam_1", "saam_2", "saam_3"]


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        (None, ART),
        ("dump", ART),
        ("dump:NMAH", ["nmah_1"]),
        ("dump:npg,nmah", ["nmah_1", "npg_1"]),
        ("dump:all", ["nmah_1", *ART]),
        ("api", ART),
        ("api:nmah", ["nmah_1"]),
    ],
)
def test_the_units_that_are_asked_for(played: Dump, given: str | None, keys: list[str]) -> None:
    result, found = played.go(given)
    assert (result.status, found) == ("done", keys)


def test_units_that_the_dump_does_not_have(played: Dump) -> None:
    """One that a person named is a mistake; one of the usual ones is told, and nothing is taken for gone."""
    with pytest.raises(UsageError, match="no unit nowhere"):
        played.go("dump:nowhere")
    played.go("dump", "library")
    del played.units["npg"]
    result, found = played.go("dump", "library", refresh=True)
    assert (found, result.counts.gone) == (ART, 0)


def test_all_ways_bring_the_same_works(played: Dump, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    for unit in ("saam", "npg"):
        (folder / unit).mkdir(parents=True)
        for name, body in played.units[unit].items():
            (folder / unit / name).write_bytes(body or b"\n")
    (folder / "npg" / "01.txt").unlink()
    played.go("dump", "dump")
    played.go("api", "api")
    played.go(str(folder), "folder")
    contents = [dump(tmp_path / name) for name in ("dump", "api", "folder")]
    for table in ("works", "titles", "credits", "agents", "terms", "images", "rights", "texts", "dates"):
        assert contents[0][table] == contents[1][table] == contents[2][table], table
    assert len(contents[0]["works"]) == 4


def test_the_dump_needs_no_key_and_the_api_does(played: Dump, monkeypatch: pytest.MonkeyPatch) -> None:
    described = descriptor("smithsonian")
    assert described.http is not None
    assert not described.options["dump"].startswith(described.http.base), "the key goes to the API's host only"
    monkeypatch.delenv("SMITHSONIAN_API_KEY")
    with pytest.raises(CultureDataError, match="SMITHSONIAN_API_KEY"):
        played.go("api")


def test_an_index_that_is_a_web_page_is_no_index(played: Dump) -> None:
    played.server.fail("/edan/index.txt", *[Reply(200, b"<!DOCTYPE html><html>maintenance</html>")] * 20)
    with pytest.raises(CultureDataError):
        played.go("dump")


@pytest.mark.parametrize("stop", [1, 2, 3])
def test_a_dump_that_was_stopped_goes_on_where_it_was(played: Dump, stop: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "BATCH", 1)
    whole, expected = played.go("dump", "whole")

    class Stopped(BaseException):
        pass

    moments: list[int] = []

    def progress(_: str, done: int) -> None:
        moments.append(done)
        if len(moments) == stop:
            raise Stopped

    with pytest.raises(Stopped):
        played.go("dump", "stopped", progress=progress)
    result, found = played.go("dump", "stopped", resume=True)
    assert found == expected
    assert result.counts.records == whole.counts.records, "no record was read twice"


def test_a_list_of_the_api_that_ends_early_marks_nothing_as_gone(played: Dump) -> None:
    played.go("api:saam")
    body = {"response": {"rows": [record(1)], "rowCount": 3}}
    empty = {"response": {"rows": [], "rowCount": 3}}
    played.server.fail("start=0", Reply(200, json.dumps(body).encode(), JSON))
    played.server.fail("start=1", Reply(200, json.dumps(empty).encode(), JSON))
    result, found = played.go("api:saam", refresh=True)
    assert (result.counts.gone, len(found)) == (0, 3)


def test_the_api_is_asked_unit_by_unit(played: Dump) -> None:
    with pytest.raises(UsageError, match="unit by unit"):
        played.go("api:all")
    played.go("api:saam")
    [asked] = [one for one in played.server.asked if "search" in one.address]
    assert asked.query["q"] == 'unit_code:"saam"'
    assert asked.query["rows"] == "1000"


# -- the recorded records --------------------------------------------------------------------------------------------


def test_the_recorded_records_are_read_and_none_is_lost(shared: Path) -> None:
    issues: list[Issue] = []
    works, agents, terms = entities(read(shared / "fixtures" / "smithsonian", report=issues.append))
    assert issues == []
    assert set(works) == {
        f"smithsonian:{key}" for key in (
            "chndm_1931-66-88", "nasm_A19710896000", "siris_arc_291918", "siris_arc_368960", "nmnhvz_7585998",
            "nmnhvz_7418573", "nmnhvz_7377213",
        )
    }  # fmt: skip
    view = works["smithsonian:chndm_1931-66-88"]
    assert view.titles[0].text == "Cathedral of Notre Dame in Paris"
    assert view.dates == (Date(text="1825–1840", earliest=1825, latest=1840, precision="range"),)
    assert view.images[0].open
    maker: Agent = agents["smithsonian:agent:charles-nicolas-ransonnette"]
    assert (maker.born, maker.died, maker.sort_name) == (1793, 1877, "Ransonnette, Charles Nicolas")
    engine = works["smithsonian:nasm_A19710896000"]
    assert len(engine.images) == 6
    assert [one.term.rpartition("-")[2] for one in engine.terms if one.facet == "material"] == [
        "steel", "aluminum", "rubber", "textile", "magnesium", "paint", "steel",
    ]  # fmt: skip
    weights = [(one.part, one.value) for one in engine.dimensions if one.kind == "weight"]
    assert weights == [("Approximate (Weighed with Stand)", 694.0), (None, 544.0)]
    assert (engine.images[0].width, engine.images[0].height) == (6600, 6600)
    assert Dimension(kind="depth", value=160.0, unit="cm", text="160") in engine.dimensions
    zoo = works["smithsonian:siris_arc_291918"]
    assert [one.licence for one in zoo.rights if one.covers == "work"] == [
        None, "http://rightsstatements.org/vocab/NoC-US/1.0/",
    ]  # fmt: skip
    assert terms["smithsonian:term:subject-national-zoological-park-u-s"].label == "National Zoological Park (U.S.)"
    shrew = works["smithsonian:nmnhvz_7418573"]
    assert Dimension(part="Total", kind="length", value=110.0, unit="mm", text="110") in shrew.dimensions
    assert shrew.holdings[0].inventory == "USNM Number 558493; Accession Number 360548"
    assert Text(kind="specimen count", text="1", lang="en") in shrew.texts
    bat = works["smithsonian:nmnhvz_7377213"]
    assert [one.term for one in bat.terms if one.facet == "place"] == [
        "smithsonian:term:place-south-america--colombia--antioquia--zaragoza-25-km-s-22-km-w-at-la-tirana"
    ]
