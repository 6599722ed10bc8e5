"""People of IMDb: those who have a row of their own, and those whom titles name, with what they did."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

from culturedata.data.records import Agent, Credit, Identifier
from culturedata.importing.source import Context, Issue
from culturedata.importing.values.life_years import in_order
from culturedata.importing.values.text import text_in, text_of

# By category: the role, and what the role alone does not say.
_ROLES = {
    "actor": ("cast", ""), "actress": ("cast", ""), "self": ("cast", "self"),
    "archive_footage": ("cast", "archive footage"), "archive_sound": ("cast", "archive sound"),
    "director": ("director", ""), "writer": ("writer", ""), "producer": ("producer", ""), "composer": ("composer", ""),
    "production_designer": ("designer", "production designer"), "cinematographer": ("contributor", "cinematographer"),
    "editor": ("contributor", "editor"), "casting_director": ("contributor", "casting director"),
}  # fmt: skip
_OF_PEOPLE = frozenset({"actor", "actress"})

Row = dict[str, Any]


def person(row: Row, id_: str, context: Context) -> Agent:
    """The agent that a row of name.basics describes. Some are bands: who has no years of life and does not act is of an
    unknown kind."""
    row.pop("nconst", None)
    key = f"agent:{id_}"
    born, died = (year(text_of(row, column), column, key, context) for column in ("birthYear", "deathYear"))
    born, died = in_order(born, died, context, key, raw=f"{born}–{died}")
    acts = not _OF_PEOPLE.isdisjoint(text_in(row, "primaryProfession").split(","))
    known = born is not None or died is not None or acts
    name = text_of(row, "primaryName").strip()
    if not name:
        context.report(Issue("no-name", "somebody without a name: the id stands in its place", key, "primaryName"))
    whole = mention(id_, name)
    return msgspec.structs.replace(whole, kind="person" if known else "unknown", born=born, died=died, authority=1)


@lru_cache(maxsize=50_000)
def mention(id_: str, name: str) -> Agent:
    """Somebody whom a title names; who has no name is called by their id."""
    return Agent(
        id=f"imdb:agent:{id_}",
        name=name.strip() or id_,
        url=f"https://www.imdb.com/name/{id_}/",
        identifiers=(Identifier(scheme="imdb", value=id_),),
    )


def year(said: str, column: str, record: str, context: Context) -> int | None:
    """A year, which has four digits at most; what is none is reported."""
    if not said:
        return None
    if said.isascii() and said.isdigit() and len(said) <= 4 and int(said):
        return int(said)
    context.report(Issue("bad-year", f"{said!r} is no year: left out", record, column, said))
    return None


def agents(row: Row, record: str, context: Context) -> Iterator[Agent]:
    """Who is named in a title's record; people whom name.basics does not have are reported."""
    for one in row.get("people", ()):
        id_ = text_of(one, "nconst")
        if "primaryName" not in one:
            message = f"{id_} is in no row of name.basics: the id stands in place of the name"
            context.report(Issue("unknown-person", message, record, "nconst", id_))
        yield mention(id_, text_of(one, "primaryName"))


def credits(row: Row, record: str, context: Context) -> tuple[Credit, ...]:
    """The principals in their order, then those of the crew who are not among them in the same role."""
    found = [_credit(one, record, context) for one in sorted(row.get("principals", ()), key=place)]
    there = {(one.agent, one.role) for one in found}
    for one in row.get("crew", ()):
        for column, role in (("directors", "director"), ("writers", "writer")):
            ids = filter(None, text_of(one, column).split(","))
            crew = (Credit(agent=f"imdb:agent:{id_}", role=role) for id_ in ids)
            found += [credit for credit in crew if (credit.agent, role) not in there]
    return tuple(dict.fromkeys(found))


def place(row: Row) -> tuple[int, str]:
    """Where a row stands by its column `ordering`."""
    said = text_in(row, "ordering")
    return (int(said), "") if said.isascii() and said.isdigit() and len(said) < 10 else (10**9, said)


def _credit(one: Row, record: str, context: Context) -> Credit:
    one.pop("ordering", None)
    category, job = text_of(one, "category"), text_of(one, "job")
    role, more = _ROLES.get(category, ("contributor", category.replace("_", " ")))
    if category not in _ROLES:
        message = f"{category!r} is a kind of work that is not known: kept as contributor"
        context.report(Issue("unknown-role", message, record, "category", category))
    notes = [more, *([job] if job != category else []), *_characters(text_of(one, "characters"), record, context)]
    note = "; ".join({said.casefold(): said for said in notes if said}.values())
    return Credit(agent=f"imdb:agent:{text_of(one, 'nconst')}", role=role, note=note or None)


def _characters(said: str, record: str, context: Context) -> list[str]:
    """Whom somebody plays: a list in JSON; what is none is reported, and kept as it stands."""
    if not said:
        return []
    try:
        return msgspec.json.decode(said, type=list[str])
    except msgspec.MsgspecError:
        context.report(Issue("bad-characters", "no list of characters: kept as it stands", record, "characters", said))
        return [said]
