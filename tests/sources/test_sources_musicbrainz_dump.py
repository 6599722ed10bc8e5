"""musicbrainz: its dumps, as files with all that stands in them, and brought from a server on this machine.

All records here are synthetic; see test_sources_musicbrainz.
"""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from culturedata.errors import InputError, InputFormat, InputPointer, InputTruncated, UsageError
from culturedata.importing.descriptor import descriptor
from culturedata.importing.run import import_source
from culturedata.importing.source import Issue
from culturedata.sources.musicbrainz import files as musicbrainz_files
from culturedata.store.library import Library
from tests.http_faults import Reply, Server, file
from tests.sources import test_sources_dumps as dumps_of_all
from tests.sources.test_sources_musicbrainz import ARTIST, RELEASE, ROWS, WORK, Row, dumped, dumps, mbid, reader

STAMP = "20260520-001001"
ALL = ("artist", "label", "release-group", "work", "recording", "release")


def keys(path: Path | str, issues: list[Issue] | None = None, **more: Any) -> list[str]:
    return [record.key for record in reader(path, issues, **more).records()]


def group(number: int) -> Row:
    return {"id": mbid(number), "title": f"Album {number}", "primary-type": "Album"}


def test_a_file_is_taken_up_where_it_was_left(tmp_path: Path) -> None:
    folder = dumps(tmp_path, artist=[ARTIST], **{"release-group": [group(1), group(2), group(3)]}, work=[WORK])
    whole = list(reader(folder).records())
    assert [record.key.partition(":")[0] for record in whole] == ["artist"] + ["release-group"] * 3 + ["work"]
    assert whole[2].located == "release-group.tar.xz:mbdump/release-group:2"
    for number, record in enumerate(whole, 1):
        assert [one.key for one in reader(folder, cursor=record.cursor).records()] == [o.key for o in whole[number:]]


def test_with_a_limit_works_come_first(tmp_path: Path) -> None:
    folder = dumps(tmp_path, artist=[ARTIST], work=[WORK])
    assert [key.partition(":")[0] for key in keys(folder)] == ["artist", "work"]
    assert [key.partition(":")[0] for key in keys(folder, limit=1)] == ["work", "artist"]


def test_a_dump_may_be_unpacked(tmp_path: Path) -> None:
    (tmp_path / "mbdump").mkdir()
    for name, row in ROWS.items():
        (tmp_path / "mbdump" / name).write_bytes(json.dumps(row).encode())
    (tmp_path / "mbdump" / "area").write_bytes(b'{"id": "1"}')
    assert [key.partition(":")[0] for key in keys(tmp_path)] == list(ALL)
    assert keys(tmp_path / "mbdump" / "work") == [f"work:{mbid(20)}"]


def test_since_leaves_out_a_dump_that_was_made_before(tmp_path: Path) -> None:
    path = dumps(tmp_path, work=[WORK]) / "work.tar.xz"
    assert keys(path, since="2026-05-21") == []
    assert keys(path, since="2026-05-20") == keys(path) == [f"work:{mbid(20)}"]
    path.write_bytes(dumped("work", WORK, TIMESTAMP="one day"))
    assert keys(path, since="2026-05-21") == keys(path)
    with pytest.raises(UsageError, match="not a date"):
        keys(path, since="yesterday")


@pytest.mark.parametrize(
    ("member", "text"),
    [("COPYING", "All rights reserved."), ("JSON_DUMPS_SCHEMA_NUMBER", "2\n")],
)
def test_what_stands_beside_the_records_is_read(tmp_path: Path, member: str, text: str) -> None:
    path, issues = tmp_path / "work.tar.xz", list[Issue]()
    path.write_bytes(dumped("work", WORK, **{member: text}))
    assert keys(path, issues) == [f"work:{mbid(20)}"]
    assert [(one.code, one.field, one.raw) for one in issues] == [("dump-changed", member, text.strip())]


