"""Listens in the true shapes of ListenBrainz, all of them synthetic: as a dump, an export and the API have them."""

from __future__ import annotations

import copy
import io
import json
import sys
import tarfile
from collections.abc import Sequence
from typing import Any

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Row = dict[str, Any]
START = 1_700_000_000
DUMP = "listenbrainz-listens-dump-7-20260801-000003-full"


def uuid(number: int, kind: int = 1) -> str:
    """An identifier that nobody has."""
    return f"{kind:08x}-0000-4000-8000-{number:012x}"


INFO: Row = {
    "artist_mbids": [uuid(1, 2)], "release_mbid": uuid(1, 3), "release_group_mbid": uuid(1, 4),
    "recording_mbid": uuid(1), "track_mbid": uuid(1, 5), "work_mbids": [uuid(1, 6)], "isrc": "FRZ110000001",
    "tracknumber": 3, "discnumber": 1, "duration_ms": 180_000, "label": "A Label", "artist_names": ["An Artist"],
    "release_artist_name": "An Artist", "release_artist_names": ["An Artist"],
    "spotify_id": "https://open.spotify.example/track/1", "spotify_album_id": "https://open.spotify.example/album/1",
    "spotify_artist_ids": ["https://open.spotify.example/artist/1"],
    "spotify_album_artist_ids": ["https://open.spotify.example/artist/1"],
    "submission_client": "a program", "origin_url": "https://somebodys-house.example/song.mp3?token=1",
    "tags": ["my wedding"], "music_service": "house.example",
}  # fmt: skip
MAPPING: Row = {
    "recording_mbid": uuid(1), "recording_name": "A Song", "release_mbid": uuid(2, 3),
    "release_group_mbid": uuid(1, 4), "artist_mbids": [uuid(1, 2), uuid(2, 2)],
    "artists": [{"artist_mbid": uuid(1, 2), "artist_credit_name": "An Artist", "join_phrase": " & "},
                {"artist_mbid": uuid(2, 2), "artist_credit_name": "Another", "join_phrase": ""}],
    "caa_id": 77, "caa_release_mbid": uuid(2, 3),
    "url_rels": [{"type": "free streaming", "url": "https://songs.example/1"}],
}  # fmt: skip


def listen(number: int, user: str = "somebody", **track: Any) -> Row:
    """The listen with this number, of a recording of its own, as the API has it."""
    named = {"artist_name": f"Artist {number}", "track_name": f"Song {number}", "release_name": f"Release {number}"}
    return {
        "inserted_at": START + number, "listened_at": START + 60 * number, "recording_msid": uuid(number, 9),
        "user_name": user, "track_metadata": {**named, "additional_info": {"submission_client": "a program"}, **track},
    }  # fmt: skip


def whole(number: int = 1) -> Row:
    """A listen of which much is known."""
    more = {"additional_info": copy.deepcopy(INFO), "mbid_mapping": copy.deepcopy(MAPPING)}
    return listen(number, artist_name="An Artist & Another", track_name="A Song!", release_name="A Release", **more)


def rows() -> list[Row]:
    """Seven listens of seven recordings by one person: much and little is known of them."""
    sent = listen(2, additional_info={"recording_mbid": uuid(2), "artist_mbids": [uuid(3, 2)], "duration": 200})
    return [whole(), sent, *(listen(number) for number in range(3, 8))]


def as_dumped(row: Row, user_id: int = 5) -> Row:
    """A listen as a dump has it: another name for its time, no mapping, the person's number too."""
    track = {name: said for name, said in row["track_metadata"].items() if name != "mbid_mapping"}
    track["additional_info"] = track["additional_info"] | {"recording_msid": row["recording_msid"]}
    return {
        "user_id": user_id, "user_name": row["user_name"], "timestamp": row["listened_at"], "track_metadata": track,
        "recording_msid": row["recording_msid"],
    }  # fmt: skip


def lines(found: Sequence[object]) -> bytes:
    """One JSON document a line."""
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in found)


def packed(members: dict[str, bytes]) -> bytes:
    """A tar.zst with these members."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        for name, body in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
    return zstd.compress(tar.getvalue())


def dump(*months: Sequence[Row], name: str = DUMP) -> bytes:
    """A dump with the listens of some months."""
    members = {f"{name}/{said}": b"x\n" for said in ("SCHEMA_SEQUENCE", "TIMESTAMP", "COPYING")}
    for number, found in enumerate(months, 1):
        members[f"{name}/listens/2023/{number}.listens"] = lines([as_dumped(row) for row in found])
    return packed(members)
