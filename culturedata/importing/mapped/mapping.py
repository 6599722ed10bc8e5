"""A descriptor's mapping: which column or path of a record is what in the common shape.

    options:
      mapping:
        inv: [key, inventory]
        title: title
        artist: {to: maker, separator: ";", born: birth}
        technique: technique
      ignored: [shelf]

A target is a short name («technique», «painter») or an object that says `to` and more; several stand in a list. What a
target takes from beside its column is another column's name, or {value: …} for what is always the same. `always` lists
targets that have no column. Everything is checked when it is read.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from culturedata.importing.mapped import places
from culturedata.importing.mapped.places import Place
from culturedata.importing.mapped.targets import (
    SHORT,
    TARGETS,
    Domain,
    From,
    Key,
    MakerOf,
    Target,
    TermOf,
    TitleOf,
)

FIELDS = ("mapping", "always", "ignored", "missing", "lang")
MAKES_ITSELF = ("date", "holding")  # targets whose parts may all come from beside


class MappingFault(ValueError):
    """What is wrong in a mapping: `where` is the path of the field."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"{where}: {message}")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from, ready to be looked up: a place in the record, or the same value always."""

    place: Place | None
    value: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One target and its source; `beside` are the sources of its further fields by name («identifiers.ulan»)."""

    source: Origin
    target: Target
    beside: Mapping[str, Origin]


@dataclass(frozen=True, slots=True)
class Mapped:
    """A whole mapping. `missing` are words that say nothing («n/a»); `lang` holds for what names no language."""

    rules: tuple[Rule, ...]
    ignored: tuple[Place, ...]
    missing: frozenset[str]
    lang: str | None

    @property
    def key(self) -> Place:
        """Where the record's key stands."""
        return next(p for rule in self.rules if isinstance(rule.target, Key) and (p := rule.source.place) is not None)

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place that is read, once, in the order of the mapping."""
        sources = (source for rule in self.rules for source in (rule.source, *rule.beside.values()))
        return tuple(dict.fromkeys(source.place for source in sources if source.place is not None))


class _Options(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside the mapping itself."""

    ignored: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    lang: str | None = None


def read(options: Mapping[str, Any], domain: tuple[str, ...], *, paths: bool) -> Mapped:
    """The mapping that a descriptor's `options` hold; `paths` says that columns are paths into JSON objects.

    Raises MappingFault with the path of the field that is wrong.
    """
    reader = _Reader(domain, places.path if paths else places.column)
    rules = tuple(reader.rules(options))
    said = converted(
        {name: options[name] for name in _Options.__struct_fields__ if name in options}, _Options, "options"
    )
    _check_whole(rules, domain)
    return Mapped(
        rules=rules,
        ignored=tuple(reader.place(column, "options.ignored") for column in said.ignored),
        missing=frozenset(said.missing),
        lang=said.lang,
    )


