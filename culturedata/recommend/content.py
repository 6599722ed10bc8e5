"""Works like those you liked: TF-IDF over terms, makers, era and words, with the shared words as the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

import msgspec
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason
from culturedata.errors import ModelError
from culturedata.recommend._base import Config, Fitted, Recommender, Scores, rank
from culturedata.recommend._space import Span

TOLD = 3  # how many shared words a reason names
BLOCK = 256
NOTHING_SHARED = Reason(
    kind="nothing-shared",
    text_fr="rien en commun avec ce que vous avez aimé : il complète la liste",
    text_en="nothing in common with what you liked: it fills up the list",
)


class ContentOptions(Config, frozen=True, kw_only=True):
    """A token must describe at least `least` works; one that describes more than `most` of them says nothing.

    A work with t tokens has its cosine with a person's profile times t / (t + `thin`): of a work described in two
    words both may fit by chance.
    """

    least: Annotated[int, msgspec.Meta(ge=1)] = 2
    most: Annotated[float, msgspec.Meta(gt=0, le=1)] = 0.5
    thin: Annotated[float, msgspec.Meta(ge=0)] = 10.0


@dataclass(frozen=True, slots=True)
class ContentState(Fitted):
    """The items' rows as a sparse matrix in parts: unit length each, columns are `tokens`."""

    data: npt.NDArray[np.float64]
    indices: npt.NDArray[np.int32]
    indptr: npt.NDArray[np.int32]
    tokens: npt.NDArray[np.str_]


class Content(Recommender):
    """The cosine between a work and the person's profile, the sum of liked works' rows, less for thin descriptions.

    Somebody of whom nothing described is known gets what most people rated: the share of people who did.

    Source: Salton and Buckley (1988) for the weights; Pazzani and Billsus (2007). Cost: O(words) to learn, O(N · words
    of the profile) a person. Use: for works that nobody rated yet, and reasons that name what two works share.
    """

    name = "content"
    summary = "Works like those you liked: shared terms, makers, era and words (TF-IDF)"
    Options = ContentOptions
    searched = (Span("least", 1, 10), Span("most", 0.05, 1.0, log=True), Span("thin", 0.0, 50.0))
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
        cosines = self.cosines(query)
        return cosines if cosines.any() else self._rated / len(self.dataset.user_ids)

    def cosines(self, query: Query) -> Scores:
        """How near each item is to what the person liked, (n_items,) from 0 to 1; all 0 if nothing is known of that."""
        profile = self._profile(query)
        length = np.sqrt(profile.multiply(profile).sum())
        if not length:
            return np.zeros(self.rows.shape[0])
        scores: Scores = np.asarray((self.rows @ profile.T).todense(), dtype=np.float64).ravel() / length
        return scores * self._trust()

    def _trust(self) -> Scores:
        """t / (t + thin) for each item's number t of tokens, (n_items,)."""
        tokens = np.diff(self.state.indptr).astype(np.float64)
        return tokens / (tokens + self.config.thin) if self.config.thin else np.ones_like(tokens)

    def _profile(self, query: Query) -> sp.csr_matrix:
        """(1, n_tokens): the sum of the history's rows, each with its weight."""
        profile: sp.csr_matrix = sp.csr_matrix(self._weights(query)[None, :]) @ self.rows[query.history]
        return profile

    def _weights(self, query: Query) -> Scores:
        """(h,): what was rated from the person's own mean upwards counts by its height on the scale, the rest not.

        Of plays each counts by the logarithm of one and how often.
        """
        if query.liked is None or not len(query.liked):
            return np.ones(len(query.history))
        if self.dataset.kind == "play":
            return np.log1p(query.liked.astype(np.float64))
        height = query.liked.astype(np.float64) - self.dataset.scale[0] + 0.5
        weights: Scores = np.where(query.liked >= query.liked.mean(), height, 0.0)
        return weights

    def of_the_rest(self) -> Scores:
        """For each rating, (n,), how near its work is to the rest of what the same person liked.

        0 where nothing is left to compare with. The rest keeps the weights that it has in the whole: with p the whole
        profile, x the work's row and w its weight in p, the cosine is (p·x − w·x·x) / |p − w·x|.
        """
        data = self.dataset
        out = np.zeros(len(data))
        order = np.argsort(data.users, kind="stable")
        bounds = np.searchsorted(data.users[order], np.arange(len(data.user_ids) + 1))
        lengths = np.asarray(self.rows.multiply(self.rows).sum(axis=1)).ravel()
        for start, stop in pairwise(bounds.tolist()):
            mine = order[start:stop]
            query = Query(None, data.items[mine], data.values[mine])
            profile, weights = self._profile(query), self._weights(query)
            both = np.asarray((self.rows[query.history] @ profile.T).todense()).ravel()
            own = lengths[query.history]
            rest = float(profile.multiply(profile).sum()) - 2 * weights * both + weights**2 * own
            np.divide(both - weights * own, np.sqrt(np.maximum(rest, 0)), out=both, where=rest > 1e-9)
            out[mine] = np.where(rest > 1e-9, both, 0.0)
        return out * self._trust()[data.items]

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        if self._profile(query).nnz:
            return self.likeness(query, item) or (NOTHING_SHARED,)
        return (self.rated_by(item),)

    def likeness(self, query: Query, item: int) -> tuple[Reason, ...]:
        """The liked work that is nearest to `item`, and what they share; empty if nothing is shared."""
        if not len(query.history):
            return ()
        closeness = np.asarray((self.rows[query.history] @ self.rows[item].T).todense()).ravel()
        if query.liked is not None and self.dataset.kind == "rating":
            closeness = closeness * (query.liked >= query.liked.mean())
        first = np.lexsort((query.history, -closeness))[0]
        nearest = int(query.history[first])
        shared = self.shared(nearest, item) if closeness[first] > 0 else None
        if shared is None:
            return ()
        value = None if query.liked is None else float(query.liked[query.history == nearest][0])
        return (shared,) if value is None else (self.rated(nearest, value), shared)

    def shared(self, left: int, right: int) -> Reason | None:
        """The words that two works share, those that weigh most first; None if they share none that can be told."""
        rows = self.rows
        one, other = (slice(*rows.indptr[item : item + 2]) for item in (left, right))
        both, in_one, in_other = np.intersect1d(
            rows.indices[one], rows.indices[other], assume_unique=True, return_indices=True
        )
        weights = rows.data[one][in_one] * rows.data[other][in_other]
        tokens = [str(token) for token in self.state.tokens[both[np.lexsort((both, -weights))]]]
        return self._said(tokens, float(weights.sum()))

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
            text_fr=f"en commun\u00a0: {', '.join(french)}",
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
