"""The contract, over every kind of row that the room lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from culturedata.errors import UnknownName
from culturedata.recommend.rows._base import RowKind
from culturedata.recommend.rows._seam import ROWS, kinds
from tests.contract_rows import RowContract


class TestEveryKindOfRow(RowContract):
    """An addition to the room is tested here without being named."""

    @pytest.fixture(scope="class", params=list(ROWS.members()))
    @classmethod
    def kind(cls, request: pytest.FixtureRequest) -> type[RowKind]:
        found: type[RowKind] = ROWS.load(request.param)
        return found


def test_a_name_that_nothing_has() -> None:
    with pytest.raises(UnknownName, match=r"no kind of row named 'decad'\. Did you mean 'decade'\?"):
        kinds(["decad"])


def test_the_french_page_names_every_kind() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "rangees.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", text, re.M) == list(ROWS.members())
