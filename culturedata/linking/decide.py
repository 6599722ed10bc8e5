"""From scored pairs to links: one target per item, one item per target, and no link where two are equally good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from culturedata.linking.candidates import Index
from culturedata.linking.described import Described, Link
from culturedata.linking.score import YEARS_APART, compare

MARGIN = 0.002


def links(
    left: Iterable[Described],
    right: Iterable[Described],
    *,
    refused: frozenset[tuple[str, str]] = frozenset(),
) -> list[Link]:
    """The links between two sources, sorted by the left id; the order of the arguments' items never matters.

    Pairs in `refused` are never linked. Where two targets of an item (or two items of a target) are equally good,
    none of them is linked.
    """
    index = Index(right, YEARS_APART)
    pairs: list[Link] = []
    weights: dict[str, int] = {}
    for one in left:
        weights[one.id] = one.weight
        candidates = (other for other in index.near(one) if (one.id, other.id) not in refused)
        pairs.extend(link for other in candidates if (link := compare(one, other)) is not None)
    return sorted(_one_to_one(pairs, weights), key=lambda link: link.left)


def _one_to_one(pairs: Iterable[Link], weights: dict[str, int]) -> list[Link]:
    """Best pairs first; a pair that has a rival as good, both of whose ends are still free, is left undecided.

    Better is a higher hundredth of score; then a left item at least twice as weighty; then the rest of the score.
    """

    def rank(link: Link) -> tuple[int, int, float]:
        return int(link.score * 100 + 1e-9), weights[link.left].bit_length(), link.score

    def as_good(rival: Link, link: Link) -> bool:
        return rival is not link and rank(rival)[:2] >= rank(link)[:2] and rival.score > link.score - MARGIN

    ordered = sorted(pairs, key=lambda link: (link.left, link.right))
    ordered.sort(key=rank, reverse=True)
    rivals: dict[str, list[Link]] = defaultdict(list)
    for link in ordered:
        rivals[link.left].append(link)
        rivals[link.right].append(link)
    taken: set[str] = set()
    chosen = []
    for link in ordered:
        free = (
            rival for end in (link.left, link.right) for rival in rivals[end] if not {rival.left, rival.right} & taken
        )
        if {link.left, link.right} & taken or any(as_good(rival, link) for rival in free):
            continue
        chosen.append(link)
        taken |= {link.left, link.right}
    return chosen
