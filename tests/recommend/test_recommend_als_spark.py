"""als on Spark: what is asked of Spark and what is made of its answer; with Spark where it and Java are, slowly."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import scipy.sparse as sp

from culturedata.errors import ModelError, UsageError
from culturedata.recommend import _spark
from culturedata.recommend.choices import als
from culturedata.recommend.choices._base import chosen
from culturedata.recommend.choices.als import Als
from tests.recommend import made
from tests.spark_here import TWO_CORES, commands, with_spark

Factors = npt.NDArray[np.float64]


@pytest.fixture
def java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A java that says what is written beside it, where it is looked for; pyspark seems to be installed."""
    program = tmp_path / "home" / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\ncat {tmp_path}/said >&2\n")
    program.chmod(0o755)
    (tmp_path / "said").write_text('openjdk version "17.0.15" 2025-04-15\n')
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(_spark, "find_spec", lambda _: True)
    return tmp_path / "said"


def even(people: int = 60, works: int = 20, seed: int = 0) -> sp.csr_matrix:
    """Everybody chose six works, and every work was chosen by as many."""
    table = np.zeros((people, works), dtype=np.float32)
    for person in range(people):
        order = np.random.default_rng((seed, person // works)).permutation(works)
        table[person, order[(person + np.array([0, 1, 3, 7, 8, 12])) % works]] = 1
    return sp.csr_matrix(table)


def step(choices: sp.csr_matrix, other: Factors, penalty: float, weight: float) -> Factors:
    """The factors of the rows of `choices` for those of its columns, each penalised by its number of choices."""
    out, whole = np.zeros((choices.shape[0], other.shape[1])), other.T @ other
    for row in np.flatnonzero(choices.getnnz(axis=1)):
        mine, beyond = other[choices[[row]].indices], weight * choices[[row]].data
        around = whole + beyond * mine.T @ mine + penalty * len(mine) * np.eye(other.shape[1])
        out[row] = np.linalg.solve(around, (1 + beyond) @ mine)
    return out


# -- what must be there ------------------------------------------------------------------------------------------------


def test_without_the_packages_they_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_spark, "find_spec", lambda name: None if name == "pyspark" else True)
    with pytest.raises(UsageError, match=r"^Spark needs the packages pyspark and pyarrow\. Install them: pip"):
        Als(engine="spark").fit(made.drawn(seed=2))


def test_without_java_it_is_named(java: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(java.parent / "nowhere"))
    with pytest.raises(UsageError, match=r"^Spark needs Java 17 or newer; here is none\. Install it"):
        _spark.check(TWO_CORES)
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="here is none"):
        _spark.check(TWO_CORES)


@pytest.mark.parametrize(
    ("said", "version"),
    [('java version "1.8.0_392"', "Java 8"), ('openjdk version "11.0.2" 2019-01-15', "Java 11"), ("no JVM", "none")],
)
def test_an_old_java_is_named(java: Path, said: str, version: str) -> None:
    java.write_text(f"Picked up _JAVA_OPTIONS\n{said}\n")
    with pytest.raises(UsageError, match=f"here is {version}\\."):
        _spark.check(TWO_CORES)


@pytest.mark.parametrize("said", ['openjdk version "17.0.15"', 'java version "21"', 'openjdk version "25-ea"'])
def test_a_newer_java_will_do(java: Path, said: str) -> None:
    java.write_text(said)
    for master in ("local", "local[4]", "local[*]", "yarn"):
        _spark.check(_spark.SparkOptions(master=master))


@pytest.mark.parametrize("master", ["", "here", "local[x]", "http://host:7077", "local[2] ", "spark://", "\u0645"])
def test_what_is_no_master_is_refused(java: Path, master: str) -> None:
    with pytest.raises(UsageError, match=r"is no Spark master\. Say 'local\[2\]'"):
        _spark.check(_spark.SparkOptions(master=master))


def test_a_shared_folder_must_be_there(java: Path) -> None:
    with pytest.raises(UsageError, match=r"^there is no folder /nowhere\. Name one that all machines"):
        _spark.check(_spark.SparkOptions(shared="/nowhere"))


