"""Judging home pages: strategies on the same people, by what they rated later."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Measurement, Run, Slate
from culturedata.data.split import Split
from culturedata.errors import UsageError
from culturedata.evaluate import differences, intervals, offline, pages
from culturedata.evaluate.differences import Difference
from culturedata.evaluate.setting import Setting
from culturedata.evaluate.shown import RELEVANT
from culturedata.evaluate.split import by_time
from culturedata.recommend.pages.aim import Weights
from culturedata.recommend.pages.layout import Shape
from culturedata.recommend.pages.page import compose_all
from culturedata.recommend.pages.strategies import STRATEGIES
from culturedata.recommend.rows._base import RowKind
from culturedata.recommend.rows._seam import kinds
from culturedata.recommend.rows._visitor import Visitor
from culturedata.store.library import Library
from culturedata.workflow.home import Home, Shelf, home
from culturedata.workflow.train import data, make

RANKING = "ranking"  # no rows at all: the recommender's list, cut into lines
OF_SLATES = ("diversity", "novelty", "calibration")
LOST = "lost by rows on the page"
LESS_IS_BETTER = ("calibration", LOST)
BOUNDS = {"recall": (0.0, 1.0), "precision": (0.0, 1.0), "page value": (0.0, 1.0), "diversity": (0.0, 1.0),
          "ndcg": (0.0, 1.0), LOST: (-1.0, 1.0)}  # fmt: skip
DIGITS = 12
Tell = Callable[[str, int], None]
Grid = list[tuple[int, ...]]
Values = dict[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which pages are judged: `strategies` of `shape`, for `people` drawn by `seed`; of the test, the last `share`.

    `corner` (rows, columns) is what is seen without moving.
    """

    strategies: Sequence[str] = (RANKING, *STRATEGIES)
    shape: Shape = field(default_factory=lambda: Shape.of("desk"))
    corner: tuple[int, int] = (2, 4)
    people: int = 200
    share: float = 0.2
    seed: int = 0
    weights: Weights = field(default_factory=Weights)


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as item numbers: its `rows` from the top, and what the same rows would show each `alone`, if they are any.

    The lines of a ranking are no rows: nothing is the name of one.
    """

    rows: Grid
    alone: Grid


Grids = dict[int, Seen]  # the pages of people


@dataclass(frozen=True, slots=True)
class Judged:
    """The figures of each strategy, and how far strategies are apart, by metric."""

    measurements: list[Measurement]
    differences: dict[str, list[Difference]]


@dataclass(frozen=True, eq=False)
class Ready:
    """What pages are judged with: the split, the works as they were known before, and what each person liked later."""

    domain: str
    split: Split
    documents: Documents
    house: Home
    relevant: dict[int, set[int]]


def ready(library: Library, name: str, domain: str, share: float = 0.2, seed: int = 0) -> Ready:
    """A recommender trained on the earlier part alone, and all that rows are made of, from the same part.

    The split is each person's own, so that others' later behaviour may be known. Raises UnknownName, UsageError for
    nobody to judge by.
    """
    dataset, documents = data(library, domain)
    split = by_time(dataset, share)
    recommender = make(name).fit(split.train, documents, seed)
    house = home(library, [Shelf(domain, split.train.item_ids.ids, split.train, recommender)])
    relevant = _relevant(split.test)
    if not relevant:
        raise UsageError(f"nobody rated anything well in the later part of {dataset.name}.", "Judge a larger share.")
    return Ready(domain, split, documents, house, relevant)


def judge(library: Library, name: str, domain: str, asked: Asked, tell: Tell | None = None) -> Judged:
    """Pages made of what was known before the later ratings, judged by these. Nothing is kept. Raises as `ready`."""
    return judge_ready(ready(library, name, domain, asked.share, asked.seed), asked, tell)


def judge_ready(given: Ready, asked: Asked, tell: Tell | None = None) -> Judged:
    """The same of what is ready: `asked` may have other weights, strategies, people or another shape each time."""
    drawn = np.random.default_rng(asked.seed).permutation(sorted(given.relevant))[: asked.people].tolist()
    grids: dict[str, Grids] = {strategy: {} for strategy in asked.strategies}
    for count, user in enumerate(sorted(drawn), 1):
        if tell:
            tell("people", count)
        for strategy, grid in _pages(given.house, given.domain, user, asked).items():
            grids[strategy][user] = grid
    of = {s: _values(grid, given.relevant, given.split, given.documents, asked) for s, grid in grids.items()}
    return Judged(_measured(of, grids, given.split, asked), _apart(of, asked.seed))


def _relevant(test: Dataset) -> dict[int, set[int]]:
    """The items that each person rated well, from 3/4 of the scale on, or played."""
    low, high = test.scale
    good = np.ones(len(test), dtype=bool) if test.kind == "play" else test.values >= low + RELEVANT * (high - low)
    found: dict[int, set[int]] = {}
    for user, item in zip(test.users[good].tolist(), test.items[good].tolist(), strict=True):
        found.setdefault(user, set()).add(item)
    return found


def _pages(home: Home, domain: str, user: int, asked: Asked) -> dict[str, Seen]:
    """The page of each strategy for one person."""
    visitor, items = home.visitor({domain: user}, seed=asked.seed), home.shelves[0].items
    rows: Collection[RowKind] = kinds()
    strategies = [one for one in asked.strategies if one != RANKING]
    made = compose_all(visitor, rows, asked.shape, strategies, asked.weights)
    found = {
        name: Seen(
            [tuple(items[work] for work in laid.works) for laid in page.rows],
            [tuple(items[work] for work in laid.row.works[: asked.shape.columns].tolist()) for laid in page.rows],
        )
        for name, page in made.items()
    }
    if RANKING in asked.strategies:
        found[RANKING] = Seen([tuple(items[w] for w in line) for line in _lines(visitor, asked.shape)], [])
    return found


def _lines(visitor: Visitor, shape: Shape) -> list[list[int]]:
    """The most relevant works in lines of a page, without rows of any kind."""
    best = visitor.best(np.arange(len(visitor.stock)), shape.rows * shape.columns).tolist()
    return [best[start : start + shape.columns] for start in range(0, len(best), shape.columns)]


def _values(
    grids: Grids, relevant: dict[int, set[int]], split: Split, documents: Documents, asked: Asked
) -> dict[str, np.ndarray]:
    """The figure of each person by each metric, (people,), in the order of their numbers; nan where undefined."""
    users = sorted(grids)
    m, n = asked.shape.rows, asked.shape.columns
    rows, columns = min(asked.corner[0], m), min(asked.corner[1], n)
    patience = asked.weights.patience
    found = {
        f"recall@{m}x{n}": [pages.recall_at(grids[u].rows, relevant[u], m, n) for u in users],
        f"recall@{rows}x{columns}": [pages.recall_at(grids[u].rows, relevant[u], rows, columns) for u in users],
        f"precision@{m}x{n}": [pages.precision_at(grids[u].rows, relevant[u], m, n) for u in users],
        "page value": [pages.value(grids[u].rows, relevant[u], patience) for u in users],
        "works": [float(pages.distinct(grids[u].rows)) for u in users],
    }
    flat = {u: np.array([item for row in grids[u].rows for item in row], dtype=np.int32) for u in users}
    slates = {u: Slate(items, -np.arange(len(items), dtype=np.float64)) for u, items in flat.items()}
    test = split.test
    run = Run("page", {}, asked.seed, test.fingerprint, test.provenance, m * n, slates)
    told = offline.per_user(list(OF_SLATES), run, test, setting=Setting.of(split.train, documents))
    out = {name: np.array(values, dtype=np.float64) for name, values in found.items()} | _of_rows(grids, relevant, n)
    # The same works in another order differ by rounding alone, which is no difference of strategies.
    return out | {name: one.sums.round(DIGITS) for name, one in told.items()}


def _of_rows(grids: Grids, relevant: dict[int, set[int]], columns: int) -> Values:
    """NDCG of the rows of each person, alone and on the page, and what they lose; nothing where there are no rows."""
    users = sorted(grids)
    if not any(grids[user].alone for user in users):
        return {}
    alone, laid = (
        np.array([pages.ndcg_of_rows(rows, relevant[user], columns) for user, rows in zip(users, of, strict=True)])
        for of in ([grids[user].alone for user in users], [grids[user].rows for user in users])
    )
    return {f"ndcg@{columns} of rows alone": alone, f"ndcg@{columns} of rows on the page": laid, LOST: alone - laid}


def _measured(of: dict[str, Values], grids: dict[str, Grids], split: Split, asked: Asked) -> list[Measurement]:
    """Means over people with their intervals, and how many works are shown to anybody."""
    out, limits = [], BOUNDS | {"works": (0.0, float(asked.shape.rows * asked.shape.columns))}
    for strategy, values in of.items():
        for name, figures in values.items():
            known = figures[~np.isnan(figures)]
            bounds = next((limits[one] for one in limits if name.startswith(one)), (0.0, np.inf))
            low, high = intervals.of_mean(known, bounds, asked.seed)
            mean = float(known.mean()) if len(known) else None
            out.append(_measurement(strategy, name, (mean, low, high), len(known), len(figures), split, asked))
        people, figure = len(grids[strategy]), _to_anybody(grids[strategy], len(split.train.item_ids))
        out.append(_measurement(strategy, "works shown to anybody", figure, people, people, split, asked))
    return out


def _to_anybody(grids: Grids, items: int) -> tuple[float, float | None, float | None]:
    """How many works somebody is shown, with the interval of the jackknife over people."""
    shown = [[item for row in seen.rows for item in row] for seen in grids.values()]
    starts = np.cumsum([0, *map(len, shown)])
    where = np.array([item for page in shown for item in page], dtype=np.int64)
    matrix = sp.csr_matrix((np.ones(len(where)), where, starts), shape=(len(shown), items))
    low, high = intervals.jackknife(matrix, lambda total: float(np.count_nonzero(total)), (0.0, float(items)))
    return float(len(np.unique(where))), low, high


def _measurement(
    strategy: str,
    name: str,
    figure: tuple[float | None, float | None, float | None],
    known: int,
    people: int,
    split: Split,
    asked: Asked,
) -> Measurement:
    mean, low, high = figure
    return Measurement(
        recommender=strategy, metric=name, mean=mean, low=low, high=high, users=known, undefined=people - known,
        split=split.name, seed=asked.seed, provenance=split.test.provenance, dataset=split.test.name,
        k=asked.shape.rows * asked.shape.columns,
    )  # fmt: skip


def _apart(of: dict[str, Values], seed: int) -> dict[str, list[Difference]]:
    """All pairs of strategies on the same people, metric by metric."""
    names = dict.fromkeys(name for values in of.values() for name in values)
    return {
        name: differences.compare(
            {strategy: values[name] for strategy, values in of.items() if name in values}, seed,
            higher_is_better=name not in LESS_IS_BETTER,
        )
        for name in names
    }  # fmt: skip
