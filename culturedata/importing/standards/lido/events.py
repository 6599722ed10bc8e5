"""The events of a LIDO record: who made the work, when, where and of what; and what became of it since.

What makes a work becomes its makers, dates, places, materials. Of other events (a find, an exhibition, a restoration)
the common shape has the date of an acquisition and the place of a find; each is also told in a text of its own kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from culturedata.data.records import Agent, Credit
from culturedata.importing.standards.description import Said
from culturedata.importing.standards.lido.measures import measurements
from culturedata.importing.standards.lido.words import Concept, Place, When, Words, attributed
from culturedata.importing.standards.opened import Part
from culturedata.importing.values import attribution, dates

# The kinds of events by their numbers in the LIDO terminology and by the words for them.
_EVENTS = {
    "production": "lido00007 lido00487 lido01089 lido01096 production herstellung vervaardiging fabrication produzione",
    "creation": "lido00012 lido00484 lido00486 creation schöpfung geistige-schöpfung création creatie",
    "designing": "lido00224 designing design entwurf conception ontwerp",
    "planning": "lido00032 planning planung",
    "publication": "lido00228 lido00485 publication veröffentlichung publikation edition publicatie",
    "commissioning": "lido00226 commissioning commission auftrag commande opdracht",
    "acquisition": "lido00001 acquisition erwerb erwerbung zugang verwerving",
    "finding": "lido00002 finding find fund découverte vondst excavation ausgrabung fouille",
    "collecting": "lido00010 collecting collecting-event sammeln aufsammlung collecte",
    "exhibition": "lido00225 exhibition ausstellung exposition tentoonstelling",
    "modification": "lido00006 modification bearbeitung veränderung",
    "restoration": "lido00034 restoration restaurierung restauration restauratie",
    "provenance": "lido00227 provenance provenienz herkunft",
    "move": "lido00223 move transport", "loss": "lido00009 loss verlust perte",
    "part addition": "lido00008 part-addition", "part removal": "lido00021 part-removal",
    "performance": "lido00030 performance aufführung", "transformation": "lido00029 transformation",
    "use": "lido00011 use gebrauch nutzung utilisation gebruik",
    "destruction": "lido00026 destruction zerstörung vernietiging",
}  # fmt: skip
_KIND_OF = {word: kind for kind, words in _EVENTS.items() for word in words.split()}
# What somebody is who takes part in an event that makes the work and has no role; "" is what the source calls a maker.
_MAKING = {"production": "", "creation": "", "designing": "designer", "planning": "designer",
           "publication": "publisher", "commissioning": "patron"}  # fmt: skip
_DATED = {"production": "created", "creation": "created", "publication": "published", "acquisition": "acquired"}
_TECHNIQUE = ("lido00131", "technique", "technik", "techniek", "tecnica")
_MATERIAL = ("lido00132", "material", "matériau", "materiaal", "materiale")


class InRole(NamedTuple):
    """Who took part: who it is, the roles and qualifiers in the record's words, and what is displayed."""

    agent: Agent | None
    roles: tuple[Concept, ...] = ()
    qualifiers: tuple[str, ...] = ()
    extents: tuple[str, ...] = ()
    shown: str = ""

    def told(self) -> str:
        """All of it in one line."""
        words = ", ".join(filter(None, (*(role.label for role in self.roles), *self.qualifiers, *self.extents)))
        name = self.shown or (self.agent.name if self.agent else "")
        return f"{name} ({words})" if words and words not in name else name


class Event(NamedTuple):
    """An event as the record has it; `texts` are names and descriptions, `things` what else was there."""

    kind: str
    actors: tuple[InRole, ...]
    whens: tuple[When, ...]
    places: tuple[Place, ...]
    shown_places: tuple[Said, ...]
    cultures: tuple[Concept, ...]
    periods: tuple[Concept, ...]
    methods: tuple[Concept, ...]
    materials: tuple[tuple[str, Concept], ...]
    media: tuple[Said, ...]
    texts: tuple[Said, ...]
    things: tuple[str, ...]


