"""The pages about a word, an institution and a source: what is known of it, and its works, to be narrowed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urlencode

from culturedata.publish import where
from culturedata.publish.views import rows
from culturedata.publish.views.catalogue import PER_PAGE, filters_of, render, whole_number
from culturedata.publish.words.language import Translator, choose
from culturedata.publish.words.of_subjects import permits
from culturedata.store.catalogue import about
from culturedata.store.catalogue.search import Filters, Found, search
from culturedata.store.catalogue.works import Row
from culturedata.store.catalogue.works import rows as read

_NARROW = ("domain", "source", "decade", "open_image")
Known = Callable[[Any, str], Row | None]


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
    filters = _limited(filters_of(request), filter_, id_)
    number = max(1, whole_number(request.args.get("page")) or 1)
    catalogue = where.catalogue(datasette)
    said = await catalogue.execute_fn(lambda connection: known(connection, id_))
    if said is None:
        return await render(datasette, request, "missing", status=404, what=f"unknown:{kind}", work_id=id_)
    found, cards, divisions, sources = await catalogue.execute_fn(
        lambda connection: _works(connection, filters, number)
    )
    asked = {name: getattr(filters, name) for name in _NARROW if name != filter_}
    chosen = {name: request.args.get(name) for name, one in asked.items() if one is not False and one not in (None, "")}

    def url(page: int = 1, **changed: Any) -> str:
        asked = {**chosen, **changed, "page": page if page > 1 else None}
        kept = urlencode([(name, value) for name, value in asked.items() if value is not None])
        return f"{request.path}?{kept}" if kept else str(request.path)

    return await render(
        datasette,
        request,
        "about",
        kind=kind,
        said=said,
        name=_name(kind, said, Translator(choose(request))),
        permits=permits(said["licence_url"], said["licence"]) if kind == "source" else "",
        total=found.total,
        cards=cards,
        divisions={
            name: of for name, of in divisions.items() if name != filter_ and (name in chosen or _parts(of, found))
        },
        chosen=chosen,
        sources=sources,
        url=url,
        search_url=f"{datasette.urls.path('/search')}?{urlencode({filter_: id_, **chosen})}",
        page=number,
        last=max(1, -(-found.total // PER_PAGE)),
        page_url=url,
    )


def _limited(filters: Filters, filter_: str, id_: str) -> Filters:
    """What the page narrows by, and nothing else, within what it is about."""
    kept = Filters(filters.domain, filters.source, filters.decade, filters.open_image)
    within: dict[str, Any] = {filter_: id_}
    return replace(kept, **within)


def _works(connection: Any, filters: Filters, number: int) -> tuple[Found, list[Row], dict[str, Any], dict[str, Row]]:
    """One page of works with their cards, how all of them divide, and how each source is called."""
    found = search(connection, "", filters, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    cards = rows.card_of(connection, [hit.item for hit in found.hits])
    sources = {one["source"]: one for one in read(connection, "SELECT source, title, title_fr FROM sources")}
    return found, [cards[hit.item] for hit in found.hits], about.divided(connection, filters), sources


def _parts(division: list[tuple[Any, int]], found: Found) -> bool:
    """Whether some choice would leave works out."""
    return any(n < found.total for _, n in division)


def _name(kind: str, said: Row, t: Translator) -> str:
    return t.of(said, {"term": "label", "institution": "name", "source": "title"}[kind])
