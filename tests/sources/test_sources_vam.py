"""vam: the museum's API played by a server on this machine, files with its answers, and the real ones where they are.
All rows here are synthetic, in the true shape."""

from __future__ import annotations

import copy
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest

from culturedata.data.records import Agent, Credit, Dimension, Identifier, RawRecord, Relation, Term, Text, Title, Work
from culturedata.errors import InputEmpty, InputError, InputFormat, InputMissing, InputPointer, InputTruncated
from culturedata.importing import run
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.kept.cache import Cache
from culturedata.sources.vam.source import Vam
from culturedata.store.library import Library
from tests.contract_http import JSON, HttpSourceContract
from tests.contract_source import SourceContract, entities
from tests.http_faults import Asked, Clock, Reply, Server

Row = dict[str, Any]


def word(text: str = "", id: str = "") -> Row:
    return {"text": text, "id": id}


NO_DATE = {"text": "", "earliest": None, "latest": None}
OBJECT: Row = {
    "systemNumber": "O1", "accessionNumber": "A.1-1953", "objectType": "Figure",
    "title": [{"title": "An Invented Saint", "type": "generic title"},
              {"title": "Twelve Figures", "type": "set title"}],
    "summaryDescription": "<b>Object Type</b><br>A figure.\r\nOf jet.", "physicalDescription": "Broken.",
    "artistMakerPerson": [
        {"name": word("Person, Ada", "A7"), "association": word("designer", "x1"), "note": "probably"},
        {"name": word("Unknown", "A1848"), "association": word(), "note": ""},
    ],
    "artistMakerOrganisation": [
        {"name": word("Invented & Sons", "A8"), "association": word("manufacturer", "x2"), "note": ""}
    ],
    "artistMakerPeople": [{"name": word("Un Peuple", "A9"), "association": word("attributed to", "x3"), "note": ""}],
    "materials": [word("Jet", "AAT45514")], "techniques": [word("carving", "AAT53149"), word("glueing", "")],
    "materialsAndTechniques": "Carved jet", "categories": [word("Sculpture", "THES48896")],
    "styles": [word("VICTORIAN", "x29321")], "collectionCode": word("SCP", "THES48600"),
    "images": ["2000AA1", "2000AA2"],
    "imageResolution": "high",
    "galleryLocation": [{"current": word("111", "THES1"), "free": "", "case": "DR3", "shelf": "", "box": ""}],
    "partTypes": [word("Figure", ""), word("base", "AAT1")],
    "contentWarning": [{"apprise": "Outdated words", "note": ""}],
    "placesOfOrigin": [
        {"place": word("Nowhere", "x32648"), "association": word("made", "x28654"), "note": ""},
        {"place": word("Elsewhere", "x2"), "association": word("photographed", "x30151"), "note": "probably"},
    ],
    "productionDates": [
        {"date": {"text": "ca. 1600-1700", "earliest": "1595-01-01", "latest": "1700-12-31"},
         "association": word("made", "x28654"), "note": ""},
        {"date": {"text": "1710", "earliest": "1710-01-01", "latest": "1710-12-31"},
         "association": word("published", "x9"), "note": "second state"},
    ],
    "associatedObjects": [
        {"object": word("A.2-1953", "O2"), "association": word("Pair", "x4")},
        {"object": word("A lost one", ""), "association": word()},
    ],
    "creditLine": "Given by A. Person",
    "dimensions": [
        {"dimension": "Height", "value": "5.5", "unit": "cm", "qualifier": "approximate", "date": NO_DATE,
         "part": "base", "note": ""},
        {"dimension": "Weight", "value": "", "unit": "kg", "qualifier": "", "date": NO_DATE, "part": "", "note": ""},
    ],
    "dimensionsNote": "Measured.",
    "marksAndInscriptions": [
        {"content": "A. P.", "inscriber": {"name": word("Ada", "A7"), "association": word("maker", "x5")},
         "date": NO_DATE, "description": "", "interpretation": "", "language": "", "medium": "ink", "method": "",
         "note": "on the back", "position": "verso", "script": "", "translation": "", "transliteration": "",
         "type": "signature"}
    ],
    "objectHistory": "Bought in 1953.", "historicalContext": "From a cross.", "briefDescription": "A figure of jet",
    "bibliographicReferences": [
        {"reference": word("<i>A Book</i>", "AUTH1"), "details": "p. 3", "free": ""},
        {"reference": word(), "details": "", "free": "Writer. <u>Another.</u>"},
    ],
    "production": "Made for sale.", "productionType": word("Copy", "THES2"), "contentDescription": "A saint",
    "contentPlace": [word("Rome", "x7")],
    "associatedPlace": [{"place": word("Whitby", "x12"), "association": word("used", "x13"), "note": ""}],
    "contentPerson": [word("Veronica (Saint)", "N517")],
    "associatedPerson": [{"name": word("B. Person", "A10"), "association": word("owner", "x6"), "note": "until 1950"}],
    "contentOrganisation": [word("A Guild", "A11")], "contentPeople": [word("Pilgrims", "A12")],
    "associatedOrganisation": [{"name": word("A Shop", "A13"), "association": word("retailer", "x11"), "note": ""}],
    "associatedPeople": [{"name": word("Weavers", "A14"), "association": word(), "note": "perhaps"}],
    "contentEvent": [word("Crucifixion", "V106")], "associatedEvent": [word("A Show", "E1")],
    "contentOther": [word("cloth", "AAT162391")],
    "contentConcept": [word("mourning", "x8")], "contentLiteraryRefs": [word("An Epic", "x10")],
    "galleryLabels": [{"text": "<p>Seen.</p>",
                       "date": {"text": "2003", "earliest": "2003-03-27", "latest": "2003-03-27"}}],
    "partNumbers": ["A.1-1953", "A.1:2-1953"], "accessionNumberNum": "1", "accessionNumberPrefix": "A",
    "accessionYear": "1953", "otherNumbers": [{"number": "025927", "type": word("RPS identifier", "THES3")}],
    "copyNumber": "2 of 9", "aspects": ["WHOLE", "base"], "assets": ["2019LM1"], "recordModificationDate": "2020-04-08",
    "recordCreationDate": "2004-01-14",
    "_images": {
        "_primary_thumbnail": "https://framemark.vam.ac.uk/collections/2000AA1/full/!100,100/0/default.jpg",
        "_iiif_image_base_url": "https://framemark.vam.ac.uk/collections/2000AA1/",
        "_iiif_presentation_url": "https://iiif.vam.ac.uk/collections/O1/manifest.json", "imageResolution": "high",
    },
}  # fmt: skip
BRIEF: Row = {
    "systemNumber": "O90", "accessionNumber": "E.38-1943", "objectType": "Design",
    "_currentLocation": {"id": "THES1", "displayName": "Study Room", "type": "display", "site": "VA",
                         "onDisplay": True},
    "_primaryTitle": "Macbeth", "_primaryMaker": {"name": "Un Artiste", "association": "artist"},
    "_primaryImageId": "2018KV1", "_primaryDate": "1941-1942", "_primaryPlace": "London",
    "_warningTypes": ["offensive"], "_images": {},
}  # fmt: skip


