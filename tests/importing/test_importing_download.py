"""Big files: poured onto the disk, gone on with where they broke off, not had twice; the folder in which they lie."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import tracemalloc
from collections import namedtuple
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from filelock import FileLock

from culturedata.errors import (
    GaveUp,
    InputMissing,
    InputPointer,
    LibraryBusy,
    LibraryUnwritable,
    NotAllowed,
    ServerFault,
    WrongContent,
)
from culturedata.importing.descriptor import Http, descriptor
from culturedata.importing.web.courtesy.manners import Manners
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.kept.cache import Cache
from culturedata.importing.web.kept.shelf import Shelf
from tests.http_faults import PAGE, Asked, Clock, Reply, Server, file, html

BODY = b"\x1f\x8b" + random.Random(5).randbytes(300_000)
MODIFIED = "Wed, 21 Oct 2015 07:28:00 GMT"
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
DAY = 86400
Usage = namedtuple("Usage", "total used free")


class Files:
    """A server of one file, /dump.gz, and its clients; each `open` is another run of the program."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server, self.folder, self.clock = server, folder, Clock()
        self.now = file(BODY)
        self.said: list[str] = []
        server.hears = lambda asked: self.now if asked.address.startswith("/dump.gz") else Reply(404)

    def open(self, most: int | None = None, **options: Any) -> Fetcher:
        senses = self.clock.senses()
        found = msgspec.structs.replace(descriptor("artic"), http=Http(base="https://api.museum.example", cache_days=7))
        fetcher = Fetcher(
            found, tell=self.said.append, senses=options.pop("senses", senses),
            stored=Cache(self.folder / "http.db", senses.now),
            shelf=None if most is None else Shelf(self.folder / "downloads", most), **options,
        )  # fmt: skip
        fetcher.trust(self.server.url)
        return fetcher

    @property
    def url(self) -> str:
        return f"{self.server.url}/dump.gz"

    def have(self, path: str = "/dump.gz", **options: Any) -> Any:
        """The download, by a client of its own."""
        made = {name: options.pop(name) for name in ("most", "manners", "refresh", "senses") if name in options}
        with self.open(**made) as fetcher:
            return fetcher.download(f"{self.server.url}{path}", **options)

    def breaks_off(self, *stops: int, **more: Any) -> None:
        """The next answers end after so many bytes of what they announced."""
        self.server.fail("/dump.gz", *[replace(self.now, stop=stop, **more) for stop in stops])

    @property
    def heard(self) -> list[Asked]:
        return self.server.asked


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Files]:
    with Server() as server:
        yield Files(server, tmp_path)


def ranges(files: Files) -> list[str | None]:
    return [asked.headers.get("range") for asked in files.heard]


# The whole file


def test_a_file_and_what_is_known_of_it(files: Files) -> None:
    files.now = file(BODY, '"7"', MODIFIED)
    found = files.have(expects="gzip")
    assert found.path.read_bytes() == BODY
    assert (found.path.name, found.etag, found.modified, found.unchanged) == ("dump.gz", '"7"', MODIFIED, False)
    assert found.path.is_relative_to(files.folder / "downloads")
    assert not list(files.folder.rglob("*.part"))
    [asked] = files.heard
    assert asked.headers["accept-encoding"] == "identity"
    assert "range" not in asked.headers


def test_what_did_not_change_is_not_had_twice(files: Files) -> None:
    files.now = file(BODY, '"7"', MODIFIED)
    first = files.have()
    for unchanged in (files.have(), files.have(refresh=True)):
        assert unchanged == replace(first, unchanged=True)
        conditions = files.heard[-1].headers
        assert (conditions["if-none-match"], conditions["if-modified-since"]) == ('"7"', MODIFIED)
    files.now = file(BODY[:1000], '"8"')
    changed = files.have()
    assert (changed.etag, changed.unchanged, changed.path) == ('"8"', False, first.path)
    assert changed.path.read_bytes() == BODY[:1000]


def test_the_date_alone_is_enough(files: Files) -> None:
    files.now = file(BODY, None, MODIFIED)
    files.have()
    assert files.have().unchanged
    assert "if-none-match" not in files.heard[-1].headers


def test_again_asks_without_a_condition(files: Files) -> None:
    files.have()
    assert not files.have(again=True).unchanged
    assert "if-none-match" not in files.heard[-1].headers
    files.now = file(BODY[::-1], '"2"')
    files.breaks_off(200_000, *[0] * 4)
    with pytest.raises(ServerFault):
        files.have()
    assert files.have(again=True).path.read_bytes() == BODY[::-1]
    assert "range" not in files.heard[-1].headers, "what came in part counts for nothing either"


