"""Kept home pages: rows with their evidence, for whom they are shown, two strategies beside each other."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

from culturedata.publish import server
from culturedata.publish.views import composed, front, rows
from culturedata.recommend.rows import people as of_people
from culturedata.store.library import Library
from culturedata.store.people import pages

SAID = {"device": "desk", "weights": {"discovery": 0.2}, "candidates": 120, "compared": 30, "value": 0.5, "seed": 0,
        "made_of": [{"domain": "film", "dataset": "Sample ratings", "provenance": "open",
                     "recommender": "svd"}]}  # fmt: skip
LAID = [("decade", "film", "Films, années 1990", "Films, 1990s", 9, 0.25, ["c:1", "c:2", "c:3"]),
        ("genre", "museum", "Œuvres d’art\u00a0: <b>", "Art: <b>", 4, 0.125, ["a:1", "gone:9"])]  # fmt: skip


@pytest.fixture
def kept(folder: Path) -> Path:
    with Library.open(folder, write=True) as library:
        for user, strategy in ((None, "page"), ("d:user:1", "template"), ("d:user:1", "page")):
            pages.save(
                library.audience, user, {**SAID, "strategy": strategy}, LAID[: 1 if strategy == "template" else 2]
            )
    return folder


async def shown(folder: Path, path: str, host: str = "localhost", status: int = 200) -> str:
    made: Any = server.datasette(folder)
    await made.invoke_startup()
    found = await made.client.get(path, headers={"host": host})
    assert found.status_code == status, path
    return unescape(found.text)


def figures(page: str) -> list[tuple[str, str]]:
    """The lines of the tables of what scores are made of."""
    return re.findall(r'<th scope="row">([^<]*)</th><td>([^<]*)</td>', page)


async def test_rows_with_their_evidence(kept: Path) -> None:
    page = await shown(kept, "/home/1?lang=fr")
    assert "La page entière" in page
    assert "Films, années 1990" in page
    assert "9 œuvres possibles" in page
    assert "Rangées possibles\u00a0: 120" in page
    assert "pour un ordinateur. Découverte\u00a0: 0,2." in re.sub(r"[ \n]+", " ", page)
    assert "Sample ratings (comportements ouverts, svd)" in page
    assert page.count('class="strip"') == 2
    assert 'href="/work/c:1"' in page
    assert "gone:9" not in page, "a work that is there no more is left out"
    english = await shown(kept, "/home/1?lang=en")
    assert "Films, 1990s" in english
    assert "9 works possible" in english


async def test_what_a_score_is_made_of(kept: Path) -> None:
    """A page of an older version has no parts: the whole alone is said."""
    parts = [(0.4, 0.2, 0.05), (0.3, 0.1, 0.025)]
    with Library.open(kept, write=True) as library:
        pages.save(library.audience, None, {**SAID, "strategy": "page"}, LAID, parts)
    french = figures(await shown(kept, "/home?lang=fr"))
    assert french[:4] == [
        ("Chance d’y trouver, si elle était seule en tête", "0,4000"), ("Ajoute à ce qu’on trouve", "0,2000"),
        ("Ajoute à la variété", "0,0500"), ("Ajoute à la valeur de la page", "0,2500"),
    ]  # fmt: skip
    assert figures(await shown(kept, "/home/1?lang=en")) == [
        ("Adds to the value of the page", "0.2500"), ("Adds to the value of the page", "0.1250"),
    ]  # fmt: skip


async def test_a_row_of_which_nothing_is_left_is_gone(kept: Path) -> None:
    with Library.open(kept, write=True) as library:
        library.audience.execute("UPDATE page_cells SET work_id = 'gone:' || position WHERE row = 2")
    for path in ("/home/1?lang=en", "/?lang=en"):
        page = await shown(kept, path)
        assert page.count('class="strip"') == 1
        assert "Art: " not in page


async def test_two_strategies_beside_each_other(kept: Path) -> None:
    page = await shown(kept, "/home/1?lang=en&strategy=template&beside=page")
    assert page.index('id="page-1">Template') < page.index('id="page-2">The whole page')
    assert page.count('class="strip"') == 3
    assert page.count("only here") == 1, "the second row of the second page"
    assert page.index("only here") > page.index('id="page-2"')
    assert "Rows on both pages: 1 of 1." in page
    assert re.findall(r"Value of the page <b>([\d.]+)</b>", page) == ["0.500", "0.500"]
    alone = await shown(kept, "/home/1?lang=en&strategy=template")
    assert alone.count('class="strip"') == 1


async def test_the_page_of_a_person_is_for_the_owner_and_that_of_strangers_for_all(kept: Path) -> None:
    await shown(kept, "/home/1", host="example.org", status=403)
    stranger = await shown(kept, "/home?lang=en", host="example.org")
    assert "For somebody of whom nothing is known" in stranger
    assert "this person knows" not in stranger
    assert "no work is there twice, and none that the person is known to have met already" in stranger


async def test_a_page_for_another_device(kept: Path) -> None:
    with Library.open(kept, write=True) as library:
        pages.save(library.audience, None, {**SAID, "device": "phone", "strategy": "template"}, LAID[1:])
    usual = await shown(kept, "/home?lang=en")
    assert "Films, 1990s" in usual
    assert "for a computer" in usual
    narrow = await shown(kept, "/home?lang=en&device=phone")
    assert "Films, 1990s" not in narrow
    assert "for a phone" in narrow
    assert "Films, 1990s" in await shown(kept, "/home?lang=en&device=nothing"), "the usual one"


async def test_hostile_words_are_words(kept: Path) -> None:
    made: Any = server.datasette(kept)
    await made.invoke_startup()
    found = await made.client.get("/home/1?lang=en", headers={"host": "localhost"})
    assert "Art: &lt;b&gt;" in found.text


async def test_the_front_page_is_that_of_a_stranger(kept: Path) -> None:
    page = await shown(kept, "/?lang=en")
    assert page.count('class="strip"') == 2
    assert "Films, 1990s" in page
    assert "How this page is made" in page
    assert 'href="/home?strategy=page&beside=template"' in page
    assert "from the catalogue" not in page


async def test_one_domain_of_the_front_page(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """First the composed rows of that domain, then those of the catalogue, no work twice."""
    monkeypatch.setattr(rows, "LEAST", 1)
    monkeypatch.setattr(front, "LEAST", 1)
    page = await shown(kept, "/?lang=en&domain=film")
    assert "Films, 1990s" in page
    assert "Art: " not in page
    assert "Films: from the catalogue" in page
    works = re.findall(r'href="/work/([^"]*)"', page)
    assert sorted(works) == ["c:1", "c:2", "c:3", "c:4"]
    assert 'aria-current="page">4 films' in page
    assert (await shown(kept, "/?lang=en&domain=nothing")).count('class="strip"') == 2, "no domain at all"


async def test_the_owner_finds_somebody_and_strangers_nobody(kept: Path) -> None:
    """1 rated Heat highest, as d:9, which c:1 describes."""
    assert 'href="/home/1">The page of somebody who liked “Heat”' in await shown(kept, "/?lang=en")
    assert "For somebody who liked “Heat”" in await shown(kept, "/home/1?lang=en")
    assert "For somebody who liked “The Piano”" in await shown(kept, "/home/3?lang=en"), "of whom no page is kept"
    for path in ("/", "/home"):
        said = await shown(kept, f"{path}?lang=en", host="example.org")
        assert "/home/1" not in said
        assert "/user/1" not in said
        assert "Heat”" not in said


async def test_what_the_owner_sees_is_not_kept_on_the_way(kept: Path) -> None:
    made: Any = server.datasette(kept)
    await made.invoke_startup()
    for host, said in (("localhost", "private, no-store"), ("example.org", None)):
        assert (await made.client.get("/", headers={"host": host})).headers.get("cache-control") == said


async def test_rows_of_few_are_not_for_strangers(kept: Path) -> None:
    with Library.open(kept, write=True) as library:
        library.audience.execute("UPDATE page_rows SET kind = 'hidden-gems' WHERE row = 1")
    for path in ("/?lang=en", "/home?lang=en"):
        assert "Films, 1990s" in await shown(kept, path)
        assert "Films, 1990s" not in await shown(kept, path, host="example.org")


def met(library: Library, item: str, people: range, played: bool = False) -> None:
    """Let people, some of them new, rate an item that may be new, or play it."""
    db = library.audience
    db.execute("INSERT OR IGNORE INTO items (item_id, source) VALUES (?, 'd')", [item])
    number = db.execute("SELECT item FROM items WHERE item_id = ?", [item]).fetchone()[0]
    for user in people:
        db.execute("INSERT OR IGNORE INTO users VALUES (?, ?, 'd', 'open')", [user, f"d:user:{user}"])
        if played:
            db.execute(
                "INSERT INTO events (user, item, kind, at, source, provenance) VALUES (?, ?, 'play', 1, 'e', 'open')",
                [user, number],
            )
        else:
            db.execute(
                """INSERT OR IGNORE INTO ratings (user, item, value, source, provenance)
                   VALUES (?, ?, 4, 'd', 'open')""",
                [user, number],
            )


@pytest.mark.parametrize("kind", composed.OF_PEOPLE)
async def test_strangers_see_of_rows_of_people_what_ten_met(folder: Path, kind: str) -> None:
    """c:1 also under d:9, c:2 also played, c:3 rated; c:4 by nine, one of whom played it too; c:1 by one is gone."""
    laid = [(kind, "film", "Films de tous", "Films of all", 9, 0.25, ["c:1", "c:2", "c:3", "c:4"])]
    with Library.open(folder, write=True) as library:
        pages.save(library.audience, None, {**SAID, "strategy": "page"}, laid)
        for item, people, played in (
            ("d:9", range(1, 6), False), ("c:1", range(5, 11), False), ("c:2", range(1, 5), False),
            ("c:2", range(5, 11), True), ("c:3", range(1, 11), False), ("c:4", range(1, 10), False),
            ("c:4", range(9, 10), True),
        ):  # fmt: skip
            met(library, item, people, played)
    for path in ("/?lang=en", "/home?lang=en"):
        told = await shown(folder, path, host="example.org")
        strip = told[told.index("Films of all") :]
        assert re.findall(r'href="/work/([^"]*)"', strip) == ["c:1", "c:2", "c:3"]
        assert 'href="/work/c:4"' in await shown(folder, path), "the owner sees all"
    assert "Films of all" in await shown(folder, "/rows?lang=en", host="example.org")
    with Library.open(folder, write=True) as library:
        mine = "user = 10 AND item = (SELECT item FROM items WHERE item_id = 'c:3')"
        library.audience.execute(f"DELETE FROM ratings WHERE {mine}")
    for path in ("/?lang=en", "/home?lang=en", "/rows?lang=en"):
        assert "Films of all" not in await shown(folder, path, host="example.org"), "of two works it is no row"
        assert "Films of all" in await shown(folder, path)


def test_the_kinds_that_rest_on_people_are_those_of_their_folder() -> None:
    names = [one.name.replace("_", "-") for one in iter_modules(of_people.__path__)]
    assert sorted(names) == sorted(composed.OF_PEOPLE)


async def test_places_are_compared_as_they_are_shown(kept: Path) -> None:
    """The first row of one page is not for strangers: the second one is at the same place as on the other page."""
    few = ("popular-now", "film", "Peu", "Few", 9, 0.1, ["c:4"])
    with Library.open(kept, write=True) as library:
        pages.save(library.audience, None, {**SAID, "strategy": "page"}, [few, LAID[0]])
        pages.save(library.audience, None, {**SAID, "strategy": "template"}, [LAID[0]])
    page = await shown(kept, "/home?lang=en&strategy=page&beside=template", host="example.org")
    assert "Rows on both pages: 1 of 1." in page
    assert 'class="moved"' not in page
    assert 'class="moved"' in await shown(kept, "/home?lang=en&strategy=page&beside=template")


async def test_somebody_who_is_not_there(kept: Path) -> None:
    assert "We don’t know this person" in await shown(kept, "/home/77777?lang=en", status=404)
    await shown(kept, "/home/77777", host="example.org", status=403)


async def test_a_new_page_is_shown_at_once(kept: Path) -> None:
    """What strangers see is held until one of the files changes."""
    made: Any = server.datasette(kept)
    await made.invoke_startup()
    assert "Films, 1990s" in (await made.client.get("/?lang=en")).text
    with Library.open(kept, write=True) as library:
        pages.save(library.audience, None, {**SAID, "strategy": "page"}, LAID[1:])
    assert "Films, 1990s" not in (await made.client.get("/?lang=en")).text


async def test_the_catalogue_is_read_once_for_all_who_come_together(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    whole = rows.front
    monkeypatch.setattr(rows, "front", lambda c, domain, lang: read.append(domain) or whole(c, domain, lang))
    made: Any = server.datasette(folder)
    await made.invoke_startup()
    await asyncio.gather(*(made.client.get("/?lang=fr") for _ in range(8)))
    assert sorted(read) == ["film", "museum", "music"]


async def test_the_first_view_is_light(folder: Path) -> None:
    """Less than 100,000 bytes of HTML, sheets and scripts for ten rows of seven works with titles of some length."""
    wide = [
        (*LAID[0][:2], "Films, genre\u00a0: drame", "Films, genre: drama", 9, 0.25, ["c:1", "c:2", "c:3", "c:4"] * 2)
    ]
    with Library.open(folder, write=True) as library:
        library.culture.execute(
            "UPDATE works SET title = title || ' and the usual number of words' WHERE domain = 'film'"
        )
        pages.save(library.audience, None, {**SAID, "strategy": "page"}, wide * 10, [(0.1, 0.2, 0.3)] * 10)
    made: Any = server.datasette(folder)
    await made.invoke_startup()
    page = await made.client.get("/?lang=fr")
    parts = re.findall(r'(?:src|href)="([^"]*/static/[^"]*)"', page.text)
    assert len(parts) == 3
    sizes = [len(page.content), *[len((await made.client.get(part)).content) for part in parts]]
    assert page.text.count('class="card"') == 80
    assert sum(sizes) < 100_000, sizes


async def test_nothing_kept(folder: Path) -> None:
    assert "culturedata home --keep keeps one" in await shown(folder, "/home/2?lang=en")
    assert "culturedata home --keep keeps one" in await shown(folder, "/home?lang=en")
