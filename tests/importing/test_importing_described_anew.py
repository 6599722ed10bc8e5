"""Who is described how does not depend on what records said before: a library that grew is as one that is new."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from culturedata.importing import run
from culturedata.importing.reading import again as room
from culturedata.importing.run import ImportResult, import_source
from culturedata.store.library import Library

DESCRIPTOR = """
title: A museum
domain: [museum]
licence: CC0 1.0
reader: csv
options:
  mapping: {nr: key, name: title, artist: {to: maker, born: born}, kind: {to: term, facet: genre}}
  ignored: [born]
"""
HEAD = "nr,name,artist,born,kind"
BEFORE = ("1,One,Ann Bee,1840,", "2,Two,Ann Bee,1841,", "3,Three,Ann Bee,,", "4,Four,Cee Dee,1900,")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("grown", "new"):
        (tmp_path / name / "catalogues").mkdir(parents=True)
        (tmp_path / name / "catalogues" / "a-museum.yml").write_text(DESCRIPTOR)
    return tmp_path


def bring(library: Path, lines: tuple[str, ...], **more: Any) -> ImportResult:
    path = library.parent / "works.csv"
    path.write_text("\n".join((HEAD, *lines)) + "\n")
    with Library.open(library, create=True) as opened:
        return import_source(opened, "a-museum", str(path), **more)


def people(library: Path) -> dict[str, list[tuple[Any, ...]]]:
    with Library.open(library) as opened:
        assert opened.culture.execute("SELECT * FROM loose").fetchall() == []
        return {
            query: opened.culture.execute(query).fetchall()
            for query in (
                "SELECT agent_id, name, born, authority, record_id FROM agents ORDER BY 1",
                "SELECT * FROM agent_names ORDER BY 1, 2",
                "SELECT work_id, maker FROM works ORDER BY 1",
                "SELECT code, message FROM issues ORDER BY 1, 2",
            )
        }


@pytest.mark.parametrize(
    "changed",
    [
        {1: "1,One,Cee Dee,1900,"},
        {1: "1,One,,,"},
        {1: "1,One,Cee Dee,1900,", 2: "2,Two,Cee Dee,1901,"},
        {1: "1,One,Ann Bee,,"},
        {1: "1,One,Cee Dee,,", 4: "4,Four,Ann Bee,1842,"},
        {1: "1,One,Eff Gee,1950,", 2: "2,Two,Eff Gee,,", 3: "3,Three,Eff Gee,,", 4: "4,Four,Ann Bee,1842,"},
    ],
)
@pytest.mark.parametrize("batch", [1, 400])
def test_a_record_that_names_somebody_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch, changed: dict[int, str], batch: int
) -> None:
    monkeypatch.setattr(run, "BATCH", batch)
    after = tuple(changed.get(number, line) for number, line in enumerate(BEFORE, 1))
    bring(folder / "grown", BEFORE)
    bring(folder / "grown", after)
    bring(folder / "new", after)
    assert people(folder / "grown") == people(folder / "new")


def test_by_hand(folder: Path) -> None:
    """Of the two that still name her the first says 1841."""
    bring(folder / "grown", BEFORE)
    bring(folder / "grown", ("1,One,Cee Dee,1900,", *BEFORE[1:]))
    with Library.open(folder / "grown") as library:
        found = library.culture.execute("SELECT name, born, record_id FROM agents ORDER BY 1").fetchall()
    assert found == [("Ann Bee", 1841, "a-museum:2"), ("Cee Dee", 1900, "a-museum:1")]


def test_stopped_in_between_it_is_done_at_the_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "BATCH", 1)
    bring(folder / "grown", BEFORE)
    after = ("1,One,Cee Dee,1900,", *BEFORE[1:])

    def stop(phase: str, number: int) -> None:
        if phase == "records" and number == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(folder / "grown", after, progress=stop)
    with Library.open(folder / "grown", write=True) as library:
        import_source(library, "a-museum", str(folder / "works.csv"), resume=True)
    bring(folder / "new", after)
    assert people(folder / "grown") == people(folder / "new")


def test_one_record_is_read_again_and_nothing_is_told_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    gather = room.gather

    def watched(source: Any, record: Any) -> Any:
        read.append(record.key)
        source.context.report(run.Issue("told", "before", record=record.key))
        return gather(source, record)

    monkeypatch.setattr(room, "gather", watched)
    bring(folder / "grown", BEFORE)
    assert bring(folder / "grown", ("1,One,Cee Dee,1900,", *BEFORE[1:])).counts.issues == 0
    assert read == ["1", "2"]
    assert bring(folder / "grown", ("1,One,Cee Dee,1901,", *BEFORE[1:])).counts.updated == 1
    assert read == ["1", "2"], "who is named as before is described already"
