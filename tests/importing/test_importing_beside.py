"""Reading in a process of its own gives the same library, whatever happens to either process."""

from __future__ import annotations

import gzip
import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from culturedata.errors import InputError, InputTruncated
from culturedata.importing import run
from culturedata.importing.descriptor import descriptor
from culturedata.importing.reading import beside, process
from culturedata.importing.reading.beside import Asked, Beside, Read, Ready, pays
from culturedata.importing.source import Context, Source
from culturedata.sources.movielens.source import MovieLens
from culturedata.sources.tate.source import Tate
from culturedata.store.library import Library
from tests.importing.conftest import Rows, artworks, rows, same, troubled, whole


@pytest.fixture
def forced(monkeypatch: pytest.MonkeyPatch) -> list[Beside]:
    """Every file is large enough, and there are cores: the readers beside that were started."""
    started: list[Beside] = []

    def start(source: type[Source], context: Context) -> Beside:
        started.append(Beside(source, context))
        return started[-1]

    monkeypatch.setattr(beside, "LEAST", 0)
    monkeypatch.setattr(beside, "_cores", lambda: 2)
    monkeypatch.setattr(beside, "_is_busy", lambda: False)
    monkeypatch.setattr(run, "Beside", start)
    return started


@pytest.fixture(scope="module")
def one_go(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rows]:
    """A file with everything in it that can go wrong, and all rows of an import of it in one process."""
    folder = tmp_path_factory.mktemp("one-go")
    given = troubled(folder / "t.jsonl", 1000)
    bring(folder / "lib", given)
    return given, rows(folder / "lib")


def bring(folder: Path, given: Path, **options: object) -> run.ImportResult:
    with Library.open(folder, create=True) as library:
        return run.import_source(library, "tate", str(given), **options)  # type: ignore[arg-type]


def test_it_gives_the_same_library(tmp_path: Path, one_go: tuple[Path, Rows], forced: list[Beside]) -> None:
    given, wanted = one_go
    done = bring(tmp_path, given)
    assert (done.status, len(forced)) == ("done", 1)
    whole(tmp_path)
    same(rows(tmp_path), wanted)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody tells how much waits in a pipe")
def test_a_writer_that_waits_parses_itself(tmp_path: Path) -> None:
    """What is sent while nothing waits in the pipe is left for it, and so is what is left at the end."""
    given = artworks(tmp_path / "t.jsonl", 160)
    asked = Asked.of(Tate, Context(descriptor("tate"), str(given)))
    out, into = os.pipe()
    with os.fdopen(out, "rb") as answers, os.fdopen(into, "wb") as pipe:
        beside._widen(answers)
        process._read(asked, pipe)
        sent = [pickle.load(answers) for _ in range(4)]
    assert [[type(one) for one in message.items] for message in sent] == [
        [Read] * 50, [Ready] * 50, [Ready] * 50, [Read] * 10,
    ]  # fmt: skip
    assert [message.end for message in sent] == [False, False, False, True]


def test_what_is_known_is_read_here(tmp_path: Path, one_go: tuple[Path, Rows], forced: list[Beside]) -> None:
    """A known record need not be parsed: a second import starts no process."""
    given, _ = one_go
    bring(tmp_path, given)
    again = bring(tmp_path, given).counts
    assert (again.added, again.updated, len(forced)) == (0, 0, 1)


def test_an_error_comes_where_it_was_raised(tmp_path: Path, forced: list[Beside]) -> None:
    """What comes before it is in the library: as many works as in one process."""
    packed = gzip.compress(artworks(tmp_path / "t.jsonl", 2000).read_bytes())
    cut = tmp_path / "t.jsonl.gz"
    cut.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(InputTruncated) as there:
        bring(tmp_path / "beside", cut)
    beside.LEAST = 1 << 60  # the fixture puts it back
    with pytest.raises(InputTruncated) as here:
        bring(tmp_path / "here", cut)
    assert (str(there.value), len(forced)) == (str(here.value), 1)
    found = rows(tmp_path / "beside")
    assert len(found["works"]) > 500
    same(found, rows(tmp_path / "here"))


