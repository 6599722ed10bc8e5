"""The pages about openness: figures, weights, the works behind them, both languages, no broken link."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from culturedata.openness.counting.completeness import FIELDS
from culturedata.openness.counting.indicators import INDICATORS
from culturedata.publish import server
from culturedata.publish.views import openness
from culturedata.publish.words.of_openness import OPENNESS
from culturedata.store.library import Library
from tests.openness import made


@pytest.fixture
async def datasette(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Three museums in two countries, counted by hand; «whole» is a whole collection."""
    made.make(tmp_path / "counted")
    monkeypatch.setattr(openness, "promised", lambda: {"whole": 7})
    monkeypatch.setattr(openness, "chosen", lambda: frozenset({"sample"}))
    opened = server.datasette(tmp_path / "counted")
    await opened.invoke_startup()
    return opened


async def text_of(datasette: Any, path: str) -> str:
    found = await datasette.client.get(path)
    assert found.status_code == 200, path
    return unescape(found.text)


def links(page: str) -> set[str]:
    return {unescape(href) for href in re.findall(r'href="(/[^"]+)"', page)}


def rows(page: str) -> list[str]:
    """The groups of the first table, in its order."""
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', table)


async def test_both_languages(datasette: Any) -> None:
    french, english = [await text_of(datasette, f"/openness?min=1&lang={lang}") for lang in ("fr", "en")]
    assert "Ouverture des collections" in french
    assert "Royaume-Uni" in french
    assert "83,3\u00a0%" in french
    assert "Openness of the collections" in english
    assert "United Kingdom" in english
    assert "83.3%" in english
    assert rows(english) == ["N", "M", "O"]
    for key in (*(f"indicator:{name}" for name in INDICATORS), *(f"means:{name}" for name in INDICATORS)):
        assert OPENNESS[key][1] in english


async def test_intervals_only_where_sampled(datasette: Any) -> None:
    page = await text_of(datasette, "/openness?min=1&lang=en")
    (sampled,) = re.findall(r"<tr>\s*<th scope=\"row\"><a [^>]+>O</a>.*?</tr>", page, re.S)
    (whole,) = re.findall(r"<tr>\s*<th scope=\"row\"><a [^>]+>M</a>.*?</tr>", page, re.S)
    assert '<span class="note">0–65.8</span>' in sampled
    assert "sample" in sampled
    assert "undefined" in sampled
    assert re.findall(r"\d–\d", whole) == []
    assert "whole collection" in whole
    assert "n = 2" in whole


async def test_weights_change_the_order(datasette: Any) -> None:
    zero = "&".join(f"{name}=0" for name in ("image", "image_open", "open_of_free", "metadata_open", "completeness"))
    page = await text_of(datasette, f"/openness?min=1&{zero}&machine=2,5")
    assert rows(page) == ["M", "N", "O"]
    assert re.search(r'name="image" min="0" max="10" [^>]+ value="0"', page)
    assert re.search(r'name="machine" [^>]+ value="2.5"', page)
    assert re.search(r'name="identified" [^>]+ value="1"', page)
    assert "image=0" in next(link for link in links(page) if link.startswith("/openness/group"))


@pytest.mark.parametrize(
    "query",
    ["image=abc", "image=nan", "image=-5", "image=1e999", "min=0", "min=99999999999999999999", "min=x", "min=500",
     "&".join(f"{name}=0" for name in INDICATORS)],
)  # fmt: skip
async def test_odd_weights_are_answered(datasette: Any, query: str) -> None:
    await text_of(datasette, f"/openness?{query}")


async def test_every_link_leads_to_as_many_works_as_the_figure_says(datasette: Any) -> None:
    """All links of the page and of all groups; the share in the link's name is that of the works listed."""
    page = await text_of(datasette, "/openness?min=1&lang=en")
    groups = {link for link in links(page) if link.startswith("/openness/group")}
    assert len({link.partition("#")[0] for link in groups}) == 5
    asked = {link for link in links(page) if link.startswith("/openness/works")}
    for link in groups:
        detail = await text_of(datasette, link + ("&lang=en" if "#" not in link else ""))
        asked |= {other for other in links(detail) if other.startswith("/openness/works")}
        told = re.findall(r'href="(/openness/works[^"]+)" aria-label="[^"]+: (\d+)"', detail)
        assert len(told) >= 2 * (5 + 2 + len(FIELDS) + 2)
        for href, count in told:
            listed = await text_of(datasette, unescape(href) + "&lang=en")
            assert len(re.findall(r'<article class="card">', listed)) == int(count)
    assert len(asked) > 100


