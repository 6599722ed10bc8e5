"""The page of a search: what it finds, and the filters that links set and a visitor takes away."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from culturedata.publish import server
from culturedata.store.library import Library


@pytest.fixture
async def datasette(folder: Path) -> Any:
    made = server.datasette(folder)
    await made.invoke_startup()
    return made


def chips(page: str) -> list[tuple[str, str]]:
    """The filters of a search that can be taken away: where that leads, and how it is called."""
    return [
        (unescape(to), unescape(said))
        for to, said in re.findall(r'class="term" href="([^"]+)" aria-label="([^"]+)"', page)
    ]


async def test_search_page(datasette: Any) -> None:
    page = await datasette.client.get("/search?q=Monnet&lang=en")
    assert "read as “monet”" in page.text
    assert "2 works found" in page.text
    assert "/work/a:4" in page.text
    nothing = await datasette.client.get('/search?q="AND(&lang=en')
    assert nothing.status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-3",
        "page=x",
        "decade=abc",
        "domain=nope",
        "q=%00",
        "q=" + "a" * 5000,
        "page=99999999999999999999",
        "page=9223372036854775807",
        "decade=99999999999999999999",
        "page=100000000",
    ],
)
async def test_odd_queries_are_answered(datasette: Any, query: str) -> None:
    assert (await datasette.client.get(f"/search?{query}")).status_code == 200


async def test_a_row_leads_to_all_its_works(datasette: Any) -> None:
    """«See all» keeps to what the row says, in words, and can be widened."""
    page = (await datasette.client.get("/search?domain=museum&women=1&lang=en")).text
    assert "2 works found" in page
    assert chips(page) == [("/search?domain=museum", "By women: take this filter away")]
    term = (await datasette.client.get("/search?facet=material&term=a:term:material/oil&q=monet&lang=fr")).text
    assert chips(term) == [("/search?q=monet", "huile\u00a0: retirer ce filtre")]


async def test_a_maker_leads_to_all_their_works(datasette: Any, folder: Path) -> None:
    """The name on a work's page leads to the maker's, and that to a search, which lets go of each filter by itself."""
    with Library.open(folder, write=True) as library:
        library.culture.execute(
            "INSERT INTO agent_names VALUES ('a:agent:Claude Monet', 'C. Monet', 'en', 'alternative')"
        )
    work = (await datasette.client.get("/work/a:2?lang=en")).text
    (about,) = {unescape(href) for href in re.findall(r'href="(/maker/[^"]+)"', work)}
    maker = (await datasette.client.get(f"{about}?lang=en")).text
    (link,) = {unescape(href) for href in re.findall(r'href="(/search\?agent=[^"]+)"', maker)}
    french, english = [(await datasette.client.get(f"{link}&lang={lang}")).text for lang in ("fr", "en")]
    for page in (french, english):
        assert set(re.findall(r'href="/work/([^"]+)"', page)) == {"a:2", "a:4"}
        assert '<input type="hidden" name="agent" value="a:agent:Claude Monet">' in page
    assert chips(french) == [("/search?", "Claude Monet\u00a0: retirer ce filtre")]
    assert chips(english) == [("/search?", "C. Monet: take this filter away")]
    both = (await datasette.client.get(f"{link}&facet=subject&term=a:term:subject/garden&lang=en")).text
    assert set(re.findall(r'href="/work/([^"]+)"', both)) == {"a:4"}
    assert chips(both) == [
        ("/search?agent=a%3Aagent%3AClaude+Monet", "garden: take this filter away"),
        ("/search?facet=subject&term=a%3Aterm%3Asubject%2Fgarden", "C. Monet: take this filter away"),
    ]
    nobody = (await datasette.client.get("/search?agent=a:agent:<b>&lang=en")).text
    assert "Nothing was found" in nobody
    assert chips(nobody) == [("/search?", "a:agent:<b>: take this filter away")]
    assert "<b>" not in nobody.partition("<main")[2]


async def test_the_filter_of_sources_is_in_the_visitors_language(folder: Path) -> None:
    """And offers only sources of which there are works."""
    with Library.open(folder, write=True) as library:
        library.culture.execute("UPDATE sources SET title_fr = 'Musée d’exemple' WHERE source = 'a'")
        library.culture.execute(
            "INSERT INTO sources (source, title, domain, publish, licence, provenance)"
            " VALUES ('z', 'Nothing here', 'film', 'open', 'CC0 1.0', 'simulated')"
        )
    made = server.datasette(folder)
    await made.invoke_startup()
    french = (await made.client.get("/search?lang=fr")).text
    assert '<option value="a">Musée d’exemple</option>' in french
    assert "Nothing here" not in french


async def test_one_script_of_our_own_on_the_search_alone(datasette: Any) -> None:
    """Nothing inline: the policy lets nothing else run."""
    answer = await datasette.client.get("/search?q=monet&lang=fr")
    assert re.findall("<script.*?</script>", answer.text) == [
        '<script src="/-/culturedata/static/search.js" defer></script>'
    ]
    assert answer.headers["content-security-policy"].startswith("default-src 'self'; img-src")
    script = await datasette.client.get("/-/culturedata/static/search.js")
    assert (script.status_code, "javascript" in script.headers["content-type"]) == (200, True)
    assert "http" not in script.text
    assert "<script" not in (await datasette.client.get("/sources")).text


def facets(page: str) -> dict[str, dict[str, str]]:
    """How the page says that its works divide: by facet the address that each choice leads to."""
    part = page.partition('<div class="facets">')[2].partition("</div>")[0]
    return {
        line.partition(":")[0].strip(): {unescape(said): unescape(to) for to, said in re.findall(
            r'class="term" href="([^"]+)">([^<]+)</a>', line
        )}
        for line in re.findall(r'<p class="read">(.*?)</p>', part, re.S)
    }  # fmt: skip


async def test_what_is_found_divides_and_each_part_can_be_had(datasette: Any) -> None:
    page = (await datasette.client.get("/search?q=oil&lang=en")).text
    said = facets(page)
    assert list(said["Decade"]) == ["1900s (1)", "1880s (1)", "1870s (2)", "1500s (1)"]
    assert list(said["Words"]) == [
        "impressionism (4)", "garden (2)", "portrait (2)", "sea (1)",
    ], "oil describes all that is found: to choose it leaves nothing out"  # fmt: skip
    assert "Domain" not in said, "all are of one"
    garden = (await datasette.client.get(said["Words"]["garden (2)"] + "&lang=en")).text
    assert "2 works found" in garden
    assert "Words" not in facets(garden), "another word would take the place of this one"
    assert list(facets(garden)["Decade"]) == ["1900s (1)", "1880s (1)"]
    assert "1 work found" in (await datasette.client.get(said["Decade"]["1880s (1)"] + "&lang=en")).text


async def test_a_word_that_is_read_as_another_divides_as_that(datasette: Any) -> None:
    page = (await datasette.client.get("/search?q=Monnet&lang=en")).text
    assert list(facets(page)["Decade"]) == ["1900s (1)", "1870s (1)"]


async def test_where_nothing_is_found_nothing_divides(datasette: Any) -> None:
    assert facets((await datasette.client.get("/search?q=!!!&lang=en")).text) == {}


async def test_of_very_many_works_no_words_are_counted(datasette: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("culturedata.publish.views.catalogue.COUNTED", 2)
    assert "Words" not in facets((await datasette.client.get("/search?q=oil&lang=en")).text)
