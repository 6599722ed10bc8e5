"""What a record of the Smithsonian says of the thing itself: what it is made of, how large it is, and whatever else."""

from __future__ import annotations

from collections.abc import Iterator

from culturedata.data.records import Dimension
from culturedata.importing.values import sizes

_GENERAL = ("", "dimensions", "physical description")  # labels that name no part
_SIZES = ("dimension", "size", "measurement", "weight", "length", "height", "width")


def is_size(label: str, text: str) -> bool:
    """Whether an entry of the physical description is about sizes."""
    named = any(word in label.casefold() for word in _SIZES)
    return named or sizes.begins(text) or sizes.alone(text, "size") is not None


def dimensions(label: str, text: str) -> Iterator[Dimension]:
    """The sizes of which the text, or its label («Length - Total»), says what they are, then the text itself."""
    general = label.casefold() in _GENERAL
    kind, _, part = label.partition(" - ")
    known = kind.casefold() in sizes.KINDS
    of_label = None if general else (kind.casefold(), part or None) if known else (label.casefold(), None)
    single = sizes.alone(text, *of_label) if of_label else None
    if single:
        yield single
    else:
        yield from sizes.read(text)
    yield Dimension(kind="text", part=None if general else label, text=text)
