"""The command line: gathers the groups, and turns every expected error into one line."""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from typing import Annotated, NoReturn

import typer

from culturedata import __version__
from culturedata.errors import CultureDataError

GROUPS = (
    "demo", "serve", "imports", "sources", "catalogue", "links", "recommend", "evaluate", "openness", "course",
    "benchmarks", "library", "doctor",
)  # fmt: skip

app = typer.Typer(
    name="culturedata",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The Netflix approach on open museum, music and film collections.",
    epilog="Start with: culturedata demo",
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"culturedata {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """The Netflix approach on open museum, music and film collections: import, publish, recommend, judge, teach."""


for group in GROUPS:
    app.add_typer(import_module(f"culturedata.cli.{group}").app)


def run() -> NoReturn:
    """The entry point of the `culturedata` script: exit code 0, 1 (error), 2 (usage), 130 (Ctrl-C)."""
    try:
        app()
    except CultureDataError as error:
        _tell(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(0)


def _tell(error: CultureDataError) -> None:
    """One line for people, or one JSON object where --json was asked for."""
    if "--json" in sys.argv:
        said = {"error": {"code": error.code, "message": error.message, "hint": error.hint}}
        sys.stderr.write(json.dumps(said, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(f"Error: {error}\n")
