"""Sentence vectors: what the words of a work mean together, by a table of word vectors that a package brings along."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.documents import Documents, kind
from culturedata.data.features import unit
from culturedata.errors import UsageError
from culturedata.recommend.content.told import label

Vectors = npt.NDArray[np.float32]
NOTHING = 1e-6  # a vector that is shorter than this differs from the mean by rounding alone
LONGEST = 4_000  # signs of a text: what comes after them counts no more
AT_ONCE = 16  # texts of which the vectors are made at one time
_SPOKEN = ("terms", "makers", "words")  # eras and figures are numbers


def sentences(documents: Documents) -> Iterator[str]:
    """For each work the English words of its terms, makers and texts, in a line; empty where nothing is said of it."""
    for tokens in documents.tokens:
        said = (label(documents, token)[1] for token in tokens if kind(token) in _SPOKEN)
        yield ", ".join(said)[:LONGEST]


def vectors(texts: Iterable[str]) -> Vectors:
    """The vectors of n texts, (n, 256), of unit length; zeros for an empty one.

    The mean of the vectors of a text's tokens, in any script; the table was learnt from English, and knows little of
    other languages. Nothing is fetched. Raises UsageError where wordllama isn't installed.

    Source: wordllama (2024), the token vectors of a large language model, trained on pairs of sentences to tell which
    mean the same. Cost: O(words · 256); memory for 16 texts at a time, beside what is returned.
    """
    table = _table()
    parts = [np.zeros((0, table.embedding.shape[1]), dtype=np.float32)]
    parts += [table.embed(block, batch_size=AT_ONCE) for block in _blocks(texts)]
    found: Vectors = np.concatenate(parts)
    return _unit(found)


def centred(meant: Vectors) -> Vectors:
    """Vectors less their mean over all texts that have one, (n, d), of unit length again or zeros.

    What all texts have in common says of none what it is like, and would make a long history like everything.

    Source: Mu and Viswanath, All-but-the-Top (2018), the first of its two steps. Cost: O(n · d).
    """
    there = np.flatnonzero(meant.any(axis=1))
    apart = np.zeros_like(meant)
    apart[there] = meant[there] - meant.sum(axis=0, dtype=np.float64) / max(1, len(there))
    return _unit(apart)


def _unit(rows: Vectors) -> Vectors:
    """Each row over its length; zeros where it has next to none."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > NOTHING)
    return found


def beside(rows: sp.csr_matrix, meant: Vectors, share: float) -> sp.csr_matrix:
    """Rows with vectors beside them, (n, columns + d): the product of two is the cosine of the rows times 1 − `share`
    and that of the vectors times `share`.

    Where a work has only one of both, that is all of its row: each is of unit length again, or empty.
    """
    both = sp.csr_matrix(sp.hstack([rows * (1 - share) ** 0.5, sp.csr_matrix(meant * share**0.5)]))
    both.eliminate_zeros()
    return unit(both)


def _blocks(texts: Iterable[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for text in texts:
        block.append(text.strip())
        if len(block) == AT_ONCE:
            yield block
            block = []
    if block:
        yield block


@cache
def _table() -> Any:
    """The table that lies in the package's own folder, which is given for its cache: else it would ask a hub."""
    root = logging.getLogger()
    before = root.level, root.handlers[:]
    try:
        wordllama = import_module("wordllama")
    except ImportError as error:
        hint = "Install it: pip install 'culturedata[vectors]'."
        raise UsageError("content with vectors needs the package wordllama.", hint) from error
    finally:
        root.setLevel(before[0])  # the package turns on everybody's messages
        root.handlers[:] = before[1]
    return wordllama.WordLlama.load(cache_dir=Path(str(wordllama.__file__)).parent, disable_download=True)
