"""The front page: a stranger's composed page, where one is kept; the catalogue's own rows of a domain, or of all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

from culturedata.publish import where
from culturedata.publish.views import composed, people, rows
from culturedata.publish.words.language import choose
from culturedata.vocabularies import DOMAINS

LEAST = 3  # works of a row that is shown
PEOPLE = 3  # pages of people that the owner is led to


async def page(datasette: Any, request: Any, render: Callable[..., Any]) -> Any:
    """Rows of all domains, or of `?domain=`: those of the composed page, then those of the catalogue, no work twice."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    trusted = where.is_owner(request.actor) or where.is_local(request)
    asked = request.args.get("domain")
    domain = asked if asked in DOMAINS else None
    found = composed.chosen(await composed.kept(datasette, None))
    page = composed.told(found, trusted) if found else None
    above = _of(page["rows"], domain) if page else []
    counts: dict[str, int] = await _held(where.catalogue(datasette), "counts", rows.counts)
    there = [one for one in DOMAINS if counts.get(one)]
    wanted = [domain] if domain else [] if above else there
    shown = {card["work_id"] for row in above for card in row["cards"]}
    below = [(one, _fresh(await _rows(datasette, one, choose(request)), shown)) for one in wanted if one in there]
    return await render(
        datasette,
        request,
        "front",
        headers={"Cache-Control": "private, no-store"} if trusted else {},
        domain=domain,
        domains=[(one, counts[one]) for one in there],
        page=page if above else None,
        above=above,
        below=below,
        somebody=await people.somebody(where.audience(datasette)) if trusted else None,
        known=await people.known(datasette, PEOPLE) if trusted else [],
    )


def _of(found: Iterable[dict[str, Any]], domain: str | None) -> list[dict[str, Any]]:
    """The rows with works of one domain, and of these only such works; all rows without a domain."""
    if domain is None:
        return list(found)
    of = [{**row, "cards": [card for card in row["cards"] if card["domain"] == domain]} for row in found]
    return [row for row in of if len(row["cards"]) >= LEAST]


def _fresh(found: list[rows.WorkRow], shown: set[str]) -> list[rows.WorkRow]:
    """The rows without what is shown already."""
    if not shown:
        return found
    return [left for row in found if len((left := row.without(shown)).works) >= LEAST]


async def _rows(datasette: Any, domain: str, lang: str) -> list[rows.WorkRow]:
    held: list[rows.WorkRow] = await _held(
        where.catalogue(datasette), (domain, lang), lambda connection: rows.front(connection, domain, lang)
    )
    return held


async def _held(database: Any, key: object, make: Callable[[Any], Any]) -> Any:
    """What `make` reads from the catalogue; read again, by one reader for all, once its file has changed."""
    if not hasattr(database, "_culturedata_front"):
        database._culturedata_front, database._culturedata_reading = (None, {}), asyncio.Lock()
    async with database._culturedata_reading:
        stamp = where.stamp(database)
        stamped, held = database._culturedata_front
        if stamped != stamp:
            held = {}
            database._culturedata_front = stamp, held
        if key not in held:
            held[key] = await database.execute_fn(make)
        return held[key]
