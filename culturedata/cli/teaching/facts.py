"""The dated facts that the course tells the story of Netflix by."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from culturedata.cli._output import JsonOption, chosen, note, print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from culturedata.data.timeline import Fact, Growth

Entity = Annotated[str | None, typer.Option("--entity", help="Only of this company or institution.")]
Measure = Annotated[str | None, typer.Option("--measure", help="Only of this measure.")]
Lang = Annotated[str, typer.Option("--lang", callback=chosen, help="Of the statements in the table: fr or en.")]

app = typer.Typer()


@app.command(epilog="Example: culturedata facts --measure subscribers")
def facts(entity: Entity = None, measure: Measure = None, lang: Lang = "en", as_json: JsonOption = False) -> None:
    """The dated figures and events of the slides, each with its source; needs no library.

    Where a measure of an entity has two figures or more, it is told how much it grew a year.
    """
    from culturedata.data import timeline

    found = timeline.facts()
    _known("entity", entity, (fact.entity for fact in found))
    _known("measure", measure, timeline.MEASURES)
    found = tuple(fact for fact in found if entity in (None, fact.entity) and measure in (None, fact.measure))
    if as_json:
        print_json([asdict(fact) for fact in found])
        return
    print_table(
        ("date", "entity", "measure", "value", "unit", "statement", "source"), (_line(one, lang) for one in found)
    )
    for of in dict.fromkeys((fact.measure, fact.entity) for fact in found):
        for one in timeline.growths(found, *of):
            note(_grew(one))


def _known(noun: str, name: str | None, names: Iterable[str]) -> None:
    """Raises UnknownName for a name that was asked for and is none of the `names`."""
    from culturedata.registry import unknown

    known = set(names)
    if name is not None and name not in known:
        raise unknown(noun, name, known)


def _line(fact: Fact, lang: str) -> tuple[str | None, ...]:
    value = None if fact.value is None else f"{fact.value:,.10g}"
    statement = fact.statement_fr if lang == "fr" else fact.statement_en
    return fact.date, fact.entity, fact.measure, value, fact.unit, statement, fact.source_url


def _grew(one: Growth) -> str:
    """«subscribers of Netflix, 2000 to 2018: +40.5% a year (38.0 to 43.4 by how exact the dates are).»."""
    upper = "" if one.high is None else f" to {100 * one.high:.1f}"
    exact = f"({100 * one.low:.1f}{upper} by how exact the dates are)"
    rate = f"{100 * one.yearly:+.1f}% a year {exact}"
    return f"{one.first.measure} of {one.first.entity}, {one.first.date} to {one.last.date}: {rate}."
