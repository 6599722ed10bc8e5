"""tate: what its records say, on synthetic rows in their true shape, and all of Tate where the real files are."""

from __future__ import annotations

import gzip
import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.records import Agent, Work
from culturedata.errors import InputEmpty, InputFormat, InputMissing, InputPointer, InputTruncated
from culturedata.importing.descriptor import descriptor
from culturedata.importing.run import ImportResult, import_source
from culturedata.importing.source import Context, Issue
from culturedata.sources.tate import people
from culturedata.sources.tate.source import Tate
from culturedata.store.library import Library
from culturedata.vocabularies import ROLES
from tests.contract_source import SourceContract, entities

ARTIST: dict[str, Any] = {
    "activePlaceCount": 1,
    "activePlaces": [{"name": "Lyon, France", "placeName": "Lyon", "placeType": "inhabited_place"}],
    "birth": {
        "place": {"name": "Paris, France", "placeName": "Paris", "placeType": "inhabited_place"},
        "time": {"startYear": 1801},
    },
    "birthYear": 1801, "date": "1801–1870",
    "death": {"place": {"name": "Roma, Italia", "placeName": "Roma", "placeType": "inhabited_place"},
              "time": {"startYear": 1870}},
    "fc": "Ann Invented", "gender": "Female", "id": 0, "mda": "Invented, Ann",
    "movements": [{"era": {"id": 8, "name": "18th century"}, "id": 293, "name": "Imaginism"}],
    "startLetter": "I", "totalWorks": 2, "url": "http://www.tate.org.uk/art/artists/ann-invented-0",
}  # fmt: skip
PERSON: dict[str, Any] = {
    "birthYear": 1801, "date": "1801–1870", "displayOrder": 1, "fc": "Ann Invented", "gender": "Female", "id": 0,
    "mda": "Invented, Ann", "role": "artist", "startLetter": "I",
}  # fmt: skip
ARTWORK: dict[str, Any] = {
    "acno": "X00001", "acquisitionYear": 1922,
    "additionalImages": [{
        "copyright": "© Somebody", "creativeCommons": None, "filenameBase": "X00001",
        "sizes": [{"caption": "Enhanced image", "cleared": True, "file": "enhanced_images/X00001_E.jpg", "height": 512,
                   "resolution": 512, "size": "large", "width": 240}],
    }],
    "all_artists": "Ann Invented", "artistRooms": True, "catTextResId": 1130,
    "catalogueGroup": {"accessionRanges": "X00001-X00003", "completeStatus": "COMPLETE", "finbergNumber": "CC",
                       "groupType": "Turner Sketchbook", "id": 65, "shortTitle": "Invented Sketchbook"},
    "classification": "on paper, unique", "contributorCount": 1, "contributors": [PERSON],
    "creditLine": "Presented by nobody 1922", "dateRange": {"endYear": 1834, "startYear": 1830, "text": "1830-4"},
    "dateText": "c.1830–4", "depth": "", "dimensions": "support: 394 x 419 mm\r\nframe: 500.5 x 600 x 30 mm, 2 kg",
    "finberg": "CC 6 a", "foreignTitle": "Le titre", "groupTitle": "Invented Sketchbook", "height": "419", "id": 1035,
    "inscription": "Inscribed ‘here’", "medium": "Etching and aquatint  on paper\r\n", "movementCount": 1,
    "movements": [{"era": {"id": 8, "name": "18th century", "workCount": 3}, "id": 293, "name": "Imaginism"}],
    "pageNumber": 14, "subjectCount": 2,
    "subjects": {"children": [{"children": [
        {"children": [{"id": 1050, "name": "kneeling"}, {"id": 694, "name": "sitting"}], "id": 92, "name": "actions"},
    ], "id": 91, "name": "people"}], "id": 1, "name": "subject"},
    "thumbnailCopyright": None, "thumbnailUrl": "http://www.tate.org.uk/art/images/work/X00001_8.jpg",
    "title": "A Title", "units": "mm", "url": "http://www.tate.org.uk/art/artworks/x00001", "width": "394",
}  # fmt: skip
PLAIN: dict[str, Any] = {
    "acno": "X00002", "acquisitionYear": 1930, "all_artists": "Bob Madeup", "catalogueGroup": {},
    "classification": None, "contributorCount": 1,
    "contributors": [PERSON | {"id": 7, "fc": "Bob Madeup", "mda": "Madeup, Bob", "gender": None, "role": "after"}],
    "creditLine": None, "dateRange": None, "dateText": "date not known", "depth": "", "dimensions": None,
    "foreignTitle": None, "groupTitle": None, "height": "", "id": 1036, "inscription": None,
    "medium": "Etching, and aquatint on paper", "movementCount": 0, "subjectCount": 0, "thumbnailCopyright": None,
    "thumbnailUrl": None, "title": "Plain", "units": "", "url": "http://www.tate.org.uk/art/artworks/x00002",
    "width": "",
}  # fmt: skip


