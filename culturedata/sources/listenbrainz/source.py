"""ListenBrainz: who listened to which recording and when, from its dumps, its API, somebody's export or saved answers.

What was heard is described in the catalogue, each recording once, by the first listen that names it. Who heard it lies
among what is about people, under pseudonyms: names are hashed before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import ClassVar

import msgspec

from culturedata.data.records import Entity, Interaction, RawRecord
from culturedata.errors import DescriptorError
from culturedata.importing.inputs import ways
from culturedata.importing.protocols.since import Since
from culturedata.importing.pseudonyms import NEW_KEY, pseudonyms
from culturedata.importing.source import Context, Issue, Source
from culturedata.sources.listenbrainz.api import Api
from culturedata.sources.listenbrainz.dumps import brought
from culturedata.sources.listenbrainz.files import Files
from culturedata.sources.listenbrainz.kept import Kept
from culturedata.sources.listenbrainz.listens import Listens
from culturedata.sources.listenbrainz.metadata import Metadata, is_metadata
from culturedata.sources.listenbrainz.said import People, Said, encode
from culturedata.sources.listenbrainz.statistics import Statistics
from culturedata.sources.listenbrainz.works import Works

_UNIT = "listens"
_USER, _PRIVATE = "user:", "listens:"


class ListenBrainz(Source):
    """One record a recording (release, artist) that was heard; private ones of what people heard, some listens each.

    The cursor counts all of them from 1; an import that goes on reads the input again from its beginning, for only so
    it knows which recordings it met already.
    """

    name = "listenbrainz"
    summary = "listens to recordings of music, from the dumps or the API of ListenBrainz"
    ignored: ClassVar[frozenset[str]] = frozenset({
        "tracknumber", "discnumber",  # where it stands on the release that was played: the release is named
        "spotify_album_id", "spotify_artist_ids", "spotify_album_artist_ids",  # of the release and the artist
        "total_listen_count",  # how often all recordings of an artist were heard: no figure about one work
        "artist_credit_id",  # a number inside MusicBrainz
        "reference_mbid", "score",  # with whom an artist is heard: no relation of works
    })  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._kept = Kept()

    def records(self) -> Iterator[RawRecord]:
        """What was heard, in the order in which it is first heard, between the listens themselves."""
        after = -1
        for count, record in enumerate(self._all(), 1):
            if after < 0:  # the input is known from now on, and may be another one than the cursor is of
                after = int(self.context.cursor or 0)
            if count > after:
                yield RawRecord(
                    key=record[0], body=record[1], located=record[2], cursor=str(count),
                    private=record[0].startswith(_PRIVATE),
                )  # fmt: skip

    def _all(self) -> Iterator[tuple[str, bytes, str]]:
        """The key, the body and the place of each record, public and private; who heard what is kept for later."""
        number, add = self._kept.number, self._kept.add
        block, located, lines = "", "", list[bytes]()
        for said in self._said():
            key, who = said.key, said.who
            if said.block != block or not block:
                if lines:
                    yield f"{_PRIVATE}{block}", _listed(lines), located
                block, located, lines = said.block, said.located, []
            if said.private:
                lines.append(said.private)
            if not key:
                continue
            what, new = number(key)
            if new:
                yield key, encode(said.public()), said.located
            if who is not None:
                item = said.item
                add(number(f"{_USER}{who}")[0], number(item)[0] if item else what, said.kind, said.value, said.at)
        if lines:
            yield f"{_PRIVATE}{block}", _listed(lines), located

    def _said(self) -> Iterator[Said]:
        """All that the input says."""
        people = People(pseudonyms(self.descriptor.name, lambda: self._tell(Issue("new-key", NEW_KEY))))
        listens, statistics = Listens(people, self._tell), Statistics(people, self._tell)
        context, since = replace(self.context, report=self._tell), Since(self.context.since)
        reader = Files(listens, statistics, context)
        if self.context.input == ways.DUMP:
            base = self.descriptor.options.get("dump")
            if not base:
                raise DescriptorError(f"{self.descriptor.name} says no address of dumps.")
            for path in brought(self.context, str(base), since):
                yield from reader.read(path)
            return
        way = ways.way(self.context)
        if way.path is not None:
            yield from reader.read(way.path)
            return
        with ways.client(self.context, way.base) as (fetcher, http):
            yield from Api(listens, statistics, self.context, way.base, fetcher, http).all(since)

    def _tell(self, issue: Issue) -> None:
        """Report a listen that can't be read: it leaves no gap that a later import would have to fill."""
        partial = self.context.partial
        self.context.report(issue)
        self.context.partial = partial

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        """The recording, release or artist; a private record says nothing of works."""
        if record.private:
            return iter(())
        row = msgspec.json.decode(record.body, type=dict)
        if is_metadata(record.key, row):
            return Metadata(self.context, self.ignored, record.key).read(row)
        works, kind = Works(self.context, self.ignored), record.key.partition("-")[0]
        readers = {"release": works.release, "artist": works.artist, "similar": works.similar}
        return readers.get(kind, works.recording)(row, record.key)

    def interactions(self) -> Iterator[Interaction]:
        """Each listen in the order of the input; what is a count of listens says how many."""
        source = self.descriptor.name
        with closing(self._kept) as kept:
            for who, what, kind, value, at in kept.all():
                yield Interaction(
                    user=f"{source}:{who}", item=f"{source}:{what}", kind=kind, value=value, unit=_UNIT, at=at
                )


def _listed(documents: list[bytes]) -> bytes:
    """One JSON document of several."""
    return b"[" + b",\n".join(documents) + b"]"
