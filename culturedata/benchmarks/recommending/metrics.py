"""How long it takes to judge the slates of ten thousand people."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from culturedata.benchmarks._base import Benchmark
from culturedata.data.dataset import Dataset
from culturedata.data.slates import Run, Slate
from culturedata.data.vocabulary import Vocabulary
from culturedata.evaluate import offline
from culturedata.evaluate.setting import Setting

PEOPLE, WORKS, RATED, K, SEED = 10_000, 5_000, 30, 10, 0
NAMES = ("ndcg-linear", "precision", "recall", "map", "mrr", "hit-rate")


class JudgeSlates(Benchmark):
    """Six ranking metrics at 10 of made-up slates, person by person; both sides begin with what they take as input.

    Ours takes a Run and the test ratings, the reference dictionaries of scores and of gains: 3 for four stars, 4 for
    five, and nothing for less. Intervals are not counted.
    """

    name = "judge-slates"
    summary = "six ranking metrics of 10,000 people's slates against ir-measures"
    against = "ir_measures.iter_calc of the same six metrics, from dictionaries that lie ready"
    limit = 2
    runs = 5

    @property
    def people(self) -> int:
        """How many: `--input`, or 10,000."""
        return PEOPLE if self.input is None else int(self.input)

    def data(self) -> str:
        return f"{self.people:,} people with {RATED} test ratings each and slates of {K} of {WORKS:,} works, made up"

    def before(self, side: str) -> None:
        if side == "prepare":
            return
        self._run, self._test = made_up(self.people)
        self._setting = Setting.of(self._test.subset(np.zeros(len(self._test), dtype=bool)))
        if side == "reference":
            import ir_measures  # noqa: F401

            self._given = dictionaries(self._run, self._test)

    def ours(self) -> None:
        self._tell("ours", ours(self._run, self._test, self._setting))

    def reference(self) -> None:
        self._tell("reference", reference(*self._given))

    def beside(self, seconds: dict[str, float]) -> str:
        mine, theirs = (json.loads((self.scratch / f"{side}.json").read_text()) for side in ("ours", "reference"))
        return f"means differ by at most {max(abs(mine[name] - theirs[name]) for name in NAMES):.1e}"

    def _tell(self, side: str, means: dict[str, float]) -> None:
        (self.scratch / f"{side}.json").write_text(json.dumps(means))


def made_up(people: int) -> tuple[Run, Dataset]:
    """Slates and test ratings of so many people; a work that is rated is shown more often than another."""
    chance = np.random.default_rng(SEED)
    rated = np.stack([chance.choice(WORKS, RATED, replace=False) for _ in range(people)])
    scores = -np.sort(-chance.random((people, K)), axis=1)
    slates = {}
    for user in range(people):
        others = chance.choice(WORKS, 2 * K, replace=False)
        items = list(dict.fromkeys([*rated[user, : chance.integers(0, 5)], *others]))[:K]
        slates[user] = Slate(chance.permutation(np.array(items, dtype=np.int32)), scores[user])
    test = Dataset(
        "made up", "simulated", (1.0, 5.0),
        Vocabulary(tuple(map(str, range(people)))), Vocabulary(tuple(map(str, range(WORKS)))),
        np.repeat(np.arange(people, dtype=np.int32), RATED), rated.ravel().astype(np.int32),
        chance.integers(1, 6, people * RATED).astype(np.float32), np.zeros(people * RATED, dtype=np.int64),
    )  # fmt: skip
    return Run("made up", {}, SEED, test.fingerprint, test.provenance, K, slates), test


def dictionaries(run: Run, test: Dataset) -> tuple[dict[str, dict[str, int]], dict[str, dict[str, float]]]:
    """The gains of each person's test, and the scores of each slate, as ir-measures takes them."""
    gains: dict[str, dict[str, int]] = {str(user): {} for user in run.slates}
    for user, item, value in zip(test.users.tolist(), test.items.tolist(), test.values.tolist(), strict=True):
        gains[str(user)][str(item)] = int(value) - 1 if value >= 4 else 0
    scores = {
        str(user): {str(item): score for item, score in zip(slate.items.tolist(), slate.scores.tolist(), strict=True)}
        for user, slate in run.slates.items()
    }
    return gains, scores


def ours(run: Run, test: Dataset, setting: Setting) -> dict[str, float]:
    """The mean of each metric over the people for whom something was relevant."""
    found = offline.per_user(list(NAMES), run, test, setting=setting)
    return {name: float(np.nanmean(each.sums)) for name, each in found.items()}


def reference(gains: dict[str, dict[str, int]], scores: dict[str, dict[str, float]]) -> dict[str, float]:
    """The same by ir-measures."""
    import ir_measures
    from ir_measures import AP, RR, P, R, Success, nDCG

    measures: dict[Any, str] = dict(zip((nDCG @ K, P @ K, R @ K, AP @ K, RR @ K, Success @ K), NAMES, strict=True))
    liking = {user for user, mine in gains.items() if any(mine.values())}
    values: dict[str, list[float]] = {name: [] for name in NAMES}
    for said in ir_measures.iter_calc(list(measures), gains, scores):
        if said.query_id in liking:
            values[measures[said.measure]].append(said.value)
    return {name: float(np.mean(mine)) for name, mine in values.items()}
