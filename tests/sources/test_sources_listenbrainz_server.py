"""listenbrainz over HTTP: its API and its dumps, played by a server on this machine. All listens are synthetic."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
import pytest

from culturedata.data.records import Measure
from culturedata.errors import FetchError, InputError, UsageError
from culturedata.importing import run
from culturedata.importing.descriptor import Descriptor, descriptor
from culturedata.importing.pseudonyms import pseudonyms
from culturedata.importing.run import ImportResult, import_source
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.kept.cache import Cache
from culturedata.sources.listenbrainz.dumps import _read
from culturedata.store.library import Library
from tests.contract_http import JSON, PASSING, STAYING, HttpSourceContract
from tests.contract_source import cells, dump, entities
from tests.http_faults import Asked, Clock, Reply, Server, file
from tests.sources import listens_made_up as made
from tests.sources.listens_made_up import START, uuid

WHO = "Some Body"  # a name that an address must spell otherwise


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CULTUREDATA_CONFIG", str(tmp_path / "settings" / "keys.toml"))
    pseudonyms("listenbrainz")
    (tmp_path / "settings" / "listenbrainz-users.txt").write_text(f"# mine\n{WHO}\n\n{WHO}\n", encoding="utf-8")
    return tmp_path / "settings"


class TestServer(HttpSourceContract):
    source = "listenbrainz"
    path = "/1"
    ordered = True

    def rows(self) -> list[Any]:
        return [row | {"user_name": WHO} for row in made.rows()]

    def answer(self, asked: Asked) -> Reply:
        """Listens after a moment, the latest first; statistics in which nothing stands yet."""
        if asked.address.startswith("/1/stats/"):
            kind = urlsplit(asked.address).path.rpartition("/")[2]
            said = {kind: [], "offset": 0, "range": "all_time", "to_ts": START}
            return Reply(200, json.dumps({"payload": said}).encode(), JSON)
        assert unquote(urlsplit(asked.address).path) == f"/1/user/{WHO}/listens"
        after, size = int(asked.query["min_ts"]), int(asked.query["count"])
        found = sorted(self.museum.rows, key=lambda row: row["listened_at"])
        start = 0 if self.museum.loops else sum(row["listened_at"] <= after for row in found)
        said = {"count": size, "user_id": WHO, "latest_listen_ts": found[-1]["listened_at"],
                "listens": found[start : start + size][::-1]}  # fmt: skip
        return Reply(200, json.dumps({"payload": said}).encode(), JSON)

    def test_listens_of_one_second_are_not_lost_between_pages(self, tmp_path: Path) -> None:
        """A page begins after a second: the last one of the page before is asked for once more."""
        for number, row in enumerate(self.museum.rows):
            row["listened_at"] = START + number // 2
        for size in (3, 4, 5, 100):
            self.pages_of(size)
            assert len(self.goes(tmp_path / f"of-{size}")["events"]) == 7, size

    def test_a_list_that_ends_early_is_told(self, tmp_path: Path) -> None:
        right = self.answer

        def early(asked: Asked) -> Reply:
            found = right(asked)
            if int(asked.query.get("min_ts", 0)) > START + 100:
                said = json.loads(found.body)
                said["payload"]["listens"] = []
                return Reply(200, json.dumps(said).encode(), JSON)
            return found

        self.server.hears = early
        self.goes(tmp_path / "library")
        with Library.open(tmp_path / "library") as library:
            told = library.culture.execute("SELECT code FROM issues").fetchall()
            assert library.culture.execute("SELECT limited FROM imports").fetchone() == (1,)
        assert told == [("list-ended-early",)]

    def test_since_asks_for_what_came_after_it(self, tmp_path: Path) -> None:
        folder = tmp_path / "library"
        self.museum.rows, later = self.museum.rows[:4], self.museum.rows[4:]
        self.goes(folder)
        self.museum.rows += later
        self.server.asked.clear()
        self.bring(folder, self.input(folder), since="2023-11-14T22:17:00", refresh=True)
        assert int(next(a for a in self.server.asked if "listens" in a.address).query["min_ts"]) > START
        assert len(self.content(folder)["events"]) == 7

    def test_the_name_is_nowhere(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.goes(tmp_path / "library")
        for path in (tmp_path / "library").iterdir():
            for spelt in (WHO, "Some%20Body"):
                assert spelt.encode() not in path.read_bytes()
        with Library.open(tmp_path / "library") as library:
            told = "\n".join((*cells(library.culture), *cells(library.audience)))
        assert WHO not in told
        assert WHO not in "".join(capfd.readouterr())

    def test_nobody_known_by_that_name(self, tmp_path: Path) -> None:
        self.server.hears = lambda asked: Reply(404 if asked.address.startswith("/1/user/") else 204)
        with pytest.raises(InputError):
            self.goes(tmp_path / "library")
        with Library.open(tmp_path / "library") as library:
            [(code, message)] = library.culture.execute("SELECT code, message FROM issues").fetchall()
        assert code == "no-listens"
        assert message.startswith("the 1. name")

    def test_names_that_are_no_text(self, tmp_path: Path, settings: Path) -> None:
        (settings / "listenbrainz-users.txt").write_bytes(b"\xff\xfe")
        with pytest.raises(UsageError, match=r"listenbrainz-users\.txt can't be read as text"):
            self.goes(tmp_path / "library")

    def test_statistics(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What everybody hears, who hears the artists, what is heard with them; then what somebody hears."""
        one = {"artist_name": "An Artist", "artist_mbid": uuid(1, 2), "artist_mbids": [uuid(1, 2)], "listen_count": 9}
        recording = {"track_name": "A Song", "recording_mbid": uuid(1), "artist_name": "An Artist", "listen_count": 9}
        similar = {"artist_mbid": uuid(2, 2), "name": "Another", "comment": "", "type": "Group", "gender": None,
                   "score": 90, "reference_mbid": uuid(1, 2)}  # fmt: skip
        known = {"artist_mbid": uuid(1, 2), "mbid": uuid(1, 2), "name": "An Artist", "begin_year": 1991}
        listeners = {"artist_mbid": uuid(1, 2), "artist_name": "An Artist", "total_listen_count": 9, "to_ts": START,
                     "listeners": [{"user_name": "Nobody Else", "listen_count": 5}]}  # fmt: skip

        def hears(asked: Asked) -> Reply:
            path = urlsplit(asked.address).path
            if path == "/similar":
                assert asked.query == {"artist_mbids": uuid(1, 2), "algorithm": "made up"}
                return Reply(200, json.dumps([similar]).encode(), JSON)
            if path == "/1/metadata/artist/":
                assert asked.query == {"artist_mbids": uuid(1, 2), "inc": "artist tag"}
                return Reply(200, json.dumps([known]).encode(), JSON)
            if path == f"/1/stats/artist/{uuid(1, 2)}/listeners":
                return Reply(200, json.dumps({"payload": listeners}).encode(), JSON)
            found = {"recordings": [recording], "artists": [one], "releases": [], "listens": []}
            kind = path.rpartition("/")[2]
            start = int(asked.query.get("offset", 0))
            said = {kind: found[kind][start : start + 1], "range": "all_time", "to_ts": START, "offset": start}
            assert asked.query.get("range", "all_time") == "all_time"
            return Reply(200, json.dumps({"payload": said}).encode(), JSON)

        there = {"address": f"{self.server.url}/similar", "algorithm": "made up"}
        described = self.described()
        changed = msgspec.structs.replace(
            described,
            http=msgspec.structs.replace(described.http, page_size=1),
            options={"top": 5, "artists": 3, "similar": there},
        )
        monkeypatch.setattr(run, "descriptor", lambda *_, **__: changed)
        self.server.hears = hears
        found = self.goes(tmp_path / "library")
        assert [row[:2] for row in found["measures"]] == [(f"listenbrainz:{uuid(1)}", "listens")]
        agents = {(row[0].removeprefix("listenbrainz:agent:"), row[1], row[4]) for row in found["agents"]}
        assert agents == {
            (uuid(1, 2), "An Artist", 1991), ("name-an-artist", "An Artist", None), (uuid(2, 2), "Another", None)
        }  # fmt: skip
        assert len(found["users"]) == 2
        values = [(row[3], row[4], row[5], row[6]) for row in found["events"]]
        assert values == [("play", 5, "listens", START), ("play", 9, "listens", START), ("play", 9, "listens", START)]

    def test_what_is_heard_most_has_its_figure(self, tmp_path: Path) -> None:
        """Also if somebody listened to it: the statistics come first."""
        row = {"artist_name": "x", "track_name": "A Song", "recording_mbid": uuid(1), "listen_count": 9}
        right = self.answer

        def hears(asked: Asked) -> Reply:
            if "/sitewide/recordings" in asked.address and asked.query["offset"] == "0":
                said = {"payload": {"recordings": [row], "to_ts": START}}
                return Reply(200, json.dumps(said).encode(), JSON)
            return right(asked)

        self.server.hears = hears
        works, _, _ = entities(self.reader(self.input(tmp_path)))
        assert works[f"listenbrainz:{uuid(1)}"].measures == (
            Measure(kind="listens", value=9, unit="listens", at="2023-11-14"),
        )
        assert len(works) == 7


