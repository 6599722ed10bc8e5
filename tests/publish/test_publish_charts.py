"""Where things stand in a picture: round ticks, figures at their places, labels apart."""

from __future__ import annotations

from itertools import pairwise

import pytest

from culturedata.publish.evaluation import charts
from culturedata.publish.evaluation.charts import Figure, Scale


def say(value: float) -> str:
    return f"{value:g}"


@pytest.mark.parametrize(
    ("low", "high", "log", "ticks"),
    [
        (0.0, 1.0, False, ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        (0.93, 1.02, False, ["0.94", "0.96", "0.98", "1", "1.02"]),
        (-3.0, 12.0, False, ["0", "5", "10"]),
        (0.02, 40.0, True, ["0.1", "1", "10"]),
        (3.0, 30.0, True, ["5", "10", "20"]),
    ],
)
def test_ticks_are_round(low: float, high: float, log: bool, ticks: list[str]) -> None:
    scale = Scale(low, high, 0.0, 100.0, log)
    assert [tick.label for tick in scale.ticks(say)] == ticks
    assert all(0 <= tick.at <= 100 for tick in scale.ticks(say))


def test_places_by_hand() -> None:
    assert [Scale(1.0, 100.0, 0.0, 100.0, True)(x) for x in (1, 10, 100)] == [0.0, 50.0, 100.0]
    assert Scale(0.0, 4.0, 300.0, 100.0)(1.0) == 250.0


def test_points_with_their_arms_are_within_the_picture() -> None:
    given = {f"model {n}": (Figure(n / 10, n / 10 - 0.05, n / 10 + 0.05), Figure(0.5, 0.4, 0.6)) for n in range(6)}
    drawn = charts.plane(given, say, say)
    for point in drawn.points:
        assert charts.LEFT <= point.left < point.x < point.right <= charts.WIDTH - charts.RIGHT
        assert charts.TOP <= point.upper < point.y < point.lower <= charts.HEIGHT - charts.BOTTOM
    assert [point.x for point in drawn.points] == sorted(point.x for point in drawn.points)


def test_labels_of_points_in_one_place_do_not_lie_upon_each_other() -> None:
    drawn = charts.plane({f"model {n}": (Figure(1.0), Figure(2.0)) for n in range(4)}, say, say)
    assert len({(point.label_x, point.label_y) for point in drawn.points}) == 4


def test_one_figure_alone_and_nought() -> None:
    for figure in (Figure(0.0), Figure(3.0), Figure(2.0, 1.0, 4.0)):
        drawn = charts.plane({"a": (figure, figure)}, say, say, log_x=True)
        assert charts.LEFT <= drawn.points[0].x <= charts.WIDTH
        bars, scale = charts.bars({"a": figure}, [5.0])
        assert 0 <= bars["a"].low <= bars["a"].at <= bars["a"].high <= 1000
        assert scale(5.0) <= 1000


def test_lines_end_at_the_whole_and_their_labels_stand_apart() -> None:
    given = {name: [(0.1, Figure(0.1)), (1.0, Figure(0.5 + n / 1000, 0.4, 0.6))] for n, name in enumerate("abcde")}
    drawn = charts.lines(given, say, say)
    heights = sorted(line.label_y for line in drawn.lines)
    assert all(after - before >= charts.LINE - 0.2 for before, after in pairwise(heights))
    assert heights[-1] <= charts.HEIGHT - charts.BOTTOM + 4
    last = {line.marks[-1][0] for line in drawn.lines}
    assert len(last) == 1
    assert max(last) < drawn.label_x
    assert {line.style for line in drawn.lines} == {0, 1, 2, 3}
