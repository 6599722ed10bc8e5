"""How two names agree, and how much that says: an agreement on rare words says more than one on common words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from culturedata.linking.people.names import Name, is_link

LEAST_RATIO = 88.0
FEWEST = 20_000  # names: what is rare among fewer says too little
INITIAL = 3.5  # bits that an initial says: few letters begin most names
SAME, SPELLED, ORDER, INITIALS, SHORTER, PART, FUZZY = (
    "same name", "name spelled otherwise", "same words, other order", "initials", "shorter name", "part of the name",
    "similar name",
)  # fmt: skip
# How often, in bits, one person's names differ so: what an agreement of that kind loses.
_LOSS = {SAME: 0.0, SPELLED: 4.0, INITIALS: 3.0, SHORTER: 3.0, ORDER: 3.0, PART: 3.0}
_FOREIGN = 1.0  # what another spelling loses where one of the two was written in another script
_TOGETHER = frozenset(
    ("and", "band", "big", "choir", "chorus", "company", "duo", "ensemble", "group", "orchestra", "orchestre", "party",
     "project", "quartet", "quintet", "trio")
)  # fmt: skip  # what makes a group of a person's name
_END = 6.0  # and a name that goes on after the last word of the shorter one: «Alban Berg Quartet»
_PER_POINT = 0.5  # lost by each point of a similar name's ratio below 100


@dataclass(frozen=True, slots=True)
class Agreement:
    """`how` two names agree, the `bits` for their being one person's, and the names as they were read."""

    how: str
    bits: float


class Rarity:
    """How many bits a word says: by how many different names have it."""

    def __init__(self, names: Iterable[Name]) -> None:
        plain = {name.plain: name.sounds for name in names}
        self._names = max(len(plain), FEWEST)
        self._with = Counter(sound for sounds in plain.values() for sound in set(sounds))

    def bits(self, sound: str) -> float:
        """log2 of one over the share of other names that have a word of this sound."""
        if len(sound) == 1:
            return INITIAL
        return math.log2(self._names / (max(self._with[sound] - 1, 0) + 0.5))

    def of(self, sounds: Iterable[str]) -> float:
        """The bits of several words together; a name of one word is rarer than the word within names."""
        found = [self.bits(sound) for sound in set(sounds)]
        return math.log2(self._names / 0.5) if len(found) == 1 else sum(found)


def agreement(a: Name, b: Name, rarity: Rarity) -> Agreement | None:
    """The best that can be said of two names; None if they are another person's."""
    if a.plain == b.plain:
        how = SAME if a.words == b.words else ORDER
        return Agreement(how, rarity.of(a.sounds) - _LOSS[how])
    if sorted(a.sounds) == sorted(b.sounds):
        how = SPELLED if a.sounds == b.sounds else ORDER
        loss = _FOREIGN if how == SPELLED and a.foreign != b.foreign else _LOSS[how]
        return Agreement(how, rarity.of(a.sounds) - loss)
    return _shorter(a, b, rarity) or _similar(a, b, rarity)


def _shorter(a: Name, b: Name, rarity: Rarity) -> Agreement | None:
    """One has fewer words or initials, all of which are in the other, in their order."""
    short, long = sorted((a, b), key=lambda name: (len(name.words), len(name.plain)))
    said = tuple(place for place, word in enumerate(short.words) if not is_link(word))
    if not said or len(short.words) > len(long.words):
        return None
    bits, initials, at = 0.0, 0, 0
    for place in said:
        at = _next(short, place, long, at)
        if not at:
            return None
        if _is_initial(short.words[place], long.words[at - 1]):
            initials += 1
            bits += INITIAL
        else:
            bits += rarity.bits(short.sounds[place])
    if initials == len(said) or _TOGETHER & (set(long.words) ^ set(short.words)):
        return None
    how = PART if len(said) == 1 else INITIALS if initials else SHORTER
    return Agreement(how, bits - _LOSS[how] - _END * (at < len(long.words)))


def _next(short: Name, place: int, long: Name, start: int) -> int:
    """Where, counted from 1, the word at `place` of the short name stands in the long one from `start` on; else 0."""
    for at in range(start, len(long.words)):
        if short.sounds[place] == long.sounds[at] or _is_initial(short.words[place], long.words[at]):
            return at + 1
    return 0


def _is_initial(one: str, other: str) -> bool:
    return one != other and one[0] == other[0] and 1 in (len(one), len(other))


def _similar(a: Name, b: Name, rarity: Rarity) -> Agreement | None:
    """As many words, each beginning as its like does, and few letters between them."""
    if len(a.words) != len(b.words) or {x[0] for x in a.sounds} != {x[0] for x in b.sounds}:
        return None
    from rapidfuzz import fuzz

    ratio = fuzz.ratio(a.plain, b.plain, score_cutoff=LEAST_RATIO)
    if not ratio or _digits(a) != _digits(b):
        return None
    bits = sum(rarity.bits(sound) for sound in set(a.sounds) & set(b.sounds))
    wrong = set(a.sounds) - set(b.sounds), set(b.sounds) - set(a.sounds)
    bits += sum(_misspelled(x, rarity) for x in min(wrong, key=len))
    return Agreement(FUZZY, bits - _PER_POINT * (100 - ratio))


def _misspelled(sound: str, rarity: Rarity) -> float:
    """What a word that is nearly the other's says: less where it is short, for many words are near to a short one."""
    return max(rarity.bits(sound) - 4.0 - 2.0 * max(8 - len(sound), 0), 0.0)


def _digits(name: Name) -> list[str]:
    return sorted(word for word in name.words if word.isdigit())
