"""The traits of als learnt by Spark, on this machine or on a cluster. Nothing else here knows of Spark.

It works in a process of its own: what it tells goes to a log, and all that it made goes with it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from culturedata.errors import ModelError, UsageError

if TYPE_CHECKING:
    import numpy.typing as npt
    import scipy.sparse as sp
    from pyspark.sql import SparkSession

OLDEST_JAVA = 17
ANSWER_S, WORKERS_S = 5.0, 60.0  # how long a master may take to answer, and a cluster to lend a worker
MASTER = re.compile(r"local(\[(\d+|\*)\])?|yarn|(spark|k8s)://\S+")
CHOICES, FACTORS, LOG = "choices.parquet", "factors", "log"


@dataclass(frozen=True, slots=True)
class Place:
    """Where Spark works: `master` is its address, `memory_gb` what each of its processes may take.

    `shared` is a folder that all machines of the cluster see under the same path; «» for temporary files of this one.
    """

    master: str
    memory_gb: int
    shared: str


@dataclass(frozen=True, slots=True)
class Job:
    """What Spark is asked for, by its own names of the parameters; its files lie in `folder`."""

    folder: str
    master: str
    memory_gb: int
    rank: int
    epochs: int
    lambda_: float
    alpha: float
    seed: int


def learn(
    choices: sp.csr_matrix,
    place: Place,
    *,
    factors: int,
    epochs: int,
    regularization: float,
    weight: float,
    seed: int,
) -> npt.NDArray[np.float32]:
    """Factors of works, (works, factors), from `choices`, (people, works), where what is stored is 1; rows of 0 for
    works that nobody chose.

    Spark minimises Σ c_ui (p_ui − x_u·y_i)² + λₛ(Σ n_u|x_u|² + Σ m_i|y_i|²), where n and m count the choices of a
    person and of a work (ALS-WR), in place of λ(Σ|x_u|² + Σ|y_i|²). With n̄ = Σn²/Σn and m̄ = Σm²/Σm, what a choice
    meets on average, λₛ is λ/√(n̄m̄) and what comes back is (m̄/n̄)^¼ y: where everybody chose as many works, and every
    work was chosen by as many, both then have the same least and the same products. Elsewhere who chose much, and what
    many chose, are held back more than on one machine, and others less.

    The same seed learns the same on as many cores. Raises UsageError where pyspark, pyarrow or Java are missing or
    `place` makes no sense, ModelError where no master answers or Spark fails.
    """
    check(place)
    people, works = (_met(choices.getnnz(axis=axis)) for axis in (1, 0))
    with _folder(place.shared) as folder:
        _write(choices, folder / CHOICES)
        penalty = regularization / float(np.sqrt(people * works))
        _run(Job(str(folder), place.master, place.memory_gb, factors, epochs, penalty, weight, seed))
        learnt = _read(folder / FACTORS, choices, factors)
    learnt *= (works / people) ** 0.25
    return learnt


def _met(counts: npt.NDArray[np.integer]) -> float:
    """The mean of `counts` as one of what is counted meets it: Σn²/Σn."""
    return float((counts.astype(np.float64) ** 2).sum() / counts.sum())


# -- what must be there ------------------------------------------------------------------------------------------------


def check(place: Place) -> None:
    """Raises UsageError for a master or folder that is none and for missing software, ModelError if nobody answers."""
    if not MASTER.fullmatch(place.master):
        hint = "Say 'local[2]' for two cores of this machine, or a cluster's address: spark://HOST:7077."
        raise UsageError(f"{place.master!r} is no Spark master.", hint)
    if place.shared and not Path(place.shared).is_dir():
        raise UsageError(f"there is no folder {place.shared}.", "Name one that all machines of the cluster see.")
    if not all(map(find_spec, ("pyspark", "pyarrow"))):
        raise UsageError(
            "als on Spark needs the packages pyspark and pyarrow.", "Install them: pip install 'culturedata[spark]'."
        )
    _check_java()
    _check_answers(place.master)


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home, "bin", "java")) if home else shutil.which("java")
    try:
        told = subprocess.run([program or "java", "-version"], capture_output=True, text=True).stderr
    except OSError:
        told = ""
    found = re.search(r'version "(?:1\.)?(\d+)', told)
    if found is None or int(found[1]) < OLDEST_JAVA:
        raise UsageError(
            f"Spark needs Java {OLDEST_JAVA} or newer; here is {f'Java {found[1]}' if found else 'none'}.",
            "Install it (Debian: apt-get install openjdk-17-jre-headless), or say where it is by JAVA_HOME.",
        )


def _check_answers(master: str) -> None:
    """Raises ModelError if none of the machines that `master` names takes a connection; Spark itself tries a minute."""
    _, _, hosts = master.partition("://")
    places = [urlsplit(host if "//" in host else f"//{host}") for host in hosts.split(",") if host]
    for place in places:
        try:
            socket.create_connection((place.hostname or "", place.port or 443), ANSWER_S).close()
            return
        except (OSError, ValueError):
            continue
    if places:
        raise ModelError(
            f"no Spark master answers at {master}.", "Start it, or stay on this machine: --master 'local[2]'."
        )


# -- files -------------------------------------------------------------------------------------------------------------


@contextmanager
def _folder(shared: str) -> Iterator[Path]:
    """A new folder that goes again with all that is in it."""
    with tempfile.TemporaryDirectory(
        prefix="culturedata-spark-", dir=shared or None, ignore_cleanup_errors=True
    ) as name:
        yield Path(name).resolve()


def _write(choices: sp.csr_matrix, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    people = np.repeat(np.arange(choices.shape[0], dtype=np.int32), np.diff(choices.indptr))
    pq.write_table(pa.table({"person": people, "work": choices.indices.astype(np.int32, copy=False)}), path)


def _read(folder: Path, choices: sp.csr_matrix, factors: int) -> npt.NDArray[np.float32]:
    """The factors of all works. Raises ModelError if some are missing, as where a worker wrote to a disk of its own."""
    import pyarrow.parquet as pq

    table = pq.read_table(folder)
    wanted = np.count_nonzero(choices.getnnz(axis=0))
    if table.num_rows != wanted:
        raise ModelError(
            f"Spark's workers left the factors of {table.num_rows:,} works in place of {wanted:,}.",
            "Name a folder that all machines of the cluster see: --option shared=FOLDER.",
        )
    found = np.zeros((choices.shape[1], factors), dtype=np.float32)
    found[table["id"].to_numpy()] = table["features"].combine_chunks().flatten().to_numpy().reshape(-1, factors)
    return found


# -- Spark's process ---------------------------------------------------------------------------------------------------


def _run(job: Job) -> None:
    """Have the job done by a process of its own, which takes its children with it. Raises ModelError if it fails."""
    log = Path(job.folder, LOG)
    command = [sys.executable, "-P", __file__, json.dumps(asdict(job))]
    with log.open("wb") as told:
        working = subprocess.Popen(command, cwd=job.folder, stdout=told, stderr=told, start_new_session=True)
        try:
            failed = working.wait()
        finally:
            with suppress(ProcessLookupError):
                os.killpg(working.pid, signal.SIGKILL)
            working.wait()
    if failed:
        raise _failure(job, failed, log.read_text(encoding="utf-8", errors="replace"))


def _failure(job: Job, code: int, log: str) -> ModelError:
    """The one line that says why, and what to do."""
    if "OutOfMemoryError" in log or code == -signal.SIGKILL:
        more = f"Give it more: --option memory_gb={2 * job.memory_gb}."
        return ModelError(f"{job.memory_gb} GB of memory were not enough for Spark.", more)
    last = next(reversed(log.split("\n")[:-1]), f"it ended with {code}.")
    return ModelError(f"Spark could not learn it: {last}", "Without Spark: culturedata train als --engine implicit.")


def _work(job: Job) -> None:
    """What is done in that process: read the choices, learn, and write the works' factors."""
    from pyspark.ml.recommendation import ALS
    from pyspark.sql.functions import lit

    with _session(job) as session:
        session.sparkContext.setCheckpointDir(f"{job.folder}/checkpoints")  # what led to each epoch would else pile up
        blocks = session.sparkContext.defaultParallelism
        als = ALS(
            rank=job.rank, maxIter=job.epochs, regParam=job.lambda_, alpha=job.alpha, seed=job.seed, implicitPrefs=True,
            userCol="person", itemCol="work", ratingCol="choice", numUserBlocks=blocks, numItemBlocks=blocks,
        )  # fmt: skip
        choices = session.read.parquet(f"{job.folder}/{CHOICES}").withColumn("choice", lit(1.0))
        als.fit(choices).itemFactors.write.parquet(f"{job.folder}/{FACTORS}")


