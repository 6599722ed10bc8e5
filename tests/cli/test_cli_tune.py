"""tune: a table of the defaults beside the best, one JSON object, going on where it was stopped, and wrong words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from culturedata.store.catalogue.works import rows
from culturedata.store.library import Library
from tests.cli.conftest import Run
from tests.cli.test_cli_evaluate import rated  # noqa: F401  a fixture

ASKED = ("tune", "baseline", "--split", "random", "--search", "random")


def test_as_json_and_going_on(run: Run, rated: Path) -> None:  # noqa: F811
    first = run(*ASKED, "--budget", 2, "-L", rated, "--json").json
    assert [one["number"] for one in first["trials"]] == [0, 1]
    assert (first["recommender"], first["metric"], first["search"], first["resumed"]) == (
        "baseline",
        "rmse",
        "random",
        0,
    )
    again = run(*ASKED, "--budget", 4, "-L", rated, "--json").json
    assert (again["resumed"], again["trials"][:2]) == (2, first["trials"])
    assert again["best"]["figure"] == min(one["figure"] for one in again["trials"])
    assert {one["metric"] for one in again["measurements"]} == {"rmse"}
    assert set(again["best"]["options"]) == {"regularization_items", "regularization_users"}


def test_as_a_table(run: Run, rated: Path) -> None:  # noqa: F811
    said = run(*ASKED, "--budget", 6, "--keep", "-L", rated)
    assert said.lines[0] == [
        "", "regularization_items", "regularization_users", "rmse when tuning", "rmse on the test", "95% interval",
        "people",
    ]  # fmt: skip
    assert [line[0] for line in said.lines[1:]] == ["defaults", "tuned"]
    assert "it is the best of many" in said.err
    assert re.search(r"tuned less defaults, over \d+ people: [+-]\d\.\d{4}", said.err)
    with Library.open(rated) as library:
        kept = rows(library.audience, "SELECT DISTINCT config FROM measurements")
    assert len(kept) == 2


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["sdv"], "Did you mean 'svd'"),
        (["slope-one"], "slope-one has nothing to tune"),
        (["popular"], "popular predicts no ratings, so it has no rmse"),
        (["svd", "--metric", "rmsee"], "Did you mean 'rmse'"),
        (["svd", "--search", "baysian"], "Did you mean 'bayesian'"),
        (["svd", "--split", "folds"], "folds leave no test for the end"),
        (["svd", "--option", "factor=3"], "Did you mean 'factors'"),
    ],
)
def test_wrong_words(run: Run, rated: Path, asked: list[str], message: str) -> None:  # noqa: F811
    said = run("tune", *asked, "-L", rated)
    assert said.code == 2
    assert message in said.err


def test_without_the_package(run: Run, rated: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setitem(__import__("sys").modules, "optuna", None)
    said = run(*ASKED, "--budget", 2, "-L", rated)
    assert (said.code, said.err.splitlines()[-1]) == (
        2, "Error: tune needs the package optuna. Install it: pip install 'culturedata[tune]'."
    )  # fmt: skip
    with Library.open(rated) as library:
        assert rows(library.audience, "SELECT * FROM trials") == [], "it is told before the first trial"
