"""Reading what a user gives: each fault is named with its place, and what can be read is read."""

from __future__ import annotations

import bz2
import csv
import errno
import gzip
import io
import lzma
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as given_values
from hypothesis import strategies as st

from culturedata.errors import InputEmpty, InputError, InputFormat, InputMissing, InputPointer, InputTruncated
from culturedata.importing.descriptor import descriptor
from culturedata.importing.drafts import sampling
from culturedata.importing.inputs import answers, csv_records, files, json_objects, packed
from culturedata.importing.source import Context, Issue
from culturedata.sources.parismusees import answers as parismusees_answers
from culturedata.sources.readers import linked_art_documents, standard_files

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb\nsize 12345\n"
PACKERS: list[Callable[[bytes], bytes]] = [bytes, gzip.compress, bz2.compress, lzma.compress, zstd.compress]
IDS = ["plain", "gzip", "bz2", "xz", "zst"]


def read(path: Path, after: int = 0) -> tuple[list[tuple[int, bytes]], list[Issue]]:
    """The lines of a file (number, bytes), and what was reported."""
    told: list[Issue] = []
    context = Context(descriptor("tate"), report=told.append)
    return [(line.number, line.body) for line in files.lines(path, context, after)], told


def given(folder: Path, content: bytes, name: str = "input") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


