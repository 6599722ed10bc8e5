"""`/links`: pairs of two sources that wait for a person, the links that stand, and those that were undone.

Reading is open like the catalogue. Writing is for the owner: the form carries Datasette's token against forged
requests, which Datasette checks before this page is asked.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from culturedata.errors import LibraryError, UnknownName
from culturedata.linking import stored
from culturedata.publish import where
from culturedata.publish.views.catalogue import render
from culturedata.store.library import CULTURE, Library, translated

PER_PAGE = 25
SHOWN = ("questions", "standing", "apart")
VERDICTS = ("same", "different")


async def page(datasette: Any, request: Any) -> Any:
    """A page of pairs; what the owner said of one, if the form was sent."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    database = where.catalogue(datasette)
    ours = where.is_owner(request.actor) and database.is_mutable and Path(database.path or "").name == CULTURE
    if request.method == "POST":
        return await _decided(datasette, request, ours)
    return await _shown(datasette, request, ours)


async def _decided(datasette: Any, request: Any, ours: bool) -> Any:
    """Keep the verdict and show the page again; 403 for all but the owner, 409 while somebody else writes."""
    from datasette.utils.asgi import Response

    if not ours:
        return await _shown(datasette, request, False, said="links:refused", status=403)
    form = await request.post_vars()
    pair, verdict = (form.get("left") or "", form.get("right") or ""), form.get("verdict")
    if verdict not in VERDICTS:
        return await _shown(datasette, request, ours, said="links:unknown", status=400)
    folder = Path(where.catalogue(datasette).path).parent
    try:
        await asyncio.to_thread(_keep, folder, pair, verdict == "same")
    except UnknownName:
        return await _shown(datasette, request, ours, said="links:unknown", status=404)
    except LibraryError:
        return await _shown(datasette, request, ours, said="links:busy", status=409)
    return Response.redirect(f"{request.path}?{urlencode(_asked(request))}", status=303)


def _keep(folder: Path, pair: tuple[str, str], same: bool) -> None:
    with translated(folder), Library.open(folder, write=True) as library:
        stored.answer(library, *pair, same=same)


async def _shown(datasette: Any, request: Any, ours: bool, said: str = "", status: int = 200) -> Any:
    asked = _asked(request)
    show, number = asked["show"], int(asked["page"])
    found, total = await where.catalogue(datasette).execute_fn(lambda connection: _pairs(connection, show, number))
    return await render(
        datasette,
        request,
        "links",
        status=status,
        headers={"Cache-Control": "private, no-store"},
        pairs=found,
        total=total,
        show=show,
        choices=SHOWN,
        ours=ours,
        said=said,
        page=number,
        last=max(1, -(-total // PER_PAGE)),
        page_url=lambda n, what=show: f"{request.path}?{urlencode({'show': what, 'page': n})}",
        form_url=f"{request.path}?{urlencode(asked)}",
    )


def _pairs(connection: Any, show: str, number: int) -> tuple[list[stored.Row], int]:
    """One page of pairs, and how many there are."""
    start = (number - 1) * PER_PAGE
    if show == "questions":
        found = stored.questions(connection, limit=PER_PAGE, offset=start)
        return found, found[0]["total"] if found else 0
    undone = show == "apart"
    counted = "SELECT count(*) FROM matches WHERE (undone_at IS NULL) = ?"
    return (
        stored.matches(connection, undone=undone, limit=PER_PAGE, offset=start),
        int(connection.execute(counted, [not undone]).fetchone()[0]),
    )


def _asked(request: Any) -> dict[str, str]:
    show, page = request.args.get("show"), request.args.get("page") or ""
    whole = page.isdecimal() and page.isascii() and int(page[:9]) > 0
    return {"show": show if show in SHOWN else SHOWN[0], "page": page[:9] if whole else "1"}