def test_a_server_that_cannot_say_is_believed_for_days(files: Files) -> None:
    files.now = file(BODY, None)
    assert not files.have().unchanged
    assert files.have().unchanged
    assert len(files.heard) == 1
    assert not files.have(refresh=True).unchanged
    files.clock.at += 8 * DAY
    assert not files.have().unchanged
    assert len(files.heard) == 3


def test_a_file_that_was_touched_or_lost_is_had_again(files: Files) -> None:
    path = files.have().path
    path.write_bytes(b"half")
    assert not files.have().unchanged
    path.unlink()
    assert not files.have().unchanged
    (path.parent / ".note.json").write_bytes(b"{")
    assert not files.have().unchanged
    assert path.read_bytes() == BODY
    assert all("if-none-match" not in asked.headers for asked in files.heard)


def test_a_304_that_nobody_asked_for(files: Files) -> None:
    files.server.fail("/dump.gz", *[Reply(304)] * 5)
    with pytest.raises(ServerFault, match="though it was not asked"):
        files.have()


def test_each_address_has_its_own_file(files: Files) -> None:
    files.server.hears = lambda asked: file(asked.address.encode())
    found = [files.have(path).path for path in ("/a/x.csv", "/b/x.csv", "/b/x.csv?y=1", "/", "/..%2f..%2fetc")]
    assert len({path.parent for path in found}) == 5
    assert [path.name for path in found] == ["x.csv", "x.csv", "x.csv", "download", "etc"]
    assert found[1].read_bytes() == b"/b/x.csv"


def test_memory_stays_flat(files: Files) -> None:
    files.now = file(bytes(48_000_000))
    tracemalloc.start()
    try:
        path = files.have().path
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert path.stat().st_size == 48_000_000
    assert peak < 8_000_000


def test_a_packed_answer_is_kept_as_it_came(files: Files) -> None:
    """Some servers call a .gz file an encoding: its bytes are the file's all the same."""
    packed = gzip.compress(BODY)
    files.now = replace(file(packed), headers={"ETag": '"1"', "Content-Encoding": "gzip"})
    assert files.have().path.read_bytes() == packed
    files.now = replace(file(BODY), headers={"Content-Encoding": "br"})
    with pytest.raises(ServerFault, match="in the encoding 'br', which was not asked for"):
        files.have()


# What breaks off


def test_it_goes_on_where_it_stopped(files: Files) -> None:
    files.breaks_off(100_000, 50_000)
    found = files.have(expects="gzip")
    assert found.path.read_bytes() == BODY
    assert ranges(files) == [None, "bytes=100000-", "bytes=150000-"]
    assert [asked.headers.get("if-range") for asked in files.heard] == [None, '"1"', '"1"']
    assert found.etag == '"1"'
    assert not found.unchanged


@pytest.mark.parametrize("how", [{"reset": True}, {"length": None}, {}])
def test_however_it_breaks_off(files: Files, how: dict[str, Any]) -> None:
    """Cut hard, ended without a length, ended before its length."""
    files.breaks_off(200_000, **how)
    assert files.have().path.read_bytes() == BODY
    assert len(files.heard) == 2


def test_what_was_packed_on_its_way_and_cut_before_is_had_anew(files: Files) -> None:
    """It has the length that it announces: only its end tells. There is no going on in its middle."""
    table = b"a,b\n" + b"1,2\n" * 5000
    files.now = file(table, '"7"')
    broken = gzip.compress(table)[:-9]
    said = {"ETag": '"7"', "Content-Encoding": "gzip"}
    files.server.fail("/dump.gz", Reply(200, broken, said))
    assert files.have().path.read_bytes() == table
    assert ranges(files) == [None, None]


@pytest.mark.parametrize("name", ["works.csv", "works.tsv"])
def test_a_table_of_no_announced_length_that_is_cut_is_had_anew(files: Files, name: str) -> None:
    table = b"key\ttitle\n" + b"1\tx\n" * 100
    files.server.hears = lambda asked: Reply(200, table)
    files.server.fail(name, Reply(200, table[:-3], length=None))
    assert files.have(f"/{name}").path.read_bytes() == table
    assert len(files.heard) == 2


def test_the_next_run_goes_on_too(files: Files) -> None:
    files.breaks_off(200_000, 0, 0, 0, 0)
    with pytest.raises(ServerFault, match=r"broke off in the middle of its answer \(asked 5 times\)\."):
        files.have()
    [part] = files.folder.rglob("*.part")
    assert part.read_bytes() == BODY[:200_000]
    assert files.have().path.read_bytes() == BODY
    assert ranges(files)[-1] == "bytes=200000-"
    assert not part.exists()


