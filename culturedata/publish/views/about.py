"""The pages about a word, an institution and a source: what is known of it, and its works, to be narrowed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urlencode

from culturedata.publish import where
from culturedata.publish.views import rows
from culturedata.publish.views.catalogue import PER_PAGE, filters_of, render, whole_number
from culturedata.publish.words.language import Translator, choose
from culturedata.publish.words.of_subjects import permits
from culturedata.store.catalogue import about, facets
from culturedata.store.catalogue.facets import Division
from culturedata.store.catalogue.search import Filters, search
from culturedata.store.catalogue.works import Row
from culturedata.store.catalogue.works import rows as read

_NARROW = ("domain", "source", "decade", "open_image")
Known = Callable[[Any, str], Row | None]
Listed = Callable[[Any, Filters, int, int], Sequence[str]]


async def term(datasette: Any, request: Any) -> Any:
    """`/term/ID`: a word, those broader and narrower, and the works that it describes."""
    return await _page(datasette, request, "term", about.term, "term")


async def institution(datasette: Any, request: Any) -> Any:
    """`/institution/ID`: who owns or keeps works, and these."""
    return await _page(datasette, request, "institution", about.institution, "holder")


async def source(datasette: Any, request: Any) -> Any:
    """`/source/NAME`: its licence in plain words, counts, last import, what is not known, and its works."""
    return await _page(datasette, request, "source", about.source, "source")


async def _page(datasette: Any, request: Any, kind: str, known: Known, filter_: str) -> Any:
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    id_ = unquote(request.url_vars["id"])
    said = await where.catalogue(datasette).execute_fn(lambda connection: known(connection, id_))
    if said is None:
        return await render(datasette, request, "missing", status=404, what=f"unknown:{kind}", work_id=id_)
    return await render(
        datasette,
        request,
        "about",
        kind=kind,
        said=said,
        name=_name(kind, said, Translator(choose(request))),
        permits=permits(said["licence_url"], said["licence"]) if kind == "source" else "",
        **await works_of(datasette, request, filter_, id_),
    )


async def works_of(
    datasette: Any,
    request: Any,
    filter_: str,
    id_: str,
    listed: Listed | None = None,
    divided: Division | None = None,
    place: str = "",
) -> dict[str, Any]:
    """What the part of a page with its works shows: those of one page, in the order of `listed` or by title, how all
    of them divide, and what they are narrowed by.

    `divided` is how they do before they are narrowed, if that is known. Links lead to the `place` on the page.
    """
    filters = _limited(filters_of(request), filter_, id_)
    known = divided if filters == _limited(Filters(), filter_, id_) else None
    number = max(1, whole_number(request.args.get("page")) or 1)
    cards, divisions, sources = await where.catalogue(datasette).execute_fn(
        lambda connection: _works(connection, filters, number, listed or _by_title, known)
    )
    total = sum(n for _, n in divisions["domain"])
    asked = {name: getattr(filters, name) for name in _NARROW if name != filter_}
    chosen = {name: request.args.get(name) for name, one in asked.items() if one is not False and one not in (None, "")}

    def url(page: int = 1, **changed: Any) -> str:
        asked = {**chosen, **changed, "page": page if page > 1 else None}
        kept = urlencode([(name, value) for name, value in asked.items() if value is not None])
        return f"{request.path}?{kept}{place}" if kept else f"{request.path}{place}"

    return {
        "total": total,
        "cards": cards,
        "divisions": {
            name: of for name, of in divisions.items() if name != filter_ and (name in chosen or _parts(of, total))
        },
        "chosen": chosen,
        "sources": sources,
        "url": url,
        "search_url": f"{datasette.urls.path('/search')}?{urlencode({filter_: id_, **chosen})}",
        "page": number,
        "last": max(1, -(-total // PER_PAGE)),
        "page_url": url,
    }


def _limited(filters: Filters, filter_: str, id_: str) -> Filters:
    """What the page narrows by, and nothing else, within what it is about."""
    kept = Filters(filters.domain, filters.source, filters.decade, filters.open_image)
    within: dict[str, Any] = {filter_: id_}
    return replace(kept, **within)


def _works(
    connection: Any, filters: Filters, number: int, listed: Listed, divided: Division | None
) -> tuple[list[Row], dict[str, Any], dict[str, Row]]:
    """The cards of one page of works, how all of them divide, and how each source is called."""
    ids = list(listed(connection, filters, PER_PAGE, (number - 1) * PER_PAGE))
    cards = rows.card_of(connection, ids)
    sources = {one["source"]: one for one in read(connection, "SELECT source, title, title_fr FROM sources")}
    return [cards[id_] for id_ in ids], divided or facets.divided(connection, filters), sources


def _by_title(connection: Any, filters: Filters, limit: int, offset: int) -> list[str]:
    return [hit.item for hit in search(connection, "", filters, limit=limit, offset=offset).hits]


def _parts(division: list[tuple[Any, int]], total: int) -> bool:
    """Whether some choice would leave works out."""
    return any(n < total for _, n in division)


def _name(kind: str, said: Row, t: Translator) -> str:
    return t.of(said, {"term": "label", "institution": "name", "source": "title"}[kind])
