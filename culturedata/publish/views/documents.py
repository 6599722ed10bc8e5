"""A work for machines: as JSON-LD, as Linked Art, as a IIIF manifest that any viewer on the web may open."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from culturedata.exporting.credit import Credit, credits
from culturedata.exporting.described import works
from culturedata.exporting.documents import iiif, linked_art, schema_org
from culturedata.publish import where

_JSON_LD = "application/ld+json"
_LINKED_ART = f'{_JSON_LD};profile="{linked_art.CONTEXT}"'
Json = dict[str, Any]


async def as_schema_org(datasette: Any, request: Any) -> Any:
    """`/work/ID.jsonld`: in the words of schema.org."""

    def made(said: Json, base: str, source: Credit) -> Json:
        return {"@context": schema_org.CONTEXT, **schema_org.work(said, base, source)}

    return await _answer(datasette, request, made, _JSON_LD)


async def as_linked_art(datasette: Any, request: Any) -> Any:
    """`/work/ID.linked-art.json`: a work of a museum as Linked Art."""

    def made(said: Json, base: str, source: Credit) -> Json | None:
        return linked_art.work(said, base, source) if said["domain"] == "museum" else None

    return await _answer(datasette, request, made, _LINKED_ART)


async def manifest(datasette: Any, request: Any) -> Any:
    """`/work/ID/manifest.json`: its openly licensed pictures as a IIIF manifest."""

    def made(said: Json, base: str, source: Credit) -> Json | None:
        found = iiif.manifest(said, base, source)
        return found if "items" in found else None

    return await _answer(datasette, request, made, iiif.TYPE)


async def _answer(
    datasette: Any, request: Any, made: Callable[[Json, str, Credit], Json | None], content_type: str
) -> Any:
    """The document that `made` makes of the work. Pages of other sites may read it, unless it must not be given on."""
    from datasette.utils.asgi import NotFound, Response

    await datasette.ensure_permissions(request.actor, ["view-instance"])
    work_id = unquote(request.url_vars["work_id"])
    base = datasette.absolute_url(request, datasette.urls.path("/")).rstrip("/")
    found = await where.catalogue(datasette).execute_fn(lambda connection: _described(connection, work_id))
    document = made(found[0], base, found[1]) if found else None
    if found is None or document is None:
        raise NotFound(f"There is no such document of {work_id}")
    shared = {} if found[1].local else {"Access-Control-Allow-Origin": "*"}
    body = json.dumps(document, ensure_ascii=False, indent=2)
    return Response(body, headers=shared, content_type=content_type)


def _described(connection: sqlite3.Connection, work_id: str) -> tuple[Json, Credit] | None:
    found = works(connection, [work_id])
    if not found:
        return None
    return found[0], credits(connection, found[0]["source"])[0]
