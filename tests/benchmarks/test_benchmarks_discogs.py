"""The made-up dump has the shape of a real one; both sides of its benchmarks make and read the same."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from culturedata.benchmarks.importing._base import rows
from culturedata.benchmarks.importing.discogs import ImportDiscogs, ReadDiscogs
from culturedata.benchmarks.importing.made_up import discogs as _discogs
from culturedata.data.records import RawRecord
from culturedata.errors import InputMissing
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue
from culturedata.sources.discogs.source import Discogs


def made(folder: Path, releases: int) -> list[Element]:
    path = folder / f"{releases}.xml.gz"
    _discogs.write(path, releases)
    return list(fromstring(gzip.decompress(path.read_bytes())))


def test_both_sides_make_the_same_library(tmp_path: Path) -> None:
    benchmark = ImportDiscogs(tmp_path, "60")
    benchmark.prepare()
    for side in ("ours", "reference"):
        benchmark.before(side)
        getattr(benchmark, side)()
    prepared, reference, ours = (rows(tmp_path / name) for name in ("prepared", "reference", "ours"))
    assert (len(prepared["works"]), len(prepared["records"]), prepared["issues"]) == (60, 60, [])
    assert reference == prepared
    assert {**ours, "imports": []} == {**reference, "imports": []}  # which holds the time


def test_both_sides_read_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    benchmark = ReadDiscogs(tmp_path, "40")
    benchmark.prepare()
    seen: list[str] = []
    records = Discogs.records

    def noted(source: Discogs) -> Iterator[RawRecord]:
        for record in records(source):
            seen.append(record.key)
            yield record

    monkeypatch.setattr(Discogs, "records", noted)
    for side in ("ours", "reference"):
        benchmark.before(side)
        getattr(benchmark, side)()
    assert seen == [f"release:{number}" for number in range(1, 41)]


def test_a_longer_dump_begins_with_a_shorter_one(tmp_path: Path) -> None:
    made(tmp_path, 20)
    made(tmp_path, 30)
    short, longer = (gzip.decompress((tmp_path / f"{n}.xml.gz").read_bytes()) for n in (20, 30))
    assert longer.startswith(short.removesuffix(b"</releases>\n"))


def test_the_made_up_releases_hold_what_real_ones_hold(tmp_path: Path) -> None:
    """Nothing in them is new to the reader, or can't be read; they have as much of each as the dump of July 2024."""
    releases = made(tmp_path, 1_000)
    issues: list[Issue] = []
    source = Discogs(Context(descriptor("discogs"), str(tmp_path / "1000.xml.gz"), report=issues.append))
    assert sum(1 for record in source.records() for _ in source.parse(record)) > 10_000
    assert issues == []
    many = Counter(one.tag for release in releases for one in release.iter())
    assert 8_000 < many["track"] < 11_000
    assert 9_000 < many["artist"] < 14_000
    assert 1_200 < many["company"] < 2_200
    assert 1_000 < many["identifier"] < 2_000


def test_the_made_up_release_has_the_fields_of_a_real_one(tmp_path: Path, shared: Path) -> None:
    real = {one.tag for one in fromstring((shared / "fixtures" / "discogs" / "release.xml").read_bytes()).iter()}
    ours = {one.tag for release in made(tmp_path, 200) for one in release.iter()}
    assert ours <= real
    assert real - ours == {"images", "image", "sub_tracks"}


def test_a_number_asks_for_releases_and_a_path_for_a_dump(tmp_path: Path) -> None:
    assert ImportDiscogs(tmp_path, "r.xml.gz").given() == "r.xml.gz"
    assert ImportDiscogs(tmp_path).data().startswith("20,000 rows made up in the shape of a dump of Discogs")
    for kind in (ImportDiscogs, ReadDiscogs):
        with pytest.raises(InputMissing):
            kind(tmp_path, str(tmp_path / "nothing")).data()