def test_a_reader_that_is_killed(
    tmp_path: Path, one_go: tuple[Path, Rows], forced: list[Beside], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said in a sentence, what came before is safe, and the import goes on from there."""
    given, wanted = one_go
    monkeypatch.setattr(run, "BATCH", 100)
    monkeypatch.setattr(beside, "_PIPE", 4096)  # bytes: too few for it to have ended before

    def kill(phase: str, count: int) -> None:
        if (phase, count) == ("records", 300):
            forced[0]._process.kill()
            forced[0]._process.wait()

    with pytest.raises(InputError, match=r"the process that reads .* was ended by the system \(SIGKILL\)"):
        bring(tmp_path, given, progress=kill)
    assert 300 <= len(rows(tmp_path)["records"]) < len(wanted["records"])
    assert bring(tmp_path, given, resume=True).status == "done"
    same(rows(tmp_path), wanted)


@pytest.mark.parametrize("fault", [KeyboardInterrupt, ZeroDivisionError])
def test_it_ends_with_the_import(
    tmp_path: Path, one_go: tuple[Path, Rows], forced: list[Beside], fault: type[BaseException]
) -> None:
    def stop(phase: str, _: int) -> None:
        raise fault

    with pytest.raises(fault):
        bring(tmp_path, one_go[0], progress=stop)
    assert forced[0]._process.returncode is not None


def test_it_ends_with_the_writer_even_if_that_is_killed(tmp_path: Path) -> None:
    """The writer starts a reader of a large file, says its number and is killed: the reader ends by itself."""
    given = artworks(tmp_path / "t.jsonl", 20_000)
    program = f"""
import time
from culturedata.importing.descriptor import descriptor
from culturedata.importing.reading.beside import Beside
from culturedata.importing.source import Context
from culturedata.sources.tate.source import Tate
reader = Beside(Tate, Context(descriptor("tate"), {str(given)!r}))
next(reader.items())
print(reader._process.pid, flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        number = int(writer.stdout.readline())
        os.kill(number, 0)
        writer.kill()
    for _ in range(200):
        if not _runs(number):
            return
        time.sleep(0.1)
    os.kill(number, signal.SIGKILL)
    raise AssertionError("the reader goes on without its writer")


def _runs(number: int) -> bool:
    """Whether the process runs; one that ended and that nobody has asked about yet does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_it_does_not_pay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a small input, for few records, for behaviour, for what is not on this machine, on busy cores or one."""
    given = artworks(tmp_path / "t.jsonl", 100)

    def said(source: type[Source] = Tate, input: str | None = str(given), limit: int | None = None) -> bool:
        return pays(source, Context(descriptor(source.name), input, limit=limit))

    monkeypatch.setattr(beside, "_cores", lambda: 2)
    monkeypatch.setattr("os.getloadavg", lambda: (1.0, 9.0, 9.0))
    assert not said()
    monkeypatch.setattr(beside, "LEAST", given.stat().st_size)
    assert said()
    assert said(input=str(tmp_path))
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "a.jsonl").symlink_to("nowhere")
    assert not said(input=str(tmp_path / "links"))
    packed = tmp_path / "t.tar.xz"
    packed.write_bytes(bytes(beside.LEAST // beside.PACKS + 1))
    assert said(input=str(packed)), "it holds more than it weighs"
    packed.write_bytes(bytes(beside.LEAST // beside.PACKS - 1))
    assert not said(input=str(packed))
    assert not said(MovieLens)
    assert not said(limit=100)
    assert not said(input=None)
    assert not said(input="https://example.org/t.jsonl")
    assert not said(input="api")
    monkeypatch.setattr(beside, "LEAST", 0)
    assert not said(input="https://example.org/t.jsonl"), "what is not here is never large"
    monkeypatch.setattr(beside, "LEAST", given.stat().st_size)
    monkeypatch.setattr("os.getloadavg", lambda: (4.5, 0.0, 0.0))
    assert not said(), "others want both cores"
    monkeypatch.setattr("os.getloadavg", lambda: (1.0, 0.0, 0.0))
    monkeypatch.setattr(beside, "_cores", lambda: 1)
    assert not said()
