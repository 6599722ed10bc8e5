"""train and recommend where something goes wrong: stopped, killed, two at once, a model that is no longer good.

The ratings are those of the small library (synthetic), or made up in the shape of MovieLens.
"""

from __future__ import annotations

import io
import json
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from culturedata import __version__
from culturedata.errors import ModelError
from culturedata.store.library import Library, transaction
from culturedata.workflow.train import RECOMMENDERS, keep_slates, train
from tests.cli.conftest import Run
from tests.importing.conftest import ratings
from tests.program import dying, finished, program
from tests.spark_here import with_spark

NAMES = list(RECOMMENDERS.members())
# What says on standard output that a recommender begins to learn.
LEARNS = """
import culturedata.recommend._base as base
check = base._check_scale
def checked(*given):
    check(*given)
    print("learning", flush=True)
base._check_scale = checked
"""
FOR_EVER = ("--option", "epochs=2000000000")


def started(*arguments: object, dies: tuple[str, int] = ("no such statement", 1)) -> subprocess.Popen[str]:
    """A training as a process of its own, that has begun to learn; Ctrl-C is heard also below a shell that hides it."""
    hearing = partial(signal.signal, signal.SIGINT, signal.default_int_handler)
    child = dying(*dies, "train", *arguments, first=LEARNS, preexec_fn=hearing)
    assert child.stdout is not None
    assert child.stdout.readline() == "learning\n", child.communicate(timeout=60)
    return child


def kept(folder: Path) -> dict[str, list[Any]]:
    """All that training and recommending write, and that the ratings are whole."""
    tables = ("models", "runs", "slates", "items", "users", "ratings")
    with Library.open(folder) as library:
        for connection in (library.culture, library.audience):
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return {table: library.audience.execute(f"SELECT * FROM {table}").fetchall() for table in tables}


@pytest.fixture
def trained(folder: Path) -> Path:
    """The small library with a model of svd and its slates."""
    with Library.open(folder, write=True) as library:
        number, made = train(library, "svd", options={"factors": 2})
        keep_slates(library, number, made, [0, 1, 2], k=2)
    return folder


# -- stopped -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "times"),
    [("BEGIN", 1), ("INSERT INTO models", 1), ("DELETE FROM slates", 1), ("DELETE FROM runs", 1),
     ("DELETE FROM models", 1), ("COMMIT", 1)],
)  # fmt: skip
def test_killed_while_it_is_kept(run: Run, trained: Path, pattern: str, times: int) -> None:
    """The model before, its run and its slates are all there; the next training replaces them all."""
    before = kept(trained)
    said = run("recommend", "1", "-L", trained, "--json").json
    child = started("svd", "--seed", 5, "-L", trained, dies=(pattern, times))
    child.communicate(timeout=120)
    assert child.returncode == 9
    assert kept(trained) == before
    assert run("recommend", "1", "-L", trained, "--json").json == said
    assert run("train", "svd", "--seed", 5, "-L", trained).code == 0
    after = kept(trained)
    assert [(row[1], row[4]) for row in after["models"]] == [("popular", 0), ("svd", 5)]
    assert (len(after["runs"]), len(after["slates"])) == (1, 2), "only the fixture's own run is left"
    assert not [file.name for file in trained.iterdir() if file.name.endswith(("-wal", "-shm", "-journal"))]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("name", ["svd", "nmf"])
def test_stopped_while_it_learns(run: Run, trained: Path, name: str, how: signal.Signals) -> None:
    """Nothing is kept, the model before answers, and whoever pressed Ctrl-C is told so."""
    before = kept(trained)
    child = started(name, *FOR_EVER, "-L", trained)
    child.send_signal(how)
    out, err = child.communicate(timeout=120)
    assert out == ""
    if how == signal.SIGINT:
        stopped = f"Stopped: nothing of {name} was kept, and what was trained before is still there."
        assert (child.returncode, err.split("\n")[0]) == (130, stopped)
        assert "Traceback" not in err
    else:
        assert child.returncode == -how
    assert kept(trained) == before
    assert run("recommend", "1", "-L", trained).code == 0
    assert run("train", name, "-L", trained).code == 0


# -- two at once -------------------------------------------------------------------------------------------------------


