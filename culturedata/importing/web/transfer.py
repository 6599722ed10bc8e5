"""One request and its whole answer, or a Fault: nothing half-read ever leaves this module."""

from __future__ import annotations

import gzip
import io
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import urllib3

from culturedata.errors import FetchError, ServerFault
from culturedata.importing.web.manners import Manners

_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: the final address, the status, headers by lower-case name, the unpacked body."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Fault(Exception):
    """Something that may go away: asked again after at least `wait` seconds, `attempts` times at most, then `error`.

    `wait_grows`: it doubles with every attempt. A Fault never leaves the HTTP client.
    """

    def __init__(
        self,
        message: str,
        error: type[FetchError] = ServerFault,
        *,
        hint: str = "",
        wait: float = 0,
        wait_grows: bool = False,
        attempts: int = 99,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.error = error
        self.hint = hint or "Nothing that came before is lost: come back later with --resume."
        self.wait = wait
        self.wait_grows = wait_grows
        self.attempts = attempts


def session() -> requests.Session:
    """A session that follows no redirect by itself, keeps no cookies and sends no password from a .netrc file."""
    made = requests.Session()
    made.auth = lambda request: request
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    made.headers.clear()
    return made


def ask(session: requests.Session, url: str, headers: Mapping[str, str], manners: Manners) -> Answer:
    """The whole answer to one GET, redirects not followed. Raises Fault if it did not come, or not whole."""
    deadline = time.monotonic() + manners.total_timeout
    timeouts = manners.connect_timeout, manners.read_timeout
    try:
        with session.get(url, headers=headers, timeout=timeouts, stream=True, allow_redirects=False) as response:
            said = {name.lower(): value for name, value in response.headers.items()}
            body = _read(response.raw, deadline, manners)
            return Answer(url, response.status_code, said, _unpacked(body, said, manners))
    except (requests.Timeout, TimeoutError, urllib3.exceptions.TimeoutError):
        raise Fault("did not answer in time") from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise Fault("sent a compressed answer that breaks off") from None
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        raise Fault(_why(error)) from None


def _read(raw: Any, deadline: float, manners: Manners) -> bytes:
    """All bytes as they came; piece by piece, so that a slow drip is noticed."""
    body = bytearray()
    while piece := raw.read1(_PIECE, decode_content=False):
        body += piece
        if len(body) > manners.largest_answer:
            raise Fault("sent an answer that is too large", attempts=1)
        if time.monotonic() > deadline:
            raise Fault("sent its answer too slowly")
    return bytes(body)


def _unpacked(body: bytes, headers: Mapping[str, str], manners: Manners) -> bytes:
    """The body without gzip, which is the only encoding that is asked for. Raises EOFError if it breaks off."""
    encoding = headers.get("content-encoding", "identity").lower()
    if encoding in ("identity", "") or not body:
        return body
    if encoding not in ("gzip", "x-gzip"):
        raise Fault(f"sent an answer in the encoding {encoding!r}, which was not asked for")
    unpacked = gzip.GzipFile(fileobj=io.BytesIO(body)).read(manners.largest_answer + 1)
    if len(unpacked) > manners.largest_answer:
        raise Fault("sent an answer that is too large", attempts=1)
    return unpacked


def _why(error: Exception) -> str:
    """The kind of failure, in words; never the library's own message, which holds the address with its key."""
    said = repr(error)
    for sign, words in (
        ("IncompleteRead", "broke off in the middle of its answer"),
        ("InvalidChunk", "broke off in the middle of its answer"),
        ("NameResolution", "has a name that could not be found"),
        ("SSL", "could not be reached safely (TLS)"),
        ("Connection refused", "refused the connection"),
        ("reset", "cut the connection"),
        ("RemoteDisconnected", "cut the connection"),
        ("Proxy", "could not be reached through the proxy"),
    ):
        if sign in said:
            return words
    return f"could not be reached ({type(error).__name__})"
