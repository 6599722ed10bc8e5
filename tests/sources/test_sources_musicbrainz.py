"""musicbrainz: hand-made records in the true shape as dumps, as answers and from a server, and the recorded answers
where they are.

All records here are synthetic.
"""

from __future__ import annotations

import io
import json
import lzma
import tarfile
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.records import Agent, Work
from culturedata.errors import (
    InputMissing,
)
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue
from culturedata.sources.musicbrainz.source import MusicBrainz
from culturedata.store.library import Library
from tests.contract_http import JSON, HttpSourceContract
from tests.contract_source import SourceContract, entities
from tests.http_faults import Asked, Reply

Row = dict[str, Any]
BY_NC_SA = "https://creativecommons.org/licenses/by-nc-sa/3.0/"


def mbid(number: int) -> str:
    """A made-up MBID."""
    return f"{number:08x}-0000-4000-8000-{number:012x}"


def voted(name: str, count: int) -> Row:
    return {"id": mbid(9000 + len(name)), "name": name, "count": count, "disambiguation": ""}


def alias(name: str, locale: str | None = None, **more: Any) -> Row:
    row: Row = {"name": name, "sort-name": name, "locale": locale, "primary": True if locale else None, "type": None,
           "type-id": None, "begin": None, "end": None, "ended": False}  # fmt: skip
    return row | {key.replace("_", "-"): value for key, value in more.items()}


def area(number: int, name: str, **more: Any) -> Row:
    return {"id": mbid(number), "name": name, "sort-name": name, "disambiguation": "", "type": None,
            "type-id": None} | more  # fmt: skip


def related(type_: str, kind: str, target: Row, **more: Any) -> Row:
    row: Row = {"type": type_, "type-id": mbid(8000), "direction": "forward", "target-type": kind, "attributes": [],
           "attribute-ids": {}, "attribute-values": {}, "begin": None, "end": None, "ended": False,
           "source-credit": "", "target-credit": "", kind: target}  # fmt: skip
    return row | {key.replace("_", "-"): value for key, value in more.items()}


def named(number: int, name: str, **more: Any) -> Row:
    return {"id": mbid(number), "name": name, "sort-name": name, "disambiguation": "", "type": "Person",
            "type-id": mbid(7000)} | more  # fmt: skip


def url(number: int, address: str) -> Row:
    return {"id": mbid(number), "resource": address}


def credit(*artists: Row, join: str = " feat. ") -> list[Row]:
    last = len(artists) - 1
    return [{"name": one["name"], "joinphrase": join if n < last else "", "artist": one}
            for n, one in enumerate(artists)]  # fmt: skip


