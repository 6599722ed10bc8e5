"""The list of tracks: a line each, with headings and the parts of a track, and how long they are together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element

from culturedata.data.records import Measure
from culturedata.sources.discogs.credits import Credits, line, named

_DURATION = re.compile(r"(?:(\d{1,3}):)?(\d{1,3})[:.'](\d{2})(?:\.\d+)?\"?", re.ASCII)
_INDENT = "  "


def seconds(duration: str) -> int | None:
    """How long «7:00», «1:07:54» or «4'35» is; None for what is no duration."""
    found = _DURATION.fullmatch(duration.strip("()[] "))
    return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3]) if found else None


class Tracks:
    """The tracks of a release; who is named on them goes into its credits. `odd` is told what is no duration."""

    def __init__(self, credits: Credits, odd: Callable[[str], None]) -> None:
        self._credits, self._odd = credits, odd
        self._lines: list[str] = []
        self._lasting: list[int | None] = []

    def take(self, elements: Iterable[Element], depth: int = 0, *, counted: bool = True) -> None:
        """The tracks in <tracklist> or <sub_tracks>; those of a track that says how long it is don't count again."""
        for one in elements:
            found = {part.tag: part for part in one}
            position, title, duration = map(_said, map(found.get, ("position", "title", "duration")))
            here = position or f"«{title}»"
            artists = named(found["artists"]) if "artists" in found else []
            self._credits.artists(artists, here)
            if "extraartists" in found:
                self._credits.artists(named(found["extraartists"]), here)
            parts = found.get("sub_tracks", ())
            self._lines.append(_INDENT * depth + _line(position, line(artists), title, duration))
            whole = bool(duration) or not len(parts)
            if counted and whole:
                self._count(position, duration)
            if len(parts):
                self.take(parts, depth + 1, counted=counted and not whole)

    def _count(self, position: str, duration: str) -> None:
        """A track, and how long it is; a line with neither place nor duration is a heading."""
        if position or duration:
            lasting = seconds(duration) if duration else None
            if duration and lasting is None:
                self._odd(duration)
            self._lasting.append(lasting)

    @property
    def printed(self) -> str:
        """The whole list, a line a track."""
        return "\n".join(self._lines)

    def measures(self) -> tuple[Measure, ...]:
        """How many tracks there are; and how long they are together in minutes, if all say it."""
        if not self._lasting:
            return ()
        found = Measure(kind="tracks", value=len(self._lasting), unit="tracks")
        total = sum(one for one in self._lasting if one is not None)
        if None in self._lasting or not total:
            return (found,)
        return found, Measure(kind="runtime", value=round(total / 60, 3), unit="min")


def _said(element: Element | None) -> str:
    return "" if element is None else (element.text or "").strip()


def _line(position: str, artists: str, title: str, duration: str) -> str:
    """«A1. Heiko Laux & Johannes Heil – Untitled 8 (7:00)»."""
    named = " – ".join(filter(None, (artists, title)))
    return " ".join(filter(None, (f"{position}." if position else "", named, f"({duration})" if duration else "")))