def write(folder: Path, artists: list[dict[str, Any]], artworks: list[dict[str, Any]]) -> str:
    """A folder as upstream, but as JSON lines."""
    folder.mkdir(exist_ok=True)
    for name, rows in (("tate_artists", artists), ("tate_artworks", artworks)):
        if rows:
            (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(folder)


def read(given: str) -> tuple[dict[str, Work], dict[str, Agent], dict[str, Any], list[Issue]]:
    issues: list[Issue] = []
    return *entities(Tate(Context(descriptor("tate"), given, report=issues.append))), issues


def work(tmp_path: Path, **changes: Any) -> Work:
    works, _, _, issues = read(write(tmp_path / "one", [], [ARTWORK | changes]))
    assert issues == []
    return works["tate:X00001"]


def bring(folder: Path, given: str, **more: Any) -> ImportResult:
    with Library.open(folder, create=True) as library:
        return import_source(library, "tate", given, **more)


def query(folder: Path, sql: str, *values: Any) -> list[Any]:
    with Library.open(folder) as library:
        return library.culture.execute(sql, values).fetchall()


UNDERSTOOD = frozenset({"subjects.id", "subjects.name"})  # the root of the tree, which is called «subject» everywhere


class TestContract(SourceContract):
    source = "tate"
    understood = UNDERSTOOD

    def input(self, tmp_path: Path) -> str:
        twin = ARTIST | {"mda": "Invented, Ann (twin)", "birthYear": None}
        oil = PLAIN | {
            "acno": "X00003", "medium": "Oil on canvas", "width": "9", "height": "8", "depth": "2", "units": "mm",
        }  # fmt: skip
        second = PERSON | {"id": 7, "displayOrder": 2, "append_role_after_name": True, "role": "and assistants"}
        works = [ARTWORK | {"contributors": [PERSON, second]}, PLAIN, oil]
        return write(tmp_path, [ARTIST, twin], works)

    def whole(self, request: pytest.FixtureRequest) -> None:
        shared = request.getfixturevalue("shared")
        request.getfixturevalue("monkeypatch").chdir(shared / "data")

    def check_whole(self, library: Library, request: pytest.FixtureRequest) -> None:
        counts_are_the_published_ones(library.culture)
        matches_the_files(library.culture, request.getfixturevalue("shared"))


def test_every_field_of_an_artwork(tmp_path: Path) -> None:
    works, _, terms, issues = read(write(tmp_path, [], [ARTWORK]))
    found = works["tate:X00001"]
    assert issues == []
    assert [(t.text, t.lang, t.kind) for t in found.titles] == [
        ("A Title", "en", "original"), ("Le titre", None, "alternative"), ("Invented Sketchbook", "en", "group"),
    ]  # fmt: skip
    assert [(d.kind, d.text, d.earliest, d.latest, d.precision, d.qualifier) for d in found.dates] == [
        ("created", "c.1830–4", 1830, 1834, "range", "circa"),
        ("created", "1830-4", 1830, 1834, "range", None),
        ("acquired", "1922", 1922, 1922, "year", None),
    ]
    assert [(c.agent, c.role, c.attribution) for c in found.credits] == [("tate:agent:0", "artist", None)]
    assert {(t.facet, t.term) for t in found.terms} == {
        ("movement", "tate:term:movement-293"), ("subject", "tate:term:1050"), ("subject", "tate:term:694"),
        ("classification", "tate:term:classification-on_paper,_unique"),
        ("material", "tate:term:material-Etching_and_aquatint_on_paper"), ("collection", "tate:term:artist-rooms"),
    }  # fmt: skip
    assert {id_.rpartition(":")[2]: (term.label, term.parents) for id_, term in terms.items()} == {
        "91": ("people", ()), "92": ("actions", ("tate:term:91",)), "1050": ("kneeling", ("tate:term:92",)),
        "694": ("sitting", ("tate:term:92",)), "era-8": ("18th century", ()),
        "movement-293": ("Imaginism", ("tate:term:era-8",)),
        "classification-on_paper,_unique": ("on paper, unique", ()), "artist-rooms": ("ARTIST ROOMS", ()),
        "material-Etching_and_aquatint_on_paper": ("Etching and aquatint on paper", ()),
    }  # fmt: skip
    assert [(d.part, d.kind, d.value, d.unit) for d in found.dimensions] == [
        ("support", "height", 394, "mm"), ("support", "width", 419, "mm"),
        ("frame", "height", 500.5, "mm"), ("frame", "width", 600, "mm"), ("frame", "depth", 30, "mm"),
        ("frame", "weight", 2, "kg"), (None, "text", None, None),
    ]  # fmt: skip
    assert found.dimensions[-1].text == "support: 394 x 419 mm\nframe: 500.5 x 600 x 30 mm, 2 kg"
    assert [(t.kind, t.text) for t in found.texts] == [("inscription", "Inscribed ‘here’")]
    assert [(i.scheme, i.value) for i in found.identifiers] == [
        ("accession", "X00001"), ("tate", "1035"), ("tate catalogue text", "1130"), ("finberg", "CC 6 a"),
    ]  # fmt: skip
    assert [(i.url.rpartition("/")[2], i.width, i.height, i.alt, i.credit, i.open) for i in found.images] == [
        ("X00001_8.jpg", None, None, None, None, False),
        ("X00001_E.jpg", 240, 512, "Enhanced image", "© Somebody", False),
    ]
    assert [(r.covers, r.statement) for r in found.rights] == [("metadata", "CC0 1.0")]
    [holding] = found.holdings
    assert (holding.kind, holding.name, holding.inventory, holding.credit_line) == (
        "owner", "Tate", "X00001", "Presented by nobody 1922",
    )  # fmt: skip
    [relation] = found.relations
    assert (relation.kind, relation.target, relation.text) == (
        "part of", "tate:group:65",
        "Invented Sketchbook; accessionRanges: X00001-X00003; completeStatus: COMPLETE; finbergNumber: CC; "
        "groupType: Turner Sketchbook",
    )  # fmt: skip
    assert [(m.kind, m.value) for m in found.measures] == [("page number", 14)]
    assert found.url == ARTWORK["url"]


def test_every_field_of_an_artist_and_id_0_is_one(tmp_path: Path) -> None:
    _, agents, terms, issues = read(write(tmp_path, [ARTIST], []))
    assert issues == []
    found = agents["tate:agent:0"]
    assert (found.name, found.sort_name, found.born, found.died, found.life_text, found.gender) == (
        "Ann Invented", "Invented, Ann", 1801, 1870, "1801–1870", "female",
    )  # fmt: skip
    assert (found.born_place, found.died_place, found.url) == ("Paris, France", "Roma, Italia", ARTIST["url"])
    assert [(t.facet, terms[t.term].label) for t in found.terms] == [
        ("movement", "Imaginism"),
        ("place", "Lyon, France"),
    ]


def test_an_artists_own_record_outranks_what_artworks_say(tmp_path: Path) -> None:
    mention = ARTWORK | {"contributors": [PERSON | {"fc": "A. Invented"}]}
    bring(tmp_path / "library", write(tmp_path / "in", [ARTIST], [mention, PLAIN]))
    assert query(tmp_path / "library", "SELECT agent_id, name, authority FROM agents ORDER BY agent_id") == [
        ("tate:agent:0", "Ann Invented", 1), ("tate:agent:7", "Bob Madeup", 0),
    ]  # fmt: skip
    assert query(tmp_path / "library", "SELECT name FROM agent_names") == [("A. Invented",)]


@pytest.mark.parametrize(
    ("text", "bounds", "expected"),
    [
        ("date not known", None, [("date not known", None, None, "unknown", None)]),
        ("date not known", {"endYear": 1825, "startYear": 1814, "text": None},
         [("date not known", 1814, 1825, "range", None)]),
        ("no date", {"startYear": "no date", "text": "no date"}, [("no date", None, None, "unknown", None)]),
        ("c.1997-9", {"startYear": "c.1997-9", "text": "c.1997-9"}, [("c.1997-9", 1997, 1999, "range", "circa")]),
        ("2005", {"startYear": "2005", "text": "2005"}, [("2005", 2005, 2005, "year", None)]),
        ("1992", {"startYear": 1992, "text": "1992"}, [("1992", 1992, 1992, "year", None)]),
        ("c.1997–9", {"startYear": "c.1997-9", "text": "c. 1997-9"}, [("c.1997–9", 1997, 1999, "range", "circa")]),
        ("1826–7, reprinted 1892", {"endYear": 1827, "startYear": 1826, "text": "1826-7, reprinted  1892"},
         [("1826–7, reprinted 1892", 1826, 1827, "range", None)]),
        ("after c.1830", {"endYear": 1830, "startYear": 1830, "text": "after c.1830"},
         [("after c.1830", 1830, None, "year", "after")]),
        ("1830s", {"endYear": 1837, "startYear": 1830, "text": "1830s"}, [("1830s", 1830, 1837, "range", None)]),
        ("1820s", {"endYear": 1829, "startYear": 1820, "text": "1820s"}, [("1820s", 1820, 1829, "decade", None)]),
        ("1786 or 1800", {"endYear": 1800, "startYear": 1786, "text": "1786 or 1800"},
         [("1786 or 1800", 1786, 1800, "range", None)]),
    ],
)  # fmt: skip
def test_dates_in_text_and_in_bounds(tmp_path: Path, text: str, bounds: Any, expected: list[Any]) -> None:
    dates = [d for d in work(tmp_path, dateText=text, dateRange=bounds).dates if d.kind == "created"]
    assert [(d.text, d.earliest, d.latest, d.precision, d.qualifier) for d in dates] == expected


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("1828–9", 1828, 1819, (1828, 1829)), ("1803–5", 1803, 1803, (1803, 1803)), ("1935", 1835, 1835, (1835, 1835)),
        ("date not known", 1819, 1815, (1815, 1819)), ("1820s", 1830, 1837, (1830, 1837)),
        ("1820s", 1828, 1822, (1820, 1829)),
    ],
)  # fmt: skip
def test_years_that_contradict_the_printed_date(
    tmp_path: Path, text: str, start: int, end: int, expected: tuple[int, int]
) -> None:
    bounds = {"startYear": start, "endYear": end, "text": text.replace("–", "-")}
    works, _, _, issues = read(write(tmp_path, [], [ARTWORK | {"dateText": text, "dateRange": bounds}]))
    [made] = [date for date in works["tate:X00001"].dates if date.kind == "created"]
    assert (made.text, made.earliest, made.latest) == (text, *expected)
    assert [(i.code, i.record, i.field, i.raw) for i in issues] == [
        ("years-differ", "tate:X00001", "dateRange", f"{start}–{end}")
    ]


