"""The words that describe an object of the Harvard Art Museums: of their vocabularies, and of what is printed."""

from __future__ import annotations

from culturedata.data.records import Term
from culturedata.importing.values import materials
from culturedata.importing.values.text import plain, slug, text_in
from culturedata.sources.harvard.people import Audit, Row, culture_term, numbered, objects, text

# Fields with a word that describes the work, the field with its number, and the facet.
WORDS = (
    ("classification", "classificationid", "classification"), ("technique", "techniqueid", "technique"),
    ("period", "periodid", "period"), ("century", "", "period"), ("style", "", "movement"),
    ("department", "", "department"), ("division", "", "collection"),
)  # fmt: skip
# The museums' vocabularies in `terms`, and the facet of each; century and culture are in fields of their own, too.
VOCABULARIES = {
    "medium": "material", "support": "material", "technique": "technique", "place": "place", "topic": "collection",
    "period": "period", "worktype": "type", "classification": "classification", "group": "collection",
}  # fmt: skip


def terms_of(source: str, row: Row, audit: Audit) -> list[Term]:
    """The words that describe the object, each once; a number tells words of one vocabulary apart, else the word."""
    found: dict[str, Term] = {}
    for field, number, facet in WORDS:
        label, at = text(row, field), numbered(row, number) if number else ""
        found.update(_term(source, field, at, facet, label))
    cultures = [text(row, "culture")]
    for one in objects(row, "worktypes", audit):
        found.update(_term(source, "worktype", numbered(one, "worktypeid"), "type", text(one, "worktype")))
    for one in objects(row, "groupings", audit):
        found.update(_term(source, "group", numbered(one, "groupid"), "collection", text(one, "name")))
    said = row.pop("terms", None) or {}
    if not (said.get("medium") or said.get("support")):
        found.update(_of_medium(source, row, {slug(term.label) for term in found.values()}))
    for field, facet in VOCABULARIES.items():
        kind = "group" if field == "topic" else field  # topics are groups, and have their numbers
        for one in objects(said, field, audit):
            found.update(_term(source, kind, numbered(one, "id"), facet, text(one, "name")))
    for one in objects(said, "century", audit, "id"):
        found.update(_term(source, "century", "", "period", text(one, "name")))
    cultures += [text(one, "name") for one in objects(said, "culture", audit, "id")]
    audit(said)
    for place in row.get("places") or ():
        if isinstance(place, dict):  # its number is that of the last word; the words themselves are a text
            last = text_in(place, "displayname").rpartition(", ")[2]
            for id_, term in _term(source, "place", numbered(place, "placeid"), "place", last).items():
                found.setdefault(id_, term)
    found.update((term.id, term) for term in (culture_term(source, culture) for culture in cultures if slug(culture)))
    return list(found.values())


def _of_medium(source: str, row: Row, known: set[str]) -> dict[str, Term]:
    """The words of the printed medium that are not `known`, where the museums' own are not told, as in a list."""
    found: dict[str, Term] = {}
    for label in materials.terms(plain(text_in(row, "medium"))):
        found.update(_term(source, "medium", "", "material", label) if slug(label) not in known else {})
    return found


def _term(source: str, kind: str, at: str, facet: str, label: str) -> dict[str, Term]:
    end = at or slug(label)
    id_ = f"{source}:term:{kind}-{end}"
    return {id_: Term(id=id_, facet=facet, label=label, label_en=label)} if label and end else {}
