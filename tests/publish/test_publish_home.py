"""Kept home pages: rows with their evidence, for whom they are shown, two strategies beside each other."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

import pytest

from culturedata.publish import server
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


async def test_rows_with_their_evidence(kept: Path) -> None:
    page = await shown(kept, "/home/1?lang=fr")
    assert "La page entière" in page
    assert "Films, années 1990" in page
    assert "9 œuvres possibles\u00a0; ajoute 0,25" in page
    assert "Rangées possibles\u00a0: 120" in page
    assert "Sample ratings (comportements ouverts, svd)" in page
    assert page.count('class="strip"') == 2
    assert 'href="/work/c:1"' in page
    assert "gone:9" not in page, "a work that is there no more is left out"
    english = await shown(kept, "/home/1?lang=en")
    assert "Films, 1990s" in english
    assert "9 works possible; adds 0.25" in english


async def test_two_strategies_beside_each_other(kept: Path) -> None:
    page = await shown(kept, "/home/1?lang=en&strategy=template&beside=page")
    assert page.index('id="page-1">Template') < page.index('id="page-2">The whole page')
    assert page.count('class="strip"') == 3
    alone = await shown(kept, "/home/1?lang=en&strategy=template")
    assert alone.count('class="strip"') == 1


async def test_the_page_of_a_person_is_for_the_owner_and_that_of_strangers_for_all(kept: Path) -> None:
    await shown(kept, "/home/1", host="example.org", status=403)
    assert "For somebody of whom nothing is known" in await shown(kept, "/home?lang=en", host="example.org")


async def test_hostile_words_are_words(kept: Path) -> None:
    made: Any = server.datasette(kept)
    await made.invoke_startup()
    found = await made.client.get("/home/1?lang=en", headers={"host": "localhost"})
    assert "Art: &lt;b&gt;" in found.text


async def test_nothing_kept(folder: Path) -> None:
    assert "culturedata home --keep keeps one" in await shown(folder, "/home/2?lang=en")
    assert "culturedata home --keep keeps one" in await shown(folder, "/home?lang=en")
