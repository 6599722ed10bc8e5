"""prize: the quiz for all to see, the hidden half only when asked for, and every wrong word."""

from __future__ import annotations

from pathlib import Path

import pytest

from culturedata.store.catalogue.works import rows
from culturedata.store.library import Library
from tests.cli.conftest import Run
from tests.cli.test_cli_evaluate import rated  # noqa: F401  a fixture


def test_the_hidden_half_stays_hidden(run: Run, rated: Path) -> None:  # noqa: F811
    said = run("prize", "svd", "-L", rated)
    assert said.code == 0
    assert said.lines[0][:4] == ["", "recommender", "RMSE on the quiz", "95% interval"]
    assert {line[1] for line in said.lines[1:]} == {"svd", "baseline", "blend"}
    assert "test" not in said.out
    assert "The million asks for" in said.err
    assert "on the quiz" in said.err
    shown = run("prize", "svd", "-L", rated, "--reveal")
    assert "RMSE on the hidden test" in shown.out
    assert "on the test" in shown.err


def test_as_json(run: Run, rated: Path) -> None:  # noqa: F811
    said = run("prize", "svd", "--protocol", "folds", "--folds", 3, "-L", rated, "--json").json
    assert said["protocol"] == "3 random folds"
    assert set(said["million"]) == {"quiz"}
    assert all("test" not in one and set(one["improvement"]) == {"quiz"} for one in said["standings"])
    shown = run("prize", "svd", "--protocol", "folds", "--folds", 3, "-L", rated, "--json", "--reveal").json
    assert set(shown["million"]) == {"quiz", "test"}
    assert [one["quiz"] for one in shown["standings"]] == [one["quiz"] for one in said["standings"]]


def test_who_was_told_the_time_is_said(run: Run, rated: Path) -> None:  # noqa: F811
    told, untold = run("prize", "time", "-L", rated), run("prize", "time", "-L", rated, "--no-own-time", "--json")
    assert "time: told when each rating was given; --no-own-time measures what is predicted without." in told.err
    assert untold.json["protocol"] == "last 9 of each person, times untold"
    assert "told" not in run("prize", "svd", "-L", rated).err
    assert "time: not told when each rating was given." in run("prize", "time", "-L", rated, "--no-own-time").err


def test_both_halves_are_kept(run: Run, rated: Path) -> None:  # noqa: F811
    run("prize", "svd", "-L", rated)
    with Library.open(rated) as library:
        assert rows(library.audience, "SELECT * FROM measurements") == []
    assert run("prize", "svd", "-L", rated, "--keep").code == 0
    with Library.open(rated) as library:
        kept = rows(library.audience, "SELECT recommender, split, metric FROM measurements ORDER BY 1, 2")
    assert len(kept) == 6
    assert {row["split"] for row in kept} == {
        "prize, last 9 of each person: quiz", "prize, last 9 of each person: test"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["popular"], "popular ranks works and predicts no ratings"),
        (["sdv"], "Did you mean 'svd'"),
        (["svd", "--protocol", "lasts"], "Did you mean 'last'"),
    ],
)
def test_wrong_words(run: Run, rated: Path, asked: list[str], message: str) -> None:  # noqa: F811
    said = run("prize", *asked, "-L", rated)
    assert said.code == 2
    assert message in said.err
