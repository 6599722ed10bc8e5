"""discover: its parts by hand, which add up, and each of which can be left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from culturedata.data.slates import Query
from culturedata.recommend.discover import Discover
from tests.recommend import made

DATA = replace(made.drawn(seed=4), follows=np.array([[0, 1], [0, 2], [5, 6]], dtype=np.int32))
TOKENS = [[*tokens, f"figure:size:{n % 4}"] for n, tokens in enumerate(made.words(4, 40).tokens)]
DOCUMENTS = made.described(TOKENS)


@pytest.fixture(scope="module")
def fitted() -> Discover:
    return Discover(by="ease", text=0.5, features=0.25, social=0.75).fit(DATA, DOCUMENTS, seed=1)


def test_the_score_is_what_the_parts_add(fitted: Discover) -> None:
    collaborative, text, features, social = fitted._parts
    query = fitted.query(0)
    raw = (collaborative.score(query), text.cosines(query), features.cosines(query), social.score(query))  # type: ignore[attr-defined]
    weights = (1.0, 0.5, 0.25, 0.75)
    expected = sum(w * (one - one.mean()) / one.std() for w, one in zip(weights, raw, strict=True))
    np.testing.assert_allclose(fitted.score(query), expected, rtol=0, atol=1e-12)


def test_text_knows_no_figures_and_features_nothing_else(fitted: Discover) -> None:
    _, text, features, _ = fitted._parts
    assert {str(token).partition(":")[0] for token in features.state.tokens} == {"figure"}
    assert not [token for token in text.state.tokens if str(token).startswith("figure:")]
    assert len(text.state.tokens) == 24


@pytest.mark.parametrize("part", [0, 1, 2, 3])
def test_each_part_can_be_left_out(part: int) -> None:
    names = ("collaborative", "text", "features", "social")
    fitted = Discover(by="ease", **{names[part]: 0.0}).fit(DATA, DOCUMENTS, seed=1)
    adds = fitted.adds(fitted.query(0))
    assert [bool(one.any()) for one in adds] == [n != part for n in range(4)]


def test_what_says_nothing_adds_nothing(fitted: Discover) -> None:
    nobody, stranger = fitted.query(1), Query()
    assert not fitted.adds(nobody)[3].any(), "who follows nobody"
    assert not fitted.adds(stranger).any()
    assert fitted.score(stranger).tolist() == (np.bincount(DATA.items, minlength=40) / 70).tolist()


def test_the_reason_says_which_part_brought_it(fitted: Discover) -> None:
    query = fitted.query(0)
    adds = fitted.adds(query)
    for item in fitted.recommend(query, 5).items.tolist():
        said = fitted.reasons(query, item)[-1]
        assert (said.kind, said.value) == ("parts", pytest.approx(adds[:, item].sum()))
        order = [("collaborative", "text", "features", "social")[n] for n in np.argsort(-adds[:, item])]
        assert list(said.terms) == [part for part in order if part in said.terms]
        assert said.text_fr.startswith("apporté par\u00a0: ")
        assert "." not in said.text_fr
