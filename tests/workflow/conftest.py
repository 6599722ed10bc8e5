"""The demo, built once for all slow tests, by the command that a user types, in a process that has no network."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

GUARD = """
import atexit
import os
import socket
from pathlib import Path

def refuse(self, address):
    raise OSError(f"there is no network here: {address}")

def tell():
    with open(os.environ["PEAKS"], "a") as peaks:
        peaks.writelines(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))

socket.socket.connect = refuse
if Path("/proc/self/status").is_file():
    atexit.register(tell)
"""


@dataclass(frozen=True, slots=True)
class Built:
    """Where the demo was built (`folder` / «demo»), what it printed, and its peak memory in bytes."""

    folder: Path
    printed: str
    told: str
    peak: int


def build(folder: Path) -> Built:
    """Run `culturedata demo` in `folder`, without network.

    Where Linux tells, it reports its own peak: what is said of it afterwards also holds what these tests had in memory.
    """
    guard, peaks = folder / "guard", folder / "peaks.txt"
    guard.mkdir(exist_ok=True)
    (guard / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    peaks.unlink(missing_ok=True)
    out, err = folder / "printed.txt", folder / "told.txt"
    with out.open("w", encoding="utf-8") as printed, err.open("w", encoding="utf-8") as told:
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("culturedata")), "demo"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(guard), "PEAKS": str(peaks), "COLUMNS": "200"},
            stdout=printed,
            stderr=told,
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    said = err.read_text(encoding="utf-8")
    assert process.returncode == 0, said
    own = [int(line.split()[1]) for line in peaks.read_text().splitlines()] if peaks.is_file() else [used.ru_maxrss]
    return Built(folder, out.read_text(encoding="utf-8"), said, max(own) * 1024)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("demo"))
