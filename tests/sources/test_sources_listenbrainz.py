"""listenbrainz: synthetic listens as a dump, an export and the API have them, and the real ones where they are."""

from __future__ import annotations

import copy
import io
import json
import sqlite3
import zipfile
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from culturedata.data.records import Agent, Credit, Identifier, Image, Interaction, Measure, Relation, Text, Title
from culturedata.errors import CultureDataError, InputEmpty, InputFormat, InputTruncated
from culturedata.importing import pseudonyms
from culturedata.importing.descriptor import descriptor
from culturedata.importing.run import import_source
from culturedata.importing.source import Context, Issue
from culturedata.sources.listenbrainz import kept, said
from culturedata.sources.listenbrainz.source import ListenBrainz
from culturedata.store.library import Library
from tests.contract_source import SourceContract, cells, dump, entities
from tests.sources import listens_made_up as made
from tests.sources.listens_made_up import START, Row, listen, uuid

UNDERSTOOD = frozenset({
    # Where these are told one by one, the credited artists and the names sent beside them say the same.
    "mbid_mapping.artist_mbids", "mbid_mapping.artist_mbids[]", "mbid_mapping.artists[].join_phrase",
    "additional_info.artist_names",
    "additional_info.artist_names[]", "additional_info.release_artist_names", "additional_info.release_artist_names[]",
    "mbid_mapping.url_rels[].type",  # the address says which shop or service it is
})  # fmt: skip


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CULTUREDATA_CONFIG", str(tmp_path / "settings" / "keys.toml"))
    return tmp_path / "settings"


def reader(path: Path, issues: list[Issue] | None = None, **more: Any) -> ListenBrainz:
    report = (issues if issues is not None else []).append
    return ListenBrainz(Context(descriptor("listenbrainz"), str(path), report=report, **more))


def read(path: Path) -> tuple[dict[str, Any], list[Interaction], list[Issue]]:
    """All that a file says: works and agents by id, who heard what, and what was reported but the key."""
    issues: list[Issue] = []
    source = reader(path, issues)
    works, agents, _ = entities(source)
    return works | agents, list(source.interactions()), [one for one in issues if one.code != "new-key"]


def written(folder: Path, *found: object, name: str = "listens.jsonl") -> Path:
    (folder / name).write_bytes(made.lines(found))
    return folder / name


def bring(folder: Path, path: Path, **more: Any) -> Any:
    with Library.open(folder, create=True) as library:
        return import_source(library, "listenbrainz", str(path), **more).counts


def events(folder: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "audience.db")) as base:
        return base.execute(
            """SELECT user_id, item_id, kind, value, unit, at, e.source, e.provenance FROM events AS e
               JOIN users USING (user) JOIN items USING (item) ORDER BY event_id"""
        ).fetchall()


def pseudonym(name: str) -> str:
    return f"listenbrainz:user:{pseudonyms.pseudonyms('listenbrainz')(name)}"


class TestDump(SourceContract):
    source = "listenbrainz"
    understood = UNDERSTOOD

    def input(self, tmp_path: Path) -> str:
        pseudonyms.pseudonyms(self.source)
        path = tmp_path / "dump.tar.zst"
        path.write_bytes(made.dump(made.rows()[:3], made.rows()[3:]))
        return str(path)


class TestExport(SourceContract):
    source = "listenbrainz"
    understood = UNDERSTOOD

    def input(self, tmp_path: Path) -> str:
        pseudonyms.pseudonyms(self.source)
        found = copy.deepcopy(made.rows()[:4])
        for row in found:
            del row["user_name"]
        return str(written(tmp_path, *found))


