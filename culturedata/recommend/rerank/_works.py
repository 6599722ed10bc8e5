"""What rerankers know of works: descriptions, makers, pictures, and how many people met them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data import features
from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.errors import ModelError

Figures = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Works:
    """The N works of `dataset`, in the order of their numbers, with their `documents` if there are any.

    Raises ModelError if the documents are not those of its items.
    """

    dataset: Dataset
    documents: Documents | None = None

    def __post_init__(self) -> None:
        if self.documents is not None and len(self.documents) != len(self):
            raise ModelError("the documents are not those of the dataset's items.", "Make them from its item ids.")

    def __len__(self) -> int:
        return len(self.dataset.item_ids)

    @cached_property
    def _told(self) -> tuple[sp.csr_matrix, tuple[str, ...]]:
        return (sp.csr_matrix((len(self), 0)), ()) if self.documents is None else features.told(self.documents)

    @property
    def tokens(self) -> tuple[str, ...]:
        """The features by which works are described, (f,): terms, makers and decades."""
        return self._told[1]

    @cached_property
    def described(self) -> Mask:
        """Of which works anything is said, (N,)."""
        return np.diff(self._told[0].indptr) > 0

    @cached_property
    def rows(self) -> sp.csr_matrix:
        """Each work's features with unit length, (N, f), so that products are cosines; 0 where nothing is said."""
        return features.unit(self._told[0])

    @cached_property
    def mixtures(self) -> sp.csr_matrix:
        """Each work's features as shares, (N, f): rows sum to 1, or to 0 where nothing is said."""
        return features.shares(self._told[0])

    @cached_property
    def known_by(self) -> npt.NDArray[np.int64]:
        """By how many people each work was met, (N,)."""
        return np.asarray(self.dataset.matrix.getnnz(axis=0), dtype=np.int64)

    @property
    def people(self) -> int:
        """How many people there are."""
        return len(self.dataset.user_ids)

    def makers(self, item: int) -> tuple[str, ...]:
        """Who made a work; nobody if that is not known."""
        return self.documents.makers[item] if self.documents is not None and self.documents.makers else ()

    @cached_property
    def open_images(self) -> Mask:
        """Of which works a picture may be freely reused, (N,); of none where nothing is known of that."""
        known = () if self.documents is None else self.documents.open_images
        return np.array(known, dtype=bool) if known else np.zeros(len(self), dtype=bool)

    def title(self, item: int) -> tuple[str, str]:
        """What to call a work, in French and English: its id if nothing is known of it."""
        if self.documents is None:
            return self.id(item), self.id(item)
        return self.documents.titles_fr[item], self.documents.titles_en[item]

    def id(self, item: int) -> str:
        """A work's id."""
        return self.dataset.item_ids.ids[item]

    def label(self, token: str) -> tuple[str, str]:
        """What to call a feature or a maker, in French and English."""
        known = {} if self.documents is None else self.documents.labels
        return known.get(token, (token, token))
