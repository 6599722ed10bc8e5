"""A HumanMadeObject of Linked Art: every property of the model, into the common shape."""

from __future__ import annotations

from collections.abc import Iterable

from culturedata.data.records import Dimension, Holding, Identifier, Relation, Rights
from culturedata.importing.standards import measures
from culturedata.importing.standards.description import Said, is_address, scheme_of
from culturedata.importing.standards.linked_art import aat
from culturedata.importing.standards.linked_art.events import events, told
from culturedata.importing.standards.linked_art.making import production
from culturedata.importing.standards.linked_art.pictures import rights, visual
from culturedata.importing.standards.linked_art.words import Named, Ref, Words, cited, codes, preferred
from culturedata.importing.standards.opened import Part
from culturedata.importing.values.text import number, slug


def human_made_object(words: Words, part: Part) -> None:
    """An object, all of it."""
    _named(words, part)
    _classified(words, part)
    lines = _statements(words, part)
    for one in part.many("produced_by"):
        production(words, one)
    _physical(words, part, None)
    _kept(words, part, lines)
    for name in ("shows", "representation"):
        for one in part.many(name):
            visual(words, one)
    _carried(words, part)
    _documented(words, part)
    rights(words, part, "work")
    _related(words, part)
    events(words, part)


def _named(words: Words, part: Part) -> None:
    """Titles and numbers; the label only where there is no name."""
    description, label = words.description, part.text("_label")
    names, numbers = words.names(part)
    preferring = any(one.codes & aat.PRIMARY for one in names)
    description.titles((one.said, _kind_of_title(one, preferring)) for one in names)
    if not names and label:
        description.title(Said(label))
    for one in numbers:
        if one.said.text:
            description.add("identifiers", Identifier(scheme=_scheme(one), value=one.said.text))
    equivalent = [one.text("id") for one in part.many("equivalent") if words.types(one) is not None]
    description.add("identifiers", *description.identified(equivalent))
    for address in equivalent:
        if address and not scheme_of(address):
            handle = address.partition("://hdl.handle.net/")[2]
            description.add("identifiers", Identifier(scheme="handle" if handle else "uri", value=handle or address))


def _kind_of_title(one: Named, preferring: bool) -> str | None:
    """What AAT says of a title: a translation though it is preferred too; where others are preferred, another one."""
    known = next((kind for code, kind in aat.TITLES.items() if code in one.codes), None)
    return known or ("alternative" if preferring and not one.codes & aat.PRIMARY else None)


def _scheme(one: Named) -> str:
    """What kind of number it is, by AAT or by its words."""
    labels = {said.text.casefold() for ref in one.classes for said in ref.labels}
    if one.codes & aat.ACCESSION or labels & {
        "accession number",
        "object number",
        "inventory number",
        "inventarnummer",
    }:
        return "accession"
    if aat.SYSTEM_NUMBER in one.codes:
        return "local"
    return next((slug(preferred(ref.labels).text) for ref in one.classes if ref.labels), "number")


def _classified(words: Words, part: Part) -> None:
    for ref in words.refs(part, "classified_as"):
        kind = codes(ref.classes)
        facet = "type" if not kind or aat.TYPE_OF_WORK in kind else "classification"
        words.term(facet, ref)


def _statements(words: Words, part: Part) -> list[str]:
    """The texts, each as what it is; the credit lines are given back, the one in English first."""
    description, lines = words.description, []
    for one in words.statements(part):
        kinds = [aat.TEXTS[code] for code in sorted(one.codes) if code in aat.TEXTS]
        label = next((ref.label.casefold() for ref in one.classes if ref.label), "statement")
        if aat.CREDIT_LINE in one.codes:
            lines.append(one.said)
        elif aat.SIZE_STATEMENT in one.codes:
            description.add("dimensions", Dimension(kind="text", text=one.said.text))
        elif aat.RIGHTS_STATEMENT in one.codes:
            description.add("rights", Rights(covers="work", statement=one.said.text))
        else:
            description.text(kinds[0] if kinds else label, one.said)
    if lines:
        for said in lines:
            if said != preferred(lines):
                description.text("credit line", said)
    return [preferred(lines).text] if lines else []


