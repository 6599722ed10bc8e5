"""One decade."""

from __future__ import annotations

from culturedata.recommend.rows._base import DOMAINS_IN_WORDS, OfGroups


class Decade(OfGroups):
    """The unseen works of one decade and one domain, by the first year of their first date.

    Source: a rule of the house. Cost: O(w) for the w works of a row.
    Use: to wander through time; a decade says little of taste.
    """

    name = "decade"
    summary = "Works of one decade"
    facet = "decade"

    def say(self, label: tuple[str, str], domain: str) -> tuple[str, str]:
        (fr, en) = DOMAINS_IN_WORDS[domain]
        return f"{fr}, {label[0]}", f"{en}, {label[1]}"
