"""met: synthetic objects as rows of the file and as records of the API, in the true shapes, and the real record where
it is present."""

from __future__ import annotations

import csv
import gzip
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from culturedata.data.licences import CC0, IN_COPYRIGHT, PUBLIC_DOMAIN
from culturedata.data.records import Agent, Dimension, Image, RawRecord, Rights, Term, Work
from culturedata.errors import (
    CultureDataError,
    GaveUp,
    InputEmpty,
    InputFormat,
    InputMissing,
    InputPointer,
    InputTruncated,
    UsageError,
)
from culturedata.importing.descriptor import descriptor
from culturedata.importing.run import import_source
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.kept.cache import Cache
from culturedata.sources.met import makers, things
from culturedata.sources.met.source import Met
from culturedata.store.library import Library
from tests.contract_http import JSON, HttpSourceContract
from tests.contract_source import SourceContract, dump
from tests.http_faults import Asked, Clock, Reply, Server, html

Row = dict[str, Any]
# Synthetic. The columns of MetObjects.csv, and the fields of the API, of one and the same object.
ROW: dict[str, str] = {
    "Object Number": "36.1.1a, b", "Is Highlight": "True", "Is Timeline Work": "False", "Is Public Domain": "True",
    "Object ID": "1", "Gallery Number": "200", "Department": "Invented Art", "AccessionYear": "1936",
    "Object Name": "Hanging scroll", "Title": "Birds, Made Up", "Culture": "Japan", "Period": "Edo period (1615–1868)",
    "Dynasty": "Dynasty 99", "Reign": "reign of Nobody", "Portfolio": "Views of Nowhere", "Constituent ID": "7|8",
    "Artist Role": "Artist|Publisher", "Artist Prefix": "Attributed to|", "Artist Display Name": "A. Person|B. Person",
    "Artist Display Bio": "Japanese, 1643–1682|", "Artist Suffix": "|", "Artist Alpha Sort": "Person, A.|",
    "Artist Nationality": "Japanese|", "Artist Begin Date": "1643      |", "Artist End Date": "1682      |9999",
    "Artist Gender": "Female|", "Artist ULAN URL": "http://vocab.getty.edu/page/ulan/500000001|(not assigned)",
    "Artist Wikidata URL": "https://www.wikidata.org/wiki/Q1|", "Object Date": "late 17th century",
    "Object Begin Date": "1667", "Object End Date": "1682", "Medium": "Hanging scroll; ink and color on silk",
    "Dimensions": "46 5/8 x 18 3/4 in. (118.4 x 47.6 cm)", "Credit Line": "Gift of Nobody, 1936",
    "Geography Type": "Made in", "City": "Kyoto", "State": "", "County": "", "Country": "Japan", "Region": "",
    "Subregion": "", "Locale": "", "Locus": "", "Excavation": "A dig, 1919–20", "River": "",
    "Classification": "Paintings|Scrolls", "Rights and Reproduction": "",
    "Link Resource": "http://www.metmuseum.org/art/collection/search/1",
    "Object Wikidata URL": "https://www.wikidata.org/wiki/Q2", "Metadata Date": "2020-02-07T15:50:59.677Z",
    "Repository": "Metropolitan Museum of Art, New York, NY", "Tags": "Birds||Leaves",
    "Tags AAT URL": "http://vocab.getty.edu/page/aat/300266506||", "Tags Wikidata URL": "||https://www.wikidata.org/wiki/Q3",
}  # fmt: skip
RECORD: Row = {
    "objectID": 1, "isHighlight": True, "accessionNumber": "36.1.1a, b", "accessionYear": "1936",
    "isPublicDomain": True, "primaryImage": "https://images.metmuseum.org/CRDImages/as/original/A 1.jpg",
    "primaryImageSmall": "https://images.metmuseum.org/CRDImages/as/web-large/A 1.jpg",
    "additionalImages": ["https://images.metmuseum.org/CRDImages/as/original/A2.jpg"],
    "constituents": [
        {"constituentID": 7, "role": "Artist", "name": "A. Person", "gender": "Female",
         "constituentULAN_URL": "http://vocab.getty.edu/page/ulan/500000001",
         "constituentWikidata_URL": "https://www.wikidata.org/wiki/Q1"},
        {"constituentID": 8, "role": "Publisher", "name": "B. Person", "gender": "", "constituentULAN_URL": "",
         "constituentWikidata_URL": ""},
    ],
    "department": "Invented Art", "objectName": "Hanging scroll", "title": "Birds, Made Up", "culture": "Japan",
    "period": "Edo period (1615–1868)", "dynasty": "Dynasty 99", "reign": "reign of Nobody",
    "portfolio": "Views of Nowhere", "artistRole": "Artist", "artistPrefix": "Attributed to",
    "artistDisplayName": "A. Person", "artistDisplayBio": "Japanese, 1643–1682", "artistSuffix": "",
    "artistAlphaSort": "Person, A.", "artistNationality": "Japanese", "artistBeginDate": "1643",
    "artistEndDate": "1682", "artistGender": "Female", "artistWikidata_URL": "https://www.wikidata.org/wiki/Q1",
    "artistULAN_URL": "http://vocab.getty.edu/page/ulan/500000001", "objectDate": "late 17th century",
    "objectBeginDate": 1667, "objectEndDate": 1682, "medium": "Hanging scroll; ink and color on silk",
    "dimensions": "46 5/8 x 18 3/4 in. (118.4 x 47.6 cm)",
    "measurements": [{"elementName": "Overall", "elementDescription": None,
                      "elementMeasurements": {"Height": 118.4, "Width": 47.6, "Depth": 2.5}}],
    "creditLine": "Gift of Nobody, 1936", "geographyType": "Made in", "city": "Kyoto", "state": "", "county": "",
    "country": "Japan", "region": "", "subregion": "", "locale": "", "locus": "", "excavation": "A dig, 1919–20",
    "river": "", "classification": "Paintings|Scrolls", "rightsAndReproduction": "", "linkResource": "",
    "metadataDate": "2020-02-07T15:50:59.677Z", "repository": "Metropolitan Museum of Art, New York, NY",
    "objectURL": "https://www.metmuseum.org/art/collection/search/1",
    "tags": [{"term": "Birds", "AAT_URL": "http://vocab.getty.edu/page/aat/300266506", "Wikidata_URL": None},
             {"term": "Leaves", "AAT_URL": None, "Wikidata_URL": "https://www.wikidata.org/wiki/Q3"}],
    "objectWikidata_URL": "https://www.wikidata.org/wiki/Q2", "isTimelineWork": False, "GalleryNumber": "200",
}  # fmt: skip


