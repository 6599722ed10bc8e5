"""Pages on how good recommenders are: figures, ties, few people, the hidden half, both languages (made-up figures)."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.slates import Measurement
from culturedata.evaluate.metrics._base import RatingMetric, SlateMetric
from culturedata.evaluate.offline import METRICS
from culturedata.publish import server
from culturedata.publish.evaluation import stored
from culturedata.publish.words.interface import WORDS
from culturedata.publish.words.language import Translator
from culturedata.store.library import Library
from culturedata.store.people import measurements
from culturedata.workflow.judging.parts import KINDS, parts, untimed
from tests.evaluate.conftest import drawn

SPLIT = "by time, last 20% per user"
ON = {"split": SPLIT, "seed": 0, "fingerprint": "ab" * 32}
# recommender, options, metric, figure, lower end, upper end, people, undefined
FIGURES = [
    ("svd", {"factors": 50}, "ndcg", 0.31, 0.29, 0.33, 90, 4), ("svd", {"factors": 9}, "ndcg", 0.30, 0.28, 0.32, 90, 4),
    ("popular", {"by": "plays"}, "ndcg", 0.21, 0.2, 0.22, 90, 4),
    ("svd", {"factors": 50}, "diversity", 0.4, 0.3, 0.5, 94, 0),
    ("popular", {"by": "plays"}, "diversity", 0.6, 0.55, 0.65, 94, 0), ("content", {}, "ndcg", None, None, None, 0, 94),
    ("svd", {"factors": 50}, "rmse", 0.93, 0.9, 0.96, 9, 0),
]  # fmt: skip


def figures() -> list[tuple[dict[str, Any], Measurement]]:
    return [
        (config, Measurement(name, metric, mean, low, high, users, undefined, SPLIT, 0, "simulated", "Made-up ratings",
                             None if metric == "rmse" else 10))
        for name, config, metric, mean, low, high, users, undefined in FIGURES
    ]  # fmt: skip


def judge(folder: Path) -> None:
    """Put an evaluation with a curve, costs and differences into a library, and a prize."""
    with Library.open(folder, write=True) as library:
        for config, one in figures():
            measurements.save_measurements(library.audience, [one], config, ON["fingerprint"])
        for share, mean in ((0.1, 0.1), (0.5, 0.2)):
            [one] = (one for config, one in figures() if config == {"factors": 50} and one.metric == "ndcg")
            measurements.save_measurements(
                library.audience, [replace(one, mean=mean, low=mean - 0.02, high=mean + 0.02)], {"factors": 50},
                ON["fingerprint"], share=share,
            )  # fmt: skip
        configs = {"svd": '{"factors": 50}', "popular": '{"by": "plays"}'}
        for name, config in configs.items():
            cost = {"recommender": name, "config": config, "jobs": 1, "counted": 90, **ON}
            steps = (("train", 2.0, 30.0), ("recommend", 1.5, None))
            measurements.save_costs(
                library.audience, [{**cost, "step": s, "seconds": t, "peak_mb": mb} for s, t, mb in steps]
            )
        pair = {
            "metric": "ndcg",
            "k": 10,
            "low": 0.0,
            "high": 0.1,
            "p": 0.5,
            "adjusted": 0.5,
            "users": 90,
            "undefined": 4,
        }
        measurements.save_differences(
            library.audience,
            [
                {**pair, **ON, "recommender": "svd", "config": configs["svd"], "other": other, "other_config": config,
                 "verdict": verdict, "difference": 0.01}
                for other, config, verdict in (
                    ("svd", '{"factors": 9}', "tie"), ("popular", configs["popular"], "better")
                )
            ],
        )  # fmt: skip


def enter(folder: Path, *, hidden: bool, users: int = 50) -> None:
    """Put a prize of two and their blend into a library."""
    with Library.open(folder, write=True) as library:
        for name, config, quiz, test in (
            ("baseline", {}, 1.0, 1.01), ("svd", {"factors": 9}, 0.95, 0.97),
            ("blend", {"weights": {"svd": 0.5}}, 0.7, 0.8),
            ("blend", {"weights": {"svd": 0.7, "baseline": 0.3}}, 0.89, 0.92),
        ):  # fmt: skip
            for half, mean in (("quiz", quiz), ("test", test)):
                split = f"prize, 5 random folds: {half}"
                one = Measurement(
                    name, "rmse", mean, mean - 0.05, mean + 0.05, users, 0, split, 0, "open", "Made-up ratings"
                )
                measurements.save_measurements(
                    library.audience, [one], config, ON["fingerprint"], hidden=hidden and half == "test"
                )


async def shown(folder: Path, path: str, host: str = "example.org") -> str:
    """A page as somebody sees it who is not on this machine (or as `host` says)."""
    app = server.datasette(folder)
    await app.invoke_startup()
    found = await app.client.get(path, headers={"host": host})
    assert found.status_code == 200, path
    assert found.headers["cache-control"] == "private, no-store"
    return unescape(found.text)


def row(page: str, name: str, heading: str) -> str:
    """The row of a recommender in the table of the section under a heading's id."""
    section = page.partition(f'id="{heading}"')[2].partition("</section>")[0]
    found = re.search(rf'<tr>\s*<th scope="row">{re.escape(name)}(?!\w).*?</tr>', section, re.S)
    assert found, name
    return re.sub(r"\s+", " ", found[0])


