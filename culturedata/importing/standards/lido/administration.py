"""What LIDO calls administrative: the rights in the work, the record with its source and rights, and the resources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from culturedata.data.licences import Licence, licence
from culturedata.data.records import Rights
from culturedata.importing.standards.description import Said, is_address
from culturedata.importing.standards.lido.measures import measurement
from culturedata.importing.standards.lido.words import Body, Concept, Words, code
from culturedata.importing.standards.opened import Part
from culturedata.importing.values.text import number

_THUMBNAIL = ("lido00451", "image_thumb", "thumb", "thumbnail", "preview")
_PICTURES = re.compile(r"(?i)bild|image|photo|foto|picture|afbeelding|immagine|scan|digitalisat|negati|mt002")
_OTHERS = re.compile(r"(?i)audio|video|film|sound|\bton|3d|text|pdf|sketchfab|model")
_IIIF = re.compile(r"(?i)^(https?://\S+?)/info\.json$")


class Right(NamedTuple):
    """A right: the licence where it is known, its address and its words as given, who holds it, the credit lines."""

    licence: Licence | None
    address: str | None
    said: str
    holders: tuple[str, ...]
    credit_lines: tuple[Said, ...]

    @property
    def uri(self) -> str | None:
        """The licence's address; that which the record gives, if it is not known."""
        return self.licence.uri if self.licence else self.address


def right(words: Words, part: Part) -> Right:
    """One set of rights."""
    types = words.concepts(part, "rightsType")
    dates = [words.when(one).text for one in part.many("rightsDate")]
    holders = [words.body(one) for one in part.many("rightsHolder")]
    credits = words.texts(part, "creditLine")
    said = list(dict.fromkeys(one for concept in types for one in _printed(concept)))
    known = next(filter(None, map(licence, said)), None)
    names = [one for one in said if not is_address(one)] or said
    words_ = "; ".join(filter(None, (*(names[:1] if known else names), *dates)))
    address = next(filter(is_address, said), None)
    return Right(known, address, words_, tuple(one.name or next(iter(one.ids), "") for one in holders), tuple(credits))


def of_work(words: Words, wrap: Part) -> list[Said]:
    """The rights in the work itself, into the description; the credit lines are given back."""
    lines: list[Said] = []
    for one in wrap.many("rightsWorkSet"):
        found = right(words, one)
        keep(words, "work", found)
        lines += found.credit_lines
    return lines


def record(words: Words, wrap: Part) -> None:
    """The record: its identifier, page and rights, and who made it."""
    description = words.description
    words.texts(wrap, "recordID")
    words.concepts(wrap, "recordType")
    sources = [words.body(one) for one in wrap.many("recordSource")]
    rights = [right(words, one) for one in wrap.many("recordRights")]
    for info in wrap.many("recordInfoSet"):
        words.texts(info, "recordInfoID")
        words.texts(info, "recordMetadataDate")
        for link in info.many("recordInfoLink"):
            said = words.said(link)
            if description.url is None and is_address(said.text):
                description.url = said.text
            elif said.text and said.text != description.url:
                description.text("link", Said(said.text))
    names = [one.name for one in sources if one.name]
    for found in rights:
        keep(words, "metadata", found if found.holders else found._replace(holders=tuple(names[:1])))
    if not rights:
        description.metadata(names[0] if names else None)
    holders = {one.holder for one in description.parts["rights"] if one.covers == "metadata"}
    for name in names:
        if name not in holders:
            description.text("record source", Said(name))


def resources(words: Words, wrap: Part) -> None:
    """The pictures in the order that they say themselves; of what is no picture (a film, a model) the address."""
    ordered = [(number(one.text("@sortorder")) or 0, one) for one in wrap.many("resourceSet")]
    for _, one in sorted(ordered, key=lambda pair: pair[0]):
        _resource(words, one)


