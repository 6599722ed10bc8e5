"""The reason in words: what two works share, or which of their words go together."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from culturedata.data.documents import Documents
from culturedata.data.slates import Reason
from culturedata.recommend.content.weights import Axes

TOLD = 3  # how many shared words a reason names
NOTHING_SHARED = Reason(
    kind="nothing-shared",
    text_fr="rien en commun avec ce que vous avez aimé\u00a0: elle complète la liste",
    text_en="nothing in common with what you liked: it fills up the list",
)


def label(documents: Documents, token: str) -> tuple[str, str]:
    """A token in words, in French and English."""
    return documents.labels.get(token, (token.partition(":")[2],) * 2)


def shared(documents: Documents, tokens: list[str], closeness: float) -> Reason | None:
    """«in common: …» with the first of `tokens`; None if there are none."""
    told = [label(documents, token) for token in tokens[:TOLD]]
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


def go_together(one: sp.csr_matrix, other: sp.csr_matrix, axes: Axes) -> tuple[int, int] | None:
    """The token of each of two works, (1, n_tokens) each, which bring them nearest to each other on the axes.

    A pair brings x_s · y_t · (a_s · a_t) to the product of the two, a being the tokens' places on the axes. None if no
    pair brings anything.
    """
    left, right = one.data[:, None] * axes[one.indices], other.data[:, None] * axes[other.indices]
    brought = left @ right.T
    if not brought.size or brought.max() <= 0:
        return None
    first, second = np.unravel_index(int(brought.argmax()), brought.shape)
    return int(one.indices[first]), int(other.indices[second])


def close(cosine: float) -> Reason:
    """«close texts: 0.83», the cosine of their vectors."""
    figure = f"{cosine:.2f}"
    return Reason(
        kind="close-texts",
        value=cosine,
        text_fr=f"textes proches\u00a0: {figure.replace('.', ',')}",
        text_en=f"close texts: {figure}",
    )


def related(documents: Documents, left: str, right: str) -> Reason:
    """«words that go together: …», the first of the one work, the second of the other."""
    french, english = zip(label(documents, left), label(documents, right), strict=True)
    return Reason(
        kind="related-terms",
        terms=tuple(english),
        text_fr=f"mots qui vont ensemble\u00a0: {' et '.join(french)}",
        text_en=f"words that go together: {' and '.join(english)}",
    )
