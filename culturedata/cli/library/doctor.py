"""Is everything in order: this machine, the library, the descriptors, the keys and, if asked, the servers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from culturedata.cli._output import HERE, JsonOption, LibraryOption, opened, print_json, print_table

if TYPE_CHECKING:
    from culturedata.importing.descriptor import Descriptor
    from culturedata.store.upkeep.care import Finding

app = typer.Typer()
LEAST_FREE = 500_000_000  # bytes of a disk
MARKS = {True: "ok", False: "NOT OK", None: "–"}
PATIENCE = 5.0  # seconds for a server


@app.command(epilog="Example: culturedata doctor artic -L demo")
def doctor(
    context: typer.Context,
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help="Sources that are to be imported: their keys must be set."),
    ] = None,
    library: LibraryOption = HERE,
    online: Annotated[
        bool,
        typer.Option("--online", help="Also ask each source's hosts whether they answer; nothing is downloaded."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Check this machine, the library, the descriptors and the keys; with --online the servers too."""
    from culturedata.importing.descriptor import descriptor

    asked = [descriptor(name, library) for name in sources or ()]
    place = context.get_parameter_source("library")
    given = place is not None and place.name != "DEFAULT"
    findings = list(_machine())
    findings += _disks(library)
    findings += _library(library, given)
    known, faults = _descriptors(library)
    findings += faults
    findings += _keys(asked or known, must=bool(asked))
    findings += _servers(asked or known) if online else ()
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        print_table(("what", "", "found"), ((f.what, MARKS[f.ok], f.found) for f in findings))
    if any(finding.ok is False for finding in findings):
        raise typer.Exit(1)


def _machine() -> Iterator[Finding]:
    """Python, SQLite and what SQLite was built with."""
    import platform
    import sqlite3
    import sys

    from culturedata.store.upkeep.care import Finding

    yield Finding("Python", sys.version_info >= (3, 11), platform.python_version())
    yield Finding("SQLite", sqlite3.sqlite_version_info >= (3, 35), sqlite3.sqlite_version)
    for what, statement in (
        ("SQLite: full-text search (FTS5)", "CREATE VIRTUAL TABLE t USING fts5(a, tokenize='unicode61')"),
        ("SQLite: JSON functions", "SELECT json_extract('[1]', '$[0]'), value FROM json_each('[1]')"),
    ):
        connection = sqlite3.connect(":memory:")
        try:
            connection.execute(statement)
        except sqlite3.Error as error:
            yield Finding(what, False, f"not there: {error}; use a Python that was built with it")
        else:
            yield Finding(what, True, "there")
        finally:
            connection.close()


def _disks(library: Path) -> Iterator[Finding]:
    """The room on the disks of the library and of the cache; of a folder that is not there yet, of its parent."""
    import shutil

    from culturedata.importing.web.kept import cache
    from culturedata.store.upkeep.care import Finding

    for what, folder in (("disk of the library", library), ("disk of the cache", cache.folder())):
        there = folder.resolve()
        while not there.exists():
            there = there.parent
        free = shutil.disk_usage(there).free
        yield Finding(what, free >= LEAST_FREE, f"{free / 1e9:,.1f} GB free in {folder.resolve()}")


def _library(folder: Path, given: bool) -> Iterator[Finding]:
    """What `examine` finds. Raises LibraryMissing if there is none where one was named."""
    from culturedata.errors import LibraryError, LibraryMissing
    from culturedata.store.upkeep.care import Finding, examine

    try:
        with opened(folder) as library:
            yield from examine(library)
    except LibraryMissing as error:
        if given:
            raise
        yield Finding("library", True, f"{error.message} {error.hint}")
    except LibraryError as error:
        yield Finding("library", False, str(error))


def _descriptors(library: Path) -> tuple[list[Descriptor], list[Finding]]:
    """The descriptors that can be read, of the package and of the library, and what is wrong with the others."""
    from culturedata import resources
    from culturedata.errors import CultureDataError
    from culturedata.importing import descriptor as room
    from culturedata.store.upkeep.care import Finding

    own = sorted((library / room.FOLDER).glob("*.yml"))
    if (library / room.FOLDER).resolve() == resources.catalogues().resolve():
        own = []
    known, faults = [], []
    for path in (*room.paths(), *own):
        try:
            known.append(room.read(path, own=path in own))
        except CultureDataError as error:
            faults.append(Finding(f"descriptor {path.name}", False, str(error)))
    try:
        faults or room.descriptors(library)
    except CultureDataError as error:
        faults.append(Finding("descriptors", False, str(error)))
    return known, [Finding("descriptors", True, f"{len(known)} can be read"), *faults]


def _keys(sources: list[Descriptor], must: bool) -> Iterator[Finding]:
    """For each source that needs a key whether it is set, never what it is; `must`: it is wrong if it is not.

    Else it is neither right nor wrong: only that one source can't be imported without it.
    """
    from culturedata.errors import UsageError
    from culturedata.importing import keys
    from culturedata.store.upkeep.care import Finding

    for source in sources:
        if not source.key:
            continue
        try:
            found = keys.key(source.key)
        except UsageError as error:
            yield Finding(f"key of {source.name}", False, str(error))
            continue
        if found:
            yield Finding(f"key of {source.name}", True, f"{source.key} is set")
        else:
            how = keys.how_to_set(source.key, source.homepage)
            said = f"{source.key} is not set, needed for {source.name} only. {how}"
            yield Finding(f"key of {source.name}", False if must else None, said)


def _servers(sources: list[Descriptor]) -> Iterator[Finding]:
    """Whether each host of each source that is read over HTTP answers."""
    from culturedata.errors import CultureDataError
    from culturedata.importing.web.courtesy.manners import Manners
    from culturedata.importing.web.fetch import Fetcher
    from culturedata.store.upkeep.care import Finding

    manners = Manners(connect_timeout=PATIENCE, read_timeout=PATIENCE, total_timeout=2 * PATIENCE)
    for source in sources:
        for host, alone in _hosts(source):
            what = f"server of {source.name}: {host}"
            try:
                with Fetcher(alone, manners=manners) as fetcher:
                    status = fetcher.reach()
            except CultureDataError as error:
                yield Finding(what, False, str(error))
            else:
                yield Finding(what, status < 500, "answers" if status < 500 else f"answers {status}")


def _hosts(source: Descriptor) -> Iterator[tuple[str, Descriptor]]:
    """Each host of a source, with the source as if it had only that one: its headers and key go to the first alone."""
    from urllib.parse import urlsplit

    import msgspec

    if source.http is None:
        return
    base = urlsplit(source.http.base)
    yield base.netloc, source
    for host in dict.fromkeys(source.http.hosts):
        if host != base.hostname:
            http = msgspec.structs.replace(source.http, base=f"{base.scheme}://{host}", headers={}, params={})
            yield host, msgspec.structs.replace(source, http=http)
