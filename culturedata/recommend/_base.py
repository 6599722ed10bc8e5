"""What a recommender is. To write one: a frozen config, `_learn`, `_score`, and `_reason`."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.options import LARGEST, Options, configured
from culturedata.data.slates import Query, Reason, Slate, Summand
from culturedata.errors import ModelError, UsageError
from culturedata.recommend._space import Space

Scores = npt.NDArray[np.float64]
Items = npt.NDArray[np.int32]
Times = npt.NDArray[np.int64]
BLOCK = 256  # how many people are scored at once
CLOSE = 1e-9  # what of a score is left by rounding alone


class Config(Options, frozen=True, kw_only=True):
    """Options of a recommender; a subclass adds its hyperparameters under the names of docs/notation.md."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a recommender learnt: arrays and numbers only, so that it can be stored without pickle."""


class Recommender:
    """Base of all recommenders: scores for all items at once, ranked, with nothing already seen, each with a reason.

    `name` and `summary` are plain strings; `Options` is the config class, `State` the class of what is learnt.
    Where `knows_strangers` is false it predicts the mean for those whom it never met, and ranks by another rule for
    them. Scores are unclipped; a higher one is better. The trained state is one frozen object: None means untrained.
    `searched` are the options that tuning looks for, and where: their defaults lie in it.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    Options: ClassVar[type[Config]] = Config
    State: ClassVar[type[Fitted]] = Fitted
    predicts_ratings: ClassVar[bool] = False
    needs_ratings: ClassVar[bool] = False
    """Whether it learns nothing from plays, though it predicts no ratings."""
    searched: ClassVar[Space] = ()
    left_over: ClassVar[tuple[str, str]] = ("tout le reste", "all the rest")
    """What the part of a score is called that `_arithmetic` leaves."""
    knows_strangers: bool = True
    knows_time: bool = False
    """Whether it predicts another rating where it is told when that is given."""
    draws: ClassVar[bool] = False
    """Whether it draws ratings by chance, another each time that it is asked for the same."""
    predicted_before: int = 0
    """How many ratings the same one predicted of other parts: who draws them by chance goes on from there."""

    def __init__(self, **options: Any) -> None:
        hint = f"See culturedata recommender show {self.name}."
        self.config = configured(self.Options, options, self.name, hint)
        self._state: Any = None
        self._dataset: Dataset | None = None
        self._documents: Documents | None = None
        self._rated: npt.NDArray[np.integer] = np.zeros(0, dtype=np.int64)
        self.seed = 0

    # -- learning ------------------------------------------------------------------------------------------------

    def fit(self, dataset: Dataset, documents: Documents | None = None, seed: int = 0) -> Self:
        """Learn from `dataset` (and from `documents`, one an item) and return self; the same seed learns the same.

        Raises ModelError if the dataset is empty, if a value is not on its scale, if it holds plays and ratings are
        needed, if the documents are not those of its items, or if what was learnt grew beyond all numbers or beyond the
        memory; UsageError for a seed that is none. It is untrained then, whatever it had learnt before.
        """
        if not 0 <= seed <= LARGEST:
            raise UsageError(f"{seed} is no seed.", f"Seeds go from 0 to {LARGEST:,}.")
        if not len(dataset):
            raise ModelError(f"{self.name} can't learn from no ratings at all.", "Import ratings first.")
        if dataset.kind != "rating" and (self.predicts_ratings or self.needs_ratings):
            raise ModelError(
                f"{self.name} learns from ratings, and {dataset.name} tells only how often something was played.",
                "Choose one that learns from plays: als, bpr, ease, cooccurrence, content or popular.",
            )
        _check_scale(self.name, dataset)
        self._state = None
        self._attach(dataset, documents, seed)
        try:
            learnt = self._learn(dataset, documents, seed)
        except MemoryError as error:
            raise ModelError(
                f"{self.name} needs more memory than there is for {len(dataset.user_ids):,} people and "
                f"{len(dataset.item_ids):,} works.",
                "Choose another recommender, or import a smaller edition.",
            ) from error
        if not _finite(learnt):
            raise ModelError(
                f"{self.name} learnt nothing: its figures grew beyond all numbers.",
                f"Lower its learning rate, or what it starts with: see culturedata recommender show {self.name}.",
            )
        self._state = learnt
        return self

    def _attach(self, dataset: Dataset, documents: Documents | None, seed: int) -> None:
        if documents is not None and len(documents) != len(dataset.item_ids):
            raise ModelError("the documents are not those of the dataset's items.", "Make them from its item ids.")
        self._dataset, self._documents, self.seed = dataset, documents, seed
        self._rated = _by_how_many(dataset)

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> Fitted:
        """Learn and return the state."""
        raise NotImplementedError

    @property
    def dataset(self) -> Dataset:
        """The data it learnt from. Raises ModelError if it is untrained."""
        if self._dataset is None or self._state is None:
            raise ModelError(f"{self.name} is not trained.", "Call fit first, or run culturedata train NAME.")
        return self._dataset

    @property
    def documents(self) -> Documents | None:
        """The descriptions that came with the data, if any did."""
        return self._documents

    @property
    def state(self) -> Any:
        """What it learnt. Raises ModelError if it is untrained."""
        self.dataset  # noqa: B018  raises if untrained
        return self._state

    def to_bytes(self) -> bytes:
        """The state as compressed numpy arrays."""
        buffer = io.BytesIO()
        arrays: dict[str, Any] = {f.name: np.asarray(getattr(self.state, f.name)) for f in fields(self.state)}
        np.savez_compressed(buffer, **arrays)
        return buffer.getvalue()

    def load(self, state: bytes, dataset: Dataset, documents: Documents | None = None, seed: int = 0) -> Self:
        """Take up a state made by `to_bytes` from the same `dataset`, and return self. Never unpickles.

        Raises ModelError if `state` is damaged, or was made by a version that learnt something else.
        """
        try:
            self._unpack(state)
        except Exception as error:  # of damaged bytes numpy, zipfile and zlib raise a dozen kinds
            self._state = None
            raise ModelError(f"what {self.name} learnt can't be read.", "Train it again: culturedata train.") from error
        self._attach(dataset, documents, seed)
        return self

    def _unpack(self, state: bytes) -> None:
        """Set the state from the bytes of `to_bytes`."""
        with np.load(io.BytesIO(state), allow_pickle=False) as arrays:
            self._state = self.State(**{name: arrays[name] for name in arrays.files})

    # -- scoring -------------------------------------------------------------------------------------------------

    def score(self, query: Query) -> Scores:
        """Scores of all items, (n_items,) float64, for the one who asks. Raises ModelError if untrained."""
        self.dataset  # noqa: B018  raises if untrained
        return self._score(query)

    def _score(self, query: Query) -> Scores:
        raise NotImplementedError

    def _score_users(self, users: Items) -> npt.NDArray[np.float64]:
        """Scores of all items for each of `users`, (len(users), n_items); override where a product does it at once."""
        return np.stack([self._score(self.query(int(user))) for user in users])

    def predict(self, users: Items, items: Items) -> Scores:
        """Unclipped predicted ratings of pairs, (n,) each; a user or item number of −1 is unknown."""
        raise ModelError(f"{self.name} ranks works; it does not predict ratings.", "Judge it by a ranking metric.")

    def predict_at(self, users: Items, items: Items, times: Times) -> Scores:
        """Like `predict`, for ratings given at `times` (n,), UTC seconds, 0 where unknown; override where time tells.

        It is the same as `predict` where the time tells nothing, or is unknown.
        """
        return self.predict(users, items)

    def interval(self, users: Items, items: Items, level: float = 0.95) -> tuple[Scores, Scores] | None:
        """Between what, (n,) and (n,), a share `level` of what these people will give lies; None if it can't tell."""
        return None

    def query(self, user: int) -> Query:
        """The question of a known user, with the history and the values that the dataset has."""
        matrix = self.dataset.matrix
        start, stop = matrix.indptr[user], matrix.indptr[user + 1]
        return Query(user, matrix.indices[start:stop].astype(np.int32), matrix.data[start:stop])

    # -- slates --------------------------------------------------------------------------------------------------

    def recommend(self, query: Query, k: int = 10, *, reasons: bool = True) -> Slate:
        """The k best unseen items for the one who asks, fewer if there are not so many, each with its reasons."""
        items, scores = rank(self.score(query), k, query.history)
        said = tuple(self.reasons(query, int(item)) for item in items) if reasons else ()
        return Slate(items, scores, said)

    def recommend_all(self, users: Iterable[int], k: int = 10) -> Iterator[tuple[int, Slate]]:
        """Each of `users` with the k best unseen items, without reasons, by blocks of people."""
        wanted = np.fromiter(users, dtype=np.int32)
        matrix = self.dataset.matrix
        for start in range(0, len(wanted), BLOCK):
            block = wanted[start : start + BLOCK]
            for user, scores in zip(block, self._score_users(block), strict=True):
                seen = matrix.indices[matrix.indptr[user] : matrix.indptr[user + 1]]
                yield int(user), Slate(*rank(scores, k, seen))

    def reasons(self, query: Query, item: int) -> tuple[Reason, ...]:
        """Why `item` is, or would be, recommended to the one who asks; a cold user is told so first."""
        cold = () if len(query.history) else (COLD_USER,)
        return (*cold, *self._reason(query, item))

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        """Why `item` is recommended, computed from what was learnt."""
        return ()

    def arithmetic(self, query: Query, item: int) -> tuple[Summand, ...]:
        """What adds up to the score of `item` for the one who asks, (s,), s ≥ 1; what is not told apart stands last."""
        score, told = float(self.score(query)[item]), self._arithmetic(query, item)
        left = score - sum(one.value for one in told)
        if not told:
            return (Summand(value=score, text_fr="le score, d’un seul tenant", text_en="the score, in one piece"),)
        if abs(left) <= CLOSE * max(1.0, abs(score)):
            return told
        return (*told, Summand(value=left, text_fr=self.left_over[0], text_en=self.left_over[1]))

    def _arithmetic(self, query: Query, item: int) -> tuple[Summand, ...]:
        """The summands that have a name, in the order in which they are told; none where a score is no sum."""
        return ()

    def title(self, item: int) -> tuple[str, str]:
        """What to call an item, in French and English: its id if nothing is known of it."""
        if self._documents is None:
            id_ = self.dataset.item_ids.ids[item]
            return id_, id_
        return self._documents.titles_fr[item], self._documents.titles_en[item]

    def rated_by(self, item: int) -> Reason:
        """The reason «rated by 12 people» or «played by 12 people», or that nobody did so yet."""
        count = int(self._rated[item])
        if not count:
            return UNRATED if self.dataset.kind == "rating" else UNPLAYED
        (french, english), (did_fr, did_en) = people(count), DID[self.dataset.kind]
        return Reason(
            kind="popular", value=float(count), text_fr=f"{did_fr} par {french}", text_en=f"{did_en} by {english}"
        )

    def rated(self, item: int, value: float) -> Reason:
        """The reason «because you rated … 5», or «because you played … 120 times»."""
        french, english = self.title(item)
        did_fr, did_en = DID[self.dataset.kind]
        often, times = self.dataset.kind == "play", " times" if value != 1 else " time"
        return Reason(
            kind="rated",
            items=(self.dataset.item_ids.ids[item],),
            value=float(value),
            text_fr=f"parce que vous avez {did_fr} «\u00a0{french}\u00a0» {figure(value, 'fr')}{' fois' * often}",
            text_en=f"because you {did_en} “{english}” {figure(value, 'en')}{times * often}",
        )


