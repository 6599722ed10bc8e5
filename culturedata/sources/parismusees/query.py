"""What Paris Musées is asked in GraphQL, and what its answers look like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from culturedata.data.records import RawRecord
from culturedata.errors import GaveUp
from culturedata.importing.protocols.paging import Page, walk
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher

_NAMED: dict[str, Any] = {"entity": {"entityId": None, "name": None}}
_DATE = dict.fromkeys(
    ("startPrecision", "startYear", "startMonth", "startDay", "endPrecision", "endYear", "endMonth", "endDay",
     "century", "processed")
)  # fmt: skip
_PERSON = {
    "entityId": None, "name": None, "fieldPipNomEquivalent": None, "fieldPipDateNaissance": {"startYear": None},
    "fieldPipDateDeces": {"startYear": None}, "fieldPipLieuNaissance": None, "fieldLieuDeces": None,
}  # fmt: skip
TERMS = (
    "fieldOeuvreTypesObjet", "fieldDenominations", "fieldMateriauxTechnique", "fieldOeuvreThemeRepresente",
    "fieldLieuxConcernes", "fieldOeuvreStyleMouvement", "fieldOeuvreSiecle", "fieldOeuvreEpoquePeriode",
    "fieldOeuvreLieuxProductions", "fieldOeuvreLieuxDecouvertes", "fieldOeuvreFonction", "fieldModaliteAcquisition",
    "fieldDonateurs", "fieldPersonnesConcernees",
)  # fmt: skip
# The fields of a work; None for one without parts.
WORK: dict[str, Any] = {
    "entityId": None, "entityUuid": None, "entityChanged": None,
    "... on NodeOeuvre": {
        "title": None, "absolutePath": None, "fieldUrlAlias": None, "fieldLrefAdlib": None,
        "fieldTitreDeMediation": None, "fieldSousTitreDeMediation": None, "fieldOeuvreNumInventaire": None,
        "fieldNumeroObjet": None,
        "fieldOeuvreAuteurs": {"entity": {"fieldAuteurAuteur": {"entity": _PERSON}, "fieldAuteurFonction": _NAMED}},
        "fieldVisuels": {"entity": dict.fromkeys(
            ("entityId", "name", "vignette", "publicUrl", "fieldCopyright", "fieldImageDroits", "fieldImageLibre",
             "fieldLegende", "fieldImageLegendeCplementaire")
        )},
        "fieldDateProduction": _DATE, "fieldDateAcquisition": _DATE, "fieldOeuvreDateDecouverte": _DATE,
        **dict.fromkeys(TERMS, _NAMED),
        "fieldOeuvreDimensions": {"entity": {
            "fieldDimensionPartie": _NAMED, "fieldDimensionType": _NAMED, "fieldDimensionValeur": None,
            "fieldDimensionUnite": _NAMED,
        }},
        "fieldOeuvreInscriptions": {"entity": {
            "fieldInscriptionType": _NAMED, "fieldInscriptionMarque": {"value": None},
            "fieldInscriptionEcriture": _NAMED,
        }},
        "fieldOeuvreDescriptionIcono": {"value": None}, "fieldCommentaireHistorique": {"value": None},
        "fieldDescription": {"value": None}, "fieldReferenceExport": {"value": None},
        "fieldMusee": {"entity": {
            "entityId": None, "name": None, "fieldMuseeTitreCourt": None,
            "fieldAdresse": {"countryCode": None, "locality": None},
        }},
        "fieldOeuvreFaitPartieDe": {"targetId": None}, "fieldOeuvresEnRapport": {"targetId": None},
    },
}  # fmt: skip
_UNKNOWN = re.compile(r"Cannot query field [\"'“](?P<field>\w+)[\"'”]")
REQUESTS_A_DAY = 1000


class Head(msgspec.Struct):
    """What names a work."""

    number: str | int | None = msgspec.field(name="entityId", default=None)
    path: str | None = msgspec.field(name="absolutePath", default=None)
    uuid: str | None = msgspec.field(name="entityUuid", default=None)
    changed: str | int | None = msgspec.field(name="entityChanged", default=None)

    @property
    def key(self) -> str:
        """The number of the node, also out of its address; empty if nothing names the work."""
        if self.number is not None:
            return str(self.number)
        found = re.search(r"/node/(\d+)", self.path or "")
        return found[1] if found else self.uuid or ""


class _Error(msgspec.Struct):
    message: str = ""


class _List(msgspec.Struct):
    count: int | None = None
    entities: list[msgspec.Raw] = []


class _Data(msgspec.Struct):
    works: _List | None = msgspec.field(name="nodeQuery", default=None)


class _Answer(msgspec.Struct):
    data: _Data | None = None
    errors: list[_Error] | None = None


class _Refused(Exception):
    """The server does not know some of the fields that were asked for."""

    def __init__(self, fields: set[str]) -> None:
        super().__init__()
        self.fields = fields


def ask(fetcher: Fetcher, address: str, context: Context, since: Since) -> Iterator[RawRecord]:
    """The works after the cursor, «offset/works done of the page», by their number. Raises FetchError."""
    listing = _Listing(fetcher, address, context, since)
    for item in walk(listing.page, "0", context.cursor):
        if item.value == b"null":
            continue  # the place of a work that is not public
        record = raw(item.value, f"{address} {item.cursor}", item.cursor, context, since)
        if record is not None:
            yield record


def raw(body: bytes, located: str, cursor: str, context: Context, since: Since) -> RawRecord | None:
    """The raw record of a work; None if it did not change since, or, with an issue, if nothing names it."""
    try:
        head = msgspec.json.decode(body, type=Head)
    except (msgspec.ValidationError, msgspec.DecodeError):
        head = Head()
    if not head.key:
        said = body.decode("utf-8", "replace")[:2000]
        context.report(Issue("no-key", "the work has no number: it is left out", raw=said, located=located))
        return None
    if not since.wants(None if head.changed is None else str(head.changed)):
        return None
    return RawRecord(key=head.key, body=body, located=located, cursor=cursor)


class _Listing:
    """The list of all works, without the fields that the server refused."""

    def __init__(self, fetcher: Fetcher, address: str, context: Context, since: Since) -> None:
        self._fetcher = fetcher
        self._address = address
        self._context = context
        self._since = since
        self._left_out: set[str] = set()
        self._asked = 0

    def page(self, where: str, again: bool) -> Page[bytes] | None:
        """The page that begins at an offset; None if there is none."""
        offset, http = int(where), self._context.descriptor.http
        size = http.page_size if http else 100
        found = self._list(offset, size, again)
        if found is None:
            return None
        end = offset + len(found.entities)
        more = end < found.count if found.count is not None else len(found.entities) == size
        if more and not found.entities:
            self._context.partial = True
            more = False
        return Page([bytes(entity) for entity in found.entities], str(end) if more else None)

    def _list(self, offset: int, size: int, again: bool) -> _List | None:
        while True:
            self._asked += 1
            if self._asked > REQUESTS_A_DAY:
                raise GaveUp(
                    f"{REQUESTS_A_DAY:,} requests were made, all that Paris Musées allows a day.",
                    "What came is safe: go on tomorrow with --resume.",
                )
            body = msgspec.json.encode({"query": query(offset, size, self._since, self._left_out)})
            try:
                return self._fetcher.get(self._address, reader=_read, accept="application/json", again=again, body=body)
            except _Refused as refused:
                new = refused.fields - self._left_out
                if not new:
                    raise GaveUp("Paris Musées refuses a query that it should know.", "Please report it.") from None
                self._left_out |= new
                for name in sorted(new):
                    message = f"Paris Musées does not know the field {name!r} any more: it was not asked for"
                    self._context.report(Issue("refused-field", message, field=name))


def query(offset: int, size: int, since: Since, left_out: set[str]) -> str:
    """The query for `size` works from `offset` on, by their number, that changed since; without some fields."""
    conditions = '{field: "type", value: "oeuvre"}'
    if since and since.at is not None:
        at = int(since.at.timestamp())
        conditions += f' {{field: "changed", operator: GREATER_THAN_OR_EQUAL, value: "{at}"}}'
    return (
        f'{{nodeQuery(filter: {{conditions: [{conditions}]}}, sort: [{{field: "nid", direction: ASC}}], '
        f"offset: {offset}, limit: {size}) {{count entities {{{_selection(WORK, left_out)}}}}}}}"
    )


def _selection(fields: Mapping[str, Any], left_out: set[str]) -> str:
    """Fields as GraphQL writes them; a field of which no part is left is left out too."""
    said = []
    for name, parts in fields.items():
        inner = _selection(parts, left_out) if parts else ""
        if name not in left_out and (inner or not parts):
            said.append(f"{name} {{{inner}}}" if inner else name)
    return " ".join(said)


def _read(body: bytes) -> _List:
    """The list in an answer. Raises ValueError for an error of the server, _Refused for fields unknown to it."""
    answer = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"), type=_Answer)
    said = [error.message for error in answer.errors or ()]
    unknown = {found["field"] for found in map(_UNKNOWN.search, said) if found}
    if unknown:
        raise _Refused(unknown)
    if said or answer.data is None or answer.data.works is None:
        raise ValueError(f"errors in place of works: {'; '.join(said)[:300] or 'none is named'}")
    return answer.data.works
