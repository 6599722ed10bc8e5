"""Reading what a user gives: each fault is named with its place, and what can be read is read."""

from __future__ import annotations

import bz2
import errno
import gzip
import io
import lzma
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from culturedata.errors import InputEmpty, InputError, InputFormat, InputMissing, InputPointer, InputTruncated
from culturedata.importing import files
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb\nsize 12345\n"
PACKERS: list[Callable[[bytes], bytes]] = [bytes, gzip.compress, bz2.compress, lzma.compress]


def read(path: Path, after: int = 0) -> tuple[list[tuple[int, bytes]], list[Issue]]:
    """The lines of a file (number, bytes), and what was reported."""
    told: list[Issue] = []
    context = Context(descriptor("tate"), report=told.append)
    return [(line.number, line.body) for line in files.lines(path, context, after)], told


def given(folder: Path, content: bytes, name: str = "input") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


@pytest.mark.parametrize("pack", PACKERS, ids=["plain", "gzip", "bz2", "xz"])
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


@pytest.mark.parametrize("pack", PACKERS[1:], ids=["gzip", "bz2", "xz"])
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


@pytest.mark.parametrize("pack", PACKERS[1:], ids=["gzip", "bz2", "xz"])
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
from culturedata.importing import files
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

    @pytest.mark.parametrize("pack", PACKERS, ids=["plain", "gzip", "bz2", "xz"])
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


class TestZip:
    def member(self, path: Path, name: str, content: bytes = b"id\n1\n") -> tuple[zipfile.ZipFile, zipfile.ZipInfo]:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            info = zipfile.ZipInfo("x")
            info.filename = name
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, content)
        archive = zipfile.ZipFile(path)
        return archive, archive.infolist()[0]

    def test_a_member(self, tmp_path: Path) -> None:
        archive, info = self.member(tmp_path / "a.zip", "ml-100k/u.data")
        with archive, files.zip_member(archive, info) as stream:
            assert stream.read() == b"id\n1\n"

    @pytest.mark.parametrize(
        "name", ["../u.data", "a/../../u.data", "/etc/u.data", "..\\u.data", "C:\\u.data", "\\\\host\\share\\u.data"]
    )
    def test_a_name_that_points_outside(self, tmp_path: Path, name: str) -> None:
        archive, info = self.member(tmp_path / "a.zip", name)
        with archive, pytest.raises(InputFormat, match=r"which points outside it\. Do not use this file\."):
            files.zip_member(archive, info)

    def test_a_bomb(self, tmp_path: Path) -> None:
        archive, info = self.member(tmp_path / "a.zip", "u.data")
        info.file_size = 101_000_000
        with archive, pytest.raises(InputFormat, match=r"u\.data unpacks to 101,000,000 bytes\. Do not use this file"):
            files.zip_member(archive, info)

    def test_a_locked_member(self, tmp_path: Path) -> None:
        archive, info = self.member(tmp_path / "a.zip", "u.data")
        locked = bytearray((tmp_path / "a.zip").read_bytes())
        for place in (6, locked.index(b"PK\x01\x02") + 8):  # the flags in the local and in the central header
            locked[place] |= 1
        archive.close()
        path = given(tmp_path, bytes(locked), "locked.zip")
        with (
            zipfile.ZipFile(path) as archive,
            pytest.raises(InputFormat, match=r"u\.data in the zip can't be unpacked: .*encrypted.* give the folder"),
        ):
            files.zip_member(archive, archive.getinfo(info.filename))
