"""search and show: for people, in a pipe and for machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from culturedata.store.library import Library
from tests.cli.conftest import Run

HIT = {"item", "title", "domain", "makers", "date", "score", "snippet"}


def test_search_in_a_pipe(run: Run, folder: Path) -> None:
    said = run("search", "monet", "-L", folder)
    assert said.code == 0
    assert said.lines == [
        ["item", "title", "maker", "year", "domain"],
        ["a:4", "Nymphéas", "Claude Monet", "1906", "museum"],
        ["a:2", "Impression, soleil levant", "Claude Monet", "1872", "museum"],
    ]
    assert said.err == "2 of 2 works.\n"


def test_search_as_json(run: Run, folder: Path) -> None:
    said = run("search", "nympheas", "-L", folder, "--json")
    found = said.json
    assert said.err == ""
    assert (found["total"], found["corrected"]) == (1, {})
    (hit,) = found["items"]
    assert set(hit) >= HIT
    assert {key: hit[key] for key in ("item", "title", "domain", "makers", "date")} == {
        "item": "a:4", "title": "Nymphéas", "domain": "museum", "makers": ["Claude Monet"], "date": 1906,
    }  # fmt: skip
    assert hit["score"] > 0
    assert "[Nymphéas]" in hit["snippet"]


def test_search_says_how_it_read_a_typo(run: Run, folder: Path) -> None:
    said = run("search", "Monnet", "-L", folder)
    assert "Nothing is called «monnet»: read as «monet».\n" in said.err
    assert len(said.lines) == 3
    assert run("search", "Monnet", "-L", folder, "--json").json["corrected"] == {"monnet": "monet"}


def test_titles_and_words_in_a_language(run: Run, folder: Path) -> None:
    """Where a work has a title in it; others keep their own."""
    english = run("search", "monet", "-L", folder, "--lang", "en")
    assert [line[1] for line in english.lines[1:]] == ["Water Lilies", "Impression, Sunrise"]
    (hit,) = run("search", "nympheas", "-L", folder, "--lang", "en", "--json").json["items"]
    assert hit["title"] == "Water Lilies"
    assert [line[1] for line in run("search", "göttingen", "-L", folder, "--lang", "en").lines[1:]] == ["Göttingen"]
    shown = run("show", "a:2", "-L", folder, "--lang", "fr").lines
    assert ["title", "Impression, soleil levant"] in shown
    assert ["material", "huile"] in shown
    assert ["similar", "Nymphéas (a:4, 0.90)"] in shown
    assert ["similar", "Water Lilies (a:4, 0.90)"] in run("show", "a:2", "-L", folder, "--lang", "en").lines
    near = run("similar", "a:2", "-L", folder, "--lang", "en", "--json").json
    assert [item["title"] for item in near["items"]] == ["Water Lilies", "The Cradle"]
    assert run("search", "monet", "-L", folder, "--lang", "de").code == 2


@pytest.mark.parametrize(
    ("options", "items"),
    [
        (["--domain", "museum", "--decade", "1870"], {"a:2", "a:3"}),
        (["--source", "b"], {"b:1", "b:2", "b:3"}),
        (["--open-image"], {"a:2", "a:4"}),
        (["--facet", "genre:orchestral"], {"b:3"}),
        (["--facet", "orchestral"], {"b:3"}),
        (["--facet", "subject:actions: looking"], {"a:1"}),
        (["--facet", "actions: looking"], {"a:1"}),
        (["--facet", "impressionism", "--limit", "2"], {"a:2", "a:3"}),
        (["--domain", "music", "--decade", "1870"], set()),
    ],
)
def test_search_filters(run: Run, folder: Path, options: list[str], items: set[str]) -> None:
    """A colon may stand in a label, as in Tate's."""
    with Library.open(folder, write=True) as library:
        library.culture.execute(
            "INSERT INTO terms VALUES ('a:term:x', 'actions: looking', 'subject', NULL, NULL, NULL, 'a')"
        )
        library.culture.execute("INSERT INTO work_terms VALUES ('a:1', 'subject', 'a:term:x')")
    assert {hit["item"] for hit in run("search", "", "-L", folder, "--json", *options).json["items"]} == items


def test_search_for_nothing_known(run: Run, folder: Path) -> None:
    said = run("search", "xqzwvjk", "-L", folder)
    assert (said.code, len(said.lines), said.err) == (0, 1, "0 of 0 works.\n")


def test_search_in_an_unknown_domain(run: Run, folder: Path) -> None:
    said = run("search", "monet", "--domain", "museums", "-L", folder)
    assert (said.code, said.out, said.err) == (2, "", "Error: no domain named 'museums'. Did you mean 'museum'?\n")


