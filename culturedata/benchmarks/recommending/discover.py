"""What a weekly list for everybody costs beside the plain slates that it is made of."""

from __future__ import annotations

from itertools import count, islice

from culturedata.benchmarks._base import Benchmark
from culturedata.benchmarks.recommending import _rated
from culturedata.store.library import Library
from culturedata.workflow import discover
from culturedata.workflow.train import keep_slates, train, trained

PEOPLE = 10_000
LENGTH = 30
WEEK = discover.Week.of("2026-W48")


class DiscoverWeekly(Benchmark):
    """The week's 30 discoveries of 10,000 people: scored by all parts, drawn, varied, reasoned and kept in the library.

    The reference keeps the 30 best works of als for the same people, with reasons, as one run.
    """

    name = "discover-weekly"
    summary = "a week's 30 discoveries of 10,000 people, with reasons, kept, against their plain slates by als"
    against = "the 30 best works by als of the same people, with reasons, kept as one run"
    limit = 5
    runs = 1

    @property
    def people(self) -> int:
        """How many people: `--input`, or 10,000."""
        return PEOPLE if self.input is None else int(self.input)

    def data(self) -> str:
        return f"{self.people:,} people, {100 * self.people:,} made-up ratings"

    def prepare(self) -> None:
        for side in ("ours", "reference"):
            _rated.make(self.scratch / side, 100 * self.people)
            with Library.open(self.scratch / side, write=True) as library:
                train(library, "discover" if side == "ours" else "als")

    def ours(self) -> None:
        with Library.open(self.scratch / "ours", write=True) as library:
            _, made = trained(library, "discover")
            some = range(min(self.people, len(made.dataset.user_ids)))
            made_now = discover.discover(library, made, some, WEEK, domain="film", k=LENGTH)
        self._tell("ours", made_now)

    def reference(self) -> None:
        with Library.open(self.scratch / "reference", write=True) as library:
            model_id, made = trained(library, "als")
            some = list(islice(count(), min(self.people, len(made.dataset.user_ids))))
            keep_slates(library, model_id, made, some, LENGTH)
        self._tell("reference", len(some))

    def beside(self, seconds: dict[str, float]) -> str:
        lists = [int((self.scratch / f"{side}.txt").read_text()) for side in ("ours", "reference")]
        each = 1000 * seconds["ours"] / lists[0]
        return f"{lists[0]:,} and {lists[1]:,} lists; {each:.1f} ms a list of discoveries, on this machine"

    def _tell(self, side: str, lists: int) -> None:
        (self.scratch / f"{side}.txt").write_text(str(lists))
