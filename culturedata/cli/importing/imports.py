"""Bringing data in, and what became of it."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from culturedata.cli._output import HERE, JsonOption, LibraryOption, note, opened, place, print_json, print_table
from culturedata.cli._progress import Progress
from culturedata.errors import UsageError

if TYPE_CHECKING:
    from culturedata.importing.bookkeeping.result import ImportResult
    from culturedata.importing.descriptor import Descriptor

app = typer.Typer()
# An issue that was told while a record was written stands until the record is written anew, or gone: a record that
# did not change is not read again. Any other is told at each import that meets it: it stands until one that ended,
# and read no less of the same input, does not.
_ISSUES = """
SELECT i.source, i.code, i.record_id, i.field, i.located, i.message, i.raw, i.import_id, date(m.started_at) AS day
FROM issues AS i JOIN imports AS m USING (import_id) LEFT JOIN records AS r ON r.record_id = i.record_id
WHERE i.source = coalesce(?, i.source) AND i.code = coalesce(?, i.code) AND (? OR CASE
  WHEN r.import_id > i.import_id THEN 0
  WHEN r.import_id = i.import_id AND i.code <> 'duplicate-record' THEN r.gone_at IS NULL
  ELSE NOT EXISTS (
    SELECT 1 FROM imports AS later
    WHERE later.source = i.source AND later.input = m.input AND later.import_id > i.import_id
      AND later.status = 'done' AND later.since IS NULL AND (NOT later.limited OR later.records >= m.records))
  END)
ORDER BY i.issue_id DESC LIMIT ?"""


@app.command("import", epilog="Example: culturedata import tate path/to/tate-collection -L library")
def import_(
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="See culturedata source list; or culturedata-package.")],
    input: Annotated[
        str | None,
        typer.Argument(parser=place, help="File, folder, archive, URL or - (standard input); the source's own place."),
    ] = None,
    library: LibraryOption = HERE,
    limit: Annotated[int | None, typer.Option(min=0, help="Read at most so many records, of works or people.")] = None,
    since: Annotated[
        str | None, typer.Option(help="Only what changed since this date, or since the «last» import.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where the last import of this source stopped.")
    ] = False,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask the server again for what is in the cache.")] = False,
    reread: Annotated[
        bool, typer.Option("--reread", help="Read every record anew, also those that did not change.")
    ] = False,
    instead: Annotated[
        bool, typer.Option("--instead", help="The input replaces earlier ones: what it does not hold is marked gone.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Import a source into a library; a second time changes nothing but what changed at the source.

    culturedata-package is what `export` wrote, as CSV or Frictionless: its folder is read back, every row as it was.
    """
    from culturedata.exporting.restore import PACKAGE
    from culturedata.importing.descriptor import descriptor
    from culturedata.importing.run import import_source

    if name == PACKAGE:
        if limit is not None or since or resume or refresh or reread:
            raise UsageError("an export is read back whole.", "Say nothing but --instead and -L.")
        _read_back(input, library, instead, as_json)
        return
    described = descriptor(name, library)
    note(_credited(described))
    if described.terms:
        note(described.terms)
    progress = Progress(described.name)
    try:
        with opened(library, create=True) as lib:
            result = import_source(
                lib, described.name, input, limit=limit, since=since, resume=resume, refresh=refresh, reread=reread,
                instead=instead, progress=progress,
                fetcher=_fetcher,
            )  # fmt: skip
    except KeyboardInterrupt:
        go_on = _command(described.name, input, library, limit, since, reread, instead)
        note(f"What was read so far is in the library. Go on with: {go_on}")
        raise
    finally:
        progress.done()
    for said in result.notes:
        note(said)
    if as_json:
        print_json(result.as_json())
    else:
        _tell(result, library)


def _credited(described: Descriptor) -> str:
    """«Tate: CC0 1.0. Tate Collection», without an attribution that says no more than the title."""
    licence = "licence not stated" if described.licence == "not stated" else described.licence
    attribution = "" if described.attribution == described.title else described.attribution
    return f"{described.title}: {licence}. {attribution}".strip()


