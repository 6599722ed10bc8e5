"""The page about a person or a group: facts with their sources, works of all ids that are one, and the way there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from culturedata.publish import server
from culturedata.publish.views.maker import over_time
from culturedata.publish.words.language import Translator
from culturedata.store.catalogue import makers
from culturedata.store.catalogue.search import Filters, search
from culturedata.store.library import Library
from tests.small import NOW

MONET, OTHER, THIRD = "a:agent:Claude Monet", "c:agent:monet/1", "d:agent:9"
PATH = "/maker/a:agent:Claude%20Monet"
HOSTILE = "<script>alert(1)</script>\" onload='x'"


async def asked(folder: Path, path: str, **more: Any) -> Any:
    app = server.datasette(folder, **more)
    await app.invoke_startup()
    return await app.client.get(path)


async def page(folder: Path, path: str) -> str:
    """The text of a page, marks kept, spaces single but for those that don't break."""
    answer = await asked(folder, path)
    assert answer.status_code == 200, path
    return re.sub("[ \n]+", " ", answer.text)


def agent(db: Any, id_: str, name: str, kind: str, source: str, record: str, **facts: Any) -> None:
    said = {"agent_id": id_, "name": name, "kind": kind, "source": source, "authority": 1, "record_id": record} | facts
    db.execute(f"INSERT INTO agents ({', '.join(said)}) VALUES ({', '.join('?' * len(said))})", list(said.values()))


def same(db: Any, left: str, right: str, undone: str | None = None) -> None:
    evidence = json.dumps({"names": ["Monet", "Claude Monet"]})
    db.execute(
        "INSERT INTO matches VALUES (?, ?, 'same-agent', 0.97, 'same name', ?, 'rule', ?, ?, NULL)",
        [left, right, evidence, NOW, undone],
    )


@pytest.fixture
def known(folder: Path) -> Path:
    """The library with three ids of Monet: the second linked to the first, the third to the second; much is said."""
    with Library.open(folder, write=True) as library:
        db = library.culture
        agent(db, OTHER, "Monet, Claude", "person", "c", "c:1", born=1840, died=1926, born_place="Paris",
              country="France", url="https://c.example/monet")  # fmt: skip
        agent(db, THIRD, "C. Monet", "person", "d", "d:9", born=1841)
        same(db, OTHER, MONET)
        same(db, THIRD, OTHER)
        db.execute("INSERT INTO credits VALUES ('c:1', 2, ?, 'cast', NULL, NULL)", [OTHER])
        db.execute("INSERT INTO credits VALUES ('a:1', 2, ?, 'painter', 'after', NULL)", [MONET])
        db.execute("INSERT INTO agent_names VALUES (?, 'Клод Моне', 'ru', 'translated')", [MONET])
        db.execute("INSERT INTO agent_names VALUES (?, 'Oscar-Claude Monet', '', 'alternative')", [OTHER])
        db.execute("INSERT INTO identifiers VALUES (?, 'wikidata', 'Q296')", [MONET])
        db.execute("INSERT INTO identifiers VALUES (?, 'wikidata', 'Q296')", [OTHER])
        db.execute("INSERT INTO identifiers VALUES (?, 'house', '17')", [OTHER])
        db.execute("INSERT INTO agent_texts VALUES (?, 1, 'biography', 'Painted at Giverny.', 'en', NULL)", [MONET])
        db.execute("INSERT INTO agent_measures VALUES (?, 'rating', 4.5, 'stars', NULL)", [OTHER])
        db.execute("INSERT INTO agent_relations VALUES (?, 1, 'member of', 'a:agent:Berthe Morisot', NULL)", [MONET])
        db.execute("INSERT INTO agent_relations VALUES (?, 2, 'member of', 'x:1', 'Société anonyme')", [MONET])
        db.execute("INSERT INTO agent_terms VALUES (?, 'movement', 'a:term:movement/impressionism')", [MONET])
    return folder


