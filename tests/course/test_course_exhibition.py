"""Composing by hand: the example of the page, every sheet against the composer of the library itself."""

from __future__ import annotations

import re
import sqlite3
from itertools import combinations

import pytest

from culturedata.course.choosing.exhibition import LETTERS, ExhibitionByHand, Room
from culturedata.errors import ExerciseError
from culturedata.studio.exhibition.choose import Wall
from culturedata.studio.exhibition.diversity import intra_list_diversity
from culturedata.studio.exhibition.pool import Candidate, Element

STUDENTS = [f"student {n}" for n in range(40)]


def room(sheet: str) -> Room:
    """The crosses of a table with the columns A to D."""
    lines = [line.strip("|").split("|")[1:] for line in sheet.splitlines() if re.match(r"\| (?!theme|thème|---)", line)]
    shows = [frozenset(n for n, line in enumerate(lines) if line[work].strip() == "×") for work in range(len(LETTERS))]
    return Room((), tuple((str(n), str(n)) for n in range(len(lines))), tuple(shows))


def wall(of: Room) -> Wall:
    themes = [Element("theme", str(n), str(n)) for n in range(len(of.themes))]
    return Wall(tuple(Candidate("", "", None, frozenset(themes[n] for n in shown)) for shown in of.shows))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_example_of_the_page(lang: str) -> None:
    page = room(ExhibitionByHand().page(lang))
    assert (page.greedy(), page.covers(*page.greedy()), page.best()) == ([0, 1], 4, 5)
    assert intra_list_diversity(wall(page), [0, 1]) == pytest.approx(0.5)


def test_every_sheet_against_the_composer(samples: sqlite3.Connection) -> None:
    traps = 0
    for student in STUDENTS:
        sheet = ExhibitionByHand().for_student(student, samples)
        drawn = room(sheet.data("en"))
        hung, pairs = wall(drawn), list(combinations(range(4), 2))
        first, second = (LETTERS.index(str(part.expected)) for part in sheet.parts[:2])
        gains = hung.gains([]), hung.gains([first])
        assert gains[0][first] == pytest.approx(gains[0].max())
        assert gains[1][second] == pytest.approx(gains[1].max())
        best = max(5 * hung.coverage(list(pair)) for pair in pairs)
        closed = LETTERS.index(re.findall(r"open picture: ([ABCD])\.", sheet.data("en"))[0])
        assert closed in (first, second), "the constraint must bite"
        without = max(5 * hung.coverage(list(pair)) for pair in pairs if closed not in pair)
        mean = sum(5 * hung.coverage(list(pair)) for pair in pairs) / 6
        share = 5 * hung.coverage([first, second]) / best
        distance = intra_list_diversity(hung, [first, second])
        expected = [part.expected for part in sheet.parts[2:]]
        assert expected == pytest.approx([best, mean, share, without, distance])
        traps += share < 1
        assert share >= 0.632
    assert len(STUDENTS) / 4 < traps < len(STUDENTS), "sometimes the greedy choice is the best one"


def test_the_works_show_what_the_library_says(samples: sqlite3.Connection) -> None:
    said = ExhibitionByHand().for_student("camille", samples).data("en")
    titles = dict(re.findall(r"^- ([ABCD])\. (.+)$", said, re.M))
    for line in re.findall(r"^\| (?!theme|---)(.*) \|$", said, re.M):
        theme, *crosses = (cell.strip() for cell in line.split(" | "))
        for letter, cross in zip(LETTERS, crosses, strict=True):
            found = samples.execute(
                """SELECT count(*) FROM works JOIN work_terms USING (work_id) JOIN terms USING (term_id)
                   WHERE title = ? AND work_terms.facet = 'subject' AND coalesce(label_en, label) = ?""",
                [titles[letter], theme],
            ).fetchone()[0]
            assert bool(found) == (cross == "×")


def test_a_library_without_subjects(samples: sqlite3.Connection) -> None:
    copy = sqlite3.connect(":memory:")
    samples.backup(copy)
    copy.execute("DELETE FROM work_terms WHERE facet = 'subject'")
    with pytest.raises(ExerciseError, match="too few subjects"):
        ExhibitionByHand().for_student("camille", copy)
