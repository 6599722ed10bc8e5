"""Searching the best options of a recommender."""

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
from culturedata.cli.recommending import _judged
from culturedata.cli.recommending._judged import Length, Seed

if TYPE_CHECKING:
    from culturedata.workflow.judging.tune import Search, Tuned

app = typer.Typer()


@app.command(epilog="Example: culturedata tune svd --budget 30 --metric rmse -L demo")
def tune(
    name: Annotated[str, typer.Argument(help="The recommender.")],
    library: LibraryOption = HERE,
    domain: Domain = "film",
    budget: Annotated[int, typer.Option(min=1, help="How many configurations, those of earlier runs counted.")] = 20,
    metric: Annotated[str, typer.Option(help="What is to be best: rmse, ndcg … see metric list.")] = "rmse",
    search: Annotated[str, typer.Option(help="random, or bayesian (which learns from what was tried).")] = "bayesian",
    split: Annotated[
        str, typer.Option(help="How the test is cut off, and the tuning part from the rest; see evaluate.")
    ] = "time",
    k: Length = 10,
    seed: Seed = 0,
    option: Options = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the figures of the test in the library, for the page /evaluation.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Search the best options on a tuning part, and ask the test once: the defaults beside the best.

    Needs the extra «tune». What was tried is kept: the same command with a larger budget goes on. --option fixes one.
    """
    from culturedata.registry import unknown
    from culturedata.workflow import judge
    from culturedata.workflow.judging import keeping
    from culturedata.workflow.judging.choosing import SEARCHES
    from culturedata.workflow.judging.tune import Search
    from culturedata.workflow.judging.tune import tune as searched
    from culturedata.workflow.train import data

    if search not in SEARCHES:
        raise unknown("search", search, SEARCHES)
    asked = Search(name, metric, search, split, k, seed, options(option))
    with opened(library, write=True) as lib:
        dataset, documents = data(lib, domain)
        found = searched(lib, dataset, documents, asked, budget, note)
        if keep:
            keeping.keep_tuned(lib, dataset, found, asked)
        on = judge.described(lib, dataset, seed)
    if as_json:
        print_json(_said(found, asked))
        return
    note(on)
    _show(found, asked)


def _said(found: Tuned, asked: Search) -> dict[str, Any]:
    return {
        "recommender": asked.name,
        "metric": asked.metric,
        "search": asked.how,
        "seed": asked.seed,
        "resumed": found.resumed,
        "trials": [asdict(one) for one in found.trials],
        "best": asdict(found.best),
        "measurements": [asdict(one) for one in found.tested],
        "difference": None if found.difference is None else asdict(found.difference),
    }


def _show(found: Tuned, asked: Search) -> None:
    names = list(found.best.options)
    columns = ("", *names, f"{asked.metric} when tuning", f"{asked.metric} on the test", "95% interval", "people")
    rows = zip(("defaults", "tuned"), (found.trials[0], found.best), found.tested, strict=False)
    print_table(
        columns,
        ((said, *(one.options[n] for n in names), f"{one.figure:.4f}", *_judged.figure(m), m.users)
         for said, one, m in rows),
    )  # fmt: skip
    if found.resumed:
        note(f"{found.resumed} of {len(found.trials)} configurations were tried before.")
    note("The figure of the best when tuning flatters it: it is the best of many. That of the test does not.")
    if found.difference is None:
        note("Nothing that was tried is better than the defaults.")
        return
    one = found.difference
    difference, interval = _judged.difference(one)
    verdict = "a tie with the defaults" if one.verdict == "tie" else f"{one.verdict} than the defaults"
    between = f" ({interval})" if interval else ""
    said = f"{difference}{between}, p {one.p:.4f}: {verdict}."
    note(f"On the test, tuned less defaults, over {one.users:,} people: {said}")
