"""What time changes of how high people rate and how well works are liked: what the Prize's winners started from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import msgspec
import numpy as np
import numpy.typing as npt

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Reason
from culturedata.recommend._base import UNRATED, Config, Fitted, Items, Recommender, Scores, Times
from culturedata.recommend._space import Span
from culturedata.recommend.ratings._least import Kind, Numbers, least
from culturedata.recommend.surprise._base import well_liked

DAY = 24 * 3600
Count = Annotated[int, msgspec.Meta(ge=1)]
Positive = Annotated[float, msgspec.Meta(gt=0)]


class TimeOptions(Config, frozen=True, kw_only=True):
    """`epochs` over all biases, the `bins` that time is cut in, the `power` of the time passed, and what holds back.

    Each regularization counts in ratings: of the biases of works and of people, of those of a work in one bin, of a
    person's drift and of a person's day.
    """

    epochs: Count = 20
    bins: Count = 30
    power: Positive = 0.4
    regularization_items: Positive = 3.0
    regularization_users: Positive = 5.0
    regularization_bins: Positive = 100.0
    regularization_drift: Positive = 100.0
    regularization_days: Positive = 8.0


@dataclass(frozen=True, slots=True)
class TimeState(Fitted):
    """`mean` (); biases by number, 0 for who or what has no ratings: of users, of items, of items in bins (n, bins).

    `drift` (n_users,) is per day to the power, about the mean day of each, `centre` (n_users,). `days` (d,) rising, who
    rated on which day, with `day_bias` (d,). `user_usual` (n_users,) and `item_usual` (n_items,): what the time adds in
    the mean of their own ratings.
    """

    mean: npt.NDArray[np.float64]
    user_bias: Scores
    item_bias: Scores
    bin_bias: Scores
    drift: Scores
    centre: Scores
    days: Numbers
    day_bias: Scores
    user_usual: Scores
    item_usual: Scores


class Time(Recommender):
    """μ + b_u + α_u·dev_u(t) + b_u,day(t) + b_i + b_i,bin(t): the same order of works for everybody at one time.

    dev_u(t) = sign(t − t_u) |t − t_u|^power, in days from the mean day of a person. Where no time is said, what it adds
    in the mean of the person's and of the work's own ratings is added. Minimises Σ (r − b)² + Σ_kinds λ Σ b².

    Source: Koren, Collaborative filtering with temporal dynamics (2009). Cost: O(epochs · n). Use: beside `baseline`,
    to see what time tells; it tells most of ratings whose time is known, such as those of a past day.
    """

    name = "time"
    summary = "How high this person rates and how well this work is liked at that time (Koren's temporal biases)"
    Options = TimeOptions
    searched = (
        Span("regularization_items", 0.5, 50.0, log=True),
        Span("regularization_users", 0.5, 50.0, log=True),
        Span("regularization_bins", 1.0, 500.0, log=True),
        Span("regularization_drift", 1.0, 5000.0, log=True),
        Span("regularization_days", 0.5, 200.0, log=True),
    )
    State = TimeState
    predicts_ratings = True
    knows_time = True
    config: TimeOptions

    def _attach(self, dataset: Dataset, documents: Documents | None, seed: int) -> None:
        super()._attach(dataset, documents, seed)
        known = dataset.times[dataset.times != 0]
        self._first, self._last = (int(known.min()), int(known.max())) if len(known) else (0, 0)

    def _learn(self, dataset: Dataset, documents: Documents | None, seed: int) -> TimeState:
        said, people, works = self.config, len(dataset.user_ids), len(dataset.item_ids)
        users, items, times = dataset.users, dataset.items, dataset.times
        known = (times != 0).astype(np.float64)
        centre = np.bincount(users, times / DAY * known, people) / np.maximum(np.bincount(users, known, people), 1)
        days, day = np.unique(self._day(users, times), return_inverse=True)
        bins = items * np.int64(said.bins) + self._bin(times)
        dev = known * self._dev(centre, users, times)
        ones = np.ones(len(dataset))
        kinds = [
            Kind(items.astype(np.int64), ones, said.regularization_items, works),
            Kind(users.astype(np.int64), ones, said.regularization_users, people),
            Kind(bins, known, said.regularization_bins, works * said.bins),
            Kind(users.astype(np.int64), dev, said.regularization_drift, people),
            Kind(day, known, said.regularization_days, len(days)),
        ]
        mean = dataset.values.mean(dtype=np.float64)
        item_bias, user_bias, bin_bias, drift, day_bias = least(kinds, dataset.values - mean, said.epochs)
        of_user = drift[users] * dev + day_bias[day] * known
        return TimeState(
            np.asarray(mean), user_bias, item_bias, bin_bias.reshape(works, said.bins), drift, centre, days, day_bias,
            np.bincount(users, of_user, people) / np.maximum(np.bincount(users, minlength=people), 1),
            np.bincount(items, bin_bias[bins] * known, works) / np.maximum(np.bincount(items, minlength=works), 1),
        )  # fmt: skip

    def _day(self, users: Items, times: Times) -> Numbers:
        """One number for a person's day; −1 for a day before or after all that were learnt."""
        first, last = self._first // DAY, self._last // DAY
        day = times // DAY
        number = users * np.int64(last - first + 1) + day - first
        return np.where((users >= 0) & (first <= day) & (day <= last), number, -1)

    def _bin(self, times: Times) -> Numbers:
        """The bin of each time, from 0; what was before or after belongs to the first or the last."""
        share = (times - self._first) / max(self._last - self._first, 1)
        return np.clip(share * self.config.bins, 0, self.config.bins - 1).astype(np.int64)

    def _dev(self, centre: Scores, users: Items, times: Times) -> Scores:
        passed = times / DAY - centre[users]
        dev: Scores = np.sign(passed) * np.abs(passed) ** self.config.power
        return dev

    def _score(self, query: Query) -> Scores:
        items = np.arange(len(self._rated), dtype=np.int32)
        return self.predict(np.full(len(items), -1 if query.user is None else query.user, dtype=np.int32), items)

    def predict(self, users: Items, items: Items) -> Scores:
        state: TimeState = self.state
        out: Scores = state.mean + _of(state.user_bias + state.user_usual, users)
        return out + _of(state.item_bias + state.item_usual, items)

    def predict_at(self, users: Items, items: Items, times: Times) -> Scores:
        state: TimeState = self.state
        day = self._day(users, times)
        place = np.minimum(np.searchsorted(state.days, day), len(state.days) - 1)
        on_day = np.where(state.days[place] == day, state.day_bias[place], 0.0)
        drifted = np.where(users >= 0, state.drift[users] * self._dev(state.centre, users, times), 0.0)
        of_bin = np.where(items >= 0, state.bin_bias[items, self._bin(times)], 0.0)
        then = _of(state.user_bias, users) + drifted + on_day + _of(state.item_bias, items) + of_bin
        return np.where(times != 0, state.mean + then, self.predict(users, items))

    def _reason(self, query: Query, item: int) -> tuple[Reason, ...]:
        return (well_liked(self.state, item) if self._rated[item] else UNRATED,)


def _of(biases: Scores, numbers: Items) -> Scores:
    """The biases of these, (n,); 0 for −1."""
    return np.where(numbers >= 0, biases[numbers], 0.0)
