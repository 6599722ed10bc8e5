"""nga: joined from synthetic rows in all columns of the museum's own table definitions, and from the real rows that
are at hand where they are present."""

from __future__ import annotations

import csv
import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest

from culturedata.data.records import Agent, Date, Dimension, Relation, Rights, Title, Work
from culturedata.errors import InputEmpty, InputError, InputFormat, InputMissing, InputPointer, UsageError
from culturedata.importing import run
from culturedata.importing.descriptor import Descriptor, Minimum, descriptor
from culturedata.importing.run import import_source
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.kept.cache import Cache
from culturedata.sources.nga.source import Nga
from culturedata.store.library import Library
from tests.contract_source import SourceContract, entities
from tests.http_faults import Asked, Clock, Reply, Server, file

Rows = dict[str, list[dict[str, str]]]
_COLUMNS = """
objects: objectid uuid accessioned accessionnum locationid title displaydate beginyear endyear visualbrowsertimespan
  medium dimensions inscription markings attributioninverted attribution provenancetext creditline classification
  subclassification visualbrowserclassification parentid isvirtual departmentabbr portfolio series volume watermarks
  lastdetectedmodification wikidataid customprinturl
constituents: constituentid uuid ulanid preferreddisplayname forwarddisplayname lastname displaydate
  artistofngaobject beginyear endyear visualbrowsertimespan nationality visualbrowsernationality constituenttype
  wikidataid
objects_constituents: objectid constituentid displayorder roletype role prefix suffix displaydate beginyear endyear
  country zipcode
objects_terms: termid objectid termtype term visualbrowsertheme visualbrowserstyle
objects_dimensions: objectid element dimensiontype dimension unitname
objects_text_entries: objectid text texttype year
objects_historical_data: datatype objectid displayorder forwardtext invertedtext remarks effectivedate
objects_altnums: objectid altnumtype altnum
object_associations: parentobjectid childobjectid relationship
published_images: uuid iiifurl iiifthumburl viewtype sequence width height maxpixels created modified
  depictstmsobjectid assistivetext
alternative_identifiers: uuid idschemelabel identifier
locations: locationid site room publicaccess description unitposition
preferred_locations: locationkey locationtype description ispublicvenue mapimageurl mapshapetype mapshapecoords
  partof
preferred_locations_tms_locations: preferredlocationkey tmslocationid
constituents_altnames: altnameid constituentid lastname displayname forwarddisplayname nametype
constituents_text_entries: constituentid text texttype year
media_items: mediaid mediatype title description duration language thumbnailurl playurl downloadurl keywords tags
  imageurl presentationdate releasedate lastmodified
media_relationships: mediaid relatedid relatedentity
"""
COLUMNS = {
    name: columns.split()
    for name, _, columns in (line.partition(":") for line in _COLUMNS.replace("\n  ", " ").strip().splitlines())
}


