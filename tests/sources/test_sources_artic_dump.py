"""artic from files: its dump in a tar, unpacked, and its previews. All rows are synthetic, in the true shape."""

from __future__ import annotations

import io
import json
import tarfile
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

import pytest

from culturedata.data.records import Entity
from culturedata.errors import InputEmpty, InputError, InputFormat, InputMissing, InputPointer, InputTruncated
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.kept.cache import Cache
from culturedata.sources.artic import files as artic_files
from culturedata.sources.artic.source import Artic
from tests.contract_source import SourceContract, entities
from tests.http_faults import Clock, Server
from tests.sources.test_sources_artic import CONFIG, UNDERSTOOD, artwork, synthetic

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n"


def indented(value: Any) -> bytes:
    """A file as the dump has it."""
    return json.dumps(value, indent=4).encode()


def dump() -> dict[str, bytes]:
    """The files of a small dump: the config stands in the middle, and lists that nobody reads around the others."""
    museum = synthetic()
    files = {"json/artwork-types/1.json": indented({"id": 1, "title": "Painting"})}
    files |= {f"json/agents/{one['id']}.json": indented(one) for one in museum.lists["agents"]}
    files |= {"json/config.json": indented(CONFIG), "json/info.json": indented({"artworks": {"version": "1.13"}})}
    files |= {f"json/artworks/{one['id']}.json": indented(one) for one in museum.lists["artworks"]}
    return files | {"README.md": b"# synthetic", "getting-started/allArtworks.jsonl": b'{"id":1}'}


def packed(path: Path, files: dict[str, bytes], top: str = "artic-api-data/") -> Path:
    with tarfile.open(path, "w:bz2") as tar:
        for name, body in files.items():
            info = tarfile.TarInfo(f"{top}{name}")
            info.size = len(body)
            tar.addfile(info, io.BytesIO(body))
    return path


def unpacked(folder: Path, files: dict[str, bytes]) -> Path:
    for name, body in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    return folder


def reader(path: Path, cursor: str | None = None) -> tuple[Artic, list[Issue]]:
    issues: list[Issue] = []
    return Artic(Context(descriptor("artic"), str(path), cursor=cursor, report=issues.append)), issues


def said(source: Artic) -> dict[str, list[Entity]]:
    """What each record says, by its key."""
    return {record.key: list(source.parse(record)) for record in source.records()}


class TestArticDump(SourceContract):
    source = "artic"
    understood = UNDERSTOOD
    composed: ClassVar[frozenset[str]] = frozenset({"", "config"})

    def input(self, tmp_path: Path) -> str:
        return str(packed(tmp_path / "artic-api-data.tar.bz2", dump()))


class TestArticFolder(TestArticDump):
    def input(self, tmp_path: Path) -> str:
        return str(unpacked(tmp_path / "artic-api-data", dump()))


def test_dump_folder_and_api_make_the_same_works(tmp_path: Path) -> None:
    tar, _ = reader(packed(tmp_path / "a.tar.bz2", dump()))
    folder, _ = reader(unpacked(tmp_path / "unpacked", dump()))
    found = said(tar)
    assert said(folder) == found
    assert len(found) == 10
    with Server(synthetic().answer) as server:
        senses = Clock().senses()
        context = Context(descriptor("artic"), f"{server.url}/api/v1")
        context.fetcher = lambda: Fetcher(
            context.descriptor, stored=Cache(tmp_path / "http.db", senses.now), senses=senses
        )
        api = list(Artic(context).records())
        assert said(Artic(context)) == found
    bodies = {record.key: record.body for record in api}
    for record in tar.records():
        assert json.loads(record.body) == json.loads(bodies[record.key])
        assert sha256(record.body).digest() != sha256(bodies[record.key]).digest(), "the dump is indented"


