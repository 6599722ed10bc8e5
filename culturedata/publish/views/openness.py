"""`/openness`: how open the collections are, weighed by the visitor, one group in detail, the works behind a figure."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from math import isfinite
from typing import Any
from urllib.parse import urlencode

from culturedata.importing.descriptor import descriptors
from culturedata.openness.counting.behind import Behind, behind
from culturedata.openness.counting.extent import Extent, extent
from culturedata.openness.counting.groups import BY, without_doubles
from culturedata.openness.counting.indicators import INDICATORS, LARGE, conditions
from culturedata.openness.counting.shares import Cell, cells
from culturedata.openness.judging import weights
from culturedata.openness.judging.figures import percent
from culturedata.openness.report import Asked, country_names, report
from culturedata.publish import where, world
from culturedata.publish.views import rows

SHOWN = 40  # institutions, and countries, on the page: those with the most works
PER_PAGE = 24
HEAVIEST = 10.0  # weight that the form takes
MOST_REVERSALS = 5
Render = Callable[..., Awaitable[Any]]


def promised() -> dict[str, int]:
    """How many works a whole import of each source brings at least, where its descriptor says so."""
    return {name: one.assertions.min["works"] for name, one in descriptors().items() if "works" in one.assertions.min}


def chosen() -> frozenset[str]:
    """The sources that are samples: chosen and described by somebody else than the institutions."""
    return frozenset(name for name, one in descriptors().items() if one.sampled)


async def page(datasette: Any, request: Any, render: Render) -> Any:
    """`/openness`: institutions and countries in two tables, bars, definitions, and the form of weights."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    weighing = _weights(request)
    min_works = _min_works(request)
    by_institution, by_country = [await _report(datasette, by, weighing, min_works) for by in BY[:2]]
    return await render(
        datasette,
        request,
        "openness",
        reports=[_shortened(by_institution), _shortened(by_country)],
        reversals=by_country["reversals"][:MOST_REVERSALS],
        country_of={row["name"]: row for row in by_country["groups"]},
        weights=weighing,
        min_works=min_works,
        heaviest=HEAVIEST,
        in_percent=percent,
        **_map(_shortened(by_country)["groups"]),
        **_addresses(datasette, request),
    )