class _Reader:
    """Reads the targets of one mapping."""

    def __init__(self, domain: tuple[str, ...], make: Any) -> None:
        self._domain = domain
        self._make = make

    def rules(self, options: Mapping[str, Any]) -> Iterator[Rule]:
        """Yield a rule for each target of `mapping` and of `always`."""
        mapping, always = options.get("mapping"), options.get("always", [])
        if not isinstance(mapping, dict) or not mapping:
            raise MappingFault("options.mapping", "say what each column is, «title: title»")
        if not isinstance(always, list):
            raise MappingFault("options.always", "a list of targets is expected")
        for column, said in mapping.items():
            where = f"options.mapping.{column}"
            if not isinstance(column, str):
                hint = "put the column's name in quotes: without them it is no text in YAML"
                raise MappingFault(where, hint)
            source = Origin(self.place(column, where), "", {})
            for one in said if isinstance(said, list) else [said]:
                yield self._rule(one, source, where)
        for number, one in enumerate(always, 1):
            yield self._constant(one, f"options.always.{number}")

    def place(self, said: str, where: str) -> Place:
        """The place that a person wrote. Raises MappingFault."""
        try:
            place: Place = self._make(said)
        except ValueError as error:
            raise MappingFault(where, str(error)) from error
        return place

    def _constant(self, said: Any, where: str) -> Rule:
        if not isinstance(said, dict):
            raise MappingFault(where, "a target with its value is expected, {to: keeper, value: Musée X}")
        rest = {name: value for name, value in said.items() if name != "value"}
        value = said.get("value")
        rule = self._rule(rest, Origin(None, "" if value is None else str(value), {}), where)
        if isinstance(rule.target, Key):
            raise MappingFault(where, "a key comes from a column")
        if value is None and type(rule.target).__struct_config__.tag not in MAKES_ITSELF:
            raise MappingFault(where, "say its value")
        return rule

    def _rule(self, said: Any, source: Origin, where: str) -> Rule:
        given = {"to": said} if isinstance(said, str) else said
        if not isinstance(given, dict) or not isinstance(given.get("to"), str):
            raise MappingFault(where, "a target is expected, «title» or {to: title, lang: fr}")
        name = given["to"]
        if name not in TARGETS and name not in SHORT:
            raise MappingFault(where, no_such("target", name, (*TARGETS, *SHORT)))
        given = {**SHORT.get(name, {"to": name}), **{field: value for field, value in given.items() if field != "to"}}
        kind = TARGETS[given["to"]]
        self._fields(given, kind, name, where)
        target = converted(given, kind, where)
        self._check_role(target, where)
        source = Origin(source.place, source.value, target.values)
        return Rule(source, target, self._beside(target, where))

    def _fields(self, given: dict[str, Any], kind: type[Target], name: str, where: str) -> None:
        """Check the fields' names and words; write a column's bare name as what it stands for."""
        for field, value in given.items():
            if field != "to" and field not in kind.__struct_fields__:
                raise MappingFault(f"{where}.{field}", no_such("field", field, kind.__struct_fields__, f" of {name!r}"))
            if value in (None, "") or (isinstance(value, list | dict) and not value):
                raise MappingFault(f"{where}.{field}", "it says nothing")
            if field in kind.words and value not in kind.words[field]:
                raise MappingFault(f"{where}.{field}", no_such(field, value, kind.words[field]))
        for field in kind.needed:
            if field not in given:
                words = f", one of {', '.join(kind.words[field])}" if field in kind.words else ""
                raise MappingFault(where, f"{name!r} needs {field}{words}")
        for field in kind.froms:
            if field in given:
                given[field] = _from(given[field], f"{where}.{field}")
        if "identifiers" in kind.__struct_fields__ and isinstance(given.get("identifiers"), dict):
            said = given["identifiers"].items()
            given["identifiers"] = {scheme: _from(one, f"{where}.identifiers.{scheme}") for scheme, one in said}

    def _check_role(self, target: Target, where: str) -> None:
        """Only a museum's maker is an artist without being called so."""
        if isinstance(target, MakerOf) and not target.role and not target.role_from and self._domain != ("museum",):
            raise MappingFault(where, "a maker of music or film needs a role, {to: maker, role: composer}")

    def _beside(self, target: Target, where: str) -> dict[str, Origin]:
        said = {field: getattr(target, field) for field in target.froms}
        if isinstance(target, MakerOf):
            said |= {f"identifiers.{scheme}": one for scheme, one in target.identifiers.items()}
        return {
            field: Origin(
                self.place(one.column, f"{where}.{field}") if one.column else None, one.value, one.values
            )
            for field, one in said.items()
            if one is not None
        }  # fmt: skip


def _check_whole(rules: Iterable[Rule], domain: tuple[str, ...]) -> None:
    """Check what no target shows by itself: one key, a title, whose domain it is, one language a facet."""
    keys = [rule for rule in rules if isinstance(rule.target, Key)]
    if len(keys) != 1:
        said = "no column is the key" if not keys else "two columns are the key"
        raise MappingFault("options.mapping", f"{said}: one names a record for ever, «id: key»")
    if not any(isinstance(rule.target, TitleOf) for rule in rules):
        raise MappingFault("options.mapping", "no column is the title")
    if len(domain) != 1 and not any(isinstance(rule.target, Domain) for rule in rules):
        raise MappingFault("options.mapping", "the source has several domains: a column must say which, «kind: domain»")
    langs: dict[str, str | None] = {}
    for rule in rules:
        if isinstance(rule.target, TermOf):
            facet, lang = rule.target.facet, rule.target.lang
            if langs.setdefault(facet, lang) != lang:
                message = (
                    f"{facet!r} is said in two languages: give one column the other's name in label_fr or label_en"
                )
                raise MappingFault("options.mapping", message)


def _from(said: Any, where: str) -> dict[str, Any]:
    """{column: …} or {value: …}; a bare text is a column's name."""
    given = {"column": said} if isinstance(said, str) else said
    if not isinstance(given, dict):
        raise MappingFault(where, "a column's name is expected, or {value: …}")
    for field in given:
        if field not in From.__struct_fields__:
            raise MappingFault(f"{where}.{field}", no_such("field", field, From.__struct_fields__))
    if ("column" in given) == ("value" in given):
        raise MappingFault(where, "say either a column or a value")
    if "value" in given and isinstance(given["value"], int | float):
        given = {**given, "value": str(given["value"])}
    return given


def converted(given: Any, kind: Any, where: str) -> Any:
    try:
        return msgspec.convert(given, kind)
    except msgspec.ValidationError as error:
        inner, message = place_and_fault(error)
        raise MappingFault(where + inner, message) from error


def place_and_fault(error: msgspec.ValidationError) -> tuple[str, str]:
    """What msgspec says apart: the path of the field («.title», «[0]»; empty: the whole), what is wrong there.

    What is no text because it has no quotes is told so.
    """
    message, _, where = str(error).partition(" - at `")
    if re.match(r"Expected `str.*`, got `(int|float|bool)`", message):
        message += ": put it in quotes"
    return where.replace("key` in `", "").removeprefix("$").rstrip("`"), message


def no_such(noun: str, name: object, known: Iterable[str], whose: str = "") -> str:
    """No such name, with the nearest one, or all of them where they are few."""
    names = list(dict.fromkeys(known))
    near = difflib.get_close_matches(str(name), names, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(names)}."
    return f"no such {noun} {name!r}{whose}. {hint}"
