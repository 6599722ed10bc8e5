"""Content with sentence vectors: by hand, against wordllama's own, what is said of them, and nothing is fetched."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp

from culturedata.data.slates import Query
from culturedata.errors import UsageError
from culturedata.recommend._base import Recommender
from culturedata.recommend.content import recommender as module
from culturedata.recommend.content import vectors as made_of
from culturedata.recommend.content.recommender import Content, ContentOptions
from culturedata.recommend.content.vectors import beside, centred, sentences, vectors
from tests.contract import RecommenderContract
from tests.recommend.made import asked, dataset, described, words

# The first two share a word; the first and the third only what they mean, as the vectors below have it.
TOKENS = [["sea", "boat"], ["sea", "lamp"], ["ship"], ["lamp"], []]
MEANT = np.array([[1, 0], [0, 1], [0.96, 0.28], [0, 1], [0, 0]], dtype=np.float32)
SOMEBODY = dataset([(0, 0, 5.0)], items=len(TOKENS), scale=(1, 5))
PLAIN: dict[str, float] = {"least": 1, "most": 1.0, "thin": 0}


class WithVectors(Content):
    """Content as it is with half of vectors, so that the contract asks it too."""

    class Options(ContentOptions, frozen=True, kw_only=True):
        vectors: float = 0.5


class TestContentWithVectors(RecommenderContract):
    """All promises of a recommender, with vectors."""

    @pytest.fixture(scope="class")
    @classmethod
    def kind(cls) -> type[Recommender]:
        pytest.importorskip("wordllama")
        return WithVectors


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The vectors of five works, written by hand, as they are compared."""
    monkeypatch.setattr(module, "vectors", lambda texts: MEANT[: len(list(texts))])
    monkeypatch.setattr(module, "centred", lambda meant: meant)


def fitted(**options: float) -> Content:
    return Content(**{**PLAIN, **options}).fit(SOMEBODY, described(TOKENS))


@pytest.mark.usefixtures("known")
class TestByHand:
    def test_the_product_is_both_cosines_by_their_shares(self) -> None:
        content = fitted(vectors=0.4)
        cosines = (content.rows @ content.rows.T).toarray()
        by_words, by_texts = (content.words @ content.words.T).toarray(), MEANT @ MEANT.T
        np.testing.assert_allclose(cosines, 0.6 * by_words + 0.4 * by_texts, rtol=0, atol=1e-6)
        assert content.score(asked(0))[2] == pytest.approx(0.4 * 0.96, abs=1e-6)
        assert fitted().score(asked(0))[2] == 0

    def test_the_arithmetic_names_words_and_texts(self) -> None:
        content = fitted(vectors=0.4)
        told = content.arithmetic(asked(0), 1)
        assert [one.text_en for one in told] == ["sea", "close texts"]
        assert told[-1].value == 0
        [texts] = content.arithmetic(asked(0), 2)
        assert (texts.text_fr, texts.value) == ("textes proches", pytest.approx(0.4 * 0.96, abs=1e-6))
        assert [one.text_en for one in fitted().arithmetic(asked(0), 1)] == ["sea"]

    def test_the_reason_is_what_brings_more(self) -> None:
        """Of the first two words bring all; the first and the third share none."""
        content = fitted(vectors=0.4)
        [reason] = content.reasons(asked(0), 1)
        assert (reason.kind, reason.terms) == ("shared-terms", ("sea",))
        [reason] = content.reasons(asked(0), 2)
        assert (reason.kind, reason.terms, reason.value) == ("close-texts", (), pytest.approx(0.96, abs=1e-6))
        assert (reason.text_en, reason.text_fr) == ("close texts: 0.96", "textes proches\u00a0: 0,96")
        assert float((content.words[1] @ content.words[3].T).toarray()[0, 0]) == pytest.approx(0.5**0.5)
        assert [fitted(vectors=share).reasons(asked(1), 3)[0].kind for share in (0.41, 0.42)] == [
            "shared-terms", "close-texts",
        ], "0.59 · √½ > 0.41, and 0.58 · √½ < 0.42"  # fmt: skip
        assert [one.kind for one in content.reasons(asked(0), 3)] == ["nothing-shared"]
        assert [one.kind for one in content.reasons(asked(0), 4)] == ["nothing-shared"]

    def test_vectors_alone(self) -> None:
        content = fitted(vectors=1.0)
        np.testing.assert_allclose((content.rows @ content.rows.T).toarray(), MEANT @ MEANT.T, rtol=0, atol=1e-6)
        [reason] = content.reasons(asked(1), 3)
        assert reason.kind == "close-texts", "they share a word, which counts for nothing"

    def test_beside_axes(self) -> None:
        content = fitted(vectors=0.5, factors=2)
        plain = fitted(factors=2)
        expected = 0.5 * (plain.rows @ plain.rows.T).toarray() + 0.5 * MEANT @ MEANT.T
        np.testing.assert_allclose((content.rows @ content.rows.T).toarray(), expected, rtol=0, atol=1e-6)
        told = content.arithmetic(asked(0), 2)
        assert sum(one.value for one in told) == pytest.approx(content.score(asked(0))[2])

    def test_what_was_learnt_is_kept_and_nothing_is_made_anew(self, monkeypatch: pytest.MonkeyPatch) -> None:
        first = fitted(vectors=0.4)
        monkeypatch.setattr(module, "vectors", None)
        again = Content(**PLAIN, vectors=0.4).load(first.to_bytes(), SOMEBODY, described(TOKENS))
        assert again.score(asked(0)).tolist() == first.score(asked(0)).tolist()
        assert again.reasons(asked(0), 2) == first.reasons(asked(0), 2)