def test_a_newer_file_is_not_glued_to_an_older_part(files: Files) -> None:
    files.breaks_off(200_000, *[0] * 4)
    with pytest.raises(ServerFault):
        files.have()
    files.now = file(BODY[::-1], '"2"')
    found = files.have()
    assert found.path.read_bytes() == BODY[::-1]
    assert (found.etag, ranges(files)[-1]) == ('"2"', "bytes=200000-")


def test_an_older_file_stays_until_the_newer_one_is_whole(files: Files) -> None:
    path = files.have().path
    files.now = file(BODY[::-1], '"2"')
    files.breaks_off(200_000, *[0] * 4)
    with pytest.raises(ServerFault):
        files.have()
    assert path.read_bytes() == BODY
    assert files.have().path.read_bytes() == BODY[::-1]
    assert ranges(files)[-1] == "bytes=200000-"


@pytest.mark.parametrize(("etag", "modified"), [(None, None), ('W/"1"', None)])
def test_without_a_strong_validator_it_begins_anew(files: Files, etag: str | None, modified: str | None) -> None:
    files.now = file(BODY, etag, modified)
    files.breaks_off(200_000)
    assert files.have().path.read_bytes() == BODY
    assert ranges(files) == [None, None]


def test_a_weak_validator_with_a_date_goes_on_by_the_date(files: Files) -> None:
    files.now = file(BODY, 'W/"1"', MODIFIED)
    files.breaks_off(200_000)
    assert files.have().path.read_bytes() == BODY
    assert files.heard[-1].headers["if-range"] == MODIFIED


def test_a_server_that_knows_nothing_of_parts(files: Files) -> None:
    files.now = replace(file(BODY), ranges=False)
    files.breaks_off(200_000, 100_000)
    assert files.have().path.read_bytes() == BODY
    assert ranges(files) == [None, "bytes=200000-", "bytes=100000-"]


@pytest.mark.parametrize(
    "said",
    [
        "bytes 0-9/300002", "bytes 100000-300001/300003", "bytes 100001-300001/300002", "items 1-2/3", "",
    ],
)  # fmt: skip
def test_a_part_that_was_not_asked_for_is_refused(files: Files, said: str) -> None:
    wrong = Reply(206, BODY[100_000:], {"Content-Range": said, "ETag": '"1"'})
    files.server.fail("/dump.gz", replace(files.now, stop=100_000), wrong)
    assert files.have().path.read_bytes() == BODY
    assert ranges(files) == [None, "bytes=100000-", None]


def test_a_part_of_another_file_is_refused(files: Files) -> None:
    wrong = Reply(206, bytes(200_002), {"Content-Range": "bytes 100000-300001/300002", "ETag": '"2"'})
    files.server.fail("/dump.gz", replace(files.now, stop=100_000), wrong)
    assert files.have().path.read_bytes() == BODY


def test_a_rest_that_is_too_short_is_gone_on_with(files: Files) -> None:
    """Only Content-Range says how long the whole is: the connection just ends."""
    said = {"Content-Range": f"bytes 100000-{len(BODY) - 1}/{len(BODY)}", "ETag": '"1"'}
    files.server.fail(
        "/dump.gz", replace(files.now, stop=100_000), Reply(206, BODY[100_000:200_000], said, length=None)
    )
    assert files.have().path.read_bytes() == BODY
    assert ranges(files)[-1] == "bytes=200000-"


def test_a_part_that_is_whole_already(files: Files) -> None:
    """The program was killed between the last byte and the end."""
    files.breaks_off(200_000, *[0] * 4)
    with pytest.raises(ServerFault):
        files.have()
    [part] = files.folder.rglob("*.part")
    part.write_bytes(BODY)
    found = files.have()
    assert (found.path.read_bytes(), found.unchanged) == (BODY, False)
    assert ranges(files)[-1] == f"bytes={len(BODY)}-"


def test_a_part_that_is_too_long_is_dropped(files: Files) -> None:
    files.breaks_off(200_000, *[0] * 4)
    with pytest.raises(ServerFault):
        files.have()
    [part] = files.folder.rglob("*.part")
    part.write_bytes(BODY + b"x")
    assert files.have().path.read_bytes() == BODY


def test_as_long_as_it_gets_further_it_is_asked_again(files: Files) -> None:
    files.breaks_off(*[20_000] * 12)
    assert files.have(manners=Manners(gain=20_000)).path.read_bytes() == BODY
    assert len(files.heard) == 13
    files.now = file(BODY[::-1], '"2"')
    files.breaks_off(*[20_000] * 12)
    with pytest.raises(ServerFault, match="asked 5 times"):
        files.have(manners=Manners(gain=200_000))


