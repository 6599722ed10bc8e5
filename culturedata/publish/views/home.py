"""Kept home pages, where everything is a recommendation: one strategy, or two side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from culturedata.publish import where
from culturedata.publish.views import rows
from culturedata.store.people import pages

TELLING = ("hidden-gems", "trending")
"""Rows whose works few people met: to strangers they could tell who these were."""


async def page(datasette: Any, request: Any, render: Callable[..., Any]) -> Any:
    """The pages kept for a person, for the owner and on loopback; without a number those of strangers, for anybody.

    `?strategy=A` shows that of a strategy in place of the newest one, `&beside=B` another one beside it.
    """
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    audience = where.audience(datasette)
    asked = request.url_vars.get("user")
    user = int(asked) if asked else None
    trusted = where.is_owner(request.actor) or where.is_local(request)
    if user is not None and (audience is None or not trusted):
        return await render(datasette, request, "refused", status=403)
    found = [] if audience is None else await audience.execute_fn(lambda connection: _kept(connection, user))
    shown = _asked(found, request.args.get("strategy"), request.args.get("beside"))
    for one in shown:
        one["rows"] = [row for row in one["rows"] if trusted or row["kind"] not in TELLING]
    culture = where.catalogue(datasette)
    ids = sorted({work for one in shown for row in one["rows"] for work in row["works"]})
    cards = await culture.execute_fn(lambda connection: rows.card_of(connection, ids) if ids else {})
    strategies = list(dict.fromkeys(one["strategy"] for one in found))
    kept = {"Cache-Control": "private, no-store"}
    return await render(
        datasette, request, "home", headers=kept, pages=shown, cards=cards, user=user, strategies=strategies
    )


def _kept(connection: Any, user: int | None) -> list[dict[str, Any]]:
    return pages.kept(connection, user) if pages.is_current(connection) else []


def _asked(found: list[dict[str, Any]], strategy: str | None, beside: str | None) -> list[dict[str, Any]]:
    """The newest page of the strategy asked for, or of any, and that of another one if it is asked for."""
    first = next((one for one in found if strategy in (None, "", one["strategy"])), None)
    if first is None:
        return []
    second = next((one for one in found if one["strategy"] == beside and one is not first), None)
    return [first] if second is None else [first, second]
