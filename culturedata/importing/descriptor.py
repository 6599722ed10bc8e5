"""A source's descriptor: the YAML file in catalogues/ that says everything about it that is not code."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import yaml

from culturedata import resources
from culturedata.errors import DescriptorError, UsageError
from culturedata.importing.mapped import file_options, mapping
from culturedata.importing.mapped.mapping import MappingFault
from culturedata.registry import Seam, unknown

FOLDER = "catalogues"  # of a library: descriptors of its own
READERS = Seam("culturedata.sources", "reader")
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HINT = "See docs/add-a-source.md for what a descriptor holds."


class Minimum(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a whole import must bring at least (`min`, an error) and should at most (`max`, a warning)."""

    min: dict[str, int] = {}
    max: dict[str, int] = {}


Positive = Annotated[float, msgspec.Meta(gt=0)]


class Http(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How to treat the source's servers: addresses, documented limits, contact headers.

    `read_timeout_s` is how long a server may be silent. `limits` are requests a minute of single hosts, where they are
    not `requests_per_minute`. `headers` and `params` (of the query) go to the host of `base` only; {agent}, {version},
    {contact} and {key} are filled into them.
    """

    base: str
    hosts: tuple[str, ...] = ()
    requests_per_minute: Positive = 60
    limits: dict[str, Positive] = {}
    page_size: int = 100
    read_timeout_s: Positive = 30
    headers: dict[str, str] = {}
    params: dict[str, str] = {}
    cache_days: Annotated[float, msgspec.Meta(ge=0)] = 7


class Descriptor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One source. `reader` is the module member that reads it (the source's own name unless it says otherwise).

    `description` and `notes` are told to the reader, in both languages; `assertions` are counts of works, agents and
    interactions that a whole import must reach; `options` are for the reader; `key` names the environment variable
    (or the line of keys.toml) that holds the key. `ways` are the ways in (see importing.ways), `upstream` is how many
    records the source holds, `verified` against which real records the reader was checked, and against which never;
    `sampled` says that the records are a choice of what there is, so that shares of them need an interval.
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
    key: Annotated[str, msgspec.Meta(pattern=r"^([A-Z][A-Z0-9_]*)?$")] = ""
    terms: str = ""
    notes: str = ""
    notes_fr: str = ""
    provenance: Literal["open", "classroom", "simulated"] = "open"
    rating_scale: tuple[float, float] | None = None
    aliases: tuple[str, ...] = ()
    ways: tuple[Literal["api", "dump", "file", "package"], ...] = ("file",)
    upstream: int | None = None
    verified: str = ""
    verified_fr: str = ""
    sampled: bool = False
    assertions: Minimum = Minimum()
    http: Http | None = None
    options: dict[str, Any] = {}


class _Loader(yaml.SafeLoader):
    """YAML in which no name may stand twice in one place: the second would take the first's place in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        met: set[Hashable] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if not isinstance(name, Hashable):
                continue  # no mapping can hold it: the loader says so itself
            if name in met:
                message = f"{name!r} stands twice"
                raise yaml.constructor.ConstructorError(None, None, message, key.start_mark)
            met.add(name)
        return super().construct_mapping(node, deep)


def read(path: Path, *, own: bool = False) -> Descriptor:
    """The descriptor in `path`; `own` says that it is a library's, which may leave out what is for strangers.

    Raises DescriptorError with the path of the field that is wrong.
    """
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), _Loader)
        descriptor = msgspec.convert(_completed(found, path.stem) if own else found, Descriptor)
    except (yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise DescriptorError(f"{path.name}: {error}", _HINT) from error
    except OSError as error:
        raise DescriptorError(f"{path.name} can't be read: {error.strerror}.", "Check its permissions.") from error
    if descriptor.name != path.stem:
        raise DescriptorError(f"{path.name} says name: {descriptor.name}.", "The name is the file's name.")
    if own:
        _check_own(descriptor, path)
    try:
        _check_options(descriptor)
    except MappingFault as error:
        raise DescriptorError(f"{path.name}: {error}", "See «Your own file» in docs/add-a-source.md.") from error
    return descriptor


def _completed(found: Any, name: str) -> Any:
    """What a library's own descriptor says, and what it may leave out: the file is for this machine until it says so.

    The texts in French and the description default to the title.
    """
    if not isinstance(found, dict):
        return found
    title = found.get("title", name)
    left_out = {
        "name": name, "title_fr": title, "description": title, "description_fr": found.get("description", title),
        "publish": "local", "licence_url": "", "attribution": title, "homepage": "", "input": "the path of your file",
        "size": "",
    }  # fmt: skip
    return left_out | found


def _check_own(descriptor: Descriptor, path: Path) -> None:
    """Raises DescriptorError if a library's own descriptor has a name that is no prefix of ids, or names no reader."""
    if not NAME.fullmatch(descriptor.name):
        raise DescriptorError(
            f"{path.name}: {descriptor.name!r} can't begin an id.",
            "Name the file with a–z, 0–9 and -: small-museum.yml.",
        )
    if not descriptor.reader:
        raise DescriptorError(f"{path.name} names no reader.", "Say reader: csv, or reader: jsonl.")
    known = READERS.members()
    if descriptor.reader not in known:
        error = unknown("reader", descriptor.reader, known)
        raise DescriptorError(f"{path.name}: reader: {error.message}", error.hint)


def _check_options(descriptor: Descriptor) -> None:
    """Raises MappingFault if the options of a reader of files, or the mapping of any reader, are not in order."""
    reader, options = descriptor.reader, descriptor.options
    if reader in file_options.OF_READER:
        file_options.OF_READER[reader](options)
    if reader in file_options.OF_READER or "mapping" in options:
        mapping_of(descriptor)


def mapping_of(descriptor: Descriptor) -> mapping.Mapped:
    """The mapping in a descriptor's options. Raises MappingFault if there is none, or a wrong one."""
    return mapping.read(descriptor.options, descriptor.domain, paths=descriptor.reader != "csv")


def paths() -> Iterator[Path]:
    """The package's descriptor files, in alphabetical order."""
    yield from sorted(resources.catalogues().glob("*.yml"))


@cache
def packaged() -> dict[str, Descriptor]:
    """The descriptors that come with the package, by name."""
    return {descriptor.name: descriptor for descriptor in map(read, paths())}


def descriptors(library: Path | None = None) -> dict[str, Descriptor]:
    """All descriptors by name: the package's, then those in the folder `catalogues` of a library.

    Raises DescriptorError if one of the library's is wrong, or has a name or an alias that another has.
    """
    found = packaged()
    folder = None if library is None else library / FOLDER
    if folder is None or not folder.is_dir() or folder.resolve() == resources.catalogues().resolve():
        return found
    found = dict(found)
    taken = {name: one.name for one in found.values() for name in (one.name, *one.aliases)}
    for path in sorted(folder.glob("*.yml")):
        descriptor = read(path, own=True)
        for name in (descriptor.name, *descriptor.aliases):
            if name in taken:
                raise DescriptorError(
                    f"{path}: {name!r} is the name of another source, {taken[name]}.", "Give the file another name."
                )
            taken[name] = descriptor.name
        found[descriptor.name] = descriptor
    return found


def descriptor(name: str, library: Path | None = None) -> Descriptor:
    """The descriptor called `name`, or the one that has it as an alias, also among those of a library.

    Raises UnknownName with the nearest name. One of the library's that is wrong keeps none of the package's from use.
    """
    known = packaged()
    if name not in known or (library is not None and (library / FOLDER / f"{name}.yml").exists()):
        known = descriptors(library)
    for found in known.values():
        if name == found.name or name in found.aliases:
            return found
    raise unknown("source", name, known)


def reserve(name: str, library: Path) -> Path:
    """The path of a new descriptor in a library. Raises UsageError if the name is no prefix of ids, or is taken."""
    if not NAME.fullmatch(name):
        raise UsageError(f"{name!r} can't be the name of a source.", "Take a–z, 0–9 and -: small-museum.")
    path = library / FOLDER / f"{name}.yml"
    if path.exists():
        raise UsageError(f"{path} is there already.", "Take another name, or remove it.")
    for found in packaged().values():
        if name in (found.name, *found.aliases):
            raise UsageError(f"{name!r} is the name of another source, {found.title}.", "Take another name.")
    return path
