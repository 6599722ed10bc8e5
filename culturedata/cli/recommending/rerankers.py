"""The rerankers there are."""

from __future__ import annotations

from typing import Annotated

import typer

from culturedata.cli._output import JsonOption, note, print_json, print_table

app = typer.Typer()
reranker = typer.Typer(no_args_is_help=True, help="The rerankers there are: another order, for another aim.")
app.add_typer(reranker, name="reranker")


@reranker.command("list", epilog="Example: culturedata reranker list")
def list_(as_json: JsonOption = False) -> None:
    """The rerankers there are."""
    from culturedata.recommend.rerank._seam import RERANKERS

    found = RERANKERS.members().values()
    if as_json:
        print_json([{"name": m.name, "title": m.summary} for m in found])
        return
    print_table(("reranker", ""), ((m.name, m.summary) for m in found))


@reranker.command("show", epilog="Example: culturedata reranker show mmr")
def show(name: Annotated[str, typer.Argument(help="The reranker.")], as_json: JsonOption = False) -> None:
    """A reranker's formula and options."""
    import inspect

    import msgspec

    from culturedata.recommend.rerank._seam import reranker as made_by_name

    made = made_by_name(name)
    options = msgspec.to_builtins(made.config)
    if as_json:
        print_json({"name": name, "title": made.summary, "candidates": made.pool, "options": options})
        return
    note(inspect.getdoc(type(made)) or "")
    print_table(("option", "default"), options.items())
