"""A work for machines: as JSON-LD, as Linked Art, as a IIIF manifest that any viewer may open, as a reference.

Of a person or a group: JSON-LD.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from culturedata.exporting.credit import Credit, credits
from culturedata.exporting.described import works
from culturedata.exporting.documents import iiif, linked_art, ris, schema_org
from culturedata.publish import where
from culturedata.store.catalogue import makers
from culturedata.vocabularies import MAKERS

_JSON_LD = "application/ld+json"
_LINKED_ART = f'{_JSON_LD};profile="{linked_art.CONTEXT}"'
_PLAYS = f"""SELECT 1 FROM credits JOIN works USING (work_id)
    WHERE agent_id = ? AND domain = 'music' AND role IN {MAKERS["music"]} LIMIT 1"""
_UNSAFE = re.compile("[<>&\u2028\u2029]")
Json = dict[str, Any]


async def as_schema_org(datasette: Any, request: Any) -> Any:
    """`/work/ID.jsonld`: in the words of schema.org."""
    return await _answer(datasette, request, _in_schema_org, _JSON_LD)


async def in_page(datasette: Any, request: Any, work_id: str) -> str:
    """The same document as it may stand in a page's <script>: no value ends that, nor begins a comment in it."""
    found = await _found(datasette, work_id)
    return _in_script(_in_schema_org(found[0], _base(datasette, request), found[1]) if found else {})


async def maker_as_schema_org(datasette: Any, request: Any) -> Any:
    """`/maker/ID.jsonld`: a person or a group in the words of schema.org."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    return _document(*await _maker(datasette, request, unquote(request.url_vars["id"])), _JSON_LD)


async def maker_in_page(datasette: Any, request: Any, agent_id: str) -> str:
    """The same document as it may stand in a page's <script>."""
    return _in_script((await _maker(datasette, request, agent_id))[0])


def _in_script(document: Json) -> str:
    said = json.dumps(document, ensure_ascii=False)
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", said)


async def as_ris(datasette: Any, request: Any) -> Any:
    """`/work/ID.ris`: as a reference, to be kept as a file."""
    from datasette.utils.asgi import NotFound, Response

    await datasette.ensure_permissions(request.actor, ["view-instance"])
    work_id = unquote(request.url_vars["work_id"])
    found = await _found(datasette, work_id)
    if found is None:
        raise NotFound(f"There is no work {work_id}")
    body = ris.work(found[0], _base(datasette, request), found[1], datetime.now(UTC).date())
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", work_id)
    headers = {"Content-Disposition": f'attachment; filename="{name}.ris"'}
    return Response(body, headers=headers, content_type=f"{ris.TYPE}; charset=utf-8")


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
    """The document that `made` makes of the work."""
    from datasette.utils.asgi import NotFound

    await datasette.ensure_permissions(request.actor, ["view-instance"])
    work_id = unquote(request.url_vars["work_id"])
    found = await _found(datasette, work_id)
    document = made(found[0], _base(datasette, request), found[1]) if found else None
    if found is None or document is None:
        raise NotFound(f"There is no such document of {work_id}")
    return _document(document, found[1], content_type)


def _document(document: Json, source: Credit, content_type: str) -> Any:
    """Pages of other sites may read it, unless it must not be given on."""
    from datasette.utils.asgi import Response

    shared = {} if source.local else {"Access-Control-Allow-Origin": "*"}
    body = json.dumps(document, ensure_ascii=False, indent=2)
    return Response(body, headers=shared, content_type=content_type)


def _in_schema_org(said: Json, base: str, source: Credit) -> Json:
    return {"@context": schema_org.CONTEXT, **schema_org.work(said, base, source)}


def _base(datasette: Any, request: Any) -> str:
    """The address at which this site is asked for."""
    return str(datasette.absolute_url(request, datasette.urls.path("/"))).rstrip("/")


async def _maker(datasette: Any, request: Any, agent_id: str) -> tuple[Json, Credit]:
    """The document about a person or group, and its source. Raises NotFound."""
    from datasette.utils.asgi import NotFound

    def ask(connection: sqlite3.Connection) -> tuple[Json, Credit] | None:
        said = makers.maker(connection, agent_id)
        if said is None:
            return None
        source, plays = credits(connection, said["source"])[0], bool(connection.execute(_PLAYS, [agent_id]).fetchone())
        document = schema_org.agent(said, _base(datasette, request), source, plays=plays)
        return {"@context": schema_org.CONTEXT, **document}, source

    found: tuple[Json, Credit] | None = await where.catalogue(datasette).execute_fn(ask)
    if found is None:
        raise NotFound(f"There is no person or group {agent_id}")
    return found


async def _found(datasette: Any, work_id: str) -> tuple[Json, Credit] | None:
    found: tuple[Json, Credit] | None = await where.catalogue(datasette).execute_fn(
        lambda connection: _described(connection, work_id)
    )
    return found


def _described(connection: sqlite3.Connection, work_id: str) -> tuple[Json, Credit] | None:
    found = works(connection, [work_id])
    if not found:
        return None
    return found[0], credits(connection, found[0]["source"])[0]