Size = tuple[str | None, str, float | None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("image: 12 x 9 mm", [("image", "height", 12), ("image", "width", 9)]),
        ("12x9x3mm\r\nweight: 28kg", [(None, "height", 12), (None, "width", 9), (None, "depth", 3),
                                      (None, "weight", 28)]),
        ("object: 55 x 54 mm, 4 mm", [("object", "height", 55), ("object", "width", 54), ("object", "depth", 4)]),
        ("frame: 117 x 115 mm, 9 kg, 270 mm", [("frame", "height", 117), ("frame", "width", 115),
                                               ("frame", "weight", 9), ("frame", "size", 270)]),
        ("support: 152 mm x 190 mm \r\n", [("support", "height", 152), ("support", "width", 190)]),
        ("support: 25 x 30 x 1,5 mm", [("support", "height", 25), ("support", "width", 30), ("support", "depth", 1.5)]),
        ("Frame: H: 15 mm,  W: 12 mm, D: 8mm", [("Frame", "height", 15), ("Frame", "width", 12),
                                                ("Frame", "depth", 8)]),
        ("displayed: 3 x 4 mm, Diameter 30mm", [("displayed", "height", 3), ("displayed", "width", 4),
                                                ("displayed", "diameter", 30)]),
        ("object (diameter): 485 mm", [("object", "diameter", 485)]), ("plate: 332 mm", [("plate", "size", 332)]),
        ("object: 5 x 4 x 3 mm, 2 kg (Gross 4kg)", [("object", "height", 5), ("object", "width", 4),
            ("object", "depth", 3), ("object", "weight", 2), ("Gross", "weight", 4)]),
        ("Overall dimensions variable\r\nobject, each: 5 x 4 mm", [("object, each", "height", 5),
                                                                   ("object, each", "width", 4)]),
        ("support (1): 20 x 10 mm\r\nsupport (2): 21 x 10 mm", [("support (1)", "height", 20),
            ("support (1)", "width", 10), ("support (2)", "height", 21), ("support (2)", "width", 10)]),
        ("Support:  ea.316 x 473 mm", [("Support: ea.", "height", 316), ("Support: ea.", "width", 473)]),
        ("886 x 538", []), ("duration: 5min, 50sec", []), ("display dimensions variable", []),
    ],
)  # fmt: skip
def test_printed_dimensions(tmp_path: Path, text: str, expected: list[Size]) -> None:
    *found, printed = work(tmp_path, dimensions=text, width="", height="", depth="", units="").dimensions
    assert [(one.part, one.kind, one.value) for one in found] == expected
    assert (printed.kind, printed.text) == ("text", text.replace("\r\n", "\n").strip())


