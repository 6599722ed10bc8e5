"""facts: the table, the filters, JSON, both languages, and every wrong word."""

from __future__ import annotations

from pathlib import Path

import pytest

from culturedata.data.timeline import COLUMNS, facts
from tests.cli.conftest import Run


def test_all_of_them_without_a_library(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = run("facts")
    assert said.code == 0
    assert said.lines[0] == ["date", "entity", "measure", "value", "unit", "statement", "source"]
    assert len(said.lines) == len(facts()) + 1
    assert list(tmp_path.iterdir()) == []


def test_one_measure_grows(run: Run) -> None:
    said = run("facts", "--measure", "subscribers")
    assert [line[:5] for line in said.lines[1:]] == [
        ["2000", "Netflix", "subscribers", "300,000", "people"],
        ["2013-02", "Netflix", "subscribers", "33,000,000", "people"],
        ["2018", "Netflix", "subscribers", "137,000,000", "people"],
    ]
    assert said.err.splitlines() == [
        "subscribers of Netflix, 2000 to 2018: +40.5% a year (38.0 to 43.4 by how exact the dates are).",
        "subscribers of Netflix, 2000 to 2013-02: +45.1% a year (42.9 to 47.5 by how exact the dates are).",
        "subscribers of Netflix, 2013-02 to 2018: +30.3% a year (27.2 to 34.2 by how exact the dates are).",
    ]


def test_one_entity_in_french(run: Run) -> None:
    said = run("facts", "--entity", "Warner Bros", "--lang", "fr")
    assert len(said.lines) == 2
    assert said.lines[1][3:5] == ["23", "films"]
    assert "Warner Bros\u00a0: 23 films" in said.lines[1][5]
    assert said.err == ""


def test_for_machines(run: Run) -> None:
    found = run("facts", "--entity", "Netflix", "--measure", "founded", "--json").json
    assert [set(one) for one in found] == [set(COLUMNS)]
    assert (found[0]["value"], found[0]["unit"]) == (None, None)
    assert run("facts", "--entity", "Walt Disney", "--measure", "films", "--json").json == []


@pytest.mark.parametrize(
    ("option", "said", "hint"),
    [
        ("--entity", "netflix", "'Netflix'"),
        ("--measure", "subscriber", "'subscribers'"),
        ("--lang", "de", "en, fr"),
    ],
)
def test_wrong_words(run: Run, option: str, said: str, hint: str) -> None:
    told = run("facts", option, said)
    assert (told.code, told.out) == (2, "")
    assert hint in told.err
    assert told.err.count("\n") == 1
