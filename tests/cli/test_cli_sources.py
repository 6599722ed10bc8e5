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
        assert (told["records_upstream"], told["records_read"]) == (72740, 72740)
        assert found["imdb"]["records_read"] == 0
        assert (told["licence_fr"], found["movielens"]["licence_fr"][:10]) == (None, "conditions")
        assert (told["last_import"]["status"], told["last_import"]["works"]) == ("done", 3)
        assert found["met"]["last_import"] is None

    def test_as_a_table(self, run: Run, tate: Path) -> None:
        lines = run("source", "list", "-L", tate).lines
        [row] = [dict(zip(lines[0], line, strict=True)) for line in lines[1:] if line[0] == "tate"]
        assert (row["records"], row["read"]) == ("72,740", "72,740")
        assert row["holds"] == "British art since 1500 and international modern art"
        assert all(dict(zip(lines[0], line, strict=True))["holds"] for line in lines[1:])
        assert row["last import"].startswith("done 20")

    @pytest.mark.parametrize("name", descriptors())
    def test_each_says_against_what_it_was_checked(self, name: str) -> None:
        described = descriptors()[name]
        assert described.verified
        assert described.verified_fr
        assert described.ways


class TestShow:
    def test_that_no_real_record_was_read_is_said_too(self, run: Run) -> None:
        """A nought is a number: it is not left out as what is empty is."""
        for name, number in (("imdb", 0), ("bokeh-films", 17_472)):
            assert run("source", "show", name, "--json").json["read"] == number
            assert dict(run("source", "show", name).lines[1:])["read"] == str(number)

    def test_licence_and_terms_in_both_languages(self, run: Run) -> None:
        told = run("source", "show", "vam", "--json").json
        lines = dict(run("source", "show", "vam").lines[1:])
        for name, said in (("licence", "non-commercial"), ("licence_fr", "usage non commercial"),
                           ("terms", "none is open"), ("terms_fr", "aucune n’est libre")):  # fmt: skip
            assert said in told[name]
            assert said in lines[name]

    def test_what_stands_in_another_thing_has_a_line_of_its_own(self, run: Run) -> None:
        lines = dict(run("source", "show", "tate").lines[1:])
        assert (lines["domain"], lines["ways"], lines["assertions.min.works"]) == ("museum", "file", "69202")
        assert not {"aliases", "assertions", "key", "options"} & lines.keys()


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

    def test_what_was_looked_at_and_what_is_left_out(self, run: Run, tmp_path: Path) -> None:
        """By hand: two works, one that says nothing but its number, two lines that are no JSON, one work too many."""
        given = tmp_path / "t.jsonl"
        lines = [json.dumps(artwork(1)), "no JSON", '{"acno": "A9"}', "nor this", json.dumps(artwork(2))]
        given.write_text("\n".join([*lines, json.dumps(artwork(3))]))
        said = run("source", "fields", "tate", given, "--records", 3)
        assert said.err.splitlines()[0] == (
            "3 records were looked at, 1 of them can't be read; "
            "2 rows are left out (not-json 2), the first at t.jsonl:2."
        )
        assert {line[0]: line[-1] for line in said.lines}["title"] == "2"
        assert run("source", "fields", "tate", given, "--records", 1).err.startswith("1 records were looked at.\n")

    def test_what_a_file_of_your_own_has_ignored(self, run: Run, tmp_path: Path) -> None:
        """A column with a point in its name, and whatever lies in an object; the key is ignored by nobody."""
        (tmp_path / "lib" / "catalogues").mkdir(parents=True)
        (tmp_path / "lib" / "catalogues" / "ours.yml").write_text(
            "title: Ours\ndomain: [museum]\nlicence: CC0 1.0\nreader: jsonl\n"
            'options: {mapping: {id: key, name: title}, ignored: ["shelf\\\\.no", store]}\n'
        )
        given = tmp_path / "ours.jsonl"
        row = {"id": 1, "name": "One", "shelf.no": "B2", "store": {"room": "3"}, "storey": "2"}
        given.write_text(json.dumps(row) + "\n")
        said = run("source", "fields", "ours", given, "-L", tmp_path / "lib")
        assert {line[0]: line[1] for line in said.lines[1:]} == {
            "id": "works.work_id", "name": "titles.text", "shelf.no": "ignored", "store.room": "ignored",
            "storey": "nothing here",
        }  # fmt: skip
        assert said.err.splitlines()[1] == "5 fields, 2 of them ignored."
        found = run("source", "fields", "ours", given, "-L", tmp_path / "lib", "--json").json
        assert [one["field"] for one in found if one["ignored"]] == ["shelf.no", "store.room"]


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
