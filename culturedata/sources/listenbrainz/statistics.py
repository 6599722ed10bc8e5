"""Statistics of ListenBrainz: how often recordings, releases and artists were heard, by everybody or by somebody.

A count of everybody's listens is a figure about the recording. A count of somebody's is behaviour: «play», a number of
listens up to a day, where a listen by itself is «listen»; who adds both counts twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from culturedata.importing.source import Issue
from culturedata.sources.listenbrainz.said import (
    LATEST,
    People,
    Public,
    Row,
    Said,
    Tell,
    artist,
    encode,
    hashed,
    mbid,
    nothing,
)

LISTS = ("recordings", "artists", "releases")
_OF_THE_WORK = ("artist_name", "track_name", "release_name")
_COUNTED = ("listen_count", "total_listen_count")


class Statistics:
    """Reads what the API answers; what can't be read is told."""

    def __init__(self, people: People, tell: Tell) -> None:
        self._people = people
        self._tell = tell

    def read(self, answer: Row, located: str, owner: str = "") -> Iterator[Said]:
        """What an answer says: of an entity's listeners, or the lists of somebody or (no user in it) of everybody.

        Of somebody's the answer is kept too, under their pseudonym.
        """
        payload = answer.get("payload", answer)
        if not isinstance(payload, dict):
            self._fault("it holds no object", "payload", None, located)
            return
        if "listeners" in payload:
            yield from self._listeners(payload, located)
            return
        for one in _list(payload, "data"):
            if isinstance(one, dict):
                yield from self._listeners(one, located, payload)
        entity = next((name for name in (*LISTS, "listening_activity") if name in payload), "")
        if not entity:
            return
        whose = self._people.of(payload, owner) if owner or payload.keys() & {"user_id", "user_name"} else None
        for number, row in enumerate(_list(payload, entity) if entity in LISTS else (), 1):
            said = self._entry(entity, row, payload, f"{located}: {entity} {number}", whose)
            if said is not None:
                yield said
        if whose is not None:
            block = f"{whose}:{entity}:{payload.get('range')}:{payload.get('offset', 0)}"
            yield Said("", nothing, located, whose, block=block, private=encode(answer))

    def similar(self, rows: list[Any], located: str) -> Iterator[Said]:
        """The artists that people hear together with another one, a record for each of these others."""
        by: dict[str, list[Row]] = {}
        for number, row in enumerate(rows, 1):
            if isinstance(row, dict) and mbid(row.get("artist_mbid")) and mbid(row.get("reference_mbid")):
                by.setdefault(mbid(row["reference_mbid"]), []).append(row)
            else:
                self._fault("it names no two artists", "artist_mbid", row, f"{located}: {number}")
        for of, found in by.items():
            yield Said(f"similar-{of}", partial(dict, reference_mbid=of, similar=found), located)

    def _entry(self, entity: str, row: object, payload: Row, located: str, whose: str | None) -> Said | None:
        """One line of a list."""
        count = row.get("listen_count") if isinstance(row, dict) else None
        if not isinstance(row, dict) or isinstance(count, bool) or not isinstance(count, int | float):
            return self._fault("it has no count of listens", "listen_count", row if whose is None else None, located)
        named = {name: said for name, said in row.items() if name != "listen_count"}
        body = named if whose else {**named, "listen_count": count, "to_ts": payload.get("to_ts")}
        body = {name: said for name, said in body.items() if said is not None and said != []}
        if entity == "artists":
            key, item = _of_artist(row)
        else:
            field = "recording" if entity == "recordings" else "release"
            id_ = mbid(row.get(f"{field}_mbid")) or f"text-{hashed(*map(row.get, _OF_THE_WORK[field == 'release' :]))}"
            key = item = id_ if field == "recording" else f"release-{id_}"
            body = _as_listened(body) if field == "recording" else body
        public: Public = partial(dict, body)
        if whose is None:
            return Said(key, public, located)
        return Said(key, public, located, whose, item, "play", float(count), _at(payload))

    def _listeners(self, one: Row, located: str, around: Row | None = None) -> Iterator[Said]:
        """Who heard an artist (a release group), and how often; how often in all is no figure of a person's."""
        listeners = _list(one, "listeners")
        shown = ("artist_mbid", "artist_name", "total_listen_count", "to_ts")
        body = {name: one[name] for name in shown if one.get(name) is not None}
        key, item = _of_artist(one)
        for number, row in enumerate(listeners, 1):
            count = row.get("listen_count") if isinstance(row, dict) else None
            if isinstance(count, bool) or not isinstance(count, int | float):
                self._fault("it has no count of listens", "listen_count", None, f"{located}: {key} {number}")
                continue
            who = self._people.of(row)
            at = _at(one) or _at(around or {})
            yield Said(
                key, partial(dict, body), located, who, item, "play", float(count), at, f"listeners:{key}", encode(row)
            )
        if not listeners:
            yield Said(key, partial(dict, body), located)

    def _fault(self, said: str, field: str, value: object, located: str) -> Said | None:
        """Tell what is wrong with a line, of which nothing is used then."""
        raw = None if value is None else encode(value).decode()[:2000]
        self._tell(Issue("bad-statistic", f"{said}: it is left out", field=field, raw=raw, located=located))
        return None


def _of_artist(row: Row) -> tuple[str, str]:
    """The key of an artist's record, and what the artist is called: by the one MBID, else by the name."""
    several = row.get("artist_mbids")
    alone = several[0] if isinstance(several, list) and len(several) == 1 else None
    item = artist(str(row.get("artist_name") or ""), mbid(row.get("artist_mbid") or alone))
    return f"artist-{item.removeprefix('agent:')}", item


def _list(row: Row, field: str) -> list[Any]:
    """The list in a field; empty where there is none."""
    found = row.get(field)
    return found if isinstance(found, list) else []


def _as_listened(row: Row) -> Row:
    """A recording in a list, as a listen would say it."""
    body = {name: row.pop(name) for name in _OF_THE_WORK if name in row}
    figures = {name: row.pop(name) for name in (*_COUNTED, "to_ts") if name in row}
    return body | ({"mbid_mapping": row} if row else {}) | figures


def _at(payload: Row) -> int:
    """Until when was counted, in UTC seconds; 0 where that is not said."""
    said = payload.get("to_ts")
    return int(said) if isinstance(said, int | float) and 0 < said < LATEST else 0
