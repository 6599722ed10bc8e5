"""The dated facts: every bullet of the slides is there, units agree; growth by hand, simulated, against numpy."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from culturedata.data.timeline import COLUMNS, MEASURES, Fact, facts, growth, growths, read
from culturedata.errors import InputFormat

GOOD = ["2000", "A", "films", "82", "films", "https://a.example/", "82 films", "82 films"]


def fact(date: str, value: float | None = 1.0) -> Fact:
    return Fact(date, "A", "films", value, "films", "https://a.example/", "", "")


def table(folder: Path, *lines: list[str]) -> Path:
    made = folder / "facts.csv"
    made.write_text("\n".join(",".join(line) for line in (list(COLUMNS), *lines)) + "\n", encoding="utf-8")
    return made


@pytest.mark.parametrize(
    ("date", "entity", "measure", "value"),
    [
        ("1997/1998", "Netflix", "founded", None),
        ("1997/1998", "Netflix", "rental", None),
        ("1999-09", "Netflix", "subscription", None),
        ("2000", "Netflix", "subscribers", 300e3),
        ("2003", "Netflix", "profit", None),
        ("2005", "Netflix", "titles", 35e3),
        ("2005", "Netflix", "discs", 1e6),
        ("2006", "Netflix", "prize", 1e6),
        ("2007", "Netflix", "streaming", None),
        ("2011/2013", "Netflix", "own-series", None),
        ("2018", "Netflix", "subscribers", 137e6),
        ("2019-04-26", "Netflix", "market-value", 163e9),
        ("2019-04-26", "Walt Disney", "market-value", 167e9),
        ("2019-04-26", "21st Century Fox", "market-value", 83e9),
        ("2018", "Netflix", "spending-least", 12e9),
        ("2018", "Netflix", "spending-most", 13e9),
        ("2018", "Netflix", "originals", 85),
        ("2018", "Netflix", "films", 82),
        ("2018", "Warner Bros", "films", 23),
    ],
)
def test_every_bullet_of_the_slides(date: str, entity: str, measure: str, value: float | None) -> None:
    found = [one for one in facts() if (one.date, one.entity, one.measure) == (date, entity, measure)]
    assert [one.value for one in found] == [value]


def test_every_fact_has_its_unit_and_its_source() -> None:
    assert {one.measure for one in facts()} == set(MEASURES)
    assert len({(one.date, one.entity, one.measure) for one in facts()}) == len(facts())
    for one in facts():
        assert one.unit == MEASURES[one.measure]
        assert one.source_url.partition("//")[0] in ("http:", "https:")
    assert [one.span for one in facts()] == sorted(one.span for one in facts())


def test_french_is_set_as_french() -> None:
    for one in facts():
        assert "'" not in one.statement_fr
        assert not any(f" {sign}" in one.statement_fr for sign in ":!%$")


@pytest.mark.parametrize(
    ("column", "said", "told"),
    [
        ("measure", "film", "'film' is not one of the measures"),
        ("unit", "USD", "the unit of films is films, not USD"),
        ("unit", "", "the unit of films is films, not none"),
        ("value", "", "a figure has a unit"),
        ("value", "many", "no figure"),
        ("value", "nan", "no figure above 0"),
        ("value", "inf", "no figure above 0"),
        ("value", "-1", "no figure above 0"),
        ("date", "soon", "is no date"),
        ("date", "2000-13", "is no date"),
        ("date", "2001/1999", "ends before it begins"),
        ("entity", "", "a source on the web and two statements"),
        ("source_url", "javascript:alert(1)", "a source on the web and two statements"),
        ("statement_en", "", "a source on the web and two statements"),
    ],
)
def test_a_line_that_says_no_fact(tmp_path: Path, column: str, said: str, told: str) -> None:
    line = list(GOOD)
    line[COLUMNS.index(column)] = said
    with pytest.raises(InputFormat, match=told) as fault:
        read(table(tmp_path, GOOD, line))
    assert "line 3" in str(fault.value)


def test_a_table_of_another_shape_or_without_lines(tmp_path: Path) -> None:
    assert read(table(tmp_path)) == ()
    (tmp_path / "facts.csv").write_text("", encoding="utf-8")
    with pytest.raises(InputFormat, match="has not the columns"):
        read(tmp_path / "facts.csv")
    with pytest.raises(InputFormat, match="line 2"):
        read(table(tmp_path, GOOD[:4]))


@pytest.mark.parametrize(
    ("date", "span"),
    [
        ("2000", (2000.0, 2001.0)),
        ("1997/1998", (1997.0, 1999.0)),
        ("2018-12", (2018 + 334 / 365, 2019.0)),
        ("2020-12-31", (2020 + 365 / 366, 2021.0)),
    ],
)
def test_when_it_may_have_been(date: str, span: tuple[float, float]) -> None:
    assert fact(date).span == pytest.approx(span, abs=1e-9)


class TestGrowth:
    def test_by_hand(self) -> None:
        """Twice as much after one year, and four times as much after two, is 100 % a year."""
        assert growth(fact("2000", 3), fact("2001", 6)).yearly == pytest.approx(1.0)
        assert growth(fact("2000", 3), fact("2002", 12)).yearly == pytest.approx(1.0)

    def test_subscribers_of_the_slides(self) -> None:
        whole, *parts = growths(facts(), "subscribers", "Netflix")
        assert (whole.first.date, whole.last.date) == ("2000", "2018")
        assert whole.yearly == pytest.approx((137e6 / 3e5) ** (1 / 18) - 1, abs=1e-12)
        assert round(100 * whole.yearly, 1) == 40.5
        assert round(100 * whole.low, 1) == 38.0
        assert whole.high is not None
        assert round(100 * whole.high, 1) == 43.4
        assert [(one.first.date, one.last.date) for one in parts] == [("2000", "2013-02"), ("2013-02", "2018")]

    def test_a_known_truth(self) -> None:
        """What grows by a rate is found to do so, and the rate is never outside its ends."""
        for n in range(50):
            drawn = np.random.default_rng(n)
            rate, years = drawn.uniform(-0.5, 2), int(drawn.integers(2, 40))
            found = growth(fact("1900", 7.0), fact(str(1900 + years), 7.0 * (1 + rate) ** years))
            assert found.yearly == pytest.approx(rate, abs=1e-9)
            assert found.high is not None
            assert found.low <= found.yearly <= found.high

    def test_against_numpy(self) -> None:
        """The mean of logarithmic steps, where there is a figure for each year."""
        values = np.array([1.0, 2.0, 1.5, 9.0, 4.0])
        expected = math.exp(float(np.diff(np.log(values)).mean())) - 1
        assert growth(fact("2000", values[0]), fact("2004", values[-1])).yearly == pytest.approx(expected)

    def test_dates_that_may_be_the_same_moment(self) -> None:
        found = growth(fact("2000/2001", 1), fact("2001", 2))
        assert found.high is None
        assert found.low == pytest.approx(2 ** (1 / 2) - 1)

    @pytest.mark.parametrize(
        ("first", "last"),
        [
            (fact("2000"), fact("2000")),
            (fact("2001"), fact("2000")),
            (fact("2000", None), fact("2001")),
            (fact("2000"), replace(fact("2001"), entity="B")),
            (fact("2000"), replace(fact("2001"), measure="titles")),
        ],
    )
    def test_none(self, first: Fact, last: Fact) -> None:
        with pytest.raises(ValueError, match=r"growth is that of|not the earlier one"):
            growth(first, last)

    def test_of_one_or_no_figure_there_is_none(self) -> None:
        assert growths([], "films", "A") == growths([fact("2000")], "films", "A") == []
        assert len(growths([fact("2000"), fact("2001", None), fact("2002")], "films", "A")) == 1
