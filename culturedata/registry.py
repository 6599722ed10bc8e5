"""The members of a seam (sources, recommenders, metrics, exercises, benchmarks …) by their declared names.

A member is a class in a module of the seam's room that says `name = "…"` in its body, and `summary = "…"` beside it.
Listing reads those two strings from the source text and imports nothing, so a list costs milliseconds however heavy
the members are. Other packages add members through entry points of the group `culturedata.<room>`.

Sub-rooms are listed too, but for those with a module `_seam`: they are seams of their own.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from culturedata.errors import UnknownName, UsageError


@dataclass(frozen=True, slots=True)
class Member:
    """One member: its declared `name` and `summary`, and where its class is found."""

    name: str
    summary: str
    module: str
    attribute: str

    def load(self) -> Any:
        """Import the member's module and return its class."""
        return getattr(import_module(self.module), self.attribute)


@dataclass(frozen=True, slots=True)
class Seam:
    """A room whose members are found, never listed by hand. `noun` is what a message calls one of them."""

    room: str
    noun: str

    def members(self) -> dict[str, Member]:
        """All members by name, in alphabetical order. Raises UsageError if two declare the same name."""
        return _members(self.room, self.noun)

    def member(self, name: str) -> Member:
        """The member called `name`. Raises UnknownName with the nearest name."""
        members = self.members()
        if name not in members:
            raise unknown(self.noun, name, members)
        return members[name]

    def load(self, name: str) -> Any:
        """The class of the member called `name`."""
        return self.member(name).load()


def unknown(noun: str, name: str, known: Iterable[str]) -> UnknownName:
    """The error for a name that nothing has, with the nearest of the `known` names as its hint."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(names) or 'none'}."
    return UnknownName(f"no {noun} named {name!r}.", hint)


@cache
def _members(room: str, noun: str) -> dict[str, Member]:
    found: dict[str, Member] = {}
    for member in (*_declared(room), *_entry_points(room)):
        if member.name in found:
            raise UsageError(f"two {noun}s are named {member.name!r}: {found[member.name].module} and {member.module}.")
        found[member.name] = member
    return dict(sorted(found.items()))


def _declared(room: str) -> Iterator[Member]:
    """Members declared in the modules of a room and of its sub-rooms but those apart, read as text."""
    spec = find_spec(room)
    if spec is None or not spec.submodule_search_locations:
        raise UsageError(f"no room named {room!r}.")
    root = Path(spec.submodule_search_locations[0])
    apart = {path.parent for path in root.rglob("_seam.py")} - {root}
    for path in sorted(root.rglob("*.py")):
        if not apart.isdisjoint(path.parents):
            continue
        module = ".".join((room, *path.relative_to(root).with_suffix("").parts))
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                said = _strings(node)
                if "name" in said:
                    yield Member(said["name"], said.get("summary", ""), module, node.name)


def _strings(node: ast.ClassDef) -> dict[str, str]:
    """The class attributes of `node` that are plain strings."""
    said: dict[str, str] = {}
    for statement in node.body:
        target, value = None, None
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target, value = statement.targets[0], statement.value
        elif isinstance(statement, ast.AnnAssign):
            target, value = statement.target, statement.value
        if isinstance(target, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
            said[target.id] = value.value
    return said


def _entry_points(room: str) -> Iterator[Member]:
    for point in entry_points(group=room):
        module, _, attribute = point.value.partition(":")
        yield Member(point.name, f"from {point.dist.name}" if point.dist else "", module, attribute)
