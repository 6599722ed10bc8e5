"""Judging pages: against a known truth, on the same people, and by the command."""

from __future__ import annotations

from pathlib import Path

import pytest

from culturedata.data.dataset import Dataset
from culturedata.errors import UsageError
from culturedata.recommend.pages.layout import Shape
from culturedata.store.library import Library
from culturedata.workflow.judging import pages
from culturedata.workflow.judging.pages import RANKING, Asked, Judged, judge
from tests.recommend import made


@pytest.fixture
def judged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Judged:
    """Two groups of people of opposite tastes, judged on pages of two rows of three."""
    board, described = made.checkerboard()
    monkeypatch.setattr(pages, "data", lambda *_: (board, described))
    with Library.open(folder) as library:
        return judge(library, "cooccurrence", "film", Asked(shape=Shape(2, 3), people=30))


def figures(judged: Judged, metric: str) -> dict[str, float | None]:
    return {one.recommender: one.mean for one in judged.measurements if one.metric == metric}


def test_what_is_near_is_found(judged: Judged) -> None:
    """Of 20 works of one's half 12 were rated, 2.4 of them later: 10.4 are unseen, and a page shows 6 of these.

    Then recall is 6 / 10.4 = 0.58 and precision 2.4 / 10.4 = 0.23; by chance, among both halves, half of that.
    """
    precision, recall = figures(judged, "precision@2x3")[RANKING], figures(judged, "recall@2x3")[RANKING]
    assert precision == pytest.approx(0.23, abs=0.05)
    assert recall == pytest.approx(0.58, abs=0.1)
    assert set(figures(judged, "recall@2x3")) == {RANKING, "template", "independent", "stagewise", "page"}


def test_all_on_the_same_people(judged: Judged) -> None:
    assert {one.users + one.undefined for one in judged.measurements} == {30}
    assert len(judged.differences["page value"]) == 10
    assert all(one.provenance == "simulated" for one in judged.measurements)
    assert {one.split for one in judged.measurements} == {"by time, last 20% per user"}


def test_rows_alone_and_on_the_page(judged: Judged) -> None:
    """Works of one's half are alike: each row would show the same ones, so on the page the second row loses."""
    alone, laid, lost = (
        figures(judged, name) for name in ("ndcg@3 of rows alone", "ndcg@3 of rows on the page", pages.LOST)
    )
    assert set(alone) == set(laid) == set(lost) == {"template", "independent", "stagewise", "page"}
    for strategy in alone:
        assert lost[strategy] == pytest.approx(alone[strategy] - laid[strategy])
    assert len(judged.differences[pages.LOST]) == 6
    assert all(one.verdict == "tie" or (one.difference < 0) == (one.verdict == "better")
               for one in judged.differences[pages.LOST])  # fmt: skip


def test_works_shown_to_anybody_have_an_interval(judged: Judged) -> None:
    """Each half is 20 works, of which pages of six show some to somebody."""
    for one in judged.measurements:
        if one.metric == "works shown to anybody":
            assert 6 <= one.mean <= 40
            assert one.low <= one.mean <= one.high


def test_intervals_hold_their_means(judged: Judged) -> None:
    for one in judged.measurements:
        if one.low is not None and one.mean is not None and one.high is not None:
            assert one.low <= one.mean <= one.high


def test_nothing_relevant_later(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    low: Dataset = made.dataset([(u, i, 1.0) for u in range(4) for i in range(6)])
    monkeypatch.setattr(pages, "data", lambda *_: (low, made.described([()] * 6)))
    with Library.open(folder) as library, pytest.raises(UsageError, match="nobody rated anything well"):
        judge(library, "popular", "film", Asked())
