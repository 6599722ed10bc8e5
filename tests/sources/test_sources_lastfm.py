"""lastfm: synthetic files in the shapes of HetRec 2011, every fault of a line, and the real files beside the checkout.

Artists, tags and people here are invented, but for those of ../shared.
"""

from __future__ import annotations

import gzip
import json
import re
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.records import Agent, Credit, Interaction, Term, Title, Work
from culturedata.errors import InputEmpty, InputFormat, InputMissing, InputPointer, InputTruncated, UsageError
from culturedata.importing.descriptor import descriptor
from culturedata.importing.run import import_source
from culturedata.importing.source import Context, Issue
from culturedata.sources.lastfm.files import COLUMNS
from culturedata.sources.lastfm.source import LastFm
from culturedata.store.library import Library
from culturedata.store.people import behaviour
from tests.contract_source import SourceContract, cells, entities

URL = "http://www.last.fm/music"
FILES: dict[str, list[str]] = {
    "artists.dat": [
        "id\tname\turl\tpictureURL",
        f"7\tThe Invented\t{URL}/The+Invented\thttp://pictures.example/7.jpg",
        f"8\tCôté Cour\t{URL}/C%C3%B4t%C3%A9+Cour\t",
        f'9\t"Quoted" & Co\t{URL}/Quoted\thttp://pictures.example/9.jpg',
    ],
    "tags.dat": ["tagID\ttagValue", "1\tmade up", "2\tseen live", "5\tchanson française"],
    "user_artists.dat": ["userID\tartistID\tweight", "2\t7\t13883", "2\t8\t1", "4\t7\t352698"],
    "user_friends.dat": ["userID\tfriendID", "2\t4", "4\t2"],
    "user_taggedartists.dat": [
        "userID\tartistID\ttagID\tday\tmonth\tyear",
        "2\t7\t2\t1\t4\t2009", "2\t7\t1\t1\t4\t2009", "4\t7\t1\t1\t5\t2010", "4\t8\t5\t1\t5\t2010",
    ],
    "user_taggedartists-timestamps.dat": [
        "userID\tartistID\ttagID\ttimestamp",
        "2\t7\t2\t1238536800001", "2\t7\t1\t1238536800002", "4\t7\t1\t1272664800003", "4\t8\t5\t1272664800004",
    ],
}  # fmt: skip


def contents(files: dict[str, list[str]]) -> dict[str, bytes]:
    """As published: tags.dat is in Latin-1, lines end in CR LF."""
    encodings = {"tags.dat": "latin-1"}
    return {
        name: "".join(f"{line}\r\n" for line in lines).encode(encodings.get(name, "utf-8"))
        for name, lines in files.items()
    }


def folder(path: Path, files: dict[str, list[str]] = FILES) -> str:
    for name, body in contents(files).items():
        (path / name).write_bytes(body)
    (path / "readme.txt").write_text("terms", encoding="utf-8")
    return str(path)


