"""One big museum speaks for its country, or it does not: the order of two countries turns round."""

from __future__ import annotations

from culturedata.openness.counting.extent import Extent
from culturedata.openness.counting.groups import Group, grouped, institutions
from culturedata.openness.counting.indicators import conditions
from culturedata.openness.counting.shares import Cell
from culturedata.openness.judging import simpson
from culturedata.openness.judging.figures import figures
from culturedata.store.library import Library

# Works, and of these with a picture. A: 91 of 110 together, museums at 0.9 and 0.1. B: 14 of 20, at 0.7 and 0.7.
MUSEUMS = {("a", "A"): (100, 90), ("b", "A"): (10, 1), ("c", "B"): (10, 7), ("d", "B"): (10, 7)}


def countries(library: Library) -> list[Group]:
    names = conditions(library.culture, 2026)
    made = [
        Cell("whole", museum, country, {}, dict.fromkeys(names, 0) | {"works": works, "image": pictures})
        for (museum, country), (works, pictures) in MUSEUMS.items()
    ]
    return grouped(made, "country", Extent())


def test_the_order_turns_round(library: Library) -> None:
    groups = countries(library)
    pooled = {str(group.key[0]): figures(group.counts, sampled=False) for group in groups}
    means = {str(group.key[0]): simpson.mean_of(institutions(group, Extent())) for group in groups}
    assert pooled["A"]["image"].share == 91 / 110
    assert means["A"]["image"] == 0.5
    assert means["A"]["open_of_free"] is None
    (turned,) = simpson.reversals(pooled, means)
    assert (turned["indicator"], turned["ahead"], turned["behind"]) == ("image", "A", "B")
    assert round(float(turned["of_works"]), 4) == round(91 / 110 - 0.7, 4)
    assert round(float(turned["of_institutions"]), 4) == -0.2


def test_no_paradox_where_both_agree(library: Library) -> None:
    groups = countries(library)
    pooled = {str(group.key[0]): figures(group.counts, sampled=False) for group in groups}
    same = {country: {name: one.share for name, one in of.items()} for country, of in pooled.items()}
    assert simpson.reversals(pooled, same) == []
