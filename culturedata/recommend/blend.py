"""The Prize's lesson for rankings: several recommenders together, weighed by choices that they have not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason, Summand
from culturedata.errors import UsageError
from culturedata.recommend._base import Config, Fitted, Items, Recommender, Scores, rank
from culturedata.recommend._composed import Composed
from culturedata.recommend.choices._base import strengths
from culturedata.registry import Seam

MEMBERS = ("als", "ease", "cooccurrence", "content", "popular")
Pairs = tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]


class BlendOptions(Config, frozen=True, kw_only=True):
    """`members`: who is asked, each with its defaults.

    Their weights are learnt on the last `share` of the choices of `people` at most: among the `candidates` best of each
    member these are told from the others. `regularization` pulls the weights to 0.
    """

    members: tuple[str, ...] = MEMBERS
    share: Annotated[float, msgspec.Meta(gt=0, lt=1)] = 0.2
    people: Annotated[int, msgspec.Meta(ge=1)] = 500
    candidates: Annotated[int, msgspec.Meta(ge=1)] = 100
    regularization: Annotated[float, msgspec.Meta(gt=0)] = 1.0


@dataclass(frozen=True, slots=True)
class BlendState(Fitted):
    """`weights` (members,): how much a standard deviation of each one's scores counts."""

    weights: Scores


class Blend(Composed):
    """Σ_m w_m · z_m, with z_m the scores of member m less their mean over all works, in their standard deviations.

    The members learn from what came before each person's last choices (of ratings those at or above the person's mean),
    and a logistic regression, which tells those from the rest of what the members put first, gives the weights; then
    the members learn from everything. Weights learnt on what the members know already would trust the one that
    remembers best. Without times the held-out choices are drawn; where none can be told apart, all weights are 1.

    Source: Töscher, Jahrer and Bell, The BigChaos Solution to the Netflix Grand Prize (2009); Wolpert, Stacked
    Generalization (1992). Cost: that of the members, twice. Use: for the last per cent, where several know different
    things: who chose what, what the works are like, what most people like.
    """

    name = "blend"
    summary = "Several recommenders together, weighed by held-out choices (stacking)"
    Options = BlendOptions
    State = BlendState
    config: BlendOptions

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        seam, members = Seam("culturedata.recommend", "recommender"), self.config.members
        known = seam.members().keys() - {self.name}
        if not members or len(set(members)) < len(members) or not known.issuperset(members):
            said = f"blend: members must be other recommenders, each once, not {', '.join(members) or 'none'}."
            raise UsageError(said, f"As usual they are: {', '.join(MEMBERS)}.")
        self._parts = tuple(seam.load(name)() for name in members)

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> BlendState:
        rng = np.random.RandomState(seed)
        liked = np.asarray(strengths(dataset, "liked")[dataset.users, dataset.items]).ravel() > 0
        late = _last(dataset, self.config.share, rng)
        known = dataset.subset(~late)
        weights = np.ones(len(self._parts))
        if late.any() and len(known):
            for part in self._parts:
                part.fit(known, documents, seed)
            features, chosen = self._told_apart(dataset.subset(late & liked), rng)
            if 0 < chosen.sum() < len(chosen):
                weights = _weigh(features, chosen, self.config.regularization)
        for part in self._parts:
            part.fit(dataset, documents, seed)
        return BlendState(weights)

    def _told_apart(self, late: Dataset, rng: np.random.RandomState) -> Pairs:
        """The members' scores (n, members) of what they put first, and which of it was chosen later, (n,)."""
        there = np.unique(late.users)
        features, chosen = [np.empty((0, len(self._parts)))], [np.empty(0, dtype=np.bool_)]
        for user in rng.permutation(there)[: self.config.people].tolist():
            query = self._parts[0].query(user)
            scores = self._features(query)
            best = [rank(one, self.config.candidates, query.history)[0] for one in scores]
            asked = np.unique(np.concatenate(best))
            features.append(scores[:, asked].T)
            chosen.append(np.isin(asked, late.items[late.users == user]))
        return np.concatenate(features), np.concatenate(chosen)

    def _features(self, query: Query) -> npt.NDArray[np.float64]:
        """The members' scores of all works in their standard deviations, (members, n_items)."""
        asked = getattr(self, "_asked", None)
        if asked is None or asked[0] is not query or self._state is None:  # reasons ask again for each work
            self._asked = asked = (query, self._standard(query))
        found: npt.NDArray[np.float64] = asked[1]
        return found

    def _standard(self, query: Query) -> npt.NDArray[np.float64]:
        scores = np.stack([part.score(query) for part in self._parts])
        scores -= scores.mean(axis=1, keepdims=True)
        spread = scores.std(axis=1, keepdims=True)
        standard: npt.NDArray[np.float64] = np.divide(scores, spread, out=np.zeros_like(scores), where=spread > 0)
        return standard

    def _score(self, query: Query) -> Scores:
        scores: Scores = self.state.weights @ self._features(query)
        return scores

    def _arithmetic(self, query: Query, item: int) -> tuple[Summand, ...]:
        adds = self.state.weights * self._features(query)[:, item]
        names = [part.name for part in self._parts]
        return tuple(
            Summand(value=float(add), text_fr=name, text_en=name) for add, name in zip(adds, names, strict=True)
        )

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        """What the member says that adds most to the score, and what each adds."""
        adds = self.state.weights * self._features(query)[:, item]
        order = np.lexsort((np.arange(len(adds)), -adds))
        first: Recommender = self._parts[int(order[0])]
        shares = [f"{self._parts[n].name} {adds[n]:+.2f}" for n in order.tolist()]
        return (
            *first._reason(query, item),
            Reason(
                kind="blend",
                value=float(adds.sum()),
                text_fr=f"parts du score\u00a0: {', '.join(shares).replace('.', ',')}",
                text_en=f"parts of the score: {', '.join(shares)}",
            ),
        )


def _last(dataset: Dataset, share: float, rng: np.random.RandomState) -> npt.NDArray[np.bool_]:
    """Which interactions are the last `share` of their person's, (n,), by time and then by chance."""
    order = np.lexsort((rng.permutation(len(dataset)), dataset.times, dataset.users))
    count = np.bincount(dataset.users, minlength=len(dataset.user_ids))
    start = np.cumsum(count) - count
    place: Items = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order)) - start[dataset.users[order]]
    late: npt.NDArray[np.bool_] = place >= (count - np.floor(count * share))[dataset.users]
    return late


def _weigh(features: npt.NDArray[np.float64], chosen: npt.NDArray[np.bool_], regularization: float) -> Scores:
    """The weights (members,) by which a logistic regression tells the chosen from the others."""
    from sklearn.linear_model import LogisticRegression

    made = LogisticRegression(C=1 / regularization, solver="newton-cholesky", tol=1e-10, max_iter=200)
    weights: Scores = made.fit(features, chosen).coef_[0]
    return weights
