"""Composing a page by hand: the example of the page, every sheet tried page by page, and what greed is worth."""

from __future__ import annotations

import random
import re
import sqlite3
from itertools import islice, permutations
from math import e

import pytest

from culturedata.course import _base
from culturedata.course.page._pool import LETTERS, Pool, _made_up, pools
from culturedata.course.page.compose_a_page import MISSED, BetterPage, ComposeAPage, GreedyPage
from culturedata.errors import ExerciseError
from culturedata.store.library import Library

STUDENTS = [f"student {n}" for n in range(12)]
Rows = dict[str, list[int]]


def worth(order: str, rows: Rows, chances: dict[int, float]) -> float:
    """What a page is worth, without a line of the product: 1 − the product of 1 − 0.8^row · 0.85^place · chance."""
    missed, shown, row = 1.0, set[int](), 0
    for letter in order:
        left = [work for work in rows[letter] if work not in shown][:2]
        if len(left) < 2:
            continue
        for place, work in enumerate(left):
            missed *= 1 - 0.8**row * 0.85**place * chances[work]
        shown |= set(left)
        row += 1
    return 1 - missed


def greedy(rows: Rows, chances: dict[int, float], length: int) -> str:
    chosen = ""
    while len(chosen) < length:
        rest = [letter for letter in rows if letter not in chosen]
        chosen += max(rest, key=lambda letter: worth(chosen + letter, rows, chances))
    return chosen


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_example_of_the_page(lang: str) -> None:
    text = ComposeAPage().page(lang).replace(",", "." if lang == "fr" else ",")
    chances = dict(enumerate((0.30, 0.28, 0.20, 0.20, 0.02), 1))
    rows = {"A": [1, 2, 5], "B": [1, 3, 5], "C": [2, 4, 5]}
    assert greedy(rows, chances, 2)[0] == "A"
    found = [worth(order, rows, chances) for order in ("A", "B", "C", "AB", "AC", "BC")]
    assert found == pytest.approx([0.4666, 0.4190, 0.4024, 0.5580, 0.5580, 0.6105], abs=5e-5)
    assert max(worth("".join(order), rows, chances) for order in permutations("ABC", 2)) == pytest.approx(found[5])
    assert found[3] / found[5] == pytest.approx(0.914, abs=5e-4)
    assert all(figure in text for figure in ("**0.4666**", "0.4190", "0.4024", "**0.5580**", "**0.6105**", "**0.914**"))


def printed(data: str) -> tuple[Rows, dict[int, float]]:
    """The rows and the chances of a sheet."""
    works = data.partition("\n\n")[0]
    chances = {int(n): float(chance) for n, chance in re.findall(r"^\| (\d+) \| .* \| (0\.\d\d) \|$", works, re.M)}
    rows = re.findall(r"^\| ([A-H]) \| .* \| ([\d, ]+) \|$", data, re.M)
    return {letter: [int(work) for work in held.split(", ")] for letter, held in rows}, chances


@pytest.mark.parametrize("student", STUDENTS)
def test_every_sheet_tried_page_by_page(student: str, samples: sqlite3.Connection) -> None:
    """All from what is printed: the greedy page, its value, that it is not the best, and which pages beat it."""
    sheet = ComposeAPage().for_student(student, samples)
    rows, chances = printed(sheet.data("en"))
    assert list(rows) == list(LETTERS)
    values = {"".join(order): worth("".join(order), rows, chances) for order in permutations(LETTERS, 3)}
    chosen, best = greedy(rows, chances, 3), max(values.values())
    asked = re.findall(r"Row ([A-H]) ", sheet.parts[0].question_en)[0]
    winner = max(values, key=values.__getitem__)
    answers = [
        f"{worth(asked, rows, chances):.3f}",
        chosen,
        f"{values[chosen]:.4f}",
        f"{values[chosen] / best:.3f}",
        winner,
    ]
    assert _base.check(sheet, [one.replace(".", ",") for one in answers]) == [True] * 5
    assert f"**{best:.4f}**" in sheet.data("en")
    assert best - values[chosen] >= MISSED - 1e-9
    assert values[chosen] >= (1 - 1 / e) * best
    yours = sheet.parts[4]
    for page, value in islice(values.items(), 0, None, 7):
        assert yours.accepts(page) == (value > values[chosen] + 1e-9)


