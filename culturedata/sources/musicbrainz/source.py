"""MusicBrainz: what is a work here, and who made it.

A release group (an album, a single), a composition, a recording and a release are each a work of the catalogue, told
apart by a term of the facet «type», and linked: a recording is «recording of» a composition, a release is «edition of»
a release group, and its tracks lead to recordings. Artists and labels are agents. What is recommended as a rule are
release groups and compositions, which the dump brings if nobody says more; recordings and releases come when asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from culturedata.data.records import Entity, RawRecord
from culturedata.errors import UsageError
from culturedata.importing.inputs import ways
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Context, Issue, Source
from culturedata.sources.musicbrainz import agents, pieces
from culturedata.sources.musicbrainz.answers_xml import as_json
from culturedata.sources.musicbrainz.api import asked, of_api
from culturedata.sources.musicbrainz.files import ENTITIES, of_dumps, of_path, order
from culturedata.sources.musicbrainz.found import Found
from culturedata.sources.musicbrainz.relations import of_agent
from culturedata.sources.musicbrainz.shape import Artist, Piece, read
from culturedata.sources.musicbrainz.words import Words

_AGENTS = ("artist", "label")
_STAMP = re.compile(r"\d{8}-\d{6}")
_IN_ADDRESS = re.compile(r"://.*/([a-z-]+)/([0-9a-f-]{36})")


class MusicBrainz(Source):
    """One record an entity; its key is «artist:» and the MBID. See `files` and `api` for where they come from."""

    name = "musicbrainz"
    summary = "MusicBrainz: its dumps, its API, or answers of it"
    # The numbers of words that stand beside them; what only the person who asks gave; how well a record fits a search;
    # how good MusicBrainz thinks its record is; where a disc's tracks begin, which its id is made of; where a place
    # lies that is only named.
    ignored: ClassVar[frozenset[str]] = frozenset({
        "type-id", "gender-id", "primary-type-id", "secondary-type-ids", "status-id", "packaging-id", "format-id",
        "attribute-ids", "value-id", "user-tags", "user-genres", "user-moods", "user-rating", "collections", "score",
        "quality", "offset-count", "offsets", "sectors", "coordinates",
    })  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._words = Words(context.descriptor)

    def records(self) -> Iterator[RawRecord]:
        Since(self.context.since)
        for found in self._found():
            key = f"{found.entity}:{found.id}"
            form = "xml" if found.body.startswith(b"<") else "json"
            yield RawRecord(key=key, body=found.body, located=found.located, cursor=found.cursor, format=form)
            was = self._was(found.located, found.entity, found.id) if "://" in found.located else None
            if was is not None:
                message = f"{was} was merged into this one: the old id is kept as an identifier"
                self.context.report(Issue("merged-id", message, record=f"musicbrainz:{key}", field="id", raw=was))

    def _found(self) -> Iterator[Any]:
        given = self.context.input or ways.DUMP
        base = self.descriptor.http.base.rstrip("/") if self.descriptor.http else ""
        api = asked(given, base)
        if api is not None:
            with ways.client(self.context, api[0]) as (fetcher, http):
                yield from of_api(fetcher, *api, http.page_size, self.context)
        elif given == ways.DUMP or given.startswith(f"{ways.DUMP}:"):
            yield from self._dump(given.partition(":")[2])
        else:
            path = ways.way(self.context).path
            if path is None:
                raise UsageError(f"{given} names nothing of MusicBrainz.", "End it in artist/ and an MBID.")
            yield from of_path(path, self.context)

    def _dump(self, chosen: str) -> Iterator[Any]:
        """The records of the newest dump: of the entities that were chosen, else of those of the descriptor."""
        entities = [one.strip() for one in (chosen or str(self.descriptor.options["entities"])).split(",")]
        wrong = [one for one in entities if one not in ENTITIES]
        if wrong:
            raise UsageError(f"the dump has no {wrong[0]!r}.", f"It has: {', '.join(ENTITIES)}.")
        base = str(self.descriptor.options["dump"]).rstrip("/")
        with ways.client(self.context, base) as (fetcher, _):
            stamp = fetcher.get(f"{base}/LATEST", reader=_stamp, again=True)
            self.context.identified(stamp or "")
            ordered = sorted(dict.fromkeys(entities), key=lambda one: order(one, self.context))
            paths = [fetcher.download(f"{base}/{stamp}/{one}.tar.xz").path for one in ordered]
        yield from of_dumps(paths, self.context)

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        kind, _, id_ = record.key.partition(":")
        name = f"musicbrainz:{record.key}"

        def audit(left: dict[str, Any]) -> None:
            self.context.audit(left, self.ignored, name)

        found = Found(self.context, self._words, name, audit)
        if "://" in record.located:
            found.identifier("mbid", self._was(record.located, kind, id_))
        body = as_json(record.body) if record.format == "xml" else record.body
        if kind in _AGENTS:
            said = read(body, Artist, audit)
            of_agent(said.relations or (), found)
            agent = agents.agent(said, kind, id_, found)
            yield from found.terms.values()
            yield agent
        else:
            yield from pieces.entities(read(body, Piece, audit), kind, id_, found)

    def _was(self, located: str, kind: str, id_: str) -> str | None:
        """The id under which a record was asked for, if it has another now: two entities were merged."""
        found = _IN_ADDRESS.search(located)
        return found[2] if found is not None and found[1] == kind and found[2] != id_ else None


def _stamp(body: bytes) -> str:
    """The name of the newest dump. Raises ValueError if it is none."""
    said = body.decode("utf-8").strip()
    if not _STAMP.fullmatch(said):
        raise ValueError("it does not name a dump")
    return said