def synthetic() -> Rows:
    """Three objects, of which one is the back of another, and five constituents, one of whom no object names."""
    return {
        "objects": [
            {
                "objectid": "7", "uuid": "u-7", "accessioned": "1", "accessionnum": "1900.1.7.a", "locationid": "31",
                "title": "An _Invented_ View", "displaydate": "c. 1650/1660", "beginyear": "1650", "endyear": "1660",
                "visualbrowsertimespan": "1651 to 1675", "medium": "oil on   canvas",
                "dimensions": "overall: 10 x 20.5 cm", "inscription": "lower left: <i>A.P.</i><br>again",
                "markings": "a stamp", "attributioninverted": "Painter, Ada, Follower of",
                "attribution": "Follower of Ada Painter", "provenancetext": "Sold,\nParis.", "creditline": "A Gift",
                "classification": "Painting", "subclassification": "Panel", "visualbrowserclassification": "painting",
                "isvirtual": "0", "departmentabbr": "CIS-R", "portfolio": "A Portfolio", "series": "A Series",
                "watermarks": "a crown", "lastdetectedmodification": "2024-03-01 10:00:00-05", "wikidataid": "Q12345",
                "customprinturl": "https://shop.example/7",
            },
            {
                "objectid": "8", "uuid": "u-8", "accessioned": "1", "accessionnum": "1900.1.7.b", "title": "The Back",
                "beginyear": "-20", "endyear": "40", "parentid": "7", "isvirtual": "1", "medium": "x" * 201,
                "lastdetectedmodification": "2023-01-01 10:00:00.123-05",
            },
            {"objectid": "9", "uuid": "u-9", "accessioned": "0", "title": "", "beginyear": "0", "isvirtual": "0"},
        ],
        "constituents": [
            {
                "constituentid": "1", "uuid": "c-1", "ulanid": "500000001", "preferreddisplayname": "Painter, Ada",
                "forwarddisplayname": "Ada Painter", "lastname": "Painter", "displaydate": "Dutch, c. 1620 - 1681",
                "artistofngaobject": "1", "beginyear": "1620", "endyear": "1681", "nationality": "Dutch",
                "visualbrowsernationality": "Dutch", "constituenttype": "individual", "wikidataid": "Q77",
            },
            {
                "constituentid": "2", "preferreddisplayname": "Giver, A., Mr. and Mrs.",
                "forwarddisplayname": "Mr. and Mrs. A. Giver", "displaydate": "he: born 1908", "beginyear": "1908",
                "endyear": "2008", "constituenttype": "couple", "artistofngaobject": "0",
            },
            {"constituentid": "3", "forwarddisplayname": "An Owner", "constituenttype": "purchase_fund"},
            {"constituentid": "4", "forwarddisplayname": "Nobody's Foundation", "displaydate": "est. 1929",
             "beginyear": "1929", "constituenttype": "corporate"},
            {"constituentid": "5", "forwarddisplayname": "An Etcher", "constituenttype": "individual"},
        ],
        "objects_constituents": [
            {"objectid": "7", "constituentid": "3", "displayorder": "3", "roletype": "owner", "role": "previous owner",
             "displaydate": "by 1900", "country": "France", "zipcode": "75001"},
            {"objectid": "7", "constituentid": "2", "displayorder": "2", "roletype": "donor", "role": "donor"},
            {"objectid": "7", "constituentid": "1", "displayorder": "1", "roletype": "artist", "role": "painter"},
            {"objectid": "8", "constituentid": "1", "displayorder": "10", "roletype": "artist", "role": "artist after"},
            {"objectid": "8", "constituentid": "5", "displayorder": "9", "roletype": "artist", "role": "etcher",
             "prefix": "Workshop of", "beginyear": "1700", "endyear": "1701"},
        ],
        "objects_terms": [
            {"termid": "50", "objectid": "7", "termtype": "School", "term": "Dutch"},
            {"termid": "51", "objectid": "7", "termtype": "Theme", "term": "a <i>bridge</i>",
             "visualbrowsertheme": "landscape", "visualbrowserstyle": "Baroque"},
            {"termid": "51", "objectid": "7", "termtype": "Technique", "term": "a bridge"},
        ],
        "objects_dimensions": [
            {"objectid": "7", "element": "overall", "dimensiontype": "height", "dimension": "10.0000000000",
             "unitname": "centimeters"},
            {"objectid": "7", "element": "overall", "dimensiontype": "weight", "dimension": "2.5",
             "unitname": "stones"},
        ],
        "objects_text_entries": [
            {"objectid": "7", "text": "<p>First.</p><p>Second &amp; last.</p>", "texttype": "exhibition_history"},
            {"objectid": "7", "text": "A. Person. <i>A Book</i>.", "texttype": "bibliography", "year": "1999"},
            {"objectid": "7", "text": "A. Person. 1888.", "texttype": "bibliography", "year": "1888"},
        ],
        "objects_historical_data": [
            {"datatype": "previous_attribution", "objectid": "7", "displayorder": "2", "forwardtext": "Bea Other",
             "invertedtext": "Other, Bea", "remarks": "At time of gift\r\n", "effectivedate": "1937"},
            {"datatype": "previous_attribution", "objectid": "7", "displayorder": "1", "forwardtext": "Ada Painter"},
            {"datatype": "previous_title", "objectid": "7", "displayorder": "1", "forwardtext": "A Former Title"},
        ],
        "objects_altnums": [{"objectid": "7", "altnumtype": "Old Accession Number", "altnum": "B-5"}],
        "object_associations": [{"parentobjectid": "7", "childobjectid": "8", "relationship": "inseparable"}],
        "published_images": [
            {"uuid": "i-2", "iiifurl": "https://iiif.example/i-2", "viewtype": "alternate", "sequence": "10",
             "depictstmsobjectid": "7", "maxpixels": "640", "modified": "2025-06-01 00:00:00-04"},
            {"uuid": "i-3", "iiifurl": "https://iiif.example/i-3", "viewtype": "alternate", "sequence": "9",
             "depictstmsobjectid": "7"},
            {"uuid": "i-1", "iiifurl": "https://iiif.example/i-1", "viewtype": "primary", "sequence": "0",
             "iiifthumburl": "https://iiif.example/i-1/full/!200,200/0/default.jpg", "width": "3000", "height": "2000",
             "created": "2020-01-01 00:00:00-05", "depictstmsobjectid": "7", "assistivetext": "A made-up view."},
        ],
        "alternative_identifiers": [
            {"uuid": "u-7", "idschemelabel": "Wikidata ID", "identifier": "Q12345"},
            {"uuid": "u-7", "idschemelabel": "Key Set Number", "identifier": "143"},
            {"uuid": "c-1", "idschemelabel": "ULAN ID", "identifier": "500000001"},
        ],
        "locations": [{"locationid": "31", "site": "East", "room": "E-1", "publicaccess": "1",
                       "description": "East, Room 1", "unitposition": "N"}],
        "preferred_locations": [
            {"locationkey": "E-1", "locationtype": "room", "description": "East Building, Gallery 1", "partof": "e"},
            {"locationkey": "e", "locationtype": "building", "description": "East Building", "partof": "e"},
        ],
        "preferred_locations_tms_locations": [{"preferredlocationkey": "E-1", "tmslocationid": "31"}],
        "constituents_altnames": [
            {"altnameid": "1", "constituentid": "1", "lastname": "Painter", "displayname": "Painter, Ada",
             "nametype": "Preferred Name"},
            {"altnameid": "2", "constituentid": "1", "displayname": "Schilder, Ada", "forwarddisplayname":
             "Ada Schilder", "nametype": "Variant"},
        ],
        "constituents_text_entries": [{"constituentid": "1", "text": "A book.", "texttype": "bibliography"}],
        "media_items": [
            {"mediaid": "111", "mediatype": "audio", "title": "A Talk", "description": "<p>Of a\nview.</p>\n",
             "playurl": "https://play.example/111", "language": "en", "duration": "60",
             "presentationdate": "2021-09-22", "keywords": "hills, views",
             "downloadurl": "https://play.example/111/download"},
        ],
        "media_relationships": [
            {"mediaid": "111", "relatedid": "7", "relatedentity": "nga:art:tms:objects"},
            {"mediaid": "111", "relatedid": "1", "relatedentity": "nga:art:tms:constituents"},
        ],
    }  # fmt: skip