def test_the_library_from_the_environment(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CULTUREDATA_LIBRARY", str(folder))
    assert len(run("search", "monet").lines) == 3


def test_the_library_in_the_current_folder(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert len(run("search", "monet").lines) == 3


def test_show_as_json(run: Run, folder: Path) -> None:
    whole = run("show", "a:2", "-L", folder, "--json").json
    assert set(whole) >= {
        "work_id", "title", "domain", "source", "titles", "credits", "dates", "terms", "texts", "images", "rights",
        "dimensions", "holdings", "measures", "relations", "identifiers", "similar", "also_known_as",
        "source_described",
    }  # fmt: skip
    assert whole["title"] == "Impression, soleil levant"
    assert [title["text"] for title in whole["titles"]] == ["Impression, soleil levant", "Impression, Sunrise"]
    assert [(c["name"], c["role"], c["born"], c["died"]) for c in whole["credits"]] == [
        ("Claude Monet", "artist", 1840, 1926)
    ]
    assert [(row["rank"], row["item"]) for row in whole["similar"]] == [(1, "a:4"), (2, "a:3")]
    assert whole["similar"][0]["reasons"][0]["terms"] == ["oil"]


def test_show_for_people(run: Run, folder: Path) -> None:
    lines = [tuple(line) for line in run("show", "a:2", "-L", folder).lines]
    assert lines[0] == ("field", "value")
    for line in (("title (en)", "Impression, Sunrise"), ("artist", "Claude Monet (1840–1926)"), ("created", "1872"),
                 ("material", "oil"), ("rights in the work", "life plus seventy years")):  # fmt: skip
        assert line in lines


def test_show_prints_sizes_with_part_and_unit_and_figures_with_theirs(run: Run, folder: Path) -> None:
    with Library.open(folder, write=True) as library:
        db = library.culture
        sizes = [
            ("canvas", "height", 1988, "mm", "1988"), ("frame", "height", 2010.5, "mm", None),
            (None, "width", 3, None, None), (None, "text", None, None, "3 x 4"), ("Sheet", "shape", None, None, "oval"),
            ("Length", "length", 2, "m", None),
        ]  # fmt: skip
        for n, size in enumerate(sizes, 1):
            db.execute("INSERT INTO dimensions VALUES ('a:2', ?, ?, ?, ?, ?, ?)", [n, *size])
        for kind, value, unit in (
            ("rank", 164, "none"), ("colour grey", 1, "share"), ("box office", 12345678, "USD"),
            ("page views", 5, "views"),
        ):  # fmt: skip
            db.execute("INSERT INTO measures VALUES ('a:2', ?, ?, ?, NULL)", [kind, value, unit])
    lines = run("show", "a:2", "-L", folder).lines
    assert [text for field, text in lines if field == "size"] == [
        "canvas, height 1988 mm", "frame, height 2010.5 mm", "width 3", "3 x 4", "Sheet, shape oval", "length 2 m",
    ]  # fmt: skip
    for line in (["rank", "164"], ["colour grey", "100%"], ["box office", "12345678 USD"], ["page views", "5"]):
        assert line in lines


def test_show_does_not_take_a_donor_for_the_keeper(run: Run, folder: Path) -> None:
    with Library.open(folder, write=True) as library:
        library.culture.execute("DELETE FROM holdings WHERE work_id = 'a:2'")
        library.culture.executemany(
            "INSERT INTO holdings (work_id, position, kind, name, inventory, credit_line)"
            " VALUES ('a:2', ?, ?, ?, ?, ?)",
            [(1, "keeper", None, None, "Gift of A. Person"), (2, "owner", "A Museum", "12", None)],
        )
    lines = run("show", "a:2", "-L", folder).lines
    assert ["credit line", "Gift of A. Person"] in lines
    assert ["owner", "A Museum, 12"] in lines
    assert "keeper" not in {line[0] for line in lines}


def test_show_calls_an_inventory_number_without_a_keeper_one(run: Run, folder: Path) -> None:
    with Library.open(folder, write=True) as library:
        library.culture.execute("DELETE FROM holdings WHERE work_id = 'a:2'")
        library.culture.execute(
            "INSERT INTO holdings (work_id, position, kind, inventory) VALUES ('a:2', 1, 'keeper', 'A.2')"
        )
    lines = run("show", "a:2", "-L", folder).lines
    assert ["inventory number", "A.2"] in lines
    assert "keeper" not in {line[0] for line in lines}


def test_show_says_what_is_linked(run: Run, folder: Path) -> None:
    assert ["linked from", "d:9"] in run("show", "c:1", "-L", folder).lines


def test_show_raw_is_the_record_and_nothing_else(run: Run, folder: Path) -> None:
    said = run("show", "a:2", "--raw", "-L", folder)
    assert json.loads(said.out) == {"id": "a:2", "title": "Impression, soleil levant"}
    assert said.err == ""


def test_show_an_unknown_work(run: Run, folder: Path) -> None:
    said = run("show", "a:99", "-L", folder)
    assert (said.code, said.out) == (2, "")
    assert said.err == "Error: there is no work 'a:99'. Find one: culturedata search TEXT.\n"
    told = run("show", "a:99", "-L", folder, "--json")
    assert (told.code, told.out) == (2, "")
    assert told.error == {
        "code": "usage", "message": "there is no work 'a:99'.", "hint": "Find one: culturedata search TEXT.",
    }  # fmt: skip


def test_a_pipe_that_is_closed_is_no_error(process: Run, folder: Path) -> None:
    import subprocess
    import sys

    code = "from culturedata.cli.main import run; run()"
    shell = f'"{sys.executable}" -c "{code}" search "" --limit 1000 --json -L "{folder}" | head -n 1'
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {shell}"], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("{\n", "")
    assert done.returncode == 0
