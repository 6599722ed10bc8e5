"""The curated samples as a library, made once: what the exercises ask."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from culturedata.course._base import Sheet
from culturedata.importing.run import import_source
from culturedata.store.library import Library
from tests.cli.conftest import run

__all__ = ["run"]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library with the museum and the music sample, called `demo` as on the pages."""
    folder = tmp_path_factory.mktemp("course") / "demo"
    with Library.open(folder, write=True, create=True) as library:
        for source in ("sample-museum", "sample-music"):
            import_source(library, source, None)
    return folder


@pytest.fixture
def samples(demo: Path) -> Iterator[sqlite3.Connection]:
    """Its catalogue, to read."""
    with Library.open(demo) as library:
        yield library.culture


@pytest.fixture(scope="session")
def classes() -> dict[str, list[Sheet]]:
    """The sheets of a whole class by exercise, so that they are drawn once."""
    return {}
