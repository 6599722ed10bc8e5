"""Last.fm as HetRec 2011 gives it out: 92,834 counts of plays of 17,632 artists by 1,892 people, friends and tags.

What somebody plays here is an artist, and no piece: so an artist is a work («the music of X»), under the id that the
plays have, and recommenders and pages can use it like a film of MovieLens. The same artist is also an agent, and the
performer of that work: by it the same people are found in other sources, which know them as agents.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import cached_property
from itertools import count
from typing import Any, ClassVar

import msgspec

from culturedata.data.records import Agent, Credit, Entity, Follow, Interaction, RawRecord, Term, Title, Work, WorkTerm
from culturedata.importing.source import Issue, Source
from culturedata.sources.lastfm.files import (
    ARTISTS,
    FRIENDS,
    NUMBER,
    PLAYS,
    STAMPS,
    TAGGED,
    TAGS,
    Files,
    Said,
)

_TAG, _USER = "tag:", "user:"  # how the keys of records begin that are not of artists
_LOST = "\ufffd"  # stands for a letter that was lost before
_ARTIST = Term(
    id="lastfm:term:type-artist", facet="type", label="artist", label_en="artist", label_fr="artiste ou groupe"
)


class LastFm(Source):
    """One record an artist (its line, its tags without who gave them), one a tag, and private ones a person."""

    name = "lastfm"
    summary = "HetRec 2011: 92,834 counts of plays of 17,632 artists on Last.fm, with friends and tags"
    # Addresses of pictures on a server that is gone, of unknown licence.
    ignored: ClassVar[frozenset[str]] = frozenset({"pictureURL"})

    @cached_property
    def _files(self) -> Files:
        return Files(self.context)

    def records(self) -> Iterator[RawRecord]:
        """Artists and tags in the order of their files, then people by number; the cursor counts all from 1."""
        files = self._files
        after = int(self.context.cursor or 0)
        self._report_missing(files)
        counted = count(1)
        for number, (key, body, located) in zip(counted, self._all(files), strict=False):
            if number > after:
                private = key.startswith(_USER)
                text = msgspec.json.encode(body)
                yield RawRecord(key=key, body=text, located=located, cursor=str(number), private=private)

    def _all(self, files: Files) -> Iterator[tuple[str, dict[str, Any], str]]:
        with closing(Said(files)) as said:
            for line, row in files.rows(ARTISTS):
                if NUMBER.fullmatch(row["id"]):
                    tags = said.of(row["id"])
                    yield row["id"], row | ({"tags": tags} if tags else {}), f"{ARTISTS}:{line}"
                else:
                    files.tell("bad-id", "the artist has no number", ARTISTS, line, "\t".join(row.values()))
            for line, tag, row in said.tags():
                yield f"{_TAG}{tag}", row, f"{TAGS}:{line}"
            for user, located, whole in said.people():
                yield f"{_USER}{user}", whole, located

    def _report_missing(self, files: Files) -> None:
        missing = [name for name in (TAGS, PLAYS, FRIENDS) if name not in files]
        missing += [] if TAGGED in files or STAMPS in files else [TAGGED]
        for name in missing:
            message = f"there is no {name}: nothing of what it says is known"
            self.context.report(Issue("missing-table", message, located=name))

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        """An artist as work and agent, with its tags; or a tag. A private record says nothing of either."""
        if record.private:
            return
        row: dict[str, Any] = msgspec.json.decode(record.body)
        if record.key.startswith(_TAG):
            yield self._tag(row.pop("tagID"), row.pop("tagValue"), record)
        else:
            yield from self._artist(row, record)
        self.context.audit(row, self.ignored, record.key)

    def _artist(self, row: dict[str, Any], record: RawRecord) -> Iterator[Entity]:
        id_, name, url = row.pop("id"), row.pop("name").strip(), row.pop("url").strip() or None
        if not name:
            message = "the artist has no name: its id stands in its place"
            self.context.report(Issue("no-title", message, record.key, "name", located=record.located))
        self._check(name, "name", record)
        tags = [
            self._tag(tag, words, record) for tag, words, _ in row.pop("tags", ()) if self._is_known(tag, words, record)
        ]
        work, agent = f"lastfm:{id_}", f"lastfm:agent:{id_}"
        title = Title(text=name) if name else Title(text=work, kind="alternative")
        yield from (_ARTIST, *tags)
        yield Agent(id=agent, name=name or work, url=url, authority=1)
        yield Work(
            id=work,
            domain="music",
            titles=(title,),
            url=url,
            credits=(Credit(agent=agent, role="performer"),),
            terms=tuple(WorkTerm(facet=term.facet, term=term.id) for term in (_ARTIST, *tags)),
        )

    def _is_known(self, tag: str, words: str | None, record: RawRecord) -> bool:
        """Whether tags.dat says what the tag is; if it does not, that is reported for each artist that has it."""
        if words is None:
            message = f"tag {tag} was given and has no words in {TAGS}: left out"
            self.context.report(Issue("unknown-tag", message, record.key, "tagID", tag, record.located))
        return bool(words and words.strip())

    def _tag(self, tag: str, words: str, record: RawRecord) -> Term:
        """A tag as it was typed. Raises ValueError if it has no words."""
        words = words.strip()
        if not words:
            raise ValueError("the tag has no words")
        if record.key.startswith(_TAG):
            self._check(words, "tagValue", record)
        return Term(id=f"lastfm:term:tag-{tag}", facet="subject", label=words)

    def _check(self, text: str, field: str, record: RawRecord) -> None:
        if _LOST in text:
            message = f"a letter of {text!r} was lost in this copy of the file: it is kept as it stands"
            self.context.report(Issue("lost-letter", message, record.key, field, text, record.located))

    def interactions(self) -> Iterator[Interaction]:
        """How often each person played each artist, in the order of the file; the file does not say when."""
        total = 0
        for line, row in self._files.rows(PLAYS):
            user, artist, plays = (row[column].strip() for column in ("userID", "artistID", "weight"))
            if not all(map(NUMBER.fullmatch, (user, artist, plays))) or not int(plays):
                self._files.tell("bad-play", "no count of plays", PLAYS, line, "")
                continue
            total += 1
            yield Interaction(
                user=f"lastfm:user:{user}", item=f"lastfm:{artist}", kind="play", value=float(plays), unit="plays"
            )
        whole = self.descriptor.options["plays"]
        if total != whole:
            message = f"{total:,} counts of plays in place of {whole:,}: it is not the whole set"
            self.context.report(Issue("edition-incomplete", message, located=PLAYS))

    def follows(self) -> Iterator[Follow]:
        """Who is friends with whom, in the order of the file, which says it of both.

        What can't be read there was told when the records were read.
        """
        for _, row in self._files.silent().rows(FRIENDS):
            user, friend = (row[column].strip() for column in ("userID", "friendID"))
            if all(map(NUMBER.fullmatch, (user, friend))):
                yield Follow(user=f"lastfm:user:{user}", followed=f"lastfm:user:{friend}")
