"""EDM records in files, as Europeana gives its datasets: a folder, a zip or a tar of XML files, or one such file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lxml import etree

from culturedata.data.records import RawRecord
from culturedata.errors import InputEmpty, InputError
from culturedata.importing.inputs import archives, files, xml
from culturedata.importing.source import Context, Issue

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
EDM = "{http://www.europeana.eu/schemas/edm/}"
_XML = (".xml", ".rdf", ".edm")
_ARCHIVE = (".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst")


def records(path: Path, context: Context) -> Iterator[RawRecord]:
    """The records in a file, an archive or a folder after the context's cursor, which is their number.

    The key is the address of the object as it stands: see `europeana.key`. A record without one is reported and left
    out, and so is a file among others that can't be read. Raises InputError.
    """
    after, number = int(context.cursor or 0), 0
    for number, (body, located) in enumerate(_bodies(path, context), 1):
        if number <= after:
            continue
        about = _about(body)
        if about:
            yield RawRecord(key=about, body=body, located=located, cursor=str(number), format="xml")
        else:
            message = "the record names no object (edm:ProvidedCHO): it is left out"
            raw = body.decode()[:2000]
            context.report(Issue("no-key", message, field="edm:ProvidedCHO", raw=raw, located=located))
    if not number:
        raise InputEmpty(f"there are no EDM records in {path}.", "Is it the right file or folder?")


def _about(body: bytes) -> str:
    """The address of the object of a record; empty if it has none."""
    objects = etree.fromstring(body).iter(f"{EDM}ProvidedCHO")
    return next((one.get(f"{RDF}about", "").strip() for one in objects), "")


def _bodies(path: Path, context: Context) -> Iterator[tuple[bytes, str]]:
    """Each rdf:RDF with the words for where it stands."""
    if path.is_dir():
        for one in sorted(found for found in path.rglob("*") if found.suffix.lower() in _XML):
            located = str(one.relative_to(path))
            with files.open_file(one) as stream:
                yield from _tolerant(stream, located, context)
    elif path.name.lower().endswith(_ARCHIVE):
        for member in archives.members(path, context):
            if member.name.lower().endswith(_XML):
                with member.open() as stream:
                    yield from _tolerant(stream, member.located, context)
    else:
        with files.open_file(path) as stream:
            yield from _in(stream, path.name)


def _in(stream: IO[bytes], located: str) -> Iterator[tuple[bytes, str]]:
    for number, body in xml.records(stream, {f"{RDF}RDF"}, located):
        yield body, f"{located}: record {number}"


def _tolerant(stream: IO[bytes], located: str, context: Context) -> Iterator[tuple[bytes, str]]:
    """The records of one file among others: if it can't be read it is reported, and the others go in."""
    try:
        yield from _in(stream, located)
    except InputError as error:
        context.report(Issue("unreadable-file", error.message, located=located))
        context.partial = True
