"""Tate's collection as it was frozen in October 2014: artworks and artists, a JSON object or a row each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

from culturedata.data.licences import CC0_METADATA
from culturedata.data.records import (
    Agent,
    Credit,
    Date,
    Entity,
    Holding,
    Identifier,
    Image,
    Measure,
    RawRecord,
    Relation,
    Term,
    Text,
    Title,
    Work,
    WorkTerm,
)
from culturedata.importing.source import Issue, Source
from culturedata.importing.values import dates
from culturedata.importing.values.dating import checked
from culturedata.importing.values.text import text_of
from culturedata.sources.tate import dating, files, people, sizes, tables

ROOMS = Term(id="tate:term:artist-rooms", facet="collection", label="ARTIST ROOMS")
_NAMED = frozenset({"acno", "mda"})  # what JSON names a record by, and no table does
_NODE = frozenset({"id", "name", "children"})
_GROUP = ("accessionRanges", "completeStatus", "finbergNumber", "groupType")


class Tate(Source):
    """Reads JSON, one record a line (tate_artists, tate_artworks) or a file, as upstream, or upstream's two tables."""

    name = "tate"
    summary = "Tate, London: 69,202 artworks and 3,534 artists (2014)"
    # Counts and lists of what stands in the record itself; the order and the first letter of its own pages; parts of a
    # place's full name; which renditions of a picture exist. All of it stays in the raw record.
    ignored = frozenset({
        "contributorCount", "movementCount", "subjectCount", "all_artists", "activePlaceCount", "totalWorks",
        "startLetter", "workCount", "displayOrder", "placeName", "placeType", "cleared", "filenameBase", "resolution",
        "size",
    })  # fmt: skip

    def records(self) -> Iterator[RawRecord]:
        yield from files.records(self.context)

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        row: dict[str, Any] = msgspec.json.decode(record.body)
        self._reading = f"tate:{record.key}"
        shaped = row if row.keys() & _NAMED else self._shaped(row)
        entities = self._artwork(shaped) if "acno" in shaped else self._artist(shaped)
        self._audit(shaped)
        return iter(entities)

    def _shaped(self, cells: dict[str, str]) -> dict[str, Any]:
        """The row of a table as the JSON record of the same."""
        shaped = tables.artwork(cells) if tables.ACNO in cells else tables.artist(cells, self._no_year)
        self._audit(cells)
        return shaped

    def _no_year(self, column: str, said: str) -> None:
        message = f"{said!r} is no year: left out"
        self.context.report(Issue("bad-year", message, self._reading, field=column, raw=said))

    def _audit(self, *left: dict[str, Any]) -> None:
        """Report what a part of the record that is being read says beside what was taken out of it."""
        for part in left:
            if part and not part.keys() <= self.ignored:
                self.context.audit(part, self.ignored, self._reading)

    def _artist(self, row: dict[str, Any]) -> list[Entity]:
        terms, used = self._movements(row.pop("movements"))
        for place in row.pop("activePlaces", ()):
            term, use = _term("place", place.pop("name"))
            terms.append(term)
            used.append(use)
            self._audit(place)
        birth, death = row.pop("birth", None) or {}, row.pop("death", None) or {}
        said, born, died = dating.year(row.pop("birthYear", None)), self._start(birth), self._start(death)
        life, kind = row.pop("date") or None, "group" if people.is_school(row["fc"]) else "unknown"
        born, died = people.lived(row["fc"], life, born if said is None else said, died)
        agent = Agent(
            id=f"tate:agent:{row.pop('id')}",
            name=row.pop("fc"),
            kind=kind,
            sort_name=row.pop("mda"),
            born=born,
            died=died,
            life_text=life,
            gender=people.gender(row.pop("gender")),
            born_place=self._place(birth),
            died_place=self._place(death),
            url=row.pop("url"),
            terms=tuple(used),
            authority=1,
        )
        return [*terms, agent]

    def _start(self, event: dict[str, Any]) -> int | None:
        time = event.pop("time", None) or {}
        year = dating.year(time.pop("startYear", None))
        self._audit(time)
        return year

    def _place(self, event: dict[str, Any]) -> str | None:
        place = event.pop("place", None) or {}
        name: str | None = place.pop("name", None)
        self._audit(event, place)
        return name

    def _movements(self, movements: list[dict[str, Any]]) -> tuple[list[Entity], list[WorkTerm]]:
        terms: list[Entity] = []
        used = []
        for movement in movements:
            era = movement.pop("era")
            era_id, id_ = f"tate:term:era-{era.pop('id')}", f"tate:term:movement-{movement.pop('id')}"
            terms.append(Term(id=era_id, facet="period", label=era.pop("name")))
            terms.append(Term(id=id_, facet="movement", label=movement.pop("name"), parents=(era_id,)))
            used.append(WorkTerm(facet="movement", term=id_))
            self._audit(era, movement)
        return terms, used

    def _artwork(self, row: dict[str, Any]) -> list[Entity]:
        acno = row.pop("acno")
        terms, used = self._movements(row.pop("movements", ()))
        self._subjects(row.pop("subjects", None), terms, used)
        self._plain_terms(row, terms, used)
        agents, credits = self._contributors(row.pop("contributors"))
        bounds = row.pop("dateRange", None) or {}
        work = Work(
            id=f"tate:{acno}",
            domain="museum",
            titles=_titles(row),
            url=row.pop("url"),
            credits=credits,
            dates=(*self._made(row, bounds), *self._acquired(row)),
            terms=tuple(used),
            texts=tuple(_texts(row)),
            images=tuple(self._images(row)),
            rights=(CC0_METADATA,),
            identifiers=_identifiers(row, acno),
            dimensions=sizes.read(row.pop("dimensions"), sizes.Fields.of(row), self._other_size),
            holdings=(_holding(row, acno),),
            measures=_measures(row),
            relations=tuple(self._relations(row)),
        )
        self._audit(bounds)
        return [*terms, *agents, work]

    def _made(self, row: dict[str, Any], bounds: dict[str, Any]) -> list[Date]:
        printed, first = row.pop("dateText"), row.pop("year", None)
        if first is None:
            return dating.made(printed, bounds, self._other_years)
        return dating.begun(printed, first, self._other_years)

    def _acquired(self, row: dict[str, Any]) -> Iterator[Date]:
        year = text_of(row, "acquisitionYear")
        if year:
            yield checked(self.context, self._reading, dates.read(year, "acquired"))

    def _other_years(self, printed: str, years: str) -> None:
        message = f"the years {years} are not those of «{printed}»: both are kept"
        self.context.report(Issue("years-differ", message, self._reading, field="dateRange", raw=years))

    def _other_size(self, field: str, said: str, printed: str) -> None:
        message = f"the field {field} says {said!r}, the printed dimensions {printed!r}: these are kept"
        self.context.report(Issue("size-differs", message, self._reading, field=field, raw=said))

    def _subjects(self, tree: dict[str, Any] | None, terms: list[Entity], used: list[WorkTerm]) -> None:
        """Terms of the three-level tree; the work is described by the deepest ones, the others are their parents."""
        tree = tree or {}
        levels: list[tuple[str, list[dict[str, Any]]]] = [("", tree.pop("children", []))]
        tree.pop("id", None), tree.pop("name", None)  # of the root, which is called «subject» everywhere
        self._audit(tree)
        for parent, nodes in levels:  # which grows below each node that has children
            for node in nodes:
                term, use = _subject(node["id"], node["name"], parent)
                terms.append(term)
                if below := node.get("children"):
                    levels.append((term.id, below))
                else:
                    used.append(use)
                if len(node) > 2 and node.keys() - _NODE:
                    self._audit({name: said for name, said in node.items() if name not in _NODE})

    def _plain_terms(self, row: dict[str, Any], terms: list[Entity], used: list[WorkTerm]) -> None:
        for facet, label in (("classification", row.pop("classification")), ("material", row.pop("medium"))):
            if label:
                term, use = _term(facet, label)
                terms.append(term)
                used.append(use)
        if row.pop("artistRooms", False):
            terms.append(ROOMS)
            used.append(WorkTerm(facet=ROOMS.facet, term=ROOMS.id))

    def _contributors(self, contributors: list[dict[str, Any]]) -> tuple[list[Agent], tuple[Credit, ...]]:
        agents, credits = [], []
        for one in sorted(contributors, key=lambda c: c["displayOrder"]):
            role, said = one.pop("role"), [one.pop(field) for field in people.FIELDS]
            agents.append(people.mentioned(*said, one.pop("birthYear", None)))
            credits.append(people.credit(agents[-1].id, role, bool(one.pop("append_role_after_name", None))))
            if not people.is_known(role):
                message = f"unknown role {role!r}: kept as a note"
                self.context.report(Issue("unknown-role", message, self._reading, field="role", raw=role))
            self._audit(one)
        return agents, tuple(credits)

    def _images(self, row: dict[str, Any]) -> Iterator[Image]:
        """Addresses of Tate's pictures: none is openly licensed."""
        url, credit = row.pop("thumbnailUrl"), row.pop("thumbnailCopyright", None)
        if url:
            yield Image(url=url, thumbnail=url, credit=_lines(credit))
        for more in row.pop("additionalImages", ()):
            said = more.pop("copyright", None), more.pop("creativeCommons", None)
            credit = _lines("; ".join(filter(None, said)))
            for size in more.pop("sizes", ()):
                file, width, height = text_of(size, "file"), size.pop("width", None), size.pop("height", None)
                url, alt = f"http://www.tate.org.uk/art/images/work/{file}", size.pop("caption", None)
                if file:
                    yield Image(url=url, width=width, height=height, alt=alt, credit=credit)
                self._audit(size)
            self._audit(more)

    def _relations(self, row: dict[str, Any]) -> Iterator[Relation]:
        group = row.pop("catalogueGroup")
        if group:
            id_, title = group.pop("id"), group.pop("shortTitle")
            said = [(key, text_of(group, key)) for key in _GROUP]
            text = (title or f"group {id_}") + "".join(f"; {key}: {value}" for key, value in said if value)
            yield Relation(kind="part of", target=f"tate:group:{id_}", text=text)
            self._audit(group)


