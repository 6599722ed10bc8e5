"""Printed sizes, where they say what they are."""

from __future__ import annotations

import pytest

from culturedata.data.records import Dimension
from culturedata.importing.values import sizes

Size = tuple[str | None, str, float | None, str | None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("H x W (frame): 30.5 × 20 cm (12 x 8 in.)", [("frame", "height", 30.5, "cm"), ("frame", "width", 20.0, "cm")]),
        ("Depth 160 cm (63 in.), Width: 147.3 MM", [(None, "depth", 160.0, "cm"), (None, "width", 147.3, "mm")]),
        ("h. 41.9 cm (16 in.) x diam. 28.5 cm", [(None, "height", 41.9, "cm"), (None, "diameter", 28.5, "cm")]),
        ("H. 12.7 x W. 10 cm", [(None, "height", 12.7, "cm"), (None, "width", 10.0, "cm")]),
        ("h. 41.9 cm (h. 16.5 cm)", [(None, "height", 41.9, "cm")]),
        ("Overall (height: 10 cm)", [(None, "height", 10.0, "cm")]),
        ("Weight: 544 kg (1,200 lb)", [(None, "weight", 544.0, "kg")]),
        ("Approximate (with stand): 694kg (1530lb.)", [("Approximate (with stand)", "weight", 694.0, "kg")]),
        ("H x W: 3 kg", []),
        ("160 × 167.6 × 147.3cm", []),
        ("Weight: 1,200 kg", []),
        ("h. 28 1/8 cm", []),
        ("", []),
    ],
)
def test_sizes_that_are_named(text: str, expected: list[Size]) -> None:
    assert [(one.part, one.kind, one.value, one.unit) for one in sizes.read(text)] == expected


def test_a_very_long_text_is_not_searched() -> None:
    """The time that takes grows with the square of the length."""
    size, story = "Weight: 5 kg", " as it was" * 95
    assert len(list(sizes.read(size + story))) == 1
    assert list(sizes.read(size + story * 2)) == []


def test_a_size_that_stands_alone_is_of_the_kind_that_its_label_says() -> None:
    found = Dimension(part="Tail", kind="length", value=57.0, unit="mm", text="57")
    assert sizes.alone(" 57 mm ", "length", "Tail") == found
    assert sizes.alone("57 mm or so", "length") is None


@pytest.mark.parametrize(("text", "expected"), [("Weight: 5 kg", True), ("Type: weight 5 kg", False), ("Width", False)])
def test_a_text_that_begins_with_a_size(text: str, expected: bool) -> None:
    assert sizes.begins(text) is expected
