"""Reading in a process of its own, beside the one that writes: a large file comes in faster on two cores.

The process reads, parses, packs and makes rows; what comes over the pipe is ready to be written. A writer that waits
for more is sent records as they were read, and parses them itself, so that both cores are busy whatever takes longer.
Issues come with the record that they belong to, errors where they were raised. The process ends when the writer does,
however that ends.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

from culturedata.data.records import RawRecord
from culturedata.errors import InputError
from culturedata.importing.reading.here import ReadHere
from culturedata.importing.reading.items import Item, Unreadable
from culturedata.importing.source import Context, Issue, Source
from culturedata.store.writing.rows import Gathered

LEAST = 4_000_000  # bytes: to start a process takes as long as to read some thousand records
PACKS = 8  # how many bytes of text one packed byte holds, about
PACKED = frozenset({".gz", ".bz2", ".xz", ".zst", ".zip", ".tgz"})
_FEW = 5_000  # records
_PIPE = 1 << 20  # bytes that may wait in the pipe, where the system lets one say so


class Ready(NamedTuple):
    """An item as it comes over the pipe: what `Item` holds, its body packed, and what came of it.

    `before` are the issues of reading up to it, `issues` those of parsing it.
    """

    of: tuple[str, str, str, str, bool, bool, str]
    packed: bytes
    rows: Gathered | None
    unreadable: Unreadable | None
    before: list[Issue]
    issues: list[Issue]


class Read(NamedTuple):
    """A record that is left for the writer to parse, and the issues of reading up to it."""

    record: RawRecord
    before: list[Issue]


class Sent(NamedTuple):
    """What comes at once: items, and how the reader's context stands after them. The last one has an `end`.

    `error` is what ended the reading, None if nothing is left.
    """

    items: Sequence[Ready | Read]
    partial: bool
    identity: str | None
    end: bool = False
    error: BaseException | None = None
    issues: tuple[Issue, ...] = ()


class Asked(NamedTuple):
    """What the process is to read."""

    module: str
    source: str
    context: dict[str, Any]

    @classmethod
    def of(cls, source: type[Source], context: Context) -> Asked:
        """All records that `source` reads in `context`."""
        told = ("descriptor", "input", "cursor", "limit", "since", "partial", "identity")
        return cls(source.__module__, source.__qualname__, {name: getattr(context, name) for name in told})


def pays(source: type[Source], context: Context) -> bool:
    """Whether a process of its own would be faster: there are two cores, others leave them to us, and a large file or
    folder is to be read.

    Not for a source of behaviour, which must have read its records in the process that writes.
    """
    return (
        _cores() > 1
        and not _is_busy()
        and source.interactions is Source.interactions
        and context.descriptor.rating_scale is None
        and "<locals>" not in source.__qualname__
        and source.__module__ != "__main__"
        and (context.limit is None or context.limit >= _FEW)
        and context.input is not None
        and _is_large(Path(context.input))
    )


@dataclass(slots=True)
class _ReadBeside(Item):
    ready: Ready
    context: Context

    def packed(self) -> bytes:
        return self.ready.packed

    def gathered(self) -> Gathered:
        for issue in self.ready.issues:
            self.context.report(issue)
        if self.ready.unreadable is not None:
            raise self.ready.unreadable
        assert self.ready.rows is not None
        return self.ready.rows


class Beside:
    """The records of a source, read in a process of its own. `close` ends it."""

    def __init__(self, source: type[Source], context: Context) -> None:
        self._context = context
        self._source = source(context)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "culturedata.importing.reading.process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._answers: IO[bytes] = self._process.stdout
        _widen(self._answers)
        with self._process.stdin as pipe:
            pickle.dump(Asked.of(source, context), pipe)

    def items(self) -> Iterator[Item]:
        """What `Source.records` yields and raises. Raises InputError if the process ends before it has read all."""
        while True:
            try:
                sent: Sent = pickle.load(self._answers)
            except (EOFError, pickle.UnpicklingError):
                raise self._lost() from None
            for one in sent.items:
                self._report(one.before)
                if isinstance(one, Read):
                    yield ReadHere.of(one.record, self._source)
                else:
                    yield _ReadBeside(*one.of, one, self._context)
            self._report(sent.issues)
            self._context.partial = self._context.partial or sent.partial
            self._context.identity = sent.identity
            if sent.error is not None:
                raise sent.error
            if sent.end:
                return

    def close(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._answers.close()
        self._process.wait()

    def _report(self, issues: tuple[Issue, ...] | list[Issue]) -> None:
        for issue in issues:
            self._context.report(issue)

    def _lost(self) -> InputError:
        ended = self._process.wait()
        how = f"was ended by the system ({signal.Signals(-ended).name})" if ended < 0 else f"ended with code {ended}"
        return InputError(
            f"the process that reads {self._context.input} {how}.",
            "Is there enough memory? What came before is safe: go on with --resume.",
        )


def _cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _is_busy() -> bool:
    """Whether twice as many processes want a core as there are: one more would only take turns with them."""
    try:
        return os.getloadavg()[0] > 2 * _cores()
    except (AttributeError, OSError):  # the system does not tell
        return False


def _is_large(path: Path) -> bool:
    size = 0
    for one in path.rglob("*") if path.is_dir() else filter(Path.is_file, (path,)):
        with suppress(OSError):  # a link that leads nowhere, say
            size += one.stat().st_size * (PACKS if one.suffix in PACKED else 1)
        if size >= LEAST:
            return True
    return False


def _widen(pipe: IO[bytes]) -> None:
    """Let more wait in `pipe` than usual, so that neither side waits for the other at every turn."""
    if sys.platform == "linux":
        import fcntl

        try:
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
        except OSError:  # the system gives no more: it goes on, with more waiting
            return