ADA, BAND = named(1, "Ada Invented", disambiguation="composer"), named(2, "The Invented", type="Group")
VARIOUS = named(0, "Various Artists") | {"id": "89ad4ac3-39f7-470e-963a-56509c546377"}
ARTIST: Row = {
    **ADA, "gender": "Female", "gender-id": mbid(7001), "country": "FR",
    "area": area(300, "France", **{"iso-3166-1-codes": ["FR"]}),
    "begin-area": area(301, "Lyon"), "begin_area": area(301, "Lyon"),
    "end-area": area(302, "Paris", disambiguation="the city"),
    "end_area": area(302, "Paris", disambiguation="the city"),
    "life-span": {"begin": "1950-03", "end": "2001", "ended": True},
    "isnis": ["0000000121032683"], "ipis": ["00600664284"], "annotation": "She <b>never</b> was.",
    "aliases": [alias("Ада", "ru", sort_name="Выдуманная, Ада"), alias("A. Invented", type="Search hint"),
                alias("Ada I.", "en_CA", primary=False), alias("Ada Invented", "en")],
    "tags": [voted("chanson", 3), voted("french", 2), voted("not this", 0)], "genres": [voted("chanson", 3)],
    "rating": {"value": 4.5, "votes-count": 3},
    "relations": [
        related("wikidata", "url", url(500, "https://www.wikidata.org/wiki/Q42")),
        related("official homepage", "url", url(501, "https://ada.example/")),
        related("discogs", "url", url(502, "https://www.discogs.com/artist/77")),
        related("member of band", "artist", BAND, begin="1970", end="1975", ended=True, attributes=["original"]),
        related("teacher", "artist", named(3, "Bea Other"), direction="backward"),
        related("influenced by place", "place", {"id": mbid(303), "name": "A Hall", "disambiguation": ""}),
    ],
}  # fmt: skip
LABEL: Row = {
    **named(4, "Invented Records", type="Production"), "label-code": 1305, "country": "GB",
    "area": area(304, "United Kingdom", **{"iso-3166-1-codes": ["GB"]}),
    "life-span": {"begin": "1969", "end": None, "ended": True}, "isnis": [], "ipis": [], "aliases": [], "relations": [],
}  # fmt: skip
GROUP: Row = {
    "id": mbid(10), "title": "An Invented Album", "primary-type": "Album", "primary-type-id": mbid(7002),
    "secondary-types": ["Live"], "secondary-type-ids": [mbid(7003)], "first-release-date": "1973-03-24",
    "disambiguation": "the first one", "annotation": "Made up.",
    "artist-credit": credit(BAND, named(1, "Ada Invented", aliases=[alias("Ада", "ru")], country="FR")),
    "aliases": [alias("Выдуманный альбом", "ru"), alias("Invented", None)],
    "tags": [voted("rock", 5), voted("seen live", 2)], "genres": [voted("rock", 5)],
    "rating": {"value": 4, "votes-count": 9}, "user-tags": [{"name": "mine"}],
    "relations": [
        related("part of", "series", {"id": mbid(600), "name": "The 100", "type": "Release group series",
                "type-id": mbid(7004), "disambiguation": ""}, attributes=["number"], attribute_values={"number": "15"},
                ordering_key=15),
        related("wikidata", "url", url(503, "https://www.wikidata.org/wiki/Q43")),
        related("tribute", "artist", named(3, "Bea Other")),
        related("included in", "release_group", {"id": mbid(11), "title": "A Box"}),
    ],
    "releases": [{"id": mbid(12), "title": "An Invented Album", "disambiguation": "remaster", "date": "1979-06",
                  "country": "US", "status": "Official", "status-id": mbid(7005), "quality": "normal", "barcode": "",
                  "packaging": "Box", "packaging-id": mbid(7006),
                  "media": [{"position": 1, "format": "CD", "format-id": mbid(7007), "track-count": 10, "title": ""}]}],
}  # fmt: skip
WORK: Row = {
    "id": mbid(20), "title": "Invented Song", "type": "Song", "type-id": mbid(7008), "language": "fra",
    "languages": ["fra"], "iswcs": ["T-909.748.367-5"], "disambiguation": "",
    "aliases": [alias("Chanson", "fr", primary=False), alias("Une chanson", "fr")],
    "attributes": [{"type": "Key", "type-id": mbid(7009), "value": "C minor", "value-id": mbid(7010)},
                   {"type": "GEMA ID", "type-id": mbid(7011), "value": "123-456"},
                   {"type": "Rāga (Hindustānī)", "type-id": mbid(7012), "value": "Bhairavi", "value-id": mbid(7013)}],
    "tags": [], "genres": [], "rating": {"value": None, "votes-count": 0},
    "relations": [
        related("composer", "artist", ADA, direction="backward"),
        related("lyricist", "artist", named(3, "Bea Other"), direction="backward", target_credit="B. O."),
        related("performance", "recording", {"id": mbid(30), "title": "Invented Song", "length": 281000, "video": False,
                "disambiguation": ""}, direction="backward", attributes=["cover"]),
        related("parts", "work", {"id": mbid(21), "title": "Invented Suite", "type": "Suite", "type-id": mbid(7014)},
                direction="backward", ordering_key=2),
        related("publishing", "label", named(4, "Invented Records"), direction="backward"),
    ],
}  # fmt: skip
RECORDING: Row = {
    "id": mbid(30), "title": "Invented Song", "length": 281000, "video": True, "disambiguation": "live",
    "first-release-date": "2014", "isrcs": ["GBAHS1400099"], "artist-credit": credit(BAND), "aliases": [],
    "tags": [voted("pop", 1)], "genres": [],
    "relations": [
        related("performance", "work", {"id": mbid(20), "title": "Invented Song", "relations": [
            related("composer", "artist", ADA, direction="backward")]}, attributes=["cover", "live"],
            begin="2014-05-01", end="2014-05-01"),
        related("instrument", "artist", named(5, "Cay Player"), direction="backward", attributes=["guitar"],
                attribute_credits={"guitar": "axe"}),
        related("vocal", "artist", ADA, direction="backward", attributes=["lead vocals"], source_credit="Song"),
        related("mastering", "artist", named(6, "Dee Engineer"), direction="backward"),
        related("recorded at", "place", {"id": mbid(303), "name": "A Hall", "disambiguation": ""}),
    ],
}  # fmt: skip
RELEASE: Row = {
    "id": mbid(40), "title": "Album inventé", "status": "Official", "status-id": mbid(7005), "quality": "high",
    "packaging": "Gatefold", "packaging-id": mbid(7006), "text-representation": {"language": "fra", "script": "Latn"},
    "date": "1973-03-24", "country": "GB", "barcode": "199066336168", "asin": "B000000001", "disambiguation": "stereo",
    "release-events": [{"date": "1973-03-24", "area": area(304, "United Kingdom", **{"iso-3166-1-codes": ["GB"]})},
                       {"date": "1973-05", "area": None}],
    "label-info": [{"catalog-number": "INV 1", "label": named(4, "Invented Records", **{"label-code": 1305})},
                   {"catalog-number": None, "label": named(7, "[no label]")}],
    "artist-credit": credit(VARIOUS), "aliases": [], "annotation": "A release.",
    "release-group": {"id": mbid(10), "title": "An Invented Album", "primary-type": "Album"},
    "cover-art-archive": {"front": True, "back": True, "artwork": True, "darkened": False, "count": 3},
    "media": [
        {"id": mbid(401), "position": 1, "title": "One", "format": '12" Vinyl', "format-id": mbid(7007),
         "track-count": 2, "track-offset": 0, "discs": [{"id": "arIS30RPWowvwNEqsqdDnZzDGhk-", "offset-count": 2,
                                                         "offsets": [150, 9700], "sectors": 200}],
         "pregap": {"id": mbid(402), "number": "0", "position": 0, "title": "Hidden", "length": None},
         "tracks": [
            {"id": mbid(403), "number": "A1", "position": 1, "title": "Opening", "length": 68346,
             "artist-credit": credit(BAND),
             "recording": {"id": mbid(30), "title": "Invented Song", "length": 68000, "video": False,
                           "disambiguation": "live", "first-release-date": "1972-02-23", "isrcs": ["GBAHS1400099"],
                           "relations": [related("instrument", "artist", named(5, "Cay Player"), direction="backward",
                                                 attributes=["guitar"])]}},
            {"id": mbid(404), "number": "A2", "position": 2, "title": "Closing", "length": None,
             "artist-credit": credit(BAND), "recording": {"id": mbid(31), "title": "Closing", "relations": [
                 related("instrument", "artist", named(5, "Cay Player"), direction="backward",
                         attributes=["guitar"])]}},
         ]},
        {"id": mbid(405), "position": 2, "title": "", "format": "CD", "format-id": mbid(7007), "track-count": 1,
         "track-offset": 0, "data-tracks": [{"id": mbid(406), "number": "1", "position": 1, "title": "Film"}]},
    ],
    "relations": [
        related("design/illustration", "artist", named(8, "Eve Drawer"), direction="backward"),
        related("amazon asin", "url", url(504, "https://shop.example/B000000001")),
    ],
}  # fmt: skip
COVER: Row = {
    "release": f"https://musicbrainz.org/release/{mbid(40)}",
    "images": [{"id": "829521842", "types": ["Front", "Booklet"], "front": True, "back": False, "approved": False,
                "comment": "a scan", "edit": 7, "image": f"https://coverartarchive.org/release/{mbid(40)}/8.jpg",
                "thumbnails": {"250": f"https://coverartarchive.org/release/{mbid(40)}/8-250.jpg",
                               "large": f"https://coverartarchive.org/release/{mbid(40)}/8-500.jpg"}}],
}  # fmt: skip
ROWS = {
    "artist": ARTIST, "label": LABEL, "release-group": GROUP, "work": WORK, "recording": RECORDING, "release": RELEASE,
}  # fmt: skip