@contextmanager
def _session(job: Job) -> Iterator[SparkSession]:
    """A session that is stopped again, and Java with it. Raises RuntimeError if the cluster lends no worker."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(job.master).appName("culturedata")
    for name, value in _settings(job).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    java: Any = session.sparkContext._gateway
    try:
        if not job.master.startswith("local"):
            _await_workers(session)
        yield session
    finally:
        session.stop()
        java.shutdown()
        java.proc.stdin.close()
        java.proc.wait()


def _settings(job: Job) -> dict[str, str]:
    memory = f"{job.memory_gb}g"
    settings = {
        "spark.driver.memory": memory,
        "spark.executor.memory": memory,
        "spark.driver.extraJavaOptions": f'"-Djava.io.tmpdir={job.folder}"',
        "spark.ui.enabled": "false",
    }
    if job.master.startswith("local"):
        settings |= {"spark.local.dir": job.folder}
        settings |= dict.fromkeys(("spark.driver.host", "spark.driver.bindAddress"), "127.0.0.1")
    return settings


def _await_workers(session: SparkSession) -> None:
    java: Any = session.sparkContext._jsc
    until = time.monotonic() + WORKERS_S
    while java.sc().getExecutorMemoryStatus().size() < 2:  # this process is one of them
        if time.monotonic() > until:
            raise RuntimeError(f"the cluster lent no worker within {WORKERS_S:g} s.")
        time.sleep(0.2)


def _main(asked: str) -> None:
    try:
        _work(Job(**json.loads(asked)))
    except Exception as error:  # whatever Java raises; the first line of it is said
        sys.exit(str(getattr(error, "java_exception", error)).partition("\n")[0])


if __name__ == "__main__":
    _main(sys.argv[1])