def zipped(path: Path, files: dict[str, list[str]] = FILES) -> str:
    with zipfile.ZipFile(path / "hetrec2011-lastfm-2k.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in contents(files).items():
            archive.writestr(f"hetrec2011-lastfm-2k/{name}", body)
    return str(path / "hetrec2011-lastfm-2k.zip")


def without(*names: str) -> dict[str, list[str]]:
    return {file: said for file, said in FILES.items() if file not in names}


def reader(given: str | None, issues: list[Issue] | None = None, cursor: str | None = None) -> LastFm:
    report = (lambda _: None) if issues is None else issues.append
    return LastFm(Context(descriptor("lastfm"), given, cursor=cursor, report=report))


def read(given: str) -> tuple[dict[str, Work], dict[str, Agent], dict[str, Term], list[Interaction], list[Issue]]:
    issues: list[Issue] = []
    source = reader(given, issues)
    return *entities(source), list(source.interactions()), issues


def bodies(given: str, *, private: bool) -> dict[str, Any]:
    return {one.key: json.loads(one.body) for one in reader(given).records() if one.private is private}


class TestFolder(SourceContract):
    source = "lastfm"
    of_tables = True
    understood = frozenset()

    def input(self, tmp_path: Path) -> str:
        return folder(tmp_path)


class TestZip(SourceContract):
    """The dump."""

    source = "lastfm"
    of_tables = True
    understood = frozenset()

    def input(self, tmp_path: Path) -> str:
        return zipped(tmp_path)


@pytest.mark.parametrize("pack", [folder, zipped])
def test_an_artist_is_a_work_and_who_performs_it(tmp_path: Path, pack: Any) -> None:
    works, agents, terms, _, issues = read(pack(tmp_path))
    assert works["lastfm:7"].titles == (Title(text="The Invented"),)
    assert works["lastfm:7"].credits == (Credit(agent="lastfm:agent:7", role="performer"),)
    assert (works["lastfm:8"].url, works["lastfm:8"].domain) == (f"{URL}/C%C3%B4t%C3%A9+Cour", "music")
    assert agents["lastfm:agent:9"] == Agent(
        id="lastfm:agent:9", name='"Quoted" & Co', url=f"{URL}/Quoted", authority=1
    )
    assert [(one.facet, one.term) for one in works["lastfm:7"].terms] == [
        ("type", "lastfm:term:type-artist"), ("subject", "lastfm:term:tag-1"), ("subject", "lastfm:term:tag-2"),
    ]  # fmt: skip
    assert [one.term for one in works["lastfm:9"].terms] == ["lastfm:term:type-artist"]
    assert terms["lastfm:term:tag-5"].label == "chanson française"
    assert [issue.code for issue in issues] == ["edition-incomplete"]


def test_plays_are_counts_of_plays_without_a_day(tmp_path: Path) -> None:
    plays = read(folder(tmp_path))[3]
    assert [(one.user, one.item, one.value) for one in plays] == [
        ("lastfm:user:2", "lastfm:7", 13883.0), ("lastfm:user:2", "lastfm:8", 1.0),
        ("lastfm:user:4", "lastfm:7", 352698.0),
    ]  # fmt: skip
    assert {(one.kind, one.unit, one.at) for one in plays} == {("play", "plays", None)}


def test_friends_follow_each_other_and_what_is_no_number_was_told_before(tmp_path: Path) -> None:
    lines = {"user_friends.dat": [*FILES["user_friends.dat"], "x\t2", "2"]}
    issues: list[Issue] = []
    source = reader(folder(tmp_path, FILES | lines), issues)
    pairs = [(one.user, one.followed) for one in source.follows()]
    assert pairs == [("lastfm:user:2", "lastfm:user:4"), ("lastfm:user:4", "lastfm:user:2")]
    assert issues == []


def test_an_artist_tells_how_many_gave_a_tag_and_not_who(tmp_path: Path) -> None:
    found = bodies(folder(tmp_path), private=False)
    assert found["7"]["tags"] == [["1", "made up", 2], ["2", "seen live", 1]]
    assert "tags" not in found["9"]
    assert found["tag:5"] == {"tagID": "5", "tagValue": "chanson française"}


def test_what_people_said_is_kept_whole_and_apart(tmp_path: Path) -> None:
    found = bodies(folder(tmp_path), private=True)
    assert list(found) == ["user:2", "user:4"]
    assert found["user:4"] == {
        "userID": "4",
        "user_friends.dat": [{"friendID": "2"}],
        "user_taggedartists.dat": [
            {"artistID": "7", "tagID": "1", "day": "1", "month": "5", "year": "2010"},
            {"artistID": "8", "tagID": "5", "day": "1", "month": "5", "year": "2010"},
        ],
        "user_taggedartists-timestamps.dat": [
            {"artistID": "7", "tagID": "1", "timestamp": "1272664800003"},
            {"artistID": "8", "tagID": "5", "timestamp": "1272664800004"},
        ],
    }


@pytest.mark.parametrize("left", ["user_taggedartists.dat", "user_taggedartists-timestamps.dat"])
def test_either_file_of_assignments_is_enough(tmp_path: Path, left: str) -> None:
    works, _, _, _, issues = read(folder(tmp_path, without(left)))
    assert len(works["lastfm:7"].terms) == 3
    assert [issue.code for issue in issues] == ["edition-incomplete"]


def test_files_that_are_missing_are_named(tmp_path: Path) -> None:
    """As in the copy beside the checkout, which has no assignments."""
    files = {"artists.dat": FILES["artists.dat"], "user_artists.dat": FILES["user_artists.dat"]}
    works, _, _, plays, issues = read(folder(tmp_path, files))
    assert (len(works), len(plays)) == (3, 3)
    assert [(one.code, one.located) for one in issues] == [
        ("missing-table", "tags.dat"), ("missing-table", "user_friends.dat"),
        ("missing-table", "user_taggedartists.dat"), ("edition-incomplete", "user_artists.dat"),
    ]  # fmt: skip


def test_tags_without_assignments_are_words_that_nothing_has(tmp_path: Path) -> None:
    left = ("user_taggedartists.dat", "user_taggedartists-timestamps.dat")
    works, _, terms, _, _ = read(folder(tmp_path, without(*left)))
    assert {"lastfm:term:tag-1", "lastfm:term:tag-2", "lastfm:term:tag-5"} < set(terms)
    assert {len(work.terms) for work in works.values()} == {1}


def test_a_line_of_names_may_be_missing_and_its_order_may_differ(tmp_path: Path) -> None:
    files = {name: lines[1:] for name, lines in FILES.items()}
    files["user_artists.dat"] = ["weight\tartistID\tuserID", "13883\t7\t2", "1\t8\t2", "352698\t7\t4"]
    (tmp_path / "other").mkdir()
    (tmp_path / "same").mkdir()
    assert read(folder(tmp_path / "other", files))[:4] == read(folder(tmp_path / "same"))[:4]


def test_packed_files_in_a_folder(tmp_path: Path) -> None:
    for name, body in contents(FILES).items():
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(body))
    (tmp_path / "plain").mkdir()
    assert read(str(tmp_path))[:4] == read(folder(tmp_path / "plain"))[:4]