def thing(number: int, **changes: Any) -> Row:
    """An object of its own; the year in which it came is 1900 and its number."""
    own = {"systemNumber": f"O{number}", "accessionNumber": f"A.{number}", "partNumbers": [],
           "accessionYear": str(1900 + number)}  # fmt: skip
    return copy.deepcopy(OBJECT) | own | changes


def alone(row: Row, sensitive: bool = False) -> Row:
    """The object as it is given when it is asked for by itself: longer names of lists, and more about pictures."""
    renamed = {
        "title": "titles", "contentPlace": "contentPlaces", "artistMakerOrganisation": "artistMakerOrganisations",
        "galleryLocation": "galleryLocations", "contentWarning": "contentWarnings",
        "associatedEvent": "associatedEvents",
    }  # fmt: skip
    record = {renamed.get(name, name): value for name, value in copy.deepcopy(row).items() if name != "_images"}
    record["partTypes"] = [[part] for part in record.get("partTypes", [])]
    known = [{"assetRef": name, "copyright": "©V&A", "sensitiveImage": sensitive} for name in record["images"]]
    at = record["systemNumber"]
    return {
        "meta": {
            "version": "2.0", "_links": {"self": {"href": f"https://api.vam.ac.uk/v2/museumobject/{at}"}},
            "images": {"_primary_thumbnail": "https://framemark.vam.ac.uk/collections/2000AA1/full/!100,100/0/default.jpg",
                       "_iiif_image": "https://framemark.vam.ac.uk/collections/2000AA1/", "_alt_iiif_image": [],
                       "imageResolution": "high", "_images_meta": known},
            "see_also": {"_iiif_pres": f"https://iiif.vam.ac.uk/collections/{at}/manifest.json", "_alt_iiif_pres": []},
        },
        "record": record,
    }  # fmt: skip