def _by_how_many(dataset: Dataset) -> npt.NDArray[np.integer]:
    """By how many people each item was rated or played, (n_items,); a rating stands once a person."""
    if dataset.kind == "play":
        return np.bincount(dataset.matrix.indices, minlength=len(dataset.item_ids))
    return np.bincount(dataset.items, minlength=len(dataset.item_ids))


def _check_scale(name: str, dataset: Dataset) -> None:
    """Raises ModelError unless every rating is a number on the dataset's scale."""
    values = dataset.values
    low, high = np.array(dataset.scale, dtype=values.dtype)
    if low <= values.min() and values.max() <= high and np.isfinite(values.max() - values.min()):
        return
    off = np.flatnonzero(~((low <= values) & (values <= high) & np.isfinite(values)))
    first = f"{values[off[0]]:g}, of {dataset.item_ids.ids[dataset.items[off[0]]]}"
    raise ModelError(
        f"{name} can't learn from {dataset.name}: {len(off):,} of {len(dataset):,} {dataset.kind}s are not on its "
        f"scale from {low:g} to {high:g}; the first is {first}.",
        "Correct them where they come from, then import them again.",
    )


def _finite(learnt: Fitted) -> bool:
    """Whether all that was learnt are numbers: no NaN, nothing infinite. No copy is made, however large it is."""
    arrays = [np.asarray(getattr(learnt, field.name)) for field in fields(learnt)]
    ends = [(a.min(initial=0), a.max(initial=0)) for a in arrays if a.dtype.kind == "f"]
    return bool(np.isfinite(ends).all())


