"""What robots.txt allows, host by host, and how slowly it asks to be visited."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

AGENT = "culturedata"


class Robots:
    """The rules of each host, asked for once. `fetch` gives the text of a robots.txt, or None if there is none."""

    def __init__(self, fetch: Callable[[str], str | None]) -> None:
        self._fetch = fetch
        self._rules: dict[str, Protego] = {}

    def allows(self, url: str) -> bool:
        """Whether `url` may be asked, by the rules of RFC 9309; everything may where there is no robots.txt."""
        allowed: bool = self._of(url).can_fetch(url, AGENT)
        return allowed

    def delay(self, url: str) -> float:
        """The seconds between two requests that the host of `url` asks for, or 0."""
        rules = self._of(url)
        rate = rules.request_rate(AGENT)
        return max(float(rules.crawl_delay(AGENT) or 0), rate.seconds / rate.requests if rate and rate.requests else 0)

    def _of(self, url: str) -> Protego:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = Protego.parse((self._fetch(f"{origin}/robots.txt") or "").removeprefix("\ufeff"))
        return self._rules[origin]
