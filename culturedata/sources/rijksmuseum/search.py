"""The Rijksmuseum's search, which names objects by their addresses, and the documents behind these: four hops.

Object → what it shows (VisualItem) → the file that shows the same (DigitalObject) → where the picture is. An object
without a picture has no `shows`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec

from culturedata.data.records import Entity, RawRecord, Term, Work, WorkTerm
from culturedata.errors import DescriptorError
from culturedata.importing.protocols import linked_art_list
from culturedata.importing.source import Context, Issue
from culturedata.importing.standards.linked_art import record as linked_art
from culturedata.importing.values.address import split
from culturedata.importing.web.fetch import Fetcher

OWN = "https://id.rijksmuseum.nl/"
_LIST = "/search/collection"
_MEMBER = "member of"
_HOPS = ("shows", "representation", "digitally_shown_by")


class _Composed(msgspec.Struct):
    """A raw record: the object's document, and each document on the way to its pictures under the address asked for."""

    object: msgspec.Raw
    shown: list[_Shown]


class _Shown(msgspec.Struct):
    """A document, and the address under which the one before it names it."""

    of: str
    document: msgspec.Raw


class RijksmuseumSearch:
    """The objects that the search at `start` finds; `start` may have conditions («…/search/collection?type=painting»).

    At another server than the museum's own the documents lie beside the search, under their numbers.
    """

    def __init__(self, context: Context, start: str) -> None:
        self.context = context
        parts = urlsplit(start)
        root = f"{parts.scheme}://{parts.netloc}{parts.path.partition('/search/')[0]}"
        http = context.descriptor.http
        self._start = start if _LIST in parts.path else f"{start.rstrip('/')}{_LIST}"
        self._root = OWN if http is not None and start.startswith(http.base) else f"{root}/"
        self._given = self._root != OWN
        if parts.query:
            context.partial = True

    def records(self) -> Iterator[RawRecord]:
        """The raw records after the context's cursor. Raises FetchError."""
        if self.context.fetcher is None:
            raise DescriptorError("rijksmuseum is read over HTTP: it needs a client.")
        with self.context.fetcher() as fetcher:
            if self._given:
                fetcher.trust(self._start)
            for item in linked_art_list.references(fetcher, self._start, self.context.cursor):
                key = number(item.value)
                body = linked_art_list.document(fetcher, self._resolved(item.value))
                if body is None:
                    message = f"object {key} is in the list and not there by itself"
                    self.context.report(Issue("vanished", message, record=key, raw=key))
                    continue
                shown = list(self._shown(fetcher, body, key))
                whole = msgspec.json.encode(_Composed(msgspec.Raw(body), shown))
                yield RawRecord(key=key, body=whole, located=item.value, cursor=item.cursor)

    def parse(self, record: RawRecord) -> list[Entity]:
        """The work that a record says, with its agents and terms. Raises ValueError if it can't be read."""
        whole: dict[str, Any] = msgspec.json.decode(record.body)
        document: dict[str, Any] = whole["object"]
        _put_in(document, {one["of"]: one["document"] for one in whole["shown"]})
        entities = linked_art.linked_art(document, self.context, self.context.descriptor.name, record.key)
        return list(self._in_sets(entities))

    def _in_sets(self, entities: list[Entity]) -> Iterator[Entity]:
        """The sets that a work is a member of as terms, as OAI-PMH has them, instead of addresses without a name."""
        source, names = self.context.descriptor.name, self.context.descriptor.options.get("sets") or {}
        known = {str(spec): str(name) for spec, name in names.items()}
        for entity in entities:
            if isinstance(entity, Work):
                sets = [one for one in entity.relations if one.kind == _MEMBER and (one.text or "").startswith(OWN)]
                ids = {spec: f"{source}:term:set/{spec}" for spec in map(number, (one.text or "" for one in sets))}
                for spec, id_ in ids.items():
                    yield Term(id=id_, facet="collection", label=known.get(spec, spec))
                terms = (WorkTerm(facet="collection", term=id_) for id_ in ids.values())
                others = tuple(one for one in entity.relations if one not in sets)
                yield msgspec.structs.replace(entity, relations=others, terms=(*entity.terms, *terms))
            else:
                yield entity

    def _resolved(self, address: str) -> str:
        return f"{self._root}{number(address)}"

    def _shown(self, fetcher: Fetcher, body: bytes, key: str) -> Iterator[_Shown]:
        """The documents on the way to the pictures of a document, each before those that it names."""
        for address in _named(body):
            found = linked_art_list.document(fetcher, self._resolved(address))
            if found is None:
                message = f"object {key} shows {address}, which is not there: its picture is not known"
                self.context.report(Issue("vanished", message, record=key, field="shows", raw=address))
            else:
                yield _Shown(address, msgspec.Raw(found))
                yield from self._shown(fetcher, found, key)


def number(address: str) -> str:
    """The number at the end of an object's address, which names it for ever; it is not the inventory number."""
    return split(address).path.rstrip("/").rpartition("/")[2]


def _named(body: bytes) -> list[str]:
    """The addresses of the next documents; what is in the document already is not asked for."""
    document: dict[str, Any] = msgspec.json.decode(body)
    found: dict[str, None] = {}
    for hop in _HOPS:
        said: Any = document.get(hop) or []
        for one in said if isinstance(said, list) else [said]:
            address = one.get("id") if isinstance(one, dict) else one
            within = isinstance(one, dict) and ("access_point" in one or "digitally_shown_by" in one)
            if isinstance(address, str) and address and not within:
                found[address] = None
    return list(found)


def _put_in(document: dict[str, Any], known: dict[str, dict[str, Any]]) -> None:
    """Put each document in the place of what names it by its address."""
    for hop in _HOPS:
        said = document.get(hop)
        if said is None:
            continue
        ones = [{"id": one} if isinstance(one, str) else one for one in (said if isinstance(said, list) else [said])]
        for one in (one for one in ones if isinstance(one, dict)):
            inner = known.pop(str(one.get("id", "")), None)
            one.update(inner or {})
            _put_in(one, known)
        document[hop] = ones