def write(folder: Path, tables: Rows) -> Path:
    """The tables as CSV files with all their columns; an empty cell where a row says nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, COLUMNS[name], restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def zipped(path: Path, folder: Path) -> Path:
    """The folder as GitHub packs a repository."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("opendata-main/README.md", "a text")
        for one in sorted(folder.iterdir()):
            archive.write(one, f"opendata-main/data/{one.name}")
    return path


def read(given: Path | str, **more: Any) -> Nga:
    return Nga(Context(descriptor("nga"), str(given), **more))


UNDERSTOOD = frozenset({
    # The keys by which rows of several tables are one record: each says again to what it was joined.
    "constituents[].constituent.constituentid", "constituents[].role.constituentid", "constituents[].role.objectid",
    "dimensions[].objectid", "history[].objectid", "media[].item.mediaid", "names[].constituentid",
    "numbers[].objectid", "parts[].parentobjectid", "terms[].objectid", "texts[].objectid", "wholes[].childobjectid",
})  # fmt: skip


class TestFile(SourceContract):
    """The contract of all sources, over a folder of CSVs."""

    source = "nga"
    of_tables = True
    understood = UNDERSTOOD

    def input(self, tmp_path: Path) -> str:
        return str(write(tmp_path / "data", synthetic()))


class TestZip(SourceContract):
    """The same over a zip of the repository."""

    source = "nga"
    of_tables = True
    understood = UNDERSTOOD

    def input(self, tmp_path: Path) -> str:
        return str(zipped(tmp_path / "main.zip", write(tmp_path / "data", synthetic())))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "opendata" / "data", synthetic())


@pytest.fixture
def works(folder: Path) -> dict[str, Work]:
    return entities(read(folder))[0]


@pytest.fixture
def agents(folder: Path) -> dict[str, Agent]:
    return entities(read(folder))[1]


def test_an_object_is_one_record_with_its_rows_of_all_tables(folder: Path) -> None:
    records = list(read(folder).records())
    assert [record.key for record in records] == [
        "7", "8", "9", "agent:1", "agent:2", "agent:3", "agent:4", "agent:5",
    ]  # fmt: skip
    whole = json.loads(records[0].body)
    tables = synthetic()
    del tables["preferred_locations_tms_locations"]  # two keys, of which both stand in the rows that it joins
    for name, rows in tables.items():
        for row in rows:
            full = {column: row.get(column, "") for column in COLUMNS[name]}
            found = any(full in list(objects(json.loads(record.body))) for record in records)
            assert found, f"a row of {name} is in no record: {row}"
    assert [one["constituent"]["constituentid"] for one in whole["constituents"]] == ["1", "2", "3"]


