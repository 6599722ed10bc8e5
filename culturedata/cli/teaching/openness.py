"""How open collections are: shares, intervals, a score by the reader's weights, and how far ranks hang on these."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from culturedata.cli._output import HERE, JsonOption, LibraryOption, note, opened, path, print_json, print_table

app = typer.Typer()


@app.command(epilog="Example: culturedata openness --by country --weight image=0 -L demo")
def openness(
    library: LibraryOption = HERE,
    by: Annotated[
        str, typer.Option("--by", help="institution, country or source; several with commas.")
    ] = "institution",
    source: Annotated[str | None, typer.Option("--source", help="Only works of this source.")] = None,
    min_works: Annotated[int, typer.Option("--min-works", min=1, help="Leave out groups with fewer works.")] = 10,
    weights: Annotated[Path | None, typer.Option("--weights", parser=path, help="A YAML file of weights.")] = None,
    weight: Annotated[
        list[str] | None, typer.Option("--weight", help="INDICATOR=NUMBER, over the file; may be repeated.")
    ] = None,
    samples: Annotated[int, typer.Option("--samples", min=1, max=100_000, help="Random weightings to draw.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Of the random weightings.")] = 0,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Day that deaths are judged on (today).")
    ] = None,
    sampled: Annotated[
        list[str] | None, typer.Option("--sampled", help="A source that is a part, not a whole collection; repeatable.")
    ] = None,
    whole: Annotated[
        list[str] | None, typer.Option("--whole", help="A source that is a whole collection; repeatable.")
    ] = None,
    weights_example: Annotated[bool, typer.Option("--weights-example", help="Print a file of weights, then stop.")] = (
        False
    ),
    as_json: JsonOption = False,
) -> None:
    """How open the collections of institutions or countries are, with a score and the range of its ranks."""
    from culturedata.openness.counting import shares
    from culturedata.openness.counting.extent import extent
    from culturedata.openness.judging import weights as weighing
    from culturedata.openness.report import Asked, report
    from culturedata.publish.views.openness import chosen, promised
    from culturedata.registry import unknown

    if weights_example:
        typer.echo(weighing.example(), nl=False)
        return
    given = weighing.checked((weighing.read(weights) if weights else {}) | weighing.pairs(weight or []))
    day: date = (as_of or datetime.now(UTC)).date()
    ways = list(dict.fromkeys(name.strip() for name in by.split(",")))
    with opened(library) as lib:
        reach = extent(lib.culture, promised(), chosen(), sampled=sampled or (), whole=whole or ())
        counted = shares.cells(lib.culture, day.year)
        known = {cell.source for cell in counted}
        if source is not None and source not in known:
            raise unknown("source", source, known)
        found = {
            name: report(
                lib.culture,
                counted,
                reach,
                Asked(
                    by=name, source=source, weights=given, min_works=min_works, samples=samples, seed=seed, as_of=day
                ),
            )
            for name in ways
        }
    if as_json:
        print_json(found if len(ways) > 1 else found[ways[0]])
        return
    for one in found.values():
        _tell(one)


def _tell(found: dict[str, Any]) -> None:
    """The table on standard output; what it rests on, on standard error."""
    columns = ["rank", "5–95 %", found["by"], *(["country"] if found["by"] == "institution" else [])]
    print_table(
        [*columns, "extent", "works", "score", *found["indicators"]],
        (_line(row, found["by"]) for row in found["groups"]),
    )
    note("Shares in %, in brackets the 95 % Wilson interval of samples and parts; n where it is not that of all works.")
    note(f"Authors as of {found['as_of']}; ranks in {found['samples']:,} random weightings, seed {found['seed']}.")
    note(f"Weights: {', '.join(f'{name} {value:g}' for name, value in found['weights'].items())}.")
    note(f"Groups with fewer than {found['min_works']:,} works, not shown: {found['smaller']:,}.")
    note(_apart(found))
    for one in found["sources"]:
        cited = f" {one['attribution']}." if one["attribution"] else ""
        note(f"{one['source']} ({one['extent']}): {one['works']:,} works, {one['licence']}.{cited}")
    if any(one["extent"] == "chosen" for one in found["sources"]):
        note("«chosen»: a sample described by others than the institutions; it is no ground for judging them.")
    named = {row["name"]: row.get("country_en", row["name"]) for row in found["groups"]}
    for turned in found.get("reversals", [])[:3]:
        ahead, behind = named[turned["ahead"]], named[turned["behind"]]
        note(
            f"Simpson's paradox: in {turned['indicator']}, {ahead} is ahead of {behind} by work, and behind it by"
            " institution."
        )


def _apart(found: dict[str, Any]) -> str:
    doubles = f"samples of an institution that is there whole, left out: {found['doubles']:,}"
    said = ", ".join(f"«{name}» {works:,}" for name, works in found.get("no_country", {}).items())
    none = f" (among them, what is no country: {said})" if said else ""
    gone = f"; works that their source does not have any more, left out: {found['gone']:,}" if found["gone"] else ""
    return f"Works that name no {found['by']}: {found['without']:,}{none}; {doubles}{gone}."


def _line(row: dict[str, Any], by: str) -> list[Any]:
    name = row.get("name_en") or (row.get("country_en") if by == "country" else None) or row["name"]
    ranged = None if row["rank"] is None else f"{row['rank_low']}–{row['rank_high']}"
    score = None if row["score"] is None else f"{row['score']:.1f}"
    country = [row["country"]] if by == "institution" else []
    shares = [_share(one, row["works"]) for one in row["indicators"].values()]
    return [row["rank"], ranged, name, *country, row["extent"], f"{row['works']:,}", score, *shares]


def _share(one: dict[str, Any], works: int) -> str:
    """«84.6», «58.3 (38–76)», «0.0 (0–32) n=8»; «undefined» where there is nothing to take a share of."""
    if one["share"] is None:
        return "undefined"
    interval = "" if one["low"] is None else f" ({100 * one['low']:.0f}–{100 * one['high']:.0f})"
    return f"{100 * one['share']:.1f}{interval}" + ("" if one["n"] == works else f" n={one['n']:,}")
