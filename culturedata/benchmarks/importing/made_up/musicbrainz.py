"""Dumps in the shape of MusicBrainz': release groups, works and artists, one JSON document a line, in a tar.xz each.

The fields are those of the server's own dumps; how many relations, tags and aliases a record has is a guess.
"""

from __future__ import annotations

import json
import lzma
import random
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from culturedata.benchmarks.importing.made_up.table import SEED
from culturedata.benchmarks.importing.made_up.words import name, rank, title, word

Row = dict[str, Any]
ARTISTS = 1_000_000  # whom records name; few of them often
_TAGS = 2_000
_TYPES = ("Album", "Single", "EP", "Broadcast", "Other")
_LANGUAGES = ("eng", "fra", "deu", "spa", "jpn", "ita")
_SCATTER = 0x9E3779B97F4A7C15F39CC0605CEDC835  # an odd number: ids look like chance, and none comes twice


def mbid(kind: int, number: int) -> str:
    """The id of the entity of a kind with this number."""
    digits = f"{(kind << 64 | number + 1) * _SCATTER & (1 << 128) - 1:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def group(number: int, chance: random.Random) -> Row:
    """The release group with this number."""
    tags = _tags(chance, 0.35)
    relations = [_address(number, chance)] if chance.random() < 0.3 else []
    return {
        "id": mbid(1, number), "title": title(chance, 1, 5), "primary-type": _TYPES[rank(chance, 5)],
        "primary-type-id": mbid(7, 1), "secondary-types": ["Live"] if chance.random() < 0.1 else [],
        "secondary-type-ids": [], "first-release-date": _date(chance), "disambiguation": "", "annotation": None,
        "artist-credit": _credit(chance), "aliases": [], "tags": tags, "genres": tags[:1],
        "rating": {"value": 4.2, "votes-count": 7} if chance.random() < 0.1 else {"value": None, "votes-count": 0},
        "relations": relations,
    }  # fmt: skip


def work(number: int, chance: random.Random) -> Row:
    """The composition with this number."""
    language, writer = chance.choice(_LANGUAGES), rank(chance, ARTISTS)
    relations = [_related(kind, "artist", _artist(n), "backward")
                 for kind, n in (("composer", writer), ("lyricist", rank(chance, ARTISTS)))]  # fmt: skip
    for _ in range(chance.choice((0, 1, 1, 2, 4))):
        recording = {"id": mbid(3, chance.randrange(10**9)), "title": title(chance, 1, 5), "length": 200_000,
                     "video": False, "disambiguation": ""}  # fmt: skip
        relations.append(_related("performance", "recording", recording, "backward"))
    return {
        "id": mbid(2, number), "title": title(chance, 1, 5), "type": "Song" if chance.random() < 0.5 else None,
        "type-id": None, "language": language, "languages": [language], "disambiguation": "", "annotation": None,
        "iswcs": [f"T-{number % 10**9:09}-{number % 10}"] if chance.random() < 0.4 else [], "attributes": [],
        "aliases": _aliases(chance, title(chance, 1, 5), 0.1), "tags": [], "genres": [],
        "rating": {"value": None, "votes-count": 0}, "relations": relations,
    }  # fmt: skip


def artist(number: int, chance: random.Random) -> Row:
    """The artist with this number, as the record of its own describes it."""
    tags, row = _tags(chance, 0.2), _artist(number)
    place = {"id": mbid(5, number % 9_000), "name": f"Place {number % 9_000}", "sort-name": f"Place {number % 9_000}",
             "disambiguation": "", "type": "City", "type-id": mbid(7, 3)}  # fmt: skip
    relations = [_address(number, chance) for _ in range(chance.choice((0, 0, 1, 2, 5)))]
    if chance.random() < 0.15:
        relations.append(_related("member of band", "artist", _artist(rank(chance, ARTISTS)), "forward"))
    return row | {
        "gender": "Female" if number % 4 == 0 else None, "gender-id": None, "country": "GB", "area": place,
        "begin-area": None, "end-area": None, "begin_area": None, "end_area": None, "annotation": None,
        "life-span": {"begin": _date(chance) if chance.random() < 0.4 else None, "end": None, "ended": False},
        "isnis": [], "ipis": [f"{number:011}"] if chance.random() < 0.2 else [],
        "aliases": _aliases(chance, row["name"], 0.3), "tags": tags, "genres": tags[:1],
        "rating": {"value": None, "votes-count": 0}, "relations": relations,
    }  # fmt: skip


