"""How open collections are: shares, intervals, a score by the reader's weights, and how far ranks hang on these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from culturedata.cli._output import HERE, JsonOption, LibraryOption, note, opened, path, print_json, print_table

if TYPE_CHECKING:
    from culturedata.openness.report import Asked

By = Annotated[str, typer.Option("--by", help="institution, country or source; several with commas.")]
Source = Annotated[str | None, typer.Option("--source", help="Only works of this source.")]
MinWorks = Annotated[int, typer.Option("--min-works", min=1, help="Leave out groups with fewer works.")]
Weights = Annotated[Path | None, typer.Option("--weights", parser=path, help="A YAML file of weights.")]
Weight = Annotated[list[str] | None, typer.Option("--weight", help="INDICATOR=NUMBER, over the file; may be repeated.")]
Samples = Annotated[int, typer.Option("--samples", min=1, max=100_000, help="Random weightings to draw.")]
Seed = Annotated[int, typer.Option(min=0, help="Of the random weightings.")]
AsOf = Annotated[
    datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Day that deaths are judged on (today).")
]
Sampled = Annotated[
    list[str] | None, typer.Option("--sampled", help="A source that is a part, not a whole collection; repeatable.")
]
Whole = Annotated[list[str] | None, typer.Option("--whole", help="A source that is a whole collection; repeatable.")]
Example = Annotated[bool, typer.Option("--weights-example", help="Print a file of weights, then stop.")]

app = typer.Typer()


@app.command(epilog="Example: culturedata openness --by country --weight image=0 -L demo")
def openness(
    library: LibraryOption = HERE,
    by: By = "institution",
    source: Source = None,
    min_works: MinWorks = 10,
    weights: Weights = None,
    weight: Weight = None,
    samples: Samples = 1000,
    seed: Seed = 0,
    as_of: AsOf = None,
    sampled: Sampled = None,
    whole: Whole = None,
    weights_example: Example = False,
    as_json: JsonOption = False,
) -> None:
    """How open the collections of institutions or countries are, with a score and the range of its ranks."""
    from culturedata.openness.judging import weights as weighing
    from culturedata.openness.report import Asked

    if weights_example:
        typer.echo(weighing.example(), nl=False)
        return
    given = weighing.checked((weighing.read(weights) if weights else {}) | weighing.pairs(weight or []))
    day = (as_of or datetime.now(UTC)).date()
    ways = dict.fromkeys(name.strip() for name in by.split(","))
    asked = [Asked(way, source, given, min_works, samples, seed, day) for way in ways]
    found = _reports(library, asked, sampled or (), whole or ())
    if as_json:
        print_json(found if len(found) > 1 else found[asked[0].by])
        return
    for one in found.values():
        _tell(one)


def _reports(
    library: Path, asked: Sequence[Asked], sampled: Iterable[str], whole: Iterable[str]
) -> dict[str, dict[str, Any]]:
    """The reports that are asked for, all of the same works on the same day, by what they are grouped by."""
    from culturedata.openness.counting import shares
    from culturedata.openness.counting.extent import extent
    from culturedata.openness.report import report
    from culturedata.publish.views.openness import chosen, promised
    from culturedata.registry import unknown

    source = asked[0].source
    with opened(library) as lib:
        reach = extent(lib.culture, promised(), chosen(), sampled=sampled, whole=whole)
        counted = shares.cells(lib.culture, asked[0].as_of.year)
        known = {cell.source for cell in counted}
        if source is not None and source not in known:
            raise unknown("source", source, known)
        return {one.by: report(lib.culture, counted, reach, one) for one in asked}


def _tell(found: dict[str, Any]) -> None:
    """The table on standard output; what it rests on, on standard error."""
    columns = ["rank", "5–95%", found["by"], *(["country"] if found["by"] == "institution" else [])]
    print_table(
        [*columns, "extent", "works", "score", *found["indicators"], f"≥ {found['large']:,} px"],
        (_line(row, found["by"]) for row in found["groups"]),
    )
    note("Shares in %, in brackets the 95% Wilson interval of samples and parts; n where it is not that of all works.")
    note(f"≥ {found['large']:,} px, beside the score: longest side of a picture, of works whose source says its size.")
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
    large = row["resolution"]["image_large"]
    shares.append("not said" if large["share"] is None else _share(large, row["works"]))
    return [row["rank"], ranged, name, *country, row["extent"], f"{row['works']:,}", score, *shares]


def _share(one: dict[str, Any], works: int) -> str:
    """«84.6», «58.3 (38.8–75.5)», «0.0 (0.0–32.4) n=8»; «undefined» where there is nothing to take a share of."""
    from culturedata.openness.judging.figures import percent

    if one["share"] is None:
        return "undefined"
    interval = "" if one["low"] is None else f" ({percent(one['low']):.1f}–{percent(one['high']):.1f})"
    return f"{percent(one['share']):.1f}{interval}" + ("" if one["n"] == works else f" n={one['n']:,}")
