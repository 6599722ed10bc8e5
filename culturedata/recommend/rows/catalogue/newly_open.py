"""What has just become free to reuse."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from culturedata.recommend.rows._base import DOMAINS_IN_WORDS, Row, RowKind
from culturedata.recommend.rows._visitor import Visitor

LATEST = 200


class NewlyOpen(RowKind):
    """The unseen works with a picture that may be freely reused, of the latest imports: one row a domain.

    The 200 that were written last, then the most relevant of them; none where no picture is open.

    Source: the Open Definition 2.1, for what is open. Cost: O(N log N).
    Use: to show that a collection was opened, and what to do with it.
    """

    name = "newly-open"
    summary = "Works whose picture may be freely reused, latest imported"

    def rows(self, visitor: Visitor) -> Iterator[Row]:
        works = visitor.stock.works
        for domain, among in visitor.stock.domains.items():
            found = among[works.open_images[among] & visitor.unseen[among]]
            latest = found[np.argsort(-works.imported[found], kind="stable")][:LATEST]
            fr, en = DOMAINS_IN_WORDS[domain]
            text = f"{fr} dont l’image est libre, dernières importées", f"{en} free to reuse, latest imported"
            yield from self.row(visitor, latest, text, key=domain)
