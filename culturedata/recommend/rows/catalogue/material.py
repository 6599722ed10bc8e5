"""One material."""

from __future__ import annotations

from culturedata.recommend.rows._base import OfGroups


class Material(OfGroups):
    """The unseen works of a museum in one material: oil, bronze, silk.

    Source: a rule of the house. Cost: O(w) for the w works of a row.
    Use: for the hand: what a thing is made of needs no schooling.
    """

    name = "material"
    summary = "Works of art in one material"
    facet = "material"
    domains = ("museum",)

    def say(self, label: tuple[str, str], domain: str) -> tuple[str, str]:
        return f"Matière\u00a0: {label[0]}", f"Material: {label[1]}"
