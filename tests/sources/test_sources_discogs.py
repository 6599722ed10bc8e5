"""discogs: dumps of synthetic records in the true shape, old and new; the markup; every file that is none."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.records import Agent, Date, Identifier, Image, Measure, Relation, Term, Title, Work
from culturedata.errors import InputEmpty, InputError, InputFormat, InputMissing, InputTruncated
from culturedata.importing.descriptor import descriptor
from culturedata.importing.inputs import xml
from culturedata.importing.source import Context, Issue
from culturedata.sources.discogs import roles
from culturedata.sources.discogs.markup import plain
from culturedata.sources.discogs.source import Discogs
from culturedata.sources.discogs.tracks import seconds
from tests.contract_source import SourceContract, entities
from tests.oai_server import elements

PICTURE = (
    '<image height="500" type="primary" uri="https://img.example/A-1.jpeg" uri150="https://img.example/150.jpeg"'
    ' width="600"/>'
)


def artist(number: str, name: str, anv: str = "", join: str = "", role: str = "", tracks: str = "") -> str:
    """An artist as credited; the dumps have empty elements for what is not said, too (see `EMPTY`)."""
    said = {"id": number, "name": name, "anv": anv, "join": join, "role": role, "tracks": tracks}
    return f"<artist>{''.join(f'<{field}>{value}</{field}>' for field, value in said.items() if value)}</artist>"


EMPTY = "<artist><id>1</id><name>Ada</name><anv/><join></join><role>,</role><tracks/></artist>"
ARTISTS = f"""<artists>
<artist><images>{PICTURE}</images><id>1</id><name>Ada Made (2)</name><realname>Ada M. Up</realname>\
<profile>Singer, born 3 May 1940 in Town, Land. Sister of [a=Bo Made].</profile><data_quality>Correct</data_quality>\
<urls><url>https://ada.example/</url><url>https://www.imdb.com/name/nm0000123/</url></urls>\
<namevariations><name>A. Made</name></namevariations><aliases><name id="4">Ada X</name></aliases>\
<groups><name id="3">The Mades (7)</name></groups></artist>
<artist><images><image type="primary" uri="" uri150="" width="600" height="450"/></images><id>3</id>\
<name>The Mades (7)</name><profile>Born 1960 in Town.</profile><data_quality>Needs Vote</data_quality>\
<members><id>1</id><name id="1">Ada Made (2)</name><id>2</id><name>Bo Made</name></members></artist>
<artist><id>4</id><name>Ada X</name><profile/><aliases><name>Ada Made</name></aliases><members/></artist>
</artists>"""
LABELS = f"""<labels>
<label><images>{PICTURE}</images><id>10</id><name>Made Records (3)</name><contactinfo>1 Street&#13;
Town</contactinfo><profile>Of [a=Ada Made].</profile><data_quality>Correct</data_quality>\
<parentLabel id="11">Great Records</parentLabel><urls><url>https://records.example</url></urls>\
<sublabels><label id="12">Small (2)</label><label/></sublabels></label>
<label><id>11</id><name>Great Records</name></label>
</labels>"""
VIDEO = (
    '<videos><video src="https://video.example/1" duration="364" embed="true"><title>Seen</title>'
    "<description>Heard</description></video></videos>"
)
MASTERS = f"""<masters>
<master id="20"><main_release>30</main_release><images>{PICTURE}</images>\
<artists>{artist("1", "Ada Made (2)")}</artists><genres><genre>Rock</genre></genres>\
<styles><style>Made-Up</style></styles><year>1969</year><title>Long Playing</title><notes>See [r30].</notes>\
<data_quality>Correct</data_quality>{VIDEO}</master>
<master id="21"><main_release>33</main_release><artists>{artist("194", "Various")}</artists><year>0</year>\
<title>Of Many</title></master>
</masters>"""
WRITER = artist("6", "Di Writes", role="Written-By")
TRACKS = f"""<tracklist>\
<track><position/><title>Side One</title><duration/></track>\
<track><position>A1</position><title>First</title><duration>3:30</duration>\
<artists>{artist("1", "Ada Made (2)", "Ada", "Meets")}{artist("5", "Cy Guest")}</artists>\
<extraartists>{WRITER}</extraartists></track>\
<track><position>A2</position><title>Second</title><duration>4:30</duration>\
<extraartists>{WRITER}</extraartists></track>\
<track><position/><title>Suite</title><duration/><extraartists>{WRITER}</extraartists>\
<sub_tracks><track><position>B.a</position><title>Part</title><duration>1:00</duration></track>\
<track><position>B.b</position><title>Whole</title><duration>1:00:30</duration></track></sub_tracks></track>\
<track><position>B2</position><title>Medley</title><duration>2:00</duration>\
<sub_tracks><track><position>B2.1</position><title>Half</title><duration>1:00</duration></track></sub_tracks></track>\
</tracklist>"""
COMPANIES = """<companies>\
<company><id>11</id><name>Great Records</name><catno>G 9</catno><entity_type>13</entity_type>\
<entity_type_name>Phonographic Copyright (p)</entity_type_name>\
<resource_url>https://api.discogs.com/labels/11</resource_url></company>\
<company><id>12</id><name>Small (2)</name><catno/><entity_type>17</entity_type>\
<entity_type_name>Pressed By</entity_type_name>\
<resource_url>https://api.discogs.com/labels/12</resource_url></company></companies>"""
GUITAR = artist("7", "El Guitar", role="Guitar [Lead, Rhythm], Producer", tracks="A1 to A2, B2")
RELEASE = f"""<release id="30" status="Accepted"><images>{PICTURE}</images>\
<artists>{artist("1", "Ada Made (2)", "", "&amp;")}{artist("2", "Bo Made", "B. Made")}</artists>\
<title>Long Playing</title><labels><label name="Made Records (3)" catno="MR 1" id="10"/></labels>\
<series><series name="Best Of (2)" catno="12" id="40"/></series>\
<extraartists>{GUITAR}{artist("8", "Fa Odd", role="Tea [Green]")}</extraartists>\
<formats><format name="Vinyl" qty="2" text="Red"><descriptions><description>LP</description>\
<description>Album</description></descriptions></format></formats><genres><genre>Rock</genre></genres>\
<styles><style>Made-Up</style></styles><country>UK</country><released>1969-00-00</released>\
<notes>By [a1], on [l=Made Records].&#13;
[b]Loud[/b].</notes><data_quality>Correct</data_quality><master_id is_main_release="true">20</master_id>{TRACKS}\
<identifiers><identifier type="Barcode" description="Text" value="0 7464-63628-2 2"/>\
<identifier type="Barcode" value="5012345678900"/>\
<identifier type="Matrix / Runout" description="Side A" value="MR 1 A"/>\
<identifier type="Label Code" value="LC 1"/></identifiers>{VIDEO}{COMPANIES}</release>"""
RELEASES = f"""<releases>
{RELEASE}
<release id="31" status="Draft"><artists>{artist("", "No Entry")}</artists><title>Newer</title><labels/>\
<formats><format name="File" qty="1" text=""/></formats><released>1999-07-13</released>\
<master_id is_main_release="false">20</master_id></release>
<release id="32" status="Accepted"><artists>{artist("194", "Various")}</artists><title>Third</title>\
<released>2001-03-00</released></release>
</releases>"""
FILES = {"artists": ARTISTS, "labels": LABELS, "masters": MASTERS, "releases": RELEASES}


