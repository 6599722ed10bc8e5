"""The copy that may be given away: open sources whole, of local ones not a byte."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from culturedata.errors import UsageError
from culturedata.store.library import Library
from culturedata.store.tables import schema
from culturedata.store.upkeep import public

SECRET = "Zyx-of-a-local-source"
# Rows of the local source «d» in every table that can have some; d:9 is linked to the open c:1.
LOCAL = f"""
INSERT INTO agents (agent_id, name, kind, source, authority, record_id)
            VALUES ('d:agent:1', '{SECRET}', 'person', 'd', 1, 'd:9');
INSERT INTO agent_names VALUES ('d:agent:1', '{SECRET}', '', 'alternative');
INSERT INTO agent_texts (agent_id, position, kind, text) VALUES ('d:agent:1', 1, 'biography', '{SECRET}');
INSERT INTO agent_measures VALUES ('d:agent:1', 'rating', 1, '{SECRET}', NULL);
INSERT INTO agent_relations VALUES ('d:agent:1', 1, 'member of', NULL, '{SECRET}');
INSERT INTO terms (term_id, label, facet, source) VALUES ('d:term:1', '{SECRET}', 'genre', 'd');
INSERT INTO terms (term_id, label, facet, source) VALUES ('d:term:2', '{SECRET}', 'genre', 'd');
INSERT INTO term_parents VALUES ('d:term:1', 'd:term:2');
INSERT INTO agent_terms VALUES ('d:agent:1', 'field', 'd:term:1');
INSERT INTO work_terms VALUES ('d:9', 'genre', 'd:term:1');
INSERT INTO credits VALUES ('d:9', 1, 'd:agent:1', 'director', NULL, '{SECRET}');
INSERT INTO texts (work_id, position, kind, text) VALUES ('d:9', 1, 'description', '{SECRET}');
INSERT INTO images (work_id, position, url, open) VALUES ('d:9', 1, '{SECRET}', 0);
INSERT INTO rights (work_id, position, covers, statement) VALUES ('d:9', 1, 'work', '{SECRET}');
INSERT INTO dimensions (work_id, position, kind, text) VALUES ('d:9', 1, 'text', '{SECRET}');
INSERT INTO holdings (work_id, position, kind, holder_id, name) VALUES ('d:9', 1, 'owner', 'd:agent:1', '{SECRET}');
INSERT INTO measures VALUES ('d:9', 'runtime', 1, '{SECRET}', NULL);
INSERT INTO relations VALUES ('d:9', 1, 'part of', NULL, '{SECRET}');
INSERT INTO identifiers VALUES ('d:9', 'imdb', '{SECRET}');
INSERT INTO identifiers VALUES ('d:agent:1', 'imdb', '{SECRET}');
INSERT INTO record_history VALUES ('d:9', '{SECRET}', 4);
INSERT INTO issues VALUES (NULL, 4, 'd', 'date', NULL, NULL, '{SECRET}', NULL, '{SECRET}');
INSERT INTO similar VALUES ('c:2', 1, 'd:9', 0.5, '{SECRET}');
INSERT INTO similar VALUES ('d:9', 1, 'c:2', 0.5, '{SECRET}');
INSERT INTO met VALUES ('d:9');
INSERT INTO loose VALUES ('d:agent:1');
INSERT INTO matches VALUES ('d:agent:1', 'c:agent:Joel Coen', 'same-agent', 1, 'name', '{SECRET}', '', '', NULL, NULL);
INSERT INTO match_questions VALUES ('d:9', 'c:1', 'same-work', 0.5, 'title and year', '{SECRET}', 1);
INSERT INTO link_runs VALUES (1, 'd', 'c', '{SECRET}', '2026', NULL, '0');
UPDATE imports SET input = '{SECRET}' WHERE source = 'd';
UPDATE records SET located = '{SECRET}' WHERE source = 'd';
UPDATE works SET title = '{SECRET}' WHERE source = 'd';
UPDATE search_texts SET titles = '{SECRET}' WHERE work_id = 'd:9';
INSERT INTO works_fts(works_fts) VALUES ('rebuild');
"""


@pytest.fixture
def mixed(library: Library) -> Library:
    schema.run(library.culture, LOCAL)
    assert library.culture.execute("PRAGMA foreign_key_check").fetchall() == []
    return library


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(path)
    try:
        yield db
    finally:
        db.close()


def sizes(db: sqlite3.Connection) -> dict[str, int]:
    names = [table.name for table in schema.tables("culture")]
    return {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}


def test_the_local_rows_stand_in_every_table_that_is_emptied(mixed: Library) -> None:
    """Else the next test would prove less than it says."""
    before = sizes(mixed.culture)
    assert [name for name, size in before.items() if not size] == []


def test_not_a_byte_of_a_local_source(mixed: Library, tmp_path: Path) -> None:
    out = tmp_path / "public.db"
    assert public.write_public(mixed.culture, out) == ({"a": 5, "b": 3, "c": 4}, {})
    content = out.read_bytes()
    for said in (SECRET, SECRET.lower(), "Sample ratings", "Heat (1995)", "d:9", "d:term", "d:agent"):
        assert said.encode() not in content, said
    with reading(out) as db:
        left = sizes(db)
        assert left["sources"] == 3
        assert (left["matches"], left["agent_names"], left["issues"], left["record_history"]) == (0, 0, 0, 0)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    ("input", "kept"),
    [
        ("/home/somebody/m.csv", "m.csv"), (r"C:\Users\somebody\m.csv", "m.csv"), ("C:/Users/somebody/m.csv", "m.csv"),
        (r"\\server\somebody\m.csv", "m.csv"), ("https://museum.example/m.csv", "https://museum.example/m.csv"),
        ("api", "api"), ("the package a-data/m.csv", "the package a-data/m.csv"),
    ],
)  # fmt: skip
def test_where_a_file_lay_is_not_told(mixed: Library, tmp_path: Path, input: str, kept: str) -> None:
    """Of a path of this system or of another its last name alone stays."""
    mixed.culture.execute("UPDATE imports SET input = ? WHERE source = 'a'", [input])
    public.write_public(mixed.culture, tmp_path / "public.db")
    with reading(tmp_path / "public.db") as db:
        assert db.execute("SELECT DISTINCT input FROM imports WHERE source = 'a'").fetchall() == [(kept,)]


def test_a_record_in_copyright_stays_at_home_though_its_source_is_open(mixed: Library, tmp_path: Path) -> None:
    """By hand: «Impression, soleil levant» goes, Monet stays for «Nymphéas»; «Boléro» goes, and Ravel with it."""
    for work in ("a:2", "b:3"):
        mixed.culture.execute(
            "INSERT INTO rights (work_id, position, covers, licence) VALUES (?, 9, 'metadata', ?)",
            [work, "http://rightsstatements.org/vocab/InC/1.0/"],
        )
    mixed.culture.execute("UPDATE agents SET record_id = 'a:2' WHERE name = 'Claude Monet'")
    mixed.culture.execute("INSERT INTO similar VALUES ('a:1', 1, 'a:2', 0.5, '')")
    out = tmp_path / "public.db"
    assert public.write_public(mixed.culture, out) == ({"a": 4, "b": 2, "c": 4}, {"a": 1, "b": 1})
    for said in ("soleil levant", "Boléro", "Ravel"):
        assert said.encode() not in out.read_bytes(), said
    with reading(out) as db:
        assert db.execute("SELECT record_id FROM agents WHERE name = 'Claude Monet'").fetchall() == [("a:4",)]
        assert db.execute("SELECT count(*) FROM records WHERE record_id IN ('a:2', 'b:3')").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM similar WHERE similar_id = 'a:2'").fetchone() == (0,)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


IN_COPYRIGHT = "http://rightsstatements.org/vocab/InC/1.0/"


@pytest.mark.parametrize(
    "closed",
    [
        f"INSERT INTO texts VALUES ('a:2', 9, 'description', 'An essay', 'fr', '{IN_COPYRIGHT}')",
        f"INSERT INTO rights (work_id, position, covers, licence) VALUES ('a:2', 9, 'text', '{IN_COPYRIGHT}')",
    ],
    ids=["of the text", "of the record's texts"],
)
def test_a_work_with_a_text_in_copyright_stays_at_home(mixed: Library, tmp_path: Path, closed: str) -> None:
    """The raw record and the full text hold the text too. Texts of another licence, and pictures, close nothing."""
    mixed.culture.execute(closed)
    mixed.culture.execute("INSERT INTO texts VALUES ('b:3', 9, 'description', 'Open', 'fr', 'a licence')")
    mixed.culture.execute(
        "INSERT INTO rights (work_id, position, covers, licence) VALUES ('b:3', 9, 'image', ?)", [IN_COPYRIGHT]
    )
    out = tmp_path / "public.db"
    assert public.write_public(mixed.culture, out) == ({"a": 4, "b": 3, "c": 4}, {"a": 1})
    assert b"An essay" not in out.read_bytes()
    with reading(out) as db:
        assert db.execute("SELECT count(*) FROM records WHERE record_id = 'a:2'").fetchone() == (0,)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("named", [True, False], ids=["named by another work", "matched only"])
def test_what_a_closed_record_says_of_a_person_stays_at_home(mixed: Library, tmp_path: Path, named: bool) -> None:
    said = "Words-of-the-closed-record"
    agent, work = ("Claude Monet", "a:2") if named else ("Maurice Ravel", "b:3")
    (id_,) = mixed.culture.execute("SELECT agent_id FROM agents WHERE name = ?", [agent]).fetchone()
    mixed.culture.execute("UPDATE agents SET record_id = ?, life_text = ? WHERE agent_id = ?", [work, said, id_])
    mixed.culture.execute("INSERT INTO agent_names VALUES (?, ?, '', 'alternative')", [id_, said])
    mixed.culture.execute(
        "INSERT INTO terms (term_id, label, facet, source) VALUES ('a:term:x', ?, 'genre', 'a')", [said]
    )
    mixed.culture.execute("INSERT INTO agent_terms VALUES (?, 'genre', 'a:term:x')", [id_])
    mixed.culture.execute(
        "INSERT INTO matches VALUES (?, 'c:agent:Joel Coen', 'same-agent', 1, 'name', '', '', '', NULL, NULL)", [id_]
    )
    mixed.culture.execute(
        "INSERT INTO rights (work_id, position, covers, licence) VALUES (?, 9, 'metadata', ?)", [work, IN_COPYRIGHT]
    )
    out = tmp_path / "public.db"
    public.write_public(mixed.culture, out)
    with reading(out) as db:
        assert db.execute("SELECT count(*) FROM agents WHERE agent_id = ?", [id_]).fetchone() == (int(named),)
        assert db.execute("SELECT count(*) FROM records WHERE record_id = ?", [work]).fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM agent_names WHERE agent_id = ?", [id_]).fetchone() == (0,)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        if named:
            assert said not in "\n".join(db.iterdump())


def test_open_sources_are_whole(mixed: Library, tmp_path: Path) -> None:
    out = tmp_path / "public.db"
    public.write_public(mixed.culture, out)
    with reading(out) as db:
        for table in ("works", "titles", "credits", "dates", "records", "terms", "agents", "work_terms"):
            key = {"records": "record_id", "terms": "term_id", "agents": "agent_id"}.get(table, "work_id")
            said = f"SELECT * FROM {table} WHERE {key} NOT LIKE 'd:%' ORDER BY 1, 2, 3"
            assert db.execute(said).fetchall() == mixed.culture.execute(said).fetchall()
        matching = "SELECT work_id FROM search_texts JOIN works_fts AS f ON doc = f.rowid WHERE works_fts MATCH 'monet'"
        found = db.execute(matching).fetchall()
        assert sorted(found) == [("a:2",), ("a:4",)]
        assert db.execute("SELECT similar_id FROM similar WHERE work_id = 'a:2' ORDER BY position").fetchall() == [
            ("a:4",), ("a:3",)
        ]  # fmt: skip


def test_the_library_itself_is_left_alone(mixed: Library, tmp_path: Path) -> None:
    before = list(mixed.culture.iterdump())
    public.write_public(mixed.culture, tmp_path / "public.db")
    assert list(mixed.culture.iterdump()) == before


def test_it_never_overwrites(library: Library, tmp_path: Path) -> None:
    (tmp_path / "public.db").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"public\.db exists\. Choose another name"):
        public.write_public(library.culture, tmp_path / "public.db")
    assert (tmp_path / "public.db").read_text(encoding="utf-8") == "mine"


def test_a_failure_leaves_no_half_stripped_copy(
    mixed: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(copy: sqlite3.Connection, more: object) -> None:
        copy.execute("DELETE FROM similar")
        raise KeyboardInterrupt

    monkeypatch.setattr(public, "_strip", fails)
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(KeyboardInterrupt):
        public.write_public(mixed.culture, folder / "public.db")
    assert list(folder.iterdir()) == []
