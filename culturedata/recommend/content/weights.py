"""What a token says of a work: TF-IDF rows, and what is left of them on a few axes of words that go together."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.documents import Documents

Axes = npt.NDArray[np.float64]
NOTHING = 1e-9  # a row that is shorter than this on the axes has nothing on them


def weigh(documents: Documents, least: int, most: float) -> tuple[sp.csr_matrix, npt.NDArray[np.str_]]:
    """TF-IDF rows of unit length, (n, n_tokens) float64, and the tokens, (n_tokens,)."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    described = documents.described
    try:
        vectorizer = TfidfVectorizer(
            analyzer=lambda tokens: tokens, min_df=min(least, described), max_df=max(most, 1 / max(described, 1)),
            sublinear_tf=True, norm=None,
        )  # fmt: skip
        matrix = sp.csr_matrix(vectorizer.fit_transform(documents.tokens), dtype=np.float64)
    except ValueError:
        return sp.csr_matrix((len(documents), 0)), np.array([], dtype=np.str_)
    matrix.sort_indices()  # summed in one order, a row has the same length to the last bit wherever it stands
    normalize(matrix, copy=False)
    return matrix, np.array(vectorizer.get_feature_names_out(), dtype=np.str_)


def axes(words: sp.csr_matrix, factors: int, seed: int) -> Axes:
    """The directions in which the rows differ most, (n_tokens, factors), orthonormal; fewer than `factors` if there
    are not so many rows or tokens, none for 0.

    The singular vectors by random projection and seven power iterations. The rows are taken in an order of their own,
    by what they hold: however the works are numbered, the very same matrix is looked at.

    Source: Deerwester et al., Indexing by Latent Semantic Analysis (1990); Halko, Martinsson and Tropp (2011), as
    sklearn's TruncatedSVD has it. Cost: O(factors · words) each iteration.
    """
    from sklearn.utils.extmath import randomized_svd

    wanted = min(factors, *words.shape)
    if not wanted:
        return np.zeros((words.shape[1], 0))
    _, _, found = randomized_svd(words[_order(words)], wanted, n_iter=7, random_state=seed)
    return np.ascontiguousarray(found.T, dtype=np.float64)


def on_axes(words: sp.csr_matrix, directions: Axes) -> sp.csr_matrix:
    """The rows on the axes, (n, factors), of unit length again; empty where nothing of them is left."""
    table = words @ directions
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    return sp.csr_matrix(np.divide(table, lengths, out=np.zeros_like(table), where=lengths > NOTHING))


def _order(words: sp.csr_matrix) -> npt.NDArray[np.intp]:
    """Rows by their tokens, then by their weights: the same order of the same rows, however they are numbered."""
    keys = [
        (words.indices[start:stop].tobytes(), words.data[start:stop].tobytes())
        for start, stop in pairwise(words.indptr.tolist())
    ]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.intp)
