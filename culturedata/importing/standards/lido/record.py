"""LIDO 1.0 and 1.1 (Lightweight Information Describing Objects, lido-schema.org): a record in the common shape."""

from __future__ import annotations

from typing import Any

from culturedata.data.records import Agent, Entity, Holding, Identifier, Text
from culturedata.importing.source import Context
from culturedata.importing.standards.description import Description, Said, is_address
from culturedata.importing.standards.lido import administration as lido_administration
from culturedata.importing.standards.lido import events as lido_events
from culturedata.importing.standards.lido.measures import measurements
from culturedata.importing.standards.lido.words import Place, Words, code
from culturedata.importing.standards.opened import Opened, Part
from culturedata.importing.values.text import slug

LIDO = "http://www.lido-schema.org"
PREFIXES = {
    LIDO: "",
    "http://www.w3.org/2004/02/skos/core#": "skos",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/2002/07/owl#": "owl",
    "http://www.opengis.net/gml": "gml",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi",
}
# Where the schema is, and which profile of it was used; whether an identifier is local or an address, which it shows;
# which field of another format a value had, and which label there; which list or book it is from; in what order values
# stand; what a record is about (an object, always); coordinates of places; words near a concept, its notation.
IGNORED = frozenset({
    "@xsi:schemaLocation", "applicationProfile", "category", "@type", "@encodinganalog", "@label", "@source", "@pref",
    "@sortorder", "@relatedencoding", "@mostNotableEvent", "@geographicalEntity", "@codecResource",
    "sourceAppellation", "sourceStateEdition", "sourceDescriptiveNote", "sourceMaterialsTech",
    "gml", "skos:narrowMatch", "skos:broadMatch", "skos:closeMatch", "skos:relatedMatch", "skos:broader",
    "skos:narrower", "skos:related", "skos:inScheme", "skos:notation", "owl:sameAs", "@metadataDate",
})  # fmt: skip
_NATION = ("country", "nation", "land", "staat", "pays")
_FORMER = ("former", "ehemalig", "früher", "ancien", "voormalig", "lido00476")


def key(tree: dict[str, Any]) -> str | None:
    """The first identifier of a record, which names it for ever; None if it has none. The record is not changed."""
    root = tree.get("lido") or {}
    for one in root.get("lidoRecID") or ():
        text: str = one.get("#text", "")
        if text.strip():
            return text.strip()
    return None


def lido(tree: dict[str, Any], context: Context, source: str, record: str) -> list[Entity]:
    """The work, its people and its terms; `tree` is what `xml.tree` gives with PREFIXES, and is used up.

    A record that is described in several languages is one work: what they share stands once, with the labels of all.
    Raises ValueError if it is no LIDO record.
    """
    if list(tree) != ["lido"]:
        raise ValueError(f"it is no LIDO record but {', '.join(tree)!r}")
    opened = Opened(context, IGNORED, f"{source}:{record}")
    description = Description(context, source, record)
    root, words = opened.open(tree["lido"]), Words(description)
    for one in words.texts(root, "lidoRecID"):
        description.add("identifiers", Identifier(scheme="lido", value=one.text))
    published = [one.text for one in words.texts(root, "objectPublishedID")]
    description.add("identifiers", *words.identified(published))
    description.add("identifiers", *(Identifier(scheme="uri", value=one) for one in published if is_address(one)))
    lines: list[Said] = []
    administrative = root.many("administrativeMetadata")
    for part in administrative:
        own = Words(description, _language(part))
        for wrap in part.many("rightsWorkWrap"):
            lines += lido_administration.of_work(own, wrap)
        for wrap in part.many("recordWrap"):
            lido_administration.record(own, wrap)
        for wrap in part.many("resourceWrap"):
            lido_administration.resources(own, wrap)
    if not administrative:
        description.metadata()
    for part in root.many("descriptiveMetadata"):
        _described(Words(description, _language(part)), part, lines)
    if not any(one.credit_line for one in description.parts.get("holdings", ())):
        for said in lines:
            description.text("credit line", said)
    opened.close()
    return description.entities()


