"""The weights of the score: what a reader may write in a file or on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from pathlib import Path

import numpy as np
import yaml

from culturedata.errors import InputFormat, InputMissing, UsageError
from culturedata.openness.counting.indicators import INDICATORS
from culturedata.openness.judging.score import Floats
from culturedata.registry import unknown


def equal() -> dict[str, float]:
    """One for each indicator: the only weighting that prefers none."""
    return dict.fromkeys(INDICATORS, 1.0)


def checked(given: Mapping[str, object]) -> dict[str, float]:
    """The weights of all indicators, those that `given` does not name at 1.

    Raises UnknownName for a name that is no indicator, UsageError for a weight that is no number from 0 upwards, and
    if all weights are 0.
    """
    found = equal()
    for name, value in given.items():
        if name not in INDICATORS:
            raise unknown("indicator", str(name), INDICATORS)
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value < 0:
            raise UsageError(f"the weight of {name} is {value!r}.", "A weight is a number from 0 upwards.")
        found[name] = float(value)
    if not any(found.values()):
        raise UsageError("all weights are 0.", "Give at least one indicator a weight above 0.")
    return found


def read(path: Path) -> dict[str, object]:
    """What a YAML file says, indicator by indicator. Raises InputMissing and InputFormat."""
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputMissing(f"there is no file {path}.", "Make one: culturedata openness --weights-example.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputFormat(f"{path} is not YAML.", "See culturedata openness --weights-example.") from error
    if not isinstance(said, dict):
        raise InputFormat(f"{path} does not give weights.", "See culturedata openness --weights-example.")
    return {str(name): value for name, value in said.items()}


def pairs(given: Iterable[str]) -> dict[str, object]:
    """INDICATOR=NUMBER pairs. Raises UsageError for what is not one."""
    found: dict[str, object] = {}
    for pair in given:
        name, _, value = pair.partition("=")
        try:
            found[name] = float(value)
        except ValueError:
            raise UsageError(f"{pair!r} is not INDICATOR=NUMBER.", "For example: --weight image=2.") from None
    return found


def example() -> str:
    """A weights file with every indicator at 1, each with what it means."""
    lines = [f"# {meaning[0].upper()}{meaning[1:]}\n{name}: 1" for name, meaning in INDICATORS.items()]
    return "\n".join(["# How much each indicator counts in the score; 0 leaves it out.", *lines, ""])


def vector(weights: Mapping[str, float]) -> Floats:
    """The weights in the order of INDICATORS, scaled to at most 1."""
    most = max(weights.values())
    return np.array([weights[name] / most for name in INDICATORS], dtype=np.float64)