def objects(value: Any) -> list[Any]:
    """All objects in a value."""
    if isinstance(value, dict):
        return [value, *(found for inner in value.values() for found in objects(inner))]
    return [found for inner in value for found in objects(inner)] if isinstance(value, list) else []


def test_titles_dates_texts_and_dimensions(works: dict[str, Work]) -> None:
    work = works["nga:7"]
    assert work.titles == (
        Title(text="An Invented View"),
        Title(text="A Former Title", kind="alternative"),
        Title(text="A Portfolio", kind="group"),
        Title(text="A Series", kind="group"),
    )
    assert work.dates == (Date(text="c. 1650/1660", earliest=1650, latest=1660, precision="range", qualifier="circa"),)
    texts = {(text.kind, text.text) for text in work.texts}
    assert texts == {
        ("makers as printed", "Follower of Ada Painter"), ("inscription", "lower left: A.P.\nagain"),
        ("markings", "a stamp"), ("watermarks", "a crown"), ("provenance", "Sold,\nParis."),
        ("owner", "An Owner; previous owner; by 1900; France"), ("previous attribution", "Ada Painter"),
        ("previous attribution", "Bea Other (At time of gift, 1937)"), ("exhibition history", "First.\nSecond & last."),
        ("bibliography", "1999: A. Person. A Book."), ("bibliography", "A. Person. 1888."),
        ("location", "East, Room 1; N; E-1; East; East Building, Gallery 1; East Building"),
        ("audio recording", "A Talk\nOf a\nview.\nduration: 60\ngiven: 2021-09-22\nkeywords: hills, views\n"
             "https://play.example/111\nhttps://play.example/111/download"),
    }  # fmt: skip
    former = [text.text for text in work.texts if text.kind == "previous attribution"]
    assert former == ["Ada Painter", "Bea Other (At time of gift, 1937)"], "in the order of the source"
    assert work.dimensions == (
        Dimension(part="overall", kind="height", value=10.0, unit="cm"),
        Dimension(part="overall", kind="weight", value=2.5, unit="stones"),
        Dimension(kind="text", text="overall: 10 x 20.5 cm"),
    )


def test_years_without_a_printed_date(works: dict[str, Work]) -> None:
    """Before our era as it is; 0 is no year."""
    assert works["nga:8"].dates == (Date(text="-20–40", earliest=-20, latest=40, precision="range"),)
    assert works["nga:9"].dates == ()


def test_what_is_no_year_is_reported(folder: Path) -> None:
    issues: list[Issue] = []
    entities(read(folder, report=issues.append))
    assert [(issue.code, issue.field, issue.raw) for issue in issues] == [("not-a-year", "beginyear", "0")]


def test_makers_donors_and_owners(works: dict[str, Work]) -> None:
    """The attribution is that of the role, else the printed one if it is about the only artist; owners made nothing."""
    said = [(one.agent, one.role, one.attribution, one.note) for one in works["nga:7"].credits]
    assert said == [
        ("nga:agent:1", "painter", "follower of", None),
        ("nga:agent:2", "donor", None, None),
    ]
    said = [(one.agent, one.role, one.attribution, one.note) for one in works["nga:8"].credits]
    assert said == [
        ("nga:agent:5", "printmaker", "workshop of", "etcher; Workshop of; 1700–1701"),
        ("nga:agent:1", "artist", "after", "artist after"),
    ]


def test_a_printed_attribution_about_somebody_else_says_nothing(tmp_path: Path) -> None:
    tables = synthetic()
    tables["objects"][0]["attribution"] = "Follower of Somebody Else"
    assert entities(read(write(tmp_path / "d", tables)))[0]["nga:7"].credits[0].attribution is None


@pytest.mark.parametrize(("kind", "word"), [("artist", "whittler"), ("lender", "lender")])
def test_an_unknown_role_is_a_contributor_with_the_sources_word(tmp_path: Path, kind: str, word: str) -> None:
    tables = synthetic()
    tables["objects_constituents"][2] |= {"roletype": kind, "role": word}
    issues: list[Issue] = []
    found = entities(read(write(tmp_path / "d", tables), report=issues.append))[0]["nga:7"].credits[0]
    assert (found.role, found.note) == ("contributor", word)
    assert [issue.raw for issue in issues if issue.code == "unknown-role"] == [word]


