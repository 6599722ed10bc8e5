"""What an object of the National Gallery of Art says, from its joined record to the common shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from culturedata.data.licences import CC0_METADATA
from culturedata.data.records import (
    Date,
    Dimension,
    Entity,
    Holding,
    Image,
    Relation,
    Rights,
    Term,
    Text,
    Title,
    Work,
    WorkTerm,
)
from culturedata.importing.source import Context, Issue
from culturedata.importing.values import dates, materials
from culturedata.importing.values.text import number as numeral
from culturedata.importing.values.text import slug
from culturedata.sources.nga.agent import Left, clean, numbers, year
from culturedata.sources.nga.makers import Makers

MUSEUM = "National Gallery of Art"
_PAGE = "http://www.nga.gov/content/ngaweb/Collection/art-object-page.{}.html"  # the form in the data dictionary
_SHOWN = 843  # pixels: the size of a picture on a page
_FACETS = {
    "keyword": "subject", "place executed": "place", "school": "culture", "style": "movement",
    "systematic catalogue volume": "collection", "technique": "technique", "theme": "subject",
}  # fmt: skip
_SETS = ("portfolio", "series", "volume")
_TEXTS = {
    "attribution": "makers as printed", "inscription": "inscription", "markings": "markings",
    "watermarks": "watermarks", "provenancetext": "provenance",
}  # fmt: skip
_UNITS = {
    "centimeters": "cm", "millimeters": "mm", "meters": "m", "inches": "in", "feet": "ft", "grams": "g",
    "kilograms": "kg", "pounds": "lb", "ounces": "oz",
}  # fmt: skip


class Reading:
    """One record that is being read: what is not used of its parts goes to `left`."""

    def __init__(self, context: Context, record: str, left: Left) -> None:
        self._context, self._record, self._left = context, record, left
        self._terms: dict[str, Term] = {}

    def work(self, whole: dict[str, Any]) -> list[Entity]:
        """The work, after the terms and the people that it names."""
        row = whole.pop("object")
        id_, accession = row.pop("objectid"), row.pop("accessionnum", "") or None
        people = Makers(self._context, self._record, self._left)
        people.read(whole.pop("constituents", ()), clean(row.get("attribution", "")))
        history = list(self._history(whole.pop("history", ())))
        images = tuple(self._images(whole.pop("images", ())))
        titles = self._titles(row, history)
        texts = (
            *self._own_texts(row), *people.texts, *(text for text in history if isinstance(text, Text)),
            *self._entries(whole.pop("texts", ())), *self._location(whole.pop("location", {})),
        )  # fmt: skip
        self._own_terms(row)
        self._further_terms(whole.pop("terms", ()))
        relations, recordings = self._relations(row, whole), list(self._recordings(whole.pop("media", ())))
        work = Work(
            id=f"nga:{id_}",
            domain="museum",
            titles=titles,
            url=_PAGE.format(id_),
            credits=tuple(people.credits),
            dates=tuple(self._dates(row)),
            terms=tuple(WorkTerm(facet=term.facet, term=term.id) for term in self._terms.values()),
            texts=(*texts, *(one for one in recordings if isinstance(one, Text))),
            images=tuple(image for image, _ in images),
            rights=(CC0_METADATA, *dict.fromkeys(rights for _, rights in images if rights)),
            identifiers=numbers(
                self._context, self._record, [*whole.pop("numbers", ()), *whole.pop("identifiers", ())], self._left,
                accession=accession or "", nga=id_, wikidata=row.pop("wikidataid", ""),
            ),
            dimensions=tuple(self._dimensions(row, whole.pop("dimensions", ()))),
            holdings=(_holding(row, accession),),
            relations=(*relations, *(one for one in recordings if isinstance(one, Relation))),
        )  # fmt: skip
        self._left.append(row)
        return [*self._terms.values(), *people.entities, work]

    # -- what stands in the object's own row -------------------------------------------------------------------------

    def _titles(self, row: dict[str, Any], history: list[Title | Text]) -> tuple[Title, ...]:
        """The title, former titles, and those of the sets that it belongs to."""
        found = [Title(text=clean(row.pop("title", "")) or "[no title]")]
        found += [one for one in history if isinstance(one, Title)]
        found += [Title(text=said, kind="group") for said in (clean(row.get(name, "")) for name in _SETS) if said]
        return tuple(dict.fromkeys(found))

    def _dates(self, row: dict[str, Any]) -> Iterator[Date]:
        earliest, latest = (year(self._context, self._record, row, field) for field in ("beginyear", "endyear"))
        years = [str(one) for one in dict.fromkeys((earliest, latest)) if one is not None]
        text = clean(row.pop("displaydate", "")) or "–".join(years)
        if text:
            yield dates.bounded(text, earliest, latest)

    def _own_texts(self, row: dict[str, Any]) -> Iterator[Text]:
        medium = clean(row.get("medium", ""))
        if medium and materials.terms(medium) != (" ".join(medium.split()),):
            yield Text(kind="medium", text=medium, lang="en")
        for field, kind in _TEXTS.items():
            text = clean(row.pop(field, ""))
            if text:
                yield Text(kind=kind, text=text, lang="en")

    def _own_terms(self, row: dict[str, Any]) -> None:
        for material in materials.terms(clean(row.pop("medium", ""))):
            self._term("material", material)
        kind = self._term("classification", clean(row.pop("classification", "")))
        self._term("classification", clean(row.pop("subclassification", "")), parent=kind)
        self._term("type", clean(row.pop("visualbrowserclassification", "")))
        self._term("department", row.pop("departmentabbr", ""))
        if row.pop("isvirtual", "") == "1":
            self._term("type", "virtual object")

    def _term(self, facet: str, label: str, key: str = "", parent: str | None = None) -> str | None:
        """Note a term and that it describes the work; its id, or None if it has no label."""
        label = " ".join(label.split())
        if not label:
            return None
        above = f"{parent.rpartition(':')[2].removeprefix(f'{facet}-')}--" if parent else ""
        id_ = f"nga:term:{facet}-{key or above + slug(label)}"
        parents = (parent,) if parent else ()
        self._terms.setdefault(id_, Term(id=id_, facet=facet, label=label, label_en=label, parents=parents))
        return id_

    # -- what stands in other tables ---------------------------------------------------------------------------------

    def _further_terms(self, rows: Any) -> None:
        """Terms of the museum's thesaurus. The same one may be used in several ways, so its id has the facet too."""
        for row in rows:
            said = row.pop("termtype", "")
            facet = _FACETS.get(said.casefold())
            if facet is None:
                message = f"unknown type of term {said!r}: kept as a subject"
                self._context.report(Issue("unknown-type", message, self._record, "termtype", said))
            self._term(facet or "subject", clean(row.pop("term", "")), key=row.pop("termid", ""))
            self._term("subject", clean(row.pop("visualbrowsertheme", "")))
            self._term("movement", clean(row.pop("visualbrowserstyle", "")))
            self._done(row, "objectid")

    def _history(self, rows: Any) -> Iterator[Title | Text]:
        """Former titles as titles; former attributions, and whatever was noted of either, as texts."""
        for row in sorted(rows, key=_order):
            kind, said = row.pop("datatype", "").replace("_", " ") or "history", clean(row.pop("forwardtext", ""))
            noted = [clean(row.pop(field, "")) for field in ("remarks", "effectivedate")]
            noted = list(filter(None, noted))
            if said and kind == "previous title":
                yield Title(text=said, kind="alternative")
            if noted or (said and kind != "previous title"):
                yield Text(kind=kind, text=f"{said} ({', '.join(noted)})" if noted else said, lang="en")
            self._done(row, "objectid")

    def _entries(self, rows: Any) -> Iterator[Text]:
        """Long texts; the year in which one was published stands before it, if not in it."""
        for row in rows:
            text, when = clean(row.pop("text", "")), row.pop("year", "").strip()
            kind = row.pop("texttype", "").replace("_", " ").strip() or "text"
            if text:
                yield Text(kind=kind, text=f"{when}: {text}" if when and when not in text else text, lang="en")
            self._done(row, "objectid")

    def _location(self, whole: dict[str, Any]) -> Iterator[Text]:
        """Where it hangs: the museum's own words, then the public names from the room to the building."""
        row, said = whole.pop("location", None), []
        if row:
            said.append(clean(row.pop("description", "")))
            said += [row.pop(field, "") for field in ("unitposition", "room", "site")]
            self._done(row)
        for place in whole.pop("preferred", ()):
            said.append(clean(place.pop("description", "")))
            self._done(place)
        said = list(dict.fromkeys(filter(None, said)))
        if said:
            yield Text(kind="location", text="; ".join(said), lang="en")
        self._left.append(whole)

    def _dimensions(self, row: dict[str, Any], rows: Any) -> Iterator[Dimension]:
        for one in rows:
            size, unit = one.pop("dimension", ""), one.pop("unitname", "")
            value = numeral(size) if size else None
            if value is None:
                message = f"{size!r} is no number"
                self._context.report(Issue("not-a-number", message, self._record, "dimension", size))
            kind, part = one.pop("dimensiontype", "").casefold() or "size", one.pop("element", "") or None
            unit = _UNITS.get(unit.casefold(), unit) or None
            yield Dimension(part=part, kind=kind, value=value, unit=unit, text=size if value is None else None)
            self._done(one, "objectid")
        text = clean(row.pop("dimensions", ""))
        if text:
            yield Dimension(kind="text", text=text)

    def _images(self, rows: Any) -> Iterator[tuple[Image, Rights | None]]:
        """Pictures, the primary views first. None is said to be open: the data do not tell which of them are."""
        for row in sorted(rows, key=_view):
            uuid, most = row.get("uuid", ""), numeral(row.pop("maxpixels", ""))
            base = row.pop("iiifurl", "") or f"https://api.nga.gov/iiif/{uuid}"
            size = min(_SHOWN, int(most)) if most else _SHOWN
            width, height = (numeral(row.pop(field, "")) for field in ("width", "height"))
            limit = _limit(most) if most else None
            row.pop("viewtype", None), row.pop("sequence", None)
            image = Image(
                url=f"{base}/full/!{size},{size}/0/default.jpg",
                thumbnail=row.pop("iiifthumburl", "") or None,
                iiif=base,
                width=int(width) if width else None,
                height=int(height) if height else None,
                alt=clean(row.pop("assistivetext", "")) or None,
                credit=MUSEUM,
            )
            yield image, limit
            self._done(row)

    def _relations(self, row: dict[str, Any], whole: dict[str, Any]) -> tuple[Relation, ...]:
        """Wholes, parts (recto and verso are «inseparable», panels «separable»), the parent, then sets by name."""
        found: list[Relation] = []
        for kind, rows, field, own in (
            ("part of", whole.pop("wholes", ()), "parentobjectid", "childobjectid"),
            ("has part", whole.pop("parts", ()), "childobjectid", "parentobjectid"),
        ):
            for one in rows:
                target = f"nga:{one.pop(field)}"
                found.append(Relation(kind=kind, target=target, text=one.pop("relationship", "") or None))
                self._done(one, own)
        parent = row.pop("parentid", "").strip()
        if parent and all((one.kind, one.target) != ("part of", f"nga:{parent}") for one in found):
            found.append(Relation(kind="part of", target=f"nga:{parent}", text="parent object"))
        for name in _SETS:
            said = clean(row.pop(name, ""))
            if said:
                found.append(Relation(kind=name, target=f"nga:{name}:{slug(said)[:80]}", text=said))
        return tuple(found)

    def _recordings(self, rows: Any) -> Iterator[Relation | Text]:
        """Talks and films about the object: a relation that names each, and its description with its address."""
        for pair in rows:
            link, row = pair.pop("relation"), pair.pop("item", None) or {}
            kind, title = row.pop("mediatype", "") or "media", clean(row.pop("title", ""))
            said = "\n".join(filter(None, (title, clean(row.pop("description", "")), *_of_recording(row))))
            lang = row.pop("language", "").strip().lower()
            yield Relation(kind=kind, target=f"nga:media:{link.pop('mediaid', '')}", text=title or None)
            if said:
                yield Text(kind=f"{kind} recording", text=said, lang=lang if lang.isalpha() and len(lang) < 4 else None)
            self._done(row, "mediaid")
            self._left.extend((link, pair))

    def _done(self, row: dict[str, Any], *joins: str) -> None:
        """Keep what is left of a row; the columns `joins` only say what it belongs to."""
        self._left.append({name: value for name, value in row.items() if name not in (*joins, "displayorder")})