def test_a_server_that_begins_anew_every_time_gets_no_further(files: Files) -> None:
    files.now = replace(file(BODY), ranges=False)
    files.breaks_off(*[200_000] * 12)
    with pytest.raises(ServerFault):
        files.have(manners=Manners(gain=100_000))
    assert len(files.heard) == 5


def test_a_slow_drip_is_given_up(files: Files) -> None:
    files.server.fail("/dump.gz", *[replace(files.now, pause=0.02)] * 2)
    manners = Manners(total_timeout=0.2, slowest=1e6, attempts=2)
    with pytest.raises(ServerFault, match=r"sent its answer too slowly \(asked 2 times\)"):
        files.have(manners=manners)


def test_a_big_file_may_take_longer_than_a_page(files: Files) -> None:
    """As long as it is fast enough: here a byte every 0.02 s for 0.6 s, with 0.2 s for every two bytes."""
    files.now = replace(file(b"x" * 30), pause=0.02)
    found = files.have(manners=Manners(total_timeout=0.2, slowest=10, attempts=1))
    assert found.path.read_bytes() == b"x" * 30


def test_faults_before_the_file(files: Files) -> None:
    files.server.fail("/dump.gz", Reply(503, b"", {"Retry-After": "30"}), html(403))
    assert files.have().path.read_bytes() == BODY
    assert [wait for wait in files.clock.slept if wait > 2] == [30, 60]


# What is not the file


def test_nothing_there(files: Files) -> None:
    with pytest.raises(InputMissing, match=r"there is nothing at http://127\.0\.0\.1:\d+/other\."):
        files.have("/other")
    files.server.fail("/dump.gz", Reply(401))
    with pytest.raises(NotAllowed):
        files.have()


def test_a_git_lfs_pointer(files: Files) -> None:
    files.now = file(LFS)
    with pytest.raises(InputPointer, match=r"dump\.gz is a Git LFS pointer, not the data"):
        files.have()
    assert len(files.heard) == 1
    assert not list(files.folder.rglob("dump.gz*"))


@pytest.mark.parametrize(
    ("body", "kind", "called", "what"),
    [
        (PAGE, "", "application/gzip", "a web page in place of the file"),
        (PAGE + bytes(2000), "gzip", "application/gzip", "a web page in place of the file"),
        (b"<div>no</div>", "csv", "text/csv", "something that is not csv"),
        (b"id,title\n", "csv", "text/html; charset=utf-8", "a web page in place of the file"),
        (b"id,title\n", "json", "text/csv", "something that is not json"),
        (b'{"a": 1}', "xml", "text/xml", "something that is not xml"),
        (b"id,title\n", "gzip", "text/csv", "something that is not gzip"),
        (b"", "gzip", "application/gzip", "nothing"),
        (b"", "", "application/gzip", "nothing"),
    ],
)
def test_something_else_is_not_kept(files: Files, body: bytes, kind: Any, called: str, what: str) -> None:
    path = files.have().path
    files.now = Reply(200, body, {"ETag": '"2"', "Content-Type": called})
    with pytest.raises(WrongContent) as raised:
        files.have(expects=kind)
    times = 2 if "web page" in what else 5
    assert f"answered with {what} (asked {times} times)" in raised.value.message
    assert path.read_bytes() == BODY
    assert not list(files.folder.rglob("*.part"))


@pytest.mark.parametrize(
    ("body", "kind", "called"),
    [
        (BODY, "gzip", "text/html"), (b"PK\x03\x04", "zip", "x/y"), (b"PK\x05\x06", "zip", "x/y"),
        (b"BZh9", "bz2", "x/y"), (b"\xfd7zXZ\0", "xz", "x/y"), (b'\xef\xbb\xbf\n[{"a": 1}]', "json", "text/plain"),
        (b"a,b\n", "csv", "x/y"), (b"<?xml version='1.0'?><r/>", "xml", "text/xml"),
        (PAGE, "html", "text/html"), (b"<r/>", "", "text/xml"),
        (b"a b", "text", "text/plain"), (b"SQLite format 3\0", "sqlite", "x/y"),
    ],
)  # fmt: skip
def test_what_is_expected_is_kept(files: Files, body: bytes, kind: Any, called: str) -> None:
    files.now = Reply(200, body, {"Content-Type": called})
    assert files.have(expects=kind).path.read_bytes() == body


# Where it may go, how often


