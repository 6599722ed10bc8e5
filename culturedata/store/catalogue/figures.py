"""What is measured of a work, as tokens: how large and of which shape it is, how wide, fast and long its music.

A figure becomes the step in which it lies, so that it can be shared like a word, weighed like one and told as a reason.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import floor, isfinite, log2, sqrt

Token = tuple[str, tuple[str, str]]  # a token, and its words in French and English
_CENTIMETRES = {"mm": 0.1, "cm": 1.0, "m": 100.0, "in": 2.54}
_SHAPES = ((0.9, "tall", ("en hauteur", "upright")), (1.1, "square", ("à peu près carré", "about square")),
           (float("inf"), "wide", ("en largeur", "wider than high")))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Steps:
    """How a figure is cut into steps: `step` gives the number of the one in which it lies, `start` where one begins."""

    name: str
    step: Callable[[float], int]
    start: Callable[[int], int]
    words: tuple[str, str]

    def token(self, value: float) -> Token:
        """The step of a figure, named by its lowest and highest whole number."""
        step = self.step(value)
        low, high = self.start(step), self.start(step + 1) - 1
        french, english = (said.format(f"{low}–{high}" if high > low else low) for said in self.words)
        return f"figure:{self.name}:{step}", (french, english)


_SIZE = _Steps("size", lambda cm: max(0, floor(log2(cm))), lambda step: round(2**step),
               ("{} cm", "{} cm across"))  # fmt: skip
_MEASURED = {
    ("ambitus", "semitones"): _Steps(
        "ambitus", lambda semitones: floor(semitones / 6), lambda step: 6 * step,
        ("ambitus de {} demi-tons", "ambitus of {} semitones"),
    ),
    ("tempo", "quarter notes a minute"): _Steps(
        "tempo", lambda rate: floor(3 * log2(rate)), lambda step: round(2 ** (step / 3)),
        ("{} noires à la minute", "{} quarter notes a minute"),
    ),
    ("length", "quarter notes"): _Steps(
        "length", lambda notes: max(0, floor(log2(notes))), lambda step: round(2**step),
        ("{} temps de noire", "{} quarter notes long"),
    ),
}  # fmt: skip
_LARGEST = 1e9


def tokens(connection: sqlite3.Connection, wanted: set[str]) -> Iterator[tuple[str, Token]]:
    """Each of the `wanted` works that is measured, once with each step in which it lies."""
    for work_id, value, unit, kind in connection.execute(
        "SELECT work_id, value, unit, kind FROM measures ORDER BY 1, 4"
    ):
        if work_id in wanted and (kind, unit) in _MEASURED and _sound(value):
            yield work_id, _MEASURED[kind, unit].token(value)
    for work_id, (height, width) in _sides(connection, wanted):
        yield work_id, _SIZE.token(sqrt(height * width))
        name, words = next((name, words) for most, name, words in _SHAPES if width / height < most)
        yield work_id, (f"figure:shape:{name}", words)


def _sides(connection: sqlite3.Connection, wanted: set[str]) -> Iterator[tuple[str, tuple[float, float]]]:
    """The first height and the first width that are said of a work, in centimetres."""
    sides: dict[str, dict[str, float]] = defaultdict(dict)
    sql = (
        "SELECT work_id, kind, value, unit FROM dimensions WHERE kind IN ('height', 'width') ORDER BY work_id, position"
    )
    for work_id, kind, value, unit in connection.execute(sql):
        if work_id in wanted and unit in _CENTIMETRES and _sound(value):
            sides[work_id].setdefault(kind, value * _CENTIMETRES[unit])
    for work_id, said in sides.items():
        if len(said) == 2:
            yield work_id, (said["height"], said["width"])


def _sound(value: float | None) -> bool:
    """Whether it is a figure that something can have: no NaN, nothing below or at 0, nothing beyond measure."""
    return value is not None and isfinite(value) and 0 < value < _LARGEST
