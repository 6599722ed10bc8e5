"""The production of an object in Linked Art: who made it, in which role, how surely, when, where and how.

The model gives each maker a part of the production. Museums say the role as the part's technique (the Rijksmuseum:
«draftsman (artist)»), as its classification, or not at all; doubt as an assignment of the maker, as a classification,
or in a text («attributed to A. Person»).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from culturedata.data.records import Credit
from culturedata.importing.standards.description import Said
from culturedata.importing.standards.linked_art import aat
from culturedata.importing.standards.linked_art.words import Assignment, Ref, Span, Statement, Words, codes, preferred
from culturedata.importing.standards.opened import Part
from culturedata.importing.values import attribution, dates

_MAKERS = ("carried_out_by", "influenced_by")


class _Maker(NamedTuple):
    """Somebody who is named as a maker, and what is said of how surely."""

    ref: Ref
    attribution: str | None = None
    words: tuple[str, ...] = ()


def production(words: Words, part: Part) -> None:
    """A production and all its parts into the description."""
    description = words.description
    makers = [_Maker(ref) for ref in words.refs(part, "carried_out_by")]
    others: list[Part] = []
    for one in words.assignments(part, "assigned_by") + words.assignments(part, "attributed_by"):
        if one.property in _MAKERS or not one.property:
            makers += [maker for inner in one.assigned for maker in _assigned(words, one, inner)]
        else:
            others += [inner for inner in one.assigned if "Production" in str(inner.peek().get("type"))]
            words.pass_over([one._replace(assigned=[inner for inner in one.assigned if inner not in others])])
    classes, techniques = words.refs(part, "classified_as"), words.refs(part, "technique")
    statements = words.statements(part)
    role = _role((*techniques, *classes)) if makers else None
    for ref in techniques:
        if not makers or attribution.role(preferred(ref.labels).text) is None:
            words.term("technique", ref)
    when(words, words.span(part), "published" if role and role[0] == "publisher" else "created")
    for ref in words.refs(part, "took_place_at"):
        words.term("place", ref)
    for ref in words.refs(part, "during"):
        words.term("period", ref)
    for maker in makers:
        _credit(words, maker, role, classes, statements)
    _told(words, statements, bool(makers) or "part" in part)
    _around(words, part)
    for inner in (*part.many("part"), *others):
        production(words, inner)
    _class_terms(words, classes if not makers else ())
    description.relation("production", words.ref(part).label)


def when(words: Words, span: Span | None, kind: str) -> None:
    """A time span as a date of the work; its names in other languages as texts."""
    if span is not None and span.text:
        words.description.dated(dates.bounded(span.text, span.earliest, span.latest, kind))
        for said in dict.fromkeys(span.names):
            if said.text != span.text:
                words.description.text("date", said)


def _assigned(words: Words, one: Assignment, part: Part) -> Iterable[_Maker]:
    """The maker that an assignment names; of a group that is somebody's workshop or circle, that person."""
    relation = _relation(one.ref.classes)
    said = (*(ref.label for ref in one.ref.classes), *(said.text for said in one.ref.labels))
    relation = relation or next(filter(None, map(attribution.attribution, said)), None)
    if relation is None and one.property == "influenced_by":
        relation = "after"
    people: list[Ref] = []
    for formed in part.many("formed_by"):
        people += words.refs(formed, "influenced_by")
        words.ref(formed)
    group = words.ref(part)
    told = tuple(dict.fromkeys(filter(None, (*said, group.label if people else ""))))
    for ref in people or [group]:
        yield _Maker(ref, relation or ("circle of" if people else None), told)


def _role(refs: Iterable[Ref]) -> tuple[str, str] | None:
    """The first role that is known, and its word; None if there is none."""
    for ref in refs:
        for said in (preferred(ref.labels), *ref.labels):
            known = attribution.role(said.text)
            if known:
                return known, said.text
    return None


def _credit(
    words: Words, maker: _Maker, role: tuple[str, str] | None, classes: list[Ref], statements: list[Statement]
) -> None:
    """A maker of the work; the note holds the words of role and doubt, and where, as they are printed."""
    agent = words.agent(maker.ref)
    if agent is None:
        return
    description = words.description
    shown = _printed(statements)
    relation = maker.attribution or _relation(classes)
    if shown and shown.life:
        agent = msgspec.structs.replace(agent, life_text=shown.life, born=shown.born, died=shown.died)
    description.agents.setdefault(agent.id, agent)
    own = (*maker.words, role[1] if role else "", shown.note if shown and shown.note else "")
    note = "; ".join(_without_repeats(filter(None, own))) or None
    as_role = role[0] if role else (shown.role if shown and shown.role else description.maker_role)
    relation = relation or (shown.attribution if shown else None)
    description.add("credits", Credit(agent=agent.id, role=as_role, attribution=relation, note=note))


def _relation(classes: Iterable[Ref]) -> str | None:
    """The word of attribution among classes; None if there is none."""
    return next((aat.ATTRIBUTIONS[code] for code in sorted(codes(classes)) if code in aat.ATTRIBUTIONS), None)


def _printed(statements: list[Statement]) -> attribution.Maker | None:
    """What the fullest statement says of a maker, in English if there is one; None without statements."""
    texts = [one.said for one in statements if one.said.text]
    english = [said for said in texts if said.lang == "en"]
    fullest = max(english or texts, key=lambda said: len(said.text), default=None)
    return attribution.one(fullest.text) if fullest else None


def _without_repeats(words: Iterable[str]) -> list[str]:
    """Words, those left out that another one says too."""
    said = list(dict.fromkeys(words))
    return [one for one in said if not any(one != other and one in other for other in said)]


def _told(words: Words, statements: list[Statement], of_makers: bool) -> None:
    kind = "makers as printed" if of_makers else "production"
    for one in statements:
        known = next((aat.TEXTS[code] for code in sorted(one.codes) if code in aat.TEXTS), "description")
        words.description.text(kind if known == "description" else known, one.said)


def _around(words: Words, part: Part) -> None:
    """What else took part: models, tools, causes, what came before."""
    description = words.description
    for name, kind in (("influenced_by", "after"), ("used_specific_object", "made with")):
        for ref in words.refs(part, name):
            if kind == "after" and {"Person", "Group"} & set(ref.types):
                _credit(words, _Maker(ref, "after"), None, [], [])
            else:
                description.relation(kind, ref.label or ref.id, words.target(ref))
    for ref in words.refs(part, "used_object_of_type"):
        description.text("made after", Said(preferred(ref.labels).text or ref.id, preferred(ref.labels).lang))
    for name in ("caused_by", "before", "after", "part_of", "participant"):
        for ref in words.refs(part, name):
            description.relation(f"production {name.replace('_', ' ')}", ref.label or ref.id)


def _class_terms(words: Words, classes: Iterable[Ref]) -> None:
    for ref in classes:
        if ref.labels:
            words.term("technique", ref)
