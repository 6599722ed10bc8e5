"""Running the command line in this process, and as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from culturedata.cli import main


@dataclass(frozen=True, slots=True)
class Said:
    """What a command wrote, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON value."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, str]:
        """The error on standard error, as --json gives it."""
        found: dict[str, str] = json.loads(self.err.splitlines()[-1])["error"]
        return found

    @property
    def lines(self) -> list[list[str]]:
        """Standard output as tab-separated lines."""
        return [line.split("\t") for line in self.out.splitlines()]


Run = Callable[..., Said]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """`run("search", "monet")`: the command in this process, not on a terminal."""
    monkeypatch.delenv("CULTUREDATA_LIBRARY", raising=False)
    monkeypatch.delenv("CULTUREDATA_STUDENT", raising=False)

    def command(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["culturedata", *map(str, arguments)])
        capsysbinary.readouterr()
        with pytest.raises(SystemExit) as left:
            main.run()
        said = capsysbinary.readouterr()
        return Said(int(left.value.code or 0), said.out.decode(), said.err.decode())

    return command


@pytest.fixture
def process() -> Run:
    """The same as a process of its own, as a shell would start it."""

    def command(*arguments: object, **environment: str) -> Said:
        code = "from culturedata.cli.main import run; run()"
        done = subprocess.run(
            [sys.executable, "-c", code, *map(str, arguments)],
            capture_output=True,
            env={**os.environ, **environment},
            timeout=120,
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    return command
