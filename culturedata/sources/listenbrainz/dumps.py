"""The dumps of ListenBrainz: the last full one and the increments that came after it, or the increments since a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from culturedata.errors import DescriptorError, InputMissing
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher

_FOLDER = re.compile(r"listenbrainz-dump-(\d+)-(\d{8}-\d{6})-(full|incremental)")
_LINK = re.compile(rf'href="(?:[^"]*/)?({_FOLDER.pattern})/?"')


class Dump(NamedTuple):
    """One dump: its number, until when it holds what was sent, and the folder that it lies in."""

    number: int
    until: datetime
    folder: str

    @property
    def path(self) -> str:
        """Where its listens lie, below the address of all dumps."""
        below = "incremental" if self.folder.endswith("incremental") else "fullexport"
        return f"{below}/{self.folder}/{self.folder.replace('-dump-', '-listens-dump-', 1)}.tar.zst"


def brought(context: Context, base: str, since: Since) -> Iterator[Path]:
    """The files to read, one after the other, each brought when it is asked for. Raises FetchError, InputMissing."""
    if context.fetcher is None:
        raise DescriptorError(f"{context.descriptor.name} needs a client to bring its dumps.")
    with context.fetcher() as fetcher:
        chosen = _chosen(fetcher, base.rstrip("/"), since, context)
        context.identified(" ".join(dump.folder for dump in chosen))
        for dump in chosen:
            yield fetcher.download(f"{base.rstrip('/')}/{dump.path}").path


def _chosen(fetcher: Fetcher, base: str, since: Since, context: Context) -> list[Dump]:
    """The dumps that hold what is asked for, in their order."""
    increments = _listed(fetcher, f"{base}/incremental/")
    if since.at is None:
        full = _listed(fetcher, f"{base}/fullexport/")[-1]
        return [full, *(one for one in increments if one.until > full.until)]
    at = since.at
    if increments and increments[0].until > at:
        day = f"{increments[0].until:%Y-%m-%d}"
        message = f"the first increment that is there ends on {day}: what was sent before may be missing"
        context.report(Issue("increments-begin-later", message, located=f"{base}/incremental/"))
    return [one for one in increments if one.until > at]


def _listed(fetcher: Fetcher, address: str) -> list[Dump]:
    """The dumps in a folder of the server, the oldest first. Raises InputMissing."""
    found = fetcher.get(address, reader=_read, accept="text/html", again=True)
    if found is None:
        raise InputMissing(f"there are no dumps at {address}.", "See the homepage for where the dumps are now.")
    return found


def _read(body: bytes) -> list[Dump]:
    """The dumps in the page that lists a folder. Raises ValueError if it lists none, or is not whole."""
    page = body.decode("utf-8", "replace")
    found = {folder: (int(number), said) for folder, number, said, _ in _LINK.findall(page)}
    if not found or not page.rstrip().lower().endswith("</html>"):
        raise ValueError("it lists no dumps, or breaks off")
    return sorted(
        Dump(number, datetime.strptime(said, "%Y%m%d-%H%M%S").replace(tzinfo=UTC), folder)
        for folder, (number, said) in found.items()
    )
