"""`/reconcile`: the reconciliation service over HTTP, for OpenRefine and for pages of any other site.

Everything is read only and offered to everybody, so it answers across origins, and a POST needs no token. An address
with `/fr` or `/en` speaks that language; without, the one that the client asks for.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from culturedata.errors import UsageError
from culturedata.publish import where
from culturedata.publish.reconciliation import answers, asked, offered, properties
from culturedata.publish.reconciliation.offered import Offered
from culturedata.publish.views import catalogue
from culturedata.publish.words.language import Translator, choose

ROUTE = r"/reconcile(?:/(?P<lang>fr|en))?"
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]{0,60}(\.[A-Za-z_$][\w$]{0,60}){0,3}", re.ASCII)
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, Accept",
    "Vary": "Accept-Language, Cookie",
    "X-Content-Type-Options": "nosniff",
}
Json = dict[str, Any]
T = TypeVar("T")


def is_ours(datasette: Any, path: str) -> bool:
    """Whether a path is one of the service's: there no form of ours is posted, so that none can be forged."""
    root = datasette.urls.path("/reconcile")
    return bool(path == root or path.startswith(f"{root}/"))


def _translator(request: Any) -> Translator:
    return Translator(request.url_vars.get("lang") or choose(request))


def _root(datasette: Any, request: Any) -> str:
    return str(datasette.absolute_url(request, datasette.urls.path("/reconcile")))


async def service(datasette: Any, request: Any) -> Any:
    """The endpoint: the manifest, or the answer to `queries` or `extend`, by GET or POST."""

    async def answer(given: dict[str, str], t: Translator) -> Json:
        if "queries" in given:
            batch = asked.queries(given["queries"])
            return await _ask(datasette, lambda db, shown: answers.results(db, shown, batch, t))
        if "extend" in given:
            wanted = asked.extension(given["extend"])
            return await _ask(datasette, lambda db, shown: answers.extended(db, shown, wanted, t))
        return answers.manifest(_root(datasette, request), _library(datasette), t)

    return await _answered(datasette, request, answer)


async def suggest(datasette: Any, request: Any) -> Any:
    """What a half-typed text may mean: works and agents, types or properties."""

    async def answer(given: dict[str, str], t: Translator) -> Json:
        prefix, skipped = given.get("prefix", "").strip(), _number(given.get("cursor")) or 0
        what = request.url_vars["what"]
        if what == "type":
            return answers.types(prefix, skipped, t)
        if what == "property":
            return answers.names_of_properties(prefix, skipped, t)
        return await _ask(datasette, lambda db, shown: answers.entities(db, shown, prefix, skipped, t))

    return await _answered(datasette, request, answer)


async def proposed(datasette: Any, request: Any) -> Any:
    """The properties with which a column of things of a type can be extended."""

    async def answer(given: dict[str, str], t: Translator) -> Json:
        return answers.proposed(given.get("type"), _number(given.get("limit")), t)

    return await _answered(datasette, request, answer)


async def flyout(datasette: Any, request: Any) -> Any:
    """A few words about a suggestion, as HTML in JSON."""
    from markupsafe import escape

    async def answer(given: dict[str, str], t: Translator) -> Json:
        id_, what = given.get("id", ""), request.url_vars["what"]
        if what == "entity":
            found = await _ask(datasette, lambda db, shown: _described(db, shown, id_, t))
            said = [found["name"], found["description"]] if found else []
        elif what == "type":
            said = [t(f"type:{id_}")] if id_ in properties.TYPES else []
        else:
            said = [properties.PROPERTIES[id_].name(t)] if id_ in properties.PROPERTIES else []
        return {"id": id_, "html": "".join(f"<p>{escape(one)}</p>" for one in said)}

    return await _answered(datasette, request, answer)


async def preview(datasette: Any, request: Any) -> Any:
    """A small page about a work or an agent, to be shown in a frame."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    t, id_ = _translator(request), request.args.get("id") or ""
    found = await _ask(datasette, lambda db, shown: _described(db, shown, id_, t))
    status = 200 if found else 404
    return await catalogue.render(
        datasette, request, "reconcile_preview", status=status, headers=_CORS, one=found, id=id_, t=t, lang=t.lang
    )  # fmt: skip


async def view(datasette: Any, request: Any) -> Any:
    """Where a work or an agent has its page."""
    from datasette.utils.asgi import NotFound, Response

    await datasette.ensure_permissions(request.actor, ["view-instance"])
    id_ = request.args.get("id") or ""
    found = await _ask(datasette, lambda db, shown: properties.things(db, shown, [id_]).get(id_))
    if found is None:
        raise NotFound(f"there is no {id_!r}")
    is_agent = found.type == properties.AGENT
    return Response.redirect(datasette.urls.path(catalogue.address("maker" if is_agent else "work", id_)))


def _described(connection: sqlite3.Connection, shown: Offered, id_: str, t: Translator) -> Json | None:
    """What a preview says: name and description, an open image, places, roles, the licence."""
    things = properties.things(connection, shown, [id_])
    if id_ not in things:
        return None
    said = {
        name: [one.get("str") for one in properties.read(connection, shown, properties.PROPERTIES[name],
                                                         list(things.values()), t.lang)[id_]]
        for name in ("image", "licence", "place", "role")
    }  # fmt: skip
    return answers.describe(connection, shown, list(things.values()), t)[id_] | said


async def _ask(datasette: Any, function: Callable[[sqlite3.Connection, Offered], T]) -> T:
    """Run a reading function on the catalogue, with what of it is offered."""
    database = where.catalogue(datasette)
    stamp = where.stamp(database)
    found: T = await database.execute_fn(lambda db: function(db, offered.of(database, db, stamp)))
    return found


async def _answered(datasette: Any, request: Any, answer: Callable[[dict[str, str], Translator], Any]) -> Any:
    """JSON for any origin, or a call of the function that the client named; a fault says what is wrong."""
    from datasette.utils.asgi import Response

    if request.method == "OPTIONS":
        return Response.text("", headers=_CORS)
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    callback, status = request.args.get("callback"), 200
    try:
        given = await _given(request)
        callback = given.get("callback")
        if callback is not None and not _CALLBACK.fullmatch(callback):
            callback = None
            raise UsageError("callback is no name of a function.", "Letters, digits, «_», «$» and «.» only.")
        said = await answer(given, _translator(request))
    except UsageError as error:
        status, said = 400, {"error": {"code": "bad-request", "message": error.message, "hint": error.hint}}
    text = json.dumps(said, ensure_ascii=False)
    if callback is None:
        return Response(text, status=status, headers=_CORS, content_type="application/json; charset=utf-8")
    safe = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Response(
        f"/**/{callback}({safe});", status=status, headers=_CORS, content_type="application/javascript; charset=utf-8"
    )


async def _given(request: Any) -> dict[str, str]:
    """The parameters of the address and of a form. Raises UsageError where a form is too long, or none."""
    given = {name: request.args[name] for name in request.args}
    if request.method != "POST":
        return given
    body = b""
    more = True
    while more:
        message = await request.receive()
        body += message.get("body", b"")
        more = bool(message.get("more_body"))
        if len(body) > asked.MOST_BYTES:
            raise UsageError(f"more than {asked.MOST_BYTES:,} bytes are too many.", "Ask in smaller batches.")
    try:
        return given | dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=20))
    except ValueError as error:
        raise UsageError(f"the form can't be read: {error}.", "Post queries=… in UTF-8, urlencoded.") from error


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 7 else None


def _library(datasette: Any) -> str:
    """What the library is called: the title that its metadata says, else ours."""
    return str(datasette.metadata("title") or "culturedata")
