"""How likely two descriptions are one person's: the evidence is counted in bits, and becomes a probability.

This is the Fellegi-Sunter model of record linkage (Journal of the American Statistical Association 64, 1969) with
weights that were set by hand and tried on pairs outside the hand-labelled list. A pair starts from what is known before
anything is compared: the share of the left source's people that the right source has at all, spread over all of its
people. A name in common adds the more bits the rarer its words are; life dates, roles, countries add or take away.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from culturedata.linking.people.alike import INITIALS, ORDER, PART, SAME, SHORTER, Agreement, Rarity, agreement
from culturedata.linking.people.person import Person

CAMERA = 1895  # nobody who died before can be filmed
YOUNGEST = 6  # years: at which somebody made what is dated
LEFT_BEHIND = 5  # years: after a death, in which what was made before may still be dated
IMPOSSIBLE = -100.0
FAR = -30.0  # years of life, or sexes, that are not one person's but for an error of a source
FEWEST = 100  # people that a source is taken to have at least
ALONE = -4.0  # a name that is not quite the same, and nothing else that agrees
ROUNDS = 20
_FAMILY = frozenset({"elder", "younger"})


@dataclass(frozen=True, slots=True)
class Weighed:
    """The `bits` for two agents being one, before the prior, with what each thing compared adds, and `how`."""

    how: str
    bits: float
    parts: dict[str, float]
    names: tuple[str, str]


def weigh(left: Person, right: Person, rarity: Rarity) -> Weighed | None:
    """All the evidence of a pair; None where the names, or the identifiers, say that they are two."""
    shared = left.identifiers & right.identifiers
    if not shared and {s for s, _ in left.identifiers} & {s for s, _ in right.identifiers}:
        return None
    best, names = _names(left, right, rarity)
    if best is None and not shared:
        return None
    parts = {"name": best.bits if best else 0.0}
    parts |= {name: bits for name, bits in _compared(left, right) if bits}
    if best and "group" in (left.kind, right.kind) and best.how in (SHORTER, PART, INITIALS):
        parts["name"] -= 8.0
    if best and best.how not in (SAME, ORDER) and not any(bits > 0 for name, bits in parts.items() if name != "name"):
        parts["alone"] = ALONE
    if shared:
        parts["identifier"] = 100.0
    how = "identifier" if shared else best.how if best else ""
    return Weighed(how, sum(parts.values()), {name: round(bits, 1) for name, bits in parts.items()}, names)


def probability(bits: float) -> float:
    """The probability that odds of 2 to the power of `bits` stand for."""
    return 1 / (1 + math.exp2(-max(min(bits, 60.0), -60.0)))


def _names(left: Person, right: Person, rarity: Rarity) -> tuple[Agreement | None, tuple[str, str]]:
    """The best agreement of any two of their names; earlier names win a tie."""
    best: Agreement | None = None
    names = (left.names[0].plain, right.names[0].plain)
    for a, b in product(left.names, right.names):
        found = agreement(a, b, rarity)
        if found:
            found = Agreement(found.how, found.bits + _marks(a.marks, b.marks))
            if best is None or found.bits > best.bits:
                best, names = found, (" ".join(a.words), " ".join(b.words))
    return best, names


def _marks(a: frozenset[str], b: frozenset[str]) -> float:
    """«The Elder» is not «the Younger», and a workshop is not its master; one of a family may go without its mark."""
    if (a ^ b) - _FAMILY or (a & _FAMILY and b & _FAMILY and a != b):
        return IMPOSSIBLE
    return -3.0 if a != b else 0.0


def _compared(left: Person, right: Person) -> Iterator[tuple[str, float]]:
    yield "born", _year(left.born, right.born, left.about or right.about)
    yield "died", _year(left.died, right.died, left.about or right.about)
    yield "active", min(_active(left, right), _active(right, left))
    if {left.kind, right.kind} == {"person", "group"}:
        yield "kind", -5.0
    if {left.gender, right.gender} == {"m", "f"}:
        yield "gender", FAR
    if left.countries and right.countries:
        yield "country", 1.5 if left.countries & right.countries else -1.5
    if left.place and right.place:
        yield "place", 3.0 if left.place.casefold() == right.place.casefold() else -1.0
    yield "role", _roles(left, right)
    yield "time", _gap(left, right)


def _year(one: int | None, other: int | None, about: bool) -> float:
    """A year of birth or death in common; those of one person differ by a year or two in one pair of a hundred."""
    if one is None or other is None:
        return 0.0
    apart = abs(one - other)
    if apart == 0:
        return 5.0
    near = apart / 5 if about else apart
    return 2.0 if near <= 1 else 0.0 if near <= 2 else -8.0 if near <= 5 else FAR


def _active(one: Person, other: Person) -> float:
    """Whether the one's works can be the other's by the other's life dates."""
    if one.active is None:
        return 0.0
    acting = ("film", "acting") in one.roles
    if other.born is not None and one.active[1] < other.born + YOUNGEST:
        return IMPOSSIBLE
    if acting and other.died is not None and other.died < CAMERA:
        return IMPOSSIBLE
    if other.died is not None and one.made is not None:
        return FAR if one.made > other.died + LEFT_BEHIND * (4 if other.about else 1) else 0.0
    return 0.0


def _roles(left: Person, right: Person) -> float:
    """The same group of roles in the same domain, where two of one name would be mixed up, or another one."""
    if left.roles & right.roles:
        return 3.0
    return -1.0 if {domain for domain, _ in left.roles} & {domain for domain, _ in right.roles} else 0.0


def _gap(left: Person, right: Person) -> float:
    """Years between the works of the two: after fifteen, a bit for every ten."""
    if left.active is None or right.active is None or not left.roles & right.roles:
        return 0.0
    apart = max(left.active[0] - right.active[1], right.active[0] - left.active[1])
    return min(0.0, (15 - apart) / 10)


def prior(evidence: Iterable[float], left: int, right: int) -> float:
    """The bits that a pair starts with: log2 of the share of the left people whom the right source has, over all right.

    `evidence` is the bits of the best pair of each left person with somebody of the `SAME` name. The share is that at
    which as many of them are expected to be right as it says itself (expectation maximisation), two of twenty before
    anything is known.
    """
    spread = math.log2(max(right, FEWEST))
    known = [bits - spread for bits in evidence]
    share = 0.1
    for _ in range(ROUNDS):
        share = (sum(probability(bits + math.log2(share)) for bits in known) + 2) / (left + 20)
    return math.log2(share) - spread