def test_two_at_once(run: Run, trained: Path, tmp_path: Path) -> None:
    """While one learns, others say that the library is busy and leave no trace; whoever reads is served."""
    given = ratings(tmp_path / "ml", 3, 5)
    before = kept(trained)
    child = started("svd", *FOR_EVER, "-L", trained)
    try:
        for command in (["train", "svd"], ["train", "popular"], ["import", "movielens", given]):
            said = run(*command, "-L", trained, "--json")
            assert (said.code, said.out, said.error["code"]) == (1, "", "library-busy")
            assert said.error == {
                "code": "library-busy", "message": f"another process is writing to {trained}.",
                "hint": "Wait until it ends, then run this again.",
            }  # fmt: skip
        assert len(run("recommend", "1", "-L", trained, "--json").json["items"]) == 2
        assert kept(trained) == before
    finally:
        child.kill()
        child.communicate(timeout=60)
    assert kept(trained) == before
    assert run("train", "popular", "-L", trained).code == 0


def test_many_at_once(trained: Path) -> None:
    """Started together, each ends well or is told to wait; of each that ended well there is one model."""
    names = ["svd", "svd", "popular", "baseline"]
    children = [program("train", name, "-L", trained, "--json") for name in names]
    well: dict[str, list[int]] = {}
    for name, child in zip(names, children, strict=True):
        out, err = child.communicate(timeout=240)
        if child.returncode == 0:
            well.setdefault(name, []).append(json.loads(out)["model_id"])
        else:
            assert (child.returncode, json.loads(err)["error"]["code"]) == (1, "library-busy"), err
    assert well
    models = {row[1]: row[0] for row in kept(trained)["models"]}
    assert {name: max(numbers) for name, numbers in well.items()} == {name: models[name] for name in well}
    assert len(models) == len(kept(trained)["models"])


def test_while_something_else_writes(run: Run, trained: Path) -> None:
    with Library.open(trained, write=True) as library, transaction(library.audience):
        library.audience.execute("UPDATE ratings SET value = 5 WHERE rating_id = 1")
        said = run("train", "popular", "-L", trained)
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith("Error: another process is writing to ")
        assert run("recommend", "1", "-L", trained).code == 0, "what is not committed is not there yet"


# -- models that are no longer good ------------------------------------------------------------------------------------


def refused(run: Run, folder: Path, name: str, message: str) -> None:
    """Both commands that ask a model end in one line, exit code 1, and the command that helps."""
    for command in (["recommend", "1"], ["explain", "1", "c:3"]):
        said = run(*command, "-r", name, "-L", folder, "--json")
        again = f"Train it again: culturedata train {name} --domain film -L {folder}."
        assert (said.code, said.out, said.error) == (1, "", {"code": "model", "message": message, "hint": again})
    assert run("train", name, "-L", folder).code == 0
    assert run("recommend", "1", "-r", name, "-L", folder).code == 0


def test_older_than_its_data(run: Run, tmp_path: Path) -> None:
    """It is refused once more ratings came, not trained anew without a word; an import of the same changes nothing."""
    given, folder = ratings(tmp_path / "ml", 8, 20), tmp_path / "library"
    finished(program("import", "movielens", given, "-L", folder))
    assert run("train", "svd", "-L", folder).code == 0
    finished(program("import", "movielens", given, "-L", folder))
    assert run("recommend", "1", "-L", folder).code == 0
    with (given / "ratings.csv").open("a", encoding="utf-8") as file:
        file.write("1,150,5.0,2000000\n")
    finished(program("import", "movielens", given, "-L", folder))
    model = kept(folder)["models"]
    said = run("recommend", "1", "-L", folder, "--json")
    assert (said.code, said.out) == (1, "")
    assert said.error == {
        "code": "model", "message": f"svd was trained on other ratings or works than those now in {folder}.",
        "hint": f"Train it again: culturedata train svd --domain film -L {folder}.",
    }  # fmt: skip
    assert kept(folder)["models"] == model
    assert run("train", "svd", "-L", folder).code == 0
    assert run("recommend", "1", "-L", folder).code == 0
    whole_ratings(folder, 8 * 20 + 1)


def whole_ratings(folder: Path, count: int) -> None:
    with Library.open(folder) as library:
        assert library.audience.execute("SELECT count(*) FROM ratings").fetchone() == (count,)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("damage", ["empty", "cut", "other", "text"])
def test_a_damaged_model(run: Run, folder: Path, name: str, damage: str) -> None:
    with Library.open(folder, write=True) as library:
        train(library, name)
        [state] = library.audience.execute("SELECT state FROM models WHERE recommender = ?", [name]).fetchone()
        buffer = io.BytesIO()
        np.savez_compressed(buffer, something=np.zeros(3))
        changed = {"empty": b"", "cut": state[:-40], "other": buffer.getvalue(), "text": "not bytes"}[damage]
        library.audience.execute("UPDATE models SET state = ? WHERE recommender = ?", [changed, name])
    said = f"the model of {name} by version {__version__} is of no use: what {name} learnt can't be read."
    refused(run, folder, name, said)


