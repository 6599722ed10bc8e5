"""Telling people that something is going on: a line that changes on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
import time


class Progress:
    """Called with what is being done and how many so far; writes to standard error at most five times a second."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._live = sys.stderr.isatty()
        self._last = 0.0
        self._wide = 0

    def __call__(self, what: str, count: int) -> None:
        now = time.monotonic()
        if not self._live or now - self._last < 0.2:
            return
        self._last = now
        said = f"{self._label}: {what} {count:,}"
        sys.stderr.write(f"\r{said:<{self._wide}}")
        sys.stderr.flush()
        self._wide = len(said)

    def done(self) -> None:
        """Wipe the line."""
        if self._live and self._wide:
            sys.stderr.write(f"\r{'':<{self._wide}}\r")
            sys.stderr.flush()
