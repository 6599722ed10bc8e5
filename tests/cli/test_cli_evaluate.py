"""evaluate and metric list: the documented object, the table, where it comes from, and every wrong word."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from culturedata.evaluate.offline import METRICS
from culturedata.store.catalogue.works import rows
from culturedata.store.library import Library, transaction
from tests.cli.conftest import Run

DOCUMENTED = {"recommender", "metric", "mean", "low", "high", "users", "undefined", "split", "seed", "provenance"}
COLUMNS = ["recommender", "metric", "figure", "95 % interval", "people", "undefined", "split"]
SLATES = ["ndcg", "recall", "precision", "coverage", "gini"]


@pytest.fixture
def rated(folder: Path) -> Path:
    """The small library with eight more people, who rate its four films (synthetic): 25 ratings in all."""
    with Library.open(folder, write=True) as library, transaction(library.audience):
        db = library.audience
        for user in range(4, 12):
            db.execute("INSERT INTO users VALUES (?, ?, 'd', 'open')", [user, f"d:user:{user}"])
            for place in range(4 if user % 2 else 1):
                values = [user, 1 + (user + place) % 4, 1 + (user * 3 + place) % 5, 1_100_000_000 + user * 10 + place]
                db.execute(
                    "INSERT INTO ratings (user, item, value, at, source, provenance) VALUES (?, ?, ?, ?, 'd', 'open')",
                    values,
                )
    return folder


def test_evaluate_as_json_is_the_documented_object(run: Run, rated: Path) -> None:
    said = run("evaluate", "popular", "baseline", "-L", rated, "--json")
    assert said.code == 0
    assert list(said.json) == ["measurements"]
    measured = said.json["measurements"]
    assert [(one["recommender"], one["metric"]) for one in measured] == [
        ("baseline", "rmse"), ("baseline", "mae"),
        *(("popular", metric) for metric in SLATES), *(("baseline", metric) for metric in SLATES),
    ]  # fmt: skip
    for one in measured:
        assert set(one) >= DOCUMENTED
        assert (one["provenance"], one["dataset"], one["seed"]) == ("open", "Sample ratings", 0)
    assert measured[0]["split"] == "5 random folds"
    assert (measured[0]["users"], measured[0]["undefined"], measured[0]["k"]) == (11, 0, None)
    assert measured[0]["low"] < measured[0]["mean"] < measured[0]["high"]
    assert measured[2]["split"] == "by time, last 20% per user"
    assert (measured[2]["users"] + measured[2]["undefined"], measured[2]["k"]) == (6, 10)


def test_the_json_is_strict(run: Run, folder: Path) -> None:
    """Where nothing can be counted there is null, never NaN, and nothing else stands on standard output."""
    said = run("evaluate", "popular", "baseline", "-L", folder, "--json", "--folds", 2)

    def refuse(constant: str) -> float:
        raise AssertionError(constant)

    measured = json.loads(said.out, parse_constant=refuse)["measurements"]
    assert {one["metric"] for one in measured} == {"rmse", "mae", *SLATES}
    undefined = [one for one in measured if one["users"] == 0]
    assert undefined
    assert {(one["mean"], one["low"], one["high"], one["undefined"]) for one in undefined} == {(None, None, None, 2)}


def test_evaluate_as_a_table_says_where_the_ratings_come_from(run: Run, rated: Path) -> None:
    said = run("evaluate", "popular", "baseline", "-L", rated)
    assert said.lines[0] == COLUMNS
    named = [line[1] for line in said.lines[1:]]
    assert named == ["rmse", "mae", *[f"{metric}@10" for metric in SLATES] * 2]
    of_json = run("evaluate", "popular", "baseline", "-L", rated, "--json").json["measurements"]
    for line, one in zip(said.lines[1:], of_json, strict=True):
        assert line[2] == ("undefined" if one["mean"] is None else f"{one['mean']:.4f}")
        assert line[3] == ("" if one["low"] is None else f"{one['low']:.4f}–{one['high']:.4f}")
        assert line[4:] == [str(one["users"]), str(one["undefined"]), one["split"]]
    told = r"(\d+) ratings of Sample ratings \(open, CC0 1\.0\), seed 0, \d{4}-\d\d-\d\d"
    found = next(filter(None, (re.fullmatch(told, line) for line in said.err.splitlines())))
    with Library.open(rated) as library:
        assert rows(library.audience, "SELECT count(*) AS n FROM ratings") == [{"n": int(found[1])}]


def test_simulated_ratings_are_called_so(run: Run, rated: Path) -> None:
    with Library.open(rated, write=True) as library, transaction(library.culture):
        library.culture.execute("UPDATE sources SET provenance = 'simulated' WHERE source = 'd'")
    said = run("evaluate", "popular", "--split", "time", "-L", rated)
    assert "ratings of Sample ratings (simulated, CC0 1.0), seed 0" in said.err
    measured = run("evaluate", "popular", "--split", "time", "-L", rated, "--json").json["measurements"]
    assert {one["provenance"] for one in measured} == {"simulated"}


def test_folds_slates_and_seed_are_chosen(run: Run, rated: Path) -> None:
    said = run("evaluate", "baseline", "--split", "folds", "--folds", 3, "--seed", 4, "-L", rated, "--json").json
    assert [(one["metric"], one["split"], one["seed"]) for one in said["measurements"]] == [
        ("rmse", "3 random folds", 4), ("mae", "3 random folds", 4),
    ]  # fmt: skip
    said = run("evaluate", "baseline", "--split", "time", "-k", 2, "-L", rated, "--json").json
    assert {(one["k"], one["split"]) for one in said["measurements"]} == {(2, "by time, last 20% per user")}


def test_options_are_judged_and_kept(run: Run, rated: Path) -> None:
    """What was judged is what `train --option` makes."""
    plain, heavy = (
        run("evaluate", "popular", "--split", "time", "-L", rated, "--keep", "--json", *options).json["measurements"]
        for options in ((), ("--option", "by=plays"))
    )
    assert [one["metric"] for one in plain] == [one["metric"] for one in heavy]
    with Library.open(rated) as library:
        kept = {row[0] for row in library.audience.execute("SELECT config FROM measurements")}
    assert {json.loads(config)["by"] for config in kept} == {"bayesian-mean", "plays"}
    assert run("evaluate", "popular", "--option", "nope=1", "-L", rated).code == 2


def test_what_predicts_no_ratings_is_told(run: Run, rated: Path) -> None:
    said = run("evaluate", "popular", "--split", "folds", "-L", rated)
    assert (said.code, said.lines) == (0, [COLUMNS])
    assert said.err.startswith("popular: it ranks works and predicts no ratings, so it has no RMSE or MAE\n")


def test_figures_are_kept_with_their_config_if_asked(run: Run, rated: Path) -> None:
    run("evaluate", "popular", "--split", "time", "-L", rated)
    with Library.open(rated) as library:
        assert rows(library.audience, "SELECT * FROM measurements") == []
    run("evaluate", "popular", "baseline", "-L", rated, "--keep")
    said = run("evaluate", "popular", "baseline", "-L", rated, "--keep", "--json").json["measurements"]
    with Library.open(rated) as library:
        kept = rows(library.audience, "SELECT * FROM measurements ORDER BY measurement_id")
    assert {row["recommender"]: json.loads(row["config"]) for row in kept} == {
        "popular": {"by": "bayesian-mean", "weight": 25.0},
        "baseline": {
            "method": "als",
            "epochs": None,
            "regularization_items": 10.0,
            "regularization_users": 15.0,
            "regularization": 0.02,
            "learning_rate": 0.005,
        },
    }
    shared = ("recommender", "metric", "mean", "low", "high", "users", "undefined", "split", "k", "seed", "dataset")
    assert sorted([str([row[c] for c in shared]) for row in kept]) == sorted(
        [str([one[c] for c in shared]) for one in said]
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["populr"], "no recommender named 'populr'. Did you mean 'popular'?"),
        (["popular", "basline"], "no recommender named 'basline'. Did you mean 'baseline'?"),
        (["popular", "--split", "tim"], "no split named 'tim'. Did you mean 'time'?"),
        (["baseline", "--folds", "9"],
         "5 ratings can't be cut in 9 folds. There must be at least 2 folds, and a rating for each."),
    ],
)  # fmt: skip
def test_wrong_words(run: Run, folder: Path, arguments: list[str], message: str) -> None:
    said = run("evaluate", *arguments, "-L", folder)
    assert (said.code, said.out, said.err) == (2, "", f"Error: {message}\n")


def test_a_wrong_word_as_json(run: Run, folder: Path) -> None:
    said = run("evaluate", "populr", "-L", folder, "--json")
    assert (said.code, said.out) == (2, "")
    assert said.error == {
        "code": "unknown-name", "message": "no recommender named 'populr'.", "hint": "Did you mean 'popular'?",
    }  # fmt: skip


def test_no_ratings_and_no_library(run: Run, folder: Path, tmp_path: Path) -> None:
    said = run("evaluate", "popular", "--domain", "music", "-L", folder, "--json")
    assert (said.code, said.error["code"]) == (1, "model")
    assert said.error["message"] == f"there are no ratings of music in {folder}."
    said = run("evaluate", "popular", "-L", tmp_path / "nowhere", "--json")
    assert (said.code, said.error["code"]) == (1, "library-missing")


def test_metric_list(run: Run) -> None:
    said = run("metric", "list")
    members = METRICS.members()
    assert said.lines == [["metric", ""], *([name, member.summary] for name, member in members.items())]
    assert run("metric", "list", "--json").json == [
        {"name": name, "title": member.summary} for name, member in members.items()
    ]
