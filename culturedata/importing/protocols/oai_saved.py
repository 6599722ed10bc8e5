"""What an OAI-PMH repository answered, kept in files: the records of ListRecords and GetRecord."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lxml import etree

from culturedata.errors import InputEmpty, InputError, InputFormat
from culturedata.importing.inputs import files, xml
from culturedata.importing.protocols.oai_pmh import OAI, Harvested, harvested
from culturedata.importing.source import Context, Issue

_RECORD, _ERROR = f"{{{OAI}}}record", f"{{{OAI}}}error"
_KEEP = "Keep what ListRecords or GetRecord answers."


def records(path: Path, context: Context) -> Iterator[tuple[str, Harvested]]:
    """The records, each with the name of its file; in a folder a file that can't be read is reported.

    Raises InputEmpty if a folder has none, InputFormat if a file has none or is an error of the protocol; InputError.
    """
    if not path.is_dir():
        with files.open_file(path) as stream:
            yield from ((path.name, one) for one in _in_file(stream, path.name))
        return
    empty = True
    for file in sorted(path.rglob("*.xml*")):
        located = str(file.relative_to(path))
        try:
            with files.open_file(file) as stream:
                for one in _in_file(stream, located):
                    empty = False
                    yield located, one
        except InputError as error:
            context.report(Issue("unreadable-file", error.message, located=located))
            context.partial = True
    if empty:
        raise InputEmpty(f"there are no records of OAI-PMH in {path}.", _KEEP)


def _in_file(stream: IO[bytes], name: str) -> Iterator[Harvested]:
    empty = True
    for _, body in xml.records(stream, {_RECORD, _ERROR}, name):
        element = etree.fromstring(body)
        if element.tag == _ERROR:
            said = " ".join((element.text or "").split())
            raise InputFormat(f"{name} is the error {element.get('code', '')}: {said or 'it does not say why'}.", _KEEP)
        empty = False
        yield harvested(element, body)
    if empty:
        raise InputFormat(f"{name} holds no record of OAI-PMH.", _KEEP)
