"""Datasette with a library in it: what `serve` starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from culturedata.errors import LibraryMissing
from culturedata.store.library import AUDIENCE, CULTURE

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

    Raises LibraryMissing.
    """
    from datasette.app import Datasette

    names = [CULTURE, AUDIENCE] if audience else [CULTURE]
    files = [str(folder / name) for name in names if (folder / name).is_file()]
    if str(folder / CULTURE) not in files:
        raise LibraryMissing(f"there is no library in {folder}.", "Make one: culturedata demo.")
    return Datasette(files, settings=SETTINGS)


def owner_link(app: Any, host: str, port: int) -> str:
    """The one-time address that signs the owner in; it works once."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}{app.urls.path('/-/auth-token')}?token={app._root_token}"


def run(app: Any, host: str, port: int) -> None:
    """Serve until Ctrl-C."""
    import uvicorn

    uvicorn.run(app.app(), host=host, port=port, log_level="warning", lifespan="on", workers=1)
