"""A real HTTP server on this machine that answers as it is told, faults included.

`server.fail("page=2", Reply(503), cut(…))`: the next requests whose address holds «page=2» get these in turn, then
what the server's own `answer` says. `file(…)` is a file of which parts can be asked for.
"""

from __future__ import annotations

import gzip
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from culturedata.importing.web.courtesy.manners import Senses

PAGE = b"<!DOCTYPE html><html><body><h1>Scheduled maintenance</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: `length` is the Content-Length that it claims (None: none, the connection's end is its end).

    `ranges`: it is a file, of which parts may be asked for, and whether it changed since (by its ETag and its date).
    `stop`: nothing comes after so many bytes of what it was about to send; `reset`: and then the connection is cut
    hard. `pause` are the seconds before every single byte, also of the headers if `slow_head`.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = -1
    ranges: bool = False
    stop: int | None = None
    reset: bool = False
    pause: float = 0
    slow_head: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came: its path with the query, the query alone, its headers by lower-case name; method, body."""

    address: str
    query: dict[str, str]
    headers: dict[str, str]
    method: str = "GET"
    body: bytes = b""


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
    """A whole answer of a broken compressor: `at` bytes of it, and never all of them."""
    packed = gzip.compress(body)
    return Reply(200, packed[: min(at, len(packed) - 9)], {"Content-Encoding": "gzip"})


def file(body: bytes, etag: str | None = '"1"', modified: str | None = None, **more: Any) -> Reply:
    """A file of which parts may be asked for, and whether it changed."""
    said = {"ETag": etag, "Last-Modified": modified, "Content-Type": "application/octet-stream"}
    return Reply(200, body, {name: value for name, value in said.items() if value}, ranges=True, **more)


def ranged(reply: Reply, asked: Mapping[str, str]) -> Reply:
    """What a server that knows about parts says to a request with these headers: 206, 304, 416 or the whole file."""
    etag, modified = reply.headers.get("ETag"), reply.headers.get("Last-Modified")
    if "range" not in asked:
        known = asked.get("if-none-match") or asked.get("if-modified-since")
        return replace(reply, status=304, body=b"") if known and known in (etag, modified) else reply
    if asked.get("if-range") not in (None, etag, modified) or (asked.get("if-range") or "").startswith("W/"):
        return reply
    first = int(asked["range"].removeprefix("bytes=").partition("-")[0])
    whole = len(reply.body)
    if first >= whole:
        return replace(reply, status=416, body=b"", headers={"Content-Range": f"bytes */{whole}"})
    said = {**reply.headers, "Content-Range": f"bytes {first}-{whole - 1}/{whole}"}
    return replace(reply, status=206, body=reply.body[first:], headers=said)


class Server:
    """Use it in a `with` block; `answer` is what it says to a path and a query when no fault is in line."""

    def __init__(self, answer: Callable[[str, dict[str, str]], Reply] | None = None) -> None:
        self.asked: list[Asked] = []
        self.hears: Callable[[Asked], Reply] | None = None  # in place of `answer`: what it says to the whole request
        self.robots: bytes | None = None
        self._answer = answer
        self._faults: list[tuple[str, list[Reply]]] = []
        self._closing = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def fail(self, part: str, *replies: Reply) -> None:
        """Answer the next requests whose address holds `part` with `replies`, one each."""
        self._faults.append((part, list(replies)))

    def asked_for(self, part: str) -> int:
        """How many requests held `part` in their address."""
        return sum(part in asked.address for asked in self.asked)

    def reply(self, address: str, headers: dict[str, str], method: str = "GET", body: bytes = b"") -> Reply:
        """What is answered to one request."""
        parts = urlsplit(address)
        if parts.path == "/robots.txt":
            return Reply(404) if self.robots is None else Reply(200, self.robots)
        asked = Asked(address, dict(parse_qsl(parts.query)), headers, method, body)
        self.asked.append(asked)
        for part, replies in self._faults:
            if part in address and replies:
                return replies.pop(0)
        if self.hears is not None:
            return self.hears(asked)
        return Reply(500) if self._answer is None else self._answer(parts.path, asked.query)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            wbufsize = -1  # head and body in one packet: else each answer waits 40 ms for an acknowledgement

            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                body = self.rfile.read(int(headers.get("content-length", 0)))
                reply = server.reply(self.path, headers, self.command, body)
                self.answer(ranged(reply, headers) if reply.ranges else reply)

            def do_POST(self) -> None:
                self.do_GET()

            def answer(self, reply: Reply) -> None:
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if reply.length is not None:
                    self.send_header("Content-Length", str(len(reply.body) if reply.length < 0 else reply.length))
                if reply.slow_head:
                    self.drip(b"X-Slow: " + b"z" * 10_000, reply.pause)
                self.end_headers()
                if reply.pause:
                    self.wfile.flush()
                    self.drip(reply.body[: reply.stop], reply.pause)
                else:
                    self.wfile.write(reply.body[: reply.stop])
                if reply.reset:
                    self.wfile.flush()
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.connection.close()

            def drip(self, body: bytes, pause: float) -> None:
                """One byte after another, until nobody listens any more."""
                with suppress(OSError, ValueError):
                    for byte in body:
                        if server._closing.wait(pause):
                            return
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()

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
