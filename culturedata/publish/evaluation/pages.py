"""`/evaluation` and `/prize`: what `evaluate --keep` and `prize --keep` put into the library.

Both show means over many people, to everybody who may see the catalogue; see `stored` for figures of few.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any
from urllib.parse import urlencode

from culturedata.publish import where
from culturedata.publish.evaluation import charts, stored
from culturedata.publish.evaluation.charts import Figure
from culturedata.publish.evaluation.stored import LEAST, LOWER, TOGETHER, Judged, Key
from culturedata.publish.views.catalogue import render
from culturedata.publish.words.interface import WORDS
from culturedata.publish.words.language import Translator, choose
from culturedata.store.people import measurements
from culturedata.store.people.measurements import Row

FIRST = ("ndcg", "rmse", "precision")  # what is shown unless something is asked for
AGAINST = ("diversity", "novelty", "coverage")
PRIZE, QUIZ, TEST = "prize, ", ": quiz", ": test"
REFERENCE, MILLION = "baseline", 0.9
PRIVATE = {"Cache-Control": "private, no-store"}


async def evaluation(datasette: Any, request: Any) -> Any:
    """The figures of one split in a table, and pictures of them, each with the table that it shows."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    judged = await _sets(datasette)
    sets = [row for row in judged or () if not row["split"].startswith(PRIZE)]
    if not sets:
        return await render(datasette, request, "evaluation", headers=PRIVATE, on=None, older=judged is None)
    on = next((row for row in sets if _named(row) == request.args.get("of")), sets[0])
    found = await _read(datasette, request, on)
    t = Translator(choose(request))
    key = _chosen(found.keys, request.args.get("metric"), FIRST)
    against = _chosen([one for one in found.keys if one != key], request.args.get("against"), AGAINST)
    return await render(
        datasette,
        request,
        "evaluation",
        headers=PRIVATE,
        on=on,
        sets=[(_named(row), row) for row in sets],
        chosen=_named(on),
        found=found,
        key=key,
        against=against,
        keys=[(_key(one), one) for one in found.keys],
        title=lambda one: title(t, one),
        told=lambda mine, what: _told(t, mine, what),
        lower=LOWER,
        together=TOGETHER,
        least=LEAST,
        group_name=lambda kind, label: group_name(t, kind, label),
        **_pictures(t, found, key, against),
    )


def title(t: Translator, key: Key) -> str:
    """«NDCG, the relevant on top @10»; a metric of another package by its name."""
    name, k = key
    try:
        said = t(f"metric:{name}")
    except KeyError:
        said = name
    return said if k is None else f"{said}, k = {k}"


def group_name(t: Translator, kind: str, label: str) -> str:
    """What a group of works is called: a country, a decade, a gender, or nothing known."""
    if (key := f"group:{label}") in WORDS:
        return t(key)
    if kind == "period":
        return t.decade(int(label.removesuffix("s")))
    return _in_french().get(label, label) if kind == "country" and t.lang == "fr" else label


@cache
def _in_french() -> dict[str, str]:
    """Countries in French by their English names (Unicode CLDR)."""
    from babel import Locale

    english, french = (Locale(lang).territories for lang in ("en", "fr"))
    return {name: french[code] for code, name in english.items() if code in french}


def _told(t: Translator, mine: dict[str, Figure], what: str) -> str:
    """What a picture shows, in words for who can't see it; its table says the rest."""
    means = [one.mean for one in mine.values()]
    return t("evaluation:picture", what=what, n=len(means), low=t.fixed(min(means)), high=t.fixed(max(means)))


def _pictures(t: Translator, found: Judged, key: Key | None, against: Key | None) -> dict[str, Any]:
    """All pictures of the page that there are figures for, and the figures themselves, for their tables."""
    if key is None:
        return {"mine": {}, "bars": {}, "pairs": {}, "curves": {}, "spent": {}}
    mine = _of(found, key)
    out: dict[str, Any] = {"mine": mine, "bars": charts.bars(mine)[0] if mine else {}}
    other = _of(found, against) if against else {}
    pairs = {name: (other[name], mine[name]) for name in mine if name in other}
    out["pairs"], out["plane_of_pairs"] = pairs, charts.plane(pairs, t.figure, t.figure) if pairs else None
    curves = found.curves.get(key, {})
    given = {name: [(share, stored.figure(row)) for share, row in points] for name, points in curves.items()}
    out["curves"] = given
    out["shares"] = sorted({share for points in given.values() for share, _ in points})
    out["lines_of_curves"] = charts.lines(given, lambda share: t.figure(100 * share), t.figure) if given else None
    spent = {name: _spent(found.costs[name], key) for name in mine if name in found.costs}
    out["spent"] = found.costs
    seconds = {name: (Figure(cost[0]), mine[name]) for name, cost in spent.items()}
    memory = {name: (Figure(cost[1]), mine[name]) for name, cost in spent.items() if cost[1] is not None}
    out["time"] = charts.plane(seconds, t.figure, t.figure, log_x=True) if seconds else None
    out["memory"] = charts.plane(memory, t.figure, t.figure, log_x=True) if memory else None
    return out


