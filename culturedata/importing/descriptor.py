"""A source's descriptor: the YAML file in catalogues/ that says everything about it that is not code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlsplit

import msgspec

from culturedata import resources
from culturedata.errors import DescriptorError, UnknownName, UsageError
from culturedata.importing import plain_yaml
from culturedata.importing.mapped import file_options, mapping
from culturedata.importing.mapped.mapping import MappingFault
from culturedata.registry import Seam, unknown

FOLDER = "catalogues"  # of a library: descriptors of its own
READERS = Seam("culturedata.sources", "reader")
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HINT = "See docs/add-a-source.md for what a descriptor holds."


Positive = Annotated[float, msgspec.Meta(gt=0)]
Count = Annotated[int, msgspec.Meta(ge=0, le=10**12)]
Said = Annotated[str, msgspec.Meta(min_length=1)]
Counted = Literal["works", "agents", "interactions"]


class Minimum(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a whole import must bring at least (`min`, an error) and should at most (`max`, a warning)."""

    min: dict[Counted, Count] = {}
    max: dict[Counted, Count] = {}


class Http(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How to treat the source's servers: addresses, documented limits, contact headers.

    `read_timeout_s` is how long a server may be silent. `limits` are requests a minute of single hosts, where they are
    not `requests_per_minute`. `interface` is an address below which programs are asked to ask, by the rules that its
    documentation gives: robots.txt, which speaks to crawlers, does not close it. `headers` and `params` (of the query)
    go to the host of `base` only; {agent}, {version}, {contact} and {key} are filled into them.
    """

    base: str
    hosts: tuple[str, ...] = ()
    requests_per_minute: Positive = 60
    limits: dict[str, Positive] = {}
    interface: str | None = None
    page_size: Annotated[int, msgspec.Meta(ge=1)] = 100
    read_timeout_s: Positive = 30
    headers: dict[str, str] = {}
    params: dict[str, str] = {}
    cache_days: Annotated[float, msgspec.Meta(ge=0)] = 7

    def __post_init__(self) -> None:
        _check_address("base", self.base)
        if self.interface is not None:
            _check_address("interface", self.interface)


class Descriptor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One source. `reader` is the module member that reads it (the source's own name unless it says otherwise).

    `description` and `notes` are told to the reader, in both languages; `assertions` are counts of works, agents and
    interactions that a whole import must reach; `options` are for the reader; `key` names the environment variable
    (or the line of keys.toml) that holds the key. `ways` are the ways in (see importing.ways), `upstream` is how many
    records the source holds, `read` how many real ones the tests read, each counted once, `verified` against which real
    records the reader was checked, and against which never; `sampled` says that the records are a choice of what there
    is, so that shares of them need an interval.
    """

    name: str
    title: Said
    title_fr: Said
    domain: Annotated[tuple[Literal["museum", "music", "film"], ...], msgspec.Meta(min_length=1)]
    description: str
    description_fr: str
    publish: Literal["open", "local"]
    licence: Said
    licence_fr: str = ""
    licence_url: str
    attribution: str
    homepage: str
    input: str
    size: str
    reader: str = ""
    package: str = ""
    key: Annotated[str, msgspec.Meta(pattern=r"^([A-Z][A-Z0-9_]*)?$")] = ""
    terms: str = ""
    terms_fr: str = ""
    notes: str = ""
    notes_fr: str = ""
    provenance: Literal["open", "classroom", "simulated"] = "open"
    rating_scale: tuple[float, float] | None = None
    aliases: tuple[str, ...] = ()
    ways: tuple[Literal["api", "dump", "file", "package"], ...] = ("file",)
    upstream: Count | None = None
    read: Count = 0
    verified: str = ""
    verified_fr: str = ""
    sampled: bool = False
    assertions: Minimum = Minimum()
    http: Http | None = None
    options: dict[str, Any] = {}

    def __post_init__(self) -> None:
        if len(set(self.domain)) < len(self.domain):
            raise ValueError("a domain stands twice")
        if self.rating_scale is not None and not self.rating_scale[0] < self.rating_scale[1]:
            raise ValueError("rating_scale is not the lowest rating and then the highest")
        for field in self.__struct_fields__:
            said = getattr(self, field)
            if isinstance(said, str) and _UNPRINTABLE.search(said):
                raise ValueError(f"{field} holds a character that can't be printed")
        for field in ("licence_url", "homepage"):
            if address := getattr(self, field):
                _check_address(field, address)


def read(path: Path, *, own: bool = False) -> Descriptor:
    """The descriptor in `path`; `own` says that it is a library's, which may leave out what is for strangers.

    Raises DescriptorError with the path of the field that is wrong.
    """
    try:
        found = plain_yaml.read(path)
    except plain_yaml.Fault as error:
        raise DescriptorError(f"{path.name}: {error}.", _HINT) from error
    except OSError as error:
        raise DescriptorError(f"{path.name} can't be read: {error.strerror}.", "Check its permissions.") from error
    return _checked(found, path, own)


def parsed(text: str, path: Path) -> Descriptor:
    """The descriptor that a library would find in `path` if this were its text. Raises DescriptorError."""
    try:
        return _checked(plain_yaml.parsed(text), path, own=True)
    except plain_yaml.Fault as error:
        raise DescriptorError(f"{path.name}: {error}.", _HINT) from error


def _checked(found: Any, path: Path, own: bool) -> Descriptor:
    try:
        descriptor = msgspec.convert(_completed(found, path.stem) if own else found, Descriptor)
    except msgspec.ValidationError as error:
        raise DescriptorError(f"{path.name}: {_in_words(error)}.", _HINT) from error
    if descriptor.name != path.stem:
        raise DescriptorError(f"{path.name} says name: {descriptor.name}.", "The name is the file's name.")
    if own:
        _check_own(descriptor, path)
    try:
        _check_options(descriptor)
    except MappingFault as error:
        said = f"{path.name}: {error}"
        said = said if said.endswith((".", "?")) else f"{said}."
        raise DescriptorError(said, "See «Your own file» in docs/add-a-source.md.") from error
    return descriptor


def _in_words(error: msgspec.ValidationError) -> str:
    """What msgspec says, the field first."""
    where, message = mapping.place_and_fault(error)
    return f"{where.removeprefix('.')}: {message}" if where else message


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
    return found | {name: said for name, said in left_out.items() if name not in found}


def _check_own(descriptor: Descriptor, path: Path) -> None:
    """Raises DescriptorError if a library's own descriptor has a name that is no prefix of ids, or names no reader."""
    if not NAME.fullmatch(descriptor.name):
        raise DescriptorError(
            f"{path.name}: {descriptor.name!r} can't begin an id.",
            "Name the file with a–z, 0–9 and -: small-museum.yml.",
        )
    for alias in descriptor.aliases:
        if not NAME.fullmatch(alias):
            raise DescriptorError(f"{path.name}: aliases: {alias!r} is no name.", "Take a–z, 0–9 and -.")
    if not descriptor.reader:
        raise DescriptorError(f"{path.name} names no reader.", "Say reader: csv, or reader: jsonl.")
    known = READERS.members()
    if descriptor.reader not in known:
        error = unknown("reader", descriptor.reader, known)
        raise DescriptorError(f"{path.name}: reader: {error.message}", error.hint)


def _check_address(field: str, address: str) -> None:
    """Raises ValueError if this is no address on the web."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or not address.isprintable() or " " in address:
        raise ValueError(f"{field} {address!r} is no address, which begins with https://")


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
    return {descriptor.name: descriptor for descriptor in map(_packaged, paths())}


@cache
def _packaged(path: Path) -> Descriptor:
    return read(path)


class Found(NamedTuple):
    """The descriptors that can be used, by name, and for each file of a library that can't what is wrong, by the name
    that it would have."""

    descriptors: dict[str, Descriptor]
    faults: dict[str, DescriptorError]


def found_in(library: Path | None) -> Found:
    """All descriptors: the package's, then those in the folder `catalogues` of a library.

    One of the library's that is wrong, or has a name or an alias that another has, is a fault and keeps none of the
    others from use.
    """
    own = _own(library)
    if not own:
        return Found(packaged(), {})
    known, faults = dict(packaged()), {}
    taken = {name: one.name for one in known.values() for name in (one.name, *one.aliases)}
    for path in own:
        try:
            descriptor = read(path, own=True)
            _check_taken(descriptor, path, taken)
        except DescriptorError as error:
            faults[path.stem] = error
            continue
        taken |= dict.fromkeys((descriptor.name, *descriptor.aliases), descriptor.name)
        known[descriptor.name] = descriptor
    return Found(known, faults)


def _own(library: Path | None) -> list[Path]:
    """The files of a library's own descriptors, in alphabetical order."""
    folder = None if library is None else library / FOLDER
    if folder is None or not folder.is_dir() or folder.resolve() == resources.catalogues().resolve():
        return []
    return sorted(folder.glob("*.yml"))


def _check_taken(descriptor: Descriptor, path: Path, taken: dict[str, str]) -> None:
    """Raises DescriptorError if another source is called so."""
    for name in (descriptor.name, *descriptor.aliases):
        if name in taken:
            message = f"{path.name}: {name!r} is the name of another source, {taken[name]}."
            raise DescriptorError(message, "Give the file another name.")


def descriptors(library: Path | None = None) -> dict[str, Descriptor]:
    """All descriptors by name, see `found_in`. Raises DescriptorError if one of the library's is wrong."""
    found = found_in(library)
    for fault in found.faults.values():
        raise fault
    return found.descriptors


def local(library: Path | None) -> set[str]:
    """The sources that stay on this machine: as their descriptors say, and where a descriptor can't be read."""
    found = found_in(library)
    return {one.name for one in found.descriptors.values() if one.publish == "local"} | found.faults.keys()


def descriptor(name: str, library: Path | None = None) -> Descriptor:
    """The descriptor called `name`, or the one that has it as an alias, also among those of a library.

    Raises UnknownName with the nearest name, DescriptorError if its own file is wrong: that of another keeps none from
    use.
    """
    path = resources.catalogues() / f"{name}.yml"
    if NAME.fullmatch(name) and path.is_file() and not (library and (library / FOLDER / path.name).exists()):
        return _packaged(path)
    known, faults = found_in(library)
    if name in faults:
        raise faults[name]
    for found in known.values():
        if name == found.name or name in found.aliases:
            return found
    error = unknown("source", name, known)
    draft = None if library is None else draft_of(library / FOLDER / f"{name}.yml")
    if draft is not None and draft.exists():
        raise UnknownName(error.message, f"{draft} is a draft: complete it, then rename it {name}.yml.")
    if faults:
        error = UnknownName(error.message, f"{error.hint} {', '.join(faults)} can't be read: see source list.")
    raise error


def reserve(name: str, library: Path) -> Path:
    """The path of a new descriptor in a library. Raises UsageError if the name is no prefix of ids, or is taken."""
    if not NAME.fullmatch(name):
        raise UsageError(f"{name!r} can't be the name of a source.", "Take a–z, 0–9 and -: small-museum.")
    path = library / FOLDER / f"{name}.yml"
    for there in (path, draft_of(path)):
        if there.exists():
            raise UsageError(f"{there} is there already.", "Take another name, or remove it.")
    for found in packaged().values():
        if name in (found.name, *found.aliases):
            raise UsageError(f"{name!r} is the name of another source, {found.title}.", "Take another name.")
    return path


def draft_of(path: Path) -> Path:
    """Where a descriptor lies that is not whole yet: no file that a library reads."""
    return path.with_name(f"{path.name}.draft")