async def test_figures_intervals_ties_and_who_is_missing(folder: Path) -> None:
    judge(folder)
    page = await shown(folder, "/evaluation?lang=en")
    assert "Made-up ratings, by time, last 20% per user, seed 0 (simulated behaviour)" in page
    first, second = row(page, "svd (factors=50)", "table"), row(page, "svd (factors=9)", "table")
    assert '<b>0.3100</b> <span class="note">0.2900–0.3300</span> <span class="note">the best</span>' in first
    assert "90 people, 4 without a value" in first
    assert "tied with the best" in second
    assert "tied" not in row(page, "popular", "table")
    assert "undefined" in row(page, "content", "table")
    assert "0 people, 94 without a value" in row(page, "content", "table")


async def test_every_picture_has_its_table(folder: Path) -> None:
    judge(folder)
    page = await shown(folder, "/evaluation?lang=en&metric=ndcg@10&against=diversity@10")
    pictures = re.findall(r'<svg class="chart"[^>]*role="img" aria-label="([^"]+)"', page)
    assert len(pictures) == 4
    assert all(pictures)
    assert "0.3100" in row(page, "svd (factors=50)", "tradeoff")
    assert "0.4000" in row(page, "svd (factors=50)", "tradeoff")
    curve = row(page, "svd (factors=50)", "curve")
    assert [figure in curve for figure in ("0.1000", "0.2000", "0.3100")] == [True] * 3
    assert "<td>train</td><td>2</td><td>30</td><td>90</td>" in row(page, "svd (factors=50)", "costs")
    bars = page.partition('id="interval"')[2].partition("</section>")[0]
    assert bars.count('<svg class="interval"') == 3
    assert "svd (factors=50): 0.2900–0.3300" in bars


async def test_of_another_metric_less_is_better_and_what_is_not_there_is_said(folder: Path) -> None:
    judge(folder)
    page = await shown(folder, "/evaluation?lang=en&metric=rmse&of=none", host="127.0.0.1")
    assert "Lower is better." in page
    assert "No curve is kept for this metric" in page
    assert "Not all ties are known" not in page, "of one alone"


async def test_both_languages(folder: Path) -> None:
    judge(folder)
    page = await shown(folder, "/evaluation?lang=fr")
    assert "Les recommandations, jugées" in page
    assert "dans le temps, les 20\u00a0% derniers de chacun" in page
    assert "0,3100" in page
    assert "à égalité avec le meilleur" in page
    assert "plus bas\u00a0: mieux" in page