def test_greed_reaches_its_share_and_often_the_best(samples: sqlite3.Connection) -> None:
    """Pools as they come, of the museum sample and made up: never below 1 − 1/e, never above the best."""
    shares = []
    for seed in range(60):
        for pool in (next(pools(random.Random(seed), samples)), made_up(seed)):
            best, chosen = pool.values[pool.best], pool.value(pool.greedy)
            assert (1 - 1 / e) * best <= chosen <= best + 1e-12
            shares.append(chosen / best)
    missed = sum(share < 1 - 1e-9 for share in shares) / len(shares)
    assert 0.2 < missed < 0.7, "it is often the best page, and often not"


def made_up(seed: int) -> Pool:
    nothing = sqlite3.connect(":memory:")
    nothing.executescript(
        """CREATE TABLE works (work_id, domain); CREATE TABLE work_terms (work_id, facet, term_id);
        CREATE TABLE terms (term_id, label, label_fr, label_en);"""
    )
    return next(pools(random.Random(seed), nothing))


def test_a_library_without_such_works_gets_made_up_ones(library: Library) -> None:
    sheet = ComposeAPage().for_student("camille", library.culture)
    assert "mot inventé" in sheet.data("fr")
    assert "made-up work 3" in sheet.data("en")
    assert len(_made_up(random.Random(0)).rows) == 2 * len(LETTERS)


class TestFeedback:
    """What a page of one's own is told."""

    @pytest.fixture
    def part(self, samples: sqlite3.Connection) -> BetterPage:
        part = ComposeAPage().for_student("camille", samples).parts[4]
        assert isinstance(part, BetterPage)
        return part

    def test_a_better_page(self, part: BetterPage) -> None:
        pool = part.pool
        assert pool is not None
        by = pool.values[pool.best] - pool.value(pool.greedy)
        typed = f" {pool.best[0].lower()}, {pool.best[1]}-{pool.best[2]} "
        assert part.accepts(typed)
        assert part.feedback(typed, "en").startswith(
            f"It is worth {pool.values[pool.best]:.4f}. It beats the greedy page by {by:.4f}. Share of the best: 1.000"
        )
        assert "1 − 1/e = 0,632" in part.feedback(typed, "fr")

    def test_the_greedy_page_itself(self, part: BetterPage) -> None:
        pool = part.pool
        assert pool is not None
        assert not part.accepts(pool.greedy)
        assert part.feedback(pool.greedy, "fr").endswith("C’est la page gloutonne elle-même.")

    def test_a_row_twice(self, part: BetterPage) -> None:
        assert not part.accepts("AAA")
        assert part.feedback("AAA", "en").endswith("A row serves once.")

    @pytest.mark.parametrize("typed", ["", "AB", "ABI", "ABCD", "12"])
    def test_what_is_no_page(self, part: BetterPage, typed: str) -> None:
        with pytest.raises(ExerciseError, match=r"is no answer to this question\. Write it like CAF\."):
            part.accepts(typed)


@pytest.mark.parametrize("student", STUDENTS)
def test_the_greedy_rows_in_any_wrong_order(student: str, samples: sqlite3.Connection) -> None:
    """Each order is told to be one, but for the one that is another mistake: the rows that are best each by itself."""
    part = next(one for one in ComposeAPage().for_student(student, samples).parts if isinstance(one, GreedyPage))
    wrong = {"".join(order) for order in permutations(str(part.expected))} - {str(part.expected)}
    alone, order = part.slips
    for typed in wrong - {str(alone.gives)}:
        assert part.feedback(typed.lower(), "en") == order.said("en")
    assert part.feedback(str(part.expected), "en") == ""
    assert part.feedback(str(alone.gives), "fr") in (alone.said("fr"), "")
