"""Keys: from the environment or a file that is their owner's; sent to the source alone, and written nowhere."""

from __future__ import annotations

import json
import logging
import os
import socket
import sqlite3
import stat
import traceback
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import msgspec
import pytest

from culturedata.cli import main
from culturedata.errors import CultureDataError, DescriptorError, NotAllowed, UsageError, WrongContent
from culturedata.importing import keys
from culturedata.importing.descriptor import Descriptor, Http, descriptor
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.kept.cache import Cache
from culturedata.importing.web.scrub import scrub, scrub_body
from tests.http_faults import Clock, Reply, Server, cut, file, html

KEY = "q7/Zk+9w=hX&2"  # synthetic; every letter that some escaping changes
NAME = "MUSEUM_KEY"
HERE = str(Path(__file__).parents[1])


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of keys, which is not there yet; no key in the environment."""
    monkeypatch.delenv(NAME, raising=False)
    path = tmp_path / "keys.toml"
    monkeypatch.setenv("CULTUREDATA_CONFIG", str(path))
    return path


def write(path: Path, content: str | bytes, mode: int = 0o600) -> None:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    path.chmod(mode)


# Where a key comes from


def test_the_environment_comes_before_the_file(settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keys.key(NAME) == ""
    write(settings, f'OTHER_KEY = "other-key"\n{NAME} = " {KEY} "\n')
    assert keys.key(NAME) == KEY
    assert keys.key("NO_KEY") == ""
    monkeypatch.setenv(NAME, "from-the-environment\n")
    assert keys.key(NAME) == "from-the-environment"
    monkeypatch.setenv(NAME, " ")
    assert keys.key(NAME) == KEY


def test_the_file_lies_in_the_users_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CULTUREDATA_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert (keys.config().parent.name, keys.config().name) == ("culturedata", "keys.toml")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"{NAME} = {KEY}", r"keys\.toml is not TOML \(at line 1, column \d+\)"),
        (f"{NAME} = '{KEY}", r"keys\.toml is not TOML \(at (?:line 1, column \d+|end of document)\)"),
        (f'{NAME} = "{KEY}"\n{NAME} = "{KEY}"', r"keys\.toml is not TOML"),
        (f'{NAME} = "{KEY}"'.encode() + b"\xff", r"keys\.toml is not UTF-8 text"),
        (f'{NAME} = ["{KEY}"]', r"MUSEUM_KEY in .*keys\.toml is not a text"),
        (f'{NAME} = "{KEY} {KEY}"', r"MUSEUM_KEY in .*keys\.toml holds more than plain letters"),
        (f'{NAME} = "{KEY}é"', "more than plain letters"),
        (f'{NAME} = "{KEY[:5]}"', "is too short to be a key"),
    ],
)
def test_a_broken_file_is_named_and_never_shown(settings: Path, content: str | bytes, said: str) -> None:
    write(settings, content)
    with pytest.raises(UsageError, match=said) as raised:
        keys.key(NAME)
    told = "".join(traceback.format_exception(raised.value)) + repr(raised.value.__context__)
    assert KEY[:5] not in told
    assert raised.value.hint


def test_a_file_that_cannot_be_opened(settings: Path) -> None:
    settings.mkdir()
    with pytest.raises(UsageError, match=r"keys\.toml can't be read: Is a directory"):
        keys.key(NAME)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_file_that_others_may_read(settings: Path, mode: int, monkeypatch: pytest.MonkeyPatch) -> None:
    write(settings, f'{NAME} = "{KEY}"', mode)
    with pytest.raises(UsageError, match=r"may be read by others\. Run: chmod 600 .*keys\.toml"):
        keys.key(NAME)
    monkeypatch.setenv(NAME, KEY)
    assert keys.key(NAME) == KEY  # the file is not needed
    settings.chmod(stat.S_IRUSR)
    monkeypatch.delenv(NAME)
    assert keys.key(NAME) == KEY


# How a key is hidden


@pytest.mark.parametrize(
    "shown",
    [
        KEY, quote(KEY), quote_plus(KEY, safe=""), quote(quote(KEY, safe=""), safe=""), quote(KEY, safe="").lower(),
        json.dumps(KEY).replace("/", "\\/"), "".join(f"\\u{ord(letter):04X}" for letter in KEY),
        KEY.replace("&", "&amp;"), KEY.replace("+", "&#43;").replace("/", "&#x2f;"),
    ],
)  # fmt: skip
def test_a_key_is_found_however_it_is_written(shown: str) -> None:
    assert scrub(f"before {shown} after", KEY).replace('"', "") == "before … after"
    assert scrub_body(f"before {shown} after".encode(), KEY).replace(b'"', b"") == b"before *** after"


def test_what_is_no_key_stays() -> None:
    assert scrub_body(b"anything", "") == b"anything"
    assert scrub("q7/Zk+9w=hX", KEY) == "q7/Zk+9w=hX"


# A source with a key, and a server that echoes it


class Museum:
    """Clients with a key of one server."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server, self.folder, self.clock, self.said = server, folder, Clock(), list[str]()

    def open(self, refresh: bool = False, key: str = NAME, **http: Any) -> Fetcher:
        http = {"params": {"wskey": "{key}"}, "headers": {"X-Key": "Token {key}"}, "base": self.server.url, **http}
        senses = self.clock.senses()
        fetcher = Fetcher(
            described(key, **http), refresh=refresh, senses=senses, tell=self.said.append,
            stored=Cache(self.folder / "http.db", senses.now),
        )  # fmt: skip
        fetcher.trust(self.server.url)
        return fetcher


