"""The page on the slides' facts: figures and sources in both languages, both pictures, nothing from elsewhere."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from culturedata.data.timeline import MEASURES, Fact, facts
from culturedata.publish import server
from culturedata.publish.evaluation import charts
from culturedata.publish.timeline import drawn
from culturedata.publish.timeline.pages import amount, date
from culturedata.publish.words.interface import WORDS
from culturedata.publish.words.language import Translator
from tests.publish.test_publish_popularity import fetched, shown, table


def fact(date: str, value: float | None = None, measure: str = "founded") -> Fact:
    return Fact(date, "A", measure, value, MEASURES[measure], "https://a.example/", "", "")


async def test_how_subscribers_grew(folder: Path) -> None:
    page = await shown(folder, "/timeline?lang=en")
    assert "From 2000 to 2018: 40.5% a year on average." in page
    assert table(page, "grown")[0] == ["2000 300,000", "2018 137,000,000", "40.5%", "38.0%–43.4%"]
    assert len(table(page, "grown")) == 3
    page = await shown(folder, "/timeline?lang=fr")
    assert "De 2000 à 2018\u00a0: 40,5\u00a0% par an en moyenne." in page
    assert table(page, "grown")[0][1] == "2018 137 000 000"


@pytest.mark.parametrize("lang", ["fr", "en"])
async def test_every_fact_with_its_source(folder: Path, lang: str) -> None:
    page = await shown(folder, f"/timeline?lang={lang}")
    told = table(page, "facts")
    assert [row[0] for row in told] == [date(Translator(lang), one) for one in facts()]
    for row, one in zip(told, facts(), strict=True):
        said = one.statement_fr if lang == "fr" else one.statement_en
        assert row[4] == re.sub(r"\s+", " ", said)
    section = page.partition('id="facts"')[2]
    assert re.findall(r'<td><a href="([^"]+)"', section) == [one.source_url for one in facts()]


async def test_the_pictures_say_what_they_show(folder: Path) -> None:
    page = await shown(folder, "/timeline?lang=en")
    assert page.count('role="img" aria-labelledby=') == 2
    for ids in re.findall(r'role="img" aria-labelledby="([^"]+)"', page):
        for id_ in ids.split():
            assert re.search(rf'<(title|desc) id="{id_}">[^<]+<', page)
    assert "2000: 300,000 people, February 2013: 33,000,000 people, 2018: 137,000,000 people" in page
    assert page.count('class="when"') == len({(one.measure, one.span) for one in facts()})


async def test_nothing_runs_in_the_browser_or_comes_from_elsewhere(folder: Path) -> None:
    found = await fetched(server.datasette(folder), "/timeline")
    assert "<script" not in found.text
    assert "style=" not in found.text
    assert not re.search(r'(?:src|<link[^>]*href)="https?:', found.text)
    assert found.headers["content-security-policy"].startswith("default-src 'self'")


async def test_it_needs_no_people_and_is_in_the_menu(folder: Path) -> None:
    app = server.datasette(folder, audience=False)
    assert 'href="/timeline"' in (await fetched(app, "/")).text
    assert "Chronologie" in unescape((await fetched(app, "/timeline?lang=fr")).text)


def test_every_measure_and_unit_has_its_words() -> None:
    assert {f"fact:{name}" for name in MEASURES} <= set(WORDS)
    assert {f"fact:in:{unit}" for unit in MEASURES.values() if unit} <= set(WORDS)


@pytest.mark.parametrize(
    ("value", "measure", "french", "english"),
    [
        (None, "founded", "", ""),
        (85, "originals", "85\u00a0%", "85%"),
        (1e6, "prize", "1\u202f000\u202f000\u00a0$", "$1,000,000"),
        (12.5e9, "spending-least", "12,5 milliards de dollars", "$12.5 billion"),
    ],
)
def test_amounts(value: float | None, measure: str, french: str, english: str) -> None:
    one = fact("2000", value, measure)
    assert (amount(Translator("fr"), one), amount(Translator("en"), one)) == (french, english)


@pytest.mark.parametrize(
    ("said", "french", "english"),
    [
        ("1997/1998", "1997–1998", "1997–1998"),
        ("2000", "2000", "2000"),
        ("2013-02", "février 2013", "February 2013"),
        ("2019-04-26", "26 avril 2019", "26 April 2019"),
    ],
)
def test_dates(said: str, french: str, english: str) -> None:
    assert (date(Translator("fr"), fact(said)), date(Translator("en"), fact(said))) == (french, english)


class TestPlaces:
    def test_even_growth_is_a_straight_line(self) -> None:
        given = [fact(str(year), 10.0**n, "subscribers") for n, year in enumerate((2000, 2003, 2006))]
        found = drawn.grown(given, 1.0, str)
        assert found is not None
        first, middle, last = ((mark.x, mark.y) for mark in found.marks)
        assert middle == pytest.approx([(a + b) / 2 for a, b in zip(first, last, strict=True)], abs=0.1)
        assert [tick.label for tick in found.x_ticks if "." in tick.label] == []

    def test_marks_and_figures_are_within_the_picture(self) -> None:
        given = [one for one in facts() if one.measure == "subscribers"]
        found = drawn.grown(given, 1e6, str)
        assert found is not None
        for mark in found.marks:
            assert charts.LEFT <= mark.x <= charts.WIDTH - charts.RIGHT
            assert charts.TOP <= mark.y <= charts.HEIGHT - charts.BOTTOM
            width = len(f"{mark.fact.value:,.0f}") * charts.LETTER
            assert mark.label_x - (width if mark.anchor == "end" else 0) > charts.LEFT
            assert mark.label_x + (width if mark.anchor == "start" else 0) < charts.WIDTH

    def test_a_vague_date_is_wide_and_a_day_is_a_dot(self) -> None:
        found = drawn.calendar([fact("1990/1999"), fact("2000-01-01", 1.0, "films")])
        assert found is not None
        (wide,), (dot,) = (line.reaches for line in found.lines)
        assert wide[1] - wide[0] > 10 * (dot[1] - dot[0])
        assert dot[1] - dot[0] == pytest.approx(2 * drawn.DOT, abs=0.11)
        assert wide[0] >= drawn.NAMES
        assert dot[1] <= charts.WIDTH - charts.RIGHT

    def test_none_and_one(self) -> None:
        assert drawn.grown([], 1.0, str) is None
        assert drawn.grown([fact("2000", 1.0, "films")], 1.0, str) is None
        assert drawn.calendar([]) is None
        assert drawn.calendar([fact("2000-02-29")]) is not None
