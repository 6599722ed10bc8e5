"""`/rows`: from all rows there might have been to the page that was composed, drawn and in tables."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from culturedata.publish import where
from culturedata.publish.pool.drawn import Kind, pool
from culturedata.publish.views.catalogue import render
from culturedata.publish.views.home import TELLING
from culturedata.publish.words.language import Translator, choose
from culturedata.store.people import pages

Page = dict[str, Any]
_KEPT = {"Cache-Control": "private, no-store"}


async def page(datasette: Any, request: Any) -> Any:
    """The pool of a person's kept page, for the owner and on loopback; without a number that of strangers, for anybody.

    `?device=D&strategy=S` shows that page in place of the newest one.
    """
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    audience = where.audience(datasette)
    asked = request.url_vars.get("user")
    user = int(asked) if asked else None
    trusted = where.is_owner(request.actor) or where.is_local(request)
    if user is not None and (audience is None or not trusted):
        return await render(datasette, request, "refused", status=403)
    found = [] if audience is None else await audience.execute_fn(lambda connection: _kept(connection, user))
    shown = chosen(found, request.args.get("device"), request.args.get("strategy"))
    t = Translator(choose(request))
    kinds = counted(shown) if shown else []
    return await render(
        datasette,
        request,
        "pool",
        headers=_KEPT,
        user=user,
        pages=found,
        shown=shown,
        rows=[row for row in shown["rows"] if trusted or row["kind"] not in TELLING] if shown else [],
        drawn=pool(kinds, t.number),
        named=lambda kind: t.known(f"row {kind}") or kind,
        shape=shape,
        url=lambda one: f"{request.path}?{urlencode({'device': one['device'], 'strategy': one['strategy']})}",
    )


def chosen(found: Sequence[Page], device: str | None, strategy: str | None) -> Page | None:
    """The newest page of the device and the strategy that are asked for; the newest of all if there is none such."""
    asked = (one for one in found if device in (None, one["device"]) and strategy in (None, one["strategy"]))
    return next(asked, found[0] if found else None)


def counted(shown: Page) -> list[Kind]:
    """How many rows of each kind there might have been, were compared, and were chosen; [] where nobody counted."""
    rows = Counter(row["kind"] for row in shown["rows"])
    return [Kind(name, possible, compared, rows[name]) for name, (possible, compared) in (shown["pool"] or {}).items()]


def shape(one: Page) -> tuple[int, int, int]:
    """Of a page how many rows, works in its longest row, and works in all."""
    works = [len(row["works"]) for row in one["rows"]]
    return len(works), max(works, default=0), sum(works)


def _kept(connection: sqlite3.Connection, user: int | None) -> list[Page]:
    return pages.kept(connection, user) if pages.is_current(connection) else []
