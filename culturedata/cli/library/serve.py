"""Opening a library in the browser."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from culturedata.cli._output import HERE, JsonOption, LibraryOption, note, opened, path, print_json

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from culturedata.store.catalogue.exhibitions import Given

app = typer.Typer()


@app.command(epilog="Example: culturedata serve demo --open")
def serve(
    folder: Annotated[
        Path | None, typer.Argument(parser=path, help="Folder of the library (the same as -L).", show_default=False)
    ] = None,
    library: LibraryOption = HERE,
    host: Annotated[
        str, typer.Option(help="Address to listen on; only this machine reaches the default.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8001,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the browser, signed in as the owner.")] = False,
) -> None:
    """Open a library in the browser: pages, search, and Datasette's tables below them.

    On loopback audience.db is served too, for the owner alone. On any other address a copy that holds only what may
    be given away is served, and nothing about people.
    """
    from culturedata.publish import server

    chosen = folder or library
    with _terminable(), server.listening(host, port) as at:
        if server.is_loopback(host):
            _run(chosen, host, at, open_browser=open_browser, audience=True)
            return
        with _public_copy(chosen) as copy:
            note("Not on loopback: serving a copy with the open sources only, and nothing about people.")
            _run(copy, host, at, open_browser=open_browser, audience=False)


@app.command(epilog="Example: culturedata publish open-culture.db -L demo")
def publish(
    out: Annotated[Path, typer.Argument(parser=path, help="The file to write.")],
    library: LibraryOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Write the copy of the catalogue that may be given away: open sources only, nothing about people.

    Exhibitions of what is in it go along, into a folder `exhibitions` beside it.
    """
    from culturedata.importing.descriptor import local
    from culturedata.store.upkeep.public import write_public

    with opened(library) as lib:
        given = write_public(lib.culture, out, local(library))
    shown = _exhibitions(library, out)
    if as_json:
        print_json({"file": str(out), **given._asdict(), "exhibitions": shown.given})
        return
    note(f"{out}: {_given_away(out, given.works)}")
    if closed := given.in_copyright:
        by_source = ", ".join(f"{number:,} of {source}" for source, number in closed.items())
        note(
            f"{sum(closed.values()):,} works were left out, for their records, or texts in them, are in copyright: "
            f"{by_source}."
        )
    _tell(shown)


def _exhibitions(library: Path, copy: Path) -> Given:
    """Lay the exhibitions that may be given away beside the copy, where its pages look for them."""
    import sqlite3
    from contextlib import closing

    from culturedata.store.catalogue.exhibitions import FOLDER, give
    from culturedata.store.library import copying

    at = copy.resolve()
    with copying(at.parent / FOLDER), closing(sqlite3.connect(f"{at.as_uri()}?mode=ro", uri=True)) as culture:
        return give(library, culture, at.parent)


def _tell(shown: Given) -> None:
    """Which exhibitions lie beside the copy, and which do not."""
    for names, said in (
        (shown.given, "Exhibitions beside it, in the folder exhibitions"),
        (shown.there, "Exhibitions that lay beside it already and were left as they are"),
        (shown.home, "Exhibitions left out, for a work or a picture of theirs is not in the copy"),
    ):
        if names:
            note(f"{said}: {', '.join(names)}.")


def _given_away(out: Path, kept: dict[str, int]) -> str:
    """What the copy holds, in a sentence or two: works by their sources, and what came from sources without works."""
    import sqlite3
    from contextlib import closing

    said = [f"{sum(kept.values()):,} works from {', '.join(kept)}."] if kept else []
    with closing(sqlite3.connect(out)) as copy:
        others = copy.execute(
            """SELECT source, (SELECT count(*) FROM agents WHERE source = s.source),
                 (SELECT count(*) FROM records WHERE source = s.source)
               FROM sources AS s WHERE NOT EXISTS (SELECT 1 FROM works WHERE source = s.source) ORDER BY source"""
        ).fetchall()
    for source, agents, records in others:
        if agents or records:
            said.append(f"{agents:,} agents and {records:,} records from {source}, which has no works.")
    return " ".join(said) or (
        "nothing could be given away, the copy is empty: the library has no open source. "
        "Sources stay on this machine unless their descriptors say «publish: open»."
    )


@contextmanager
def _public_copy(folder: Path) -> Iterator[Path]:
    """A temporary folder with what may be given away of the library in `folder`; gone at the end."""
    import tempfile

    from culturedata.importing.descriptor import local
    from culturedata.store.library import CULTURE
    from culturedata.store.upkeep.public import write_public

    with tempfile.TemporaryDirectory(prefix="culturedata-") as scratch:
        with opened(folder) as lib:
            write_public(lib.culture, Path(scratch) / CULTURE, local(folder))
        _tell(_exhibitions(folder, Path(scratch) / CULTURE))
        yield Path(scratch)


@contextmanager
def _terminable() -> Iterator[None]:
    """While this lasts SIGTERM ends the process as its own end would: what is temporary is removed, exit code 0."""
    import signal
    import sys

    def end(number: int, _: object) -> NoReturn:
        signal.signal(number, signal.SIG_IGN)
        sys.exit(0)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _run(folder: Path, host: str, at: socket.socket, *, open_browser: bool, audience: bool) -> None:
    from culturedata.publish import server

    app = server.datasette(folder, audience=audience)
    port = at.getsockname()[1]
    link = server.owner_link(app, host, port)
    note(f"Serving {folder} on http://{host}:{port}/ (Ctrl-C stops).")
    note(f"To sign in as the owner, once: {link}")
    if open_browser:
        import threading
        import webbrowser

        threading.Timer(1.5, webbrowser.open, [link]).start()
    server.run(app, at)
