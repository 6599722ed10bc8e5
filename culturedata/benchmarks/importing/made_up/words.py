"""Words for made-up records: names, titles and phrases, drawn as unevenly as museums use them."""

from __future__ import annotations

import random

_STEMS = ("al", "ber", "cor", "dan", "el", "fir", "gar", "hol", "is", "jun", "kar", "lin", "mor", "nel", "or", "pas")
_ENDS = ("ton", "ric", "mann", "in", "eau", "sen", "ley", "ova", "ard", "i", "stein", "o", "ez", "well", "er", "a")
_NOUNS = (
    "river", "castle", "figure", "study", "head", "sea", "tree", "night", "church", "woman", "bridge", "bowl",
    "fragment", "horse", "landscape", "mother", "garden", "dancer", "vase", "saint", "portrait", "mountain",
    "winter", "harbour", "dress", "temple", "king", "letter", "market", "mask", "window", "storm",
)  # fmt: skip


def rank(chance: random.Random, of: int) -> int:
    """A number from 0 to `of` − 1, small ones more often: a few makers have many works, and many have one."""
    return int(of ** chance.random()) - 1


def name(number: int) -> tuple[str, str]:
    """The given and the family name of the person with this number: each number has names of its own."""
    given = _STEMS[number % 16] + _ENDS[number // 16 % 16]
    family = "".join(_STEMS[number // 16**power % 16] for power in (2, 3, 1, 0)) + _ENDS[number % 13]
    return given.title(), family.title()


def title(chance: random.Random, least: int = 2, most: int = 7) -> str:
    """A few words with a number among them."""
    return " ".join((*chance.choices(_NOUNS, k=chance.randint(least, most)), str(chance.randrange(900)))).capitalize()


def word(chance: random.Random, kind: str, of: int) -> str:
    """One of `of` words of a kind."""
    return f"{_NOUNS[(number := rank(chance, of)) % 32]} {kind} {number // 32}"
