"""The most popular works by many measures, and how far these agree."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from culturedata.cli._group import WithDefault
from culturedata.cli._output import (
    HERE,
    Domain,
    JsonOption,
    LibraryOption,
    Options,
    chosen,
    note,
    opened,
    options,
    print_json,
    print_table,
)
from culturedata.cli.recommending import _popularity

if TYPE_CHECKING:
    from culturedata.signals.most_popular import Pair
    from culturedata.signals.popularity._known import Known
    from culturedata.signals.popularity._sums import Figures
    from culturedata.store.library import Library

MOVES = 3  # works shown of each pair, where more than one pair is shown


class _PopularityGroup(WithDefault):
    """`popularity --by trend` means `popularity top --by trend`."""

    default = "top"


app = typer.Typer()
popularity = typer.Typer(
    cls=_PopularityGroup,
    help="The most popular works, by one of many measures, or how far these agree. `popularity` alone lists works, "
    "with the options of `popularity top`.",
)
app.add_typer(popularity, name="popularity")

By = Annotated[list[str] | None, typer.Option("--by", help="A measure; more than one may be given. [default: people]")]
HalfLife = Annotated[
    float | None, typer.Option("--half-life", parser=_popularity.days, help="Of decay: 7d, 36h or 2w.", metavar="TIME")
]
AsOf = Annotated[
    int | None,
    typer.Option(
        "--as-of", parser=_popularity.moment, help="Only from what was before that day (UTC).", metavar="DATE"
    ),
]
Within = Annotated[
    str | None, typer.Option("--within", help="Where works stand among those of the same genre, maker or place.")
]
Event = Annotated[str | None, typer.Option("--event", help="play, listen or view, in place of ratings.")]
Source = Annotated[str | None, typer.Option("--source", help="Whose interactions; by default of the first source.")]


@popularity.command("list", epilog="Example: culturedata popularity list")
def list_(as_json: JsonOption = False) -> None:
    """The measures of popularity there are."""
    from culturedata.signals.most_popular import MEASURES

    found = MEASURES.members().values()
    if as_json:
        print_json([{"name": m.name, "title": m.summary} for m in found])
        return
    print_table(("measure", ""), ((m.name, m.summary) for m in found))


@popularity.command(epilog="Example: culturedata popularity --by people --by bayesian-mean --compare -L demo")
def top(
    library: LibraryOption = HERE,
    by: By = None,
    domain: Domain = "film",
    half_life: HalfLife = None,
    as_of: AsOf = None,
    within: Within = None,
    event: Event = None,
    source: Source = None,
    option: Options = None,
    compare: Annotated[bool, typer.Option("--compare", help="How far the measures agree; without --by, all.")] = False,
    least: Annotated[int, typer.Option(min=1, help="Compare only works with at least so many interactions.")] = 1,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Of the intervals of --compare.")] = 0,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many works.")] = 10,
    lang: Annotated[str, typer.Option("--lang", callback=chosen, help="fr or en.")] = "en",
    as_json: JsonOption = False,
) -> None:
    """The k works that are highest by the first measure, with their figures by all that were asked for.

    Works that nobody met, or for which it is undefined, are left out. With --compare: Kendall's τ-b and Spearman's ρ of
    each pair of measures, and the works whose rank moves most between the first measure and each other one.
    """
    from culturedata.signals import most_popular as measuring

    said = options(option) | ({} if half_life is None else {"half_life": half_life})
    measures = measuring.make(by or (measuring.MEASURES.members() if compare else ["people"]), said)
    ask = within is not None or any(one.asks_facts for one in measures)
    with opened(library) as lib:
        known = measuring.known(lib, domain, event, source, as_of, ask_facts=ask)
        of = measuring.figures(known, measures, within)
        about = _popularity.about(known, as_of) | {"by": list(of), "within": within}
        if compare:
            pairs = measuring.compare(known, of, k, least, seed, tell=note)
            found = {"least": least, "seed": seed, "pairs": _pairs(lib, known, of, pairs, lang)}
        else:
            found = {"items": _items(lib, known, of, k, lang)}
    if as_json:
        print_json(about | found)
        return
    note(_popularity.told(about, lang))
    (_show_pairs if compare else _show_items)(about | found, k, lang)


def _items(library: Library, known: Known, of: dict[str, Figures], k: int, lang: str) -> list[dict[str, Any]]:
    """The k works that are highest by the first measure, with their figures by all."""
    from culturedata.signals import most_popular as measuring

    ids, works = known.interactions.item_ids.ids, measuring.top(next(iter(of.values())), k)
    titles = measuring.titles(library, known, works, lang)
    return [
        {"rank": rank, "item": ids[work], "title": titles[work], "figures": _figures(of, work)}
        for rank, work in enumerate(works, 1)
    ]


def _pairs(
    library: Library, known: Known, of: dict[str, Figures], pairs: list[Pair], lang: str
) -> list[dict[str, Any]]:
    """Each pair of measures, with the works that move most."""
    from culturedata.signals import most_popular as measuring

    ids = known.interactions.item_ids.ids
    titles = measuring.titles(library, known, (move.work for pair in pairs for move in pair.moves), lang)
    return [
        {
            "one": pair.one, "other": pair.other, **asdict(pair.agreement),
            "moves": [
                {"item": ids[move.work], "title": titles[move.work], "rank_one": move.one, "rank_other": move.other,
                 "places": move.places,
                 "figures": _figures({name: of[name] for name in (pair.one, pair.other)}, move.work)}
                for move in pair.moves
            ],
        }
        for pair in pairs
    ]  # fmt: skip


def _figures(of: dict[str, Figures], work: int) -> dict[str, float | None]:
    """The figures of a work by measure; JSON has no nan."""
    return {name: float(one[work]) if math.isfinite(one[work]) else None for name, one in of.items()}


def _show_items(found: dict[str, Any], k: int, lang: str) -> None:
    say, figure, by = _popularity.say, _popularity.figure, found["by"]
    if not found["items"]:
        note(say(lang, "nothing", name=by[0]))
        return
    rows = ((one["rank"], *(figure(one["figures"][name], lang) for name in by), one["title"]) for one in found["items"])
    print_table((say(lang, "rank"), *by, say(lang, "title")), rows)


def _show_pairs(found: dict[str, Any], k: int, lang: str) -> None:
    say, pairs = _popularity.say, found["pairs"]
    if not pairs:
        note(say(lang, "no pair"))
        return
    first = pairs[0]["one"]
    shown = [pair for pair in pairs if pair["one"] == first]
    print_table(*_popularity.matrix(pairs, lang))
    note(say(lang, "matrix"))
    heads = ("measure", "other", "works", "tau", "interval", "rho", "interval")
    print_table(tuple(say(lang, word) for word in heads), (_popularity.pair(pair, lang) for pair in pairs))
    columns = ("measure", "other", "rank by one", "rank by other", "places", "title")
    rows = (
        _popularity.move(pair, move, lang)
        for pair in shown
        for move in pair["moves"][: k if len(shown) == 1 else MOVES]
    )
    print_table(tuple(say(lang, word) for word in columns), rows)
    note(say(lang, "moves", name=first))
