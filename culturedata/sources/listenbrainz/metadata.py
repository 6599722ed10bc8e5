"""What ListenBrainz knows of recordings, release groups and artists themselves: the answers of its metadata API.

An answer about artists is a list, one about recordings or release groups an object by their MBIDs. The votes that
people gave to tags are MusicBrainz's, and under its other licence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec

from culturedata.data.records import (
    Agent,
    Credit,
    Date,
    Entity,
    Measure,
    Relation,
    Term,
    Text,
    Title,
    Work,
    WorkTerm,
)
from culturedata.importing.source import Context, Issue
from culturedata.importing.standards.metabrainz import CORE, COVER, SUPPLEMENTARY
from culturedata.importing.values import dates
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.life_years import in_order
from culturedata.importing.values.text import number, slug, text_in, text_of, texts_of
from culturedata.sources.listenbrainz.said import Row, Said, Tell, artist, mbid
from culturedata.sources.listenbrainz.works import KINDS, cover

_RECORDING, _GROUP = "recording", "release_group"


def told(answer: object, located: str, tell: Tell) -> Iterator[Said] | None:
    """The records in an answer about things themselves, a record each; None if it is another answer."""
    if isinstance(answer, dict) and answer and all(map(mbid, answer)):
        return _of_things(answer, located, tell)
    if isinstance(answer, list) and answer and _is_artist(answer[0]):
        return of_artists(answer, located, tell)
    return None


def _of_things(answer: Row, located: str, tell: Tell) -> Iterator[Said]:
    for id_, row in answer.items():
        if not isinstance(row, dict) or not row.keys() & {_RECORDING, _GROUP}:
            _fault(row, f"{located}: {id_}", tell)
            continue
        key = mbid(id_) if _RECORDING in row else f"release-group-{mbid(id_)}"
        named = _GROUP in row or (isinstance(row[_RECORDING], dict) and row[_RECORDING].get("name"))
        yield Said(key if named else f"metadata-{key}", partial(dict, row, mbid=id_), f"{located}: {id_}")


def of_artists(answer: list[Any], located: str, tell: Tell) -> Iterator[Said]:
    """The records in an answer about artists; what names none is told."""
    for count, row in enumerate(answer, 1):
        if _is_artist(row):
            yield Said(f"metadata-artist-{mbid(row['artist_mbid'])}", partial(dict, row), f"{located}: {count}")
        else:
            _fault(row, f"{located}: {count}", tell)


def _is_artist(row: object) -> bool:
    return isinstance(row, dict) and "reference_mbid" not in row and bool(mbid(row.get("artist_mbid")))


def _fault(row: object, located: str, tell: Tell) -> None:
    """Tell of what is about no recording, release group or artist."""
    raw = msgspec.json.encode(row).decode()[:2000]
    tell(Issue("bad-metadata", "it names nothing that it is about: it is left out", raw=raw, located=located))


def is_metadata(key: str, row: Row) -> bool:
    """Whether a record is one of these, and no listen or statistic."""
    return key.startswith("metadata-") or ("mbid" in row and bool(row.keys() & {_RECORDING, _GROUP}))


@dataclass(slots=True)
class Metadata:
    """Reads one record, `key`; what it is described by is gathered as it is met."""

    context: Context
    ignored: frozenset[str]
    key: str
    terms: dict[str, Term] = field(default_factory=dict)
    agents: dict[str, Agent] = field(default_factory=dict)
    credits: list[Credit] = field(default_factory=list)

    def read(self, row: Row) -> Iterator[Entity]:
        """The terms, the artists, and the recording or release group: one without a name describes its artists only."""
        if _RECORDING in row or _GROUP in row:
            work = self._work(row)
        else:
            work, tags = None, self._object(row, "tag")
            self._artist(row, _objects(tags, "artist"))
            self._audit(tags)
        self._audit(row)
        yield from self.terms.values()
        yield from self.agents.values()
        if work is not None:
            yield work

    def _work(self, row: Row) -> Work | None:
        """The recording or release group; None, which is reported, if nothing names it."""
        kind = _RECORDING if _RECORDING in row else _GROUP
        own, release, said = (self._object(row, name) for name in (kind, "release", "artist"))
        tags, votes, uses = self._object(row, "tag"), list[Measure](), dict[WorkTerm, None]()
        for of in (_RECORDING, _GROUP):
            for use, vote in self._voted(_objects(tags, of)):
                uses |= dict.fromkeys(use)
                votes += vote if of == kind else []
        self._makers(said, _objects(tags, "artist"))
        for one in _objects(own, "rels"):
            self._did(one)
        for one in _objects(release, "rels"):
            self._audit(one)
        id_, name, on = text_of(row, "mbid"), text_of(own, "name"), text_of(release, "name")
        images = tuple(dict.fromkeys((*cover(own), *cover(release))))
        work = Work(
            id=f"listenbrainz:{self.key}",
            domain="music",
            titles=(
                Title(text=name),
                *([Title(text=on, kind="alternative")] if kind == _GROUP and on not in ("", name) else []),
            ),
            url=f"https://musicbrainz.org/{kind.replace('_', '-')}/{mbid(id_)}",
            credits=tuple(dict.fromkeys(self.credits)),
            dates=tuple(_released(own, release)),
            terms=(*uses, *self._type(own, release)),
            texts=tuple(_album_artist(release)),
            images=images,
            identifiers=identifiers(self.context, self.key, mbid=id_, isrc=texts_of(own, "isrcs")),
            measures=(*_runtime(own), *votes),
            relations=tuple(_part_of(release, on)),
            rights=(CORE, *((SUPPLEMENTARY,) if uses or votes else ()), *((COVER,) if images else ())),
        )
        for left in (own, release, said, tags):
            self._audit(left)
        if name:
            return work
        message = "the answer does not name the recording: it describes its artists only"
        self.context.report(Issue("no-name", message, record=self.key, field="recording.name"))
        return None

    def _makers(self, said: Row, tags: list[Row]) -> None:
        """The artists, each with their own tags, and what they are called together."""
        whole = text_of(said, "name")
        for one in _objects(said, "artists"):
            text_of(one, "join_phrase")  # between the names: the name of all of them has it
            id_ = text_in(one, "artist_mbid")
            own = [tag for tag in tags if text_in(tag, "artist_mbid") == id_]
            tags = [tag for tag in tags if tag not in own]
            agent = self._artist(one, own)
            note = whole if whole and whole != agent.name else None
            self.credits.append(Credit(agent=agent.id, role="performer", note=note))
        for tag in tags:
            message = "a tag is of an artist whom the answer does not name: it is left out"
            raw = msgspec.json.encode(tag).decode()[:2000]
            self.context.report(Issue("unknown-artist", message, record=self.key, field="tag.artist", raw=raw))

    def _did(self, one: Row) -> None:
        """Somebody who sang or played on a recording."""
        name, id_ = text_of(one, "artist_name"), text_of(one, "artist_mbid")
        agent = f"listenbrainz:{artist(name, mbid(id_))}"
        found = identifiers(self.context, self.key, mbid=id_)
        if agent not in self.agents:
            self.agents[agent] = Agent(id=agent, name=name or id_ or "[no name]", url=_page(id_), identifiers=found)
        what = ", ".join(filter(None, (text_of(one, "type"), text_of(one, "instrument"))))
        self.credits.append(Credit(agent=agent, role="performer", note=what or None))
        self._audit(one)

    def _artist(self, row: Row, tags: list[Row]) -> Agent:
        """An artist as their own record says it."""
        ids = list(dict.fromkeys(filter(None, (text_of(row, name) for name in ("artist_mbid", "mbid")))))
        name, kind = text_of(row, "name"), text_of(row, "type")
        uses, votes = dict[WorkTerm, None](), list[Measure]()
        if area := text_of(row, "area"):
            uses[self._term("place", area)] = None
        for use, vote in self._voted(tags):
            uses |= dict.fromkeys(use)
            votes += vote
        links = self._object(row, "rels")
        years = [number(text_of(row, field)) for field in ("begin_year", "end_year")]
        born, died = (int(year) if year else None for year in years)
        born, died = in_order(born, died, self.context, self.key, raw=f"{born}–{died}")
        agent = Agent(
            id=f"listenbrainz:{artist(name, mbid(ids[0] if ids else ''))}",
            name=name or "[no name]",
            kind=KINDS.get(kind.casefold(), "unknown"),
            born=born,
            died=died,
            gender=text_of(row, "gender").casefold() or None,
            url=_page(ids[0] if ids else ""),
            identifiers=identifiers(
                self.context, self.key, mbid=ids, wikidata=texts_of(links, "wikidata"),
                url=list(_links(links)),
            ),
            terms=tuple(uses),
            measures=tuple(votes),
            authority=1,
        )  # fmt: skip
        self._audit(links)
        self._audit(row)
        self.agents[agent.id] = agent
        return agent

    def _voted(self, tags: list[Row]) -> Iterator[tuple[list[WorkTerm], list[Measure]]]:
        """The use of each tag (a genre, where MusicBrainz knows it as one) and its votes; below one it is not used."""
        for one in tags:
            name, votes = text_of(one, "tag"), number(text_of(one, "count"))
            facet = "genre" if text_of(one, "genre_mbid") else "classification"
            text_of(one, "artist_mbid")  # whose it is
            self._audit(one)
            if slug(name):
                use = [self._term(facet, name)] if votes is None or votes > 0 else []
                yield use, [] if votes is None else [Measure(kind=f"votes for {name}", value=votes, unit="votes")]

    def _term(self, facet: str, label: str) -> WorkTerm:
        """The use of a term, which is gathered."""
        id_ = f"listenbrainz:term:{facet}-{slug(label)}"
        self.terms[id_] = Term(id=id_, facet=facet, label=label, label_en=label)
        return WorkTerm(facet=facet, term=id_)

    def _type(self, own: Row, release: Row) -> list[WorkTerm]:
        """What kind of release group it is: «Album»."""
        said = (text_of(own, "type"), text_of(release, "type"))  # of its first release it is the group's
        return [self._term("type", one) for one in dict.fromkeys(said) if slug(one)]

    def _object(self, row: Row, field: str) -> Row:
        """The object in a field, taken out; what is none there is reported."""
        found = row.pop(field, None)
        if isinstance(found, dict):
            return found
        if found is not None:
            self._audit({field: found})
        return {}

    def _audit(self, left: Row) -> None:
        self.context.audit(left, self.ignored, self.key)


def _objects(row: Row, field: str) -> list[Row]:
    """The objects in the list of a field, taken out; anything else is left, for who audits the row."""
    found = row.get(field)
    if not isinstance(found, list):
        return []
    left = [one for one in found if not isinstance(one, dict)]
    if left:
        row[field] = left
    else:
        del row[field]
    return [one for one in found if isinstance(one, dict)]


def _page(id_: str) -> str | None:
    return f"https://musicbrainz.org/artist/{mbid(id_)}" if mbid(id_) else None


def _links(links: Row) -> Iterator[str]:
    """The addresses by kind of link («official homepage»), of which any may come: what is no address is left."""
    for kind in list(links):
        if text_in(links, kind).startswith("http"):
            yield text_of(links, kind)


def _released(own: Row, release: Row) -> Iterator[Date]:
    """When it came out first, and when the release did: by the day, else by a year that is not said yet."""
    said = [text_of(own, "first_release_date"), text_of(own, "date"), text_of(release, "date")]
    year = text_of(release, "year")
    if not any(text.startswith(year) for text in said):
        said.append(year)
    for text in dict.fromkeys(filter(None, said)):
        yield dates.read(text, "released")


def _runtime(own: Row) -> Iterator[Measure]:
    """How long a recording is, in minutes; the answer has milliseconds."""
    value = number(text_of(own, "length"))
    if value and value > 0:
        yield Measure(kind="runtime", value=round(value / 60_000, 3), unit="min")


def _album_artist(release: Row) -> Iterator[Text]:
    if whose := text_of(release, "album_artist_name"):
        yield Text(kind="release artist", text=whose)


def _part_of(release: Row, name: str) -> Iterator[Relation]:
    """The release that a recording is on, and the group of that."""
    for what, said in (("release", "mbid"), ("release-group", "release_group_mbid")):
        if id_ := mbid(text_of(release, said)):
            yield Relation(kind="part of", target=f"listenbrainz:{what}-{id_}", text=name or None)