def write(folder: Path, names: tuple[str, ...] = tuple(FILES), month: str = "20260101") -> Path:
    """The dumps as they are downloaded, with the list of their hashes beside."""
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"discogs_{month}_{name}.xml.gz").write_bytes(gzip.compress(FILES[name].encode()))
    (folder / f"discogs_{month}_CHECKSUM.txt").write_text("0 *no data", encoding="utf-8")
    return folder


PICTURES = frozenset({f"{kind}.images[].image[].@{name}" for kind in ("artist", "label")
                      for name in ("height", "type", "uri", "uri150", "width")})  # fmt: skip
# Pictures of artists and labels, for an agent has none. Which picture is the first, which its place says; whether a
# video may be shown elsewhere. The number of a company's part, which its name says, and the address of its entry, which
# its number says; the number of a series, which has no page of its own.
UNDERSTOOD = PICTURES | {
    "master.images[].image[].@type", "release.images[].image[].@type", "master.videos[].video[].@embed",
    "release.videos[].video[].@embed", "release.companies[].company[].entity_type[].#text",
    "release.companies[].company[].resource_url[].#text", "release.series[].series[].@id",
}  # fmt: skip


class TestContract(SourceContract):
    source = "discogs"
    understood = UNDERSTOOD
    composed = frozenset({""})  # a document has one root

    def input(self, tmp_path: Path) -> str:
        return str(write(tmp_path))

    def decoded(self, body: bytes) -> Any:
        return xml.tree(body, {})

    def encoded(self, value: Any) -> bytes:
        return xml.untree(elements(value), {})