async def group(datasette: Any, request: Any, render: Render) -> Any:
    """`/openness/group`: everything counted of one institution, country or source."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    by, name, country = _asked(request)
    found = await _report(datasette, by, _weights(request), _min_works(request)) if by in BY else None
    row = _of(found, name, country) if found else None
    if found and row is None:
        found = await _report(datasette, by, _weights(request), 1)
        row = _of(found, name, country)
    if found is None or row is None:
        return await render(datasette, request, "missing", status=404, what="openness:unknown", work_id=name)
    shown = {"report": found, "row": row, "in_percent": percent}
    return await render(datasette, request, "openness_group", **shown, **_addresses(datasette, request))


async def works(datasette: Any, request: Any, render: Render) -> Any:
    """`/openness/works`: the works that a figure counts, or those that it misses, and the SQL that finds them."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    by, name, country = _asked(request)
    of, without = request.args.get("of") or "works", request.args.get("without") == "1"
    year = datetime.now(UTC).year
    counted, reach = await _cells(datasette, year)
    database = where.catalogue(datasette)
    known = await database.execute_fn(lambda connection: {"works", *conditions(connection, year)})
    if by not in BY or of not in known:
        return await render(datasette, request, "missing", status=404, what="openness:unknown", work_id=of)
    doubles = without_doubles(counted, reach)[1]
    number = _page(request)

    def ask(connection: Any) -> tuple[Behind, int, list[str]]:
        found = behind(connection, by, name, country, of, year, without=without, doubles=doubles)
        return found, found.count(connection), found.page(connection, PER_PAGE, (number - 1) * PER_PAGE)

    found, total, ids = await database.execute_fn(ask)
    cards = await database.execute_fn(lambda connection: rows.card_of(connection, ids))
    addresses = _addresses(datasette, request)
    row = {"by": by, "name": name, "country": country, **(country_names(name) if by == "country" else {})}
    return await render(
        datasette,
        request,
        "openness_works",
        row=row,
        of=of,
        without=without,
        large=LARGE,
        total=total,
        cards=[cards[id_] for id_ in ids],
        page=number,
        last=max(1, -(-total // PER_PAGE)),
        page_url=lambda n: addresses["works_url"](by, row, of, without, n),
        sql=found.sql,
        sql_url=f"{datasette.urls.database(database.name)}?{urlencode({'sql': found.sql, **found.values})}",
        **addresses,
    )


async def _report(datasette: Any, by: str, weighing: dict[str, float], min_works: int) -> dict[str, Any]:
    today = datetime.now(UTC).date()
    counted, reach = await _cells(datasette, today.year)
    asked = Asked(by=by, weights=weighing, min_works=min_works, as_of=today)
    found: dict[str, Any] = await where.catalogue(datasette).execute_fn(
        lambda connection: report(connection, counted, reach, asked)
    )
    return found


async def _cells(datasette: Any, year: int) -> tuple[list[Cell], Extent]:
    """The counts, made again once the catalogue's file or the year has changed."""
    database = where.catalogue(datasette)
    key = (where.stamp(database), year)
    kept = getattr(database, "_culturedata_openness", None)
    if kept is None or kept[0] != key:
        made = await database.execute_fn(
            lambda connection: (cells(connection, year), extent(connection, promised(), chosen()))
        )
        kept = (key, made)
        database._culturedata_openness = kept
    found: tuple[list[Cell], Extent] = kept[1]
    return found


def _shortened(found: dict[str, Any]) -> dict[str, Any]:
    """The report with the groups that have the most works, in the order of their ranks."""
    most = sorted(found["groups"], key=lambda row: -row["works"])[:SHOWN]
    names = {(row["name"], row["country"]) for row in most}
    kept = [row for row in found["groups"] if (row["name"], row["country"]) in names]
    return {**found, "groups": kept, "of": len(found["groups"])}


def _map(countries: list[dict[str, Any]]) -> dict[str, Any]:
    """What the template draws maps from."""
    return {"maps_of": world.maps(countries), "land": world.land(), "radii": world.sizes(countries)}


def _of(found: dict[str, Any], name: str, country: str | None) -> dict[str, Any] | None:
    """The group called `name`; an institution's country must be right too."""
    same = (row for row in found["groups"] if row["name"] == name)
    return next((row for row in same if found["by"] != "institution" or row["country"] == country), None)


def _addresses(datasette: Any, request: Any) -> dict[str, Callable[..., str]]:
    """What the templates link to: a group's page with the weights kept, and the works behind one of its figures."""
    kept = [(key, request.args.get(key)) for key in (*INDICATORS, "min") if request.args.get(key)]

    def named(by: str, row: dict[str, Any]) -> list[tuple[str, Any]]:
        country = [("country", row["country"])] if by == "institution" and row["country"] else []
        return [("by", by), ("name", row["name"]), *country]

    def group_url(by: str, row: dict[str, Any]) -> str:
        return f"{datasette.urls.path('/openness/group')}?{urlencode([*named(by, row), *kept])}"

    def works_url(by: str, row: dict[str, Any], of: str, without: bool = False, page: int = 1) -> str:
        more = [("without", "1")] * without + [("page", str(page))] * (page > 1)
        return f"{datasette.urls.path('/openness/works')}?{urlencode([*named(by, row), ('of', of), *more])}"

    return {"group_url": group_url, "works_url": works_url}


def _asked(request: Any) -> tuple[str, str, str | None]:
    return request.args.get("by") or "", request.args.get("name") or "", request.args.get("country") or None


def _weights(request: Any) -> dict[str, float]:
    """The weights of the form, from 0 to HEAVIEST; 1 for what is no number, and for all if all are 0."""
    given = {name: _weight(request.args.get(name)) for name in INDICATORS}
    return given if any(given.values()) else weights.equal()


def _weight(text: str | None) -> float:
    try:
        number = float((text or "1").replace(",", "."))
    except ValueError:
        return 1.0
    return min(max(number, 0.0), HEAVIEST) if isfinite(number) else 1.0


def _min_works(request: Any) -> int:
    return _whole(request.args.get("min"), Asked().min_works)


def _page(request: Any) -> int:
    return _whole(request.args.get("page"), 1)


def _whole(text: str | None, otherwise: int) -> int:
    """A whole number from 1 to a billion, or else `otherwise`."""
    try:
        number = int(text or "")
    except ValueError:
        return otherwise
    return number if 1 <= number <= 10**9 else otherwise
