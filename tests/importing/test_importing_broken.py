"""Broken inputs of sources that read whole documents: one line that says what is wrong, and no traceback."""

from __future__ import annotations

import errno
import gzip
import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from culturedata.errors import CultureDataError, InputError, InputFormat, InputTruncated, UsageError
from culturedata.importing.reading.broken import meant
from culturedata.importing.run import import_source
from culturedata.store.library import Library

DEEP = b'{"results": [' + b"[" * 3000 + b"]" * 3000 + b"]}"


def bring(tmp_path: Path, source: str, name: str, body: bytes, **more: Any) -> None:
    (tmp_path / name).write_bytes(body)
    with Library.open(tmp_path / "library", create=True) as library:
        import_source(library, source, str(tmp_path / name), **more)


@pytest.mark.parametrize("source", ["joconde", "parismusees", "europeana", "vam", "harvard", "met", "cleveland"])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(DEEP, id="deep"),
        pytest.param(b'{"results": [{"title": "Castilla y L\xe9on"}]}', id="latin-1"),
        pytest.param(json.dumps({"results": [{"title": "x"}] * 50}).encode()[:-200], id="cut"),
    ],
)
def test_it_is_told_in_one_line(tmp_path: Path, source: str, body: bytes) -> None:
    with pytest.raises(CultureDataError) as raised:
        bring(tmp_path, source, "x.json", body)
    assert "\n" not in str(raised.value)


def test_a_packed_file_that_was_cut(tmp_path: Path) -> None:
    body = gzip.compress(json.dumps({"results": [{"reference": str(n)} for n in range(5000)]}).encode())
    with pytest.raises(InputTruncated, match=r"ends in the middle|breaks off"):
        bring(tmp_path, "joconde", "x.json.gz", body[: len(body) * 2 // 3])


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (EOFError(), InputTruncated, "x.csv ends in the middle"),
        (RecursionError(), InputFormat, "nested too deeply"),
        (UnicodeDecodeError("utf-8", b"a\xe9b", 1, 2, "odd"), InputFormat, r"b'\xe9'"),
        (zlib.error("odd"), InputFormat, "x.csv is damaged: odd"),
        (IsADirectoryError(errno.EISDIR, "Is a directory", "x"), InputFormat, "x is a folder"),
        (PermissionError(errno.EACCES, "Permission denied", "x"), InputError, "x can't be read: Permission denied"),
    ],
)
def test_what_it_means(error: Exception, kind: type[InputError], said: str) -> None:
    found = meant(error, "x.csv")
    assert type(found) is kind
    assert said in str(found)


def test_what_is_not_known_stays_as_it_is() -> None:
    error = ZeroDivisionError()
    assert meant(error, "x.csv") is error


def test_since_is_a_date_for_every_source(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'2020-13-45' is not a date"):
        bring(tmp_path, "tate", "t.jsonl", b"{}\n", since="2020-13-45")
