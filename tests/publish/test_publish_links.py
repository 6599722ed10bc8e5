"""The page on which links are decided: anybody reads, only the owner writes, and only with the page's own token."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from culturedata.linking import stored
from culturedata.publish import server
from culturedata.publish.words.of_links import OF_LINKS
from culturedata.store.library import Library

PAIR = {"left": "d:9", "right": "c:2"}


@pytest.fixture
def asked(folder: Path) -> Path:
    """The small library with a pair that waits for a person."""
    with Library.open(folder, write=True) as library:
        library.culture.execute(
            "INSERT INTO link_runs (left_source, right_source, made_at, version) VALUES ('d', 'c', '2026', '0')"
        )
        library.culture.execute(
            """INSERT INTO match_questions VALUES ('d:9', 'c:2', 'same-work', 0.5, 'same name',
               '{"names": ["<b>x</b>", "y"], "lives": [[1900, null], [1901, 1980]], "bits": {"name": 12.5}}', 1)"""
        )
    return folder


def owner(app: Any) -> dict[str, str]:
    return {"ds_actor": app.sign({"a": {"id": "root"}}, "actor")}


async def decide(app: Any, cookies: dict[str, str], **form: str) -> Any:
    """Send the form as the page does: with the token of the page."""
    page = await app.client.get("/links", cookies=cookies)
    token = re.search(r'name="csrftoken" value="([^"]+)"', page.text)
    cookies = {**cookies, **dict(page.cookies)}
    data = {**form, **({"csrftoken": token[1]} if token else {})}
    return await app.client.post("/links", data=data, cookies=cookies)


async def test_anybody_reads_and_sees_no_button(asked: Path) -> None:
    app = server.datasette(asked)
    page = await app.client.get("/links?lang=en")
    assert page.status_code == 200
    assert "d:9" in page.text
    assert "name +12.5" in page.text
    assert "1900– · 1901–1980" in page.text
    assert "&lt;b&gt;x&lt;/b&gt;" in page.text
    assert "<button" not in page.text
    french = await app.client.get("/links?lang=fr")
    assert "À décider" in french.text
    for query in ("show=standing", "show=apart", "show=x&page=-1", "page=99", "page=1e9"):
        assert (await app.client.get(f"/links?{query}")).status_code == 200, query


async def test_the_owner_decides_and_may_say_otherwise(asked: Path) -> None:
    app = server.datasette(asked)
    kept = await decide(app, owner(app), **PAIR, verdict="same")
    assert (kept.status_code, kept.headers["location"]) == (303, "/links?show=questions&page=1")
    with Library.open(asked) as library:
        assert stored.questions(library.culture) == []
        assert ("d:9", "c:2") in {(m["left_id"], m["right_id"]) for m in stored.matches(library.culture)}
    assert "c:2" in (await app.client.get("/links?show=standing", cookies=owner(app))).text
    assert (await decide_standing(app)).status_code == 303
    with Library.open(asked) as library:
        undone = stored.matches(library.culture, undone=True)
        assert [(m["left_id"], m["decided_by"]) for m in undone] == [("d:9", "person")]


async def decide_standing(app: Any) -> Any:
    page = await app.client.get("/links?show=standing", cookies=owner(app))
    token = re.search(r'name="csrftoken" value="([^"]+)"', page.text)
    assert token
    cookies = {**owner(app), **dict(page.cookies)}
    data = {**PAIR, "verdict": "different", "csrftoken": token[1]}
    return await app.client.post("/links?show=standing", data=data, cookies=cookies)


async def test_nobody_else_writes(asked: Path) -> None:
    app = server.datasette(asked)
    stranger = await app.client.post("/links", data={**PAIR, "verdict": "same"})
    assert stranger.status_code == 403
    forged = await app.client.post("/links", data={**PAIR, "verdict": "same"}, cookies=owner(app))
    assert forged.status_code == 403  # the owner's cookie without the page's token: a form of another site
    with Library.open(asked) as library:
        assert len(stored.questions(library.culture)) == 1


async def test_what_can_not_be_kept_is_said(asked: Path) -> None:
    app = server.datasette(asked)
    assert (await decide(app, owner(app), left="d:9", right="c:404", verdict="same")).status_code == 404
    assert (await decide(app, owner(app), **PAIR, verdict="maybe")).status_code == 400
    with Library.open(asked, write=True):
        assert (await decide(app, owner(app), **PAIR, verdict="same")).status_code == 409


def test_every_way_of_linking_has_a_word() -> None:
    from culturedata.linking.link import THROUGH
    from culturedata.linking.people import alike
    from culturedata.linking.works import films, objects

    ways = (
        THROUGH, stored.PERSON, films.IDENTIFIER, films.EXACT, films.PART, films.FUZZY, objects.IDENTIFIER,
        objects.NUMBER, objects.TITLE, alike.SAME, alike.SPELLED, alike.ORDER, alike.INITIALS, alike.SHORTER,
        alike.PART, alike.FUZZY, "splink",
    )  # fmt: skip
    assert [way for way in ways if f"links:how:{way}" not in OF_LINKS] == []