def read(path: Path, issues: list[Issue] | None = None, **more: Any) -> Discogs:
    return Discogs(
        Context(descriptor("discogs"), str(path), report=(issues if issues is not None else []).append, **more)
    )


def one(
    folder: Path, text: str, issues: list[Issue] | None = None
) -> tuple[dict[str, Work], dict[str, Agent], dict[str, Term]]:
    """What a file says that holds this text."""
    path = folder / "one.xml"
    path.write_text(text, encoding="utf-8")
    return entities(read(path, issues))


@pytest.fixture
def found(tmp_path: Path) -> tuple[dict[str, Work], dict[str, Agent], dict[str, Term]]:
    issues: list[Issue] = []
    all_of_them = entities(read(write(tmp_path / "dumps"), issues))
    assert not issues
    return all_of_them


# -- works -----------------------------------------------------------------------------------------------------------


def test_masters_and_releases_are_works_that_lead_to_each_other(found: Any) -> None:
    works = found[0]
    assert list(works) == [
        f"discogs:{key}" for key in ("master:20", "master:21", "release:30", "release:31", "release:32")
    ]
    assert works["discogs:master:20"].relations == (Relation(kind="main edition", target="discogs:release:30"),)
    assert works["discogs:release:30"].relations == (
        Relation(kind="main edition of", target="discogs:master:20"), Relation(kind="part of", text="Best Of 12"),
    )  # fmt: skip
    assert works["discogs:release:31"].relations == (Relation(kind="edition of", target="discogs:master:20"),)
    assert works["discogs:release:32"].relations == ()
    kinds = {key: [term.term for term in work.terms if term.facet == "type"] for key, work in works.items()}
    assert kinds["discogs:master:21"] == ["discogs:term:kind:master"]
    assert kinds["discogs:release:32"] == ["discogs:term:kind:release"]
    assert found[2]["discogs:term:kind:release"].label_fr == "édition"


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("1969-00-00", Date(text="1969", kind="released", earliest=1969, latest=1969, precision="year")),
        ("1969", Date(text="1969", kind="released", earliest=1969, latest=1969, precision="year")),
        ("1969-07-00", Date(text="1969-07", kind="released", earliest=1969, latest=1969, precision="month")),
        ("1969-07", Date(text="1969-07", kind="released", earliest=1969, latest=1969, precision="month")),
        ("1969-07-13", Date(text="1969-07-13", kind="released", earliest=1969, latest=1969, precision="day")),
        ("1960s", Date(text="1960s", kind="released", earliest=1960, latest=1969, precision="decade")),
    ],
)
def test_when_it_came_out(tmp_path: Path, said: str, date: Date) -> None:
    issues: list[Issue] = []
    works = one(tmp_path, f'<release id="1"><title>A</title><released>{said}</released></release>', issues)[0]
    assert works["discogs:release:1"].dates == (date,)
    assert not issues


