"""CSV as the programs of other days and systems write it: sep=, CR, older encodings, a zip in place of the file."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from culturedata.errors import InputFormat, InputTruncated
from culturedata.importing.descriptor import descriptor
from culturedata.importing.inputs import csv_records, files
from culturedata.importing.source import Context, Issue

PACKS: dict[str, Callable[[bytes], bytes]] = {"plain": bytes, "gzip": gzip.compress}


def given(folder: Path, content: bytes, name: str) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def collector() -> tuple[Context, list[Issue]]:
    """A context and the list of what is reported to it."""
    told: list[Issue] = []
    return Context(descriptor("tate"), report=told.append), told


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;", "\ufeffsep=;", "\nsep=;"])
def test_the_line_by_which_excel_is_told_the_delimiter(tmp_path: Path, first: str) -> None:
    path = given(tmp_path, f"{first}\r\nid;title\r\n1;a,b\r\n".encode(), "t.csv")
    context, _ = collector()
    [row] = files.rows(path, context, needed={"id", "title"})
    assert (row.cells, row.number, row.line) == ({"id": "1", "title": "a,b"}, 1, 3 + first.count("\n"))
    [row] = files.rows(given(tmp_path, b"sep=\t\nid\ttitle\n1\ta\n", "t.csv"), context, needed=set())
    assert row.cells == {"id": "1", "title": "a"}


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_lines_that_end_in_cr_alone(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = given(tmp_path, pack(b'id,title\r1,a\r2,"b\rc"\r' + b"3,d\r" * 200_000), "t.csv")
    context, told = collector()
    found = list(files.rows(path, context, needed={"title"}))
    assert (len(found), told) == (200_002, [])
    assert [(row.line, row.cells["title"]) for row in found[:3]] == [(2, "a"), (3, "b\nc"), (5, "d")]


def test_a_file_that_is_text_here_and_there_tells_its_rows(tmp_path: Path) -> None:
    context, told = collector()
    found = list(files.rows(given(tmp_path, b"id,title\n1,a\n2,\x8ecole\n", "t.csv"), context, needed={"title"}))
    assert ([row.cells["id"] for row in found], [issue.code for issue in told]) == (["1"], ["not-utf-8"])
    assert "it reads like mac_roman (say options: {encoding: mac_roman})" in told[0].message


@pytest.mark.parametrize("encoding", csv_records.OLDER)
@pytest.mark.parametrize(
    "text", ["Été à Nîmes, façade", "Édouard Manet, épreuve, école française", "Größe: 24 cm, Öl", "Señora, niño"]
)
def test_an_older_encoding_is_told_by_its_letters(text: str, encoding: str) -> None:
    found = csv_records.likely_encoding(text.encode(encoding))
    assert found is not None
    assert text.encode(encoding).decode(found) == text


@pytest.mark.parametrize("body", [b"", b"plain", "Евгений Онегин".encode("koi8-r"), bytes(range(128, 256))])
def test_an_encoding_that_cannot_be_told(body: bytes) -> None:
    assert csv_records.likely_encoding(body) is None


class TestZip:
    """A zip in place of a file: the one in it that can be meant is read."""

    @pytest.mark.parametrize(
        "names",
        [
            ["a.csv"],
            ["a.txt"],
            ["content.xml"],
            ["in/a.csv", "README.md", "__MACOSX/in/._a.csv", ".DS_Store"],
            ["a.csv", "licence.txt"],
        ],
    )
    def test_one_that_can_be_meant(self, tmp_path: Path, names: list[str]) -> None:
        path = zipped(
            tmp_path, {name: b"id,title\n1,a\n" if number == 0 else b"x" for number, name in enumerate(names)}
        )
        context, told = collector()
        found = list(files.rows(path, context, needed={"title"}))
        assert [(row.cells, row.located) for row in found] == [({"id": "1", "title": "a"}, "t.zip:2")]
        assert told == []

    @pytest.mark.parametrize(
        ("names", "said"),
        [
            (["a.csv", "b.csv"], r"t\.zip holds 2 files: a\.csv, b\.csv\. Unpack it"),
            (["a.csv", "b.json"], r"t\.zip holds 2 files: a\.csv, b\.json"),
            ([f"{n}.pdf" for n in range(9)], r"t\.zip holds 9 files: 0\.pdf, .*4\.pdf, …\."),
            (["__MACOSX/a"], r"t\.zip holds 1 file: __MACOSX/a\."),
            (["x/"], r"t\.zip holds nothing"),
            (["xl/workbook.xml", "a.csv"], r"t\.zip is a document of Excel\. Save it there as CSV in UTF-8\."),
            (["mimetype", "content.xml"], r"t\.zip is a document of LibreOffice"),
            (["content.xml", "a.xml"], r"t\.zip holds 2 files: content\.xml, a\.xml"),
            (["../a.csv"], r"the zip holds '\.\./a\.csv', which points outside"),
        ],
    )
    def test_none_or_several(self, tmp_path: Path, names: list[str], said: str) -> None:
        path = zipped(tmp_path, {name: b"" if name.endswith("/") else b"x" for name in names})
        with pytest.raises(InputFormat, match=said):
            files.open_file(path)

    def test_one_that_is_damaged(self, tmp_path: Path) -> None:
        path = zipped(tmp_path, {"a.csv": b"id,title\n" + b"1,a\n" * 9})
        body = path.read_bytes()
        path.write_bytes(body.replace(b"1,a\n", b"1,b\n", 1))
        with pytest.raises(InputFormat, match=r"t\.zip:a\.csv is not what the archive says"):
            list(files.rows(path, collector()[0], needed={"title"}))
        path.write_bytes(body[:40])
        with pytest.raises(InputTruncated, match="a zip that ends in the middle"):
            files.open_file(path)


def zipped(folder: Path, members: dict[str, bytes]) -> Path:
    path = folder / "t.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return path
