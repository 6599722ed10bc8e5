"""Bad input, a full disk, a second import: a clear error that says what, where and what to do, and nothing is lost."""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from culturedata.errors import (
    InputEmpty,
    InputError,
    InputFormat,
    InputMissing,
    InputPointer,
    InputTruncated,
    LibraryTooNew,
)
from culturedata.importing.run import import_source
from culturedata.store.library import Library, transaction
from tests.importing.conftest import (
    Rows,
    artwork,
    artworks,
    encoded,
    issues,
    ratings,
    rows,
    same,
    whole,
)
from tests.program import PROGRAM, finished, program

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a21\nsize 12345\n"
MILLION = 1_000_000


def file(name: str, content: bytes) -> Callable[[Path], Path]:
    """What makes a file of that content."""

    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def zipped(*members: tuple[str, str], cut: float = 1.0) -> Callable[[Path], Path]:
    """What makes a zip of these members, of which the part `cut` is left."""

    def make(folder: Path) -> Path:
        with zipfile.ZipFile(folder / "ml.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in members:
                archive.writestr(name, text)
        whole = (folder / "ml.zip").read_bytes()
        (folder / "ml.zip").write_bytes(whole[: int(len(whole) * cut)])
        return folder / "ml.zip"

    return make


MOVIES = ("ml/movies.csv", "movieId,title,genres\n1,Film (1990),Drama\n")
RATINGS = ("ml/ratings.csv", "userId,movieId,rating,timestamp\n1,1,4.0,1000\n")
LINE = encoded(artwork(1))
FAULTS = [
    ("tate", lambda folder: folder / "nothing.jsonl", InputMissing, r"nothing at .*nothing\.jsonl"),
    ("tate", file("t.jsonl", b""), InputEmpty, r"t\.jsonl is empty"),
    ("tate", file("t.jsonl", b"\n\n"), InputEmpty, r"t\.jsonl holds only blank lines"),
    ("tate", file("t.jsonl.gz", gzip.compress(LINE * 50)[:-20]), InputTruncated, r"t\.jsonl\.gz breaks off after line"),
    ("tate", file("t.jsonl", LINE.decode().encode("utf-16")), InputFormat, r"t\.jsonl is UTF-16 text"),
    ("tate", file("t.jsonl", b"caf\xe9\nth\xe9\n"), InputFormat, r"nothing in .*t\.jsonl could be read as Tate"),
    ("tate", file("t.jsonl", b"\0" * 500), InputFormat, r"nothing in .*t\.jsonl could be read as Tate"),
    ("tate", file("t.jsonl", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\n"), InputFormat, "nothing in .* could be read as Tate"),
    ("tate", file("t.jsonl", b"acno,title\nA1,x\n"), InputFormat, r"t\.jsonl:1 is not a record of Tate"),
    ("tate", file("t.jsonl", b'{"other": 1}\n'), InputFormat, r"t\.jsonl:1 has neither «acno» nor «id»"),
    ("tate", file("t.json", b'{"acno": "A1", '), InputFormat, r"t\.json is not a record of Tate"),
    ("tate", file("t.jsonl", POINTER), InputPointer, r"t\.jsonl is a Git LFS pointer"),
    ("movielens", lambda folder: folder / "nothing.zip", InputMissing, r"there is no .*nothing\.zip"),
    ("movielens", file("ml.zip", b""), InputEmpty, r"ml\.zip is empty"),
    ("movielens", file("ml.zip", POINTER), InputPointer, r"ml\.zip is a Git LFS pointer"),
    ("movielens", file("ml.zip", LINE), InputFormat, r"ml\.zip is not a zip"),
    ("movielens", zipped(MOVIES, RATINGS, cut=0.6), InputTruncated, r"ml\.zip is a zip that ends in the middle"),
    ("movielens", zipped(("a.txt", "x"), MOVIES), InputFormat, r"ml\.zip holds no MovieLens edition"),
    ("movielens", zipped(("../movies.csv", MOVIES[1]), RATINGS), InputFormat, r"'\.\./movies\.csv', which points out"),
    ("movielens", zipped(MOVIES, ("/ratings.csv", RATINGS[1])), InputFormat, r"'/ratings\.csv', which points outside"),
    ("movielens", zipped(MOVIES, (RATINGS[0], "userId,movieId\n1,1\n")), InputFormat, r"ratings\.csv in .* no column"),
    ("movielens", zipped((MOVIES[0], "\ufeff"), RATINGS), InputEmpty, r"movies\.csv in .* is empty"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "make", "error", "said"), FAULTS, ids=lambda value: getattr(value, "__name__", None)
)
def test_a_clear_error_that_loses_nothing(
    tmp_path: Path, source: str, make: Callable[[Path], Path], error: type[InputError], said: str
) -> None:
    """Into a library that holds something already: all of that is there afterwards, and can be added to."""
    folder = tmp_path / "lib"
    with Library.open(folder, create=True) as library:
        import_source(library, "tate", str(artworks(tmp_path / "good.jsonl", 30)))
    before = rows(folder)
    with Library.open(folder, write=True) as library, pytest.raises(error, match=said) as told:
        import_source(library, source, str(make(tmp_path)))
    assert told.value.hint.endswith((".", "?", ")"))
    after = rows(folder)
    kept(after, before)
    with Library.open(folder) as library:
        last = library.culture.execute("SELECT status FROM imports ORDER BY import_id DESC").fetchone()
        assert last == ("failed",)
        assert library.culture.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with Library.open(folder, write=True) as library:
        again = import_source(library, "tate", str(artworks(tmp_path / "good.jsonl", 31)))
    assert again.counts.added + again.counts.unchanged == 31


def kept(after: Rows, before: Rows) -> None:
    """Assert that every row is still there, but for what a record that was read again replaced."""
    for table, wanted in before.items():
        assert set(map(repr, wanted)) <= set(map(repr, after[table])), table


def test_a_bad_line_among_good_ones_is_an_issue(tmp_path: Path) -> None:
    bad = {50: b"{not JSON\n", 60: b'["a", "list"]\n', 70: b"caf\xe9\n", 80: b"a\0b\n", 100: encoded(artwork(100))[:99]}
    with Library.open(tmp_path / "lib", create=True) as library:
        done = import_source(library, "tate", str(artworks(tmp_path / "t.jsonl", 100, bad)))
    assert (done.status, done.counts.works, done.counts.issues) == ("done", 95, 5)
    assert sorted(issues(tmp_path / "lib"), key=lambda told: int(str(told[1]).split(":")[1])) == [
        ("not-json", "t.jsonl:50"), ("not-json", "t.jsonl:60"), ("not-utf-8", "t.jsonl:70"), ("nul", "t.jsonl:80"),
        ("not-json", "t.jsonl:100"),
    ]  # fmt: skip


def test_a_library_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "lib"
    given = artworks(tmp_path / "t.jsonl", 5)
    with Library.open(folder, create=True) as library:
        import_source(library, "tate", str(given))
        with transaction(library.culture):
            library.culture.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
                "VALUES ('culturedata.culture', 'm999_future', '2030-01-01')"
            )
    before = rows(folder)
    with pytest.raises(LibraryTooNew, match=r"newer version of culturedata \(m999_future\)\. Upgrade: pip install -U"):
        Library.open(folder, create=True)
    same(rows(folder), before)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], capture_output=True)
    if made.returncode != 0:
        pytest.skip("a small disk can only be made by root, with the right to mount: the full disk was not tried")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def refused(child: subprocess.Popen[str], code: str, said: str) -> dict[str, str]:
    """Assert that an import with --json failed as it must; its error."""
    out, err = child.communicate(timeout=240)
    assert (child.returncode, out) == (1, ""), err
    assert "Traceback" not in err
    error: dict[str, str] = json.loads(err.splitlines()[-1])["error"]
    assert error.keys() == {"code", "message", "hint"}
    assert error["code"] == code
    assert said in error["message"]
    assert error["hint"]
    return error


