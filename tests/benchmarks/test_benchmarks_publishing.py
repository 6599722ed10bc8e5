"""Readers who ask at once: both sides are served the same library, and an error stops the run."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from culturedata.benchmarks._base import run
from culturedata.benchmarks.publishing import readers
from culturedata.benchmarks.publishing.readers import HomeReaders, serving
from culturedata.errors import CultureDataError, InputError


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "READERS", 3)
    monkeypatch.setattr(readers, "EACH", 2)


@pytest.mark.usefixtures("few")
def test_both_pages_are_read(folder: Path, tmp_path: Path) -> None:
    benchmark = HomeReaders(tmp_path, str(folder))
    benchmark.prepare()
    waits = {"ours": benchmark.ours(), "reference": benchmark.reference()}
    assert min(waits.values()) > 0
    said = benchmark.beside(waits)
    assert said.startswith("3 readers, 6 requests a side, no error; waits: ours ")
    sizes = [int((tmp_path / f"size-{page}").read_text()) for page in ("home", "table")]
    assert min(sizes) > 1000
    assert sizes[0] != sizes[1]


@pytest.mark.usefixtures("few")
def test_an_error_stops_it(folder: Path) -> None:
    with serving(folder) as address, pytest.raises(Exception, match="404"):
        asyncio.run(readers._read(f"{address}/work/none"))


def test_a_server_that_stops_is_said(tmp_path: Path) -> None:
    with pytest.raises(CultureDataError, match="does not answer"), serving(tmp_path / "nothing"):
        pass


def test_what_is_no_library_is_said_first(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no library"):
        run(HomeReaders, 1, str(tmp_path))
