"""The exercise `date-intervals`: the page's table and query, and the counts by another way."""

from __future__ import annotations

import random
import re
import sqlite3
from math import inf

import pytest

from culturedata.course import _base
from culturedata.course._datings import around, before_our_era, dating, ordinal
from culturedata.course.date_intervals import DateIntervals
from culturedata.errors import ExerciseError
from culturedata.importing.values import dates
from culturedata.store.library import Library
from culturedata.vocabularies import LANGUAGES

CLASS = tuple(f"student {n}" for n in range(40))


def cells(text: str) -> list[list[str]]:
    """The rows of the first Markdown table, without its heading."""
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line[:1] == "|"][2:]


def years(sheet: _base.Sheet) -> tuple[str, int, int]:
    domain, first, last = re.findall(r"\*\*(\w+)\*\*", sheet.data_en)
    return domain, int(first), int(last)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_of_the_page_is_what_the_library_reads(lang: str) -> None:
    words = {"aucune": None, "none": None}
    for printed, _, first, last in cells(DateIntervals().page(lang)):
        read = dates.read(printed)
        said = [words[cell] if cell in words else _year(cell) for cell in (first, last)]
        assert [read.earliest, read.latest] == said, printed
    assert len(cells(DateIntervals().page(lang))) == 8


def _year(cell: str) -> int:
    number = int(cell.split()[0])
    return -number if "av. J.-C." in cell or "BC" in cell else number


@pytest.mark.parametrize("student", CLASS[:10])
def test_the_query_of_the_page_gives_the_answers(student: str, samples: sqlite3.Connection) -> None:
    sheet = DateIntervals().for_student(student, samples)
    domain, first, last = years(sheet)
    blocks = re.findall(r"(?:^    .*\n)+", DateIntervals().page("fr"), re.M)
    (query,) = (block for block in blocks if "SELECT" in block)
    assert (query.count("1501"), query.count("1600"), query.count("'museum'")) == (2, 2, 1)
    mine = query.replace("1501", str(first)).replace("1600", str(last)).replace("'museum'", f"'{domain}'")
    assert samples.execute(mine).fetchone() == (sheet.parts[0].expected, sheet.parts[1].expected)


@pytest.mark.parametrize("student", CLASS[:10])
def test_the_counts_by_another_way(student: str, samples: sqlite3.Connection) -> None:
    sheet = DateIntervals().for_student(student, samples)
    domain, first, last = years(sheet)
    asked = """SELECT earliest, latest, qualifier FROM dates JOIN works USING (work_id)
               WHERE domain = ? AND earliest IS NOT NULL AND latest IS NOT NULL"""
    spans = []
    for earliest, latest, qualifier in samples.execute(asked, [domain]):
        off = 5 if qualifier == "circa" else 0
        spans.append(set(range(earliest - off, latest + off + 1)))
    window = set(range(first, last + 1))
    answers = [str(sum(span <= window for span in spans)), str(sum(bool(span & window) for span in spans))]
    assert [part.accepts(answer) for part, answer in zip(sheet.parts, answers, strict=False)] == [True, True]


def test_by_hand(library: Library) -> None:
    """One work a decade from 1300, «before 1400», «after 1200», one of no known year.

    «At least» counts the exact ones in the window; «at most» also those of the open ones that touch it.
    A second date and a date of purchase change nothing.
    """
    culture = library.culture
    culture.execute("DELETE FROM dates")
    wide = [("before 1400", None, 1399, "before"), ("after 1200", 1201, None, "after"), ("?", None, None, None)]
    exact = [(str(year), year, year, None) for year in range(1300, 2040, 10)]
    for n, (text, earliest, latest, qualifier) in enumerate([*wide, *exact]):
        culture.execute(
            "INSERT INTO works VALUES (?, 'Synthetic', 'museum', 'a', NULL, ?, NULL, 0, NULL, 'a:1')",
            [f"a:d{n}", earliest],
        )
        culture.execute(
            "INSERT INTO dates VALUES (?, 1, 'created', ?, ?, ?, 'year', ?)",
            [f"a:d{n}", text, earliest, latest, qualifier],
        )
    culture.execute("INSERT INTO dates VALUES ('a:d9', 2, 'published', '1300-2030', 1300, 2030, 'range', NULL)")
    culture.execute("INSERT INTO dates VALUES ('a:1', 1, 'acquired', '1300-2030', 1300, 2030, 'range', NULL)")
    for student in CLASS[:20]:
        sheet = DateIntervals().for_student(student, culture)
        _, first, last = years(sheet)
        inside = len([year for year in range(1300, 2040, 10) if first <= year <= last])
        assert sheet.parts[0].expected == inside
        assert sheet.parts[1].expected == inside + 1 + (first <= 1399)


