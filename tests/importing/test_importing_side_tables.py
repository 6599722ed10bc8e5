"""Rows of side files by the key that joins them: the same as a dict of lists would give, and nothing is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culturedata.errors import InputError, InputFormat, InputTruncated
from culturedata.importing.inputs.side_tables import SideTables

TERMS = [
    {"objectid": "2", "term": "oil"}, {"objectid": "1", "term": "wood"}, {"objectid": "2", "term": "é\n\"'"},
    {"objectid": "2", "term": "oil"}, {"objectid": "", "term": ""},
]  # fmt: skip


def broken() -> Iterator[dict[str, str]]:
    yield TERMS[0]
    raise InputTruncated("terms.csv breaks off after line 2.")


def test_rows_by_their_key_in_the_order_of_the_file() -> None:
    with SideTables() as tables:
        assert tables.add("terms", TERMS, "objectid") == 5
        assert tables.of("terms", "2") == [TERMS[0], TERMS[2], TERMS[3]]
        assert tables.of("terms", "1") == [TERMS[1]]
        assert tables.of("terms", "") == [TERMS[4]]
        assert tables.of("terms", "3") == []
        assert tables.of("terms", "02") == []


def test_tables_are_kept_apart() -> None:
    with SideTables() as tables:
        tables.add('a "name" with; anything', TERMS, "objectid")
        assert tables.add("by term", iter(TERMS), "term") == 5
        assert tables.add("empty", [], "id") == 0
        assert tables.of("by term", "oil") == [TERMS[0], TERMS[3]]
        assert tables.of('a "name" with; anything', "oil") == []
        assert tables.of("empty", "1") == []
        with pytest.raises(KeyError, match="other"):
            tables.of("other", "1")


def test_a_second_load_adds_to_the_first() -> None:
    with SideTables() as tables:
        tables.add("terms", TERMS[:2], "objectid")
        assert tables.of("terms", "2") == [TERMS[0]]
        assert tables.add("terms", TERMS[2:], "objectid") == 3
        assert tables.of("terms", "2") == [TERMS[0], TERMS[2], TERMS[3]]


def test_a_row_need_not_be_a_dict_and_what_is_given_back_is_nobody_elses() -> None:
    with SideTables() as tables:
        rows: list[Mapping[str, str]] = [MappingProxyType({"id": "1", "x": "y"})]
        tables.add("t", rows, "id")
        tables.of("t", "1")[0].clear()
        assert tables.of("t", "1") == [{"id": "1", "x": "y"}]


def test_a_row_without_the_key() -> None:
    with SideTables() as tables:
        with pytest.raises(InputFormat, match=r"row 2 of terms has no column objectid\. Is it the right file\?"):
            tables.add("terms", [TERMS[0], {"id": "1"}], "objectid")
        assert tables.of("terms", "2") == [TERMS[0]]


def test_rows_that_break_off_are_there_up_to_it() -> None:
    with SideTables() as tables:
        with pytest.raises(InputTruncated, match="breaks off after line 2"):
            tables.add("terms", broken(), "objectid")
        assert tables.of("terms", "2") == [TERMS[0]]
        assert tables.add("others", TERMS, "objectid") == 5


WATCHED = """
import os, sys
from pathlib import Path
from culturedata.errors import InputTruncated
from culturedata.importing.inputs.side_tables import SideTables
folder = os.environ["SQLITE_TMPDIR"]

def opened():
    links = [f"/proc/self/fd/{fd}" for fd in os.listdir("/proc/self/fd")]
    return sum(os.stat(link).st_size for link in links if os.path.exists(link) and folder in os.readlink(link))

def broken():
    yield {"id": "1"}
    raise InputTruncated("it breaks off")

try:
    with SideTables() as tables:
        tables.add("t", ({"id": str(n), "text": "x" * 5_000} for n in range(20_000)), "id")
        print(opened(), len(os.listdir(folder)), len(tables.of("t", "19999")))
        if sys.argv[1] == "killed":
            os._exit(0)
        tables.add("u", broken() if sys.argv[1] == "broken" else [], "id")
except InputTruncated:
    print("broken")
print(opened())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what a process has open is looked up in /proc")
@pytest.mark.parametrize("how", ["whole", "broken", "killed"])
def test_the_file_lies_on_the_disk_without_a_name_and_is_gone_at_the_end(tmp_path: Path, how: str) -> None:
    done = subprocess.run(
        [sys.executable, "-u", "-W", "error", "-c", WATCHED, how],
        env={**os.environ, "SQLITE_TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert not done.stderr, done.stderr
    first, *rest = done.stdout.splitlines()
    size, names, found = map(int, first.split())
    assert size > 40_000_000
    assert (names, found) == (0, 1)
    assert rest == {"whole": ["0"], "broken": ["broken", "0"], "killed": []}[how]
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told() -> None:
    with SideTables() as tables:
        tables._rows.execute("PRAGMA max_page_count = 10")
        with pytest.raises(InputError, match=r"the temporary file for t can't be written: .*full\. Free some space"):
            tables.add("t", ({"id": str(n), "text": "x" * 5_000} for n in range(100)), "id")


CELLS = st.text(alphabet=st.characters(codec="utf-8"), max_size=5)
ROWS = st.lists(st.fixed_dictionaries({"key": st.sampled_from(["", "1", "01", "1.0", "é", "NULL", "\0"]), "x": CELLS}))


@given(ROWS, ROWS)
def test_it_is_a_dict_of_lists(first: list[dict[str, str]], second: list[dict[str, str]]) -> None:
    wanted: dict[tuple[str, str], list[dict[str, str]]] = {}
    for name, rows, key in (("a", first, "key"), ("b", second, "x"), ("a", second, "key")):
        for row in rows:
            wanted.setdefault((name, row[key]), []).append(row)
    with SideTables() as tables:
        for name, rows, key in (("a", first, "key"), ("b", second, "x"), ("a", second, "key")):
            assert tables.add(name, rows, key) == len(rows)
        keys = {key for _, key in wanted} | {"", "1", "2"}
        found = {(name, key): tables.of(name, key) for name in "ab" for key in keys}
    assert {place: rows for place, rows in found.items() if rows} == wanted
