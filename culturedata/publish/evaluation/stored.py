"""What was judged on one split, read from audience.db and named: figures by recommender, the best, and who is tied.

These are means over people. Whoever may not see pages about a person sees no figure of fewer than LEAST of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from culturedata.publish.evaluation.charts import Figure
from culturedata.store.people import measurements
from culturedata.store.people.measurements import Row

BLEND = "blend"
LEAST = 10  # people whom a figure must count before everybody may see it
LOWER = frozenset({"rmse", "mae", "gini", "popularity", "popularity-bias", "calibration"})  # metrics: less is better
# Metrics of everybody's slates together: no person has a value of their own to compare.
TOGETHER = frozenset({"coverage", "gini", "ecs", "popularity-bias"})
Key = tuple[str, int | None]  # metric, length of the slates


@dataclass(slots=True)
class Judged:
    """One split: `figures` by recommender's label and metric, `curves` by metric and label, `costs` by label and step.

    `marks` say of a label and metric «best» or «tie»; `compared` are the metrics by which the best was compared with
    all others. `groups` of works by their kind and the length of slates: rows, with the label as «name».
    """

    figures: dict[str, dict[Key, Row]] = field(default_factory=dict)
    curves: dict[Key, dict[str, list[tuple[float, Row]]]] = field(default_factory=dict)
    costs: dict[str, dict[str, Row]] = field(default_factory=dict)
    marks: dict[tuple[str, Key], str] = field(default_factory=dict)
    compared: set[Key] = field(default_factory=set)
    groups: dict[tuple[str, int], list[Row]] = field(default_factory=dict)

    @property
    def keys(self) -> list[Key]:
        """The metrics that were measured, in the order in which they came."""
        return list(dict.fromkeys(key for mine in self.figures.values() for key in mine))


def read(connection: Any, on: Row, everything: bool) -> Judged:
    """What was judged on the data, split and seed of `on`; `everything`: also of few people."""
    said = _newest_blend([row for row in measurements.figures(connection, on) if not row["hidden"]])
    label = labels((row["recommender"], row["config"]) for row in said)
    found = Judged()
    for row in said:
        name, key = label[row["recommender"], row["config"]], (row["metric"], row["k"])
        if row["mean"] is not None and row["users"] < LEAST and not everything:
            row |= {"mean": None, "low": None, "high": None, "few": True}
        if row["share"] == 1:
            found.figures.setdefault(name, {})[key] = row
        if row["mean"] is not None:
            found.curves.setdefault(key, {}).setdefault(name, []).append((row["share"], row))
    for key, of in list(found.curves.items()):
        found.curves[key] = {name: sorted(points, key=lambda p: p[0]) for name, points in of.items() if len(points) > 1}
    for row in measurements.costs(connection, on):
        if (pair := (row["recommender"], row["config"])) in label:
            found.costs.setdefault(label[pair], {})[row["step"]] = row
    for row in measurements.exposures(connection, on):
        if (pair := (row["recommender"], row["config"])) in label and (row["users"] >= LEAST or everything):
            found.groups.setdefault((row["kind"], row["k"]), []).append({**row, "name": label[pair]})
    _mark(found, measurements.differences(connection, on), label)
    return found


def _newest_blend(said: list[Row]) -> list[Row]:
    """A blend has other weights with every entrant: only the newest one stands."""
    blends = [row["config"] for row in said if row["recommender"] == BLEND]
    return [row for row in said if row["recommender"] != BLEND or row["config"] == blends[-1]]


def labels(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """A recommender's name; where it was judged with several configs, with the options in which they differ."""
    configs: dict[str, list[str]] = {}
    for name, config in dict.fromkeys(pairs):
        configs.setdefault(name, []).append(config)
    out = {}
    for name, said in configs.items():
        read = [json.loads(config) for config in said]
        keys = dict.fromkeys(key for config in read for key in config)
        differing = [key for key in keys if len({json.dumps(config.get(key)) for config in read}) > 1]
        for config, text in zip(read, said, strict=True):
            told = ", ".join(f"{key}={_short(config.get(key))}" for key in differing)
            out[name, text] = f"{name} ({told})" if told else name
    return out


def _short(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _mark(found: Judged, differences: list[Row], label: Mapping[tuple[str, str], str]) -> None:
    """Mark the best of each metric, and who is tied with it."""
    verdicts: dict[tuple[str, Key], dict[str, str]] = {}
    for row in differences:
        one, other = (label.get((row[name], row[config])) for name, config in PAIR)
        for mine, beside in ((one, other), (other, one)):
            if mine and beside:
                verdicts.setdefault((mine, (row["metric"], row["k"])), {})[beside] = row["verdict"]
    for key in found.keys:
        known = {name: mine[key]["mean"] for name, mine in found.figures.items() if has(mine, key)}
        if len(known) < 2:
            continue
        best = (min if key[0] in LOWER else max)(known, key=lambda name: known[name])
        found.marks[best, key] = "best"
        beside_best = verdicts.get((best, key), {})
        found.marks.update({(name, key): "tie" for name in known if beside_best.get(name) == "tie"})
        if known.keys() - {best} <= beside_best.keys():
            found.compared.add(key)


def has(mine: Mapping[Key, Row], key: Key) -> bool:
    """Whether a metric was measured, and is defined."""
    return key in mine and mine[key]["mean"] is not None


PAIR = (("recommender", "config"), ("other", "other_config"))


def figure(row: Row) -> Figure:
    """A row's figure and interval."""
    return Figure(row["mean"], row["low"], row["high"])
