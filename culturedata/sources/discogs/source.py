"""Discogs: the monthly dumps of its artists, labels, masters and releases."""

from __future__ import annotations

from collections.abc import Iterator

from culturedata.data.records import Entity, RawRecord
from culturedata.importing.source import Source
from culturedata.sources.discogs import files, people, shape
from culturedata.sources.discogs.dumps import chosen
from culturedata.sources.discogs.release import Reading


class Discogs(Source):
    """One record an artist, label, master or release. Masters and releases are works; artists and labels are agents."""

    name = "discogs"
    summary = "Discogs: releases with tracks and credits, their masters, artists and labels"
    # Postal addresses, telephone numbers and mail addresses of small labels: of people, and of another time.
    ignored = frozenset({"contactinfo"})

    def records(self) -> Iterator[RawRecord]:
        for path, name in chosen(self.context):
            yield from files.records(path, self.context, name)

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        root = shape.opened(record.body)
        name = f"{self.name}:{record.key}"
        shape.audit(root, self.ignored, name, self.context)
        if root.tag == "artist":
            return people.artist(root, self.context, name)
        if root.tag == "label":
            return people.label(root, self.context, name)
        reading = Reading(self.context, name)
        return iter(reading.master(root) if root.tag == "master" else reading.release(root))
