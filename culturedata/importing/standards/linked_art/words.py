"""What Linked Art is made of: references to things, names, numbers, statements, time spans.

The model has one way of saying each; museums have several. A list may be a single object, a thing a bare address; a
label may be `_label`, a name, or `notation` with its languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from culturedata.data.identifiers import canonical
from culturedata.data.records import Agent, Title
from culturedata.importing.standards.description import Description, Said, is_address, scheme_of
from culturedata.importing.standards.linked_art import aat
from culturedata.importing.standards.opened import Part
from culturedata.importing.values.text import plain, slug

_AAT = re.compile(r"(?:vocab\.getty\.edu/(?:page/)?aat/|^aat:)(\d{9})")
_YEAR = re.compile(r"\s*([+-]?\d{1,6})(?:-\d{2}){0,2}(?:T.*|Z)?\s*")


class Ref(NamedTuple):
    """A thing that is named: its address, types, labels; its addresses elsewhere; what it is classified as; its place
    in an order (None: it has none)."""

    id: str = ""
    types: tuple[str, ...] = ()
    labels: tuple[Said, ...] = ()
    equivalent: tuple[str, ...] = ()
    classes: tuple[Ref, ...] = ()
    order: float | None = None

    @property
    def label(self) -> str:
        """The first label; empty if there is none."""
        return self.labels[0].text if self.labels else ""

    @property
    def codes(self) -> frozenset[str]:
        """Its numbers in AAT."""
        return frozenset(found[1] for found in map(_AAT.search, (self.id, *self.equivalent)) if found)

    @property
    def words(self) -> tuple[str, ...]:
        """Its numbers in AAT and all its labels."""
        return (*sorted(self.codes), *(one.text for one in self.labels))


class Named(NamedTuple):
    """A name or a number of something: its text with its language, what it is classified as, its place in an order."""

    said: Said
    classes: tuple[Ref, ...]
    order: float | None

    @property
    def codes(self) -> frozenset[str]:
        return codes(self.classes)


class Statement(NamedTuple):
    """A text about something, and what it is classified as; `id` where it lies elsewhere."""

    said: Said
    classes: tuple[Ref, ...]
    id: str = ""

    @property
    def codes(self) -> frozenset[str]:
        return codes(self.classes)


class Span(NamedTuple):
    """A time span: its names, and the years of its bounds."""

    names: tuple[Said, ...] = ()
    earliest: int | None = None
    latest: int | None = None

    @property
    def text(self) -> str:
        """The name in English, else the first; else the years; empty if it says nothing."""
        years = dict.fromkeys(str(year) for year in (self.earliest, self.latest) if year is not None)
        return preferred(self.names).text or "–".join(years)


class Assignment(NamedTuple):
    """Who said something of a thing: the act itself, what was assigned as which property, when, in which words."""

    ref: Ref
    assigned: list[Part]
    property: str
    people: list[Ref]
    used: list[Ref]
    span: Span | None
    statements: list[Statement]


class Words:
    """Reads the small things of one document into `description`; `base` is the beginning of its own addresses."""

    def __init__(self, description: Description, base: str) -> None:
        self.description = description
        self._base = base.partition("://")[2]

    def refs(self, part: Part, name: str) -> list[Ref]:
        """The things of a field, in the order that they say, else in their own."""
        return ordered([self.ref(one) for one in part.many(name)])

    def ref(self, part: Part) -> Ref:
        """A thing that is named."""
        id_, types = part.text("id"), self.types(part)
        labels = [Said(text, _language(lang)) for text, lang in _notations(part.many("notation"))]
        names, numbers = self.names(part)
        labels += [one.said for one in names]
        label = part.text("_label")
        equivalent = [one.text("id") for one in part.many("equivalent") if self._seen(one)]
        classes = self.refs(part, "classified_as")
        if label and not labels:
            labels.append(Said(label))
        order = next((one.order for one in numbers if one.order is not None), None)
        return Ref(id_, types, tuple(labels), tuple(filter(None, equivalent)), tuple(classes), order)

    def types(self, part: Part) -> tuple[str, ...]:
        """The types of an object: one, or several in a list."""
        return tuple(part.texts("type"))

    def names(self, part: Part) -> tuple[list[Named], list[Named]]:
        """The names and the numbers in `identified_by`, both in the order that they say; a bare number of the order of
        the thing itself has it as its `order` and no text."""
        names: list[Named] = []
        numbers: list[Named] = []
        for one in part.many("identified_by"):
            types, text, pieces = self.types(one), one.text("content"), self._pieces(one)
            inner_names, inner = self.names(one)
            one.text("_label")
            self.statements(one)
            self.pass_over(self.assignments(one))
            classes, lang = tuple(self.refs(one, "classified_as")), self.language(one)
            order = next((number.order for number in inner if number.order is not None), None)
            text = text or " ".join(pieces) or next((name.said.text for name in inner_names), "")
            if aat.SEQUENCE in codes(classes):
                numbers.append(Named(Said(), classes, _number(text)))
            elif text:
                (numbers if "Identifier" in types else names).append(Named(Said(text, lang), classes, order))
        return ordered(names), ordered(numbers)

    def statements(self, part: Part, name: str = "referred_to_by") -> list[Statement]:
        """The texts of a field; those that lie elsewhere have their address, or what they are a part of, as text."""
        found = []
        for one in part.many(name):
            self.types(one)
            id_, text, label = one.text("id"), one.text("content"), one.text("_label")
            names, numbers = self.names(one)
            wholes = self.refs(one, "part_of")
            one.text("format")
            self.statements(one)
            classes, lang = tuple(self.refs(one, "classified_as")), self.language(one)
            for inner in self.statements(one, "part"):
                found.append(inner if inner.classes else inner._replace(classes=classes))
            told = [(label, ""), *((each.said.text, "") for each in (*names, *numbers))]
            told += [] if text else self._written(one)
            elsewhere = cited([*told, ("", id_), *((each.label, each.id) for each in wholes)])
            if text or elsewhere:
                found.append(Statement(Said(plain(text) or elsewhere, lang), classes, id_))
        return found

    def _written(self, part: Part) -> list[tuple[str, str]]:
        """By whom a text that lies elsewhere was written and when, and the title that it gives the work."""
        found = []
        for one in part.many("created_by"):
            assignments, span = self.assignments(one, "part"), self.span(one)
            for inner in (each for assignment in assignments for each in assignment.assigned):
                found += [(inner.text("content"), ""), (self.ref(inner).label, "")]
            found += [(ref.label, "" if ref.label else ref.id) for ref in self.refs(one, "carried_out_by")]
            found.append((span.text if span else "", ""))
            self.refs(one, "classified_as"), self.ref(one)
        return found

    def assignments(self, part: Part, name: str = "assigned_by") -> list[Assignment]:
        """Who said what of something, in a field; what was assigned is still to be read."""
        found = []
        for one in part.many(name):
            assigned, said = one.many("assigned"), one.text("assigned_property")
            one.text("assigned_to")
            people, used = self.refs(one, "carried_out_by"), self.refs(one, "used_specific_object")
            span, statements = self.span(one), self.statements(one)
            for place in ("took_place_at", "technique", "influenced_by", "part_of"):
                used += self.refs(one, place)
            found.append(Assignment(self.ref(one), assigned, said, people, used, span, statements))
        return found

    def pass_over(self, assignments: list[Assignment]) -> None:
        """Read what was assigned where only its being there counts: who gave a number, who measured."""
        for one in assignments:
            for inner in one.assigned:
                self.ref(inner)

    def language(self, part: Part) -> str | None:
        """The first language of an object as an ISO 639 code; None if it says none that is known."""
        for one in self.refs(part, "language"):
            known = next((aat.LANGUAGES[code] for code in one.codes if code in aat.LANGUAGES), None)
            if known:
                return known
        return None

    def span(self, part: Part, name: str = "timespan") -> Span | None:
        """A time span; None if there is none."""
        for one in part.many(name):
            self.ref_only(one)
            names, _ = self.names(one)
            first, last = one.text("begin_of_the_begin"), one.text("end_of_the_end")
            inner = one.text("end_of_the_begin"), one.text("begin_of_the_end")
            self.refs(one, "classified_as")
            for duration in one.many("duration"):
                self.dimension(duration)
            latest = year(last or inner[1], ends=True)
            return Span(tuple(name.said for name in names), year(first or inner[0]), latest)
        return None

    def dimension(self, part: Part) -> tuple[Ref, Any, list[Ref], tuple[str, str], list[Statement]]:
        """A measurement: itself, its value, its unit, the limits of its value, and what is said of it."""
        value = part.take("value")
        limits = (part.text("lower_value_limit"), part.text("upper_value_limit"))
        units = self.refs(part, "unit") + self.refs(part, "currency")
        notes = self.statements(part)
        self.pass_over(self.assignments(part))
        return self.ref(part), value, units, limits, notes

    def ref_only(self, part: Part) -> None:
        """Take out what names an object of the record itself, which is of no use elsewhere."""
        part.text("id"), part.text("_label"), self.types(part)

    def agent(self, ref: Ref, authority: int = 0) -> Agent | None:
        """Somebody who is named; None without a name and an address."""
        if not ref.id and not ref.labels:
            return None
        name = preferred(ref.labels).text or ref.id
        kind = "person" if "Person" in ref.types else "group" if "Group" in ref.types else "unknown"
        others = dict.fromkeys(one for one in ref.labels if one.text != name)
        addresses = [one for one in (ref.id, *ref.equivalent) if scheme_of(one)]
        return Agent(
            id=f"{self.description.source}:agent:{self.key(ref) or slug(name)}",
            name=name,
            kind=kind,
            names=tuple(Title(text=one.text, lang=one.lang, kind="alternative") for one in others),
            url=ref.id if is_address(ref.id) else None,
            identifiers=self.description.identified(addresses),
            authority=authority,
        )

    def key(self, ref: Ref) -> str:
        """The address of a thing as part of an id; empty if it has none."""
        scheme = scheme_of(ref.id) if ref.id else None
        return f"{scheme}:{canonical(scheme, ref.id)}" if scheme else self.description.local(ref.id)

    def term(self, facet: str, ref: Ref, *, parents: tuple[str, ...] = (), linked: bool = True) -> str | None:
        """A thing as a term of the work; its id, None if it has no name and no address."""
        if not ref.id and not ref.labels:
            return None
        if not ref.labels:
            self.description.unresolved(facet, ref.id)
        labels: dict[str, str] = {one.lang: one.text for one in reversed(ref.labels) if one.lang}
        said = preferred(ref.labels)
        label = said.text or ref.id
        raw = self.key(ref) or (f"{said.lang}:{slug(label)}" if said.lang else slug(label))
        if not raw:
            return None
        url = next((one for one in ref.equivalent if scheme_of(one)), ref.id if is_address(ref.id) else None)
        return self.description.term(facet, raw, label, labels, url, parents, linked)

    def target(self, ref: Ref) -> str | None:
        """The id of a work that is named; None if it is not one of the source's own."""
        own = bool(self._base) and ref.id.partition("://")[2].startswith(self._base)
        work = "HumanMadeObject" in ref.types or not ref.types
        return f"{self.description.source}:{self.key(ref)}" if own and work else None

    def _pieces(self, part: Part) -> list[str]:
        """The texts of the parts of a name or a number."""
        found = []
        for one in part.many("part"):
            text = one.text("content")
            self.ref(one)
            self.language(one)
            found += [text] if text else []
        return found

    def _seen(self, part: Part) -> bool:
        self.types(part)
        part.text("_label")
        return "id" in part


