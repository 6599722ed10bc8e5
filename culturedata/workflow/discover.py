"""Somebody's weekly discoveries: never met, not shown for four weeks, at most two of a maker, varied, and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import msgspec
import numpy as np

from culturedata.data.slates import Query, Reason, Slate
from culturedata.errors import UsageError
from culturedata.recommend._base import Recommender, rank
from culturedata.recommend.rerank._chain import Chain
from culturedata.store.library import Library
from culturedata.store.people import discoveries
from culturedata.store.people.measurements import said
from culturedata.workflow.train import behind

FIRST_YEAR = 1900
REMEMBERED = 4  # weeks in which nothing is shown again
CANDIDATES = 200
RERANKED = (("mmr", {"weight": 0.3}), ("at-most", {"most": 2}))
LUCK = 0.1  # of the spread of the candidates' scores: what chance adds to each, another each week


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week, «2026-W48», which begins on a Monday."""

    monday: date

    @classmethod
    def of(cls, text: str) -> Week:
        """Raises UsageError for what is no week."""
        try:
            year, number = text.upper().split("-W")
            if not int(year) >= FIRST_YEAR:
                raise ValueError(year)
            return cls(date.fromisocalendar(int(year), int(number), 1))
        except ValueError as error:
            raise UsageError(f"{text!r} is no week.", f"Say it so: {cls.now()}.") from error

    @classmethod
    def now(cls) -> Week:
        """This week, UTC."""
        year, number, _ = datetime.now(UTC).isocalendar()
        return cls(date.fromisocalendar(year, number, 1))

    def before(self) -> list[Week]:
        """The weeks whose discoveries are remembered, latest first."""
        return [Week(self.monday - timedelta(weeks=n)) for n in range(1, REMEMBERED + 1)]

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"


def draw(
    recommender: Recommender,
    chain: Chain,
    user: int | None,
    week: Week,
    k: int,
    *,
    remembered: Collection[int] = (),
    seed: int = 0,
) -> Slate:
    """k works that `user` never met, without those `remembered`, with reasons; fewer if there are not so many.

    The best are shuffled a little: to each score Gumbel noise of a tenth of their standard deviation is added, drawn by
    the seed, the person and the week. Then those that are like others above and the third of a maker stand back.
    """
    query = Query() if user is None else recommender.query(user)
    hidden = np.union1d(query.history, np.fromiter(remembered, dtype=np.int32))
    items, scores = rank(recommender.score(query), max(CANDIDATES + k, chain.depth(k)), hidden.astype(np.int32))
    name = "" if user is None else recommender.dataset.user_ids.ids[user]
    digest = hashlib.sha256(f"{seed}:{name}:{week}".encode()).digest()
    luck = np.random.default_rng(int.from_bytes(digest[:8], "big")).gumbel(size=len(items))
    best = scores[:CANDIDATES]
    shaken = scores + (LUCK * best.std() if len(best) else 0.0) * luck
    order = np.lexsort((items, -shaken))
    slate = chain.slate(Slate(items[order], shaken[order]), query, k)
    told = zip(slate.items.tolist(), slate.reasons, strict=True)
    return Slate(slate.items, slate.scores, tuple((*recommender.reasons(query, item), *more) for item, more in told))


def discover(
    library: Library,
    recommender: Recommender,
    users: Iterable[int],
    week: Week,
    *,
    domain: str,
    k: int = 30,
    seed: int = 0,
    again: bool = False,
) -> int:
    """Make and keep a week's lists for `users`; return how many were made. See `draw`.

    Who was given one keeps it, unless lists are to be made `again`.

    What a week before showed is read from what was kept: who asks for the first time has nothing to remember.
    """
    chain = behind(recommender, RERANKED)
    ids = recommender.dataset.item_ids
    shown = discoveries.given(library.audience, domain, [str(one) for one in week.before()])
    there = {} if again else discoveries.given(library.audience, domain, [str(week)])

    def lists() -> Iterator[tuple[str, Slate, list[str]]]:
        for user in users:
            name = recommender.dataset.user_ids.ids[user]
            if name in there:
                continue
            remembered = [ids.number(item) for item in shown.get(name, ()) if item in ids]
            slate = draw(recommender, chain, user, week, k, remembered=remembered, seed=seed)
            yield name, slate, ids.names(slate.items)

    config = said(msgspec.to_builtins(recommender.config))
    made = {"domain": domain, "week": str(week), "recommender": recommender.name, "config": config, "seed": seed}
    return discoveries.save(library.audience, lists(), made)


def kept(library: Library, recommender: Recommender, user: int, week: Week, domain: str) -> Slate | None:
    """The list that somebody was given for a week by this recommender as it is; None if there is none.

    Also None where one of its works is not there any more.
    """
    ids, name = recommender.dataset.item_ids, recommender.dataset.user_ids.ids[user]
    rows = discoveries.of_week(library.audience, name, domain, str(week))
    asked = (recommender.name, said(msgspec.to_builtins(recommender.config)))
    if not rows or any((row["recommender"], row["config"]) != asked or row["item_id"] not in ids for row in rows):
        return None
    return Slate(
        np.array([ids.number(row["item_id"]) for row in rows], dtype=np.int32),
        np.array([row["score"] for row in rows]),
        tuple(tuple(msgspec.json.decode(row["reasons"], type=list[Reason])) for row in rows),
    )


def of_week(
    library: Library,
    recommender: Recommender,
    user: int | None,
    week: Week,
    *,
    domain: str,
    k: int = 30,
    seed: int = 0,
    again: bool = False,
    tell: Callable[[int], None] | None = None,
) -> Slate:
    """The list of a week for one person: what was kept, or else made and kept now; for a stranger made and not kept.

    One that was kept is made anew where it is shorter than k, or was made by another recommender. What they rated or
    played since it was made is left out of it, and `tell` is called with the number of these.
    """
    if user is None:
        return draw(recommender, behind(recommender, RERANKED), None, week, k, seed=seed)
    found = None if again else kept(library, recommender, user, week, domain)
    if found is None or len(found) < k:
        discover(library, recommender, [user], week, domain=domain, k=k, seed=seed, again=True)
        found = kept(library, recommender, user, week, domain)
    if found is None:  # there was nothing left to give
        return Slate(np.empty(0, dtype=np.int32), np.empty(0))
    met = np.isin(found.items, recommender.query(user).history)
    if tell is not None and met.any():
        tell(int(met.sum()))
    left = np.flatnonzero(~met)[:k]
    return Slate(found.items[left], found.scores[left], tuple(found.reasons[n] for n in left.tolist()))
