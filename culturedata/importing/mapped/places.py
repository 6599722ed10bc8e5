"""Where a value stands in a record: a column of a table, or a path into a JSON object («a.b», «a[].b»)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

_STEP = re.compile(r"(?P<name>(?:\\.|[^\\.\[\]])+)(?P<lists>(?:\[\])*)(?:\.|$)")


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a person wrote it, and the steps that lead to it: names, and None for «each member of the list»."""

    said: str
    steps: tuple[str | None, ...]

    @property
    def lists(self) -> int:
        """How many lists lie on the way."""
        return self.steps.count(None)


@dataclass(frozen=True, slots=True)
class Found:
    """A value, and `at`: its number in each list that was gone through, from 0."""

    value: Any
    at: tuple[int, ...] = ()


def column(name: str) -> Place:
    """A column of a table, whatever its name holds."""
    return Place(name, (name,))


def path(said: str) -> Place:
    r"""A path into a JSON object: names with points between them, `[]` after a list; `\.` is a point in a name.

    Raises ValueError if it can't be read.
    """
    steps: list[str | None] = []
    at = 0
    while at < len(said) or not steps:
        found = _STEP.match(said, at)
        if not found:
            raise ValueError(f"{said!r} is not a path such as «a.b» or «a[].b»")
        steps.append(re.sub(r"\\(.)", r"\1", found["name"]))
        steps.extend([None] * (len(found["lists"]) // 2))
        at = found.end()
    if said.endswith(".") and not said.endswith("\\."):
        raise ValueError(f"{said!r} ends with a point")
    return Place(said, tuple(steps))


def escaped(name: str) -> str:
    """A field's name as a step of a path."""
    return re.sub(r"([\\.\[\]])", r"\\\1", name)


def find(record: dict[str, Any], place: Place) -> list[Found]:
    """What stands at a place, in order; a list at its end gives its members. Empty where there is no such field."""
    found = [Found(record)]
    for step in place.steps:
        found = list(_members(found) if step is None else _fields(found, step))
    return [one for value in found for one in (_members([value]) if isinstance(value.value, list) else [value])]


def shared_lists(one: Place, other: Place) -> int:
    """How many lists two places go through together: their members belong to each other there."""
    together = 0
    for step, beside in zip(one.steps, other.steps, strict=False):
        if step != beside:
            break
        together += step is None
    return together


def _fields(found: Iterable[Found], name: str) -> Iterator[Found]:
    for one in found:
        if isinstance(one.value, dict) and name in one.value:
            yield Found(one.value[name], one.at)


def _members(found: Iterable[Found]) -> Iterator[Found]:
    for one in found:
        if isinstance(one.value, list):
            yield from (Found(value, (*one.at, number)) for number, value in enumerate(one.value))


@dataclass(slots=True)
class Known:
    """The places that are mapped or ignored, as a tree; `whole` says that nothing below is of interest."""

    below: dict[str | None, Known] = field(default_factory=dict)
    whole: bool = False

    @classmethod
    def of(cls, places: Iterable[Place]) -> Known:
        """The tree of `places`."""
        root = cls()
        for place in places:
            at = root
            for step in place.steps:
                at = at.below.setdefault(step, cls())
            at.whole = True
        return root

    def left(self, value: Any, said: str = "") -> Iterator[tuple[str, str, Any]]:
        """Yield each field of a record that is neither mapped nor ignored: its path, its name, its value.

        Where an object or a list was expected and something else stands, that is left, too; null says nothing.
        """
        if self.whole and not (self.below and isinstance(value, dict | list)):
            return
        if isinstance(value, dict) and self._names():
            for name, inner in value.items():
                where = f"{said}.{name}".lstrip(".")
                if name in self.below:
                    yield from self.below[name].left(inner, where)
                else:
                    yield where, name, inner
        elif isinstance(value, list) and None in self.below:
            for inner in value:
                yield from self.below[None].left(inner, f"{said}[]")
        elif value is not None and not self.whole:
            yield said, said.rpartition(".")[2], value

    def _names(self) -> bool:
        return not self.below or any(step is not None for step in self.below)
