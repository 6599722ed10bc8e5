"""One musical form."""

from __future__ import annotations

from culturedata.recommend.rows._base import OfGroups


class MusicalForm(OfGroups):
    """The unseen music of one form: sonata, mass, nocturne.

    Source: a rule of the house. Cost: O(w) for the w works of a row.
    Use: for classical music, where genre says little.
    """

    name = "musical-form"
    summary = "Music of one form"
    facet = "form"
    domains = ("music",)

    def say(self, label: tuple[str, str], domain: str) -> tuple[str, str]:
        return f"Forme musicale\u00a0: {label[0]}", f"Musical form: {label[1]}"