def test_an_artist_without_a_name_is_called_by_its_id(tmp_path: Path) -> None:
    files = FILES | {"artists.dat": ["id\tname\turl\tpictureURL", "7\t \t\t"]}
    works, agents, _, _, issues = read(folder(tmp_path, files))
    assert works["lastfm:7"].titles == (Title(text="lastfm:7", kind="alternative"),)
    assert (agents["lastfm:agent:7"].name, agents["lastfm:agent:7"].url) == ("lastfm:7", None)
    assert ("no-title", "7", "artists.dat:2") in [(one.code, one.record, one.located) for one in issues]


def test_a_letter_that_was_lost_before_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "tags.dat").write_text("tagID\ttagValue\n1\tfran\ufffdais\n", encoding="utf-8")
    folder(tmp_path, without("tags.dat"))
    _, _, terms, _, issues = read(str(tmp_path))
    assert terms["lastfm:term:tag-1"].label == "fran\ufffdais"
    assert [(one.field, one.raw, one.located) for one in issues if one.code == "lost-letter"] == [
        ("tagValue", "fran\ufffdais", "tags.dat:2")
    ]


def test_a_tag_that_nobody_describes_is_told(tmp_path: Path) -> None:
    works, _, _, _, issues = read(folder(tmp_path, FILES | {"tags.dat": FILES["tags.dat"][:2]}))
    assert [one.term for one in works["lastfm:7"].terms] == ["lastfm:term:type-artist", "lastfm:term:tag-1"]
    assert [(one.raw, one.record) for one in issues if one.code == "unknown-tag"] == [("2", "7"), ("5", "8")]


def test_a_tag_that_stands_twice_is_told_and_means_the_first(tmp_path: Path) -> None:
    given = folder(tmp_path, FILES | {"tags.dat": [*FILES["tags.dat"], "1\tsomething else"]})
    with Library.open(tmp_path / "library", create=True) as library:
        import_source(library, "lastfm", given)
        told = library.culture.execute(
            "SELECT record_id, located FROM issues WHERE code = 'duplicate-record'"
        ).fetchall()
        label = library.culture.execute("SELECT label FROM terms WHERE term_id = 'lastfm:term:tag-1'").fetchone()
    assert (told, label) == ([("lastfm:tag:1", "tags.dat:5")], ("made up",))


