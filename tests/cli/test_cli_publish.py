"""The copy that may be given away holds nothing that came from a local source, in any form."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.exhibitions import Asked
from culturedata.errors import UsageError
from culturedata.publish import server, where
from culturedata.store.library import Library, transaction
from culturedata.store.tables import schema
from culturedata.store.upkeep.public import write_public
from culturedata.workflow.exhibition import make
from tests.cli.conftest import Run
from tests.studio import made as pictures

MARK = "zzlocalzz"  # stands in every text of the local source (synthetic)
RAW = zlib.compress(MARK.encode())
FILES = ["en.html", "exhibition.json", "fr.html", "order.csv"]  # of an exhibition


@pytest.fixture
def marked(folder: Path) -> Path:
    """The small library, with a row of the local source «d» in every table of the catalogue."""
    with Library.open(folder, write=True) as library, transaction(library.culture):
        for table, row in _rows().items():
            marks = ", ".join("?" * len(row))
            library.culture.execute(f"INSERT INTO {table} VALUES ({marks})", row)
        library.culture.execute("UPDATE sources SET notes = ?, terms = ? WHERE source = 'd'", [MARK, MARK])
        library.culture.execute("INSERT INTO works_fts(works_fts) VALUES ('rebuild')")
    return folder


def _rows() -> dict[str, list[Any]]:
    """A row a table (but sources), each with the mark in it, in an order that references allow."""
    work, agent, term = f"d:{MARK}", f"d:agent:{MARK}", f"d:term:{MARK}"
    return {
        "imports": [90, "d", MARK, "done", MARK, MARK, MARK, *[0] * 11, "", None, ""],
        "records": [work, "d", MARK, "json", RAW, MARK, 90, MARK],
        "met": [work],
        "loose": [work],
        "record_history": [work, MARK, 90],
        "works": [work, MARK, "film", "d", MARK, 1999, 1990, 0, MARK, work],
        "titles": [work, 1, MARK, None, "original"],
        "texts": [work, 1, "description", MARK, None, None],
        "agents": [agent, MARK, "person", *[None] * 9, "d", 0, work],
        "agent_names": [agent, MARK, "", "alternative"],
        "credits": [work, 1, agent, "director", None, MARK],
        "terms": [term, MARK, "subject", MARK, MARK, None, "d"],
        "term_parents": [term, term],
        "work_terms": [work, "subject", term],
        "agent_terms": [agent, "subject", term],
        "agent_texts": [agent, 1, "biography", MARK, None, None],
        "agent_measures": [agent, "rating", 1, MARK, None],
        "agent_relations": [agent, 1, "member of", None, MARK],
        "identifiers": [work, "imdb", MARK],
        "images": [work, 1, MARK, *[None] * 7, 0],
        "rights": [work, 1, "metadata", None, MARK, MARK, None],
        "dates": [work, 1, "released", MARK, None, None, "unknown", None],
        "dimensions": [work, 1, None, MARK, None, None, MARK],
        "holdings": [work, 1, "keeper", None, MARK, None, MARK, None, None, None],
        "measures": [work, MARK, 1.0, "min", None],
        "relations": [work, 1, "part of", work, MARK],
        "similar": ["c:2", 1, work, 0.5, MARK],
        "matches": [work, "c:2", "same-work", 1.0, "title and year", MARK, "rule", "", None, 70],
        "match_questions": [work, "c:3", "same-work", 0.5, "similar name", MARK, 70],
        "link_runs": [70, "d", "c", MARK, "", None, ""],
        "issues": [90, 90, "d", "code", work, None, MARK, None, MARK],
        "search_texts": [90, work, MARK, MARK, MARK, MARK],
    }


def test_the_mark_is_in_every_table(marked: Path) -> None:
    """If the catalogue gets a new table, it must be marked here too, and stripped."""
    assert {table.name for table in schema.tables("culture")} == {*_rows(), "sources"}
    before = (marked / "culture.db").read_bytes()
    assert before.lower().count(MARK.encode()) > 30
    assert RAW in before


def test_nothing_of_a_local_source_remains(marked: Path, tmp_path: Path) -> None:
    out = tmp_path / "open.db"
    with Library.open(marked) as library:
        assert write_public(library.culture, out) == ({"a": 5, "b": 3, "c": 4}, {})
    left = out.read_bytes()
    for trace in (MARK.encode(), RAW, b"d:9", b"Heat (1995)", b"Sample ratings"):
        assert trace.lower() not in left.lower()
    assert list(tmp_path.glob(".*")) == [], "the partial file must be gone"


def test_what_is_open_remains(marked: Path, tmp_path: Path) -> None:
    out = tmp_path / "open.db"
    with Library.open(marked) as library:
        write_public(library.culture, out)
        whole = {t.name: _count(library.culture, t.name) for t in schema.tables("culture")}
    with closing(sqlite3.connect(out)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert copy.execute("PRAGMA foreign_key_check").fetchall() == []
        assert [row[0] for row in copy.execute("SELECT source FROM sources ORDER BY source")] == ["a", "b", "c"]
        assert copy.execute("SELECT count(*) FROM sources WHERE licence = '' OR licence IS NULL").fetchone() == (0,)
        both = "source IN ('a', 'b', 'c')"
        for table in ("works", "agents", "terms", "records"):
            assert _count(copy, table) == _count(copy, f"{table} WHERE {both}") > 0
        for table in ("titles", "credits", "work_terms", "rights", "images", "similar"):
            removed = 2 if table == "titles" else 1  # the marked row; d:9 has a title of its own
            assert _count(copy, table) == whole[table] - removed
        found = copy.execute("SELECT count(*) FROM works_fts WHERE works_fts MATCH 'heat'").fetchone()
        assert found == (1,)


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_the_library_itself_is_unchanged(marked: Path, tmp_path: Path) -> None:
    before = (marked / "culture.db").read_bytes()
    with Library.open(marked) as library:
        write_public(library.culture, tmp_path / "open.db")
    assert (marked / "culture.db").read_bytes() == before


def test_an_existing_file_is_refused(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.db"
    out.write_text("precious")
    with (
        Library.open(folder) as library,
        pytest.raises(UsageError, match=r"mine\.db exists\. Choose another name, or delete it first\."),
    ):
        write_public(library.culture, out)
    assert out.read_text() == "precious"


def test_the_command(run: Run, folder: Path, tmp_path: Path) -> None:
    said = run("publish", tmp_path / "open.db", "-L", folder, "--json")
    assert said.json == {
        "file": str(tmp_path / "open.db"),
        "works": {"a": 5, "b": 3, "c": 4},
        "in_copyright": {},
        "exhibitions": [],
    }
    again = run("publish", tmp_path / "open.db", "-L", folder, "--json")
    assert (again.code, again.out, again.error["code"]) == (2, "", "usage")
    people = run("publish", tmp_path / "other.db", "-L", folder)
    assert (people.code, people.out) == (0, "")
    assert people.err == f"{tmp_path / 'other.db'}: 12 works from a, b, c.\n"


def test_how_many_stayed_at_home_for_copyright_is_told(run: Run, folder: Path, tmp_path: Path) -> None:
    with Library.open(folder, write=True) as library, transaction(library.culture):
        for work in ("a:1", "a:2", "b:3"):
            library.culture.execute(
                "INSERT INTO rights (work_id, position, covers, licence) VALUES (?, 9, 'metadata', ?)",
                [work, "http://rightsstatements.org/vocab/InC-EDU/1.0/"],
            )
    said = run("publish", tmp_path / "open.db", "-L", folder, "--json")
    assert (said.json["works"], said.json["in_copyright"]) == ({"a": 3, "b": 2, "c": 4}, {"a": 2, "b": 1})
    out = tmp_path / "other.db"
    assert run("publish", out, "-L", folder).err.splitlines() == [
        f"{out}: 9 works from a, b, c.",
        "3 works were left out, for their records, or texts in them, are in copyright: 2 of a, 1 of b.",
    ]


def test_what_came_from_sources_without_works_is_told(run: Run, folder: Path, tmp_path: Path) -> None:
    with Library.open(folder, write=True) as library:
        library.culture.execute(
            """INSERT INTO sources (source, title, domain, publish, licence, provenance)
               VALUES ('people', 'People', 'museum', 'open', 'CC0 1.0', 'open')"""
        )
        library.culture.execute(
            "INSERT INTO agents (agent_id, name, kind, source, authority, record_id)"
            " SELECT 'people:1', 'Somebody', 'person', 'people', 0, record_id FROM records WHERE source = 'b' LIMIT 1"
        )
    said = run("publish", tmp_path / "open.db", "-L", folder)
    assert said.err == (
        f"{tmp_path / 'open.db'}: 12 works from a, b, c. 1 agents and 0 records from people, which has no works.\n"
    )


def test_nothing_to_publish_is_said(run: Run, folder: Path, tmp_path: Path) -> None:
    with Library.open(folder, write=True) as library:
        library.culture.execute("UPDATE sources SET publish = 'local'")
    said = run("publish", tmp_path / "open.db", "-L", folder)
    assert said.code == 0
    assert said.err.startswith(f"{tmp_path / 'open.db'}: nothing could be given away, the copy is empty: ")


def test_the_copy_shows_our_pages_on_its_own(run: Run, folder: Path, tmp_path: Path) -> None:
    run("publish", tmp_path / "culture.db", "-L", folder)

    async def visit() -> list[int]:
        app = server.datasette(tmp_path)
        await app.invoke_startup()
        return [(await app.client.get(path)).status_code for path in ("/", "/work/a:2", "/work/d:9", "/user/1")]

    assert asyncio.run(visit()) == [200, 200, 404, 403]


def test_what_a_descriptor_calls_local_today_is_not_given_away(run: Run, folder: Path, tmp_path: Path) -> None:
    """Whatever it said at the import; nor is a path of this machine."""
    with Library.open(folder, write=True) as library:
        library.culture.execute("UPDATE imports SET input = '/a/path/of/this machine/works.csv' WHERE source = 'b'")
    (folder / "catalogues").mkdir()
    (folder / "catalogues" / "a.yml").write_text(
        "title: A\ndomain: [museum]\nlicence: secret\nreader: csv\npublish: local\n"
        "options: {mapping: {id: key, name: title}}\n"
    )
    out = tmp_path / "public.db"
    assert run("publish", out, "-L", folder, "--json").json["works"] == {"b": 3, "c": 4}
    assert b"this machine" not in out.read_bytes()
    assert b"works.csv" in out.read_bytes()


def test_a_descriptor_that_cannot_be_read_stops_neither_publish_nor_serve(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own source stays on this machine: nobody knows any more whether it may be given away."""
    (folder / "catalogues").mkdir()
    (folder / "catalogues" / "a.yml").write_text("title: [")
    (folder / "catalogues" / "other.yml").write_text("no descriptor")
    said = run("publish", tmp_path / "public.db", "-L", folder, "--json")
    assert (said.code, said.json["works"]) == (0, {"b": 3, "c": 4})
    served: list[str] = []

    def look(app: object, _: object) -> None:
        database = where.catalogue(app)
        with closing(sqlite3.connect(database.path)) as copy:
            served.extend(row[0] for row in copy.execute("SELECT DISTINCT source FROM works ORDER BY source"))

    monkeypatch.setattr(server, "run", look)
    assert run("serve", folder, "--host", "0.0.0.0", "--port", 0).code == 0
    assert served == ["b", "c"]


