"""A real HTTP server on this machine that answers as it is told, faults included.

`server.fail("page=2", Reply(503), cut(…))`: the next requests whose address holds «page=2» get these in turn, then
what the server's own `answer` says.
"""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qsl, urlsplit

from culturedata.importing.web.manners import Senses

PAGE = b"<!DOCTYPE html><html><body><h1>Scheduled maintenance</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: `length` is the Content-Length that it claims (None: none, the connection's end is its end)."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = -1


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came: its path with the query, the query alone, its headers by lower-case name."""

    address: str
    query: dict[str, str]
    headers: dict[str, str]


def html(status: int = 200) -> Reply:
    """A web page, called JSON as maintenance pages often are."""
    return Reply(status, PAGE, {"Content-Type": "application/json"})


def cut(body: bytes, at: int) -> Reply:
    """An answer that breaks off after `at` bytes, though it announced them all."""
    return Reply(200, body[:at], length=len(body))


def cut_unannounced(body: bytes, at: int) -> Reply:
    """An answer that breaks off after `at` bytes and never said how long it would be."""
    return Reply(200, body[:at], length=None)


def cut_gzip(body: bytes, at: int) -> Reply:
    """A whole answer of a broken compressor."""
    return Reply(200, gzip.compress(body)[:at], {"Content-Encoding": "gzip"})


class Server:
    """Use it in a `with` block; `answer` is what it says to a path and a query when no fault is in line."""

    def __init__(self, answer: Callable[[str, dict[str, str]], Reply]) -> None:
        self.asked: list[Asked] = []
        self.robots: bytes | None = None
        self._answer = answer
        self._faults: list[tuple[str, list[Reply]]] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def fail(self, part: str, *replies: Reply) -> None:
        """Answer the next requests whose address holds `part` with `replies`, one each."""
        self._faults.append((part, list(replies)))

    def asked_for(self, part: str) -> int:
        """How many requests held `part` in their address."""
        return sum(part in asked.address for asked in self.asked)

    def reply(self, address: str, headers: dict[str, str]) -> Reply:
        """What is answered to one request."""
        parts = urlsplit(address)
        if parts.path == "/robots.txt":
            return Reply(404) if self.robots is None else Reply(200, self.robots)
        self.asked.append(Asked(address, dict(parse_qsl(parts.query)), headers))
        for part, replies in self._faults:
            if part in address and replies:
                return replies.pop(0)
        return self._answer(parts.path, dict(parse_qsl(parts.query)))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            wbufsize = -1  # head and body in one packet: else each answer waits 40 ms for an acknowledgement

            def do_GET(self) -> None:
                reply = server.reply(self.path, {name.lower(): value for name, value in self.headers.items()})
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if reply.length is not None:
                    self.send_header("Content-Length", str(len(reply.body) if reply.length < 0 else reply.length))
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


class Clock:
    """Time that passes only by sleeping: `slept` holds every wait, in seconds."""

    def __init__(self, at: float = 1_800_000_000.0) -> None:
        self.at = at
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)
        self.at += seconds

    def senses(self, chance: float = 1.0) -> Senses:
        """Senses that go by this clock; `chance` 1 makes every own wait as long as it may be."""
        return Senses(
            clock=lambda: self.at, now=lambda: self.at, sleep=self.sleep, chance=lambda: chance,
            resolve=lambda host, port: ["93.184.216.34"],
        )  # fmt: skip
