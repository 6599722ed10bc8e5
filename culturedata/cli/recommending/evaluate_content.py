"""Judging near works without anybody's behaviour."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from culturedata.cli._output import HERE, Domain, JsonOption, LibraryOption, note, opened, print_json, print_table
from culturedata.cli.recommending._judged import Length, Seed

if TYPE_CHECKING:
    from culturedata.evaluate.likeness import Likeness
    from culturedata.workflow.judging.likeness import Asked, Judged

TIER = "none: what the catalogue says, and nobody's behaviour"

Source = Annotated[str | None, typer.Option("--source", help="Works of this source only.", show_default="all")]
Sample = Annotated[int, typer.Option(min=2, help="Of how many works the near ones are looked at.")]
Facet = Annotated[str, typer.Option(help="Of which facet a share of each work's terms is hidden.")]
Share = Annotated[float, typer.Option(min=0.01, max=0.9, help="How large a share.")]
Factors = Annotated[int, typer.Option(min=1, max=1000, help="On how many axes works are compared, too.")]
Vectors = Annotated[
    list[float] | None,
    typer.Option("--vectors", min=0.01, max=1, help="And by sentence vectors for such a share; may be said again."),
]

app = typer.Typer()


@app.command(epilog="Example: culturedata evaluate-content --domain museum --sample 500 -L demo")
def evaluate_content(
    library: LibraryOption = HERE,
    domain: Domain = "museum",
    source: Source = None,
    sample: Sample = 2000,
    facet: Facet = "subject",
    share: Share = 0.2,
    factors: Factors = 100,
    vectors: Vectors = None,
    k: Length = 10,
    seed: Seed = 0,
    as_json: JsonOption = False,
) -> None:
    """How alike near works are in what was hidden: no visitor is needed, and none is asked.

    A share of each work's terms is hidden, and every movement. Do the works that are near by what is left have the
    hidden terms, and are those of other makers of the same movement? By words, on axes, and without each kind of words;
    with --vectors also by sentence vectors, which are the extra «vectors».
    """
    from culturedata.workflow.judging import likeness

    asked = likeness.Asked(facet, share, sample, k, factors, seed, tuple(vectors or ()))
    with opened(library) as lib:
        judged = likeness.judge(lib, domain, asked, source, tell=note)
    if as_json:
        print_json(_said(judged, asked, domain, source))
        return
    note(
        f"{judged.works:,} works of {source or domain}; tier: {TIER}. Hidden: {judged.hidden:,} terms of "
        f"{judged.with_hidden:,} works. {judged.with_movement:,} works, by {judged.makers:,} makers, have one of whom "
        f"a movement is known. Seed {seed}."
    )
    columns = ("way", "measure", "figure", "95% interval", "difference", "95% interval", "n", "undefined")
    print_table(columns, map(_line, judged.figures))


def _said(judged: Judged, asked: Asked, domain: str, source: str | None) -> dict[str, Any]:
    """What was judged as `--json` prints it."""
    return {"behaviour": TIER, "domain": domain, "source": source, **asdict(asked), **asdict(judged)}


def _line(one: Likeness) -> tuple[Any, ...]:
    figures = (_figure(one.mean), _interval(one.low, one.high))
    differences = (_figure(one.difference, "+"), _interval(one.lower, one.higher, "+"))
    return one.way, f"{one.measure}@{one.k}", *figures, *differences, one.n, one.undefined


def _figure(value: float | None, sign: str = "") -> str:
    return "" if value is None else f"{value:{sign}.4f}"


def _interval(low: float | None, high: float | None, sign: str = "") -> str:
    return "" if low is None or high is None else f"{low:{sign}.4f} to {high:{sign}.4f}"
