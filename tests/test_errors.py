"""The tree of errors: drawn, documented, unique, readable by people and by machines."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from culturedata import errors
from culturedata.cli import app, main
from culturedata.errors import CultureDataError, UnknownName, UsageError

DOCS = Path(__file__).resolve().parents[1] / "docs"


def tree(
    error: type[CultureDataError] = CultureDataError, depth: int = 0
) -> Iterator[tuple[int, type[CultureDataError]]]:
    """Every class of errors.py with its depth, in the order in which they stand there."""
    yield depth, error
    for below in error.__subclasses__():
        if below.__module__ == errors.__name__:
            yield from tree(below, depth + 1)


EVERY = [error for _, error in tree()]


def test_the_tree_drawn_at_the_top_is_the_tree() -> None:
    drawn = re.findall(r"^( *)[*+-] (\w+)", errors.__doc__ or "", re.MULTILINE)
    assert [(len(indent) // 2, name) for indent, name in drawn] == [(depth, error.__name__) for depth, error in tree()]


def test_every_class_is_in_the_tree() -> None:
    assert {kind for kind in vars(errors).values() if isinstance(kind, type)} == set(EVERY)


@pytest.mark.parametrize("error", EVERY, ids=lambda error: error.__name__)
def test_every_error_is_documented(error: type[CultureDataError]) -> None:
    meaning = re.escape(str(error.__doc__).strip())
    row = rf"^\| [· ]*`{error.__name__}` \| `{error.code}` \| {error.exit_code} \| {meaning} \|$"
    assert re.search(row, (DOCS / "errors.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_codes_are_unique_words() -> None:
    codes = [error.code for error in EVERY]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)


def test_usage_is_2_and_everything_else_1() -> None:
    for error in EVERY:
        assert error.exit_code == (2 if issubclass(error, UsageError) else 1)


def test_an_error_reads_as_one_line() -> None:
    assert str(UsageError("there is no work 'a:0'.", "Find one: culturedata search TEXT.")) == (
        "there is no work 'a:0'. Find one: culturedata search TEXT."
    )
    assert str(UsageError("no.")) == "no."


@pytest.mark.parametrize("error", EVERY, ids=lambda error: error.__name__)
def test_the_command_line_tells_it(
    error: type[CultureDataError], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> None:
        raise error("it is broken.", "Mend it.")

    monkeypatch.setattr(app, "app", fails)
    monkeypatch.setattr(sys, "argv", ["culturedata", "show"])
    with pytest.raises(SystemExit) as left:
        main.run()
    said = capsys.readouterr()
    assert (left.value.code, said.out, said.err) == (error.exit_code, "", "Error: it is broken. Mend it.\n")
    monkeypatch.setattr(sys, "argv", ["culturedata", "show", "--json"])
    with pytest.raises(SystemExit):
        main.run()
    said = capsys.readouterr()
    assert said.out == ""
    assert json.loads(said.err) == {"error": {"code": error.code, "message": "it is broken.", "hint": "Mend it."}}


def test_ctrl_c_is_no_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "app", stopped)
    with pytest.raises(SystemExit) as left:
        main.run()
    assert (left.value.code, capsys.readouterr().err) == (130, "Stopped.\n")


def test_a_bug_is_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def buggy() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(app, "app", buggy)
    with pytest.raises(ZeroDivisionError):
        main.run()


def test_unknown_name_is_a_usage_error() -> None:
    assert issubclass(UnknownName, UsageError)