def parsed(row: Row) -> tuple[list[Any], list[Issue]]:
    issues: list[Issue] = []
    source = Vam(Context(descriptor("vam"), report=issues.append))
    body = json.dumps(row).encode()
    key = (row.get("record") or row)["systemNumber"]
    return list(source.parse(RawRecord(key=key, body=body, located="by hand", cursor="1"))), issues


def work(row: Row) -> Work:
    found = parsed(row)[0][-1]
    assert isinstance(found, Work)
    return found


def test_an_object_in_full() -> None:
    found, issues = parsed(OBJECT)
    assert issues == []
    this = found[-1]
    assert this.titles == (
        Title(text="An Invented Saint"), Title(text="Twelve Figures", kind="group"),
    )  # fmt: skip
    assert this.credits == (
        Credit(agent="vam:agent:A7", role="designer", attribution="attributed to", note="probably"),
        Credit(agent="vam:agent:A9", role="artist", attribution="attributed to", note="attributed to"),
        Credit(agent="vam:agent:A8", role="manufacturer"),
    )
    agents = {one.id: one for one in found if isinstance(one, Agent)}
    assert agents["vam:agent:A7"] == Agent(
        id="vam:agent:A7", name="Person, Ada", sort_name="Person, Ada", kind="person"
    )
    assert agents["vam:agent:A8"].kind == "group"
    assert "vam:agent:A1848" not in agents, "«Unknown» is nobody"
    assert [(d.kind, d.text, d.earliest, d.latest) for d in this.dates] == [
        ("created", "ca. 1600-1700", 1595, 1700), ("published", "1710", 1710, 1710), ("acquired", "1953", 1953, 1953),
    ]  # fmt: skip
    assert this.dates[0].qualifier == "circa"
    assert [(i.scheme, i.value) for i in this.identifiers] == [
        ("accession", "A.1-1953"), ("accession", "A.1:2-1953"), ("vam", "O1"),
        ("iiif-manifest", "https://iiif.vam.ac.uk/collections/O1/manifest.json"), ("RPS identifier", "025927"),
    ]  # fmt: skip
    assert this.dimensions == (
        Dimension(kind="height", part="base", value=5.5, unit="cm", text="5.5 (approximate)"),
    )  # fmt: skip
    assert this.relations == (
        Relation(kind="Pair", target="vam:O2", text="A.2-1953"), Relation(kind="associated with", text="A lost one"),
    )  # fmt: skip
    [holding] = this.holdings
    assert (holding.kind, holding.inventory, holding.credit_line) == ("owner", "A.1-1953", "Given by A. Person")
    assert this.url == "https://collections.vam.ac.uk/item/O1/"


