"""Which popularity and yearly growth: the pages' examples, one student by hand, the point for every student."""

from __future__ import annotations

import re

import pytest

from culturedata.course import _base
from culturedata.course.choosing.which_popularity import TITLES, WhichPopularity, clear, moves, places
from culturedata.course.choosing.yearly_growth import YearlyGrowth, yearly

CLASS = tuple(f"student {n}" for n in range(150))


def rows(data: str) -> list[tuple[float, float]]:
    """Hours and runtimes as a sheet prints them."""
    lines = [line.strip("| ").split(" | ") for line in data.splitlines() if line.startswith("|")][2:]
    return [(float(hours), float(runtime)) for _, hours, runtime in lines]


def test_the_example_of_the_page() -> None:
    example = [(100.0, 10.0), (60.0, 2.0), (30.0, 1.5)]
    assert [hours / runtime for hours, runtime in example] == [10, 30, 20]
    assert moves(example) == [2, 1, 1]
    assert clear(example)


def test_places_and_clearness() -> None:
    assert places([3.0, 9.0, 5.0]) == [3, 1, 2]
    assert not clear([(100.0, 10.0), (99.0, 2.0), (30.0, 1.5)]), "too near by hours"
    assert not clear([(100.0, 10.0), (50.0, 5.0), (30.0, 1.0)]), "alike by views"
    assert not clear([(100.0, 1.0), (50.0, 1.0), (20.0, 1.0)]), "nobody moves"


def test_one_title_moves_most_for_every_student() -> None:
    """Recomputed from the numbers that the sheet prints, by sorting letters."""
    for student in CLASS:
        sheet = WhichPopularity().for_student(student, None)
        printed = dict(zip(TITLES, rows(sheet.data_en), strict=True))
        by_hours = sorted(TITLES, key=lambda title: -printed[title][0])
        by_views = sorted(TITLES, key=lambda title: -printed[title][0] / printed[title][1])
        far = {title: abs(by_hours.index(title) - by_views.index(title)) for title in TITLES}
        most = max(far, key=far.__getitem__)
        assert list(far.values()).count(far[most]) == 1
        asked = re.search(r"has title ([A-E])", sheet.parts[0].question_en)
        assert asked is not None
        hours, runtime = printed[asked[1]]
        assert _base.check(sheet, [f"{hours / runtime:.1f}", most.lower(), str(far[most])]) == [True] * 3


def test_growth_of_the_slides() -> None:
    """(137e6 / 3e5)^(1/18) − 1 = 40.5 % a year."""
    assert yearly(3e5, 137e6, 18) == pytest.approx(0.405, abs=0.0005)
    assert yearly(100, 121, 2) == pytest.approx(0.1)
    assert yearly(100, 100, 7) == 0


def test_growth_again_leads_from_the_first_to_the_last() -> None:
    for student in CLASS:
        sheet = YearlyGrowth().for_student(student, None)
        first, last = (float(said) for said in re.findall(r"\*\*(\d+)\*\*", sheet.data_en))
        begun, ended = (int(said) for said in re.findall(r"\bin (\d{4})", sheet.data_en))
        rate = float(sheet.parts[0].expected) / 100
        assert first * (1 + rate) ** (ended - begun) == pytest.approx(last)
        assert (1 + rate) ** float(sheet.parts[1].expected) == pytest.approx(2)
        assert 0.05 < rate < 0.55
