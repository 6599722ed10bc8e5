"""The pages: each view gathers plain data, a template shows it. Nothing is trained or computed for a page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, unquote, urlencode

from culturedata.publish import citation, where
from culturedata.publish.exhibitions import pages as exhibition_pages
from culturedata.publish.views import covers, documents, makers, passages, people, rows
from culturedata.publish.views import front as front_page
from culturedata.publish.views import home as home_page
from culturedata.publish.views import openness as openness_pages
from culturedata.publish.words.language import COOKIE, Translator, choose
from culturedata.store.catalogue import crossings, elsewhere, facets, works
from culturedata.store.catalogue import search as searching
from culturedata.vocabularies import DOMAINS, LANGUAGES

PER_PAGE = 24
COUNTED = 5_000  # works of which the words are counted at each search, at most
LINKED = ("women", "facet", "term", "holder", "agent")  # filters that a link sets, not a field
_NAMED = {"term": ("terms", "term_id"), "holder": ("agents", "agent_id"), "agent": ("agents", "agent_id")}
# Filters whose values have a page.
_ABOUT = {"term": "term", "holder": "institution", "agent": "maker", "source": "source"}
_POLICY = "default-src 'self'; img-src 'self' https: http: data:; object-src 'none'; base-uri 'none'"


def web(url: str | None) -> str:
    """An address that a page may link to; «#» for what is not on the web, such as a script in a record."""
    return url if url and url.lower().startswith(("https://", "http://")) else "#"


def address(kind: str, id_: str) -> str:
    """The path of the page about `id_`: «/work/tate:A00001»."""
    return f"/{kind}/{quote(id_, safe=':')}"


async def render(
    datasette: Any,
    request: Any,
    template: str,
    status: int = 200,
    headers: Mapping[str, str] = MappingProxyType({}),
    **context: Any,
) -> Any:
    """A page in the visitor's language; remembers the language if it was just chosen."""
    from datasette.utils.asgi import Response

    lang = choose(request)
    translator = Translator(lang)
    said = {
        "t": translator,
        "lang": lang,
        "cover": covers.drawn,
        "web": web,
        "divided": passages.divided,
        "in_lines": passages.lines,
        "pieces": passages.pieces,
        "switch_url": _switched(request, translator.other),
        "path_of": datasette.urls.path,
        "page_of": lambda kind, id_: datasette.urls.path(address(kind, id_)),
        "data_url": datasette.urls.database(where.catalogue(datasette).name),
        "judged_shown": where.audience(datasette) is not None,
        "people_shown": where.is_owner(request.actor) or where.is_local(request),
    }
    html = await datasette.render_template(f"culturedata/{template}.html", {**said, **context}, request=request)
    response = Response.html(
        html, status=status, headers={"Vary": "Accept-Language, Cookie", "Content-Security-Policy": _POLICY, **headers}
    )
    if request.args.get("lang") == lang:
        response.set_cookie(COOKIE, lang, max_age=365 * 24 * 3600, samesite="lax")
    return response


def _switched(request: Any, other: str) -> str:
    kept = [(k, v) for k, v in _arguments(request) if k != "lang"]
    return f"{request.path}?{urlencode([*kept, ('lang', other)])}"


def _arguments(request: Any) -> list[tuple[str, str]]:
    return [(key, value) for key in request.args for value in request.args.getlist(key)]


async def _ask(datasette: Any, function: Callable[..., Any], *values: Any) -> Any:
    """Run a reading function on the catalogue's connection."""
    return await where.catalogue(datasette).execute_fn(lambda connection: function(connection, *values))


async def front(datasette: Any, request: Any) -> Any:
    """`/`: the composed page of a stranger, or the catalogue's own rows; the domains, and the search box."""
    return await front_page.page(datasette, request, render)


