"""Timing what the project promises to be fast at."""

from __future__ import annotations

from typing import Annotated

import typer

from culturedata.cli._output import JsonOption, note, print_json, print_table

app = typer.Typer()
benchmark = typer.Typer(no_args_is_help=True, help="Ratios against a named reference, both timed in turn in one run.")
app.add_typer(benchmark, name="benchmark")


@benchmark.command("list", epilog="Example: culturedata benchmark list")
def list_(as_json: JsonOption = False) -> None:
    """The benchmarks there are."""
    from culturedata.registry import Seam

    members = Seam("culturedata.benchmarks", "benchmark").members().values()
    if as_json:
        print_json([{"name": m.name, "title": m.summary} for m in members])
        return
    print_table(("benchmark", ""), ((m.name, m.summary) for m in members))


@benchmark.command(epilog="Example: culturedata benchmark run startup --runs 7")
def run(
    name: Annotated[str, typer.Argument(help="The benchmark.")],
    runs: Annotated[
        int | None, typer.Option(min=1, help="How often each side is measured.", show_default="the benchmark's own")
    ] = None,
    input: Annotated[str | None, typer.Option("--input", help="What it works on, where it needs something.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure both sides in turn and print the ratio: its minimum, median and maximum."""
    from culturedata.benchmarks import _base
    from culturedata.registry import Seam

    result = _base.run(Seam("culturedata.benchmarks", "benchmark").load(name), runs, input, tell=note)
    if as_json:
        print_json(result.as_json())
        return
    said = "at most" if result.at_most else "at least"
    print_table(
        ("benchmark", "against", "min", "median", "max", "limit", "holds", "peak MB"),
        [(name, result.reference, min(result.ratios), result.median, max(result.ratios), f"{said} {result.limit:g}",
          "yes" if result.holds else "no", ", ".join(f"{side} {peak:.0f}" for side, peak in result.peak_mb.items()))],
    )  # fmt: skip
