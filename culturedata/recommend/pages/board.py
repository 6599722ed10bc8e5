"""What every row would be worth at a place of a page, all rows at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from culturedata.data.described import NOTHING, Numbers
from culturedata.data.pages import Figures
from culturedata.recommend.pages.aim import Aim
from culturedata.recommend.rows._base import Row, filled

Mask = npt.NDArray[np.bool_]
Bits = npt.NDArray[np.uint8]


class Board:
    """R rows as a matrix of their works, of which some are shown already while a page is made.

    A page is a list of numbers of rows. Works are numbered anew, from 1 to W; 0 is no work at all.
    """

    def __init__(self, rows: Sequence[Row], aim: Aim) -> None:
        works = filled([row.works for row in rows], max((len(row.works) for row in rows), default=0))
        known = np.unique(np.append(works, NOTHING))
        self.aim = aim
        self.works = np.searchsorted(known, works)
        self.gains, self.bits = aim.gains[known], aim.visitor.stock.bits[known]
        self.kinds = np.unique([row.kind for row in rows], return_inverse=True)[1]

    def by_stages(self) -> list[int]:
        """Row by row the one that adds most to V of the page so far; of equals the first."""
        page, left = list[int](), np.ones(len(self.works), dtype=bool)
        shown, missed, domains = self._nothing(), 1.0, np.uint8(0)
        for place in range(min(self.aim.shape.rows, len(left))):
            found = self._fresh(place, shown)
            after, those = missed * self.aim.missed(self.gains[found], place), domains | self._domains(found)
            enough = np.count_nonzero(found, axis=1) >= self.aim.shape.least
            values = np.where(left & enough, self._value(after, page, those), -np.inf)
            best = int(values.argmax())
            if values[best] == -np.inf:
                break
            page.append(best)
            left[best], shown[found[best]], missed, domains = False, True, after[best], those[best]
        return page

    def hopeful(self, page: Sequence[int], place: int, value: float) -> list[int]:
        """The rows with which at that place the page might be worth more than `value`, rising; no other can.

        What each adds to the rows above it is known; those below show at best the best of what is not shown above.
        """
        shown, missed, domains = self._nothing(), 1.0, np.uint8(0)
        for at, row in enumerate(page[:place]):
            found = self._fresh(at, shown, [row])
            shown[found] = True
            missed, domains = missed * self.aim.missed(self.gains[found], at)[0], domains | self._domains(found)[0]
        below = self.works[page[place + 1 :]]
        gains = -np.sort(-np.where(shown[below], 0, self.gains[below]), axis=1)[:, : self.aim.shape.columns]
        for at, best in enumerate(gains, place + 1):
            missed *= self.aim.missed(best[None], at)[0]
        found = self._fresh(place, shown)
        domains = domains | np.bitwise_or.reduce(self.bits[below], axis=None) | self._domains(found)
        others = [*page[:place], *page[place + 1 :]]
        values = self._value(missed * self.aim.missed(self.gains[found], place), others, domains)
        hopeful: list[int] = np.flatnonzero(values > value).tolist()
        return hopeful

    def _nothing(self) -> Mask:
        """Which works are shown on an empty page, (W + 1,): 0, for it is never fresh."""
        shown = np.zeros(len(self.gains), dtype=bool)
        shown[0] = True
        return shown

    def _fresh(self, place: int, shown: Mask, rows: slice | list[int] = slice(None)) -> Numbers:
        """The first works of rows that are not `shown` above a place, (R, columns); 0 where there are no more."""
        columns = self.aim.shape.columns
        works = self.works[rows, : (place + 1) * columns]  # no more than these can be shown above
        taken, each = shown[works], np.arange(len(works))[:, None]
        first = np.argsort(taken, axis=1, kind="stable")[:, :columns]
        found: Numbers = np.where(taken[each, first], 0, works[each, first])
        return found

    def _domains(self, found: Numbers) -> Bits:
        """Of which domains the works are that each row shows, (R,)."""
        domains: Bits = np.bitwise_or.reduce(self.bits[found], axis=1)
        return domains

    def _value(self, missed: Figures, page: Sequence[int], domains: Bits) -> Figures:
        """V of a page with each row added to it, (R,)."""
        shown = self.kinds[list(page)]
        kinds = len(np.unique(shown)) + (~np.isin(self.kinds, shown)).astype(np.float64)
        return self.aim.total(missed, kinds, np.unpackbits(domains[:, None], axis=1).sum(axis=1, dtype=np.float64))
