"""The parts of the HTTP client that need no server: the bucket, the cache's size, robots.txt, keys in text."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culturedata.importing.web.courtesy.ratelimit import TokenBucket
from culturedata.importing.web.courtesy.robots import Robots
from culturedata.importing.web.kept.cache import Cache
from culturedata.importing.web.kept.names import Names
from culturedata.importing.web.scrub import Scrubbing, hide, scrub
from culturedata.importing.web.verdict import is_html, retry_after
from tests.http_faults import Clock


@given(st.lists(st.floats(0, 30), min_size=2, max_size=30), st.sampled_from([6.0, 60.0, 600.0]), st.integers(1, 5))
def test_the_bucket_is_never_faster_than_it_may_be(pauses: list[float], per_minute: float, burst: int) -> None:
    """In no stretch of time do more requests go out than its length allows, and `burst` more."""
    clock = Clock(0)
    bucket = TokenBucket(per_minute, clock.senses(), burst)
    sent = []
    for pause in pauses:
        clock.at += pause
        bucket.take()
        sent.append(clock.at)
    for first, began in enumerate(sent):
        for last in range(first + 1, len(sent)):
            assert last - first + 1 <= (sent[last] - began) * per_minute / 60 + burst + 1e-6


def test_the_bucket_does_not_wait_without_need() -> None:
    clock = Clock(0)
    bucket = TokenBucket(60, clock.senses())
    waits = []
    for pause in (0, 0, 0.25, 5, 0):
        clock.at += pause
        waits.append(bucket.take())
    assert waits == pytest.approx([0, 1, 0.75, 0, 1])
    bucket.slow_down(6)
    bucket.slow_down(600)  # a limit is never loosened
    assert bucket.take() == pytest.approx(10)


def test_the_oldest_answers_go_first(tmp_path: Path) -> None:
    clock = Clock()
    cache = Cache(tmp_path / "http.db", clock.senses().now, most=4000)
    bodies = {f"https://a.example/{number}": bytes(range(number, 200)) * 5 for number in range(30)}
    for url, body in bodies.items():
        clock.at += 1
        cache.put(url, "*/*", body, None, None)
        cache.touch("https://a.example/0", "*/*")  # it is young for ever
    cache.close()
    with sqlite3.connect(tmp_path / "http.db") as db:
        size, kept = db.execute("SELECT sum(size), count(*) FROM answers").fetchone()
    db.close()
    assert 2500 < size <= 4000
    assert 1 < kept < 30
    found = [url for url, body in bodies.items() if (stored := cache.get(url, "*/*")) and stored.body == body]
    cache.close()
    urls = list(bodies)
    assert found == [urls[0], *urls[30 - kept + 1 :]]


def test_an_answer_is_kept_by_address_and_accepted_type(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "http.db", lambda: 5.0)
    cache.put("https://a.example/x?apikey=one", "application/json", b"json", '"e"', "Mon")
    assert cache.get("https://a.example/x?apikey=two", "application/json") is None
    stored = cache.get("https://a.example/x?apikey=one", "application/json")
    assert stored is not None
    assert (stored.body, stored.at, stored.etag, stored.modified) == (b"json", 5.0, '"e"', "Mon")
    assert cache.get("https://a.example/x", "application/json") is None
    assert cache.get("https://a.example/x?apikey=one", "text/html") is None
    cache.forget("https://a.example/x?apikey=one", "application/json")
    assert cache.get("https://a.example/x?apikey=one", "application/json") is None
    cache.close()


def test_the_whole_address_counts_and_no_secret_lies_on_the_disk(tmp_path: Path) -> None:
    """Another run finds the answer again; another machine, or a person who guesses keys, can't make the same name."""
    addresses = [f"https://a.example/x?key={key}" for key in ("hunter-one", "hunter-two")]
    cache = Cache(tmp_path / "http.db", lambda: 5.0)
    for url in addresses:
        cache.put(url, "*/*", url[-3:].encode(), None, None)
    cache.close()
    again = Cache(tmp_path / "http.db", lambda: 6.0)
    assert [getattr(again.get(url, "*/*"), "body", b"") for url in addresses] == [b"one", b"two"]
    again.close()
    with closing(sqlite3.connect(tmp_path / "http.db")) as db:
        rows = db.execute("SELECT key, url FROM answers").fetchall()
    assert {url for _, url in rows} == {"https://a.example/x?key=…"}
    assert not {key for key, _ in rows} & {sha256(f"*/* {url}".encode()).hexdigest() for url in addresses}
    assert b"hunter" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    salt = tmp_path / ".salt"
    assert (salt.stat().st_mode & 0o777, len(salt.read_bytes())) == (0o600, 32)


def test_names_of_addresses(tmp_path: Path) -> None:
    """Where nothing is hidden the name is the same everywhere, and no salt is made."""
    plain, secret = "https://a.example/x?page=2", "https://a.example/x?token=2"
    here, there = Names(tmp_path / "here"), Names(tmp_path / "there")
    assert here.of(plain) == there.of(plain) == sha256(plain.encode()).hexdigest()
    assert not (tmp_path / "here").exists()
    assert here.of(secret) == Names(tmp_path / "here").of(secret) != there.of(secret)


def test_without_a_place_for_the_salt_there_are_names_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    names = Names(tmp_path / "file")
    assert names.of("https://a.example/x?key=1") == names.of("https://a.example/x?key=1")
    (tmp_path / ".salt").write_bytes(b"half")
    assert len(Names(tmp_path).of("https://a.example/x?key=1")) == 64


def test_an_answer_that_would_fill_a_quarter_of_the_cache_is_not_stored(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "http.db", lambda: 0.0, most=40)
    cache.put("https://a.example/x", "*/*", bytes(range(100)), None, None)
    assert cache.get("https://a.example/x", "*/*") is None
    cache.close()


