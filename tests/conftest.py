"""What all tests share: a small library written by hand (synthetic), and no network but loopback."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from culturedata.store.library import Library
from tests import small

SHARED = Path(os.environ.get("CULTUREDATA_SHARED", Path(__file__).resolve().parents[2] / "shared"))

# How long an example takes says something of the machine that day, and nothing of the program.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_collection_finish() -> None:
    """What stays to the end, eleven thousand tests and all modules, is gone over at no collection of garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that tries to leave this machine fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else address
        if self.family in (socket.AF_INET, socket.AF_INET6) and host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def shared() -> Path:
    """The folder of real records beside the checkout; tests that need it are skipped where it is absent."""
    if not (SHARED / "fixtures").is_dir():
        pytest.skip("the folder of real records is not here")
    return SHARED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a small library with works of all three domains, ratings and slates."""
    small.make(tmp_path / "library")
    return tmp_path / "library"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    """That library, open for writing."""
    with Library.open(folder, write=True) as opened:
        yield opened


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """What is packed by gzip holds the time, and would have another name in each process that collects tests."""
    return "gzip" if isinstance(val, bytes | bytearray) and val[:2] == b"\x1f\x8b" else None
