"""The work page: the same work and people elsewhere, and from one art to another (synthetic rows)."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from culturedata.publish import server
from culturedata.store.catalogue import crossings, elsewhere, works
from culturedata.store.library import Library

MONET = "a:agent:Claude Monet"
NOW = "2026-01-01"


@pytest.fixture
def joined(folder: Path) -> Path:
    """The small library with people, films and music that are linked."""
    with Library.open(folder, write=True) as library:
        db = library.culture
        _agent(db, "b:agent:ravel", "Ravel", "b")
        _agent(db, "c:agent:ravel", "Maurice Ravel", "c")
        _agent(db, "d:agent:monet", "Monet, Claude", "d")
        db.execute("INSERT INTO credits VALUES ('c:4', 2, 'c:agent:ravel', 'composer', NULL, NULL)")
        db.execute("INSERT INTO credits VALUES ('c:4', 3, 'b:agent:ravel', 'composer', 'after', NULL)")
        _link(db, "c:agent:ravel", "b:agent:Maurice Ravel", "same-agent", {"names": ["Maurice Ravel"] * 2})
        _link(db, "d:agent:monet", MONET, "same-agent", {
            "names": ["Monet, Claude", "Claude Monet"], "lives": [[1840, None], [1840, 1926]], "bits": {"name": 9.0},
        })  # fmt: skip
        _subject(db, "c:2", "c:term:subject-monet", "Claude Monet", "http://www.wikidata.org/entity/Q296")
        for label, work in (("France", "c:2"), ("Japan", "c:2")):
            db.execute("INSERT OR IGNORE INTO terms VALUES (?, ?, 'country', ?, ?, NULL, 'c')",
                       [f"c:{label}", label, "France" if label == "France" else "Japon", label])  # fmt: skip
            db.execute("INSERT INTO work_terms VALUES (?, 'country', ?)", [work, f"c:{label}"])
        db.execute("INSERT INTO terms VALUES ('a:fr', 'france', 'place', 'France', NULL, NULL, 'a')")
        db.execute("INSERT INTO work_terms VALUES ('a:2', 'place', 'a:fr')")
    return folder


def _agent(db: sqlite3.Connection, id_: str, name: str, source: str) -> None:
    db.execute(
        "INSERT INTO agents (agent_id, name, kind, source, authority, record_id) VALUES (?, ?, 'person', ?, 1, 'a:1')",
        [id_, name, source],
    )


def _link(db: sqlite3.Connection, left: str, right: str, kind: str, evidence: dict[str, Any], by: str = "rule") -> None:
    db.execute(
        "INSERT INTO matches VALUES (?, ?, ?, 0.97, 'identifier', ?, ?, ?, NULL, NULL)",
        [left, right, kind, json.dumps(evidence), by, NOW],
    )


def _subject(db: sqlite3.Connection, work: str, term: str, label: str, url: str | None) -> None:
    db.execute("INSERT INTO terms VALUES (?, ?, 'subject', NULL, NULL, ?, ?)", [term, label, url, term[0]])
    db.execute("INSERT INTO work_terms VALUES (?, 'subject', ?)", [work, term])


def found(folder: Path, work_id: str) -> list[works.Row]:
    with Library.open(folder) as library:
        whole = works.work(library.culture, work_id)
        return crossings.crossings(library.culture, whole, elsewhere.links(library.culture, whole))


def change(folder: Path, statement: str, *values: object) -> None:
    with Library.open(folder, write=True) as library:
        library.culture.execute(statement, values)


async def page(folder: Path, work_id: str, lang: str) -> str:
    made = server.datasette(folder)
    await made.invoke_startup()
    html = (await made.client.get(f"/work/{work_id}?lang={lang}")).text
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<article")[2]).split())


async def test_the_same_people_elsewhere(joined: Path) -> None:
    french, english = await page(joined, "a:2", "fr"), await page(joined, "a:2", "en")
    said = (
        "Claude Monet → Monet, Claude , Sample ratings ({}) {}, 97{} · Monet, Claude = Claude Monet, 1840–? = 1840–1926"
    )
    assert "Mêmes personnes " + said.format("œuvres : 0", "un identifiant commun", " %") in french
    assert "Same people " + said.format("works: 0", "an identifier in common", "%") in english


async def test_the_same_work_elsewhere_from_both_ends(joined: Path) -> None:
    change(
        joined,
        "UPDATE matches SET evidence = ? WHERE left_id = 'd:9'",
        '{"titles": ["Heat", "Heat"], "years": [1995, 1995]}',
    )
    assert "Also in Sample ratings: Heat (1995) title and year, 100% · Heat = Heat, 1995 = 1995" in await page(
        joined, "c:1", "en"
    )
    assert "Aussi dans Sample films : Heat titre et année, 100 %" in await page(joined, "d:9", "fr")


async def test_links_lead_on_over_a_third_one_and_back_to_none(joined: Path) -> None:
    with Library.open(joined, write=True) as library:
        _link(library.culture, "b:3", "c:1", "same-work", {}, by="person")
        whole = works.work(library.culture, "d:9")
        assert list(elsewhere.links(library.culture, whole)["d:9"]) == ["c:1", "b:3"]
    assert "an identifier in common, 97% · decided by a person" in await page(joined, "d:9", "en")


async def test_an_id_that_is_not_described_is_shown_as_it_is(joined: Path) -> None:
    with Library.open(joined, write=True) as library:
        _link(library.culture, "x:77", "c:2", "same-work", {})
    assert "Also in x:77 an identifier in common, 97%" in await page(joined, "c:2", "en")


async def test_the_painter_in_a_film(joined: Path) -> None:
    french, english = await page(joined, "a:2", "fr"), await page(joined, "a:2", "en")
    assert "D’un art à l’autre" in french
    assert (
        "Fargo , Joel Coen, 1996 Films · Sample films Claude Monet en est un sujet · même nom, « Claude Monet »"
        in french
    )
    assert "en commun : France" in french
    assert "Claude Monet is a subject of it · the same name, “Claude Monet” · in common: France" in english


async def test_the_film_leads_back_to_the_painter(joined: Path) -> None:
    english = await page(joined, "c:2", "en")
    assert "Impression, Sunrise , Claude Monet, 1872" in english
    assert "Claude Monet, a subject of this work, had a part in it (artist)" in english


async def test_the_music_of_the_film_and_its_composer(joined: Path) -> None:
    french = await page(joined, "c:4", "fr")
    assert "Boléro , Maurice Ravel, 1928 Musique · Sample music Maurice Ravel : composition ici, artiste là" in french
    assert "en commun : XXe siècle" in french
    assert [line["work"]["work_id"] for line in found(joined, "b:3")] == ["c:4"]


def test_one_item_of_wikidata_is_the_better_reason_and_two_are_none(joined: Path) -> None:
    change(joined, "INSERT INTO identifiers VALUES (?, 'wikidata', 'Q296')", MONET)
    for start, end in (("a:2", "c:2"), ("c:2", "a:2")):
        [line] = [line for line in found(joined, start) if line["work"]["work_id"] == end]
        assert (line["item"], line.get("by_name")) == ("Q296", None)
    change(joined, "UPDATE identifiers SET value = 'Q1' WHERE owner_id = ?", MONET)
    assert found(joined, "a:2") == []
    assert found(joined, "c:2") == []


def test_one_word_is_not_a_person(joined: Path) -> None:
    """«Barbara» may be a saint, a town or a singer: without a number nothing is said."""
    with Library.open(joined, write=True) as library:
        _subject(library.culture, "c:3", "c:term:subject-barbara", "Barbara", "http://www.wikidata.org/entity/Q5")
    assert found(joined, "b:1") == []
    assert found(joined, "c:3") == []
    change(joined, "INSERT INTO identifiers VALUES ('b:agent:Barbara', 'wikidata', 'Q5')")
    assert [line["work"]["work_id"] for line in found(joined, "b:1")] == ["c:3"]
    assert {line["work"]["work_id"] for line in found(joined, "c:3")} == {"b:1", "b:2"}


def test_a_relation_by_its_item_of_wikidata(joined: Path) -> None:
    change(joined, "INSERT INTO relations VALUES ('c:3', 1, 'soundtrack', 'c:Q77', 'The music')")
    assert found(joined, "c:3") == []
    change(joined, "INSERT INTO identifiers VALUES ('b:3', 'wikidata', 'Q77')")
    [line] = found(joined, "c:3")
    assert (line["kind"], line["item"], line["work"]["work_id"]) == ("relation", "Q77", "b:3")


def test_a_link_that_was_undone_leads_nowhere(joined: Path) -> None:
    assert found(joined, "c:4")
    change(joined, "UPDATE matches SET undone_at = '2026' WHERE kind = 'same-agent'")
    assert found(joined, "c:4") == []


@pytest.mark.parametrize("work_id", ["a:1", "b:1", "c:1", "c:3"])
async def test_works_without_links_have_no_such_lines(folder: Path, work_id: str) -> None:
    change(folder, "DELETE FROM matches")
    english = await page(folder, work_id, "en")
    for words in ("Also in", "Same people", "From one art to another"):
        assert words not in english


def test_it_takes_few_questions_and_no_table_is_read_whole(joined: Path) -> None:
    with Library.open(joined, write=True) as library:
        db, asked = library.culture, list[str]()
        whole = {one: works.work(db, one) for one in ("a:1", "a:2", "b:3", "c:2", "c:4")}
        counts = {}
        for one, work in whole.items():
            before = len(asked)
            db.set_trace_callback(asked.append)
            links = elsewhere.links(db, work)
            elsewhere.works(db, work, links)
            elsewhere.people(db, work, links)
            crossings.crossings(db, work, links)
            db.set_trace_callback(None)
            counts[one] = len(asked) - before
        plans = [row[3] for sql in asked for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert counts["a:1"] <= 8
    assert max(counts.values()) <= 14
    read = {plan.split()[1] for plan in plans if plan.startswith("SCAN ")}
    assert {name for name in read if not name.startswith("(subquery")} == {"json_each", "first"}
    assert not any("terms_facet" in plan for plan in plans), "every subject would be read"


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ({}, ""),
        ({"titles": ["A", "B"], "years": [1, None]}, "A = B"),
        ({"lives": [[None, None], [None, None]]}, ""),
        ({"identifiers": ["wikidata:Q1"], "names": ["A", "A"]}, "A = A, wikidata:Q1"),
        ({"names": "odd", "bits": {"x": 1}}, ""),
    ],
)
def test_what_was_compared(evidence: dict[str, Any], said: str) -> None:
    assert elsewhere.compared(evidence) == said
