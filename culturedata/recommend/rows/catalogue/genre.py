"""One genre."""

from __future__ import annotations

from culturedata.recommend.rows._base import DOMAINS_IN_WORDS, OfGroups


class Genre(OfGroups):
    """The unseen works of one genre of one domain.

    Source: the genre rows of Gomez-Uribe and Hunt (2015). Cost: O(w) for the w works of a row.
    Use: the plainest row that people understand.
    """

    name = "genre"
    summary = "Works of one genre"
    facet = "genre"

    def say(self, label: tuple[str, str], domain: str) -> tuple[str, str]:
        (fr, en) = DOMAINS_IN_WORDS[domain]
        return f"{fr}, genre\u00a0: {label[0]}", f"{en}, genre: {label[1]}"
