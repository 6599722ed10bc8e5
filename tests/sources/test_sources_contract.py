"""The contract of all sources: each descriptor of catalogues/ has a test class that keeps it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from culturedata.importing.descriptor import descriptor, descriptors
from culturedata.importing.run import SOURCES
from tests.contract_http import HttpSourceContract
from tests.contract_source import SourceContract
from tests.sources.test_sources_bokeh_films import database
from tests.sources.test_sources_dumps import DUMPS, LISTED
from tests.sources.test_sources_movielens import CSV, folder

HERE = Path(__file__).parent


class TestBokehFilms(SourceContract):
    source = "bokeh-films"
    of_tables = True
    understood = frozenset()
    composed = frozenset({""})

    def input(self, tmp_path: Path) -> str:
        return database(
            tmp_path / "movies.db",
            {},
            {"ID": 8, "imdbID": "tt0000008", "Title": "Invented too", "Director": "B. Person", "Genre": "Drama"},
            {"ID": 10, "imdbID": "tt0000010", "Cast": "A. Person, Jr., C. Person", "Country": "Canada, France"},
        )


class TestMovieLens(SourceContract):
    source = "movielens"
    of_tables = True
    understood = frozenset()

    def input(self, tmp_path: Path) -> str:
        return folder(tmp_path, CSV)


def classes() -> list[type[SourceContract]]:
    """The contract's classes in the files of this folder that the tests run."""
    return [
        found
        for path in sorted(HERE.glob("test_sources_*.py"))
        for found in vars(import_module(f"tests.sources.{path.stem}")).values()
        if isinstance(found, type) and issubclass(found, SourceContract) and found.__name__.startswith("Test")
    ]


def general() -> list[str]:
    """The readers of a format, which descriptors in catalogues/ may use and need not."""
    return [name for name in SOURCES.members() if getattr(SOURCES.load(name), "general", False)]


@pytest.mark.parametrize("name", descriptors())
def test_each_source_keeps_the_contract(name: str) -> None:
    """A class that subclasses SourceContract with `source = name`, in some tests/sources/test_sources_*.py."""
    assert any(kept.source == name for kept in classes()), (
        f"{name} has no small input: subclass SourceContract in tests/sources/test_sources_{name.replace('-', '_')}.py "
        f"with source = {name!r} and an input()"
    )


def test_each_general_reader_keeps_the_contract() -> None:
    """A class that subclasses SourceContract with `own`, the text of a descriptor whose reader it is."""
    assert general() == sorted({kept().described().reader for kept in classes() if kept.own})


def test_each_other_reader_is_of_some_descriptor() -> None:
    said = {described.reader or described.name for described in descriptors().values()}
    assert said <= set(SOURCES.members())
    assert set(SOURCES.members()) - set(general()) == said - set(general())


def ways(name: str) -> list[str]:
    """The ways into a source over HTTP of which it is not shown that it survives every fault."""
    described = descriptor(name)
    played = [kept for kept in classes() if kept.source == name and issubclass(kept, HttpSourceContract)]
    shown = {"api": bool(played), "dump": name in DUMPS or name in LISTED}
    return [way for way in described.ways if described.http is not None and not shown.get(way, True)]


@pytest.mark.parametrize("name", descriptors())
def test_each_way_over_http_meets_every_fault(name: str) -> None:
    """An API in a class that subclasses HttpSourceContract, a dump in `test_sources_dumps` or in its own tests."""
    assert ways(name) == []
