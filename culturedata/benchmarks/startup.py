"""How long the command line takes to say hello."""

from __future__ import annotations

import subprocess
import sys

from culturedata.benchmarks._base import Benchmark

BARE = '''"""One command."""
import typer

app = typer.Typer()


@app.command()
def hello(name: str = "world") -> None:
    """Say hello."""


app()
'''


class Startup(Benchmark):
    """`culturedata --help` against the `--help` of a Typer program with one command."""

    name = "startup"
    summary = "culturedata --help against a bare one-command Typer program"
    against = "a bare one-command Typer program, --help"
    limit = 1.5

    def prepare(self) -> None:
        (self.scratch / "bare.py").write_text(BARE, encoding="utf-8")

    def ours(self) -> None:
        self._five([sys.executable, "-c", "from culturedata.cli.main import run; run()", "--help"])

    def reference(self) -> None:
        self._five([sys.executable, str(self.scratch / "bare.py"), "--help"])

    def _five(self, command: list[str]) -> None:
        for _ in range(5):
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