def test_the_invented_dates_by_another_way(samples: sqlite3.Connection) -> None:
    for student in CLASS:
        sheet = DateIntervals().for_student(student, samples)
        _, first, last = years(sheet)
        sure, may = 0, 0
        for (_, french), (_, english) in zip(cells(sheet.data_fr), cells(sheet.data_en), strict=True):
            assert _span(french) == _span(english), f"{french} and {english} say the same"
            begins, ends = _span(french)
            sure += begins >= first and ends <= last
            may += not (ends < first or begins > last)
        assert [sheet.parts[2].expected, sheet.parts[3].expected] == [sure, may]
        assert 0 < sure < may, "the two counts differ for everybody"


def test_the_comparison_by_another_way(samples: sqlite3.Connection) -> None:
    for student in CLASS:
        sheet = DateIntervals().for_student(student, samples)
        both = {lang: re.findall(r"[PQ], `(.+?)`", sheet.data(lang)) for lang in LANGUAGES}
        (p, q), said = map(_span, both["fr"]), list(map(_span, both["en"]))
        assert [p, q] == said
        assert sheet.parts[4].expected == ("A" if p[1] < q[0] else "B" if q[1] < p[0] else "C")


def _span(printed: str) -> tuple[float, float]:
    read = dates.read(printed)
    assert read.precision != "unknown", printed
    off = 5 if read.qualifier == "circa" else 0
    return (
        -inf if read.earliest is None else read.earliest - off,
        inf if read.latest is None else read.latest + off,
    )


def test_datings_read_the_same_in_both_languages() -> None:
    chance = random.Random(1)
    drawn = [around(chance, year) for year in range(1101, 2021)] + [before_our_era(chance) for _ in range(200)]
    for one in drawn:
        assert _span(one.fr) == _span(one.en) == (one.begins, one.ends)
    assert len({one.fr for one in drawn}) > 500


def test_about_is_five_years_either_way() -> None:
    about, before = dating("vers 1503", "about 1503"), dating("avant 1850", "before 1850")
    assert (about.begins, about.ends) == (1498, 1508)
    assert (before.begins, before.ends) == (-inf, 1849)
    assert [about.within(1498, 1508), about.within(1499, 1600), about.touches(1508, 1600)] == [True, False, True]
    assert [before.within(1000, 1900), before.touches(1849, 1900), before.touches(1850, 1900)] == [False, True, False]


@pytest.mark.parametrize(
    ("number", "fr", "en"), [(1, "1er", "1st"), (2, "2e", "2nd"), (3, "3e", "3rd"), (11, "11e", "11th"),
                             (13, "13e", "13th"), (20, "20e", "20th"), (21, "21e", "21st")]
)  # fmt: skip
def test_ordinals(number: int, fr: str, en: str) -> None:
    assert (ordinal(number, "fr"), ordinal(number, "en")) == (fr, en)


def test_a_library_of_exact_years_is_not_enough(library: Library) -> None:
    with pytest.raises(ExerciseError, match=r"have a date that is an interval\. Import sample-museum\."):
        DateIntervals().for_student("camille", library.culture)
    library.culture.execute("DELETE FROM dates")
    with pytest.raises(ExerciseError, match="have a date that is an interval"):
        DateIntervals().for_student("camille", library.culture)