def test_robots_txt_is_asked_for_once_a_host() -> None:
    asked: list[str] = []

    def fetch(url: str) -> str | None:
        asked.append(url)
        return "User-agent: culturedata\nDisallow: /no\n\nUser-agent: *\nDisallow: /" if "a.example" in url else None

    robots = Robots(fetch)
    assert robots.allows("https://a.example/yes")
    assert not robots.allows("https://a.example/no/1")
    assert robots.allows("https://b.example/no/1")
    assert (robots.delay("https://a.example/yes"), robots.delay("https://b.example/")) == (0, 0)
    assert asked == ["https://a.example/robots.txt", "https://b.example/robots.txt"]


ROBOTS = """\ufeffUser-agent: Other
Disallow: /

User-agent: *
Disallow: /*?sort=
Disallow: /*.pdf$
Disallow: /search
Allow: /search/about
Crawl-delay: 0.5
Request-rate: 1/4
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/works", True), ("/works?sort=name", False), ("/works?page=1&sort=name", True), ("/a/b.pdf", False),
        ("/a/b.pdf?x", True), ("/search", False), ("/searches", False), ("/search/about", True),
    ],
)  # fmt: skip
def test_robots_txt_as_rfc_9309_reads_it(path: str, allowed: bool) -> None:
    """Stars, ends, and the longest rule; a byte order mark is no part of it."""
    robots = Robots(lambda url: ROBOTS)
    assert robots.allows(f"https://a.example{path}") is allowed
    assert robots.delay(f"https://a.example{path}") == 4


def test_a_page_in_place_of_robots_txt_forbids_nothing() -> None:
    robots = Robots(lambda url: "<!DOCTYPE html><html>Not found: disallow / everything</html>")
    assert robots.allows("https://a.example/x")
    assert robots.delay("https://a.example/x") == 0


def test_the_size_of_the_cache_is_measured_again_for_what_others_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("culturedata.importing.web.kept.cache.MEASURED", 3)
    ours, others = (Cache(tmp_path / "http.db", lambda: 0.0, most=4000) for _ in range(2))
    body = bytes(range(256))  # it does not pack
    for cache, name, count in ((ours, "first", 1), (others, "other", 13), (ours, "last", 5)):
        for number in range(count):
            cache.put(f"https://a.example/{name}/{number}", "*/*", body, None, None)
    ours.close(), others.close()
    with sqlite3.connect(tmp_path / "http.db") as db:
        count, size = db.execute("SELECT count(*), sum(size) FROM answers").fetchone()
    db.close()
    assert 10 < count < 19
    assert size <= 4000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.example/x?key=1&page=2", "https://a.example/x?key=…&page=2"),
        ("GET /x?page=2&API_KEY=1 HTTP/1.1", "GET /x?page=2&API_KEY=… HTTP/1.1"),
        ("?wskey=a;token=b&access_token=c&auth=d#e", "?wskey=…;token=…&access_token=…&auth=…#e"),
        ("https://a.example/x?resumptionToken=7&page_token=8", "https://a.example/x?resumptionToken=7&page_token=8"),
        ("?secret=a&password=b&sig=c&signature=d", "?secret=…&password=…&sig=…&signature=…"),
        ("?subscription-key=a&x-api-key=b&code=7", "?subscription-key=…&x-api-key=…&code=7"),
        (
            "?X-Amz-Signature=a&X-Amz-Credential=b/c&X-Amz-Date=d&X-Amz-Security-Token=e",
            "?X-Amz-Signature=…&X-Amz-Credential=…&X-Amz-Date=d&X-Amz-Security-Token=…",
        ),
        ("https://a.example/oai?apikey=a:b: oai:x:1", "https://a.example/oai?apikey=…: oai:x:1"),
        ("asked https://a.example/?key=ab: it failed", "asked https://a.example/?key=…: it failed"),
        ("the secret is s3cr3t", "the secret is …"),
    ],
)
def test_keys_are_scrubbed_and_places_are_not(text: str, expected: str) -> None:
    assert scrub(text, "s3cr3t") == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("120", 120),
        (" 5 ", 5),
        ("", 0),
        ("soon", 0),
        ("-5", 0),
        ("²", 0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Mon, 01 Jan 99999999999 00:00:00 GMT", 0),
        ("Mon, 01 Jan 0001 00:00:00 +2359", 0),
    ],
)
def test_retry_after(said: str, expected: float) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    assert retry_after(said, now) == expected


def test_retry_after_as_a_date() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    at = format_datetime(datetime(2026, 1, 1, 0, 2, tzinfo=UTC), usegmt=True)
    assert retry_after(at, now.timestamp()) == 120


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"<!DOCTYPE html>", True), (b"\xef\xbb\xbf\r\n <HTML lang=en>", True), (b"<!-- x --><html>", True),
        (b"<?xml version='1.0'?><records/>", False), (b'{"html": "<html>"}', False), (b"", False),
    ],
)  # fmt: skip
def test_a_web_page_is_told_by_its_first_letters(body: bytes, expected: bool) -> None:
    assert is_html(body) is expected


def test_the_log_of_the_http_library_holds_no_key() -> None:
    hide("q7Zk9whX2")
    record = logging.LogRecord("urllib3", 10, "x.py", 1, "q7Zk9whX2 %s %d %s", ("/x?key=1", 200, ["q7Zk9whX2"]), None)
    assert Scrubbing().filter(record)
    assert record.getMessage() == "… /x?key=… 200 ['…']"
    named = logging.LogRecord("urllib3", 10, "x.py", 1, "%(url)s", ({"url": "/q7Zk9whX2"},), None)
    Scrubbing().filter(named)
    assert named.getMessage() == "/…"
