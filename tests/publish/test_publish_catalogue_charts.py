"""The catalogue in figures: by hand, against the totals of the catalogue, both languages, made again on change."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from culturedata.openness.counting.shares import cells
from culturedata.publish import server
from culturedata.publish.catalogue_charts import pages
from culturedata.publish.catalogue_charts.counted import OLDEST, by_century, century, counted
from culturedata.publish.catalogue_charts.pages import bars
from culturedata.publish.views import rows
from culturedata.store.library import Library
from tests.publish.test_publish_popularity import fetched, shown, table


@pytest.fixture
def culture(folder: Path) -> Iterator[sqlite3.Connection]:
    with Library.open(folder, write=True) as library:
        yield library.culture


def come_from(db: sqlite3.Connection, work: str, *labels: str) -> None:
    """Say of a work that it comes from countries, as a source of films does."""
    for label in labels:
        db.execute("INSERT OR IGNORE INTO terms VALUES (?, ?, 'country', NULL, NULL, NULL, 'c')", [f"t:{label}", label])
        db.execute("INSERT INTO work_terms VALUES (?, 'country', ?)", [work, f"t:{label}"])


@pytest.mark.parametrize(
    ("year", "number"),
    [(1, 1), (100, 1), (101, 2), (1900, 19), (1901, 20), (0, -1), (-1, -1), (-100, -1), (-101, -2), (-1000, -10)],
)
def test_centuries_by_hand(year: int, number: int) -> None:
    assert century(year) == number


def test_centuries_have_no_gaps_and_what_is_old_stands_together() -> None:
    assert by_century([]) == by_century([(None, 3)]) == {}
    assert by_century([(1950, 2), (1750, 1), (None, 9)]) == {18: 1, 19: 0, 20: 2}
    assert by_century([(-5, 1), (5, 1)]) == {-1: 1, 1: 1}
    assert by_century([(-28_000, 1), (-1001, 2), (-1000, 4)]) == {OLDEST - 1: 3, OLDEST: 4}


def test_every_year_of_twenty_centuries() -> None:
    """A hundred works in each, one for each year: the known truth."""
    found = by_century((year, 1) for year in (*range(-1000, 0), *range(1, 1001)))
    assert set(found.values()) == {100}
    assert list(found) == [*range(-10, 0), *range(1, 11)]


def test_bars_by_hand() -> None:
    assert [bar.length for bar in bars([("a", 10_000), ("b", 5_000), ("c", 1), ("d", 0)])] == [200.0, 100.0, 1.0, 0.0]
    assert bars([]) == []
    assert [bar.length for bar in bars([("a", 0)])] == [0.0]


def test_counts_by_hand(culture: sqlite3.Connection) -> None:
    found = counted(culture)
    assert found["museum"].centuries == {16: 1, 17: 0, 18: 0, 19: 3, 20: 1}
    assert {name: one.works for name, one in found.items()} == rows.counts(culture)
    for one in found.values():
        assert sum(one.centuries.values()) + one.undated == one.works


def test_countries_by_hand(culture: sqlite3.Connection) -> None:
    """A work's own countries count before its makers'; two names of one country count once; a continent is none."""
    before = counted(culture)["film"]
    come_from(culture, "c:1", "United States", "USA")
    come_from(culture, "c:2", "France", "Germany")
    come_from(culture, "c:3", "Europe")
    found = counted(culture)["film"]
    changed = {name: n - before.countries.get(name, 0) for name, n in found.countries.items()}
    assert {name: n for name, n in changed.items() if n} == {"US": 1, "FR": 1, "DE": 1}
    assert before.unplaced - found.unplaced == 2


def test_makers_say_where_a_work_is_from_that_does_not(culture: sqlite3.Connection) -> None:
    culture.execute("UPDATE agents SET country = NULL")
    assert counted(culture)["museum"].countries == {}
    culture.execute("UPDATE agents SET country = 'FR' WHERE name = 'Claude Monet'")
    found = counted(culture)["museum"]
    assert found.countries == {"FR": 2}
    assert found.unplaced == found.works - 2
    come_from(culture, "a:2", "Italy")
    assert counted(culture)["museum"].countries == {"FR": 1, "IT": 1}


def test_openness_by_hand(culture: sqlite3.Connection) -> None:
    """Two works have open pictures; another one gets two pictures that are not."""
    assert counted(culture)["museum"].pictures == {"open": 2, "closed": 0, "none": 3}
    for n in (1, 2):
        culture.execute(
            "INSERT INTO images (work_id, position, url, open) VALUES ('a:1', ?, 'https://a.example/', 0)", [n]
        )
    assert counted(culture)["museum"].pictures == {"open": 2, "closed": 1, "none": 2}


def test_a_source_of_several_domains(culture: sqlite3.Connection) -> None:
    """What counts is the domain of each work."""
    culture.execute("UPDATE sources SET domain = 'several'")
    assert {name: one.works for name, one in counted(culture).items()} == rows.counts(culture)


def test_as_the_report_on_openness_counts(culture: sqlite3.Connection) -> None:
    """Summed over its cells, another way to the same figures."""
    summed = sum((Counter(cell.counts) for cell in cells(culture, 2026)), Counter())
    found = counted(culture).values()
    assert sum(one.works for one in found) == summed["works"]
    assert sum(one.pictures["open"] for one in found) == summed["image_open"]
    assert sum(one.pictures["none"] for one in found) == summed["works"] - summed["image"]


async def test_three_sections_with_the_same_totals(folder: Path) -> None:
    page = await shown(folder, "/catalogue-charts?lang=en")
    with Library.open(folder) as library:
        totals = rows.counts(library.culture)
    told = {row[0]: row[2:] for row in table(page, "rights")}
    assert {name: int(line[-1]) for name, line in told.items()} == {
        {"museum": "Museums", "music": "Music", "film": "Films"}[name]: n for name, n in totals.items()
    }
    for line in told.values():
        assert sum(map(int, line[:3])) == int(line[-1])
    assert ["19th century", "3"] in table(page, "century")


async def test_both_languages(folder: Path) -> None:
    with Library.open(folder, write=True) as library:
        come_from(library.culture, "c:1", "United States")
    page = await shown(folder, "/catalogue-charts?lang=fr")
    assert ["XIXe siècle", "3"] in table(page, "century")
    assert ["États-Unis", "1"] in table(page, "country")
    assert ["United States", "1"] in table(await shown(folder, "/catalogue-charts?lang=en"), "country")


async def test_each_chart_says_what_it_shows(folder: Path) -> None:
    page = await shown(folder, "/catalogue-charts?lang=en")
    charts = re.findall(r'<svg class="chart".*?</svg>', page, re.S)
    assert len(charts) >= 3
    for chart in charts:
        assert re.search(r"<title id=[^>]+>[^<]+</title>\s*<desc id=[^>]+>[^<]+</desc>", chart)
    assert len(re.findall(r'\bid="([^"]+)"', page)) == len(set(re.findall(r'\bid="([^"]+)"', page)))


async def test_nothing_runs_in_the_browser_and_no_people_are_needed(folder: Path) -> None:
    app = server.datasette(folder, audience=False)
    found = await fetched(app, "/catalogue-charts")
    assert "<script" not in found.text
    assert "style=" not in found.text
    assert found.headers["content-security-policy"].startswith("default-src 'self'")
    assert 'href="/catalogue-charts"' in (await fetched(app, "/")).text


async def test_an_empty_library(tmp_path: Path) -> None:
    with Library.open(tmp_path / "empty", create=True):
        pass
    assert "La bibliothèque est vide." in await shown(tmp_path / "empty", "/catalogue-charts?lang=fr")


async def test_counted_once_and_again_after_a_change(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    monkeypatch.setattr(pages, "counted", lambda connection: calls.append(1) or counted(connection))
    app = server.datasette(folder)
    for _ in range(2):
        assert ["19th century", "3"] in table((await fetched(app, "/catalogue-charts?lang=en")).text, "century")
    assert len(calls) == 1
    with Library.open(folder, write=True) as library:
        library.culture.execute("UPDATE works SET year = 1890 WHERE work_id = 'a:4'")
    assert ["19th century", "4"] in table((await fetched(app, "/catalogue-charts?lang=en")).text, "century")
    assert len(calls) == 2
