"""The HTTP client of all sources: polite to the server, honest about who asks, patient with faults, safe to resume.

It says who it is, keeps to the documented limit and to robots.txt, caches on disk, asks only known hosts, waits longer
after every fault and as long as Retry-After says, and gives up with a clear word when a server stays broken.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

import msgspec

from culturedata import __version__
from culturedata.errors import DescriptorError, GaveUp, NotAllowed, UsageError
from culturedata.importing.descriptor import Descriptor, Http
from culturedata.importing.web import cache, transfer, verdict
from culturedata.importing.web.addresses import Addresses
from culturedata.importing.web.manners import Manners, Senses
from culturedata.importing.web.ratelimit import TokenBucket
from culturedata.importing.web.robots import AGENT, Robots
from culturedata.importing.web.scrub import guard_logs, scrub
from culturedata.importing.web.transfer import Answer, Fault

T = TypeVar("T")
HOMEPAGE = "https://github.com/culturedata/culturedata"
JSON = "application/json"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LATER = "What came before is safe: come back later with --resume."


class Fetcher:
    """Asks one source's servers. Use it in a `with` block; one thread, one Fetcher.

    `refresh` asks the server whether each stored answer is still right, however young it is. `tell` is told before
    every wait that is due to a fault. `stored`, `manners` and `senses` are for tests.
    """

    def __init__(
        self,
        descriptor: Descriptor,
        *,
        refresh: bool = False,
        tell: Callable[[str], None] = lambda _: None,
        stored: cache.Cache | None = None,
        manners: Manners | None = None,
        senses: Senses | None = None,
    ) -> None:
        if descriptor.http is None:
            raise DescriptorError(f"{descriptor.name}.yml has no «http».", "See docs/add-a-source.md.")
        self._http: Http = descriptor.http
        self._key_name = descriptor.key
        self._key = os.environ.get(descriptor.key, "") if descriptor.key else ""
        self._refresh = refresh
        self._tell = tell
        self._manners = manners or Manners()
        self._senses = senses or Senses()
        self._cache = stored or cache.Cache(cache.folder() / "http.db", self._senses.now)
        base = urlsplit(self._http.base).hostname or ""
        self._addresses = Addresses({base, *self._http.hosts}, self._senses)
        self._robots = Robots(self._robots_txt)
        self._buckets: dict[str, TokenBucket] = {}
        self._faults = 0
        self._named = self._names()
        self._session = transfer.session()
        guard_logs()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections and the cache."""
        self._session.close()
        self._cache.close()

    def trust(self, url: str) -> None:
        """Allow the host of `url`, an address that a person gave (never one that was found in data)."""
        self._addresses.trust(url)

    def json(
        self, url: str, params: Mapping[str, object] | None = None, *, type: type[T], again: bool = False
    ) -> T | None:
        """The JSON at `url` as `type` (msgspec), or None if there is nothing (404, 410). See `get`."""
        decoder = msgspec.json.Decoder(type)
        return self.get(url, params, reader=lambda body: decoder.decode(_no_bom(body)), accept=JSON, again=again)

    def get(
        self,
        url: str,
        params: Mapping[str, object] | None = None,
        *,
        reader: Callable[[bytes], T],
        accept: str = "*/*",
        again: bool = False,
    ) -> T | None:
        """What `reader` makes of the bytes at `url`, or None if there is nothing there (404, 410).

        A ValueError of `reader` says that they are not what was asked for: they are asked for again, and never stored.
        `again` passes by the cache. Raises NotAllowed, ServerFault, WrongContent, GaveUp.
        """
        url = address(url, params)
        self._addresses.check(url)
        stored = None if again else self._cache.get(url, accept)
        if stored is not None:
            value, fresh = _still(reader, stored), self._senses.now() - stored.at < self._http.cache_days * 86400
            if value is not None and fresh and not self._refresh:
                return value
            stored = None if value is None else stored
        return self._patiently(lambda: self._asked(url, accept, stored, reader), urlsplit(url).netloc)

    def _asked(self, url: str, accept: str, stored: cache.Stored | None, reader: Callable[[bytes], T]) -> T | None:
        """One attempt: ask, judge, read, store. Raises Fault if it may be tried again."""
        conditions = {"If-None-Match": stored.etag, "If-Modified-Since": stored.modified} if stored else {}
        headers = {"Accept": accept, **{name: value for name, value in conditions.items() if value}}
        answer = verdict.judge(self._hops(url, headers), self._manners, self._senses.now(), self._key_name)
        if answer is None:
            self._cache.forget(url, accept)
            return None
        if answer.status == 304:
            if stored is None:
                raise Fault("says that nothing changed, though it was not asked (304)")
            self._cache.touch(url, accept)
            return reader(stored.body)
        value = verdict.read(answer, reader)
        self._cache.put(url, accept, answer.body, answer.headers.get("etag"), answer.headers.get("last-modified"))
        return value

    def _patiently(self, attempt: Callable[[], T], host: str) -> T:
        """What `attempt` returns, tried again after each Fault with growing waits, until it is enough."""
        manners = self._manners
        for number in range(1, manners.attempts + 1):
            if self._faults >= manners.faults_in_a_row:
                raise GaveUp(f"{host} failed {self._faults} times in a row: it is not asked any more.", _LATER)
            try:
                value = attempt()
            except Fault as fault:
                self._faults += 1
                if self._faults >= manners.faults_in_a_row:
                    raise GaveUp(
                        f"{host} failed {self._faults} times in a row; now it {fault.message}.", _LATER
                    ) from None
                if number >= min(manners.attempts, fault.attempts):
                    raise fault.error(f"{host} {fault.message} ({_times(number)}).", fault.hint) from None
                asked = fault.wait * 2 ** (number - 1) if fault.wait_grows else fault.wait
                wait = max(asked, manners.backoff(number, self._senses.chance()))
                self._tell(f"{host} {fault.message}: asked again in {wait:.0f} s.")
                self._senses.sleep(wait)
            else:
                self._faults = 0
                return value
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _hops(self, url: str, headers: Mapping[str, str], *, obey: bool = True) -> Answer:
        """The answer at the end of the redirects from `url`, each of which is checked before it is followed."""
        for _ in range(self._manners.redirects + 1):
            bucket = self._bucket(url)
            if obey:
                self._obey(url, bucket)
            bucket.take()
            answer = transfer.ask(self._session, url, {**self._who(url), **headers}, self._manners)
            target = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not target:
                return answer
            target = urljoin(url, target)
            self._addresses.check(target, came_from=url)
            url = target
        raise NotAllowed(f"{scrub(url)} is the {self._manners.redirects + 1}th redirect: it leads in a circle.")

    def _obey(self, url: str, bucket: TokenBucket) -> None:
        if not self._robots.allows(url):
            hint = "It was not asked. The source's dump, where there is one, can be given as INPUT."
            raise NotAllowed(f"robots.txt of {urlsplit(url).netloc} forbids {scrub(url)}.", hint)
        delay = self._robots.delay(url)
        if delay:
            bucket.slow_down(60 / delay)

    def _robots_txt(self, url: str) -> str | None:
        """The text of a robots.txt; a refusal or a redirect elsewhere means that there are no rules (RFC 9309)."""

        def once() -> str | None:
            answer = self._hops(url, {"Accept": "text/plain"}, obey=False)
            if 400 <= answer.status < 500 and answer.status != 429:
                return None
            judged = verdict.judge(answer, self._manners, self._senses.now(), "")
            return None if judged is None else judged.body[:500_000].decode("utf-8", "replace")

        try:
            return self._patiently(once, urlsplit(url).netloc)
        except NotAllowed:
            return None

    def _bucket(self, url: str) -> TokenBucket:
        host = urlsplit(url).netloc
        if host not in self._buckets:
            self._buckets[host] = TokenBucket(self._http.requests_per_minute, self._senses)
        return self._buckets[host]

    def _names(self) -> dict[str, str]:
        """Who asks, for the headers: {agent}, {version}, {contact}, and {key} where the source needs one."""
        contact = os.environ.get("CULTUREDATA_CONTACT", "").strip()
        if not (contact.isascii() and contact.isprintable()):
            raise UsageError("CULTUREDATA_CONTACT holds more than plain letters.", "Set it to an e-mail address.")
        agent = f"{AGENT}/{__version__} (+{HOMEPAGE}{f'; {contact}' if contact else ''})"
        return {"agent": agent, "version": __version__, "contact": contact or HOMEPAGE, "key": self._key}

    def _who(self, url: str) -> dict[str, str]:
        """The headers that say who asks; those of the descriptor go to its own host only, since they may hold a key."""
        headers = {"User-Agent": self._named["agent"], "Accept-Encoding": "gzip"}
        own = urlsplit(url).hostname == urlsplit(self._http.base).hostname or self._addresses.is_trusted(url)
        for name, value in self._http.headers.items() if own else ():
            if "{key}" in value and not self._key:
                raise UsageError(
                    f"this source needs a key in {self._key_name}.", "Get one from its homepage and set it."
                )
            headers[name] = value.format(**self._named)
        return headers


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