@pytest.mark.parametrize(
    "form", ["spark://127.0.0.1:{0}", "spark://127.0.0.1:{0},127.0.0.1:{0}", "k8s://https://127.0.0.1:{0}"]
)
def test_a_master_that_does_not_answer_is_named(java: Path, form: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        master = form.format(server.getsockname()[1])
        _spark.check(_spark.SparkOptions(master=master))
    with pytest.raises(ModelError, match=f"^no Spark master answers at {re.escape(master)}\\. Start it, or stay on"):
        _spark.check(_spark.SparkOptions(master=master))


def test_a_port_that_is_none(java: Path) -> None:
    with pytest.raises(ModelError, match="no Spark master answers"):
        _spark.check(_spark.SparkOptions(master="spark://127.0.0.1:port"))


# -- what is asked, and what is made of the answer ---------------------------------------------------------------------


def test_values_are_written_by_person_and_work(tmp_path: Path) -> None:
    """What is stored is, 0 too."""
    from pyarrow import parquet

    values = sp.csr_matrix(([1.0, 0, -0.5], [0, 2, 2], [0, 2, 2, 3]), shape=(3, 3))
    _spark._write(values, tmp_path / "one")
    found = parquet.read_table(tmp_path / "one").to_pydict()
    assert found == {"person": [0, 0, 2], "work": [0, 2, 2], "value": [1, 0, -0.5]}


def test_factors_are_read_in_any_order_and_must_all_be_there(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    choices = sp.csr_matrix(np.array([[1, 0, 1]], dtype=np.float32))
    rows = pa.table(
        {"id": pa.array([2, 0], pa.int32()), "features": pa.array([[3, 4], [1, 2]], pa.list_(pa.float32()))}
    )
    (tmp_path / "factors").mkdir()
    parquet.write_table(rows, tmp_path / "factors" / "part-0.parquet")
    assert _spark._read(tmp_path / "factors", choices, 2).tolist() == [[1, 2], [0, 0], [3, 4]]
    with pytest.raises(ModelError, match=r"left the factors of 2 works in place of 3\. Name a folder that all"):
        _spark._read(tmp_path / "factors", sp.csr_matrix(np.ones((1, 3), dtype=np.float32)), 2)


def test_what_a_choice_meets_on_average() -> None:
    """Of 1 + 3 choices the one meets 1 and the three meet 3: (1 + 9) / 4."""
    assert als._met(np.array([1, 0, 3])) == 2.5


def learnt_by(monkeypatch: pytest.MonkeyPatch, jobs: list[_spark.Job]) -> None:
    """Spark's place is taken by ALS-WR in numpy, which leaves the works' factors as Spark does."""

    def work(job: _spark.Job) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        jobs.append(job)
        assert job.alpha is not None
        rows = parquet.read_table(Path(job.folder, _spark.VALUES)).to_pydict()
        choices = sp.csr_matrix((rows["value"], (rows["person"], rows["work"])))
        people = np.random.default_rng(job.seed).normal(size=(choices.shape[0], job.rank))
        for _ in range(job.epochs):
            works = step(choices.T.tocsr(), people, job.lambda_, job.alpha)
            people = step(choices, works, job.lambda_, job.alpha)
        there = np.unique(choices.indices).astype(np.int32)
        Path(job.folder, _spark.FACTORS).mkdir()
        table = pa.table({"id": there, "features": pa.array(works[there].tolist(), pa.list_(pa.float32()))})
        parquet.write_table(table, Path(job.folder, _spark.FACTORS, "part"))

    monkeypatch.setattr(_spark, "check", lambda _: None)
    monkeypatch.setattr(_spark, "_run", work)


def test_the_penalty_and_the_factors_are_brought_into_one_scale(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody chose 6 of 20 works, each was chosen by 18: the same least as without Spark, by another penalty."""
    jobs: list[_spark.Job] = []
    learnt_by(monkeypatch, jobs)
    asked = Als(factors=1, epochs=20)
    found, theirs = asked._on_spark(even(), 1), asked._by_implicit(even(), 1)
    assert jobs[0].lambda_ == pytest.approx(10 / np.sqrt(6 * 18))
    np.testing.assert_allclose(found @ found.T, theirs @ theirs.T, rtol=0, atol=1e-4)
    assert not list(Path(jobs[0].folder).parent.glob(Path(jobs[0].folder).name)), "its folder goes again"


def test_how_often_something_was_played_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With as many choices each, also where they are of other strengths both come to the same least."""
    learnt_by(monkeypatch, [])
    choices, asked = even(), Als(factors=1, epochs=40)
    choices.data = np.random.default_rng(1).uniform(0.2, 3, choices.nnz).astype(np.float32)
    found, theirs = asked._on_spark(choices, 1), asked._by_implicit(choices, 1)
    np.testing.assert_allclose(found @ found.T, theirs @ theirs.T, rtol=0, atol=1e-4)
    data = made.played(made.drawn(seed=2))
    fitted = Als(factors=4, engine="spark").fit(data)
    assert fitted.state.item_factors.any(axis=1).tolist() == [True] * 37 + [False] * 3


def test_scores_and_reasons_come_as_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    learnt_by(monkeypatch, [])
    data, _ = made.checkerboard()
    fitted = Als(factors=4, engine="spark").fit(data, seed=1)
    assert all(slate.items[0] % 2 == user % 2 for user, slate in fitted.recommend_all(range(60), 1))
    slate = fitted.recommend(fitted.query(0), 3)
    assert {reason.kind for said in slate.reasons for reason in said} == {"goes-with"}
    again = Als(factors=4, engine="spark").load(fitted.to_bytes(), data, seed=1)
    assert again.recommend(again.query(0), 3).scores.tolist() == slate.scores.tolist()


def test_works_that_nobody_chose_have_no_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    learnt_by(monkeypatch, [])
    fitted = Als(factors=2, epochs=2, engine="spark", choices="rated").fit(made.drawn(seed=2))
    assert fitted.state.item_factors.any(axis=1).tolist() == [True] * 37 + [False] * 3


@pytest.mark.parametrize(
    ("code", "log", "said"),
    [
        (1, "java.lang.OutOfMemoryError: heap\nx\n", "2 GB of memory were not enough for Spark. Give it more: --opt"),
        (-9, "", "2 GB of memory were not enough for Spark. Give it more: --option memory_gb=4."),
        (1, "WARN …\nno worker came.\n", "Spark could not learn it: no worker came. Without Spark: leave --engine"),
        (3, "", "Spark could not learn it: it ended with 3. Without Spark: leave --engine and --master out."),
    ],
)  # fmt: skip
def test_a_failure_is_one_line(code: int, log: str, said: str) -> None:
    error = _spark._failure(_spark.Job("", "local", 2, 1, 1, 1.0, 1.0, 0), code, log)
    assert said in str(error)
    assert "\n" not in str(error)


def replaced(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str) -> _spark.Job:
    """A job in `folder` that this program does in place of Spark."""
    (folder / "program.py").write_text(program)
    monkeypatch.setattr(_spark, "__file__", str(folder / "program.py"))
    return _spark.Job(str(folder), "local", 1, 1, 1, 1.0, 1.0, 0)


def test_a_process_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = replaced(monkeypatch, tmp_path, "import sys; print('much else', flush=True); sys.exit('so it was.')")
    with pytest.raises(ModelError, match=r"^Spark could not learn it: so it was\. Without Spark:"):
        _spark._run(job)


def test_stopped_it_takes_its_children_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while Java, here a process that sleeps, is at work."""
    mark = f"sleep {600 + os.getpid() / 1e6}"
    job = replaced(monkeypatch, tmp_path, f"import subprocess; subprocess.run({mark.split()})")

    stopped = False

    class Stopped(subprocess.Popen[bytes]):
        def wait(self, timeout: float | None = None) -> int:
            nonlocal stopped
            if stopped:
                return super().wait(timeout)
            stopped = True
            assert within_a_minute(lambda: mark in commands())
            raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", Stopped)
    with pytest.raises(KeyboardInterrupt):
        _spark._run(job)
    assert within_a_minute(lambda: mark not in commands())


def within_a_minute(true: Callable[[], bool]) -> bool:
    """Whether it comes true."""
    until = time.monotonic() + 60
    while not true() and time.monotonic() < until:
        time.sleep(0.01)
    return true()


# -- Spark itself ------------------------------------------------------------------------------------------------------


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go."""
    (tmp_path / "temporary files").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary files"))
    return tmp_path / "temporary files"


@with_spark
@pytest.mark.slow
class TestSpark:
    """With two cores of this machine."""

    def test_by_hand(self, temporary: Path) -> None:
        """One person chose one work: (1 + w)(1 − xy)² + λ(x² + y²) is least at y² = 1 − λ/(1 + w) = 1 − 1.5/6."""
        one = sp.csr_matrix(np.ones((1, 1), dtype=np.float32))
        found = _spark.learn(one, TWO_CORES, factors=1, epochs=30, penalty=1.5, weight=5.0, seed=0)
        assert abs(found[0, 0]) == pytest.approx(np.sqrt(0.75), abs=1e-4)
        assert not list(temporary.iterdir())
        assert not [line for line in commands() if str(temporary) in line], "Java is gone"

    def test_what_it_comes_to_stays(self, temporary: Path) -> None:
        """Another round of the formula that it is said to minimise changes nothing; the same seed learns the same."""
        data, _ = made.checkerboard()
        options = {"factors": 2, "epochs": 20, "engine": "spark", "memory_gb": 1}
        first, second = (Als(**options).fit(data, seed=3).state.item_factors for _ in range(2))
        np.testing.assert_allclose(first, second, rtol=0, atol=1e-5)
        choices = chosen(data, "liked")
        people, works = (als._met(choices.getnnz(axis=axis)) for axis in (1, 0))
        penalty, theirs = 10 / np.sqrt(people * works), first.astype(np.float64) * (people / works) ** 0.25
        again = step(choices.T.tocsr(), step(choices, theirs, penalty, 5.0), penalty, 5.0)
        np.testing.assert_allclose(again, theirs, rtol=0, atol=1e-3)
        assert np.linalg.svd(theirs)[1].min() > 1, "both traits are there"

    @pytest.mark.parametrize("often", [False, True], ids=["once", "often"])
    def test_the_same_as_without_it_where_everybody_chose_as_many(self, temporary: Path, often: bool) -> None:
        """However strongly they chose each."""
        choices, asked = even(), Als(factors=1, epochs=40, memory_gb=1)
        if often:
            choices.data = np.random.default_rng(1).uniform(0.2, 3, choices.nnz).astype(np.float32)
        found, theirs = asked._on_spark(choices, 1), asked._by_implicit(choices, 1)
        np.testing.assert_allclose(found @ found.T, theirs @ theirs.T, rtol=0, atol=1e-4)
