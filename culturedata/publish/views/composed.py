"""Composed pages as they were kept: read, with the cards of their works, and what of them is shown to whom."""

from __future__ import annotations

from typing import Any, NamedTuple

from culturedata.publish import where
from culturedata.publish.views import rows
from culturedata.store.people import pages

USUAL = "page"  # the strategy that is shown where none is asked for
TELLING = ("hidden-gems", "trending")
"""Rows whose works few people met: to strangers they could tell who these were."""
Page = dict[str, Any]


class Visit(NamedTuple):
    """Whose pages are asked for (None: strangers'), whether by somebody who may see all, and if these may be seen."""

    user: int | None
    trusted: bool
    allowed: bool


async def visit(datasette: Any, request: Any) -> Visit:
    """Pages of a person are for the owner and on loopback, those of strangers for whoever may see the site."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    asked = request.url_vars.get("user")
    trusted = where.is_owner(request.actor) or where.is_local(request)
    return Visit(int(asked) if asked else None, trusted, not asked or (trusted and bool(where.audience(datasette))))


async def kept(datasette: Any, user: int | None) -> list[Page]:
    """The pages kept for a person (None: strangers), newest first, each row with its `cards`.

    A work that is there no more is left out, and a row of which none is left. Those of strangers are held until one of
    the files changes: they are not to be changed.
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
        audience._culturedata_strangers = stamp, found
    return found


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
    """A page as it may be shown: to strangers without the rows of which few people met the works."""
    return {**page, "rows": [row for row in page["rows"] if trusted or row["kind"] not in TELLING]}


def compared(first: Page, second: Page) -> tuple[Page, Page]:
    """Two pages of which each row says at which `twin` place the other page has it, None where it has not.

    Rows are the same if they are of one kind and have the same evidence.
    """
    return _beside(first, second), _beside(second, first)


def _beside(page: Page, other: Page) -> Page:
    places = {(row["kind"], row["text_en"]): place for place, row in enumerate(other["rows"], 1)}
    return {**page, "rows": [{**row, "twin": places.get((row["kind"], row["text_en"]))} for row in page["rows"]]}
