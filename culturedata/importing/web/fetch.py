"""The HTTP client of all sources: polite to the server, honest about who asks, patient with faults, safe to resume.

It says who it is, keeps to the documented limit and to robots.txt, caches on disk, asks only known hosts, waits longer
after every fault and as long as Retry-After says, and gives up with a clear word when a server stays broken. How often
is in `manners`: five times for what may pass in a moment, but twice, half a minute apart, where a web page comes with
status 200 in place of data, for it tells of maintenance or of another address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from types import TracebackType
from typing import TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

import msgspec

from culturedata.errors import DescriptorError, GaveUp, NotAllowed
from culturedata.importing.descriptor import Descriptor, Http
from culturedata.importing.web import verdict
from culturedata.importing.web.addresses import Addresses, redirected
from culturedata.importing.web.courtesy.manners import Manners, Senses
from culturedata.importing.web.courtesy.ratelimit import TokenBucket
from culturedata.importing.web.courtesy.robots import Robots
from culturedata.importing.web.kept import cache
from culturedata.importing.web.kept.download import Download, Job, Kind, Progress, Told
from culturedata.importing.web.kept.shelf import Note, Place, Shelf
from culturedata.importing.web.scrub import guard_logs, scrub
from culturedata.importing.web.transfer import Answer, Client, Fault, Request, Sink
from culturedata.importing.web.who import Who

T = TypeVar("T")
JSON = "application/json"
DAY = 86400  # seconds
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SAME_METHOD = frozenset({307, 308})
_LATER = "What came before is safe: come back later with --resume."


class Fetcher:
    """Asks one source's servers. Use it in a `with` block; one thread, one Fetcher.

    `refresh` asks the server whether each stored answer is still right, however young it is. `tell` is told before
    every wait that is due to a fault, and how far a long download is; `on_doubt`, which may be set, hears the address
    of a file that came without a length and does not tell by its end whether it is whole. `stored`, `shelf`, `manners`
    and `senses` are for tests. Raises DescriptorError, and UsageError if the key or the contact can't be sent.
    """

    def __init__(
        self,
        descriptor: Descriptor,
        *,
        refresh: bool = False,
        tell: Callable[[str], None] = lambda _: None,
        stored: cache.Cache | None = None,
        shelf: Shelf | None = None,
        manners: Manners | None = None,
        senses: Senses | None = None,
    ) -> None:
        if descriptor.http is None:
            raise DescriptorError(f"{descriptor.name}.yml has no «http».", "See docs/add-a-source.md.")
        self._http: Http = descriptor.http
        self._key_name = descriptor.key
        self._refresh = refresh
        self._tell = tell
        self.on_doubt: Callable[[str], None] = lambda _: None
        self._manners = manners or Manners(read_timeout=descriptor.http.read_timeout_s)
        self._senses = senses or Senses()
        self._addresses = Addresses(self._http.base, self._http.hosts, self._senses)
        self._who = Who(descriptor, self._addresses)
        self._cache = stored or cache.Cache(cache.folder() / "http.db", self._senses.now)
        self._shelf = shelf or Shelf(self._cache.folder / "downloads")
        self._robots = Robots(self._robots_txt)
        self._buckets: dict[str, TokenBucket] = {}
        self._faults: dict[str, int] = {}
        self._client = Client(self._who, self._manners, self._addresses.check_peer)
        guard_logs()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections and the cache."""
        self._client.close()
        self._cache.close()

    def trust(self, url: str) -> None:
        """Allow the host of `url`, an address that a person gave (never one that was found in data)."""
        self._addresses.trust(url)

    def json(
        self,
        url: str,
        params: Mapping[str, object] | None = None,
        *,
        type: type[T],
        again: bool = False,
        body: bytes | None = None,
        content_type: str = JSON,
    ) -> T | None:
        """The JSON at `url` as `type` (msgspec), or None if there is nothing (404, 410). See `get`."""
        decoder = msgspec.json.Decoder(type)
        return self.get(
            url, params, reader=lambda found: decoder.decode(_no_bom(found)), accept=JSON, again=again, body=body,
            content_type=content_type,
        )  # fmt: skip

    def get(
        self,
        url: str,
        params: Mapping[str, object] | None = None,
        *,
        reader: Callable[[bytes], T],
        accept: str = "*/*",
        again: bool = False,
        body: bytes | None = None,
        content_type: str = JSON,
    ) -> T | None:
        """What `reader` makes of the bytes at `url`, or None if there is nothing there (404, 410).

        A ValueError of `reader` says that they are not what was asked for: they are asked for again, and never stored.
        `again` passes by the cache. A `body` is a query that changes nothing at the server (GraphQL, SPARQL): it is
        sent with POST, stored and repeated like any other. Raises NotAllowed, ServerFault, WrongContent, GaveUp.
        """
        url = self._who.plain(address(url, params))
        self._addresses.check(url)
        query = _Query(url, accept, body, content_type)
        stored = None if again else self._cache.get(query.name, accept)
        if stored is not None:
            value, fresh = _still(reader, stored), self._fresh(stored.at)
            if value is not None and fresh and not self._refresh:
                return value
            stored = None if value is None else stored
        return self._patiently(lambda: self._asked(query, stored, reader), urlsplit(url).netloc)

    def download(
        self, url: str, *, again: bool = False, expects: Kind = "", progress: Progress | None = None
    ) -> Download:
        """The big file at `url`, on this disk; its bytes are the server's, packed or not.

        What broke off goes on where it stopped, in this run or the next; what did not change since the last call is
        not asked for anew, and `again` asks for it all the same. `expects` is the kind of file that it must be; a web
        page is refused in any case. Of a download of over two seconds `progress` hears bytes, and of how many (None:
        the server does not say). Raises InputMissing, InputPointer, WrongContent, NotAllowed, ServerFault, GaveUp;
        LibraryUnwritable if the disk has no room; LibraryBusy if another process downloads the same.
        """
        url = self._who.plain(url)
        self._addresses.check(url)
        place, host = self._shelf.place(url), urlsplit(url).netloc
        with place.locked():
            if again:
                place.drop_part()
            stored = None if again else place.stored()
            if stored is not None and self._needs_no_asking(stored):
                return self._told(place, Download(place.path, None, None, unchanged=True, sure=stored.sure))
            job = Job(
                place, self._shelf, lambda headers, sink: self._hops(Request(url, headers), sink=sink),
                Told(place.path.name, progress, self._tell, self._senses),
                expects=expects, stored=stored, manners=self._manners, senses=self._senses, key=self._key_name,
            )  # fmt: skip
            found = self._patiently(job.attempt, host)
        self._shelf.shrink()
        return self._told(place, found)

    def _told(self, place: Place, found: Download) -> Download:
        """The download; where nobody can say whether it is whole, that is said."""
        if not found.sure:
            self.on_doubt(place.url)
        return found

    def reach(self) -> int:
        """The status that the source's own host answers to one request for its robots.txt, without patience.

        Raises ServerFault if there is no answer, NotAllowed.
        """
        url = urljoin(self._http.base, "/robots.txt")
        self._addresses.check(url)
        try:
            return self._client.ask(Request(url, {"Accept": "text/plain"})).status
        except Fault as fault:
            error = fault.error(f"{urlsplit(url).netloc} {fault.message}.", "Is this machine connected?")
        raise error

    def _asked(self, query: _Query, stored: cache.Stored | None, reader: Callable[[bytes], T]) -> T | None:
        """One attempt: ask, judge, read, store. Raises Fault if it may be tried again."""
        conditions = {"If-None-Match": stored.etag, "If-Modified-Since": stored.modified} if stored else {}
        if query.body is not None:
            conditions = {}  # to a POST they mean something else: do it only if …
        headers = query.headers | {name: value for name, value in conditions.items() if value}
        found = self._hops(Request(query.url, headers, query.body))
        answer = verdict.judge(found, self._manners, self._senses.now(), self._key_name)
        if answer is None:
            self._cache.forget(query.name, query.accept)
            return None
        if answer.status == 304:
            if stored is None:
                raise Fault("says that nothing changed, though it was not asked (304)")
            self._cache.touch(query.name, query.accept)
            return reader(stored.body)
        value, said = verdict.read(answer, reader, self._manners), answer.headers
        self._cache.put(query.name, query.accept, answer.body, said.get("etag"), said.get("last-modified"))
        return value

    def _patiently(self, attempt: Callable[[], T], host: str) -> T:
        """What `attempt` returns, tried again after each Fault with growing waits, until it is enough."""
        manners, number, alike, before = self._manners, 0, 0, ""
        while True:
            number += 1
            if self._faults.get(host, 0) >= manners.faults_in_a_row:
                raise GaveUp(f"{host} failed {self._faults[host]} times in a row: it is not asked any more.", _LATER)
            try:
                value = attempt()
            except Fault as fault:
                met = fault
            else:
                self._faults[host] = 0
                return value
            number = 1 if met.gained else number
            alike, before = alike + 1 if met.message == before else 1, met.message
            self._wait(met, host, number, alike)

    def _wait(self, fault: Fault, host: str, number: int, alike: int) -> None:
        """Wait after the `number`th attempt failed, the `alike`th in a row that failed in the same way.

        Raises the fault's error if it was the last, GaveUp.
        """
        manners = self._manners
        faults = self._faults[host] = 1 if fault.gained else self._faults.get(host, 0) + 1
        if faults >= manners.faults_in_a_row:
            raise GaveUp(f"{host} failed {faults} times in a row; now it {fault.message}.", _LATER)
        if number >= manners.attempts or alike >= fault.attempts:
            raise fault.error(f"{host} {fault.message} ({_times(number)}).", fault.hint)
        asked = fault.wait * 2 ** (alike - 1) if fault.wait_grows else fault.wait
        wait = max(asked, manners.backoff(number, self._senses.chance()))
        self._tell(f"{host} {fault.message}: asked again in {wait:.0f} s.")
        self._senses.sleep(wait)

    def _hops(self, request: Request, *, obey: bool = True, sink: Sink | None = None) -> Answer:
        """The answer at the end of the redirects of `request`, each of which is checked before it is followed.

        After 301, 302 and 303 a POST goes on as a GET without its body, as with every browser.
        """
        for _ in range(self._manners.redirects + 1):
            url, bucket = request.url, self._bucket(request.url)
            self._who.check(url)
            if obey:
                self._obey(url, bucket)
            bucket.take()
            answer = self._client.ask(request, sink)
            target = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not target:
                return answer
            target = self._who.plain(redirected(url, target))
            self._addresses.check(target, came_from=url)
            if answer.status in _SAME_METHOD or request.body is None:
                request = Request(target, request.headers, request.body)
            else:
                kept = {name: value for name, value in request.headers.items() if name != "Content-Type"}
                request = Request(target, kept)
        raise NotAllowed(f"{scrub(request.url)} is the {self._manners.redirects + 1}th redirect: it leads in a circle.")

    def _obey(self, url: str, bucket: TokenBucket) -> None:
        documented = self._http.interface is not None and url.startswith(self._http.interface)
        if not documented and not self._robots.allows(url):
            hint = "It was not asked. The source's dump, where there is one, can be given as INPUT."
            raise NotAllowed(f"robots.txt of {urlsplit(url).netloc} forbids {scrub(url)}.", hint)
        delay, host = self._robots.delay(url), urlsplit(url).netloc
        if delay > self._manners.longest_asked_wait:
            said = f"robots.txt of {host} asks for {delay / 60:.0f} minutes between two requests: that is too slow."
            raise GaveUp(said, "The source's dump, where there is one, can be given as INPUT.")
        if delay and bucket.slow_down(60 / delay):
            self._tell(f"robots.txt of {host} asks for {delay:.0f} s between two requests: it is asked no faster.")

    def _robots_txt(self, url: str) -> str | None:
        """The text of a robots.txt; a refusal or a redirect elsewhere means that there are no rules (RFC 9309)."""

        def once() -> str | None:
            answer = self._hops(Request(url, {"Accept": "text/plain", "Accept-Encoding": "gzip"}), obey=False)
            if 400 <= answer.status < 500 and answer.status != 429:
                return None
            judged = verdict.judge(answer, self._manners, self._senses.now(), "")
            return None if judged is None else judged.body[:500_000].decode("utf-8", "replace")

        try:
            return self._patiently(once, urlsplit(url).netloc)
        except NotAllowed:
            return None

    def _bucket(self, url: str) -> TokenBucket:
        parts = urlsplit(url)
        if parts.netloc not in self._buckets:
            limits = {host.lower(): limit for host, limit in self._http.limits.items()}
            limit = limits.get(parts.hostname or "", self._http.requests_per_minute)
            self._buckets[parts.netloc] = TokenBucket(limit, self._senses)
        return self._buckets[parts.netloc]

    def _fresh(self, at: float) -> bool:
        return self._senses.now() - at < self._http.cache_days * DAY

    def _needs_no_asking(self, stored: Note) -> bool:
        """A file of which the server can't say whether it changed is believed for as long as any answer."""
        return not (stored.etag or stored.modified) and self._fresh(stored.at) and not self._refresh