FULL = "listenbrainz-dump-7-20260801-000003-full"
INCREMENTS = tuple(f"listenbrainz-dump-{n}-202608{n - 5:02}-000003-incremental" for n in (6, 8, 9))
ROWS = made.rows()
FILES = {
    f"/lb/fullexport/{FULL}/{FULL.replace('-dump-', '-listens-dump-', 1)}.tar.zst": made.dump(ROWS[:3], ROWS[3:4]),
    **{
        f"/lb/incremental/{name}/{name.replace('-dump-', '-listens-dump-', 1)}.tar.zst": made.dump(
            rows, name=name.replace("-dump-", "-listens-dump-", 1)
        )
        for name, rows in zip(INCREMENTS, (ROWS[:1], ROWS[4:6], ROWS[5:]), strict=True)
    },
}


def page(*names: str) -> bytes:
    """The page with which a server lists a folder."""
    links = "".join(f'<a href="{name}/">{name}/</a>  2026-08-01 02:00  -\n' for name in names)
    return f"<!DOCTYPE html><html><body><h1>Index</h1><pre><a href='../'>../</a>\n{links}</pre></body></html>".encode()


class Desk:
    """The dumps on a played server; `spoil` makes a fault of the right answer to a request, by its number."""

    def __init__(self, tmp_path: Path, server: Server) -> None:
        self.folder, self.server = tmp_path, server
        self.requests = 0
        self.increments = INCREMENTS
        self.spoil: Callable[[int, Reply], Reply] = lambda _, right: right
        server.hears = self._hears

    def _hears(self, asked: Asked) -> Reply:
        number = self.requests
        self.requests += 1
        if asked.address == "/lb/fullexport/":
            right = Reply(200, page(FULL.replace("-7-", "-5-").replace("0801", "0715"), FULL, "x-db"))
        elif asked.address == "/lb/incremental/":
            right = Reply(200, page(*self.increments))
        else:
            right = file(FILES[asked.address])
        return self.spoil(number, right)

    def bring(self, name: str, **more: Any) -> ImportResult:
        self.requests = 0
        senses = Clock().senses()

        def fetcher(described: Descriptor, refresh: bool) -> Fetcher:
            cache = Cache(self.folder / f"{name}-cache" / "http.db", senses.now)
            made = Fetcher(described, refresh=refresh, stored=cache, senses=senses, tell=lambda _: None)
            made.trust(self.server.url)
            return made

        with Library.open(self.folder / name, create=True) as library:
            return import_source(library, "listenbrainz", "dump", fetcher=fetcher, **more)

    def content(self, name: str) -> dict[str, Any]:
        found = dump(self.folder / name)
        for told in ("imports", "issues", "sources"):
            found.pop(told)
        found["records"] = [row[:5] for row in found["records"]]
        return found

    def times(self, name: str) -> list[int]:
        return [row[6] for row in self.content(name)["events"]]