@pytest.mark.parametrize(
    ("text", "fields", "expected"),
    [
        ("support: 9 x 8 mm", ("9", "8", "", "mm"), []),
        ("support: 9 x 8 mm", ("", "", "", ""), []),
        ("support: 9 x 8 mm", ("9", "8", "2", "cm"), [("depth", "2"), ("units", "cm")]),
        ("support (left): 9 x 8 mm", ("(left):", "9", "8", "mm"), [("width", "(left):"), ("height", "9"),
                                                                   ("depth", "8")]),
        ("9 x 8 x 7 mm", ("8", "7", "", "mm"), [("width", "8"), ("height", "7")]),
    ],
)  # fmt: skip
def test_fields_that_contradict_the_printed_dimensions(
    tmp_path: Path, text: str, fields: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    said = dict(zip(("width", "height", "depth", "units"), fields, strict=True))
    works, _, _, issues = read(write(tmp_path, [], [ARTWORK | said | {"dimensions": text}]))
    assert [(one.kind, one.value) for one in works["tate:X00001"].dimensions][:2] == [("height", 9), ("width", 8)]
    assert [(i.code, i.record, i.field, i.raw) for i in issues] == [
        ("size-differs", "tate:X00001", field, raw) for field, raw in expected
    ]


@pytest.mark.parametrize("text", [None, "886 x 538"])
def test_sizes_of_the_fields_where_none_can_be_read(tmp_path: Path, text: str | None) -> None:
    found = work(tmp_path, dimensions=text, width="9", height="8.5", depth="7", units="mm").dimensions
    assert [(one.part, one.kind, one.value, one.unit) for one in found if one.kind != "text"] == [
        (None, "height", 9, "mm"), (None, "width", 8.5, "mm"), (None, "depth", 7, "mm"),
    ]  # fmt: skip
    assert [one.text for one in found if one.kind == "text"] == ([text] if text else [])


def test_line_ends_are_plain(tmp_path: Path) -> None:
    more = [ARTWORK["additionalImages"][0] | {"copyright": "© A\r\nB\r\n"}]
    found = work(tmp_path, creditLine="ROOMS\r\nGiven 1922\r\n", thumbnailCopyright="© C\r\n", additionalImages=more)
    assert found.holdings[0].credit_line == "ROOMS\nGiven 1922"
    assert [image.credit for image in found.images] == ["© C", "© A\nB"]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("artist", ("artist", None, None)), ("after", ("artist", "after", "after")),
        ("prints after", ("artist", "after", "prints after")),
        ("and a pupil", ("artist", "with assistants", "and a pupil")),
        ("stylist", ("contributor", None, "stylist")), ("pseudo", ("artist", "pseudonym", "pseudo")),
    ],
)  # fmt: skip
def test_roles_and_attributions(tmp_path: Path, role: str, expected: Any) -> None:
    [credit] = work(tmp_path, contributors=[PERSON | {"role": role}]).credits
    assert (credit.role, credit.attribution, credit.note) == expected