@pytest.mark.parametrize("said", ["1969-13-01", "1969-00-13", "some day"])
def test_a_date_that_is_none_is_kept_and_told(tmp_path: Path, said: str) -> None:
    issues: list[Issue] = []
    works = one(tmp_path, f'<release id="1"><title>A</title><released>{said}</released></release>', issues)[0]
    [date] = works["discogs:release:1"].dates
    assert (date.text, date.precision, date.earliest) == (said, "unknown", 1969 if "19" in said else None)
    assert [(issue.code, issue.record, issue.field, issue.raw) for issue in issues] == [
        ("unread-date", "discogs:release:1", "released", said)
    ]


@pytest.mark.parametrize("said", ["", "0000-00-00", "0", "?", "????"])
def test_no_date(tmp_path: Path, said: str) -> None:
    issues: list[Issue] = []
    works = one(tmp_path, f'<release id="1"><title>A</title><released>{said}</released></release>', issues)[0]
    assert (works["discogs:release:1"].dates, issues) == ((), [])


def test_the_list_of_tracks(found: Any) -> None:
    work = found[0]["discogs:release:30"]
    texts = {text.kind: text.text for text in work.texts}
    assert texts["tracklist"].split("\n") == [
        "Side One", "A1. Ada Meets Cy Guest – First (3:30)", "A2. Second (4:30)", "Suite", "  B.a. Part (1:00)",
        "  B.b. Whole (1:00:30)", "B2. Medley (2:00)", "  B2.1. Half (1:00)",
    ]  # fmt: skip
    # The suite is its parts, the medley itself: 210 + 270 + 60 + 3630 + 120 seconds.
    assert work.measures == (
        Measure(kind="tracks", value=5, unit="tracks"), Measure(kind="runtime", value=71.5, unit="min"),
    )  # fmt: skip


def test_no_running_time_where_a_track_says_none(tmp_path: Path) -> None:
    issues: list[Issue] = []
    tracks = "".join(f"<track><position>{n}</position><title>T</title><duration>{d}</duration></track>"
                     for n, d in enumerate(("3:00", "", "long"), 1))  # fmt: skip
    works = one(tmp_path, f'<release id="1"><title>A</title><tracklist>{tracks}</tracklist></release>', issues)[0]
    assert works["discogs:release:1"].measures == (Measure(kind="tracks", value=3, unit="tracks"),)
    assert works["discogs:release:1"].texts[0].text == "1. T (3:00)\n2. T\n3. T (long)"
    assert [(issue.code, issue.raw) for issue in issues] == [("unread-duration", "long")]


@pytest.mark.parametrize(
    ("said", "lasting"),
    [
        ("7:00", 420),
        ("0:07", 7),
        ("1:07:54", 4074),
        ("67:54", 4074),
        ("4'35", 275),
        ("(3:00)", 180),
        ("3", None),
        ("3:5", None),
    ],
)
def test_how_long_a_duration_is(said: str, lasting: int | None) -> None:
    assert seconds(said) == lasting


def test_who_had_which_part(found: Any) -> None:
    works, agents, _ = found
    said = [(agents[c.agent].name, c.role, c.note) for c in works["discogs:release:30"].credits]
    assert said == [
        ("Ada Made", "performer", None),
        ("Bo Made", "performer", "as «B. Made»"),
        ("Made Records", "publisher", "MR 1"),
        ("El Guitar", "performer", "Guitar [Lead, Rhythm]; tracks: A1 to A2, B2"),
        ("El Guitar", "producer", "Producer; tracks: A1 to A2, B2"),
        ("Fa Odd", "contributor", "Tea [Green]"),
        ("Ada Made", "performer", "as «Ada»; tracks: A1"),
        ("Cy Guest", "performer", "tracks: A1"),
        ("Di Writes", "writer", "Written-By; tracks: A1, A2, «Suite»"),
        ("Great Records", "contributor", "Phonographic Copyright (p) G 9"),
        ("Small", "manufacturer", "Pressed By"),
    ]
    assert works["discogs:release:30"].rights[1].holder == "Great Records"
    assert works["discogs:release:30"].rights[1].statement == "℗ Great Records"


