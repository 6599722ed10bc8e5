"""Printed media: a plain list is parted, whatever else is one thing."""

from __future__ import annotations

import pytest

from culturedata.importing.values.materials import LONGEST, terms


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("wood, paint, and metal", ("wood", "paint", "metal")),
        ("Wood, paint & metal.", ("wood", "paint", "metal")),
        ("wood, paint and metal", ("wood", "paint", "metal")),
        ("Steel, Aluminum, Stainless Steel", ("steel", "aluminum", "stainless steel")),
        ("glass; silver", ("glass", "silver")),
        ("PVC, Plexiglas, and steel", ("PVC", "plexiglas", "steel")),
        ("pen and ink, wash, gouache", ("pen and ink", "wash", "gouache")),
        ("gouache, pen and ink", ("gouache", "pen and ink")),
        ("wood, reed, fiber, wood", ("wood", "reed", "fiber")),
    ],
)
def test_a_plain_list_is_its_members(printed: str, expected: tuple[str, ...]) -> None:
    assert terms(printed) == expected


@pytest.mark.parametrize(
    "printed",
    [
        "oil on canvas", "wood and metal", "black and white photograph", "iron, cast", "cast, lost-wax process",
        "silk, satin weave, embroidered", "etching, drypoint, and burin on laid paper", "oil, tempera, and 2 nails",
        "bronze, traces of silvering and possible gilding", "frame: wood; seat: leather", "wood (oak), paint, metal",
        "one very long member, wood, paint of five words",
    ],
)  # fmt: skip
def test_anything_else_is_one_thing(printed: str) -> None:
    assert terms(f"  {printed.replace(' ', '  ')} ") == (printed,)


def test_prose_and_nothing_are_no_term_and_a_long_list_is_still_one() -> None:
    assert terms("") == terms(" ") == terms("x" * (LONGEST + 1)) == ()
    assert len(terms(", ".join(f"kind {chr(97 + n)}q" for n in range(25)))) == 25
