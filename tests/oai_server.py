"""A played OAI-PMH server (synthetic records), and what a test class needs to hold a source against it.

class TestOai(OaiContract):
    source = "europeana"
    path = "/oai"

    def rows(self) -> list[Record]: ...
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from culturedata.importing import descriptor as descriptors
from culturedata.importing.inputs import xml
from tests.contract_http import HttpSourceContract
from tests.contract_source import MADE_UP
from tests.http_faults import Asked, Reply

XML = {"Content-Type": "text/xml; charset=utf-8"}
OAI = "http://www.openarchives.org/OAI/2.0/"
HEAD = f'<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="{OAI}"><responseDate>2026-01-01T00:00:00Z</responseDate>'


@dataclass(frozen=True)
class Record:
    """A record of the server: its identifier, its metadata as XML, its day, its sets, and whether it was deleted."""

    identifier: str
    metadata: str
    day: str = "2026-01-02"
    sets: tuple[str, ...] = ()
    deleted: bool = False

    @property
    def xml(self) -> str:
        status = ' status="deleted"' if self.deleted else ""
        sets = "".join(f"<setSpec>{one}</setSpec>" for one in self.sets)
        named = f"<identifier>{self.identifier}</identifier><datestamp>{self.day}T10:00:00Z</datestamp>"
        head = f"<header{status}>{named}{sets}</header>"
        return f"<record>{head}{'' if self.deleted else f'<metadata>{self.metadata}</metadata>'}</record>"


def error(code: str, said: str = "") -> Reply:
    """An error of the protocol, which is no error of HTTP."""
    return Reply(200, f'{HEAD}<error code="{code}">{said}</error></OAI-PMH>'.encode(), XML)


def identity(granularity: str = "YYYY-MM-DDThh:mm:ssZ", deleted: str = "persistent") -> Reply:
    """What the server says of itself."""
    said = (
        f"<Identify><repositoryName>A synthetic repository</repositoryName><protocolVersion>2.0</protocolVersion>"
        f"<deletedRecord>{deleted}</deletedRecord><granularity>{granularity}</granularity></Identify>"
    )
    return Reply(200, f"{HEAD}{said}</OAI-PMH>".encode(), XML)


def page(records: list[Record], token: str | None = None, size: int | None = None) -> Reply:
    """A page of a list; an empty `token` is the end of a list of several pages, None that of a list of one."""
    says = "" if size is None else f' completeListSize="{size}"'
    after = "" if token is None else f"<resumptionToken{says}>{token}</resumptionToken>"
    listed = "".join(one.xml for one in records)
    return Reply(200, f"{HEAD}<ListRecords>{listed}{after}</ListRecords></OAI-PMH>".encode(), XML)


class OaiContract(HttpSourceContract):
    """The contract of sources over HTTP, with the protocol: tokens that say where the next page begins."""

    fixed_pages: ClassVar[bool] = True
    prefixes: ClassVar[dict[str, str]] = {}
    prefix: ClassVar[str] = "edm"
    composed: ClassVar[frozenset[str]] = frozenset({""})  # a document has one root

    def answer(self, asked: Asked) -> Reply:
        query = asked.query
        assert asked.address.startswith(f"{self.path}?")
        if query["verb"] == "Identify":
            return identity()
        assert query["verb"] == "ListRecords"
        token = query.get("resumptionToken")
        if token is None:
            assert query["metadataPrefix"] == self.prefix
        else:
            others = set(query) - {"verb", "resumptionToken", "wskey"}
            assert not others, f"a resumption token stands alone, and not beside {others}"
        rows, beyond = self.museum.page(int(token or 0), self.size)
        if token is None and not rows:
            return error("noRecordsMatch")
        after = ("" if token else None) if beyond is None else str(beyond)
        return page(rows, after, len(self.museum.rows))

    def decoded(self, body: bytes) -> Any:
        return xml.tree(body, {OAI: "oai", **self.prefixes})

    def encoded(self, value: Any) -> bytes:
        return xml.untree(elements(value), {OAI: "oai", **self.prefixes})


def elements(value: Any) -> Any:
    """What `xml.tree` gives, with the field that the contract makes up as an element."""
    if isinstance(value, dict):
        return {name: [{"#text": "x"}] if name == MADE_UP else elements(one) for name, one in value.items()}
    return [elements(one) for one in value] if isinstance(value, list) else value


def own(text: str, folder: Path, name: str) -> descriptors.Descriptor:
    """The descriptor that a test brings for a reader that has none of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.yml"
    path.write_text(text, encoding="utf-8")
    return descriptors.read(path, own=True)
