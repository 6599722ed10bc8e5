"""The demo, built once for all slow tests, by the command that a user types, in a process that has no network."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

NO_NETWORK = """
import socket

def refuse(self, address):
    raise OSError(f"there is no network here: {address}")

socket.socket.connect = refuse
"""


@dataclass(frozen=True, slots=True)
class Built:
    """Where the demo was built (`folder` / «demo»), what it printed, and its peak memory in bytes."""

    folder: Path
    printed: str
    told: str
    peak: int


def build(folder: Path) -> Built:
    """Run `culturedata demo` in `folder`, without network."""
    guard = folder / "guard"
    guard.mkdir(exist_ok=True)
    (guard / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    out, err = folder / "printed.txt", folder / "told.txt"
    with out.open("w", encoding="utf-8") as printed, err.open("w", encoding="utf-8") as told:
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("culturedata")), "demo"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(guard), "COLUMNS": "200"},
            stdout=printed,
            stderr=told,
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    said = err.read_text(encoding="utf-8")
    assert process.returncode == 0, said
    return Built(folder, out.read_text(encoding="utf-8"), said, used.ru_maxrss * 1024)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("demo"))