def test_what_is_printed_stands_as_a_text(found: Any) -> None:
    texts = {text.kind: text.text for text in found[0]["discogs:release:30"].texts}
    assert texts["makers as printed"] == "Ada Made & B. Made"
    assert texts["format"] == "2 × Vinyl, LP, Album, Red"
    assert texts["notes"] == "By https://www.discogs.com/artist/1, on Made Records.\nLoud."
    assert texts["identifiers"] == (
        "Barcode (Text): 0 7464-63628-2 2\nMatrix / Runout (Side A): MR 1 A\nLabel Code: LC 1"
    )
    assert texts["video"] == "Seen (6:04)\nHeard\nhttps://video.example/1"


def test_identifiers_and_pictures(found: Any) -> None:
    work = found[0]["discogs:release:30"]
    assert work.identifiers == (
        Identifier(scheme="discogs-release", value="30"), Identifier(scheme="barcode", value="074646362822"),
        Identifier(scheme="barcode", value="5012345678900"),
    )  # fmt: skip
    assert work.images == (
        Image(url="https://img.example/A-1.jpeg", thumbnail="https://img.example/150.jpeg", width=600, height=500),
    )
    assert found[0]["discogs:release:31"].images == ()


def test_whoever_has_no_entry_is_known_by_name(tmp_path: Path) -> None:
    """Their number is 0, or since 2024 none."""
    for number in ("", "0"):
        text = f'<release id="1"><artists>{artist(number, "No Entry")}</artists><title>A</title></release>'
        agents = one(tmp_path, text)[1]
        assert [(agent.id, agent.url) for agent in agents.values()] == [("discogs:agent:artist:name:no-entry", None)]


def test_empty_elements_say_nothing(tmp_path: Path) -> None:
    text = f'<release id="1"><artists>{EMPTY}</artists><title/><labels/><tracklist/><formats/></release>'
    work = one(tmp_path, text)[0]["discogs:release:1"]
    assert [(c.agent, c.role, c.note) for c in work.credits] == [("discogs:agent:artist:1", "performer", None)]
    assert (work.titles, work.texts, work.measures) == ((Title(text="[no title]"),), (), ())


def test_a_status_that_is_not_accepted_is_told(found: Any) -> None:
    words = {key: [t.term for t in work.terms if t.facet == "classification"] for key, work in found[0].items()}
    assert words["discogs:release:31"] == ["discogs:term:status:draft"]
    assert words["discogs:release:30"] == ["discogs:term:quality:correct"]


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("Written-By [All Tracks By]", [("writer", "Written-By [All Tracks By]")]),
        ("Guitar [Lead, Rhythm], Vocals", [("performer", "Guitar [Lead, Rhythm]"), ("singer", "Vocals")]),
        ("Music By, Lyrics By", [("composer", "Music By"), ("lyricist", "Lyrics By")]),
        ("Engineer", [("contributor", "Engineer")]),
        ("Design [Open", [("designer", "Design [Open")]),
        ("", []),
        (" , ", []),
    ],
)
def test_roles(said: str, parts: list[tuple[str, str]]) -> None:
    assert list(roles.parted(said)) == parts


# -- agents ----------------------------------------------------------------------------------------------------------


def test_an_artist_with_names_life_and_ties(tmp_path: Path) -> None:
    _, agents, terms = one(tmp_path, ARTISTS)
    ada = agents["discogs:agent:artist:1"]
    assert ada.names == (
        Title(text="Ada Made (2)", kind="alternative"), Title(text="Ada M. Up", kind="alternative"),
        Title(text="A. Made", kind="alternative"),
    )  # fmt: skip
    assert (ada.authority, ada.kind, ada.born, ada.died) == (1, "unknown", 1940, None)
    assert ada.life_text == "born 3 May 1940 in Town, Land"
    assert ada.identifiers == (
        Identifier(scheme="discogs-artist", value="1"), Identifier(scheme="website", value="https://ada.example/"),
        Identifier(scheme="imdb", value="nm0000123"),
    )  # fmt: skip
    assert [(terms[t.term].label, terms[t.term].label_fr) for t in ada.terms] == [
        ("Correct", "qualité des données : correct")
    ]
    assert ada.relations == (
        Relation(kind="alias", target="discogs:agent:artist:4", text="Ada X"),
        Relation(kind="member of", target="discogs:agent:artist:3", text="The Mades"),
    )
    [profile] = ada.texts
    assert (profile.kind, "born 3 May 1940 in Town, Land" in profile.text) == ("biography", True)