def test_what_was_learnt_before_there_were_vectors_is_read() -> None:
    with np.load(io.BytesIO(fitted().to_bytes())) as arrays:
        older = {name: arrays[name] for name in arrays.files if name != "vectors"}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **older)
    again = Content(**PLAIN).load(buffer.getvalue(), SOMEBODY, described(TOKENS))
    assert again.score(asked(0)).tolist() == fitted().score(asked(0)).tolist()


def test_a_work_with_one_of_both_is_compared_by_that() -> None:
    rows = sp.csr_matrix([[1.0, 0], [0, 0], [0.6, 0.8], [0, 0]])
    both = beside(rows, np.array([[1, 0], [1, 0], [0, 0], [0, 0]], dtype=np.float32), 0.5).toarray()
    half = 0.5**0.5
    expected = [[half, 0, half, 0], [0, 0, 1, 0], [0.6, 0.8, 0, 0], [0, 0, 0, 0]]
    np.testing.assert_allclose(both, expected, rtol=0, atol=1e-7)


def test_what_all_texts_have_in_common_is_taken_away() -> None:
    """Their mean is (0.6, 0.4); a work without a text has no part in it."""
    found = centred(np.array([[1, 0], [0.8, 0.6], [0, 0], [0, 0.6]], dtype=np.float32))
    expected = np.array([[0.4, -0.4], [0.2, 0.2], [0, 0], [-0.6, 0.2]])
    lengths = np.linalg.norm(expected, axis=1, keepdims=True)
    np.testing.assert_allclose(found, expected / np.maximum(lengths, 1e-9), rtol=0, atol=1e-6)
    assert found.dtype == np.float32


@pytest.mark.parametrize("of", [[], [[0, 0]], [[1, 0]], [[0.6, 0.8]] * 3, [[0, 0], [1, 0]]])
def test_where_texts_do_not_differ_nothing_is_left(of: list[list[float]]) -> None:
    found = centred(np.array(of, dtype=np.float32).reshape(-1, 2))
    assert found.tolist() == [[0, 0]] * len(of)


def test_the_text_of_a_work_is_its_english_words() -> None:
    """Of terms, makers and texts; no figure, no era."""
    tokens = [["a:term:1", "a:agent:2", "decade:1870", "figure:size:5", "word:brumes"], []]
    documents = described(tokens)
    labels = {"a:term:1": ("mer", "sea"), "a:agent:2": ("C. Monet", "Claude Monet"), "decade:1870": ("x", "1870s")}
    named = type(documents)(**{**{f: getattr(documents, f) for f in documents.__slots__}, "labels": labels})
    assert list(sentences(named)) == ["sea, Claude Monet, brumes", ""]


def test_a_text_has_an_end() -> None:
    [text] = sentences(described([[f"word{n}" for n in range(10_000)]]))
    assert len(text) == made_of.LONGEST


def test_without_the_package_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wordllama", None)
    made_of._table.cache_clear()
    with pytest.raises(UsageError, match=r"content with vectors needs the package wordllama\. Install it: pip install"):
        fitted(vectors=0.5)
    fitted()


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_is_from_0_to_1(share: float) -> None:
    with pytest.raises(UsageError, match=r"content: Expected `float` [<>]= [01]\.0 - at `\$\.vectors`"):
        Content(vectors=share)


