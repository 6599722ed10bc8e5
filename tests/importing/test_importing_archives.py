"""The members of an archive, one after another; an attack is refused before it does harm. All of them are made here."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import random
import stat
import subprocess
import sys
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from culturedata.errors import InputEmpty, InputError, InputFormat, InputMissing, InputPointer, InputTruncated
from culturedata.importing.descriptor import descriptor
from culturedata.importing.inputs import archives
from culturedata.importing.inputs.archives import Limits
from culturedata.importing.source import Context, Issue

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "tar": bytes, "gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstd.compress,
}  # fmt: skip
WORKS = {f"json/artworks/{n}.json": json.dumps({"id": n, "title": "é" * n}).encode() for n in range(1, 40)}


def tar(contents: dict[str, bytes], *more: tarfile.TarInfo, format: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar of these files in a folder, and of members without content."""
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w", format=format) as archive:
        folder = tarfile.TarInfo("json")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        for name, content in contents.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for info in more:
            archive.addfile(info)
    return body.getvalue()


def special(name: str, kind: bytes, target: str = "", size: int = 0) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, target, size
    return info


def zipped(contents: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, mode: int = 0) -> bytes:
    """A zip of these files, whose names are written as they are."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", method) as archive:
        for name, content in contents.items():
            info = zipfile.ZipInfo("x")
            info.filename, info.compress_type, info.external_attr = name, method, mode << 16
            archive.writestr(info, content)
    return body.getvalue()


def given(folder: Path, content: bytes, name: str = "input") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def read(path: Path, limits: Limits = archives.LIMITS) -> tuple[dict[str, bytes], list[Issue]]:
    """The members of an archive by their names, and what was reported."""
    found: list[tuple[str, bytes]] = []
    told = read_into(found, path, limits)
    return dict(found), told


def read_into(found: list[tuple[str, bytes]], path: Path, limits: Limits = archives.LIMITS) -> list[Issue]:
    """Put the members into a list, as far as they can be read; what was reported."""
    told: list[Issue] = []
    for member in archives.members(path, Context(descriptor("tate"), report=told.append), limits):
        with member.open() as stream:
            found.append((member.name, stream.read()))
    return told


def names_into(found: list[str], path: Path, limits: Limits = archives.LIMITS) -> None:
    """Put the names of the members into a list, and read none."""
    found.extend(member.name for member in archives.members(path, Context(descriptor("tate")), limits))


class TestRead:
    @pytest.mark.parametrize("kind", PACKERS)
    @pytest.mark.parametrize("format", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
    def test_a_tar(self, tmp_path: Path, kind: str, format: int) -> None:
        """Told by its first bytes: the name does not matter."""
        assert read(given(tmp_path, PACKERS[kind](tar(WORKS, format=format)))) == (WORKS, [])

    @pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_a_zip(self, tmp_path: Path, method: int) -> None:
        assert read(given(tmp_path, zipped({"json/": b"", **WORKS}, method))) == (WORKS, [])

    @pytest.mark.parametrize("pack", [tar, lambda works: zipped({"json/": b"", **works})], ids=["tar", "zip"])
    def test_numbers_sizes_and_places(self, tmp_path: Path, pack: Callable[[dict[str, bytes]], bytes]) -> None:
        """Folders are counted, and members need not be read."""
        path = given(tmp_path, pack(WORKS), "museum")
        found = list(archives.members(path, Context(descriptor("tate"))))
        assert [member.number for member in found] == list(range(2, len(WORKS) + 2))
        assert [(member.name, member.size) for member in found] == [(n, len(body)) for n, body in WORKS.items()]
        assert found[0].located == "museum:json/artworks/1.json"

    @pytest.mark.parametrize("format", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
    def test_a_long_name(self, tmp_path: Path, format: int) -> None:
        works = {"é" * 300 + ".json": b"1", "b": b"2"}
        assert read(given(tmp_path, tar(works, format=format))) == (works, [])

    def test_a_name_that_is_no_text(self, tmp_path: Path) -> None:
        body = tar({"caf_.json": b"1"}, format=tarfile.GNU_FORMAT)
        at = body.index(b"caf_")
        header = bytearray(body[at : at + 512])
        header[3] = 0xE9
        header[148:156] = b"%06o\0 " % (sum(header[:148]) + sum(header[156:]) + 8 * 32)
        path = given(tmp_path, body[:at] + bytes(header) + body[at + 512 :])
        assert read(path) == ({"caf\ufffd.json": b"1"}, [])

    def test_standard_input(self, tmp_path: Path) -> None:
        code = """
