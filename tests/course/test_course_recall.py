"""Recall of a corner by hand: the example of the page, and every sheet counted again from what it prints."""

from __future__ import annotations

import random
import re

import pytest

from culturedata.course import _base
from culturedata.course.page.recall_two_by_two import LETTERS, Home, RecallTwoByTwo, drawn

STUDENTS = [f"student {n}" for n in range(60)]


def home(text: str) -> Home:
    """The rows of a table, and the liked works: the long list of numbers behind."""
    rows = tuple(tuple(map(int, found)) for found in re.findall(r"^\| [A-D] " + r"\| (\d+) " * 4, text, re.M))
    liked = re.findall(r"(?:liked|aimé ensuite)[^|]*?((?:\d+, ){4,}\d+)", text.replace("\n", " "))[0]
    return Home(rows, tuple(map(int, liked.split(", "))))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_example_of_the_page(lang: str) -> None:
    """By hand: 2 ÷ 6 in the corner, 4 ÷ 6 on the page; C falls, 7 steps in for 2; then 3 ÷ 6 and 5 ÷ 6."""
    text = RecallTwoByTwo().page(lang)
    page = home(text)
    assert (page.fallen, page.moved) == (["C"], {"B": 7})
    found = [page.recall(grid, *corner) for grid in (page.printed, page.once) for corner in ((2, 2), (4, 3))]
    assert found == pytest.approx([2 / 6, 4 / 6, 3 / 6, 5 / 6])
    said = text.replace(",", ".")
    assert all(figure in said for figure in ("**0.333**", "0.667", "**0.5**", "0.833", "**+0.167**"))


def by_hand(rows: list[list[int]], liked: set[int]) -> list[float | str]:
    """The answers, without a line of the product: rows from the top, a set of works that are shown."""
    printed = [row[:3] for row in rows]
    shown: set[int] = set()
    kept, fell, moved = [], "", 0
    for letter, row in zip(LETTERS, rows, strict=True):
        left = [work for work in row if work not in shown][:3]
        if len(left) < 3:
            fell = letter
            continue
        moved = left[-1] if left != row[:3] else moved
        kept.append(left)
        shown |= set(left)

    def share(page: list[list[int]], m: int, n: int) -> float:
        return len({work for row in page[:m] for work in row[:n]} & liked) / len(liked)

    return [share(printed, 2, 2), fell, moved, share(kept, 2, 2), share(kept, 4, 3) - share(printed, 4, 3)]


@pytest.mark.parametrize("student", STUDENTS)
def test_every_sheet_counted_again(student: str) -> None:
    sheet = RecallTwoByTwo().for_student(student, None)
    drawn = home(sheet.data("en"))
    answers = by_hand([list(row) for row in drawn.rows], set(drawn.liked))
    typed = [one if isinstance(one, str) else f"{one:.3f}".replace(".", ",") for one in answers]
    assert _base.check(sheet, [*typed[:2], str(answers[2]), *typed[3:]]) == [True] * 5
    assert home(sheet.data("fr")) == drawn


def test_the_usual_mistakes_are_told() -> None:
    """For nearly everybody the division by the four places is another answer, and is told so."""
    told = 0
    for student in STUDENTS:
        first = RecallTwoByTwo().for_student(student, None).parts[0]
        precision = first.slips[0]
        told += precision in first.mistakes
        if precision in first.mistakes:
            assert "précision" in first.feedback(str(precision.gives), "fr")
    assert told > 0.9 * len(STUDENTS)


def test_a_loss_has_its_sign() -> None:
    """Some gain by it, some lose; who forgets the sign is told."""
    last = [RecallTwoByTwo().for_student(student, None).parts[4] for student in STUDENTS]
    changes = [part.expected for part in last if isinstance(part.expected, float)]
    assert min(changes) < 0 < max(changes)
    assert all(
        part.feedback(f"{-change:.4f}", "en").startswith("The sign") for part, change in zip(last, changes, strict=True)
    )


def test_a_liked_work_is_on_no_screen() -> None:
    """Nor moves up into one: no sheet reaches the recall 1."""
    for seed in range(150):
        home = drawn(random.Random(f"student {seed}"))
        assert max(home.recall(home.printed), home.recall(home.once)) < 1
        assert set(home.liked) - {work for row in (*home.printed, *home.once) for work in row}
