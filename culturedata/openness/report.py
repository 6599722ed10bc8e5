"""The report: every group with its figures, its score, its rank and how far that rank depends on the weights."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import numpy as np

from culturedata.openness.counting.extent import Extent
from culturedata.openness.counting.groups import BY, Group, grouped, institutions, without_doubles
from culturedata.openness.counting.indicators import INDICATORS, LARGE, RESOLUTION
from culturedata.openness.counting.shares import Cell
from culturedata.openness.judging import simpson, weights
from culturedata.openness.judging.figures import Figure, authors, fields, figures, pictures, resolution, ways
from culturedata.openness.judging.score import Floats, rank_ranges, ranks, scores
from culturedata.registry import unknown
from culturedata.store.catalogue.works import rows
from culturedata.vocabularies import LANGUAGES

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is asked for. `source`: only its works count, if one is named. `as_of`: the day on which authors
    are judged; groups with fewer than `min_works` works are counted and not shown; `samples` random weightings are
    drawn from `seed`.
    """

    by: str = "institution"
    source: str | None = None
    weights: Mapping[str, float] = field(default_factory=weights.equal)
    min_works: int = 10
    samples: int = 1000
    seed: int = 0
    as_of: date = field(default_factory=date.today)


def report(connection: sqlite3.Connection, cells: Iterable[Cell], extent: Extent, asked: Asked) -> Row:
    """The whole report as plain data, groups by rank. Raises UnknownName if `asked.by` is none of BY.

    `without` counts the works that name no institution or country, `doubles` those of samples whose institution's
    whole collection is there, `gone` those that their source does not have any more, `smaller` the groups with too few
    works; `no_country` what some say in place of a country. `cells` are those of shares.cells.
    """
    if asked.by not in BY:
        raise unknown("grouping", asked.by, BY)
    kept, left_out = without_doubles((cell for cell in cells if asked.source in (None, cell.source)), extent)
    every = grouped(kept, asked.by, extent)
    shown = [group for group in every if group.works >= asked.min_works]
    found: Row = {
        "by": asked.by,
        "as_of": asked.as_of.isoformat(),
        "min_works": asked.min_works,
        "weights": dict(asked.weights),
        "samples": asked.samples,
        "seed": asked.seed,
        "indicators": dict(INDICATORS),
        "resolution": dict(RESOLUTION),
        "large": LARGE,
        "works": sum(group.works for group in every),
        "without": sum(cell.counts["works"] for cell in kept) - sum(group.works for group in every),
        "doubles": sum(cell.counts["works"] for cell in left_out),
        "gone": sum(works for source, works in extent.gone.items() if asked.source in (None, source)),
        "smaller": len(every) - len(shown),
        "sources": _sources(connection, kept, extent),
        "groups": _ranked(shown, asked),
    }
    if asked.by == "country":
        found["no_country"] = _no_country(kept)
        _compared(found, shown, extent)
    return found


def _ranked(groups: list[Group], asked: Asked) -> list[Row]:
    """Every group as a row, best score first; groups without a score come last."""
    measured = [figures(group.counts, group.sampled) for group in groups]
    shares = np.array([[_number(one.share) for one in of.values()] for of in measured]).reshape(-1, len(INDICATORS))
    vector = weights.vector(asked.weights)
    found: Floats = scores(shares, vector)
    places = ranks(found)
    low, high = rank_ranges(shares, vector, asked.samples, asked.seed) if groups else (places, places)
    made = []
    for n, (group, of) in enumerate(zip(groups, measured, strict=True)):
        placed = bool(places[n])
        made.append(
            _row(group, of)
            | {
                "score": float(found[n]) if placed else None,
                "rank": int(places[n]) if placed else None,
                "rank_low": int(low[n]) if placed else None,
                "rank_high": int(high[n]) if placed else None,
            }
        )
    return sorted(made, key=lambda row: (row["rank"] or len(made) + 1, -row["works"], str(row["name"])))


def _number(share: float | None) -> float:
    return float("nan") if share is None else share


def _row(group: Group, of: dict[str, Figure]) -> Row:
    return {
        "name": group.key[0],
        **group.names,
        "country": group.country,
        **country_names(group.country),
        "works": group.works,
        "extent": group.extent,
        "sources": group.sources,
        "indicators": {name: asdict(one) for name, one in of.items()},
        "fields": {name: asdict(one) for name, one in fields(group.counts, group.sampled).items()},
        "ways": {name: asdict(one) for name, one in ways(group.counts, group.sampled).items()},
        "resolution": {name: asdict(one) for name, one in resolution(group.counts, group.sampled).items()},
        "pictures": pictures(group.counts),
        "authors": authors(group.counts),
    }


def country_names(code: str | None) -> dict[str, str]:
    """`country_fr` and `country_en` of an ISO 3166 code (Unicode CLDR); empty for what is none."""
    from babel import Locale

    said = {f"country_{lang}": Locale(lang).territories.get(code or "") for lang in LANGUAGES}
    return {key: name for key, name in said.items() if name}


def _no_country(cells: Iterable[Cell]) -> dict[str, int]:
    """What stands in place of a country and is none, with the works that say so, most first."""
    counted: Counter[str] = Counter()
    for cell in cells:
        if cell.no_country is not None:
            counted[cell.no_country] += cell.counts["works"]
    return dict(counted.most_common())


def _compared(found: Row, countries: list[Group], extent: Extent) -> None:
    """Add to the rows of countries the mean of their institutions, and to the report where the two disagree."""
    inside = {str(group.key[0]): institutions(group, extent) for group in countries}
    means = {country: simpson.mean_of(groups) for country, groups in inside.items()}
    pooled = {str(group.key[0]): figures(group.counts, group.sampled) for group in countries}
    for row in found["groups"]:
        row["institutions"] = len(inside[row["name"]])
        row["mean_of_institutions"] = means[row["name"]]
    found["reversals"] = simpson.reversals(pooled, means)


def _sources(connection: sqlite3.Connection, cells: list[Cell], extent: Extent) -> list[Row]:
    """The sources of the works that were counted, with licence and extent, most works first."""
    counted: dict[str, int] = {}
    for cell in cells:
        counted[cell.source] = counted.get(cell.source, 0) + cell.counts["works"]
    said = rows(
        connection,
        "SELECT source, title, title_fr, licence, licence_fr, licence_url, attribution, publish FROM sources",
    )
    made = [
        row | {"works": counted[row["source"]], "extent": extent.of(row["source"])}
        for row in said
        if row["source"] in counted
    ]
    return sorted(made, key=lambda row: (-row["works"], row["source"]))
