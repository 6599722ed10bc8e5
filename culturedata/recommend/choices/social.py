"""What the people that somebody follows chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason, Summand
from culturedata.recommend._base import DID, Config, Fitted, Recommender, Scores
from culturedata.recommend._space import Choice
from culturedata.recommend.choices._base import Choices, chosen

FEW = 3


class SocialOptions(Config, frozen=True, kw_only=True):
    """`weigh`: all who are followed «alike», or by what they «share», the Jaccard index of what both chose.

    `choices`: «liked», what somebody rated at least as high as they rate on the whole, or «rated», whatever was.
    """

    weigh: Literal["alike", "share"] = "share"
    choices: Choices = "liked"


@dataclass(frozen=True, slots=True)
class SocialState(Fitted):
    """How much each follower listens to each one followed, (n_users, n_users), as a sparse matrix in parts.

    And who chose what, (n_users, n_items): the parts `chosen` and `starts`, each choice a 1.
    """

    data: npt.NDArray[np.float64]
    indices: npt.NDArray[np.int32]
    indptr: npt.NDArray[np.int64]
    chosen: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]


class Social(Recommender):
    """Σ_v w_uv · [v chose the work] / Σ_v w_uv over those whom u follows, and a little of what most people met.

    w_uv is 1, or |both chose| / |either chose|. The little is the share of people who rated or played the work, liked
    or not, over the number of people: it orders only works of which those followed say the same. Somebody who follows
    nobody gets it alone.

    Source: Jaccard (1912) for the index; Sinha and Swearingen (2001) for friends as recommenders. Cost: O(m · h) to
    learn from m pairs of people with h choices each; O(f · h) a person who follows f. Use: where it is known who
    follows whom; and to measure what that adds to what people choose themselves.
    """

    name = "social"
    summary = "What the people that somebody follows chose"
    Options = SocialOptions
    searched = (Choice("weigh", ("alike", "share")), Choice("choices", ("liked", "rated")))
    State = SocialState
    left_over = ("les personnes que vous suivez", "the people that you follow")
    config: SocialOptions

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> SocialState:
        choices = chosen(dataset, self.config.choices)
        people = len(dataset.user_ids)
        who, whom = np.unique(dataset.follows, axis=0).T
        who, whom = who[who != whom], whom[who != whom]
        weights = np.ones(len(who))
        if self.config.weigh == "share":
            both = np.asarray(choices[who].multiply(choices[whom]).sum(axis=1)).ravel()
            count = choices.getnnz(axis=1)
            either = count[who] + count[whom] - both
            weights = np.divide(both, either, out=np.zeros(len(who)), where=either > 0)
        follows = sp.csr_matrix((weights, (who, whom)), shape=(people, people))  # with those who share nothing
        return SocialState(
            follows.data, follows.indices.astype(np.int32), follows.indptr.astype(np.int64),
            choices.indices.astype(np.int32), choices.indptr.astype(np.int64),
        )  # fmt: skip

    def _score(self, query: Query) -> Scores:
        people = len(self.dataset.user_ids)
        scores: Scores = self._rated / people / people
        whom, weights = self._followed(query)
        total = weights.sum() or 1.0
        for one, weight in zip(whom.tolist(), (weights / total).tolist(), strict=True):
            scores[self._chose(one)] += weight
        return scores

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        """How many of those followed chose it; by how many it was rated or played, if none did.

        Nobody is named; of fewer than three, who could be told by a number, none is said.
        """
        whom, _ = self._followed(query)
        count = sum(item in self._chose(one) for one in whom.tolist())
        if not count:
            return (self.rated_by(item),)
        if len(whom) < FEW:
            return (
                Reason(
                    kind="followed",
                    text_fr="choisi parmi ceux que vous suivez",
                    text_en="chosen among those that you follow",
                ),
            )
        french = f"choisi par {count} des {len(whom)} personnes que vous suivez"
        english = f"chosen by {count} of the {len(whom)} people that you follow"
        return (Reason(kind="followed", value=float(count), text_fr=french, text_en=english),)

    def _arithmetic(self, query: Query, item: int) -> tuple[Summand, ...]:
        people = len(self.dataset.user_ids)
        little = float(self._rated[item]) / people / people
        did_fr, did_en = DID[self.dataset.kind]
        said = f"ce que tout le monde a {did_fr}", f"what everybody {did_en}"
        return (Summand(value=little, text_fr=said[0], text_en=said[1]),)

    def follows(self, query: Query) -> bool:
        """Whether somebody follows anybody who says something to them."""
        return bool(self._followed(query)[1].any())

    def _followed(self, query: Query) -> tuple[npt.NDArray[np.int32], Scores]:
        """Those whom somebody follows, and how much they listen to each: (f,) and (f,)."""
        if query.user is None:
            return np.empty(0, dtype=np.int32), np.empty(0)
        part = slice(*self.state.indptr[query.user : query.user + 2])
        return self.state.indices[part], self.state.data[part]

    def _chose(self, user: int) -> npt.NDArray[np.int32]:
        chose: npt.NDArray[np.int32] = self.state.chosen[slice(*self.state.starts[user : user + 2])]
        return chose
