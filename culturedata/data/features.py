"""Descriptions as numbers: which words describe which works, and in which shares."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from culturedata.data.documents import Documents


def told(documents: Documents) -> tuple[sp.csr_matrix, tuple[str, ...]]:
    """0 or 1 for each work and each token that may be told to people, (n, f), and these tokens, (f,).

    They are terms, makers and decades, not single words; a row of zeros is a work of which nothing is said.
    """
    mine = [[token for token in dict.fromkeys(tokens) if token in documents.labels] for tokens in documents.tokens]
    number = {token: n for n, token in enumerate(dict.fromkeys(token for tokens in mine for token in tokens))}
    columns = np.array([number[token] for tokens in mine for token in tokens], dtype=np.int32)
    starts = np.cumsum([0, *map(len, mine)])
    matrix = sp.csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(mine), len(number)))
    return matrix, tuple(number)


def shares(matrix: sp.csr_matrix) -> sp.csr_matrix:
    """Each row over its sum; rows of zeros stay."""
    total = np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()
    scale = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    return sp.csr_matrix(sp.diags(scale) @ matrix)


def unit(matrix: sp.csr_matrix) -> sp.csr_matrix:
    """Each row over its length, so that products of rows are cosines; rows of zeros stay."""
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1), dtype=np.float64).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sp.csr_matrix(sp.diags(scale) @ matrix)
