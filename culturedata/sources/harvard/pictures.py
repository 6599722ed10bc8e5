"""The pictures of an object of the Harvard Art Museums, as far as they may be shown, and the rights in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from culturedata.data.licences import licence
from culturedata.data.records import Image, Relation, Rights
from culturedata.importing.source import Context, Issue
from culturedata.importing.values.text import text_of
from culturedata.sources.harvard.people import Audit, Row, objects, text

MUSEUM = "Harvard Art Museums"
METADATA = Rights(
    covers="metadata", statement="non-commercial use only (API terms of use)",
    statement_fr="usage non commercial seulement (conditions de l’API)", holder=MUSEUM,
)  # fmt: skip
# What may be done with pictures, by `imagepermissionlevel`, in English and in French.
PERMISSIONS = {
    0: ("images may be shown in any size, for non-commercial use",
        "les images peuvent être montrées en toute taille, pour un usage non commercial"),
    1: ("images may be shown up to 256 pixels, for non-commercial use",
        "les images peuvent être montrées jusqu’à 256 pixels, pour un usage non commercial"),
    2: ("images may not be shown", "les images ne peuvent pas être montrées"),
}  # fmt: skip
SMALL = "width=256&height=256"


class Pictures(NamedTuple):
    """The pictures; when and how they were taken, which says nothing of the object; the rights in data and pictures."""

    images: tuple[Image, ...]
    relations: tuple[Relation, ...]
    rights: tuple[Rights, ...]


def pictures(row: Row, context: Context, audit: Audit, name: str) -> Pictures:
    """The pictures in their order, none of them open; small ones only where that is asked for, none where none may
    be shown."""
    permission = _permission(row, context, name)
    first, urls, images = text_of(row, "primaryimageurl"), [], []
    taken: list[Relation] = []
    for one in objects(row, "images", audit):
        url = text_of(one, "baseimageurl")
        image = _picture(one, url, permission)
        taken += _taken(one)
        if url and permission != 2:
            urls.append(url)
            images.append(image)
    if first and first not in urls and permission != 2:
        images.append(_image(first, None, [None, None], None, MUSEUM, permission))
    return Pictures(tuple(images), tuple(taken), tuple(_rights(permission)))


def _permission(row: Row, context: Context, name: str) -> int | None:
    """What may be done with the pictures: a key of PERMISSIONS; None where that is not said or not known."""
    said: int | None = row.pop("imagepermissionlevel", None)
    if said is not None and said not in PERMISSIONS:
        message = f"the image permission {said!r} is not known: pictures are left out"
        context.report(Issue("unknown-permission", message, record=name, field="imagepermissionlevel", raw=str(said)))
        return 2
    return said


def _picture(one: Row, url: str, permission: int | None) -> Image:
    """A picture, with who is to be named for it."""
    iiif, size = text_of(one, "iiifbaseuri") or None, [one.pop(side, None) or None for side in ("width", "height")]
    alt = "; ".join(filter(None, (text(one, said) for said in ("alttext", "publiccaption", "description"))))
    return _image(url, iiif, size, alt or None, text(one, "copyright") or MUSEUM, permission)


def _taken(one: Row) -> Iterator[Relation]:
    """The day and the film («Super XX») of a photograph, under its number."""
    number, *said = (text(one, field) for field in ("renditionnumber", "date", "technique"))
    taken = ", ".join(filter(None, said))
    if taken:
        yield Relation(kind="picture file", text=": ".join(filter(None, (number, taken))))


def _image(
    url: str, iiif: str | None, size: list[int | None], alt: str | None, credit: str, permission: int | None
) -> Image:
    small = f"{url}{'&' if '?' in url else '?'}{SMALL}"
    free = permission == 0
    return Image(
        url=url if free else small, thumbnail=small, iiif=iiif if free else None, width=size[0] if free else None,
        height=size[1] if free else None, alt=alt, credit=credit,
    )  # fmt: skip


def _rights(permission: int | None) -> Iterator[Rights]:
    yield METADATA
    if permission is not None:
        said, said_fr = PERMISSIONS[permission]
        yield Rights(covers="image", statement=said, statement_fr=said_fr, holder=MUSEUM)


def of_work(row: Row) -> Iterator[Rights]:
    """The rights in the work itself, as its notice says."""
    notice = text(row, "copyright")
    if notice:
        found = licence(notice)
        yield Rights(covers="work", licence=found.uri if found else None, statement=notice)
