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

    Pairs in `refused` are never linked. Where two targets of an item (or two items of a target) are equally good
    within MARGIN, none of them is.
    """
    index = Index(right, YEARS_APART)
    pairs = [
        link
        for one in left
        for other in index.near(one)
        if (one.id, other.id) not in refused and (link := compare(one, other)) is not None
    ]
    return sorted(_one_to_one(pairs), key=lambda link: link.left)


def _one_to_one(pairs: Iterable[Link]) -> list[Link]:
    """Best pairs first; a pair that has a rival as good, both of whose ends are still free, is left undecided."""
    ordered = sorted(pairs, key=lambda link: (-link.score, link.left, link.right))
    rivals: dict[str, list[Link]] = defaultdict(list)
    for link in ordered:
        rivals[link.left].append(link)
        rivals[link.right].append(link)
    taken: set[str] = set()
    chosen = []
    for link in ordered:
        if {link.left, link.right} & taken:
            continue
        if any(
            rival is not link and rival.score > link.score - MARGIN and not {rival.left, rival.right} & taken
            for rival in (*rivals[link.left], *rivals[link.right])
        ):
            continue
        chosen.append(link)
        taken |= {link.left, link.right}
    return chosen
