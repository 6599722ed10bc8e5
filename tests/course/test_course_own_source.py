"""The exercise `own-source`: a student's way through it, and what a wrong descriptor gives."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

import pytest

from culturedata.course import _base
from culturedata.course._base import Sheet
from culturedata.course.own_source import NAMES, Museum, OwnSource, drawn, read
from culturedata.importing.run import import_source
from culturedata.store.library import Library
from culturedata.vocabularies import LANGUAGES
from tests.cli.conftest import Run

CLASS = tuple(f"student {n}" for n in range(60))


def museum(student: str) -> Museum:
    """The table of a student, with all that is known of it."""
    return drawn(random.Random(_base.seed("own-source", student)))


def answers(folder: Path, lang: int, sheet: Sheet, table: str, described: str) -> list[str]:
    """What a student reads off a library after importing `table` with `described`."""
    name = NAMES[lang]
    (folder / "catalogues").mkdir(parents=True)
    (folder / "catalogues" / f"{name}.yml").write_text(described, encoding="utf-8")
    (folder / f"{name}.csv").write_text(table, encoding="utf-8")
    asked = [part.question(LANGUAGES[lang]) for part in sheet.parts]
    technique = re.findall("[«“] ?(.+?) ?[»”]", asked[1])[0]
    key = re.findall("`(.+)`", asked[3])[0]
    with Library.open(folder, write=True, create=True) as library:
        counts = import_source(library, name, str(folder / f"{name}.csv")).counts
        of_technique = library.culture.execute(
            "SELECT count(*) FROM work_terms JOIN terms USING (term_id) WHERE label = ?", [technique]
        ).fetchone()[0]
        latest = library.culture.execute("SELECT latest FROM dates WHERE work_id = ?", [f"{name}:{key}"]).fetchone()
    return [str(number) for number in (counts.works, of_technique, counts.issues, latest[0] if latest else 0)]


@pytest.mark.parametrize("lang", [0, 1])
@pytest.mark.parametrize("student", CLASS[:4])
def test_a_right_import_gives_the_answers(student: str, lang: int, tmp_path: Path) -> None:
    sheet = OwnSource().for_student(student, None)
    described = museum(student).described(lang)
    found = answers(tmp_path / "trial", lang, sheet, sheet.files[0].text(LANGUAGES[lang]), described)
    assert _base.check(sheet, found) == [True] * 4


@pytest.mark.parametrize("student", CLASS[:3])
def test_a_descriptor_without_the_separator_gives_other_answers(student: str, tmp_path: Path) -> None:
    sheet, mine = OwnSource().for_student(student, None), museum(student)
    wrong = re.sub(r"\{to: technique, separator: .*\}", "technique", mine.described(0))
    assert wrong != mine.described(0)
    assert _base.check(sheet, answers(tmp_path / "trial", 0, sheet, mine.table(0), wrong)) == [True, False, True, True]


@pytest.mark.parametrize("student", CLASS[:3])
def test_a_descriptor_that_forgets_a_column_gives_an_issue_more(student: str, tmp_path: Path) -> None:
    sheet, mine = OwnSource().for_student(student, None), museum(student)
    wrong = re.sub(r"  ignored: .*\n", "", mine.described(0))
    assert _base.check(sheet, answers(tmp_path / "trial", 0, sheet, mine.table(0), wrong)) == [True, True, False, True]


def test_the_counts_by_hand_from_the_printed_file() -> None:
    """Works: rows with a key and as many cells as the heading; issues: the others; techniques: parted by the sign."""
    for student in CLASS:
        sheet = OwnSource().for_student(student, None)
        heading, *rows = csv.reader(sheet.files[0].text_fr.splitlines(), delimiter=";")
        mine = museum(student)
        key, technique = (heading.index(mine.columns[what][0]) for what in ("key", "technique"))
        good = [row for row in rows if len(row) == len(heading) and row[key]]
        wanted = re.findall("« (.+?) »", sheet.parts[1].question_fr)[0]
        with_it = [row for row in good if wanted in [one.strip() for one in row[technique].split(mine.separator)]]
        alone = [row for row in good if row[technique] == wanted]
        expected = [len(good), len(with_it), len(rows) - len(good)]
        assert [part.expected for part in sheet.parts[:3]] == expected
        assert 0 < len(alone) < len(with_it), "without the separator fewer are counted"
        assert len(rows) - len(good) >= 2


def test_both_files_say_the_same() -> None:
    for student in CLASS[:20]:
        mine = museum(student)
        french, english = read(mine, 0), read(mine, 1)
        assert list(french.works) == list(english.works)
        assert len(french.issues) == len(english.issues)
        for key, work in french.works.items():
            bounds = [(one.works[key].dates[0].earliest, one.works[key].dates[0].latest) for one in (french, english)]
            assert bounds[0] == bounds[1]
            assert len(work.terms) == len(english.works[key].terms)


def test_the_year_asked_for_stands_nowhere_in_the_file() -> None:
    for student in CLASS:
        sheet = OwnSource().for_student(student, None)
        key = re.findall("`(.+)`", sheet.parts[3].question_fr)[0]
        (line,) = (line for line in sheet.files[0].text_fr.splitlines() if key in line.split(";"))
        assert "quart" in line
        assert f"{sheet.parts[3].expected:g}" not in line


def test_a_descriptor_has_ten_lines_or_little_more() -> None:
    assert all(len(museum(student).described(lang).splitlines()) <= 12 for student in CLASS for lang in (0, 1))


def test_it_is_said_that_the_works_are_invented() -> None:
    sheet = OwnSource().for_student("camille", None)
    assert "inventées" in sheet.data_fr
    assert "are invented" in sheet.data_en
    assert all("Œuvre inventée" in line for line in sheet.files[0].text_fr.splitlines()[1:])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_whole_way_on_the_command_line(
    lang: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copy the file from the screen, write the descriptor, import, look, answer."""
    monkeypatch.chdir(tmp_path)
    n, folder = LANGUAGES.index(lang), {"fr": "essai", "en": "trial"}[lang]
    shown = run("exercise", "show", "own-source", "--student", "lou", "--lang", lang).out
    (table,) = re.findall(rf"`{NAMES[n]}\.csv` ?:\n\n```text\n((?:.+\n)+?)```\n\n1\. ", shown)
    Path(f"{NAMES[n]}.csv").write_text(table, encoding="utf-8")
    (tmp_path / folder / "catalogues").mkdir(parents=True)
    Path(folder, "catalogues", f"{NAMES[n]}.yml").write_text(museum("lou").described(n), encoding="utf-8")
    said = run("import", NAMES[n], f"{NAMES[n]}.csv", "-L", folder)
    assert said.code == 0, said.err
    row = dict(zip(*said.lines, strict=True))
    sheet = OwnSource().for_student("lou", None)
    assert [row["works"], row["issues"]] == [f"{sheet.parts[q].expected:g}" for q in (0, 2)]
    page = OwnSource().page(lang)
    (query,) = re.findall(r'"(SELECT label.*)"', page)
    with Library.open(tmp_path / folder) as library:
        counted = dict(library.culture.execute(query).fetchall())
    technique = re.findall("[«“] ?(.+?) ?[»”]", sheet.parts[1].question(lang))[0]
    typed = [row["works"], str(counted[technique]), row["issues"], f"{sheet.parts[3].expected:g}"]
    said = run("exercise", "check", "own-source", *typed, "--student", "lou", "--lang", lang, "-L", folder)
    assert [line[2] for line in said.lines[1:]] == [{"fr": "juste", "en": "right"}[lang]] * 4
