"""source list, fields and remove."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from culturedata.importing.descriptor import descriptors
from culturedata.store.library import Library
from tests.cli.conftest import Run
from tests.importing.conftest import artwork


@pytest.fixture
def tate(run: Run, tmp_path: Path) -> Path:
    """A library with three synthetic artworks of tate."""
    given = tmp_path / "t.jsonl"
    given.write_text("".join(json.dumps(artwork(number)) + "\n" for number in (1, 2, 3)))
    assert run("import", "tate", given, "-L", tmp_path / "lib").code == 0
    return tmp_path / "lib"


class TestList:
    def test_everything_that_one_asks_before_importing(self, run: Run, tate: Path) -> None:
        found = {one["name"]: one for one in run("source", "list", "-L", tate, "--json").json}
        assert found.keys() == descriptors().keys()
        told = found["tate"]
        assert (told["domain"], told["licence"], told["key"], told["ways"]) == (["museum"], "CC0 1.0", None, ["file"])
        assert told["records_upstream"] == 72740
        assert (told["licence_fr"], found["movielens"]["licence_fr"][:10]) == (None, "conditions")
        assert (told["last_import"]["status"], told["last_import"]["works"]) == ("done", 3)
        assert found["met"]["last_import"] is None

    def test_as_a_table(self, run: Run, tate: Path) -> None:
        lines = run("source", "list", "-L", tate).lines
        [row] = [dict(zip(lines[0], line, strict=True)) for line in lines[1:] if line[0] == "tate"]
        assert row["records"] == "72,740"
        assert row["last import"].startswith("done 20")

    @pytest.mark.parametrize("name", descriptors())
    def test_each_says_against_what_it_was_checked(self, name: str) -> None:
        described = descriptors()[name]
        assert described.verified
        assert described.verified_fr
        assert described.ways


class TestShow:
    def test_licence_and_terms_in_both_languages(self, run: Run) -> None:
        told = run("source", "show", "vam", "--json").json
        lines = dict(run("source", "show", "vam").lines[1:])
        for name, said in (("licence", "non-commercial"), ("licence_fr", "usage non commercial"),
                           ("terms", "none is open"), ("terms_fr", "aucune n’est libre")):  # fmt: skip
            assert said in told[name]
            assert said in lines[name]


class TestFields:
    def test_where_each_field_goes_without_an_import(self, run: Run, tmp_path: Path) -> None:
        given = tmp_path / "t.jsonl"
        given.write_text(json.dumps(artwork(1)) + "\n")
        found = {one["field"]: one for one in run("source", "fields", "tate", given, "--json").json}
        assert found["title"] == {"field": "title", "columns": ["titles.text"], "records": 1, "ignored": False}
        assert not (tmp_path / "culture.db").exists()
        lines = {line[0]: line[1:] for line in run("source", "fields", "tate", given).lines}
        assert lines["title"] == ["titles.text", "1"]
        assert lines["contributorCount"] == ["ignored", "1"]


class TestRemove:
    def test_it_is_taken_out_whole(self, run: Run, tate: Path) -> None:
        said = run("source", "remove", "tate", "-L", tate, "--yes", "--json")
        assert said.code == 0
        assert said.json["source"] == "tate"
        assert (said.json["rows"]["culture.works"], said.json["rows"]["culture.imports"]) == (3, 1)
        with Library.open(tate) as library:
            assert library.culture.execute("SELECT count(*) FROM records").fetchone() == (0,)

    def test_without_a_yes_nothing_happens(self, run: Run, tate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
        said = run("source", "remove", "tate", "-L", tate)
        assert said.code == 2
        assert "nothing was taken out" in said.err
        with Library.open(tate) as library:
            assert library.culture.execute("SELECT count(*) FROM works").fetchone() == (3,)

    def test_one_that_is_not_there(self, run: Run, tate: Path) -> None:
        said = run("source", "remove", "tat", "-L", tate, "--yes", "--json")
        assert said.code == 2
        assert said.error["hint"] == "Did you mean 'tate'?"
