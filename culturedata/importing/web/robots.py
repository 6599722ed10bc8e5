"""What robots.txt allows, host by host, and how slowly it asks to be visited."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

AGENT = "culturedata"


class Robots:
    """The rules of each host, asked for once. `fetch` gives the text of a robots.txt, or None if there is none."""

    def __init__(self, fetch: Callable[[str], str | None]) -> None:
        self._fetch = fetch
        self._rules: dict[str, RobotFileParser] = {}

    def allows(self, url: str) -> bool:
        """Whether `url` may be asked; everything may where there is no robots.txt."""
        return self._of(url).can_fetch(AGENT, url)

    def delay(self, url: str) -> float:
        """The seconds between two requests that the host of `url` asks for, or 0."""
        return float(self._of(url).crawl_delay(AGENT) or 0)

    def _of(self, url: str) -> RobotFileParser:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            rules = RobotFileParser()
            rules.parse((self._fetch(f"{origin}/robots.txt") or "").splitlines())
            self._rules[origin] = rules
        return self._rules[origin]