@pytest.mark.parametrize("pack", PACKERS, ids=IDS)
class TestPacked:
    """Told by its first bytes: the name does not matter."""

    def test_lines_with_their_numbers(self, tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
        path = given(tmp_path, pack("un\r\n\n  \ndeux é\ntrois".encode()))
        assert read(path) == ([(1, b"un"), (4, "deux é".encode()), (5, b"trois")], [])
        assert read(path, after=1) == ([(4, "deux é".encode()), (5, b"trois")], [])
        assert read(path, after=5) == ([], [])

    def test_a_byte_order_mark_is_no_part_of_the_first_line(
        self, tmp_path: Path, pack: Callable[[bytes], bytes]
    ) -> None:
        assert read(given(tmp_path, pack(b"\xef\xbb\xbfun\n\xef\xbb\xbfdeux\n"))) == (
            [(1, b"un"), (2, b"\xef\xbb\xbfdeux")],
            [],
        )

    def test_only_blank_lines(self, tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
        path = given(tmp_path, pack(b"\n \n\r\n"))
        with pytest.raises(InputEmpty, match=r"input holds only blank lines\. Download it again\."):
            read(path)
        assert read(path, after=3) == ([], [])


@pytest.mark.parametrize("pack", PACKERS[1:], ids=IDS[1:])
def test_what_breaks_off_is_read_up_to_there(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    draw = [os.urandom(40).hex().encode() for _ in range(6_000)]
    packed = pack(b"\n".join(draw))
    path = given(tmp_path, packed[: len(packed) * 2 // 3])
    got: list[bytes] = []
    with pytest.raises(InputTruncated, match=r"input breaks off after line [\d,]+: .*What was readable is in") as told:
        got.extend(line.body for line in files.lines(path, Context(descriptor("tate"))))
    assert "then --resume" in told.value.hint
    if pack is not bz2.compress:
        assert len(got) > 2_000
    assert got == draw[: len(got)]


@pytest.mark.parametrize("pack", PACKERS[1:], ids=IDS[1:])
def test_what_is_damaged_in_the_middle_is_named(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    packed = bytearray(pack(b"\n".join(os.urandom(40).hex().encode() for _ in range(6_000))))
    packed[len(packed) // 2 :] = bytes(len(packed) - len(packed) // 2)
    with pytest.raises(InputTruncated, match="breaks off after line"):
        read(given(tmp_path, bytes(packed)))


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (b"a\0b", "nul", "the line holds NUL bytes"),
        (b"caf\xe9", "not-utf-8", "the line is not UTF-8 at byte 3"),
        (b"\xed\xa0\x80", "not-utf-8", "the line is not UTF-8 at byte 0"),
    ],
)
def test_a_line_that_is_no_text_is_told_and_left_out(tmp_path: Path, line: bytes, code: str, said: str) -> None:
    got, told = read(given(tmp_path, b"one\n" + line + b"\nthree\n"))
    assert got == [(1, b"one"), (3, b"three")]
    assert [(i.code, i.message, i.located, i.raw) for i in told] == [(code, said, "input:2", repr(line))]


def test_a_line_that_never_ends_is_not_held_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Counted(io.BytesIO):
        longest = 0

        def readline(self, size: int | None = -1) -> bytes:
            line = super().readline(size)
            Counted.longest = max(Counted.longest, len(line))
            return line

    monkeypatch.setattr(files, "LONGEST_LINE", 100)
    told: list[Issue] = []
    context = Context(descriptor("tate"), report=told.append)
    whole = b"one\n" + b"x" * 10_000 + b"\n" + b"y" * 100 + b"\n" + b"z" * 101 + b"\n" + b"five\n" + b"w" * 400
    got = list(files.read_lines(Counted(whole), "input", context))
    assert [(line.number, line.body[:4]) for line in got] == [(1, b"one"), (3, b"yyyy"), (5, b"five")]
    assert [(i.code, i.located) for i in told] == [("line-too-long", f"input:{n}") for n in (2, 4, 6)]
    assert Counted.longest == 101


def context() -> Context:
    return Context(descriptor("tate"))


@pytest.mark.parametrize("pack", [bytes, zstd.compress], ids=["plain", "zst"])
@pytest.mark.parametrize(
    ("read_all", "start"),
    [
        (lambda path: list(json_objects.lines(path, context())), b"["),
        (lambda path: list(answers.records(path)), b'{"records": ['),
        (sampling.sample, b'{"data":\n'),
        (
            lambda path: [
                list(linked_art_documents.documents(one, context()))
                for one in standard_files.found(path, context(), (".json",))
            ],
            b"[\n",
        ),
        (lambda path: list(parismusees_answers.works(path, context())), b'{"data":\n'),
    ],
    ids=["list", "answers", "draft", "linked-art", "parismusees"],
)
def test_a_document_that_never_ends_is_not_held_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_all: Callable[[Path], object], start: bytes,
    pack: Callable[[bytes], bytes],
) -> None:  # fmt: skip
    monkeypatch.setattr(files, "LARGEST", 2_000_000)
    with pytest.raises(InputFormat, match=r"input.json is one document of more than 2,000,000 bytes"):
        read_all(given(tmp_path, pack(start + b" " * 4_000_000), "input.json"))


class TestStart:
    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(InputMissing, match=r"there is nothing at .*nothing.*Check the path"):
            read(tmp_path / "nothing")

    def test_empty(self, tmp_path: Path) -> None:
        with pytest.raises(InputEmpty, match=r"input is empty\. Download it again\."):
            read(given(tmp_path, b""))

    def test_a_git_lfs_pointer(self, tmp_path: Path) -> None:
        with pytest.raises(InputPointer, match=r"input is a Git LFS pointer, not the data\. Run «git lfs pull»"):
            read(given(tmp_path, POINTER))

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    def test_utf_16(self, tmp_path: Path, encoding: str) -> None:
        with pytest.raises(InputFormat, match=r"input is UTF-16 text, not UTF-8\. Save it as UTF-8\."):
            read(given(tmp_path, '\ufeff{"a": 1}\n'.encode(encoding)))

    def test_a_folder_in_place_of_a_file(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"can't be read: Is a directory\. Check its permissions"):
            read(tmp_path)

    def test_what_may_not_be_read(self, tmp_path: Path) -> None:
        path = given(tmp_path, b"one\n")
        path.chmod(0)
        try:
            if os.getuid() == 0:
                os.seteuid(65534)
            with pytest.raises(InputError, match=r"input can't be read: Permission denied\. Check its permissions"):
                read(path)
        finally:
            os.seteuid(os.getuid())


def test_a_disk_that_fails_is_not_a_file_that_breaks_off(tmp_path: Path) -> None:
    class Failing(io.BytesIO):
        def readline(self, size: int | None = -1) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(InputError, match=r"disk\.jsonl can't be read: Input/output error") as told:
        list(files.read_lines(Failing(), "disk.jsonl", Context(descriptor("tate"))))
    assert not isinstance(told.value, InputTruncated)


@pytest.mark.parametrize("pack", PACKERS[:2], ids=["plain", "gzip"])
def test_standard_input(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    code = """
from pathlib import Path
from culturedata.errors import InputError
from culturedata.importing.inputs import csv_records
from culturedata.importing.inputs import files
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context
try:
    for line in files.lines(files.must_exist(Path("-")), Context(descriptor("tate"))):
        print(line.number, line.located, line.body.decode())
except InputError as error:
    print(error)
"""

    def said(content: bytes) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code], input=content, capture_output=True, timeout=60
        )
        assert not done.stderr, done.stderr
        return done.stdout.decode()

    assert said(pack(b"one\n\nthree")) == "1 standard input:1 one\n3 standard input:3 three\n"
    if pack is bytes:
        assert said(b"") == "standard input is empty. Download it again.\n"
        assert said(POINTER).startswith("standard input is a Git LFS pointer, not the data.")


class TestTable:
    def rows(self, path: Path) -> list[tuple[int, dict[str, str]]]:
        return list(files.table(path, {"id", "title"}))

    @pytest.mark.parametrize("pack", PACKERS, ids=IDS)
    def test_rows_with_their_line_numbers(self, tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
        path = given(tmp_path, pack('\ufeffid,title\r\n1,"a ""b"",\nc"\r\n\r\n2,é\r\n'.encode()), "t.csv")
        assert self.rows(path) == [(3, {"id": "1", "title": 'a "b",\nc'}), (5, {"id": "2", "title": "é"})]

    @pytest.mark.parametrize(
        ("content", "error", "said"),
        [
            (b"", InputEmpty, "is empty"),
            (POINTER, InputPointer, "Git LFS pointer"),
            (b'{"id": 1, "title": "x"}\n', InputFormat, r"t\.csv has no column id, title\. Is it the right file\?"),
            (b"id,name\n1,x\n", InputFormat, r"t\.csv has no column title\. Is it the right file\?"),
            (b"id,title\n1\n", InputFormat, r"t\.csv:2 has another number of cells than the header\. Is a comma"),
            (b"id,title\n1,x\n2,y,z\n", InputFormat, r"t\.csv:3 has another number of cells"),
            (b"id,title\n1,caf\xe9\n", InputFormat, r"t\.csv is not UTF-8 text: .*Save it as UTF-8"),
            (b"id,title\n1,a\0b\n", InputFormat, r"t\.csv:2 holds NUL|t\.csv:1: line contains NUL"),
            (b'id,title\n1,"a\n', InputFormat, r"t\.csv:\d: unexpected end of data\. Is it a CSV file\?"),
            (b'id,title\n1,"a"b\n', InputFormat, r"t\.csv:2: .*Is it a CSV file\?"),
            (gzip.compress(b"id,title\n" + os.urandom(200_000).hex().encode())[:-50_000], InputTruncated, "breaks off"),
            ("\ufeffid,title\n".encode("utf-16-le"), InputFormat, "is UTF-16 text"),
        ],
    )  # fmt: skip
    def test_faults(self, tmp_path: Path, content: bytes, error: type[InputError], said: str) -> None:
        with pytest.raises(error, match=said) as told:
            self.rows(given(tmp_path, content, "t.csv"))
        assert told.value.hint

    def test_a_header_alone_is_no_row(self, tmp_path: Path) -> None:
        assert self.rows(given(tmp_path, b"title,id\n", "t.csv")) == []


class TestZstd:
    """Told by its first bytes, like the others: see PACKERS."""

    def test_a_window_that_takes_too_much_memory(self, tmp_path: Path) -> None:
        asks = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: packed.ZSTD_WINDOW + 1})
        path = given(tmp_path, asks.compress(b"one\n") + asks.flush(), "listens.zst")
        with pytest.raises(InputFormat, match=r"listens\.zst takes more than 128 MB of memory to unpack\. Unpack it"):
            read(path)

    def test_the_largest_window_that_is_taken(self, tmp_path: Path) -> None:
        asks = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: packed.ZSTD_WINDOW})
        assert read(given(tmp_path, asks.compress(b"one\n") + asks.flush())) == ([(1, b"one")], [])

    def test_several_frames_are_one_file(self, tmp_path: Path) -> None:
        path = given(tmp_path, zstd.compress(b"one\ntw") + zstd.compress(b"o\nthree\n"))
        assert read(path) == ([(1, b"one"), (2, b"two"), (3, b"three")], [])


