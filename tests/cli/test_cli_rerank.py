"""Rerankers on the command line: the list, a reranked slate, what they cost and give, and every wrong word."""

from __future__ import annotations

from pathlib import Path

import pytest

from culturedata.store.library import Library
from culturedata.workflow.train import train
from tests.cli.conftest import Run


@pytest.fixture
def trained(folder: Path) -> Path:
    """The small library with a recommender trained: works are ranked c:2, c:3 and c:4 for a stranger to d:9."""
    with Library.open(folder, write=True) as library:
        train(library, "popular")
    return folder


def test_show(run: Run) -> None:
    said = run("reranker", "show", "mmr", "--json").json
    assert (said["name"], said["candidates"], said["options"]) == ("mmr", 200, {"weight": 0.5})
    assert run("reranker", "show", "openness", "--json").json["candidates"] is None
    table = run("reranker", "show", "at-most")
    assert table.lines == [["option", "default"], ["most", "2"]]
    assert "Source: " in table.err


def test_a_reranked_slate_says_who_was_moved_and_why(run: Run, trained: Path) -> None:
    plain = run("recommend", "2", "-r", "popular", "-L", trained, "--json").json
    asked = ("recommend", "2", "-r", "popular", "--rerank", "hidden-gems", "--rerank-option", "weight=1")
    said = run(*asked, "-L", trained, "--json").json
    assert (plain["rerankers"], said["rerankers"]) == ([], ["hidden-gems"])
    assert {one["item"] for one in said["items"]} == {one["item"] for one in plain["items"]}
    kinds = [[reason["kind"] for reason in one["reasons"]] for one in said["items"]]
    assert kinds == [["popular"], ["popular"]], "both were rated once: neither is moved"
    table = run(*asked, "-L", trained, "--lang", "fr")
    assert table.err.startswith("popular + hidden-gems, entraîné sur 5 notes")


def test_one_after_the_other_with_options_of_their_own(run: Run, trained: Path) -> None:
    said = run(
        "recommend", "2", "-r", "popular", "--rerank", "mmr", "--rerank", "at-most", "--rerank-option", "mmr.weight=0",
        "--rerank-option", "most=1", "-L", trained, "--json",
    )  # fmt: skip
    assert said.json["rerankers"] == ["mmr", "at-most"]
    assert run("recommend", "2", "-r", "popular", "--rerank", "mmr+at-most", "-L", trained, "--json").json[
        "rerankers"
    ] == ["mmr", "at-most"]


def test_nothing_may_be_left(run: Run, trained: Path) -> None:
    said = run("recommend", "2", "-r", "popular", "--rerank", "openness", "-L", trained, "--json")
    assert (said.code, said.json["items"]) == (0, [])
    assert said.err == "Reranking leaves only 0: nothing else fits.\n"
    french = run("recommend", "2", "-r", "popular", "--rerank", "openness", "-L", trained, "--lang", "fr")
    assert french.err.startswith("Le reclassement n’en laisse que 0\u00a0: rien d’autre ne convient.\n")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--rerank", "mrm"), "no reranker named 'mrm'. Did you mean 'mmr'?"),
        (("--rerank", "mmr+"), "no reranker named ''."),
        (("--rerank", "mmr", "--rerank-option", "wieght=1"), "named 'wieght'. Did you mean 'weight'?"),
        (("--rerank", "mmr", "--rerank-option", "openness.weight=1"), "no option of these rerankers named"),
        (("--rerank", "mmr", "--rerank-option", "weight=2"), "mmr: Expected `float` <= 1.0"),
        (("--rerank", "mmr", "--rerank-option", "weight"), "'weight' is not OPTION=VALUE."),
        (("--rerank-option", "weight=1"), "--rerank-option is about a reranker, and none is named."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", [("recommend", "2", "-r", "popular"), ("evaluate", "popular", "--split", "time")])
def test_a_wrong_word(run: Run, trained: Path, command: tuple[str, ...], more: tuple[str, ...], said: str) -> None:
    wrong = run(*command, *more, "-L", trained)
    assert (wrong.code, wrong.out) == (2, "")
    assert said in wrong.err


def test_what_a_reranker_costs_and_gives(run: Run, trained: Path) -> None:
    """Rows of the recommender alone and behind each, on the same split; ratings are predicted by it alone."""
    said = run(
        "evaluate", "baseline", "--split", "time", "--rerank", "mmr", "--rerank", "hidden-gems+mmr", "--metric", "rmse",
        "--metric", "novelty", "--compare", "--keep", "-k", 1, "--rerank-option", "hidden-gems.weight=1", "-L", trained,
        "--json",
    )  # fmt: skip
    assert said.code == 0
    assert [(one["recommender"], one["metric"]) for one in said.json["measurements"]] == [
        ("baseline", "rmse"), ("baseline", "novelty"), ("baseline + mmr", "novelty"),
        ("baseline + hidden-gems + mmr", "novelty"),
    ]  # fmt: skip
    assert [(one["recommender"], one["other"]) for one in said.json["differences"]] == [
        ("baseline", "baseline + mmr"), ("baseline", "baseline + hidden-gems + mmr"),
        ("baseline + mmr", "baseline + hidden-gems + mmr"),
    ]  # fmt: skip
    with Library.open(trained) as library:
        configs = dict(library.audience.execute("SELECT recommender, config FROM measurements").fetchall())
    assert '"mmr": {"weight": 0.5}' in configs["baseline + mmr"]
    assert '"hidden-gems": {"weight": 1.0}' in configs["baseline + hidden-gems + mmr"]
    assert "mmr" not in configs["baseline"]
