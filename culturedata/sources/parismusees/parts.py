"""The small parts of Paris Musées' records: texts, years and dates, people, and the works in a file of answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from culturedata.data.licences import CC0
from culturedata.data.records import Agent, Image, Rights, Title
from culturedata.importing.inputs import files, json_objects
from culturedata.importing.source import Context, Issue
from culturedata.importing.values.life_years import in_order
from culturedata.importing.values.text import plain, slug

Row = dict[str, Any]
_BOM = b"\xef\xbb\xbf"
_YEAR = re.compile(r"-?\d{1,4}")


def agent(number: str | None, name: str, life: dict[str, Any], context: Context, key: str) -> Agent:
    """A person or group of the record `key`, known by its number on the portal, else by its letters; `life` is what
    `Reading.life` says."""
    name = " ".join(name.split())
    born, died = in_order(year(life.get("born")), year(life.get("died")), context, key, raw=name)
    printed = [text for text in (life.get("born_text"), life.get("died_text")) if text]
    return Agent(
        id=f"parismusees:agent:{number or slug(name)}", name=name, sort_name=name if "," in name else None, born=born,
        died=died, life_text=" – ".join(printed) or None, born_place=life.get("born_place"),
        died_place=life.get("died_place"),
        names=(Title(text=life["other"], kind="alternative"),) if life.get("other") else (),
    )  # fmt: skip


def said(row: Row, field: str) -> str | None:
    """A field as text, taken out of the row; None where it says nothing. Of a list the texts of its members."""
    value = row.pop(field, None)
    if isinstance(value, list):
        return "; ".join(str(one) for one in value if one not in (None, "")) or None
    return None if value is None else " ".join(str(value).split()) or None


def year(value: Any) -> int | None:
    """A year; there is no year 0, which stands for a date that is not known."""
    return int(value) or None if _YEAR.fullmatch(str(value)) else None


def printed(date: Row, first: Any, last: Any = None) -> str | None:
    """A date in words: the printed ones if there are, else what its parts say; None if there is no year."""
    before, behind = date.pop("startPrecision", None), date.pop("endPrecision", None)
    first, last, whole = _day(date, "start", first), _day(date, "end", last), date.pop("processed", None)
    if whole:
        return plain(str(whole)) or None
    if first and last and not (before or behind):
        return f"{first}-{last}" if isinstance(first, int) and isinstance(last, int) else f"{first} – {last}"
    return " ".join(str(part) for part in (before, first, behind, last) if part) if first or last else None


def _day(date: Row, end: str, year: Any) -> Any:
    """The year with the month and the day that are said of it, «1905-03-05»; else the year."""
    parts = [date.pop(f"{end}{part}", None) for part in ("Month", "Day")]
    known = [f"{int(part):02}" for part in parts if str(part).isdecimal() and int(part)]
    return "-".join((str(year), *known)) if year and known and parts[0] else year


def titles(row: Row) -> tuple[Title, ...]:
    """The title, then those with which the museums present the work."""
    title = said(row, "title")
    found = [Title(text=title, lang="fr") if title else Title(text="[sans titre]", lang="fr", kind="alternative")]
    others = (said(row, field) for field in ("fieldTitreDeMediation", "fieldSousTitreDeMediation"))
    found += [Title(text=other, lang="fr", kind="alternative") for other in others if other and other != title]
    return tuple(found)


def rights(images: tuple[Image, ...]) -> Iterator[Rights]:
    """The rights in the pictures, once each; of the metadata the museums say nothing."""
    for uri, credit in dict.fromkeys((image.licence, image.credit) for image in images):
        if uri or credit:
            yield Rights(covers="image", licence=uri, statement="CC0 1.0" if uri == CC0 else credit, holder=credit)


def works(path: Path, context: Context) -> Iterator[tuple[bytes, str]]:
    """The works of a file with where they stand: one answer or work a line, a list, or a document of many lines."""
    with files.open_file(path) as stream:
        try:
            start = stream.readline(files.LONGEST_LINE)
            whole = b"" if _is_json(start) or start.lstrip().startswith(b"[") else start + stream.read()
        except (*files.BROKEN_OFF, OSError) as error:
            raise files.broken_off(path.name, "its beginning", error) from error
    if _is_json(whole):
        yield from ((work, path.name) for work in _inside(whole.removeprefix(_BOM)))
        return
    for line in json_objects.lines(path, context):
        try:
            found = list(_inside(line.body))
        except ValueError as error:
            raw = line.body.decode("utf-8", "replace")[:2000]
            message = f"the line is no JSON object: {error}"
            context.report(Issue("not-json", message, raw=raw, located=line.located))
        else:
            yield from ((work, line.located) for work in found)


def _is_json(body: bytes) -> bool:
    try:
        msgspec.json.decode(body.removeprefix(_BOM))
    except ValueError:
        return False
    return True


def _inside(body: bytes) -> Iterator[bytes]:
    """The works in an answer of nodeQuery or nodeById, in a list, or the work that the object is. Raises ValueError."""
    value = msgspec.json.decode(body, type=dict[str, msgspec.Raw] | list[msgspec.Raw])
    if isinstance(value, list):
        for one in value:
            if bytes(one) != b"null":
                yield from _inside(bytes(one))
        return
    inner = next((value[name] for name in ("data", "nodeQuery", "nodeById", "entities") if name in value), None)
    if inner is None:
        yield body
    elif bytes(inner) != b"null":
        yield from _inside(bytes(inner))