def test_the_words_of_an_object_have_the_addresses_of_the_getty() -> None:
    terms = {one.id: one for one in parsed(OBJECT)[0] if isinstance(one, Term)}
    jet = terms["vam:term:material-AAT45514"]
    assert (jet.label, jet.facet, jet.url) == ("jet", "material", "http://vocab.getty.edu/aat/300045514")
    assert terms["vam:term:type-AAT1"].url == "http://vocab.getty.edu/aat/300000001"
    assert {(one.facet, one.label) for one in terms.values()} == {
        ("type", "Figure"), ("type", "base"), ("material", "jet"), ("technique", "carving"), ("technique", "glueing"),
        ("classification", "Sculpture"), ("classification", "Copy"), ("movement", "VICTORIAN"), ("department", "SCP"),
        ("place", "Nowhere"), ("place", "Elsewhere"), ("subject", "Rome"), ("subject", "Veronica (Saint)"),
        ("subject", "Crucifixion"), ("subject", "cloth"), ("subject", "A Guild"), ("subject", "Pilgrims"),
        ("subject", "mourning"), ("subject", "An Epic"),
    }  # fmt: skip


def test_nothing_that_is_written_is_lost() -> None:
    said: dict[str, list[str]] = {}
    for one in work(OBJECT).texts:
        said.setdefault(one.kind, []).append(one.text)
    assert said == {
        "description": ["Object Type\nA figure.\nOf jet."], "physical description": ["Broken."],
        "short description": ["A figure of jet"], "medium": ["Carved jet"], "provenance": ["Bought in 1953."],
        "historical context": ["From a cross."], "production": ["Made for sale."], "content": ["A saint"],
        "note on dimensions": ["Measured."], "copy number": ["2 of 9"],
        "inscription": ["A. P.\nsignature\nverso\nink\non the back\nAda\nmaker"], "label": ["Seen.\n2003"],
        "publication history": ["A Book, p. 3\nWriter. Another."], "content warning": ["Outdated words"],
        "place of origin": ["Elsewhere, photographed, probably"], "associated person": ["B. Person, owner, until 1950"],
        "associated organisation": ["A Shop, retailer"], "associated people": ["Weavers, perhaps"],
        "associated place": ["Whitby, used"], "event": ["A Show"], "parts": ["base"],
        "date": ["1710, published, second state"], "location": ["111; case DR3"],
    }  # fmt: skip


def test_no_picture_is_open() -> None:
    this = work(OBJECT)
    assert [(one.open, one.licence) for one in this.images] == [(False, None)] * 2
    assert this.images[1].url == "https://framemark.vam.ac.uk/collections/2000AA2/full/full/0/default.jpg"
    assert this.images[1].iiif == "https://framemark.vam.ac.uk/collections/2000AA2"
    assert [(one.covers, one.licence) for one in this.rights] == [("metadata", None), ("image", None)]
    assert descriptor("vam").publish == "local"


def test_a_sensitive_picture_has_no_small_one_and_is_named() -> None:
    calm, warned = work(alone(OBJECT)), work(alone(OBJECT, sensitive=True))
    assert all(one.thumbnail for one in calm.images)
    assert [one.thumbnail for one in warned.images] == [None, None]
    assert warned.images[0].credit == "©V&A"
    more = [one for one in warned.texts if one not in calm.texts]
    assert more == [
        Text(kind="content warning", text=f"picture 2000AA{n}: marked as sensitive", lang="en") for n in (1, 2)
    ]


def test_asked_for_by_itself_it_is_the_same_work() -> None:
    (one, issues), (other, more) = parsed(OBJECT), parsed(alone(OBJECT))
    assert issues == more == []
    credit = {"credit": "©V&A"}
    pictures = tuple(msgspec.structs.replace(image, **credit) for image in one[-1].images)
    assert other == [*one[:-1], msgspec.structs.replace(one[-1], images=pictures)]


def test_an_object_in_brief() -> None:
    found, issues = parsed(BRIEF)
    assert issues == []
    this = found[-1]
    assert this.titles == (Title(text="Macbeth"),)
    assert this.credits == (Credit(agent="vam:agent:name-un-artiste", role="artist"),)
    assert [(d.earliest, d.latest) for d in this.dates] == [(1941, 1942)]
    assert [one.label for one in found if isinstance(one, Term)] == ["Design", "London"]
    assert this.images[0].url == "https://framemark.vam.ac.uk/collections/2018KV1/full/full/0/default.jpg"
    assert this.texts == (
        Text(kind="content warning", text="offensive", lang="en"),
        Text(kind="location", text="Study Room; site VA; on display", lang="en"),
    )


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ({"displayName": "In store", "type": "storage", "site": "BH", "onDisplay": False},
         ["In store; site BH; not on display"]),
        ({"displayName": "Room 1", "type": "display", "site": ""}, ["Room 1; display"]),
        ({"id": "THES1", "displayName": "", "type": "", "site": ""}, []),
        (None, []),
    ],
)  # fmt: skip
def test_where_it_is(now: Row | None, expected: list[str]) -> None:
    assert [one.text for one in work(BRIEF | {"_currentLocation": now}).texts if one.kind == "location"] == expected