def written(path: Path, *changes: dict[str, str], bom: bool = True) -> str:
    """A file with the row, changed in each of these ways; columns that are new stand at the end."""
    rows = [ROW | {"Object ID": str(n)} | change for n, change in enumerate(changes, 1)]
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def record(number: int, **changes: Any) -> Row:
    """A record of the API like RECORD."""
    return RECORD | {"objectID": number, "title": f"Birds, Made Up {number}"} | changes


class Read:
    """What one record says."""

    def __init__(self, body: bytes, format: str = "json") -> None:
        self.issues: list[Issue] = []
        source = Met(Context(descriptor("met"), report=self.issues.append))
        entities = list(source.parse(RawRecord(key="1", body=body, located="x", cursor="1", format=format)))
        self.agents = [one for one in entities if isinstance(one, Agent)]
        self.terms = {one.id: one for one in entities if isinstance(one, Term)}
        [self.work] = [one for one in entities if isinstance(one, Work)]


def of_row(**changes: str) -> Read:
    """What the row says, with other cells."""
    return Read(json.dumps(ROW | changes).encode(), "csv")


def of_record(**changes: Any) -> Read:
    """What the record says, with other fields."""
    return Read(json.dumps(RECORD | changes).encode())


def test_the_file_and_the_api_say_the_same_of_an_object() -> None:
    """But pictures and measurements, which the API alone has; and the lives of further makers, which the file has."""
    row, record = of_row(), of_record()
    assert (row.issues, record.issues) == ([], [])
    assert len(record.work.images) == 2
    assert record.work.dimensions[:3] == row.work.dimensions
    assert record.work.dimensions[3:] == (Dimension(part="Overall", kind="depth", value=2.5, unit="cm"),)
    assert msgspec.structs.replace(record.work, images=(), dimensions=row.work.dimensions) == row.work
    assert row.terms == record.terms
    assert row.agents == record.agents


def test_makers_stand_in_parallel_columns_whose_empty_cells_count() -> None:
    read = of_row()
    first, second = read.agents
    assert (first.id, first.name, first.sort_name, first.born, first.died) == (
        "met:agent:7", "A. Person", "Person, A.", 1643, 1682)  # fmt: skip
    assert (first.life_text, first.country, first.gender, first.kind) == (
        "Japanese, 1643–1682", "Japanese", "female", "person")  # fmt: skip
    assert [(one.scheme, one.value) for one in first.identifiers] == [("ulan", "500000001"), ("wikidata", "Q1")]
    assert (second.id, second.born, second.died, second.life_text, second.identifiers) == (
        "met:agent:8", None, None, None, ())  # fmt: skip
    assert (first.authority, second.authority) == (1, 0), "a description outranks a name"
    assert [(credit.agent, credit.role, credit.attribution, credit.note) for credit in read.work.credits] == [
        ("met:agent:7", "artist", "attributed to", "Attributed to"), ("met:agent:8", "publisher", None, None),
    ]  # fmt: skip
    swapped = of_row(**{"Artist Prefix": "|After"}).work.credits
    assert [credit.attribution for credit in swapped] == [None, "after"]


