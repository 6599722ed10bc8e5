"""The home page on the command line: rows for a stranger and for somebody known, what is explained, wrong words."""

from __future__ import annotations

from pathlib import Path

import pytest

from culturedata.recommend.rows._seam import ROWS
from culturedata.store.library import Library, transaction
from culturedata.store.people import pages
from culturedata.workflow.train import train
from tests.cli.conftest import Run


@pytest.fixture
def trained(folder: Path) -> Path:
    """The small library with a recommender trained."""
    with Library.open(folder, write=True) as library:
        train(library, "popular")
    return folder


def works(said: dict) -> list[str]:  # type: ignore[type-arg]
    return [one["item"] for row in said["rows"] for one in row["items"]]


def test_a_stranger(run: Run, folder: Path) -> None:
    said = run("home", "-L", folder, "--json").json
    assert (said["user"], said["strategy"]) == (None, "page")
    assert said["made_of"] == [
        {"domain": "film", "dataset": "Sample ratings", "provenance": "open", "recommender": None}
    ]
    assert said["shape"] == {"rows": 8, "columns": 7, "least": 3}
    assert len(set(works(said))) == len(works(said)) >= 6
    assert all(row["kind"] in ROWS.members() and row["text"] and row["pool"] >= 3 for row in said["rows"])
    assert sum(row["worth"]["added"] for row in said["rows"]) == pytest.approx(said["value"])
    assert {row["domain"] for row in said["rows"]} == {"museum", "film"}, "three pieces of music share nothing"


def test_somebody_known_sees_nothing_seen(run: Run, trained: Path) -> None:
    """1 rated d:9 (Heat, shown as c:1) and c:2: what is left of films are two works, no row."""
    said = run("home", "1", "-L", trained, "--json").json
    assert said["user"] == "1"
    assert [one["recommender"] for one in said["made_of"]] == ["popular"]
    assert not {"c:1", "c:2", "d:9"} & set(works(said))
    assert "film" not in {row["domain"] for row in said["rows"]}


def test_who_is_not_known_is_told_so(run: Run, folder: Path) -> None:
    said = run("home", "nobody", "-L", folder)
    assert said.err.startswith("Nobody here is called 'nobody'")
    assert said.lines[0] == ["", "row", "works"]
    assert said.lines[1:] == run("home", "-L", folder).lines[1:]


def test_what_rows_are_made_of(run: Run, folder: Path) -> None:
    said = run("home", "--explain", "--rows", "2", "-L", folder)
    heads = said.lines.index(["", "kind", "pool", "alone at the top", "adds found", "adds spread", "adds"])
    assert heads == 3
    assert "candidate rows (" in said.err
    assert "Value of the page: 0." in said.err
    assert "Films: Sample ratings (open), order: popularity." in said.err


def test_in_french(run: Run, folder: Path) -> None:
    said = run("home", "--explain", "--lang", "fr", "--domain", "museum", "-L", folder)
    assert said.lines[0] == ["", "rangée", "œuvres"]
    assert "Valeur de la page\u00a0: 0," in said.err
    assert "ordre\u00a0: " in run("home", "1", "--explain", "--lang", "fr", "-L", folder).err
    assert {"Matière\u00a0: huile", "Mouvement\u00a0: impressionnisme"} & {
        line[1] for line in said.lines if len(line) > 1
    }


def test_one_domain_a_device_and_a_strategy(run: Run, folder: Path) -> None:
    for strategy in ("template", "independent", "stagewise", "page"):
        said = run(
            "home", "--domain", "museum", "--device", "phone", "--strategy", strategy, "-L", folder, "--json"
        ).json
        assert {row["domain"] for row in said["rows"]} == {"museum"}
        assert all(len(row["items"]) == 3 for row in said["rows"])
    narrow = run("home", "--columns", "2", "--rows", "1", "-L", folder, "--json").json
    assert [len(row["items"]) for row in narrow["rows"]] == [2]


def test_the_same_seed_gives_the_same_page(run: Run, folder: Path) -> None:
    one, again = (run("home", "--freshness", "1", "--seed", "3", "-L", folder, "--json").json for _ in range(2))
    assert one == again


