"""discogs from a store that a server on this machine plays, with synthetic records: the newest month, others, files."""

from __future__ import annotations

import gzip
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec
import pytest

from culturedata.errors import FetchError, UsageError
from culturedata.importing import run
from culturedata.importing.descriptor import descriptor
from culturedata.importing.inputs import xml
from culturedata.sources.discogs.dumps import FILES
from tests.contract_http import HttpSourceContract
from tests.http_faults import Asked, Reply, file
from tests.oai_server import elements
from tests.sources.test_sources_discogs import ALL, ARTISTS, LABELS, MASTERS, RELEASES, UNDERSTOOD

SPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
KEY = "data/2026/discogs_20260101_masters.xml.gz"
MONTHS = ("20251201", "20260101", "20260201")  # of the last one not all files are there yet


class Row(NamedTuple):
    """A record, and the file that it is in."""

    file: str
    xml: str


def rows() -> list[Row]:
    """The records of the other tests; what stood between them is left out."""
    found = []
    for name, text in zip(FILES, (ARTISTS, LABELS, MASTERS, RELEASES), strict=True):
        kind = name.removesuffix("s")
        pieces = text.split(f"\n<{kind}")[1:]
        found += [Row(name, f"<{kind}{piece.rstrip().removesuffix(f'</{name}>').rstrip()}") for piece in pieces]
    return found


def listing(prefix: str) -> Reply:
    """What the store lists below a prefix, as S3 does."""
    keys = [f"data/{month[:4]}/discogs_{month}_{name}.xml.gz" for month in MONTHS for name in FILES]
    keys = [key for key in keys if "20260201_releases" not in key]
    if prefix == "data/":
        years = sorted({month[:4] for month in MONTHS})
        inside = "".join(f"<CommonPrefixes><Prefix>data/{year}/</Prefix></CommonPrefixes>" for year in years)
    else:
        found = [f"{prefix}discogs_20260101_CHECKSUM.txt", *(key for key in keys if key.startswith(prefix))]
        inside = "".join(f"<Contents><Key>{key}</Key><Size>1</Size></Contents>" for key in found)
    head = f'<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="{SPACE}"><Prefix>{prefix}</Prefix>'
    body = f"{head}<IsTruncated>false</IsTruncated>{inside}</ListBucketResult>"
    return Reply(200, body.encode(), {"Content-Type": "application/xml"})


class TestStore(HttpSourceContract):
    source = "discogs"
    understood = UNDERSTOOD
    composed = frozenset({""})

    def rows(self) -> list[Any]:
        return rows()

    def input(self, tmp_path: Path) -> str:
        return f"{self.server.url}/"

    @property
    def cache(self) -> Path:
        return self._cache

    @cache.setter
    def cache(self, path: Path) -> None:
        """In a folder of its own, for beside it lie the files that were brought."""
        self._cache = path.parent / path.name.replace(".", "-") / "http.db"

    def answer(self, asked: Asked) -> Reply:
        path = asked.address.partition("?")[0]
        if path == "/" and "download" not in asked.query:
            assert asked.query["delimiter"] == "/"
            return listing(asked.query["prefix"])
        name = asked.query.get("download", path).rpartition("_")[2].removesuffix(".xml.gz")
        inside = "\n".join(row.xml for row in self.museum.rows if row.file == name)
        body = gzip.compress(f"<{name}>\n{inside}\n</{name}>".encode(), mtime=0)
        # A server without parts: else what was cut for ever would come all the same, piece by piece.
        return replace(file(body, etag=f'"{sha256(body).hexdigest()}"'), ranges=False)

    def decoded(self, body: bytes) -> Any:
        return xml.tree(body, {})

    def encoded(self, value: Any) -> bytes:
        return xml.untree(elements(value), {})

    def addresses(self) -> list[str]:
        return [asked.address for asked in self.server.asked if asked.address != "/robots.txt"]

    def keys(self, given: str, **more: Any) -> list[str]:
        return [record.key for record in self.reader(given, **more).records()]

    def asked_for(self, words: str) -> list[str]:
        """The keys that «dump» with these words brings, the store being the played one."""
        own = msgspec.structs.replace(descriptor("discogs"), options={"dump": f"{self.server.url}/"})
        self.monkeypatch.setattr(type(self), "described", lambda _: own)
        self.monkeypatch.setattr(run, "descriptor", lambda *_, **__: own)
        fetcher = self.fetcher()

        def trusting(described: Any, refresh: bool) -> Any:
            made = fetcher(described, refresh)
            made.trust(self.server.url)
            return made

        self.monkeypatch.setattr(type(self), "fetcher", lambda _: trusting)
        return self.keys(words)

    def test_the_newest_whole_month_is_brought(self, tmp_path: Path) -> None:
        assert self.keys(self.input(tmp_path)) == ALL
        assert self.addresses()[2:] == [f"/data/2026/discogs_20260101_{name}.xml.gz" for name in FILES]

    def test_a_month_and_files_by_name(self) -> None:
        assert self.asked_for("dump:20251201,masters") == ["master:20", "master:21"]
        assert self.addresses()[1:] == ["/data/2025/discogs_20251201_masters.xml.gz"]

    def test_the_newest_of_some_files(self) -> None:
        assert self.asked_for("dump:labels,artists") == ALL[:5]

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ("dump:songs", "names no dump"), ("dump:20260101,20251201", "names no dump"),
            ("dump:20260201,releases", "have no releases"), ("dump:20240101", "no dumps of 20240101"),
        ],
    )  # fmt: skip
    def test_what_is_not_there_is_told(self, words: str, said: str) -> None:
        with pytest.raises(UsageError, match=said):
            self.asked_for(words)

    @pytest.mark.parametrize(
        "address",
        [KEY, f"?download={quote(KEY, safe='')}"],
    )
    def test_one_file_by_its_address(self, address: str) -> None:
        assert self.keys(f"{self.server.url}/{address}") == ["master:20", "master:21"]
        assert len(self.addresses()) == 1

    def test_a_list_that_is_cut_is_none(self, tmp_path: Path) -> None:
        self.spoil = lambda _, right: Reply(200, right.body.replace(b">false<", b">true<"), right.headers)
        with pytest.raises(FetchError, match="not what was asked for"):
            self.keys(self.input(tmp_path))

    def test_a_store_without_dumps(self, tmp_path: Path) -> None:
        self.spoil = lambda _, right: Reply(200, right.body.replace(b"discogs_", b"other_"), right.headers)
        with pytest.raises(FetchError, match="lists no dumps"):
            self.keys(self.input(tmp_path))