def test_a_column_with_another_number_of_entries_is_reported_and_says_nothing() -> None:
    read = of_row(**{"Artist Nationality": "Japanese|French|Dutch"})
    assert [agent.country for agent in read.agents] == [None, None]
    assert [(issue.code, issue.field) for issue in read.issues] == [("unpaired", "Artist Nationality")]
    nobody = of_row(**{"Artist Display Name": "", "Artist Role": "Maker|"})
    assert nobody.work.credits == ()
    assert ("unpaired", "Artist Role") in [(issue.code, issue.field) for issue in nobody.issues]


def test_a_maker_without_number_is_known_by_name() -> None:
    [agent] = of_row(**{"Constituent ID": ""} | {name: "" for name in ROW if name.startswith("Artist ")}
                     | {"Artist Display Name": "Ünknown Master?"}).agents  # fmt: skip
    assert (agent.id, agent.name) == ("met:agent:ünknown-master", "Ünknown Master?")
    api = of_record(constituents=None).agents
    assert [(one.id, one.born) for one in api] == [("met:agent:a-person", 1643)]
    assert of_record(constituents=[], artistDisplayName="").agents == []


def test_a_manufactory_is_a_group_and_whoever_has_a_gender_a_person() -> None:
    said = {"constituents": None, "artistDisplayName": "Sèvres Manufactory"}
    assert [one.kind for one in of_record(**said, artistGender="").agents] == ["group"]
    assert [one.kind for one in of_record(**said).agents] == ["person"]
    assert [one.kind for one in of_record(constituents=None, artistGender="").agents] == ["unknown"]


def test_the_api_describes_the_maker_of_the_same_name_else_the_first() -> None:
    second = of_record(artistDisplayName="B. Person").agents
    assert [(one.name, one.born) for one in second] == [("A. Person", None), ("B. Person", 1643)]
    other = of_record(artistDisplayName="Lady A. Person").agents
    assert [(one.name, one.born) for one in other] == [("A. Person", 1643), ("B. Person", None)]
    assert [title.text for title in other[0].names] == ["Lady A. Person"]


def test_what_the_api_says_twice_of_a_maker_and_not_alike_is_kept_twice() -> None:
    read = of_record(
        artistRole="Engraver",
        artistULAN_URL="http://vocab.getty.edu/page/ulan/500115493",
        artistWikidata_URL="https://www.wikidata.org/wiki/Q42",
    )
    assert [(credit.agent, credit.role) for credit in read.work.credits] == [
        ("met:agent:7", "artist"),
        ("met:agent:7", "engraver"),
        ("met:agent:8", "publisher"),
    ]
    assert [one.id for one in read.agents] == ["met:agent:7", "met:agent:8"]
    assert [(one.scheme, one.value) for one in read.agents[0].identifiers] == [
        ("ulan", "500000001"),
        ("ulan", "500115493"),
        ("wikidata", "Q1"),
        ("wikidata", "Q42"),
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("Artist", "", ""), ("artist", None, None, True)),
        (("", "", ""), ("artist", None, None, True)),
        (("Maker", "", ""), ("artist", None, "Maker", True)),
        (("Print artist", "After", ""), ("printmaker", "after", "Print artist; After", True)),
        (("Artist", "Engraved by", ""), ("engraver", None, "Engraved by", True)),
        (("Painter", "Engraved by", ""), ("painter", None, "Engraved by", True)),
        (("Artist", "Workshop of", "the Elder"), ("artist", "workshop of", "Workshop of; the Elder", True)),
        (("Artist", "", "and Workshop"), ("artist", "with assistants", "and Workshop", True)),
        (("Former Attribution", "", ""), ("artist", "formerly attributed to", "Former Attribution", True)),
        (("Author", "", ""), ("writer", None, "Author", True)),
        (("Manufactory", "", ""), ("manufacturer", None, "Manufactory", True)),
        (("Thaumaturge", "", ""), ("contributor", None, "Thaumaturge", False)),
    ],
)  # fmt: skip
def test_roles_prefixes_and_suffixes(said: tuple[str, str, str], expected: tuple[Any, ...]) -> None:
    assert tuple(makers.part(*said)) == expected


def test_an_unknown_role_is_reported_with_its_word() -> None:
    read = of_row(**{"Artist Role": "Thaumaturge|Publisher"})
    assert [(issue.code, issue.raw) for issue in read.issues] == [("unknown-role", "Thaumaturge")]


