"""The API of MusicBrainz: somebody or something that is asked for, and lists of what is linked with it, page by page.

A cursor is «which list, a blank, where in it».
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from culturedata.errors import InputMissing, UsageError
from culturedata.importing.protocols.paging import Page, walk
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher
from culturedata.sources.musicbrainz.files import ENTITIES, Found, id_of

_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_ASKED = re.compile(rf"(?:.*/)?({'|'.join(ENTITIES)})/({_UUID})(?:/([a-z+-]+))?/?")
# What is listed beside an entity if nobody says.
_LISTED = {
    "artist": ("release-group", "work"), "label": ("release",), "release-group": ("release",), "work": ("recording",),
    "release": ("recording",), "recording": ("release",),
}  # fmt: skip
_RELATIONS = " ".join(
    f"{name}-rels" for name in ("area", "artist", "event", "instrument", "label", "place", "recording", "release",
                                "release-group", "series", "url", "work")
)  # fmt: skip
_VOTED = "annotation tags genres"
_INC = {
    "artist": f"aliases ratings {_VOTED} {_RELATIONS}",
    "label": f"aliases ratings {_VOTED} {_RELATIONS}",
    "work": f"aliases ratings {_VOTED} {_RELATIONS}",
    "release-group": f"aliases artist-credits ratings {_VOTED} {_RELATIONS}",
    "recording": f"aliases artist-credits isrcs ratings {_VOTED} {_RELATIONS}",
    "release": f"aliases artist-credits labels recordings isrcs release-groups media discids {_VOTED} {_RELATIONS}",
}


class Asked(NamedTuple):
    """An entity that is asked for, and what is listed of it."""

    entity: str
    id: str
    lists: tuple[str, ...]


def asked(given: str, base: str) -> tuple[str, list[Asked]] | None:
    """The API and what is asked of it; None if `given` is neither «api:artist/MBID,…» nor the address of an entity."""
    if given.startswith(("http://", "https://")):
        parts = urlsplit(given)
        found = _ASKED.fullmatch(parts.path)
        return None if found is None else (f"{parts.scheme}://{parts.netloc}/ws/2", [_asked(found)])
    if given != "api" and not given.startswith("api:"):
        return None
    several = [one.strip() for one in given.removeprefix("api").removeprefix(":").split(",") if one.strip()]
    matches = [_ASKED.fullmatch(one) for one in several]
    if not several or None in matches:
        raise UsageError(
            "MusicBrainz has no list of everything: its API is asked about somebody or something.",
            "Say api:artist/ and an MBID, several parted by commas; or take the dump.",
        )
    return base, [_asked(found) for found in matches if found is not None]


def _asked(found: re.Match[str]) -> Asked:
    entity, id_ = found[1], found[2].lower()
    lists = tuple(found[3].split("+")) if found[3] else _LISTED[entity]
    wrong = [one for one in lists if one not in ENTITIES or one == entity]
    if wrong:
        raise UsageError(f"{wrong[0]!r} can't be listed of {entity}.", f"Say one of {', '.join(ENTITIES)}.")
    return Asked(entity, id_, lists)


def of_api(fetcher: Fetcher, base: str, wanted: list[Asked], size: int, context: Context) -> Iterator[Found]:
    """Each entity that is asked for, then what is listed of it, after the cursor. Raises InputMissing; FetchError."""
    begun, _, where = (context.cursor or "0 ").partition(" ")
    step = 0
    for one in wanted:
        address = f"{base}/{one.entity}/{one.id}"
        body = fetcher.json(address, {"fmt": "json", "inc": _INC[one.entity]}, type=msgspec.Raw)
        if body is None:
            raise InputMissing(f"MusicBrainz has no {one.entity} {one.id}.", "Is the MBID right?")
        id_ = id_of(bytes(body), address, context) or one.id
        step += 1
        if step > int(begun):
            yield Found(one.entity, id_, bytes(body), address, f"{step} ")
        for entity in one.lists:
            step += 1
            if step < int(begun):
                continue
            browsed = _Browsed(fetcher, base, entity, {one.entity: id_}, size, context)
            for item in walk(browsed.ask, "0", where if step == int(begun) and where else None):
                record = bytes(item.value)
                found = id_of(record, browsed.address, context)
                if found is not None:
                    yield Found(entity, found, record, f"{browsed.address}/{found}", f"{step} {item.cursor}")


class _Browsed:
    """A list of entities that are linked with another."""

    def __init__(
        self, fetcher: Fetcher, base: str, entity: str, of: dict[str, str], size: int, context: Context
    ) -> None:
        self.address = f"{base}/{entity}"
        self._fetcher, self._entity, self._of, self._size, self._context = fetcher, entity, of, size, context

    def ask(self, where: str, again: bool) -> Page[msgspec.Raw] | None:
        """One page. A page may hold fewer than were asked for (of releases with many tracks): the next one begins
        after those that came."""
        params = self._of | {"fmt": "json", "limit": self._size, "offset": where, "inc": _INC[self._entity]}
        page = self._fetcher.get(self.address, params, reader=self._page, accept="application/json", again=again)
        if page is None:
            return None
        items, count = page
        done = int(where) + len(items)
        if not items and done < count:
            message = f"the list ended after {done:,} of {count:,}: what is missing is not taken for deleted"
            self._context.report(Issue("list-ended-early", message, located=self.address))
        return Page(items, str(done) if items and done < count else None)

    def _page(self, body: bytes) -> tuple[list[msgspec.Raw], int]:
        """Raises ValueError if it is no such list."""
        fields = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"), type=dict[str, msgspec.Raw])
        plural, counted = f"{self._entity}s", f"{self._entity}-count"
        if plural not in fields or counted not in fields:
            raise ValueError(f"it is no list of {plural}")
        return msgspec.json.decode(fields[plural], type=list[msgspec.Raw]), msgspec.json.decode(
            fields[counted], type=int
        )
