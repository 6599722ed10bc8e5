"""What one record brings, gathered while it is read: terms and agents first, then what hangs on the work itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from culturedata.data.records import (
    Agent,
    Credit,
    Date,
    Entity,
    Identifier,
    Image,
    Measure,
    Relation,
    Rights,
    Term,
    Text,
    Title,
    WorkTerm,
)
from culturedata.importing.source import Context
from culturedata.importing.standards.metabrainz import BY_NC_SA, CORE, COVER, SUPPLEMENTARY
from culturedata.importing.values.identifying import identifiers
from culturedata.sources.musicbrainz.shape import Alias, Audit, Described
from culturedata.sources.musicbrainz.words import Used, Words

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(slots=True)
class Found:
    """The parts of one record; `name` is what the record is called in reports."""

    context: Context
    words: Words
    name: str
    audit: Audit
    terms: dict[str, Term] = field(default_factory=dict)
    used: dict[WorkTerm, None] = field(default_factory=dict)
    agents: dict[str, Agent] = field(default_factory=dict)
    credits: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    titles: list[Title] = field(default_factory=list)
    dates: dict[Date, None] = field(default_factory=dict)
    texts: list[Text] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    identifiers: dict[str, list[str]] = field(default_factory=dict)
    supplementary: bool = False

    def use(self, found: Used | None) -> None:
        """A term that describes the work or the agent."""
        if found is not None:
            self.terms[found[0].id] = found[0]
            self.used[found[1]] = None

    def credit(self, agent: Agent, role: str, note: str = "", at: str = "") -> None:
        """Who did what; `at` is the track on which, if it was not on all of a release."""
        self.agents.setdefault(agent.id, agent)
        on = self.credits.setdefault((agent.id, role, note), [])
        if at:
            on.append(at)

    def identifier(self, scheme: str, value: str | None) -> None:
        """An identifier in another scheme; nothing for None and for an empty text."""
        if value:
            self.identifiers.setdefault(scheme, []).append(value)

    def text(self, kind: str, said: str | None, licence: str | None = None, lang: str | None = None) -> None:
        """A text; nothing for None and for an empty one."""
        if said and said.strip():
            self.texts.append(Text(kind=kind, text=said.strip(), lang=lang, licence=licence))

    def voted(self, said: Described) -> None:
        """Genres and tags, with the votes for each; below one vote it is no term.

        A genre is a tag that MusicBrainz knows as one: it stands in both lists.
        """
        votes: dict[str, int] = {}
        for facet, several in (("genre", said.genres), ("subject", said.moods), ("classification", said.tags)):
            for one in several or ():
                if one is None or not one.name or one.name in votes:
                    continue
                votes[one.name] = 1 if one.count is None else one.count
                if votes[one.name] > 0:
                    self.use(self.words.term(facet, one.name))
                if one.count is not None:
                    self.measures.append(Measure(kind=f"votes for {one.name}", value=one.count, unit="votes"))
        self.supplementary = self.supplementary or bool(votes)

    def rated(self, said: Described) -> None:
        """The mean of people's ratings, and of how many."""
        if said.rating is not None and said.rating.value is not None:
            self.supplementary = True
            self.measures.append(Measure(kind="rating", value=said.rating.value, unit="of 5"))
        if said.rating is not None and said.rating.votes_count:
            self.measures.append(Measure(kind="ratings", value=said.rating.votes_count, unit="votes"))

    def annotated(self, said: Described) -> None:
        """What people wrote about it."""
        if said.annotation:
            self.supplementary = True
            self.text("annotation", said.annotation, BY_NC_SA)

    def rights(self) -> tuple[Rights, ...]:
        """Those in the core data, in what people added, and in the cover."""
        more = (SUPPLEMENTARY,) if self.supplementary else ()
        return (CORE, *more, COVER) if self.images else (CORE, *more)

    def all_credits(self) -> Iterator[Credit]:
        """The credits, with the tracks that each is of."""
        for (agent, role, note), tracks in self.credits.items():
            on = ""
            if tracks:
                on = f"track{'s' if len(tracks) > 1 else ''} {', '.join(dict.fromkeys(tracks))}"
            said = "; ".join(filter(None, (note, on)))
            yield Credit(agent=agent, role=role, note=said or None)

    def all_identifiers(self, mbid: str | None) -> tuple[Identifier, ...]:
        """The id itself first, then those in other schemes, in canonical form; what is faulty is reported."""
        own = () if mbid is None else (self.mbid(mbid),)
        return (*own, *identifiers(self.context, self.name, **self.identifiers)) if self.identifiers else own

    def mbid(self, said: str) -> Identifier:
        """An MBID in its canonical form; as it stands, and reported, if it is none."""
        if _UUID.fullmatch(said):
            return Identifier(scheme="mbid", value=said)
        return identifiers(self.context, self.name, mbid=said)[0]

    def first(self) -> Iterable[Entity]:
        """What must stand before the work: the terms, and the agents that it names."""
        yield from self.terms.values()
        yield from self.agents.values()


def aliases(said: list[Alias | None] | None, name: str) -> Iterator[Title]:
    """Other names, the first choice of each language before its others; how they are sorted, where that differs."""
    there = [one for one in said or () if one is not None and one.name]
    for one in sorted(there, key=lambda alias: not alias.primary) if len(there) > 1 else there:
        assert one.name is not None
        lang = one.locale.partition("_")[0] if one.locale else None
        if one.name != name or lang:
            yield Title(text=one.name, lang=lang, kind="translated" if lang else "alternative")
        if one.sort_name and one.sort_name not in (one.name, name):
            yield Title(text=one.sort_name, lang=lang, kind="sort")