@pytest.mark.parametrize(
    ("begin", "end", "born", "died", "codes"),
    [
        ("1643      ", "9999", 1643, None, []),
        ("0", "1700", None, 1700, []),
        ("-500", "-450", -500, -450, []),
        ("1871-11-02", "1900", 1871, 1900, []),
        ("ca. 1700", "", None, None, ["bad-year"]),
        ("1700", "1600", None, None, ["life-out-of-order"]),
    ],
)
def test_the_years_of_a_life(begin: str, end: str, born: int | None, died: int | None, codes: list[str]) -> None:
    read = of_row(**{"Artist Begin Date": f"{begin}|", "Artist End Date": f"{end}|"})
    assert (read.agents[0].born, read.agents[0].died) == (born, died)
    assert [issue.code for issue in read.issues] == codes
    assert all(issue.record == "met:agent:7" for issue in read.issues), "told once, whichever record names the maker"


@pytest.mark.parametrize(
    ("text", "begin", "end", "expected"),
    [
        ("late 17th century", "1667", "1682", [("late 17th century", 1667, 1682)]),
        ("ca. 500 B.C.", "-510", "-490", [("ca. 500 B.C.", -510, -490)]),
        ("1st century A.D.", "0", "99", [("1st century A.D.", 1, 99)]),
        ("1st century B.C.", "-100", "0", [("1st century B.C.", -100, -1)]),
        ("", "0", "0", []),
        ("n.d.", "0", "0", [("n.d.", None, None)]),
        ("1801", "0", "0", [("1801", 1801, 1801)]),
        ("", "1700", "1710", [("1700–1710", 1700, 1710)]),
        ("", "-510", "-490", [("510–490 BCE", -510, -490)]),
        ("", "-10", "20", [("10 BCE–20", -10, 20)]),
        ("", "-500", "-500", [("500 BCE", -500, -500)]),
        ("1700", "1700", "soon", [("1700", 1700, 1700), ("soon", 1700, 1700)]),
        ("", "", "", []),
    ],
)  # fmt: skip
def test_dates(text: str, begin: str, end: str, expected: list[tuple[str, int | None, int | None]]) -> None:
    assert [(date.text, date.earliest, date.latest) for date in things.dated(text, begin, end)] == expected


def test_the_year_of_acquisition_is_a_date_too() -> None:
    assert [(date.kind, date.earliest) for date in of_row().work.dates] == [("created", 1667), ("acquired", 1936)]
    assert of_row(AccessionYear="2020-03-23").work.dates[1].earliest == 2020


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("46 5/8 x 18 3/4 in. (118.4 x 47.6 cm)", [(None, "height", 118.4), (None, "width", 47.6)]),
        ("Overall: 7 × 8 × 1 in. (17.8 × 20.3 × 2.5 cm)",
         [("Overall", "height", 17.8), ("Overall", "width", 20.3), ("Overall", "depth", 2.5)]),
        ("Sheet: 10 x 8 in. (25.4 x 20.3 cm)\r\nPlate: 9 x 7 in. (22.9 x 17.8 cm)",
         [("Sheet", "height", 25.4), ("Sheet", "width", 20.3), ("Plate", "height", 22.9), ("Plate", "width", 17.8)]),
        ("H. 12 1/2 in. (31.8 cm); Diam. 5 in. (12.7 cm)", [(None, "height", 31.8), (None, "diameter", 12.7)]),
        ("L. 22.9 cm (9 in.)", [(None, "length", 22.9)]),
        ("H. x W.: 5 x 3 in. (12.7 x 7.6 cm)", [(None, "height", 12.7), (None, "width", 7.6)]),
        ("5 in. (12.7 cm)", []),
        ("5.1–5.3 cm", []),
        ("1 x 2 x 3 x 4 cm", []),
        ("Dimensions unavailable", []),
    ],
)  # fmt: skip
def test_dimensions_are_read_in_centimetres(text: str, expected: list[tuple[str | None, str, float]]) -> None:
    *read, last = things.sizes(text)
    assert [(size.part, size.kind, size.value) for size in read] == expected
    assert last == Dimension(kind="text", text=text)
    assert {size.unit for size in read} <= {"cm"}


def test_places_are_terms_below_each_other_and_bars_part_them() -> None:
    read = of_row(**{"Geography Type": "Made in|Possibly from", "City": "Kyoto|", "Country": "Japan|France",
                     "River": "|Loire"})  # fmt: skip
    found = {id_: term.parents for id_, term in read.terms.items() if term.facet == "place"}
    assert found == {
        "met:term:place-japan": (), "met:term:place-japan/kyoto": ("met:term:place-japan",),
        "met:term:place-france": (), "met:term:river-loire": (),
    }  # fmt: skip
    used = [term.term for term in read.work.terms if term.facet == "place"]
    assert used == ["met:term:place-japan/kyoto", "met:term:place-france", "met:term:river-loire"]
    assert [text.text for text in read.work.texts if text.kind == "geography"] == [
        "Made in: Kyoto, Japan", "Possibly from: France, Loire",
    ]  # fmt: skip