def test_the_file_itself_is_kept_with_the_config_of_the_dump(tmp_path: Path) -> None:
    source, issues = reader(packed(tmp_path / "a.tar.bz2", dump()))
    found = {record.key: record for record in source.records()}
    assert found["3"].body == b'{"data":' + indented(artwork(3)) + b',"config":' + indented(CONFIG) + b"}"
    assert found["3"].located == "a.tar.bz2:artic-api-data/json/artworks/3.json"
    assert set(found) == {"agent:51", "agent:52", "agent:53", *map(str, range(1, 8))}
    assert issues == []
    assert source.context.partial is False


def test_what_changed_since_a_day(tmp_path: Path) -> None:
    files = dump() | {"json/artworks/3.json": indented(artwork(3, updated_at="2025-03-01T00:00:00-06:00"))}
    source = Artic(Context(descriptor("artic"), str(packed(tmp_path / "a.tar.bz2", files)), since="2025-01-01"))
    assert [record.key for record in source.records()] == ["3"]


def test_it_goes_on_after_a_file_and_anew_in_another_dump(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.tar.bz2", dump())
    whole = list(reader(path)[0].records())
    for number, record in enumerate(whole, 1):
        assert list(reader(path, record.cursor)[0].records()) == whole[number:]
    later = {"json/places/1.json": b"{}"} | dump()
    renewed = reader(packed(tmp_path / "b.tar.bz2", later), whole[4].cursor)[0]
    assert [record.key for record in renewed.records()] == [record.key for record in whole]


def test_without_config_pictures_and_pages_have_no_address(tmp_path: Path) -> None:
    files = {name: body for name, body in dump().items() if name != "json/config.json"}
    source, issues = reader(unpacked(tmp_path / "unpacked", files))
    works = entities(source)[0]
    assert len(works) == 7
    assert all(work.url is None and work.images == () for work in works.values())
    assert [issue.code for issue in issues] == ["no-config"]


@pytest.mark.parametrize("form", ["tar", "folder"])
@pytest.mark.parametrize(
    "body", [b"", b"<!DOCTYPE html><p>oops", POINTER, indented(artwork(3))[:500], b"{}", b'{"id": "x"}', b"\0" * 40]
)
def test_a_bad_file_is_reported_and_the_rest_goes_in(tmp_path: Path, form: str, body: bytes) -> None:
    files = dump() | {"json/artworks/3.json": body}
    path = packed(tmp_path / "a.tar.bz2", files) if form == "tar" else unpacked(tmp_path / "unpacked", files)
    source, issues = reader(path)
    keys = [record.key for record in source.records()]
    assert len(keys) == 9
    assert "3" not in keys
    [issue] = issues
    assert issue.code == "not-a-record"
    assert issue.located is not None
    assert issue.located.endswith("json/artworks/3.json")


def test_a_file_that_is_too_long_is_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artic_files, "LARGEST", 20_000)
    files = dump() | {"json/artworks/3.json": indented(artwork(3, title="x" * 20_000))}
    source, issues = reader(packed(tmp_path / "a.tar.bz2", files))
    assert len(list(source.records())) == 9
    assert ["it is too long" in issue.message for issue in issues] == [True]