def _language(part: Part) -> str | None:
    said = part.take("@xml:lang")
    return str(said) if said else None


def _described(words: Words, part: Part, lines: list[Said]) -> None:
    """One language's description of the object."""
    for wrap in part.many("objectClassificationWrap"):
        for inner in wrap.many("objectWorkTypeWrap"):
            for concept in words.concepts(inner, "objectWorkType"):
                words.term("type", concept)
        for inner in wrap.many("classificationWrap"):
            for concept in words.concepts(inner, "classification"):
                words.term("classification", concept)
    for wrap in part.many("objectIdentificationWrap"):
        _identified(words, wrap, lines)
    for wrap in part.many("eventWrap"):
        lido_events.events(words, wrap)
    for wrap in part.many("objectRelationWrap"):
        for inner in wrap.many("subjectWrap"):
            for group in inner.many("subjectSet"):
                _subjects(words, group)
        for inner in wrap.many("relatedWorksWrap"):
            for group in inner.many("relatedWorkSet"):
                _related(words, group)


def _identified(words: Words, wrap: Part, lines: list[Said]) -> None:
    description = words.description
    for inner in wrap.many("titleWrap"):
        _titles(words, inner)
    for inner in wrap.many("inscriptionsWrap"):
        for one in inner.many("inscriptions"):
            for said in words.texts(one, "inscriptionTranscription"):
                description.text("inscription", said)
            for note in one.many("inscriptionDescription"):
                _notes(words, note, "inscription")
    for inner in wrap.many("repositoryWrap"):
        for one in inner.many("repositorySet"):
            _repository(words, one, lines)
    for inner in wrap.many("displayStateEditionWrap"):
        for said in words.texts(inner, "displayState"):
            description.text("state", said)
        for said in words.texts(inner, "displayEdition"):
            description.text("edition", said)
    for inner in wrap.many("objectDescriptionWrap"):
        for one in inner.many("objectDescriptionSet"):
            _notes(words, one, "description")
    for inner in wrap.many("objectMeasurementsWrap"):
        for one in inner.many("objectMeasurementsSet"):
            measurements(words, one)
    for inner in wrap.many("objectMaterialsTechWrap"):
        lido_events.materials(words, inner)


def _titles(words: Words, wrap: Part) -> None:
    """Titles; those that the record does not prefer are others."""
    words.description.titles((said, "alternative" if other else None) for said, other in words.names(wrap, "titleSet"))


def _notes(words: Words, part: Part, kind: str) -> None:
    """Texts, with the licence that they have of their own."""
    words.texts(part, "descriptiveNoteID")
    notes = words.texts(part, "descriptiveNoteValue")
    rights = [lido_administration.right(words, one) for one in part.many("objectDescriptionRights")]
    uri = next((one.uri for one in rights if one.uri), None)
    for said in notes:
        words.description.add("texts", Text(kind=kind, text=said.text, lang=said.lang, licence=_differing(words, uri)))
    for one in rights:
        lido_administration.keep(words, "text", one)


def _differing(words: Words, uri: str | None) -> str | None:
    """The licence of a text, if it is another than that of the whole record."""
    rights = words.description.parts.get("rights", ())
    return None if any(one.covers == "metadata" and one.licence == uri for one in rights) else uri


def _repository(words: Words, part: Part, lines: list[Said]) -> None:
    """Who keeps it, with the place and the inventory numbers; who kept it before is told in a text."""
    description, kind = words.description, code(part.text("@type")).casefold()
    shown = words.texts(part, "displayRepository")
    bodies = [words.body(one) for one in part.many("repositoryName")]
    numbers = [one.text for one in words.texts(part, "workID")]
    places = [words.place(one) for one in part.many("repositoryLocation")]
    name = bodies[0].name if bodies and bodies[0].name else shown[0].text if shown else ""
    if any(word in kind for word in _FORMER):
        told = (name, *(place.name for place in places), *numbers)
        description.text("former repository", Said("; ".join(filter(None, told)), words.lang))
        return
    description.add("identifiers", *(Identifier(scheme="accession", value=one) for one in numbers))
    for said in shown:
        if said.text != name:
            description.text("repository", said)
    agent = words.keeper(bodies[0]) if bodies else None
    if agent is not None:
        description.agents.setdefault(agent.id, agent)
    if name or numbers or places:
        _hold(words, name, agent, numbers, places, lines)


