"""A source's descriptor: the YAML file in catalogues/ that says everything about it that is not code."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml

from culturedata import resources
from culturedata.errors import DescriptorError
from culturedata.registry import unknown


class Minimum(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a whole import must bring at least (`min`, an error) and should at most (`max`, a warning)."""

    min: dict[str, int] = {}
    max: dict[str, int] = {}


class Http(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How to treat the source's servers: addresses, documented limits, contact headers."""

    base: str
    hosts: tuple[str, ...] = ()
    requests_per_minute: float = 60
    page_size: int = 100
    headers: dict[str, str] = {}
    cache_days: float = 7


class Descriptor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One source. `reader` is the module member that reads it (the source's own name unless it says otherwise).

    `description` and `notes` are told to the reader, in both languages; `assertions` are counts of works, agents and
    interactions that a whole import must reach; `options` are for the reader.
    """

    name: str
    title: str
    title_fr: str
    domain: tuple[Literal["museum", "music", "film"], ...]
    description: str
    description_fr: str
    publish: Literal["open", "local"]
    licence: str
    licence_url: str
    attribution: str
    homepage: str
    input: str
    size: str
    reader: str = ""
    package: str = ""
    key: str = ""
    terms: str = ""
    notes: str = ""
    notes_fr: str = ""
    provenance: Literal["open", "classroom", "simulated"] = "open"
    rating_scale: tuple[float, float] | None = None
    aliases: tuple[str, ...] = ()
    assertions: Minimum = Minimum()
    http: Http | None = None
    options: dict[str, Any] = {}


def read(path: Path) -> Descriptor:
    """The descriptor in `path`. Raises DescriptorError with the path of the field that is wrong."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        descriptor = msgspec.convert(found, Descriptor)
    except (yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise DescriptorError(
            f"{path.name}: {error}", "See docs/add-a-source.md for what a descriptor holds."
        ) from error
    if descriptor.name != path.stem:
        raise DescriptorError(f"{path.name} says name: {descriptor.name}.", "The name is the file's name.")
    return descriptor


def paths() -> Iterator[Path]:
    """The descriptor files, in alphabetical order."""
    yield from sorted(resources.catalogues().glob("*.yml"))


@cache
def descriptors() -> dict[str, Descriptor]:
    """All descriptors by name."""
    return {descriptor.name: descriptor for descriptor in map(read, paths())}


def descriptor(name: str) -> Descriptor:
    """The descriptor called `name`, or the one that has it as an alias. Raises UnknownName with the nearest name."""
    known = descriptors()
    for found in known.values():
        if name == found.name or name in found.aliases:
            return found
    raise unknown("source", name, known)