@contextmanager
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with Server() as server:
        described = descriptor("listenbrainz")
        here = msgspec.structs.replace(described, options=described.options | {"dump": f"{server.url}/lb"})
        monkeypatch.setattr(run, "descriptor", lambda *_, **__: here)
        yield Desk(tmp_path, server)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with played(tmp_path, monkeypatch) as found:
        yield found


def test_the_last_full_dump_and_the_increments_after_it(desk: Desk) -> None:
    result = desk.bring("library")
    assert result.status == "done"
    assert [asked.address for asked in desk.server.asked if asked.address.endswith("zst")] == [
        path for path in FILES if "-6-" not in path
    ]
    assert desk.times("library") == [row["listened_at"] for row in ROWS]


def test_since_brings_the_increments_alone(desk: Desk) -> None:
    desk.increments = INCREMENTS[:2]
    desk.bring("library")
    desk.increments = INCREMENTS
    desk.server.asked.clear()
    desk.bring("library", since="2026-08-03T12:00:00")
    assert [asked.address for asked in desk.server.asked if asked.address.endswith("zst")] == [
        path for path in FILES if "-9-" in path
    ]
    assert desk.times("library") == [row["listened_at"] for row in ROWS]


def test_increments_that_are_not_there_any_more_are_told(desk: Desk) -> None:
    desk.bring("library", since="2026-07-01")
    with Library.open(desk.folder / "library") as library:
        found = library.culture.execute("SELECT code, message FROM issues").fetchall()
        assert library.culture.execute("SELECT limited FROM imports").fetchone() == (1,)
    [(code, message)] = found
    assert code == "increments-begin-later"
    assert "2026-08-00" not in message


