"""The ways into a source: its API, its dump, or a file that somebody has. What is given as INPUT says which.

(nothing)         what the descriptor says: the dump where there is one, else the API
api, dump         one of the two, by its name
https://…         another server with the same API; a dump, if the address ends as a file does
a path            a file or a folder on this machine
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

import msgspec

from culturedata.errors import DescriptorError, UsageError
from culturedata.importing.descriptor import Http
from culturedata.importing.inputs import files
from culturedata.importing.source import Context, Issue

if TYPE_CHECKING:
    from culturedata.importing.web.fetch import Fetcher

API, DUMP = "api", "dump"
_OF_FILES = frozenset(
    {".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".xml", ".zip", ".tar", ".gz", ".bz2", ".xz", ".zst"}
)


@dataclass(frozen=True, slots=True)
class Way:
    """One of three: `base`, the address of an API without a slash at its end; `path`, a file or a folder; `files`, the
    files of a dump that comes in several, under the names that the descriptor gives them, in its order."""

    base: str = ""
    path: Path | None = None
    files: Mapping[str, Path] = field(default_factory=dict)


def way(context: Context, default: str = API) -> Way:
    """The way that the input asks for; a dump is brought into the cache first.

    The descriptor names the dump under `options.dump`: its address, or the address of each of its files by name. A
    dump that did not change since the last import of it that ended is read all the same: its records are then known.
    Raises UsageError for a way that the source does not have and for what is no address, InputMissing, FetchError.
    """
    said = context.input or default
    if said == API:
        if context.descriptor.http is None:
            raise UsageError(f"{context.descriptor.name} has no API.", "Give its file.")
        return Way(base=context.descriptor.http.base.rstrip("/"))
    if said == DUMP:
        address = context.descriptor.options.get("dump")
        if not address:
            raise UsageError(f"{context.descriptor.name} has no dump.", "Say api, or give a file.")
        if isinstance(address, Mapping):
            return Way(files=_downloaded(context, {name: str(one) for name, one in address.items()}))
        return Way(path=_downloaded(context, {DUMP: str(address)})[DUMP])
    if said.startswith(("http://", "https://")):
        if Path(_parts(said).path).suffix.lower() in _OF_FILES:
            return Way(path=_downloaded(context, {DUMP: said}, given=True)[DUMP])
        return Way(base=said.rstrip("/"))
    return Way(path=files.must_exist(Path(said)))


def _parts(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError as error:
        raise UsageError(f"{address} is no address: {error}.", "Is a letter missing in it?") from error


@contextmanager
def client(context: Context, base: str) -> Iterator[tuple[Fetcher, Http]]:
    """The client that asks the API at `base`, and what the descriptor says of asking it, until the context ends.

    Another server than the descriptor's was named by a person, and is trusted. Raises DescriptorError.
    """
    http = context.descriptor.http
    if http is None or context.fetcher is None:
        name = context.descriptor.name
        raise DescriptorError(f"{name} is read over HTTP: it needs a client, and «http» in its descriptor.")
    with context.fetcher() as fetcher:
        if base != http.base.rstrip("/"):
            fetcher.trust(base)
        yield fetcher, http


def alone(fetcher: Fetcher, address: str, key: str, context: Context) -> bytes | None:
    """The object `key` of a list, asked for by itself; None, and an issue, if it vanished."""
    found = fetcher.json(address, type=msgspec.Raw)
    if found is None:
        message = f"object {key} is in the list and not there by itself"
        context.report(Issue("vanished", message, record=key, raw=key))
        return None
    return bytes(found)


def _downloaded(context: Context, addresses: Mapping[str, str], *, given: bool = False) -> dict[str, Path]:
    """The files at `addresses`, by the same names; together they are the state of the input that is read."""
    if context.fetcher is None:
        raise DescriptorError(f"{context.descriptor.name} needs a client to bring {next(iter(addresses.values()))}.")
    found = {}
    with context.fetcher() as fetcher:
        for name, address in addresses.items():
            if given:
                fetcher.trust(address)
            found[name] = fetcher.download(address)
    said = (one.etag or one.modified or f"{one.path.stat().st_size} bytes" for one in found.values())
    context.identified(" ".join(said))
    return {name: one.path for name, one in found.items()}