def _of(found: Judged, key: Key) -> dict[str, Figure]:
    """Each recommender's figure of a metric, the best first."""
    known = {name: stored.figure(mine[key]) for name, mine in found.figures.items() if stored.has(mine, key)}
    return dict(sorted(known.items(), key=lambda one: one[1].mean if key[0] in LOWER else -one[1].mean))


def _spent(costs: dict[str, Row], key: Key) -> tuple[float, float | None]:
    """Seconds and megabytes to learn, and to answer: with slates for a metric of slates, else with ratings."""
    steps = [costs[step] for step in ("train", "predict" if key[1] is None else "recommend") if step in costs]
    peaks = [row["peak_mb"] for row in steps if row["peak_mb"] is not None]
    return sum(row["seconds"] for row in steps), max(peaks, default=None)


def _chosen(keys: list[Key], asked: str | None, first: tuple[str, ...]) -> Key | None:
    """The metric that was asked for, else one of the `first` that there is, else any."""
    by_name = next((key for key in keys if _key(key) == asked), None)
    usual = next((key for name in first for key in keys if key[0] == name), None)
    return by_name or usual or (keys[0] if keys else None)


def _key(key: Key) -> str:
    return key[0] if key[1] is None else f"{key[0]}@{key[1]}"


def _named(row: Row) -> str:
    """What a page's address calls a set of figures."""
    return f"{row['fingerprint'][:12]}, {row['seed']}, {row['split']}"


async def _sets(datasette: Any) -> list[Row] | None:
    """What was judged; None where the file is of an older version, which only a command of ours brings up to date."""
    audience = where.audience(datasette)
    if audience is None:
        return []
    found: list[Row] | None = await audience.execute_fn(
        lambda db: measurements.judged(db) if measurements.is_current(db) else None
    )
    return found


async def _read(datasette: Any, request: Any, on: Row) -> Judged:
    everything = where.is_owner(request.actor) or where.is_local(request)
    audience = where.audience(datasette)
    assert audience is not None
    found: Judged = await audience.execute_fn(lambda connection: stored.read(connection, on, everything))
    return found


# -- the Prize -------------------------------------------------------------------------------------------------------


async def prize(datasette: Any, request: Any) -> Any:
    """The leaderboard: RMSE on the quiz with its interval, and on the hidden test once that was revealed."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    judged = await _sets(datasette)
    sets = [row for row in judged or () if row["split"].startswith(PRIZE) and row["split"].endswith(QUIZ)]
    if not sets:
        return await render(datasette, request, "prize", headers=PRIVATE, on=None, older=judged is None)
    on = next((row for row in sets if _named(row) == request.args.get("of")), sets[0])
    found = await _read(datasette, request, on)
    quiz = _rmse(found)
    hidden = {**on, "split": on["split"].removesuffix(QUIZ) + TEST}
    test = _rmse(await _read(datasette, request, hidden))
    wanted = {half: MILLION * of[REFERENCE].mean for half, of in (("quiz", quiz), ("test", test)) if REFERENCE in of}
    drawn, scale = charts.bars(quiz, [wanted["quiz"]] if "quiz" in wanted else []) if quiz else ({}, None)
    return await render(
        datasette,
        request,
        "prize",
        headers=PRIVATE,
        on=on,
        sets=[(_named(row), row) for row in sets],
        chosen=_named(on),
        page_url=lambda of: f"{request.path}?{urlencode({'of': of})}",
        quiz=quiz,
        test=test,
        marks={name: mark for (name, _), mark in found.marks.items()},
        paired=("rmse", None) in found.compared or len(quiz) < 2,
        wanted=wanted,
        bars=drawn,
        line=scale(wanted["quiz"]) if scale and "quiz" in wanted else None,
        best={half: next(iter(of)) for half, of in (("quiz", quiz), ("test", test)) if of},
        halves={"quiz": quiz, "test": test},
        reference=REFERENCE,
        weights=await _weights(datasette, on),
        least=LEAST,
    )


def _rmse(found: Judged) -> dict[str, Figure]:
    """Each entrant's RMSE, the best first."""
    return _of(found, ("rmse", None))


async def _weights(datasette: Any, on: Row) -> dict[str, float]:
    """The weights in the newest blend of a prize, by recommender."""
    audience = where.audience(datasette)
    assert audience is not None
    rows: list[Row] = await audience.execute_fn(lambda connection: measurements.figures(connection, on))
    blends = [json.loads(row["config"]) for row in rows if row["recommender"] == stored.BLEND]
    weights: dict[str, float] = blends[-1].get("weights", {}) if blends else {}
    return weights
