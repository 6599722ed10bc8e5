"""What sources with an API share: is a file JSON, answers numbered through files, the client, an object by itself."""

from __future__ import annotations

import gzip
from contextlib import AbstractContextManager, nullcontext
from itertools import permutations
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from culturedata.errors import DescriptorError, InputEmpty, InputFormat, InputMissing, InputTruncated, UsageError
from culturedata.importing.descriptor import descriptor
from culturedata.importing.inputs import answers, files, json_objects, ways
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"[]", True), (b'\xef\xbb\xbf {"a": 1}', True), (b"\n" * 1000 + b"[", True), (b"id,title\n1,[x]", False),
        (b'"[a]",b', False), (b"  ", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_file_is_json_by_its_first_character(tmp_path: Path, content: bytes, expected: bool, pack: Any) -> None:
    path = tmp_path / "given"
    path.write_bytes(pack(content))
    assert json_objects.is_json(path) is expected


def test_a_file_that_can_not_be_read_is_named_as_such(tmp_path: Path) -> None:
    assert json_objects.is_json(files.STDIN) is False
    with pytest.raises(InputMissing):
        json_objects.is_json(tmp_path / "nothing")
    broken = tmp_path / "broken.json.gz"
    broken.write_bytes(gzip.compress(b"[" * 1000)[:10])
    with pytest.raises(InputTruncated, match="breaks off"):
        json_objects.is_json(broken)


def test_answers_are_numbered_through_all_files_below_a_folder(tmp_path: Path) -> None:
    (tmp_path / "deeper").mkdir()
    (tmp_path / "a.json").write_bytes(b'[{"n": 1}, {"n": 2}]')
    (tmp_path / "b.jsonl").write_bytes(b'{"n": 3}\n{"n": 4}\n')
    (tmp_path / "deeper" / "c.json").write_bytes(b'{"n": 5}')
    (tmp_path / "notes.txt").write_bytes(b"[")
    found = list(answers.numbered(tmp_path))
    assert [msgspec.json.decode(line.body)["n"] for line in found] == [5, 1, 2, 3, 4]
    assert [line.number for line in found] == [1, 2, 3, 4, 5]
    assert [line.located for line in found][:3:2] == ["c.json: record 1", "a.json: record 2"]
    assert [line.number for line in answers.numbered(tmp_path, 3)] == [4, 5]
    assert list(answers.numbered(tmp_path, 5)) == []
    assert [line.number for line in answers.numbered(tmp_path / "b.jsonl", 1)] == [2]


def test_of_a_folder_what_a_system_puts_beside_the_answers_is_left_out(tmp_path: Path) -> None:
    for name in ("._a.json", ".b.json.swp", "a.json.bak", "notes.jsonc"):
        (tmp_path / name).write_bytes(b"\0" * 10)
    (tmp_path / "x.json").mkdir()
    (tmp_path / "x.json" / "C.JSON").write_bytes(b'{"n": 2}')
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(b'{"n": 1}'))
    found = list(answers.numbered(tmp_path))
    assert [(line.body, line.located) for line in found] == [
        (b'{"n": 1}', "a.json.gz: record 1"), (b'{"n": 2}', "C.JSON: record 1"),
    ]  # fmt: skip


def test_an_answer_without_a_list_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b'{"info": 1, "records": 5}')
    with pytest.raises(InputFormat, match=r"^a\.json can't be read as JSON: Expected `array`, got `int`"):
        list(answers.numbered(path))


@pytest.mark.parametrize("said", ["https://[bad", "http://[bad/data.json"])
def test_what_is_no_address_is_told(said: str) -> None:
    with pytest.raises(UsageError, match="is no address: Invalid IPv6 URL"):
        ways.way(Context(descriptor("cleveland"), said))


@pytest.mark.parametrize("order", list(permutations(("page", "query", "lines", "alone"))))
def test_in_a_folder_what_a_search_found_comes_last(tmp_path: Path, order: tuple[str, ...]) -> None:
    """Of a record that stands there twice the first counts, and a search may tell it in brief."""
    said = {
        "page": b'{"info": {}, "records": [{"n": "brief"}]}', "query": b'{"head": {}, "results": {}, "n": "brief"}',
        "lines": b'{"n": "line"}\n{"n": "line"}', "alone": b'{"n": "full"}',
    }  # fmt: skip
    for number, form in enumerate(order):
        (tmp_path / f"{number}.json").write_bytes(said[form])
    found = [msgspec.json.decode(line.body)["n"] for line in answers.numbered(tmp_path)]
    assert found == ["full", "line", "line", "brief", "brief"]


@pytest.mark.parametrize("name", [".", "a.json"])
def test_files_without_a_record_are_no_answers(tmp_path: Path, name: str) -> None:
    if name != ".":
        (tmp_path / name).write_bytes(b"[]")
    with pytest.raises(InputEmpty, match="holds no records"):
        list(answers.numbered(tmp_path / name))


class Played:
    """A client that answers with `said` and remembers whom it was told to trust."""

    def __init__(self, said: bytes | None) -> None:
        self.said = said
        self.trusted: list[str] = []

    def trust(self, base: str) -> None:
        self.trusted.append(base)

    def json(self, address: str, *, type: Any) -> Any:
        return None if self.said is None else msgspec.json.decode(self.said, type=type)


def test_only_a_server_that_a_person_named_is_trusted_beside_the_descriptors() -> None:
    played = Played(None)

    def client() -> AbstractContextManager[Fetcher]:
        return cast("AbstractContextManager[Fetcher]", nullcontext(played))

    said = descriptor("vam")
    assert said.http is not None
    own = said.http.base.rstrip("/")
    context = Context(said, fetcher=cast("Any", client))
    for base in (own, "https://other.example/v2"):
        with ways.client(context, base) as (fetcher, http):
            assert (cast("Any", fetcher), http) == (played, said.http)
    assert played.trusted == ["https://other.example/v2"]


def test_who_can_not_ask_is_told() -> None:
    for context in (Context(descriptor("vam")), Context(descriptor("tate"), fetcher=cast("Any", nullcontext))):
        with pytest.raises(DescriptorError, match=f"{context.descriptor.name} is read over HTTP"):
            ways.client(context, "https://other.example").__enter__()


def test_an_object_by_itself_is_its_own_bytes_or_reported_as_vanished() -> None:
    issues: list[Issue] = []
    context = Context(descriptor("vam"), report=issues.append)
    there, gone = cast("Fetcher", Played(b'{"n":  1}')), cast("Fetcher", Played(None))
    assert ways.alone(there, "https://other.example/1", "1", context) == b'{"n":  1}'
    assert issues == []
    assert ways.alone(gone, "https://other.example/2", "2", context) is None
    assert [(one.code, one.record, one.raw) for one in issues] == [("vanished", "2", "2")]
