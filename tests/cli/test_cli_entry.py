"""Before a command begins: Ctrl-C while Python loads modules, and paths that are empty."""

from __future__ import annotations

import inspect
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from culturedata.cli import _output
from culturedata.cli.app import app
from tests.cli.conftest import Run

# Presses Ctrl-C at the moment at which the module that PRESSED_AT names is looked for.
PRESSING = """
import os, signal, sys
class Finder:
    def find_spec(self, name, *rest):
        if name == os.environ["PRESSED_AT"]:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
from culturedata.cli.main import run
run()
"""


def hearing() -> None:
    """Ctrl-C is heard, also where the tests run in the background of a shell, which has them ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def pressed(module: str, *arguments: object, before: Any = hearing) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PRESSING, *map(str, arguments)], capture_output=True, text=True, timeout=120,
        env={**os.environ, "PRESSED_AT": module}, preexec_fn=before,
    )  # fmt: skip


@pytest.mark.parametrize(
    "module", ["culturedata.cli.app", "typer", "culturedata.errors", "culturedata.cli.teaching.openness"]
)
def test_ctrl_c_while_modules_are_loaded_is_one_line(module: str) -> None:
    done = pressed(module, "--version")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Stopped.\n")


def test_ctrl_c_while_a_command_loads_its_own_is_no_traceback(folder: Path) -> None:
    done = pressed("culturedata.store.library", "search", "monet", "-L", folder)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr in ("", "Stopped.\n")


def test_who_asked_not_to_hear_of_ctrl_c_does_not() -> None:
    """As under nohup."""
    done = pressed("typer", "--version", before=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
    assert (done.returncode, done.stderr) == (0, "")


def test_afterwards_ctrl_c_is_pythons_own_again(run: Run) -> None:
    before = signal.getsignal(signal.SIGINT)
    assert run("--version").code == 0
    assert signal.getsignal(signal.SIGINT) is before


EMPTY = [
    ["publish", ""], ["backup", ""], ["search", "monet", "-L", ""], ["openness", "--weights", ""], ["serve", ""],
    ["demo", ""], ["import", "tate", ""], ["source", "new", "mine", ""], ["source", "fields", "mine", ""],
    ["exercise", "show", "rmse", "--save", ""],
]  # fmt: skip


@pytest.mark.parametrize("arguments", EMPTY, ids=" ".join)
def test_an_empty_path_is_refused(run: Run, arguments: list[str], tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(*arguments)
    wanted = "Error: an empty text is no path. Is a variable of your shell empty? Write . for this folder.\n"
    assert (said.code, said.out, said.err) == (2, "", wanted)
    assert list(tmp_path.iterdir()) == []


def callbacks(group: Any = app) -> Iterator[Any]:
    yield from (command.callback for command in group.registered_commands)
    for below in group.registered_groups:
        yield from callbacks(below.typer_instance)


def test_so_is_every_path_of_every_command() -> None:
    """An option or argument that is a path says so by its parser."""
    found = 0
    for callback in callbacks():
        for name, said in inspect.get_annotations(callback, eval_str=True).items():
            if "Path" in str(getattr(said, "__origin__", "")):
                found += 1
                assert said.__metadata__[0].parser is _output.path, f"{callback.__name__}: {name}"
    assert found >= 30


@pytest.mark.parametrize("out", [".", "..", "/"])
def test_a_folder_is_no_file_to_publish_to(run: Run, folder: Path, out: str) -> None:
    said = run("publish", out, "-L", folder)
    assert (said.code, said.err) == (2, f"Error: {out} exists. Choose another name, or delete it first.\n")