async def test_figures_of_few_people_are_for_the_owner_or_this_machine(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(folder)
    page = await shown(folder, "/evaluation?lang=en")
    assert "0.9300" not in page
    assert "0.9000" not in page
    assert "too few people to be shown" in row(page, "svd (factors=50)", "table")
    monkeypatch.setattr(stored, "LEAST", 9)
    assert "0.9300" in await shown(folder, "/evaluation?lang=en")
    monkeypatch.undo()
    monkeypatch.setattr("culturedata.publish.where.is_local", lambda request: True)
    assert "0.9300" in await shown(folder, "/evaluation?lang=en")


async def test_nothing_was_judged(folder: Path) -> None:
    for path, said, command in (
        ("/evaluation", "Nothing was judged here. To do:", "evaluate popular svd --compare --keep -L FOLDER"),
        ("/prize", "Nobody has entered here yet. To do:", "prize --keep -L FOLDER"),
    ):
        assert f"{said} <code>culturedata {command}</code>" in await shown(folder, f"{path}?lang=en")
        french = command.replace("FOLDER", "DOSSIER")
        assert f"À faire\u00a0: <code>culturedata {french}</code>" in await shown(folder, f"{path}?lang=fr")
    app = server.datasette(folder, audience=False)
    await app.invoke_startup()
    for path in ("/evaluation", "/prize"):
        assert (await app.client.get(path)).status_code == 200
    assert "/evaluation" not in (await app.client.get("/")).text


async def test_only_a_prize_was_run(folder: Path) -> None:
    enter(folder, hidden=True)
    assert "Nothing was judged here" in await shown(folder, "/evaluation?lang=en")


async def test_the_prize_with_its_hidden_half_and_without(folder: Path) -> None:
    enter(folder, hidden=True)
    page = await shown(folder, "/prize?lang=en")
    assert "On the quiz the million asks for 0.9000: blend, 0.8900, wins it." in page
    assert "The test stays hidden" in page
    assert "On the test" not in page
    for figure in ("1.0100", "0.9700", "0.9200", "0.8000"):
        assert figure not in page
    board = page.partition('id="board"')[2]
    assert re.findall(r'<th scope="row">(\S+?)</th>', board) == ["blend", "svd", "baseline"]
    assert "11.00%" in row(page, "blend", "board")
    assert [weight in board for weight in ("0.700", "0.300")] == [True, True]
    assert page.count('class="wanted"') == 3
    with Library.open(folder, write=True) as library:
        measurements.reveal(library.audience, "prize, 5 random folds: test", 0, ON["fingerprint"])
    page = await shown(folder, "/prize?lang=en")
    assert "On the test the million asks for 0.9090: blend, 0.9200, does not win it." in page
    assert "0.9700" in row(page, "svd", "board")
    assert "The test stays hidden" not in page


async def test_a_prize_of_few_people(folder: Path) -> None:
    enter(folder, hidden=False, users=9)
    page = await shown(folder, "/prize?lang=en")
    assert "fewer than 10 people" in page
    assert "0.9500" not in page


async def test_who_was_not_compared_with_the_best_is_not_told_apart_from_it(folder: Path) -> None:
    """Another one, judged later and by itself, is the best: nobody knows who is tied with it."""
    judge(folder)
    page = await shown(folder, "/evaluation?lang=en&metric=ndcg@10")
    assert "Tied: on the same people" in page
    assert "Not all ties are known" not in page
    with Library.open(folder, write=True) as library:
        late = replace(figures()[0][1], recommender="nmf", mean=0.32, low=0.30, high=0.34)
        measurements.save_measurements(library.audience, [late], {}, ON["fingerprint"])
    page = await shown(folder, "/evaluation?lang=en&metric=ndcg@10")
    assert "the best" in row(page, "nmf", "interval")
    assert "tied with the best" not in page
    assert "Not all ties are known" in page


async def test_figures_of_all_slates_together_have_no_ties(folder: Path) -> None:
    judge(folder)
    with Library.open(folder, write=True) as library:
        for config, one in figures()[:3:2]:
            coverage = replace(one, metric="coverage")
            measurements.save_measurements(library.audience, [coverage], config, ON["fingerprint"])
    page = await shown(folder, "/evaluation?lang=en&metric=coverage@10")
    assert "hence no ties" in page
    assert "Not all ties are known" not in page


async def test_what_is_shown_of_groups(folder: Path) -> None:
    """In words of both languages, and not of few people."""
    judge(folder)
    group = {"recommender": "svd", "config": '{"factors": 50}', "works": 3.0, "catalogue": 0.25, "profile": 0.5,
             "shown": 0.625, "low": 0.5, "high": 0.75, "k": 10, "users": 90, "undefined": 4, **ON}  # fmt: skip
    with Library.open(folder, write=True) as library:
        measurements.save_exposures(
            library.audience,
            [
                {**group, "kind": kind, "label": label, **more}
                for kind, label, more in (
                    ("gender", "female", {}), ("country", "Germany", {}), ("country", "unknown", {"shown": None}),
                    ("period", "1990s", {"profile": None, "low": None}), ("period", "-500s", {"users": 9}),
                )
            ],
        )  # fmt: skip
    page = await shown(folder, "/evaluation?lang=en")
    section = re.sub(r"\s+", " ", page.partition('id="groups"')[2].partition("</section>")[0])
    lines = "<td>{}</td><td>25.0%</td><td>{}</td><td>{}"
    assert lines.format("women", "50.0%", '62.5% <span class="note">50.0%–75.0%</span></td>') in section
    assert lines.format("1990s", "undefined", "62.5%</td>") in section
    assert lines.format("unknown", "50.0%", "undefined") in section
    assert "500 BCE" not in section
    french = await shown(folder, "/evaluation?lang=fr")
    assert all(f"<td>{name}</td>" in french for name in ("femmes", "Allemagne", "inconnu", "années 1990"))
    assert "25,0\u00a0%" in french


async def test_a_library_of_the_version_before_says_what_to_do(folder: Path) -> None:
    """A plain Datasette opens the file as it is; `serve`, as any command that reads it, brings it up to date."""
    from datasette.app import Datasette

    judge(folder)
    with closing(sqlite3.connect(folder / "audience.db", isolation_level=None)) as db:
        db.execute("DROP TABLE exposures")
        db.execute("ALTER TABLE measurements DROP COLUMN share")
        db.execute("DELETE FROM _sqlite_migrations WHERE name IN ('m005_judgements', 'm007_exposures')")
    plain = Datasette([str(folder / "culture.db"), str(folder / "audience.db")])
    await plain.invoke_startup()
    for path in ("/evaluation", "/prize"):
        for lang, words in (
            ("en", "<code>culturedata serve FOLDER</code>"),
            ("fr", "<code>culturedata serve DOSSIER</code>"),
        ):
            found = await plain.client.get(f"{path}?lang={lang}")
            assert (found.status_code, words in found.text) == (200, True)
    assert "0.2100" in row(await shown(folder, "/evaluation?lang=en"), "popular", "table")


async def test_a_prize_that_not_all_entered_together(folder: Path) -> None:
    enter(folder, hidden=True)
    page = await shown(folder, "/prize?lang=en")
    assert "Not all entered together" in page, "no pairs are kept"
    assert "<code>culturedata prize … --keep -L FOLDER</code>" in page
    pairs = [("blend", '{"baseline": 0.3, "svd": 0.7}', "svd", '{"factors": 9}', "tie"),
             ("blend", '{"baseline": 0.3, "svd": 0.7}', "baseline", "{}", "better")]  # fmt: skip
    with Library.open(folder, write=True) as library:
        measurements.save_differences(
            library.audience,
            [
                {"recommender": one, "config": f'{{"weights": {config}}}', "other": other, "other_config": its,
                 "verdict": verdict, "metric": "rmse", "k": None, "difference": -0.1, "low": None, "high": None,
                 "p": 0.5, "adjusted": 0.5, "users": 50, "undefined": 0, **ON, "split": "prize, 5 random folds: quiz"}
                for one, config, other, its, verdict in pairs
            ],
        )  # fmt: skip
    page = await shown(folder, "/prize?lang=en")
    assert "Not all entered together" not in page
    assert "tied with the best" in row(page, "svd", "chart")
    assert "tied" not in row(page, "baseline", "chart")


def test_every_metric_and_split_has_its_words() -> None:
    assert [name for name in METRICS.members() if f"metric:{name}" not in WORDS] == []
    french = Translator("fr")
    for kind in KINDS:
        said = parts(drawn(200, 12, 40), kind)[0].split
        assert french.split(said) != said
        assert french.split(f"prize, {said}: quiz") == french.split(said)
        assert Translator("en").split(f"prize, {said}: test") == said
        [again, *_] = untimed(parts(drawn(200, 12, 40), kind))
        assert french.split(again.split) == f"{french.split(said)}, moments tus"


def test_what_is_better_is_what_the_metrics_say() -> None:
    rules = {name: METRICS.load(name).higher_is_better for name in METRICS.members()}
    assert {name for name, higher in rules.items() if not higher} == set(stored.LOWER)


def test_of_which_metrics_no_person_has_a_value() -> None:
    one_by_one = (SlateMetric, RatingMetric)
    assert {n for n in METRICS.members() if not issubclass(METRICS.load(n), one_by_one)} == set(stored.TOGETHER)