def test_terms_of_all_facets() -> None:
    read = of_row(**{"Is Timeline Work": "True"})
    assert [(term.facet, term.term.removeprefix("met:term:")) for term in read.work.terms] == [
        ("department", "department-invented-art"), ("type", "type-hanging-scroll"), ("culture", "culture-japan"),
        ("period", "period-edo-period-1615-1868"), ("period", "dynasty-dynasty-99"),
        ("period", "reign-reign-of-nobody"), ("classification", "classification-paintings"),
        ("classification", "classification-scrolls"), ("material", "material-hanging-scroll-ink-and-color-on-silk"),
        ("collection", "collection-highlights-of-the-collection"),
        ("collection", "collection-heilbrunn-timeline-of-art-history"), ("subject", "subject-birds"),
        ("subject", "subject-leaves"), ("place", "place-japan/kyoto"),
    ]  # fmt: skip
    assert read.terms["met:term:subject-birds"].url == "http://vocab.getty.edu/page/aat/300266506"
    assert read.terms["met:term:subject-leaves"].url == "https://www.wikidata.org/wiki/Q3"
    unassigned = of_row(**{"Tags AAT URL": "(not assigned)||(not assigned)"}).terms
    assert unassigned["met:term:subject-birds"].url is None
    assert unassigned["met:term:subject-leaves"].url == "https://www.wikidata.org/wiki/Q3"
    assert [relation.text for relation in read.work.relations] == ["Views of Nowhere"]


def test_a_medium_that_is_a_story_is_a_text() -> None:
    long = "Silk, " * 30
    read = of_row(Medium=long)
    assert [text.text for text in read.work.texts if text.kind == "medium"] == [long.strip()]
    assert not [term for term in read.work.terms if term.facet == "material"]


def test_rights_of_the_work_the_picture_and_the_record() -> None:
    metadata = Rights(covers="metadata", licence=CC0, statement="CC0 1.0")
    free = of_row().work.rights
    assert [(right.covers, right.licence) for right in free] == [
        ("metadata", CC0), ("image", CC0), ("work", PUBLIC_DOMAIN),
    ]  # fmt: skip
    closed = of_record(isPublicDomain=False, rightsAndReproduction="© 2020 A. Person")
    assert closed.work.rights == (
        metadata, Rights(covers="work", licence=IN_COPYRIGHT, statement="© 2020 A. Person"),
    )  # fmt: skip
    assert {(image.open, image.licence) for image in closed.work.images} == {(False, None)}
    assert of_row(**{"Is Public Domain": ""}).work.rights == (metadata,)


def test_pictures_and_their_addresses() -> None:
    first, second = of_record().work.images
    assert first == Image(
        url="https://images.metmuseum.org/CRDImages/as/original/A%201.jpg",
        thumbnail="https://images.metmuseum.org/CRDImages/as/web-large/A%201.jpg",
        credit="Metropolitan Museum of Art", licence=CC0, open=True,
    )  # fmt: skip
    assert (second.url, second.thumbnail) == ("https://images.metmuseum.org/CRDImages/as/original/A2.jpg", None)
    assert of_record(primaryImage="", primaryImageSmall="", additionalImages=[]).work.images == ()


def test_the_rest_of_an_object() -> None:
    work = of_row().work
    assert (work.id, work.url) == ("met:1", "https://www.metmuseum.org/art/collection/search/1")
    assert [(one.scheme, one.value) for one in work.identifiers] == [
        ("accession", "36.1.1a, b"), ("met", "1"), ("wikidata", "Q2"),
    ]  # fmt: skip
    [holding] = work.holdings
    assert (holding.kind, holding.name, holding.city, holding.country, holding.inventory, holding.credit_line) == (
        "keeper", "Metropolitan Museum of Art", "New York", "US", "36.1.1a, b", "Gift of Nobody, 1936",
    )  # fmt: skip
    lent = of_row(Repository="A Lender").work.holdings[0]
    assert (lent.name, lent.city, lent.country) == ("A Lender", None, None)
    assert [(text.kind, text.text) for text in work.texts] == [
        ("geography", "Made in: Kyoto, Japan"), ("excavation", "A dig, 1919–20"), ("location", "Gallery 200"),
    ]  # fmt: skip
    assert of_row(Title="").work.titles[0].text == "[no title]"
    assert of_row(Title="<i>Sol</i> &amp; Luna\x85").work.titles[0].text == "Sol & Luna"
    linked = of_row(**{"Link Resource": "https://museum.example/1"}).work
    assert [text.text for text in linked.texts if text.kind == "link"] == ["https://museum.example/1"]


def test_a_wrong_identifier_of_a_maker_is_told_once(tmp_path: Path) -> None:
    given = written(tmp_path / "o.csv", *[{"Artist Wikidata URL": "Q-|"}] * 3)
    with Library.open(tmp_path / "library", create=True) as library:
        import_source(library, "met", given)
        found = library.culture.execute("SELECT code, record_id, raw FROM issues").fetchall()
    assert found == [("bad-identifier", "met:agent:7", "Q-")]