class TestListens:
    def test_a_whole_listen(self, tmp_path: Path) -> None:
        found, heard, issues = read(written(tmp_path, made.whole()))
        work = found[f"listenbrainz:{uuid(1)}"]
        assert not issues
        assert work.domain == "music"
        assert work.titles == (Title(text="A Song"), Title(text="A Song!", kind="alternative"))
        assert work.credits == (
            Credit(agent=f"listenbrainz:agent:{uuid(1, 2)}", role="performer", note="An Artist & Another"),
            Credit(agent=f"listenbrainz:agent:{uuid(2, 2)}", role="performer", note="An Artist & Another"),
        )
        assert found[f"listenbrainz:agent:{uuid(2, 2)}"] == Agent(
            id=f"listenbrainz:agent:{uuid(2, 2)}", name="Another", url=f"https://musicbrainz.org/artist/{uuid(2, 2)}",
            identifiers=(Identifier(scheme="mbid", value=uuid(2, 2)),),
        )  # fmt: skip
        assert work.identifiers == (
            Identifier(scheme="mbid", value=uuid(1)),
            Identifier(scheme="messybrainz", value=uuid(1, 9)),
            Identifier(scheme="isrc", value="FRZ110000001"),
            Identifier(scheme="musicbrainz-track", value=uuid(1, 5)),
            Identifier(scheme="spotify", value="https://open.spotify.example/track/1"),
            Identifier(scheme="url", value="https://songs.example/1"),
        )
        assert work.measures == (Measure(kind="runtime", value=3, unit="min"),)
        assert work.texts == (Text(kind="label", text="A Label"), Text(kind="release artist", text="An Artist"))
        assert work.images == (
            Image(
                url=f"https://coverartarchive.org/release/{uuid(2, 3)}/77.jpg",
                thumbnail=f"https://coverartarchive.org/release/{uuid(2, 3)}/77-250.jpg",
            ),
        )
        assert work.relations == (
            Relation(kind="part of", target=f"listenbrainz:release-{uuid(2, 3)}", text="A Release"),
            Relation(kind="part of", target=f"listenbrainz:release-{uuid(1, 3)}", text="A Release"),
            Relation(kind="part of", target=f"listenbrainz:release-group-{uuid(1, 4)}", text="A Release"),
            Relation(kind="recording of", target=f"listenbrainz:work-{uuid(1, 6)}"),
        )
        assert heard == [
            Interaction(user=pseudonym("somebody"), item=work.id, kind="listen", value=1, unit="listens", at=START + 60)
        ]

    @pytest.mark.parametrize(
        ("mapped", "sent", "msid", "expected"),
        [
            (uuid(1), uuid(2), uuid(3), uuid(1)),
            (None, uuid(2).upper(), uuid(3), uuid(2)),
            (None, "none", uuid(3), f"msid-{uuid(3)}"),
            (None, None, uuid(3), f"msid-{uuid(3)}"),
            (None, None, None, "text-5f3c"),
        ],
    )
    def test_what_a_recording_is_called(
        self, tmp_path: Path, mapped: str | None, sent: str | None, msid: str | None, expected: str
    ) -> None:
        row = listen(1, additional_info={"recording_mbid": sent}, mbid_mapping={"recording_mbid": mapped})
        row["recording_msid"] = msid
        [interaction] = read(written(tmp_path, row))[1]
        if msid is None:
            again = read(written(tmp_path, row | {"listened_at": 7}))[1]
            assert interaction.item == again[0].item
            assert interaction.item.startswith("listenbrainz:text-")
        else:
            assert interaction.item == f"listenbrainz:{expected}"

    def test_several_artists_of_whom_each_has_a_name(self, tmp_path: Path) -> None:
        sent = {"artist_mbids": [uuid(1, 2), uuid(2, 2)], "artist_names": ["A", "B"]}
        found, _, _ = read(written(tmp_path, listen(1, artist_name="A & B", additional_info=sent)))
        assert {one.name for one in found.values() if isinstance(one, Agent)} == {"A", "B"}
        sent["artist_names"] = ["A"]
        found, _, _ = read(written(tmp_path, listen(1, artist_name="A & B", additional_info=sent)))
        assert {one.id for one in found.values() if isinstance(one, Agent)} == {"listenbrainz:agent:name-a-b"}

    def test_what_is_not_of_the_recording_stays_with_the_listener(self, tmp_path: Path) -> None:
        """Nothing that tells of a person is in the catalogue, and their name is nowhere."""
        path = tmp_path / "dump.tar.zst"
        path.write_bytes(made.dump([made.whole()]))
        bring(tmp_path / "library", path)
        with Library.open(tmp_path / "library") as library:
            catalogue, people = "\n".join(cells(library.culture)), "\n".join(cells(library.audience))
        for private in ("my wedding", "somebodys-house", "a program", "house.example"):
            assert private not in catalogue
            assert private in people
        for name in ('"somebody"', "somebody'", '"user_id"'):
            assert name not in catalogue + people
        for path in (tmp_path / "library").iterdir():
            assert b'"somebody"' not in path.read_bytes()

    @pytest.mark.parametrize(
        ("spoil", "code", "field", "raw"),
        [
            ({"artist_name": ""}, "no-name", "artist_name", ""),
            ({"artist_name": "  "}, "no-name", "artist_name", "  "),
            ({"track_name": None}, "no-name", "track_name", "null"),
            ({"track_name": ["a"]}, "no-name", "track_name", '["a"]'),
            ({"track_name": "\0Fade"}, "nul", "track_name", "\\u0000Fade"),
            ({"release_name": "a\0"}, "nul", "release_name", "a\\u0000"),
            ({"release_name": 7}, "no-name", "release_name", "7"),
            ({"listened_at": "soon"}, "bad-time", "listened_at", "soon"),
            ({"listened_at": None}, "bad-time", "listened_at", "null"),
            ({"listened_at": True}, "bad-time", "listened_at", "true"),
            ({"listened_at": 1_700_000_000_000}, "bad-time", "listened_at", "1700000000000"),
            ({"listened_at": -5}, "bad-time", "listened_at", "-5"),
        ],
    )
    def test_a_listen_that_cant_be_read_is_told_and_kept(
        self, tmp_path: Path, spoil: Row, code: str, field: str, raw: str
    ) -> None:
        bad = listen(1)
        for name, value in spoil.items():
            (bad if name == "listened_at" else bad["track_metadata"])[name] = value
        bring(tmp_path / "library", written(tmp_path, bad, listen(2)))
        with Library.open(tmp_path / "library") as library:
            told = library.culture.execute(
                "SELECT code, field, raw, located, record_id FROM issues WHERE code <> 'new-key'"
            ).fetchall()
            limited = library.culture.execute("SELECT limited FROM imports").fetchone()
            people = [one for one in cells(library.audience) if "Song 2" in one]
        assert told == [(code, field, raw, "listens.jsonl:1", None)]
        assert limited == (0,), "the next --since last begins with this import"
        assert "Release 1" in people[0] or field == "release_name"
        assert [row[1] for row in events(tmp_path / "library")] == [f"listenbrainz:msid-{uuid(2, 9)}"]

    def test_lines_that_are_none(self, tmp_path: Path) -> None:
        path = tmp_path / "listens.jsonl"
        path.write_bytes(made.lines([listen(1)]) + b'{"a": \n[1]\n"x"\n{"track_metadata": 1}\n\xff\n{"a":"\0"}\n')
        found, heard, issues = read(path)
        assert (len(heard), len([one for one in found if ":agent:" not in one])) == (1, 1)
        assert [(one.code, one.located) for one in issues] == [
            ("not-json", "listens.jsonl:2"), ("no-listen", "listens.jsonl:3"), ("no-listen", "listens.jsonl:4"),
            ("no-listen", "listens.jsonl:5"), ("not-utf-8", "listens.jsonl:6"), ("nul", "listens.jsonl:7"),
        ]  # fmt: skip

    def test_a_new_field_on_top_is_told_once_and_not_its_value(self, tmp_path: Path) -> None:
        _, _, issues = read(written(tmp_path, *(listen(number) | {"mood": "sad"} for number in (1, 2))))
        assert [(one.code, one.field, one.raw) for one in issues] == [("new-field", "mood", None)]

    def test_few_names_are_kept_in_memory(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = written(tmp_path, *(listen(number % 5, user=f"u{number % 3}") for number in range(40)))
        whole = read(path)
        for module in (kept, said):
            monkeypatch.setattr(module, "_REMEMBERED", 1)
        monkeypatch.setattr(kept, "_TOGETHER", 3)
        assert read(path) == whole
        assert len(whole[1]) == 40


class TestPeople:
    def test_the_same_key_gives_the_same_people_in_any_library(self, tmp_path: Path) -> None:
        path = written(tmp_path, listen(1))
        for name in ("a", "b"):
            bring(tmp_path / name, path)
        assert events(tmp_path / "a") == events(tmp_path / "b")

    def test_a_key_that_was_made_is_told_once(self, tmp_path: Path, own_settings: Path) -> None:
        path = written(tmp_path, listen(1))
        for number, expected in enumerate((1, 0)):
            bring(tmp_path / str(number), path)
            with Library.open(tmp_path / str(number)) as library:
                told = library.culture.execute("SELECT message FROM issues WHERE code = 'new-key'").fetchall()
            assert len(told) == expected
            assert str(own_settings) not in str(told), "the catalogue names no place of this machine"

    def test_a_lost_key_brings_the_same_people_again(self, tmp_path: Path, own_settings: Path) -> None:
        path = written(tmp_path, listen(1))
        bring(tmp_path / "library", path)
        (own_settings / "pseudonyms.key").unlink()
        bring(tmp_path / "library", path)
        before, after = events(tmp_path / "library")
        assert before[1:] == after[1:]
        assert before[0] != after[0]

    def test_who_is_not_named_is_whom_the_file_stands_for(self, tmp_path: Path) -> None:
        row = listen(1)
        del row["user_name"]
        assert read(written(tmp_path, row, name="mine.jsonl"))[1][0].user == pseudonym("mine.jsonl")
        (tmp_path / "months").mkdir()
        for number in (1, 2):
            written(tmp_path / "months", row, name=f"{number}.jsonl")
        assert {one.user for one in read(tmp_path / "months")[1]} == {pseudonym("months")}

    def test_an_export_says_whose_it_is(self, tmp_path: Path) -> None:
        row = listen(1)
        del row["user_name"]
        with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
            archive.writestr("user.json", '{"username": "somebody"}')
            archive.writestr("listens/2023/11.jsonl", made.lines([row]))
            archive.writestr("feedback.jsonl", "{}\n")
        _, heard, issues = read(tmp_path / "export.zip")
        assert [one.user for one in heard] == [pseudonym("somebody")]
        assert [(one.code, one.located) for one in issues] == [("unknown-member", "export.zip:feedback.jsonl")]

    def test_a_number_is_nobodys_name(self, tmp_path: Path) -> None:
        rows = [listen(1, user=""), listen(2, user="5")]
        _, heard, _ = read(written(tmp_path, *(row | {"user_id": 5} for row in rows)))
        assert len({one.user for one in heard}) == 2


class TestDumps:
    def test_an_increment_adds_and_each_listen_stands_once(self, tmp_path: Path) -> None:
        rows = made.rows()
        for name, found in (("full", rows[:5]), ("more", rows[3:])):
            (tmp_path / f"{name}.tar.zst").write_bytes(made.dump(found, name=f"listenbrainz-listens-dump-{name}"))
            bring(tmp_path / "library", tmp_path / f"{name}.tar.zst")
        assert [row[5] for row in events(tmp_path / "library")] == [row["listened_at"] for row in rows]
        before = dump(tmp_path / "library")["events"]
        bring(tmp_path / "library", tmp_path / "full.tar.zst")
        assert dump(tmp_path / "library")["events"] == before

    def test_a_dump_that_breaks_off_goes_on(self, tmp_path: Path) -> None:
        rows = [listen(number, track_name=f"{number} {'é' * 400}") for number in range(900)]
        path = tmp_path / "dump.tar.zst"
        whole = made.dump(rows[:300], rows[300:])
        path.write_bytes(whole)
        bring(tmp_path / "whole", path)
        path.write_bytes(whole[: len(whole) * 2 // 3])
        with pytest.raises(InputTruncated):
            bring(tmp_path / "library", path)
        path.write_bytes(whole)
        bring(tmp_path / "library", path, resume=True)
        found, expected = dump(tmp_path / "library"), dump(tmp_path / "whole")
        for told in ("imports", "issues", "sources", "records", "private records"):
            found.pop(told), expected.pop(told)
        assert found == expected

    def test_what_is_not_of_listens_is_told(self, tmp_path: Path) -> None:
        path = tmp_path / "dump.tar.zst"
        path.write_bytes(made.packed({"a/listens/2023/1.listens": made.lines([listen(1)]), "a/0.parquet": b"PAR1",
                                      "a/listens/2023/2.listens": b""}))  # fmt: skip
        _, heard, issues = read(path)
        assert len(heard) == 1
        assert [(one.code, one.located) for one in issues] == [
            ("unknown-member", "dump.tar.zst:a/0.parquet"), ("empty-member", "dump.tar.zst:a/listens/2023/2.listens")
        ]  # fmt: skip

    def test_a_dump_on_standard_input(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "dump.tar.zst").write_bytes(made.dump(made.rows()))
        with (tmp_path / "dump.tar.zst").open("rb") as stream:
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(stream))
            assert len(read(Path("-"))[1]) == 7

    def test_a_limit(self, tmp_path: Path) -> None:
        path = written(tmp_path, *made.rows())
        assert bring(tmp_path / "library", path, limit=3).records == 3
        assert len(events(tmp_path / "library")) == 2 or len(events(tmp_path / "library")) == 3

    @pytest.mark.parametrize("body", [b"{}\n", b'{"title": "x"}\n{"title": "y"}\n', b"[1, 2]", b"[]"])
    def test_other_files(self, tmp_path: Path, body: bytes) -> None:
        path = tmp_path / "other.json"
        path.write_bytes(body)
        with pytest.raises((InputFormat, InputEmpty), match=r"other\.json"):
            bring(tmp_path / "library", path)

    def test_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "given").mkdir()
        (tmp_path / "given" / "a.tar.zst").write_bytes(made.dump(made.rows()[:3]))
        written(tmp_path / "given", *made.rows()[3:], name="b.listens")
        (tmp_path / "given" / "c.json").write_bytes(b'{"payload": ')
        _, heard, issues = read(tmp_path / "given")
        assert len(heard) == 7
        assert [(one.code, one.located) for one in issues] == [("unreadable-file", "c.json")]
        (tmp_path / "empty").mkdir()
        with pytest.raises(InputEmpty, match="holds no file of ListenBrainz"):
            read(tmp_path / "empty")


def answer(kind: str, *entries: Row, **more: Any) -> Row:
    return {"payload": {kind: list(entries), "count": len(entries), "offset": 0, "range": "all_time",
                        "from_ts": 1, "to_ts": START, "last_updated": START} | more}  # fmt: skip


def saved(folder: Path, found: object) -> Path:
    path = folder / "answer.json"
    path.write_text(json.dumps(found, indent=1))
    return path


RECORDING: Row = {
    "artist_mbids": [uuid(1, 2)], "artist_name": "An Artist", "caa_id": 7, "caa_release_mbid": uuid(1, 3),
    "listen_count": 57, "recording_mbid": uuid(1), "release_mbid": uuid(1, 3), "release_name": "A Release",
    "track_name": "A Song",
}  # fmt: skip
RELEASE: Row = {name: said for name, said in RECORDING.items() if name not in ("recording_mbid", "track_name")}
ARTIST: Row = {"artist_mbid": uuid(1, 2), "artist_name": "An Artist", "listen_count": 70}


class TestStatistics:
    def test_somebodys_counts_are_behaviour(self, tmp_path: Path) -> None:
        for kind, entry, item in (
            ("recordings", RECORDING, uuid(1)), ("releases", RELEASE, f"release-{uuid(1, 3)}"),
            ("artists", ARTIST, f"agent:{uuid(1, 2)}"),
        ):  # fmt: skip
            found, heard, issues = read(saved(tmp_path, answer(kind, entry, user_id="somebody")))
            assert heard == [
                Interaction(
                    user=pseudonym("somebody"), item=f"listenbrainz:{item}", kind="play", value=entry["listen_count"],
                    unit="listens", at=START,
                )
            ]  # fmt: skip
            assert not issues
            assert f"listenbrainz:{item}" in found
            assert not getattr(found[f"listenbrainz:{item}"], "measures", ())

    def test_everybodys_counts_are_figures(self, tmp_path: Path) -> None:
        found, heard, _ = read(saved(tmp_path, answer("recordings", RECORDING)))
        assert found[f"listenbrainz:{uuid(1)}"].measures == (
            Measure(kind="listens", value=57, unit="listens", at="2023-11-14"),
        )
        assert not heard

    def test_listeners_of_an_artist(self, tmp_path: Path) -> None:
        listeners = [{"user_name": "somebody", "listen_count": 5}, {"user_id": 3, "listen_count": 2}, {"user_id": 4}]
        of = {"artist_mbid": uuid(1, 2), "artist_name": "An Artist", "total_listen_count": 8, "to_ts": START}
        found, heard, issues = read(saved(tmp_path, {"payload": of | {"listeners": listeners}}))
        assert [(one.item, one.value, one.at) for one in heard] == [
            (f"listenbrainz:agent:{uuid(1, 2)}", 5, START), (f"listenbrainz:agent:{uuid(1, 2)}", 2, START)
        ]  # fmt: skip
        assert found[f"listenbrainz:agent:{uuid(1, 2)}"].name == "An Artist"
        assert [(one.code, one.raw) for one in issues] == [("bad-statistic", None)]

    def test_similar_artists(self, tmp_path: Path) -> None:
        one = {"artist_mbid": uuid(2, 2), "name": "Another", "comment": "a singer", "type": "Person",
               "gender": "Female", "score": 90, "reference_mbid": uuid(1, 2)}  # fmt: skip
        found, heard, issues = read(saved(tmp_path, [one, {"name": "nobody"}]))
        assert found[f"listenbrainz:agent:{uuid(2, 2)}"] == Agent(
            id=f"listenbrainz:agent:{uuid(2, 2)}", name="Another", kind="person", gender="female",
            life_text="a singer", url=f"https://musicbrainz.org/artist/{uuid(2, 2)}", authority=1,
            identifiers=(Identifier(scheme="mbid", value=uuid(2, 2)),),
        )  # fmt: skip
        assert not heard
        assert [(one.code, one.field) for one in issues] == [("bad-statistic", "artist_mbid")]

    def test_without_identifiers_names_stand_for_them(self, tmp_path: Path) -> None:
        entry = {"artist_mbid": None, "artist_name": "Coldplay", "listen_count": 70}
        _, heard, _ = read(saved(tmp_path, answer("artists", entry, user_id="somebody")))
        assert heard[0].item == "listenbrainz:agent:name-coldplay"

    @pytest.mark.parametrize("entry", [7, {"artist_name": "x"}, {"artist_name": "x", "listen_count": "7"}])
    def test_a_line_without_a_count(self, tmp_path: Path, entry: Any) -> None:
        _, heard, issues = read(saved(tmp_path, answer("artists", entry, ARTIST)))
        assert [(one.code, one.field) for one in issues] == [("bad-statistic", "listen_count")]
        assert not heard

    def test_an_answer_with_listens(self, tmp_path: Path) -> None:
        rows = made.rows()
        for row in rows:
            del row["user_name"]
        _, heard, _ = read(saved(tmp_path, {"payload": {"count": 7, "user_id": "somebody", "listens": rows}}))
        assert {one.user for one in heard} == {pseudonym("somebody")}
        assert len(heard) == 7


NAMES = (
    "payload", "listens", "track_metadata", "track_name", "artist_name", "listened_at", "additional_info",
    "mbid_mapping", "artists", "artist_mbids", "artist_mbid", "reference_mbid", "recordings", "releases", "listeners",
    "listen_count", "data", "user_id", "user_name", "to_ts", "recording_mbid", "duration_ms", "url_rels", "caa_id",
)  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.just(uuid(1))
ANY = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner), max_leaves=25
)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(found=st.dictionaries(st.sampled_from(NAMES), ANY) | st.lists(ANY), alone=st.booleans())
def test_whatever_stands_in_a_file(found: Any, alone: bool, tmp_path: Path) -> None:
    """It goes in, or what is wrong with it is told; no error of ours."""
    path = tmp_path / "given.json"
    path.write_text(json.dumps(found if alone else {"track_metadata": found, "listened_at": 1}))
    with TemporaryDirectory() as folder, suppress(CultureDataError):
        bring(Path(folder), path)


