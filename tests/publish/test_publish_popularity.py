"""The page on popularity: figures, agreement, moves, works that few met, both languages (synthetic ratings)."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from culturedata.publish import server
from culturedata.publish.popularity import read
from culturedata.publish.words.interface import WORDS
from culturedata.signals.most_popular import MEASURES
from culturedata.store.library import Library, transaction

PEOPLE = 30


def rate(folder: Path, first: int = 100) -> None:
    """Thirty people: all rate «Heat», twenty «Fargo», twelve «Toy Story», nine «The Piano», which they like best."""
    with Library.open(folder, write=True) as library, transaction(library.audience):
        for n in range(PEOPLE):
            user = first + n
            library.audience.execute("INSERT INTO users VALUES (?, ?, 'd', 'open')", [user, f"d:user:{user}"])
            for item, people, value in ((1, 30, 2 + n % 2), (2, 20, 3), (3, 12, 4), (4, 9, 5)):
                if n < people:
                    library.audience.execute(
                        """INSERT INTO ratings (user, item, value, at, source, provenance)
                           VALUES (?, ?, ?, ?, 'd', 'open')""",
                        [user, item, value, 1_100_000_000 + 86_400 * n],
                    )


@pytest.fixture
def rated(folder: Path) -> Path:
    """The small library with their ratings alone."""
    with Library.open(folder, write=True) as library:
        library.audience.execute("DELETE FROM ratings")
    rate(folder)
    return folder


async def fetched(app: Any, path: str) -> Any:
    await app.invoke_startup()
    found = await app.client.get(path, headers={"host": "example.org"})
    assert found.status_code == 200, path
    return found


async def shown(folder: Path, path: str) -> str:
    """A page as somebody sees it who is not on this machine."""
    return unescape((await fetched(server.datasette(folder), path)).text)


def table(page: str, heading: str) -> list[list[str]]:
    """The cells of the table in the section under a heading's id, as they are read."""
    section = page.partition(f'id="{heading}"')[2].partition("</section>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", section, re.S)[1:]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows]
    return [[re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell)).strip() for cell in row] for row in cells]


async def test_the_first_and_who_moves(rated: Path) -> None:
    page = await shown(rated, "/popularity?lang=en&measure=people&against=bayesian-mean")
    assert "71 interactions, Sample ratings (open behaviour). Works that at least 10 people met: 3." in page
    assert 'Last interaction: <time datetime="2004-12-08">8 December 2004</time>.' in page
    assert [row[:3] for row in table(page, "top")] == [
        ["Heat", "1", "30"],
        ["Fargo", "2", "20"],
        ["Toy Story", "3", "12"],
    ]
    assert all(re.fullmatch(r"\d\.\d{3}", row[3]) for row in table(page, "top")), "figures under each other"
    assert table(page, "moves") == [["Heat", "1", "3", "+2"], ["Toy Story", "3", "1", "-2"]]
    assert 'href="/work/c:1"' in page


async def test_who_agrees(rated: Path) -> None:
    """The more people, the less they like it here; a bar for each measure, with a line at 0."""
    page = await shown(rated, "/popularity?lang=en&measure=people")
    told = {row[0]: row for row in table(page, "agreement")}
    assert told["Number of interactions"][1] == "1.000"
    assert told["Bayesian mean of ratings"][1] == "-1.000"
    assert told["Bayesian mean of ratings"][-1] == "3"
    bars = re.findall(r'<svg class="interval"[^>]*role="img" aria-label="([^"]+)"', page)
    assert len(bars) == len(told)
    assert "Bayesian mean of ratings: -1.000" in bars
    assert page.count('class="wanted"') == len(bars)


async def test_what_few_met_is_not_shown(rated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for measure in ("people", "bayesian-mean"):
        assert "The Piano" not in await shown(rated, f"/popularity?lang=en&measure={measure}")
    monkeypatch.setattr(read, "LEAST", 9)
    assert "The Piano" in await shown(rated, "/popularity?lang=en")
    monkeypatch.setattr(read, "LEAST", 31)
    assert "No work was met by 10 people: nothing is shown." in await shown(rated, "/popularity?lang=en")


async def test_both_languages(rated: Path) -> None:
    page = await shown(rated, "/popularity?lang=fr&measure=bayesian-mean")
    assert "Qui est d’accord" in page
    assert "Nombre de personnes" in page
    assert "-1,000" in page


async def test_nothing_runs_in_the_browser(rated: Path) -> None:
    found = await fetched(server.datasette(rated), "/popularity")
    assert "<script" not in found.text
    assert "style=" not in found.text
    assert found.headers["content-security-policy"].startswith("default-src 'self'")
    assert found.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    "query",
    ["measure=nothing", "against=people", "domain=museum", "domain=%00", "measure=hours&against=hours", "measure="],
)
async def test_what_is_not_there_is_not_asked(rated: Path, query: str) -> None:
    page = await shown(rated, f"/popularity?lang=en&{query}")
    assert table(page, "top")[0][0] == "Heat"


async def test_no_behaviour(folder: Path) -> None:
    with Library.open(folder, write=True) as library:
        library.audience.execute("DELETE FROM ratings")
    for lang, said in (
        ("en", "There are neither ratings nor plays here."),
        ("fr", "Il n’y a ici ni notes ni écoutes."),
    ):
        assert said in await shown(folder, f"/popularity?lang={lang}")
    app = server.datasette(folder, audience=False)
    assert "neither ratings nor plays" in (await fetched(app, "/popularity?lang=en")).text
    assert "/popularity" not in (await fetched(app, "/")).text


async def test_new_ratings_are_seen(rated: Path) -> None:
    app = server.datasette(rated)
    before = (await fetched(app, "/popularity?lang=en")).text
    assert before == (await fetched(app, "/popularity?lang=en")).text
    rate(rated, 500)
    assert table(unescape((await fetched(app, "/popularity?lang=en")).text), "top")[0][2] == "60"


def test_every_measure_has_its_words() -> None:
    assert {f"popularity:by:{name}" for name in MEASURES.members()} == {
        key for key in WORDS if key.startswith("popularity:by:")
    }