def lines(*rows: Row) -> bytes:
    return b"\n".join(json.dumps(row, ensure_ascii=False).encode() for row in rows)


def dumped(entity: str, *rows: Row, **more: str) -> bytes:
    """The archive that MusicBrainz makes of records; `more` is what other members hold."""
    said = {
        "TIMESTAMP": "2026-05-20 00:10:01.123456+00\n", "COPYING": "The data is in the public domain (CC0).\n",
        "README": "One document a line.\n", "REPLICATION_SEQUENCE": "180000\n", "SCHEMA_SEQUENCE": "30\n",
    } | {name: text for name, text in more.items() if name != "JSON_DUMPS_SCHEMA_NUMBER"}  # fmt: skip
    bodies = {name: text.encode() for name, text in said.items()} | {f"mbdump/{entity}": lines(*rows)}
    bodies["JSON_DUMPS_SCHEMA_NUMBER"] = more.get("JSON_DUMPS_SCHEMA_NUMBER", "1\n").encode()
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, body in bodies.items():
            member = tarfile.TarInfo(name)
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    return lzma.compress(stream.getvalue(), preset=0)


def dumps(folder: Path, **rows: list[Row]) -> Path:
    """A folder of dumps."""
    for entity, several in (rows or {name: [row] for name, row in ROWS.items()}).items():
        name = entity.replace("_", "-")
        (folder / f"{name}.tar.xz").write_bytes(dumped(name, *several))
    return folder


