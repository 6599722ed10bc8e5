"""Works like those you liked: TF-IDF over terms, makers, era and words, with the shared words as the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason
from culturedata.errors import ModelError
from culturedata.recommend._base import Config, Fitted, Recommender, Scores, rank

TOLD = 3  # how many shared words a reason names
BLOCK = 256


class ContentOptions(Config, frozen=True, kw_only=True):
    """A token must describe at least `least` works; one that describes more than `most` of them says nothing."""

    least: int = 2
    most: float = 0.5


@dataclass(frozen=True, slots=True)
class ContentState(Fitted):
    """The items' rows as a sparse matrix in parts: unit length each, columns are `tokens`."""

    data: npt.NDArray[np.float64]
    indices: npt.NDArray[np.int32]
    indptr: npt.NDArray[np.int32]
    tokens: npt.NDArray[np.str_]


class Content(Recommender):
    """The cosine between a work and the person's profile: the sum of liked works' rows, weighted by how much liked."""

    name = "content"
    summary = "Works like those you liked: shared terms, makers, era and words (TF-IDF)"
    Options = ContentOptions
    State = ContentState
    config: ContentOptions

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> ContentState:
        if documents is None:
            raise ModelError("content learns from descriptions, and was given none.", "Pass the items' documents.")
        matrix, tokens = weigh(documents, self.config.least, self.config.most)
        return ContentState(matrix.data, matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32), tokens)

    @property
    def rows(self) -> sp.csr_matrix:
        """The items' TF-IDF rows, (n_items, n_tokens), of unit length or empty."""
        cached = getattr(self, "_cached", None)
        if cached is None or cached[0] is not self.state:
            state = self.state
            shape = (len(state.indptr) - 1, len(state.tokens))
            matrix = sp.csr_matrix((state.data, state.indices, state.indptr), shape=shape)
            self._cached = cached = (state, matrix)
        found: sp.csr_matrix = cached[1]
        return found

    def _score(self, query: Query) -> Scores:
        profile = self._profile(query)
        length = np.sqrt(profile.multiply(profile).sum())
        if not length:
            return np.zeros(self.rows.shape[0])
        scores: Scores = np.asarray((self.rows @ profile.T).todense(), dtype=np.float64).ravel() / length
        return scores

    def _profile(self, query: Query) -> sp.csr_matrix:
        """(1, n_tokens): rows of the history, each weighted by its value less the lowest of the scale."""
        weights = np.ones(len(query.history)) if query.liked is None else query.liked - self.dataset.scale[0] + 0.5
        if query.liked is not None and len(query.liked):
            weights = np.where(query.liked >= query.liked.mean(), weights, 0.0)
        profile: sp.csr_matrix = sp.csr_matrix(weights[None, :]) @ self.rows[query.history]
        return profile

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        if not len(query.history):
            return ()
        closeness = np.asarray((self.rows[query.history] @ self.rows[item].T).todense()).ravel()
        if query.liked is not None:
            closeness = closeness * (query.liked >= query.liked.mean())
        nearest = int(query.history[np.lexsort((query.history, -closeness))[0]])
        shared = self.shared(nearest, item)
        if shared is None:
            return ()
        value = None if query.liked is None else float(query.liked[query.history == nearest][0])
        return (shared,) if value is None else (self.rated(nearest, value), shared)

    def shared(self, left: int, right: int) -> Reason | None:
        """The words that two works share, those that weigh most first; None if they share none that can be told."""
        both = self.rows[left].multiply(self.rows[right]).tocoo()
        order = np.lexsort((both.coords[-1], -both.data))
        tokens = [str(self.state.tokens[both.coords[-1][n]]) for n in order]
        return self._said(tokens, float(both.data.sum()))

    def _said(self, tokens: list[str], closeness: float) -> Reason | None:
        assert self._documents is not None
        labels = self._documents.labels
        told = [labels.get(t, (t.partition(":")[2],) * 2) for t in tokens][:TOLD]
        if not told:
            return None
        french, english = (tuple(dict.fromkeys(words)) for words in zip(*told, strict=True))
        return Reason(
            kind="shared-terms",
            terms=english,
            value=closeness,
            text_fr=f"en commun : {', '.join(french)}",
            text_en=f"in common: {', '.join(english)}",
        )

    def neighbours(self, k: int = 10) -> Iterator[tuple[int, list[tuple[int, float]]]]:
        """Each item with tokens, and its k nearest others by cosine (above 0), nearest first; by blocks of items."""
        rows = self.rows.astype(np.float32)
        other = rows.T.tocsr()
        for start in range(0, rows.shape[0], BLOCK):
            block = np.asarray((rows[start : start + BLOCK] @ other).todense())
            for offset, line in enumerate(block):
                item = start + offset
                nearest, scores = rank(np.where(line > 0, line, -np.inf), k, np.array([item]))
                if len(nearest):
                    yield item, [(int(n), min(float(s), 1.0)) for n, s in zip(nearest, scores, strict=True)]


def weigh(documents: Documents, least: int, most: float) -> tuple[sp.csr_matrix, npt.NDArray[np.str_]]:
    """TF-IDF rows of unit length, (n, n_tokens) float64, and the tokens, (n_tokens,)."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    described = sum(1 for tokens in documents.tokens if tokens)
    try:
        vectorizer = TfidfVectorizer(
            analyzer=lambda tokens: tokens, min_df=min(least, described), max_df=max(most, 1 / max(described, 1)),
            sublinear_tf=True,
        )  # fmt: skip
        matrix = sp.csr_matrix(vectorizer.fit_transform(documents.tokens), dtype=np.float64)
    except ValueError:
        return sp.csr_matrix((len(documents), 0)), np.array([], dtype=np.str_)
    matrix.sort_indices()
    return matrix, np.array(vectorizer.get_feature_names_out(), dtype=np.str_)
