"""The sizes of Tate's works: those that the printed dimensions say, with the fields beside them held against it.

Printed, the height comes first. The fields are the text's own words counted off, with `width` and `height` the wrong
way round: «Ophelia», 762 x 1118 mm, has width 762. Where the text begins otherwise they are no sizes at all: «support
(left): 360 x 278 mm» has width «(left):» and depth 278, «894 x 552 x 45 mm» width 552 and height 45.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from culturedata.data.records import Dimension
from culturedata.importing.values.text import number, text_of

Differs = Callable[[str, str, str], None]  # is told a field, its value, and what is printed

_NAMES: tuple[str, ...] = ("height", "width", "depth")
_KINDS = {
    "h": "height", "w": "width", "d": "depth", "height": "height", "width": "width", "depth": "depth",
    "diameter": "diameter", "weight": "weight",
}  # fmt: skip
_USUAL = re.compile(r"([a-z]+): (\d+) x (\d+)(?: x (\d+))? mm")  # 95 of 100 texts are one such line
_SIZE = r"\d+(?:[.,]\d+)*\.?"
_BY = r"\s*(?:mm)?\s*[xX]\s*"
_SIZES = re.compile(
    r"(?:(?:^|[;,.(]\s*|\s{2,})(?P<label>[a-zA-Z#][^;]*?)[\s:]*)?"
    rf"(?<!\d)(?<!\d[.,])(?P<sizes>{_SIZE}(?:{_BY}{_SIZE})*)\s*(?P<unit>mm|cm|m|kg)\b"
)
_SPLIT = re.compile(_BY)


class Fields(NamedTuple):
    """What the fields say, under the names that they should have; "" for nothing."""

    height: str
    width: str
    depth: str
    unit: str

    @classmethod
    def of(cls, row: dict[str, Any]) -> Fields:
        """The fields of a record, taken out."""
        return cls(*(text_of(row, field) for field in ("width", "height", "depth", "units")))


def read(text: str | None, fields: Fields, differs: Differs) -> tuple[Dimension, ...]:
    """The sizes that are printed, or those of the fields where none can be read; then the printed text itself."""
    found: tuple[Dimension, ...] = ()
    if text and (usual := _USUAL.fullmatch(text)):
        part, height, width, depth = usual.groups("")
        found = _size(part, "height", height, "mm"), _size(part, "width", width, "mm")
        if depth:
            found = (*found, _size(part, "depth", depth, "mm"))
        if fields == (height, width, depth, "mm"):
            return (*found, Dimension(kind="text", text=text))
    elif text:
        found, text = _printed(text), "\n".join(text.splitlines()).strip()
    if found:
        _compare(fields, found, differs)
    else:
        said = zip(_NAMES, fields, strict=False)
        found = tuple(_size(None, kind, size, fields.unit or None) for kind, size in said if size)
    return (*found, Dimension(kind="text", text=text)) if text else found


def _compare(fields: Fields, found: tuple[Dimension, ...], differs: Differs) -> None:
    """Tell of each field that is not what is printed first; an empty one says nothing."""
    printed = {size.kind: size.text or "" for size in reversed(found)} | {"unit": found[0].unit or ""}
    for name, kind, said in zip(("width", "height", "depth", "units"), Fields._fields, fields, strict=True):
        if said and said != printed.get(kind, ""):
            differs(name, said, printed.get(kind, ""))


@lru_cache(maxsize=5_000)
def _printed(text: str) -> tuple[Dimension, ...]:
    """The sizes in a text of any shape. A part is said for the rest of its line: «frame: 9 x 8 mm, 2 kg»."""
    found: list[Dimension] = []
    for line in text.splitlines():
        part: str | None = None
        flat: list[str] = []
        for match in _SIZES.finditer(line):
            part, kind = _labelled(match["label"], part)
            sizes, kinds = _SPLIT.split(match["sizes"]), _NAMES
            if len(sizes) == 1:
                kinds = (_alone(sizes[0], kind or ("weight" if match["unit"] == "kg" else None), flat),)
            else:
                flat = sizes
            found += [_size(part, kind, size, match["unit"]) for kind, size in zip(kinds, sizes, strict=False)]
    return tuple(found)


def _labelled(label: str | None, part: str | None) -> tuple[str | None, str | None]:
    """The part that a label names, else the line's, and the direction: «Frame: H», «object (diameter)», «Weight»."""
    if label is None:
        return part, None
    words = label.split()
    kind = _KINDS.get(words[-1].strip("():").casefold())
    named = " ".join(words[:-1] if kind else words).rstrip(":,")
    return named or part, kind


def _alone(size: str, kind: str | None, flat: list[str]) -> str:
    """What a single number is: what its label or unit says; the thickness behind height and width; else not known."""
    if kind is None and len(flat) == 2:
        value, (height, width) = number(size), map(number, flat)
        if value is not None and height is not None and width is not None and value < min(height, width):
            return "depth"
    return kind or "size"


@lru_cache(maxsize=20_000)
def _size(part: str | None, kind: str, size: str, unit: str | None) -> Dimension:
    return Dimension(part=part, kind=kind, value=number(size), unit=unit, text=size)
