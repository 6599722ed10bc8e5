"""One movement."""

from __future__ import annotations

from culturedata.recommend.rows._base import OfGroups


class SameMovement(OfGroups):
    """The unseen works of one movement: impressionism, cubism; none where no movement is said.

    Source: the museum's own way to hang. Cost: O(w) for the w works of a row.
    Use: for the visual arts; films and recordings rarely say one.
    """

    name = "same-movement"
    summary = "Works of one movement"
    facet = "movement"

    def say(self, label: tuple[str, str], domain: str) -> tuple[str, str]:
        return f"Mouvement\u00a0: {label[0]}", f"Movement: {label[1]}"
