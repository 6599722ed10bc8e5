"""How alike two works of a museum or two compositions are: by keeper and number, or by maker, title and date.

A museum work is an object: another print, cast or version is another work, and so is what another museum keeps. A
composition is the whole: its movements, which name it as the group they are part of, are others. The score starts from
the titles (as of films, without a year's help) and loses something for each doubt:

* −0.10 where one does not say who made it; where both do, it must be the same maker
* −0.02 where a date is missing, −0.04 for each year apart beyond one; −0.03 where a museum's keeper is not known
* what numbers a title («No. 14», «op. 132») must be the same

An identifier in common, or the same number with the same keeper, gives 0.99. Other numbers with one keeper forbid it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from culturedata.linking import normalise
from culturedata.linking.described import Link
from culturedata.linking.people.alike import FUZZY, PART, Rarity, agreement
from culturedata.linking.people.names import Name, read
from culturedata.linking.works.films import alike

ACCEPTED = 0.88
ASKED = 0.80
GLOBAL = frozenset({"wikidata", "mbid", "imdb", "joconde", "gnd", "bnf", "viaf", "isni", "rkd", "iswc", "isrc"})
IDENTIFIER, NUMBER, TITLE = "identifier", "number with its keeper", "maker and title"
_NO_RARITY = Rarity(())


@dataclass(frozen=True, slots=True)
class Object:
    """A work with its `names` (all titles but those of groups), `makers`, the `years` of its first date, its `keepers`
    and the numbers under which they keep it."""

    id: str
    names: tuple[str, ...]
    domain: str = "museum"
    makers: tuple[Name, ...] = ()
    years: tuple[int, int] | None = None
    keepers: frozenset[str] = frozenset()
    numbers: frozenset[tuple[str, str]] = frozenset()
    identifiers: frozenset[tuple[str, str]] = frozenset()


def compare(left: Object, right: Object) -> Link | None:
    """The case for two objects being one; None if there is none worth asking about."""
    shared, numbered = left.identifiers & right.identifiers, left.numbers & right.numbers
    schemes = {scheme for scheme, _ in left.identifiers} & {scheme for scheme, _ in right.identifiers}
    if left.domain != right.domain or (schemes and not shared):
        return None
    kept = left.keepers and right.keepers
    if not shared and kept and not numbered and (not left.keepers & right.keepers or (left.numbers and right.numbers)):
        return None
    titles, names = _titles(left, right)
    evidence: dict[str, object] = {"titles": list(names), "years": [left.years, right.years]}
    if shared or numbered:
        evidence["identifiers"] = sorted(":".join(pair) for pair in shared | numbered)
        how = IDENTIFIER if shared else NUMBER
        return Link(left.id, right.id, round(0.99 + 0.01 * titles, 4), how, evidence)
    makers = _makers(left, right)
    if makers is None or (_numbers(left) and _numbers(right) and _numbers(left) != _numbers(right)):
        return None
    score = titles - makers - _dates(left, right)
    score -= 0.03 * (left.domain == "museum" and not kept)
    return Link(left.id, right.id, round(score, 4), TITLE, evidence) if score >= ASKED else None


def _titles(left: Object, right: Object) -> tuple[float, tuple[str, str]]:
    """The best score of any two titles, and these; a title that only names the maker says nothing."""
    best: tuple[float, tuple[str, str]] = (0.0, (left.names[0], right.names[0]))
    for a, b in product(left.names, right.names):
        score, _ = alike(a, b)
        if score > best[0] and not _only_maker(a, left) and not _only_maker(b, right):
            best = (score, (a, b))
    return best


def _only_maker(title: str, one: Object) -> bool:
    return read(title).plain in {maker.plain for maker in one.makers}


def _makers(left: Object, right: Object) -> float | None:
    """What is lost for not knowing the maker; None if the makers are others."""
    if not (left.makers and right.makers):
        return 0.1
    for a, b in product(left.makers, right.makers):
        found = agreement(a, b, _NO_RARITY)
        if found and found.how not in (PART, FUZZY) and a.marks == b.marks:
            return 0.0
    return None


def _dates(left: Object, right: Object) -> float:
    if left.years is None or right.years is None:
        return 0.02
    apart = max(left.years[0] - right.years[1], right.years[0] - left.years[1])
    return 0.04 * max(apart - 1, 0)


def _numbers(one: Object) -> set[str]:
    """The numbers in the titles, whatever their language."""
    return {word for name in one.names for word in normalise.words(name) if word.isdigit()}
