"""The HTTP client of all sources, against a real server on this machine that misbehaves on request."""

from __future__ import annotations

import json
import logging
import socket
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from culturedata.errors import DescriptorError, GaveUp, NotAllowed, ServerFault, UsageError, WrongContent
from culturedata.importing.descriptor import Descriptor, Http, descriptor
from culturedata.importing.web.courtesy.manners import Manners
from culturedata.importing.web.fetch import Fetcher, address
from culturedata.importing.web.kept.cache import Cache
from tests.http_faults import PAGE, Clock, Reply, Server, cut, cut_gzip, cut_unannounced, html

BODY = json.dumps({"works": [{"id": number, "title": f"Work {number}"} for number in range(50)]}).encode()
DAY = 86400


def source(base: str = "https://api.museum.example/v1", key: str = "", **http: Any) -> Descriptor:
    """A source with another server."""
    return msgspec.structs.replace(descriptor("artic"), key=key, http=Http(base=base, **http))


class Reader:
    """Clients of one server and one cache; each `open` is another run of the program."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server, self.clock, self.folder = server, Clock(), folder
        self.said: list[str] = []
        self._open: list[Fetcher] = []

    def open(self, key: str = "", refresh: bool = False, manners: Manners | None = None, **http: Any) -> Fetcher:
        """A new client that trusts the server."""
        senses = self.clock.senses()
        fetcher = Fetcher(
            source(key=key, **http), refresh=refresh, manners=manners, senses=senses, tell=self.said.append,
            stored=Cache(self.folder / "http.db", senses.now),
        )  # fmt: skip
        fetcher.trust(self.server.url)
        self._open.append(fetcher)
        return fetcher

    def json(self, **options: Any) -> Any:
        """The JSON at /works, by a client of its own."""
        with self.open(**options) as fetcher:
            return fetcher.json(f"{self.server.url}/works", type=object)

    @property
    def waits(self) -> list[float]:
        """The waits after faults: what is longer than the pause between two requests (a second)."""
        return [wait for wait in self.clock.slept if wait > 1]


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    """A client, and a server that answers BODY with an ETag."""
    etag = {"ETag": '"1"', "Content-Type": "application/json"}
    with Server(lambda path, query: Reply(200, BODY, etag) if path == "/works" else Reply(404)) as server:
        made = Reader(server, tmp_path)
        yield made
        for fetcher in made._open:
            fetcher.close()


# Who asks, how often


def test_it_says_who_it_is(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    reader.json(headers={"AIC-User-Agent": "culturedata ({contact})"})
    said = reader.server.asked[-1].headers
    assert said["user-agent"].startswith("culturedata/")
    assert "(+https://" in said["user-agent"]
    assert said["aic-user-agent"].startswith("culturedata (https://")
    monkeypatch.setenv("CULTUREDATA_CONTACT", "me@example.org")
    reader.json(headers={"AIC-User-Agent": "culturedata ({contact})"}, refresh=True)
    said = reader.server.asked[-1].headers
    assert said["user-agent"].endswith("; me@example.org)")
    assert said["aic-user-agent"] == "culturedata (me@example.org)"
    monkeypatch.setenv("CULTUREDATA_CONTACT", "me\r\nX-Injected: 1")
    with pytest.raises(UsageError, match="more than plain letters"):
        reader.json()


def test_it_keeps_to_the_limit(reader: Reader) -> None:
    with reader.open(requests_per_minute=30) as fetcher:
        began = reader.clock.at
        for number in range(5):
            fetcher.json(f"{reader.server.url}/works", {"page": number}, type=object)
    assert reader.clock.at - began == pytest.approx(10)  # robots.txt is the first of six requests, two seconds apart


def test_it_is_as_slow_as_robots_txt_asks(reader: Reader) -> None:
    reader.server.robots = b"User-agent: *\nCrawl-delay: 20\nDisallow: /private"
    with reader.open() as fetcher:
        fetcher.json(f"{reader.server.url}/works", {"page": 1}, type=object)
        began = reader.clock.at
        fetcher.json(f"{reader.server.url}/works", {"page": 2}, type=object)
        assert reader.clock.at - began == pytest.approx(20)
        with pytest.raises(NotAllowed, match=r"robots.txt of 127.0.0.1:\d+ forbids"):
            fetcher.json(f"{reader.server.url}/private/works", type=object)
    assert reader.server.asked_for("private") == 0


def test_a_documented_interface_is_asked_though_robots_txt_closes_it_to_crawlers(reader: Reader) -> None:
    reader.server.robots = b"User-agent: *\nCrawl-delay: 20\nDisallow: /works\nDisallow: /private"
    with reader.open(interface=f"{reader.server.url}/works") as fetcher:
        fetcher.json(f"{reader.server.url}/works", {"page": 1}, type=object)
        began = reader.clock.at
        fetcher.json(f"{reader.server.url}/works", {"page": 2}, type=object)
        assert reader.clock.at - began == pytest.approx(20), "how slowly it asks to be visited holds there, too"
        with pytest.raises(NotAllowed, match="forbids"):
            fetcher.json(f"{reader.server.url}/private", type=object)


def test_a_robots_txt_that_slows_down_is_told_once(reader: Reader) -> None:
    reader.server.robots = b"User-agent: *\nCrawl-delay: 600"
    with reader.open() as fetcher:
        for number in range(3):
            fetcher.json(f"{reader.server.url}/works", {"page": number}, type=object)
    assert len(reader.said) == 1
    assert "robots.txt of 127.0.0.1" in reader.said[0]
    assert "asks for 600 s between two requests" in reader.said[0]


@pytest.mark.parametrize("said", ["Crawl-delay: 86400", "Crawl-delay: 1e9", "Request-rate: 1/1h"])
def test_a_robots_txt_that_asks_for_more_than_anybody_waits(reader: Reader, said: str) -> None:
    reader.server.robots = b"User-agent: *\n" + said.encode()
    with reader.open() as fetcher, pytest.raises(GaveUp, match=r"robots\.txt of 127\.0\.0\.1:\d+ asks for .* minutes"):
        fetcher.json(f"{reader.server.url}/works", type=object)
    assert reader.waits == []
    assert reader.server.asked_for("works") == 0


def test_a_host_with_a_limit_of_its_own(reader: Reader) -> None:
    with reader.open(requests_per_minute=60, limits={"127.0.0.1": 6, "api.museum.example": 600}) as fetcher:
        fetcher.json(f"{reader.server.url}/works", {"page": 1}, type=object)
        began = reader.clock.at
        fetcher.json(f"{reader.server.url}/works", {"page": 2}, type=object)
    assert reader.clock.at - began == pytest.approx(10)


def test_each_host_has_its_own_bucket_and_its_own_circuit(reader: Reader) -> None:
    with Server(lambda path, query: Reply(503)) as broken, reader.open(requests_per_minute=6) as fetcher:
        fetcher.trust(broken.url)
        for error in (ServerFault, GaveUp):
            with pytest.raises(error):
                fetcher.json(f"{broken.url}/works", type=object)
            assert fetcher.json(f"{reader.server.url}/works", type=object, again=True) == json.loads(BODY)
        with pytest.raises(GaveUp, match="failed 10 times in a row: it is not asked any more"):
            fetcher.json(f"{broken.url}/works", type=object)
        assert len(broken.asked) == 10
        began = reader.clock.at
        fetcher.json(f"{reader.server.url}/works", {"page": 2}, type=object)
    assert reader.clock.at - began == pytest.approx(10)


# Faults


@pytest.mark.parametrize(
    ("reply", "error", "said"),
    [
        (Reply(503, b"down"), ServerFault, "answered 503 (asked 5 times)"),
        (Reply(500, PAGE), ServerFault, "answered 500 (asked 5 times)"),
        (Reply(429), ServerFault, "answered 429 (asked 5 times)"),
        (Reply(200, b"  \n"), WrongContent, "answered with nothing (asked 5 times)"),
        (Reply(200, b"PK\x03\x04"), WrongContent, "answered with something that is not what was asked for"),
        (cut_unannounced(BODY, 99), WrongContent, "answered with JSON that can't be read: Input data was truncated"),
        (cut(BODY, 99), ServerFault, "broke off in the middle of its answer (asked 5 times)"),
        (cut(BODY, 0), ServerFault, "broke off in the middle of its answer (asked 5 times)"),
        (cut_gzip(BODY, 60), ServerFault, "sent a compressed answer that breaks off (asked 5 times)"),
        (Reply(200, b"not gzip", {"Content-Encoding": "gzip"}), ServerFault, "compressed answer that breaks off"),
        (Reply(200, BODY, {"Content-Encoding": "br"}), ServerFault, "in the encoding 'br', which was not asked for"),
        (Reply(200, BODY, stop=99, reset=True), ServerFault, "cut the connection (asked 5 times)"),
        (Reply(524), ServerFault, "answered 524 (asked 5 times)"),
    ],
)
def test_a_fault_is_waited_for_and_then_named(reader: Reader, reply: Reply, error: type[Exception], said: str) -> None:
    reader.server.fail("works", *[reply] * 4)
    assert reader.json() == json.loads(BODY)  # four faults, then it is well
    assert reader.waits == [2, 4, 8]  # after a first wait of one second
    assert len(reader.said) == 4
    reader.server.fail("works", *[reply] * 5)
    with pytest.raises(error) as raised:
        reader.json(refresh=True)
    assert said in str(raised.value)
    assert "--resume" in str(raised.value)
    assert "127.0.0.1" in str(raised.value)


def test_a_web_page_in_place_of_data_is_asked_for_once_more(reader: Reader) -> None:
    """After half a minute, and no oftener: it tells of maintenance or of another address. Other faults don't count."""
    reader.server.fail("works", Reply(503), html())
    assert reader.json() == json.loads(BODY)
    assert reader.waits == [30]
    asked = len(reader.server.asked)
    reader.server.fail("works", *[html()] * 3)
    with pytest.raises(WrongContent, match=r"answered with a web page in place of data \(asked 2 times\)\."):
        reader.json(refresh=True)
    assert len(reader.server.asked) == asked + 2


