"""What is chosen goes along with all that hangs on it; a query reads the catalogue that may be given on, no more."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from culturedata.errors import UnknownName, UsageError
from culturedata.exporting import snapshot
from culturedata.exporting.selection import Selection
from culturedata.store.catalogue.search import Filters
from culturedata.store.library import Library
from culturedata.store.tables import schema
from tests.exporting.conftest import MARK, Export

_FULL_TEXT = "SELECT work_id FROM works_fts JOIN search_texts ON doc = works_fts.rowid WHERE works_fts"


def table(out: Path, name: str) -> list[dict[str, str]]:
    with (out / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("described", [t for t in schema.tables("culture") if t.name not in snapshot.UNFINISHED])
def test_every_table_has_a_rule(described: schema.Table) -> None:
    """A new table leads to what may be chosen, by the name of a column; else it would go out whole."""
    assert snapshot.conditions(described)


@pytest.mark.parametrize(
    ("chosen", "works"),
    [
        ({"sources": ("b", "c")}, {"b": 3, "c": 4}),
        ({"filters": Filters(domain="film")}, {"c": 4}),
        ({"filters": Filters(domain="museum", open_image=True)}, {"a": 2}),
        ({"filters": Filters(term="crime", facet="genre")}, {"c": 2}),
        ({"text": "monet"}, {"a": 2}),
        ({"text": "monet", "sources": ("b", "a")}, {"a": 2}),
        ({"works": ("a:4", "b:1", "a:4")}, {"a": 1, "b": 1}),
        ({"query": f"{_FULL_TEXT} MATCH 'monet'"}, {"a": 2}),
    ],
)  # fmt: skip
def test_ways_to_choose(written: Export, chosen: dict[str, object], works: dict[str, int]) -> None:
    assert written("schema-org", **chosen).works == works


def test_what_goes_with_a_work(written: Export, tmp_path: Path) -> None:
    written("csv", works=("a:4",))
    out = tmp_path / "out"
    assert [row["agent_id"] for row in table(out, "agents")] == ["a:agent:Claude Monet"]
    assert {row["term_id"] for row in table(out, "terms")} == {
        "a:term:subject/garden", "a:term:material/oil", "a:term:movement/impressionism", "a:term:subject/sea",
    }  # fmt: skip
    assert {row["record_id"] for row in table(out, "records")} == {"a:4", "a:2"}, "its own, and its maker's"
    assert {row["owner_id"] for row in table(out, "identifiers")} == {"a:4", "a:agent:Claude Monet"}
    assert [row["source"] for row in table(out, "sources")] == ["a"]
    assert [row["input"] for row in table(out, "imports")] == ["works.csv"]
    assert [row["code"] for row in table(out, "issues")] == ["odd"]
    assert table(out, "similar") == []


@pytest.mark.parametrize(
    ("chosen", "error", "said"),
    [
        ({"sources": ("e",)}, UnknownName, "no source in this library named 'e'"),
        ({"sources": ("d",)}, UsageError, r"d must not be given on\. For a copy that stays on this machine"),
        ({"works": ("d:9",)}, UsageError, "d:9 must not be given on"),
        ({"works": ("a:404",)}, UsageError, "there is no work 'a:404'"),
        ({"text": "zzz"}, UsageError, r"nothing to export\. Of what may be given on, nothing is like"),
        ({"works": ("a:5",)}, UsageError, r"nothing to export\. What was chosen is in copyright"),
        ({"query": "SELECT title FROM works"}, UsageError, "the query has no column work_id"),
        ({"query": "SELECT work_id FROM works WHERE 0"}, UsageError, "the query names no work"),
    ],
)  # fmt: skip
def test_what_cannot_be_had(
    written: Export, tmp_path: Path, chosen: dict[str, object], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        written("schema-org", **chosen)
    assert not (tmp_path / "out").exists()


def test_two_ways_at_once() -> None:
    with pytest.raises(UsageError, match="can't be had together"):
        Selection(text="monet", works=("a:4",))


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM works", "ATTACH 'library/audience.db' AS a", "SELECT * FROM pragma_database_list",
        "PRAGMA table_info(works)", "VACUUM INTO 'copy.db'", "CREATE TEMP TABLE t (x)", "SELECT load_extension('x')",
        "INSERT INTO works_fts(works_fts) VALUES ('rebuild')",
    ],
)  # fmt: skip
def test_a_query_only_reads_its_catalogue(
    written: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"the query can't be run: it must be one SELECT of this catalogue"):
        written("csv", query=query)
    assert [path.name for path in tmp_path.iterdir()] == ["library"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "the query is empty"), ("SELECT 1 AS a, 2 AS a", "two columns of the query have the same name"),
        ("SELECT colour FROM works", "no such column: colour"), ("SELECT 1; SELECT 2", "one statement at a time"),
    ],
)  # fmt: skip
def test_a_query_that_is_none(written: Export, query: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        written("csv", query=query)


def test_the_rows_of_a_query(written: Export, tmp_path: Path) -> None:
    """Of sources that must not be given on, and works in copyright, a query sees nothing."""
    written("csv", query="SELECT source, count(*) AS works, avg(year) AS mean, NULL AS none FROM works GROUP BY source")
    assert table(tmp_path / "out", "query") == [
        {"source": "a", "works": "4", "mean": "1788.25", "none": ""},
        {"source": "b", "works": "3", "mean": "1954.0", "none": ""},
        {"source": "c", "works": "4", "mean": "1994.75", "none": ""},
    ]
    written("csv", "seen", query="SELECT 1 AS one FROM works_fts WHERE works_fts MATCH 'zzlocalzz OR zzclosedzz'")
    assert table(tmp_path / "seen", "query") == []
    written("csv", "local", query="SELECT title FROM works WHERE source = 'd'", local=True)
    assert table(tmp_path / "local", "query") == [{"title": MARK}]


def test_what_a_descriptor_calls_local_today(rich: Path, tmp_path: Path) -> None:
    """Whatever it said when it was imported; an export with --local says it too."""
    with Library.open(rich) as library:
        for number, local in enumerate((False, True)):
            scratch = tmp_path / f"{number}.db"
            with snapshot.chosen(library.culture, Selection(local=local), scratch, {"a"}) as found:
                said = dict(found.culture.execute("SELECT source, publish FROM sources").fetchall())
            assert said == ({"b": "open", "c": "open"} | ({"a": "local", "d": "local"} if local else {}))


def test_an_agent_whom_only_a_closed_record_describes(rich: Path, tmp_path: Path) -> None:
    """What that record says of her stays at home, though the work in it is not the one that was chosen."""
    with Library.open(rich, write=True) as library:
        library.culture.execute("UPDATE agents SET record_id = 'a:5', life_text = 'x' WHERE name = 'Berthe Morisot'")
    with (
        Library.open(rich) as library,
        snapshot.chosen(library.culture, Selection(works=("a:3",)), tmp_path / "s.db") as found,
    ):
        agents = found.culture.execute("SELECT name, record_id, life_text FROM agents").fetchall()
        records = found.culture.execute("SELECT record_id FROM records").fetchall()
    assert (agents, records, found.in_copyright) == ([("Berthe Morisot", "a:3", None)], [("a:3",)], {})


def test_the_library_is_left_as_it_was(rich: Path, written: Export) -> None:
    before = (rich / "culture.db").read_bytes()
    written("csv")
    assert (rich / "culture.db").read_bytes() == before