def events(words: Words, wrap: Part) -> None:
    """All events of a record into its description."""
    for group in wrap.many("eventSet"):
        shown = words.texts(group, "displayEvent")
        read = [event(words, one) for one in group.many("event")]
        for one in read:
            _keep(words, one._replace(texts=(*shown, *one.texts)))
        if not read:
            for said in shown:
                words.description.text("event", said)


def event(words: Words, part: Part) -> Event:
    """One event, as the record has it."""
    types = words.concepts(part, "eventType")
    words.texts(part, "eventID")
    methods, cultures = words.concepts(part, "eventMethod"), words.concepts(part, "culture")
    roles = [one.labels[0] for one in words.concepts(part, "roleInEvent") if one.labels]
    names = [said for said, _ in words.names(part, "eventName")]
    shown: list[Said] = []
    places: list[Place] = []
    for one in part.many("eventPlace"):
        found = [words.place(place) for place in one.many("place")]
        places += found
        shown += words.texts(one, "displayPlace")
    techs: list[tuple[str, Concept]] = []
    media: list[Said] = []
    for one in part.many("eventMaterialsTech"):
        _materials(words, one, techs, media)
    for one in part.many("eventObjectMeasurements"):
        measurements(words, one)
    return Event(
        kind=_kind(types),
        actors=tuple(_in_role(words, one) for one in part.many("eventActor")),
        whens=tuple(words.when(one) for one in part.many("eventDate")),
        places=tuple(places),
        shown_places=tuple(shown),
        cultures=tuple(cultures),
        periods=tuple(words.concepts(part, "periodName")),
        methods=tuple(methods),
        materials=tuple(techs),
        media=tuple(media),
        texts=(*names, *roles, *_descriptions(words, part)),
        things=tuple(filter(None, (*_things(words, part), *_related(words, part)))),
    )


def told(found: Event) -> str:
    """An event in one text; empty if it says nothing."""
    pieces = [
        *(one.text for one in found.texts), *(one.told() for one in found.actors), *(one.text for one in found.whens),
        *(one.text for one in found.shown_places), *(one.name for one in found.places),
        *(one.label for one in found.methods), *(one.text for one in found.media),
        *(one.label for _, one in found.materials), *found.things,
    ]  # fmt: skip
    return "; ".join(dict.fromkeys(filter(None, pieces)))


def materials(words: Words, wrap: Part) -> None:
    """The materials and techniques of the object itself (LIDO 1.1)."""
    techs: list[tuple[str, Concept]] = []
    media: list[Said] = []
    for one in wrap.many("objectMaterialsTechSet"):
        _materials(words, one, techs, media)
    _keep_materials(words, techs, media)


def _kind(types: list[Concept]) -> str:
    """What kind of event it is, in English where it is known, else in the record's own word; «event» if it has none."""
    said = [word.replace(" ", "-") for one in types for word in one.words]
    known = next((_KIND_OF[word] for word in said if word in _KIND_OF), None)
    return known or next((one.label.casefold() for one in types if one.label), "event")


def _keep(words: Words, found: Event) -> None:
    description = words.description
    making = found.kind in _MAKING
    for when in found.whens:
        if found.kind in _DATED and when.text:
            kind = _DATED[found.kind]
            description.dated(dates.bounded(when.text, when.earliest, when.latest, kind))
            for other in when.texts[1:]:
                description.text("date", other)
    for concept in found.cultures:
        words.term("culture", concept)
    for concept in found.periods:
        words.term("period", concept)
    if making or found.kind in ("finding", "collecting"):
        for place in found.places:
            words.place_term("place", place)
        for said in found.shown_places if not found.places else ():
            description.word("place", said)
    if not making:
        description.text(found.kind, Said(told(found), words.lang))
        return
    for actor in found.actors:
        _credit(words, actor, _MAKING[found.kind] or description.maker_role)
    for concept in found.methods:
        words.term("technique", concept)
    _keep_materials(words, found.materials, found.media)
    for said in found.texts:
        description.text(found.kind, said)
    for thing in found.things:
        description.relation(found.kind, thing)
    if found.kind not in _DATED:
        for when in found.whens:
            description.text(found.kind, Said(when.text, words.lang))


def _keep_materials(words: Words, techs: Iterable[tuple[str, Concept]], media: Iterable[Said]) -> None:
    for facet, concept in techs:
        words.term(facet, concept)
    for said in media:
        words.description.text("medium", said)