def test_an_older_file_has_fewer_columns(tmp_path: Path) -> None:
    path = tmp_path / "MetObjects.csv"
    path.write_text("Object Number,Object ID,Title,Artist Display Name\n1.1,1,Vase,A. Person\n", encoding="utf-8")
    [record] = Met(Context(descriptor("met"), str(path))).records()
    work = Read(record.body, "csv").work
    assert (work.titles[0].text, work.credits[0].agent, work.dates) == ("Vase", "met:agent:a-person", ())


def imported(folder: Path, given: str, **more: Any) -> Any:
    """Import a file into the library in `folder`; what was counted."""
    with Library.open(folder, create=True) as library:
        return import_source(library, "met", given, **more).counts


def test_a_folder_is_as_good_as_the_file(tmp_path: Path) -> None:
    (tmp_path / "openaccess").mkdir()
    written(tmp_path / "openaccess" / "MetObjects.csv", {}, {})
    assert imported(tmp_path / "library", str(tmp_path / "openaccess")).works == 2
    with pytest.raises(InputMissing):
        imported(tmp_path / "other", str(tmp_path / "library"))


def filed(path: Path, **more: Any) -> tuple[list[RawRecord], list[Issue]]:
    """The records in a file or a folder, and what is reported of it."""
    issues: list[Issue] = []
    return list(Met(Context(descriptor("met"), str(path), report=issues.append, **more)).records()), issues


def test_answers_of_the_api_that_were_kept_are_read_as_files(tmp_path: Path) -> None:
    """One object, laid out or not, a list, one a line, packed; or a folder of them all, in the order of their names."""
    rows = [json.dumps(record(number)) for number in (1, 2, 3, 4)]
    kept = {
        "a.json": f"\n\n{json.dumps(record(1), indent=4)}\n".encode(), "b.json.gz": gzip.compress(rows[1].encode()),
        "c.jsonl": "\ufeff".encode() + "\n".join(rows[2:]).encode(), "d.json": f"[{', '.join(rows)}]".encode(),
    }  # fmt: skip
    for name, body in kept.items():
        (tmp_path / name).write_bytes(body)
    keys = {name: [one.key for one in filed(tmp_path / name)[0]] for name in kept}
    assert keys == {"a.json": ["1"], "b.json.gz": ["2"], "c.jsonl": ["3", "4"], "d.json": ["1", "2", "3", "4"]}
    whole, issues = filed(tmp_path)
    assert ([one.key for one in whole], issues) == ([*"12341234"], [])
    assert [one.cursor for one in whole] == [*"12345678"]
    assert [one.key for one in filed(tmp_path, cursor="6")[0]] == ["3", "4"]
    assert Read(whole[0].body).work == of_record(title="Birds, Made Up 1").work
    assert filed(tmp_path / "d.json", since="2020-03-01")[0] == []


def test_the_file_of_a_folder_goes_before_its_answers(tmp_path: Path) -> None:
    written(tmp_path / "MetObjects.csv", {})
    (tmp_path / "package.json").write_text("{}")
    assert [one.format for one in filed(tmp_path)[0]] == ["csv"]


def test_what_is_no_object_among_answers_is_reported(tmp_path: Path) -> None:
    missing, listed = {"message": "ObjectID not found"}, {"total": 1, "objectIDs": [1]}
    (tmp_path / "a.json").write_text(json.dumps([missing, record(1), 7, listed]))
    found, issues = filed(tmp_path / "a.json")
    assert [one.key for one in found] == ["1"]
    assert [(one.code, one.located) for one in issues] == [
        ("not-a-record", f"a.json: record {number}") for number in (1, 3, 4)
    ]
    (tmp_path / "a.json").write_text("[]")
    with pytest.raises(InputEmpty):
        filed(tmp_path / "a.json")
    (tmp_path / "a.json").write_text(json.dumps(record(1))[:900])
    with pytest.raises(InputTruncated):
        filed(tmp_path / "a.json")


def test_only_what_changed_since(tmp_path: Path) -> None:
    given = written(
        tmp_path / "o.csv", {"Metadata Date": "2020-01-01T00:00:00Z"}, {"Metadata Date": "2021-01-01T00:00:00Z"},
        {"Metadata Date": ""}, {"Metadata Date": "2/7/2020 8:00:12 AM"},
    )  # fmt: skip
    imported(tmp_path / "library", given, since="2020-06-01")
    with Library.open(tmp_path / "library") as library:
        ids = [id_ for (id_,) in library.culture.execute("SELECT work_id FROM works ORDER BY work_id")]
    assert ids == ["met:2", "met:3", "met:4"], "a row without a date that can be read may have changed"


