"""Judging recommenders offline."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from culturedata.cli._output import (
    HERE,
    Domain,
    JsonOption,
    LibraryOption,
    Options,
    note,
    opened,
    options,
    print_json,
    print_table,
)
from culturedata.cli.recommending import _judged
from culturedata.cli.recommending._judged import Folds, Jobs, Length, OwnTime, Seed
from culturedata.cli.recommending._rerank import RerankOptions, chains

if TYPE_CHECKING:
    from culturedata.data.slates import Measurement
    from culturedata.evaluate.groups import Exposure
    from culturedata.workflow.judge import Asked, Evaluation
    from culturedata.workflow.judging.costs import Cost

SPLITS = ("folds", "random", "time", "at", "last", "cold-works", "cold-users")
SHOWN = ("rmse", "mae", "ndcg", "recall", "precision", "hit-rate", "coverage", "gini", "diversity", "novelty")
Names = Annotated[list[str], typer.Argument(metavar="RECOMMENDER…", help="Recommenders to judge.")]
Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--split",
        help=f"{', '.join(SPLITS)}; again for several.",
        show_default="folds and time; of plays time, or random where none is known",
    ),
]
Metrics = Annotated[
    list[str] | None,
    typer.Option("--metric", help="See metric list; again for several, or all.", show_default=", ".join(SHOWN)),
]
Compare = Annotated[bool, typer.Option("--compare", help="Who is better than whom, or tied with them.")]
Rerank = Annotated[
    list[str] | None,
    typer.Option("--rerank", help="Judged behind each, too, see reranker list; A+B for one after the other."),
]
Curve = Annotated[
    bool, typer.Option("--curve", help="Learn from growing shares of the training part, too; not on folds.")
]
By = Annotated[
    list[str] | None,
    typer.Option("--by", help="How much is shown of each country, period or gender (of makers); again for several."),
]
Keep = Annotated[bool, typer.Option("--keep", help="Keep it all in the library, for the page /evaluation.")]

app = typer.Typer()
metric = typer.Typer(no_args_is_help=True, help="The metrics there are.")
app.add_typer(metric, name="metric")


@metric.command("list", epilog="Example: culturedata metric list")
def list_(as_json: JsonOption = False) -> None:
    """The metrics there are."""
    from culturedata.evaluate.offline import METRICS

    found = METRICS.members().values()
    if as_json:
        print_json([{"name": m.name, "title": m.summary} for m in found])
        return
    print_table(("metric", ""), ((m.name, m.summary) for m in found))


@app.command(epilog="Example: culturedata evaluate popular svd --split time --split cold-users --compare -L demo")
def evaluate(
    names: Names,
    library: LibraryOption = HERE,
    domain: Domain = "film",
    split: Kinds = None,
    metrics: Metrics = None,
    folds: Folds = 5,
    k: Length = 10,
    seed: Seed = 0,
    jobs: Jobs = 1,
    option: Options = None,
    rerank: Rerank = None,
    rerank_option: RerankOptions = None,
    own_time: OwnTime = True,
    compare: Compare = False,
    curve: Curve = False,
    by: By = None,
    keep: Keep = False,
    as_json: JsonOption = False,
) -> None:
    """How good recommenders are, each figure with its 95% interval and the people whom it leaves out.

    Folds are judged by predicted ratings only, all other splits by slates, too. Behind a reranker only slates are: what
    it costs and gives is told by --compare. On cold-works only the works that
    nobody was seen with compete. Seconds are by the clock on the wall: noisy.
    """
    from culturedata.workflow import judge
    from culturedata.workflow.judging import keeping, parts
    from culturedata.workflow.train import RECOMMENDERS, data, make

    kinds = [parts.known(kind) for kind in dict.fromkeys(_both(split or []))]
    for name in names:
        RECOMMENDERS.member(name)
    behind = [(), *chains(rerank, rerank_option)]
    entrants = [judge.Entrant(name, options(option), chain) for name in dict.fromkeys(names) for chain in behind]
    chosen, shares = _metrics(metrics), judge.SHARES if curve else ()
    with opened(library, write=keep) as lib:
        dataset, documents = data(lib, domain)
        asked = judge.Asked(chosen, k, seed, folds, jobs, judge.groups_of(lib, documents, by or ()), own_time)
        kinds = kinds or list(parts.usual(dataset))
        found = judge.evaluate(dataset, documents, entrants, kinds, asked, pairs=compare, shares=shares, tell=note)
        if keep:
            keeping.keep(lib, dataset, found, asked)
        on = judge.described(lib, dataset, seed)
    if by and not any(judged.exposures for judged in found.judged):
        note(
            "Nothing is said of groups: no slates were made. Ask for a split other than folds, and a metric of slates."
        )
    if as_json:
        print_json(_said(found, asked, dataset.fingerprint))
        return
    note(on)
    _show(found)
    if any(one.metric in judge.RATING_METRICS for one in found.measurements):
        timed = [one.name for one in entrants if make(one.name, one.options).knows_time]
        if said := _judged.told(timed, own_time):
            note(said)


def _both(kinds: list[str]) -> list[str]:
    """«both», the word of the version before for folds and time, is these two."""
    return [one for kind in kinds for one in (("folds", "time") if kind == "both" else (kind,))]


def _metrics(names: list[str] | None) -> tuple[str, ...]:
    """The metrics that were asked for. Raises UnknownName."""
    from culturedata.evaluate.offline import METRICS

    if names == ["all"]:
        return tuple(METRICS.members())
    return tuple(METRICS.member(name).name for name in dict.fromkeys(names or SHOWN))


def _said(found: Evaluation, asked: Asked, fingerprint: str) -> dict[str, Any]:
    """An evaluation as `--json` prints it; the points of the curve are measurements, each with its share."""
    from culturedata.workflow.judging import keeping

    points = [{**asdict(one), "share": share} for share, judged in found.curve for one in judged.measurements]
    return {
        "measurements": [asdict(one) for one in found.measurements],
        "differences": keeping.differences(found, asked, fingerprint),
        "costs": [row for judged in found.judged for row in keeping.costs(judged, asked, fingerprint)],
        "curve": points,
        "groups": [{**asdict(one), "split": judged.split} for judged in found.judged for one in judged.exposures],
    }


def _show(found: Evaluation) -> None:
    print_measurements(found.measurements)
    if found.differences:
        print_table(
            ("", "beside", "metric", "difference", "95% interval", "p, of all pairs", "verdict", "split"),
            ((one.one, one.other, compared.metric, *_judged.difference(one), f"{one.adjusted:.4f}", one.verdict,
              compared.split) for compared in found.differences for one in (compared.difference,)),
        )  # fmt: skip
    if found.curve:
        columns = ("recommender", "metric", "learnt from", "figure", "95% interval", "split")
        points = ((one, f"{share:.0%}") for share, judged in found.curve for one in judged.measurements)
        print_table(columns, ((*_line(one)[:2], share, *_line(one)[2:4], one.split) for one, share in points))
    _show_groups(found)
    for judged in found.judged:
        note(f"{judged.entrant.title}, {judged.split}: {'; '.join(map(_cost, judged.costs))}")
    note("Seconds are by the clock on the wall, whatever else the machine did: a rough guide only.")


def _show_groups(found: Evaluation) -> None:
    shown = [(one, judged.split) for judged in found.judged for one in judged.exposures]
    columns = ("recommender", "", "group", "of the catalogue", "of what people knew", "of what is shown",
               "95% interval", "split")  # fmt: skip
    if shown:
        print_table(columns, ((*_group(one), split) for one, split in shown))


def _group(one: Exposure) -> tuple[str, ...]:
    shares = ("" if share is None else f"{share:.1%}" for share in (one.catalogue, one.profile, one.shown))
    interval = "" if one.low is None or one.high is None else f"{one.low:.1%}–{one.high:.1%}"
    return one.recommender, one.kind, one.group, *shares, interval


def _cost(one: Cost) -> str:
    """«train 80,367 in 1.44 s, peak +8 MB»."""
    peak = "" if one.peak_mb is None else f", peak +{one.peak_mb:.0f} MB"
    return f"{one.step} {one.counted:,} in {one.seconds:.2f} s{peak}"


def print_measurements(measured: list[Measurement]) -> None:
    """A table of measurements."""
    columns = ("recommender", "metric", "figure", "95% interval", "people", "undefined", "split")
    print_table(columns, map(_line, measured))


def _line(one: Measurement) -> tuple[Any, ...]:
    """A measurement as cells of a table."""
    name = one.metric if one.k is None else f"{one.metric}@{one.k}"
    return one.recommender, name, *_judged.figure(one), one.users, one.undefined, one.split