def _credit(words: Words, found: InRole, role: str) -> None:
    """Who made it, in each of the roles that are named; an unknown role is «contributor», with its word in the note."""
    description = words.description
    if found.agent is None:
        if found.shown:
            description.makers(found.shown, role)
        return
    shown = attribution.one(found.shown) if found.shown else None
    agent = found.agent
    if shown and shown.life:
        agent = msgspec.structs.replace(
            agent, life_text=shown.life, born=agent.born or shown.born, died=agent.died or shown.died
        )
    description.agents.setdefault(agent.id, agent)
    relation = attributed(found.qualifiers) or (shown.attribution if shown else None)
    others = (*found.qualifiers, *found.extents)
    for concept in found.roles or (Concept(),):
        known = next(filter(None, (attribution.role(one.text) for one in concept.labels)), None)
        qualified = attributed(one.text for one in concept.labels) if known is None else None
        as_role = known or ("contributor" if concept.labels and not qualified else role)
        own = "; ".join(dict.fromkeys(filter(None, (concept.label, *others))))
        note = own or (shown.note if shown else None)
        description.add("credits", Credit(agent=agent.id, role=as_role, attribution=relation or qualified, note=note))


def _in_role(words: Words, part: Part) -> InRole:
    shown = words.text(part, "displayActorInRole")
    inner = part.one("actorInRole")
    if inner is None:
        return InRole(None, shown=shown)
    who = inner.one("actor")
    return InRole(
        agent=None if who is None else words.actor(who),
        roles=tuple(words.concepts(inner, "roleActor")),
        qualifiers=tuple(one.label for one in words.concepts(inner, "attributionQualifierActor")),
        extents=tuple(one.label for one in words.concepts(inner, "extentActor")),
        shown=shown,
    )


def _materials(words: Words, part: Part, techs: list[tuple[str, Concept]], media: list[Said]) -> None:
    """Materials and techniques with their facets; what is displayed, and which part of the object it is about."""
    media += words.texts(part, "displayMaterialsTech")
    for one in part.many("materialsTech"):
        here: list[Concept] = []
        for term in one.many("termMaterialsTech"):
            kind = term.text("@type").rstrip("/").rpartition("/")[2].casefold()
            concept = words.concept(term)
            if concept.ids or concept.labels:
                here.append(concept)
                techs.append(("material" if kind in _MATERIAL else "technique", concept))
        for extent in words.concepts(one, "extentMaterialsTech"):
            named = ", ".join(filter(None, (concept.label for concept in here)))
            media.append(Said(f"{extent.label}: {named}" if named else extent.label, words.lang))


def _descriptions(words: Words, part: Part) -> list[Said]:
    found: list[Said] = []
    for one in part.many("eventDescriptionSet"):
        words.texts(one, "descriptiveNoteID")
        found += words.texts(one, "descriptiveNoteValue")
    return found


def _things(words: Words, part: Part) -> list[str]:
    return [thing(words, one)[0] for one in part.many("thingPresent")]


def thing(words: Words, part: Part) -> tuple[str, list[str]]:
    """Another object: what it is called, else its note, its address or its identifier; and its identifiers."""
    shown, notes, links, ids = words.texts(part, "displayObject"), [], [], []
    for one in part.many("object"):
        notes += words.texts(one, "objectNote")
        links += words.texts(one, "objectWebResource")
        ids += words.texts(one, "objectID")
    name = "; ".join(dict.fromkeys(said.text for said in (*shown, *notes)))
    known = [*(said.text for said in ids), *(said.text for said in links)]
    return name or next(iter(known), ""), known


def _related(words: Words, part: Part) -> list[str]:
    """Other events, each in one text."""
    found = []
    for group in part.many("relatedEventSet"):
        kind = next((one.label for one in words.concepts(group, "relatedEventRelType")), "")
        for one in group.many("relatedEvent"):
            shown = [said.text for said in words.texts(one, "displayEvent")]
            inner = [told(event(words, other)) for other in one.many("event")]
            text = "; ".join(filter(None, (*shown, *inner)))
            found.append(f"{kind}: {text}" if kind and text else text)
    return found
