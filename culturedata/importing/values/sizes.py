"""Sizes of which a printed text says what they are: «H x W: 27.5 x 21 cm», «h. 9 cm x diam. 5 cm», «Depth 160 cm»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from culturedata.data.records import Dimension
from culturedata.importing.values.text import number

_LONGEST = 1_000  # characters: a longer text tells a story
KINDS = ("height", "width", "depth", "length", "diameter", "thickness", "circumference", "weight")
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
_NAME = rf"(?:(?P<name>{'|'.join(KINDS)})\s*:?|(?P<axis>diam|dia|th|h|w|d|l)\.)\s*"
_NEXT = rf"{_BY}(?:(?:{'|'.join(KINDS)})\s*:?|(?:diam|dia|th|h|w|d|l)\.)\s*{_SIZE}"  # «h. 12 x w. 10 cm»: one unit
_NAMED = re.compile(rf"(?<![\w.]){_NAME}(?P<size>{_SIZE})(?=(?:{_NEXT})*\s*{_UNIT})", re.IGNORECASE)
# What has a mass is a weight, whatever it is called: «Approximate (weighed with stand): 694kg».
_WEIGHED = re.compile(rf"(?:(?P<part>[^:;,\d]+):\s*)?(?P<size>{_SIZE})\s*(?P<unit>kg|g)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")


def read(text: str) -> Iterator[Dimension]:
    """The sizes that the text names, in its order; three numbers without names may be in any order, and are not read.

    What stands in brackets is said beside, and counts only where nothing else is named. A very long text is not read.
    """
    if len(text) > _LONGEST:
        return
    labelled = list(_LABELLED.finditer(text))
    for found in labelled:
        axes, sizes = (re.split(_BY, found[name], flags=re.IGNORECASE) for name in ("axes", "sizes"))
        if len(axes) == len(sizes):
            for axis, size in zip(axes, sizes, strict=True):
                yield _size(_AXES[axis.casefold().rstrip(".")], size, found["unit"], found["part"])
    named = _outside(text, list(_NAMED.finditer(text)))
    for found in named:
        yield _size((found["name"] or _AXES[found["axis"].casefold()]).casefold(), found["size"], found["unit"])
    if not labelled and not named:
        for found in _outside(text, list(_WEIGHED.finditer(text)))[:1]:
            yield _size("weight", found["size"], found["unit"], (found["part"] or "").strip() or None)


def begins(text: str) -> bool:
    """Whether the text begins with a size and its name."""
    return _NAMED.match(text) is not None


def alone(text: str, kind: str, part: str | None = None) -> Dimension | None:
    """The size that is the whole text, which is of that kind; None if it is no size with its unit."""
    found = re.fullmatch(rf"\s*(?P<size>{_SIZE})\s*{_UNIT}\s*", text, re.IGNORECASE)
    return _size(kind, found["size"], found["unit"], part) if found else None


def _size(kind: str, size: str, unit: str, part: str | None = None) -> Dimension:
    unit = unit.lower()
    return Dimension(
        part=part, kind="weight" if unit in ("g", "kg") else kind, value=number(size), unit=unit, text=size
    )


def _outside(text: str, found: list[re.Match[str]]) -> list[re.Match[str]]:
    """Those that do not stand in brackets; all of them if all do."""
    within = [one.span() for one in _BRACKETS.finditer(text)]
    return [one for one in found if not any(a < one.start("size") < b for a, b in within)] or found
