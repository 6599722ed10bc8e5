"""How alike two descriptions are: one score from 0 to 1, with the method and the evidence that gave it.

The score starts from the titles and loses something for each doubt:

* 0.99 the same letters · 0.98 the same but for article or numerals · 0.97 but for spaces
* 0.95 one title is a part of the other (subtitle, series or owner left out), in the same year only
* below that, rapidfuzz's token sort ratio, from 0.88, times 0.97: spelled differently, never with other numbers,
  another first letter, or in a title of one word
* −0.01 for a title that is not the first one; for a year apart −0.02, and more where the title is short
* −0.06 for no genre in common where both have some, −0.02 where one has none; +0.009 × Jaccard of the genres, so that
  of two films with one title and year the likelier one wins

An identifier in common gives at least 0.99 by itself; identifiers that differ forbid the link. The constants were
chosen by reading candidate pairs; precision was then measured on pairs drawn afresh (tests/linking).
"""

from __future__ import annotations

from itertools import product

from culturedata.linking import normalise
from culturedata.linking.described import Described, Link

ACCEPTED = 0.885
YEARS_APART = 1
LEAST_RATIO = 88.0
LONG_PART = 3

IDENTIFIER = "identifier"
EXACT = "title and year"
PART = "part of the title and year"
FUZZY = "fuzzy title and year"

_SYNONYMS = {"children": "family", "childrens": "family", "musical": "music"}
_NO_GENRE = frozenset({"imax", "film noir", "no genres listed", "unknown", ""})


def genre(label: str) -> str:
    """A genre's label as it is compared between sources; empty if it says nothing («(no genres listed)»)."""
    folded = normalise.literal(label)
    return "" if folded in _NO_GENRE else _SYNONYMS.get(folded, folded)


def compare(left: Described, right: Described) -> Link | None:
    """The best case for `left` and `right` being the same, or None if there is none good enough."""
    shared = left.identifiers & right.identifiers
    if not shared and _schemes(left) & _schemes(right):
        return None
    apart = None if left.year is None or right.year is None else abs(left.year - right.year)
    titles, names, method = _best_titles(left, right, apart)
    if shared:
        score, method = 0.99 + 0.005 * titles + (0.005 if apart == 0 else 0.0), IDENTIFIER
    else:
        score = titles + _genres(left, right)
        if apart is None or apart > YEARS_APART or score < ACCEPTED:
            return None
    evidence: dict[str, object] = {"titles": list(names), "years": [left.year, right.year]}
    if left.traits & right.traits:
        evidence["genres"] = sorted(left.traits & right.traits)
    if shared:
        evidence["identifiers"] = sorted(":".join(pair) for pair in shared)
    return Link(left.id, right.id, round(min(score, 1.0), 4), method, evidence)


def _schemes(one: Described) -> frozenset[str]:
    return frozenset(scheme for scheme, _ in one.identifiers)


def _best_titles(left: Described, right: Described, apart: int | None) -> tuple[float, tuple[str, str], str]:
    """The highest score of any two names, those names, and the method; earlier names win a tie."""
    best: tuple[float, tuple[str, str], str] = (0.0, (left.names[0], right.names[0]), FUZZY)
    for (i, a), (j, b) in product(enumerate(left.names), enumerate(right.names)):
        score, method = alike(a, b)
        score -= 0.01 * ((i > 0) + (j > 0)) + _year_doubt(a, b, method, apart or 0)
        if score > best[0]:
            best = (score, (a, b), method)
    return best


def alike(a: str, b: str) -> tuple[float, str]:
    """How alike two titles are, and by which method; 0 if not at all."""
    if not (normalise.words(a) and normalise.words(b)):
        return (0.99 if a == b else 0.0), EXACT
    if normalise.literal(a) == normalise.literal(b):
        return 0.99, EXACT
    if normalise.key(a) == normalise.key(b):
        return 0.98, EXACT
    if normalise.compact(a) == normalise.compact(b):
        return 0.97, EXACT
    if _part_of(a, b) or _part_of(b, a) or (normalise.unnumbered(a) and _same_series(a, b)):
        return 0.95, PART
    return 0.97 * _spelling(normalise.words(a), normalise.words(b)) / 100, FUZZY


def _spelling(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """rapidfuzz's token sort ratio, 0 to 100; 0 where a small difference makes another film."""
    if sorted(a) == sorted(b):
        return 100.0
    if min(len(a), len(b)) < 2 or a[0][0] != b[0][0] or _numbers(a) != _numbers(b):
        return 0.0
    from rapidfuzz import fuzz

    return fuzz.token_sort_ratio(" ".join(a), " ".join(b), score_cutoff=LEAST_RATIO)


def _part_of(whole: str, part: str) -> bool:
    """Whether `part` is a part of `whole`, or its first or last words if they are many."""
    short, long = normalise.words(part), normalise.words(whole)
    if normalise.key(part) in normalise.parts(whole):
        return True
    ends = (long[: len(short)], long[-len(short) :])
    return LONG_PART <= len(short) < len(long) and short in ends and _numbers(short) == _numbers(long)


def _same_series(a: str, b: str) -> bool:
    """Whether head and tail are the same, and only one of the two numbers its head."""
    return normalise.unnumbered(a) == normalise.unnumbered(b) and len(normalise.words(a)) != len(normalise.words(b))


def _numbers(words: tuple[str, ...]) -> list[str]:
    return sorted(word for word in words if word.isdigit())


def _year_doubt(a: str, b: str, method: str, apart: int) -> float:
    """What a year between them takes away: a part of a title, or a short title, is then likelier another film's."""
    if apart == 0:
        return 0.0
    if method == PART:
        return 1.0
    differs = method != EXACT or normalise.literal(a) != normalise.literal(b)
    length = min(len(normalise.words(a)), len(normalise.words(b)))
    return 0.02 + 0.03 * differs * (1 + (length <= 2)) + 0.04 * (length <= 1)


def _genres(left: Described, right: Described) -> float:
    shared, either = left.traits & right.traits, left.traits | right.traits
    if not left.traits or not right.traits:
        return -0.02
    return 0.009 * len(shared) / len(either) if shared else -0.06