async def test_facts_with_their_sources(known: Path) -> None:
    french, english = await page(known, f"{PATH}?lang=fr"), await page(known, f"{PATH}?lang=en")
    assert "<h1>Claude Monet</h1>" in english
    assert '<dt>Birth</dt><dd>1840 <span class="role">Sample museum, Sample films</span><br>' in english
    assert '1841 <span class="role">Sample ratings</span><br>Paris <span class="role">Sample films</span>' in english
    assert '<dt>Mort</dt><dd>1926 <span class="role">Sample museum, Sample films</span>' in french
    assert '<dt>Country</dt><dd>France <span class="role">Sample films</span>' in english
    assert '<dt>Genre</dt><dd>masculin <span class="role">Sample museum</span>' in french
    assert '<span lang="ru">Клод Моне</span> <span class="role">Sample museum</span>' in english
    assert "Painted at Giverny." in english
    assert "4.5" in english
    assert '<a class="term" href="/term/a:term:movement%2Fimpressionism">impressionnisme</a>' in french


async def test_identifiers_lead_elsewhere(known: Path) -> None:
    english = await page(known, f"{PATH}?lang=en")
    assert (
        'wikidata <a href="http://www.wikidata.org/entity/Q296">Q296</a> '
        '<span class="role">Sample museum, Sample films</span>' in english
    )
    assert 'house 17 <span class="role">Sample films</span>' in english
    with Library.open(known, write=True) as library:
        db = library.culture
        db.execute("INSERT INTO identifiers VALUES (?, 'mbid', '5b11-x')", [OTHER])
        db.execute("INSERT INTO identifiers VALUES (?, 'films', 'monet')", [OTHER])
    english = await page(known, f"{PATH}?lang=en")
    assert '<a href="https://musicbrainz.org/artist/5b11-x">' in english
    assert '<a href="https://c.example/monet">monet</a>' in english, "its own page's address ends so"


async def test_printed_dates_are_told_where_they_say_more(known: Path) -> None:
    for printed, told in (("1840-1926", False), ("born Paris 1840, died 1926", True), (None, False)):
        with Library.open(known, write=True) as library:
            library.culture.execute("UPDATE agents SET life_text = ? WHERE agent_id = ?", [printed, MONET])
        english = await page(known, f"{PATH}?lang=en")
        assert ("<dt>Dates, as printed</dt>" in english) == told
        assert '<p class="by">1840–1926</p>' in english


async def test_relations_lead_to_those_who_are_known(known: Path) -> None:
    english = await page(known, f"{PATH}?lang=en")
    assert '<a href="/maker/a:agent:Berthe%20Morisot">Berthe Morisot</a>' in english
    assert "Société anonyme</a>" not in english
    assert "Société anonyme" in english


async def test_all_that_are_one_are_told_with_the_link(known: Path) -> None:
    english = await page(known, f"{PATH}?lang=en")
    assert "This page joins 3 records that are held to be one person or group" in english
    assert '<a href="/maker/c:agent:monet%2F1">Monet, Claude</a>, Sample films (works: 1)' in english
    assert '<a href="/maker/d:agent:9">C. Monet</a>, Sample ratings (works: 0)' in english
    assert "Monet = Claude Monet" in english
    for record in ("a:2", "c:1", "d:9"):
        assert f'<a href="/record/{record}">' in english


@pytest.mark.parametrize("path", [PATH, "/maker/c:agent:monet%2F1", "/maker/d:agent:9"])
async def test_the_works_are_those_of_all(known: Path, path: str) -> None:
    """From whichever id: two paintings, one after him, one film."""
    english = await page(known, f"{path}?lang=en")
    assert "4 works found" in english
    works = re.findall(r'<article class="card">\s*<a href="/work/([^"]+)"', english)
    assert works == ["a:2", "a:4", "c:1", "a:1"], "open pictures first, then what is surely his"
    assert (await page(known, "/search?agent=d:agent:9&lang=en")).count('class="card"') == 4


