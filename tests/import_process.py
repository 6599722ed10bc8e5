"""An import from a played server as a process of its own, which may be killed with -9.

Its descriptor is the one of the package or of the library, with the options and the size of pages that the test says;
every record is a batch of its own.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import msgspec

from culturedata.importing import run
from culturedata.importing.descriptor import Descriptor, descriptor
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.kept.cache import Cache
from culturedata.store.library import Library
from tests.http_faults import Clock, Reply


class ImportProcess:
    """An import of `input` into `folder` that began; `trusted` is the server of which a dump is had."""

    def __init__(self, described: Descriptor, input: str, folder: Path, cache: Path, trusted: str = "") -> None:
        assert described.http is not None
        said = {
            "source": described.name, "options": described.options, "size": described.http.page_size, "input": input,
            "folder": str(folder), "cache": str(cache), "trusted": trusted,
        }  # fmt: skip
        command = [sys.executable, "-m", "tests.import_process", json.dumps(said)]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE)

    def kill(self) -> None:
        """Send it SIGKILL."""
        self._process.kill()

    def was_killed(self) -> bool:
        """Whether that is how it ended; else it raises what it said last, if it failed."""
        _, said = self._process.communicate(timeout=240)
        assert self._process.returncode <= 0, said.decode()
        return self._process.returncode == -signal.SIGKILL


class Killing:
    """What a played server does to the import that asks it: kills it at request `at`, and answers all others right.

    It is there before the import begins, which could else have asked before anybody counts.
    """

    def __init__(self, at: int) -> None:
        self._at = at
        self.begun: SimpleQueue[ImportProcess] = SimpleQueue()

    def __call__(self, asked: int, right: Reply) -> Reply:
        if asked == self._at:
            self.begun.get().kill()
        return right


def go(said: dict[str, Any]) -> None:
    """What the process does."""
    described = descriptor(said["source"], Path(said["folder"]))
    http = msgspec.structs.replace(described.http, page_size=said["size"])
    own = msgspec.structs.replace(described, http=http, options=said["options"])
    run.descriptor = lambda *_, **__: own  # type: ignore[assignment]
    run.BATCH = 1
    senses = Clock().senses()

    def fetcher(one: Descriptor, refresh: bool) -> Fetcher:
        stored = Cache(Path(said["cache"]), senses.now)
        made = Fetcher(one, refresh=refresh, stored=stored, senses=senses, tell=lambda _: None)
        if said["trusted"]:
            made.trust(said["trusted"])
        return made

    with Library.open(said["folder"], create=True) as library:
        run.import_source(library, said["source"], said["input"], fetcher=fetcher)


if __name__ == "__main__":
    go(json.loads(sys.argv[1]))
