"""Import, export, import: every row of every table is as it was."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from culturedata.errors import InputError, InputFormat, InputMissing, InputTruncated, UsageError
from culturedata.exporting.restore import restore
from culturedata.exporting.run import export
from culturedata.exporting.selection import Selection
from culturedata.importing.run import import_source
from culturedata.store.catalogue.search import search
from culturedata.store.library import Library, transaction
from tests.exporting.conftest import Export, everything
from tests.exporting.test_exporting_cells import NASTY


def back(export: Path, into: Path, *, instead: bool = False) -> dict[str, int]:
    with Library.open(into, create=True) as library:
        return restore(library, export, instead=instead)


def goes_round(folder: Path, scratch: Path, format: str, *, local: bool) -> tuple[dict, dict]:
    """The rows of the library, and those of one that was made of its export."""
    with Library.open(folder) as library:
        done = export(library, format, scratch / "out", Selection(local=local))
    rows = back(scratch / "out", scratch / "again")
    assert rows == done.rows
    return everything(folder), everything(scratch / "again")


@pytest.mark.parametrize("format", ["csv", "frictionless"])
def test_every_table_is_the_same(rich: Path, tmp_path: Path, format: str) -> None:
    before, after = goes_round(rich, tmp_path, format, local=True)
    assert {name for name, rows in before.items() if not rows} <= {"met", "loose", "match_questions", "link_runs"}
    assert after == before


def test_again_and_again(rich: Path, tmp_path: Path) -> None:
    """Of what may be given on: the export of the second library has the same bytes."""
    _, once = goes_round(rich, tmp_path, "csv", local=False)
    (tmp_path / "second").mkdir()
    _, twice = goes_round(tmp_path / "again", tmp_path / "second", "csv", local=False)
    assert once == twice
    for path in (tmp_path / "out").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / "out" / path.name).read_bytes()


@pytest.mark.parametrize("source", ["sample-music", "sample-museum"])
def test_real_sources(tmp_path: Path, source: str) -> None:
    """The row of the import too: these lie in the package, so that no path of this machine is in it."""
    with Library.open(tmp_path / "library", create=True) as library:
        import_source(library, source)
    before, after = goes_round(tmp_path / "library", tmp_path, "frictionless", local=False)
    assert after == before
    with Library.open(tmp_path / "library") as one, Library.open(tmp_path / "again") as other:
        for words in ("monet", "debussy", "mer"):
            assert search(one.culture, words) == search(other.culture, words)


@pytest.mark.slow
def test_films(tmp_path: Path) -> None:
    pytest.importorskip("bokeh_sampledata")
    with Library.open(tmp_path / "library", create=True) as library:
        import_source(library, "bokeh-films")
    before, after = goes_round(tmp_path / "library", tmp_path, "csv", local=False)
    assert after == before


@pytest.mark.slow
def test_tate(shared: Path, tmp_path: Path) -> None:
    """Whole; of the place from which it was imported the name goes along."""
    with Library.open(tmp_path / "library", create=True) as library:
        import_source(library, "tate", str(shared / "data" / "tate"))
    before, after = goes_round(tmp_path / "library", tmp_path, "frictionless", local=False)
    [imported], [again] = before.pop("imports"), after.pop("imports")
    assert (imported[2], again[2]) == (str((shared / "data" / "tate").resolve()), "tate")
    assert imported[3:] == again[3:]
    assert after == before


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(NASTY, min_size=1, max_size=8), number=st.integers(-(2**63), 2**63 - 1), value=st.floats())
def test_nasty_texts(tmp_path_factory: pytest.TempPathFactory, texts: list[str], number: int, value: float) -> None:
    scratch = tmp_path_factory.mktemp("nasty")
    with Library.open(scratch / "library", create=True) as library, transaction(library.culture):
        execute = library.culture.execute
        execute("INSERT INTO sources (source, title, domain, publish, licence, provenance) VALUES (?, ?, ?, ?, ?, ?)",
                ["s", texts[0], "museum", "open", texts[-1], "open"])  # fmt: skip
        execute("INSERT INTO imports (import_id, source, input, status, started_at, version)"
                " VALUES (7, 's', 'x', 'done', '', '')")  # fmt: skip
        execute("INSERT INTO records VALUES ('s:1', 's', '', '', ?, ?, 7, NULL)", [texts[0].encode(), texts[0]])
        execute(
            "INSERT INTO works VALUES ('s:1', ?, 'museum', 's', ?, ?, NULL, 0, NULL, 's:1')",
            [texts[0], texts[-1], number],
        )
        for at, text in enumerate(texts):
            execute("INSERT INTO texts VALUES ('s:1', ?, ?, ?, ?, NULL)", [at, text, text, text])
        execute("INSERT INTO dimensions VALUES ('s:1', 1, NULL, 'height', ?, ?, NULL)", [value, texts[0]])
    before, after = goes_round(scratch / "library", scratch, "frictionless", local=False)
    assert after == before


# -- into a library that has something -----------------------------------------------------------------------------


def test_beside_another_source(written: Export, tmp_path: Path) -> None:
    """Imports and issues get numbers of their own, and what leads to them follows."""
    written("csv", sources=("a",))
    with Library.open(tmp_path / "other", create=True) as library:
        import_source(library, "sample-music", limit=20)
    back(tmp_path / "out", tmp_path / "other")
    with Library.open(tmp_path / "other") as library:
        execute = library.culture.execute
        assert execute("SELECT import_id FROM imports WHERE source = 'a'").fetchall() == [(2,)]
        assert execute("SELECT DISTINCT import_id FROM records WHERE source = 'a'").fetchall() == [(2,)]
        assert execute("SELECT replaced_by FROM record_history").fetchall() == [(2,)]
        issues = execute("SELECT code FROM issues JOIN imports USING (import_id) WHERE imports.source = 'a'")
        assert issues.fetchall() == [("odd",), ("lost",)]
        assert search(library.culture, "nymphéas").total == 1
        assert execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_source_that_is_there_already(written: Export, rich: Path, tmp_path: Path) -> None:
    written("csv", sources=("b",))
    before = everything(rich)
    with pytest.raises(UsageError, match=r"the library has b already\. Import into another library \(-L\)"):
        back(tmp_path / "out", rich)
    assert everything(rich) == before
    assert back(tmp_path / "out", rich, instead=True)["works"] == 3
    after = everything(rich)
    assert sorted(after["works"]) == sorted(before["works"])
    assert len(after["titles"]) == len(before["titles"])


def test_a_choice_can_be_read_back_too(written: Export, tmp_path: Path) -> None:
    written("frictionless", works=("a:4", "c:1"))
    rows = back(tmp_path / "out", tmp_path / "again")
    assert (rows["works"], rows["sources"], rows["terms"]) == (2, 2, 6)
    with Library.open(tmp_path / "again") as library:
        assert library.culture.execute("PRAGMA foreign_key_check").fetchall() == []
        assert search(library.culture, "monet").total == 1


# -- what is no export, or not as it was written -------------------------------------------------------------------


def damaged(out: Path, name: str, before: str, after: str) -> None:
    path = out / name
    content = path.read_bytes()
    assert before.encode() in content
    path.write_bytes(content.replace(before.encode(), after.encode(), 1))


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("works.csv", ",1906,", ",soon,", r"works\.csv, line \d+: invalid literal for int"),
        ("works.csv", "year", "colour", r"works\.csv has a column 'colour' that can't be imported"),
        ("works.csv", "work_id,", "title,", r"has a column 'title' that can't be imported"),
        ("titles.csv", "a:4,1,", "a:404,1,", r"a row of titles in .* leads to a row of works that is not there"),
        ("works.csv", ",museum,", ",circus,", r"works\.csv, up to line \d+: a row can't be written \(CHECK"),
        ("records.csv", "eJ", "*", r"records\.csv, line 2: "),
        ("works.csv", "a:1,", "a:1", r"works\.csv, line 2: 9 cells in place of 10"),
        ("works.csv", ",1906,", f",{10**20},", r"works\.csv, up to line \d+: a row can't be written"),
    ],
)  # fmt: skip
def test_a_table_that_was_spoilt(
    written: Export, tmp_path: Path, name: str, before: str, after: str, said: str
) -> None:
    written("csv")
    damaged(tmp_path / "out", name, before, after)
    with pytest.raises(InputFormat, match=said):
        back(tmp_path / "out", tmp_path / "again")
    assert everything(tmp_path / "again")["sources"] == [], "all or nothing"


def test_a_table_that_is_no_table(written: Export, tmp_path: Path) -> None:
    written("csv")
    (tmp_path / "out" / "ratings.csv").write_text("user\n")
    with pytest.raises(InputFormat, match=r"ratings\.csv is no table of a library\. Move it"):
        back(tmp_path / "out", tmp_path / "again")


def test_hashes_are_held(written: Export, tmp_path: Path) -> None:
    written("frictionless")
    damaged(tmp_path / "out", "works.csv", "Nymphéas", "Nymphèas")
    with pytest.raises(InputFormat, match=r"works\.csv was changed since it was exported\. To import it as"):
        back(tmp_path / "out", tmp_path / "again")
    path = tmp_path / "out" / "works.csv"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputTruncated, match=r"works\.csv is missing, or was cut short\. Copy the whole folder"):
        back(tmp_path / "out" / "datapackage.json", tmp_path / "again")
    (tmp_path / "out" / "datapackage.json").write_text("[]")
    with pytest.raises(InputFormat, match=r"datapackage\.json can't be read"):
        back(tmp_path / "out", tmp_path / "again")


def test_what_is_not_there_or_no_export(written: Export, tmp_path: Path) -> None:
    with pytest.raises(
        InputMissing, match=r"there is no folder .*nowhere\. Give the folder that culturedata export csv"
    ):
        back(tmp_path / "nowhere", tmp_path / "again")
    written("csv", query="SELECT 1 AS one")
    with pytest.raises(InputFormat, match=r"has no sources\.csv: it is no export of a library"):
        back(tmp_path / "out", tmp_path / "again")


def test_a_description_leads_nowhere_else(written: Export, tmp_path: Path) -> None:
    """A path in it is taken for a file of the same folder."""
    written("frictionless")
    path = tmp_path / "out" / "datapackage.json"
    said = json.loads(path.read_text())
    said["resources"][0]["path"] = "../library/culture.db"
    path.write_text(json.dumps(said))
    with pytest.raises(InputError, match=r"culture\.db is missing"):
        back(tmp_path / "out", tmp_path / "again")


def test_columns_that_an_older_version_had_not(written: Export, tmp_path: Path) -> None:
    """A column may be lacking where NULL or a default stands for it."""
    written("csv")
    for name in ("sources", "imports"):
        path = tmp_path / "out" / f"{name}.csv"
        import csv

        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        at = rows[0].index({"sources": "terms_fr", "imports": "gone"}[name])
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([*row[:at], *row[at + 1 :]] for row in rows)
    back(tmp_path / "out", tmp_path / "again")
    with closing(sqlite3.connect(tmp_path / "again" / "culture.db")) as db:
        assert (
            db.execute("SELECT terms_fr, gone FROM sources JOIN imports USING (source)").fetchall() == [(None, 0)] * 3
        )
