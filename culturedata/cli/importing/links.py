"""Joining the works and the agents of two sources, deciding by hand what no rule decides, and taking a join back."""

from __future__ import annotations

import shlex
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from culturedata.cli._group import WithDefault
from culturedata.cli._output import HERE, JsonOption, LibraryOption, note, opened, print_json, print_table
from culturedata.cli._output import path as as_path

if TYPE_CHECKING:
    from culturedata.store.library import Library


def _kind(said: str | None) -> str | None:
    """The kind of links by its word. Raises UnknownName."""
    from culturedata.linking.stored import KINDS
    from culturedata.registry import unknown

    if said is not None and said not in KINDS:
        raise unknown("kind of link", said, KINDS)
    return KINDS[said] if said else None


app = typer.Typer()
link = typer.Typer(
    cls=WithDefault,
    help="Join the same works and agents of two sources; see the joins, decide, undo. `link` alone makes them.",
)
app.add_typer(link, name="link")
Kind = Annotated[str | None, typer.Option("--kind", callback=_kind, help="Only works, or only agents.")]
Limit = Annotated[int, typer.Option(min=1, help="How many at most.")]


@link.command(epilog="Example: culturedata link sample-museum --to tate -L mine")
def make(
    source: Annotated[str, typer.Argument(help="The source whose works and agents are joined.")] = "movielens",
    library: LibraryOption = HERE,
    to: Annotated[str, typer.Option(help="The source to whose works and agents they are joined.")] = "bokeh-films",
    second_opinion: Annotated[
        str | None, typer.Option(help="Ask splink about the agents too: what it doubts becomes a question.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Link SOURCE to another source: by identifiers, else by names, titles, dates, roles and places."""
    from culturedata.cli._progress import Progress
    from culturedata.linking.link import link_sources

    progress = Progress("Linking")
    with opened(library, write=True) as lib:
        done = link_sources(lib, source, to, second=second_opinion, tell=lambda what: progress(what, 0))
    progress.done()
    if as_json:
        print_json(asdict(done))
        return
    rows = [("works", *row) for row in done.methods.items()] + [("agents", *row) for row in done.agent_methods.items()]
    print_table(("kind", "method", "links"), rows)
    note(f"{done.links:,} of {done.works:,} works of {source} linked to {to}, {done.added:,} of them now.")
    if done.agents:
        note(f"{done.agent_links:,} links of its {done.agents:,} agents, {done.agents_added:,} of them now.")
    if done.of_ratings:
        note(f"{done.ratings:,} of {done.of_ratings:,} ratings belong to a linked work.")
    if done.opinions:
        note(f"{second_opinion}: " + ", ".join(f"{what} {count:,}" for what, count in done.opinions.items()) + ".")
    if done.questions:
        note(f"{done.questions:,} pairs wait for you: {_typed(library, 'review')}")
    note(f"All links of this run can be undone: {_typed(library, 'undo', '--run', done.run)}")


@link.command(name="list", epilog="Example: culturedata link list --limit 20 -L demo")
def list_(
    item: Annotated[str | None, typer.Argument(help="Only the links of this work or agent, on either side.")] = None,
    library: LibraryOption = HERE,
    undone: Annotated[bool, typer.Option("--undone", help="Those that were undone, or refused by a person.")] = False,
    gone: Annotated[bool, typer.Option("--gone", help="Only those an end of which is not there any more.")] = False,
    kind: Kind = None,
    limit: Limit = 100,
    as_json: JsonOption = False,
) -> None:
    """The links with score and reason, least certain first."""
    from culturedata.linking.stored import matches

    with opened(library) as lib:
        found = matches(lib.culture, item=item, undone=undone, kind=kind, gone=gone)
    if as_json:
        print_json(found[:limit])
        return
    print_table(
        ("left", "right", "score", "method", "titles", "years"),
        ((m["left_id"], m["right_id"], m["score"], m["method"], _named(m), _pair(m, "years")) for m in found[:limit]),
    )
    note(f"{min(limit, len(found)):,} of {len(found):,} links.")
    away = sum(m["left_gone"] or m["right_gone"] for m in found)
    if away:
        note(f"An end of {away:,} is not there any more; they are kept: {_typed(library, 'list', '--gone')}")


@link.command(epilog="Example: culturedata link review --to tate --kind agents -L mine")
def review(
    source: Annotated[str | None, typer.Argument(help="Only pairs of this source …")] = None,
    library: LibraryOption = HERE,
    to: Annotated[str | None, typer.Option(help="… and of this one.")] = None,
    kind: Kind = None,
    limit: Limit = 50,
    as_json: JsonOption = False,
) -> None:
    """Decide, one by one, the pairs that no rule decides; in a pipe they are only listed. Also a page: /links."""
    from culturedata.linking.stored import questions

    ask = sys.stdin.isatty() and sys.stdout.isatty() and not as_json
    with opened(library, write=ask) as lib:
        found = questions(lib.culture, left=source, right=to, kind=kind, limit=limit)
        if ask:
            _ask(lib, found)
            return
    if as_json:
        print_json(found)
        return
    print_table(
        ("left", "right", "score", "method", "names", "evidence"),
        ((q["left_id"], q["right_id"], q["score"], q["method"], _labels(q), _evidence(q)) for q in found),
    )
    note(f"{len(found):,} of {found[0]['total'] if found else 0:,} pairs wait for a person.")


@link.command(epilog="Example: culturedata link decide movielens:31 bokeh-films:372 --same -L demo")
def decide(
    left: Annotated[str, typer.Argument(help="A work or an agent.")],
    right: Annotated[str, typer.Argument(help="The one that describes it.")],
    same: Annotated[bool, typer.Option("--same/--different", help="What you know of the two.")],
    library: LibraryOption = HERE,
) -> None:
    """Say that two ids are the same, or that they are not: no rule changes it, and you may say otherwise later."""
    from culturedata.linking.stored import answer

    with opened(library, write=True) as lib:
        answer(lib, left, right, same=same)
    note(f"Kept: {left} and {right} are {'the same' if same else 'two'}.")


@link.command(name="undo", epilog="Example: culturedata link undo movielens:31 bokeh-films:372 -L demo")
def undo_(
    left: Annotated[str | None, typer.Argument(help="The id that was joined.")] = None,
    right: Annotated[str | None, typer.Argument(help="The id it was joined to.")] = None,
    library: LibraryOption = HERE,
    run: Annotated[
        int | None, typer.Option(min=1, help="All links of this run in place of one; see link runs.")
    ] = None,
) -> None:
    """Undo a link: it stays on record, and no rule makes it again. Or all of a run, which another may make again."""
    from culturedata.errors import UsageError
    from culturedata.linking.stored import undo, undo_run

    if (run is None) == (left is None or right is None):
        raise UsageError("say which link.", "Two ids, as culturedata link list has them, or --run N.")
    with opened(library, write=True) as lib:
        if run is not None:
            note(f"Undone: {undo_run(lib, run):,} links of run {run}.")
            return
        undo(lib, str(left), str(right))
    note(f"Undone: {left} → {right}.")


@link.command(epilog="Example: culturedata link runs -L mine")
def runs(library: LibraryOption = HERE, as_json: JsonOption = False) -> None:
    """Each time that two sources were linked, newest first."""
    from culturedata.linking.stored import runs as all_runs

    with opened(library) as lib:
        found = all_runs(lib.culture)
    if as_json:
        print_json(found)
        return
    columns = ("run_id", "left_source", "right_source", "made_at", "links", "questions", "undone_at")
    print_table(columns, ([run[column] for column in columns] for run in found))


@link.command(epilog="Example: culturedata link judge tests/linking/hand_labelled_pairs.csv -L mine")
def judge(
    pairs: Annotated[
        Path, typer.Argument(parser=as_path, help="CSV with left_id, right_id, verdict (same, different), stratum.")
    ],
    library: LibraryOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Precision and recall of the library's links on pairs that somebody looked at, with Wilson's 95% interval."""
    from culturedata.linking.judge import judged, labelled

    with opened(library) as lib:
        found = judged(lib.culture, labelled(pairs))
    if as_json:
        print_json(found.as_json())
        return
    columns = ("stratum", "pairs", "same", "linked rightly", "linked wrongly", "missed")
    print_table(columns, [(row.name, row.pairs, row.same, row.right, row.wrong, row.missed) for row in found.strata])
    for name, (share, low, high, of) in (("Precision", found.precision), ("Recall", found.recall)):
        note(f"{name}: {share:.3f} ({low:.3f} to {high:.3f}) of {of:,}." if of else f"{name}: nothing to count.")
    for left, right, verdict in found.errors:
        note(f"{'missed' if verdict == 'same' else 'wrong'}: {left} {right}")
    if found.absent:
        note(f"{found.absent:,} pairs are left out: an end of each is not in this library.")


def _typed(library: Path, *words: object) -> str:
    """A command of `link` on this library, ready to paste."""
    return shlex.join(["culturedata", "link", *map(str, words), "-L", str(library)])


def _ask(library: Library, found: list[dict[str, Any]]) -> None:
    """Show each pair and keep the answer; stop at q."""
    from culturedata.linking.stored import answer

    for number, asked in enumerate(found, 1):
        typer.echo(f"\n{number} of {len(found)} · {asked['method']}, score {asked['score']:.2f}")
        for end in ("left", "right"):
            typer.echo(f"  {asked[f'{end}_label']}  ({asked[f'{end}_id']})")
        typer.echo(f"  {_evidence(asked)}")
        said = ""
        while said not in ("s", "d", "l", "q"):
            said = typer.prompt("same, different, later, quit [s/d/l/q]", default="l", show_default=False).strip()[:1]
        if said == "q":
            return
        if said in "sd":
            answer(library, asked["left_id"], asked["right_id"], same=said == "s")


def _evidence(asked: dict[str, Any]) -> str:
    """What was compared, on one line: «lives 1864–1927 = 1863–1927, bits name 24.6 born 2.0»."""
    told = []
    for name, value in asked["evidence"].items():
        if name == "lives":
            told.append("lives " + " = ".join("–".join(str(year or "") for year in life) for life in value))
        elif isinstance(value, dict):
            told.append(f"{name} " + " ".join(f"{part} {bits:g}" for part, bits in value.items()))
        elif isinstance(value, list):
            told.append(f"{name} " + " = ".join(str(one) for one in value))
        else:
            told.append(f"{name} {value}")
    return ", ".join(told)


def _labels(match: dict[str, Any]) -> str:
    return f"{match['left_label']} = {match['right_label']}"


def _named(match: dict[str, Any]) -> str:
    return _pair(match, "titles") or _pair(match, "names") or _labels(match)


def _pair(match: dict[str, Any], field: str) -> str:
    return " = ".join(str(value) for value in match["evidence"].get(field, ()))
