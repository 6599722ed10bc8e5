"""`/rows`: from all rows there might have been to the page that was composed, drawn and in tables."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from culturedata.publish.pool.drawn import Kind, pool
from culturedata.publish.views import composed
from culturedata.publish.views.catalogue import render
from culturedata.publish.views.composed import Page
from culturedata.publish.words.language import Translator, choose

_KEPT = {"Cache-Control": "private, no-store"}


async def page(datasette: Any, request: Any) -> Any:
    """The pool of a person's kept page, for the owner and on loopback; without a number that of strangers, for anybody.

    `?device=D&strategy=S` shows that page in place of the usual one.
    """
    user, trusted, allowed, there = await composed.visit(datasette, request)
    if not allowed:
        return await render(datasette, request, "refused", status=403)
    if not there:
        return await render(datasette, request, "missing", status=404, what="unknown_person", work_id=str(user))
    found = await composed.kept(datasette, user)
    shown = composed.wished(found, request)
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
        rows=composed.told(shown, trusted)["rows"] if shown else [],
        drawn=pool(kinds, t.number),
        named=lambda kind: t.known(f"row {kind}") or kind,
        shape=shape,
        url=lambda one: f"{request.path}?{urlencode({'device': one['device'], 'strategy': one['strategy']})}",
    )


def counted(shown: Page) -> list[Kind]:
    """How many rows of each kind there might have been, were compared, and were chosen; [] where nobody counted."""
    rows = Counter(row["kind"] for row in shown["rows"])
    return [Kind(name, possible, compared, rows[name]) for name, (possible, compared) in (shown["pool"] or {}).items()]


def shape(one: Page) -> tuple[int, int, int]:
    """Of a page how many rows, works in its longest row, and works in all."""
    works = [len(row["cards"]) for row in one["rows"]]
    return len(works), max(works, default=0), sum(works)
