"""The libraries that the exercises ask, made once: the curated samples, and real ratings with trained models."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from culturedata.course._base import Exercise, Sheet
from culturedata.course.prize.rmse_or_top_ten import METRICS, RANKING, RATING
from culturedata.importing.run import import_source
from culturedata.store.library import Library, transaction
from culturedata.workflow import judge, train
from culturedata.workflow.judging import keeping
from tests.cli.conftest import run

__all__ = ["run"]
PEOPLE = 200  # of those who rated: enough for films with fifty ratings


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library with the museum and the music sample, called `demo` as on the pages."""
    folder = tmp_path_factory.mktemp("course") / "demo"
    with Library.open(folder, write=True, create=True) as library:
        for source in ("sample-museum", "sample-music"):
            import_source(library, source, None)
    return folder


@pytest.fixture
def samples(demo: Path) -> Iterator[sqlite3.Connection]:
    """Its catalogue, to read."""
    with Library.open(demo) as library:
        yield library.culture


@pytest.fixture(scope="session")
def rated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library called `demo` with the first people of MovieLens, trained and judged as pages say."""
    folder = tmp_path_factory.mktemp("rated") / "demo"
    with Library.open(folder, write=True, create=True) as library:
        import_source(library, "movielens", None)
        with transaction(library.audience):
            library.audience.execute("DELETE FROM ratings WHERE user > ?", [PEOPLE])
        dataset, documents = given = train.data(library, "film")
        for name in (*RATING, RANKING):
            train.train(library, name, given=given)
        entrants = [judge.Entrant(name, {}) for name in (*RATING, RANKING)]
        asked = judge.Asked(METRICS)
        keeping.keep(library, dataset, judge.evaluate(dataset, documents, entrants, ["time"], asked), asked)
    return folder


@pytest.fixture
def films(rated: Path) -> Iterator[sqlite3.Connection]:
    """Its catalogue, to read."""
    with Library.open(rated) as library:
        yield library.culture


@pytest.fixture
def asked(exercise: Exercise, request: pytest.FixtureRequest) -> sqlite3.Connection | None:
    """The catalogue that `exercise` asks, if it asks one."""
    if not exercise.needs_library:
        return None
    found: sqlite3.Connection = request.getfixturevalue("films" if exercise.needs_ratings else "samples")
    return found


@pytest.fixture(scope="session")
def classes() -> dict[str, list[Sheet]]:
    """The sheets of a whole class by exercise, so that they are drawn once."""
    return {}
