"""How long readers wait for the home page when many ask at once."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from culturedata.benchmarks._base import Benchmark
from culturedata.errors import CultureDataError, InputError
from culturedata.importing.run import import_source
from culturedata.store.library import CULTURE, Library

SOURCES = ("movielens", "bokeh-films", "sample-museum", "sample-music")
PROGRAM = (sys.executable, "-c", "from culturedata.cli.main import run; run()")
READERS, EACH, WARM = 50, 20, 20
PATIENCE = 60.0  # seconds to wait for the server to listen, and for an answer


class HomeReaders(Benchmark):
    """Fifty readers ask the server for a page, each twenty times, one request after another: the 99th percentile.

    The server is `culturedata serve`, started anew for each measurement, and the readers share its cores. `--input` is
    the folder of a library with a home page in it; without it one is made of the demo's sources.
    """

    name = "home-readers"
    summary = "what 1 in 100 of fifty readers at once waits for the home page, at least, against a table"
    against = "the same for Datasette's page of the table of works, fifty rows, of the same library"
    limit = 3.0
    runs = 3

    def data(self) -> str:
        if self.input and not (Path(self.input) / CULTURE).is_file():
            raise InputError(
                f"{self.input} is no library.", "Give the folder of one, such as that of `culturedata demo`."
            )
        return self.input or f"a library of {', '.join(SOURCES)}"

    @property
    def library(self) -> Path:
        """The folder of the library that is served."""
        return Path(self.input) if self.input else self.scratch / "library"

    def prepare(self) -> None:
        if self.input:
            return
        with Library.open(self.library, create=True) as library:
            for source in SOURCES:
                import_source(library, source)
        subprocess.run([*PROGRAM, "home", "--keep", "-L", str(self.library)], capture_output=True, check=True)

    def ours(self) -> float:
        return self.waited("/")

    def reference(self) -> float:
        return self.waited(f"/{Path(CULTURE).stem}/works")

    def waited(self, path: str) -> float:
        """The 99th percentile of the seconds that readers wait for `path`. Raises CultureDataError for any failure."""
        with serving(self.library) as address:
            seconds, size = asyncio.run(_read(address + path))
        (self.scratch / f"size-{'home' if path == '/' else 'table'}").write_text(str(size))
        return float(np.quantile(seconds, 0.99))

    def beside(self, seconds: dict[str, float]) -> str:
        waits = ", ".join(f"{side} {1000 * wait:.0f} ms" for side, wait in seconds.items())
        sizes = ", ".join(f"{page} {int((self.scratch / f'size-{page}').read_text()):,}" for page in ("home", "table"))
        return f"{READERS} readers, {READERS * EACH:,} requests a side, no error; waits: {waits}; bytes: {sizes}"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """`culturedata serve` in a process of its own, and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [*PROGRAM, "serve", str(folder), "--port", str(port)], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _await(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _await(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers. Raises CultureDataError if it stops before."""
    import httpx

    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with suppress(httpx.TransportError):
            httpx.get(f"{address}/-/versions.json", trust_env=False)
            return
        time.sleep(0.1)
    raise CultureDataError("the server does not answer.", "Try it: culturedata serve")


async def _read(url: str) -> tuple[list[float], int]:
    """The seconds of each request after some that warm the server up, and the bytes of an answer."""
    import httpx

    limits = httpx.Limits(max_connections=READERS)
    async with httpx.AsyncClient(limits=limits, timeout=PATIENCE, trust_env=False) as client:
        for _ in range(WARM):
            (await client.get(url)).raise_for_status()
        seconds: list[float] = []

        async def reader() -> int:
            for _ in range(EACH):
                began = time.perf_counter()
                answer = await client.get(url)
                seconds.append(time.perf_counter() - began)
                if answer.status_code != 200:
                    raise CultureDataError(f"{url} answers {answer.status_code}.", "No reader may meet an error.")
            return len(answer.content)

        sizes = await asyncio.gather(*(reader() for _ in range(READERS)))
    return seconds, sizes[0]
