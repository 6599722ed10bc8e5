"""What a constituent of the National Gallery of Art is: an artist, a donor, an owner; one, two or a body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from culturedata.data.records import Agent, Entity, Identifier, Term, Title, WorkTerm
from culturedata.importing.source import Context, Issue
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.life_years import in_order, life_years
from culturedata.importing.values.text import plain, slug

_KINDS = {
    "individual": "person", "corporate": "group", "couple": "group", "purchase_fund": "group", "anonymous": "unknown",
}  # fmt: skip
_SCHEMES = {"wikidata id": "wikidata", "ulan id": "ulan"}
_ITALICS = re.compile(r"(?<!\w)_(\S(?:[^_]*\S)?)_(?!\w)")

_AT_WORK = re.compile(r"\b(?:active|fl\.|flourished)", re.IGNORECASE)

Left = list[Mapping[str, Any]]


def agent(context: Context, record: str, whole: dict[str, Any], left: Left) -> list[Entity]:
    """The constituent of a record of its own, after its terms; what is not used of its parts goes to `left`."""
    return _agent(context, record, whole.pop("constituent"), whole, left, 1)


def mentioned(context: Context, record: str, row: dict[str, Any], left: Left) -> list[Entity]:
    """The constituent as an object names it."""
    return _agent(context, record, row, {}, left, 0)


def _agent(
    context: Context, record: str, row: dict[str, Any], whole: dict[str, Any], left: Left, authority: int
) -> list[Entity]:
    number, said = row.pop("constituentid"), row.pop("constituenttype", "")
    forward, sort_name = clean(row.pop("forwarddisplayname", "")), clean(row.pop("preferreddisplayname", ""))
    name = forward or sort_name or f"[constituent {number}]"
    born, died, life = _life(context, record, row, couple=said == "couple")
    if said not in _KINDS:
        message = f"unknown type of constituent {said!r}: its kind is unknown"
        context.report(Issue("unknown-type", message, record, "constituenttype", said))
    nation = clean(row.pop("nationality", ""))
    terms: list[Term] = []
    if nation:
        terms.append(Term(id=f"nga:term:culture-{slug(nation)}", facet="culture", label=nation, label_en=nation))
    names = _names(whole.pop("names", ()), {name, sort_name}, left)
    found = Agent(
        id=f"nga:agent:{number}",
        name=name,
        kind=_KINDS.get(said, "unknown"),
        sort_name=sort_name or None,
        born=born,
        died=died,
        life_text=life,
        names=names,
        identifiers=numbers(
            context, record, whole.pop("identifiers", ()), left, nga=number,
            ulan=row.pop("ulanid", ""), wikidata=row.pop("wikidataid", ""),
        ),
        terms=tuple(WorkTerm(facet=term.facet, term=term.id) for term in terms),
        authority=authority,
    )  # fmt: skip
    left.append(row)
    return [*terms, found]


def _names(rows: Any, known: set[str], left: Left) -> tuple[Title, ...]:
    """The other names, in both orders."""
    names: dict[str, None] = {}
    for row in rows:
        for field in ("forwarddisplayname", "displayname"):
            name = clean(row.pop(field, ""))
            if name and name not in known:
                names[name] = None
        row.pop("constituentid", None)
        left.append(row)
    return tuple(Title(text=name, kind="alternative") for name in names)


def _life(
    context: Context, record: str, row: dict[str, Any], *, couple: bool
) -> tuple[int | None, int | None, str | None]:
    """The years of a life, and what is printed of it. Those of a couple are one's («he: 1914 - 2004»): text only.

    Where a life is printed, a year that it does not name is one by which the museum searches («born 1901» has 2001, a
    hundred years later, as its end), and years of work are none of life: both stay in the raw record.
    """
    text = clean(row.pop("displaydate", ""))
    born, died = (year(context, record, row, field) for field in ("beginyear", "endyear"))
    if couple:
        return None, None, text or "–".join(str(one) for one in (born, died) if one is not None) or None
    if text:
        read = life_years(text)
        named = () if _AT_WORK.search(text) else tuple(map(int, re.findall(r"\d+", text)))
        born, died = (one if one is not None and (one in read or abs(one) in named) else None for one in (born, died))
    return *in_order(born, died, context, record, raw=f"{born}–{died}"), text or None


def numbers(context: Context, record: str, rows: Any, left: Left, **said: str) -> tuple[Identifier, ...]:
    """The identifiers of the row itself, then those of the table of identifiers under the names that it gives them."""
    schemes: dict[str, list[str]] = {scheme: [value] for scheme, value in said.items()}
    for row in rows:
        label = row.pop("idschemelabel", None) or row.pop("altnumtype", None) or "number"
        scheme = _SCHEMES.get(label.casefold(), label.casefold())
        schemes.setdefault(scheme, []).append(row.pop("identifier", None) or row.pop("altnum", ""))
        row.pop("objectid", None)
        left.append(row)
    return identifiers(context, record, **schemes)


def year(context: Context, record: str, row: dict[str, Any], field: str) -> int | None:
    """The year in a field; None where it is empty. What is no year, as 0, is reported."""
    text = row.pop(field, "").strip()
    if not text:
        return None
    found = re.fullmatch(r"(-?\d{1,7})(?:\.0*)?", text, re.ASCII)
    if found is None or int(found[1]) == 0:
        context.report(Issue("not-a-year", f"{text!r} is no year", record, field, text))
        return None
    return int(found[1])


def clean(text: str) -> str:
    """A text without HTML and without the underscores around what is printed in italics (_title_)."""
    return _ITALICS.sub(r"\1", plain(text))
