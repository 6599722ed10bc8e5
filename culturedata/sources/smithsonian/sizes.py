"""Printed dimensions of the Smithsonian, where they say which is which: «H x W: 27.5 x 21 cm», «Depth 160 cm»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from culturedata.data.records import Dimension
from culturedata.importing.values.text import number

_AXES = {
    "h": "height", "w": "width", "d": "depth", "l": "length", "diam": "diameter", "dia": "diameter", "th": "thickness",
}  # fmt: skip
_SIZE = r"(?<![\d/.,])\d+(?:\.\d+)?"
_UNIT = r"(?P<unit>cm|mm|kg|km|m|g)\b"
_BY = r"\s*[x×]\s*"
_AXIS = r"(?:diam|dia|th|h|w|d|l)\.?"
_LABELLED = re.compile(
    rf"\b(?P<axes>{_AXIS}(?:{_BY}{_AXIS})*)\s*(?:\((?P<part>[^()]*)\)\s*)?:\s*(?P<sizes>{_SIZE}(?:{_BY}{_SIZE})*)\s*{_UNIT}",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"\b(?P<name>height|width|depth|length|diameter|thickness|weight)\s*:?\s*(?P<size>{_SIZE})\s*{_UNIT}",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"\s*(?P<size>{_SIZE})\s*{_UNIT}\s*", re.IGNORECASE)


def read(label: str, text: str) -> Iterator[Dimension]:
    """The sizes of which the text, or its label («Length - Total»), says what they are, then the text itself.

    Three numbers without names are in another order in each unit, so they stay text.
    """
    for found in _LABELLED.finditer(text):
        axes, sizes = (re.split(_BY, found[name], flags=re.IGNORECASE) for name in ("axes", "sizes"))
        if len(axes) == len(sizes):
            for axis, size in zip(axes, sizes, strict=True):
                kind = _AXES[axis.casefold().rstrip(".")]
                yield Dimension(part=found["part"], kind=kind, value=number(size), unit=found["unit"], text=size)
    for found in _NAMED.finditer(text):
        kind = found["name"].casefold()
        yield Dimension(kind=kind, value=number(found["size"]), unit=found["unit"], text=found["size"])
    alone = _ALONE.fullmatch(text)
    if alone and label.casefold() != "dimensions":
        kind = label.casefold()
        yield Dimension(kind=kind, value=number(alone["size"]), unit=alone["unit"], text=alone["size"])
    yield Dimension(kind="text", part=None if label.casefold() == "dimensions" else label, text=text)


def is_size(label: str, text: str) -> bool:
    """Whether an entry of the physical description is about sizes."""
    said = label.casefold()
    named = any(word in said for word in ("dimension", "size", "measurement", "weight", "length", "height", "width"))
    return named or _ALONE.fullmatch(text) is not None