@pytest.mark.parametrize(
    ("name", "line", "code"),
    [
        ("artists.dat", "10\tToo few", "wrong-cells"),
        ("artists.dat", "x\tInvented\t\t", "bad-id"),
        ("artists.dat", "10\tA\0B\t\t", "nul"),
        ("tags.dat", "x\tinvented", "bad-id"),
        ("user_artists.dat", "2\t9\t0", "bad-play"),
        ("user_artists.dat", "2\t9\tmany", "bad-play"),
        ("user_artists.dat", f"{'9' * 5000}\t9\t1", "bad-play"),
        ("user_artists.dat", "2\t9", "wrong-cells"),
        ("user_artists.dat", "2\t9\t\0", "nul"),
        ("user_friends.dat", "x\t2", "bad-id"),
        ("user_taggedartists.dat", "2\t7\t1\t1\t4", "wrong-cells"),
    ],
)
def test_a_bad_line_is_left_out_and_told(tmp_path: Path, name: str, line: str, code: str) -> None:
    """Its place always, what it says only where it is about artists or tags."""
    (tmp_path / "good").mkdir()
    (tmp_path / "bad").mkdir()
    good = read(folder(tmp_path / "good"))
    bad = read(folder(tmp_path / "bad", FILES | {name: [*FILES[name], line]}))
    assert bad[:4] == good[:4]
    [told] = [issue for issue in bad[4] if issue.code != "edition-incomplete"]
    assert (told.code, told.located) == (code, f"{name}:{len(FILES[name]) + 1}")
    assert (told.raw is None) == name.startswith("user_")


def test_a_tag_without_words_is_skipped_and_told(tmp_path: Path) -> None:
    given = folder(tmp_path, FILES | {"tags.dat": [*FILES["tags.dat"], "9\t "]})
    with Library.open(tmp_path / "library", create=True) as library:
        assert import_source(library, "lastfm", given).counts.skipped == 1


def test_artists_in_another_encoding_are_told(tmp_path: Path) -> None:
    folder(tmp_path, without("artists.dat"))
    (tmp_path / "artists.dat").write_bytes(b"id\tname\turl\tpictureURL\n7\tCaf\xe9\t\t\n")
    works, _, _, _, issues = read(str(tmp_path))
    assert works["lastfm:7"].titles[0].text == "Café"
    assert ("not-utf-8", "artists.dat:2") in [(one.code, one.located) for one in issues]


PERSON, STAMP = "7654321", "1238536800009"


def test_the_catalogue_says_nothing_about_people(tmp_path: Path) -> None:
    """Neither its records nor its issues: these name the file and the line."""
    (tmp_path / "input").mkdir()
    files = FILES | {
        "user_artists.dat": ["userID\tartistID\tweight", f"{PERSON}\t7\t1", f"{PERSON}\t7\tQuince"],
        "user_friends.dat": ["userID\tfriendID", f"{PERSON}\t2", f"{PERSON}\tQuince\t3"],
        "user_taggedartists-timestamps.dat": [
            "userID\tartistID\ttagID\ttimestamp", f"{PERSON}\t7\t1\t{STAMP}", f"{PERSON}\t7\t1\t\0Quince",
        ],
    }  # fmt: skip
    given = folder(tmp_path / "input", files)
    with Library.open(tmp_path / "library", create=True) as library:
        import_source(library, "lastfm", given)
        catalogue = [cell.replace(str(tmp_path), "") for cell in cells(library.culture)]
        audience = "\n".join(cells(library.audience))
        issues = library.culture.execute("SELECT located, raw FROM issues WHERE located LIKE 'user%:%'").fetchall()
    assert "The Invented" in catalogue
    secrets = (PERSON, STAMP, "Quince", "friendID", "user:")
    assert [cell for cell in catalogue if any(secret in cell for secret in secrets)] == []
    assert PERSON in audience
    assert STAMP in audience
    assert sorted(issues) == [
        ("user_artists.dat:3", None), ("user_friends.dat:3", None), ("user_taggedartists-timestamps.dat:3", None),
    ]  # fmt: skip


def test_reading_goes_on_after_the_cursor(tmp_path: Path) -> None:
    given = folder(tmp_path, without("user_friends.dat"))
    whole = list(reader(given).records())
    for number in range(1, len(whole)):
        assert list(reader(given, cursor=whole[number - 1].cursor).records()) == whole[number:]


def write(path: Path, body: bytes) -> str:
    path.write_bytes(body)
    return str(path)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", InputEmpty),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", InputPointer),
        (b"id\tname\turl\n7\tA\t\n", InputFormat),
        (b"<!DOCTYPE html><html></html>", InputFormat),
        (gzip.compress(contents(FILES)["artists.dat"])[:-9], InputTruncated),
    ],
)
def test_a_file_that_is_not_the_data_is_named(tmp_path: Path, body: bytes, error: type[Exception]) -> None:
    folder(tmp_path, without("artists.dat"))
    write(tmp_path / "artists.dat", body)
    with pytest.raises(error, match=r"artists\.dat"):
        read(str(tmp_path))


