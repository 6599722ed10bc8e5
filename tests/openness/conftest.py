"""The library counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from culturedata.store.library import Library
from tests.openness import made


@pytest.fixture
def counted(tmp_path: Path) -> Iterator[Library]:
    """Three museums in two countries, open for writing."""
    made.make(tmp_path / "counted")
    with Library.open(tmp_path / "counted", write=True) as library:
        yield library