def types_of(said: Any) -> tuple[str, ...]:
    """What `type` says: a type, or several in a list."""
    return tuple(str(one) for one in said) if isinstance(said, list) else (str(said),) if said else ()


def codes(classes: Iterable[Ref]) -> frozenset[str]:
    """The numbers in AAT of several things."""
    return frozenset(code for one in classes for code in one.codes)


def cited(pairs: Iterable[tuple[str, str]]) -> str:
    """What names a text that lies elsewhere: its labels, with the addresses behind them in brackets."""
    labels: dict[str, None] = {}
    addresses: dict[str, None] = {}
    for label, address in pairs:
        labels.update({label: None} if label else {})
        addresses.update({address: None} if is_address(address) else {})
    said, where = ", ".join(labels), ", ".join(addresses)
    return f"{said} ({where})" if said and where else said or where


def preferred(said: Iterable[Said]) -> Said:
    """The text in English, else the first; empty if there is none."""
    texts = list(said)
    return next((one for one in texts if one.lang == "en"), texts[0] if texts else Said())


def ordered(things: list[Any]) -> list[Any]:
    """Things in the order that they say; those that say none come last, as they stood."""
    return sorted(things, key=lambda one: float("inf") if one.order is None else one.order)


def year(text: str, *, ends: bool = False) -> int | None:
    """The year of an ISO date («1628-01-01T00:00:00Z», «-0500»); None for other texts, and for 0.

    `ends`: it is the end of a span, where the first instant of a year is the end of the year before.
    """
    found = _YEAR.fullmatch(text)
    if not found:
        return None
    value = int(found[1])
    if ends and re.fullmatch(r"\s*[+-]?\d+-01-01T00:00:00(?:\.0+)?Z?\s*", text):
        value -= 1
    return value or None


def _notations(parts: list[Part]) -> Iterable[tuple[str, str]]:
    for one in parts:
        text = one.text("@value") or one.text("id")
        if text:
            yield text, one.text("@language")


def _language(said: str) -> str | None:
    return said.partition("-")[0].casefold() or None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
