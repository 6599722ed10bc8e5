"""Ctrl-C or kill -9 at any moment: the library opens, and `--resume` ends in the same rows as one go."""

from __future__ import annotations

import os
import random
import resource
import shlex
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from culturedata.store.library import Library
from tests.importing.conftest import Rows, ratings, rows, same, troubled, whole
from tests.program import dying, finished, program

MOMENTS = 20


def tate(folder: Path) -> list[object]:
    return ["tate", troubled(folder / "tate.jsonl", 3000)]


def movielens(folder: Path) -> list[object]:
    return ["movielens", ratings(folder / "ml", 1400, 100)]


def one_go(given: list[object], folder: Path) -> tuple[Rows, float]:
    """All rows of an import that nothing stopped, and the processor time that it took in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    finished(program("import", *given, "-L", folder))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return rows(folder), after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def worked(child: subprocess.Popen[str], seconds: float) -> None:
    """Wait until a child had so many seconds of a processor (how busy the machine is does not matter), or ended."""
    stat = Path(f"/proc/{child.pid}/stat")
    if not stat.exists():
        child.kill()
        pytest.skip("how long a process has worked is only told by Linux: no random moment was tried")
    ticks = seconds * os.sysconf("SC_CLK_TCK")
    while child.poll() is None:
        user, system = stat.read_text().rpartition(")")[2].split()[11:13]
        if int(user) + int(system) >= ticks:
            return
        time.sleep(0.002)


def goes_on(given: list[object], folder: Path, wanted: Rows) -> None:
    """Assert that a library is whole and that the rest of the import, if any, ends in the rows of one go."""
    if (folder / "culture.db").exists():
        whole(folder)
    if "done" not in (state(folder) or ()):
        finished(program("import", *given, "--resume", "-L", folder))
    same(rows(folder), wanted)
    whole(folder)
    assert not [file.name for file in folder.iterdir() if file.name.endswith(("-wal", "-shm", "-journal", ".new"))]


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("make", [tate, movielens])
def test_killed_at_twenty_random_moments(tmp_path: Path, make: Callable[[Path], list[object]]) -> None:
    given = make(tmp_path)
    wanted, seconds = one_go(given, tmp_path / "whole")
    draw = random.Random(20)
    states = set()
    for moment in range(MOMENTS):
        folder = tmp_path / f"killed-{moment}"
        child = program("import", *given, "-L", folder)
        worked(child, (moment + draw.random()) / MOMENTS * seconds)
        child.kill()
        child.communicate(timeout=60)
        states.add(state(folder))
        goes_on(given, folder, wanted)
    assert len(states) >= 5, "the moments must fall on different states of the import"


def state(folder: Path) -> tuple[object, ...] | None:
    """How far an import that was killed came."""
    if not (folder / "culture.db").exists():
        return None
    with Library.open(folder) as library:
        done = library.culture.execute("SELECT status, records, interactions FROM imports").fetchone()
        return (*(done or ("nothing", 0, 0)), library.culture.execute("SELECT count(*) FROM search_texts").fetchone())


def killed(pattern: str, times: int, given: list[object], folder: Path) -> int:
    """How an import ended that is to die when a statement is about to run for the nth time: 9, or 0 if it never was."""
    child = dying(pattern, times, "import", *given, "-L", folder)
    _, err = child.communicate(timeout=120)
    assert child.returncode in (0, 9), err
    return child.returncode


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("pattern", "times"),
    [
        ("CREATE TABLE", 1),
        ("INSERT INTO sources", 1),
        ("INSERT INTO imports", 1),
        ("COMMIT", 1),
        ("DROP INDEX", 3),
        ("INSERT OR REPLACE INTO records", 1),
        ("INSERT OR REPLACE INTO records", 650),
        ("UPDATE imports SET", 3),
        ("COMMIT", 4),
        ("INSERT INTO issues", 2),
        ("CREATE INDEX", 30),
        ("INSERT INTO search_texts", 1),
        ("INSERT INTO works_fts", 1),
        ("UPDATE imports SET status = 'done'", 1),
        ("PRAGMA journal_mode = DELETE", 1),
    ],
)  # fmt: skip
def test_killed_before_a_statement(tmp_path: Path, pattern: str, times: int) -> None:
    given: list[object] = ["tate", troubled(tmp_path / "tate.jsonl", 1000)]
    wanted, _ = one_go(given, tmp_path / "whole")
    code = killed(pattern, times, given, tmp_path / "killed")
    if pattern != "CREATE TABLE":  # the tables are made before anybody may see the file
        assert code == 9
    goes_on(given, tmp_path / "killed", wanted)


@pytest.mark.slow
def test_killed_again_and_again(tmp_path: Path) -> None:
    """Every resumed import is killed too, before each is done: the rows are those of one go."""
    given: list[object] = ["tate", troubled(tmp_path / "tate.jsonl", 1000)]
    wanted, _ = one_go(given, tmp_path / "whole")
    folder = tmp_path / "killed"
    for pattern, times in (("INSERT OR REPLACE INTO records", 600), ("COMMIT", 2), ("INSERT INTO works_fts", 1)):
        assert killed(pattern, times, [*given, "--resume"], folder) == 9
    goes_on(given, folder, wanted)


def test_without_an_input_the_one_that_was_begun_is_read(tmp_path: Path) -> None:
    given: list[object] = ["tate", troubled(tmp_path / "tate.jsonl", 1000)]
    wanted, _ = one_go(given, tmp_path / "whole")
    assert killed("COMMIT", 4, given, tmp_path / "killed") == 9
    goes_on(["tate"], tmp_path / "killed", wanted)


def interrupted(given: list[object], folder: Path, ready: str) -> subprocess.Popen[str]:
    """An import that is told to stop as soon as the query `ready` finds something in audience.db or culture.db."""
    # Ctrl-C is heard, also where the tests run in the background of a shell, which has them ignore it.
    hearing = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    child = program("import", *given, "-L", folder, "--json", preexec_fn=hearing)
    name, _, query = ready.partition(": ")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and child.poll() is None:
        if (folder / name).exists():
            with closing(sqlite3.connect(f"file:{folder / name}?mode=ro", uri=True, timeout=5)) as reader:
                if reader.execute(query).fetchone():
                    break
        time.sleep(0.005)
    child.send_signal(signal.SIGINT)
    return child


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "ready"),
    [
        (lambda folder: ["tate", troubled(folder / "a file.jsonl", 6000)], "culture.db: SELECT 1 FROM works"),
        (lambda folder: ["movielens", ratings(folder / "ml", 1500, 150)], "audience.db: SELECT 1 FROM ratings"),
    ],
    ids=["tate", "movielens"],
)
def test_ctrl_c(tmp_path: Path, make: Callable[[Path], list[object]], ready: str) -> None:
    """It ends at once, says how to go on, leaves whole batches, and the command that it says does go on."""
    given = make(tmp_path)
    wanted, _ = one_go(given, tmp_path / "whole")
    folder = tmp_path / "stopped here"
    child = interrupted(given, folder, ready)
    out, err = child.communicate(timeout=60)
    assert (child.returncode, out) == (130, ""), err
    assert "Traceback" not in err
    command = err.split("Go on with: ")[1].splitlines()[0]
    with Library.open(folder) as library:
        status, records = library.culture.execute("SELECT status, records FROM imports").fetchone()
        assert status == "interrupted"
        bases = (library.culture, library.audience)
        kept = sum(base.execute("SELECT count(*) FROM records").fetchone()[0] for base in bases)
        assert records == kept + skipped(library)
    assert not list(folder.glob("*-wal"))
    whole(folder)
    words = shlex.split(command)
    assert words[0] == "culturedata"
    finished(program(*words[1:]))
    same(rows(folder), wanted)


def skipped(library: Library) -> int:
    """Records that stood twice: they are counted, and are not among the rows."""
    found = library.culture.execute("SELECT count(*) FROM issues WHERE code = 'duplicate-record'").fetchone()
    return int(found[0])


def test_terminated_is_like_killed(tmp_path: Path) -> None:
    given: list[object] = ["tate", troubled(tmp_path / "tate.jsonl", 3000)]
    wanted, seconds = one_go(given, tmp_path / "whole")
    child = program("import", *given, "-L", tmp_path / "killed")
    worked(child, seconds * 0.5)
    child.send_signal(signal.SIGTERM)
    child.communicate(timeout=60)
    goes_on(given, tmp_path / "killed", wanted)
