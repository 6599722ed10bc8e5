"""Records in files: EDM as Europeana gives its datasets, a folder, a zip or a tar of XML files, or one such file; and
what its APIs answered, as JSON in a file or a folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec
from lxml import etree

from culturedata.data.records import RawRecord
from culturedata.errors import InputEmpty, InputError
from culturedata.importing.inputs import archives, files, xml
from culturedata.importing.source import Context, Issue
from culturedata.sources.europeana import saved

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
    for number, found in enumerate(_found(path, context), 1):
        if number > after and found is not None:
            yield msgspec.structs.replace(found, cursor=str(number))
    if not number:
        raise InputEmpty(f"there are no records of Europeana in {path}.", "Is it the right file or folder?")


def _found(path: Path, context: Context) -> Iterator[RawRecord | None]:
    """The records; None in the place of one that names no object, which is reported."""
    if path.is_dir():
        for one in sorted(found for found in path.rglob("*") if found.suffix.lower() in _XML or saved.is_json(found)):
            located = str(one.relative_to(path))
            if saved.is_json(one):
                yield from _tolerant(_json(one, context), located, context)
            else:
                with files.open_file(one) as stream:
                    yield from _tolerant(_xml(stream, located, context), located, context)
    elif saved.is_json(path):
        yield from _json(path, context)
    elif path.name.lower().endswith(_ARCHIVE):
        for member in archives.members(path, context):
            if member.name.lower().endswith(_XML):
                with member.open() as stream:
                    yield from _tolerant(_xml(stream, member.located, context), member.located, context)
    else:
        with files.open_file(path) as stream:
            yield from _xml(stream, path.name, context)


def _json(path: Path, context: Context) -> Iterator[RawRecord]:
    for body, name, located in saved.bodies(path, context):
        yield RawRecord(key=name, body=body, located=located, cursor="")


def _xml(stream: IO[bytes], name: str, context: Context) -> Iterator[RawRecord | None]:
    """Each rdf:RDF of a stream."""
    for number, body in xml.records(stream, {f"{RDF}RDF"}, name):
        about, located = _about(body), f"{name}: record {number}"
        if about:
            yield RawRecord(key=about, body=body, located=located, cursor="", format="xml")
            continue
        message = "the record names no object (edm:ProvidedCHO): it is left out"
        raw = body.decode()[:2000]
        context.report(Issue("no-key", message, field="edm:ProvidedCHO", raw=raw, located=located))
        yield None


def _about(body: bytes) -> str:
    """The address of the object of a record; empty if it has none."""
    objects = etree.fromstring(body).iter(f"{EDM}ProvidedCHO")
    return next((one.get(f"{RDF}about", "").strip() for one in objects), "")


def _tolerant(records: Iterator[RawRecord | None], located: str, context: Context) -> Iterator[RawRecord | None]:
    """The records of one file among others: if it can't be read it is reported, and the others go in."""
    try:
        yield from records
    except InputError as error:
        context.report(Issue("unreadable-file", error.message, located=located))
        context.partial = True