def _hold(
    words: Words, name: str, agent: Agent | None, numbers: list[str], places: list[Place], lines: list[Said]
) -> None:
    """One holding for each keeper: what another language says of it is not a second one."""
    held = words.description.parts.setdefault("holdings", {})
    inventory = numbers[0] if numbers else None
    if any(one.inventory == inventory and one.holder == (agent.id if agent else None) for one in held):
        return
    city, country = _city(places)
    line = "; ".join(dict.fromkeys(said.text for said in lines)) or None
    words.description.add(
        "holdings",
        Holding(
            kind="keeper", holder=agent.id if agent else None, name=name or None, city=city, country=country,
            inventory=inventory, credit_line=line,
        ),
    )  # fmt: skip


def _city(places: list[Place]) -> tuple[str | None, str | None]:
    """The town where it is, and the country: the place that is said to be one, or the last that it lies in."""
    if not places:
        return None, None
    place, around = places[0], list(places[0].within)
    for one in around:
        around += one.within
    nations = [one.name for one in (place, *around) if slug(one.entity) in _NATION]
    return place.name or None, next(iter(nations), None)


def _subjects(words: Words, group: Part) -> None:
    """What is depicted, or what it is about, as terms; other objects as relations."""
    description, named = words.description, set()
    shown = words.texts(group, "displaySubject")
    for subject in group.many("subject"):
        named |= _subject(words, subject)
    for said in shown:
        if said.text not in named:
            description.text("subject", said)


def _subject(words: Words, subject: Part) -> set[str]:
    """What one subject says; its names."""
    description, named = words.description, set()
    extents = [one.label for one in words.concepts(subject, "extentSubject") if one.label]
    for concept in words.concepts(subject, "subjectConcept"):
        words.term("subject", concept)
        named.add(concept.label)
    for part in subject.many("subjectActor"):
        shown, actors = words.texts(part, "displayActor"), [words.actor(one) for one in part.many("actor")]
        for actor in filter(None, actors):
            description.term("subject", actor.id.partition(":agent:")[2], actor.name, {})
            named.add(actor.name)
        for said in shown if not any(actors) else ():
            description.word("subject", said)
            named.add(said.text)
    for part in subject.many("subjectPlace"):
        shown = words.texts(part, "displayPlace")
        places = [words.place(one) for one in part.many("place")]
        for place in places:
            words.place_term("subject", place)
            named.add(place.name)
        for said in shown if not places else ():
            description.word("subject", said)
            named.add(said.text)
    for part in subject.many("subjectDate"):
        description.word("subject", Said(words.when(part).text, words.lang))
    for part in subject.many("subjectEvent"):
        shown = words.texts(part, "displayEvent")
        told = [lido_events.told(lido_events.event(words, one)) for one in part.many("event")]
        for said in shown or [Said(text, words.lang) for text in told]:
            description.word("subject", said)
            named.add(said.text)
    for part in subject.many("subjectObject"):
        name, _ = lido_events.thing(words, part)
        description.relation("depicts", name)
        named.add(name)
    if extents and named:
        description.text("subject", Said(f"{', '.join(extents)}: {', '.join(sorted(filter(None, named)))}", words.lang))
    return named


def _related(words: Words, group: Part) -> None:
    """Another work: in the same collection, if its identifier begins as the record's own does."""
    description = words.description
    kind = next((one.label.casefold() for one in words.concepts(group, "relatedWorkRelType") if one.label), "related")
    start = description.record.rpartition("/")[0]
    for one in group.many("relatedWork"):
        name, ids = lido_events.thing(words, one)
        same = next((id_ for id_ in ids if start and id_.startswith(f"{start}/")), None)
        description.relation(kind, name, f"{description.source}:{same}" if same else None)