def test_a_list_chosen_by_hand(run: Run, folder: Path) -> None:
    lines = ("row,title_fr,title_en,work", "sea,La mer,The sea,a:2", "sea,,,b:3", "sea,,,a:4", "sea,,,gone:1")
    (folder / "rows.csv").write_text("\n".join(lines), encoding="utf-8")
    said = run("home", "--strategy", "template", "-L", folder, "--json").json["rows"][0]
    assert (said["kind"], said["text"], said["domain"]) == ("editorial", "The sea", None)
    assert [one["item"] for one in said["items"]] == ["a:2", "b:3", "a:4"]
    assert "La mer" in run("home", "--strategy", "template", "--lang", "fr", "-L", folder).out
    (folder / "rows.csv").write_text("row,work\n", encoding="utf-8")
    wrong = run("home", "-L", folder)
    assert wrong.code == 2
    assert "has no column 'title_fr'" in wrong.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--device", "fone"), "no device named 'fone'. Did you mean 'phone'?"),
        (("--strategy", "pages"), "no strategy named 'pages'. Did you mean 'page'?"),
        (("--recommender", "populr"), "no recommender named 'populr'. Did you mean 'popular'?"),
        (("--domain", "flim"), "no domain named 'flim'"),
    ],
)
def test_wrong_words(run: Run, folder: Path, arguments: tuple[str, ...], said: str) -> None:
    wrong = run("home", *arguments, "-L", folder)
    assert wrong.code == 2
    assert said in wrong.err


def test_an_empty_library(run: Run, tmp_path: Path) -> None:
    with Library.open(tmp_path / "empty", create=True):
        pass
    said = run("home", "-L", tmp_path / "empty", "--explain")
    assert said.code == 0
    assert "No row has enough works: import a catalogue first." in said.err


def test_pages_are_judged(run: Run, trained: Path) -> None:
    """Nobody liked anything later, then somebody does: too little for rows, enough for the command."""
    asked = ("evaluate-page", "-r", "popular", "--people", "5", "-L", trained)
    nothing = run(*asked)
    assert nothing.code == 2
    assert "nobody rated anything well in the later part" in nothing.err
    with Library.open(trained, write=True) as library, transaction(library.audience):
        library.audience.execute(
            "INSERT INTO ratings (user, item, value, at, source, provenance)"
            " SELECT 1, item, 5, 2000000000, 'd', 'open' FROM items WHERE item_id = 'c:4'"
        )
    said = run(*asked, "--json").json
    strategies = {one["strategy"] for one in said["measurements"]}
    assert strategies == {"ranking", "template", "independent", "stagewise", "page"}
    assert {one["recommender"] for one in said["measurements"]} == {"popular"}
    assert {"recall@8x7", "page value", "novelty"} <= set(said["differences"])
    table = run(*asked)
    assert table.lines[0] == ["strategy", "metric", "figure", "95% interval", "people", "undefined"]
    assert "Pages of 8 rows and 7 columns by popular; Sample ratings (open)" in table.err
    some = run(*asked, "--strategy", "stagewise")
    assert {line[0] for line in some.lines[1:]} == {"stagewise"}, "no pairs to compare, no second table"
    assert some.lines[1:] == [line for line in table.lines if line[0] == "stagewise"], "the same figures as among all"
    wrong = run(*asked, "--strategy", "greedy")
    assert wrong.code == 2
    assert "no strategy named 'greedy'" in wrong.err


def test_a_page_is_kept_in_place_of_the_one_before(run: Run, trained: Path) -> None:
    for strategy in ("page", "template", "page"):
        said = run("home", "1", "--keep", "--strategy", strategy, "-L", trained)
        assert said.code == 0
        assert "Kept: culturedata serve shows it at /home/1." in said.err
    assert "shows it at /home.\n" in run("home", "--keep", "-L", trained).err
    with Library.open(trained) as library:
        found = pages.kept(library.audience, 1)
        assert [one["strategy"] for one in found] == ["page", "template"]
        assert len(pages.kept(library.audience, None)) == 1
    shown = run("home", "1", "-L", trained, "--json").json
    assert [row["works"] for row in found[0]["rows"]] == [[one["item"] for one in r["items"]] for r in shown["rows"]]
    assert found[0]["value"] == pytest.approx(shown["value"])
    assert found[0]["weights"] == shown["weights"]
    assert {kind: possible for kind, (possible, _) in found[0]["pool"].items()} == shown["candidates"]
    assert sum(compared for _, compared in found[0]["pool"].values()) == shown["compared"]


def test_all_strategies_in_one_go(run: Run, trained: Path) -> None:
    """Each as if it was asked for alone; kept together, the usual one last."""
    names = ["template", "independent", "stagewise", "page"]
    said = run("home", "1", "--strategy", "all", "--keep", "-L", trained, "--json")
    assert [one["strategy"] for one in said.json] == names
    assert said.err.count("shows it at /home/1.") == 1
    for one in said.json:
        assert one == run("home", "1", "--strategy", one["strategy"], "-L", trained, "--json").json
    with Library.open(trained) as library:
        found = pages.kept(library.audience, 1)
        assert [one["strategy"] for one in found] == names[::-1]
        for one, shown in zip(found, said.json[::-1], strict=True):
            kept = [{name: row[name] for name in ("alone", "found", "spread", "added")} for row in one["rows"]]
            assert kept == [pytest.approx(row["worth"]) for row in shown["rows"]]
    told = run("home", "1", "--strategy", "all", "-L", trained)
    assert [line[0] for line in told.lines if line[0] in names] == names
