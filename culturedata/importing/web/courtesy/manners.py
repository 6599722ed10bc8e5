"""How patient the HTTP client is, and the senses with which it measures time; tests give it other ones."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Manners:
    """Waits and limits. Times are in seconds, sizes in bytes."""

    attempts: int = 5
    first_wait: float = 1.0  # doubles with every attempt, with jitter
    longest_wait: float = 60.0  # of the client's own waits
    longest_asked_wait: float = 600.0  # a server that asks for more is left alone until the next run
    wall_attempts: int = 3
    wall_wait: float = 60.0  # before asking again after a 403 that is an HTML page
    page_attempts: int = 2
    page_wait: float = 30.0  # before asking again after a web page in place of data
    faults_in_a_row: int = 10  # then the circuit opens
    connect_timeout: float = 10.0
    read_timeout: float = 30.0  # between two pieces of an answer
    total_timeout: float = 120.0  # for a whole answer, however slowly it drips
    largest_answer: int = 64 * 1024 * 1024
    slowest: float = 1024.0  # bytes a second of a big file, over any `total_timeout`: it may take longer than that
    gain: int = 1024 * 1024  # bytes of a big file that make an attempt worth another, though it broke off
    redirects: int = 5

    def backoff(self, attempt: int, chance: float) -> float:
        """How long to wait after failed `attempt` (from 1): half to all of a doubling time, by `chance` in [0, 1)."""
        most: float = min(self.longest_wait, self.first_wait * 2.0 ** (attempt - 1))
        return most * (0.5 + chance / 2)


@dataclass(frozen=True, slots=True)
class Senses:
    """Clocks, sleep, chance and name resolution. `now` is UTC seconds, `clock` only ever goes forward."""

    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    resolve: Callable[[str, int], list[str]] = lambda host, port: addresses_of(host, port)


def addresses_of(host: str, port: int) -> list[str]:
    """The IP addresses of `host`; empty if its name can't be resolved."""
    try:
        return sorted({str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})
    except OSError:
        return []
