"""What somebody might discover: by who chose what, by what the works are like, and by whom they follow, together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import KINDS, Documents
from culturedata.data.slates import Query, Reason, Summand
from culturedata.recommend._base import Config, Fitted, Scores
from culturedata.recommend._composed import Composed
from culturedata.recommend._space import Span
from culturedata.recommend.choices.social import Social
from culturedata.recommend.content.recommender import Content
from culturedata.registry import Seam

Weight = Annotated[float, msgspec.Meta(ge=0)]
FIGURES = "figures"
_PARTS = ("collaborative", "text", "features", "social")
_FROM = {
    "collaborative": ("les choix des autres", "what others chose"),
    "text": ("ce qui en est dit", "what is said of it"),
    "features": ("ce qui en est mesuré", "what is measured of it"),
    "social": ("les personnes que vous suivez", "the people that you follow"),
}


class DiscoverOptions(Config, frozen=True, kw_only=True):
    """How much each part counts; 0 leaves it out. `by` is the recommender that stands for what others chose.

    «text» is what is said of a work (terms, makers, era, words), «features» what is measured of it (key, tempo, size).
    """

    collaborative: Weight = 1.0
    text: Weight = 0.1
    features: Weight = 0.1
    social: Weight = 0.2
    by: Literal["als", "bpr", "ease", "cooccurrence"] = "als"


@dataclass(frozen=True, slots=True)
class DiscoverState(Fitted):
    """Nothing of its own: all that it knows its parts have learnt."""


class Discover(Composed):
    """Σ_p w_p · z_p: z are the scores of each part less their mean over all works, in their standard deviations.

    A part that says nothing to somebody (no history, nobody followed, nothing described) adds nothing. Where none says
    anything, what most people rated or played does.

    Source: Ciocca, How Does Spotify Know You So Well? (2017), who names the three models of Discover Weekly. Cost: that
    of its parts. Use: for what somebody does not know yet, also where nobody chose it so far: only text and features
    speak of that. `culturedata discover` makes a weekly list of it.
    """

    name = "discover"
    summary = "What somebody might discover: others' choices, words, measures and whom they follow, together"
    Options = DiscoverOptions
    searched = (Span("text", 0.0, 1.0), Span("features", 0.0, 1.0), Span("social", 0.0, 1.0))
    State = DiscoverState
    config: DiscoverOptions

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        collaborative = Seam("culturedata.recommend", "recommender").load(self.config.by)()
        self._parts = (collaborative, Content(), Content(), Social())

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> DiscoverState:
        for part, known in zip(self._parts, _parted(dataset, documents), strict=True):
            part.fit(dataset, known, seed)
        return DiscoverState()

    def _attach(self, dataset: Dataset, documents: Documents | None, seed: int) -> None:
        super()._attach(dataset, documents, seed)
        for part, known in zip(self._parts, _parted(dataset, documents), strict=True):
            part._attach(dataset, known, seed)

    def adds(self, query: Query) -> npt.NDArray[np.float64]:
        """What each part adds to the score of each work, (4, n_items): others' choices, text, features, followed."""
        asked = getattr(self, "_asked", None)
        if asked is None or asked[0] is not query or asked[1] is not self.state:  # reasons ask again for each work
            self._asked = asked = (query, self.state, self._adds(query))
        found: npt.NDArray[np.float64] = asked[2]
        return found

    def _adds(self, query: Query) -> npt.NDArray[np.float64]:
        collaborative, text, features, social = self._parts
        scores = np.zeros((len(_PARTS), len(self.dataset.item_ids)))
        if len(query.history):
            scores[0] = collaborative.score(query)
            scores[1], scores[2] = (part.cosines(query) for part in (text, features) if isinstance(part, Content))
        if isinstance(social, Social) and social.follows(query):
            scores[3] = social.score(query)
        scores -= scores.mean(axis=1, keepdims=True)
        spread = scores.std(axis=1, keepdims=True)
        standard = np.divide(scores, spread, out=np.zeros_like(scores), where=spread > 0)
        weighed: npt.NDArray[np.float64] = standard * [[getattr(self.config, part)] for part in _PARTS]
        return weighed

    def _score(self, query: Query) -> Scores:
        scores: Scores = self.adds(query).sum(axis=0)
        return scores if scores.any() else self._rated / len(self.dataset.user_ids)

    def _arithmetic(self, query: Query, item: int) -> tuple[Summand, ...]:
        adds = self.adds(query)
        if not adds.any():
            return ()
        told = zip(adds[:, item].tolist(), (_FROM[part] for part in _PARTS), strict=True)
        return tuple(Summand(value=add, text_fr=french, text_en=english) for add, (french, english) in told)

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        """What the part that adds most says, and what each adds."""
        adds = self.adds(query)[:, item]
        told = [n for n in np.lexsort((np.arange(len(adds)), -adds)).tolist() if abs(adds[n]) >= 0.005]
        if not told:
            return (self.rated_by(item),)
        french, english = zip(*((f"{_FROM[_PARTS[n]][0]} {adds[n]:+.2f}", f"{_FROM[_PARTS[n]][1]} {adds[n]:+.2f}")
                                for n in told), strict=True)  # fmt: skip
        parts = Reason(
            kind="parts",
            terms=tuple(_PARTS[n] for n in told),
            value=float(adds.sum()),
            text_fr=f"apporté par\u00a0: {', '.join(french).replace('.', ',')}",
            text_en=f"brought by: {', '.join(english)}",
        )
        return (*self._parts[told[0]]._reason(query, item), parts)


def _parted(dataset: Dataset, documents: Documents | None) -> tuple[Documents | None, Documents, Documents, None]:
    """What each part is told of the works: titles, what is said, what is measured, nothing."""
    if documents is None:
        empty = ("",) * len(dataset.item_ids)
        documents = Documents(dataset.item_ids.ids, empty, empty, ((),) * len(empty), {})
        return None, documents, documents, None
    others = [kind for kind in KINDS if kind != FIGURES]
    return documents, documents.without([FIGURES]), documents.without(others), None
