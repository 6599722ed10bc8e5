"""How long it takes to find 10,000 names among 100,000, as they are really written."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

from culturedata.benchmarks._base import Benchmark
from culturedata.linking.people.names import Name, read
from culturedata.linking.people.near import Names

LEFT, RIGHT = 10_000, 100_000
CUT = 85.0
SEED = 4
ROWS = 500  # of the left names that are compared at once
_GIVEN = (
    "Anna", "Jean", "Maria", "John", "Paul", "Pierre", "Karl", "Elena", "Luis", "Sofia", "Hans", "Marie", "William",
    "James", "Robert", "Emma", "Giovanni", "Lucia", "Ivan", "Olga", "David", "Sara", "Peter", "Julia", "Thomas",
    "Clara", "Henri", "Jane", "George", "Alice", "Francis", "Helen", "Edward", "Ruth", "Charles", "Louise", "Arthur",
    "Rosa", "Frederick", "Agnes", "Walter", "Ida", "Albert", "Vera", "Hugo", "Edith", "Oscar", "Lena", "Victor", "Nora",
)  # fmt: skip
_STARTS = ("B", "Br", "C", "D", "Dr", "F", "G", "Gr", "H", "J", "K", "Kr", "L", "M", "N", "P", "R", "S", "Sch", "St",
           "T", "V", "W", "Z")  # fmt: skip
_MIDDLES = ("a", "e", "i", "o", "u", "au", "ei", "ie")
_INNER = ("b", "ch", "d", "g", "l", "ll", "m", "n", "nd", "r", "rt", "s", "ss", "t", "v")
_ENDS = ("ck", "er", "i", "in", "mann", "ng", "ov", "s", "sen", "ski", "son", "th", "y")


class LinkNames(Benchmark):
    """Ours looks up which names are worth comparing, and compares those; the reference compares all with all.

    Both read the names in the same way and keep the pairs whose rapidfuzz ratio of the sorted words reaches the cut.
    The names are made up: two or three words from few given names and many family names, a third of the left ones in
    the right list under another spelling (a letter wrong or lost, accents, initials, a name left out or turned).
    """

    name = "link-names"
    summary = "10,000 names found among 100,000 by blocking, against comparing all with all"
    against = "rapidfuzz's process.cdist over all pairs, same scorer, same cut, one thread as ours"
    limit = 1 / 3
    runs = 1
    sizes = (LEFT, RIGHT)

    def data(self) -> str:
        return f"{self.sizes[0]:,} made-up names against {self.sizes[1]:,}, a third of them in both"

    def prepare(self) -> None:
        (self.scratch / "names.json").write_text(json.dumps(made_up(*self.sizes, SEED)), encoding="utf-8")

    def before(self, side: str) -> None:
        if side != "prepare":
            import numpy  # noqa: F401
            import rapidfuzz.process  # noqa: F401

            given = json.loads((self.scratch / "names.json").read_text(encoding="utf-8"))
            self._left, self._right, self._truth = given

    def ours(self) -> None:
        self._found("ours", blocked([read(one) for one in self._left], [read(one) for one in self._right]))

    def reference(self) -> None:
        self._found("reference", compared([read(one) for one in self._left], [read(one) for one in self._right]))

    def beside(self, seconds: dict[str, float]) -> str:
        said = {side: json.loads((self.scratch / f"{side}.json").read_text()) for side in ("ours", "reference")}
        return "; ".join(f"{side}: {of['pairs']:,} pairs, recall {of['recall']:.4f}" for side, of in said.items())

    def _found(self, side: str, pairs: Iterator[tuple[int, int]]) -> None:
        """Keep how many pairs a side found, and the share of the true ones that is among them."""
        found = set(pairs)
        share = sum(tuple(pair) in found for pair in self._truth) / len(self._truth)
        (self.scratch / f"{side}.json").write_text(json.dumps({"pairs": len(found), "recall": share}))


def blocked(left: list[Name], right: list[Name]) -> Iterator[tuple[int, int]]:
    """The pairs at or above the cut among those that come near."""
    import numpy as np
    from rapidfuzz import fuzz, process

    index = Names(right)
    plain = [name.plain for name in right]
    for number, name in enumerate(left):
        near = index.near(name)
        if len(near):
            scores = process.cdist(
                [name.plain],
                [plain[one] for one in near.tolist()],
                scorer=fuzz.ratio,
                score_cutoff=CUT,
                dtype=np.float32,
            )
            yield from ((number, int(one)) for one in near[scores[0] > 0])


def compared(left: list[Name], right: list[Name]) -> Iterator[tuple[int, int]]:
    """The pairs at or above the cut among all."""
    import numpy as np
    from rapidfuzz import fuzz, process

    plain = [name.plain for name in right]
    for start in range(0, len(left), ROWS):
        rows = [name.plain for name in left[start : start + ROWS]]
        scores = process.cdist(rows, plain, scorer=fuzz.ratio, score_cutoff=CUT, dtype=np.float32, workers=1)
        for row, column in np.argwhere(scores > 0).tolist():
            yield start + row, column


def made_up(left: int, right: int, seed: int) -> tuple[list[str], list[str], list[tuple[int, int]]]:
    """Two lists of names, and the pairs of their numbers that are one person's."""
    chance = random.Random(seed)
    families = list(dict.fromkeys(_family(chance) for _ in range(max(right // 4, 10))))
    names = [_name(chance, families) for _ in range(left + right)]
    here, there = names[:left], names[left:]
    truth = []
    places = chance.sample(range(right), left // 3)
    for number, place in enumerate(places):
        there[place] = _otherwise(here[number], chance)
        truth.append((number, place))
    return here, there, truth


def _family(chance: random.Random) -> str:
    inner = (chance.choice(_INNER) + chance.choice(_MIDDLES) for _ in range(chance.choice((0, 1, 1, 2))))
    return chance.choice(_STARTS) + chance.choice(_MIDDLES) + "".join(inner) + chance.choice(_ENDS)


def _name(chance: random.Random, families: list[str]) -> str:
    """One or two given names, the first of the list oftener, and a family name, some of which many have."""
    given = [_GIVEN[min(int(chance.expovariate(0.08)), len(_GIVEN) - 1)] for _ in range(chance.choice((1, 1, 2)))]
    family = families[int(len(families) * chance.random() ** 2)]
    return " ".join((*given, family))


def _otherwise(name: str, chance: random.Random) -> str:
    """A name as somebody else writes it."""
    *given, family = name.split()
    at = chance.randrange(1, len(family))
    way = chance.randrange(6)
    if way == 0:
        return f"{family}, {' '.join(given)}"
    if way == 1:
        return " ".join((*given, family[:at] + family[at + 1 :]))
    if way == 2:
        return " ".join((*given, family[:at] + chance.choice("aeioulnrst") + family[at + 1 :]))
    if way == 3:
        return " ".join((*given, family.replace("e", "é").replace("a", "ä")))
    if way == 4 and len(given) > 1:
        return f"{given[0]} {given[1][0]}. {family}"
    return f"{given[0]} {family}"