def test_a_model_with_options_of_another_version(run: Run, trained: Path) -> None:
    for config, why in (
        ({"factors": 2, "sparkle": 1}, "no option of svd named 'sparkle'."),
        ({"factors": "many"}, "svd: Expected `int`, got `str` - at `$.factors`."),
    ):
        with Library.open(trained, write=True) as library:
            library.audience.execute(
                "UPDATE models SET config = ?, version = '0.0.1' WHERE recommender = 'svd'", [json.dumps(config)]
            )
        refused(run, trained, "svd", f"the model of svd by version 0.0.1 is of no use: {why}")


def test_a_model_that_is_too_large_to_keep(library: Library) -> None:
    """SQLite holds a gigabyte in one place; here it holds less."""
    train(library, "popular")
    before = list(library.audience.iterdump())
    library.audience.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 2_000)
    with pytest.raises(ModelError, match=r"what svd learnt takes [\d,]+ bytes: more than a library keeps of one model"):
        train(library, "svd")
    library.audience.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1_000_000_000)
    assert list(library.audience.iterdump()) == before


# -- ratings that can't be learnt --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "said"), [(float("inf"), "inf"), (7.0, "7"), (-1.0, "-1")])
def test_ratings_that_are_not_on_the_scale(run: Run, trained: Path, value: float, said: str) -> None:
    """As another program left them; the model before stays."""
    with Library.open(trained, write=True) as library:
        library.audience.execute("UPDATE ratings SET value = ? WHERE rating_id = 2", [value])
    before = kept(trained)
    answer = run("train", "svd", "-L", trained, "--json")
    assert (answer.code, answer.out, answer.error["code"]) == (1, "", "model")
    assert answer.error["message"] == (
        "svd can't learn from Sample ratings: 1 of 5 ratings are not on its scale from 1 to 5; "
        f"the first is {said}, of c:2."
    )
    assert kept(trained) == before


def test_bad_lines_never_become_ratings(run: Run, tmp_path: Path) -> None:
    """NaN, infinity, off the scale, beyond all dates: issues. Of a pair that stands twice the last one counts."""
    given, folder = ratings(tmp_path / "ml", 4, 10), tmp_path / "library"
    with (given / "ratings.csv").open("a", encoding="utf-8") as file:
        file.write(
            "".join(f"1,{n},{value},1\n" for n, value in enumerate(("nan", "inf", "-inf", "5.5", "0", "1e9"), 180))
        )
        file.write("2,100,4.5,99999999999999999999\n2,100,1.0,1\n2,100,4.0,2\n")
    finished(program("import", "movielens", given, "-L", folder))
    bad = [one for one in run("issues", "-L", folder, "--json").json if one["code"] == "bad-rating"]
    assert len(bad) == 7 + 1, "the fixture has one of its own"
    whole_ratings(folder, 4 * 10 + 1)
    with Library.open(folder) as library:
        twice = library.audience.execute(
            "SELECT value FROM ratings JOIN items USING (item) JOIN users USING (user) "
            "WHERE item_id = 'movielens:100' AND user_id LIKE '%:2'"
        ).fetchall()
    assert twice == [(4.0,)]
    assert run("train", "svd", "-L", folder).code == 0


def test_no_scale_is_said(run: Run, folder: Path) -> None:
    with Library.open(folder, write=True) as library:
        library.culture.execute("UPDATE sources SET rating_low = NULL, rating_high = NULL")
    said = run("train", "popular", "-L", folder, "--json")
    assert (said.code, said.error) == (
        1,
        {"code": "model", "message": "nobody says on which scale Sample ratings rates.",
         "hint": "Give d a rating_scale, then import it again."},
    )  # fmt: skip


@pytest.mark.parametrize("domain", ["museum", "music"])
def test_a_domain_without_ratings(run: Run, trained: Path, domain: str) -> None:
    for name in NAMES:
        said = run("train", name, "--domain", domain, "-L", trained, "--json")
        assert (said.code, said.error["code"]) == (1, "model")
        assert said.error["message"] == f"there are no ratings of {domain} in {trained}."
    said = run("recommend", "1", "--domain", domain, "-L", trained, "--json")
    assert (said.code, said.error["message"]) == (1, f"svd was not trained for {domain} in {trained}.")


def test_a_seed_that_is_none(run: Run, folder: Path) -> None:
    said = run("train", "svd", "--seed", "-1", "-L", folder)
    assert (said.code, said.out, said.err) == (2, "", "Error: -1 is no seed. Seeds go from 0 to 2,147,483,647.\n")