def test_what_was_lent_to_the_museum_is_not_its_own() -> None:
    assert [one.holdings[0].kind for one in (work(OBJECT), work(thing(1, accessionNumber="LOAN:ADA.1-2008")))] == [
        "owner", "keeper",
    ]  # fmt: skip


def test_a_date_that_is_not_printed_is_told_by_its_bounds() -> None:
    size = OBJECT["dimensions"][0] | {"date": {"text": "", "earliest": "1999-01-01", "latest": "1999-12-31"}}
    assert work(thing(1, dimensions=[size])).dimensions[0].text == "5.5 (approximate) (1999-01-01–1999-12-31)"


def test_an_object_of_which_nothing_is_known() -> None:
    found, issues = parsed({"systemNumber": "O5", "_images": None})
    assert issues == []
    assert found == [
        Work(
            id="vam:O5", domain="museum", titles=(Title(text="[no title]", kind="alternative"),),
            url="https://collections.vam.ac.uk/item/O5/", rights=found[0].rights, holdings=found[0].holdings,
            identifiers=(Identifier(scheme="vam", value="O5"),),
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [("-0429-01-01", "-0400-12-31", (-429, -400)), (None, None, (None, None)), ("0000-01-01", "soon", (None, None))],
)
def test_years(earliest: str | None, latest: str | None, expected: tuple[int | None, int | None]) -> None:
    date = {"text": "long ago", "earliest": earliest, "latest": latest}
    this = work(thing(1, productionDates=[{"date": date, "association": word(), "note": ""}]))
    assert (this.dates[0].earliest, this.dates[0].latest) == expected


@pytest.mark.parametrize(
    ("how", "role", "attribution"),
    [
        ("artist", "artist", None), ("maker", "artist", None), ("photographer", "photographer", None),
        ("after", "artist", "after"), ("manufacturer", "manufacturer", None), ("", "artist", None),
    ],
)  # fmt: skip
def test_roles(how: str, role: str, attribution: str | None) -> None:
    maker = {"name": word("Person, Ada", "A7"), "association": word(how, ""), "note": ""}
    row = thing(1, artistMakerPerson=[maker], artistMakerOrganisation=[], artistMakerPeople=[])
    [credit] = work(row).credits
    assert (credit.role, credit.attribution) == (role, attribution)


def test_a_role_that_is_not_known_is_reported_and_kept() -> None:
    maker = {"name": word("Person, Ada", "A7"), "association": word("juggler", "x"), "note": ""}
    found, issues = parsed(thing(1, artistMakerPerson=[maker], artistMakerOrganisation=[], artistMakerPeople=[]))
    assert found[-1].credits == (Credit(agent="vam:agent:A7", role="contributor", note="juggler"),)
    assert [(one.code, one.raw) for one in issues] == [("unknown-role", "juggler")]


# The numbers of words that stand beside them, in both names of their lists.
_NUMBERS = tuple(
    f"{name}{end}[].{inner}"
    for end in ("", "s")
    for name, inner in (
        ("artistMakerOrganisation", "association.id"), ("artistMakerPeople", "association.id"),
        ("artistMakerPerson", "association.id"), ("associatedEvent", "id"), ("associatedObject", "association.id"),
        ("associatedOrganisation", "association.id"), ("associatedPeople", "association.id"),
        ("associatedPerson", "association.id"), ("associatedPlace", "association.id"), ("associatedPlace", "place.id"),
        ("bibliographicReference", "reference.id"), ("galleryLocation", "current.id"), ("otherNumber", "type.id"),
        ("marksAndInscription", "inscriber.association.id"), ("placesOfOrigin", "association.id"),
        ("productionDate", "association.id"),
        # Of people who are told of in a text and have no part in the making.
        ("associatedOrganisation", "name.id"), ("associatedPeople", "name.id"), ("associatedPerson", "name.id"),
        ("marksAndInscription", "inscriber.name.id"),
    )
)  # fmt: skip
# Bounds of a date, which count where it is not printed.
_BOUNDS = tuple(f"galleryLabels[].date.{bound}" for bound in ("earliest", "latest"))
UNDERSTOOD = frozenset(f"{record}{path}" for record in ("", "record.") for path in (*_NUMBERS, *_BOUNDS)) | {
    # The number of a room beside its name; display or store, which «onDisplay» says.
    "_currentLocation.id", "_currentLocation.type",
    # The server of the first picture; all pictures are asked for at the usual one, which it is.
    "_images._iiif_image_base_url",
}  # fmt: skip


# Files


class TestFile(SourceContract):
    source = "vam"
    understood = UNDERSTOOD

    def input(self, tmp_path: Path) -> str:
        rows = [thing(1), alone(thing(2)), thing(3), BRIEF]
        (tmp_path / "objects.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        return str(tmp_path / "objects.jsonl")


def in_file(path: Path, body: bytes, cursor: str | None = None) -> tuple[list[str], list[Issue]]:
    issues: list[Issue] = []
    path.write_bytes(body)
    source = Vam(Context(descriptor("vam"), str(path), cursor=cursor, report=issues.append))
    return [record.key for record in source.records()], issues


def test_files_of_each_form(tmp_path: Path) -> None:
    rows = [thing(1), thing(2), alone(thing(3))]
    page = {"info": {"record_count": 3, "pages": 1}, "records": rows, "clusters": {}}
    for body in (json.dumps(page), json.dumps(rows, indent=1), "\n".join(map(json.dumps, rows))):
        assert in_file(tmp_path / "a.json", b"\xef\xbb\xbf" + body.encode()) == (["O1", "O2", "O3"], [])
    assert in_file(tmp_path / "a.json", json.dumps(alone(thing(3)), indent=2).encode()) == (["O3"], [])
    assert in_file(tmp_path / "a.json", json.dumps(rows).encode(), "2") == (["O3"], [])
    keys, issues = in_file(tmp_path / "a.json", b'{"systemNumber": "O1"}\n{"systemNumber": "O2", \n{"x": 1}\n')
    assert (keys, [one.code for one in issues]) == (["O1"], ["not-a-record", "not-a-record"])


@pytest.mark.parametrize(("brief", "full"), [("a", "b"), ("b", "a")])
def test_of_an_object_in_a_folder_twice_the_fuller_record_counts(tmp_path: Path, brief: str, full: str) -> None:
    """A page of a search, and the object asked for by itself: the briefer one is reported and not lost."""
    given, name = tmp_path / "answers", f"vam:{BRIEF['systemNumber']}"
    given.mkdir()
    page = {"info": {"record_count": 2, "pages": 1}, "records": [BRIEF, thing(2)]}
    whole = alone(thing(1, systemNumber=BRIEF["systemNumber"]))
    for file, said in ((brief, page), (full, whole)):
        (given / f"{file}.json").write_text(json.dumps(said), encoding="utf-8")
    with Library.open(tmp_path / "library", create=True) as library:
        counts = run.import_source(library, "vam", str(given)).counts
        issues = library.culture.execute("SELECT code, record_id, raw FROM issues").fetchall()
        kept = library.culture.execute("SELECT raw FROM records WHERE record_id = ?", [name]).fetchone()
    assert (counts.works, counts.skipped) == (2, 1)
    assert json.loads(zlib.decompress(kept[0])) == whole
    assert [(code, at) for code, at, _ in issues] == [("duplicate-record", name)]
    assert json.dumps(BRIEF).startswith(issues[0][2][:200])


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", InputEmpty), (b"<!DOCTYPE html><p>moved", InputFormat), (b"[]", InputEmpty), (b"\0\0\0", InputFormat),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", InputPointer),
        (json.dumps(OBJECT).encode()[:300], InputTruncated), (b"accession,title\n1,2\n", InputFormat),
    ],
)  # fmt: skip
def test_bad_files_are_named(tmp_path: Path, body: bytes, error: type[InputError]) -> None:
    with pytest.raises(error):
        in_file(tmp_path / "a.json", body)
    with pytest.raises(InputMissing):
        list(Vam(Context(descriptor("vam"), str(tmp_path / "absent.json"))).records())


