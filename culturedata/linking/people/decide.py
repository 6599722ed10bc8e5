"""From people that come near to links and to questions for a person."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from culturedata.linking.described import Link
from culturedata.linking.people.alike import PART, SAME, Rarity
from culturedata.linking.people.near import Names
from culturedata.linking.people.person import Person
from culturedata.linking.people.weigh import Weighed, prior, weigh

ACCEPTED = 0.6
ASKED = 0.2
MAKING = ("museum", "making")


def linked(
    left: Sequence[Person],
    right: Sequence[Person],
    rarity: Rarity,
    *,
    refused: frozenset[tuple[str, str]] = frozenset(),
) -> tuple[list[Link], list[Link]]:
    """The links between the people of two sources, and the pairs that a person should decide, sorted by ids.

    `Link.score` is the probability. Of several people with a record of their own who could be the same one, the
    probabilities are shared out, so that two equally likely ones make a question and no link. So does the bare
    family name of a maker of museum objects, however likely: many a family has several.
    """
    people = {one.id: one for one in (*left, *right)}
    pairs = {
        (one.id, other.id): weighed
        for one, other in _near(left, right)
        if (one.id, other.id) not in refused and (weighed := weigh(one, other, rarity)) is not None
    }
    start = _start(pairs, len(left), len(right))
    odds = {pair: math.exp2(min(max(weighed.bits + start, -60.0), 60.0)) for pair, weighed in pairs.items()}
    rivals = (_rivals(odds, people, 0), _rivals(odds, people, 1))
    links: list[Link] = []
    questions: list[Link] = []
    for (one, other), weighed in sorted(pairs.items()):
        pair = (one, other)
        against = 1 + max(rivals[0][one] - odds[pair], 0.0) * people[other].own_record
        against += max(rivals[1][other] - odds[pair], 0.0) * people[one].own_record
        score = round(odds[pair] / (odds[pair] + against), 4)
        if score >= ASKED:
            sure = score >= ACCEPTED and not _is_bare(weighed, people[one], people[other])
            (links if sure else questions).append(_link(pair, score, weighed, people))
    return links, questions


def _near(left: Sequence[Person], right: Sequence[Person]) -> Iterable[tuple[Person, Person]]:
    """The pairs worth comparing, each once."""
    owners = [(place, name) for place, one in enumerate(right) for name in one.names]
    index = Names(name for _, name in owners)
    known: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, one in enumerate(right):
        for identifier in one.identifiers:
            known[identifier].append(place)
    for one in left:
        places = {owners[number][0] for name in one.names for number in index.near(name).tolist()}
        places.update(place for identifier in one.identifiers for place in known.get(identifier, ()))
        yield from ((one, right[place]) for place in sorted(places))


def _start(pairs: dict[tuple[str, str], Weighed], left: int, right: int) -> float:
    """What a pair of these two sources starts with (see weigh.prior)."""
    best: dict[str, float] = {}
    for (one, _), weighed in pairs.items():
        if weighed.how == SAME:
            best[one] = max(weighed.bits, best.get(one, weighed.bits))
    return prior(best.values(), left, right)


def _rivals(odds: dict[tuple[str, str], float], people: dict[str, Person], end: int) -> dict[str, float]:
    """The summed odds of all pairs of each agent with people who have a record of their own."""
    summed: dict[str, float] = defaultdict(float)
    for pair, value in odds.items():
        if people[pair[1 - end]].own_record:
            summed[pair[end]] += value
    return summed


def _is_bare(weighed: Weighed, one: Person, other: Person) -> bool:
    """Whether a part of a maker's name («Bellini») is all that there is: no year of a life is known to be the same."""
    lives = any(weighed.parts.get(name, 0.0) > 0 for name in ("born", "died"))
    return weighed.how == PART and not lives and MAKING in one.roles | other.roles


def _link(pair: tuple[str, str], score: float, weighed: Weighed, people: dict[str, Person]) -> Link:
    evidence: dict[str, object] = {"names": list(weighed.names), "bits": weighed.parts}
    one, other = people[pair[0]], people[pair[1]]
    if any((one.born, one.died, other.born, other.died)):
        evidence["lives"] = [[one.born, one.died], [other.born, other.died]]
    return Link(*pair, score, weighed.how, evidence)
