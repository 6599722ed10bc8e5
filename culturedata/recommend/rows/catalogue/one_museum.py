"""From one museum."""

from __future__ import annotations

from culturedata.recommend.rows._base import OfGroups


class OneMuseum(OfGroups):
    """The unseen works of one institution, by the name of its keeper or owner.

    Source: a rule of the house. Cost: O(w) for the w works of a row.
    Use: for who plans a visit.
    """

    name = "from-one-museum"
    summary = "Works of one museum"
    facet = "museum"

    def say(self, label: tuple[str, str], domain: str) -> tuple[str, str]:
        return f"Dans un musée\u00a0: {label[0]}", f"In one museum: {label[1]}"
