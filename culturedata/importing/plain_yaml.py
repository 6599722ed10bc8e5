"""YAML as descriptors are written in it: texts, numbers, lists and objects, each written out where it stands.

A file that a stranger made can't make the reader hold much, go deep, or meet what is no text and no number.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

LONGEST = 4_000_000  # bytes: a table of 10,000 columns takes less than one million
DEEPEST = 32  # lists and objects within each other


class Fault(ValueError):
    """Why a file can't be read, in one line."""


def read(path: Path) -> Any:
    """What a file says. Raises Fault, OSError."""
    with path.open("rb") as file:
        body = file.read(LONGEST + 1)
    if len(body) > LONGEST:
        raise Fault(f"it is longer than {LONGEST:,} bytes")
    try:
        return parsed(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Fault(f"line {body.count(10, 0, error.start) + 1} is not UTF-8: save it as UTF-8") from error


def parsed(text: str) -> Any:
    """What a text in YAML says. Raises Fault."""
    try:
        return yaml.load(text, _Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = ", ".join(filter(None, (error.context, error.problem)))
        raise Fault(_line(f"line {mark.line + 1}: {said}" if mark else said)) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise Fault(_line(str(error))) from error


def _line(said: str) -> str:
    """What PyYAML says, in one line of bounded length without what disturbs a terminal."""
    words = " ".join(said.split())
    return "".join(letter if letter.isprintable() else "�" for letter in words[:300])


class _Loader(yaml.SafeLoader):
    """YAML without aliases, in which no name stands twice in one place: the second would hide the first in silence."""

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: Any = super().peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent):
            raise _wrong(event, f"*{event.anchor} stands for what is written elsewhere: write it out")
        if self._depth == DEEPEST:
            raise _wrong(event, f"more than {DEEPEST} lists and objects stand within each other")
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
            said = "" if isinstance(node, yaml.CollectionNode) else f"«{node.value[:40]}» "
            raise _wrong(node, f"{said}can't be read as {node.tag.rpartition(':')[2]}") from error

    def construct_scalar(self, node: Any) -> Any:
        said = super().construct_scalar(node)
        if isinstance(said, str) and any("\ud800" <= letter <= "\udfff" or letter == "\0" for letter in said):
            raise _wrong(node, "there is half a character, or none, where a text was expected")
        return said

    def construct_yaml_float(self, node: Any) -> float:
        number: float = super().construct_yaml_float(node)
        if not math.isfinite(number):
            raise _wrong(node, f"{node.value} is no number that can be used")
        return number

    def construct_yaml_timestamp(self, node: Any) -> Any:
        raise _wrong(node, f"{node.value} is a date in YAML: put it in quotes")

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        met: set[Hashable] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if not isinstance(name, Hashable):
                raise _wrong(key, "a list or an object stands where a name was expected")
            if name in met:
                raise _wrong(key, f"{name!r} stands twice")
            met.add(name)
        return super().construct_mapping(node, deep)


_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.construct_yaml_float)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_yaml_timestamp)


def _wrong(at: Any, message: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(None, None, message, at.start_mark)
