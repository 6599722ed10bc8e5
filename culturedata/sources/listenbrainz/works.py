"""What the records of ListenBrainz say of recordings, releases and artists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from culturedata.data.records import (
    Agent,
    Credit,
    Entity,
    Image,
    Measure,
    Relation,
    Term,
    Text,
    Title,
    Work,
    WorkTerm,
)  # fmt: skip
from culturedata.importing.source import Context
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.text import number, text_of, texts_of
from culturedata.sources.listenbrainz.said import LATEST, Row, artist, mbid

KINDS = {"person": "person", "group": "group", "orchestra": "group", "choir": "group", "character": "person"}
_COVER = "https://coverartarchive.org/release"


class Works:
    """Reads the public records of one source."""

    def __init__(self, context: Context, ignored: frozenset[str]) -> None:
        self._context = context
        self._ignored = ignored
        self._name = context.descriptor.name

    def recording(self, row: Row, key: str) -> Iterator[Entity]:
        """A recording, by the names that MusicBrainz has for it, else by those that a listener's program sent."""
        mapping, info = self._object(row, "mbid_mapping", key), self._object(row, "additional_info", key)
        typed, known = text_of(row, "track_name"), text_of(mapping, "recording_name")
        agents, credits = self._credited(row, mapping, info, key)
        release = text_of(row, "release_name")
        sent = texts_of(info, "recording_mbid")
        found = identifiers(
            self._context, key, mbid=[*texts_of(mapping, "recording_mbid"), *sent],
            **{"messybrainz": texts_of(row, "recording_msid"), "isrc": texts_of(info, "isrc"),
               "musicbrainz-track": texts_of(info, "track_mbid"), "spotify": texts_of(info, "spotify_id"),
               "url": self._links(mapping, key)},
        )  # fmt: skip
        id_ = mbid(key)
        yield from agents
        yield Work(
            id=f"{self._name}:{key}",
            domain="music",
            titles=_titles(known, typed),
            url=f"https://musicbrainz.org/recording/{id_}" if id_ else None,
            credits=credits,
            texts=tuple(self._texts(info)),
            images=cover(mapping),
            identifiers=found,
            measures=(*_runtime(info), *_heard(row)),
            relations=tuple(self._parts(release, mapping, info)),
        )
        for left in (row, mapping, info):
            self._context.audit(left, self._ignored, key)

    def release(self, row: Row, key: str) -> Iterator[Entity]:
        """A release, of which a statistic tells."""
        type_ = Term(
            id=f"{self._name}:term:release", facet="type", label="Release", label_en="Release", label_fr="Parution"
        )
        agents, credits = self._credited(row, row, {}, key)
        found = identifiers(self._context, key, mbid=texts_of(row, "release_mbid"))
        id_ = mbid(key.removeprefix("release-"))
        yield type_
        yield from agents
        yield Work(
            id=f"{self._name}:{key}",
            domain="music",
            titles=_titles(text_of(row, "release_name"), ""),
            url=f"https://musicbrainz.org/release/{id_}" if id_ else None,
            credits=credits,
            terms=(WorkTerm(facet="type", term=type_.id),),
            images=cover(row),
            identifiers=found,
            measures=_heard(row),
        )
        self._context.audit(row, self._ignored, key)

    def artist(self, row: Row, key: str) -> Iterator[Entity]:
        """An artist, of whom a statistic tells; how often all their recordings were heard stays in the record."""
        several = texts_of(row, "artist_mbids")
        row.pop("listen_count", None), row.pop("to_ts", None)
        yield self._agent(text_of(row, "artist_name"), text_of(row, "artist_mbid") or (several or [""])[0], key)
        self._context.audit(row, self._ignored, key)

    def similar(self, row: Row, key: str) -> Iterator[Entity]:
        """The artists that are heard with another; with which, and how much so, stays in the record."""
        for one in row.pop("similar", []):
            kind, gender = text_of(one, "type"), text_of(one, "gender")
            agent = self._agent(text_of(one, "name"), text_of(one, "artist_mbid"), key)
            yield Agent(
                id=agent.id, name=agent.name, kind=KINDS.get(kind.casefold(), "unknown"), url=agent.url,
                gender=gender.casefold() or None, life_text=text_of(one, "comment") or None,
                identifiers=agent.identifiers, authority=1,
            )  # fmt: skip
            self._context.audit(one, self._ignored, key)
        self._context.audit(row, self._ignored, key)

    def _object(self, row: Row, field: str, key: str) -> Row:
        """The object in a field, taken out; what is none there is reported."""
        found = row.pop(field, None)
        if found is not None and not isinstance(found, dict):
            self._context.audit({field: found}, frozenset(), key)
        return found if isinstance(found, dict) else {}

    def _credited(self, row: Row, mapping: Row, info: Row, key: str) -> tuple[list[Agent], tuple[Credit, ...]]:
        """Who is credited: one by one where each has a name, else all of them under the one name that there is."""
        whole = text_of(row, "artist_name")
        ids = texts_of(mapping, "artist_mbids")
        sent, names = texts_of(info, "artist_mbids"), texts_of(info, "artist_names")
        joins: list[str] = []
        agents = []
        for one in mapping.pop("artists", None) or []:
            name = text_of(one, "artist_credit_name") or text_of(one, "name")
            joins.append(text_of(one, "join_phrase").strip())
            agents.append(self._agent(name or whole, text_of(one, "artist_mbid"), key))
            self._context.audit(one, self._ignored, key)
        ids = ids or sent
        if not agents and len(ids) == len(names) > 1:
            agents = [self._agent(*pair, key) for pair in zip(names, ids, strict=True)]
        agents = agents or [self._agent(whole, ids[0] if len(ids) == 1 else "", key)]
        agents = list({agent.id: agent for agent in agents}.values())
        notes = [whole if whole and whole != agent.name else None for agent in agents]
        return agents, tuple(
            Credit(agent=agent.id, role="performer", note=note) for agent, note in zip(agents, notes, strict=True)
        )

    def _agent(self, name: str, said: str, key: str) -> Agent:
        """An artist; the MBID names them, where it is one."""
        id_ = mbid(said)
        found = identifiers(self._context, key, mbid=said)
        return Agent(
            id=f"{self._name}:{artist(name, id_)}", name=name or id_ or "[no name]", identifiers=found,
            url=f"https://musicbrainz.org/artist/{id_}" if id_ else None,
        )  # fmt: skip

    def _links(self, mapping: Row, key: str) -> list[str]:
        """Where the recording can be heard or bought."""
        found = []
        for one in mapping.pop("url_rels", None) or []:
            found.append(text_of(one, "url"))
            text_of(one, "type")  # the address says which service it is
            self._context.audit(one, self._ignored, key)
        return found

    def _texts(self, info: Row) -> Iterator[Text]:
        """The label, and who is credited for the whole release."""
        several = ", ".join(texts_of(info, "release_artist_names"))
        whose = text_of(info, "release_artist_name") or several
        for kind, text in (("label", text_of(info, "label")), ("release artist", whose)):
            if text:
                yield Text(kind=kind, text=text)

    def _parts(self, release: str, mapping: Row, info: Row) -> Iterator[Relation]:
        """The releases on which it is, the groups that they belong to, and the works of which it is a recording."""
        several = ("release", "part of", "release_mbid"), ("release-group", "part of", "release_group_mbid")
        for what, kind, field in (*several, ("work", "recording of", "work_mbids")):
            ids = dict.fromkeys(texts_of(mapping, field) + texts_of(info, field))
            named = release if kind == "part of" else ""
            for id_ in ids or ([""] if what == "release" and release else []):
                known = mbid(id_)
                target = f"{self._name}:{what}-{known}" if known else None
                yield Relation(kind=kind, target=target, text=(named if known or not id_ else id_) or None)