async def test_the_size_of_pictures_is_told_beside_the_score(datasette: Any) -> None:
    """M says two sizes, of which one is large; N has a picture and says none; O has no picture. No weight for it."""
    french, english = [await text_of(datasette, f"/openness?min=1&lang={lang}") for lang in ("fr", "en")]
    first = dict(re.findall(r'<th scope="row"><a [^>]+>([MNO])</a>(.*?)</tr>', english, re.S))
    last = {name: row.rpartition("<td>")[2] for name, row in first.items()}
    assert 'aria-label="Picture of 3,000 px or more, M: 50%">50%</a><span class="note">n = 2</span>' in last["M"]
    assert "not said" in last["N"]
    assert "not said" in last["O"]
    assert "%" not in last["N"] + last["O"]
    assert "≥\u00a03,000\u00a0px" in english
    assert "non dit" in french
    assert "{px}" not in french + english
    assert 'name="image_large"' not in english
    group = await text_of(datasette, "/openness/group?by=institution&name=M&country=FR&min=1&lang=en")
    assert "The resolution of pictures" in group
    assert "2 of 3" in group
    assert "1 of 2" in group
    listed = await text_of(
        datasette, "/openness/works?by=institution&name=M&country=FR&of=image_large&without=1&lang=en"
    )
    assert "Picture of 3,000 px or more: works missing" in listed
    assert "1 work found" in listed


async def test_a_bar_is_said_with_the_marks_of_the_language(datasette: Any) -> None:
    for lang, mark in (("fr", "\u00a0; "), ("en", "; ")):
        page = await text_of(datasette, f"/openness?min=1&lang={lang}")
        labels = re.findall(r'<svg class="stack"[^>]* aria-label="([^"]+)"', page)
        assert {found for label in labels for found in re.findall(r"\d(\s?;\s)", label)} == {mark}


async def test_a_map_of_the_countries(datasette: Any) -> None:
    """Both countries of the table, in a map of the world and one of Europe, with their scores in words."""
    french, english = [await text_of(datasette, f"/openness?min=1&lang={lang}") for lang in ("fr", "en")]
    maps = re.findall(r'<svg class="map".*?</svg>', english, re.S)
    assert [re.findall(r'role="img" aria-label="(Map of [^:]+: 2 countries)', one) for one in maps] == [
        ["Map of the world: 2 countries"], ["Map of Europe: 2 countries"],
    ]  # fmt: skip
    for one in maps:
        assert len(re.findall(r'<circle class="shade-\d"', one)) == 2
        titles = re.findall(r"<title>([^<]+)</title>", one)
        assert titles[0] == "France: Score 42.9, 6 works"
        assert titles[1].startswith("United Kingdom: Score ")
    assert re.findall(r"<text [^>]+>([A-Z]{2})</text>", maps[1]) == ["FR", "GB"]
    assert "Carte d’Europe\u00a0: 2 pays" in french
    assert "Royaume-Uni\u00a0: Score" in french
    assert "FR · 6 works" in english, "the table says what the codes mean"
    assert english.count(' id="land"') == 1
    none = await text_of(datasette, "/openness?min=500&lang=en")
    assert "<figure" not in none


async def test_the_map_follows_the_weights(datasette: Any) -> None:
    def shade(page: str) -> list[str]:
        return re.findall(r'<circle class="(shade-\w+)"[^>]*><title>United Kingdom', page)

    only_picture = "&".join(f"{name}={int(name == 'open_of_free')}" for name in INDICATORS)
    assert shade(await text_of(datasette, f"/openness?min=1&lang=en&{only_picture}")) == ["shade-3", "shade-3"]
    only_number = "&".join(f"{name}={int(name == 'identified')}" for name in INDICATORS)
    assert shade(await text_of(datasette, f"/openness?min=1&lang=en&{only_number}")) == ["shade-0", "shade-0"]


async def test_the_sql_of_a_list_runs_in_datasette(datasette: Any) -> None:
    page = await text_of(datasette, "/openness/works?by=institution&name=M&country=FR&of=image_open&without=1&lang=en")
    assert "4 works found" in page
    assert "Open picture: works missing" in page
    (query,) = [link for link in links(page) if "sql=" in link]
    path, _, arguments = query.partition("?")
    found = await datasette.client.get(f"{path}.json?{arguments}&_shape=array")
    assert sorted(row["work_id"] for row in found.json()) == ["whole:3", "whole:4", "whole:5", "whole:6"]


@pytest.mark.parametrize(
    "path",
    [
        "/openness/group?by=institution&name=M&country=GB",
        "/openness/group?by=institution&name=Q",
        "/openness/group?by=city&name=M",
        "/openness/group",
        "/openness/works?by=institution&name=M&of=nothing",
        "/openness/works?by=city&name=M&of=image",
    ],
)
async def test_what_is_not_there(datasette: Any, path: str) -> None:
    found = await datasette.client.get(path)
    assert found.status_code == 404
    assert '<html lang="fr">' in found.text


