"""The import benchmark over made-up dumps of MusicBrainz: both sides alike, records in the shape of real ones."""

from __future__ import annotations

import json
import lzma
import random
import tarfile
from pathlib import Path
from typing import Any

import msgspec
import pytest

from culturedata.benchmarks.importing._base import rows
from culturedata.benchmarks.importing.made_up import musicbrainz as _musicbrainz
from culturedata.benchmarks.importing.musicbrainz import ImportMusicBrainz
from culturedata.data.records import RawRecord
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue
from culturedata.sources.musicbrainz.shape import Artist, Piece
from culturedata.sources.musicbrainz.source import MusicBrainz
from culturedata.store.library import Library

KINDS = {"release-group": Piece, "work": Piece, "artist": Artist}


def made(entity: str, number: int = 300) -> list[dict[str, Any]]:
    chance = random.Random(3)
    return [_musicbrainz.SHARES[entity][1](n, chance) for n in range(number)]


def test_both_sides_make_the_same_library(tmp_path: Path) -> None:
    benchmark = ImportMusicBrainz(tmp_path, "60")
    benchmark.prepare()
    for side in ("ours", "reference"):
        benchmark.before(side)
        getattr(benchmark, side)()
    prepared, reference, ours = (rows(tmp_path / name) for name in ("prepared", "reference", "ours"))
    assert (len(prepared["works"]), len(prepared["records"]), prepared["issues"]) == (42, 60, [])
    assert reference == prepared
    prepared.pop("imports"), ours.pop("imports")  # which hold the time
    assert ours == prepared
    found = []
    for name in ("reference", "ours"):
        with Library.open(tmp_path / name) as library:
            found.append(library.culture.execute("SELECT * FROM search_texts ORDER BY doc").fetchall())
    assert found[0] == found[1]
    assert len(found[0]) == 42


@pytest.mark.parametrize("entity", list(KINDS))
def test_made_up_records_have_fields_of_real_ones_alone(entity: str) -> None:
    """Read strictly, they are understood at once; and nothing in them is reported."""
    source, issues = MusicBrainz(Context(descriptor("musicbrainz"))), list[Issue]()
    source.context.report = issues.append
    for row in made(entity):
        body = json.dumps(row).encode()
        msgspec.json.decode(body, type=KINDS[entity])
        key = f"{entity}:{row['id']}"
        assert list(source.parse(RawRecord(key=key, body=body, located="work:1", cursor="1")))
    assert issues == []


def test_every_id_is_another() -> None:
    ids = {_musicbrainz.mbid(kind, number) for kind in (1, 2, 4) for number in range(2_000)}
    assert len(ids) == 6_000
    assert all(len(one) == 36 and one.count("-") == 4 for one in ids)
    assert len({one[0] for one in ids}) == 16, "they look like chance"


def test_the_dump_is_an_archive_for_each_entity(tmp_path: Path) -> None:
    for name in ("a", "b"):
        _musicbrainz.write(tmp_path / name, 20)
    for entity, lines in (("release-group", 10), ("work", 4), ("artist", 6)):
        path = tmp_path / "a" / f"{entity}.tar.xz"
        with lzma.open(path) as packed, tarfile.open(fileobj=packed) as archive:
            assert archive.getnames()[2:] == [f"mbdump/{entity}", "JSON_DUMPS_SCHEMA_NUMBER"]
            stream = archive.extractfile(f"mbdump/{entity}")
            assert stream is not None
            assert len(stream.read().splitlines()) == lines
        records = [
            list(MusicBrainz(Context(descriptor("musicbrainz"), str(tmp_path / name))).records()) for name in "ab"
        ]
        assert [one.body for one in records[0]] == [one.body for one in records[1]], "the same every time"


def test_a_number_asks_for_records_and_a_path_for_dumps(tmp_path: Path) -> None:
    assert ImportMusicBrainz(tmp_path, "9").given() == str(tmp_path / "json-dumps")
    assert ImportMusicBrainz(tmp_path, "dumps").given() == "dumps"
    assert ImportMusicBrainz(tmp_path, "9").data().startswith("9 rows made up in the shape of MusicBrainz' dumps")