def _read_back(input: str | None, library: Path, instead: bool, as_json: bool) -> None:
    """Import what `export` wrote."""
    from culturedata.exporting.restore import PACKAGE, restore
    from culturedata.exporting.restore import as_json as said

    if input is None:
        raise UsageError("which export?", f"Give its folder: culturedata import {PACKAGE} FOLDER -L LIBRARY.")
    progress = Progress(PACKAGE)
    try:
        with opened(library, create=True) as lib:
            rows = restore(lib, Path(input), instead=instead, progress=progress)
    finally:
        progress.done()
    if as_json:
        print_json(said(rows, Path(input)))
    else:
        print_table(("table", "rows"), rows.items())


def _tell(result: ImportResult, library: Path) -> None:
    """What came in, as a table, and where to read what could not be read."""
    count = result.counts
    print_table(
        ("source", "works", "agents", "interactions", "new", "changed", "unchanged", "gone",
         "skipped", "left out", "issues", "seconds"),
        [(result.source, count.works, count.agents, count.interactions, count.added, count.updated, count.unchanged,
          count.gone, count.skipped, result.left_out, count.issues, round(result.seconds, 1))],
    )  # fmt: skip
    if count.issues:
        note(f"What could not be read: culturedata issues --source {result.source} -L {library}")


def _command(
    name: str, input: str | None, library: Path, limit: int | None, since: str | None, reread: bool, instead: bool
) -> str:
    """The command that goes on with an import that was stopped, ready to paste."""
    words = ["culturedata", "import", name, *([] if input is None else [input]), "--resume", "-L", str(library)]
    words += [] if limit is None else ["--limit", str(limit)]
    words += [] if since is None else ["--since", since]
    words += ["--reread"] if reread else []
    words += ["--instead"] if instead else []
    return shlex.join(words)


def _fetcher(described: Descriptor, refresh: bool) -> Any:
    from culturedata.importing.web.fetch import Fetcher

    return Fetcher(described, refresh=refresh, tell=note)


@app.command(epilog="Example: culturedata imports 5 -L demo")
def imports(
    number: Annotated[int, typer.Argument(metavar="[N]", min=1, help="How many, newest first.")] = 20,
    library: LibraryOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """What was imported, when, and how it ended."""
    from culturedata.importing.bookkeeping.issues import LEFT_OUT
    from culturedata.store.catalogue.works import rows

    left_out = f"SELECT count(*) FROM issues WHERE issues.import_id = imports.import_id AND {LEFT_OUT}"
    with opened(library) as lib:
        found = rows(
            lib.culture, f"SELECT *, ({left_out}) AS left_out FROM imports ORDER BY import_id DESC LIMIT ?", [number]
        )
    if as_json:
        print_json(found)
        return
    columns = ("import_id", "source", "status", "records", "added", "updated", "unchanged", "gone", "skipped",
               "left_out", "works", "interactions", "issues", "started_at")  # fmt: skip
    print_table(columns, ([row[column] for column in columns] for row in found))


@app.command(epilog="Example: culturedata issues --source bokeh-films -L demo")
def issues(
    library: LibraryOption = HERE,
    name: Annotated[str | None, typer.Option("--source", help="Only of this source.")] = None,
    code: Annotated[str | None, typer.Option(help="Only of this kind.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what a later import read without this fault.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """What could not be read and still can't, newest first: reported here, never dropped in silence."""
    from culturedata.store.catalogue.works import rows

    with opened(library) as lib:
        found = rows(lib.culture, _ISSUES, [name, code, everything, limit])
    if as_json:
        print_json(found)
        return
    if not found and not everything:
        note("No issue still stands; --all shows those of earlier imports too.")
    columns = ("import_id", "day", "source", "code", "record_id", "located", "message")
    print_table(columns, ([row[column] for column in columns] for row in found))