def described(key: str = NAME, **http: Any) -> Descriptor:
    return msgspec.structs.replace(
        descriptor("artic"), key=key, title="A Museum", homepage="https://museum.example/keys", http=Http(**http)
    )


@pytest.fixture
def museum(tmp_path: Path, settings: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Museum]:
    monkeypatch.setenv(NAME, KEY)
    with Server(lambda path, query: Reply(200, json.dumps(query).encode(), {"ETag": f'"{KEY}"'})) as server:
        yield Museum(server, tmp_path)


def test_a_key_goes_into_the_query_and_the_header(museum: Museum) -> None:
    with museum.open(params={"wskey": "{key}", "format": "json"}) as fetcher:
        found = fetcher.json(f"{museum.server.url}/works", {"page": 1}, type=dict[str, str])
    [asked] = museum.server.asked
    assert asked.address == f"/works?page=1&wskey={quote_plus(KEY)}&format=json"
    assert asked.query == {"page": "1", "wskey": KEY, "format": "json"}
    assert asked.headers["x-key"] == f"Token {KEY}"
    assert found == {"page": "1", "wskey": "***", "format": "json"}  # the echo is hidden from the source


def test_the_cache_knows_nothing_of_the_key(museum: Museum, monkeypatch: pytest.MonkeyPatch) -> None:
    with museum.open() as fetcher:
        fetcher.json(f"{museum.server.url}/works", {"page": 1}, type=object)
    monkeypatch.setenv(NAME, "another-key")
    with museum.open() as fetcher:
        fetcher.json(f"{museum.server.url}/works?page=1&wskey=whatever", type=object)  # a link that the server gave
        fetcher.json(f"{museum.server.url}/works?page=1&wskey=whatever&x=a+b%2C", type=object)
    monkeypatch.delenv(NAME)
    with museum.open() as fetcher:
        fetcher.json(f"{museum.server.url}/works?page=1", type=object)  # what is stored needs no key
    assert [asked.address for asked in museum.server.asked] == [
        f"/works?page=1&wskey={quote_plus(KEY)}", "/works?page=1&x=a+b%2C&wskey=another-key",
    ]  # fmt: skip