def test_terms_have_the_museums_ids_under_their_facet(folder: Path) -> None:
    works, _, terms = entities(read(folder))
    assert [one.term for one in works["nga:7"].terms] == [
        "nga:term:material-oil-on-canvas", "nga:term:classification-painting",
        "nga:term:classification-painting--panel", "nga:term:type-painting", "nga:term:department-cis-r",
        "nga:term:culture-50", "nga:term:technique-51", "nga:term:subject-51", "nga:term:subject-landscape",
        "nga:term:movement-baroque",
    ]  # fmt: skip
    assert terms["nga:term:subject-51"].label == "a bridge"
    assert terms["nga:term:classification-painting--panel"].parents == ("nga:term:classification-painting",)
    assert terms["nga:term:material-oil-on-canvas"].label == "oil on canvas"
    assert [one.term for one in works["nga:8"].terms] == ["nga:term:type-virtual-object"]
    assert [text.kind for text in works["nga:8"].texts] == ["medium"], "a long medium is a text and no term"


def test_a_plain_list_of_materials_is_as_many_terms_and_stays_as_printed(tmp_path: Path) -> None:
    tables = synthetic()
    tables["objects"][0]["medium"] = "wood, paint, and metal"
    works, _, terms = entities(read(write(tmp_path / "d", tables)))
    labels = [terms[one.term].label for one in works["nga:7"].terms if one.facet == "material"]
    assert labels == ["wood", "paint", "metal"]
    assert [one.text for one in works["nga:7"].texts if one.kind == "medium"] == ["wood, paint, and metal"]


def test_recto_and_verso_are_parts_and_a_parent_is_named_once(works: dict[str, Work]) -> None:
    assert works["nga:7"].relations == (
        Relation(kind="has part", target="nga:8", text="inseparable"),
        Relation(kind="portfolio", target="nga:portfolio:a-portfolio", text="A Portfolio"),
        Relation(kind="series", target="nga:series:a-series", text="A Series"),
        Relation(kind="audio", target="nga:media:111", text="A Talk"),
    )
    assert works["nga:8"].relations == (Relation(kind="part of", target="nga:7", text="inseparable"),)


def test_a_parent_without_an_association_is_a_relation_too(tmp_path: Path) -> None:
    tables = synthetic() | {"object_associations": []}
    works = entities(read(write(tmp_path / "d", tables)))[0]
    assert works["nga:8"].relations == (Relation(kind="part of", target="nga:7", text="parent object"),)


def test_pictures_begin_with_the_primary_view_and_none_is_open(works: dict[str, Work]) -> None:
    work = works["nga:7"]
    assert [image.iiif for image in work.images] == [f"https://iiif.example/i-{n}" for n in (1, 3, 2)]
    first, _, small = work.images
    assert (first.width, first.height, first.alt) == (3000, 2000, "A made-up view.")
    assert first.url == "https://iiif.example/i-1/full/!843,843/0/default.jpg"
    assert small.url == "https://iiif.example/i-2/full/!640,640/0/default.jpg"
    assert not any(image.open or image.licence for image in work.images)
    assert [one.covers for one in work.rights] == ["metadata", "image"]
    assert work.rights[1] == Rights(
        covers="image", statement="shown by the museum in at most 640 pixels (fair use)",
        statement_fr="montrée par le musée en 640 pixels au plus (fair use)",
    )  # fmt: skip


def test_identifiers_and_holding(works: dict[str, Work]) -> None:
    work = works["nga:7"]
    assert [(one.scheme, one.value) for one in work.identifiers] == [
        ("accession", "1900.1.7.a"), ("nga", "7"), ("wikidata", "Q12345"), ("old accession number", "B-5"),
        ("key set number", "143"),
    ]  # fmt: skip
    [holding] = work.holdings
    assert (holding.kind, holding.inventory, holding.credit_line) == ("owner", "1900.1.7.a", "A Gift")
    assert works["nga:9"].holdings[0].kind == "keeper"
    assert works["nga:9"].titles == (Title(text="[no title]"),)


def test_people_couples_and_bodies(agents: dict[str, Agent]) -> None:
    ada = agents["nga:agent:1"]
    assert (ada.name, ada.sort_name, ada.kind, ada.born, ada.died) == (
        "Ada Painter", "Painter, Ada", "person", 1620, 1681,
    )  # fmt: skip
    assert (ada.life_text, ada.authority) == ("Dutch, c. 1620 - 1681", 1)
    assert [name.text for name in ada.names] == ["Ada Schilder", "Schilder, Ada"]
    assert [(one.scheme, one.value) for one in ada.identifiers] == [
        ("nga", "1"), ("ulan", "500000001"), ("wikidata", "Q77"),
    ]  # fmt: skip
    assert [one.term for one in ada.terms] == ["nga:term:culture-dutch"]
    couple = agents["nga:agent:2"]
    assert (couple.kind, couple.born, couple.died, couple.life_text) == ("group", None, None, "he: born 1908")
    body = agents["nga:agent:4"]
    assert (body.kind, body.born, body.died) == ("group", 1929, None)


