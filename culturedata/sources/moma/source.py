"""The Museum of Modern Art, New York: the tables Artists and Artworks, as CSV or JSON.

A record of Artists is kept as `{"artist": …}`, one of Artworks as `{"artwork": …, "names": […]}`: with what Artists
calls the makers whose ConstituentIDs it lists, for the names that it prints itself can't be told apart («A. Person,
Jr., B. Person»).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from culturedata.data.licences import CC0_METADATA
from culturedata.data.records import (
    Agent,
    Credit,
    Date,
    Dimension,
    Entity,
    Holding,
    Image,
    Measure,
    RawRecord,
    Term,
    Text,
    Title,
    Work,
    WorkTerm,
)
from culturedata.errors import UsageError
from culturedata.importing.inputs.files import Line
from culturedata.importing.inputs.ways import DUMP, way
from culturedata.importing.source import Context, Issue, Source
from culturedata.importing.values import dates
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.text import number, plain, slug, text_in, text_of
from culturedata.sources.moma import files as tables
from culturedata.sources.moma import people
from culturedata.sources.moma.files import ARTISTS, ARTWORKS, TABLES
from culturedata.sources.moma.people import Person, Row

MUSEUM = "Museum of Modern Art"
# Columns of sizes: part, kind, unit.
_SIZES = {
    "Height (cm)": (None, "height", "cm"), "Width (cm)": (None, "width", "cm"), "Depth (cm)": (None, "depth", "cm"),
    "Length (cm)": (None, "length", "cm"), "Diameter (cm)": (None, "diameter", "cm"),
    "Circumference (cm)": (None, "circumference", "cm"), "Seat Height (cm)": ("seat", "height", "cm"),
    "Weight (kg)": (None, "weight", "kg"),
}  # fmt: skip
_LONGEST_TERM = 120  # characters: a longer medium describes one work
_AMERICAN = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")


class Moma(Source):
    """A cursor is «table:number of the record»; Artists comes first."""

    name = "moma"
    summary = "The Museum of Modern Art, New York: its tables Artists and Artworks"
    # How far the museum's own work on the record is (the second is its older name).
    ignored = frozenset({"Cataloged", "CuratorApproved"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._agent = lru_cache(maxsize=10_000)(lambda person: people.agent(person, context))
        self._reading = ""

    def records(self) -> Iterator[RawRecord]:
        chosen = way(self.context, default=DUMP)
        if chosen.files:
            yield from self._tables(chosen.files)
        elif chosen.path is None:
            raise UsageError("moma has no API.", "Give nothing, or the folder or archive with Artists and Artworks.")
        else:
            with tables.tables(chosen.path, self.context) as found:
                yield from self._tables(found)

    def _tables(self, found: Mapping[str, Path]) -> Iterator[RawRecord]:
        at, _, done = (self.context.cursor or f"{TABLES[0]}:0").partition(":")
        if ARTISTS in found and at == ARTISTS:
            yield from self._artists(found[ARTISTS], int(done))
        if ARTWORKS in found:
            silent = Context(self.descriptor)
            names = tables.names(tables.lines(found[ARTISTS], ARTISTS, silent)) if ARTISTS in found else {}
            yield from self._artworks(found[ARTWORKS], names, int(done) if at == ARTWORKS else 0)

    def _artists(self, path: Path, after: int) -> Iterator[RawRecord]:
        for line in tables.lines(path, ARTISTS, self.context, after):
            row = self._row(line, "ConstituentID")
            if row is not None:
                key = f"agent:{text_in(row, 'ConstituentID').strip()}"
                body = b'{"artist":' + line.body + b"}"
                yield RawRecord(key=key, body=body, located=line.located, cursor=f"{ARTISTS}:{line.number}")

    def _artworks(self, path: Path, names: Mapping[str, str], after: int) -> Iterator[RawRecord]:
        for line in tables.lines(path, ARTWORKS, self.context, after):
            row = self._row(line, "ObjectID")
            if row is not None:
                called = msgspec.json.encode([names.get(id_) for id_ in people.ids_of(row)])
                body = b'{"artwork":' + line.body + b',"names":' + called + b"}"
                key = text_in(row, "ObjectID").strip()
                yield RawRecord(key=key, body=body, located=line.located, cursor=f"{ARTWORKS}:{line.number}")

    def _row(self, line: Line, id_: str) -> Row | None:
        """The record of a line; one that can't be read or has no id is reported, and None."""
        try:
            row = msgspec.json.decode(line.body)
        except (msgspec.DecodeError, RecursionError):
            row = None
        if isinstance(row, dict) and text_in(row, id_).strip():
            return row
        raw = line.body[:2000].decode("utf-8", "replace")
        self.context.report(Issue("not-a-record", f"a record without {id_}: left out", raw=raw, located=line.located))
        return None

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        self._reading = record.key
        whole = msgspec.json.decode(record.body)
        row: Row = whole["artist"] if record.key.startswith("agent:") else whole["artwork"]
        entities = self._artwork(row, whole["names"]) if "names" in whole else [people.artist(row, self.context)]
        if row:
            self.context.audit(row, self.ignored, record.key)
        return iter(entities)

    def _unpaired(self, field: str, message: str, raw: str) -> None:
        self.context.report(Issue("unpaired", message, self._reading, field=field, raw=raw))

    def _artwork(self, row: Row, names: list[str | None]) -> list[Entity]:
        id_ = self._reading
        text_of(row, "ObjectID")  # by which the record is known
        makers, printed = people.people(row, names, self._unpaired)
        agents = [self._agent(maker) for maker in makers]
        medium = _text(row, "Medium")
        pairs = [_term("classification", _text(row, "Classification")), _term("department", _text(row, "Department"))]
        pairs.append(_term("material", medium) if len(medium) <= _LONGEST_TERM else None)
        inventory = _text(row, "AccessionNumber") or _text(row, "MoMANumber") or None
        work = Work(
            id=f"moma:{id_}",
            domain="museum",
            titles=(Title(text=_text(row, "Title") or "[no title]"),),
            url=_text(row, "URL") or None,
            credits=_credits(agents, makers, printed),
            dates=_dates(_text(row, "Date"), _text(row, "DateAcquired")),
            terms=tuple(pair[1] for pair in pairs if pair),
            texts=tuple(_texts(medium, _text(row, "OnView"))),
            images=_images(row),
            rights=(CC0_METADATA,),
            identifiers=identifiers(self.context, self._reading, accession=inventory, moma=id_),
            dimensions=_dimensions(row),
            holdings=(_holding(row, inventory),),
            measures=self._measures(text_of(row, "Duration (sec.)")),
        )
        return [*(pair[0] for pair in pairs if pair), *agents, work]

    def _measures(self, duration: str) -> tuple[Measure, ...]:
        """How long a film or a recording plays."""
        if not duration:
            return ()
        value = number(duration)
        if value is None:
            message = f"{duration!r} is no number of seconds: left out"
            self.context.report(Issue("bad-number", message, self._reading, field="Duration (sec.)", raw=duration))
            return ()
        return (Measure(kind="duration", value=value, unit="s"),)


