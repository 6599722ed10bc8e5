"""What MoMA says of makers: its table Artists, and the parallel values that it prints beside each work."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from culturedata.data.records import Agent
from culturedata.importing.source import Context, Issue
from culturedata.importing.values import whom
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.life_years import in_order
from culturedata.importing.values.text import slug, text_of, texts_of

_NOT_KNOWN = "nationality unknown"
FIELDS = ("ArtistBio", "Nationality", "Gender", "BeginDate", "EndDate")
Row = dict[str, Any]


class Person(NamedTuple):
    """What is said of a maker, each as printed; "" for nothing."""

    id: str
    name: str
    life: str = ""
    nationality: str = ""
    gender: str = ""
    born: str = ""
    died: str = ""


def artist(row: Row, context: Context) -> Agent:
    """The maker that a record of Artists describes."""
    said = [text_of(row, field).strip() for field in ("ConstituentID", "DisplayName", *FIELDS)]
    person = Person._make(said)
    wikidata, ulan = text_of(row, "Wiki QID"), text_of(row, "ULAN")
    if not person.id or not person.name:
        raise ValueError("a maker without ConstituentID or DisplayName")
    ids = identifiers(context, f"moma:agent:{person.id}", moma=person.id, wikidata=wikidata, ulan=ulan)
    return agent(person, context, ids, authority=1)


def agent(person: Person, context: Context, ids: tuple[Any, ...] = (), authority: int = 0) -> Agent:
    """The agent that a maker is, by ConstituentID, or by name where there is none."""
    id_ = f"moma:agent:{person.id or slug(person.name) or person.name}"
    born, died = (_year(context, id_, field, said) for field, said in (("born", person.born), ("died", person.died)))
    born, died = in_order(born, died, context, id_, raw=f"{person.born}–{person.died}")
    known = person.nationality and person.nationality.lower() != _NOT_KNOWN
    return Agent(
        id=id_,
        name=person.name,
        kind="person" if person.gender else whom.kind(person.name),
        born=born,
        died=died,
        life_text=person.life or None,
        gender=person.gender.lower() or None,
        country=person.nationality if known else None,
        identifiers=ids,
        authority=authority,
    )


def people(row: Row, names: list[str | None], unpaired: Callable[[str, str, str], None]) -> tuple[list[Person], str]:
    """Take the makers out of a record of Artworks; with the printed names, where they are not those of the makers.

    They are told apart by their ConstituentIDs, and have the `names` that Artists gives to these. Where Artists is
    silent, printed names are taken if there are as many as IDs: a comma may belong to a name.
    """
    printed, ids = _values(row, "Artist"), ids_of(row)
    values = {field: _values(row, field) for field in FIELDS}
    whole = ", ".join(printed) if isinstance(printed, list) else printed
    ids = ids or [""] * _without_ids(whole, values["ArtistBio"])
    count = len(ids)
    if not count:
        return [], ""
    said = _names(printed, whole, count)
    called = [
        known or (said[n] if said else f"{whole} [{id_}]" if whole else f"[{id_}]")
        for n, (known, id_) in enumerate(zip(names or [None] * count, ids, strict=True))
    ]
    columns = []
    for field, value in values.items():
        found = value if isinstance(value, list) else _groups(value, count)
        if found and len(found) != count:
            unpaired(field, f"{len(found)} values of {field} beside {count} makers: left out", "; ".join(found))
            found = ()
        columns.append(list(found) or [""] * count)
    makers = [Person(*one) for one in zip(ids, called, *columns, strict=True)]
    return makers, "" if whole in ("", ", ".join(called)) else whole


def _without_ids(whole: str, life: str | list[str]) -> int:
    """How many makers a record of an older table has, which gives no IDs: one, unless names and lives are as many."""
    lives = len(_groups(life, 0) if isinstance(life, str) else life)
    return lives if lives > 1 and whole.count(",") + 1 == lives else int(bool(whole))


def _names(printed: str | list[str], whole: str, count: int) -> list[str]:
    """The printed names, one a maker; [] where they can't be told apart."""
    if count == 1:
        return [whole] if whole else []
    found = printed if isinstance(printed, list) else [one.strip() for one in whole.split(",")]
    return found if len(found) == count and all(found) else []


def ids_of(row: Row) -> list[str]:
    """The ConstituentIDs of a record of Artworks, taken out: a list in JSON, «6210, 7672» in CSV."""
    said = (id_.strip() for one in texts_of(row, "ConstituentID") for id_ in one.split(","))
    return list(filter(None, said))


def _values(row: Row, field: str) -> str | list[str]:
    """What a field says of the makers, taken out: a list in JSON, a text in CSV."""
    listed = isinstance(row.get(field), list)
    found = [one.strip() for one in texts_of(row, field)]
    return found if listed else "".join(found)


@lru_cache(maxsize=10_000)
def _groups(said: str, count: int) -> tuple[str, ...]:
    """The texts in outer brackets, «(French) (born Germany (Alsace))»; none for no text.

    Of at most one maker (`count`) a text that is not all of it in brackets is one.
    """
    found, depth, start, outside = [], 0, 0, False
    for at, character in enumerate(said):
        if character == "(":
            depth += 1
            start = at + 1 if depth == 1 else start
        elif character == ")" and depth:
            depth -= 1
            if depth == 0:
                found.append(said[start:at].strip())
        elif depth == 0 and character != " ":
            outside = True
    return (said,) if said and (outside or not found) and count <= 1 else tuple(found)


def _year(context: Context, id_: str, field: str, said: str) -> int | None:
    """The year that is said; 0 stands for one that is not known, or that has not come, and is none."""
    if said in ("", "0"):
        return None
    try:
        return int(said)
    except ValueError:
        context.report(Issue("bad-year", f"{said!r} is no year: left out", id_, field=field, raw=said))
        return None