def test_bad_lines_cost_only_themselves(tmp_path: Path) -> None:
    (tmp_path / "mbdump").mkdir()
    path, issues = tmp_path / "mbdump" / "work", list[Issue]()
    good = json.dumps(WORK).encode()
    path.write_bytes(b'{"cut\n' + good + b'\n{"id": null}\n[1]\n\xff\n{"id": "\0"}\n')
    assert keys(path, issues) == [f"work:{mbid(20)}"]
    assert [(one.code, one.located) for one in issues] == [
        ("no-key", "work:1"), ("no-key", "work:3"), ("no-key", "work:4"), ("not-utf-8", "work:5"), ("nul", "work:6"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "error", "said"),
    [
        (dumped("area", {"id": mbid(1)}), InputFormat, "neither works nor people"),
        (dumped("work", WORK)[:-40], InputTruncated, "breaks off"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n", InputPointer, "LFS"),
        (b"<!DOCTYPE html>", InputFormat, "neither a zip nor a tar"),
    ],
)
def test_what_is_no_dump_is_named(tmp_path: Path, body: bytes, error: type[InputError], said: str) -> None:
    path = tmp_path / "work.tar.xz"
    path.write_bytes(body)
    with pytest.raises(error, match=said):
        keys(path)


def test_an_hourly_packet_marks_nothing_as_gone(tmp_path: Path) -> None:
    """The next one under the same name holds something else: what is not in it is still there."""
    packet = tmp_path / "json-dump-180001"
    packet.mkdir()
    with Library.open(tmp_path / "library", create=True) as library:
        for rows in ([group(n) for n in range(1, 6)], [group(n) for n in range(1, 5)]):
            dumps(packet, **{"release-group": rows})
            counts = import_source(library, "musicbrainz", str(packet)).counts
        assert (counts.records, counts.gone) == (4, 0)
        assert library.culture.execute("SELECT count(*) FROM records WHERE gone_at NOT NULL").fetchone() == (0,)


def test_a_dump_is_read_in_windows_in_the_order_of_ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And taken up in the middle of one."""
    monkeypatch.setattr(musicbrainz_files, "WINDOW", 300)  # bytes: four lines
    numbers = [9, 2, 7, 5, 1, 8, 3, 6, 4]
    folder = dumps(tmp_path, **{"release-group": [group(n) for n in numbers]})
    whole = list(reader(folder).records())
    assert [int(one.key[-12:], 16) for one in whole] == [2, 5, 7, 9, 1, 3, 6, 8, 4]
    for number, record in enumerate(whole, 1):
        assert [one.key for one in reader(folder, cursor=record.cursor).records()] == [o.key for o in whole[number:]]


def test_memory_does_not_grow_with_the_dump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(musicbrainz_files, "WINDOW", 20_000)
    peaks = []
    for most in (500, 5_000):
        (tmp_path / f"{most}").mkdir()
        folder = dumps(tmp_path / f"{most}", **{"release-group": [group(n) for n in range(1, most)]})
        tracemalloc.start()
        assert sum(1 for _ in reader(folder).records()) == most - 1
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0]


class Newest(dumps_of_all.Desk):
    """The newest dump on a played server: a file that names it, and a file for each entity."""

    def __init__(self, tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        made = {name: dumped(name, row) for name, row in ROWS.items() if name != "release"}
        self.all = {f"{name}.tar.xz": body for name, body in made.items()}
        self.all |= {"release.tar.xz": dumped("release", RELEASE), "LATEST": f"{STAMP}\n".encode()}
        self.files = {
            name: self.all[name] for name in ("LATEST", "release-group.tar.xz", "work.tar.xz", "artist.tar.xz")
        }
        described = descriptor("musicbrainz")
        options = described.options | {"dump": f"{server.url}/json-dumps"}
        self.plays(msgspec.structs.replace(described, options=options), tmp_path, server, monkeypatch)

    def _hears(self, asked: Any) -> Reply:
        assert asked.address.endswith("/json-dumps/LATEST") or f"/json-dumps/{STAMP}/" in asked.address
        number = self.requests
        self.requests += 1
        return self.spoil(number, file(self.all[asked.address.rsplit("/", 1)[1]]))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newest]:
    with Server() as server:
        yield Newest(tmp_path, server, monkeypatch)


def test_every_fault_that_goes_away_changes_nothing(desk: Newest) -> None:
    dumps_of_all.test_every_fault_that_goes_away_changes_nothing(desk)


def test_every_fault_that_stays_is_named_and_goes_on(desk: Newest) -> None:
    dumps_of_all.test_every_fault_that_stays_is_named_and_goes_on(desk)


@pytest.mark.slow
def test_a_server_that_drips_is_given_up(desk: Newest) -> None:
    dumps_of_all.test_a_server_that_drips_is_given_up(desk)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_after_any_request_and_resumed_it_is_the_same(desk: Newest) -> None:
    dumps_of_all.test_killed_after_any_request_and_resumed_it_is_the_same(desk)
