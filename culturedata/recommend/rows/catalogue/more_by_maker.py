"""More by one maker."""

from __future__ import annotations

from culturedata.recommend.rows._base import OfGroups


class MoreByMaker(OfGroups):
    """The unseen works of one maker: each maker of at least three is a row.

    Makers are those of whom the catalogue says without doubt that they made a work. Of a maker whom the visitor liked a
    work of, the row says so.

    Source: «more by» of any shop; Alvino and Basilico (2015) name rows by theme.
    Cost: O(w) for the w works of a row.
    Use: where the name draws: the largest share of all candidate rows.
    """

    name = "more-by-maker"
    summary = "Works of one maker"
    facet = "maker"

    def say(self, label: tuple[str, str], domain: str) -> tuple[str, str]:
        return f"Par {label[0]}", f"By {label[1]}"
