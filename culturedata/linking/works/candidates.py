"""Which pairs are worth comparing: those that share an identifier, a title, a part of one, or a rare word."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from culturedata.linking import normalise
from culturedata.linking.described import Described

RARE = 60
MOST = 4


class Index:
    """The descriptions of one source, found by what they share with another's. Order of `things` never matters."""

    def __init__(self, things: Iterable[Described], years_apart: int) -> None:
        self._years_apart = years_apart
        self._things = sorted(things, key=lambda thing: thing.id)
        self._blocks: dict[str, list[int]] = defaultdict(list)
        self._common = Counter(word for thing in self._things for word in _words(thing))
        for number, thing in enumerate(self._things):
            for block in set(_identifiers(thing)) | set(_titles(thing)) | set(self._rare_words(thing)):
                self._blocks[block].append(number)

    def near(self, thing: Described) -> Iterator[Described]:
        """The descriptions that may be the same as `thing`, each once, in the order of their ids."""
        found = {number for block in _identifiers(thing) for number in self._blocks.get(block, ())}
        for block in {*_titles(thing), *self._rare_words(thing)}:
            found.update(number for number in self._blocks.get(block, ()) if self._same_time(thing, number))
        yield from (self._things[number] for number in sorted(found))

    def _same_time(self, thing: Described, number: int) -> bool:
        year = self._things[number].year
        return thing.year is not None and year is not None and abs(thing.year - year) <= self._years_apart

    def _rare_words(self, thing: Described) -> Iterator[str]:
        """The few rarest words of each name: what a misspelt title still has in common with the right one."""
        for name in thing.names:
            known = [word for word in set(normalise.words(name)) if len(word) > 1]
            rarest = sorted(known, key=lambda word: (self._common[word], word))[:MOST]
            yield from (f"word {word}" for word in rarest)


def _words(thing: Described) -> set[str]:
    return {word for name in thing.names for word in normalise.words(name)}


def _identifiers(thing: Described) -> Iterator[str]:
    yield from (f"id {scheme}:{value}" for scheme, value in thing.identifiers)


def _titles(thing: Described) -> Iterator[str]:
    """Blocks for whole titles and for their parts, all without spaces so that «Old Boy» meets «Oldboy»."""
    for name in thing.names:
        yield f"title {normalise.compact(name)}"
        yield from (f"title {part.replace(' ', '')}" for part in normalise.parts(name))
