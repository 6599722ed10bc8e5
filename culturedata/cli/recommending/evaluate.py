"""Judging recommenders offline."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from culturedata.cli._output import (
    HERE,
    Domain,
    JsonOption,
    LibraryOption,
    Options,
    note,
    opened,
    options,
    print_json,
    print_table,
)

if TYPE_CHECKING:
    from culturedata.data.slates import Measurement

app = typer.Typer()
metric = typer.Typer(no_args_is_help=True, help="The metrics there are.")
app.add_typer(metric, name="metric")


@metric.command("list", epilog="Example: culturedata metric list")
def list_(as_json: JsonOption = False) -> None:
    """The metrics there are."""
    from culturedata.evaluate.offline import METRICS

    found = METRICS.members().values()
    if as_json:
        print_json([{"name": m.name, "title": m.summary} for m in found])
        return
    print_table(("metric", ""), ((m.name, m.summary) for m in found))


@app.command(epilog="Example: culturedata evaluate popular svd --split time -L demo")
def evaluate(
    names: Annotated[list[str], typer.Argument(metavar="RECOMMENDER…", help="Recommenders to judge.")],
    library: LibraryOption = HERE,
    domain: Domain = "film",
    split: Annotated[str, typer.Option("--split", help="folds (predicted ratings), time (slates), or both.")] = "both",
    folds: Annotated[int, typer.Option(min=2, help="How many random folds.")] = 5,
    k: Annotated[int, typer.Option("-k", min=1, help="Length of the slates.")] = 10,
    seed: Annotated[int, typer.Option(help="Of the folds, the recommenders and the bootstrap.")] = 0,
    option: Options = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the figures in the library.")] = False,
    as_json: JsonOption = False,
) -> None:
    """How good recommenders are, each figure with its 95 % interval and the people whom it leaves out."""
    from culturedata.registry import unknown
    from culturedata.workflow import judge
    from culturedata.workflow.train import RECOMMENDERS, data

    splits = ("folds", "time", "both")
    if split not in splits:
        raise unknown("split", split, splits)
    for name in names:
        RECOMMENDERS.member(name)
    given = options(option)
    with opened(library, write=keep) as lib:
        dataset, documents = data(lib, domain)
        measured: list[Measurement] = []
        if split in ("folds", "both"):
            measured += judge.by_folds(dataset, documents, names, folds=folds, seed=seed, options=given, tell=note)
        if split in ("time", "both"):
            measured += judge.by_time(dataset, documents, names, k=k, seed=seed, options=given, tell=note)
        if keep:
            judge.keep(lib, dataset, measured, given)
        on = judge.described(lib, dataset, seed)
    if as_json:
        print_json({"measurements": [asdict(one) for one in measured]})
        return
    note(on)
    print_measurements(measured)


def print_measurements(measured: list[Measurement]) -> None:
    """A table of measurements."""
    columns = ("recommender", "metric", "figure", "95 % interval", "people", "undefined", "split")
    print_table(columns, map(_line, measured))


def _line(one: Measurement) -> tuple[Any, ...]:
    """A measurement as cells of a table."""
    name = one.metric if one.k is None else f"{one.metric}@{one.k}"
    mean = "undefined" if one.mean is None else f"{one.mean:.4f}"
    interval = "" if one.low is None or one.high is None else f"{one.low:.4f}–{one.high:.4f}"
    return one.recommender, name, mean, interval, one.users, one.undefined, one.split
