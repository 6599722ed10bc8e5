"""Linked Art 1.0 (linked.art): a document in the common shape.

An object becomes a work; a person or a group an agent; a type, a material, a language, a place, a period, a set a term.
"""

from __future__ import annotations

from typing import Any

import msgspec

from culturedata.data.records import Entity, Identifier, WorkTerm
from culturedata.importing.source import Context
from culturedata.importing.standards.description import Description
from culturedata.importing.standards.linked_art import aat
from culturedata.importing.standards.linked_art.object import human_made_object
from culturedata.importing.standards.linked_art.words import Ref, Span, Words, codes, preferred, types_of
from culturedata.importing.standards.opened import Opened, Part
from culturedata.importing.values import dates
from culturedata.importing.values.address import split

# Who wrote a text or made a file, and when; what led to a statement; on what a number stands; where a place lies on the
# map; how to write to people and where they live; what else somebody did, was given or is a member of; who is in a
# group; what a term is called in no language (its code).
IGNORED = frozenset({
    "@context", "created_by", "motivated_by", "carried_by", "defined_by", "contact_point", "residence", "carried_out",
    "participated_in", "member", "has_member", "members_exemplified_by", "approximated_by", "_links", "_complete",
    "@language", "@type",
})  # fmt: skip
_FACETS = {"Material": "material", "Language": "language", "Place": "place", "Period": "period", "Set": "collection",
           "Type": "classification", "Concept": "classification"}  # fmt: skip
_AGENTS = frozenset({"Person", "Group", "Actor"})


def linked_art(document: dict[str, Any], context: Context, source: str, record: str) -> list[Entity]:
    """What a document says: `document` is its JSON, and is used up; `record` is the key under which it is kept.

    Addresses that begin as the document's own do without that beginning in ids. What the document names only by its
    address is reported («unresolved») and stands under it. Raises ValueError if it is of a type that none of these is,
    or too deep.
    """
    try:
        return _read(document, context, source, record)
    except RecursionError as error:
        raise ValueError("it has too many things in each other") from error


def _read(document: dict[str, Any], context: Context, source: str, record: str) -> list[Entity]:
    base = own(str(document.get("id") or ""))
    description = Description(context, source, record, base)
    opened = Opened(context, IGNORED, description.name)
    part, words = opened.open(document), Words(description, base)
    types = set(types_of(part.peek().get("type") or part.peek().get("@type")))
    if "HumanMadeObject" in types:
        part.text("id"), words.types(part)
        human_made_object(words, part)
        entities = description.entities()
    elif types & _AGENTS:
        entities = _actor(words, part)
    elif types & set(_FACETS):
        entities = _term(words, part, next(facet for name, facet in _FACETS.items() if name in types))
    else:
        raise ValueError(
            f"{' and '.join(sorted(types)) or 'a document without a type'} is neither a work nor about one"
        )
    opened.close()
    return entities


def own(address: str) -> str:
    """The beginning that the addresses of a document's museum share: protocol and host."""
    parts = split(address)
    return f"{parts.scheme}://{parts.netloc}/" if parts.netloc else ""


def _actor(words: Words, part: Part) -> list[Entity]:
    """A person or a group that has a document of its own."""
    description = words.description
    names, numbers = words.names(part)
    classes, statements = words.refs(part, "classified_as"), words.statements(part)
    began, place = _moment(words, part, "born", "formed_by")
    ended, last_place = _moment(words, part, "died", "dissolved_by")
    for name in ("member_of", "representation", "subject_of", "shows"):
        words.refs(part, name)
    words.pass_over(words.assignments(part, "attributed_by") + words.assignments(part, "assigned_by"))
    ref = words.ref(part)
    sort = next((one.said.text for one in names if "300404672" in one.codes), None)
    labels = tuple(one.said for one in names if one.said.text != sort)
    found = words.agent(ref._replace(labels=(*labels, *ref.labels)), authority=1)
    if found is None:
        raise ValueError("a person or group without a name and an address")
    nations = [preferred(one.labels).text for one in classes if aat.NATIONALITY in codes(one.classes)]
    genders = [aat.GENDERS[code] for code in sorted(codes(classes)) if code in aat.GENDERS]
    genders += [preferred(one.labels).text.casefold() for one in classes if aat.GENDER in codes(one.classes)]
    lives = [one.said for one in statements if aat.BIOGRAPHY in one.codes or len(one.said.text) < 120]
    numbered = tuple(one.said.text for one in numbers if one.said.text)
    agent = msgspec.structs.replace(
        found, sort_name=sort, born=began, died=ended, born_place=place, died_place=last_place,
        life_text=preferred(lives).text or None, gender=next(iter(genders), None),
        country=", ".join(filter(None, nations)) or None, url=ref.id or None, terms=tuple(_professions(words, classes)),
        identifiers=(*found.identifiers, *_local(numbered)),
    )  # fmt: skip
    return [*description.vocabulary.values(), agent]


def _professions(words: Words, classes: list[Ref]) -> list[WorkTerm]:
    """What a person is classified as, but for nationality and gender, as terms."""
    found = []
    for one in classes:
        about = codes(one.classes)
        if one.labels and not about & {aat.NATIONALITY, aat.GENDER} and not one.codes & set(aat.GENDERS):
            id_ = words.term("classification", one, linked=False)
            found += [WorkTerm(facet="classification", term=id_)] if id_ else []
    return found


def _local(numbers: tuple[str, ...]) -> tuple[Identifier, ...]:
    return tuple(Identifier(scheme="local", value=one) for one in dict.fromkeys(numbers))


def _moment(words: Words, part: Part, *fields: str) -> tuple[int | None, str | None]:
    """The year and the place of a birth, a death, a founding or an end."""
    year: int | None = None
    place: str | None = None
    for name in fields:
        for one in part.many(name):
            span = words.span(one)
            places = [ref.label for ref in words.refs(one, "took_place_at") if ref.label]
            for other in ("carried_out_by", "caused_by", "influenced_by", "classified_as", "during"):
                words.refs(one, other)
            words.statements(one)
            words.ref(one)
            year = _single(span) if span else year
            place = next(iter(places), place)
    return year, place


def _single(span: Span) -> int | None:
    """The year of a span that lies in one; the year that its name says where its bounds are wider; None if neither."""
    if span.earliest is not None and span.latest in (span.earliest, None):
        return span.earliest
    read = dates.read(span.text)
    return read.earliest if read.earliest is not None and read.earliest == read.latest else None


def _term(words: Words, part: Part, facet: str) -> list[Entity]:
    """A term that has a document of its own, under its broader terms."""
    description = words.description
    above = [one for name in ("broader", "part_of", "member_of") for one in words.refs(part, name)]
    parents = [words.term(facet, one, linked=False) for one in above]
    words.statements(part)  # what is said of a term has no place beside its labels
    for name in ("subject_of", "representation", "used_for", "narrower"):
        words.refs(part, name)
    words.pass_over(words.assignments(part, "attributed_by") + words.assignments(part, "assigned_by"))
    for one in part.many("dimension"):
        words.dimension(one)
    id_ = words.term(facet, words.ref(part), parents=tuple(filter(None, parents)), linked=False)
    if id_ is None:
        raise ValueError("a term without a name and an address")
    return list(description.vocabulary.values())