@lru_cache(maxsize=20_000, typed=True)
def _subject(number: int, name: str, parent: str) -> tuple[Term, WorkTerm]:
    """A term of the tree below the term `parent` ("": a top one), and a work's use of it."""
    id_ = f"tate:term:{number}"
    term = Term(id=id_, facet="subject", label=name, parents=(parent,) if parent else ())
    return term, WorkTerm(facet="subject", term=id_)


@lru_cache(maxsize=20_000)
def _term(facet: str, label: str) -> tuple[Term, WorkTerm]:
    """A term that is known by its words only: another label is another term, whatever its order in the source."""
    label = " ".join(label.split())
    id_ = f"tate:term:{facet}-{label.replace(' ', '_')}"
    return Term(id=id_, facet=facet, label=label), WorkTerm(facet=facet, term=id_)


def _titles(row: dict[str, Any]) -> tuple[Title, ...]:
    titles = [Title(text=row.pop("title") or "[no title]", lang="en", kind="original")]
    foreign, group = row.pop("foreignTitle"), row.pop("groupTitle")
    if foreign:
        titles.append(Title(text=foreign, kind="alternative"))
    if group:
        titles.append(Title(text=group, lang="en", kind="group"))
    return tuple(titles)


def _texts(row: dict[str, Any]) -> Iterator[Text]:
    inscription = row.pop("inscription")
    if inscription:
        yield Text(kind="inscription", text=inscription, lang="en")


def _identifiers(row: dict[str, Any], acno: str) -> tuple[Identifier, ...]:
    said = [("accession", acno), ("tate", row.pop("id")), ("tate catalogue text", row.pop("catTextResId", None))]
    said += [("finberg", text_of(row, "finberg"))]
    return tuple(Identifier(scheme=scheme, value=str(value)) for scheme, value in said if value)


def _holding(row: dict[str, Any], acno: str) -> Holding:
    return Holding(
        kind="owner", name="Tate", city="London", country="GB", inventory=acno,
        credit_line=_lines(row.pop("creditLine")),
    )  # fmt: skip


def _measures(row: dict[str, Any]) -> tuple[Measure, ...]:
    page = row.pop("pageNumber", None)
    return () if page is None else (Measure(kind="page number", value=float(page), unit="page"),)


def _lines(text: str | None) -> str | None:
    """A text with plain line ends, which are «\r\n» in some records, and none behind it."""
    return "\n".join(text.splitlines()).strip() if text and "\r" in text else text or None