def test_robots_txt_hears_no_key(museum: Museum, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, bool, bool]] = []
    reply = museum.server.reply

    def hear(address: str, headers: dict[str, str], *more: Any) -> Reply:
        heard.append((address, "x-key" in headers, "x-who" in headers))
        return reply(address, headers, *more)

    monkeypatch.setattr(museum.server, "reply", hear)
    with museum.open(headers={"X-Key": "{key}", "X-Who": "{contact}"}) as fetcher:
        fetcher.json(f"{museum.server.url}/works", type=object)
        assert fetcher.reach() == 404
    robots = ("/robots.txt", False, True)
    assert heard == [robots, (f"/works?wskey={quote_plus(KEY)}", True, True), robots]


def test_no_other_host_hears_the_key(museum: Museum) -> None:
    """Neither one that is known, nor the same name without encryption."""
    with museum.open(base="https://api.museum.example/v1", hosts=("images.museum.example",)) as fetcher:
        sent = fetcher._who
        for url in (
            "https://images.museum.example/x",
            "http://api.museum.example/v1",
            "https://api.museum.example:8443/",
        ):
            request = museum_request(url)
            assert KEY not in str(sent.sign(request).headers)
            assert request.url == url
        request = sent.sign(museum_request("https://api.museum.example/v1?page=1"))
        assert request.url == f"https://api.museum.example/v1?page=1&wskey={quote_plus(KEY)}"


def museum_request(url: str) -> Any:
    import requests

    return requests.Request("GET", url).prepare()


def test_a_redirect_takes_no_key_along(museum: Museum) -> None:
    """A server that puts the key into the address of another host, or of itself."""
    with Server(lambda path, query: Reply(200, b"{}")) as elsewhere:
        with museum.open(headers={}) as fetcher:
            museum.server.fail("/own", Reply(302, b"", {"Location": f"/works?page=1&wskey={quote_plus(KEY)}"}))
            assert fetcher.json(f"{museum.server.url}/own", type=object) == {"page": "1", "wskey": "***"}
            assert museum.server.asked[-1].address == f"/works?page=1&wskey={quote_plus(KEY)}"
            museum.server.fail(
                "/out", Reply(302, b"", {"Location": f"{elsewhere.url}/x/{quote_plus(KEY)}?wskey={KEY}"})
            )
            with pytest.raises(NotAllowed, match="a private address") as raised:
                fetcher.json(f"{museum.server.url}/out", type=object)
        assert elsewhere.asked == []
    assert_hidden(told(raised.value))


