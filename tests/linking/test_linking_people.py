"""Who is one person: weighed by hand-made people, and kept in a library of two synthetic sources."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from culturedata.cli.app import app
from culturedata.cli.importing import links
from culturedata.errors import InputFormat, UnknownName, UsageError
from culturedata.linking import second_opinion, stored
from culturedata.linking.judge import judged, labelled, wilson
from culturedata.linking.link import THROUGH, link_sources
from culturedata.linking.people.alike import Rarity
from culturedata.linking.people.decide import linked
from culturedata.linking.people.made import first_made
from culturedata.linking.people.names import read
from culturedata.linking.people.person import Person, people
from culturedata.store.library import Library

NOW = "2026-01-01T00:00:00+00:00"
# Frequent words, so that «John» and «Smith» are not taken for rare ones.
COMMON = [read(f"{given} {family}") for given in ("John", "Jan", "Anna") for family in ("Smith", "Brown", "Brueghel")]
CROWD = [read(f"John {number}x Smith") for number in range(3000)]


def person(id_: str, *names: str, life: tuple[int | None, int | None] = (None, None), **more: object) -> Person:
    roles = frozenset({("museum", "making")})
    return Person(id_, tuple(map(read, names)), "person", *life, **{"roles": roles, **more})  # type: ignore[arg-type]


def painter(year: int) -> Person:
    """Somebody who is known by what was made by hand in a year."""
    return person("l:1", "Pieter Xulbrand", active=(year, year), made=year)


def pairs(left: list[Person], right: list[Person]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """What is linked and what is asked between two lists of people."""
    links, asked = linked(left, right, Rarity([*COMMON, *CROWD]))
    return {(one.left, one.right) for one in links}, {(one.left, one.right) for one in asked}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("l:1", "Lautrec", life=(1864, 1901)), person("r:1", "Henri de Toulouse-Lautrec", life=(1864, 1901))),
        (person("l:1", "Прокофьев", life=(1891, 1953)), person("r:1", "Sergei Prokofiev", life=(1891, 1953))),
        (person("l:1", "John Smith", life=(1652, 1742)), person("r:1", "John Smith", life=(1652, 1742))),
        (person("l:1", "Jan Brueghel", life=(1568, 1625)), person("r:1", "Jan Brueghel the Elder", life=(1568, 1625))),
        (person("l:1", "Marie Laurencin", life=(1883, 1956)), person("r:1", "Marie Laurencin", life=(1885, 1956))),
        (painter(1572), person("r:1", "Pieter Xulbrand", life=(1525, 1569))),
        (painter(1585), person("r:1", "Pieter Xulbrand", life=(1525, 1569), about=True)),
        (person("l:1", "A", identifiers=frozenset({("ulan", "500000001")})),
         person("r:1", "B", identifiers=frozenset({("ulan", "500000001")}))),
    ],
)  # fmt: skip
def test_the_same_person_is_linked(one: Person, other: Person) -> None:
    assert pairs([one], [other]) == ({("l:1", "r:1")}, set())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("l:1", "John Smith", life=(1652, 1742)), person("r:1", "John Smith", life=(1952, None))),
        (person("l:1", "John Smith"), person("r:1", "John Smith")),
        (person("l:1", "Jan Brueghel the Elder"), person("r:1", "Jan Brueghel the Younger")),
        (person("l:1", "workshop of Rembrandt van Rijn"), person("r:1", "Rembrandt van Rijn")),
        (person("l:1", "Camille Pissarro", life=(1830, 1903)), person("r:1", "Lucien Pissarro", life=(1863, 1944))),
        (person("l:1", "Lautrec", life=(1864, 1901)), person("r:1", "Henri de Toulouse-Lautrec", life=(1900, 1960))),
        (person("l:1", "Ana Xul", identifiers=frozenset({("ulan", "500000001")})),
         person("r:1", "Ana Xul", identifiers=frozenset({("ulan", "500000002")}))),
        (person("l:1", "Chen Shu", life=(1660, 1736)),
         person("r:1", "Chen Shu", roles=frozenset({("film", "acting")}), active=(1987, 1987))),
        (person("l:1", "Ana Xul", life=(1990, None)), person("r:1", "Ana Xul", active=(1950, 1960))),
        (painter(1600), person("r:1", "Pieter Xulbrand the Elder", life=(1525, 1569))),
        (painter(1600), person("r:1", "Pieter Xulbrand", life=(1525, 1569))),
        (person("l:1", "Ana Xul", gender="f"), person("r:1", "Ana Xul", gender="m", countries=frozenset({"FR"}))),
    ],
)  # fmt: skip
def test_namesakes_are_not(one: Person, other: Person) -> None:
    assert ("l:1", "r:1") not in pairs([one], [other])[0]


@pytest.mark.parametrize(
    ("role", "attribution", "technique", "died", "made"),
    [
        ("artist", None, "oil on canvas", None, 1600),
        ("painter", "attributed to", "Huile sur toile", None, 1600),
        ("artist", None, None, None, 1600),
        ("artist", "after", "oil on canvas", None, None),
        ("artist", "school of", "oil on canvas", None, None),
        ("artist", "follower of", "oil on canvas", None, None),
        ("artist", None, "Etching on paper", None, None),
        ("artist", None, "Bronze, fonte à la cire perdue", None, None),
        ("artist", None, "Épreuve gélatino-argentique", None, None),
        ("publisher", None, "ink on paper", None, None),
        ("sculptor", None, "marble", None, None),
        ("artist", None, "oil on canvas", 1569, None),  # the source knows of the death, and dates it so all the same
    ],
)
def test_what_only_somebody_alive_can_have_made(
    of_people: Library, role: str, attribution: str | None, technique: str | None, died: int | None, made: int | None
) -> None:
    db = of_people.culture
    db.execute("UPDATE agents SET died = ? WHERE agent_id = 'c:agent:1'", [died])
    db.execute(
        """INSERT INTO works (work_id, title, domain, source, year, record_id)
           VALUES ('c:1', 'T', 'museum', 'c', 1600, 'c:agent:1')"""
    )
    db.execute("INSERT INTO credits VALUES ('c:1', 1, 'c:agent:1', ?, ?, NULL)", [role, attribution])
    if technique:
        db.execute(
            "INSERT INTO terms (term_id, label, facet, source) VALUES ('c:term:1', ?, 'technique', 'c')", [technique]
        )
        db.execute("INSERT INTO work_terms VALUES ('c:1', 'technique', 'c:term:1')")
    assert first_made(db, "c") == ({} if made is None else {"c:agent:1": made})
    assert {one.id: one.made for one in people(db, "c")} == {"c:agent:1": made, "c:agent:2": None}


def test_a_bare_family_name_is_a_question_unless_a_life_agrees() -> None:
    right = [person("r:1", "Artemisia Gentileschi", life=(1593, 1653))]
    assert pairs([person("l:1", "Gentileschi")], right) == (set(), {("l:1", "r:1")})
    assert pairs([person("l:1", "Gentileschi", life=(1593, None))], right) == ({("l:1", "r:1")}, set())
    music = {"roles": frozenset({("music", "music")})}
    composer = person("r:1", "Claudio Monteverdi", life=(1567, 1643), **music)
    assert pairs([person("l:1", "Monteverdi", **music)], [composer]) == ({("l:1", "r:1")}, set())


def test_of_two_equally_likely_namesakes_a_person_is_asked() -> None:
    right = [person("r:1", "Ana Xul"), person("r:2", "Ana Xul")]
    assert pairs([person("l:1", "Ana Xul")], right) == (set(), {("l:1", "r:1"), ("l:1", "r:2")})


def test_names_that_are_only_mentioned_may_all_be_one_person() -> None:
    left = [person(f"l:{n}", name, own_record=False) for n, name in enumerate(("J. S. Xul", "Juan Sol Xul"))]
    right = [person("r:1", "Juan Sol Xul"), *(person(f"r:{n}", f"Other {n}q Person") for n in range(2, 4))]
    assert pairs(left, right)[0] == {("l:0", "r:1"), ("l:1", "r:1")}


@pytest.fixture
def folder_of_people(tmp_path: Path) -> Path:
    """Three sources: two with life dates, a third with names only."""
    with Library.open(tmp_path / "library", create=True) as library:
        db = library.culture
        for source in "abc":
            db.execute(
                """INSERT INTO sources (source, title, domain, publish, licence, provenance)
                   VALUES (?, ?, 'museum', 'open', 'CC0', 'open')""",
                [source, source],
            )
        import_of(
            db, "a", {"a:agent:1": ("Henri de Toulouse-Lautrec", 1864, 1901), "a:agent:2": ("Ana Xul", 1900, None)}
        )
        import_of(db, "b", {"b:agent:1": ("Lautrec", 1864, 1901), "b:agent:2": ("Ana Xul", 1900, 1980)})
        import_of(db, "c", {"c:agent:1": ("Ana Xul", None, None), "c:agent:2": ("Ana Xul", None, None)})
    return tmp_path / "library"


@pytest.fixture
def of_people(folder_of_people: Path) -> Iterator[Library]:
    with Library.open(folder_of_people, write=True) as library:
        yield library


def import_of(db: sqlite3.Connection, source: str, agents: dict[str, tuple[str, int | None, int | None]]) -> None:
    """Agents with a record of their own."""
    db.execute(
        """INSERT OR IGNORE INTO imports (import_id, source, input, status, started_at, version)
           VALUES (?, ?, 'x', 'done', ?, '0')""",
        [ord(source), source, NOW],
    )
    for id_, (name, born, died) in agents.items():
        db.execute("INSERT INTO records VALUES (?, ?, 'x', 'json', x'00', 'x', ?, NULL)", [id_, source, ord(source)])
        db.execute(
            """INSERT INTO agents (agent_id, name, kind, born, died, source, authority, record_id)
               VALUES (?, ?, 'person', ?, ?, ?, 1, ?)""",
            [id_, name, born, died, source, id_],
        )


def ids(rows: list[stored.Row]) -> set[tuple[str, str]]:
    return {(row["left_id"], row["right_id"]) for row in rows}


def test_agents_are_linked_asked_about_and_linked_again_without_change(of_people: Library) -> None:
    done = link_sources(of_people, "a", "b")
    assert (done.agent_links, done.agents_added, done.questions) == (2, 2, 0)
    assert ids(stored.matches(of_people.culture, kind="same-agent")) == {
        ("a:agent:1", "b:agent:1"), ("a:agent:2", "b:agent:2"),
    }  # fmt: skip
    before = of_people.culture.execute("SELECT * FROM matches ORDER BY left_id").fetchall()
    assert link_sources(of_people, "a", "b").agents_added == 0
    assert of_people.culture.execute("SELECT * FROM matches ORDER BY left_id").fetchall() == before
    assert link_sources(of_people, "b", "c").questions == 2
    assert ids(stored.questions(of_people.culture)) == {("b:agent:2", "c:agent:1"), ("b:agent:2", "c:agent:2")}


def test_what_a_person_says_stands_and_leads_further(of_people: Library) -> None:
    link_sources(of_people, "a", "b")
    link_sources(of_people, "b", "c")
    stored.answer(of_people, "b:agent:2", "c:agent:1", same=True)
    stored.answer(of_people, "b:agent:2", "c:agent:2", same=False)
    assert stored.questions(of_people.culture) == []
    again = link_sources(of_people, "b", "c")
    assert (again.agents_added, again.questions) == (0, 0)
    link_sources(of_people, "a", "c")
    through = [row for row in stored.matches(of_people.culture) if row["method"] == THROUGH]
    assert ids(through) == {("a:agent:2", "c:agent:1")}
    stored.answer(of_people, "b:agent:2", "c:agent:1", same=False)
    assert ("b:agent:2", "c:agent:1") in ids(stored.matches(of_people.culture, undone=True))
    with pytest.raises(UnknownName, match="not two works or two agents"):
        stored.answer(of_people, "b:agent:2", "c:agent:9", same=True)


def test_a_run_is_undone_and_may_be_made_again_but_not_what_a_person_undid(of_people: Library) -> None:
    run = link_sources(of_people, "a", "b").run
    stored.undo(of_people, "a:agent:1", "b:agent:1")
    assert stored.undo_run(of_people, run) == 1
    assert stored.matches(of_people.culture) == []
    with pytest.raises(UnknownName, match=f"no run {run}"):
        stored.undo_run(of_people, run)
    assert link_sources(of_people, "a", "b").agents_added == 1
    assert ids(stored.matches(of_people.culture)) == {("a:agent:2", "b:agent:2")}
    assert [row["links"] for row in stored.runs(of_people.culture)] == [1, 0]


def test_a_link_whose_end_vanished_is_kept_and_told(of_people: Library, folder_of_people: Path) -> None:
    link_sources(of_people, "a", "b")
    of_people.culture.execute("UPDATE records SET gone_at = ? WHERE record_id = 'b:agent:1'", [NOW])
    of_people.culture.execute("DELETE FROM agents WHERE agent_id = 'a:agent:2'")
    gone = {row["left_id"]: row for row in stored.matches(of_people.culture, gone=True)}
    assert gone.keys() == {"a:agent:1", "a:agent:2"}
    assert (gone["a:agent:1"]["left_gone"], gone["a:agent:1"]["right_gone"]) == (False, True)
    assert (gone["a:agent:2"]["left_gone"], gone["a:agent:2"]["right_gone"]) == (True, False)
    of_people.culture.execute("DELETE FROM records WHERE record_id = 'a:agent:2'")
    import_of(of_people.culture, "a", {"a:agent:2": ("Ana Xul", 1900, None)})
    assert link_sources(of_people, "a", "b").agents_added == 0
    assert [row["left_id"] for row in stored.matches(of_people.culture, gone=True)] == ["a:agent:1"]


def test_splink_is_a_second_opinion(of_people: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinion, "by_splink", lambda left, right: {
        ("a:agent:1", "b:agent:1"): 0.99, ("a:agent:2", "b:agent:2"): 0.2,
    })  # fmt: skip
    pytest.importorskip("splink")
    done = link_sources(of_people, "a", "b", second="splink")
    assert done.opinions == {"agreed": 1, "doubted": 1, "not compared": 0, "alone": 0}
    [link] = stored.matches(of_people.culture)
    assert link["evidence"]["splink"] == 0.99
    assert ids(stored.questions(of_people.culture)) == {("a:agent:2", "b:agent:2")}
    with pytest.raises(UnknownName, match="no second opinion named 'splin'"):
        link_sources(of_people, "a", "b", second="splin")


def test_splink_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "splink", None)
    with pytest.raises(UsageError, match="splink is not installed"):
        second_opinion.named("splink")


def test_splink_itself_agrees_on_plain_pairs() -> None:
    pytest.importorskip("splink")
    names = [
        f"{given} {family}" for given in ("Ana", "Luis", "Eva", "Ivo") for family in ("Xul", "Marr", "Tolk", "Ebb")
    ]
    sides = [
        [person(f"{side}:{n}", name, life=(1900 + n, 1960 + n)) for n, name in enumerate(names)] for side in ("l", "r")
    ]
    said = second_opinion.by_splink(*sides)
    assert all(said[f"l:{n}", f"r:{n}"] > 0.5 for n in range(len(names)))
    assert second_opinion.by_splink([], sides[1]) == {}


def test_the_judge(of_people: Library, tmp_path: Path) -> None:
    link_sources(of_people, "a", "b")
    path = tmp_path / "pairs.csv"
    path.write_text(
        "left_id,right_id,stratum,verdict\n"
        "b:agent:1,a:agent:1,x,same\na:agent:2,b:agent:2,x,different\na:agent:2,c:agent:1,y,same\nq:1,b:agent:1,y,same\n",
        encoding="utf-8",
    )
    found = judged(of_people.culture, labelled(path))
    assert (found.precision[0], found.recall[0], found.absent) == (0.5, 0.5, 1)
    assert {error[2] for error in found.errors} == {"same", "different"}
    path.write_text("left_id,right_id,verdict\na,b,maybe\n", encoding="utf-8")
    with pytest.raises(InputFormat, match="a verdict"):
        labelled(path)


def test_wilson_by_hand() -> None:
    share, low, high, of = wilson(138, 142)
    assert (round(share, 4), round(low, 4), round(high, 4), of) == (0.9718, 0.9298, 0.989, 142)


def test_review_asks_one_by_one(of_people: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    link_sources(of_people, "b", "c")
    said = iter(["what", "s", "l", "d", "q"])
    monkeypatch.setattr(typer, "prompt", lambda *_, **__: next(said))
    links._ask(of_people, stored.questions(of_people.culture))
    assert ids(stored.matches(of_people.culture)) == {("b:agent:2", "c:agent:1")}
    links._ask(of_people, stored.questions(of_people.culture))
    assert ids(stored.matches(of_people.culture, undone=True)) == {("b:agent:2", "c:agent:2")}
    links._ask(of_people, stored.questions(of_people.culture))
    assert next(said) == "q"  # nothing is left to ask


def test_the_commands(folder_of_people: Path) -> None:
    run, at = CliRunner(), ["-L", str(folder_of_people)]
    made = json.loads(run.invoke(app, ["link", "a", "--to", "b", "--json", *at]).stdout)
    assert made["agent_links"] == 2
    asked = run.invoke(app, ["link", "b", "--to", "c", *at])
    assert "2 pairs wait for you" in asked.output
    assert len(json.loads(run.invoke(app, ["link", "review", "b", "--to", "c", "--json", *at]).stdout)) == 2
    table = run.invoke(app, ["link", "review", "--kind", "agents", *at])
    assert "Ana Xul = Ana Xul" in table.stdout
    assert run.invoke(app, ["link", "decide", "b:agent:2", "c:agent:1", "--same", *at]).exit_code == 0
    assert "through a third source" in run.invoke(app, ["link", "a", "--to", "c", *at]).stdout
    assert len(json.loads(run.invoke(app, ["link", "runs", "--json", *at]).stdout)) == 3
    undone = run.invoke(app, ["link", "undo", "--run", "1", *at])
    assert "2 links of run 1" in undone.output
    assert isinstance(run.invoke(app, ["link", "undo", *at]).exception, UsageError)
    assert isinstance(run.invoke(app, ["link", "list", "--kind", "x", *at]).exception, UnknownName)