from pathlib import Path
from culturedata.errors import InputError
from culturedata.importing.inputs.archives import members
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context
try:
    for member in members(Path("-"), Context(descriptor("tate"))):
        print(member.located, member.open().read().decode())
except InputError as error:
    print(error)
"""

        def said(content: bytes) -> str:
            done = subprocess.run(
                [sys.executable, "-W", "error", "-c", code], input=content, capture_output=True, timeout=60
            )
            assert not done.stderr, done.stderr
            return done.stdout.decode()

        assert said(bz2.compress(tar({"a": b"one"}))) == "standard input:a one\n"
        assert said(zipped({"a": b"one"})) == "a zip can't be read from standard input. Give its path.\n"


class TestUnsafe:
    """What is not a plain file inside the archive is told and left out; the rest is read."""

    NAMES = ("../a", "a/../../b", "/etc/a", "..\\a", "C:\\a", "c:a", "\\\\host\\share\\a")

    @pytest.mark.parametrize("pack", [tar, zipped], ids=["tar", "zip"])
    @pytest.mark.parametrize("name", NAMES)
    def test_a_name_that_points_outside(
        self, tmp_path: Path, pack: Callable[[dict[str, bytes]], bytes], name: str
    ) -> None:
        path = given(tmp_path, pack({"before": b"1", name: b"evil", "after": b"2"}), "museum")
        found, told = read(path)
        assert found == {"before": b"1", "after": b"2"}
        number = 3 if pack is tar else 2
        message = f"the archive holds {name!r}, which points outside it: left out"
        assert told == [Issue("unsafe-member", message, located=f"museum: member {number}")]

    @pytest.mark.parametrize("name", NAMES)
    def test_a_single_file_that_points_outside_is_not_to_be_unpacked(self, tmp_path: Path, name: str) -> None:
        path = given(tmp_path, zipped({f"{name}.csv": b"evil"}), "museum.zip")
        with pytest.raises(InputFormat, match="points outside"):
            archives.only_member(path)

    @pytest.mark.parametrize(
        ("kind", "said"),
        [
            (tarfile.SYMTYPE, "is a link"),
            (tarfile.LNKTYPE, "is a link"),
            (tarfile.CHRTYPE, "is a device"),
            (tarfile.BLKTYPE, "is a device"),
            (tarfile.FIFOTYPE, "is a device"),
        ],
    )
    def test_what_is_no_file_in_a_tar(self, tmp_path: Path, kind: bytes, said: str) -> None:
        found, told = read(given(tmp_path, tar({"a": b"1"}, special("x", kind, "/etc/passwd"))))
        assert found == {"a": b"1"}
        assert [issue.code for issue in told] == ["unsafe-member"]
        assert said in told[0].message

    def test_a_sparse_file(self, tmp_path: Path) -> None:
        """Its size is not that of what is packed."""
        huge = tarfile.TarInfo("huge")
        huge.pax_headers = {"GNU.sparse.major": "0", "GNU.sparse.minor": "1", "GNU.sparse.map": "0,0",
                            "GNU.sparse.size": "99999999"}  # fmt: skip
        found, told = read(given(tmp_path, tar({"a": b"1"}, huge)))
        assert found == {"a": b"1"}
        assert ["is a sparse file" in issue.message for issue in told] == [True]

    @pytest.mark.parametrize(
        ("mode", "said"),
        [(stat.S_IFLNK, "is a link"), (stat.S_IFCHR, "is a device"), (stat.S_IFIFO, "is a device or a pipe")],
    )
    def test_what_is_no_file_in_a_zip(self, tmp_path: Path, mode: int, said: str) -> None:
        found, told = read(given(tmp_path, zipped({"a": b"/etc/passwd"}, mode=mode | 0o777)))
        assert found == {}
        assert [(issue.code, said in issue.message) for issue in told] == [("unsafe-member", True)]
        assert read(given(tmp_path, zipped({"a": b"1"}, mode=stat.S_IFREG | 0o644))) == ({"a": b"1"}, [])


class TestBombs:
    SMALL = Limits(ratio=20, free=10_000, most=1_000_000)

    @pytest.mark.parametrize("kind", ["gz", "bz2", "xz", "zst"])
    def test_a_tar_that_unpacks_to_far_too_much(self, tmp_path: Path, kind: str) -> None:
        """Whether its members are read or passed over: the work before it is read all the same."""
        draw = random.Random(1).randbytes(5_000)
        path = given(tmp_path, PACKERS[kind](tar({"good": draw, "zeros": bytes(900_000), "late": b"1"})))
        said = r"input unpacks to [\d,]+ bytes or more\. Do not use this file"
        found: list[tuple[str, bytes]] = []
        with pytest.raises(InputFormat, match=said):
            read_into(found, path, self.SMALL)
        assert found == [("good", draw)]
        names: list[str] = []
        with pytest.raises(InputFormat, match=said):
            names_into(names, path, self.SMALL)
        assert names == ["good", "zeros"]
        assert list(read(path, Limits(ratio=10_000))[0]) == ["good", "zeros", "late"]

    @pytest.mark.parametrize("pack", [tar, lambda works: zipped(works, zipfile.ZIP_STORED)], ids=["tar", "zip"])
    def test_more_than_the_most(self, tmp_path: Path, pack: Callable[[dict[str, bytes]], bytes]) -> None:
        path = given(tmp_path, pack({str(n): os.urandom(1000) for n in range(50)}))
        assert len(read(path, self.SMALL)[0]) == 50
        with pytest.raises(InputFormat, match=r"input unpacks to [\d,]+ bytes or more"):
            read(path, Limits(most=30_000))

    def test_a_tar_member_that_says_it_is_huge(self, tmp_path: Path) -> None:
        body = tar({}, special("a", tarfile.REGTYPE, size=10**12))
        with pytest.raises(InputFormat, match=r"a in input unpacks to 1,000,000,000,000 bytes"):
            read(given(tmp_path, body), Limits(most=10**12 - 1))
        with pytest.raises(InputTruncated, match=r"in the middle|unexpected end"):
            list(archives.members(given(tmp_path, body), Context(descriptor("tate"))))

    @pytest.mark.parametrize("size", [-1, -(10**6)])
    def test_a_tar_member_of_less_than_nothing(self, tmp_path: Path, size: int) -> None:
        body = io.BytesIO()
        with tarfile.open(fileobj=body, mode="w", format=tarfile.PAX_FORMAT) as archive:
            info = tarfile.TarInfo("a")
            info.pax_headers = {"size": str(size)}
            archive.addfile(info)
        with pytest.raises(InputError):
            read(given(tmp_path, body.getvalue()))

    def test_a_tar_with_an_endless_name(self, tmp_path: Path) -> None:
        body = tar({"a": b"1"}, special("././@LongLink", tarfile.GNUTYPE_LONGNAME, size=2_000_000)) + bytes(2_000_000)
        with pytest.raises(InputFormat, match=r"the tar holds a name of 2,000,000 bytes\. Do not use"):
            read(given(tmp_path, body))

    def test_a_tar_of_names_within_names(self, tmp_path: Path) -> None:
        header = special("././@LongLink", tarfile.GNUTYPE_LONGNAME, size=1).tobuf(tarfile.GNU_FORMAT)
        with pytest.raises(InputError):
            read(given(tmp_path, tar({"a": b"1"})[: 3 * 512] + (header + b"x".ljust(512, b"\0")) * 3000))

    def test_a_zip_member_that_unpacks_to_far_too_much(self, tmp_path: Path) -> None:
        path = given(tmp_path, zipped({"good": b"1", "zeros": bytes(900_000)}))
        with pytest.raises(InputFormat, match=r"input unpacks to 900,001 bytes or more\. Do not use this file"):
            read(path, self.SMALL)
        with zipfile.ZipFile(path) as archive, pytest.raises(InputFormat, match=r"zeros unpacks to 900,000 bytes"):
            archives.zip_member(archive, archive.getinfo("zeros"), self.SMALL)

    def test_a_zip_whose_members_share_their_bytes(self, tmp_path: Path) -> None:
        """Each is of a decent size; all together are a bomb."""
        text = os.urandom(8_000)
        body = bytearray(zipped({"a": text}, zipfile.ZIP_STORED))
        at, end = body.index(b"PK\x01\x02"), body.index(b"PK\x05\x06")
        entry, tail = bytes(body[at:end]), bytearray(body[end:])
        tail[8:12] = (60).to_bytes(2, "little") * 2
        tail[12:16] = (60 * len(entry)).to_bytes(4, "little")
        path = given(tmp_path, bytes(body[:at]) + entry * 60 + bytes(tail))
        found: list[tuple[str, bytes]] = []
        with pytest.raises(InputFormat, match=r"input unpacks to [\d,]+ bytes or more"):
            read_into(found, path, self.SMALL)
        assert 10 < len(found) < 60
        assert set(found) == {("a", text)}

    @pytest.mark.parametrize("said", [10, 5_000])
    def test_a_zip_that_lies_about_a_size(self, tmp_path: Path, said: int) -> None:
        """No more than it says is unpacked, and then that it lied is told."""
        body = bytearray(zipped({"a": bytes(1000)}))
        for at in (22, body.index(b"PK\x01\x02") + 24):
            body[at : at + 4] = said.to_bytes(4, "little")
        found: Any = archives.members(given(tmp_path, bytes(body)), Context(descriptor("tate")))
        member = next(found)
        assert member.size == said
        with pytest.raises(InputFormat, match=r"input:a is not what the archive says of it: .+"):
            member.open().read()
        found.close()

    def test_a_zip_whose_two_names_of_a_member_differ(self, tmp_path: Path) -> None:
        body = bytearray(zipped({"abc": b"1"}))
        body[30:33] = b"xyz"
        with pytest.raises(InputFormat, match=r"input:abc is not what the archive says of it: .*differ"):
            read(given(tmp_path, bytes(body)))


class TestCut:
    @pytest.mark.parametrize("kind", PACKERS)
    @pytest.mark.parametrize("part", [0.3, 0.7, 0.9])
    def test_a_tar_gives_what_is_whole(self, tmp_path: Path, kind: str, part: float) -> None:
        works = {f"{n}.json": random.Random(n).randbytes(2000 + n).hex().encode() for n in range(300)}
        packed = PACKERS[kind](tar(works))
        path = given(tmp_path, packed[: int(len(packed) * part)])
        got: list[tuple[str, bytes]] = []
        with pytest.raises(InputTruncated, match=r"input.* breaks off after (member|byte) [\d,]+: .*then --resume"):
            read_into(got, path)
        assert got == list(works.items())[: len(got)]
        if kind != "bz2":
            assert len(got) > 300 * part - 90

    @pytest.mark.parametrize("cut", [0, 100, 512, 1024])
    def test_a_tar_that_ends_between_two_members(self, tmp_path: Path, cut: int) -> None:
        """tarfile by itself would take this for the end."""
        body = tar({"a": b"1", "b": b"2"})
        at = body.index(b"b\0\0\0")
        got: list[tuple[str, bytes]] = []
        with pytest.raises(InputTruncated, match=r"breaks off after (member|byte)"):
            read_into(got, given(tmp_path, body[: at + cut]))
        assert got == [("a", b"1")] + [("b", b"2")] * (cut == 1024)

    def test_a_header_that_is_damaged(self, tmp_path: Path) -> None:
        body = bytearray(tar(WORKS))
        at = body.index(b"json/artworks/20.json")
        body[at + 100] ^= 255
        got: list[str] = []
        with pytest.raises(InputTruncated, match=r"input breaks off after member 20: bad checksum"):
            names_into(got, given(tmp_path, bytes(body)))
        assert len(got) == 19

    def test_a_checksum_at_the_end_is_looked_at(self, tmp_path: Path) -> None:
        packed = bytearray(gzip.compress(tar(WORKS)))
        packed[-6] ^= 255
        with pytest.raises(InputTruncated, match=r"input breaks off after member 40: CRC check failed"):
            read(given(tmp_path, bytes(packed)))

    def test_a_zip_has_its_list_at_the_end(self, tmp_path: Path) -> None:
        body = zipped(WORKS)
        with pytest.raises(InputTruncated, match="is a zip that ends in the middle"):
            read(given(tmp_path, body[: len(body) // 2]))

    def test_a_zip_member_that_is_damaged(self, tmp_path: Path) -> None:
        body = bytearray(zipped({"a": b"1", "b": os.urandom(5000).hex().encode()}))
        at = body.index(b"b", body.index(b"PK\x03\x04", 4)) + 1
        body[at + 1000 : at + 1200] = bytes(200)
        with pytest.raises(InputError, match=r"input:b (breaks off after byte|is not what the archive says)"):
            read(given(tmp_path, bytes(body)))


class TestNoArchive:
    @pytest.mark.parametrize(
        ("content", "error", "said"),
        [
            (b"", InputEmpty, "input is empty"),
            (b"version https://git-lfs.github.com/spec/v1\noid", InputPointer, "Git LFS pointer"),
            (b'{"id": 1}\n' * 100, InputFormat, r"input is neither a zip nor a tar: .*Is it the right file\?"),
            (gzip.compress(b'{"id": 1}\n' * 100), InputFormat, "input is neither a zip nor a tar"),
            (gzip.compress(b""), InputFormat, "input is neither a zip nor a tar: empty"),
            (b"7z\xbc\xaf\x27\x1c" + bytes(600), InputFormat, "input is neither a zip nor a tar"),
            (bytes(10240), InputEmpty, "input is an archive without members"),
            (b"PK\x05\x06" + bytes(18), InputEmpty, "input is an archive without members"),
        ],
    )
    def test_faults(self, tmp_path: Path, content: bytes, error: type[InputError], said: str) -> None:
        with pytest.raises(error, match=said):
            read(given(tmp_path, content))

    def test_nothing_there(self, tmp_path: Path) -> None:
        with pytest.raises(InputMissing, match="there is nothing at"):
            read(tmp_path / "nothing.tar")

    def test_a_list_of_members_that_is_no_text(self, tmp_path: Path) -> None:
        body = bytearray(zipped({"é": b"1"}))
        at = body.index("é".encode(), 40)
        body[at : at + 2] = b"\xff\xff"
        with pytest.raises(InputFormat, match=r"the list of members in .* can't be read"):
            read(given(tmp_path, bytes(body)))


class TestZipMember:
    """The one rule for a member of a zip, also for who opens it by name."""

    def member(self, path: Path, name: str, mode: int = 0) -> tuple[zipfile.ZipFile, zipfile.ZipInfo]:
        archive = zipfile.ZipFile(given(path, zipped({name: b"id\n1\n"}, mode=mode)))
        return archive, archive.infolist()[0]

    def test_a_member(self, tmp_path: Path) -> None:
        archive, info = self.member(tmp_path, "ml-100k/u.data")
        with archive, archives.zip_member(archive, info) as stream:
            assert stream.read() == b"id\n1\n"

    @pytest.mark.parametrize("name", TestUnsafe.NAMES)
    def test_a_name_that_points_outside(self, tmp_path: Path, name: str) -> None:
        archive, info = self.member(tmp_path, name)
        with archive, pytest.raises(InputFormat, match=r"which points outside it\. Do not use this file\."):
            archives.zip_member(archive, info)

    def test_a_link(self, tmp_path: Path) -> None:
        archive, info = self.member(tmp_path, "u.data", stat.S_IFLNK | 0o777)
        with archive, pytest.raises(InputFormat, match=r"the zip holds 'u\.data', which is a link"):
            archives.zip_member(archive, info)

    def test_a_bomb(self, tmp_path: Path) -> None:
        archive, info = self.member(tmp_path, "u.data")
        info.file_size = 101_000_000
        with archive, pytest.raises(InputFormat, match=r"u\.data unpacks to 101,000,000 bytes\. Do not use this file"):
            archives.zip_member(archive, info)

    def test_a_locked_member(self, tmp_path: Path) -> None:
        locked = bytearray(zipped({"u.data": b"1"}))
        for place in (6, locked.index(b"PK\x01\x02") + 8):  # the flags in the local and in the central header
            locked[place] |= 1
        said = r"u\.data in the zip can't be unpacked: .*encrypted.* give the folder"
        with pytest.raises(InputFormat, match=said):
            read(given(tmp_path, bytes(locked)))


def peak(path: Path) -> int:
    """The most memory that reading all members took, in bytes."""
    context = Context(descriptor("tate"))
    tracemalloc.start()
    try:
        for member in archives.members(path, context):
            member.open().read()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_is_flat(tmp_path: Path) -> None:
    """Ten times the members take the same memory: tarfile alone keeps a kilobyte of each.

    The least of three times: threads that tests before left behind may ask for memory meanwhile.
    """
    few, many = ({f"json/artworks/{n}.json": b'{"id": %d}' % n for n in range(count)} for count in (500, 5_000))
    least = peak(given(tmp_path, gzip.compress(tar(few), 1), "few"))
    path = given(tmp_path, gzip.compress(tar(many), 1), "many")
    assert min(peak(path) for _ in range(3)) < least + 100_000