@pytest.mark.parametrize(
    ("printed", "begin", "end", "years"),
    [
        ("American, born 1901", "1901", "2001", (1901, None)),
        ("Sienese, active from 1389 - died 1428", "1369", "1428", (None, 1428)),
        ("Dutch, active 1500 - 1520", "1500", "1520", (None, None)),
        ("British, c. 1755/1761 - 1802", "1755", "1802", (1755, 1802)),
        ("French, 1801 - 48", "1801", "1848", (1801, 1848)),
        ("Greek, c. 460 - 395 BCE", "-460", "-395", (-460, -395)),
        ("est. 1929", "1929", "", (1929, None)),
        ("", "1700", "1750", (1700, 1750)),
    ],
)
def test_years_that_only_a_search_needs_are_none_of_a_life(
    tmp_path: Path, printed: str, begin: str, end: str, years: tuple[int | None, int | None]
) -> None:
    tables = synthetic()
    tables["constituents"][4] |= {"displaydate": printed, "beginyear": begin, "endyear": end}
    found = entities(read(write(tmp_path / "d", tables)))[1]["nga:agent:5"]
    assert (found.born, found.died, found.life_text) == (*years, printed or None)


def test_a_life_in_the_wrong_order_is_reported_and_not_used(tmp_path: Path) -> None:
    tables = synthetic()
    tables["constituents"][4] |= {"beginyear": "1800", "endyear": "1700"}
    issues: list[Issue] = []
    found = entities(read(write(tmp_path / "d", tables), report=issues.append))[1]["nga:agent:5"]
    assert (found.born, found.died) == (None, None)
    assert "life-out-of-order" in {issue.code for issue in issues}


def test_the_order_of_rows_in_side_tables_makes_no_difference(tmp_path: Path, folder: Path) -> None:
    tables = synthetic()
    turned = {name: rows[::-1] if name not in ("objects", "constituents") else rows for name, rows in tables.items()}
    again = write(tmp_path / "turned", turned)
    assert [record.body for record in read(again).records()] == [record.body for record in read(folder).records()]


def test_a_missing_side_table_is_an_issue_and_not_the_end(folder: Path, tmp_path: Path) -> None:
    for name in ("objects_terms", "published_images", "objects_altnums"):
        (folder / f"{name}.csv").unlink()
    issues: list[Issue] = []
    works = entities(read(folder, report=issues.append))[0]
    assert [issue.located for issue in issues if issue.code == "missing-table"] == [
        "objects_terms.csv", "published_images.csv",
    ]  # fmt: skip
    assert works["nga:7"].images == ()
    assert works["nga:7"].titles[0].text == "An Invented View"


def test_without_constituents_credits_stay_and_nobody_is_taken_for_gone(folder: Path) -> None:
    (folder / "constituents.csv").unlink()
    issues: list[Issue] = []
    source = read(folder, report=issues.append)
    works, agents, _ = entities(source)
    assert works["nga:7"].credits[0].agent == "nga:agent:1"
    assert agents["nga:agent:1"].name == "[constituent 1]"
    assert source.context.partial
    assert {"missing-table", "missing-constituent"} <= {issue.code for issue in issues}


