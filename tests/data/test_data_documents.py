"""Documents: which kind a token is of, and the same without some of them."""

from __future__ import annotations

import pytest

from culturedata.data.documents import KINDS, Documents, kind

TOKENS = {
    "tate:term:1050": "terms", "tate:agent:38": "makers", "decade:1870": "era", "figure:size:5": "figures",
    "word:sea": "words", "word:agent": "words", "sea": "terms",
}  # fmt: skip


def made(*tokens: tuple[str, ...]) -> Documents:
    ids = tuple(map(str, range(len(tokens))))
    return Documents(ids, ids, ids, tokens, {})


@pytest.mark.parametrize("token", TOKENS)
def test_kinds(token: str) -> None:
    assert kind(token) == TOKENS[token]
    assert kind(token) in KINDS


def test_without_kinds() -> None:
    documents = made(("tate:term:1", "word:sea", "word:sea"), (), ("word:sky", "decade:1870"))
    assert documents.without({"words"}).tokens == (("tate:term:1",), (), ("decade:1870",))
    assert documents.without(KINDS).tokens == ((), (), ())
    assert documents.without(()).tokens == documents.tokens
    assert (documents.described, documents.without({"terms", "era"}).described, documents.without(KINDS).described) == (
        2, 2, 0,
    )  # fmt: skip


def test_hiding() -> None:
    documents = made(("a", "b", "b"), ("a", "b"))
    assert documents.hiding([{"b"}, ()]).tokens == (("a",), ("a", "b"))
