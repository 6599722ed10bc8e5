"""Composed pages as they were kept: read, with the cards of their works, and what of them is shown to whom."""

from __future__ import annotations

from typing import Any, NamedTuple

from culturedata.publish import where
from culturedata.publish.evaluation.stored import LEAST
from culturedata.publish.views import rows
from culturedata.store.catalogue.documents import links
from culturedata.store.people import pages
from culturedata.store.people.met import met_by

USUAL = "page"  # the strategy that is shown where none is asked for
OF_PEOPLE = ("classics", "hidden-gems", "popular-now", "trending")
"""Kinds of rows that rest on who met what: works that few people met could tell strangers who these were."""
FEWEST = 3  # works that are left of such a row where strangers are shown it
Page = dict[str, Any]


class Visit(NamedTuple):
    """Whose pages are asked for, and what whoever asks may see of them."""

    user: int | None  # None: strangers' pages
    trusted: bool  # whether whoever asks may see all
    allowed: bool  # whether these pages may be seen
    there: bool  # whether the library knows that person


async def visit(datasette: Any, request: Any) -> Visit:
    """Pages of a person are for the owner and on loopback, those of strangers for whoever may see the site."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    asked, audience = request.url_vars.get("user"), where.audience(datasette)
    trusted = where.is_owner(request.actor) or where.is_local(request)
    if not asked:
        return Visit(None, trusted, True, True)
    if not trusted or audience is None:
        return Visit(int(asked), trusted, False, False)
    found = await audience.execute("SELECT 1 FROM users WHERE user = ?", [int(asked)])
    return Visit(int(asked), trusted, True, bool(found.rows))


async def kept(datasette: Any, user: int | None) -> list[Page]:
    """The pages kept for a person (None: strangers), newest first, each row with its `cards`.

    A work that is there no more is left out, and a row of which none is left. Those of strangers are held until one of
    the files changes, with the cards that strangers may be `told` of rows that rest on people: they are not to be
    changed.
    """
    audience, culture = where.audience(datasette), where.catalogue(datasette)
    if audience is None:
        return []
    stamp = where.stamp(culture), where.stamp(audience)
    stamped, held = getattr(audience, "_culturedata_strangers", (None, []))
    if user is None and stamped == stamp:
        return list(held)
    found: list[Page] = await audience.execute_fn(lambda connection: _kept(connection, user))
    ids = sorted({work for one in found for row in one["rows"] for work in row["works"]})
    cards = await culture.execute_fn(lambda connection: rows.card_of(connection, ids) if ids else {})
    for one in found:
        whole = [{**row, "cards": [cards[work] for work in row["works"] if work in cards]} for row in one["rows"]]
        one["rows"] = [row for row in whole if row["cards"]]
    if user is None:
        await _tell(audience, culture, [row for one in found for row in one["rows"] if row["kind"] in OF_PEOPLE])
        audience._culturedata_strangers = stamp, found
    return found


async def _tell(audience: Any, culture: Any, of_people: list[dict[str, Any]]) -> None:
    """Put into each row the cards of works that enough people met."""
    items = {card["work_id"]: [card["work_id"]] for row in of_people for card in row["cards"]}
    for item, work in (await culture.execute_fn(links) if items else {}).items():
        if work in items:
            items[work].append(item)
    known = await audience.execute_fn(lambda connection: met_by(connection, items, LEAST))
    for row in of_people:
        row["told"] = [card for card in row["cards"] if card["work_id"] in known]


def _kept(connection: Any, user: int | None) -> list[Page]:
    return pages.kept(connection, user) if pages.is_current(connection) else []


def chosen(found: list[Page], strategy: str | None = None, device: str | None = None) -> Page | None:
    """The newest page of a strategy for a device; without a strategy that of the usual one, else the newest of any."""
    of = [one for one in found if device in (None, "", one["device"])]
    wanted = [one for one in of if one["strategy"] == (strategy or USUAL)]
    return next(iter(wanted or ([] if strategy else of)), None)


def wished(found: list[Page], request: Any) -> Page | None:
    """The page of the strategy and for the device that are asked for; the usual one where there is none."""
    return chosen(found, request.args.get("strategy"), request.args.get("device")) or chosen(found)


def told(page: Page, trusted: bool) -> Page:
    """A page as it may be shown: to strangers without works that few people met in the rows that rest on people."""
    if trusted:
        return page
    rows = ({**row, "cards": row["told"]} if row["kind"] in OF_PEOPLE else row for row in page["rows"])
    return {**page, "rows": [row for row in rows if row["kind"] not in OF_PEOPLE or len(row["cards"]) >= FEWEST]}


def compared(first: Page, second: Page) -> tuple[Page, Page]:
    """Two pages of which each row says at which `twin` place the other page has it, None where it has not.

    Rows are the same if they are of one kind and have the same evidence.
    """
    return _beside(first, second), _beside(second, first)


def _beside(page: Page, other: Page) -> Page:
    places = {(row["kind"], row["text_en"]): place for place, row in enumerate(other["rows"], 1)}
    return {**page, "rows": [{**row, "twin": places.get((row["kind"], row["text_en"]))} for row in page["rows"]]}
