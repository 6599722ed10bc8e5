"""How an entity is connected with others: credits of agents, links to works and things, identifiers elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from culturedata.data.records import Relation as Link
from culturedata.sources.musicbrainz.agents import elsewhere, mention
from culturedata.sources.musicbrainz.found import Found
from culturedata.sources.musicbrainz.shape import Artist, Piece, Relation, Thing

# What an agent did, by the relation's type; all other types are contributions, with the type as a note.
ROLES = {
    "composer": "composer", "writer": "composer", "lyricist": "lyricist", "librettist": "librettist",
    "arranger": "arranger", "instrument arranger": "arranger", "vocal arranger": "arranger", "orchestrator": "arranger",
    "vocal": "singer", "instrument": "performer", "performer": "performer", "performing orchestra": "performer",
    "concertmaster": "performer", "premiere": "performer", "mix-DJ": "performer", "conductor": "conductor",
    "chorus master": "conductor", "producer": "producer", "compiler": "producer", "remixer": "arranger",
    "photography": "photographer", "design/illustration": "designer", "graphic design": "designer",
    "art direction": "designer", "design": "designer", "illustration": "designer", "artwork": "designer",
    "publishing": "publisher", "publisher": "publisher", "label": "publisher", "distributed": "publisher",
    "video director": "director", "commissioned": "patron",
}  # fmt: skip
# What is about an agent and not done by one.
_ABOUT = {"tribute", "dedication", "named after", "named after artist", "named after label"}
# How a link is called, by its type and whether this entity is the one that it starts from; others keep their type.
_KINDS = {
    ("performance", True): "recording of", ("performance", False): "recorded as",
    ("parts", True): "has part", ("parts", False): "part of",
    ("part of", True): "part of", ("part of", False): "has part",
    ("part of set", True): "part of set", ("part of set", False): "part of set",
    ("single from", True): "single from", ("single from", False): "has single",
    ("included in", True): "included in", ("included in", False): "includes",
    ("cover", True): "cover of", ("cover", False): "covered by",
    ("arrangement", True): "has arrangement", ("arrangement", False): "arrangement of",
    ("based on", True): "basis of", ("based on", False): "based on",
    ("samples material", True): "samples", ("samples material", False): "sampled by",
    ("remix", True): "remix of", ("remix", False): "remixed as",
    ("edit", True): "edit of", ("edit", False): "edited as",
    ("member of band", True): "member of", ("member of band", False): "has member",
}  # fmt: skip
_ALL = (
    "artist", "label", "recording", "release", "release_group", "release_group_", "work", "area", "place", "series",
    "event", "instrument", "url", "genre", "mood",
)  # fmt: skip
Other = Artist | Piece | Thing


class Target(NamedTuple):
    """The id of a work or a thing, and its name."""

    id: str | None
    name: str


def relate(said: Relation, found: Found, at: str = "", of: str = "") -> None:
    """Gather what a relation of a work says; `at` is the track that it is of, `of` the work that a recording is of."""
    if said.attribute_values or said.attribute_credits:
        _check(said, found)
    kind, other = _other(said)
    if isinstance(other, Artist):
        _agent(said, kind, other, found, at, of)
        return
    target = _target(kind, other)
    if target is None:
        return
    found.relations.append(_link(said, target, at, of))
    if isinstance(other, Piece):
        for inner in other.relations or ():
            if inner is not None:
                relate(inner, found, at, other.title or "another")
    elif kind == "url":
        same = elsewhere(said.type or "", target.name)
        if same is not None:
            found.identifier(*same)


def _agent(said: Relation, kind: str, who: Artist, found: Found, at: str, of: str) -> None:
    """What an agent did; a link to one whom the work is about; a text for nobody in particular."""
    agent, type_ = mention(who, found, kind), said.type or ""
    if agent is None:
        found.text(type_ or kind, who.name)
    elif type_ in _ABOUT:
        found.agents.setdefault(agent.id, agent)
        found.relations.append(_link(said, Target(agent.id, agent.name), at, of))
    else:
        role = ROLES.get(type_, "contributor")
        found.credit(agent, role, _note(said, type_ if type_ != role else "", of), at)


def _other(said: Relation) -> tuple[str, Other | None]:
    """What a relation leads to, and of which kind it is: it stands under that name, and most say so."""
    kind = said.target_type
    if kind in _ALL:
        other: Other | None = getattr(said, kind)
        if other is not None:
            return kind, other
    return next(((name, one) for name in _ALL if (one := getattr(said, name)) is not None), ("", None))


def _target(kind: str, other: Piece | Thing | None) -> Target | None:
    """The id and the name of a work or a thing; None if it has neither."""
    if isinstance(other, Piece):
        id_ = f"musicbrainz:{other.id}" if other.id else None
        return Target(id_, other.title or "[no title]") if id_ or other.title else None
    if other is None or not (other.id or other.name or other.resource):
        return None
    return Target(f"musicbrainz:{kind}:{other.id}" if other.id else None, other.resource or named(other))


def named(thing: Thing) -> str:
    """A thing's name with what parts it from others of the same name."""
    name = thing.name or "[unnamed]"
    return f"{name} ({thing.disambiguation})" if thing.disambiguation else name


