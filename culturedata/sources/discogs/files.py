"""The records in the dumps: one XML file for artists, labels, masters and releases each, or a folder of them.

A cursor is the number of a record in a file, a space, and the file's name in the folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from culturedata.data.records import RawRecord
from culturedata.errors import InputEmpty, InputError, InputFormat
from culturedata.importing.inputs import files, folder, xml
from culturedata.importing.source import Context, Issue
from culturedata.sources.discogs.shape import KINDS, opened, text

_PEEKED = 1 << 16  # bytes
_ROOT = re.compile(rb"<([A-Za-z][\w.:-]*)")
_AT = re.compile(rb'<(?:master|release) [^>]*?\bid="(\d+)"')
_INSIDE = re.compile(rb"<(?:artist|label)>\s*(?:<images>.*?</images>|<images/>)?\s*<id>\s*(\d+)\s*</id>", re.DOTALL)
_HINT = "Give a dump of Discogs (discogs_…_artists.xml.gz, …_labels, …_masters, …_releases) or a folder of them."


def records(path: Path, context: Context, name: str = "") -> Iterator[RawRecord]:
    """The records of a file, or of all XML files below a folder in the order of their names, after the cursor.

    A file among others that can't be read is reported, and the others go in. Raises InputError.
    """
    if path == files.STDIN or not path.is_dir():
        yield from of_file(path, name or path.name, context)
        return
    found, first, came = folder.named(path, ("xml",)), None, context.cursor is not None
    if not found:
        raise InputEmpty(f"{path} holds no XML file.", _HINT)
    begun = _place(context.cursor)[1]
    for name, file in found:
        if name < begun:
            continue
        try:
            for record in of_file(file, name, context):
                came = True
                yield record
        except InputError as error:
            context.report(Issue("unreadable-file", error.message, located=name))
            context.partial = True
            first = first or error
    if first is not None and not came:
        raise first


def of_file(path: Path, name: str, context: Context) -> Iterator[RawRecord]:
    """The records of one file, those after the cursor if that stands in it."""
    number, begun = _place(context.cursor)
    after = number if begun == name else 0
    with files.open_file(path) as stream:
        kind = _kind(stream.peek(_PEEKED)[:_PEEKED], name)  # type: ignore[attr-defined]
        for number, body in xml.records(stream, (kind,), name, after, canonical=False):
            located = f"{name}: record {number:,}"
            key = _key(kind, body)
            if key:
                yield RawRecord(
                    key=f"{kind}:{key}", body=body, located=located, cursor=f"{number} {name}", format="xml"
                )
            else:
                raw = body[:2000].decode("utf-8", "replace")
                message = f"a {kind} has no number: it is left out"
                context.report(Issue("no-key", message, field="id", raw=raw, located=located))


def _kind(start: bytes, name: str) -> str:
    """The kind of the records in a file that begins so. Raises InputFormat if it is of none."""
    found = _ROOT.search(start)
    said = found[1].decode() if found else ""
    for kind in KINDS:
        if said in (kind, f"{kind}s"):
            return kind
    if found or start.strip():
        raise InputFormat(f"{name} is no dump of Discogs: it begins with <{said}>." if said else
                          f"{name} is no dump of Discogs: it is no XML.", _HINT)  # fmt: skip
    raise InputEmpty(f"{name} is empty.", _HINT)


def _key(kind: str, body: bytes) -> str:
    """The number of a record; empty if it has none."""
    found = (_AT if kind in ("master", "release") else _INSIDE).match(body)
    if found:
        return found[1].decode()
    root = opened(body)
    said = root.get("id", "") if kind in ("master", "release") else text(root, "id")
    return said.strip() if said.strip().isdecimal() else ""


def _place(cursor: str | None) -> tuple[int, str]:
    number, _, name = (cursor or "0 ").partition(" ")
    return int(number), name
