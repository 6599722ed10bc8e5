"""Pictures in Linked Art: what an object shows, and the digital files that show the same.

Object → `shows` or `representation` → VisualItem → `digitally_shown_by` → DigitalObject → `access_point`. Where a
museum keeps these in documents of their own, the source puts them together first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from culturedata.data.licences import Licence, licence
from culturedata.data.records import Rights
from culturedata.importing.standards import measures
from culturedata.importing.standards.description import Said, is_address, is_picture
from culturedata.importing.standards.linked_art.words import Ref, Words, preferred
from culturedata.importing.standards.opened import Part
from culturedata.importing.values.text import number

_IMAGE_API = re.compile(r"(https?://\S+?)/(?:full|square|pct:[\d.,]+|\d+(?:,\d+){3})/[^/\s]+/!?[\d.]+/\w+\.\w+$")
_INFO = re.compile(r"(https?://\S+?)/info\.json$")


def visual(words: Words, part: Part) -> None:
    """What an object shows: its pictures, and what they depict as subjects."""
    description = words.description
    rights(words, part, "work")
    for one in part.many("digitally_shown_by"):
        _digital(words, one)
    for name in ("represents", "represents_instance_of_type", "about"):
        for ref in words.refs(part, name):
            words.term("subject", ref)
    for ref in words.refs(part, "classified_as"):
        if ref.labels:
            words.term("genre", ref)
    for statement in words.statements(part):
        description.text("description", statement.said)
    for statement in words.statements(part, "subject_of"):
        description.text("documented in", statement.said)
    for name in ("member_of", "part_of"):
        words.refs(part, name)
    words.ref(part)


def rights(words: Words, part: Part, covers: str) -> list[Licence | None]:
    """The rights in `subject_to`, into the description; what is known of each."""
    found: list[Licence | None] = []
    for one in part.many("subject_to"):
        holders = [ref.label for ref in words.refs(one, "possessed_by") if ref.label]
        statements = [statement.said.text for statement in words.statements(one)]
        classes, label = words.refs(one, "classified_as"), words.ref(one)
        uris = [ref.id for ref in classes if ref.id] + [address for ref in classes for address in ref.equivalent]
        said = [
            *uris,
            *(ref.label for ref in classes if ref.label),
            *([label.label] if label.label else []),
            *statements,
        ]
        known = next(filter(None, map(licence, said)), None)
        names = [text for text in said if not is_address(text)]
        uri = known.uri if known else next(filter(is_address, uris), None)
        if said or holders:
            statement = "; ".join(names) or (known.name if known else None)
            holder = "; ".join(holders) or None
            words.description.add("rights", Rights(covers=covers, licence=uri, statement=statement, holder=holder))
            found.append(known)
    return found


def _digital(words: Words, part: Part) -> None:
    """One digital file: a picture if it has an address that can be one."""
    description = words.description
    found = rights(words, part, "image")
    points = [one.text("id") for one in _points(words, part)]
    format_, size = part.text("format"), dict(_sizes(words, part))
    services = [url for one in part.many("digitally_available_via") for url in _service(words, one)]
    statements = words.statements(part)
    words.refs(part, "conforms_to"), words.refs(part, "digitally_shows"), words.refs(part, "digitally_carries")
    words.refs(part, "part_of"), words.refs(part, "member_of")
    ref = words.ref(part)
    addresses = [one for one in points if is_address(one)]
    url = next(iter(addresses), ref.id if _may_be_picture(ref.id, format_) else "")
    if not url:
        return
    credit = next((one.said.text for one in statements), None)
    known = [one for one in found if one]
    picture = _IMAGE_API.match(url) or _INFO.match(url)
    iiif = next(iter(services), picture[1] if picture else None)
    free = bool(found) and all(one is not None and one.open for one in found)
    address = f"{iiif}/full/max/0/default.jpg" if iiif and _INFO.match(url) else url
    if format_ and not format_.startswith(("image/", "application/ld+json", "application/json")):
        description.text("link", Said(url))
        return
    description.picture(
        address, thumbnail=_thumbnail(iiif, picture is not None), iiif=iiif, width=size.get("width"), credit=credit,
        height=size.get("height"), alt=preferred(ref.labels).text or None,
        licence=known[0].uri if known else None, open=free,
    )  # fmt: skip
    for other in addresses[1:]:
        description.text("link", Said(other))


def _thumbnail(iiif: str | None, image_api: bool) -> str | None:
    return f"{iiif}/full/400,/0/default.jpg" if iiif and image_api else None


def _may_be_picture(address: str, format_: str) -> bool:
    return is_address(address) and (is_picture(address) or format_.startswith("image/"))


def _points(words: Words, part: Part) -> Iterable[Part]:
    for one in part.many("access_point"):
        words.types(one), one.text("_label"), one.text("format")
        yield one


def _sizes(words: Words, part: Part) -> Iterable[tuple[str, int]]:
    for one in part.many("dimension"):
        ref, value, _, _, _ = words.dimension(one)
        kind, size = measures.size(word for each in ref.classes for word in each.words), number(str(value))
        if kind and size:
            yield kind, int(size)


def _service(words: Words, part: Part) -> Iterable[str]:
    """The addresses of an image service that a file comes from."""
    points = [one.text("id") for one in _points(words, part)]
    kinds: list[Ref] = words.refs(part, "conforms_to") + words.refs(part, "classified_as")
    part.text("format")
    ref = words.ref(part)
    said = " ".join((*(kind.id for kind in kinds), *(kind.label for kind in kinds), *ref.types)).casefold()
    if "image" in said and "presentation" not in said:
        yield from (re.sub(r"/info\.json$", "", point).rstrip("/") for point in points if is_address(point))
    else:
        for point in points:
            words.description.text("manifest", Said(point))
