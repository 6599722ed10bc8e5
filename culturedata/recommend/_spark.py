"""The traits of als and als-wr learnt by Spark, on this machine or on a cluster. Nothing else here knows of Spark.

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
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import msgspec
import numpy as np

from culturedata.errors import ModelError, UsageError
from culturedata.recommend._base import Config

if TYPE_CHECKING:
    import numpy.typing as npt
    import scipy.sparse as sp
    from pyspark.sql import SparkSession

OLDEST_JAVA = 17
ANSWER_S, WORKERS_S = 5.0, 60.0  # how long a master may take to answer, and a cluster to lend a worker
MASTER = re.compile(r"local(\[(\d+|\*)\])?|yarn|(spark|k8s)://\S+")
VALUES, FACTORS, LOG = "values.parquet", "factors", "log"


class SparkOptions(Config, frozen=True, kw_only=True):
    """Where Spark works: on its `master`, «local[2]» or a cluster's address; each process may take `memory_gb`.

    `shared` is a folder that all machines of the cluster see under the same path; «» for temporary files of this one.
    """

    master: str = "local[2]"
    memory_gb: Annotated[int, msgspec.Meta(ge=1)] = 4
    shared: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """What Spark is asked for, by its own names of the parameters; its files lie in `folder`."""

    folder: str
    master: str
    memory_gb: int
    rank: int
    epochs: int
    lambda_: float
    alpha: float | None
    seed: int


def learn(
    values: sp.csr_matrix,
    place: SparkOptions,
    *,
    factors: int,
    epochs: int,
    penalty: float,
    weight: float | None = None,
    seed: int,
) -> npt.NDArray[np.float32]:
    """Factors of works, (works, factors), from what `values`, (people, works), store; rows of 0 for empty columns.

    Without a `weight` Spark minimises Σ (v_ui − x_u·y_i)² + λₛ(Σ n_u|x_u|² + Σ m_i|y_i|²) over what is stored, where n
    and m count what a person and a work have and λₛ is the `penalty` (ALS-WR). With one it does so over all pairs: v is
    1 where something is stored and else 0, and each square counts 1 + weight · what is stored, which is above 0.

    The same seed learns the same on as many cores. Raises UsageError where pyspark, pyarrow or Java are missing or
    `place` makes no sense, ModelError where no master answers or Spark fails.
    """
    check(place)
    with _folder(place.shared) as folder:
        _write(values, folder / VALUES)
        _run(Job(str(folder), place.master, place.memory_gb, factors, epochs, penalty, weight, seed))
        return _read(folder / FACTORS, values, factors)


# -- what must be there ------------------------------------------------------------------------------------------------


def check(place: SparkOptions) -> None:
    """Raises UsageError for a master or folder that is none and for missing software, ModelError if nobody answers."""
    if not MASTER.fullmatch(place.master):
        hint = "Say 'local[2]' for two cores of this machine, or a cluster's address: spark://HOST:7077."
        raise UsageError(f"{place.master!r} is no Spark master.", hint)
    if place.shared and not Path(place.shared).is_dir():
        raise UsageError(f"there is no folder {place.shared}.", "Name one that all machines of the cluster see.")
    if not all(map(find_spec, ("pyspark", "pyarrow"))):
        raise UsageError(
            "Spark needs the packages pyspark and pyarrow.", "Install them: pip install 'culturedata[spark]'."
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


def _write(values: sp.csr_matrix, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    people = np.repeat(np.arange(values.shape[0], dtype=np.int32), np.diff(values.indptr))
    works, stored = values.indices.astype(np.int32, copy=False), values.data.astype(np.float32, copy=False)
    pq.write_table(pa.table({"person": people, "work": works, "value": stored}), path)


def _read(folder: Path, values: sp.csr_matrix, factors: int) -> npt.NDArray[np.float32]:
    """The factors of all works. Raises ModelError if some are missing, as where a worker wrote to a disk of its own."""
    import pyarrow.parquet as pq

    table = pq.read_table(folder)
    wanted = np.count_nonzero(values.getnnz(axis=0))
    if table.num_rows != wanted:
        raise ModelError(
            f"Spark's workers left the factors of {table.num_rows:,} works in place of {wanted:,}.",
            "Name a folder that all machines of the cluster see: --option shared=FOLDER.",
        )
    found = np.zeros((values.shape[1], factors), dtype=np.float32)
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
    return ModelError(f"Spark could not learn it: {last}", "Without Spark: leave --engine and --master out.")


def _work(job: Job) -> None:
    """What is done in that process: read the values, learn, and write the works' factors."""
    from pyspark.ml.recommendation import ALS

    with _session(job) as session:
        session.sparkContext.setCheckpointDir(f"{job.folder}/checkpoints")  # what led to each epoch would else pile up
        blocks = session.sparkContext.defaultParallelism
        how = {"implicitPrefs": job.alpha is not None, "alpha": 1.0 if job.alpha is None else job.alpha}
        als = ALS(
            rank=job.rank, maxIter=job.epochs, regParam=job.lambda_, seed=job.seed, userCol="person", itemCol="work",
            ratingCol="value", numUserBlocks=blocks, numItemBlocks=blocks, **how,
        )  # fmt: skip
        values = session.read.parquet(f"{job.folder}/{VALUES}")
        als.fit(values).itemFactors.write.parquet(f"{job.folder}/{FACTORS}")


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
