"""listenbrainz: what its API says of recordings, release groups and artists themselves; synthetic and real answers."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from culturedata.data.records import Agent, Credit, Date, Identifier, Image, Measure, Relation, Text, Title, WorkTerm
from culturedata.errors import CultureDataError
from culturedata.importing.descriptor import descriptor
from culturedata.importing.pseudonyms import pseudonyms
from culturedata.importing.run import import_source
from culturedata.importing.source import Context, Issue
from culturedata.importing.standards.metabrainz import CORE, COVER, SUPPLEMENTARY
from culturedata.sources.listenbrainz.source import ListenBrainz
from culturedata.store.library import Library
from tests.contract_source import SourceContract, entities
from tests.sources.listens_made_up import Row, lines, listen, uuid

ARTIST: Row = {
    "area": "France", "artist_mbid": uuid(1, 2), "begin_year": 1991, "end_year": 2005, "gender": "Female",
    "join_phrase": " & ", "name": "An Artist", "type": "Person",
    "rels": {"official homepage": "https://artist.example/", "wikidata": "https://www.wikidata.org/wiki/Q42"},
}  # fmt: skip
OTHER: Row = {"artist_mbid": uuid(2, 2), "join_phrase": "", "name": "Another", "type": "Group"}
CREDIT: Row = {"artist_credit_id": 65, "name": "An Artist & Another", "artists": [ARTIST, OTHER]}
TAGS: Row = {
    "artist": [{"artist_mbid": uuid(1, 2), "count": 13, "genre_mbid": uuid(1, 8), "tag": "trip hop"}],
    "recording": [{"count": 8, "genre_mbid": uuid(1, 8), "tag": "trip hop"}, {"count": -1, "tag": "sung"}],
    "release_group": [{"count": 6, "tag": "mysterious"}],
}
RECORDINGS: Row = {
    uuid(1): {
        "artist": CREDIT,
        "recording": {
            "name": "A Song", "length": 180_000, "first_release_date": "1994-08-22", "isrcs": ["FRZ110000001"],
            "rels": [
                {"artist_mbid": uuid(3, 2), "artist_name": "A Drummer", "instrument": "drums", "type": "instrument"},
                {"artist_mbid": uuid(1, 2), "artist_name": "An Artist", "instrument": None, "type": "vocal"},
            ],
        },
        "release": {
            "album_artist_name": "Various", "caa_id": 77, "caa_release_mbid": uuid(2, 3), "mbid": uuid(1, 3),
            "name": "A Release", "release_group_mbid": uuid(1, 4), "year": 1995,
        },
        "tag": TAGS,
    },
}  # fmt: skip
GROUPS: Row = {
    uuid(1, 4): {
        "artist": CREDIT,
        "release": {"caa_id": 77, "caa_release_mbid": uuid(2, 3), "date": "1995", "name": "A Release (again)",
                    "rels": [], "type": "Album"},
        "release_group": {"caa_id": 77, "caa_release_mbid": uuid(2, 3), "date": "1994-08", "name": "A Release",
                          "type": "Album"},
        "tag": {name: TAGS[name] for name in ("artist", "release_group")},
    },
}  # fmt: skip
ARTISTS = [{**{name: said for name, said in ARTIST.items() if name != "join_phrase"}, "mbid": uuid(1, 2),
            "tag": {"artist": TAGS["artist"]}}]  # fmt: skip
COVER_IMAGE = Image(
    url=f"https://coverartarchive.org/release/{uuid(2, 3)}/77.jpg",
    thumbnail=f"https://coverartarchive.org/release/{uuid(2, 3)}/77-250.jpg",
)


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CULTUREDATA_CONFIG", str(tmp_path / "settings" / "keys.toml"))


def saved(folder: Path, found: object, name: str = "answer.json") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(json.dumps(found), encoding="utf-8")
    return path


def read(folder: Path, found: object) -> tuple[dict[str, Any], list[str]]:
    """Works and agents by id, and the codes of what was reported but the key."""
    issues: list[Issue] = []
    reader = ListenBrainz(Context(descriptor("listenbrainz"), str(saved(folder, found)), report=issues.append))
    works, agents, _ = entities(reader)
    return works | agents, [one.code for one in issues if one.code != "new-key"]


class TestContract(SourceContract):
    source = "listenbrainz"
    understood = frozenset({
        "release.rels",  # no answer at hand has any: a field in one is reported
        "artist.artists[].join_phrase",  # the name of all of them has it
    })  # fmt: skip

    def input(self, tmp_path: Path) -> str:
        pseudonyms(self.source)
        saved(tmp_path / "answers", RECORDINGS, "a.json"), saved(tmp_path / "answers", GROUPS, "b.json")
        saved(tmp_path / "answers", ARTISTS, "c.json")
        return str(tmp_path / "answers")


def test_a_recording(tmp_path: Path) -> None:
    found, told = read(tmp_path, RECORDINGS)
    work = found[f"listenbrainz:{uuid(1)}"]
    assert not told
    assert work.titles == (Title(text="A Song"),)
    first, second, third = (f"listenbrainz:agent:{uuid(number, 2)}" for number in (1, 2, 3))
    assert work.credits == (
        Credit(agent=first, role="performer", note="An Artist & Another"),
        Credit(agent=second, role="performer", note="An Artist & Another"),
        Credit(agent=third, role="performer", note="instrument, drums"),
        Credit(agent=first, role="performer", note="vocal"),
    )
    assert work.dates == (
        Date(text="1994-08-22", kind="released", earliest=1994, latest=1994, precision="day"),
        Date(text="1995", kind="released", earliest=1995, latest=1995, precision="year"),
    )
    assert work.terms == (
        WorkTerm(facet="genre", term="listenbrainz:term:genre-trip-hop"),
        WorkTerm(facet="classification", term="listenbrainz:term:classification-mysterious"),
    )
    assert work.measures == (
        Measure(kind="runtime", value=3, unit="min"),
        Measure(kind="votes for trip hop", value=8, unit="votes"),
        Measure(kind="votes for sung", value=-1, unit="votes"),
    )
    assert work.texts == (Text(kind="release artist", text="Various"),)
    assert work.images == (COVER_IMAGE,)
    assert work.rights == (CORE, SUPPLEMENTARY, COVER)
    assert work.identifiers == (
        Identifier(scheme="mbid", value=uuid(1)), Identifier(scheme="isrc", value="FRZ110000001"),
    )  # fmt: skip
    assert work.relations == (
        Relation(kind="part of", target=f"listenbrainz:release-{uuid(1, 3)}", text="A Release"),
        Relation(kind="part of", target=f"listenbrainz:release-group-{uuid(1, 4)}", text="A Release"),
    )


@pytest.mark.parametrize("answer", [RECORDINGS, ARTISTS])
def test_an_artist(answer: Any, tmp_path: Path) -> None:
    """As an answer of their own has them, and as an answer about a recording has."""
    found, told = read(tmp_path, answer)
    assert not told
    assert found[f"listenbrainz:agent:{uuid(1, 2)}"] == Agent(
        id=f"listenbrainz:agent:{uuid(1, 2)}", name="An Artist", kind="person", born=1991, died=2005, gender="female",
        url=f"https://musicbrainz.org/artist/{uuid(1, 2)}",
        identifiers=(
            Identifier(scheme="mbid", value=uuid(1, 2)), Identifier(scheme="wikidata", value="Q42"),
            Identifier(scheme="url", value="https://artist.example/"),
        ),
        terms=(
            WorkTerm(facet="place", term="listenbrainz:term:place-france"),
            WorkTerm(facet="genre", term="listenbrainz:term:genre-trip-hop"),
        ),
        measures=(Measure(kind="votes for trip hop", value=13, unit="votes"),),
        authority=1,
    )  # fmt: skip


def test_a_release_group(tmp_path: Path) -> None:
    found, told = read(tmp_path, GROUPS)
    work = found[f"listenbrainz:release-group-{uuid(1, 4)}"]
    assert not told
    assert work.titles == (Title(text="A Release"), Title(text="A Release (again)", kind="alternative"))
    assert [date.text for date in work.dates] == ["1994-08", "1995"]
    assert [use.term.rpartition(":")[2] for use in work.terms] == ["classification-mysterious", "type-album"]
    assert work.images == (COVER_IMAGE,), "the cover that both name"


def test_a_recording_without_a_name_is_told_and_is_no_work(tmp_path: Path) -> None:
    """So a title that a listen gave stays."""
    answer = copy.deepcopy(RECORDINGS)
    del answer[uuid(1)]["recording"]["name"]
    heard = tmp_path / "listens.jsonl"
    heard.write_bytes(lines([listen(1, mbid_mapping={"recording_mbid": uuid(1)})]))
    with Library.open(tmp_path / "library", create=True) as library:
        import_source(library, "listenbrainz", str(heard))
        import_source(library, "listenbrainz", str(saved(tmp_path, answer)))
        assert library.culture.execute("SELECT title FROM works").fetchall() == [("Song 1",)]
        assert library.culture.execute("SELECT born FROM agents WHERE name = 'An Artist'").fetchone() == (1991,)
        told = library.culture.execute("SELECT code, field FROM issues WHERE code <> 'new-key'").fetchall()
    assert told == [("no-name", "recording.name")]


@pytest.mark.parametrize("answer", [RECORDINGS | {uuid(9): 7, uuid(8): {"x": 1}}, [*ARTISTS, 7, {"name": "nobody"}]])
def test_what_is_about_nothing_is_told_and_the_rest_goes_in(answer: Any, tmp_path: Path) -> None:
    found, told = read(tmp_path, answer)
    assert told == ["bad-metadata", "bad-metadata"]
    assert f"listenbrainz:agent:{uuid(1, 2)}" in found


def test_votes_below_nought_are_supplementary_data_too(tmp_path: Path) -> None:
    answer = copy.deepcopy(RECORDINGS)
    answer[uuid(1)]["mbid"] = "said once more"
    answer[uuid(1)]["tag"] = {"recording": [{"count": -1, "tag": "sung"}]}
    work = read(tmp_path, answer)[0][f"listenbrainz:{uuid(1)}"]
    assert (work.terms, work.rights) == ((), (CORE, SUPPLEMENTARY, COVER))


NAMES = (
    "artist", "artists", "artist_mbid", "recording", "release", "release_group", "tag", "rels", "name", "count", "area",
    "begin_year", "end_year", "type", "instrument", "length", "date", "year", "caa_id", "caa_release_mbid", "isrcs",
)  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.just(uuid(1))
ANY = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner), max_leaves=20
)


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(found=st.dictionaries(st.sampled_from(NAMES), ANY), kind=st.sampled_from(["recording", "release_group", ""]))
def test_whatever_stands_in_an_answer(found: Row, kind: str, tmp_path: Path) -> None:
    answer = {uuid(1): found | {kind: found.get(kind)}} if kind else [found | {"artist_mbid": uuid(1)}]
    path = saved(tmp_path, answer)
    with TemporaryDirectory() as folder, Library.open(Path(folder), create=True) as library:
        with suppress(CultureDataError):
            import_source(library, "listenbrainz", str(path))
        assert not library.culture.execute("SELECT 1 FROM issues WHERE code = 'unreadable-record'").fetchall()


REAL = {  # file: works, agents, issues
    "mb_artist_metadata_example.json": (0, 1, []),
    "mb_metadata_cache_example.json": (0, 5, ["no-name"]),
    "mb_release_group_metadata_cache_example.json": (1, 1, []),
}


@pytest.mark.parametrize("name", REAL)
def test_the_real_answers(name: str, shared: Path, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", create=True) as library:
        counts = import_source(library, "listenbrainz", str(shared / "fixtures" / "listenbrainz" / name)).counts
        told = library.culture.execute("SELECT code FROM issues WHERE code <> 'new-key'").fetchall()
    assert (counts.works, counts.agents, [code for (code,) in told]) == REAL[name]
