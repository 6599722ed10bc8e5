"""What a reranker is. To write one: a frozen config, `_picks`, and `_reason` for a work that it moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Annotated, Any, ClassVar

import msgspec
import numpy as np

from culturedata.data.options import configured
from culturedata.data.slates import Query, Reason, Slate
from culturedata.recommend._base import Config, Scores
from culturedata.recommend.rerank._works import Mask, Works

POOL = 200  # how many candidates a reranker chooses from, unless it says otherwise
Weight = Annotated[float, msgspec.Meta(ge=0, le=1)]
"""How much a reranker's aim counts against relevance: with 0 the order stays as it was, with 1 only the aim counts."""


@dataclass(frozen=True, eq=False)
class Pool:
    """The candidates for one who asks, best first, with what is known of the works. Places are counted from 0."""

    candidates: Slate
    query: Query
    works: Works

    def __len__(self) -> int:
        return len(self.candidates)

    @cached_property
    def relevance(self) -> Scores:
        """The candidates' scores brought to 0 (the last one) to 1 (the first one), (m,); all 1 where they are equal."""
        scores = self.candidates.scores / 2  # so that no difference of two is beyond all numbers
        span = scores[0] - scores[-1] if len(scores) else 0.0
        return (scores - scores[-1]) / span if span > 0 else np.ones(len(scores))

    def item(self, place: int) -> int:
        """Which work stands at a place."""
        return int(self.candidates.items[place])


@dataclass(frozen=True, slots=True)
class Pick:
    """The next work of a reranked slate: its `place` among the candidates, and the `score` that it gets.

    `instead` is the place of the better candidate that had to stand back, None if there is none; `because` is whatever
    a reranker needs to say why.
    """

    place: int
    score: float
    instead: int | None = None
    because: Any = None


def best(free: Mask, values: Scores) -> tuple[int, int | None]:
    """The free place of the highest value, the first of equals, and the first free place if that is another one."""
    place, first = int(np.argmax(np.where(free, values, -np.inf))), int(np.argmax(free))
    return place, None if first == place else first


class Reranker:
    """Base of all rerankers: from many candidates of a recommender to k of them, with a reason where one was moved.

    `name` and `summary` are plain strings, `Options` is the config class, `pool` how many candidates it chooses from
    (None: all that there are). A reranker chooses one work after another. The scores of its slate are what each work
    added to its aim when it was chosen, never more than the one before: they say the order, and are no ratings. Where
    two works are worth the same, the one that stood higher comes first.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    Options: ClassVar[type[Config]] = Config
    pool: ClassVar[int | None] = POOL

    def __init__(self, **options: Any) -> None:
        self.config = configured(self.Options, options, self.name, f"See culturedata reranker show {self.name}.")

    def rerank(self, candidates: Slate, query: Query, works: Works, k: int = 10) -> Slate:
        """The k works to show, fewer if there are not so many, out of `candidates` (their own reasons are dropped).

        A work has a reason where it was taken before a better candidate, else none.
        """
        pool = Pool(candidates, query, works)
        picks = list(islice(self._picks(pool), k)) if len(pool) else []
        places = np.array([pick.place for pick in picks], dtype=np.int64)
        scores = np.minimum.accumulate(np.array([pick.score for pick in picks], dtype=np.float64))
        said = tuple(() if pick.instead is None else self._reason(pool, pick) for pick in picks)
        return Slate(candidates.items[places], scores, said)

    def _picks(self, pool: Pool) -> Iterator[Pick]:
        """The works one after another, best first, each once; there is at least one candidate."""
        raise NotImplementedError

    def _reason(self, pool: Pool, pick: Pick) -> tuple[Reason, ...]:
        """Why a work was taken before a better candidate, `pick.instead`."""
        raise NotImplementedError
