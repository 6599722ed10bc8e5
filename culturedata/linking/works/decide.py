"""From scored pairs to links: one target per item, one item per target, and no link where two are equally good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from culturedata.linking import normalise
from culturedata.linking.described import Described, Link
from culturedata.linking.works import objects
from culturedata.linking.works.candidates import Index
from culturedata.linking.works.films import YEARS_APART, compare
from culturedata.linking.works.objects import Object

MARGIN = 0.002


def links(
    left: Iterable[Described],
    right: Iterable[Described],
    *,
    refused: frozenset[tuple[str, str]] = frozenset(),
) -> tuple[list[Link], list[Link]]:
    """The links between the films of two sources, sorted by the left id, and those that a person should decide.

    Pairs in `refused` are neither. Where two targets of an item (or two items of a target) are equally good, none of
    them is linked: they are questions. The order of the arguments' items never matters.
    """
    index = Index(right, YEARS_APART)
    pairs: list[Link] = []
    weights: dict[str, int] = {}
    for one in left:
        weights[one.id] = one.weight
        candidates = (other for other in index.near(one) if (one.id, other.id) not in refused)
        pairs.extend(link for other in candidates if (link := compare(one, other)) is not None)
    return _sorted(pairs, _one_to_one(pairs, weights))


def object_links(
    left: Iterable[Object],
    right: Iterable[Object],
    *,
    refused: frozenset[tuple[str, str]] = frozenset(),
) -> tuple[list[Link], list[Link]]:
    """The same for museum works and compositions."""
    blocks: dict[object, list[Object]] = defaultdict(list)
    for one in right:
        for block in _blocks(one):
            blocks[block].append(one)
    pairs = []
    for one in left:
        near = {other.id: other for block in _blocks(one) for other in blocks.get(block, ())}
        for other in sorted(near.values(), key=lambda other: other.id):
            if (one.id, other.id) not in refused and (link := objects.compare(one, other)) is not None:
                pairs.append(link)
    good = [link for link in pairs if link.score >= objects.ACCEPTED]
    return _sorted(pairs, _one_to_one(good, defaultdict(int)))


def _blocks(one: Object) -> set[object]:
    """What two objects must have in common: an identifier, a number, or most of a title."""
    titles = {part for name in one.names for part in (normalise.compact(name), *normalise.parts(name))}
    words = {(word, *sorted(name.sounds)) for name in one.makers for title in one.names for word in _long(title)}
    return {*one.identifiers, *one.numbers, *titles, *words}


def _long(title: str) -> tuple[str, ...]:
    """The longest word of a title: with the maker, enough to come near."""
    words = sorted(normalise.words(title), key=lambda word: (-len(word), word))
    return tuple(words[:2])


def _sorted(pairs: list[Link], chosen: list[Link]) -> tuple[list[Link], list[Link]]:
    """The chosen links, and the pairs neither end of which was chosen, by left and right id."""
    taken = {end for link in chosen for end in (link.left, link.right)}
    questions = [link for link in pairs if not {link.left, link.right} & taken]
    return sorted(chosen, key=_ids), sorted(questions, key=_ids)


def _ids(link: Link) -> tuple[str, str]:
    return link.left, link.right


def _one_to_one(pairs: Iterable[Link], weights: Mapping[str, int]) -> list[Link]:
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