async def test_of_many_works_it_is_said_how_many_were_looked_at(known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("culturedata.publish.views.maker.LOOKED_AT", 3)
    assert "Counted in 2 works, spread over time, of 4." in await page(known, f"{PATH}?lang=en")
    assert "spread over time" not in await page(known, "/maker/a:agent:Berthe%20Morisot?lang=en")


async def test_the_same_word_of_two_sources_is_one(known: Path) -> None:
    with Library.open(known, write=True) as library:
        library.culture.execute("INSERT INTO terms VALUES ('c:term:oil', 'Oil', 'material', NULL, NULL, NULL, 'c')")
        library.culture.execute("INSERT INTO work_terms VALUES ('c:1', 'material', 'c:term:oil')")
    assert "oil (4)</a>" in await page(known, f"{PATH}?lang=en")


async def test_an_undone_link_joins_nothing(known: Path) -> None:
    with Library.open(known, write=True) as library:
        library.culture.execute("UPDATE matches SET undone_at = ? WHERE left_id = ?", [NOW, OTHER])
    english = await page(known, f"{PATH}?lang=en")
    assert "This page joins" not in english
    assert "3 works found" in english


async def test_roles_words_and_openness_are_counted(known: Path) -> None:
    english = await page(known, f"{PATH}?lang=en")
    assert "<li>artist: 2</li><li>cast: 1</li><li>painter, after: 1</li>" in english
    assert "Open picture: 2 · Picture not open: 0 · No picture: 2" in english
    assert 'href="/term/a:term:material%2Foil">oil (3)</a>' in english
    assert "portrait (1)" not in english, "once is not often"
    assert 'id="together"' not in english
    with Library.open(known, write=True) as library:
        db = library.culture
        db.execute("INSERT INTO credits VALUES ('a:2', 2, 'a:agent:Léonard de Vinci', 'artist', NULL, NULL)")
        db.execute("INSERT INTO similar VALUES ('a:4', 1, 'a:3', 0.5, '[]')")
    english = await page(known, f"{PATH}?lang=en")
    assert 'href="/maker/a:agent:L%C3%A9onard%20de%20Vinci">Léonard de Vinci (2)</a>' in english
    assert 'href="/maker/a:agent:Berthe%20Morisot">Berthe Morisot (2)</a>' in english, "by the works near to his"


def test_counts_by_hand(known: Path) -> None:
    agents = (MONET, OTHER, THIRD)
    with Library.open(known) as library:
        db = library.culture
        works = makers.works(db, THIRD)
        assert works == ["a:1", "a:2", "a:4", "c:1"]
        assert [(row["role"], row["attribution"], row["works"]) for row in makers.roles(db, agents, works)] == [
            ("artist", None, 2), ("cast", None, 1), ("painter", "after", 1)]  # fmt: skip
        assert makers.pictures(db, works) == {"open": 2, "closed": 0, "none": 2}
        said = [(row["label"], row["works"]) for row in makers.words(db, works, 2)]
        assert said == [("oil", 3), ("impressionism", 2)]
        assert [row["agent_id"] for row in makers.near(db, agents, works, 9)] == ["a:agent:Berthe Morisot"]
        assert {row["agent_id"] for row in makers.together(db, agents, works, 9)} == {
            "a:agent:Léonard de Vinci", "c:agent:Michael Mann"}  # fmt: skip
        assert {hit.item for hit in search(db, "", Filters(agent=THIRD)).hits} == set(works)
        assert makers.listed_works(db, Filters(agent=MONET, decade=1870), 24, 0) == ["a:2"]
        assert makers.maker(db, "nobody") is None


def test_others_are_counted_with_all_their_ids(known: Path) -> None:
    """Two ids of Leonardo have two of his works each, one of them both: three, before somebody with two."""
    leonardo, other, two = "a:agent:Léonard de Vinci", "c:agent:leonardo", "d:agent:two"
    with Library.open(known, write=True) as library:
        db = library.culture
        agent(db, other, "Leonardo", "person", "c", "c:1")
        agent(db, two, "Aa", "person", "d", "d:9")
        same(db, other, leonardo)
        credits = ((leonardo, "a:2"), (other, "a:2"), (other, "a:4"), (two, "a:1"), (two, "c:1"))
        for position, (id_, work) in enumerate(credits, 50):
            db.execute("INSERT INTO credits VALUES (?, ?, ?, 'artist', NULL, NULL)", [work, position, id_])
        works = makers.works(db, MONET)
        told = makers.together(db, (MONET, OTHER, THIRD), works, 2)
        assert [(row["agent_id"], row["name"], row["works"]) for row in told] == [
            (leonardo, "Léonard de Vinci", 3), (two, "Aa", 2)]  # fmt: skip
        for place, near in enumerate(("a:3", "a:5"), 11):
            db.execute("INSERT INTO similar VALUES (?, ?, ?, 0.5, '[]')", ["a:4", place, near])
        db.execute("UPDATE credits SET agent_id = ? WHERE work_id = 'a:5'", [other])
        db.execute("UPDATE credits SET agent_id = ? WHERE work_id = 'a:3'", [leonardo])
        [near_one] = makers.near(db, (MONET, OTHER, THIRD), ["a:4"], 9)
        assert near_one["works"] == 1, "one work of his is near to works under both ids"


@pytest.mark.parametrize(("n", "left"), [(0, []), (4, [0, 1, 2, 3]), (5, [0, 2, 4]), (9, [0, 3, 6])])
def test_of_many_works_some_are_looked_at(n: int, left: list[int]) -> None:
    assert [int(one) for one in makers.spread([str(one) for one in range(n)], 4)] == left


def test_decades_have_no_gaps_and_long_times_are_centuries() -> None:
    t = Translator("en")
    by, bars = over_time([(1900, 1), (1880, 1), (1870, 2)], t)
    assert by == "decade"
    assert [(bar.label, bar.works) for bar in bars] == [("1870s", 2), ("1880s", 1), ("1890s", 0), ("1900s", 1)]
    by, bars = over_time([(1990, 1), (1900, 2), (-100, 1), (0, 1)], t)
    assert by == "century"
    assert len(bars) == 21
    assert [(bar.label, bar.works) for bar in bars if bar.works] == [
        ("1st century BCE", 1), ("1st century", 1), ("20th century", 3)]  # fmt: skip
    assert over_time([], t) == ("decade", [])


async def test_the_chart_has_its_table(known: Path) -> None:
    french = await page(known, f"{PATH}?lang=fr")
    assert '<h2 id="over-time">Œuvres par siècle</h2>' in french, "from 1503 to 1995"
    assert '<th scope="row">XIXe siècle</th><td>1</td>' in french
    assert "Sans année\u00a0: 0 œuvres sur 4." in french
    ids = re.findall(r'\bid="([^"]+)"', french)
    assert len(ids) == len(set(ids))


async def test_the_works_are_narrowed_and_paged(known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    english = await page(known, f"{PATH}?lang=en")
    assert f'href="{PATH}?domain=film#works">Films (1)</a>' in english
    narrowed = await page(known, f"{PATH}?domain=film&lang=en")
    assert "1 work found" in narrowed
    assert "Without a year: 0 works of 4." in narrowed, "the figures stay those of all"
    monkeypatch.setattr("culturedata.publish.views.about.PER_PAGE", 3)
    assert f'<a rel="next" href="{PATH}?page=2#works">' in await page(known, PATH)
    assert (await page(known, f"{PATH}?page=2")).count('class="card"') == 1


async def test_every_name_leads_there(known: Path) -> None:
    work = await page(known, "/work/a:2?lang=en")
    assert work.count(f'href="{PATH}"') == 2, "in the line and in the list"
    assert '<a href="/maker/c:agent:monet%2F1">' in work, "the same person elsewhere"
    assert f'<a href="{PATH}">About Claude Monet</a>' in await page(known, f"/search?agent={MONET}&lang=en")
    assert "/search?agent=a%3Aagent%3AClaude+Monet" in await page(known, PATH)
    assert "/search?agent=" not in work


async def test_for_machines(known: Path) -> None:
    answer = await asked(known, f"{PATH}.jsonld")
    assert answer.headers["content-type"].startswith("application/ld+json")
    assert answer.headers["access-control-allow-origin"] == "*"
    said = answer.json()
    inside = re.search(r'<script type="application/ld\+json">(.*?)</script>', (await asked(known, PATH)).text)
    assert inside
    assert json.loads(inside[1]) == said
    assert (said["@type"], said["name"], said["birthDate"]) == ("Person", "Claude Monet", "1840")
    assert said["sameAs"] == [
        "http://localhost/maker/c:agent:monet%2F1", "http://localhost/maker/d:agent:9",
        "http://www.wikidata.org/entity/Q296",
    ]  # fmt: skip
    assert said["description"] == {"@value": "Painted at Giverny.", "@language": "en"}
    assert (await asked(known, "/maker/d:agent:9.jsonld")).headers.get("access-control-allow-origin") is None
    assert (await asked(known, "/maker/no.jsonld")).status_code == 404


async def test_a_group_that_plays_and_one_that_does_not(known: Path) -> None:
    with Library.open(known, write=True) as library:
        db = library.culture
        agent(db, "b:agent:band", "A Band", "group", "b", "b:1", born=1960, born_place="Paris")
        db.execute("INSERT INTO credits VALUES ('b:1', 2, 'b:agent:band', 'performer', NULL, NULL)")
        agent(db, "b:agent:label", "A Label", "group", "b", "b:1")
        db.execute("INSERT INTO credits VALUES ('b:1', 3, 'b:agent:label', 'publisher', NULL, NULL)")
    band = (await asked(known, "/maker/b:agent:band.jsonld")).json()
    assert (band["@type"], band["foundingDate"]) == ("MusicGroup", "1960")
    assert band["foundingLocation"] == {"@type": "Place", "name": "Paris"}
    assert (await asked(known, "/maker/b:agent:label.jsonld")).json()["@type"] == "Organization"
    assert "<dt>Début</dt>" in await page(known, "/maker/b:agent:band?lang=fr")


async def test_who_keeps_works_and_made_none(known: Path) -> None:
    with Library.open(known, write=True) as library:
        agent(library.culture, "a:agent:museum/1", "A Museum", "group", "a", "a:1")
        library.culture.execute(
            "INSERT INTO holdings (work_id, position, kind, holder_id) VALUES ('a:1', 1, 'keeper', 'a:agent:museum/1')"
        )
    answer = await asked(known, "/maker/a:agent:museum%2F1")
    assert (answer.status_code, answer.headers["location"]) == (302, "/institution/a:agent:museum%2F1")
    answer = await asked(known, "/maker/a:agent:museum%2F1?lang=en&page=2")
    assert answer.headers["location"] == "/institution/a:agent:museum%2F1?lang=en&page=2"


async def test_somebody_without_works(known: Path) -> None:
    with Library.open(known, write=True) as library:
        agent(library.culture, "a:agent:nobody", "Nobody", "unknown", "a", "a:1")
    french = await page(known, "/maker/a:agent:nobody?lang=fr")
    assert "Aucune œuvre du catalogue ne porte ce nom." in french
    assert '<p class="kicker">Personne ou groupe</p>' in french
    assert 'class="grid"' not in french


async def test_hostile_names_stay_names(known: Path) -> None:
    with Library.open(known, write=True) as library:
        db = library.culture
        db.execute("UPDATE agents SET name = ?, born_place = ?, url = 'javascript:x'", [HOSTILE, HOSTILE])
        db.execute("UPDATE agent_names SET name = ?", [HOSTILE])
        db.execute("UPDATE identifiers SET scheme = 'url', value = 'javascript:x' WHERE value = 'Q296'")
        db.execute("UPDATE agent_relations SET text = ?", [HOSTILE])
    english = await page(known, f"{PATH}?lang=en")
    assert "<h1>&lt;script&gt;" in english
    assert english.count("<script") == 1, "but for the data for machines"
    assert 'href="javascript:' not in english


@pytest.mark.parametrize("path", ["/maker/no", "/maker/a:2", "/maker/<script>"])
async def test_whom_nobody_knows(known: Path, path: str) -> None:
    for lang, said in (("fr", "n’est pas au catalogue"), ("en", "is not in the catalogue")):
        answer = await asked(known, f"{path}?lang={lang}")
        assert answer.status_code == 404
        assert said in answer.text
        assert "<script" not in answer.text


async def test_no_people_are_needed(known: Path) -> None:
    assert (await asked(known, PATH, audience=False)).status_code == 200
