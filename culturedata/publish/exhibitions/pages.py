"""`/exhibitions` and `/exhibition/NAME`: what was composed and lies beside the catalogue."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from culturedata.publish import where
from culturedata.publish.exhibitions import sheets
from culturedata.store.catalogue import exhibitions

Render = Callable[..., Awaitable[Any]]


def _library(datasette: Any) -> Path:
    return Path(where.catalogue(datasette).path).resolve().parent


async def every(datasette: Any, request: Any, render: Render) -> Any:
    """`/exhibitions`: all of them, the newest first."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    return await render(datasette, request, "exhibitions", exhibitions=exhibitions.all_of(_library(datasette)))


async def one(datasette: Any, request: Any, render: Render) -> Any:
    """`/exhibition/NAME`: pictures and labels, venue by venue; `.csv` the order for the prints."""
    from datasette.utils.asgi import Response

    await datasette.ensure_permissions(request.actor, ["view-instance"])
    asked = request.url_vars["name"]
    name = asked.removesuffix(".csv")
    found = exhibitions.read(_library(datasette), name)
    if found is None:
        return await render(datasette, request, "missing", status=404, what="exhibition:unknown", work_id=name)
    there, open_urls = await where.catalogue(datasette).execute_fn(
        lambda connection: exhibitions.now(connection, found)
    )
    if asked != name:
        file = {"content-disposition": f'attachment; filename="{name}.csv"'}
        return Response(sheets.order(found), headers=file, content_type="text/csv; charset=utf-8")
    return await render(
        datasette,
        request,
        "exhibition",
        exhibition=found,
        there=there,
        open_urls=open_urls,
        unsized=sheets.unsized(found),
    )
