"""What the commands that judge recommenders share: options, and figures as they are printed."""

from __future__ import annotations

import os
from collections.abc import Collection
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
OwnTime = Annotated[
    bool,
    typer.Option(
        "--own-time/--no-own-time", help="Tell those who can use it when each rating was given that they predict."
    ),
]


def told(names: Collection[str], own_time: bool) -> str:
    """What is to be said of those who were told the time of the ratings, or were not; nothing of all others."""
    if not names:
        return ""
    which = ", ".join(names)
    if own_time:
        return f"{which}: told when each rating was given; --no-own-time measures what is predicted without."
    return f"{which}: not told when each rating was given."


def figure(one: Measurement) -> tuple[str, str]:
    """A measurement's figure, and its interval."""
    interval = "" if one.low is None or one.high is None else f"{one.low:.4f}–{one.high:.4f}"
    return ("undefined" if one.mean is None else f"{one.mean:.4f}"), interval


def difference(one: Difference) -> tuple[str, str]:
    """How much larger one figure is than another, and the interval of that."""
    interval = "" if one.low is None or one.high is None else f"{one.low:+.4f} to {one.high:+.4f}"
    return ("undefined" if one.difference is None else f"{one.difference:+.4f}"), interval
