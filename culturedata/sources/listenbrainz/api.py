"""The API of ListenBrainz: what everybody hears most, who hears it, what is heard with it; then chosen people.

Whose listens are asked for stands in a file beside the key for pseudonyms, a name a line, and so outside of every
library. Their listens come from the first to the last, a page after the other, by the time of the last one (`min_ts`):
what is listened to meanwhile comes at the end, and nothing moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from culturedata.errors import UsageError
from culturedata.importing import keys
from culturedata.importing.descriptor import Http
from culturedata.importing.protocols.paging import Page, walk
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher
from culturedata.sources.listenbrainz.listens import Listens
from culturedata.sources.listenbrainz.metadata import of_artists
from culturedata.sources.listenbrainz.said import Row, Said, encode, mbid
from culturedata.sources.listenbrainz.statistics import LISTS, Statistics

_NAMES = "listenbrainz-users.txt"
_MOST = 1000  # entries of a list that the server gives at all


class _Heard(msgspec.Struct):
    """A page of listens, and the time of the last one that there is."""

    listens: list[dict[str, Any]]
    latest_listen_ts: float | None = None


class _Listens(msgspec.Struct):
    payload: _Heard


class _Statistics(msgspec.Struct):
    payload: dict[str, Any]


def names() -> list[str]:
    """Whose listens are asked for, in the order of the file; none if there is no file. Raises UsageError."""
    path = users()
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} can't be read as text.", "It holds names of users, one a line.") from error
    return list(dict.fromkeys(name for name in map(str.strip, lines) if name and not name.startswith("#")))


def users() -> Path:
    """The file of names."""
    return keys.config().with_name(_NAMES)


class Api:
    """Asks the server at `base`; `http` says how."""

    def __init__(
        self, listens: Listens, statistics: Statistics, context: Context, base: str, fetcher: Fetcher, http: Http
    ) -> None:
        self._listens = listens
        self._statistics = statistics
        self._context = context
        self._base = base
        self._fetcher = fetcher
        self._size = http.page_size
        options = context.descriptor.options
        self._top, self._artists = int(options.get("top", 0)), int(options.get("artists", 0))
        self._similar = options.get("similar")

    def all(self, since: Since) -> Iterator[Said]:
        """Everything: statistics of everybody, then each person's listens since then and statistics."""
        found: dict[str, None] = {}
        for entity in ("recordings", "artists"):
            for answer, located in self._lists(f"stats/sitewide/{entity}", entity):
                entries = answer.get("payload", {}).get(entity, [])
                found |= dict.fromkeys(filter(None, (mbid(row.get("artist_mbid")) for row in entries)))
                yield from self._statistics.read(answer, located)
        artists = list(found)[: self._artists]
        yield from self._known(artists)
        for id_ in artists:
            yield from self._about(id_)
        for number, name in enumerate(names(), 1):
            yield from self._heard(name, number, since)

    def _known(self, artists: list[str]) -> Iterator[Said]:
        """What is known of these artists: where they are from, since when they play, which tags people gave them."""
        if artists:
            address = f"{self._base}/metadata/artist/"
            params = {"artist_mbids": ",".join(artists), "inc": "artist tag"}
            found = self._fetcher.json(address, params, type=list[Any])
            yield from of_artists(found or [], address, self._context.report)

    def _about(self, id_: str) -> Iterator[Said]:
        """Who hears an artist, and which other artists those people hear."""
        address = f"{self._base}/stats/artist/{id_}/listeners"
        found = self._fetcher.json(address, type=_Statistics)
        if found is not None:
            yield from self._statistics.read(msgspec.to_builtins(found), address)
        if self._similar:
            params = {"artist_mbids": id_, "algorithm": self._similar["algorithm"]}
            rows = self._fetcher.json(self._similar["address"], params, type=list[dict[str, Any]])
            yield from self._statistics.similar(rows or [], f"{self._similar['address']}?artist_mbids={id_}")

    def _heard(self, name: str, number: int, since: Since) -> Iterator[Said]:
        """A person's listens and statistics; neither an address nor an issue tells who it is."""
        located, page = f"{self._base}/user/{number}/listens", ""
        before, now = set[bytes](), set[bytes]()
        start = str(int(since.at.timestamp()) - 1 if since.at else 0)
        for item in walk(lambda where, again: self._page(name, where, again), start):
            where, body = item.cursor.split(" ")[0], encode(item.value)
            if where != page:
                page, before, now = where, now, set()
            if body in before or body in now:
                continue  # the last second of the page before is asked for once more
            now.add(body)
            said = self._listens.read(item.value, located, name)
            if said is not None:
                yield said
        if not page and not since:
            message = f"the {number}. name in {_NAMES} has no listens, or is not known"
            self._context.report(Issue("no-listens", message, located=located))
        for entity in LISTS:
            for answer, _ in self._lists(f"stats/user/{quote(name, safe='')}/{entity}", entity):
                yield from self._statistics.read(answer, f"{self._base}/stats/user/{number}/{entity}", name)

    def _page(self, name: str, where: str, again: bool) -> Page[Row] | None:
        """The listens after a moment; the next page begins a second before the last of them, where others may be."""
        address = f"{self._base}/user/{quote(name, safe='')}/listens"
        found = self._fetcher.json(address, {"count": self._size, "min_ts": where}, type=_Listens, again=again)
        if found is None:
            return None
        rows, latest = found.payload.listens, found.payload.latest_listen_ts or 0
        times = [int(row["listened_at"]) for row in rows if isinstance(row.get("listened_at"), int | float)]
        if not times:
            if latest > int(where):
                self._ended_early()
            return Page(rows)
        rows = sorted(rows, key=lambda row: row.get("listened_at") or 0)
        first, last = min(times), max(times)
        if last >= latest and len(rows) < self._size:
            return Page(rows)
        return Page(rows, str(last - 1 if first < last else last))

    def _ended_early(self) -> None:
        self._context.partial = True
        message = "a list of listens ended before the last one that the server names"
        self._context.report(Issue("list-ended-early", message))

    def _lists(self, path: str, entity: str) -> Iterator[tuple[Row, str]]:
        """The pages of a list of what is heard most, each with its address; nothing where it was not counted yet."""
        address = f"{self._base}/{path}"
        for offset in range(0, min(self._top, _MOST), self._size):
            count = min(self._size, self._top - offset)
            params = {"range": "all_time", "count": count, "offset": offset}
            found = self._fetcher.json(address, params, type=_Statistics)
            if found is None:
                return
            yield msgspec.to_builtins(found), f"{address}?offset={offset}"
            if len(found.payload.get(entity, ())) < count:
                return
