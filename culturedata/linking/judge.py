"""How right the links of a library are, on pairs that somebody looked at one by one."""

from __future__ import annotations

import csv
import math
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from culturedata.errors import InputFormat, InputMissing

VERDICTS = ("same", "different")
Share = tuple[float, float, float, int]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A pair and its `verdict`, «same» or «different»; `stratum` says from what it was drawn."""

    left: str
    right: str
    verdict: str
    stratum: str = ""


@dataclass(frozen=True, slots=True)
class Stratum:
    """Of the `pairs` of a stratum that are here: how many are `same`, linked, and how."""

    name: str
    pairs: int
    same: int
    right: int
    wrong: int
    missed: int


@dataclass(frozen=True, slots=True)
class Judged:
    """Precision and recall as (share, low, high, of how many), by stratum, and each error; `absent` were not judged."""

    precision: Share
    recall: Share
    strata: tuple[Stratum, ...]
    errors: tuple[tuple[str, str, str], ...]
    absent: int

    def as_json(self) -> dict[str, Any]:
        """As `link judge --json` prints it."""
        shares = {
            name: dict(zip(("share", "low", "high", "of"), share, strict=True))
            for name, share in (("precision", self.precision), ("recall", self.recall))
        }
        errors = [dict(zip(("left_id", "right_id", "verdict"), error, strict=True)) for error in self.errors]
        return {**shares, "strata": [asdict(row) for row in self.strata], "errors": errors, "absent": self.absent}


def labelled(path: Path) -> list[Labelled]:
    """The pairs of a CSV file with the columns left_id, right_id, verdict and maybe stratum.

    Raises InputMissing, InputFormat.
    """
    if not path.is_file():
        raise InputMissing(f"there is no file {path}.", "Name a CSV file with left_id, right_id and verdict.")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for line, row in enumerate(rows, 2):
        if not {"left_id", "right_id", "verdict"} <= row.keys() or row["verdict"] not in VERDICTS:
            raise InputFormat(
                f"{path}:{line} does not say left_id, right_id and a verdict.", "A verdict is same or different."
            )
    return [Labelled(row["left_id"], row["right_id"], row["verdict"], row.get("stratum") or "") for row in rows]


def judged(connection: sqlite3.Connection, pairs: Iterable[Labelled]) -> Judged:
    """What the links that stand in a library are worth on `pairs`; those that are not all here are left out."""
    here = {row[0] for row in connection.execute("SELECT work_id FROM works UNION ALL SELECT agent_id FROM agents")}
    linked = {
        frozenset(row) for row in connection.execute("SELECT left_id, right_id FROM matches WHERE undone_at IS NULL")
    }
    asked = list(pairs)
    known = [pair for pair in asked if {pair.left, pair.right} <= here]
    rows: dict[str, list[tuple[bool, bool]]] = {}
    errors = []
    for pair in known:
        same, made = pair.verdict == "same", frozenset((pair.left, pair.right)) in linked
        rows.setdefault(pair.stratum, []).append((same, made))
        if same != made:
            errors.append((pair.left, pair.right, pair.verdict))
    strata = tuple(_stratum(name, found) for name, found in sorted(rows.items()))
    whole = _stratum("", [one for found in rows.values() for one in found])
    return Judged(
        precision=wilson(whole.right, whole.right + whole.wrong),
        recall=wilson(whole.right, whole.same),
        strata=strata,
        errors=tuple(errors),
        absent=len(asked) - len(known),
    )


def wilson(good: int, of: int) -> Share:
    """A share with Wilson's 95 % interval; nan of none."""
    from scipy.stats import binomtest

    if not of:
        return math.nan, math.nan, math.nan, 0
    interval = binomtest(good, of).proportion_ci(method="wilson")
    return good / of, float(interval.low), float(interval.high), of


def _stratum(name: str, found: list[tuple[bool, bool]]) -> Stratum:
    counts = {pair: found.count(pair) for pair in ((True, True), (True, False), (False, True))}
    right, missed, wrong = counts.values()
    return Stratum(name, len(found), right + missed, right, wrong, missed)
