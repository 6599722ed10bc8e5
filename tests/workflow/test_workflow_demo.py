"""The demo does what it says, from nothing; and what README and tutorial print can be typed after it."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from culturedata.store.library import Library
from culturedata.store.people import pages
from tests.workflow.conftest import Built, build

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]
ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


def one(library: Library, sql: str) -> object:
    return library.culture.execute(sql).fetchone()[0]


class TestTheLibrary:
    def test_what_came_in(self, built: Built) -> None:
        with Library.open(built.folder / "demo") as library:
            works = dict(library.culture.execute("SELECT source, count(*) FROM works GROUP BY source").fetchall())
            ratings = library.audience.execute(
                "SELECT source, provenance, count(*) FROM ratings GROUP BY source ORDER BY source"
            ).fetchall()
            failed = one(library, "SELECT count(*) FROM imports WHERE status != 'done'")
        assert (works["bokeh-films"], works["movielens"]) == (17472, 9066)
        assert min(works["sample-museum"], works["sample-music"]) >= 300
        assert ratings[0] == ("movielens", "open", 100004)
        assert [row[:2] for row in ratings[1:]] == [("simulated-museum", "simulated"), ("simulated-music", "simulated")]
        assert failed == 0

    def test_the_ratings_are_linked(self, built: Built) -> None:
        """At least 94,500 ratings are of a film that is described; every link has its score and reason."""
        with Library.open(built.folder / "demo") as library:
            linked = {row[0] for row in library.culture.execute("SELECT left_id FROM matches WHERE undone_at IS NULL")}
            counts = library.audience.execute(
                "SELECT item_id, count(*) FROM ratings JOIN items USING (item) GROUP BY item"
            ).fetchall()
            bare = one(
                library, "SELECT count(*) FROM matches WHERE score IS NULL OR method IS NULL OR evidence IS NULL"
            )
        assert sum(n for item, n in counts if item in linked) >= 94_500
        assert bare == 0

    def test_the_terms_of_movielens_are_shown_and_stored(self, built: Built) -> None:
        with Library.open(built.folder / "demo") as library:
            terms = str(one(library, "SELECT terms FROM sources WHERE source = 'movielens'"))
        assert "commercial" in terms
        assert terms.split(".")[0] in re.sub(r"\s+", " ", built.printed)

    def test_what_is_invented_says_so(self, built: Built) -> None:
        with Library.open(built.folder / "demo") as library:
            truth = library.audience.execute("SELECT count(*) FROM truth").fetchone()[0]
            models = library.audience.execute("SELECT domain, provenance FROM models").fetchall()
        assert truth > 0
        assert {tier for domain, tier in models if domain != "film"} == {"simulated"}
        assert {tier for domain, tier in models if domain == "film"} == {"open"}

    def test_models_say_how_they_were_made(self, built: Built) -> None:
        with Library.open(built.folder / "demo") as library:
            models = library.audience.execute("SELECT recommender, config, seed, fingerprint FROM models").fetchall()
        assert {row[0] for row in models} >= {"popular", "baseline", "svd", "knn-baseline", "content", "hybrid"}
        assert json.loads(next(config for name, config, *_ in models if name == "svd"))["factors"] == 100
        assert all(seed is not None and fingerprint for _, _, seed, fingerprint in models)

    def test_what_was_judged_is_kept_with_ties_and_costs(self, built: Built) -> None:
        """So that the page /evaluation has them."""
        with Library.open(built.folder / "demo") as library:
            pairs = library.audience.execute("SELECT split, metric, count(*) FROM differences GROUP BY 1, 2").fetchall()
            steps = library.audience.execute("SELECT split, step, count(*) FROM costs GROUP BY 1, 2").fetchall()
        folds, time = "5 random folds", "by time, last 20% per user"
        by_metric = {(folds, "rmse"): 3, (folds, "mae"): 3} | {(time, m): 15 for m in ("ndcg", "recall", "precision")}
        by_metric[time, "rmse"] = 3
        assert {(split, metric): n for split, metric, n in pairs} == by_metric
        by_step = {(folds, "train"): 3, (folds, "predict"): 3, (time, "train"): 6, (time, "recommend"): 6}
        by_step[time, "predict"] = 3
        assert {(split, step): n for split, step, n in steps} == by_step

    def test_home_pages_are_kept(self, built: Built) -> None:
        """Of a stranger and of one person, by every strategy, with rows of all three domains for the stranger."""
        with Library.open(built.folder / "demo") as library:
            [somebody] = pages.people(library.audience, 9)
            for user in (None, somebody):
                found = pages.kept(library.audience, user)
                assert [one["strategy"] for one in found] == ["page", "stagewise", "independent", "template"]
                assert all(len(one["rows"]) == 8 for one in found)
            domains = {row["domain"] for row in pages.kept(library.audience, None)[0]["rows"]}
        assert domains >= {"museum", "music", "film"}

    def test_no_exercise_lacks_figures(self, built: Built) -> None:
        """What rmse-or-top-ten compares was measured."""
        done = subprocess.run(
            [str(BIN / "culturedata"), "exercise", "show", "rmse-or-top-ten", "--student", "camille", "-L", "demo"],
            cwd=built.folder, capture_output=True, text=True,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")

    def test_it_is_small(self, built: Built) -> None:
        assert built.peak < 1.5e9


class TestWhatItPrints:
    def test_ten_films_with_a_reason_each(self, built: Built) -> None:
        assert len(re.findall(r"because you rated “.+?” [\d.]+", built.printed)) >= 10

    def test_ten_works_near_the_mona_lisa(self, built: Built) -> None:
        section = built.printed.partition("Nearest in content to")[2].partition("How good it is")[0]
        assert section.count("in common: ") == 10
        assert "Leonardo" in section.splitlines()[0]

    def test_figures_with_intervals(self, built: Built) -> None:
        on = "How good it is, on 100,004 ratings of MovieLens (open, GroupLens terms of use), seed 0, "
        figures = built.printed.partition(on)[2]
        for recommender in ("baseline", "knn-baseline", "svd"):
            assert re.search(rf"^{recommender}\s+rmse\s+0\.\d+\s+0\.\d+–[01]\.\d+\s+671\s+0\s", figures, re.M)
        for metric in ("ndcg@10", "recall@10", "coverage@10", "gini@10"):
            assert re.search(rf"^popular\s+{metric}\s+0\.\d+\s+0\.\d+–0\.\d+\s", figures, re.M)

    def test_what_to_do_next(self, built: Built) -> None:
        assert built.printed.rstrip().endswith("culturedata serve demo --open")


def test_a_second_demo_refreshes_and_deletes_nothing_of_others(built: Built) -> None:
    """A table and a rating that the demo did not make are still there, and the catalogue is the same."""
    with Library.open(built.folder / "demo", write=True) as library:
        library.culture.execute("CREATE TABLE IF NOT EXISTS my_notes (note TEXT)")
        library.culture.execute("DELETE FROM my_notes")
        library.culture.execute("INSERT INTO my_notes VALUES ('mine')")
        library.culture.commit()
        before = catalogue(library)
    build(built.folder)
    with Library.open(built.folder / "demo") as library:
        after = catalogue(library)
        assert {table for table, rows in after.items() if rows != before[table]} == set()
        assert one(library, "SELECT note FROM my_notes") == "mine"
        ratings = library.audience.execute("SELECT count(*) FROM ratings WHERE source = 'movielens'").fetchone()[0]
        models = library.audience.execute("SELECT recommender, domain, count(*) FROM models GROUP BY 1, 2").fetchall()
    assert ratings == 100_004
    assert {n for _, _, n in models} == {1}


def catalogue(library: Library) -> dict[str, list[tuple[object, ...]]]:
    """Rows of the tables that say what works are and how they hang together."""
    tables = ("works", "titles", "credits", "agents", "work_terms", "terms", "dates", "matches", "similar", "issues")
    times = {"matches": ", decided_at", "issues": ", import_id"}
    said = {}
    for table in tables:
        columns = [row[1] for row in library.culture.execute(f"PRAGMA table_info({table})")]
        kept = [c for c in columns if c not in times.get(table, "") and c != "issue_id"]
        said[table] = sorted(library.culture.execute(f"SELECT {', '.join(kept)} FROM {table}").fetchall(), key=repr)
    return said


# -- what README and tutorial print ---------------------------------------------------------------------------------


def blocks(page: Path) -> list[str]:
    """The shell blocks of a page but the set-up ones, in order."""
    text = page.read_text(encoding="utf-8")
    return [
        found["block"]
        for found in re.finditer(r"(?P<setup><!-- set-up: \w+ -->\n)?```sh\n(?P<block>.*?)^```$", text, re.M | re.S)
        if not found["setup"]
    ]


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md", "docs/tutoriel.md"])
def test_blocks_run_as_printed(built: Built, page: str) -> None:
    """Every line of every block succeeds and says something, in the folder where the demo was built."""
    lines = [line for block in blocks(ROOT / page) for line in block.splitlines() if line.strip()]
    assert len(lines) >= 10
    (built.folder / "open-culture.db").unlink(missing_ok=True)
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "BROWSER": "true"}
    for line in lines:
        words = shlex.split(line)
        if words[:2] == ["culturedata", "serve"] or words[0] == "datasette":
            visit(words, built.folder, environment)
            continue
        done = subprocess.run(words, cwd=built.folder, env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        assert (done.stdout + done.stderr).strip(), line


def visit(words: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Start what serves pages, on a free port, and open its front page."""
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*words, "--port", str(port)], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        for _ in range(150):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
                    assert "Tout est recommandation" in page.read().decode()
                return
            except OSError:
                assert process.poll() is None, f"{words} ended with {process.returncode}"
                time.sleep(0.2)
        raise AssertionError(f"{words} never answered")
    finally:
        process.terminate()
        process.communicate(timeout=30)