def test_bad_dumps_are_named(tmp_path: Path) -> None:
    whole = packed(tmp_path / "whole.tar.bz2", dump()).read_bytes()
    for name, body, error in (
        ("empty", b"", InputEmpty), ("html", b"<!DOCTYPE html><p>moved", InputFormat),
        ("pointer", POINTER, InputPointer),
        ("cut", whole[: len(whole) // 2], InputTruncated), ("nul", b"\0" * 2000, InputError),
    ):  # fmt: skip
        path = tmp_path / f"{name}.tar.bz2"
        path.write_bytes(body)
        with pytest.raises(error):
            list(reader(path)[0].records())
    with pytest.raises(InputMissing):
        list(reader(tmp_path / "absent.tar.bz2")[0].records())
    other = packed(tmp_path / "other.tar.bz2", {"json/config.json": indented(CONFIG), "json/places/1.json": b"{}"})
    with pytest.raises(InputFormat, match="no json/artworks"):
        list(reader(other)[0].records())
    with pytest.raises(InputFormat, match="standard input"):
        list(reader(Path("-"))[0].records())


def test_a_dump_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    files = {"json/config.json": indented(CONFIG)} | dump()
    plain = tmp_path / "plain.tar"
    with tarfile.open(plain, "w") as tar:
        for name, body in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            tar.addfile(info, io.BytesIO(body))
    whole = plain.read_bytes()
    plain.write_bytes(whole[: len(whole) * 2 // 3])
    found = reader(plain)[0].records()
    keys = [next(found).key for _ in range(4)]
    with pytest.raises(InputTruncated):
        keys.extend(record.key for record in found)
    assert 3 < len(keys) < 10


TABLE = (
    "id,title,main_reference_number,department_title,artist_title\n"
    '11,"View, with a hill",1900.1,"Arts of Nowhere","A. Person"\n12,Untitled,,,\nx,Wrong,,,\n'
)


def test_the_preview_in_a_table(tmp_path: Path) -> None:
    path = tmp_path / "someArtworks.csv"
    path.write_text(TABLE, encoding="utf-8")
    source, issues = reader(path)
    works, agents, terms = entities(source)
    assert list(works) == ["artic:11", "artic:12"]
    first = works["artic:11"]
    assert (first.titles[0].text, first.holdings[0].inventory) == ("View, with a hill", "1900.1")
    assert [credit.agent for credit in first.credits] == list(agents) == ["artic:agent:name-a-person"]
    assert [term.label for term in terms.values()] == ["Arts of Nowhere"]
    assert [(term.facet, term.term) for term in first.terms] == [
        ("department", "artic:term:department-arts-of-nowhere")
    ]  # fmt: skip
    assert (works["artic:12"].credits, works["artic:12"].terms) == ((), ())
    assert [issue.code for issue in issues] == ["not-a-record"]
    assert source.context.partial, "what a preview lacks is not gone"
    cursor = next(iter(source.records())).cursor
    assert [record.key for record in reader(path, cursor)[0].records()] == ["12"]


def test_the_preview_in_lines(tmp_path: Path) -> None:
    path = tmp_path / "allArtworks.jsonl"
    path.write_bytes(json.dumps(artwork(3)).encode() + b"\nnothing\n" + json.dumps(artwork(4)).encode() + b"\n")
    source, issues = reader(path)
    works = entities(source)[0]
    assert list(works) == ["artic:3", "artic:4"]
    assert works["artic:3"].images == (), "the preview does not say where pictures are"
    assert [issue.code for issue in issues] == ["not-a-record"]
    path.write_bytes(b"<html>")
    with pytest.raises(InputFormat):
        list(reader(path)[0].records())


def real_dump(path: Path, real: Path) -> Path:
    """The real files of the folder `real`, packed as the dump has them."""
    files = {"json/config.json": (real / "config.json").read_bytes()}
    for one in real.glob("*.json"):
        name, _, number = one.stem.partition("_")
        if number:
            folder = {"artwork": "artworks"}.get(name, name)
            files[f"json/{folder}/{number}.json"] = one.read_bytes()
    return packed(path, files)


def test_the_real_records_lose_nothing(tmp_path: Path, shared: Path) -> None:
    real = shared / "fixtures" / "artic"
    source, issues = reader(real_dump(tmp_path / "a.tar.bz2", real))
    works, agents, _ = entities(source)
    assert issues == []
    assert sorted(works) == [f"artic:{number}" for number in (11, 16, 19, 20, 22)]
    assert agents["artic:agent:135"].authority == 1
    assert all(work.images[0].url.startswith("https://www.artic.edu/iiif/2/") for work in works.values())
    source, issues = reader(real / "someArtworks.csv")
    works, _, _ = entities(source)
    assert len(works) == len(list(source.records())) > 300
    assert issues == []