def test_an_unknown_role_is_reported_and_kept(tmp_path: Path) -> None:
    works, _, _, issues = read(write(tmp_path, [], [ARTWORK | {"contributors": [PERSON | {"role": "friend of"}]}]))
    assert works["tate:X00001"].credits[0].note == "friend of"
    assert [(i.code, i.record, i.raw) for i in issues] == [("unknown-role", "tate:X00001", "friend of")]


def test_contributors_stand_in_their_display_order(tmp_path: Path) -> None:
    second = PERSON | {"id": 7, "displayOrder": 2, "append_role_after_name": True, "role": "and assistants"}
    credits = work(tmp_path, contributors=[second, PERSON]).credits
    assert [(c.agent, c.note) for c in credits] == [
        ("tate:agent:0", None), ("tate:agent:7", "and assistants (after the name)"),
    ]  # fmt: skip


def test_one_json_file_a_record_as_upstream(tmp_path: Path) -> None:
    for name, row in (("artworks/x/000/x00001-1035", ARTWORK), ("artists/i/ann-invented-0", ARTIST)):
        path = tmp_path / f"{name}.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(row, indent=2), encoding="utf-8")
    source = Tate(Context(descriptor("tate"), str(tmp_path)))
    assert [record.key for record in source.records()] == ["agent:0:invented-ann", "X00001"], "artists come first"
    lines = read(write(tmp_path / "lines", [ARTIST], [ARTWORK]))
    assert read(str(tmp_path / "artworks"))[0] == lines[0]
    assert read(str(tmp_path / "artists"))[1] == read(str(tmp_path / "lines" / "tate_artists.jsonl"))[1]


