"""Looking after a library: doctor and backup."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from culturedata.cli._output import HERE, JsonOption, LibraryOption, note, opened, print_json, print_table

app = typer.Typer()


@app.command(epilog="Example: culturedata doctor -L demo")
def doctor(library: LibraryOption = HERE, as_json: JsonOption = False) -> None:
    """Check a library: damaged pages, references to nothing, the search index, unfinished imports."""
    from culturedata.store.care import examine

    with opened(library) as lib:
        findings = examine(lib)
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        print_table(("what", "", "found"), ((f.what, "ok" if f.ok else "NOT OK", f.found) for f in findings))
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


@app.command(epilog="Example: culturedata backup before-term-2 -L demo")
def backup(
    out: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")],
    library: LibraryOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Copy a library, whole and consistent, even while it is being served."""
    from culturedata.store.care import back_up

    with opened(library) as lib:
        copies = back_up(lib, out)
    if as_json:
        print_json({"files": [str(copy) for copy in copies]})
    else:
        note("\n".join(f"{copy}: {copy.stat().st_size:,} bytes" for copy in copies))
