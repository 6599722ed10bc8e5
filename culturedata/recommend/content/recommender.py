"""Works like those you liked: TF-IDF over terms, makers, era, figures and words, with the shared ones as the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Annotated

import msgspec
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason, Summand
from culturedata.errors import ModelError
from culturedata.recommend._base import Config, Fitted, Recommender, Scores
from culturedata.recommend._space import Choice, Span
from culturedata.recommend.content import told
from culturedata.recommend.content.nearest import Near, nearest
from culturedata.recommend.content.vectors import Vectors, beside, centred, sentences, vectors
from culturedata.recommend.content.weights import axes, on_axes, weigh

SHOWN = 10  # how many shared tokens the arithmetic of a score names


class ContentOptions(Config, frozen=True, kw_only=True):
    """A token must describe at least `least` works; one that describes more than `most` of them says nothing.

    A work with t tokens has its cosine with a person's profile times t / (t + `thin`): of a work described in two
    words both may fit by chance. With `factors` above 0 works are compared on so many axes of words that go together
    (LSA), so that «boat» is near «sea»; with 0 by the words themselves.

    `vectors` from 0 to 1 is the share of the comparison that is by sentence vectors of the works' English words, which
    is the extra «vectors»; with 0 none are made. `thin` counts words for them too: a work that shares no word with
    another has no score.
    """

    least: Annotated[int, msgspec.Meta(ge=1)] = 2
    most: Annotated[float, msgspec.Meta(gt=0, le=1)] = 0.5
    thin: Annotated[float, msgspec.Meta(ge=0)] = 10.0
    factors: Annotated[int, msgspec.Meta(ge=0)] = 0
    vectors: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0


@dataclass(frozen=True, slots=True)
class ContentState(Fitted):
    """The items' rows as a sparse matrix in parts: unit length each, columns are `tokens`.

    The `axes` of these, (n_tokens, factors); the items' sentence `vectors` less their mean, (n_items, d), unit length
    or zeros; (0, 0) where there are none.
    """

    data: npt.NDArray[np.float64]
    indices: npt.NDArray[np.int32]
    indptr: npt.NDArray[np.int32]
    tokens: npt.NDArray[np.str_]
    axes: npt.NDArray[np.float64]
    vectors: Vectors = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))


class Content(Recommender):
    """The cosine between a work and the person's profile, the sum of liked works' rows, less for thin descriptions.

    Somebody of whom nothing described is known gets what most people rated: the share of people who did.

    Source: Salton and Buckley (1988) for the weights; Pazzani and Billsus (2007); Deerwester et al. (1990) for the
    axes. Cost: O(words) to learn, times `factors` on axes; O(N · words of the profile) a person, or O(N · factors).
    Use: for works that nobody rated yet, and reasons that name what two works share. Axes where descriptions are short
    or choose other words for the same.
    """

    name = "content"
    summary = "Works like those you liked: shared terms, makers, era, figures and words (TF-IDF)"
    Options = ContentOptions
    searched = (Span("least", 1, 10), Span("most", 0.05, 1.0, log=True), Span("thin", 0.0, 50.0),
                Choice("factors", (0, 50, 200)))  # fmt: skip
    State = ContentState
    config: ContentOptions

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> ContentState:
        if documents is None:
            raise ModelError("content learns from descriptions, and was given none.", "Pass the items' documents.")
        words, tokens = weigh(documents, self.config.least, self.config.most)
        indices, ends = words.indices.astype(np.int32), words.indptr.astype(np.int32)
        directions = axes(words, self.config.factors, seed)
        meant = (centred(vectors(sentences(documents))),) if self.config.vectors else ()
        return ContentState(words.data, indices, ends, tokens, directions, *meant)

    @property
    def words(self) -> sp.csr_matrix:
        """The items' TF-IDF rows, (n_items, n_tokens), of unit length or empty."""
        return self._both[0]

    @property
    def rows(self) -> sp.csr_matrix:
        """What is compared: the items' words, or their places on the axes, (n_items, factors), and beside them their
        vectors, if these have a share; unit length or empty."""
        return self._both[1]

    @property
    def _both(self) -> tuple[sp.csr_matrix, sp.csr_matrix]:
        state, cached = self.state, getattr(self, "_cached", None)
        if cached is None or cached[0] is not state:
            shape = (len(state.indptr) - 1, len(state.tokens))
            words = sp.csr_matrix((state.data, state.indices, state.indptr), shape=shape)
            rows = on_axes(words, state.axes) if self.config.factors else words
            rows = beside(rows, state.vectors, self.config.vectors) if self.config.vectors else rows
            self._cached = cached = (state, (words, rows))
        found: tuple[sp.csr_matrix, sp.csr_matrix] = cached[1]
        return found

    def _score(self, query: Query) -> Scores:
        cosines = self.cosines(query)
        return cosines if cosines.any() else self._rated / len(self.dataset.user_ids)

    def cosines(self, query: Query) -> Scores:
        """How near each item is to what the person liked, (n_items,) from 0 to 1, on axes or with vectors from −1.

        All 0 if nothing is known of that.
        """
        profile = self._profile(query)
        length = np.sqrt(profile.multiply(profile).sum())
        if not length:
            return np.zeros(self.rows.shape[0])
        scores: Scores = self.rows @ profile.toarray().ravel() / length
        return scores * self._trust()

    def _trust(self) -> Scores:
        """t / (t + thin) for each item's number t of tokens, (n_items,)."""
        tokens = np.diff(self.state.indptr).astype(np.float64)
        return tokens / (tokens + self.config.thin) if self.config.thin else np.ones_like(tokens)

    def _profile(self, query: Query) -> sp.csr_matrix:
        """(1, columns of `rows`): the sum of the history's rows, each with its weight."""
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
        weights: Scores = np.where(query.liked >= query.liked.mean(dtype=np.float64), height, 0.0)
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

    def _arithmetic(self, query: Query, item: int) -> tuple[Summand, ...]:
        """What each shared token adds, and last what close texts do: the work's weight times that in the profile, over
        the profile's length."""
        profile = self._profile(query)
        length = float(np.sqrt(profile.multiply(profile).sum()))
        if not length or self.config.factors or not self.cosines(query).any():
            return ()
        shared, trust = self.rows[item].multiply(profile).tocsr(), float(self._trust()[item])
        adds = dict(zip(shared.indices.tolist(), (shared.data / length * trust).tolist(), strict=True))
        texts = sum(adds.pop(column) for column in list(adds) if column >= len(self.state.tokens))
        most = sorted((-add, token) for token, add in adds.items() if add)[:SHOWN]
        labels = self._documents.labels if self._documents else {}
        named = [(str(self.state.tokens[token]), -add) for add, token in most]
        words = [(labels.get(token, (token.partition(":")[2],) * 2), add) for token, add in named]
        told_apart = tuple(Summand(value=float(add), text_fr=fr, text_en=en) for (fr, en), add in words)
        close = Summand(value=float(texts), text_fr="textes proches", text_en="close texts")
        return (*told_apart, close) if self.config.vectors else told_apart

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        if self._profile(query).nnz:
            return self.likeness(query, item) or (told.NOTHING_SHARED,)
        return (self.rated_by(item),)

    def likeness(self, query: Query, item: int) -> tuple[Reason, ...]:
        """The liked work that is nearest to `item`, and what they share, or which of their words go together; empty if
        nothing is shared."""
        if not len(query.history):
            return ()
        closeness = np.asarray((self.rows[query.history] @ self.rows[item].T).todense()).ravel()
        if query.liked is not None and self.dataset.kind == "rating":
            closeness = closeness * (query.liked >= query.liked.mean(dtype=np.float64))
        first = np.lexsort((query.history, -closeness))[0]
        liked = int(query.history[first])
        why = self.why(liked, item) if closeness[first] > 0 else None
        if why is None:
            return ()
        value = None if query.liked is None else float(query.liked[query.history == liked][0])
        return (why,) if value is None else (self.rated(liked, value), why)

    def why(self, left: int, right: int) -> Reason | None:
        """What two works share, or that their texts are close, whichever brings them nearer; on axes, if they share no
        word, those of their words that go together."""
        said = self._close(left, right) or self.shared(left, right)
        if said is not None or not self.config.factors:
            return said
        assert self._documents is not None
        pair = told.go_together(self.words[left], self.words[right], self.state.axes)
        return told.related(self._documents, *(str(self.state.tokens[token]) for token in pair)) if pair else None

    def _close(self, left: int, right: int) -> Reason | None:
        """How close two texts are; None if that brings the works no nearer than their words do."""
        meant = self.state.vectors
        products = self.rows[left].multiply(self.rows[right]).tocsr()
        by_texts = products.data[products.indices >= self.rows.shape[1] - meant.shape[1]].sum()
        if not meant.size or by_texts <= max(products.sum() - by_texts, 0.0):
            return None
        return told.close(float(meant[left] @ meant[right]))

    def shared(self, left: int, right: int) -> Reason | None:
        """The words that two works share, those that weigh most first; None if they share none that can be told."""
        assert self._documents is not None
        one, other = (self._weighed(item) for item in (left, right))
        both = sorted((-weight * other[token], token) for token, weight in one.items() if token in other)
        tokens = [str(self.state.tokens[token]) for _, token in both]
        return told.shared(self._documents, tokens, -sum(weight for weight, _ in both))

    def _weighed(self, item: int) -> dict[int, float]:
        """What each token's number weighs in a work's description."""
        mine = slice(*self.state.indptr[item : item + 2])
        return dict(zip(self.state.indices[mine].tolist(), self.state.data[mine].tolist(), strict=True))

    def neighbours(self, k: int = 10) -> Iterator[tuple[int, Near]]:
        """Each item with tokens, and its k nearest others by cosine (above 0), nearest first; by blocks of items."""
        return nearest(self.rows, k)
