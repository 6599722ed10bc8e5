"""Reranking by hand: the example of the page, and every sheet against the reranker and the metrics of the library."""

from __future__ import annotations

import re

import numpy as np
import pytest

from culturedata.course.choosing.reranking import LETTERS, Films, Reranking
from culturedata.data.slates import Query, Slate
from culturedata.evaluate.metrics.ranking.ndcg import Ndcg
from culturedata.evaluate.metrics.variety.diversity import Diversity
from culturedata.recommend.rerank._works import Works
from culturedata.recommend.rerank.mmr import Mmr
from tests.evaluate.conftest import shown
from tests.recommend import made

STUDENTS = [f"student {n}" for n in range(40)]


def films(sheet: str) -> Films:
    """The lines A to E of a table."""
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\| [A-E] .*$", sheet, re.M)
    ]
    genres = [tuple(n for n, cell in enumerate(line[2:6]) if cell == "×") for line in lines]
    relevance = tuple(float(line[1].replace(",", ".")) for line in lines)
    liked = frozenset(n for n, line in enumerate(lines) if line[6] == "×")
    return Films(relevance, tuple((first, second) for first, second in genres), liked)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_example_of_the_page(lang: str) -> None:
    page, text = films(Reranking().page(lang)), Reranking().page(lang).replace(",", ".")
    assert page.reranked() == [0, 3, 2]
    assert [page.score(n, [0]) for n in (1, 2, 3, 4)] == pytest.approx([-0.05, 0.10, 0.30, -0.25])
    for slate in ([0, 1, 2], [0, 3, 2]):
        assert f"= {page.ndcg(slate):.4f}" in text
        assert f"= {page.diversity(slate):.4f}" in text


def test_every_sheet_against_the_library() -> None:
    """The same choices by `mmr`, the same figures by `ndcg` and `diversity`."""
    dearer = 0
    for student in STUDENTS:
        sheet = Reranking().for_student(student, None)
        drawn = films(sheet.data("en"))
        works = Works(made.drawn(0, items=5), made.described([[f"g{n}" for n in mine] for mine in drawn.genres]))
        order = np.argsort(-np.array(drawn.relevance))
        candidates = Slate(order.astype(np.int32), np.array(drawn.relevance)[order])
        found = Mmr(weight=0.5).rerank(candidates, Query(), works, 3)
        slates = [order[:3].tolist(), found.items.tolist()]
        judged = shown(slates, [dict.fromkeys(drawn.liked, 4.0)] * 2, 3, 5, features=(works.rows.toarray() > 0) * 1.0)
        (plain, reranked), (narrow, wide) = Ndcg().of(judged), Diversity().of(judged)
        second, score, third, variety, cost = (part.expected for part in sheet.parts)
        assert [second, third] == [LETTERS[n] for n in found.items.tolist()[1:]]
        assert [score, variety, cost] == pytest.approx([found.scores[1], wide - narrow, reranked - plain])
        dearer += cost < 0
    assert len(STUDENTS) / 4 < dearer < len(STUDENTS), "it costs most of them something, and some of them nothing"
