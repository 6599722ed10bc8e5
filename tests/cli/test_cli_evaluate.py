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
COLUMNS = ["recommender", "metric", "figure", "95% interval", "people", "undefined", "split"]
RATINGS = ["rmse", "mae"]
SLATES = ["ndcg", "recall", "precision", "hit-rate", "coverage", "gini", "diversity", "novelty"]


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


def test_who_was_told_the_time_is_said(run: Run, rated: Path) -> None:
    asked = ("evaluate", "time", "baseline", "--split", "random", "--metric", "rmse", "-L", rated)
    assert "time: told when each rating was given; --no-own-time measures" in run(*asked).err
    assert "time: not told when each rating was given." in run(*asked, "--no-own-time").err
    splits = [run(*asked, *more, "--json").json["measurements"][0]["split"] for more in ((), ("--no-own-time",))]
    assert splits == ["random 20%", "random 20%, times untold"]
    assert "told when" not in run(*asked[:1], *asked[2:]).err


def test_evaluate_as_json_is_the_documented_object(run: Run, rated: Path) -> None:
    said = run("evaluate", "popular", "baseline", "-L", rated, "--json")
    assert said.code == 0
    assert list(said.json) == ["measurements", "differences", "costs", "curve", "groups"]
    assert (said.json["differences"], said.json["curve"]) == ([], [])
    measured = said.json["measurements"]
    assert [(one["recommender"], one["metric"]) for one in measured] == [
        *(("baseline", metric) for metric in RATINGS),
        *(("popular", metric) for metric in SLATES), *(("baseline", metric) for metric in (*RATINGS, *SLATES)),
    ]  # fmt: skip
    for one in measured:
        assert set(one) >= DOCUMENTED
        assert (one["provenance"], one["dataset"], one["seed"]) == ("open", "Sample ratings", 0)
    assert measured[0]["split"] == "5 random folds"
    assert (measured[0]["users"], measured[0]["undefined"], measured[0]["k"]) == (11, 0, None)
    assert measured[0]["low"] < measured[0]["mean"] < measured[0]["high"]
    assert measured[2]["split"] == "by time, last 20% per user"
    assert (measured[2]["users"] + measured[2]["undefined"], measured[2]["k"]) == (6, 10)
    costs = said.json["costs"]
    assert [(one["recommender"], one["step"], one["split"][:2]) for one in costs] == [
        ("baseline", "train", "5 "), ("baseline", "predict", "5 "), ("popular", "train", "by"),
        ("popular", "recommend", "by"), ("baseline", "train", "by"), ("baseline", "predict", "by"),
        ("baseline", "recommend", "by"),
    ]  # fmt: skip
    assert all(one["seconds"] > 0 and (one["peak_mb"] is None or one["peak_mb"] >= 0) for one in costs)
    assert [one["counted"] for one in costs[:2]] == [20, 5]


def test_the_json_is_strict(run: Run, folder: Path) -> None:
    """Where nothing can be counted there is null, never NaN, and nothing else stands on standard output."""
    said = run("evaluate", "popular", "baseline", "-L", folder, "--json", "--folds", 2)

    def refuse(constant: str) -> float:
        raise AssertionError(constant)

    measured = json.loads(said.out, parse_constant=refuse)["measurements"]
    assert {one["metric"] for one in measured} == {*RATINGS, *SLATES}
    undefined = [one for one in measured if one["users"] == 0]
    assert undefined
    assert {(one["mean"], one["low"], one["high"], one["undefined"]) for one in undefined} == {(None, None, None, 2)}


def test_evaluate_as_a_table_says_where_the_ratings_come_from(run: Run, rated: Path) -> None:
    said = run("evaluate", "popular", "baseline", "-L", rated)
    assert said.lines[0] == COLUMNS
    named = [line[1] for line in said.lines[1:]]
    slates = [f"{metric}@10" for metric in SLATES]
    assert named == [*RATINGS, *slates, *RATINGS, *slates]
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
    said = run("evaluate", "popular", "--split", "time", "-k", 2, "-L", rated, "--json").json
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


def test_what_a_step_costs_is_told_beside_the_table(run: Run, rated: Path) -> None:
    said = run("evaluate", "baseline", "--split", "time", "-L", rated)
    assert all(len(line) == len(COLUMNS) for line in said.lines)
    told = r"baseline, by time, last 20% per user: train \d+ in .* s(, peak \+\d+ MB)?; predict 6 in .*; recommend 6 .*"
    assert any(re.fullmatch(told, line) for line in said.err.splitlines())
    assert "whatever else the machine did" in said.err


def test_several_splits_and_metrics(run: Run, rated: Path) -> None:
    asked = ("--split", "random", "--split", "last", "--split", "at", "--metric", "ndcg", "--metric", "rmse")
    measured = run("evaluate", "svd", *asked, "-L", rated, "--json").json["measurements"]
    assert [(one["split"], one["metric"]) for one in measured] == [
        (split, metric) for split in ("random 20%", "last of each person", "by time, after 2004-11-09")
        for metric in ("rmse", "ndcg")
    ]  # fmt: skip
    every = run("evaluate", "svd", "--split", "time", "--metric", "all", "-L", rated, "--json").json["measurements"]
    assert {one["metric"] for one in every} == set(METRICS.members())


