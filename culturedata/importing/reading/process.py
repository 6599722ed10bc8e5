"""The process that reads beside the writer; see beside. `python -m culturedata.importing.reading.process`."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from hashlib import sha256
from importlib import import_module
from typing import IO

from culturedata.data.records import RawRecord
from culturedata.importing.reading.beside import Asked, Read, Ready, Sent
from culturedata.importing.reading.items import ALLOCATED, Unreadable, gather, pack
from culturedata.importing.source import Context, Issue, Source

TOGETHER = 50  # records sent at once


def main() -> None:
    """Read what is asked for on standard input and send it to standard output, which nothing else may write to."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the writer, which ends this process
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    gc.set_threshold(ALLOCATED)
    asked: Asked = pickle.load(sys.stdin.buffer)
    try:
        _read(asked, out)
    except BrokenPipeError:
        os._exit(1)  # the writer is gone


def _read(asked: Asked, out: IO[bytes]) -> None:
    issues: list[Issue] = []
    context = Context(**asked.context, report=issues.append)
    read: list[Read] = []
    error: BaseException | None = None
    try:
        source: Source = getattr(import_module(asked.module), asked.source)(context)
        for record in source.records():
            read.append(Read(record, _taken(issues)))
            if len(read) == TOGETHER:
                items = read if _waits(out) else [_made(source, *one, issues) for one in read]
                _send(out, Sent(items, context.partial, context.identity))
                read = []
    except BrokenPipeError:
        raise
    except BaseException as raised:
        error = raised
    _send(out, Sent(read, context.partial, context.identity, True, _that_travels(error), tuple(issues)))


def _waits(out: IO[bytes]) -> bool:
    """Whether the writer has taken all that it was sent; no where the system does not tell."""
    if sys.platform != "linux":
        return False
    import fcntl
    import termios

    left = bytearray(4)
    fcntl.ioctl(out, termios.FIONREAD, left)
    return not any(left)


def _made(source: Source, record: RawRecord, before: list[Issue], issues: list[Issue]) -> Ready:
    """A record with all that comes of it; `issues` are those of parsing it, and are taken out."""
    rows, unreadable = None, None
    if not record.gone:
        try:
            rows = gather(source, record)
        except Unreadable as said:
            unreadable = said
    of = (record.key, record.located, record.cursor, record.format, record.private, record.gone)
    digest = sha256(record.body).hexdigest()
    return Ready((*of, digest), pack(record.body), rows, unreadable, before, _taken(issues))


def _taken(issues: list[Issue]) -> list[Issue]:
    found = issues[:]
    issues.clear()
    return found


def _send(out: IO[bytes], sent: Sent) -> None:
    pickle.dump(sent, out, pickle.HIGHEST_PROTOCOL)
    out.flush()


def _that_travels(error: BaseException | None) -> BaseException | None:
    """`error`, or what it says if it can't be sent."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


if __name__ == "__main__":
    main()