def _physical(words: Words, part: Part, of: str | None) -> None:
    """Sizes and materials of the object or of a part of it."""
    for ref in words.refs(part, "made_of"):
        words.term("material", ref)
    for one in part.many("dimension"):
        _dimension(words, one, of)
    for one in part.many("part"):
        names, _ = words.names(one)
        label = preferred(name.said for name in names).text or one.text("_label")
        classes = words.refs(one, "classified_as")
        _physical(words, one, label or next((ref.label for ref in classes if ref.label), None))
        for said in words.statements(one):
            words.description.text("part", Said(": ".join(filter(None, (label, said.said.text))), said.said.lang))
        for name in ("shows", "representation"):
            for inner in one.many(name):
                visual(words, inner)
        for inner in one.many("produced_by"):
            production(words, inner)
        _carried(words, one)
        words.description.relation("part", label, words.target(words.ref(one)))


def _dimension(words: Words, part: Part, of: str | None) -> None:
    ref, value, units, limits, notes = words.dimension(part)
    classes = [one for one in ref.classes if one.labels or one.codes]
    kind = measures.size(word for one in classes for word in one.words)
    kind = kind or next((preferred(one.labels).text.casefold() for one in classes if one.labels), "size")
    unit = measures.unit(word for one in units for word in one.words) or next(
        (one.label for one in units if one.label), None
    )
    where = "; ".join(dict.fromkeys(filter(None, (of, *(note.said.text for note in notes))))) or None
    size = None if value is None else number(str(value))
    between = "–".join(filter(None, limits)) or None
    printed = preferred(ref.labels).text or None
    text = printed or between or (str(value) if size is None and value is not None else None)
    if size is not None or text:
        words.description.add("dimensions", Dimension(kind=kind, part=where, value=size, unit=unit, text=text))


def _kept(words: Words, part: Part, lines: list[str]) -> None:
    """Owners and keepers with the inventory number; where the record names none, the keeper of the descriptor."""
    description, source = words.description, words.description.context.descriptor
    numbers = [one.value for one in description.parts.get("identifiers", ()) if one.scheme == "accession"]
    inventory, line = next(iter(numbers), None), next(iter(lines), None)
    place = ", ".join(ref.label for ref in words.refs(part, "current_location") if ref.label)
    usual = ", ".join(ref.label for ref in words.refs(part, "current_permanent_location") if ref.label)
    held: list[tuple[str, Ref]] = [("owner", ref) for ref in words.refs(part, "current_owner")]
    for name in ("current_custodian", "current_permanent_custodian", "current_keeper"):
        held += [("keeper", ref) for ref in words.refs(part, name)]
    for kind, ref in dict.fromkeys(held):
        agent = words.agent(ref)
        if agent is not None:
            description.agents.setdefault(agent.id, agent)
            holding = Holding(kind=kind, holder=agent.id, name=agent.name, inventory=inventory, credit_line=line)
            description.add("holdings", holding)
    said = source.options.get("keeper") or {}
    if not held and (said or inventory or line):
        own = {field: str(value) for field, value in said.items()}
        description.add("holdings", Holding(kind="keeper", inventory=inventory, credit_line=line, **own))
    for text in dict.fromkeys(filter(None, (place, usual))):
        description.text("location", Said(text))


def _carried(words: Words, part: Part) -> None:
    """Texts that the object carries."""
    for statement in words.statements(part, "carries"):
        words.description.text("inscription", statement.said)


