"""One command from nothing to a library with recommendations."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated

import typer

from culturedata.cli._output import HERE, JsonOption, LibraryOption, note, path, print_json, print_table
from culturedata.cli._progress import Progress

if TYPE_CHECKING:
    from culturedata.workflow.demo import Demo

app = typer.Typer()


@app.command(epilog="Example: culturedata demo")
def demo(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", parser=path, help="Folder to build in.", show_default="demo")
    ] = None,
    library: LibraryOption = HERE,
    seed: Annotated[int, typer.Option(help="Of everything random.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """Build the demo library: films, music, museum works, real ratings, recommendations with reasons, figures.

    Needs no network once the packages are installed (the extra «demo»). Run again, it refreshes.
    """
    from culturedata.store.library import translated
    from culturedata.workflow.demo import build

    chosen = folder or (library if library != HERE else Path("demo"))
    began = time.monotonic()
    progress = Progress("demo")

    def tell(step: str) -> None:
        progress.done()
        note(f"[{time.monotonic() - began:4.0f} s] {step}")

    try:
        with translated(chosen):
            made = build(chosen, tell, progress, seed)
    finally:
        progress.done()
    if as_json:
        measured = [asdict(one) for one in made.measured]
        print_json(
            {"library": str(chosen), "sources": made.sources, "audiences": made.audiences, "measurements": measured}
        )
        return
    _print(made)


def _print(made: Demo) -> None:
    from culturedata.cli.recommending.evaluate import print_measurements

    columns = ("source", "works", "agents", "ratings", "issues", "licence", "provenance")
    print_table(columns, ([row[c] for c in columns] for row in made.sources), title="What came in")
    typer.echo("\nBefore you use these data:")
    for row in made.sources:
        said = " ".join(filter(None, (row["terms"], row["notes"])))
        typer.echo(fill(f"{row['source']}: {said}", 100, initial_indent="- ", subsequent_indent="  "))
    if made.linked:
        typer.echo(f"\nRatings linked to a described film: {made.linked.ratings:,} of {made.linked.of_ratings:,}.")
    typer.echo(f"\nFor {made.person} (MovieLens, {made.ratings} ratings), by svd:")
    print_table(
        ("", "film", "score", "why"),
        ((n, row["title"][1], f"{row['score']:.2f}", "; ".join(r.text_en for r in row["reasons"]))
         for n, row in enumerate(made.slate, 1)),
    )  # fmt: skip
    if made.work:
        typer.echo(f"\nNearest in content to {made.work['title']}, {made.work['maker']}:")
        print_table(
            ("", "work", "maker", "closeness", "why"),
            ((row["rank"], row["title"], row["maker"], f"{row['score']:.2f}",
              "; ".join(r["text_en"] for r in row["reasons"])) for row in made.work["similar"]),
        )  # fmt: skip
    typer.echo(f"\nHow good it is, on {made.measured_on}; not to be put beside figures of other data:")
    print_measurements(made.measured)
    typer.echo(f"\nOpen it all in a browser:\n    culturedata serve {made.folder} --open")
