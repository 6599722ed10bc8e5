"""Records are read anew, without having changed, when one asks for it or when the way of reading them changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from culturedata.importing import run
from culturedata.importing.bookkeeping import source_row
from culturedata.importing.descriptor import descriptor
from culturedata.importing.run import ImportResult, import_source
from culturedata.store.library import Library

CSV = "nr,name,when,shelf\n1,One,1850,B\n2,Two,1860,B\n3,Three,1870,C\n"
DESCRIPTOR = """
title: A museum
domain: [museum]
licence: CC0 1.0
reader: csv
options:
  mapping: {nr: key, name: title, %s}
  ignored: [shelf]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lib" / "catalogues").mkdir(parents=True)
    (tmp_path / "works.csv").write_text(CSV)
    describe(tmp_path / "lib", "when: {to: text, kind: note}")
    return tmp_path / "lib"


def describe(folder: Path, mapping: str) -> None:
    (folder / "catalogues" / "a-museum.yml").write_text(DESCRIPTOR % mapping)


def bring(folder: Path, given: str = "works.csv", **more: bool | int) -> ImportResult:
    with Library.open(folder, create=True) as library:
        return import_source(library, "a-museum", str(folder.parent / given), **more)  # type: ignore[arg-type]


def years(folder: Path) -> list[int | None]:
    with Library.open(folder) as library:
        assert library.culture.execute("SELECT count(*) FROM record_history").fetchone() == (0,), "no record changed"
        return [row[0] for row in library.culture.execute("SELECT year FROM works ORDER BY work_id")]


def test_a_mapping_that_changed_reads_all_records_anew(folder: Path) -> None:
    bring(folder)
    assert years(folder) == [None, None, None]
    describe(folder, "when: date")
    counts = bring(folder).counts
    assert (counts.updated, counts.unchanged, counts.works) == (3, 0, 3)
    assert years(folder) == [1850, 1860, 1870]
    assert bring(folder).counts.unchanged == 3, "read so, they are not read again"


@pytest.mark.parametrize("first", ["a part", "with a line that is none"])
def test_also_after_a_first_import_that_left_something_out(folder: Path, first: str) -> None:
    """The usual way: import, read the issues, mend the descriptor, import again."""
    if first == "a part":
        bring(folder, limit=2)
    else:
        (folder.parent / "works.csv").write_text(f"{CSV}4,Four,1880,D,one cell too many,and another\n")
        bring(folder)
    describe(folder, "when: date")
    bring(folder)
    assert years(folder) == [1850, 1860, 1870]


def test_a_line_that_is_none_does_not_have_it_read_anew_each_time(folder: Path) -> None:
    (folder.parent / "works.csv").write_text(f"{CSV},no key,1880,D\n")
    bring(folder)
    describe(folder, "when: date")
    assert bring(folder).counts.updated == 3
    assert bring(folder).counts.unchanged == 3
    assert years(folder) == [1850, 1860, 1870]


def stopped(folder: Path, monkeypatch: pytest.MonkeyPatch, **more: bool) -> None:
    """Import, and stop after two of the three records."""
    monkeypatch.setattr(run, "BATCH", 1)

    def stop(phase: str, number: int) -> None:
        if phase == "records" and number == 2:
            raise KeyboardInterrupt

    with Library.open(folder, create=True) as library, pytest.raises(KeyboardInterrupt):
        import_source(library, "a-museum", str(folder.parent / "works.csv"), progress=stop, **more)


def test_stopped_in_the_middle_the_rest_is_read_anew_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(folder)
    describe(folder, "when: date")
    stopped(folder, monkeypatch)
    assert years(folder) == [1850, 1860, None]
    done = bring(folder, resume=True)
    assert (done.counts.records, done.counts.updated, done.counts.unchanged) == (3, 3, 0)
    assert done.notes == ()
    assert years(folder) == [1850, 1860, 1870]


@pytest.mark.parametrize("earlier", [False, True])
def test_mended_between_a_stop_and_resume_all_is_read_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch, earlier: bool
) -> None:
    """Also what the stopped import had read: for the first time, or after an import that ended."""
    if earlier:
        bring(folder)
        describe(folder, "when: {to: text, kind: history}")
    stopped(folder, monkeypatch)
    describe(folder, "when: date")
    done = bring(folder, resume=True)
    assert done.notes == ("The descriptor changed since the import began: everything is read anew.",)
    assert (done.counts.records, done.import_id) == (3, 3 if earlier else 2)
    assert years(folder) == [1850, 1860, 1870]
    with Library.open(folder) as library:
        assert library.culture.execute("SELECT count(*) FROM texts").fetchone() == (0,)
        said = [row[0] for row in library.culture.execute("SELECT status FROM imports ORDER BY import_id")]
    assert said == [*["done"] * earlier, "interrupted", "done"]
    assert bring(folder).counts.unchanged == 3


def test_mended_and_mended_back_nothing_is_left_of_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a stopped import read in another way is not taken for read in the way of the last one that ended."""
    describe(folder, "when: date")
    bring(folder)
    describe(folder, "when: {to: text, kind: note}")
    stopped(folder, monkeypatch)
    assert years(folder) == [None, None, 1870]
    describe(folder, "when: date")
    assert bring(folder).counts.updated == 3
    assert years(folder) == [1850, 1860, 1870]


def test_another_domain_reads_all_records_anew(folder: Path) -> None:
    bring(folder)
    path = folder / "catalogues" / "a-museum.yml"
    path.write_text(path.read_text().replace("[museum]", "[music]"))
    assert bring(folder).counts.updated == 3
    with Library.open(folder) as library:
        assert library.culture.execute("SELECT DISTINCT domain FROM works").fetchall() == [("music",)]
    assert bring(folder).counts.unchanged == 3


def test_a_part_that_was_read_anew_leaves_the_rest_to_be_read(folder: Path) -> None:
    bring(folder)
    describe(folder, "when: date")
    assert bring(folder, limit=1).counts.updated == 1
    assert years(folder) == [1850, None, None]
    assert bring(folder).counts.updated == 2
    assert years(folder) == [1850, 1860, 1870]


@pytest.mark.parametrize("asked", [False, True])
def test_each_of_several_files_is_read_anew(folder: Path, asked: bool) -> None:
    """The other one's records are no less of another reading once the first one's are read."""
    (folder.parent / "more.csv").write_text("nr,name,when,shelf\n4,Four,1880,D\n")
    for given in ("works.csv", "more.csv"):
        bring(folder, given)
    if not asked:
        describe(folder, "when: date")
    assert bring(folder, reread=asked).counts.updated == 3
    assert bring(folder, "more.csv").counts.updated == 1
    assert years(folder) == ([None] * 4 if asked else [1850, 1860, 1870, 1880])
    assert [bring(folder, given).counts.updated for given in ("works.csv", "more.csv")] == [0, 0]


def test_another_reader_reads_all_records_anew(folder: Path) -> None:
    """What it makes of the same bytes may be another thing."""
    bring(folder)
    path = folder / "catalogues" / "a-museum.yml"
    path.write_text(path.read_text().replace("reader: csv", "reader: jsonl"))
    with Library.open(folder) as library:
        assert source_row.read_since(library.culture, descriptor("a-museum", folder)) is None


def test_when_asked_for(folder: Path) -> None:
    bring(folder)
    assert bring(folder, reread=True).counts.updated == 3
    assert bring(folder).counts.unchanged == 3
