"""From all rows there might have been to a page: the counts that are kept, the picture, the tables, who sees them."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from culturedata.publish import server
from culturedata.publish.pool.drawn import END, NAMES, Kind, pool
from culturedata.publish.pool.pages import counted
from culturedata.store.library import Library
from culturedata.store.people import pages

SAID: dict[str, Any] = {
    "strategy": "page", "weights": {}, "candidates": 12_107, "compared": 127, "value": 0.5, "seed": 0,
    "pool": {"more-by-maker": [12_000, 60], "decade": [100, 60], "hidden-gems": [3, 3], "trending": [2, 2],
             "of-another-package": [2, 2]},
    "made_of": [{"domain": "film", "dataset": "Sample ratings", "provenance": "open", "recommender": None}],
}  # fmt: skip
LAID = [("decade", "film", "Films, années 1990", "Films, 1990s", 1_234, 0.25, ["c:1", "c:2", "c:3"]),
        ("hidden-gems", "film", "Peu connus", "Little known", 9, 0.125, ["c:4", "gone:9"]),
        ("decade", "museum", "Art\u00a0: <b>", "Art: <b>", 4, 0.0625, ["a:1", "a:2"])]  # fmt: skip


@pytest.fixture
def kept(folder: Path) -> Path:
    """Pages of strangers for two devices, and one of a person."""
    with Library.open(folder, write=True) as library:
        for user, device, laid in ((None, "phone", LAID[:1]), ("d:user:1", "desk", LAID[1:]), (None, "desk", LAID)):
            pages.save(library.audience, user, {**SAID, "device": device}, laid)
    return folder


async def shown(folder: Path, path: str, host: str = "localhost", status: int = 200) -> str:
    made: Any = server.datasette(folder)
    await made.invoke_startup()
    found = await made.client.get(path, headers={"host": host})
    assert found.status_code == status, path
    return str(found.text)


def table(page: str, part: str) -> list[list[str]]:
    """The rows of the table in a part of the page, heads left out, marks too."""
    section = re.search(rf'aria-labelledby="{part}">.*?<t?body>(.*?)</table>', page, re.S)
    assert section, part
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in section[1].split("</tr>"))
    return [[" ".join(unescape(re.sub(r"<[^>]+>", " ", one)).split()) for one in row] for row in cells if row]


async def test_by_kind(kept: Path) -> None:
    page = await shown(kept, "/rows?lang=en")
    assert table(page, "kinds") == [
        ["By one maker", "12,000", "60", "0"],
        ["One decade", "100", "60", "2"],
        ["Hidden gems", "3", "3", "1"],
        ["Of-another-package", "2", "2", "0"],
        ["Trending", "2", "2", "0"],
        ["Together", "12,107", "127", "3"],
    ]
    assert "12,107 possible rows → 127 compared → 3 shown, 6 works" in page
    french = await shown(kept, "/rows?lang=fr")
    assert ["De la même main", "12 000", "60", "0"] in [
        [one.replace("\u202f", " ") for one in row] for row in table(french, "kinds")
    ]


async def test_what_was_chosen(kept: Path) -> None:
    page = await shown(kept, "/rows?lang=en")
    assert table(page, "chosen") == [
        ["1. Films, 1990s", "One decade", "1,234", "3", "0.2500"],
        ["2. Little known", "Hidden gems", "9", "1", "0.1250"],
        ["3. Art: <b>", "One decade", "4", "2", "0.0625"],
    ]
    assert "0,2500" in await shown(kept, "/rows?lang=fr")


async def test_by_device(kept: Path) -> None:
    page = await shown(kept, "/rows?lang=en")
    lines = table(page, "devices")
    assert [line[:6] for line in lines] == [
        ["A computer The whole page", "3", "3", "6", "12,107", "127"],
        ["A phone The whole page", "1", "3", "3", "12,107", "127"],
    ]
    assert 'href="/rows?device=phone&amp;strategy=page"' in page
    phone = await shown(kept, "/rows?device=phone&strategy=page&lang=en")
    assert "→ 1 shown, 3 works" in phone


async def test_the_pool_of_a_person_is_for_the_owner_and_that_of_strangers_for_all(kept: Path) -> None:
    assert "2 shown" in await shown(kept, "/rows/1?lang=en")
    await shown(kept, "/rows/1", host="example.org", status=403)
    page = await shown(kept, "/rows?lang=en", host="example.org")
    assert "Little known" not in page
    assert "Rows that are not named here because few people met their works: 1." in page
    assert ["Hidden gems", "3", "3", "1"] in table(page, "kinds")


@pytest.mark.parametrize(("path", "home"), [("/rows", "/home"), ("/rows/1", "/home/1")])
async def test_the_way_to_the_page_is_that_of_the_device(kept: Path, path: str, home: str) -> None:
    device = "phone" if path == "/rows" else "desk"
    assert f'href="{home}?device={device}&amp;strategy=page"' in await shown(kept, f"{path}?device={device}")


async def test_somebody_who_is_not_there(kept: Path) -> None:
    assert "We don’t know this person" in await shown(kept, "/rows/77777?lang=en", status=404)
    await shown(kept, "/rows/77777", host="example.org", status=403)


async def test_nothing_kept(folder: Path) -> None:
    assert "culturedata home PERSON --keep" in await shown(folder, "/rows/2?lang=en")
    assert "culturedata home --keep -L DOSSIER" in await shown(folder, "/rows?lang=fr")


async def test_the_chart_says_what_it_shows_and_nothing_runs(kept: Path) -> None:
    page = await shown(kept, "/rows?lang=en")
    [chart] = re.findall(r'<svg class="chart".*?</svg>', page, re.S)
    assert re.search(r"<title id=[^>]+>[^<]+</title>\s*<desc id=[^>]+>5 kinds, [^<]+“by one maker”[^<]+</desc>", chart)
    assert chart.count("pool-chosen") == 2
    assert "<script" not in page
    assert "style=" not in page


async def test_a_page_of_a_version_that_did_not_count(kept: Path) -> None:
    """Its columns come with the migration, its counts don't: the page says so; the table by device stays."""
    with closing(sqlite3.connect(kept / "audience.db", isolation_level=None)) as db:
        db.execute("ALTER TABLE pages DROP COLUMN pool")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm011_page_pools'")
    page = await shown(kept, "/rows?lang=en")
    assert "kept by a version that did not count the kinds" in page
    assert len(table(page, "devices")) == 2
    with Library.open(kept) as library:
        assert library.audience.execute("SELECT count(*) FROM pages WHERE pool IS NULL").fetchone() == (3,)
        assert pages.kept(library.audience, None)[0]["pool"] is None
    assert (kept / "audience.before-m011_page_pools.db").is_file()


