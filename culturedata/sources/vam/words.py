"""The words and texts of a record of the Victoria and Albert Museum.

The same field is called «contentPlace» in a search and «contentPlaces» where an object is asked for by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from culturedata.data.identifiers import canonical
from culturedata.data.records import Term, Text
from culturedata.importing.values.text import plain, slug, text_in, text_of, texts_of

Row = dict[str, Any]
Audit = Callable[[Row], None]
AAT = "http://vocab.getty.edu/aat/"
# Lists of words by their names (without the «s» of the longer form), and the facet in which each describes the work.
WORDS = {
    "material": "material", "technique": "technique", "categorie": "classification", "style": "movement",
    "contentPerson": "subject", "contentOrganisation": "subject", "contentPeople": "subject",
    "contentPlace": "subject", "contentEvent": "subject", "contentConcept": "subject", "contentOther": "subject",
    "contentLiteraryRef": "subject",
}  # fmt: skip
# Whom, what and where a thing has to do with, in a way that is said in words.
ASSOCIATED = {
    "associatedPerson": "associated person", "associatedOrganisation": "associated organisation",
    "associatedPeople": "associated people", "associatedPlace": "associated place", "associatedEvent": "event",
}  # fmt: skip
TEXTS = {
    "summaryDescription": "description", "physicalDescription": "physical description",
    "briefDescription": "short description", "materialsAndTechniques": "medium", "objectHistory": "provenance",
    "historicalContext": "historical context", "production": "production", "contentDescription": "content",
    "dimensionsNote": "note on dimensions", "copyNumber": "copy number",
}  # fmt: skip
MARK = (
    "content", "translation", "transliteration", "interpretation", "type", "description", "position", "medium",
    "method", "language", "script", "note",
)  # fmt: skip


def text(row: Row, field: str) -> str:
    """The text of a field, taken out; empty for none and for what is no text or number."""
    return text_of(row, field).replace("\r\n", "\n").strip()


def listed(row: Row, field: str, audit: Audit) -> Iterator[Row]:
    """The objects in a list, taken out; each is audited once it is used. A list in the list is read through."""
    for one in row.pop(field, None) or []:
        for inner in one if isinstance(one, list) else [one]:
            if isinstance(inner, dict):
                yield inner
                audit(inner)


def said(row: Row, field: str, audit: Audit) -> str:
    """The text of a word with an id («made») in a field, or the text that the field is; taken out."""
    word = row.get(field)
    if not isinstance(word, dict):
        return text(row, field)
    row.pop(field)
    found = text(word, "text")
    text(word, "id")
    audit(word)
    return found


def both(row: Row, name: str, audit: Audit) -> Iterator[Row]:
    """The objects of a list under either of its names."""
    yield from listed(row, name, audit)
    yield from listed(row, f"{name}s", audit)


def terms(row: Row, kind: str, audit: Audit) -> list[Term]:
    """The words that describe the object, each once: what it is, of what and how it is made, what it shows."""
    found: dict[str, Term] = {}
    found.update(_term("type", "", kind))
    for part in listed(row, "partTypes", audit):
        at, label = text(part, "id"), text(part, "text")
        if slug(label) != slug(kind):
            found.update(_term("type", at, label))
    for name, facet in WORDS.items():
        for one in both(row, name, audit):
            at, label = text(one, "id"), plain(text(one, "text"))
            found.update(_term(facet, at, label))
    for facet, field in (("department", "collectionCode"), ("classification", "productionType")):
        word = row.pop(field, None) or {}
        at, label = text(word, "id"), text(word, "text")
        found.update(_term(facet, at, label))
        audit(word)
    for place in row.get("placesOfOrigin") or []:
        where = place.get("place") or {}
        found.update(_term("place", text_in(where, "id"), text_in(where, "text").strip()))
    shown = text(row, "_primaryPlace")
    if not any(term.facet == "place" for term in found.values()):
        found.update(_term("place", "", shown))
    return list(found.values())


def _term(facet: str, at: str, label: str) -> dict[str, Term]:
    """A word by its id. Materials and techniques are printed now with a capital and now without: here without."""
    label = label.lower() if facet in ("material", "technique") else label
    end = at or slug(label)
    if not label or not end:
        return {}
    try:
        url = f"{AAT}{canonical('aat', at)}" if at.startswith("AAT") else None
    except ValueError:
        url = None
    id_ = f"vam:term:{facet}-{end}"
    return {id_: Term(id=id_, facet=facet, label=label, label_en=label, url=url)}


def texts(row: Row, audit: Audit) -> Iterator[Text]:
    """All that is written about the object, without marks of HTML."""
    for field, kind in TEXTS.items():
        found = plain(text(row, field))
        if found:
            yield Text(kind=kind, text=found, lang="en")
    yield from _inscribed(row, audit)
    for label in listed(row, "galleryLabels", audit):
        when, found = dated(label.pop("date", None), audit), plain(text(label, "text"))
        if found:
            yield Text(kind="label", text="\n".join(filter(None, (found, when))), lang="en")
    yield from _read_about(row, audit)
    yield from _together(row, audit)
    parts = [part for part in texts_of(row, "aspects") if part not in ("", "WHOLE")]
    if parts:
        yield Text(kind="parts", text="\n".join(parts), lang="en")


def _inscribed(row: Row, audit: Audit) -> Iterator[Text]:
    for mark in listed(row, "marksAndInscriptions", audit):
        lines = [plain(text(mark, field)) for field in MARK]
        when, by = dated(mark.pop("date", None), audit), mark.pop("inscriber", None) or {}
        lines += [when, said(by, "name", audit), said(by, "association", audit)]
        audit(by)
        if any(lines):
            yield Text(kind="inscription", text="\n".join(filter(None, lines)))


def _read_about(row: Row, audit: Audit) -> Iterator[Text]:
    """Literature, warnings."""
    lines = []
    for one in listed(row, "bibliographicReferences", audit):
        about = plain(said(one, "reference", audit)), text(one, "details"), plain(text(one, "free"))
        lines.append(", ".join(filter(None, about)))
    if any(lines):
        yield Text(kind="publication history", text="\n".join(filter(None, lines)), lang="en")
    for one in both(row, "contentWarning", audit):
        found = "\n".join(filter(None, (plain(text(one, "apprise")), plain(text(one, "note")))))
        if found:
            yield Text(kind="content warning", text=found, lang="en")
    for field in ("_warningTypes", "_contentWarningType"):
        flagged = ", ".join(filter(None, texts_of(row, field)))
        if flagged:
            yield Text(kind="content warning", text=flagged, lang="en")


def _together(row: Row, audit: Audit) -> Iterator[Text]:
    """Places with what is said beside them, if it is more than «made»; whom and what the object concerns."""
    for place in listed(row, "placesOfOrigin", audit):
        yield from beside("place of origin", said(place, "place", audit), place, audit)
    for name, kind in ASSOCIATED.items():
        for one in both(row, name, audit):
            named = next((field for field in ("name", "place", "event") if field in one), "name")
            found = [said(one, named, audit), text(one, "text")]
            found += [said(one, "association", audit), plain(text(one, "note"))]
            one.pop("id", None)
            if any(found):
                yield Text(kind=kind, text=", ".join(filter(None, found)), lang="en")


def beside(kind: str, shown: str, one: Row, audit: Audit) -> Iterator[Text]:
    """A place or date with what is said beside it; nothing if that is no more than «made»."""
    how, note = said(one, "association", audit), plain(text(one, "note"))
    if note or how.lower() not in ("", "made"):
        yield Text(kind=kind, text=", ".join(filter(None, (shown, how, note))), lang="en")


def dated(when: Row | None, audit: Audit) -> str:
    """A date as printed, or its bounds where nothing is printed."""
    when = when or {}
    printed, bounds = text(when, "text"), (text(when, "earliest"), text(when, "latest"))
    audit(when)
    return printed or "–".join(dict.fromkeys(filter(None, bounds)))
