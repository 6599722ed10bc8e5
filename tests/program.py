"""The command line as a process of its own: started, brought to its end, or killed before one of its statements."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

_RUN = "from culturedata.cli.main import run; run()"
PROGRAM = [sys.executable, "-c", _RUN]
_DIES = """
import os, sys
import culturedata.store.library as library
pattern, left = sys.argv.pop(1), int(sys.argv.pop(1))
def told(statement):
    global left
    if statement.lstrip().startswith(pattern):
        left -= 1
        if left == 0:
            os._exit(9)
prepare = library._prepare
def traced(connection, path):
    connection.set_trace_callback(told)
    prepare(connection, path)
library._prepare = traced
"""


def program(*arguments: object, first: str = "", **more: Any) -> subprocess.Popen[str]:
    """The command line, started; `first` is Python that it runs before."""
    return subprocess.Popen(
        [sys.executable, "-c", f"{first}\n{_RUN}", *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "NO_COLOR": "1"}, **more,
    )  # fmt: skip


def dying(pattern: str, times: int, *arguments: object, first: str = "", **more: Any) -> subprocess.Popen[str]:
    """One that dies without a word, with 9, when a statement that begins so is about to run for the nth time."""
    return program(pattern, times, *arguments, first=_DIES + first, **more)


def finished(child: subprocess.Popen[str]) -> str:
    """What a child wrote to standard output, once it ended well."""
    out, err = child.communicate(timeout=240)
    assert child.returncode == 0, err
    return out