def test_places_by_hand() -> None:
    """On the axis 1000 stands as far from 100 as 100 from 10; nothing has no bar, one row has one."""
    drawn = pool([Kind("a", 1000, 100, 10), Kind("b", 1, 0, 0), Kind("c", 100, 10, 0)], str)
    assert drawn is not None
    assert [line.kind.name for line in drawn.lines] == ["a", "c", "b"]
    first, second, last = drawn.lines
    assert first.possible == END - NAMES
    assert first.chosen is not None
    step = first.possible - first.compared
    assert first.compared - (first.chosen - NAMES) == pytest.approx(step, abs=0.11)
    assert (second.possible, second.compared) == pytest.approx((first.compared, first.compared - step), abs=0.11)
    assert last.possible > 0
    assert (last.compared, last.chosen) == (0.0, None)
    assert pool([], str) is None


def test_counts_by_hand(kept: Path) -> None:
    with Library.open(kept) as library:
        found = pages.kept(library.audience, None)
    assert [one["device"] for one in found] == ["desk", "phone"]
    assert counted(found[0])[1] == Kind("decade", 100, 60, 2)
    assert sum(kind.possible for kind in counted(found[0])) == SAID["candidates"]
    assert sum(kind.compared for kind in counted(found[0])) == SAID["compared"]
