"""Any Linked Art: the contract over files and over a played server, and files that are none (all synthetic)."""

from __future__ import annotations

import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any, ClassVar

import pytest

from culturedata.data.records import Agent, RawRecord
from culturedata.errors import DescriptorError, GaveUp, InputEmpty, InputError, InputFormat, InputMissing, InputPointer
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue
from culturedata.sources.readers.linked_art_file import LinkedArtFile
from culturedata.store.library import Library
from tests.contract_http import JSON, HttpSourceContract
from tests.contract_source import SourceContract, entities
from tests.http_faults import Asked, Reply
from tests.importing.test_importing_linked_art import CONTEXT, HOME, PERSON, document

OWN = """
title: A museum
domain: [museum]
licence: CC0 1.0
reader: linked-art
"""
OVER_HTTP = f"{OWN}http:\n  base: {HOME}/search\n  requests_per_minute: 60\n"


def short(number: int, home: str = HOME) -> dict[str, Any]:
    """An object with a title and a maker alone."""
    maker = {"id": f"{home}/person/{number % 2}", "type": "Person", "_label": f"Person {number % 2}"}
    return {
        "@context": CONTEXT, "id": f"{home}/object/{number}", "type": "HumanMadeObject", "_label": f"Boat {number}",
        "produced_by": {"type": "Production", "carried_out_by": [maker]},
    }  # fmt: skip


def lines(*documents: Any) -> bytes:
    return b"\n".join(json.dumps(one).encode() for one in documents) + b"\n"


MADE = (document("object/1"), short(2), short(3))
KEYS = ["object/1", "object/2", "object/3"]

# What a thing is, where the property that holds it says so; what a number of AAT is called. Codes that are read from
# the words beside them: roles, kinds of statements, units. Addresses of what is told in a text: where the work is, from
# whom it came, where somebody was born. Years that a text beside them says as well; what kind of file shows the work;
# which property an assignment is of, where it has a name.
UNDERSTOOD = frozenset({
    "identified_by[].classified_as[].type", "identified_by[].language[].type", "classified_as[].type",
    "classified_as[].classified_as[].type", "referred_to_by[].type", "referred_to_by[].language[].type",
    "referred_to_by[].classified_as[].type", "referred_to_by[].classified_as[].classified_as[].type",
    "equivalent[].type", "dimension[].type", "dimension[].unit.type", "dimension[].classified_as[].type",
    "made_of[].type", "current_location.type", "member_of[].type", "produced_by.type", "produced_by.timespan.type",
    "produced_by.timespan.identified_by[].type", "produced_by.took_place_at[].type", "produced_by.technique[].type",
    "produced_by.during[].type", "produced_by.part[].type", "produced_by.part[].carried_out_by[].equivalent[].type",
    "produced_by.part[].classified_as[].type", "produced_by.part[].referred_to_by[].type",
    "produced_by.part[].referred_to_by[].language[].type", "produced_by.part[].referred_to_by[].classified_as[].type",
    "produced_by.part[].referred_to_by[].classified_as[].classified_as[].type", "encountered_by[].type",
    "encountered_by[].took_place_at[].type", "encountered_by[].timespan.type",
    "encountered_by[].timespan.identified_by[].type", "changed_ownership_through[].type",
    "changed_ownership_through[].timespan.type", "changed_ownership_through[].timespan.identified_by[].type",
    "changed_ownership_through[].transferred_title_from[].type", "modified_by[].type", "used_for[].type",
    "used_for[].classified_as[].type", "representation[].type", "representation[].digitally_shown_by[].type",
    "representation[].digitally_shown_by[].access_point[].type", "subject_of[].type",
    "subject_of[].digitally_carried_by[].type", "subject_of[].digitally_carried_by[].classified_as[].type",
    "subject_of[].digitally_carried_by[].access_point[].type", "attributed_by[].type",
    "attributed_by[].identified_by[].type", "born.type", "born.timespan.type", "born.timespan.identified_by[].type",
    "born.took_place_at[].type", "died.type", "died.timespan.type", "died.timespan.identified_by[].type",
    "identified_by[].classified_as[]._label", "identified_by[].language[]._label",
    "classified_as[].classified_as[]._label", "referred_to_by[].language[]._label",
    "referred_to_by[].classified_as[]._label", "referred_to_by[].classified_as[].classified_as[]._label",
    "dimension[].unit._label", "dimension[].classified_as[]._label",
    "produced_by.part[].referred_to_by[].language[]._label",
    "produced_by.part[].referred_to_by[].classified_as[]._label",
    "produced_by.part[].referred_to_by[].classified_as[].classified_as[]._label", "used_for[].classified_as[]._label",
    "subject_of[].digitally_carried_by[].classified_as[]._label",
    "referred_to_by[].classified_as[].classified_as[].id", "dimension[].unit.id", "current_location.id",
    "produced_by.part[].classified_as[].id", "produced_by.part[].referred_to_by[].classified_as[].id",
    "produced_by.part[].referred_to_by[].classified_as[].classified_as[].id",
    "encountered_by[].timespan.begin_of_the_begin", "encountered_by[].timespan.end_of_the_end",
    "changed_ownership_through[].timespan.end_of_the_end", "changed_ownership_through[].transferred_title_from[].id",
    "representation[].digitally_shown_by[].format", "subject_of[].digitally_carried_by[].format",
    "subject_of[].digitally_carried_by[].classified_as[].id", "attributed_by[].assigned_property",
    "born.timespan.identified_by[].content", "born.timespan.begin_of_the_begin", "born.timespan.end_of_the_end",
    "born.took_place_at[].id", "died.timespan.identified_by[].content", "died.timespan.begin_of_the_begin",
    "died.timespan.end_of_the_end",
})  # fmt: skip


