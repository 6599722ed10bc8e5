"""Where a work is by Wikidata: collections with their inventory numbers, owners, places, and where it was before."""

from __future__ import annotations

from culturedata.data.records import Date, Holding, Text
from culturedata.importing.standards import wikibase
from culturedata.importing.standards.wikibase import Claims, Statement, Time
from culturedata.importing.standards.wikidata.names import Names


def holdings(claims: Claims, names: Names) -> tuple[tuple[Holding, ...], tuple[Date, ...], tuple[Text, ...], list[str]]:
    """Who keeps and owns the work, when it came there, where it was before, and all inventory numbers.

    A number belongs to the collection in its qualifier; without one, to the only collection there is.
    """
    collections, places, owners = (claims.take(one) for one in ("P195", "P276", "P127"))
    numbers = [(one.main.text, one.first("P195")) for one in claims.take("P217") if one.main.text]
    now = [one for one in collections if not _ended(one)]
    kept: list[Holding] = []
    met: set[str] = set()
    for one in now:
        item = one.main.text
        if item and item not in met:
            met.add(item)
            mine = [number for number, of in numbers if (of.text if of else None) == item]
            if not mine and len(now) == 1:
                mine = [number for number, of in numbers if of is None]
            kept.append(Holding(kind="keeper", name=names.label(item), inventory=mine[0] if mine else None))
    for kind, statements in (("keeper", places), ("owner", owners)):
        for one in statements:
            item = one.main.text
            if item and not _ended(one) and (kind == "owner" or item not in met):
                kept.append(Holding(kind=kind, name=names.label(item)))
    former = [(kind, one) for kind, found in (("collection", collections), ("place", places), ("owner", owners))
              for one in found if _ended(one)]  # fmt: skip
    came = [date for one in now if (date := _came(one)) is not None]
    return (
        tuple(dict.fromkeys(kept)),
        tuple(dict.fromkeys(came)),
        tuple(_before(former, names)),
        [n for n, _ in numbers],
    )


def _ended(one: Statement) -> bool:
    return wikibase.END in one.qualifiers


def _came(one: Statement) -> Date | None:
    """When the work came into a collection."""
    began = one.first(wikibase.START)
    if began is None or not isinstance(began.value, Time):
        return None
    time = began.value
    return Date(
        text=time.text, kind="acquired", earliest=time.earliest, latest=time.latest, precision=time.precision
    )  # fmt: skip


def _before(former: list[tuple[str, Statement]], names: Names) -> list[Text]:
    """Collections, places and owners that a work left, with the years that are said."""
    found = []
    for kind, one in former:
        if one.main.text:
            years = [said.value.text if said and isinstance(said.value, Time) else ""
                     for said in (one.first(wikibase.START), one.first(wikibase.END))]  # fmt: skip
            when = f" ({years[0]}–{years[1]})" if any(years) else ""
            found.append(Text(kind=f"former {kind}", text=f"{names.label(one.main.text)}{when}", lang="en"))
    return found
