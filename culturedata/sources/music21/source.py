"""The scores of music21's corpus, from the package's bundle of metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import ClassVar

from culturedata.data.records import Entity, RawRecord
from culturedata.importing.source import Issue, Source
from culturedata.importing.values.text import text_of
from culturedata.sources.music21 import bundle
from culturedata.sources.music21.score import Score


class Music21(Source):
    """One record a score; the cursor is its number in the bundle."""

    name = "music21"
    summary = "15,026 scores of music21's corpus with key signature, metre, range, tempo and notes (package music21)"
    ignored: ClassVar[frozenset[str]] = frozenset(
        {
            "key",  # the record's own key
            "corpusName",  # «core» in every entry
            "software",  # with which the file was written
            "filePath",  # on the computer of who made the bundle
            "humdrum:END", "humdrum:EMD", "humdrum:VTS", "KEY", "AFT",  # the file's days, checksums and stage
        }
    )  # fmt: skip

    def records(self) -> Iterator[RawRecord]:
        """Entries in the order of the bundle."""
        path = bundle.located(self.context.input)
        if self.context.input is None:  # the package may be upgraded between two imports; a given file is told apart
            self.context.identified(sha256(path.read_bytes()).hexdigest())
        after = int(self.context.cursor or 0)
        for number, row in enumerate(bundle.entries(path), 1):
            if number > after:
                body = json.dumps(row, ensure_ascii=False).encode()
                located = f"{path.name}: entry {number}, {row['key']}"
                yield RawRecord(key=row["key"], body=body, located=located, cursor=str(number))

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        """The score with its agents and terms; nothing of an entry that says nothing: a file of many tunes, mostly,
        each of which is an entry of its own."""
        row = json.loads(record.body)
        path, number = text_of(row, "sourcePath"), text_of(row, "number")
        metadata = row.pop("metadata", None)
        self.context.audit(row, self.ignored, record.key)
        if not isinstance(metadata, dict):
            message = "the entry says nothing of the score: it is no work"
            self.context.report(Issue("no-metadata", message, record.key, "metadata", path, record.located))
            return
        score = Score(self.context, record, path, number, metadata)
        yield from score.entities()
        self.context.audit(score.contents, self.ignored, record.key)
        self.context.audit(score.metadata, self.ignored, record.key)
