"""The weights of a page: what the sheet asks is what the command prints."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest

from culturedata.course import _base
from culturedata.course.page import debate_the_weights
from culturedata.course.page.debate_the_weights import (
    LESS_IS_BETTER,
    METRICS,
    PAIRS,
    PEOPLE,
    DebateTheWeights,
    Drawn,
    _better,
    _change,
    _figure,
    _per_cent,
    command,
    measured,
)  # fmt: skip
from culturedata.data.pages import Patience
from culturedata.errors import ExerciseError
from tests.cli.conftest import Run


def test_two_settings_differ_in_one_weight() -> None:
    assert len(PAIRS) == 8
    assert all((a[0] == b[0]) != (a[1] == b[1]) for a, b in PAIRS)


def test_the_figures_are_those_that_the_command_prints(
    run: Run, rated: Path, films: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One setting, typed as the solution says it."""
    monkeypatch.chdir(rated.parent)
    setting = (0.9, 0.0)
    lines = run(*command(setting).split()[1:]).lines
    said = {line[1]: line[2] for line in lines[1:] if line[0] == "stagewise"}
    assert {line[4] for line in lines[1:]} == {str(PEOPLE)}
    assert {name: said[name] for name in METRICS} == {n: f"{v:.4f}" for n, v in measured(films, setting).items()}


def test_the_answers_by_hand() -> None:
    """Invented figures: novelty rises by 0.24, by 8 %; three of five get better, for calibration rises."""
    a = {"recall@4x4": 0.12, "page value": 0.40, "diversity": 0.87, "novelty": 3.00, "calibration": 3.30}
    b = {"recall@4x4": 0.11, "page value": 0.41, "diversity": 0.88, "novelty": 3.24, "calibration": 3.33}
    mine = Drawn(PAIRS[0], ("recall@4x4", "novelty", "novelty"), Patience())
    figure, change, share, better = _figure(mine, a, b), _change(mine, a, b), _per_cent(mine, a, b), _better(a, b)
    parts = (figure, change, share, better)
    assert [part.accepts(typed) for part, typed in zip(parts, ("0,12", "0,24", "8", "3"), strict=True)] == [True] * 4
    assert figure.feedback("0.11", "en") == "That is the figure of setting B."
    assert change.feedback("-0,24", "fr") == "Le signe\u00a0: B moins A."
    assert share.feedback("24", "en").startswith("That is the difference")
    assert share.feedback("-7.41", "en").startswith("The other way round")
    assert better.feedback("4", "en").startswith("Calibration is a distance")
    assert LESS_IS_BETTER == ("calibration",)


def test_patience_by_hand(films: sqlite3.Connection) -> None:
    """camille's two chances, from the sheet: row · row · place."""
    sheet = DebateTheWeights().for_student("camille", films)
    row, place = (float(printed) for printed in sheet.data_en.split("**")[1::2])
    assert sheet.parts[4].accepts(f"{row * row * place:.3f}".replace(".", ","))
    assert sheet.parts[4].feedback("0.544", "en") == "That is the one of the usual screen."
    assert _base.check(sheet, [f"{part.expected:.4f}" for part in sheet.parts]) == [True] * 5


def test_a_library_without_ratings(samples: sqlite3.Connection) -> None:
    with pytest.raises(ExerciseError, match="this library has no ratings of films"):
        DebateTheWeights().for_student("camille", samples)


def test_who_rated_everything_has_nothing_left_to_be_judged_by(
    films: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A figure that is undefined for all is said to be so, in place of a figure."""
    undefined = SimpleNamespace(measurements=[SimpleNamespace(metric=name, mean=None) for name in METRICS])
    monkeypatch.setattr("culturedata.workflow.judging.pages.judge_ready", lambda *_: undefined)
    debate_the_weights._measured.cache_clear()
    with pytest.raises(ExerciseError, match=r"^nobody rated enough films"):
        measured(films, (0.0, 0.0))