def test_bad_rows_cost_nothing_but_themselves(tmp_path: Path) -> None:
    path = Path(written(tmp_path / "o.csv", {"Title": 'A "quoted"\nline, and another'}, {"Object ID": "x"}, {}))
    good = path.read_bytes()
    path.write_bytes(good + b"1,2,3\r\n" + good.splitlines(keepends=True)[-1].replace(b"Birds", b"Bi\0rds"))
    issues: list[Issue] = []
    source = Met(Context(descriptor("met"), str(path), report=issues.append))
    assert [one.key for one in source.records()] == ["1", "3"]
    assert [issue.code for issue in issues] == ["not-a-record", "wrong-cells", "nul"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", InputEmpty), (b"\n\n", InputEmpty), (b"<!DOCTYPE html><html></html>", InputFormat),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n", InputPointer),
        (b"Title,Artist\nx,y\n", InputFormat), (b"\x1f\x8b\x08\0\0\0\0\0", CultureDataError),
        (b"Object ID,Ti\0tle\n", InputFormat),
    ],
)  # fmt: skip
def test_what_is_no_file_of_the_met_is_named(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    (tmp_path / "o.csv").write_bytes(content)
    with pytest.raises(error):
        imported(tmp_path / "library", str(tmp_path / "o.csv"))


class TestFile(SourceContract):
    source = "met"
    understood = frozenset()

    def input(self, tmp_path: Path) -> str:
        return written(tmp_path / "MetObjects.csv", {}, {"Artist Role": "|"}, {"Tags": ""}, {"Country": ""})


class TestAnswers(SourceContract):
    source = "met"
    understood = frozenset()

    def input(self, tmp_path: Path) -> str:
        found = [
            record(1),
            record(2, artistDisplayName="B. Person"),
            record(3, constituents=None),
            record(4, tags=None),
        ]
        (tmp_path / "objects.json").write_text(json.dumps(found), encoding="utf-8")
        return str(tmp_path / "objects.json")


class TestServer(HttpSourceContract):
    source = "met"
    understood = frozenset()
    path = "/public/collection/v1"
    details = True

    def rows(self) -> list[Any]:
        alone = record(4, constituents=None)
        return [*(record(number) for number in (7, 3, 5, 1, 6, 2)), alone]

    def answer(self, asked: Asked) -> Reply:
        name = asked.address.split("?")[0].removeprefix(f"{self.path}/objects").strip("/")
        if not name:
            numbers = [row["objectID"] for row in self.museum.rows]
            return Reply(200, json.dumps({"total": len(numbers), "objectIDs": numbers}).encode(), JSON)
        found = [row for row in self.museum.rows if str(row["objectID"]) == name and name not in self.museum.vanished]
        if not found:
            return Reply(404, b'{"message":"Not a valid object"}', JSON)
        return Reply(200, json.dumps(found[0]).encode(), JSON)

    def key_of(self, row: Any) -> str:
        return str(row["objectID"])

    def test_resumed_it_asks_for_what_is_missing_only(self, tmp_path: Path) -> None:
        """By number, whatever the list holds by then; the list itself comes from the cache."""
        self.spoil = lambda number, right: html(403) if number >= 4 else right
        with pytest.raises(GaveUp):
            self.goes(tmp_path / "library")
        with Library.open(tmp_path / "library") as library:
            assert library.culture.execute("SELECT cursor FROM imports").fetchall() == [("3",)]
        self.spoil = lambda _, right: right
        before = len(self.server.asked)
        self.bring(tmp_path / "library", self.input(tmp_path), resume=True)
        assert [asked.address.rsplit("/", 1)[1] for asked in self.server.asked[before:]] == ["4", "5", "6", "7"]


class Desk:
    """A played API of some records, which is asked with patience and without waiting."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder, self.server, self.clock = folder, server, Clock()
        self.records: dict[int, Row] = {}
        self.total: int | None = None

    def answer(self, path: str, query: dict[str, str]) -> Reply:
        """What the API says: all numbers, or those that changed since the day that is asked for."""
        if not path.startswith("/v1/objects"):
            return Reply(404, b"{}")
        name = path.removeprefix("/v1/objects").strip("/")
        if name:
            return Reply(200, json.dumps(self.records[int(name)]).encode(), JSON)
        day = query.get("metadataDate", "")
        found = [number for number, row in self.records.items() if row["metadataDate"] >= day]
        total = len(found) if self.total is None else self.total
        return Reply(200, json.dumps({"total": total, "objectIDs": found or None}).encode(), JSON)

    def go(self, base: str = "/v1", **more: Any) -> list[str]:
        """Import from it; the works that there are then."""
        senses = self.clock.senses()
        with Library.open(self.folder / "library", create=True) as library:
            import_source(
                library, "met", f"{self.server.url}{base}", **more, fetcher=lambda described, refresh: Fetcher(
                    described, refresh=refresh, stored=Cache(self.folder / "http.db", senses.now), senses=senses,
                    tell=lambda _: None,
                ),
            )  # fmt: skip
            return [id_ for (id_,) in library.culture.execute("SELECT work_id FROM works ORDER BY work_id")]

    def ask(self, sql: str) -> list[Any]:
        """The rows of a query."""
        with sqlite3.connect(self.folder / "library" / "culture.db") as db:
            found = db.execute(sql).fetchall()
        db.close()
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Server() as server:
        desk = Desk(tmp_path, server)
        server.hears = lambda asked: desk.answer(asked.address.split("?")[0], asked.query)
        yield desk


def test_the_api_is_asked_for_what_changed_since(desk: Desk) -> None:
    dates = ["2020-01-01T00:00:00Z", "2020-06-01T10:00:00Z", "2020-06-01T14:00:00Z"]
    desk.records = {n: record(n, metadataDate=date) for n, date in enumerate(dates, 1)}
    assert desk.go(since="2020-06-01T12:00:00Z") == ["met:3"]
    assert desk.server.asked_for("metadataDate=2020-06-01") == 1
    assert desk.server.asked_for("/objects/1") == 0
    assert desk.go(since="2030-01-01") == ["met:3"], "nothing changed: no error, and nothing is lost"


def test_a_wall_is_asked_three_times_with_long_waits(desk: Desk) -> None:
    desk.records = {1: record(1)}
    desk.server.fail("/objects/1", *[html(403)] * 9)
    with pytest.raises(GaveUp, match="403"):
        desk.go()
    assert desk.server.asked_for("/objects/1") == 3
    assert [wait for wait in desk.clock.slept if wait > 2] == [60, 120]


def test_an_empty_list_is_no_museum(desk: Desk) -> None:
    with pytest.raises(InputEmpty):
        desk.go()
    with pytest.raises(InputMissing):
        desk.go("/elsewhere")


def test_a_list_that_is_too_short_marks_nothing_as_gone(desk: Desk) -> None:
    desk.records = {n: record(n) for n in (1, 2, 3)}
    desk.go()
    del desk.records[2]
    desk.total = 3
    desk.go(refresh=True)
    assert desk.ask("SELECT count(*) FROM records WHERE gone_at IS NOT NULL") == [(0,)]
    assert desk.ask("SELECT code FROM issues") == [("list-too-short",)]


def test_another_object_than_the_one_asked_for_is_refused(desk: Desk) -> None:
    desk.records = {1: record(2)}
    with pytest.raises(CultureDataError, match="object 2 in place of 1"):
        desk.go()


def test_the_dump_is_brought_when_nothing_is_given(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(written(tmp_path / "MetObjects.csv", {}, {}))
    described = descriptor("met")
    address = f"{desk.server.url}/media/MetObjects.csv"
    here = msgspec.structs.replace(
        described, options={"dump": address},
        http=msgspec.structs.replace(described.http, base=desk.server.url),
    )  # fmt: skip
    monkeypatch.setenv("CULTUREDATA_CACHE", str(tmp_path / "cache"))
    desk.server.hears = lambda asked: Reply(200, path.read_bytes())

    def trusting() -> Fetcher:
        fetcher = Fetcher(here, senses=desk.clock.senses(), tell=lambda _: None)
        fetcher.trust(desk.server.url)
        return fetcher

    for given in (None, "dump"):
        context = Context(here, given, fetcher=trusting)
        assert [one.key for one in Met(context).records()] == ["1", "2"]
    with pytest.raises(UsageError):
        list(Met(Context(msgspec.structs.replace(here, options={}))).records())


def test_an_import_of_the_api_after_the_file_keeps_the_ids(desk: Desk, tmp_path: Path) -> None:
    imported(tmp_path / "library", written(tmp_path / "o.csv", {}, {}))
    before = dump(tmp_path / "library")["works"]
    desk.records = {n: record(n) for n in (1, 2)}
    assert desk.go() == [row[0] for row in before]
    assert desk.ask("SELECT count(*) FROM images") == [(4,)]


def test_the_real_record(shared: Path) -> None:
    [(kept,), _] = filed(shared / "fixtures" / "met" / "sample_response.json")
    body = kept.body
    read = Read(body)
    said = json.loads(body)
    assert read.issues == []
    work, [agent] = read.work, read.agents
    assert work.id == f"met:{said['objectID']}"
    assert work.url.rsplit("/", 1)[1] == str(said["objectID"])
    assert (agent.born, agent.died, agent.gender) == (1643, 1682, "female")
    assert agent.life_text == said["artistDisplayBio"]
    assert [one.scheme for one in agent.identifiers] == ["ulan", "wikidata"]
    assert [(date.earliest, date.latest) for date in work.dates] == [(1667, 1682), (1936, 1936)]
    assert [size.value for size in work.dimensions] == [118.4, 47.6, None]
    assert [image.open for image in work.images] == [True] * 3
    assert len([term for term in work.terms if term.facet == "subject"]) == len(said["tags"])
    assert {text.kind for text in work.texts} == set()