def test_every_fault_that_goes_away_changes_nothing(desk: Desk) -> None:
    desk.bring("whole")
    total = desk.requests
    assert total == 5
    for number, (name, fault) in enumerate(PASSING.items()):
        at = number % total
        desk.spoil = lambda asked, right, at=at, fault=fault: fault(right) if asked == at else right
        desk.bring(name)
        assert desk.content(name) == desk.content("whole"), name
        assert desk.requests > total, f"{name}: the request that failed was made again"


def _nothing(right: Reply) -> Reply:
    return replace(right, stop=0, reset=True)


@pytest.mark.parametrize("at", range(5))
def test_every_fault_that_stays_is_named_and_goes_on(desk: Desk, at: int) -> None:
    desk.bring("whole")
    nothing = {
        "reset": (lambda right: Reply(right.status, right.body, right.headers, stop=0, reset=True), "connection")
    }
    for name, (fault, word) in (STAYING | nothing).items():
        desk.spoil = lambda asked, right, fault=fault: fault(right) if asked >= at else right
        with pytest.raises((FetchError, InputError)) as caught:
            desk.bring(name)
        assert word in str(caught.value), f"{name}: {caught.value}"
        assert "\n" not in str(caught.value)
        desk.spoil = lambda _, right: right
        assert desk.bring(name, resume=True).status == "done"
        assert desk.content(name) == desk.content("whole"), name


def test_an_import_that_goes_on_with_other_increments_begins_anew(desk: Desk) -> None:
    """Its cursor is of the ones before: as many records of the new ones are not known for that."""
    desk.increments = INCREMENTS[1:]
    desk.spoil = lambda asked, right: Reply(503) if asked >= 2 else right
    with pytest.raises(FetchError):
        desk.bring("library", since="2026-08-02T12:00:00")
    desk.increments, desk.spoil = INCREMENTS[2:], lambda _, right: right
    desk.bring("library", resume=True)
    assert {row[0] for row in desk.content("library")["works"]} == {
        f"listenbrainz:msid-{uuid(n, 9)}" for n in (5, 6, 7)
    }


def test_a_page_that_lists_no_dumps_is_none() -> None:
    assert [one.number for one in _read(page(*INCREMENTS))] == [6, 8, 9]
    for body in (page("x-db"), page(*INCREMENTS)[:-20]):
        with pytest.raises(ValueError, match="lists no dumps, or breaks off"):
            _read(body)