async def find(datasette: Any, request: Any) -> Any:
    """`/search`: full text with filters, twenty-four works a page."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    text = request.args.get("q") or ""
    filters = filters_of(request)
    page = max(1, whole_number(request.args.get("page")) or 1)
    found = await _ask(datasette, _found, text, filters, page)
    cards = await _ask(datasette, rows.card_of, [hit.item for hit in found.hits])
    choices = await _ask(datasette, _choices)
    divisions = await _ask(datasette, facets.divided, filters, found.read) if found.total else {}
    counted = 0 < found.total <= COUNTED and not filters.term  # a word takes the place of another one
    common = await _ask(datasette, facets.common, filters, found.read) if counted else []
    kept = [(k, v) for k, v in _arguments(request) if k not in ("page", "lang") and v]
    narrowed = await _ask(datasette, _narrowed, filters, Translator(choose(request)))

    def without(name: str) -> str:
        gone = ("facet", "term") if name == "term" else (name,)
        return f"{request.path}?{urlencode([(k, v) for k, v in kept if k not in gone])}"

    def narrower(**more: Any) -> str:
        return f"{request.path}?{urlencode([*((k, v) for k, v in kept if k not in more), *more.items()])}"

    return await render(
        datasette,
        request,
        "search",
        text=text,
        filters=filters,
        found=found,
        cards=[cards[hit.item] for hit in found.hits],
        choices=choices,
        narrowed=[(said, without(name)) for name, said in narrowed.items()],
        pages=_pages(datasette, filters, narrowed, choices["sources"], Translator(choose(request))),
        linked=[(k, v) for k, v in kept if k in LINKED],
        divisions={name: of for name, of in divisions.items() if any(n < found.total for _, n in of)},
        common=common,
        sources={one["source"]: one for one in choices["sources"]},
        chosen={},
        url=narrower,
        page=page,
        last=max(1, -(-found.total // PER_PAGE)),
        page_url=lambda n: f"{request.path}?{urlencode([*kept, ('page', n)])}",
    )


def _found(connection: Any, text: str, filters: searching.Filters, page: int) -> searching.Found:
    return searching.search(connection, text, filters, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)


def filters_of(request: Any) -> searching.Filters:
    """What a page of works is limited to, by its address."""
    domain = request.args.get("domain")
    return searching.Filters(
        domain=domain if domain in DOMAINS else None,
        source=request.args.get("source") or None,
        decade=whole_number(request.args.get("decade")),
        open_image=request.args.get("open_image") == "1",
        facet=request.args.get("facet") or None,
        term=request.args.get("term") or None,
        holder=request.args.get("holder") or None,
        agent=request.args.get("agent") or None,
        women=request.args.get("women") == "1",
    )


def _narrowed(connection: Any, filters: searching.Filters, t: Translator) -> dict[str, str]:
    """What the filters without a field of their own limit the search to, in words: «peinture», «Claude Monet»."""
    said = {"women": t("row:women")} if filters.women else {}
    for name, (table, key) in _NAMED.items():
        if id_ := getattr(filters, name):
            named = works.named(connection, table, key, id_)
            said[name] = t.of(named, "name") if named else id_
    return said


def _pages(
    datasette: Any, filters: searching.Filters, narrowed: dict[str, str], sources: list[works.Row], t: Translator
) -> list[tuple[str, str]]:
    """The name and the address of each page about what the search is limited to; none for what nobody knows."""
    titles = {one["source"]: t.of(one, "title") for one in sources}
    named = narrowed | ({"source": titles[filters.source]} if filters.source in titles else {})
    asked = {name: (kind, getattr(filters, name)) for name, kind in _ABOUT.items()}
    return [
        (named[name], datasette.urls.path(address(kind, id_)))
        for name, (kind, id_) in asked.items()
        if named.get(name, id_) != id_
    ]


def whole_number(text: str | None) -> int | None:
    """A whole number, or None; what SQLite can't count to is none."""
    try:
        number = int(text or "")
    except ValueError:
        return None
    return number if abs(number) < 10**9 else None


def _choices(connection: Any) -> dict[str, list[Any]]:
    decades = works.rows(connection, "SELECT DISTINCT decade FROM works WHERE decade IS NOT NULL ORDER BY decade DESC")
    return {
        "sources": works.rows(
            connection,
            """SELECT source, title, title_fr FROM sources AS s
               WHERE EXISTS (SELECT 1 FROM works WHERE source = s.source) ORDER BY title""",
        ),
        "decades": [row["decade"] for row in decades],
    }


async def work(datasette: Any, request: Any) -> Any:
    """`/work/ID`: what it is, who, when, where, rights, source, and ten similar works with reasons; `.json` as data."""
    from datasette.utils.asgi import Response

    await datasette.ensure_permissions(request.actor, ["view-instance"])
    asked = unquote(request.url_vars["work_id"])
    work_id, as_json = (asked.removesuffix(".json"), True) if asked.endswith(".json") else (asked, False)
    if not await _ask(datasette, works.exists, work_id):
        return await render(datasette, request, "missing", status=404, work_id=work_id)
    whole = await _ask(datasette, works.work, work_id)
    if as_json:
        return Response.json(whole)
    cards = await _ask(datasette, rows.card_of, [work_id, *(row["item"] for row in whole["similar"])])
    titles = [title for title in whole["titles"] if title["kind"] != "group"]
    heading_in: dict[str | None, str] = {one["lang"]: one["text"] for one in reversed(titles)}
    lang = choose(request)
    targets = [row["target_id"] for row in whole["relations"] if row["target_id"]]
    related = await _ask(datasette, works.titles_in, targets, lang)
    leads = await _ask(datasette, _leads, whole)
    heading = heading_in.get(lang) or whole["title"]
    pictures = [image for image in whole["images"] if image["open"]]
    return await render(
        datasette,
        request,
        "work",
        work={**whole, f"title_{lang}": heading},
        heading=heading,
        original=next((title for title in titles if title["text"] == whole["title"]), {}),
        makers=[c for c in whole["credits"] if c["role"] != "cast"],
        cast=[c for c in whole["credits"] if c["role"] == "cast"],
        facets=_by_facet(whole["terms"]),
        picture=pictures[0] if pictures else None,
        cards=cards,
        by_line=makers.line(whole["maker"], whole["credits"], Translator(lang)),
        related=related,
        raw=await _ask(datasette, works.record, whole["record_id"]),
        citations=_citations(datasette, request, whole, heading_in),
        json_ld=await documents.in_page(datasette, request, work_id),
        **leads,
    )