# How much of a dump each entity is, and what makes its records.
SHARES: dict[str, tuple[float, Callable[[int, random.Random], Row]]] = {
    "release-group": (0.5, group), "work": (0.2, work), "artist": (0.3, artist),
}  # fmt: skip


def write(folder: Path, rows: int) -> None:
    """Write a folder of dumps with that many records together; the same every time."""
    folder.mkdir(parents=True)
    for entity, (share, made) in SHARES.items():
        chance, lines = random.Random(SEED), folder / entity
        with lines.open("w", encoding="utf-8") as stream:
            for number in range(round(rows * share)):
                stream.write(json.dumps(made(number, chance), ensure_ascii=False, separators=(",", ":")) + "\n")
        _pack(lines, folder / f"{entity}.tar.xz")
        lines.unlink()


def _pack(lines: Path, path: Path) -> None:
    """Put records into an archive as MusicBrainz does, with what stands beside them."""
    with lzma.open(path, "wb", preset=0) as packed, tarfile.open(fileobj=packed, mode="w|") as archive:
        for name_, said in (("TIMESTAMP", "2026-01-01 00:00:00+00"), ("COPYING", "CC0")):
            member = tarfile.TarInfo(name_)
            member.size = len(said)
            archive.addfile(member, BytesIO(said.encode()))
        archive.add(lines, f"mbdump/{lines.name}")
        member = tarfile.TarInfo("JSON_DUMPS_SCHEMA_NUMBER")
        member.size = 2
        archive.addfile(member, BytesIO(b"1\n"))


def _artist(number: int) -> Row:
    given, family = name(number)
    return {
        "id": mbid(4, number), "name": f"{given} {family}", "sort-name": f"{family}, {given}",
        "disambiguation": f"the {number}th" if number % 6 == 0 else "",
        "type": "Group" if number % 3 == 0 else "Person",
        "type-id": mbid(7, 2),
    }  # fmt: skip


def _credit(chance: random.Random) -> list[Row]:
    artists = [_artist(rank(chance, ARTISTS)) for _ in range(chance.choice((1, 1, 1, 1, 1, 1, 2)))]
    return [{"name": one["name"], "joinphrase": " & " if n + 1 < len(artists) else "", "artist": one}
            for n, one in enumerate(artists)]  # fmt: skip


def _tags(chance: random.Random, share: float) -> list[Row]:
    if chance.random() > share:
        return []
    names = dict.fromkeys(word(chance, "rock", _TAGS) for _ in range(chance.randint(1, 4)))
    return [{"id": mbid(8, n), "name": one, "count": 1 + n, "disambiguation": ""} for n, one in enumerate(names)]


def _aliases(chance: random.Random, said: str, share: float) -> list[Row]:
    if chance.random() > share:
        return []
    return [{"name": f"{said} {language}", "sort-name": f"{said} {language}", "locale": language, "primary": True,
             "type": None, "type-id": None, "begin": None, "end": None, "ended": False}
            for language in chance.sample(("en", "fr", "ja"), chance.randint(1, 2))]  # fmt: skip


def _related(type_: str, kind: str, target: Row, direction: str) -> Row:
    return {
        "type": type_, "type-id": mbid(7, 4), "direction": direction, "target-type": kind, "attributes": [],
        "attribute-ids": {}, "attribute-values": {}, "begin": None, "end": None, "ended": False, "source-credit": "",
        "target-credit": "", kind: target,
    }  # fmt: skip


def _address(number: int, chance: random.Random) -> Row:
    kind, start = chance.choice((
        ("wikidata", "https://www.wikidata.org/wiki/Q"), ("discogs", "https://www.discogs.com/master/"),
        ("free streaming", "https://stream.example/album/"), ("official homepage", "https://home.example/"),
    ))  # fmt: skip
    address = {"id": mbid(6, chance.randrange(10**9)), "resource": f"{start}{number + 1}"}
    return _related(kind, "url", address, "forward")


def _date(chance: random.Random) -> str:
    year = int(chance.triangular(1950, 2025, 2010))
    return chance.choice((f"{year}", f"{year}-{chance.randint(1, 12):02}",
                          f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"))  # fmt: skip