def _text(row: Row, field: str) -> str:
    """The field of a record, taken out, as text without tags; "" where it says nothing."""
    return plain(text_of(row, field))


@lru_cache(maxsize=20_000)
def _term(facet: str, said: str) -> tuple[Term, WorkTerm] | None:
    """A term of the facet, known by its words, and the work's use of it."""
    label = " ".join(said.split())
    if not label:
        return None
    id_ = f"moma:term:{facet}-{slug(label) or label}"
    return Term(id=id_, facet=facet, label=label, label_en=label), WorkTerm(facet=facet, term=id_)


def _credits(agents: list[Agent], makers: list[Person], printed: str) -> tuple[Credit, ...]:
    """All makers are «artist»: the tables say nothing else. Names printed otherwise are noted with the first."""
    notes = [printed or None] + [None] * len(makers)
    return tuple(Credit(agent=agent.id, role="artist", note=note) for agent, note in zip(agents, notes, strict=False))


@lru_cache(maxsize=20_000)
def _dates(made: str, acquired: str) -> tuple[Date, ...]:
    """When it was made, then when it was acquired: «2009-11-17», or in the American order «11-17-2009»."""
    found = [dates.read(made)] if made else []
    american = _AMERICAN.fullmatch(acquired)
    if american:
        year = int(american[3])
        found.append(Date(kind="acquired", text=acquired, earliest=year, latest=year, precision="day"))
    elif acquired:
        found.append(dates.read(acquired, "acquired"))
    return tuple(found)


def _texts(medium: str, where: str) -> Iterator[Text]:
    """A medium that is too long for a term, and where the work hangs today."""
    if len(medium) > _LONGEST_TERM:
        yield Text(kind="medium", text=medium, lang="en")
    if where:
        yield Text(kind="location", text=where, lang="en")


def _images(row: Row) -> tuple[Image, ...]:
    """The picture's address, «ThumbnailURL» in older tables: no picture is openly licensed."""
    urls = dict.fromkeys(filter(None, (_text(row, "ImageURL"), _text(row, "ThumbnailURL"))))
    return tuple(Image(url=url, credit=MUSEUM) for url in urls)


def _dimensions(row: Row) -> tuple[Dimension, ...]:
    """The columns of sizes, then the printed dimensions; a size that is no number is kept as text."""
    found = []
    for field, (part, kind, unit) in _SIZES.items():
        said = text_of(row, field)
        if said:
            value = number(said)
            text = said if value is None else None
            found.append(Dimension(part=part, kind=kind, value=value, unit=unit, text=text))
    if printed := _text(row, "Dimensions"):
        found.append(Dimension(kind="text", text=printed))
    return tuple(found)


def _holding(row: Row, inventory: str | None) -> Holding:
    return Holding(
        kind="owner", name=MUSEUM, city="New York", country="US", inventory=inventory,
        credit_line=_text(row, "CreditLine") or None,
    )  # fmt: skip
