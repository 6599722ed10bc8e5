"""How long it takes to find the ten works nearest in content to every work."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import scipy.sparse as sp

from culturedata.benchmarks._base import Benchmark
from culturedata.benchmarks.importing.made_up import tate
from culturedata.data.dataset import Dataset
from culturedata.data.vocabulary import Vocabulary
from culturedata.importing.run import import_source
from culturedata.recommend.content.recommender import Content
from culturedata.store.catalogue.documents import documents
from culturedata.store.library import Library

K, BLOCK = 10, 256
Near = list[tuple[int, float]]


class SimilarWorks(Benchmark):
    """Every work of Tate's, described and weighed beforehand; both sides write down the cosines that they find.

    The reference is what one would write by hand with SciPy and NumPy: the product of a block of rows with all, and
    the ten greatest of each row by argpartition.
    """

    name = "similar-works"
    summary = "ten works nearest in content to each of 69,202 against the bare product of the same matrix"
    against = "the same sparse product in blocks of 256, and numpy's argpartition of each row's non-zeros"
    limit = 1.2

    def data(self) -> str:
        return tate.about(self.input)

    def prepare(self) -> None:
        given = self.input
        if given is None:
            given = str(self.scratch / "tate")
            tate.write(self.scratch / "tate", tate.ARTWORKS, None)
        with Library.open(self.scratch / "library", create=True) as library:
            import_source(library, "tate", given)
            ids = [row[0] for row in library.culture.execute("SELECT work_id FROM works ORDER BY work_id")]
            described = documents(library.culture, ids)
        content = Content().fit(_nobody(len(ids)), described)
        (self.scratch / "learnt").write_bytes(content.to_bytes())
        sp.save_npz(self.scratch / "rows.npz", content.rows.astype(np.float32))

    def before(self, side: str) -> None:
        if side == "ours":
            learnt = (self.scratch / "learnt").read_bytes()
            works = sp.load_npz(self.scratch / "rows.npz").shape[0]
            self._content = Content().load(learnt, _nobody(works))
            self._content.rows  # noqa: B018  put together as learnt
        elif side == "reference":
            self._rows = sp.csr_matrix(sp.load_npz(self.scratch / "rows.npz"))

    def ours(self) -> None:
        self._tell("ours", dict(self._content.neighbours(K)))

    def reference(self) -> None:
        self._tell("reference", by_hand(self._rows))

    def beside(self, seconds: dict[str, float]) -> str:
        mine, theirs = (np.load(self.scratch / f"{side}.npy") for side in ("ours", "reference"))
        same = mine.shape == theirs.shape and np.allclose(mine, theirs, rtol=0, atol=1e-5)
        return f"{'the same' if same else 'OTHER'} cosines, {len(mine):,} of them"

    def _tell(self, side: str, found: dict[int, Near]) -> None:
        np.save(self.scratch / f"{side}.npy", np.array([cosine for near in found.values() for _, cosine in near]))


def by_hand(rows: sp.csr_matrix) -> dict[int, Near]:
    """Each row that has others near it, with the ten greatest products, greatest first; equal ones in any order."""
    others, found = rows.T.tocsr(), {}
    for start in range(0, rows.shape[0], BLOCK):
        block = sp.csr_matrix(rows[start : start + BLOCK] @ others)
        for item, (first, last) in enumerate(pairwise(block.indptr), start):
            places, cosines = block.indices[first:last], block.data[first:last]
            another = places != item
            places, cosines = places[another], cosines[another]
            best = np.argpartition(-cosines, K)[:K] if len(cosines) > K else np.arange(len(cosines))
            best = best[np.argsort(-cosines[best])]
            if len(best):
                found[item] = list(zip(places[best].tolist(), cosines[best].tolist(), strict=True))
    return found


def _nobody(works: int) -> Dataset:
    """A dataset of so many works and one rating, which content needs for nothing here."""
    return Dataset(
        "catalogue", "open", (0.0, 1.0), Vocabulary(("nobody",)), Vocabulary(tuple(map(str, range(works)))),
        np.zeros(1, dtype=np.int32), np.zeros(1, dtype=np.int32), np.zeros(1, dtype=np.float32),
        np.zeros(1, dtype=np.int64),
    )  # fmt: skip