class _Query(msgspec.Struct, frozen=True):
    """What is asked of an address; `name` is what its answer is stored under."""

    url: str
    accept: str
    body: bytes | None
    content_type: str

    @property
    def name(self) -> str:
        if self.body is None:
            return self.url
        return f"{self.url} POST {self.content_type} {sha256(self.body).hexdigest()}"

    @property
    def headers(self) -> dict[str, str]:
        headers = {"Accept": self.accept, "Accept-Encoding": "gzip"}
        return headers if self.body is None else headers | {"Content-Type": self.content_type}


def make(descriptor: Descriptor, refresh: bool = False) -> Fetcher:
    """The client for a source: what `import_source` calls."""
    return Fetcher(descriptor, refresh=refresh)


def address(url: str, params: Mapping[str, object] | None = None) -> str:
    """`url` with `params` in their order."""
    query = urlencode({name: str(value) for name, value in (params or {}).items()}, safe=",")
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


def _still(reader: Callable[[bytes], T], stored: cache.Stored) -> T | None:
    """What `reader` makes of a stored answer; None if it can't be read any more."""
    try:
        return reader(stored.body)
    except (ValueError, msgspec.DecodeError):
        return None


def _no_bom(body: bytes) -> bytes:
    return body.removeprefix(b"\xef\xbb\xbf")


def _times(number: int) -> str:
    return "asked once" if number == 1 else f"asked {number} times"