def _citations(
    datasette: Any, request: Any, whole: works.Row, titles: dict[str | None, str]
) -> list[citation.Citation]:
    """The work as it is cited in each language; at its source's address if it has one, else at this page's."""
    here = datasette.absolute_url(request, datasette.urls.path(address("work", whole["work_id"])))
    at, day = (whole["url"] if web(whole["url"]) != "#" else here), datetime.now(UTC).date()
    return [citation.cited(whole, titles.get(lang) or whole["title"], at, day, lang) for lang in LANGUAGES]


def _leads(connection: Any, whole: works.Row) -> dict[str, list[works.Row]]:
    """The same work and people in other sources, and works of other arts that this one leads to."""
    links = elsewhere.links(connection, whole)
    return {
        "same_works": elsewhere.works(connection, whole, links),
        "same_people": elsewhere.people(connection, whole, links),
        "crossings": crossings.crossings(connection, whole, links),
    }


def _by_facet(terms: list[works.Row]) -> dict[str, list[works.Row]]:
    found: dict[str, list[works.Row]] = {}
    for term in terms:
        found.setdefault(term["facet"], []).append(term)
    return found


async def record(datasette: Any, request: Any) -> Any:
    """`/record/ID`: the raw record, byte for byte, as text."""
    from datasette.utils.asgi import Response

    await datasette.ensure_permissions(request.actor, ["view-instance"])
    record_id = unquote(request.url_vars["record_id"])
    found = await _ask(datasette, works.raw_record, record_id)
    if found is None:
        return await render(datasette, request, "missing", status=404, work_id=record_id)
    body = found["body"].decode("utf-8", "replace")
    return Response.text(_indented(body) if found["format"] == "json" else body)


def _indented(body: str) -> str:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except ValueError:
        return body


async def nowhere(datasette: Any, request: Any, said: str) -> Any:
    """What any address gets at which there is nothing; `.json` as Datasette says it."""
    from datasette.utils.asgi import Response

    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": said, "status": 404, "title": None}, status=404)
    return await render(datasette, request, "missing", status=404, what="unknown_page", work_id=unquote(request.path))


async def sources(datasette: Any, request: Any) -> Any:
    """`/sources`: where everything comes from, under which licence, and what to beware of."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    found = await _ask(
        datasette,
        works.rows,
        """SELECT s.*, (SELECT count(*) FROM works WHERE source = s.source) AS works FROM sources AS s
           ORDER BY works DESC, source""",
    )
    return await render(datasette, request, "sources", sources=found)


async def user(datasette: Any, request: Any) -> Any:
    """`/user/N`: what was recommended to a person and why; for the owner, or on this machine."""
    return await people.page(datasette, request, render)


async def home(datasette: Any, request: Any) -> Any:
    """`/home` and `/home/N`: a composed page of strangers, or of a person for the owner, or on this machine."""
    return await home_page.page(datasette, request, render)


async def openness(datasette: Any, request: Any) -> Any:
    """`/openness`: how open the collections are, by institution and country, with weights to choose."""
    return await openness_pages.page(datasette, request, render)


async def openness_group(datasette: Any, request: Any) -> Any:
    """`/openness/group`: one institution, country or source in detail."""
    return await openness_pages.group(datasette, request, render)


async def openness_works(datasette: Any, request: Any) -> Any:
    """`/openness/works`: the works behind a figure."""
    return await openness_pages.works(datasette, request, render)


async def exhibitions(datasette: Any, request: Any) -> Any:
    """`/exhibitions`: what was composed from openly licensed pictures."""
    return await exhibition_pages.every(datasette, request, render)


async def exhibition(datasette: Any, request: Any) -> Any:
    """`/exhibition/NAME`: the works of each venue with their labels, to read and to print; `.csv` the order."""
    return await exhibition_pages.one(datasette, request, render)
