"""Made-up behaviour in the shapes of MovieLens and of ListenBrainz, in files of any length."""

from __future__ import annotations

import random
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO

from culturedata.benchmarks.importing.made_up.words import name, rank, title

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SEED = 42
RATINGS_OF_ONE, RATINGS_OF_A_FILM = 140, 1_000  # on average, as in MovieLens 10M
LISTENS_OF_ONE, LISTENS_OF_A_RECORDING = 1_000, 20
_IN_A_MEMBER = 200_000  # listens
_STARS = ("0.5", "1.0", "1.5", "2.0", "2.5", "3.0", "3.5", "4.0", "4.5", "5.0")
_OFTEN = (1, 4, 2, 8, 5, 20, 12, 28, 9, 14)
_GENRES = ("Action", "Comedy", "Drama", "Thriller", "Romance", "Horror", "Western", "Animation", "Documentary")
_START = 1_500_000_000  # UTC seconds


def write_ratings(folder: Path, ratings: int, *, by_time: bool = False) -> None:
    """Write movies.csv and ratings.csv as GroupLens does: that many ratings, person by person, film by film.

    `by_time` they stand in the order in which they were given, by people who come back again and again; all of them
    are then in memory at once.
    """
    chance = random.Random(SEED)
    films = max(20, ratings // RATINGS_OF_A_FILM)
    folder.mkdir(parents=True)
    with (folder / "movies.csv").open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("movieId,title,genres\n")
        for number in range(1, films + 1):
            year, genres = 1920 + number % 100, "|".join(chance.sample(_GENRES, 2))
            stream.write(f"{number},{title(chance)} ({year}),{genres}\n")
    lines = _ratings(chance, films, ratings)
    if by_time:
        kept = list(lines)
        chance.shuffle(kept)
        lines = (f"{line.rpartition(',')[0]},{_START + 10 * number}\n" for number, line in enumerate(kept))
    with (folder / "ratings.csv").open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("userId,movieId,rating,timestamp\n")
        stream.writelines(lines)


def _ratings(chance: random.Random, films: int, ratings: int) -> Iterator[str]:
    """The lines of ratings.csv, person by person."""
    person, left = 0, ratings
    while left:
        person += 1
        wanted = min(left, films // 2, 20 + int(chance.expovariate(1 / (RATINGS_OF_ONE - 20))))
        seen = {rank(chance, films) + 1 for _ in range(wanted)}
        at = _START + chance.randrange(100_000_000)
        stars = chance.choices(_STARS, _OFTEN, k=len(seen))
        yield from (f"{person},{film},{value},{at + film}\n" for film, value in zip(sorted(seen), stars, strict=True))
        left -= len(seen)


def write_listens(path: Path, listens: int) -> None:
    """Write a dump of ListenBrainz's with that many listens in the order of time."""
    chance = random.Random(SEED)
    top = "listenbrainz-listens-dump-1-20260801-000003-full"
    with zstd.open(path, "wb", level=1) as packed, tarfile.open(fileobj=packed, mode="w|") as archive:
        for number, first in enumerate(range(0, listens, _IN_A_MEMBER)):
            with tempfile.TemporaryFile(dir=path.parent) as stream:
                stream.writelines(_lines(first, min(listens, first + _IN_A_MEMBER), listens, chance))
                _add(archive, f"{top}/listens/{2017 + number // 12}/{number % 12 + 1}.listens", stream)


def _add(archive: tarfile.TarFile, member: str, stream: IO[bytes]) -> None:
    info = tarfile.TarInfo(member)
    info.size = stream.tell()
    stream.seek(0)
    archive.addfile(info, stream)


def _lines(first: int, end: int, listens: int, chance: random.Random) -> Iterator[bytes]:
    people, recordings = max(5, listens // LISTENS_OF_ONE), max(20, listens // LISTENS_OF_A_RECORDING)
    for number in range(first, end):
        person = rank(chance, people)
        recording = rank(chance, recordings) if number % 3 == 0 else int(chance.random() * recordings)
        msid = _uuid(9, recording)
        yield (
            f'{{"user_id":{person + 1},"user_name":"{_person(person)}","timestamp":{_START + 3 * number},'
            f'"track_metadata":{_track(recording, msid)},"recording_msid":"{msid}"}}\n'
        ).encode()


@lru_cache(10_000)
def _person(number: int) -> str:
    return "".join(name(number)).lower()


def _track(number: int, msid: str) -> str:
    """What a program sends of a recording, as JSON: of four in five the identifiers of MusicBrainz too."""
    artist, of = " ".join(name(number // 12)), number // 12
    identifiers = (
        ""
        if number % 5 == 0
        else (
            f',"recording_mbid":"{_uuid(1, number)}","release_mbid":"{_uuid(2, of)}","artist_mbids":["{_uuid(3, of)}"],'
            f'"artist_names":["{artist}"]'
        )
    )
    return (
        f'{{"artist_name":"{artist}","track_name":"Song {number}","release_name":'
        f'"Release {of}","additional_info":{{"duration_ms":{120_000 + number % 300 * 1000},"tracknumber":'
        f'{number % 12 + 1},"media_player":"A Player","submission_client":"a program","submission_client_version":'
        f'"1.0.2","recording_msid":"{msid}"{identifiers}}}}}'
    )


def _uuid(kind: int, number: int) -> str:
    """An identifier of a thing of a kind; those of neighbours are far from each other."""
    mixed = ((number + 1) * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    return f"{mixed >> 32:08x}-{mixed >> 16 & 0xFFFF:04x}-4{kind:03x}-8{mixed & 0xFFF:03x}-{number:012x}"