def test_a_connection_that_is_refused_shows_no_key(museum: Museum, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name leads astray at the last moment, deep inside the HTTP library, where the address holds the key."""
    port = int(museum.server.url.rpartition(":")[2])
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: found)
    base = f"http://api.museum.example:{port}"
    monkeypatch.setattr(Fetcher, "_obey", lambda *_: None)  # else its robots.txt, which needs no key, comes first
    with museum.open(base=base) as fetcher, pytest.raises(NotAllowed, match="leads to") as raised:
        fetcher.json(f"{base}/works", type=object)
    assert_hidden(told(raised.value))


def test_a_key_that_is_missing(museum: Museum, monkeypatch: pytest.MonkeyPatch, settings: Path) -> None:
    monkeypatch.delenv(NAME)
    for http in ({"params": {}}, {"headers": {}}):
        with museum.open(**http) as fetcher, pytest.raises(UsageError) as raised:
            fetcher.json(f"{museum.server.url}/works", type=object)
        assert raised.value.message == "A Museum needs a key in MUSEUM_KEY."
        assert raised.value.hint == (
            "Get one at https://museum.example/keys, then set MUSEUM_KEY in the environment, or write "
            f'MUSEUM_KEY = "…" into {settings}.'
        )
    assert museum.server.asked == []
    write(settings, f'{NAME} = "{KEY}"')
    with museum.open() as fetcher:
        fetcher.json(f"{museum.server.url}/works", type=object)
    assert museum.server.asked[0].query == {"wskey": KEY}


@pytest.mark.parametrize("text", ["{secret}", "{", "{key.upper.__self__.x}", "{0}"])
def test_a_descriptor_that_fills_in_something_else(museum: Museum, text: str) -> None:
    with pytest.raises(DescriptorError, match=r"artic\.yml: .* names what is not agent, version, contact or key"):
        museum.open(params={"wskey": text})


def test_a_descriptor_that_names_no_key(museum: Museum) -> None:
    with pytest.raises(DescriptorError, match="asks for a key that «key» does not name"):
        museum.open(key="")


# Nothing anywhere


def told(error: BaseException | None) -> str:
    """Everything that a traceback could tell, local values and hidden causes included, but for this file's own."""
    said = ""
    while error is not None:
        frames = traceback.TracebackException.from_exception(error, capture_locals=True).stack
        theirs = traceback.StackSummary.from_list(frame for frame in frames if not frame.filename.startswith(HERE))
        assert len(theirs) > 0
        said += "".join(theirs.format()) + repr(error) + str(vars(error))
        error = error.__cause__ or error.__context__
    return said


def assert_hidden(text: str | bytes) -> None:
    """Assert that the key stands nowhere in a text, in whatever escaping."""
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    for shown in (
        KEY,
        quote(KEY),
        quote_plus(KEY),
        quote(KEY, safe=""),
        json.dumps(KEY)[1:-1],
        KEY.replace("&", "&amp;"),
    ):
        assert shown not in text


ECHO = f"bad key {KEY} at /works?wskey={quote_plus(KEY)}".encode()
FAULTS = [
    Reply(401, ECHO), Reply(403, ECHO), Reply(403, b"<html>" + ECHO), Reply(400, ECHO), Reply(500, ECHO),
    Reply(200, b"<html>" + ECHO), Reply(200, b'{"' + ECHO), cut(ECHO, 20), Reply(200, b""), html(),
    Reply(302, b"", {"Location": f"https://{quote(KEY, safe='')}.example/?wskey={quote_plus(KEY)}"}),
    Reply(302, b"", {"Location": f"http://127.0.0.1:1/{quote_plus(KEY)}"}),
    Reply(302, b"", {"Location": f"ftp://x/{KEY}"}), Reply(302, b"", {"Location": f"https://me:{KEY}@x.example/"}),
    Reply(200, ECHO, {"Content-Encoding": KEY}), Reply(429, ECHO, {"Retry-After": "9999"}),
    Reply(200, json.dumps({"page": KEY}).encode()), Reply(200, b'"x"', {f"X-{KEY}": KEY, "X Broken": KEY}),
]  # fmt: skip


def test_the_key_stands_nowhere_after_any_fault(
    museum: Museum,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    raised: list[BaseException] = []
    for fault in (*FAULTS, None):
        museum.server.fail("works", *[fault] * 5 if fault else ())
        for ask in (works, dump) if fault else (nobody,):
            with museum.open() as fetcher:
                try:
                    ask(fetcher, museum)
                except CultureDataError as error:
                    raised.append(error)
        museum.server._faults.clear()
    assert len(raised) > len(FAULTS)
    for error in raised:
        assert_hidden(told(error))
    for written in (caplog.text, "".join(museum.said), "".join(capfd.readouterr())):
        assert_hidden(written)
    assert "/works?wskey=…" in caplog.text


def works(fetcher: Fetcher, museum: Museum) -> None:
    fetcher.json(f"{museum.server.url}/works", type=dict[str, int])


def dump(fetcher: Fetcher, museum: Museum) -> None:
    fetcher.download(f"{museum.server.url}/works?page=2", expects="json")


def nobody(fetcher: Fetcher, museum: Museum) -> None:
    """A server that is not there."""
    fetcher.trust("http://127.0.0.1:1")
    fetcher.json("http://127.0.0.1:1/works", type=object)


def test_the_key_stands_in_no_file(museum: Museum, tmp_path: Path) -> None:
    """After answers that echo it were stored, in the file's bytes and in what they unpack to."""
    page = json.dumps({"key": KEY, "next": f"{museum.server.url}/works?wskey={quote_plus(KEY)}&page=2"}).encode()
    museum.server.fail("works", Reply(200, page, {"ETag": f'"{KEY}"', "Last-Modified": KEY}))
    museum.server.fail("dump", file(b"a dump", f'"{KEY}"'))
    with museum.open() as fetcher:
        found = fetcher.json(f"{museum.server.url}/works?wskey={quote_plus(KEY)}", type=dict[str, str])
        fetcher.download(f"{museum.server.url}/dump?wskey={quote_plus(KEY)}")
        assert found is not None
        fetcher.json(found["next"], type=object)
    assert museum.server.asked[-1].query == {"wskey": KEY, "page": "2"}
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"http.db", ".note.json", "dump"} <= {path.name for path in files}
    for path in files:
        assert_hidden(path.read_bytes())
    with sqlite3.connect(tmp_path / "http.db") as db:
        rows = db.execute("SELECT * FROM answers").fetchall()
    db.close()
    assert len(rows) == 2
    for row in rows:
        assert_hidden(repr(row[:-1]))
        assert_hidden(zlib.decompress(row[-1]))


def test_the_key_stands_in_no_library_and_no_error_of_the_command(
    museum: Museum, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """An import of real pages from a server that echoes the key in all of them, and then fails."""
    from culturedata.importing.run import import_source
    from culturedata.store.library import Library
    from tests.sources.test_sources_artic import synthetic

    api = synthetic()

    def answer(path: str, query: dict[str, str]) -> Reply:
        said = api.answer(path, {name: value for name, value in query.items() if name != "wskey"})
        return Reply(said.status, said.body.replace(b'"version"', json.dumps(KEY).encode() + b':1,"version"')
                     .replace(b"Invented", KEY.encode()))  # fmt: skip

    museum.server._answer = answer

    def make(source: Descriptor, refresh: bool) -> Fetcher:
        http = msgspec.structs.replace(source.http, params={"wskey": "{key}"})
        senses = museum.clock.senses()
        return Fetcher(
            msgspec.structs.replace(source, key=NAME, http=http),
            senses=senses,
            stored=Cache(tmp_path / "c.db", senses.now),
        )

    with Library.open(tmp_path / "library", create=True) as library:
        assert import_source(library, "artic", f"{museum.server.url}/api/v1", fetcher=make).counts.works > 0
    assert {asked.query.get("wskey") for asked in museum.server.asked} == {KEY}
    with Library.open(tmp_path / "library") as library:
        assert_hidden("\n".join(library.culture.iterdump()))
        for row in library.culture.execute("SELECT raw FROM records"):
            assert_hidden(zlib.decompress(row[0]))
    assert_hidden((tmp_path / "library" / "culture.db").read_bytes())
    museum.server.fail("works", *[Reply(401, ECHO)] * 9)
    with museum.open(refresh=True) as fetcher, pytest.raises(NotAllowed) as raised:
        fetcher.json(f"{museum.server.url}/works?wskey={KEY}", type=object)
    main._tell(raised.value)
    said = capfd.readouterr()
    assert f"Check the key in {NAME}." in said.err
    assert_hidden(said.err + said.out)


def test_what_reader_complains_about_is_hidden(museum: Museum) -> None:
    museum.server.fail("works", *[Reply(200, ECHO)] * 5)

    def reader(body: bytes) -> str:
        raise ValueError(body.decode())

    with museum.open() as fetcher, pytest.raises(WrongContent) as raised:
        fetcher.get(f"{museum.server.url}/works", reader=reader)
    assert_hidden(told(raised.value))
