"""What the commands that judge recommenders share: options, and figures as they are printed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from culturedata.data.slates import Measurement
    from culturedata.evaluate.differences import Difference

Seed = Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Of all that is drawn by chance.")]
Folds = Annotated[int, typer.Option(min=2, help="How many random folds.")]
Length = Annotated[int, typer.Option("-k", min=1, help="Length of the slates.")]
Jobs = Annotated[
    int,
    typer.Option(
        min=1, callback=lambda jobs: min(jobs, os.cpu_count() or 1), help="How many are trained at the same time."
    ),
]


def figure(one: Measurement) -> tuple[str, str]:
    """A measurement's figure, and its interval."""
    interval = "" if one.low is None or one.high is None else f"{one.low:.4f}–{one.high:.4f}"
    return ("undefined" if one.mean is None else f"{one.mean:.4f}"), interval


def difference(one: Difference) -> tuple[str, str]:
    """How much larger one figure is than another, and the interval of that."""
    interval = "" if one.low is None or one.high is None else f"{one.low:+.4f} to {one.high:+.4f}"
    return ("undefined" if one.difference is None else f"{one.difference:+.4f}"), interval