def test_it_is_loaded_only_if_asked_for() -> None:
    code = (
        "import sys; from tests.recommend.made import described, dataset, asked;"
        "from culturedata.recommend.content.recommender import Content;"
        "Content().fit(dataset([(0, 0, 5.0)], items=2), described([['a'], ['a']])).recommend(asked(0));"
        "sys.exit('wordllama' in sys.modules or 'tokenizers' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


class TestThePackage:
    """What needs wordllama itself."""

    @pytest.fixture(autouse=True)
    @classmethod
    def there(cls) -> None:
        pytest.importorskip("wordllama")

    def test_nothing_is_fetched(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without any socket, even to this machine, and from a cache that is empty."""

        def refused(*_: Any, **__: Any) -> Any:
            raise AssertionError("a socket was opened")

        monkeypatch.setattr(socket, "socket", refused)
        monkeypatch.setattr(socket, "create_connection", refused)
        made_of._table.cache_clear()
        assert vectors(iter(["the sea"])).shape == (1, 256)

    def test_the_cosine_is_the_packages_own(self) -> None:
        texts = ["a boat on the stormy sea", "ships in the harbour", "portrait of a man, Claude Monet"]
        found, table = vectors(iter(texts)), made_of._table()
        np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, rtol=0, atol=1e-5)
        for n in range(3):
            for m in range(3):
                assert found[n] @ found[m] == pytest.approx(table.similarity(texts[n], texts[m]), abs=1e-5)

    def test_words_that_mean_alike_are_near(self) -> None:
        """No word is shared: TF-IDF puts all alike, the vectors put the ship before the lamp."""
        tokens = [["boat", "ocean"], ["ship", "sea"], ["lamp", "bedroom"]]
        data = dataset([(0, 0, 5.0)], items=3)
        plain, with_vectors = (
            Content(**PLAIN, vectors=share).fit(data, described(tokens)).score(asked(0)) for share in (0, 0.5)
        )
        assert plain[1] == plain[2] == 0
        assert with_vectors[1] > with_vectors[2] + 0.05

    def test_any_script_and_no_text(self) -> None:
        texts = ["", "  ", "海 富士", "Море, лодка", "בית", "ไทย", "\u200b", "🎨🖼️", "a" * 5_000, "\x00", "é"]
        found = vectors(iter(texts))
        assert found.shape == (len(texts), 256)
        assert np.isfinite(found).all()
        lengths = np.linalg.norm(found, axis=1)
        assert lengths[:2].tolist() == [0, 0]
        np.testing.assert_allclose(lengths[2:][lengths[2:] > 0], 1, rtol=0, atol=1e-5)
        assert (lengths[[2, 3, 4, 5]] > 0).all()

    def test_by_blocks_the_same_as_one_by_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(made_of, "AT_ONCE", 7)
        texts = [" ".join(["sea", "boat", "lamp", "room", "wind"][n % 5 :] * (1 + n % 3)) for n in range(30)]
        texts[7:14] = [""] * 7
        found = vectors(iter(texts))
        alone = np.concatenate([vectors(iter([text])) for text in texts])
        np.testing.assert_allclose(found, alone, rtol=0, atol=1e-5)

    def test_it_turns_on_nobodys_messages(self) -> None:
        """The package sets up logging for the whole program as it is loaded."""
        code = (
            "import logging; from culturedata.recommend.content.vectors import vectors; vectors(['sea']);"
            "root = logging.getLogger(); assert (root.level, root.handlers) == (logging.WARNING, []);"
            "assert not logging.getLogger('urllib3').isEnabledFor(logging.INFO)"
        )
        subprocess.run([sys.executable, "-c", code], check=True)

    def test_no_works_at_all(self) -> None:
        assert vectors(iter([])).shape == (0, 256)

    def test_the_arithmetic_adds_up(self) -> None:
        documents, data = words(4, 60, 3), dataset([(0, n, 5.0 - n % 3) for n in range(12)], items=60)
        content = Content(vectors=0.3).fit(data, documents)
        query: Query = content.query(0)
        for item in range(12, 60, 5):
            told = content.arithmetic(query, item)
            assert sum(one.value for one in told) == pytest.approx(content.score(query)[item], abs=1e-9)
            assert len(told) == 1 or "close texts" in [one.text_en for one in told]
