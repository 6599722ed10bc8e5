"""Kept home pages, where everything is a recommendation: one strategy, or two side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from culturedata.publish.views import composed, people

PEOPLE = 12  # pages of people that the owner is led to


async def page(datasette: Any, request: Any, render: Callable[..., Any]) -> Any:
    """The pages kept for a person, for the owner and on loopback; without a number those of strangers, for anybody.

    `?strategy=A` shows that of a strategy in place of the usual one, `&beside=B` another one beside it, `&device=` that
    for a device.
    """
    user, trusted, allowed, there = await composed.visit(datasette, request)
    if not allowed:
        return await render(datasette, request, "refused", status=403)
    if not there:
        return await render(datasette, request, "missing", status=404, what="unknown_person", work_id=str(user))
    found = await composed.kept(datasette, user)
    return await render(
        datasette,
        request,
        "home",
        headers={"Cache-Control": "private, no-store"},
        pages=_asked(found, request, trusted),
        user=user,
        strategies=list(dict.fromkeys(one["strategy"] for one in found)),
        devices=list(dict.fromkeys(one["device"] for one in found)),
        known=await people.known(datasette, PEOPLE, user) if trusted else [],
    )


def _asked(found: list[composed.Page], request: Any, trusted: bool) -> list[composed.Page]:
    """The page that is asked for, or the usual one, and that of another strategy if it is asked for, as shown."""
    first, beside = composed.wished(found, request), request.args.get("beside")
    if first is None:
        return []
    second = composed.chosen(found, beside, first["device"]) if beside else None
    told = [composed.told(one, trusted) for one in (first, second) if one is not None]
    return told[:1] if second is None or second is first else list(composed.compared(*told))
