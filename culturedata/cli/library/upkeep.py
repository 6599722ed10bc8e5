"""Looking after a library: a copy of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from culturedata.cli._output import HERE, JsonOption, LibraryOption, note, opened, path, print_json

app = typer.Typer()


@app.command(epilog="Example: culturedata backup before-term-2 -L demo")
def backup(
    out: Annotated[Path, typer.Argument(parser=path, help="A folder that does not exist yet.")],
    library: LibraryOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Copy a library, whole and consistent, even while it is being served; its own descriptors and exhibitions too."""
    from culturedata.store.upkeep.care import back_up

    with opened(library) as lib:
        copies = back_up(lib, out)
    if as_json:
        print_json({"files": [str(copy) for copy in copies]})
    else:
        note("\n".join(f"{copy}: {copy.stat().st_size:,} bytes" for copy in copies))
