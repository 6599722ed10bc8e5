"""The Netflix Prize on the ratings of a library."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from culturedata.cli._output import HERE, Domain, JsonOption, LibraryOption, note, opened, print_json, print_table
from culturedata.cli.recommending import _judged
from culturedata.cli.recommending._judged import Folds, Jobs, OwnTime, Seed

if TYPE_CHECKING:
    from culturedata.data.slates import Measurement
    from culturedata.workflow.prize import Leaderboard, Standing

app = typer.Typer()
PROTOCOLS = ("last", "folds")
ENTERED = ("baseline", "knn-baseline", "slope-one", "svd", "svdpp")
Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[RECOMMENDER]…", help=f"Who takes part; {', '.join(ENTERED)} if none are named."),
]
Protocol = Annotated[
    str, typer.Option(help="last (the last nine ratings of each person, as Netflix did) or folds (random).")
]
Everybody = Annotated[bool, typer.Option("--all", help="Everyone who predicts ratings takes part.")]
Reveal = Annotated[bool, typer.Option("--reveal", help="Show the hidden test half, too: once, at the end.")]
Keep = Annotated[
    bool, typer.Option("--keep", help="Keep the figures of both halves in the library, for the page /prize.")
]


@app.command(epilog="Example: culturedata prize svd knn-baseline --protocol last --reveal -L demo")
def prize(
    names: Names = None,
    library: LibraryOption = HERE,
    domain: Domain = "film",
    protocol: Protocol = "last",
    folds: Folds = 5,
    everybody: Everybody = False,
    reveal: Reveal = False,
    seed: Seed = 0,
    jobs: Jobs = 1,
    own_time: OwnTime = True,
    keep: Keep = False,
    as_json: JsonOption = False,
) -> None:
    """Who predicts ratings best: RMSE on a quiz, how far below the reference, and what the million asks for.

    The reference is «baseline», which stands for Cinematch; a million goes to who is ten per cent below it.
    """
    from culturedata.registry import unknown
    from culturedata.workflow import judge
    from culturedata.workflow import prize as contest
    from culturedata.workflow.train import data, make

    if protocol not in PROTOCOLS:
        raise unknown("protocol", protocol, PROTOCOLS)
    members = contest.entrants() if everybody else list(names or ENTERED)
    with opened(library, write=keep) as lib:
        dataset, documents = data(lib, domain)
        board = contest.play(
            dataset, documents, members, protocol=protocol, folds=folds, seed=seed, jobs=jobs, own_time=own_time,
            tell=note,
        )  # fmt: skip
        if keep:
            contest.keep(lib, dataset, board, revealed=reveal)
        on = judge.described(lib, dataset, seed)
    if as_json:
        print_json(_said(board, reveal))
        return
    note(on)
    _show(board, reveal)
    if said := _judged.told([name for name in members if make(name).knows_time], own_time):
        note(said)


def _said(board: Leaderboard, reveal: bool) -> dict[str, Any]:
    said = asdict(board) | {"tied": sorted(board.tied)}
    if not reveal:
        del said["million"]["test"]
        for one in said["standings"]:
            del one["test"], one["improvement"]["test"]
    return said


def _show(board: Leaderboard, reveal: bool) -> None:
    columns = ["", "recommender", "RMSE on the quiz", "95% interval", "better by", "weight in the blend"]
    if reveal:
        columns[4:4] = ["RMSE on the hidden test", "95% interval"]
    print_table(tuple(columns), (_line(place, one, reveal) for place, one in enumerate(board.standings, 1)))
    half = "test" if reveal else "quiz"
    best = min(board.standings, key=lambda one: _figure(one, half))
    wanted = board.million[half]
    won = "wins the million" if _figure(best, half) <= wanted else "does not win the million"
    if board.tied:
        first, others = board.standings[0].recommender, ", ".join(sorted(board.tied))
        note(f"Tied with {first} on the quiz, within the noise: {others}.")
    note(f"The million asks for {wanted:.4f} on the {half}: {best.recommender}, {_figure(best, half):.4f}, {won}.")


def _figure(one: Standing, half: str) -> float:
    measured: Measurement = one.test if half == "test" else one.quiz
    return measured.mean or 0.0


def _line(place: int, one: Standing, reveal: bool) -> tuple[Any, ...]:
    half = "test" if reveal else "quiz"
    cells: list[Any] = [place, one.recommender, *_judged.figure(one.quiz)]
    if reveal:
        cells += _judged.figure(one.test)
    weight = "" if one.weight is None else f"{one.weight:+.3f}"
    return (*cells, f"{one.improvement[half]:+.2%}", weight)