def test_a_file_that_is_no_record_among_others_is_reported(tmp_path: Path) -> None:
    """Not the first one: there it says that the input is the wrong one."""
    for name, body in (("a", json.dumps(ARTWORK)), ("b", "{"), ("c", ""), ("d", json.dumps(PLAIN))):
        (tmp_path / f"{name}.json").write_text(body, encoding="utf-8")
    works, _, _, issues = read(str(tmp_path))
    assert set(works) == {"tate:X00001", "tate:X00002"}
    assert [(i.code, i.located, i.raw) for i in issues] == [("not-json", "b.json", "{"), ("not-json", "c.json", "")]
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputFormat):
        read(str(tmp_path))


def test_json_too_deep_to_read_is_reported(tmp_path: Path) -> None:
    deep = '{"acno": "X00009", "subjects": ' + '{"children": [' * 5000 + "]}" * 5000 + "}"
    path = tmp_path / "tate_artworks.jsonl"
    path.write_text("\n".join((json.dumps(ARTWORK), deep, json.dumps(PLAIN))) + "\n", encoding="utf-8")
    works, _, _, issues = read(str(path))
    assert set(works) == {"tate:X00001", "tate:X00002"}
    assert [(i.code, i.located) for i in issues] == [("not-json", "tate_artworks.jsonl:2")]