class _Copy(NamedTuple):
    """One representation of a resource."""

    url: str
    kind: str
    format: str
    width: int | None
    height: int | None


def _resource(words: Words, part: Part) -> None:
    copies = [copy for one in part.many("resourceRepresentation") for copy in _copies(words, one)]
    types = words.concepts(part, "resourceType")
    views = [*words.concepts(part, "resourcePerspective"), *words.concepts(part, "resourceRelType")]
    notes = words.texts(part, "resourceDescription")
    words.texts(part, "resourceID")
    for one in part.many("resourceDateTaken"):
        words.when(one)
    makers = [words.body(one) for one in part.many("resourceSource")]
    rights = [right(words, one) for one in part.many("rightsResource")]
    for found in rights:
        keep(words, "image", found)
    if not copies:
        return
    alt = "; ".join(dict.fromkeys(said.text for said in notes)) or ", ".join(one.label for one in views if one.label)
    if not _is_picture(types, copies):
        kind = next((one.label.casefold() for one in types if one.label), "resource")
        words.description.text(kind, Said(" ".join(filter(None, (alt, copies[0].url)))))
        return
    words.description.picture(**_picture(copies), alt=alt or None, **_rights(rights, makers))


def _picture(copies: list[_Copy]) -> dict[str, Any]:
    """The addresses of a picture: the largest representation, a small one, the IIIF service."""
    small = [one for one in copies if code(one.kind).casefold() in _THUMBNAIL]
    services = [found[1] for one in copies if (found := _IIIF.match(one.url))]
    large = [one for one in copies if one not in small and not _IIIF.match(one.url)] or small or copies
    best = max(large, key=lambda one: max(one.width or 0, one.height or 0))
    thumbnail = next((one.url for one in small if one is not best), None)
    return {"url": best.url, "thumbnail": thumbnail, "iiif": next(iter(services), None), "width": best.width,
            "height": best.height}  # fmt: skip


def _rights(rights: list[Right], makers: list[Body]) -> dict[str, Any]:
    lines = [said.text for one in rights for said in one.credit_lines]
    names = [*(name for one in rights for name in one.holders), *(one.name for one in makers)]
    credit = "; ".join(dict.fromkeys(lines or filter(None, names))) or None
    known = [one for one in rights if one.uri or one.licence]
    free = bool(rights) and all(one.licence is not None and one.licence.open for one in rights)
    return {"credit": credit, "licence": next((one.uri for one in known), None), "open": free}


def _copies(words: Words, part: Part) -> Iterable[_Copy]:
    kind = part.text("@type")
    sizes = [measurement(words, one) for one in part.many("resourceMeasurementsSet")]
    pixels = {one.kind: int(number(one.value) or 0) or None for one in sizes}
    for link in part.many("linkResource"):
        format_, said = link.text("@formatResource"), words.said(link)
        if said.text:
            yield _Copy(said.text, kind, format_, pixels.get("width"), pixels.get("height"))


def _is_picture(types: list[Concept], copies: list[_Copy]) -> bool:
    formats = [one.format for one in copies if one.format]
    said = " ".join(word for one in types for word in one.words)
    if _PICTURES.search(said) or any(one.casefold().startswith(("image", "jp", "tif", "png")) for one in formats):
        return True
    return not _OTHERS.search(said) and not formats


def keep(words: Words, covers: str, found: Right) -> None:
    """A right in something that the record describes, into the description."""
    if found.licence or found.said or any(found.holders):
        holder = "; ".join(dict.fromkeys(filter(None, found.holders))) or None
        statement = (found.licence.name if found.licence and is_address(found.said) else found.said) or None
        words.description.add("rights", Rights(covers=covers, licence=found.uri, statement=statement, holder=holder))


def _printed(concept: Concept) -> list[str]:
    """All that names a licence: its addresses before its words."""
    return [*(one for one in concept.ids if is_address(one)), *(said.text for said in concept.labels)]