class TestContract(SourceContract):
    source = "a-museum"
    choices = ("type",)
    own = OWN
    understood = UNDERSTOOD

    def input(self, tmp_path: Path) -> str:
        path = tmp_path / "museum.jsonl"
        path.write_bytes(lines(*MADE, PERSON))
        return str(path)


class TestServer(HttpSourceContract):
    """A list of addresses page by page, as ActivityStreams has it, and each document by itself."""

    source = "a-museum"
    choices = ("type",)
    own = OVER_HTTP
    path = "/search"
    understood = frozenset({"type", "produced_by.type"})  # what a thing is, which its place says
    fixed_pages: ClassVar[bool] = True
    details: ClassVar[bool] = True

    def rows(self) -> list[Any]:
        return [7, 3, 5, 1, 6, 2, 4]

    def key_of(self, row: Any) -> str:
        return f"object/{row}"

    def answer(self, asked: Asked) -> Reply:
        path = asked.address.partition("?")[0]
        if path != self.path:
            assert asked.headers["accept"] == "application/ld+json"
            if path.strip("/") in self.museum.vanished:
                return Reply(404, b"{}")
            return Reply(200, json.dumps(short(int(path.rpartition("/")[2]))).encode(), JSON)
        shown, beyond = self.museum.page(int(asked.query.get("page", "0")), self.size)
        said: dict[str, Any] = {
            "@context": "https://linked.art/ns/v1/search.json", "type": "OrderedCollectionPage",
            "orderedItems": [
                {"id": f"{self.server.url}/object/{row}", "type": "HumanMadeObject"} for row in shown
            ],
        }  # fmt: skip
        if beyond is not None:
            said["next"] = {"id": f"{self.server.url}{self.path}?page={beyond}", "type": "OrderedCollectionPage"}
        return Reply(200, json.dumps(said).encode(), JSON)

    def test_a_page_that_is_not_there_is_not_the_end_of_the_list(self, tmp_path: Path) -> None:
        """What stood behind it is not taken for deleted."""
        folder = tmp_path / "library"
        self.goes(folder)
        self.server.hears = lambda asked: Reply(404) if asked.query.get("page") == "3" else self.answer(asked)
        with pytest.raises(GaveUp, match="the list breaks off"):
            self.bring(folder, self.input(folder), refresh=True)
        with Library.open(folder) as library:
            assert library.culture.execute("SELECT count(*), count(gone_at) FROM records").fetchall() == [(7, 0)]


def reader(folder: Path, given: str | None, own: str = OWN, **more: Any) -> LinkedArtFile:
    (folder / "catalogues").mkdir(exist_ok=True)
    (folder / "catalogues" / "a-museum.yml").write_text(own, encoding="utf-8")
    return LinkedArtFile(Context(descriptor("a-museum", folder), given, **more))


def by_line(folder: Path) -> Path:
    path = folder / "a.jsonl"
    path.write_bytes(lines(*MADE))
    return path


