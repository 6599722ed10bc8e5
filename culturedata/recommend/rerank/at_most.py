"""At most so many works of each maker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated

import msgspec

from culturedata.data.slates import Reason
from culturedata.recommend._base import Config
from culturedata.recommend.rerank._base import Pick, Pool, Reranker


class AtMostOptions(Config, frozen=True, kw_only=True):
    """`most` works of each maker are shown."""

    most: Annotated[int, msgspec.Meta(ge=1)] = 2


class AtMost(Reranker):
    """The order as it was, without the works one of whose makers already has `most` works above.

    Makers are those of whom a catalogue says without doubt that they made a work, not who acted in it or gave it. A
    work whose maker is not known is never left out. Scores stay as they were.

    Source: a rule of the house. Cost: O(m) for m candidates, which are all that there are. Use: where one maker, or one
    series, fills a slate.
    """

    name = "at-most"
    summary = "Several makers: at most so many works of each"
    Options = AtMostOptions
    pool = None
    config: AtMostOptions

    def _picks(self, pool: Pool) -> Iterator[Pick]:
        shown: Counter[str] = Counter()
        left: tuple[int, str] | None = None  # the first of those left out since the last pick, and whose it is
        for place, score in enumerate(pool.candidates.scores.tolist()):
            makers = pool.works.makers(pool.item(place))
            full = next((maker for maker in makers if shown[maker] >= self.config.most), None)
            if full is not None:
                left = left or (place, full)
                continue
            yield Pick(place, score, left and left[0], left and left[1])
            shown.update(makers)
            left = None

    def _reason(self, pool: Pool, pick: Pick) -> tuple[Reason, ...]:
        assert pick.instead is not None
        instead, most = pool.item(pick.instead), self.config.most
        (fr, en), (maker_fr, maker_en) = pool.works.title(instead), pool.works.label(pick.because)
        return (
            Reason(
                kind="at-most",
                items=(pool.works.id(instead),),
                value=float(most),
                text_fr=f"à la place de «\u00a0{fr}\u00a0»\u00a0: au plus {most} œuvre{'s' * (most > 1)} de {maker_fr}",
                text_en=f"in place of “{en}”: at most {most} work{'s' * (most > 1)} of {maker_en}",
            ),
        )