def test_identifiers_that_can_not_be_joined_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Older copies of the tables have no uuid."""
    monkeypatch.setitem(COLUMNS, "objects", [column for column in COLUMNS["objects"] if column != "uuid"])
    tables = synthetic()
    for row in tables["objects"]:
        del row["uuid"]
    issues: list[Issue] = []
    entities(read(write(tmp_path / "d", tables), report=issues.append))
    assert [issue.code for issue in issues if issue.code != "not-a-year"] == ["unjoined-table"]


@pytest.mark.parametrize(
    ("since", "keys"),
    [
        ("2024-01-01", ["7", "9"]),  # 9 does not say when it changed
        ("2025-01-01", ["7", "9"]),  # of 7 a picture changed
        ("2025-07-01", ["9"]),
    ],
)
def test_since_reads_what_changed_and_all_constituents(folder: Path, since: str, keys: list[str]) -> None:
    found = [record.key for record in read(folder, since=since).records()]
    assert [key for key in found if not key.startswith("agent:")] == keys
    assert len(found) == len(keys) + 5


def test_a_cursor_whose_row_has_moved_starts_anew(tmp_path: Path, folder: Path) -> None:
    """The tables are renewed daily: a number alone would skip an object."""
    second = list(read(folder).records())[1]
    assert next(record.key for record in read(folder, cursor=second.cursor).records()) == "9"
    tables = synthetic()
    tables["objects"].insert(0, {"objectid": "1", "title": "New", "isvirtual": "0"})
    moved = write(tmp_path / "moved", tables)
    assert [record.key for record in read(moved, cursor=second.cursor).records()][:4] == ["1", "7", "8", "9"]


def test_a_row_without_an_id_is_reported(tmp_path: Path) -> None:
    tables = synthetic()
    tables["objects"][1]["objectid"] = " "
    issues: list[Issue] = []
    keys = [record.key for record in read(write(tmp_path / "d", tables), report=issues.append).records()]
    assert keys[:2] == ["7", "9"]
    assert [issue.code for issue in issues] == ["no-id"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", InputEmpty),
        (b"<!DOCTYPE html><html></html>", InputFormat),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n", InputPointer),
        (b"a,b\n1,2\n", InputFormat),
    ],
)
@pytest.mark.parametrize("table", ["objects", "objects_terms"])
def test_what_is_no_table_is_named(folder: Path, table: str, body: bytes, error: type[InputError]) -> None:
    (folder / f"{table}.csv").write_bytes(body)
    with pytest.raises(error, match=table):
        list(read(folder).records())


def test_a_row_with_nul_and_a_cut_row_cost_only_themselves(folder: Path) -> None:
    path = folder / "objects.csv"
    path.write_bytes(path.read_bytes().replace(b"The Back", b"The\0Back") + b'10,"cut')
    issues: list[Issue] = []
    keys = [record.key for record in read(folder, report=issues.append).records()]
    assert keys[:2] == ["7", "9"]
    assert [issue.code for issue in issues] == ["nul", "not-csv"]


def test_a_folder_or_a_zip_without_objects_is_named(tmp_path: Path, folder: Path) -> None:
    (folder / "objects.csv").unlink()
    for given in (folder, zipped(tmp_path / "main.zip", folder), folder / "constituents.csv"):
        with pytest.raises(InputMissing, match=r"objects\.csv"):
            list(read(given).records())


def test_there_is_no_api() -> None:
    with pytest.raises(UsageError, match="no API"):
        list(read("api").records())


class Desk:
    """Imports from a server on this machine that plays the raw files of the repository."""

    def __init__(self, tmp_path: Path, folder: Path, server: Server, patch: pytest.MonkeyPatch) -> None:
        self.tmp_path, self.folder, self.server = tmp_path, folder, server
        server.hears = self.answer
        self.clock = Clock()
        self._patch = patch

    def answer(self, asked: Asked) -> Reply:
        path = self.folder / asked.address.rsplit("/", 1)[1]
        body = path.read_bytes() if path.exists() else None
        return Reply(404) if body is None else file(body, etag=f'"{hash(body)}"')

    def go(self, given: str | None, name: str) -> Any:
        senses = self.clock.senses()
        described = descriptor("nga")
        assert described.http is not None
        own = msgspec.structs.replace(
            described, http=msgspec.structs.replace(described.http, base=f"{self.server.url}/data"),
            assertions=Minimum(),
            options={"dump": {name: f"{self.server.url}/data/{name}.csv" for name in described.options["dump"]}},
        )  # fmt: skip
        self._patch.setattr(run, "descriptor", lambda *_, **__: own)

        def fetcher(one: Descriptor, refresh: bool) -> Fetcher:
            made = Fetcher(one, refresh=refresh, stored=Cache(self.tmp_path / "http.db", senses.now), senses=senses)
            made.trust(self.server.url)
            return made

        with Library.open(self.tmp_path / name, create=True) as library:
            result = import_source(library, "nga", given, fetcher=fetcher)
            works = library.culture.execute("SELECT * FROM works ORDER BY work_id").fetchall()
            return result, works


@pytest.fixture
def desk(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    with Server() as server:
        yield Desk(tmp_path, folder, server, monkeypatch)


def test_all_ways_bring_the_same(desk: Desk, tmp_path: Path) -> None:
    packed = zipped(desk.folder / "main.zip", write(tmp_path / "other", synthetic()))
    brought = {
        name: desk.go(given, name)
        for name, given in {
            "dump": "dump", "default": None, "folder": str(desk.folder), "parent": str(desk.folder.parent),
            "file": str(desk.folder / "objects.csv"), "zip": str(packed),
            "address": f"{desk.server.url}/data", "zip-address": f"{desk.server.url}/main.zip",
        }.items()
    }  # fmt: skip
    _, works = brought["folder"]
    assert len(works) == 3
    for name, (result, found) in brought.items():
        assert (result.status, result.counts.records, found) == ("done", 8, works), name


def test_a_table_that_the_server_has_not_is_an_issue_but_objects_are_needed(desk: Desk) -> None:
    (desk.folder / "objects_terms.csv").unlink()
    result, works = desk.go("dump", "less")
    assert (result.status, len(works)) == ("done", 3)
    (desk.folder / "objects.csv").unlink()
    with pytest.raises(InputMissing):
        desk.go(f"{desk.server.url}/elsewhere", "none")


def test_a_dump_that_did_not_change_is_not_brought_again(desk: Desk) -> None:
    desk.go("dump", "one")
    desk.server.asked.clear()
    result, _ = desk.go("dump", "one")
    assert (result.counts.unchanged, result.counts.added) == (8, 0)
    assert all("if-none-match" in asked.headers for asked in desk.server.asked)


# -- the real rows --------------------------------------------------------------------------------------------------


@pytest.fixture
def real(shared: Path, tmp_path: Path) -> Path:
    """The real head files, beside synthetic rows of the tables of which none is at hand."""
    folder = tmp_path / "real"
    tables = synthetic()
    for name in ("alternative_identifiers", "objects_altnums"):
        del tables[name]
    tables["objects"] = [
        {"objectid": id_, "title": f"Invented {id_}", "isvirtual": "0", "locationid": location, "accessioned": "1"}
        for id_, location in (("1", "3604"), ("52632", ""), ("34", ""), ("64", ""), ("95", ""))
    ]
    tables["objects_constituents"] = [
        {"objectid": "1", "constituentid": "25", "roletype": "artist", "role": "painter", "displayorder": "1"},
        {"objectid": "1", "constituentid": "35", "roletype": "donor", "role": "donor", "displayorder": "2"},
    ]
    write(folder, tables)
    for path in (shared / "fixtures" / "nga").glob("*.csv"):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def test_the_columns_of_the_definitions_are_those_of_the_synthetic_rows(shared: Path) -> None:
    for path in (shared / "fixtures" / "nga").glob("*.sql"):
        lines = path.read_text(encoding="utf-8").splitlines()[3:]
        columns = {line.split("|")[0].strip() for line in lines if "|" in line}
        assert columns - set(COLUMNS[path.stem]) == set(), path.name
    for path in (shared / "fixtures" / "nga").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file_:
            assert set(next(csv.reader(file_))) <= set(COLUMNS[path.stem]), path.name


def test_each_field_of_the_real_rows_goes_somewhere(real: Path) -> None:
    TestFile().test_each_field_goes_somewhere(str(real))


def test_the_real_rows_are_read_and_none_is_lost(real: Path, tmp_path: Path, shared: Path) -> None:
    issues: list[Issue] = []
    works, agents, _ = entities(read(real, report=issues.append))
    with (shared / "fixtures" / "nga" / "constituents.csv").open(encoding="utf-8", newline="") as file_:
        rows = list(csv.DictReader(file_))
    assert set(agents) == {f"nga:agent:{row['constituentid']}" for row in rows}
    codes = {issue.code for issue in issues}
    assert codes == {"missing-table"}, issues
    pippin, museum = agents["nga:agent:25"], agents["nga:agent:12"]
    assert (pippin.name, pippin.born, pippin.died, pippin.kind) == ("Horace Pippin", 1888, 1946, "person")
    assert ("ulan", "500026325") in [(one.scheme, one.value) for one in pippin.identifiers]
    assert (museum.kind, museum.names) == ("group", ())
    hitchcock = agents["nga:agent:88"]
    assert (hitchcock.born, hitchcock.died) == (1901, None), "and not 2001, by which she is searched"
    giotto = [text.text for text in works["nga:1"].texts if text.kind == "previous attribution"]
    assert giotto == [
        "School of Giotto (Attribution at time of acquisition, 1937)",
        "Follower of Giotto (Bd. Tr. approval 2/1/1941, 1941-02-01)",
    ]
    assert [text.text for text in works["nga:1"].texts if text.kind == "location"] == [
        "East Bldg, Concourse Lobby; W; EC-001; East Building"
    ]
    parts = [one.target for one in works["nga:52632"].relations if one.kind == "has part"]
    assert parts == ["nga:52657", "nga:52727", "nga:52843"]
    assert [one.role for one in works["nga:1"].credits] == ["painter", "donor"]


def test_the_real_rows_go_into_a_library(real: Path, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", create=True) as library:
        result = import_source(library, "nga", str(real))
        assert (result.status, result.counts.skipped) == ("done", 0)
        names = library.culture.execute("SELECT count(*) FROM agents").fetchone()
    assert names == (79,)
    with sqlite3.connect(tmp_path / "library" / "culture.db") as base:
        assert base.execute("SELECT count(*) FROM works").fetchone() == (5,)
