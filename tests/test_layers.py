"""The habits that machines can check: layers, lint, format, types."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["-c", LINT_IMPORTS, "--no-cache"], id="imports go downward only"),
        pytest.param(["-m", "ruff", "check", "."], id="lint"),
        pytest.param(["-m", "ruff", "format", "--check", "."], id="format"),
        pytest.param(["-m", "mypy", "--strict"], id="types"),
    ],
)
def test_habits(command: list[str]) -> None:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", sorted(ROOT.glob("culturedata/**/__init__.py")), ids=lambda path: path.parent.name)
def test_a_room_says_what_it_is_and_nothing_else(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith('"""')
    assert text.count('"""') == 2
    rest = text.rpartition('"""')[2].strip()
    assert rest == "" or (path.parent.name == "culturedata" and rest.startswith("__version__ = ") and "\n" not in rest)


def test_the_top_level_holds_just_the_house() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    top = {name.split("/")[0] for name in listed.stdout.splitlines() if not name.startswith(".")}
    house = {"README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "pyproject.toml", "catalogues", "culturedata"}
    assert top <= house | {"tests", "docs"}