def reader(path: Path | str, issues: list[Issue] | None = None, **more: Any) -> MusicBrainz:
    report = (issues if issues is not None else []).append
    return MusicBrainz(Context(descriptor("musicbrainz"), str(path), report=report, **more))


def read(tmp_path: Path, **rows: Row) -> tuple[dict[str, Work], dict[str, Agent], list[Issue]]:
    """What records say, each of its entity, and what was reported."""
    issues: list[Issue] = []
    folder = tmp_path / "dumps"
    folder.mkdir(exist_ok=True)
    found = {name: [row] for name, row in rows.items()}
    works, agents, _ = entities(reader(dumps(folder, **found), issues))
    return works, agents, issues


_AREAS = ("area", "begin-area", "begin_area", "end-area", "end_area", "release-events[].area")
UNDERSTOOD = frozenset({
    # Which of several things a relation leads to: the field says so under which it stands. Which way it leads is the
    # same for all who made a work. What has no value.
    "relations[].target-type", "media[].tracks[].recording.relations[].direction",
    "relations[].work.relations[].target-type", "relations[].work.relations[].direction",
    "relations[].work.relations[].attribute-values", "media[].tracks[].recording.relations[].target-type",
    "media[].tracks[].recording.relations[].attribute-values",
    # A place is known by its name, and a country's code stands in the field «country» too.
    *(f"{area}.{name}" for area in _AREAS for name in ("id", "sort-name", "type")),
    "area.iso-3166-1-codes[]", "release-events[].area.iso-3166-1-codes[]",
    # Named twice, with a hyphen and with an underscore.
    "begin_area.name", "begin_area.disambiguation", "end_area.name", "end_area.disambiguation",
    # When another name was in use, and of which kind it is: names have no place for it.
    "aliases[].type", "aliases[].begin", "aliases[].end", "aliases[].ended",
    *(f"artist-credit[].artist.aliases[].{name}" for name in ("type", "begin", "end", "ended", "primary")),
    # A genre and a tag are known by their words.
    "genres[].id", "genres[].disambiguation", "tags[].id", "tags[].disambiguation",
    # The language that stands among the languages.
    "language",
    # What another entity is: told by the record of its own.
    "label-info[].label.type", "relations[].label.type", "relations[].recording.disambiguation",
    "relations[].recording.length", "relations[].recording.video", "relations[].series.type",
    "relations[].work.type", "release-group.primary-type", "releases[].media[].position", "releases[].media[].title",
    # The numbers of a medium and of a track in the database; the place of a track, where it has a printed number; the
    # length of a recording, where its track has one; how many tracks stand before those that are told.
    "media[].id", "media[].data-tracks[].id", "media[].data-tracks[].position", "media[].pregap.id",
    "media[].pregap.position", "media[].track-offset", "media[].tracks[].id", "media[].tracks[].position",
    "media[].tracks[].recording.length",
    # There are pictures: so say their number, and that there is a front.
    "cover-art-archive.artwork",
})  # fmt: skip
# The pictures themselves say which is the front; the edit that added one; its number, which is in its address.
OF_COVERS = {
    "cover-art-archive.front", "cover-art-archive.back", "cover-art.images[].front", "cover-art.images[].back",
    "cover-art.images[].edit", "cover-art.images[].id", "cover-art.release",
}  # fmt: skip