async def test_a_small_group_has_a_page_too(datasette: Any) -> None:
    page = await text_of(datasette, "/openness/group?by=institution&name=N&country=GB&lang=en")
    assert "whole collection" in page
    assert "95% interval" not in page
    sample = await text_of(datasette, "/openness/group?by=institution&name=O&country=GB&lang=en")
    assert "95% interval" in sample
    assert "no ground for judging it" in sample


async def test_works_that_name_no_country_are_told(datasette: Any, tmp_path: Path) -> None:
    """As the command line tells it: how many, and what stands there that is no country."""
    page = await text_of(datasette, "/openness?min=1&lang=en")
    assert "Works that name no institution: 1." in page
    assert "Works that name no country: 1." in page
    assert "no country:" not in page.replace("name no country:", "")
    with Library.open(tmp_path / "counted", write=True) as library:
        for work, said in (("whole:7", "Europe"), ("sample:1", "R&D <b>"), ("sample:2", "Europe")):
            library.culture.execute("UPDATE holdings SET country = ? WHERE work_id = ?", [said, work])
    french, english = [await text_of(datasette, f"/openness?min=1&lang={lang}") for lang in ("fr", "en")]
    assert "Œuvres qui ne nomment pas de pays\u00a0: 4." in french
    assert "Parmi elles, ce qui n’est pas un pays\u00a0: «\u00a0Europe\u00a0» (2), «\u00a0R&D <b>\u00a0» (1)." in french
    assert "Works that name no country: 4." in english
    assert "Among them, what is no country: “Europe” (2), “R&D <b>” (1)." in english
    assert "<b>\u00a0»" not in (await datasette.client.get("/openness?min=1&lang=fr")).text


async def test_works_that_are_gone_are_told(datasette: Any, tmp_path: Path) -> None:
    assert "does not have any more" not in await text_of(datasette, "/openness?min=1&lang=en")
    with Library.open(tmp_path / "counted", write=True) as library:
        library.culture.execute("UPDATE records SET gone_at = '2026-01-01' WHERE record_id = 'whole:7'")
    french, english = [await text_of(datasette, f"/openness?min=1&lang={lang}") for lang in ("fr", "en")]
    assert "Œuvres que leur source n’a plus, laissées de côté\u00a0: 1." in french
    assert "Works that their source does not have any more, left aside: 1." in english


async def test_names_are_not_taken_as_html_or_sql(datasette: Any, tmp_path: Path) -> None:
    nasty = "M' OR 1=1 -- <script>alert(1)</script>"
    with Library.open(tmp_path / "counted", write=True) as library:
        library.culture.execute("UPDATE holdings SET name = ? WHERE name = 'N'", [nasty])
    found = await datasette.client.get("/openness?min=1&lang=en")
    assert "<script>" not in found.text
    (link,) = {link for link in links(found.text) if "alert" in link and "of=image_open" in link}
    listed = await datasette.client.get(f"{link}&lang=en")
    assert "1 work found" in listed.text
    assert "<script>" not in listed.text


async def test_counted_once_until_the_library_changes(
    datasette: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = []
    cells = openness.cells
    monkeypatch.setattr(openness, "cells", lambda *asked: counted.append(asked) or cells(*asked))
    for query in ("", "?image=0", "?lang=en"):
        await text_of(datasette, f"/openness{query}")
    assert len(counted) == 1
    with Library.open(tmp_path / "counted", write=True) as library:
        library.culture.execute("UPDATE images SET open = 0")
    page = await text_of(datasette, "/openness?min=6&lang=en")
    assert len(counted) == 2
    assert re.search(r"Open picture, M: 0%", page)


async def test_no_inline_style_or_script(datasette: Any) -> None:
    """The pages' Content-Security-Policy would refuse them."""
    for path in ("/openness?min=1", "/openness/group?by=country&name=GB&min=1", "/openness/works?by=source&name=whole"):
        page = (await datasette.client.get(path)).text
        assert "<script" not in page
        assert " style=" not in page


async def test_it_is_linked(datasette: Any) -> None:
    assert "/openness" in links((await datasette.client.get("/")).text)
    assert "/openness" in links((await datasette.client.get("/sources")).text)


async def test_a_library_without_museums(folder: Path) -> None:
    made_ = server.datasette(folder)
    await made_.invoke_startup()
    page = (await made_.client.get("/openness?lang=en")).text
    assert "No group has enough works" in page


def test_promises_and_samples_come_from_the_descriptors() -> None:
    assert openness.promised()["tate"] == 69202
    assert openness.chosen() == {
        "bokeh-films", "music21", "sample-museum", "sample-music", "wikidata-artworks", "wikidata-films",
    }  # fmt: skip


def test_every_word_is_said_in_both_languages() -> None:
    assert all(french and english for french, english in OPENNESS.values())
    for name in FIELDS:
        assert f"field:{name}" in OPENNESS
