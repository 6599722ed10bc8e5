"""Whole or cut, where nobody said how long a file would be: by its end, for every kind, at every place of a cut."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import random
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from culturedata.importing.run import import_source
from culturedata.importing.web.kept import ends
from culturedata.importing.web.kept.ends import is_whole
from culturedata.store.library import Library
from tests.http_faults import Reply, Server
from tests.importing.test_importing_download import Files
from tests.sources.test_sources_met import written

WORDS = random.Random(3)
ROWS = b"id,title\n" + b"".join(b'%d,"A %d, ""so"" to say"\n' % (n, WORDS.randrange(10**9)) for n in range(400))
DOCUMENT = json.dumps([{"id": n, "title": 'a "[{" and \\', "in": [n, {"n": n}]} for n in range(300)]).encode()
XML = b'<?xml version="1.0"?><!-- <a> --><lido:all xmlns:lido="x">' + b"<lido:one>1</lido:one>" * 300 + b"</lido:all>\n"


def zipped(path: Path) -> bytes:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("works.csv", ROWS)
    return path.read_bytes()


def stored(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE works (title TEXT)")
        db.executemany("INSERT INTO works VALUES (?)", [("x" * 100,)] * 500)
    return path.read_bytes()


@pytest.fixture
def kinds(tmp_path: Path) -> dict[str, bytes]:
    return {
        "gzip": gzip.compress(ROWS), "two gzips": gzip.compress(ROWS) + gzip.compress(ROWS),
        "bz2": bz2.compress(ROWS), "xz": lzma.compress(ROWS), "padded xz": lzma.compress(ROWS) + bytes(8),
        "zip": zipped(tmp_path / "made.zip"), "sqlite": stored(tmp_path / "made.db"), "json": DOCUMENT,
        "json after a mark": b"\xef\xbb\xbf " + DOCUMENT + b"\n", "xml": XML, "one tag": b'<all a="1"/>',
        "xml with a comment at its end": XML + b"<!-- the end -->\n",
    }  # fmt: skip


def test_what_is_whole_and_what_is_cut(tmp_path: Path, kinds: dict[str, bytes]) -> None:
    path = tmp_path / "file"
    for kind, body in kinds.items():
        path.write_bytes(body)
        assert is_whole(path) is True, kind
        after = body.rstrip(b"\n\0") if kind != "xml with a comment at its end" else XML.rstrip()
        for at in {len(after) - 1, len(after) - 5, len(after) // 2, len(after) // 3}:
            if kind == "two gzips" and at == len(after) // 2:
                continue  # the end of the first
            path.write_bytes(body[:at])
            assert is_whole(path) is False, f"{kind}, cut at {at} of {len(body)}"


@pytest.mark.parametrize("padding", range(8))
def test_a_bz2_may_end_at_any_bit(tmp_path: Path, padding: int) -> None:
    """Bodies are tried until one ends with so many bits of padding."""
    for n in range(1000):
        body = bz2.compress(random.Random(n).randbytes(n % 90))
        if int.from_bytes(body[-11:], "big") >> (32 + padding) & (1 << 48) - 1 == 0x177245385090:
            (tmp_path / "file").write_bytes(body)
            assert is_whole(tmp_path / "file") is True
            return
    raise AssertionError("no body with this padding")


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("works.csv", ROWS, None),
        ("works.csv", ROWS[:-20], False),
        ("works.csv", ROWS[: ROWS.rindex(b",")], False),
        ("works.csv", b"id,title\n1,A long ti", None),  # in the middle of the last field of a row
        ("works.csv", ROWS + b"only one\n", False),
        ("works.csv", b"a;b\n1\n1;2\n1\n", None),  # rows of any length
        ("works.csv", b'a,b\n1,2" wide\n3,4\n', None),
        ("works.csv", b"", None),
        ("works", ROWS[:-20], None),
        ("works.jsonl", b'{"a": 1}\n{"a": 2}\n', None),
        ("works.jsonl", b'{"a": 1}\n{"a": ', False),
        ("works.txt", b"words", None),
        ("works.txt", b"BZ and PK\n", None),
        ("works.xml", b"<!DOCTYPE none>", None),
    ],
)
def test_what_can_not_be_told(tmp_path: Path, name: str, body: bytes, told: bool | None) -> None:
    (tmp_path / name).write_bytes(body)
    assert is_whole(tmp_path / name) is told


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.recursive(st.text('ab"\\{}[]é', max_size=6), lambda inner: st.lists(inner, max_size=3)).map(lambda v: [v]),
    piece=st.integers(1, 7),
    data=st.data(),
)
def test_any_json_however_it_is_read(value: Any, piece: int, data: st.DataObject, tmp_path: Path) -> None:
    """In pieces of any size, so that an escape may fall between two."""
    body = json.dumps(value).encode()
    path = tmp_path / "file"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ends, "_PIECE", piece)
        path.write_bytes(body)
        assert is_whole(path) is True
        path.write_bytes(body[: data.draw(st.integers(1, len(body) - 1))])
        assert is_whole(path) is False


# Over HTTP


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Files]:
    with Server() as server:
        yield Files(server, tmp_path)


def without_length(body: bytes) -> Reply:
    return Reply(200, body, {"Content-Type": "application/octet-stream"}, length=None)


def chunked(body: bytes, *, end: bool) -> Reply:
    framed = b"%x\r\n%s\r\n" % (len(body), body) + (b"0\r\n\r\n" if end else b"")
    return Reply(200, framed, {"Transfer-Encoding": "chunked"}, length=None)


def test_an_archive_that_is_cut_is_had_again(files: Files) -> None:
    body = gzip.compress(ROWS)
    files.now = without_length(body)
    files.server.fail("/dump.gz", without_length(body[:-9]))
    found = files.have()
    assert (found.path.read_bytes(), found.sure, len(files.heard)) == (body, True, 2)


def test_what_can_not_be_told_is_taken_and_said(files: Files) -> None:
    """Also by the next call, which does not ask; not any more once a length was given."""
    doubts: list[str] = []
    files.now = without_length(b"words")
    with files.open() as fetcher:
        fetcher.on_doubt = doubts.append
        assert not fetcher.download(f"{files.url}?key=hunter").sure
    with files.open() as fetcher:
        fetcher.on_doubt = doubts.append
        found = fetcher.download(f"{files.url}?key=hunter")
        assert (found.unchanged, found.sure) == (True, False)
        assert doubts == [f"{files.url}?key=…"] * 2
        files.now = Reply(200, b"words")
        assert fetcher.download(f"{files.url}?key=hunter", again=True).sure
    assert len(doubts) == 2


def test_the_last_chunk_is_an_end_too(files: Files) -> None:
    files.now = chunked(b"words", end=True)
    assert files.have().sure
    files.now = chunked(b"other words", end=False)
    with pytest.raises(Exception, match="broke off in the middle of its answer"):
        files.have(again=True)


def test_addresses_that_differ_in_a_secret_are_two_files(files: Files) -> None:
    files.server.hears = lambda asked: Reply(200, asked.query["key"].encode())
    found = [files.have(f"/dump.gz?key={key}") for key in ("hunter-one", "hunter-two", "hunter-one")]
    assert [one.path.read_bytes() for one in found] == [b"hunter-one", b"hunter-two", b"hunter-one"]
    assert (found[0].path, found[2].unchanged) == (found[2].path, True)
    notes = [path.read_bytes() for path in files.folder.rglob(".note.json")]
    assert len(notes) == 2
    assert b"hunter" not in b"".join(notes)


def test_it_stands_in_the_record_of_the_import(files: Files, tmp_path: Path) -> None:
    """What such a file does not hold is not gone: it may have been cut at the end of a row."""
    body = Path(written(tmp_path / "MetObjects.csv", {}, {}, {})).read_bytes()
    files.server.hears = lambda asked: files.now
    bring: dict[str, Any] = {"fetcher": lambda *_: files.open()}
    with Library.open(tmp_path / "library", create=True) as library:
        files.now = Reply(200, body, {"ETag": '"1"'})
        import_source(library, "met", f"{files.server.url}/MetObjects.csv", **bring)
        assert library.culture.execute("SELECT count(*) FROM issues WHERE code = 'no-length'").fetchone() == (0,)
        files.now = Reply(200, body[: body[:-2].rindex(b"\n") + 1], {"ETag": '"2"'}, length=None)
        import_source(library, "met", f"{files.server.url}/MetObjects.csv", **bring)
        found = library.culture.execute(
            "SELECT located, message, limited FROM issues JOIN imports USING (import_id) WHERE code = 'no-length'"
        ).fetchall()
        assert found == [
            (
                f"{files.server.url}/MetObjects.csv",
                "no length was given, and the file does not tell by its end whether it is whole",
                1,
            )
        ]
        assert library.culture.execute("SELECT count(*) FROM records WHERE gone_at IS NOT NULL").fetchone() == (0,)
