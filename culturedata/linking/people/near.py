"""Which names are worth comparing: those with two words in common, or one where that is telling.

Every word of a name is looked up by its sound; words that differ by one letter added, lost or changed are found through
what is left of both when one letter is taken away. One word in common is enough if few names have it, or if one of the
two names has no other word but initials. So names that agree as well as a comparison of all with all would ask for are
hardly ever missed, and few are compared (see the benchmark link-names).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from culturedata.linking.people.names import Name, is_link

RARE = 40  # names: a word that no more have is enough by itself
LEAST_LETTERS = 3  # of a word that may be misspelled
Numbers = npt.NDArray[np.int32]
_NOBODY: Numbers = np.empty(0, dtype=np.int32)


class Names:
    """The names of one source, each under the number at which it was given, found by what they share with another."""

    def __init__(self, names: Iterable[Name]) -> None:
        having: dict[str, list[int]] = defaultdict(list)
        single = []
        self._near: dict[str, set[str]] = defaultdict(set)
        for number, name in enumerate(names):
            for word, sound in zip(name.words, name.sounds, strict=True):
                if word not in having:
                    for key in _keys(word, sound):
                        self._near[key].add(word)
                having[word].append(number)
            single.append(_is_single(name))
        self._single = np.array(single, dtype=bool)
        self._having = {word: np.array(numbers, dtype=np.int32) for word, numbers in having.items()}
        self._like_known: dict[str, tuple[Numbers, Numbers]] = {}

    def near(self, name: Name) -> Numbers:
        """The numbers of the names that may be the same as `name`, in order."""
        words = {pair for pair in zip(name.words, name.sounds, strict=True) if not is_link(pair[0])}
        groups = [self._like(*pair) for pair in sorted(words)]
        if not groups:
            return _NOBODY
        numbers, hits = np.unique(np.concatenate([having for having, _ in groups]), return_counts=True)
        if _is_single(name):
            return numbers
        found = numbers[(hits > 1) | self._single[numbers]]
        return np.unique(np.concatenate([found, *(rare for _, rare in groups)]))

    def _like(self, word: str, sound: str) -> tuple[Numbers, Numbers]:
        """Who has the word, or one that sounds the same or is a letter off; and those of them who have a rare one."""
        if word not in self._like_known:
            near = sorted({other for key in _keys(word, sound) for other in self._near.get(key, ())})
            having = [self._having[other] for other in near]
            rare = [numbers for numbers in having if len(numbers) <= RARE]
            self._like_known[word] = (
                np.unique(np.concatenate(having)) if having else _NOBODY,
                np.concatenate(rare) if rare else _NOBODY,
            )
        return self._like_known[word]


def _is_single(name: Name) -> bool:
    """Whether a name has at most one word that is neither an initial nor joins others."""
    return sum(len(word) > 1 and not is_link(word) for word in name.words) < 2


def _keys(word: str, sound: str) -> Iterator[str]:
    """By what a word meets others: its sound, itself, and all that is left of it when one letter is taken away."""
    yield f"~{sound}"
    yield word
    if len(word) >= LEAST_LETTERS:
        yield from {word[:place] + word[place + 1 :] for place in range(len(word))}