def of_agent(relations: Iterable[Relation | None], found: Found) -> None:
    """Gather the relations of an agent: identifiers, and links to whom and to what it belongs.

    Agents have no credits of their own: what they did is told by the works.
    """
    for said in relations:
        if said is None:
            continue
        if said.attribute_values or said.attribute_credits:
            _check(said, found)
        kind, other = _other(said)
        if kind == "url" and isinstance(other, Thing):
            address = other.resource or ""
            found.identifier(*(elsewhere(said.type or "", address) or (said.type or "url", address)))
        elif isinstance(other, Artist):
            if other.id or other.name:
                id_ = f"musicbrainz:agent:{other.id}" if other.id else None
                found.relations.append(_link(said, Target(id_, other.name or "[unnamed]")))
        elif (target := _target(kind, other)) is not None:
            found.relations.append(_link(said, target))


def _check(said: Relation, found: Found) -> None:
    """Report what has a value or another name and is no attribute of the relation."""
    for several in (said.attribute_values, said.attribute_credits):
        if several:
            found.audit({name: one for name, one in several.items() if name not in (said.attributes or ())})


def _kind(said: Relation) -> str:
    """How the link is called from this entity's side; a performance of a work by others is a cover."""
    type_, forward = said.type or "related to", said.direction != "backward"
    if type_ == "performance" and "cover" in (said.attributes or ()):
        type_ = "cover"
    known = _KINDS.get((type_, forward))
    return known or (type_ if forward or said.url is not None else f"{type_} (backward)")


def _link(said: Relation, target: Target, at: str = "", of: str = "") -> Link:
    return Link(kind=_kind(said), target=target.id, text=_text(said, target.name, at, of))


def _text(said: Relation, name: str, at: str, of: str) -> str:
    more = "; ".join(filter(None, (_note(said, "", of), f"track {at}" if at else "")))
    return f"{name} ({more})" if more else name


def _note(said: Relation, type_: str, of: str = "") -> str:
    """What else is said of a relation: its attributes, from when to when, in which place, under which names."""
    if not (type_ or of or said.attributes or said.begin or said.end or said.ended or said.ordering_key
            or said.target_credit or said.source_credit):  # fmt: skip
        return ""
    values, credits = said.attribute_values or {}, said.attribute_credits or {}
    words = []
    for word in said.attributes or ():
        if word:
            value, credited = values.get(word), credits.get(word)
            words.append(f"{word}{f' {value}' if value else ''}{f' (as {credited})' if credited else ''}")
    parts = [f"{type_}: {', '.join(words)}" if type_ and words else type_ or ", ".join(words)]
    if said.ordering_key:
        parts.append(f"no. {said.ordering_key}")
    if said.begin or said.end or said.ended:
        began, ended = said.begin or "", said.end or ("?" if said.ended else "")
        parts.append(began if began == ended else f"{began}–{ended}")
    if said.target_credit:
        parts.append(f"as {said.target_credit}")
    if said.source_credit:
        parts.append(f"here as {said.source_credit}")
    if of:
        parts.append(f"of the work «{of}»")
    return "; ".join(filter(None, parts))