@pytest.fixture
def hung(tmp_path: Path) -> Path:
    """A library with three exhibitions: of all pictures, a plan, and one with a work that only a local source has."""
    library = tmp_path / "pictures"
    pictures.make(library)
    with Library.open(library) as opened:
        make(opened, Asked(venues=4, works_per_venue=3), "all")
        make(opened, Asked(venues=2, works_per_venue=5, pictures=False), "plan")
    one = library / "exhibitions" / "all" / "exhibition.json"
    other = one.parents[1] / "local" / one.name
    other.parent.mkdir()
    said = json.loads(one.read_text(encoding="utf-8"))
    said["name"] = "local"
    said["venues"][0]["exhibits"][1] |= {"work_id": "d:9", "picture": None}
    other.write_text(json.dumps(said), encoding="utf-8")
    (one.parent / "notes.txt").write_text("mine")
    return library


def test_exhibitions_go_along_if_all_in_them_may(run: Run, hung: Path, tmp_path: Path) -> None:
    out = tmp_path / "site" / "open.db"
    out.parent.mkdir()
    said = run("publish", out, "-L", hung)
    assert said.err.splitlines()[1:] == [
        "Exhibitions beside it, in the folder exhibitions: plan, all.",
        "Exhibitions left out, for a work or a picture of theirs is not in the copy: local.",
    ]
    given = out.parent / "exhibitions"
    assert sorted(one.name for one in given.iterdir()) == ["all", "plan"]
    assert sorted(one.name for one in (given / "all").iterdir()) == FILES
    assert (given / "all" / "fr.html").read_bytes() == (hung / "exhibitions" / "all" / "fr.html").read_bytes()
    (given / "all" / "fr.html").write_text("changed")
    out.unlink()
    again = run("publish", out, "-L", hung, "--json")
    assert again.json["exhibitions"] == []
    assert (given / "all" / "fr.html").read_text() == "changed", "nothing is overwritten"


def test_a_picture_that_is_not_open_any_more_stays_at_home(run: Run, hung: Path, tmp_path: Path) -> None:
    with Library.open(hung, write=True) as library:
        library.culture.execute("UPDATE images SET open = 0 WHERE work_id = 'a:w1'")
    (tmp_path / "site").mkdir()
    assert run("publish", tmp_path / "site" / "open.db", "-L", hung, "--json").json["exhibitions"] == []


def test_others_on_the_network_see_exhibitions_too(run: Run, hung: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[int] = []

    async def visit(app: Any) -> None:
        for path in ("/exhibition/all", "/exhibition/local"):
            shown.append((await app.client.get(path)).status_code)

    monkeypatch.setattr(server, "run", lambda app, _: asyncio.run(visit(app)))
    assert run("serve", hung, "--host", "0.0.0.0", "--port", 0).code == 0
    assert shown == [200, 404]
