"""musicbrainz: what may be asked for, and answers that somebody kept, also the recorded ones where they are.

All records here but those are synthetic; see test_sources_musicbrainz.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from culturedata.errors import InputEmpty, InputError, InputFormat, InputPointer, InputTruncated, UsageError
from culturedata.importing.run import import_source
from culturedata.importing.source import Issue
from culturedata.sources.musicbrainz.api import asked
from culturedata.store.library import Library
from tests.contract_source import entities, sound
from tests.sources.test_sources_musicbrainz import COVER, GROUP, RECORDING, RELEASE, mbid, reader


@pytest.mark.parametrize(
    "given", ["api", "api:", "api:Ada", f"api:artist/{mbid(1)}/area", "https://x.example/", "dump:area"]
)
def test_what_can_not_be_asked_for_is_named(given: str) -> None:
    with pytest.raises(UsageError):
        list(reader(given).records())


def test_several_may_be_asked_for() -> None:
    base, wanted = asked(f"api:artist/{mbid(1)},https://musicbrainz.org/work/{mbid(20)}/recording", "b") or ("", [])
    assert base == "b"
    assert [(one.entity, one.id, one.lists) for one in wanted] == [
        ("artist", mbid(1), ("release-group", "work")), ("work", mbid(20), ("recording",)),
    ]  # fmt: skip
    assert asked(f"https://musicbrainz.org/artist/{mbid(1)}", "b") == ("https://musicbrainz.org/ws/2", wanted[:1])
    assert asked("dumps/artist.tar.xz", "b") is None


class TestForms:
    """Answers in other forms than one record a file."""

    def test_a_page_of_a_list_and_lines(self, tmp_path: Path) -> None:
        groups = [GROUP, {"id": mbid(11), "title": "B", "primary-type": "EP"}]
        page = {"release-groups": groups, "release-group-count": 2, "offset": 0}
        forms = {
            "page.json": json.dumps(page), "indented.json": json.dumps(page, indent=1),
            "lines.jsonl": "\n".join(map(json.dumps, groups)),
        }  # fmt: skip
        for name, text in forms.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
            found = list(reader(tmp_path / name).records())
            assert [one.key for one in found] == [f"release-group:{mbid(10)}", f"release-group:{mbid(11)}"], name
            assert [one.key for one in reader(tmp_path / name, cursor=found[0].cursor).records()] == [found[1].key]

    def test_names_with_underscores_are_the_same(self, tmp_path: Path) -> None:
        """As a program keeps them that parts relations by what they lead to."""
        said = json.loads(json.dumps(RECORDING).replace("-", "_").replace("_0000_4000_8000_", "-0000-4000-8000-"))
        for key in ("first_release_date", "relations"):
            said.pop(key)
        said |= {"first_release_date": "2014", "artist_relations": [
            {key.replace("-", "_"): value for key, value in one.items() if key != "target-type"}
            for one in RECORDING["relations"] if one["target-type"] == "artist"]}  # fmt: skip
        plain = RECORDING | {"relations": [one for one in RECORDING["relations"] if one["target-type"] == "artist"]}
        found = []
        for name, row in (("kept", said), ("plain", plain)):
            (tmp_path / f"{name}.json").write_text(json.dumps(row), encoding="utf-8")
            issues: list[Issue] = []
            found.append(entities(reader(tmp_path / f"{name}.json", issues))[:2])
            assert issues == []
        assert found[0] == found[1]

    @pytest.mark.parametrize(
        ("body", "error"),
        [(b"", InputEmpty), (b"<metadata/>", InputEmpty), (b"<html/>", InputFormat),
         (b'{"a": 1}', InputFormat), (b'{"works": [', InputTruncated),
         (json.dumps(COVER).encode(), InputFormat),
         (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n", InputPointer)],
    )  # fmt: skip
    def test_bad_input_is_called_by_its_name(self, tmp_path: Path, body: bytes, error: type[InputError]) -> None:
        (tmp_path / "a.json").write_bytes(body)
        with pytest.raises(error):
            list(reader(tmp_path / "a.json").records())

    def test_pictures_without_their_release_are_reported(self, tmp_path: Path) -> None:
        for name, row in {"cover": COVER, "group": GROUP}.items():
            (tmp_path / f"{name}.json").write_text(json.dumps(row), encoding="utf-8")
        issues: list[Issue] = []
        assert len(list(reader(tmp_path, issues).records())) == 1
        assert [(one.code, one.located) for one in issues] == [("no-release", "cover.json:1")]


class TestReal:
    def test_the_recorded_answers(self, shared: Path, tmp_path: Path) -> None:
        """Nine in JSON have an id; of the others the tests that they are from took it away. No field is unknown."""
        with Library.open(tmp_path, create=True) as library:
            counts = import_source(library, "musicbrainz", str(shared / "fixtures" / "musicbrainz")).counts
            codes = library.culture.execute("SELECT code, count(*) FROM issues GROUP BY 1").fetchall()
            sound(library, "musicbrainz")
        assert (counts.records, counts.works, counts.agents, counts.skipped) == (61, 33, 91, 0)
        assert codes == [("no-key", 6)]

    def test_the_recorded_cover(self, shared: Path, tmp_path: Path) -> None:
        cover = next((shared / "fixtures" / "cover_art_archive").glob("*.json"))
        id_ = json.loads(cover.read_bytes())["release"].rpartition("/")[2]
        (tmp_path / "cover.json").write_bytes(cover.read_bytes())
        (tmp_path / "release.json").write_text(json.dumps(RELEASE | {"id": id_}), encoding="utf-8")
        work = entities(reader(tmp_path))[0][f"musicbrainz:{id_}"]
        assert [image.url.startswith("https://coverartarchive.org/release/") for image in work.images] == [True]