def test_a_full_disk(disk: Path, tmp_path: Path) -> None:
    """The library is whole; once there is room, --resume ends in the rows of one go."""
    given = artworks(tmp_path / "t.jsonl", 3000)
    finished(program("import", "tate", given, "-L", tmp_path / "whole"))
    folder = disk / "lib"
    error = refused(program("import", "tate", given, "-L", folder, "--json"), "library-unwritable", "the disk of")
    assert "--resume" in error["hint"]
    whole_pages(folder)
    subprocess.run(["mount", "-o", "remount,size=100m", str(disk)], check=True)
    finished(program("import", "tate", given, "--resume", "-L", folder))
    same(rows(folder), rows(tmp_path / "whole"))
    whole(folder)


def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    """Where no small disk can be made, the system's own limit has the same effect."""
    given = artworks(tmp_path / "t.jsonl", 2000)
    finished(program("import", "tate", given, "-L", tmp_path / "whole"))
    small = 1_500_000

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (small, small))

    folder = tmp_path / "lib"
    refused(
        program("import", "tate", given, "-L", folder, "--json", preexec_fn=limit), "library-unwritable", "the disk of"
    )
    whole_pages(folder)
    finished(program("import", "tate", given, "--resume", "-L", folder))
    same(rows(folder), rows(tmp_path / "whole"))