def test_nothing_broken_is_ever_stored(reader: Reader) -> None:
    reader.server.fail("works", html(), cut(BODY, 50), cut_unannounced(BODY, 50), Reply(503, BODY))
    reader.json()
    asked = len(reader.server.asked)
    assert reader.json() == json.loads(BODY)
    assert len(reader.server.asked) == asked
    with sqlite3.connect(reader.folder / "http.db") as db:
        assert db.execute("SELECT count(*), min(url) FROM answers").fetchone() == (1, f"{reader.server.url}/works")
    db.close()


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_waits_double_with_jitter_up_to_a_most(chance: float) -> None:
    manners = Manners(first_wait=1, longest_wait=60)
    waits = [manners.backoff(attempt, chance) for attempt in range(1, 9)]
    assert waits == [most * (0.5 + chance / 2) for most in (1, 2, 4, 8, 16, 32, 60, 60)]


def test_retry_after_in_seconds_and_as_a_date(reader: Reader) -> None:
    at = format_datetime(datetime.fromtimestamp(reader.clock.at + 100, UTC), usegmt=True)
    reader.server.fail("works", Reply(429, b"", {"Retry-After": "37"}), Reply(503, b"", {"Retry-After": at}))
    reader.json()
    assert reader.waits == [37, pytest.approx(100 - 37, abs=1.1)]


