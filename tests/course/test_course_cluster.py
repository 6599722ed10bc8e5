"""When a cluster pays, by hand."""

from __future__ import annotations

import random

import pytest

from culturedata.course.choosing.cluster_pays import ClusterPays, Costs, cases


def test_by_hand() -> None:
    """2n = 30 + 12n ÷ 12 at 30; 16 ÷ 0.5; 60 million: 120 s alone, 12 machines for 30 + 60 s."""
    costs = Costs(alone=2, shared=12, machines=12, start=30, memory=16, each=0.5)
    assert costs.faster_from == 30
    assert costs.full_at == 32
    assert costs.times_the_hours(60) == 9


@pytest.mark.parametrize("costs", cases(), ids=str)
def test_at_the_break_even_both_take_as_long(costs: Costs) -> None:
    n = costs.faster_from
    assert costs.alone * n == pytest.approx(costs.start + costs.shared * n / costs.machines)
    assert costs.faster_from < costs.full_at


def test_the_letter_is_that_of_the_numbers() -> None:
    """The answer to the last question follows from those to the first two, and each letter comes."""
    letters = set()
    for seed in range(200):
        sheet = ClusterPays().sheet(random.Random(seed), None)
        millions = int(sheet.data_en.split("**")[1])
        faster, full, _, letter = (part.expected for part in sheet.parts)
        assert isinstance(faster, float)
        assert isinstance(full, float)
        assert letter == ("C" if millions > full else "B" if millions > faster else "A")
        letters.add(letter)
    assert letters == set("ABC")