def whole_pages(folder: Path) -> None:
    """Assert that a library opens on a disk that may still be full, and that its pages are whole."""
    with Library.open(folder) as library:
        for connection in (library.culture, library.audience):
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_second_import_at_the_same_time(tmp_path: Path) -> None:
    """It is refused at once and harms nothing; the first one ends as if nothing had been."""
    folder = tmp_path / "lib"
    given = artworks(tmp_path / "t.jsonl", 900)
    lines = given.read_bytes().splitlines(keepends=True)
    finished(program("import", "tate", given, "-L", tmp_path / "whole"))
    first = subprocess.Popen([*PROGRAM, "import", "tate", "-", "-L", str(folder), "--json"], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    assert first.stdin is not None
    first.stdin.write(b"".join(lines[:600]))
    first.stdin.flush()
    while not (folder / "audience.db").exists():
        assert first.poll() is None
    for source, input in (("tate", given), ("movielens", ratings(tmp_path / "ml", 3, 3))):
        error = refused(program("import", source, input, "-L", folder, "--json"), "library-busy", "another process")
        assert error["hint"] == "Wait until it ends, then run this again."
    out, err = first.communicate(b"".join(lines[600:]), timeout=120)
    assert first.returncode == 0, err
    assert json.loads(out)["works"] == 900
    found, wanted = rows(folder), rows(tmp_path / "whole")
    for table in wanted:
        if table not in ("imports", "records"):  # these say from where: standard input
            assert found[table] == wanted[table], table
    finished(program("import", "tate", given, "-L", folder))


def artists(path: Path, count: int) -> Path:
    """So many people in Tate's shape (synthetic), with a line that is not JSON in the middle."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(1, count + 1):
            if number == count // 2:
                file.write("this line is not JSON\n")
                continue
            file.write(
                f'{{"id": {number}, "mda": "Painter, {number}", "fc": "Painter {number}", "movements": [], "date": "",'
                f' "gender": "", "url": "http://www.tate.org.uk/art/artists/{number}"}}\n'
            )
    return path


def peak(path: Path, folder: Path) -> int:
    """The most memory that a process took for an import, in kilobytes, without that of the one which started it."""
    child, most = program("import", "tate", path, "-L", folder), 0
    while child.poll() is None:
        status = Path(f"/proc/{child.pid}/status").read_text(encoding="utf-8")
        most = max([most, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))])
        time.sleep(0.05)
    _, err = child.communicate()
    assert child.returncode == 0, err
    return most


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_line_that_is_not_json_in_the_middle_of_a_million(tmp_path: Path) -> None:
    """It is reported with its number, all others go in, and the memory is that of a tenth of them."""
    tenth = peak(artists(tmp_path / "tenth.jsonl", MILLION // 10), tmp_path / "tenth")
    most = peak(artists(tmp_path / "million.jsonl", MILLION), tmp_path / "lib")
    assert issues(tmp_path / "lib") == [("not-json", f"million.jsonl:{MILLION // 2}")]
    with Library.open(tmp_path / "lib") as library:
        assert library.culture.execute("SELECT count(*) FROM records").fetchone() == (MILLION - 1,)
        assert library.culture.execute("SELECT count(*) FROM agents").fetchone() == (MILLION - 1,)
        raw = library.culture.execute("SELECT raw FROM issues").fetchone()
    assert raw == ("this line is not JSON",)
    assert most <= 1.1 * tenth
    assert most < 300_000
