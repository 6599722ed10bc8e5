"""A list is followed to its end, never in a circle, and taken up where it was left."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from culturedata.errors import GaveUp
from culturedata.importing.protocols.paging import Page, walk


def pages(items: list[int], size: int) -> dict[str, Page[int]]:
    """A list in pages whose names hold a blank, as opaque tokens may."""
    starts = list(range(0, max(len(items), 1), size))
    return {
        f"at {start}": Page(items[start : start + size], f"at {start + size}" if start != starts[-1] else None)
        for start in starts
    }


@given(st.lists(st.integers(), unique=True, max_size=30), st.integers(1, 7), st.data())
def test_it_goes_on_after_any_item(items: list[int], size: int, data: st.DataObject) -> None:
    found = pages(items, size)
    whole = list(walk(lambda where, _: found[where], "at 0"))
    assert [item.value for item in whole] == items
    if items:
        stop = data.draw(st.integers(0, len(items) - 1))
        rest = walk(lambda where, _: found[where], "at 0", whole[stop].cursor)
        assert [item.value for item in rest] == items[stop + 1 :]


def test_an_empty_page_ends_the_list_and_without_a_first_one_there_is_none() -> None:
    found: dict[str, Page[int] | None] = {"a": Page([1], "b"), "b": Page([]), "c": None}
    assert [item.value for item in walk(lambda where, _: found[where], "a")] == [1]
    assert list(walk(lambda where, _: found[where], "c")) == []


@pytest.mark.parametrize("cursor", [None, "a 1", "b 1"])
def test_a_list_whose_next_page_is_not_there_breaks_off(cursor: str | None) -> None:
    """It is not at its end: nothing that did not come may be taken for deleted."""
    found: dict[str, Page[int] | None] = {"a": Page([1, 2], "b"), "b": None}
    came: list[int] = []
    listed = (item.value for item in walk(lambda where, _: found[where], "a", cursor))
    with pytest.raises(GaveUp, match="the list breaks off: there is no page at 'b'"):
        came.extend(listed)
    assert came == {None: [1, 2], "a 1": [2], "b 1": []}[cursor]


def test_a_first_page_that_is_gone_when_the_list_is_taken_up_is_no_end() -> None:
    with pytest.raises(GaveUp, match="breaks off"):
        list(walk(lambda *_: None, "a", "a 1"))


def test_a_page_that_repeats_is_asked_for_again() -> None:
    asked: list[tuple[str, bool]] = []

    def ask(where: str, again: bool) -> Page[int]:
        asked.append((where, again))
        return {("a", False): Page([1, 2], "b"), ("b", False): Page([1, 2], "c"), ("b", True): Page([3], None)}[
            where, again
        ]

    assert [item.value for item in walk(ask, "a")] == [1, 2, 3]
    assert asked == [("a", False), ("b", False), ("b", True)]


@pytest.mark.parametrize("back", ["a", "b"])
def test_a_circle_is_left(back: str) -> None:
    """Whether the list names its first page again or the very page that it gives."""
    found = {"a": Page([1], "b"), "b": Page([2], back)}
    came: list[int] = []
    listed = (item.value for item in walk(lambda where, _: found[where], "a"))
    with pytest.raises(GaveUp, match="circle"):
        came.extend(listed)
    assert came == [1, 2], "what the last page still held is in"


def test_pages_that_are_the_same_for_ever() -> None:
    with pytest.raises(GaveUp, match="circle"):
        list(walk(lambda where, _: Page([1, 2], f"{where}+"), "a"))


def test_records_that_stay_bytes_are_compared_by_their_bytes() -> None:
    """Each answer is decoded into new objects."""
    with pytest.raises(GaveUp, match="circle"):
        list(walk(lambda where, _: Page([msgspec.Raw(b'{"id":1}')], f"{where}+"), "a"))
