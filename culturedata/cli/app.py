"""The command line: gathers the groups of commands."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

from culturedata import __version__

GROUPS = (
    "demo", "library.serve", "importing.imports", "importing.sources", "library.catalogue", "importing.links",
    "importing.export", "recommending.recommend", "recommending.rerankers", "recommending.discover",
    "recommending.home", "recommending.factors", "recommending.evaluate", "recommending.evaluate_content",
    "recommending.evaluate_page", "recommending.tune", "recommending.prize", "recommending.popularity",
    "teaching.openness", "teaching.facts", "teaching.course", "teaching.quiz", "teaching.expo",
    "recommending.benchmarks", "library.upkeep", "library.doctor",
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