# -- slates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_slates_at_their_ends(run: Run, folder: Path, name: str) -> None:
    """One work, more than there are, and nothing left."""
    with Library.open(folder, write=True) as library, transaction(library.audience):
        for item in (3, 4):
            library.audience.execute(
                "INSERT INTO ratings (user, item, value, source, provenance) VALUES (1, ?, 2, 'd', 'open')", [item]
            )
    assert run("train", name, "-L", folder).code == 0
    one = run("recommend", "2", "-k", 1, "-r", name, "-L", folder, "--json").json["items"]
    many = run("recommend", "2", "-k", 1000, "-r", name, "-L", folder, "--json").json["items"]
    assert [item["item"] for item in many][:1] == [item["item"] for item in one]
    assert {item["item"] for item in many} == {"c:2", "c:4"}
    nothing = run("recommend", "1", "-r", name, "-L", folder, "--json")
    assert (nothing.code, nothing.json["items"]) == (0, [])
    assert nothing.err == "Nothing is left to recommend: all 4 works were rated already.\n"
    plain = run("recommend", "1", "-r", name, "-L", folder)
    assert (plain.code, plain.lines) == (0, [["", "item", "title", "score", "reason"]])
    for k in (0, -3, 1001):
        assert run("recommend", "1", "-k", k, "-r", name, "-L", folder).code == 2


def test_people_and_works_with_quotes_and_emoji(run: Run, folder: Path) -> None:
    """They are asked for as they are called, and come out so."""
    person, film = 'd:user:O\'Hara "🎬"', "d:é'\"; DROP TABLE ratings; --🎭"
    with Library.open(folder, write=True) as library, transaction(library.audience):
        library.audience.execute("UPDATE users SET user_id = ? WHERE user = 1", [person])
        library.audience.execute("UPDATE items SET item_id = ? WHERE item_id = 'c:4'", [film])
    for name in NAMES:
        assert run("train", name, "-L", folder).code == 0
        for asked in (person, 'O\'Hara "🎬"'):
            said = run("recommend", asked, "-r", name, "-L", folder, "--json")
            assert (said.code, said.err) == (0, "")
            assert film in {item["item"] for item in said.json["items"]}
        why = run("explain", person, film, "-r", name, "-L", folder, "--json")
        assert (why.code, why.json["item"], why.json["seen"]) == (0, film, False)
    whole_ratings(folder, 5)
    with closing(sqlite3.connect(folder / "audience.db")) as db:
        assert db.execute("SELECT count(*) FROM models").fetchone() == (len(NAMES),)


# -- another engine ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("svd", "--engine", "spark"), "no option of svd named 'engine'."),
        (("als", "--engine", "sprak"), "als: Invalid enum value 'sprak' - at `$.engine`."),
        (("als-wr", "--engine", "implicit"), "als-wr: Invalid enum value 'implicit' - at `$.engine`."),
        (("als", "--master", "nowhere"), "'nowhere' is no Spark master."),
        (("als-wr", "--master", "nowhere"), "'nowhere' is no Spark master."),
        (("als", "--engine", "spark", "--master", ""), "'' is no Spark master."),
        (("als", "--engine", "implicit", "--master", "local[2]"), "the engine implicit has no master."),
    ],
)
def test_an_engine_that_is_none(run: Run, folder: Path, arguments: tuple[str, ...], message: str) -> None:
    said = run("train", *arguments, "-L", folder, "--json")
    assert (said.code, said.out, said.error["message"]) == (2, "", message)
    assert said.err.count("\n") == 1


@with_spark
@pytest.mark.slow
@pytest.mark.parametrize("name", ["als", "als-wr"])
def test_with_spark(run: Run, folder: Path, name: str) -> None:
    """Nothing of Spark is told, and all that comes after is as without it."""
    options = ("--option", "factors=2", "--option", "epochs=2", "--option", "memory_gb=1", "-L", str(folder))
    program = [sys.executable, "-c", "from culturedata.cli.main import run; run()"]
    done = subprocess.run(
        [*program, "train", name, "--master", "local[2]", *options], capture_output=True, text=True, timeout=900
    )
    assert done.stdout == ""
    assert re.fullmatch(rf"{name} trained on .* kept as model \d+\.\n", done.stderr)
    with Library.open(folder) as library:
        [config] = library.audience.execute("SELECT config FROM models WHERE recommender = ?", [name]).fetchone()
    assert json.loads(config)["engine"] == "spark"
    [first, *_] = run("recommend", "1", "-r", name, "-L", folder, "--json").json["items"]
    assert run("explain", "1", first["item"], "-r", name, "-L", folder, "--json").json["rank"] == 1
