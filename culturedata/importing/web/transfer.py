"""One request and its whole answer, or a Fault: nothing half-read ever leaves this module, and no key."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Protocol

import requests
import urllib3

from culturedata.errors import CultureDataError, FetchError, ServerFault
from culturedata.importing.web.connection import Adapter, Watch
from culturedata.importing.web.courtesy.manners import Manners
from culturedata.importing.web.scrub import scrub, scrub_body
from culturedata.importing.web.who import Who

_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: a POST if there is a `body`, else a GET. The key is no part of it: it is added on the way out."""

    url: str
    headers: Mapping[str, str]
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: the address asked, the status, headers by lower-case name, the unpacked body.

    The source's key is in none of them, whatever the server echoes.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Sink(Protocol):
    """Where the bytes of a big answer go, piece by piece."""

    def takes(self, status: int, headers: Mapping[str, str]) -> bool:
        """Whether the body of this answer is wanted here. Raises Fault, LibraryUnwritable."""

    def write(self, piece: bytes) -> None:
        """Take the next bytes. Raises Fault, LibraryUnwritable."""


class Fault(Exception):
    """Something that may go away: asked again after at least `wait` seconds, `attempts` times at most, then `error`.

    `wait_grows`: it doubles with every attempt. `gained`: enough came of a big file that this is no failure in a row
    with earlier ones. A Fault never leaves the HTTP client.
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
        self.gained = False


class _Session(requests.Session):
    """A session that never looks where an answer redirects to: see Fetcher, which also takes what is no address."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """None, whatever the answer says."""


class Client:
    """Sends requests: it follows no redirect by itself, keeps no cookies and reads no password from a .netrc file.

    `peer` is told host, port and IP address of every new connection, and raises where it must not go.
    """

    def __init__(self, who: Who, manners: Manners, peer: Callable[[str, int, str], None]) -> None:
        self._who = who
        self._manners = manners
        self._watch = Watch(peer)
        self._session = _Session()
        self._session.auth = who.sign
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers.clear()
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, Adapter(self._watch))

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def ask(self, request: Request, sink: Sink | None = None) -> Answer:
        """The whole answer to one request; a body that `sink` takes went there. Raises Fault if it did not come whole.

        Raised here, and not where it happened: the places in between hold the address with its key.
        """
        found = self._exchange(request, sink)
        if isinstance(found, Answer):
            return found
        raise found

    def _exchange(self, request: Request, sink: Sink | None) -> Answer | Fault | CultureDataError:
        timeouts = self._manners.connect_timeout, self._manners.read_timeout
        self._watch.last(self._manners.total_timeout)
        try:
            with self._session.request(
                "GET" if request.body is None else "POST", request.url, data=request.body, headers=request.headers,
                timeout=timeouts, stream=True, allow_redirects=False,
            ) as response:  # fmt: skip
                headers = _clean(response.headers)
                if sink is not None and sink.takes(response.status_code, headers):
                    self._pour(response.raw, sink)
                    body = b""
                else:
                    body = scrub_body(_unpacked(self._read(response.raw), headers, self._manners), self._who.key)
                return Answer(request.url, response.status_code, headers, body)
        except (Fault, CultureDataError) as error:
            return error.with_traceback(None)
        except (requests.Timeout, TimeoutError, urllib3.exceptions.TimeoutError):
            return Fault("sent its answer too slowly" if self._watch.left <= 0 else "did not answer in time")
        except (EOFError, zlib.error, gzip.BadGzipFile):
            return Fault("sent a compressed answer that breaks off")
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            return Fault("sent its answer too slowly" if self._watch.left <= 0 else _why(error))

    def _read(self, raw: Any) -> bytes:
        """All bytes as they came, piece by piece."""
        body = bytearray()
        while piece := raw.read1(_PIECE, decode_content=False):
            body += piece
            if len(body) > self._manners.largest_answer:
                raise Fault("sent an answer that is too large", attempts=1)
        return bytes(body)

    def _pour(self, raw: Any, sink: Sink) -> None:
        """Pass the bytes on as they came, never more than a piece in memory; the deadline moves on with them."""
        enough, got = self._manners.slowest * self._manners.total_timeout, 0
        while piece := raw.read1(_PIECE, decode_content=False):
            sink.write(piece)
            got += len(piece)
            if got >= enough:
                got = 0
                self._watch.last(self._manners.total_timeout)


def _clean(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers by lower-case name; one that echoes the key is left out, but for a redirect's target."""
    said = {name.lower(): value for name, value in headers.items()}
    return {name: scrub(value) for name, value in said.items() if name == "location" or scrub(value) == value}


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