class TestRows:
    """A bad record costs nothing but itself. All rows here are made up."""

    def rows(self, path: Path, **how: Any) -> tuple[list[tuple[int, dict[str, str]]], list[Issue]]:
        told: list[Issue] = []
        context = Context(descriptor("tate"), report=told.append)
        found = list(files.rows(path, context, **{"needed": {"id", "title"}, **how}))
        return [(row.number, row.cells) for row in found], told

    @pytest.mark.parametrize("pack", PACKERS, ids=IDS)
    def test_rows_with_their_numbers_and_places(self, tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
        content = '\ufeffid,title\r\n1,"a ""b"",\r\nc"\r\n\r\n2,\r\n3,é\u2028\x85\x0c'.encode()
        path = given(tmp_path, pack(content), "t.csv")
        assert self.rows(path) == (
            [
                (1, {"id": "1", "title": 'a "b",\r\nc'}),
                (2, {"id": "2", "title": ""}),
                (3, {"id": "3", "title": "é\u2028\x85\x0c"}),
            ],
            [],
        )
        found = list(files.rows(path, Context(descriptor("tate")), needed=set()))
        assert [row.located for row in found] == ["t.csv:2", "t.csv:5", "t.csv:6"]
        assert self.rows(path, after=1)[0] == [
            (2, {"id": "2", "title": ""}),
            (3, {"id": "3", "title": "é\u2028\x85\x0c"}),
        ]
        assert self.rows(path, after=3) == ([], [])

    @pytest.mark.parametrize(
        ("bad", "code", "said"),
        [
            (b"2", "wrong-cells", "1 cells in place of 2: left out"),
            (b"2,b,c", "wrong-cells", "3 cells in place of 2: left out"),
            (b"2,a\0b", "nul", "the row holds NUL bytes: left out"),
            (b"2,caf\xe9", "not-utf-8", "the row is not UTF-8 at byte 5 of line 3, it reads like cp1252"),
            (b'2,"a"b', "not-csv", "',' expected after '\"': left out"),
            (b"2,a\rb", "not-csv", "new-line character seen in unquoted field"),
        ],
    )
    def test_a_bad_row_is_told_and_left_out(self, tmp_path: Path, bad: bytes, code: str, said: str) -> None:
        path = given(tmp_path, b"id,title\n1,a\n" + bad + b"\n3,c\n4,d\n", "t.csv")
        good = [(1, {"id": "1", "title": "a"}), (3, {"id": "3", "title": "c"}), (4, {"id": "4", "title": "d"})]
        found, told = self.rows(path)
        assert found == good
        assert [(issue.code, issue.located) for issue in told] == [(code, "t.csv:3")]
        assert told[0].message.startswith(said)
        assert told[0].raw is not None
        assert told[0].raw.startswith("2")
        assert "\0" not in told[0].raw
        assert self.rows(path, after=2) == (good[1:], [])
        assert [issue.raw for issue in self.rows(path, private=True)[1]] == [None]

    def test_bad_rows_in_a_row(self, tmp_path: Path) -> None:
        body = b"id,title\n" + b"".join(b"%d,%s\n" % (n, b"\xff" if n % 2 else b"ok") for n in range(1, 2001))
        found, told = self.rows(given(tmp_path, body, "t.csv"))
        assert [number for number, _ in found] == list(range(2, 2001, 2))
        assert [issue.located for issue in told] == [f"t.csv:{n + 1}" for n in range(1, 2001, 2)]

    @pytest.mark.parametrize("after_it", [b'3,"c"\n4,d\n', b"3,c\n4,d\n", b'3,""\n4,"d"\n', b""])
    def test_a_quote_that_is_never_closed_costs_one_row(self, tmp_path: Path, after_it: bytes) -> None:
        path = given(tmp_path, b'id,title\n1,a\n2,"b\n' + after_it, "t.csv")
        found, told = self.rows(path)
        wanted = ["1", "3", "4"] if after_it else ["1"]
        assert [cells["id"] for _, cells in found] == wanted
        assert [number for number, _ in found] == [int(id_) for id_ in wanted]
        assert [(issue.code, issue.located, issue.raw) for issue in told] == [("not-csv", "t.csv:3", '2,"b\n')]

    def test_a_quote_that_is_never_closed_is_not_followed_to_the_end(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(csv_records, "LONGEST", 200_000)
        monkeypatch.setattr(csv_records, "_BLOCK", 50_000)
        most = 0
        block = csv_records.Records._block

        def counted(self: csv_records.Records) -> list[str]:
            nonlocal most
            lines = block(self)
            most = max(most, sum(map(len, self._held)))
            return lines

        monkeypatch.setattr(csv_records.Records, "_block", counted)
        body = b'id,title\n1,a\n2,"b\n' + b"".join(b"%d,%s\n" % (n, b"x" * 90) for n in range(3, 20_000))
        found, told = self.rows(given(tmp_path, body, "t.csv"))
        assert [number for number, _ in found] == [1, *range(3, 20_000)]
        assert [cells["id"] for _, cells in found] == ["1", *map(str, range(3, 20_000))]
        assert [(issue.code, issue.located) for issue in told] == [("not-csv", "t.csv:3")]
        assert most < 400_000

    @pytest.fixture
    def limit(self) -> Iterator[int]:
        """The limit of csv as Python sets it: other libraries raise it for the whole process."""
        raised = csv.field_size_limit(131_072)
        yield 131_072
        csv.field_size_limit(raised)

    def test_a_long_cell_is_read_and_the_limit_of_csv_is_as_before(self, tmp_path: Path, limit: int) -> None:
        before = limit
        long = "é\n" * before
        path = given(tmp_path, f'id,title\n1,a\n2,"{long}"\n3,c\n'.encode(), "t.csv")
        rows = files.rows(path, Context(descriptor("tate")), needed=set())
        for wanted in ("a", long, "c"):
            assert next(rows).cells["title"] == wanted
            assert csv.field_size_limit() == before
        assert [row.line for row in rows] == []

    def test_a_row_that_is_too_long_is_not_held_in_memory(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(csv_records, "LONGEST", 1000)
        monkeypatch.setattr(csv_records, "_BLOCK", 100)
        body = b"id,title\n1," + b"x" * 5000 + b"\n2,ok\n3," + b"y" * 900 + b"\n4," + b"z" * 3000
        found, told = self.rows(given(tmp_path, body, "t.csv"))
        assert [number for number, _ in found] == [2, 3]
        assert [(issue.code, issue.located) for issue in told] == [("row-too-long", f"t.csv:{n}") for n in (2, 5)]

    @pytest.mark.parametrize("block", [1, 2, 7, 64])
    def test_blocks_may_end_anywhere(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
        body = '\n\nid,title\n1,"é\n""\n"\n2,"b\n3,"c"\n\n4\n5,e'.encode()
        whole = self.rows(given(tmp_path, body, "t.csv"))
        assert [number for number, _ in whole[0]] == [1, 3, 5]
        assert [issue.located for issue in whole[1]] == ["t.csv:7", "t.csv:10"]
        monkeypatch.setattr(csv_records, "_BLOCK", block)
        assert self.rows(tmp_path / "t.csv") == whole

    @pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
    def test_the_delimiter_is_found_in_the_header(self, tmp_path: Path, delimiter: str) -> None:
        head = delimiter.join(["id", '"title, or; so|\tit is"', "place"])
        path = given(tmp_path, f"{head}\n{delimiter.join('1bc')}\n".encode())
        assert self.rows(path, needed={"id", "place"}, delimiter=None) == (
            [(1, {"id": "1", "title, or; so|\tit is": "b", "place": "c"})],
            [],
        )

    def test_the_needed_columns_tell_the_delimiter_from_a_letter(self, tmp_path: Path) -> None:
        path = given(tmp_path, b"id|title,date,place,maker\n1|x\n")
        assert self.rows(path, needed={"id"}, delimiter=None) == ([(1, {"id": "1", "title,date,place,maker": "x"})], [])

    def test_another_delimiter_than_was_said_is_told(self, tmp_path: Path) -> None:
        path = given(tmp_path, b"id;title\n1;x\n", "t.csv")
        with pytest.raises(InputFormat, match="no column id, title: its cells stand apart by «;», not by «,»") as told:
            self.rows(path)
        assert 'say delimiter: ";"' in told.value.hint

    def test_without_quoting_a_quote_is_a_character(self, tmp_path: Path) -> None:
        path = given(tmp_path, b'id\ttitle\n1\t"Rashomon\n2\t"x"\n')
        found, told = self.rows(path, delimiter="\t", quoting=False)
        assert [cells["title"] for _, cells in found] == ['"Rashomon', '"x"']
        assert told == []

    def test_columns_without_a_name_or_with_the_same_one_lose_nothing(self, tmp_path: Path) -> None:
        path = given(tmp_path, b"id,title,title,,title (2)\n1,2,3,4,5\n")
        names = ["id", "title", "title (3)", "column 4", "title (2)"]
        assert self.rows(path)[0] == [(1, dict(zip(names, "12345", strict=True)))]

    @pytest.mark.parametrize(
        ("content", "error", "said"),
        [
            (b"", InputEmpty, "is empty"),
            (b"\n \n\n", InputEmpty, r"t\.csv holds only blank lines"),
            (POINTER, InputPointer, "Git LFS pointer"),
            (b"\n<!DOCTYPE html>\n<html>", InputFormat, r"t\.csv is a web page or XML, not CSV\. A server may"),
            (b'<HTML lang="fr">', InputFormat, "is a web page"),
            (b'<?xml version="1.0"?><a/>', InputFormat, "is a web page or XML"),
            (b"id,name\n1,x\n", InputFormat, r"t\.csv has no column title; it has «id», «name»\. Is it the"),
            (b"id~title\n1~x\n", InputFormat, r"its only one is «id~title»\. Is it separated by another sign"),
            (b'id,"title\n1,x\n', InputFormat, r"the header of t\.csv can't be read: unexpected end of data"),
            (b"id,title,\xe9\n", InputFormat, r"t\.csv is not UTF-8 text: it reads like cp1252\. .*«encoding: cp1252»"),
            (b"id,title\n1,\xe9\n2,\xe8\n", InputFormat, r"t\.csv is not UTF-8 text: it reads like cp1252"),
            (b"a/" + bytes(255) + b"ustar\x0000", InputFormat, r"t\.csv is a tar archive, not CSV"),
            (b"\x89PNG\r\n\x1a\n\0\0", InputFormat, r"the header of t\.csv can't be read"),
            ("id,title\n".encode("utf-16"), InputFormat, "is UTF-16 text"),
            (gzip.compress(b"id,title\n" + os.urandom(99_999).hex().encode())[:-50_000], InputTruncated, "breaks off"),
        ],
    )  # fmt: skip
    def test_what_is_no_such_table(self, tmp_path: Path, content: bytes, error: type[InputError], said: str) -> None:
        for delimiter in (",", None):
            with pytest.raises(error, match=said) as told:
                self.rows(given(tmp_path, content, "t.csv"), delimiter=delimiter)
            assert told.value.hint

    @pytest.mark.parametrize("pack", PACKERS[1:], ids=IDS[1:])
    def test_what_breaks_off_is_read_up_to_there(self, tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
        draw = [os.urandom(40).hex() for _ in range(30_000)]
        packed = pack(b"id,title\n" + "".join(f"{n},{text}\n" for n, text in enumerate(draw)).encode())
        path = given(tmp_path, packed[: len(packed) * 2 // 3])
        got: list[str] = []
        with pytest.raises(InputTruncated, match=r"input breaks off after line [\d,]+: .*What was readable is in"):
            got.extend(row.cells["title"] for row in files.rows(path, Context(descriptor("tate")), needed=set()))
        assert len(got) > 10_000
        assert got == draw[: len(got)]

    def test_a_header_alone_is_no_row(self, tmp_path: Path) -> None:
        assert self.rows(given(tmp_path, b"title,id")) == ([], [])

    @given_values(st.lists(st.lists(st.text('ab,;"\n\r é\u2028', max_size=6), min_size=2, max_size=2), max_size=20))
    def test_what_is_written_is_read(self, tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text).writerows([["id", "title"], *cells])
        path = given(tmp_path_factory.mktemp("csv"), text.getvalue().encode())
        found, told = self.rows(path)
        assert [list(row.values()) for _, row in found] == cells
        assert told == []
