"""A work as a reference in RIS, which Zotero, EndNote and their like read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from culturedata.exporting.credit import Credit
from culturedata.exporting.documents.addresses import of_work, web
from culturedata.vocabularies import SECONDARY

TYPE = "application/x-research-info-systems"
_TYPES = {"museum": "ART", "music": "MUSIC", "film": "MPCT"}
_MAKERS = 20  # whom a reference names


def work(said: dict[str, Any], base: str, source: Credit, day: date) -> str:
    """One reference, a line for each thing known: maker, title, year, keeper, source, licence, address, day of access.

    Each value is one line, whatever breaks of lines it has, so that no title can pass for another field.
    """
    return "".join(f"{tag}  - {' '.join(str(value).split())}\r\n" for tag, value in _fields(said, base, source, day))


def _fields(said: dict[str, Any], base: str, source: Credit, day: date) -> Iterator[tuple[str, object]]:
    yield "TY", _TYPES[said["domain"]]
    for credit in [one for one in said["credits"] if one["role"] not in SECONDARY][:_MAKERS]:
        attribution = credit.get("attribution")
        yield ("AU", credit["name"]) if not attribution else ("N1", f"{attribution}: {credit['name']}")
    yield "TI", said["title"]
    if said["year"] is not None and said["year"] > 0:
        yield "PY", f"{said['year']:04}"
    for holding in said["holdings"][:1]:
        for tag, name in (("PB", "holder"), ("CY", "city"), ("AN", "inventory")):
            if holding[name]:
                yield tag, holding[name]
    yield "DB", source.title
    yield "N1", f"Data: {source.attribution}, {source.licence} {source.licence_url}"
    yield "UR", web(said["url"]) or of_work(base, said["work_id"])
    yield "Y2", f"{day:%Y/%m/%d}"
    yield "ER", ""