@pytest.mark.parametrize("said", ["soon", "-5", "²", "7.5", ""])
def test_a_retry_after_that_cannot_be_read_is_none(reader: Reader, said: str) -> None:
    reader.server.fail("works", Reply(429, b"", {"Retry-After": said}), Reply(429, b"", {"Retry-After": said}))
    reader.json()
    assert reader.waits == [2]


def test_who_asks_to_be_left_alone_is_left_alone(reader: Reader) -> None:
    reader.server.fail("works", Reply(429, b"", {"Retry-After": "3600"}))
    with pytest.raises(GaveUp, match="left alone for 60 minutes"):
        reader.json()
    assert (len(reader.server.asked), reader.waits) == (1, [])


def test_a_wall_is_asked_three_times_and_slowly(reader: Reader) -> None:
    reader.server.fail("works", *[html(403)] * 3)
    with pytest.raises(GaveUp, match="its wall takes this program for an attack"):
        reader.json()
    assert (len(reader.server.asked), reader.waits) == (3, [60, 120])


def test_a_refusal_is_final(reader: Reader) -> None:
    reader.server.fail("works", Reply(401, b"{}"), Reply(403, b"{}"), Reply(400, b"{}"))
    with pytest.raises(NotAllowed, match=r"refuses the request \(401\)"):
        reader.json()
    with pytest.raises(NotAllowed, match=r"refuses the request \(403\)"):
        reader.json()
    with pytest.raises(ServerFault, match=r"does not understand the request \(400\)"):
        reader.json()
    assert len(reader.server.asked) == 3


