"""A folder of data files: which are read, in which order, and what one that can't be read costs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from culturedata.errors import InputEmpty, InputError, InputFormat
from culturedata.importing.descriptor import descriptor
from culturedata.importing.inputs import archives, files, packed
from culturedata.importing.inputs.folder import each
from culturedata.importing.source import Context, Issue


def read(name: str, path: Path) -> Iterator[str]:
    """The lines of a file with its name, up to the one that is «bad»."""
    for line in path.read_text().splitlines():
        if line == "bad":
            raise InputFormat(f"{name} is bad.", "Mend it.")
        yield f"{name} {line}"


def context(report: list[Issue]) -> Context:
    return Context(descriptor("joconde"), report=report.append)


def put(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return folder


def test_files_of_data_by_their_names(tmp_path: Path) -> None:
    put(tmp_path, b_csv="1", a_json_gz="1", sub__c_JSONL="1", z_ndjson="1", notes_txt="1", page_html="1", data_xlsx="1")
    (tmp_path / "._b.csv").write_text("1")
    (tmp_path / "folder.json").mkdir()
    issues: list[Issue] = []
    assert list(each(tmp_path, context(issues), read)) == ["a.json.gz 1", "b.csv 1", "sub/c.JSONL 1", "z.ndjson 1"]
    assert list(each(tmp_path, context(issues), read, "b.csv")) == ["b.csv 1", "sub/c.JSONL 1", "z.ndjson 1"]
    assert list(each(tmp_path / "b.csv", context(issues), read)) == ["b.csv 1"]
    assert issues == []


def test_a_bad_file_among_others_is_reported(tmp_path: Path) -> None:
    put(tmp_path, a_csv="bad", b_csv="1\nbad", c_csv="1")
    issues: list[Issue] = []
    given = context(issues)
    assert list(each(tmp_path, given, read)) == ["b.csv 1", "c.csv 1"]
    assert [(one.code, one.located, one.message) for one in issues] == [
        ("unreadable-file", "a.csv", "a.csv is bad."), ("unreadable-file", "b.csv", "b.csv is bad."),
    ]  # fmt: skip
    assert given.partial, "what did not come is not gone"


def test_where_nothing_comes_the_first_error_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputEmpty, match="holds no file of CSV or JSON"):
        list(each(put(tmp_path, notes_txt="1"), context([]), read))
    with pytest.raises(InputFormat, match=r"^a\.csv is bad\."):
        list(each(put(tmp_path, a_csv="bad", b_csv="bad"), context([]), read))
    with pytest.raises(InputFormat, match=r"^a\.csv is bad\."):
        list(each(tmp_path / "a.csv", context([]), read))


def test_what_is_told_of_a_file_names_no_folder(tmp_path: Path) -> None:
    """An issue is published: where the files lie is nobody's business."""

    def bytes_of(name: str, path: Path) -> Iterator[bytes]:
        with files.open_file(path) as stream:
            yield stream.read()

    put(tmp_path, a_csv="1", b_csv="", c_csv=packed.LFS.decode(), e_csv="PK\x03\x04 cut")
    (tmp_path / "d.csv").write_text("1", encoding="utf-16")
    issues: list[Issue] = []
    assert list(each(tmp_path, context(issues), bytes_of)) == [b"1"]
    assert [one.located for one in issues] == ["b.csv", "c.csv", "d.csv", "e.csv"]
    assert [one.message.partition(" ")[0] for one in issues] == ["b.csv", "c.csv", "d.csv", "e.csv"]


def test_a_file_that_the_system_refuses_is_told_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, a_csv="1")

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(InputError, match=r"^a\.csv can't be read: Permission denied\."):
        packed.open_packed(tmp_path / "a.csv")


def test_a_list_of_members_that_cannot_be_read_is_told_by_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise NotImplementedError("zip64")

    monkeypatch.setattr("zipfile.ZipFile", refused)
    with pytest.raises(InputFormat, match=r"^the list of members in a\.zip can't be read: zip64\."):
        archives.open_zip(tmp_path / "a.zip")
