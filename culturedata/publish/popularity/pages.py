"""`/popularity`: which works are most popular depends on the measure, and this page shows how much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from culturedata.errors import ModelError
from culturedata.publish import where
from culturedata.publish.evaluation import charts
from culturedata.publish.evaluation.charts import Figure
from culturedata.publish.evaluation.pages import PRIVATE
from culturedata.publish.evaluation.stored import LEAST
from culturedata.publish.popularity import read
from culturedata.publish.popularity.read import Popular
from culturedata.publish.views.catalogue import render
from culturedata.publish.words.language import Translator, choose
from culturedata.signals import most_popular
from culturedata.signals.agreement import Agreement
from culturedata.signals.most_popular import day, top
from culturedata.store.library import Library

SHOWN = 10
FIRST, AGAINST = "people", ("bayesian-mean", "plays")
Made = TypeVar("Made")


async def page(datasette: Any, request: Any) -> Any:
    """The first works by a measure, its agreement with every other one, and the works that move most."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    domains = await _kept(datasette, "domains", most_popular.domains) if where.audience(datasette) else []
    if not domains:
        return await render(datasette, request, "popularity", headers=PRIVATE, on=None)
    asked = request.args.get("domain")
    domain = asked if asked in domains else domains[0]
    try:
        popular = await _kept(datasette, domain, lambda library: read.read(library, domain))
    except ModelError:  # of ratings nobody says on which scale they are
        return await render(datasette, request, "popularity", headers=PRIVATE, on=None)
    t = Translator(choose(request))
    measure, against = _chosen(popular, request.args.get("measure"), request.args.get("against"))

    def ask(_: Any) -> dict[str, Any]:
        first = top(popular.of[measure], SHOWN)
        moved = popular.moves(measure, against, SHOWN) if against else []
        with read.opened(datasette) as library:
            names = read.named(library, popular, [*first, *(move.work for move in moved)], t.lang)
        return {"first": first, "moved": moved, "names": names, "agreed": popular.agreements(measure)}

    found = await where.catalogue(datasette).execute_fn(ask)
    return await render(
        datasette,
        request,
        "popularity",
        headers=PRIVATE,
        on=popular,
        domain=domain,
        domains=domains,
        least=LEAST,
        measure=measure,
        against=against,
        called=lambda name: called(t, name),
        decimals=lambda name: decimals(popular.of[name]),
        data=popular.known.interactions,
        until=day(popular.known.at - 1) if popular.known.at is not None else None,
        **found,
        **_bars(found["agreed"]),
    )


def called(t: Translator, name: str) -> str:
    """What a measure is called; one of another package by its name."""
    try:
        return t(f"popularity:by:{name}")
    except KeyError:
        return name


def decimals(figures: npt.NDArray[np.float64]) -> int:
    """With how many decimals the figures of a measure are shown: 0 if all that are defined are whole, else 3."""
    defined = figures[np.isfinite(figures)]
    return 0 if np.array_equal(defined, np.round(defined)) else 3


def _chosen(popular: Popular, measure: str | None, against: str | None) -> tuple[str, str | None]:
    """The measures that were asked for, where they are defined; else by people, against the first of the usual."""
    one = measure if measure in popular.of else FIRST
    others = [name for name in popular.of if name != one]
    usual = (name for name in (against, *AGAINST, *others) if name in others)
    return one, next(usual, None)


def _bars(agreed: dict[str, Agreement]) -> dict[str, Any]:
    """Each agreement as a bar with its interval, all to one scale, and where 0 lies on it."""
    given = {name: Figure(one.tau or 0.0, *one.tau_interval) for name, one in agreed.items()}
    if not given:
        return {"bars": {}, "zero": None}
    drawn, scale = charts.bars(given, [0.0, 1.0])
    return {"bars": drawn, "zero": scale(0.0)}


async def _kept(datasette: Any, key: str, make: Callable[[Library], Made]) -> Made:
    """What `make` makes of the library, made again once one of its two files has changed."""
    catalogue, audience = where.catalogue(datasette), where.audience(datasette)
    stamps = (where.stamp(catalogue), where.stamp(audience))
    kept: dict[str, Any]
    since, kept = getattr(catalogue, "_culturedata_popularity", (None, {}))
    if since != stamps:
        kept = {}
        catalogue._culturedata_popularity = (stamps, kept)
    if key not in kept:

        def ask(_: Any) -> Made:
            with read.opened(datasette) as library:
                return make(library)

        kept[key] = await catalogue.execute_fn(ask)
    found: Made = kept[key]
    return found
