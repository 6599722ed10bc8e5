"""Datasette with a library in it: what `serve` starts."""

from __future__ import annotations

import errno
import socket
from pathlib import Path
from typing import Any

from culturedata.errors import CultureDataError
from culturedata.store.library import AUDIENCE, CULTURE, Library, translated

SETTINGS = {
    "suggest_facets": False,
    "default_page_size": 50,
    "default_facet_size": 20,
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 800,
    "allow_download": True,
}


def is_loopback(host: str) -> bool:
    """Whether `host` is an address that only this machine reaches."""
    return host in ("127.0.0.1", "::1", "localhost")


def datasette(folder: Path, *, audience: bool = True) -> Any:
    """A Datasette over the library in `folder`, with what is about people only if `audience`.

    Both files are checked first: raises LibraryMissing, LibraryTooNew, LibraryDamaged, LibraryBusy.
    """
    from datasette.app import Datasette

    with translated(folder), Library.open(folder):
        names = [CULTURE, AUDIENCE] if audience else [CULTURE]
    return Datasette([str(folder / name) for name in names if (folder / name).is_file()], settings=SETTINGS)


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens on `host` and `port` (0 takes a free one). Raises CultureDataError if there can be none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, *_, address = min(found, key=lambda one: one[0] != socket.AF_INET)
        return socket.create_server(address, family=family)
    except (OSError, UnicodeError) as error:
        raise _unheard(host, port, error) from error


def _unheard(host: str, port: int, error: Exception) -> CultureDataError:
    """What it means that nothing can listen there, and what to do."""
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return CultureDataError(f"port {port} of {host} is taken.", "Choose another one, or any free one: --port 0.")
    if number in (errno.EACCES, errno.EPERM):
        return CultureDataError(f"port {port} of {host} is not permitted.", "Choose one above 1023: --port 8001.")
    return CultureDataError(f"{host} is not an address of this machine.", "Choose another one: --host 127.0.0.1.")


def owner_link(app: Any, host: str, port: int) -> str:
    """The one-time address that signs the owner in; it works once."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}{app.urls.path('/-/auth-token')}?token={app._root_token}"


def run(app: Any, at: socket.socket) -> None:
    """Serve at a listening socket until Ctrl-C."""
    import contextlib

    import uvicorn

    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(uvicorn.Config(app.app(), log_level="warning", lifespan="on")).run(sockets=[at])
