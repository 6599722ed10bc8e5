"""A source is taken out whole: not a row of it stays, and nothing of the others goes but what led to it."""

from __future__ import annotations

from typing import Any

import pytest

from culturedata.store.catalogue import search, search_index
from culturedata.store.library import Library
from culturedata.store.tables import schema
from culturedata.store.upkeep.removal import remove_source

SOURCES = ("a", "b", "c", "d")


def rows(library: Library) -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    for name, base in (("culture", library.culture), ("audience", library.audience)):
        for table in schema.tables(name):
            columns = ", ".join(column.name for column in table.columns)
            found[f"{name}.{table.name}"] = base.execute(f"SELECT {columns} FROM {table.name}").fetchall()
    return found


def leads_to(source: str, table: str, row: tuple[Any, ...]) -> bool:
    """Whether a row came from the source or names something of it; behaviour of others may be about its works."""
    named = any(isinstance(value, str) and value.startswith(f"{source}:") for value in row)
    return source in row or (named and table.startswith("culture."))


@pytest.mark.parametrize("source", SOURCES)
def test_nothing_of_it_stays_and_nothing_else_goes(library: Library, source: str) -> None:
    before = rows(library)
    lost = remove_source(library, source)
    after = rows(library)
    assert lost["culture.sources"] == 1
    works = [row for row in before["culture.works"] if leads_to(source, "culture.works", row[:1])]
    assert lost["culture.works"] == len(works) > 0
    for table, kept in after.items():
        assert [row for row in kept if leads_to(source, table, row)] == [], table
        gone = [row for row in before[table] if row not in kept]
        assert len(gone) == lost.get(table, 0), table
        if table.startswith("culture."):
            assert all(leads_to(source, table, row) for row in gone), table
    for base in (library.culture, library.audience):
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert library.culture.execute("INSERT INTO works_fts(works_fts) VALUES ('integrity-check')").fetchall() == []


def found(library: Library, text: str) -> list[str]:
    return [hit.item for hit in search.search(library.culture, text).hits]


def test_it_is_not_found_any_more_and_can_come_again(library: Library) -> None:
    search_index.update(library.culture)
    [title, work_id] = library.culture.execute("SELECT title, work_id FROM works WHERE source = 'b'").fetchone()
    assert work_id in found(library, title)
    remove_source(library, "b")
    assert work_id not in found(library, title)
    assert remove_source(library, "b") == {}