def test_a_line_that_is_not_json_is_reported_and_the_rest_goes_in(tmp_path: Path) -> None:
    lines = [json.dumps(ARTWORK), '{"acno": "X0', '{"other": 1}', json.dumps(PLAIN)]
    path = tmp_path / "tate_artworks.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    works, _, _, issues = read(str(path))
    assert set(works) == {"tate:X00001", "tate:X00002"}
    assert [(i.code, i.located, i.raw) for i in issues] == [
        ("not-json", "tate_artworks.jsonl:2", lines[1]), ("not-json", "tate_artworks.jsonl:3", lines[2]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", InputEmpty),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", InputPointer),
        (b"acno,title\nX00001,Title\n", InputFormat),
        (b'{"objectID": 1}\n', InputFormat),
        (gzip.compress(json.dumps(ARTWORK).encode() * 50)[:-20], InputTruncated),
    ],
)
def test_what_is_no_file_of_tates(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    path = tmp_path / "tate_artworks.jsonl"
    path.write_bytes(content)
    with pytest.raises(error):
        read(str(path))


def test_a_folder_without_records(tmp_path: Path) -> None:
    with pytest.raises(InputFormat, match="holds neither JSON files nor CSV tables"):
        read(str(tmp_path))
    with pytest.raises(InputMissing):
        read(str(tmp_path / "nowhere"))


def test_a_changed_artwork_is_replaced_with_all_that_hung_on_it(tmp_path: Path) -> None:
    bring(tmp_path / "library", write(tmp_path / "in", [ARTIST], [ARTWORK, PLAIN]))
    before = json.dumps(ARTWORK).encode()
    changed = ARTWORK | {
        "title": "Retitled", "foreignTitle": None, "movements": [], "subjects": None, "dimensions": "support: 1 x 2 mm",
    }  # fmt: skip
    counts = bring(tmp_path / "library", write(tmp_path / "in", [ARTIST], [changed, PLAIN])).counts
    assert (counts.added, counts.updated, counts.unchanged) == (0, 1, 2)
    assert query(tmp_path / "library", "SELECT title FROM works ORDER BY work_id") == [("Retitled",), ("Plain",)]
    assert query(tmp_path / "library", "SELECT text FROM titles WHERE work_id = 'tate:X00001'") == [
        ("Retitled",), ("Invented Sketchbook",),
    ]  # fmt: skip
    facets = query(tmp_path / "library", "SELECT DISTINCT facet FROM work_terms WHERE work_id = 'tate:X00001'")
    assert sorted(facets) == [("classification",), ("collection",), ("material",)]
    assert query(tmp_path / "library", "SELECT * FROM record_history") == [
        ("tate:X00001", sha256(before).hexdigest(), 2)
    ]
    [(raw, digest)] = query(tmp_path / "library", "SELECT raw, sha256 FROM records WHERE record_id = 'tate:X00001'")
    assert (zlib.decompress(raw), digest) == (
        json.dumps(changed).encode(), sha256(json.dumps(changed).encode()).hexdigest(),
    )  # fmt: skip
    found = query(tmp_path / "library", "SELECT rowid FROM works_fts WHERE works_fts MATCH 'retitled'")
    assert len(found) == 1
    assert not query(tmp_path / "library", "SELECT rowid FROM works_fts WHERE works_fts MATCH 'kneeling'")


def test_a_changed_artist_is_replaced(tmp_path: Path) -> None:
    bring(tmp_path / "library", write(tmp_path / "in", [ARTIST], [ARTWORK]))
    changed = ARTIST | {"fc": "Anne Invented", "movements": [], "death": None}
    counts = bring(tmp_path / "library", write(tmp_path / "in", [changed], [ARTWORK])).counts
    assert counts.updated == 1
    assert query(tmp_path / "library", "SELECT name, died FROM agents") == [("Anne Invented", None)]


# All of Tate


def rows(shared: Path, name: str) -> Iterator[tuple[bytes, dict[str, Any]]]:
    with gzip.open(shared / "data" / "tate" / f"{name}.jsonl.gz") as stream:
        for line in stream:
            yield line.rstrip(b"\r\n"), json.loads(line)


def counts_are_the_published_ones(culture: sqlite3.Connection) -> None:
    columns = "records, added, skipped, issues, works, agents"
    assert culture.execute(f"SELECT {columns} FROM imports").fetchall() == [(72_740, 72_740, 0, 297, 69_202, 3_539)]
    assert culture.execute("SELECT code, count(*) FROM issues GROUP BY code").fetchall() == [
        ("size-differs", 156), ("years-differ", 141),
    ]  # fmt: skip


def matches_the_files(culture: sqlite3.Connection, shared: Path) -> None:
    """Every count of the library against the same count made here from the files."""
    expected: Counter[str] = Counter()
    roles: Counter[str] = Counter()
    subjects: set[tuple[int, str, int | None]] = set()
    hashes, artists, mentioned = {}, set(), set()
    for line, row in rows(shared, "tate_artists"):
        artists.add(row["id"])
        hashes[sha256(line).hexdigest()] = row["mda"]
    for line, row in rows(shared, "tate_artworks"):
        hashes[sha256(line).hexdigest()] = row["acno"]
        mentioned |= {person["id"] for person in row["contributors"]}
        roles.update(person["role"] for person in row["contributors"])
        expected.update({
            "inscriptions": bool(row["inscription"]), "foreign": bool(row["foreignTitle"]),
            "group": bool(row["groupTitle"]), "acquired": row.get("acquisitionYear") is not None,
            "movements": len(row.get("movements", ())), "dimensions": bool(row["dimensions"]),
            "related": bool(row["catalogueGroup"]), "unknown": row["dateRange"] is None,
            "bounded": isinstance((row["dateRange"] or {}).get("startYear"), int),
            "images": bool(row["thumbnailUrl"]) + sum(len(i["sizes"]) for i in row.get("additionalImages", ())),
            "leaves": sum(1 for _, _, _, leaf in tree(row.get("subjects")) if leaf), "depths": bool(row["depth"]),
        })  # fmt: skip
        subjects |= {node[:3] for node in tree(row.get("subjects"))}

    def count(sql: str) -> int:
        return int(culture.execute(f"SELECT count(*) FROM {sql}").fetchone()[0])

    assert (len(artists), len(artists | mentioned)) == (3_534, 3_539)
    assert count("agents WHERE authority = 1") == 3_534
    assert {row[0] for row in culture.execute("SELECT sha256 FROM records")} == set(hashes)
    assert count("credits") == sum(roles.values()) == 69_710
    assert {row[0] for row in culture.execute("SELECT DISTINCT role FROM credits")} <= set(ROLES)
    noted = Counter(
        dict(culture.execute("SELECT note, count(*) FROM credits WHERE note NOT LIKE '%after the name%' GROUP BY note"))
    )
    behind = count("credits WHERE note LIKE '%after the name%'")
    assert sum(noted.values()) + behind == sum(roles.values()) - roles["artist"]
    assert count("texts WHERE kind = 'inscription'") == expected["inscriptions"] == 6_306
    assert count("titles WHERE kind = 'alternative'") == expected["foreign"]
    assert count("titles WHERE kind = 'group'") == expected["group"]
    assert count("dates WHERE kind = 'acquired'") == expected["acquired"]
    assert count("dates WHERE kind = 'created'") == 69_202, "no text says something of its own beside the printed one"
    assert count("works WHERE year IS NOT NULL") >= expected["bounded"]
    assert expected["unknown"] == 5_378
    assert count("work_terms WHERE facet = 'movement'") == expected["movements"] == 7_265
    assert count("terms WHERE facet = 'movement'") == 141
    assert count("dimensions WHERE kind = 'text'") == expected["dimensions"]
    assert count("relations") == expected["related"]
    assert count("images") == expected["images"]
    assert count("work_terms WHERE facet = 'subject'") == expected["leaves"] == 361_385
    stored = {
        (int(id_.rpartition(":")[2]), label, parent and int(parent.rpartition(":")[2]))
        for id_, label, parent in culture.execute(
            "SELECT term_id, label, parent_id FROM terms LEFT JOIN term_parents USING (term_id) WHERE facet = 'subject'"
        )
    }
    assert stored == subjects
    parents = {id_: parent for id_, _, parent in stored}
    assert Counter(level(id_, parents) for id_ in parents) == {1: 16, 2: 161, 3: 16_455}
    ophelia = "SELECT part, kind, value FROM dimensions WHERE work_id = 'tate:N01506' AND value IS NOT NULL"
    assert culture.execute(ophelia).fetchall()[:2] == [("support", "height", 762.0), ("support", "width", 1118.0)]


def tree(root: dict[str, Any] | None) -> Iterator[tuple[int, str, int | None, bool]]:
    """Id, name, parent's id and whether it is a leaf, of all nodes below the root."""
    waiting = [(child, None) for child in (root or {}).get("children", ())]
    while waiting:
        node, parent = waiting.pop()
        below = node.get("children", ())
        yield node["id"], node["name"], parent, not below
        waiting += [(child, node["id"]) for child in below]


def level(id_: int, parents: dict[int, int | None]) -> int:
    parent = parents[id_]
    return 1 if parent is None else 1 + level(parent, parents)


@pytest.mark.parametrize(
    ("name", "life", "given", "expected"),
    [
        ("A. Person", "1787–1808", (1787, 1808), (1787, 1808)), ("A. Person", None, (1800, None), (1800, None)),
        ("A. Person", "active 1787–1808", (1787, 1808), (None, None)),
        ("British School 19th century", "1800–1899", (1800, 1899), (None, None)),
        ("A. Person", "died 1870", (1870, 1870), (None, 1870)), ("A. School", "born 1950", (1950, None), (1950, None)),
    ],
)  # fmt: skip
def test_years_that_are_no_birth_and_no_death(
    name: str, life: str | None, given: tuple[int | None, int | None], expected: tuple[int | None, int | None]
) -> None:
    """Tate gives years of work, of a century's school, and the year of a death as if they were a birth and a death."""
    assert people.lived(name, life, *given) == expected


def test_who_is_only_mentioned_died_in_the_printed_year() -> None:
    """Contributors have no field for it: five of them have no record of their own either."""
    assert people.mentioned(1, "A. Person", "Person, A.", "1789–1850", "Male", 1789).died == 1850
    assert people.mentioned(1, "A. Person", "Person, A.", "active 1787–1808", "Male", 1787).died is None
    assert people.mentioned(1, "British School 19th century", None, "1800–1899", None, 1800).died is None


def test_a_year_of_acquisition_that_is_none_is_told(tmp_path: Path) -> None:
    works, _, _, issues = read(write(tmp_path / "one", [], [ARTWORK | {"acquisitionYear": 10**30}]))
    (acquired,) = (date for date in works["tate:X00001"].dates if date.kind == "acquired")
    assert (acquired.text, acquired.earliest) == (str(10**30), None)
    assert [(issue.code, issue.record, issue.raw) for issue in issues] == [("unread-date", "tate:X00001", str(10**30))]