def test_a_group_was_not_born(tmp_path: Path) -> None:
    _, agents, _ = one(tmp_path, ARTISTS)
    group = agents["discogs:agent:artist:3"]
    assert (group.kind, group.born, group.life_text) == ("group", None, None)
    assert group.relations[:2] == (
        Relation(kind="has member", target="discogs:agent:artist:1", text="Ada Made"),
        Relation(kind="has member", target="discogs:agent:artist:2", text="Bo Made"),
    )


def test_names_without_numbers_as_they_were_until_2015(tmp_path: Path) -> None:
    _, agents, _ = one(tmp_path, ARTISTS)
    assert agents["discogs:agent:artist:4"].relations == (
        Relation(kind="alias", target="discogs:agent:artist:name:ada-made", text="Ada Made"),
    )


@pytest.mark.parametrize(
    ("profile", "life"),
    [
        ("Soprano, born 2 February 1919 in Town, died 10 December 2012 in City.", (1919, 2012)),
        ("Born: August 18, 1971, Town", (1971, None)),
        ("Born 02/02/1766 in Town", (1766, None)),
        ("DJ born in Town, started in 1985.", (None, None)),
        ("His friend died in 2012.", (None, None)),
        ("Ada born 1940, Bo born 1942.", (None, None)),
        ("born 1980, died 1970", (None, None)),
    ],
)
def test_the_life_in_a_profile(tmp_path: Path, profile: str, life: tuple[int | None, int | None]) -> None:
    found = one(tmp_path, f"<artist><id>1</id><name>A</name><profile>{profile}</profile></artist>")[1]
    assert (found["discogs:agent:artist:1"].born, found["discogs:agent:artist:1"].died) == life


def test_a_label(tmp_path: Path) -> None:
    _, agents, terms = one(tmp_path, LABELS)
    made = agents["discogs:agent:label:10"]
    assert (made.name, made.kind, made.authority) == ("Made Records", "group", 1)
    assert [terms[t.term].label for t in made.terms] == ["Correct"]
    assert [(one.kind, one.text) for one in made.relations] == [("part of", "Great Records"), ("has part", "Small")]


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("[a=Ada Made (2)] and [l=Records], [A=B]", "Ada Made (2) and Records, B"),
        ("see [a12] or [l3]", "see https://www.discogs.com/artist/12 or https://www.discogs.com/label/3"),
        ("[m=4][r5]", "https://www.discogs.com/master/4https://www.discogs.com/release/5"),
        ("[t6]", "https://www.discogs.com/forum/thread/6"),
        ("[url=http://x.example/a]there[/url] [url]http://y.example[/url]", "there (http://x.example/a) http://y.example"),
        ("[url=http://x.example]http://x.example[/url]", "http://x.example"),
        ("[b]bold[/b] [i]it[/i] [u]u[/u]", "bold it u"),
        ("[img=http://x.example/1.png] [u=somebody]", "http://x.example/1.png somebody"),
        ("[not on label] [url=x", "[not on label] [url=x"),
        ("one\r\ntwo\rthree ", "one\ntwo\nthree"),
        ("", ""),
    ],
)  # fmt: skip
def test_markup_becomes_text_and_nothing_is_lost(marked: str, said: str) -> None:
    assert plain(marked) == said


# -- files -----------------------------------------------------------------------------------------------------------


def keys(source: Discogs) -> list[str]:
    return [record.key for record in source.records()]


ALL = [
    "artist:1",
    "artist:3",
    "artist:4",
    "label:10",
    "label:11",
    "master:20",
    "master:21",
    "release:30",
    "release:31",
    "release:32",
]