def _titles(known: str, typed: str) -> tuple[Title, ...]:
    """The title, and another one that was sent for it."""
    found = [Title(text=known or typed or "[no title]")]
    if known and typed and typed != known:
        found.append(Title(text=typed, kind="alternative"))
    return tuple(found)


def cover(row: Row) -> tuple[Image, ...]:
    """The cover of a release: of others' right, and linked only."""
    picture, release = text_of(row, "caa_id"), text_of(row, "caa_release_mbid")
    if not picture or not release:
        return ()
    address = f"{_COVER}/{release}/{picture}"
    return (Image(url=f"{address}.jpg", thumbnail=f"{address}-250.jpg"),)


def _runtime(info: Row) -> Iterator[Measure]:
    """How long it is, in minutes; a program sends milliseconds or seconds."""
    for field, each in (("duration_ms", 60_000), ("duration", 60)):
        value = number(text_of(info, field))
        if value and value > 0:
            yield Measure(kind="runtime", value=round(value / each, 3), unit="min")
            break


def _heard(row: Row) -> tuple[Measure, ...]:
    """How often everybody heard it, and until when that was counted."""
    count, until = number(text_of(row, "listen_count")), number(text_of(row, "to_ts"))
    if count is None:
        return ()
    at = datetime.fromtimestamp(until, UTC).date().isoformat() if until and 0 < until < LATEST else None
    return (Measure(kind="listens", value=count, unit="listens", at=at),)
