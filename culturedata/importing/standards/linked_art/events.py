"""What became of an object in Linked Art: finds, acquisitions, exhibitions, changes, its end."""

from __future__ import annotations

from culturedata.importing.standards.description import Said
from culturedata.importing.standards.linked_art import aat
from culturedata.importing.standards.linked_art.making import when
from culturedata.importing.standards.linked_art.words import Assignment, Words, codes, preferred
from culturedata.importing.standards.opened import Part

# Each property, and what kind of text tells of it where the event says no more of itself.
_EVENTS = {
    "used_for": "use", "changed_ownership_through": "acquisition", "encountered_by": "finding",
    "modified_by": "modification", "destroyed_by": "destruction", "removed_by": "part removal",
}  # fmt: skip
# What an event names: people, things, other events.
_NAMED = (
    "carried_out_by", "participant", "transferred_title_from", "transferred_title_to", "diminished", "technique",
    "used_specific_object", "influenced_by", "caused_by", "during", "before", "after", "part_of", "involved",
)  # fmt: skip


def events(words: Words, part: Part) -> None:
    """All events of an object but its production: each as a text, an acquisition also as a date, a find as a place."""
    for name, kind in _EVENTS.items():
        for one in part.many(name):
            _event(words, one, name, kind)


def _event(words: Words, part: Part, name: str, kind: str) -> str:
    """One event; its text."""
    classes, span = words.refs(part, "classified_as"), words.span(part)
    known = next((aat.EVENTS[code] for code in sorted(codes(classes)) if code in aat.EVENTS), kind)
    pieces = [ref.label for ref in classes if ref.label and known == kind]
    places = words.refs(part, "took_place_at")
    for field in _NAMED:
        refs = [ref.label or ref.id for ref in words.refs(part, field)]
        by = {"transferred_title_from": "from ", "transferred_title_to": "to "}.get(field, "")
        pieces += [f"{by}{text}" for text in refs if text]
    pieces += [ref.label or ref.id for ref in places]
    statements = [one.said for one in words.statements(part)]
    pieces += [span.text] if span else []
    inner = [_event(words, one, "", kind) for one in part.many("part")]
    label = preferred(words.ref(part).labels)
    if name == "changed_ownership_through":
        when(words, span, "acquired")
    if name == "encountered_by":
        for ref in places:
            words.term("place", ref)
    said = (label.text, *(one.text for one in statements), *pieces, *inner)
    text = "; ".join(dict.fromkeys(filter(None, said)))
    if name:
        words.description.text(known, Said(text, label.lang))
    return text


def told(words: Words, one: Assignment) -> str:
    """An act of saying something of an object, in one text: an examination, with who, when and of what kind."""
    pieces = (
        *(ref.label for ref in one.ref.classes), *(ref.label or ref.id for ref in one.people),
        one.span.text if one.span else "", *(statement.said.text for statement in one.statements),
        *(ref.label or ref.id for ref in one.used),
    )  # fmt: skip
    return "; ".join(dict.fromkeys(filter(None, pieces)))