REAL = {  # file: works, agents, interactions, issues
    "listenbrainz_listens.jsonl": (2, 2, 2, []),
    "listenbrainz_mixed_validity.jsonl": (3, 3, 3, ["no-name", "no-name"]),
    "listen_having_unicode_null.json": (0, 0, 0, ["nul"]),
    "userArtists.json": (0, 25, 25, []),
    "userRecordings.json": (25, 24, 25, []),
    "userReleases.json": (25, 23, 25, []),
    "userListeningActivityYear.json": (0, 0, 0, []),
    "artists_listeners_db_data_for_api_test.json": (0, 2, 3, []),
}


@pytest.fixture
def real(shared: Path) -> Path:
    return shared / "fixtures" / "listenbrainz"


@pytest.mark.parametrize("name", REAL)
def test_the_real_answers_and_lines(name: str, real: Path, tmp_path: Path) -> None:
    counts = bring(tmp_path / "library", real / name)
    works, agents, interactions, codes = REAL[name]
    assert (counts.works, counts.agents, counts.interactions) == (works, agents, interactions)
    with Library.open(tmp_path / "library") as library:
        told = library.culture.execute("SELECT code FROM issues WHERE code <> 'new-key'").fetchall()
        people = "\n".join(cells(library.audience))
    assert [code for (code,) in told] == codes
    assert "ishaanshah" not in people
    assert {row[6:] for row in events(tmp_path / "library")} <= {("listenbrainz", "open")}
