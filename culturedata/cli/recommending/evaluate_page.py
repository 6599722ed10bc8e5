"""Judging whole home pages."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from culturedata.cli._output import HERE, Domain, JsonOption, LibraryOption, note, opened, print_json, print_table
from culturedata.cli.recommending._judged import Seed, difference, figure
from culturedata.cli.recommending.home import Columns, Device, Rows, shape_of

if TYPE_CHECKING:
    from culturedata.workflow.judging.pages import Asked, Judged

app = typer.Typer()


@app.command(epilog="Example: culturedata evaluate-page --recommender ease --people 200 --device desk -L demo")
def evaluate_page(
    library: LibraryOption = HERE,
    name: Annotated[str, typer.Option("--recommender", "-r", help="Whose scores, trained on the earlier part.")] = (
        "ease"
    ),
    domain: Domain = "film",
    device: Device = "desk",
    rows: Rows = None,
    columns: Columns = None,
    strategies: Annotated[
        list[str] | None,
        typer.Option(
            "--strategy", help="ranking, template, independent, stagewise or page; repeatable.", show_default="all"
        ),
    ] = None,
    people: Annotated[int, typer.Option(min=2, help="How many people, drawn by the seed.")] = 200,
    share: Annotated[float, typer.Option(min=0.01, max=0.9, help="Of each one's ratings, how many are judged.")] = 0.2,
    discovery: Annotated[float, typer.Option(min=0, max=1, help="Against accuracy; see home.")] = 0.2,
    breadth: Annotated[float, typer.Option(min=0, max=1, help="Against depth; see home.")] = 0.3,
    seed: Seed = 0,
    as_json: JsonOption = False,
) -> None:
    """How good the pages of each strategy are, by what people rated well later: the same people for all.

    «ranking» is the recommender's list cut into lines, without rows of any kind. Pages are of one domain alone.
    """
    from culturedata.cli._progress import Progress
    from culturedata.recommend.pages.aim import Weights
    from culturedata.workflow.judging.pages import Asked, judge

    asked = Asked(
        strategies=_known(strategies), shape=shape_of(device, rows, columns), people=people, share=share, seed=seed,
        weights=Weights(discovery, breadth),
    )  # fmt: skip
    progress = Progress("evaluate-page")
    with opened(library) as lib:
        judged = judge(lib, name, domain, asked, progress)
    progress.done()
    if as_json:
        print_json(_said(judged, name))
        return
    _show(judged, asked, name)


def _known(strategies: list[str] | None) -> tuple[str, ...]:
    """The strategies that are asked, each once. Raises UnknownName."""
    from culturedata.registry import unknown
    from culturedata.workflow.judging.pages import Asked

    known = tuple(Asked().strategies)
    for one in strategies or ():
        if one not in known:
            raise unknown("strategy", one, known)
    return tuple(dict.fromkeys(strategies or known))


def _show(judged: Judged, asked: Asked, name: str) -> None:
    """The figures of each strategy, then the differences of all pairs."""
    first = judged.measurements[0]
    note(
        f"Pages of {asked.shape.rows} rows and {asked.shape.columns} columns by {name}; {first.dataset} "
        f"({first.provenance}), {first.split}, seed {asked.seed}."
    )
    table = [(one.recommender, one.metric, *figure(one), one.users, one.undefined) for one in judged.measurements]
    print_table(("strategy", "metric", "figure", "95% interval", "people", "undefined"), table)
    if len(asked.strategies) < 2:
        return
    print_table(
        ("metric", "strategy", "is", "than", "difference", "95% interval", "p adjusted"),
        ((metric, one.one, one.verdict, one.other, *difference(one), one.adjusted)
         for metric, pairs in judged.differences.items() for one in pairs),
    )  # fmt: skip


def _said(judged: Judged, name: str) -> dict[str, Any]:
    """What was judged as `--json` prints it."""
    renamed = [{"strategy": one.recommender, **asdict(one), "recommender": name} for one in judged.measurements]
    return {
        "measurements": renamed,
        "differences": {metric: [asdict(one) for one in pairs] for metric, pairs in judged.differences.items()},
    }
