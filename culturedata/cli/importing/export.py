"""Everything out again, in open formats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from culturedata.cli._group import WithDefault
from culturedata.cli._output import (
    HERE,
    JsonOption,
    LibraryOption,
    OnlyDomain,
    note,
    opened,
    path,
    print_json,
    print_table,
)
from culturedata.cli._progress import Progress

if TYPE_CHECKING:
    from culturedata.exporting.run import Exported


app = typer.Typer()
group = typer.Typer(
    cls=WithDefault,
    no_args_is_help=True,
    help="Write a library, or a choice of it, in an open format: `export FORMAT OUT`.",
)
app.add_typer(group, name="export")


@group.command("list", epilog="Example: culturedata export list")
def list_(as_json: JsonOption = False) -> None:
    """The formats there are."""
    from culturedata.exporting._base import FORMATS

    members = FORMATS.members().values()
    if as_json:
        print_json([{"name": m.name, "title": m.summary} for m in members])
        return
    print_table(("format", ""), ((m.name, m.summary) for m in members))


@group.command(epilog="Example: culturedata export frictionless monet-package monet --domain museum -L demo")
def make(
    format: Annotated[str, typer.Argument(help="See culturedata export list.")],
    out: Annotated[Path, typer.Argument(parser=path, help="The file or folder to write.")],
    text: Annotated[str, typer.Argument(metavar="[WORDS]", help="Only works that a search for them finds.")] = "",
    library: LibraryOption = HERE,
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be said several times.")] = None,
    domain: OnlyDomain = None,
    decade: Annotated[int | None, typer.Option(help="Only works begun in these ten years, e.g. 1870.")] = None,
    facet: Annotated[str | None, typer.Option(help="Only works with this term, as FACET:LABEL or LABEL.")] = None,
    open_image: Annotated[bool, typer.Option("--open-image", help="Only works with an openly licensed image.")] = False,
    work: Annotated[
        list[str] | None, typer.Option(help="Only this work, by its id; may be said several times.")
    ] = None,
    query: Annotated[
        str | None, typer.Option(help="A SELECT: its rows as a table, or the works in its column work_id.")
    ] = None,
    base: Annotated[
        str, typer.Option(help="Where the library is served: addresses of works begin so.", show_default="serve's own")
    ] = "",
    local: Annotated[
        bool, typer.Option("--local", help="Also what must not be given on, for a copy that stays on this machine.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file, or an earlier export.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write a library, or a choice of it, in an open format, with the licences and attributions of its sources.

    Nothing about people, and no source that must not be given on, unless --local is said.
    """
    from culturedata.cli.library.catalogue import facet_and_label
    from culturedata.exporting._base import BASE
    from culturedata.exporting.run import export
    from culturedata.exporting.selection import Selection
    from culturedata.importing.descriptor import local as local_sources
    from culturedata.store.catalogue.search import Filters

    named, label = facet_and_label(facet or "")
    filters = Filters(domain=domain, decade=decade, open_image=open_image, facet=named or None, term=label or None)
    chosen = Selection(text, filters, tuple(source or ()), tuple(work or ()), query, local)
    progress = Progress(format)
    try:
        with opened(library) as lib:
            done = export(
                lib,
                format,
                out,
                chosen,
                base=base or BASE,
                force=force,
                local=local_sources(library),
                progress=progress,
            )
    finally:
        progress.done()
    if as_json:
        print_json(done.as_json())
    else:
        _tell(done)


def _tell(done: Exported) -> None:
    """What was written, and what was not."""
    print_table(("what", "number"), done.rows.items())
    credit = "; ".join(dict.fromkeys(one.attribution for one in done.sources))
    note(f"{done.out}: {done.format}, {done.seconds:.1f} s. {credit}")
    for said, number in done.left_out.items():
        note(f"{number:,} works were left out: {said}.")
    if done.home:
        note(f"Left out, for they must not be given on: {', '.join(done.home)}.")
    if done.in_copyright:
        by_source = ", ".join(f"{number:,} of {source}" for source, number in done.in_copyright.items())
        note(f"Works left out, for their records, or texts in them, are in copyright: {by_source}.")
    if done.local:
        note("It holds what must not be given on: keep it on this machine.")
