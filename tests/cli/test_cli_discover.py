"""The command `discover`: one person, everybody, somebody unknown, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from culturedata.benchmarks.recommending import _rated
from culturedata.store.library import Library
from tests.cli.conftest import Run


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("discover") / "library"
    _rated.make(folder, 1_500)
    return folder


def test_a_list_for_a_person_and_the_same_again(run: Run, rated: Path) -> None:
    assert run("train", "discover", "--option", "by=ease", "-L", rated).code == 0
    asked = ("discover", "3", "--week", "2026-W48", "-n", "5", "-L", rated)
    said = run(*asked, "--json").json
    assert (said["recommender"], said["provenance"], len(said["items"])) == ("discover", "open", 5)
    assert said["rerankers"] == ["mmr", "at-most"]
    assert all(item["reasons"][-1]["text"] for item in said["items"])
    assert run(*asked, "--json").json["items"] == said["items"]
    french = run(*asked, "--lang", "fr")
    assert french.err.startswith("Découvertes de la semaine 2026-W48.\n")
    assert french.lines[0] == ["", "œuvre", "titre", "score", "raison"]
    later = run("discover", "3", "--week", "2026-W49", "-n", "5", "-L", rated, "--json").json
    assert {one["item"] for one in later["items"]}.isdisjoint(one["item"] for one in said["items"])


def test_what_was_rated_since_is_left_out_and_counted(run: Run, rated: Path) -> None:
    with Library.open(rated) as library:
        [(number, name)] = library.audience.execute("SELECT user, user_id FROM users ORDER BY user LIMIT 1").fetchall()
    asked = ("discover", name, "--week", "2026-W20", "-n", "4", "-L", rated)
    run("train", "discover", "--option", "by=ease", "-L", rated)
    first = [one["item"] for one in run(*asked, "--json").json["items"]]
    with Library.open(rated, write=True) as library:
        library.audience.execute(
            """INSERT INTO ratings (user, item, value, at, source, provenance)
               SELECT ?, item, 4, 0, 'movielens', 'open' FROM items WHERE item_id = ?""",
            [number, first[1]],
        )
    run("train", "discover", "--option", "by=ease", "-L", rated)
    said = run(*asked, "--json")
    assert [one["item"] for one in said.json["items"]] == [first[0], *first[2:]]
    assert "Works of the kept list that were rated since, left out: 1." in said.err
    assert "laissées de côté les œuvres notées depuis\u00a0: 1." in run(*asked, "--lang", "fr").err


def test_everybody(run: Run, rated: Path) -> None:
    run("train", "discover", "--option", "by=ease", "-L", rated)
    said = run("discover", "--everybody", "--week", "2026-W40", "-n", "3", "-L", rated, "--json").json
    assert said["week"] == "2026-W40"
    assert said["lists"] > 1
    assert run("discover", "--everybody", "-n", "1", "-L", rated).err.endswith(" people.\n")


def test_somebody_unknown(run: Run, rated: Path) -> None:
    run("train", "discover", "--option", "by=ease", "-L", rated)
    said = run("discover", "nobody at all", "-n", "2", "-L", rated)
    assert said.code == 0
    assert "Nobody here is called 'nobody at all'" in said.err


@pytest.mark.parametrize("asked", [(), ("3", "--everybody")])
def test_for_whom_must_be_said(run: Run, rated: Path, asked: tuple[str, ...]) -> None:
    said = run("discover", *asked, "-L", rated)
    assert (said.code, said.err.splitlines()[-1]) == (
        2, "Error: say for whom: a person, or --everybody. For example: culturedata discover 1."
    )  # fmt: skip


def test_what_is_no_week(run: Run, rated: Path) -> None:
    run("train", "discover", "--option", "by=ease", "-L", rated)
    said = run("discover", "3", "--week", "2026-99", "-L", rated)
    assert (said.code, "is no week" in said.err) == (2, True)