def people(count: int) -> tuple[str, str]:
    """So many people, in French and English."""
    return (f"{count} personne{'s' * (count > 1)}", f"{count} {'people' if count != 1 else 'person'}")


COLD_USER = Reason(
    kind="cold-user",
    text_fr="nous ne savons encore rien de vos goûts",
    text_en="we know nothing of your taste yet",
)
UNRATED = Reason(kind="unrated", text_fr="personne ne l’a encore noté", text_en="nobody rated it yet")
UNPLAYED = Reason(kind="unrated", text_fr="personne ne l’a encore écouté", text_en="nobody played it yet")
DID = {"rating": ("noté", "rated"), "play": ("écouté", "played")}


def rank(scores: Scores, k: int, seen: npt.NDArray[np.integer]) -> tuple[Items, Scores]:
    """The k best items and their scores, without `seen`; equal scores by item number. Scores of −inf never rank."""
    scores = scores.copy()
    scores[seen] = -np.inf
    k = min(k, len(scores))
    least = np.partition(scores, len(scores) - k)[len(scores) - k] if k else np.inf
    candidates = np.flatnonzero((scores >= least) & np.isfinite(scores))
    best = candidates[np.lexsort((candidates, -scores[candidates]))][:k]
    return best.astype(np.int32), scores[best]


def figure(value: float, lang: str) -> str:
    """A rating in words: at most one decimal, with the language's decimal sign."""
    text = f"{value:.1f}".removesuffix(".0")
    return text.replace(".", ",") if lang == "fr" else text
