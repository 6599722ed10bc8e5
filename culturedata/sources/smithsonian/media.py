"""Pictures, models and recordings in records of the Smithsonian, each with its own rights."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from culturedata.data.licences import Licence, licence
from culturedata.data.records import Image, Relation, Rights
from culturedata.importing.values.text import plain, slug, text_of
from culturedata.sources.smithsonian.entries import Left, Row, listed

_PIXELS = re.compile(r"\((\d+)\s*x\s*(\d+)\)")


class Media(NamedTuple):
    """The pictures; the other media, and the files of each picture; the rights in the pictures."""

    images: list[Image]
    relations: list[Relation]
    rights: list[Rights]


def media(online: Row, keeper: str | None, left: Left) -> Media:
    """Pictures, each with its own rights; models, recordings and other media as relations that name them, as do
    the files of a picture in its several sizes and its lasting address."""
    found = Media([], [], [])
    for one in listed(online.pop("media", None)):
        known, statement = _usage(one, left)
        uri = known.uri if known else None
        kind, url = text_of(one, "type") or "Images", text_of(one, "content")
        caption = plain(text_of(one, "caption")) or None
        width, height, resources = _resources(one.pop("resources", None) or (), left)
        alt = plain(text_of(one, "altTextAccessibility")) or caption
        thumbnail, lasting = text_of(one, "thumbnail") or None, text_of(one, "guid")
        target = f"smithsonian:media:{text_of(one, 'idsId') or slug(url)}"
        if kind == "Images" and url:
            found.images.append(
                Image(
                    url=url, thumbnail=thumbnail, width=width, height=height, alt=alt, credit=keeper,
                    licence=uri, open=known is not None and known.open,
                )
            )  # fmt: skip
        told = (*resources, lasting) if kind == "Images" else (caption, url, *resources, lasting, statement)
        text = "\n".join(filter(None, told))
        if text:
            named = "picture file" if kind == "Images" else kind
            found.relations.append(Relation(kind=named, target=target, text=text))
        if statement and kind == "Images":
            found.rights.append(Rights(covers="image", licence=uri, statement=statement))
        left.append(one)
    left.append(online)
    return found


def _usage(one: Row, left: Left) -> tuple[Licence | None, str]:
    """The licence of a medium, None if it is not known, and all that is said about its use."""
    usage = one.pop("usage", None) or {}
    access, terms, codes = text_of(usage, "access"), plain(text_of(usage, "text")), text_of(usage, "codes")
    left.append(usage)
    statement = "; ".join(filter(None, (access, terms, codes)))
    return licence(access) if access else None, statement


def _resources(rows: Any, left: Left) -> tuple[int | None, int | None, list[str]]:
    """The size of the largest JPEG in pixels, and each rendition with its size and its address."""
    width = height = None
    told = []
    for row in rows:
        label, url = text_of(row, "label"), text_of(row, "url")
        own = row.pop("width", None), row.pop("height", None)
        printed = text_of(row, "dimensions"), f"{own[0]}x{own[1]}" if any(own) else None
        found = _PIXELS.search(label)
        if found and "jpeg" in label.casefold():
            width, height = int(found[1]), int(found[2])
        elif width is None and "jpeg" in label.casefold() and all(isinstance(size, int) for size in own):
            width, height = own
        sizes = [size for size in dict.fromkeys(filter(None, printed)) if size not in label]
        named = f"{label} ({', '.join(sizes)})" if sizes else label
        told.append(": ".join(filter(None, (named.strip(), url))))
        left.append(row)
    return width, height, told