def test_addresses_robots_and_redirects_are_kept_to(files: Files) -> None:
    files.server.robots = b"User-agent: *\nDisallow: /private/"
    files.server.fail("/old", Reply(302, b"", {"Location": "/dump.gz"}))
    files.server.fail("/out", Reply(302, b"", {"Location": "http://10.0.0.1/dump.gz"}))
    assert files.have("/old").path.read_bytes() == BODY
    with pytest.raises(NotAllowed, match="private address"):
        files.have("/out")
    with pytest.raises(NotAllowed, match=r"robots\.txt .* forbids"):
        files.have("/private/dump.gz")
    with files.open() as fetcher, pytest.raises(NotAllowed, match="not a host of this source"):
        fetcher.download("https://elsewhere.example/dump.gz")


def test_the_circuit_opens_for_downloads_too(files: Files) -> None:
    files.server.fail("/dump.gz", *[Reply(503)] * 99)
    with files.open() as fetcher:
        for error in (ServerFault, GaveUp, GaveUp):
            with pytest.raises(error):
                fetcher.download(files.url)
    assert len(files.heard) == 10


def test_a_long_download_tells_how_far_it_is(files: Files) -> None:
    """The clock of this test moves a second whenever somebody looks at it."""

    def tick() -> float:
        files.clock.at += 1
        return files.clock.at

    senses = replace(files.clock.senses(), clock=tick)
    heard: list[tuple[int, int | None]] = []
    files.have(senses=senses, progress=lambda came, size: heard.append((came, size)))
    assert heard
    assert all(size == len(BODY) for _, size in heard)
    assert [came for came, _ in heard] == sorted(came for came, _ in heard)
    assert files.said == []
    files.have(senses=senses, again=True)
    assert files.said[0].startswith("dump.gz: 0.")
    assert files.said[0].endswith(" of 0.3 MB.")
    assert len(files.said) == 1


def test_a_short_download_is_silent(files: Files) -> None:
    heard: list[int] = []
    files.have(progress=lambda came, size: heard.append(came))
    assert (heard, files.said) == ([], [])


# The folder


def test_a_disk_without_room(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 0, 200_000_000 + len(BODY) - 1))
    with pytest.raises(LibraryUnwritable) as raised:
        files.have()
    assert raised.value.message.startswith("dump.gz needs 200 MB more and the disk of ")
    assert "CULTUREDATA_CACHE" in raised.value.hint
    assert len(files.heard) == 1
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 0, 200_000_000 + len(BODY)))
    assert files.have().path.read_bytes() == BODY


def test_a_part_needs_room_for_its_rest_only(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    files.breaks_off(200_000, *[0] * 4)
    with pytest.raises(ServerFault):
        files.have()
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 0, 200_000_000 + len(BODY) - 200_000))
    assert files.have().path.read_bytes() == BODY


def test_a_folder_that_cannot_be_written(files: Files) -> None:
    (files.folder / "downloads").write_bytes(b"a file")
    with pytest.raises(LibraryUnwritable, match=r"can't be written: "):
        files.have()
    assert files.heard == []


def test_two_programs_do_not_write_one_file(files: Files) -> None:
    path = files.have().path
    with FileLock(path.parent / ".lock"), pytest.raises(LibraryBusy, match=r"another process is downloading dump\.gz"):
        files.have()
    assert files.have().unchanged


def test_the_oldest_downloads_go_first(files: Files) -> None:
    files.server.hears = lambda asked: file(bytes(1000), asked.address)
    paths = [files.have(f"/{name}").path for name in "abcd"]
    for age, path in enumerate(paths):
        for one in path.parent.iterdir():
            os.utime(one, (age, age))
    files.have("/a")  # unchanged, but used
    files.have("/e", most=4000)
    assert [path.exists() for path in paths] == [True, False, False, True]
    with FileLock(paths[3].parent / ".lock"):
        files.have("/f", most=1)
        assert [path.exists() for path in paths] == [False, False, False, True], "not what another program writes"
    assert not paths[1].parent.exists()


def test_what_is_in_use_is_never_dropped(files: Files) -> None:
    files.server.hears = lambda asked: file(bytes(1000), asked.address)
    with files.open(most=1500) as fetcher:
        paths = [fetcher.download(f"{files.server.url}/{name}").path for name in "abc"]
    assert all(path.stat().st_size == 1000 for path in paths)
    assert files.have("/d", most=1500).path.exists()
    assert not any(path.exists() for path in paths)


def test_old_downloads_make_room_before_a_new_one_comes(files: Files) -> None:
    path = files.have().path
    files.server.fail("/new", *[file(bytes(100_000), stop=10)] * 5)
    with pytest.raises(ServerFault):
        files.have("/new", most=350_000)
    assert not path.exists()
