"""The library with pictures, and its catalogue."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from culturedata.store.library import Library
from tests.studio import made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made.make(tmp_path / "pictures")
    return tmp_path / "pictures"


@pytest.fixture
def culture(folder: Path) -> Iterator[sqlite3.Connection]:
    with Library.open(folder) as library:
        yield library.culture