def _of_recording(row: dict[str, Any]) -> Iterator[str]:
    """What is told of a recording in few words, then its addresses."""
    for field, called in (
        ("duration", "duration"), ("presentationdate", "given"), ("releasedate", "released"), ("keywords", "keywords"),
        ("playurl", ""), ("downloadurl", ""),
    ):  # fmt: skip
        said = clean(row.pop(field, ""))
        if said:
            yield f"{called}: {said}" if called else said


def _limit(pixels: float) -> Rights:
    """What may be shown of a picture that is not the museum's to give away."""
    return Rights(
        covers="image", statement=f"shown by the museum in at most {pixels:.0f} pixels (fair use)",
        statement_fr=f"montrée par le musée en {pixels:.0f} pixels au plus (fair use)",
    )  # fmt: skip


def _order(row: dict[str, Any]) -> tuple[str, float]:
    return row.get("datatype", ""), numeral(row.get("displayorder", "")) or 0


def _view(row: dict[str, Any]) -> tuple[bool, float, str]:
    """The place of a picture: the primary view first, then by the number in its order."""
    sequence = row.get("sequence", "")
    place = numeral(sequence) if sequence else None
    return row.get("viewtype") != "primary", float("inf") if place is None else place, sequence


def _holding(row: dict[str, Any], accession: str | None) -> Holding:
    """The museum owns what it has accessioned, and keeps the few other things."""
    return Holding(
        kind="keeper" if row.pop("accessioned", "1") == "0" else "owner", name=MUSEUM, city="Washington", country="US",
        inventory=accession, credit_line=clean(row.pop("creditline", "")) or None,
    )  # fmt: skip
