"""Judging content without visitors, on small catalogues whose truth is known (synthetic)."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
import scipy.sparse as sp

from culturedata.errors import ModelError
from culturedata.store.library import Library
from culturedata.workflow.judging import likeness
from culturedata.workflow.judging.likeness import BY_MAKER, CHANCE, COMMON, PRECISION, RECALL, SAME, Asked, judge

WORKS, WORLDS, TERMS = 120, 4, 8


@pytest.fixture
def worlds(library: Library) -> Library:
    """Works of four worlds: each has five of its world's eight subjects, a material of its world, one of six makers.

    A maker belongs to one world, and to its movement; the movement stands on the works, too, as museums have it.
    """
    db, rng = library.culture, np.random.default_rng(0)
    for facet in ("subject", "material", "movement"):
        for world in range(WORLDS):
            for n in range(TERMS if facet == "subject" else 1):
                id_ = f"a:term:{facet}/w{world}n{n}"
                db.execute("INSERT INTO terms VALUES (?, ?, ?, NULL, NULL, NULL, 'a')", [id_, id_, facet])
    record = db.execute("SELECT record_id FROM records").fetchone()[0]
    for maker in range(6 * WORLDS):
        id_ = f"a:agent:m{maker}"
        columns = "agent_id, name, kind, source, authority, record_id"
        db.execute(f"INSERT INTO agents ({columns}) VALUES (?, ?, 'person', 'a', 1, ?)", [id_, id_, record])
        db.execute("INSERT INTO agent_terms VALUES (?, 'movement', ?)", [id_, f"a:term:movement/w{maker % WORLDS}n0"])
    for work in range(WORKS):
        id_, world = f"a:made{work:03}", work % WORLDS
        db.execute(
            "INSERT INTO works (work_id, title, domain, source, record_id) VALUES (?, ?, 'museum', 'a', ?)",
            [id_, id_, record],
        )
        maker = WORLDS * int(rng.integers(6)) + world
        db.execute("INSERT INTO credits VALUES (?, 1, ?, 'painter', NULL, NULL)", [id_, f"a:agent:m{maker}"])
        said = [f"a:term:subject/w{world}n{n}" for n in rng.choice(TERMS, 5, replace=False)]
        for facet, term in [("subject", term) for term in said] + [
            (facet, f"a:term:{facet}/w{world}n0") for facet in ("material", "movement")
        ]:
            db.execute("INSERT INTO work_terms VALUES (?, ?, ?)", [id_, facet, term])
    return library


def figures(judged: likeness.Judged) -> dict[tuple[str, str], float]:
    return {(one.way, one.measure): one.mean for one in judged.figures if one.mean is not None}


def test_what_is_hidden() -> None:
    """A fifth of ten is two, of three one; of one nothing; by the same draw the same."""
    true = sp.csr_matrix(np.repeat([[1.0] * 10, [1.0] * 3 + [0] * 7, [1.0] + [0] * 9, [0] * 10], 50, axis=0))
    seen = likeness.hide(true, 0.2, np.random.default_rng(1))
    assert seen.getnnz(axis=1).reshape(4, 50).tolist() == [[8] * 50, [2] * 50, [1] * 50, [0] * 50]
    assert (true - seen).min() == 0
    assert (likeness.hide(true, 0.2, np.random.default_rng(1)) != seen).nnz == 0
    often = np.asarray((true - seen)[:50].sum(axis=0)).ravel()
    assert often.sum() == 100
    assert often.min() > 2, "each of the ten is hidden now and then"


def test_worlds_are_found(worlds: Library) -> None:
    """Near works are of the same world; of any of these five in eight have the hidden subject, of all 5 in 32.

    The nearest share most of what is left, and so have fewer places for what is hidden.
    """
    judged = judge(worlds, "museum", Asked(sample=100, factors=4))
    found = figures(judged)
    assert (judged.works, judged.with_hidden, judged.hidden) == (125, 120, 120)
    assert (judged.with_movement, judged.makers) == (120, 24)
    assert found["tf-idf", PRECISION] == pytest.approx(1 / 2, abs=0.12)
    assert found[CHANCE, PRECISION] == pytest.approx(5 / 32, abs=0.05)
    assert found["tf-idf", RECALL] > 0.9, "but where it is hidden of all ten, too"
    assert found["tf-idf", SAME] == found["tf-idf on 4 axes", SAME] == 1
    assert found[CHANCE, SAME] == pytest.approx(0.21, abs=0.03), "a quarter, less the maker's own"
    assert found["tf-idf", BY_MAKER] == 1
    assert found[COMMON, RECALL] == pytest.approx(10 / 32, abs=0.15)


def test_neither_what_is_hidden_nor_the_movement_is_looked_at(worlds: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[tuple[str, ...], ...]] = []
    real = likeness.Content

    def spied(**options: int) -> object:
        content = real(**options)
        fit = content.fit
        monkeypatch.setattr(content, "fit", lambda data, said, seed: seen.append(said.tokens) or fit(data, said, seed))
        return content

    monkeypatch.setattr(likeness, "Content", spied)
    judge(worlds, "museum", Asked(sample=20, factors=3))
    whole = seen[0]
    assert len(seen) >= 5
    assert not any(":term:movement/" in token for tokens in whole for token in tokens)
    assert [sum(":term:subject/w" in token for token in tokens) for tokens in whole[5:]] == [4] * WORKS


def test_the_same_again(worlds: Library) -> None:
    once, again = (judge(worlds, "museum", Asked(sample=30, factors=3, seed=4)) for _ in range(2))
    assert asdict(once) == asdict(again)
    assert figures(judge(worlds, "museum", Asked(sample=30, factors=3, seed=5))) != figures(once)


def test_without_movements_only_terms_are_judged(worlds: Library) -> None:
    worlds.culture.execute("DELETE FROM agent_terms")
    judged = judge(worlds, "museum", Asked(sample=20, factors=3))
    assert {one.measure for one in judged.figures} == {PRECISION, RECALL}
    assert (judged.with_movement, judged.makers) == (0, 0)


def test_nothing_to_hide(library: Library) -> None:
    with pytest.raises(ModelError, match=r"few works of music have two terms of the facet 'subject'\. Name another"):
        judge(library, "music", Asked())
    with pytest.raises(ModelError, match="too few works of nosuch have two terms"):
        judge(library, "museum", Asked(), source="nosuch")