def test_a_folder_a_file_and_single_records_give_the_same(tmp_path: Path) -> None:
    folder = write(tmp_path / "dumps")
    assert keys(read(folder)) == ALL
    assert keys(read(folder / "discogs_20260101_masters.xml.gz")) == ALL[5:7]
    single = tmp_path / "release.xml"
    single.write_text(f"<?xml version='1.0'?>\n{RELEASE}", encoding="utf-8")
    [alone], [first, *_] = read(single).records(), read(folder / "discogs_20260101_releases.xml.gz").records()
    assert (alone.key, alone.body, alone.format) == (first.key, first.body, "xml")
    assert alone.located == "release.xml: record 1"


def test_after_any_record_the_rest_comes(tmp_path: Path) -> None:
    folder = write(tmp_path / "dumps")
    for number, record in enumerate(read(folder).records(), 1):
        assert keys(read(folder, cursor=record.cursor)) == ALL[number:], record.cursor


def test_a_record_without_a_number_is_told(tmp_path: Path) -> None:
    issues: list[Issue] = []
    text = '<artists><artist><name>A</name><members><id>5</id><name id="5">B</name></members></artist></artists>'
    assert one(tmp_path, text, issues) == ({}, {}, {})
    assert [(issue.code, issue.located) for issue in issues] == [("no-key", "one.xml: record 1")]


def test_the_number_may_stand_anywhere(tmp_path: Path) -> None:
    text = "<artists><artist><name>A</name><members><id>5</id><name>B</name></members><id> 7 </id></artist></artists>"
    assert list(one(tmp_path, text)[1]) == ["discogs:agent:artist:7"]


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (b"", InputEmpty, "empty"),
        (b"<html><body>Sorry</body></html>", InputFormat, "begins with <html>"),
        (b"{}", InputFormat, "no XML"),
        (b"<releases><release id='1'><title>A</title></release>", InputTruncated, "ends in the middle"),
        (b"<!DOCTYPE a [<!ENTITY x 'y'>]><releases>&x;</releases>", InputFormat, "document type"),
        (gzip.compress(RELEASES.encode())[:300], InputTruncated, "breaks off"),
    ],
)
def test_a_file_that_is_none(tmp_path: Path, body: bytes, kind: type[InputError], said: str) -> None:
    path = tmp_path / "discogs_20260101_releases.xml.gz"
    path.write_bytes(body)
    with pytest.raises(kind, match=said):
        keys(read(path))


def test_a_bad_file_among_others_costs_itself_alone(tmp_path: Path) -> None:
    issues: list[Issue] = []
    folder = write(tmp_path / "dumps", ("artists", "masters", "releases"))
    (folder / "discogs_20260101_labels.xml.gz").write_bytes(b"<html/>")
    source = read(folder, issues)
    assert keys(source) == [key for key in ALL if not key.startswith("label")]
    assert [(issue.code, issue.located) for issue in issues] == [("unreadable-file", "discogs_20260101_labels.xml.gz")]
    assert source.context.partial


def test_a_folder_without_dumps(tmp_path: Path) -> None:
    with pytest.raises(InputEmpty, match="no XML"):
        keys(read(tmp_path))
    (tmp_path / "a.xml").write_bytes(b"<html/>")
    with pytest.raises(InputFormat, match="no dump"):
        keys(read(tmp_path))
    with pytest.raises(InputMissing):
        keys(read(tmp_path / "nothing"))


def test_the_real_excerpts(shared: Path) -> None:
    """Single elements, and two excerpts of 2020."""
    issues: list[Issue] = []
    works, agents, _ = entities(read(shared / "fixtures" / "discogs", issues))
    assert not issues
    assert len(agents) > 2_000
    assert works["discogs:release:3"].measures[1] == Measure(kind="runtime", value=67.55, unit="min")
    assert [c.note for c in works["discogs:release:3"].credits][:4] == [None, "CK 63628", "DJ Mix", "tracks: 1"]
    assert works["discogs:master:122"].dates[0].earliest == 1993