def test_the_real_records_lose_nothing(shared: Path) -> None:
    issues: list[Issue] = []
    expected = {"search_full_profile": 3, "search_records_6": 6, "search_envelope": 4}
    for name, count in expected.items():
        path = shared / "fixtures" / "vam" / f"{name}.json"
        works, _, terms = entities(Vam(Context(descriptor("vam"), str(path), report=issues.append)))
        assert len(works) == count
        if name == "search_full_profile":
            figure = works["vam:O89329"]
            assert [(d.earliest, d.latest) for d in figure.dates] == [(1595, 1700), (1953, 1953)]
            assert terms["vam:term:material-AAT45514"].url == "http://vocab.getty.edu/aat/300045514"
            assert [one.role for one in works["vam:O293623"].credits] == ["designer"]
    assert issues == []


# The API


def search(
    rows: list[Row], asked: Asked, *, empty_last: bool = False, window: int = 10**9, deaf: bool = False
) -> Reply:
    """What the museum's search says: years of accession, two orders, pages, nothing behind the window."""
    first, last = (int(asked.query.get(f"year_accessioned_{end}", 0)) for end in ("from", "to"))
    found = [
        row for row in rows
        if deaf or not (first or last)
        or (row.get("accessionYear") and (first or 0) <= int(row["accessionYear"]) <= (last or 9999))
    ]  # fmt: skip
    if asked.query["order_by"] == "fields_populated":
        found.sort(key=len)
    if asked.query["order_sort"] == "desc":
        found.reverse()
    number, size = int(asked.query["page"]), int(asked.query["page_size"])
    assert asked.query["data_profile"] == "full"
    if (number - 1) * size >= window:
        return Reply(400, b'{"detail":"window"}')
    pages = -(-len(found) // size) + empty_last
    info = {"version": "2.0", "record_count": len(found), "record_count_exact": True, "parameters": {},
            "page_size": size, "pages": pages, "page": number, "image_count": 3}  # fmt: skip
    said = {
        "info": info,
        "records": found[(number - 1) * size : number * size],
        "clusters": {"category": {"terms": []}},
    }
    return Reply(200, json.dumps(said).encode(), JSON)


class TestServer(HttpSourceContract):
    source = "vam"
    understood = UNDERSTOOD
    path = "/v2"

    def rows(self) -> list[Any]:
        return [thing(number) for number in (7, 3, 5, 1, 6, 2, 4)]

    def answer(self, asked: Asked) -> Reply:
        rows = self.museum.rows * 2 if self.museum.loops else self.museum.rows
        return search(rows, asked, empty_last=self.museum.empty_last)


@pytest.mark.slow
class TestDetails(TestServer):
    """Each object asked for by itself."""

    details: ClassVar[bool] = True

    def pages_of(self, size: int) -> None:
        super().pages_of(size)
        changed = run.descriptor("vam")
        changed = msgspec.structs.replace(changed, options=changed.options | {"details": True})
        self.monkeypatch.setattr(run, "descriptor", lambda *_, **__: changed)

    def reader(self, given: str | None, **more: Any) -> Any:
        source = super().reader(given, **more)
        source.descriptor = source.context.descriptor = run.descriptor("vam")
        return source

    def key_of(self, row: Any) -> str:
        return str(row["systemNumber"])

    def answer(self, asked: Asked) -> Reply:
        if "/objects/search" in asked.address:
            return super().answer(asked)
        at = asked.address.rpartition("/")[2]
        found = [row for row in self.museum.rows if row["systemNumber"] == at and at not in self.museum.vanished]
        return Reply(200, json.dumps(alone(found[0])).encode(), JSON) if found else Reply(404, b"{}")


Walk = Callable[..., tuple[list[tuple[str, str]], list[Issue], Context, int]]


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    """`walk(rows, window, size)`: the keys as they came from a search with that window, what was reported."""

    def walked(rows: list[Row], window: int, size: int = 2, cursor: str | None = None, **more: Any) -> Any:
        issues: list[Issue] = []
        described, senses = descriptor("vam"), Clock().senses()
        assert described.http is not None
        described = msgspec.structs.replace(
            described, options={"window": window}, http=msgspec.structs.replace(described.http, page_size=size)
        )
        with Server() as server:
            server.hears = lambda asked: search(list(rows), asked, window=window, **more)
            context = Context(described, f"{server.url}/v2", cursor=cursor, report=issues.append)
            name = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
            context.fetcher = lambda: Fetcher(described, stored=Cache(name, senses.now), senses=senses)
            found = [(record.key, record.cursor) for record in Vam(context).records()]
            return found, issues, context, len(server.asked)

    return walked


def test_more_than_the_window_is_had_by_years_of_accession(walk: Walk) -> None:
    rows = [thing(number) for number in range(1, 41)]
    found, issues, context, _ = walk(rows, window=4)
    assert sorted(key for key, _ in found) == sorted(row["systemNumber"] for row in rows)
    assert issues == []
    assert context.partial is False
    for number, (_, cursor) in enumerate(found, 1):
        if number % 7 == 0:
            assert walk(rows, window=4, cursor=cursor)[0] == found[number:]


def test_what_has_no_year_is_looked_for_at_the_ends_of_the_list(walk: Walk) -> None:
    """Two at each end of the list, and one in the middle that no search reaches."""
    dated = [thing(number) for number in range(1, 21)]
    undated = [thing(100 + number, accessionYear="") for number in range(5)]
    rows = [*undated[:2], *dated[:10], undated[4], *dated[10:], *undated[2:4]]
    found, issues, context, _ = walk(rows, window=4)
    came = {key for key, _ in found}
    assert came == {row["systemNumber"] for row in rows} - {"O104"}
    assert [(one.code, one.message) for one in issues] == [
        ("beyond-the-window", "1 of 25 records could not be reached by any search")
    ]
    assert context.partial is True


def test_a_year_with_more_than_the_window_is_seen_from_both_ends(walk: Walk) -> None:
    rows = [thing(number, accessionYear="1950") for number in range(1, 9)]
    found, issues, _, _ = walk(rows, window=4)
    assert {key for key, _ in found} == {row["systemNumber"] for row in rows}
    assert issues == []


def test_a_server_that_does_not_know_the_range_is_not_asked_for_every_year(walk: Walk) -> None:
    rows = [thing(number) for number in range(1, 41)]
    found, issues, context, asked = walk(rows, window=4, deaf=True)
    assert len({key for key, _ in found}) == 8
    assert [one.code for one in issues] == ["beyond-the-window"]
    assert context.partial is True
    assert asked < 30


def test_only_what_changed_since(tmp_path: Path) -> None:
    rows = [thing(1), thing(2, recordModificationDate="2024-05-01"), thing(3, recordModificationDate="")]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    source = Vam(Context(descriptor("vam"), str(path), since="2024-01-01"))
    assert [record.key for record in source.records()] == ["O2", "O3"]


def test_the_search_may_be_narrowed(tmp_path: Path) -> None:
    described, senses = descriptor("vam"), Clock().senses()
    described = msgspec.structs.replace(described, options={"ask": {"images_exist": 1, "id_material": "AAT45514"}})
    with Server() as server:
        server.hears = lambda asked: search([thing(1)], asked)
        context = Context(described, f"{server.url}/v2")
        context.fetcher = lambda: Fetcher(described, stored=Cache(tmp_path / "h.db", senses.now), senses=senses)
        assert [record.key for record in Vam(context).records()] == ["O1"]
        assert all(one.query["id_material"] == "AAT45514" for one in server.asked)