def _documented(words: Words, part: Part) -> None:
    """Pages and records about the object, with the rights in them."""
    description, licensed = words.description, False
    for one in part.many("subject_of"):
        licensed = bool(rights(words, one, "metadata")) or licensed
        pages = [page for digital in one.many("digitally_carried_by") for page in _pages(words, digital)]
        pages += [page for service in one.many("digitally_available_via") for page in _pages(words, service)]
        parts = words.statements(one, "part")
        for kind, address in pages:
            if kind == "page" and description.url is None:
                description.url = address
            elif address != description.url:
                description.text("manifest" if kind == "manifest" else "link", Said(address))
        names, _ = words.names(one)
        text, lang = one.text("content"), words.language(one)
        classes = codes(words.refs(one, "classified_as"))
        statements = words.statements(one)
        label = words.ref(one)
        kind = next((aat.TEXTS[code] for code in sorted(classes) if code in aat.TEXTS), "documented in")
        for statement in (*parts, *statements):
            inner = next((aat.TEXTS[code] for code in sorted(statement.codes) if code in aat.TEXTS), kind)
            description.text(inner, statement.said)
        name = preferred(one.said for one in names).text or label.label
        if text or (name and not pages):
            description.text(kind, Said(text or ", ".join(filter(None, (name, label.id))), lang))
        words.refs(one, "part_of"), words.refs(one, "about"), words.refs(one, "member_of")
    if not licensed:
        description.metadata()


def _pages(words: Words, part: Part) -> Iterable[tuple[str, str]]:
    """The addresses of a digital file or service, and whether each is a page, a IIIF manifest or something else."""
    format_ = part.text("format")
    classes, kinds = codes(words.refs(part, "classified_as")), words.refs(part, "conforms_to")
    rights(words, part, "image")
    manifest = any("iiif.io/api/presentation" in ref.id for ref in kinds)
    points = []
    for one in part.many("access_point"):
        words.types(one), one.text("_label"), one.text("format")
        points.append(one.text("id"))
    words.statements(part)
    ref = words.ref(part)
    for address in points or [ref.id]:
        if is_address(address):
            page = aat.WEB_PAGE in classes or format_.startswith("text/html") or not (format_ or classes or kinds)
            yield "manifest" if manifest else "page" if page else "link", address


def _related(words: Words, part: Part) -> None:
    """Wholes, sets, other objects; literature."""
    description = words.description
    for ref in words.refs(part, "part_of"):
        _relate(words, "part of", ref)
    for ref in words.refs(part, "held_or_supported_by"):
        _relate(words, "held by", ref)
    for ref in words.refs(part, "member_of"):
        if ref.labels:
            words.term("collection", ref)
        else:
            description.relation("member of", ref.id)
    for one in words.assignments(part, "attributed_by"):
        kind = preferred(one.ref.labels).text.casefold() or one.property.replace("_", " ") or "related"
        refs = [words.ref(inner) for inner in one.assigned]
        for ref in refs:
            _relate(words, kind, ref)
        if one.people or one.span or one.statements:
            description.text(kind if one.people else "statement", Said(told(words, one)))
    for one in words.assignments(part, "assigned_by"):
        used = [(ref.label, ref.id) for ref in one.used]
        pairs = [*used, *(pair for inner in one.assigned for pair in _reference(words, inner))]
        description.text("documented in", Said(cited(pairs)))


def _relate(words: Words, kind: str, ref: Ref) -> None:
    """A link to another object: its id where it is the source's own, its name, or its address if it has neither."""
    target = words.target(ref)
    text = preferred(ref.labels).text or (ref.id if target is None else None)
    if target or text:
        words.description.add("relations", Relation(kind=kind, target=target, text=text))


def _reference(words: Words, part: Part) -> list[tuple[str, str]]:
    """A reference to literature: what it lies in, and the number or page in it; each a text, and an address."""
    wholes = [(ref.label, ref.id) for ref in words.refs(part, "part_of")]
    names, numbers = words.names(part)
    texts = [(one.said.text, "") for one in (*names, *numbers)]
    statements = [(one.said.text, "") for one in words.statements(part)]
    ref = words.ref(part)
    return [*wholes, *texts, *statements, ("", ref.id)]
