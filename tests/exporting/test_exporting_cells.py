"""A value is a cell that is no formula, and comes back from it as it was."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culturedata.exporting.cells import SIGNS, read, written
from culturedata.exporting.tables import Column, Kind

NASTY = st.text(st.one_of(st.sampled_from("=+-@\t\r\n'\"\\,;ʼ＝\x00\ufeff"), st.characters(exclude_categories=["Cs"])))
VALUES: dict[Kind, Any] = {
    "text": NASTY, "integer": st.integers(-(2**63), 2**63 - 1), "bytes": st.binary(),
    "number": st.floats(allow_nan=False),
}  # fmt: skip


@given(st.data(), st.sampled_from(list(VALUES)), st.booleans())
def test_there_and_back(data: st.DataObject, kind: Kind, required: bool) -> None:
    column = Column("x", kind, required=required)
    value = data.draw(VALUES[kind] if required else st.none() | VALUES[kind])
    file = io.StringIO(newline="")
    csv.writer(file).writerow([written(value, column), "next"])
    file.seek(0)
    [(cell, after)] = csv.reader(file)
    assert (read(cell, column), after) == (value, "next")


@given(NASTY)
def test_no_text_is_a_formula(text: str) -> None:
    cell = written(text, Column("x", "text"))
    assert not cell.startswith(tuple(SIGNS))


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@sum", "'@sum"), ("\tx", "'\tx"), ("\rx", "'\rx"),
        ("'s avonds", "''s avonds"), ("a=b", "a=b"), ("", "'"), (None, ""), (-500, "-500"), (-0.5, "-0.5"),
        (float("-inf"), "-INF"), (b"\x00\xff", "AP8="),
    ],
)  # fmt: skip
def test_by_hand(value: Any, cell: str) -> None:
    assert written(value, Column("x", "text")) == cell


def test_an_empty_text_where_there_is_no_null() -> None:
    column = Column("x", "text", required=True)
    assert (written("", column), read("", column)) == ("", "")


@pytest.mark.parametrize(("cell", "kind"), [("x", "integer"), ("1,5", "number"), ("*", "bytes"), ("", "integer")])
def test_what_is_no_value(cell: str, kind: Kind) -> None:
    with pytest.raises(ValueError):
        read(cell, Column("x", kind, required=True))
