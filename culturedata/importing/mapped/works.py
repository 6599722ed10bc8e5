"""A work, with its people and terms, from one record and a mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from culturedata.data import licences
from culturedata.data.records import Date, Entity, Measure, Relation, Rights, Term, Text, Title, Work, WorkTerm
from culturedata.importing.mapped import targets as t
from culturedata.importing.mapped.cells import Cell, Cells
from culturedata.importing.mapped.mapping import Mapped
from culturedata.importing.mapped.objects import Objects
from culturedata.importing.mapped.people import People
from culturedata.importing.source import Context
from culturedata.importing.values import dates, identifying
from culturedata.importing.values.text import number
from culturedata.vocabularies import DOMAINS

UNTITLED = "[no title]"


def entities(record: dict[str, Any], key: str, mapping: Mapped, context: Context) -> Iterator[Entity]:
    """Yield the terms, the people and the work that one record says.

    Raises ValueError where nothing can be used: its domain is unknown, or its key reads like the id of something else.
    """
    if key.startswith(("agent:", "term:")):
        raise ValueError(f"the key {key!r} reads like the id of another thing than a work")
    reading = _Reading(record, key, mapping, context)
    for rule in mapping.rules:
        for cell in reading.cells.of(rule):
            reading.add(rule.target, cell)
    yield from reading.terms.values()
    yield from reading.people.agents.values()
    yield reading.work()


class _Reading:
    """What was read of one record so far."""

    def __init__(self, record: dict[str, Any], key: str, mapping: Mapped, context: Context) -> None:
        self._source = context.descriptor
        self._key = key
        self._lang = mapping.lang
        self._context = context
        self.cells = Cells(record, mapping, context, key)
        self.people = People(self.cells, context, key, self._id, mapping.lang)
        self.objects = Objects(self.cells, mapping.lang)
        self.terms: dict[str, Term] = {}
        self._parts: dict[str, list[Any]] = {
            name: [] for name in ("titles", "dates", "texts", "identifiers", "measures", "relations", "terms")
        }
        self._url: str | None = None
        self._domain = self._source.domain[0] if len(self._source.domain) == 1 else None
        self._add: dict[type[t.Target], Callable[[Any, Cell], None]] = {
            t.Key: lambda *_: None, t.Url: self._page, t.Domain: self._of_domain, t.TitleOf: self._title,
            t.MakerOf: self.people.add, t.DateOf: self._date, t.TermOf: self._term, t.TextOf: self._text,
            t.IdentifierOf: self._identifier, t.MeasureOf: self._measure, t.RelationOf: self._relation,
            **self.objects.adders,
        }  # fmt: skip

    def add(self, target: t.Target, cell: Cell) -> None:
        """Take in one value."""
        self._add[type(target)](target, cell)

    def work(self) -> Work:
        """The work, of all that was taken in."""
        if self._domain is None:
            raise ValueError(f"its domain is not told, which is one of {', '.join(DOMAINS)}")
        parts = {name: tuple(values) for name, values in self._parts.items()}
        parts["titles"] = parts["titles"] or (Title(text=UNTITLED),)
        parts["texts"] += tuple(self.people.texts)
        further = identifying.identifiers(self._context, self._key, accession=self.objects.numbers)
        parts["identifiers"] = tuple(dict.fromkeys((*parts["identifiers"], *further)))
        return Work(
            id=f"{self._source.name}:{self._key}",
            domain=self._domain,
            url=self._url,
            credits=tuple(self.people.credits),
            images=self.objects.images(),
            rights=(*self._metadata(), *self.objects.rights),
            dimensions=tuple(self.objects.dimensions),
            holdings=self.objects.holdings(),
            **parts,
        )

    def _metadata(self) -> Iterator[Rights]:
        """The rights in the metadata that the descriptor tells, unless the record tells its own."""
        if not any(right.covers == "metadata" for right in self.objects.rights):
            found = licences.licence(self._source.licence)
            uri = self._source.licence_url or (found.uri if found else None)
            yield Rights(covers="metadata", licence=uri, statement=self._source.licence)

    def _id(self, kind: str, raw: str) -> str:
        return f"{self._source.name}:{kind}:{raw}"

    def _page(self, _: t.Url, cell: Cell) -> None:
        self._url = self._url or cell.text

    def _of_domain(self, _: t.Domain, cell: Cell) -> None:
        if cell.text not in self._source.domain:
            raise ValueError(f"its domain is {cell.text!r}, not one of {', '.join(self._source.domain)}")
        self._domain = cell.text

    def _title(self, target: t.TitleOf, cell: Cell) -> None:
        self._parts["titles"].append(Title(text=cell.text, lang=target.lang or self._lang, kind=target.kind))

    def _date(self, target: t.DateOf, cell: Cell) -> None:
        """As printed, or where only years are given, the years."""
        earliest, latest = self.people.year(cell, "earliest"), self.people.year(cell, "latest")
        text = cell.text or "–".join(str(year) for year in dict.fromkeys((earliest, latest)) if year is not None)
        if not text:
            return
        if target.earliest is None and latest is not None:
            said: Date = dates.read(text, target.kind)
            earliest = said.earliest
        date = dates.bounded(text, earliest, latest, target.kind)
        if dates.unread(date):
            self.cells.report("unread-date", f"the date {text!r} can't be read: its text is kept", "date", text)
        self._parts["dates"].append(date)

    def _term(self, target: t.TermOf, cell: Cell) -> None:
        label, lang = " ".join(cell.text.split()), target.lang or self._lang
        if not label:
            return
        id_ = self._id("term", f"{target.facet}/{cell.get('id') or label}")
        self.terms[id_] = Term(
            id=id_,
            facet=target.facet,
            label=label,
            label_fr=cell.get("label_fr") or (label if lang == "fr" else None),
            label_en=cell.get("label_en") or (label if lang == "en" else None),
            url=cell.get("url"),
        )
        self._parts["terms"].append(WorkTerm(facet=target.facet, term=id_))

    def _text(self, target: t.TextOf, cell: Cell) -> None:
        if cell.text:
            said = cell.get("licence")
            found = self.objects.licence(said) if said else None
            licence = found.uri if found and found.uri else said
            text = Text(kind=target.kind, text=cell.text, lang=target.lang or self._lang, licence=licence)
            self._parts["texts"].append(text)

    def _identifier(self, target: t.IdentifierOf, cell: Cell) -> None:
        found = identifying.identifiers(self._context, self._key, **{target.scheme: cell.text})
        self._parts["identifiers"].extend(found)

    def _measure(self, target: t.MeasureOf, cell: Cell) -> None:
        value = number(cell.text)
        known = {measure.kind: measure.value for measure in self._parts["measures"]}
        if value is not None and known.get(target.kind, value) != value:
            message = f"two values for {target.kind}: {known[target.kind]} stands, {cell.text!r} is left out"
            self.cells.report("said-twice", message, target.kind, cell.text)
        elif value is not None:
            self._parts["measures"].append(Measure(kind=target.kind, value=value, unit=target.unit, at=cell.get("at")))
        elif cell.text:
            self.cells.report("not-a-number", f"{cell.text!r} is no number, in {target.kind}", target.kind, cell.text)

    def _relation(self, target: t.RelationOf, cell: Cell) -> None:
        other = cell.get("target")
        to = f"{self._source.name}:{other}" if other else None
        self._parts["relations"].append(Relation(kind=target.kind, target=to, text=cell.text or None))