def test_strangers_are_undefined_where_nothing_can_be_said_of_them(run: Run, rated: Path) -> None:
    """Nobody is dropped: people are counted, and who has no answer says so."""
    said = run("evaluate", "slope-one", "svd", "--split", "cold-users", "-L", rated, "--json")
    by_name = {(one["recommender"], one["metric"]): one for one in said.json["measurements"]}
    for metric in (*RATINGS, *SLATES):
        one = by_name["slope-one", metric]
        assert (one["mean"], one["users"], one["undefined"]) == (None, 0, 1)
    assert by_name["svd", "rmse"]["users"] == 1
    assert "slope-one: it has no slates for people whom it never met, so they are undefined" in said.err
    assert "svd: it has no" not in said.err


def test_pairs_are_compared_on_the_same_people(run: Run, rated: Path) -> None:
    said = run("evaluate", "popular", "baseline", "svd", "--split", "time", "--compare", "-L", rated, "--json").json
    ranked = [one for one in said["differences"] if one["metric"] == "ndcg"]
    assert [(one["recommender"], one["other"]) for one in ranked] == [
        ("popular", "baseline"), ("popular", "svd"), ("baseline", "svd")
    ]  # fmt: skip
    rated_by = [one for one in said["differences"] if one["metric"] == "rmse"]
    assert [(one["recommender"], one["other"]) for one in rated_by] == [("baseline", "svd")]
    means = {one["recommender"]: one["mean"] for one in said["measurements"] if one["metric"] == "ndcg"}
    for one in ranked:
        assert one["difference"] == pytest.approx(means[one["recommender"]] - means[one["other"]])
        assert one["verdict"] in ("better", "worse", "tie")
        assert one["k"] == 10
    table = run("evaluate", "popular", "baseline", "--split", "time", "--compare", "-L", rated)
    assert ["popular", "baseline", "ndcg"] in [line[:3] for line in table.lines]


def test_a_learning_curve(run: Run, rated: Path) -> None:
    """The last point is the figure itself; folds have none."""
    said = run("evaluate", "baseline", "--metric", "rmse", "--curve", "-L", rated, "--json").json
    assert [(one["share"], one["split"][:7]) for one in said["curve"]] == [
        (share, "by time") for share in (0.1, 0.2, 0.4, 0.7, 1.0)
    ]  # fmt: skip
    assert said["curve"][-1] == {**said["measurements"][1], "share": 1.0}


def test_how_much_is_shown_of_groups_of_works(run: Run, rated: Path) -> None:
    """The four films are of one woman and three men, of 1993 to 1996, and say no country."""
    said = run(
        "evaluate", "popular", "--split", "time", "--by", "gender", "--by", "country", "-L", rated, "--json"
    ).json
    groups = {(one["kind"], one["group"]): one for one in said["groups"]}
    assert set(groups) == {("gender", "female"), ("gender", "male"), ("country", "unknown")}
    assert [groups["gender", name]["catalogue"] for name in ("female", "male")] == [0.25, 0.75]
    assert groups["gender", "female"]["shown"] + groups["gender", "male"]["shown"] == pytest.approx(1)
    assert groups["country", "unknown"]["shown"] == pytest.approx(1)
    table = run("evaluate", "popular", "--split", "time", "--by", "period", "-L", rated)
    assert ["popular", "period", "1990s", "100.0%"] in [line[:4] for line in table.lines]
    assert "Did you mean 'gender'" in run("evaluate", "popular", "--by", "gendr", "-L", rated).err


def test_what_is_shown_of_groups_is_kept_too(run: Run, rated: Path) -> None:
    said = run("evaluate", "popular", "--split", "time", "--by", "gender", "--keep", "-L", rated, "--json").json
    with Library.open(rated) as library:
        kept = rows(library.audience, "SELECT * FROM exposures ORDER BY exposure_id")
    assert len(kept) == len(said["groups"]) == 2
    for row, one in zip(kept, said["groups"], strict=True):
        assert row["label"] == one["group"]
        assert {name: row[name] for name in one if name != "group"} == {n: v for n, v in one.items() if n != "group"}
        assert (row["k"], json.loads(row["config"])["by"]) == (10, "bayesian-mean")
    folds = run("evaluate", "baseline", "--split", "folds", "--by", "gender", "-L", rated)
    assert "Nothing is said of groups: no slates were made." in folds.err


def test_all_of_it_is_kept_once(run: Run, rated: Path) -> None:
    asked = ("popular", "baseline", "--split", "time", "--compare", "--curve", "--keep", "-L", rated)
    for _ in range(2):
        assert run("evaluate", *asked).code == 0
    with Library.open(rated) as library:
        kept = {table: rows(library.audience, f"SELECT * FROM {table}") for table in ("differences", "costs")}
        shares = rows(library.audience, "SELECT share, count(*) AS n FROM measurements GROUP BY share ORDER BY share")
    assert [row["n"] for row in shares] == [2 * len(SLATES) + len(RATINGS)] * 5
    assert [row["share"] for row in shares] == [0.1, 0.2, 0.4, 0.7, 1.0]
    assert len(kept["costs"]) == 5
    assert {row["jobs"] for row in kept["costs"]} == {1}
    personal = {"ndcg", "recall", "precision", "hit-rate", "diversity", "novelty"}
    assert {row["metric"] for row in kept["differences"]} == personal
    assert len(kept["differences"]) == len(personal)
    assert {json.loads(row["other_config"])["method"] for row in kept["differences"]} == {"als"}


def test_two_at_a_time_measure_the_same(run: Run, rated: Path) -> None:
    alone, together = (
        run("evaluate", "popular", "svd", "-L", rated, "--json", "--jobs", jobs).json["measurements"] for jobs in (1, 2)
    )
    assert alone == together


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
