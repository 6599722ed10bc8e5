"""Ids that come for the first time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culturedata.store.writing import once
from culturedata.store.writing.once import Once


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        yield made


@given(st.lists(st.sampled_from("abcdef")), st.integers(1, 4))
def test_it_is_as_a_set_however_few_are_in_memory(ids: list[str], recent: int) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection, pytest.MonkeyPatch.context() as few:
        few.setattr(once, "RECENT", recent)
        ids_met, met = Once(connection), set[str]()
        for id_ in ids:
            assert ids_met.first(id_) == (id_ not in met)
            met.add(id_)


def test_what_is_forgotten_comes_first_again(connection: sqlite3.Connection) -> None:
    met = Once(connection)
    assert [met.first("a"), met.first("b")] == [True, True]
    met.forget(["a"])
    assert [met.first("a"), met.first("b")] == [True, False]


def test_what_is_recalled_was_met(connection: sqlite3.Connection) -> None:
    met = Once(connection)
    met.recall([("a",), ("b",)])
    assert [met.first("a"), met.first("b"), met.first("c")] == [False, False, True]


def test_each_import_begins_anew(connection: sqlite3.Connection) -> None:
    assert Once(connection).first("a")
    assert Once(connection).first("a")