def test_an_input_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputMissing):
        read(str(tmp_path / "nowhere"))
    with pytest.raises(InputFormat, match=r"no artists\.dat"):
        read(str(tmp_path))
    with pytest.raises(InputFormat, match="is not a zip"):
        read(write(tmp_path / "artists.dat", b"id\tname\turl\tpictureURL\n"))
    whole = Path(zipped(tmp_path)).read_bytes()
    with pytest.raises(InputTruncated):
        read(write(tmp_path / "cut.zip", whole[: len(whole) // 2]))
    with pytest.raises(UsageError):
        read("https://files.invented.example/api")


def test_a_member_of_a_zip_that_is_damaged(tmp_path: Path) -> None:
    given = Path(zipped(tmp_path))
    body = bytearray(given.read_bytes())
    body[60:70] = bytes(10)
    given.write_bytes(body)
    with pytest.raises(InputTruncated, match=r"artists\.dat"):
        read(str(given))


def test_what_people_said_is_never_held_in_memory(tmp_path: Path) -> None:
    """Ten times the people and the assignments, the same peak."""

    def peak(times: int) -> int:
        given = tmp_path / str(times)
        given.mkdir()
        head = FILES["user_taggedartists.dat"][0]
        lines = [f"{n // 3}\t7\t{n % 900}\t1\t4\t2009" for n in range(3, 3000 * times)]
        source = reader(folder(given, FILES | {"user_taggedartists.dat": [head, *lines]}))
        tracemalloc.start()
        count = sum(1 for _ in source.records())
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == 6 + 1000 * times - 1
        return top

    peak(1)
    assert peak(10) <= 1.1 * peak(2)


def test_the_terms_are_told() -> None:
    described = descriptor("lastfm")
    assert (described.publish, described.provenance, described.rating_scale) == ("local", "open", None)
    assert "non-commercial" in described.terms
    assert "http://www.lastfm.com" in described.attribution


class TestReal:
    """The real files beside the checkout."""

    def test_the_whole_set_but_the_assignments(self, shared: Path, tmp_path: Path) -> None:
        given = shared / "data" / "hetrec-lastfm"
        if not given.is_dir():
            pytest.skip("the real files are not here")
        with Library.open(tmp_path, create=True) as library:
            counts = import_source(library, "lastfm", str(given)).counts
            assert (counts.works, counts.agents, counts.interactions, counts.skipped) == (17_632, 17_632, 92_834, 0)
            codes = library.culture.execute("SELECT code, count(*) FROM issues GROUP BY 1 ORDER BY 1").fetchall()
            assert codes == [("lost-letter", 8), ("missing-table", 1)]
            [facts] = library.audience.execute(
                "SELECT count(DISTINCT user), count(DISTINCT item), max(value), min(unit), max(unit) FROM events"
            ).fetchall()
            assert facts == (1892, 17_632, 352_698.0, "plays", "plays")
            [(people,)] = library.audience.execute("SELECT count(*) FROM records").fetchall()
            assert people == 1892
            assert library.audience.execute("SELECT count(*) FROM follows").fetchone() == (25_434,)
            assert len(behaviour.plays(library).follows) == 25_434
        friends = sum(len(one["user_friends.dat"]) for one in bodies(str(given), private=True).values())
        assert friends == 25_434

    def test_the_columns_and_counts_are_those_of_the_readme(self, shared: Path) -> None:
        path = shared / "data" / "hetrec-lastfm" / "readme.txt"
        if not path.is_file():
            pytest.skip("the real readme is not here")
        text = path.read_text("latin-1")
        said = {tuple(re.split(r"\s*\\t\s*", line.strip())) for line in text.splitlines() if "\\t " in line}
        assert set(COLUMNS.values()) <= said
        described = descriptor("lastfm")
        assert f"{described.options['plays']} user-listened" in text
        assert f"{described.upstream} artists" in text

    def test_the_first_lines_without_a_line_of_names(self, shared: Path) -> None:
        works, _, _, plays, issues = read(str(shared / "fixtures" / "hetrec_lastfm"))
        assert (len(works), len(plays)) == (299, 299)
        assert sorted({issue.code for issue in issues}) == ["edition-incomplete", "missing-table"]
        private = bodies(str(shared / "fixtures" / "hetrec_lastfm"), private=True)
        assert sum(len(one["user_friends.dat"]) for one in private.values()) == 300
