"""The contract, over every format that the room lists."""

from __future__ import annotations

import pytest

from culturedata.exporting._base import FORMATS, Format
from tests.contract_export import FormatContract

MEMBERS = FORMATS.members()


class TestEveryFormat(FormatContract):
    """An addition to the room is tested here without being named."""

    @pytest.fixture(scope="class", params=list(MEMBERS))
    @classmethod
    def kind(cls, request: pytest.FixtureRequest) -> type[Format]:
        found: type[Format] = MEMBERS[request.param].load()
        return found


def test_the_formats_that_were_promised() -> None:
    assert list(MEMBERS) == ["csv", "dcat", "frictionless", "iiif", "linked-art", "parquet", "schema-org"]
