"""An object of the Victoria and Albert Museum as a work: its words, makers, dates, sizes and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from culturedata.data.records import (
    Date,
    Dimension,
    Entity,
    Holding,
    Image,
    Relation,
    Rights,
    Text,
    Title,
    Work,
    WorkTerm,
)
from culturedata.importing.source import Context
from culturedata.importing.values import dates
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.text import number, plain, text_in, text_of, texts_of
from culturedata.sources.vam.makers import makers
from culturedata.sources.vam.words import Audit, Row, beside, both, dated, listed, said, terms, text, texts

MUSEUM = "Victoria and Albert Museum"
TERMS = "V&A terms of use: non-commercial use of the data"
METADATA = Rights(covers="metadata", statement=TERMS, holder=MUSEUM)
PICTURES = Rights(
    covers="image", statement="© Victoria and Albert Museum, London: see its terms, section 9", holder=MUSEUM
)
SERVER = "https://framemark.vam.ac.uk/collections/"
LENT = "LOAN:"  # what the numbers of objects begin with that others lent to the museum
_YEAR = re.compile(r"(-?\d{1,6})-\d\d-\d\d.*")
_GROUPS = ("series", "set", "suite")


def work(row: Row, meta: Row, context: Context, audit: Audit, name: str) -> Iterator[Entity]:
    """The terms and makers that an object names, then the work; what is not known stays in `row` and `meta`."""
    at, inventory = name.removeprefix("vam:"), text(row, "accessionNumber") or None
    text(row, "systemNumber")  # by which the record is known
    agents, credits, unknown = makers(row, context, audit, name)
    kind = text(row, "objectType")
    found = terms(row, kind, audit)
    acquired = text(row, "accessionYear")
    images, warned = _images(row, meta, audit)
    made, about_dates = _dates(row, audit)
    manifest = [text_of(one, "_iiif_presentation_url") for one in _shown(row)] + _elsewhere(meta, audit)
    others = [(text(one, "number"), said(one, "type", audit)) for one in listed(row, "otherNumbers", audit)]
    parts = texts_of(row, "partNumbers")
    yield from agents
    yield from found
    yield Work(
        id=name,
        domain="museum",
        titles=tuple(_titles(row, kind, audit)),
        url=f"https://collections.vam.ac.uk/item/{at}/",
        credits=credits,
        dates=(*made, *([dates.read(acquired, "acquired")] if acquired else [])),
        terms=tuple(WorkTerm(facet=term.facet, term=term.id) for term in found),
        texts=(*texts(row, audit), *about_dates, *_location(row, audit), *unknown, *warned),
        images=images,
        rights=(METADATA, PICTURES) if images else (METADATA,),
        identifiers=(
            *identifiers(context, name, accession=[inventory, *parts], vam=at, **{"iiif-manifest": manifest}),
            *(one for value, scheme in others if value
              for one in identifiers(context, name, **{scheme or "other number": value})),
        ),
        dimensions=tuple(_dimensions(row, audit)),
        holdings=(_holding(row, inventory),),
        relations=tuple(_relations(row, audit)),
    )  # fmt: skip
    for one in _shown(row):
        audit(one)
    row.pop("_images", None)


def _titles(row: Row, kind: str, audit: Audit) -> Iterator[Title]:
    """The titles; where there is none, the kind of object, which is what the museum writes in place of one."""
    shown = text(row, "_primaryTitle")
    found: list[Title] = []
    for one in chain(listed(row, "titles", audit), listed(row, "title", audit)):
        title, of_it = text(one, "title"), text(one, "type").lower()
        if title:
            group = any(word in of_it.split() for word in _GROUPS)
            found.append(Title(text=title, kind="group" if group else "alternative" if found else "original"))
    if shown and all(one.text != shown for one in found):
        found.insert(0, Title(text=shown))
    if not any(one.kind == "original" for one in found):
        found.insert(0, Title(text=kind or "[no title]", kind="alternative"))
    yield from dict.fromkeys(found)


def _dates(row: Row, audit: Audit) -> tuple[list[Date], list[Text]]:
    """When it was made, and what is said beside a date if it is more than «made»."""
    shown = text(row, "_primaryDate")
    found: list[Date] = []
    notes: list[Text] = []
    for one in listed(row, "productionDates", audit):
        date = one.pop("date", None) or {}
        first, last = _year(text(date, "earliest")), _year(text(date, "latest"))
        bounds = "–".join(str(year) for year in dict.fromkeys((first, last)) if year is not None)
        printed = text(date, "text") or bounds
        audit(date)
        published = "publish" in text_in(one.get("association") or {}, "text").lower()
        if printed:
            found.append(dates.bounded(printed, first, last, "published" if published else "created"))
        notes.extend(beside("date", printed, one, audit))
    if shown and not found:
        found.append(dates.read(shown))
    return list(dict.fromkeys(found)), notes


def _year(day: str) -> int | None:
    """The year of a day («1595-01-01»); a year 0 says nothing."""
    found = _YEAR.fullmatch(day)
    return int(found[1]) or None if found else None


def _dimensions(row: Row, audit: Audit) -> Iterator[Dimension]:
    for one in listed(row, "dimensions", audit):
        kind, size, unit = text(one, "dimension").lower() or "size", text(one, "value"), text(one, "unit") or None
        part = text(one, "part") or None
        more = [text(one, "qualifier"), text(one, "note"), dated(one.pop("date", None), audit)]
        printed = " ".join([size, *(f"({word})" for word in more if word)])
        if size:
            yield Dimension(kind=kind, part=part, value=number(size), unit=unit, text=printed)


def _shown(row: Row) -> list[Row]:
    """What a search says about pictures, if it says anything."""
    shown = row.get("_images")
    return [shown] if isinstance(shown, dict) else []


def _images(row: Row, meta: Row, audit: Audit) -> tuple[tuple[Image, ...], list[Text]]:
    """The pictures, none of them open, and a text for each that the museum marks as sensitive: it has no small one."""
    about = meta.get("images")
    about = about if isinstance(about, dict) else {}
    known = {text(one, "assetRef"): one for one in listed(about, "_images_meta", audit=lambda _: None)}
    audit(known.get("", {}))
    shown = _shown(row)
    small = [text_of(one, "_primary_thumbnail") for one in (*shown, about)]
    base = next((text_of(one, "_iiif_image_base_url") for one in shown), "")
    first = text(row, "_primaryImageId")
    names = dict.fromkeys(filter(None, (first, *texts_of(row, "images"), *known)))
    images: list[Image] = []
    warned: list[Text] = []
    for place, asset in enumerate(names):
        server = base[: -len(f"{asset}/")] if place == 0 and base and base.endswith(f"{asset}/") else SERVER
        more = known.get(asset, {})
        sensitive = bool(more.pop("sensitiveImage", False))
        thumbnail = (small[0] if place == 0 and small else None) or f"{server}{asset}/full/!100,100/0/default.jpg"
        if sensitive:
            warned.append(Text(kind="content warning", text=f"picture {asset}: marked as sensitive", lang="en"))
        images.append(
            Image(url=f"{server}{asset}/full/full/0/default.jpg", thumbnail=None if sensitive else thumbnail,
                  iiif=f"{server}{asset}", credit=text(more, "copyright") or f"© {MUSEUM}, London")
        )  # fmt: skip
        audit(more)
    audit(about)
    meta.pop("images", None)
    return tuple(images), warned


def _elsewhere(meta: Row, audit: Audit) -> list[str]:
    """The address of the manifest, where an object asked for by itself has it."""
    see = meta.pop("see_also", None)
    if not isinstance(see, dict):
        return []
    found = text(see, "_iiif_pres")
    audit(see)
    return [found] if found else []


def _holding(row: Row, inventory: str | None) -> Holding:
    """The museum: as the keeper of what others lent to it, as the owner of all else."""
    lent = inventory is not None and inventory.startswith(LENT)
    return Holding(
        kind="keeper" if lent else "owner", name=MUSEUM, city="London", city_fr="Londres", country="GB",
        inventory=inventory, credit_line=text(row, "creditLine") or None,
    )  # fmt: skip


def _location(row: Row, audit: Audit) -> Iterator[Text]:
    """Where the object is: the room with its case in the full record, the room in words in the brief one."""
    found = []
    for one in both(row, "galleryLocation", audit):
        case = text(one, "case")
        found.append([said(one, "current", audit), plain(text(one, "free")), f"case {case}" if case else ""])
    now = row.pop("_currentLocation", None) or {}
    shown, site, kind = now.pop("onDisplay", None), text(now, "site"), text(now, "type")
    state = kind if shown is None else "on display" if shown else "not on display"
    found.append([text(now, "displayName"), f"site {site}" if site else "", state])
    now.pop("id", None)
    audit(now)
    for words in found:
        if any(words):
            yield Text(kind="location", text="; ".join(filter(None, words)), lang="en")


def _relations(row: Row, audit: Audit) -> Iterator[Relation]:
    """Objects that belong to this one, by number where it is one of the museum's."""
    for one in listed(row, "associatedObjects", audit):
        other = one.pop("object", None)
        other = other if isinstance(other, dict) else one
        at, title = text(other, "id"), plain(text(other, "text"))
        how = said(one, "association", audit)
        if other is not one:
            audit(other)
        target = f"vam:{at}" if re.fullmatch(r"O\d+", at) else None
        if at or title:
            yield Relation(kind=how or "associated with", target=target, text=title or at)