class TestDump(SourceContract):
    """A folder of dumps, one for each entity."""

    source = "musicbrainz"
    understood = UNDERSTOOD

    def input(self, tmp_path: Path) -> str:
        return str(dumps(tmp_path))


class TestAnswers(SourceContract):
    """Answers of the API in a folder, each a record, with what the Cover Art Archive says of the release."""

    source = "musicbrainz"
    understood = UNDERSTOOD | OF_COVERS

    def input(self, tmp_path: Path) -> str:
        for name, row in (ROWS | {"cover": COVER}).items():
            (tmp_path / f"{name}.json").write_text(json.dumps(row, ensure_ascii=False, indent=1), encoding="utf-8")
        return str(tmp_path)


class TestServer(HttpSourceContract):
    """An artist, whose release groups and works are listed page by page."""

    source = "musicbrainz"
    path = f"/ws/2/artist/{mbid(1)}"

    def rows(self) -> list[Any]:
        return [GROUP, *({"id": mbid(100 + n), "title": f"Album {n}", "primary-type": "Album", "first-release-date":
                          f"19{70 + n}", "artist-credit": credit(ADA)} for n in range(6))]  # fmt: skip

    def answer(self, asked: Asked) -> Reply:
        assert asked.query["fmt"] == "json"
        if asked.address.startswith(self.path):
            return Reply(200, json.dumps(ARTIST).encode(), JSON)
        entity = asked.address.split("?")[0].removeprefix("/ws/2/")
        assert asked.query["artist"] == mbid(1)
        assert set(asked.query["inc"].split()) >= {"aliases", "annotation", "tags", "genres", "artist-rels"}
        there = self.museum.rows if entity == "release-group" else [WORK]
        start, size = int(asked.query["offset"]), int(asked.query["limit"])
        shown = there[start : start + size]
        if entity == "release-group":
            shown, _ = self.museum.page(0 if self.museum.loops else start, size)
        said = {f"{entity}s": shown, f"{entity}-count": len(there), f"{entity}-offset": start}
        return Reply(200, json.dumps(said).encode(), JSON)

    def test_a_list_that_ends_before_its_end_deletes_nothing(self, tmp_path: Path) -> None:
        folder = tmp_path / "library"
        self.goes(folder)
        self.museum.rows = self.museum.rows[:3]
        self.spoil = lambda _, right: Reply(200, right.body.replace(b'-count": 3', b'-count": 7'), JSON)
        self.bring(folder, self.input(folder), refresh=True)
        with Library.open(folder) as library:
            assert library.culture.execute("SELECT count(*) FROM records WHERE gone_at NOT NULL").fetchone() == (0,)
            assert library.culture.execute("SELECT count(*) FROM issues WHERE code = 'list-ended-early'").fetchone()[0]

    def test_who_was_merged_is_known_under_both_ids(self, tmp_path: Path) -> None:
        """Asked for by the old id, the server answers with the entity that it was merged into."""
        old, right = mbid(999), self.path
        self.server.hears = lambda asked: (
            Reply(200, json.dumps(ARTIST).encode(), JSON) if old in asked.address else self.answer(asked)
        )
        self.bring(tmp_path / "library", f"{self.server.url}{right.replace(mbid(1), old)}")
        with Library.open(tmp_path / "library") as library:
            said = "SELECT value FROM identifiers WHERE owner_id = ? AND scheme = 'mbid' ORDER BY value"
            found = library.culture.execute(said, [f"musicbrainz:agent:{mbid(1)}"]).fetchall()
            told = library.culture.execute("SELECT code, record_id, raw FROM issues").fetchall()
        assert found == [(mbid(1),), (old,)]
        assert told == [("merged-id", f"musicbrainz:artist:{mbid(1)}", old)]

    def test_what_is_listed_may_be_said(self, tmp_path: Path) -> None:
        self.bring(tmp_path / "library", f"{self.server.url}{self.path}/work")
        assert [asked.address.split("?")[0] for asked in self.server.asked] == [self.path, "/ws/2/work"]

    def test_nobody_there_is_named(self, tmp_path: Path) -> None:
        self.server.hears = lambda _: Reply(404, b'{"error": "Not Found"}', JSON)
        with pytest.raises(InputMissing, match="no artist"):
            self.bring(tmp_path / "library", self.input(tmp_path))