def test_after_ten_faults_in_a_row_nobody_is_asked_any_more(reader: Reader) -> None:
    reader.server.fail("works", *[Reply(503)] * 99)
    with reader.open() as fetcher:
        for error in (ServerFault, GaveUp, GaveUp):
            with pytest.raises(error):
                fetcher.json(f"{reader.server.url}/works", type=object)
    assert len(reader.server.asked) == 10


def test_an_answer_that_is_too_large_is_not_read(reader: Reader) -> None:
    with pytest.raises(ServerFault, match="sent an answer that is too large"):
        reader.json(manners=Manners(largest_answer=len(BODY) - 1))
    assert reader.json(manners=Manners(largest_answer=len(BODY))) == json.loads(BODY)


def test_a_server_that_is_not_there(reader: Reader) -> None:
    with Server(lambda path, query: Reply()) as gone:
        url = gone.url
    with reader.open() as fetcher:
        fetcher.trust(url)
        with pytest.raises(ServerFault, match="refused the connection"):
            fetcher.json(f"{url}/works", type=object)


def test_a_git_lfs_pointer(reader: Reader) -> None:
    reader.server.fail("works", Reply(200, b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"))
    with pytest.raises(WrongContent, match="is a Git LFS pointer"):
        reader.json()


@pytest.mark.parametrize("status", [204, 404, 410])
def test_nothing_there_is_none(reader: Reader, status: int) -> None:
    reader.server.fail("works", Reply(status, PAGE))
    assert reader.json() is None
    assert len(reader.server.asked) == 1


@pytest.mark.parametrize("reply", [Reply(200, BODY, pause=0.02), Reply(200, BODY, pause=0.02, slow_head=True)])
def test_a_server_that_drips_is_given_up(reader: Reader, reply: Reply) -> None:
    """A byte every 0.02 s, in the body or in the headers: it would go on for minutes, and never miss a timeout."""
    reader.server.fail("works", *[reply] * 2)
    with pytest.raises(ServerFault, match=r"sent its answer too slowly \(asked 2 times\)"):
        reader.json(manners=Manners(total_timeout=0.3, read_timeout=5, attempts=2))


def test_a_server_that_falls_silent_is_given_up(reader: Reader) -> None:
    reader.server.fail("works", *[Reply(200, BODY, pause=60)] * 2)
    with pytest.raises(ServerFault, match=r"did not answer in time \(asked 2 times\)"):
        reader.json(manners=Manners(read_timeout=0.2, attempts=2))


def test_connecting_takes_no_longer_than_it_may(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    patience: list[object] = []

    def create_connection(address: object, timeout: object, **_: object) -> None:
        patience.append(timeout)
        raise TimeoutError

    monkeypatch.setattr("urllib3.util.connection.create_connection", create_connection)
    with pytest.raises(ServerFault, match="did not answer in time"):
        reader.json(manners=Manners(connect_timeout=7, attempts=1))
    assert patience == [7]


def test_a_connection_that_is_kept_is_read_like_a_new_one(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("http.server.BaseHTTPRequestHandler.protocol_version", "HTTP/1.1")
    made: list[object] = []
    connect = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: made.append(address) or connect(self, address))
    with reader.open() as fetcher:
        for page in range(4):
            assert fetcher.json(f"{reader.server.url}/works", {"page": page}, type=object) == json.loads(BODY)
        reader.server.fail("works", Reply(200, BODY, pause=0.02))
        fetcher._manners = fetcher._client._manners = Manners(total_timeout=0.3)
        assert fetcher.json(f"{reader.server.url}/works", {"page": 5}, type=object) == json.loads(BODY)
    assert len(made) == 2  # the second after the drip


# A query in the body


def test_a_query_is_posted_and_stored_by_its_body(reader: Reader) -> None:
    reader.server.hears = lambda asked: Reply(200, json.dumps([asked.method, asked.body.decode()]).encode())
    for _ in range(2):
        for body, kind in ((b"{works}", "application/json"), (b"{agents}", "application/json"), (b"{works}", "x/y")):
            with reader.open() as fetcher:
                found = fetcher.json(f"{reader.server.url}/graphql", type=object, body=body, content_type=kind)
            assert found == ["POST", body.decode()]
    with reader.open() as fetcher:
        assert fetcher.json(f"{reader.server.url}/graphql", type=object) == ["GET", ""]
        empty = fetcher.get(f"{reader.server.url}/graphql", reader=bytes.decode, accept="x/y", body=b"")
    assert empty == '["POST", ""]'
    said = [(asked.body, asked.headers.get("content-type"), asked.headers["accept"]) for asked in reader.server.asked]
    assert said == [
        (b"{works}", "application/json", "application/json"), (b"{agents}", "application/json", "application/json"),
        (b"{works}", "x/y", "application/json"), (b"", None, "application/json"), (b"", "application/json", "x/y"),
    ]  # fmt: skip


def test_a_query_is_asked_again_like_a_page(reader: Reader) -> None:
    reader.server.hears = lambda asked: Reply(200, asked.body, {"ETag": '"1"'})
    reader.server.fail("sparql", Reply(503), cut(BODY, 9), html())
    with reader.open() as fetcher:
        assert fetcher.json(f"{reader.server.url}/sparql", type=object, body=b"[1]") == [1]
    assert [asked.body for asked in reader.server.asked] == [b"[1]"] * 4
    with reader.open(refresh=True) as fetcher:
        assert fetcher.json(f"{reader.server.url}/sparql", type=object, body=b"[1]") == [1]
    assert "if-none-match" not in reader.server.asked[-1].headers, "a condition of a POST means something else"


@pytest.mark.parametrize(
    ("status", "method", "body"), [(301, "GET", b""), (302, "GET", b""), (303, "GET", b""), (307, "POST", b"[1]"),
                                   (308, "POST", b"[1]")]
)  # fmt: skip
def test_a_redirect_of_a_query(reader: Reader, status: int, method: str, body: bytes) -> None:
    reader.server.hears = lambda asked: Reply(200, b"[2]")
    reader.server.fail("/ask", Reply(status, b"", {"Location": "/found"}))
    with reader.open() as fetcher:
        assert fetcher.json(f"{reader.server.url}/ask", type=object, body=b"[1]") == [2]
    last = reader.server.asked[-1]
    assert (last.address, last.method, last.body) == ("/found", method, body)
    assert ("content-type" in last.headers) == (method == "POST")


@pytest.mark.parametrize("status", [302, 303, 307, 308])
def test_a_query_is_not_taken_to_a_stranger(reader: Reader, status: int) -> None:
    with Server(lambda path, query: Reply(200, b"[2]")) as stranger:
        reader.server.fail("/ask", Reply(status, b"", {"Location": f"{stranger.url}/ask"}))
        with reader.open() as fetcher, pytest.raises(NotAllowed, match="a private address"):
            fetcher.json(f"{reader.server.url}/ask", type=object, body=b"[1]")
        assert stranger.asked == []


# The cache


def test_nobody_is_asked_twice_within_the_days(reader: Reader) -> None:
    for _ in range(3):
        reader.json(cache_days=7)
    assert len(reader.server.asked) == 1
    reader.clock.at += 6.9 * DAY
    reader.json(cache_days=7)
    assert len(reader.server.asked) == 1


def test_what_is_old_is_asked_for_with_a_condition(reader: Reader) -> None:
    reader.json()
    reader.clock.at += 8 * DAY
    reader.server.fail("works", Reply(304))
    assert reader.json() == json.loads(BODY)
    assert reader.server.asked[-1].headers["if-none-match"] == '"1"'
    reader.clock.at += 6 * DAY  # young again since the server said so
    reader.json()
    assert len(reader.server.asked) == 2


def test_refresh_asks_however_young_it_is_and_again_asks_without_a_condition(reader: Reader) -> None:
    reader.json()
    reader.server.fail("works", Reply(200, b'{"works": []}'))
    assert reader.json(refresh=True) == {"works": []}
    assert reader.json() == {"works": []}
    with reader.open() as fetcher:
        assert fetcher.json(f"{reader.server.url}/works", type=object, again=True) == json.loads(BODY)
    assert "if-none-match" not in reader.server.asked[-1].headers
    assert reader.json() == json.loads(BODY)


def test_what_vanished_does_not_come_back_from_the_cache(reader: Reader) -> None:
    reader.json()
    reader.server.fail("works", Reply(404), Reply(404))
    assert reader.json(refresh=True) is None
    assert reader.json() is None


def test_a_stored_answer_of_another_shape_is_asked_for_anew(reader: Reader) -> None:
    reader.json()
    with reader.open() as fetcher:
        found = fetcher.json(f"{reader.server.url}/works", type=dict[str, list[dict[str, int | str]]])
        with pytest.raises(WrongContent, match="data of another shape: Expected `int`"):
            fetcher.json(f"{reader.server.url}/works", type=int)
    assert found == json.loads(BODY)
    assert len(reader.server.asked) == 6


@pytest.mark.parametrize("broken", [b"not a database " * 99, b""])
def test_a_broken_cache_is_as_good_as_none(reader: Reader, broken: bytes) -> None:
    (reader.folder / "http.db").write_bytes(broken)
    assert reader.json() == json.loads(BODY)
    assert reader.json() == json.loads(BODY)
    assert len(reader.server.asked) == 1


def test_a_cache_that_cannot_be_written_is_as_good_as_none(reader: Reader) -> None:
    (reader.folder / "http.db").mkdir()
    assert reader.json() == json.loads(BODY)
    assert reader.json() == json.loads(BODY)
    assert len(reader.server.asked) == 2


# Where it goes


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://elsewhere.example/works", "not a host of this source"),
        ("http://169.254.169.254/latest/meta-data", "a private address"),
        ("http://localhost:1/works", "a private address"),
        ("http://[::1]:1/works", "a private address"),
        ("https://api.museum.example:8443/works", "not a host of this source"),
        ("https://me:secret@api.museum.example/works", "holds a user name"),
        ("file:///etc/passwd", "is not a web address"),
        ("works", "is not a web address"),
        ("https://api.museum\t.example/works", "is not a web address"),
        ("http://224.0.0.1/works", "a private address"),
        ("http://[::ffff:10.0.0.1]/works", "a private address"),
        ("http://2130706433/works", "not a host of this source"),
        ("http://[bad", "is not a web address"),
        ("https://[bad/works?page=2", "is not a web address"),
        ("http://[bad]/works?page=2", "is not a web address"),
    ],
)
def test_an_address_that_data_names_is_not_asked(reader: Reader, url: str, said: str) -> None:
    with reader.open() as fetcher, pytest.raises(NotAllowed, match=said) as raised:
        fetcher.json(url, type=object)
    assert "secret" not in str(raised.value)


def test_a_known_name_that_leads_to_a_private_address(tmp_path: Path) -> None:
    senses = replace(Clock().senses(), resolve=lambda host, port: ["10.0.0.1"])
    with (
        Fetcher(source(), senses=senses, stored=Cache(tmp_path / "http.db", senses.now)) as fetcher,
        pytest.raises(NotAllowed, match=r"leads to 10\.0\.0\.1"),
    ):
        fetcher.json("https://api.museum.example/v1/works", type=object)


def test_a_name_that_changes_its_mind_after_it_was_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was public when it was looked up, and the connection ends at a private address."""
    with Server(lambda path, query: Reply(200, b"{}")) as server:
        port = int(server.url.rpartition(":")[2])
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_: found)
        senses = Clock().senses()
        described = source(f"http://api.museum.example:{port}/v1")
        with (
            Fetcher(described, senses=senses, stored=Cache(tmp_path / "http.db", senses.now)) as fetcher,
            pytest.raises(NotAllowed, match=r"the name api\.museum\.example leads to 127\.0\.0\.1, a private address"),
        ):
            fetcher.json(f"http://api.museum.example:{port}/v1/works", type=object)
        assert server.asked == []


def test_a_proxy_on_this_machine_is_not_taken_for_the_museum(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    with Server() as proxy, reader.open(base="http://api.museum.example/v1") as fetcher:
        proxy.hears = lambda asked: Reply(200, json.dumps(asked.address).encode())
        monkeypatch.setenv("http_proxy", proxy.url)
        found = fetcher.json("http://api.museum.example/v1/works", type=object)
    assert found == "http://api.museum.example/v1/works"


def test_a_redirect_is_followed_only_where_it_may_go(reader: Reader) -> None:
    reader.server.fail("/old", Reply(301, b"", {"Location": "/works"}))
    reader.server.fail("/out", Reply(302, b"", {"Location": "http://169.254.169.254/"}))
    reader.server.fail("/round", *[Reply(302, b"", {"Location": "/round"})] * 9)
    with reader.open() as fetcher:
        assert fetcher.json(f"{reader.server.url}/old", type=object) == json.loads(BODY)
        with pytest.raises(NotAllowed, match=r"redirects to http://169\.254\.169\.254/, a private address"):
            fetcher.json(f"{reader.server.url}/out", type=object)
        with pytest.raises(NotAllowed, match="leads in a circle"):
            fetcher.json(f"{reader.server.url}/round", type=object)
    assert reader.server.asked_for("round") == 6


@pytest.mark.parametrize("target", ["http://[bad", "//[bad]/x?y=1", "http://[bad?page=2"])
def test_a_redirect_to_what_is_no_address(reader: Reader, target: str) -> None:
    reader.server.fail("/old", *[Reply(302, b"", {"Location": target})] * 2)
    with reader.open() as fetcher:
        with pytest.raises(NotAllowed, match="is not a web address"):
            fetcher.json(f"{reader.server.url}/old", type=object)
        with pytest.raises(NotAllowed, match="is not a web address"):
            fetcher.download(f"{reader.server.url}/old")
        with pytest.raises(NotAllowed, match="is not a web address"):
            fetcher.download(target)


def test_cookies_are_not_kept_and_netrc_is_not_read(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("default login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    reader.server.fail("works", Reply(200, BODY, {"Set-Cookie": "session=1"}))
    with reader.open() as fetcher:
        fetcher.json(f"{reader.server.url}/works", type=object)
        fetcher.json(f"{reader.server.url}/works", type=object, again=True)
    assert not {"cookie", "authorization"} & set(reader.server.asked[-1].headers)


# Keys


def test_a_key_goes_to_the_source_only_and_is_written_nowhere(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MUSEUM_KEY", "hunter2")
    caplog.set_level(logging.DEBUG)
    reader.server.fail("works", Reply(503))
    with reader.open(key="MUSEUM_KEY", headers={"X-Key": "{key}"}) as fetcher:
        fetcher.json(f"{reader.server.url}/works", {"page": 1, "apikey": "hunter2"}, type=object)
        reader.server.fail("works", *[Reply(503)] * 5)
        with pytest.raises(ServerFault) as raised:
            fetcher.json(f"{reader.server.url}/works", {"page": 2, "apikey": "hunter2"}, type=object)
    assert reader.server.asked[-1].headers["x-key"] == "hunter2"
    written = [str(raised.value), caplog.text, *reader.said, *capfd.readouterr()]
    assert not [text for text in written if "hunter2" in text]
    assert b"hunter2" not in (reader.folder / "http.db").read_bytes()
    monkeypatch.delenv("MUSEUM_KEY")
    with pytest.raises(UsageError, match="needs a key in MUSEUM_KEY"):
        reader.json(key="MUSEUM_KEY", headers={"X-Key": "{key}"}, refresh=True)


def test_a_robots_txt_is_asked_for_without_the_key(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, str | None]] = []
    reply = reader.server.reply

    def watched(address: str, headers: dict[str, str], *more: Any) -> Reply:
        heard.append((address, headers.get("x-key")))
        return reply(address, headers, *more)

    monkeypatch.setattr(reader.server, "reply", watched)
    monkeypatch.setenv("MUSEUM_KEY", "hunter2")
    reader.json(key="MUSEUM_KEY", headers={"X-Key": "key {key}"})
    assert heard == [("/robots.txt", None), ("/works", "key hunter2")]


@pytest.mark.parametrize(
    "text", ["{key!s}", "{key:>9}", "{agent:{key}}", "{key.real}", "{key[0]}", "{", "{}", "{0}", "{x}"]
)
def test_nothing_hides_a_key_in_braces(reader: Reader, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("MUSEUM_KEY", "hunter2")
    for place in ("headers", "params"):
        with pytest.raises(DescriptorError, match="names what is not agent, version, contact or key"):
            reader.json(key="MUSEUM_KEY", **{place: {"X-Key": text}})
    assert reader.server.asked == []


def test_a_descriptor_without_http(tmp_path: Path) -> None:
    with pytest.raises(DescriptorError, match="has no «http»"):
        Fetcher(descriptor("tate"), stored=Cache(tmp_path / "http.db", lambda: 0))


@pytest.mark.parametrize(
    ("url", "params", "expected"),
    [
        ("https://a.example/x", None, "https://a.example/x"),
        ("https://a.example/x", {"page": 2, "limit": 100}, "https://a.example/x?page=2&limit=100"),
        ("https://a.example/x?y=1", {"ids": "1,2", "q": "a b&c"}, "https://a.example/x?y=1&ids=1,2&q=a+b%26c"),
    ],
)
def test_address(url: str, params: dict[str, object] | None, expected: str) -> None:
    assert address(url, params) == expected