def as_list(folder: Path) -> Path:
    path = folder / "a.json"
    path.write_text(json.dumps(MADE, indent=2), encoding="utf-8")
    return path


def in_files(folder: Path) -> Path:
    path = folder / "several"
    path.mkdir()
    for number, one in enumerate(MADE):
        (path / f"{number}.json").write_text(json.dumps(one, indent=2), encoding="utf-8")
    return path


def zipped(folder: Path) -> Path:
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("read.me", "no document")
        archive.writestr("a.json", json.dumps(MADE[:2]))
        archive.writestr("b/c.jsonld", json.dumps(MADE[2], indent=1))
    return path


def tarred(folder: Path) -> Path:
    path = folder / "a.tar"
    inside = in_files(folder)
    with tarfile.open(path, "w") as archive:
        archive.add(inside, "objects")
    return path


@pytest.mark.parametrize("give", [by_line, as_list, in_files, zipped])
def test_every_packing_gives_the_same_works(tmp_path: Path, give: Any) -> None:
    given = str(give(tmp_path))
    records = list(reader(tmp_path, given).records())
    assert [one.key for one in records] == KEYS
    assert [json.loads(one.body) for one in records] == list(MADE)
    for after, one in enumerate(records, 1):
        rest = reader(tmp_path, given, cursor=one.cursor).records()
        assert [found.key for found in rest] == KEYS[after:], one.cursor


def test_a_tar_in_its_own_order(tmp_path: Path) -> None:
    assert sorted(one.key for one in reader(tmp_path, str(tarred(tmp_path))).records()) == KEYS


def test_works_people_and_terms(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(*MADE, PERSON))
    works, agents, _ = entities(reader(tmp_path, str(path)))
    assert list(works) == [f"a-museum:{key}" for key in KEYS]
    maker = agents["a-museum:agent:person/7"]
    assert isinstance(maker, Agent)
    assert (maker.authority, maker.born) == (1, 1820)


def test_a_document_without_an_address_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(short(1), {"type": "HumanMadeObject"}, 7, {"id": "http://[x"}, short(2)))
    issues: list[Issue] = []
    records = list(reader(tmp_path, str(path), report=issues.append).records())
    assert [one.key for one in records] == ["object/1", "object/2"]
    assert [(one.code, one.located) for one in issues] == [("no-key", f"a.jsonl:{line}") for line in (2, 3, 4)]


def test_a_broken_file_among_others_is_reported(tmp_path: Path) -> None:
    folder = in_files(tmp_path)
    (folder / "1.json").write_text("{broken", encoding="utf-8")
    issues: list[Issue] = []
    records = list(reader(tmp_path, str(folder), report=issues.append).records())
    assert [one.key for one in records] == ["object/1", "object/3"]
    assert [(one.code, one.located) for one in issues] == [("not-json", "1.json")]


BAD: dict[str, tuple[bytes, type[InputError]]] = {
    "empty": (b"", InputEmpty),
    "blank": (b"\n\n", InputEmpty),
    "html": (b"<!DOCTYPE html>\n<html><body>Not found</body></html>\n", InputFormat),
    "pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", InputPointer),
    "cut": (json.dumps(MADE[0], indent=1).encode()[:500], InputFormat),
    "nul": (b'{\n"id": "a\0"}', InputFormat),
    "no list": (b"[]", InputEmpty),
}


@pytest.mark.parametrize(("content", "error"), BAD.values(), ids=BAD)
def test_a_file_that_holds_no_linked_art(tmp_path: Path, content: bytes, error: type[InputError]) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    with pytest.raises(error) as raised:
        list(reader(tmp_path, str(path)).records())
    assert "bad.json" in raised.value.message
    assert raised.value.hint


def test_nothing_given(tmp_path: Path) -> None:
    with pytest.raises(InputMissing, match="a-museum has no file of its own"):
        next(reader(tmp_path, None).records())
    with pytest.raises(DescriptorError, match="needs «http»"):
        next(reader(tmp_path, "https://m.example/search").records())


def test_a_record_of_another_type_is_kept_and_not_read(tmp_path: Path) -> None:
    body = json.dumps({"id": f"{HOME}/x/1", "type": "VisualItem"}).encode()
    with pytest.raises(ValueError, match="VisualItem is neither"):
        list(reader(tmp_path, None).parse(RawRecord(key="x/1", body=body, located="", cursor="1")))
