"""One listen: what was heard, by whom and when. What can't be read of it is told by its field and its value.

A listen in a dump has `timestamp`, one from the API or of somebody's export `listened_at`; only the latter two may have
`mbid_mapping`, the recording that ListenBrainz takes it for. What the listener's own program sent beside it
(`additional_info`) may hold anything: what describes the recording is taken into its record, the rest is about the
listener and stays with them.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from culturedata.importing.source import Issue
from culturedata.sources.listenbrainz.said import LATEST, People, Row, Said, Tell, encode, hashed, mbid, nothing

TOP = frozenset({
    "listened_at", "timestamp", "inserted_at", "recording_msid", "track_metadata", "user_name", "user_id",
})  # fmt: skip
# What describes the recording; all else that a program sends tells of the listener.
OF_THE_RECORDING = frozenset({
    "artist_mbids", "release_group_mbid", "release_mbid", "recording_mbid", "track_mbid", "work_mbids", "tracknumber",
    "discnumber", "isrc", "duration_ms", "duration", "label", "spotify_id", "spotify_album_id", "spotify_artist_ids",
    "spotify_album_artist_ids", "artist_names", "release_artist_name", "release_artist_names",
})  # fmt: skip


class Listens:
    """Reads listens; faults are told, once for each new field on the top of a listen."""

    def __init__(self, people: People, tell: Tell) -> None:
        self._people = people
        self._tell = tell
        self._known = set(TOP)

    def read(self, row: object, located: str, owner: str, block: str = "") -> Said | None:
        """What a listen says; None if it is none, which is told. `owner` is who heard it if nobody is named.

        Without a `block` it is kept by itself. One that can't be used is told, and kept as it is all the same.
        """
        if not isinstance(row, dict) or not isinstance(row.get("track_metadata"), dict):
            self._tell(Issue("no-listen", "it has no track: left out", field="track_metadata", located=located))
            return None
        if not row.keys() <= self._known:
            self._new_fields(row, located)
        track: Row = row["track_metadata"]
        at: Any = row.get("listened_at", row.get("timestamp"))
        who = self._people.of(row, owner)
        fault = _fault(track, at)
        if fault is not None:
            code, said, field, value = fault
            raw = (value if isinstance(value, str) else encode(value).decode()).replace("\0", "\\u0000")
            self._tell(Issue(code, f"{said}: the listen is left out", field=field, raw=raw[:2000], located=located))
            private = encode(row)
            return Said("", nothing, located, who, block=block or f"{who}:{hashed(private)}", private=private)
        info, mapping = _object(track, "additional_info"), _object(track, "mbid_mapping")
        key = (
            mbid(mapping.get("recording_mbid"))
            or mbid(info.get("recording_mbid"))
            or _unknown(track, _msid(row, track, info))
        )
        public = partial(_recording, row, track, info)
        block = block or f"{who}:{int(at)}:{key}"
        return Said(key, public, located, who, at=int(at), block=block, private=encode(row))

    def _new_fields(self, row: Row, located: str) -> None:
        """Tell of fields that listens did not have; what stands in them may be about the listener."""
        for name in sorted(row.keys() - self._known):
            self._known.add(name)
            message = f"listens have a new field {name!r}: it is kept with what is about people"
            self._tell(Issue("new-field", message, field=name, located=located))


def _fault(track: Row, at: Any) -> tuple[str, str, str, object] | None:
    """What keeps a listen from use: a code, in words, the field and its value; None if nothing does."""
    for field in ("track_name", "artist_name", "release_name"):
        said = track.get(field)
        if not isinstance(said, str) or not said.strip():
            if field == "release_name" and not said:
                continue
            return "no-name", f"{field} says nothing", field, said
        if "\0" in said:
            return "nul", f"{field} holds NUL", field, said
    if isinstance(at, bool) or not isinstance(at, int | float) or not 0 < at < LATEST:
        return "bad-time", "it has no time that can be read", "listened_at", at
    return None


def _object(row: Row, field: str) -> Row:
    found = row.get(field)
    return found if isinstance(found, dict) else {}


def _unknown(track: Row, msid: str) -> str:
    """What a recording without an MBID is called: the id of its texts at ListenBrainz, else one of ours."""
    return f"msid-{msid}" if msid else f"text-{hashed(*map(track.get, ('artist_name', 'track_name', 'release_name')))}"


def _msid(row: Row, track: Row, info: Row) -> str:
    """What ListenBrainz calls the texts of a recording; empty if it does not say."""
    return mbid(row.get("recording_msid") or track.get("recording_msid") or info.get("recording_msid"))


def _recording(row: Row, track: Row, info: Row) -> Row:
    """The record of a recording, out of a listen: nothing of it tells who listened."""
    found = {name: said for name, said in track.items() if name not in ("additional_info", "recording_msid")}
    if msid := _msid(row, track, info):
        found["recording_msid"] = msid
    described = {name: said for name, said in info.items() if name in OF_THE_RECORDING}
    return found | ({"additional_info": described} if described else {})
