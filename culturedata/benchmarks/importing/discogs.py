"""How long the importer takes for a packed XML file, against writing its rows; and to read it, against bare lxml."""

from __future__ import annotations

import gzip
from pathlib import Path

from lxml import etree

from culturedata.benchmarks._base import Benchmark
from culturedata.benchmarks.importing._base import ImportBenchmark
from culturedata.benchmarks.importing.made_up import discogs as _discogs
from culturedata.benchmarks.importing.made_up import table as _table
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context
from culturedata.sources.discogs.source import Discogs

_FILE = "discogs_20260101_releases.xml.gz"


class ImportDiscogs(ImportBenchmark):
    """With a dump of Discogs', or with releases in its shape."""

    name = "import-discogs"
    summary = "import discogs, from a packed XML file, against a bare sqlite3 executemany of the very same rows"
    source = "discogs"
    runs = 3

    def data(self) -> str:
        return _table.about(self.input, "a dump of Discogs' releases")

    def given(self) -> str:
        return _given(self.input, self.scratch)

    def make(self) -> None:
        _make(self.input, self.scratch)


class ReadDiscogs(Benchmark):
    """Each record of the dump as its own bytes with its key, as the importer takes it, against the bare events.

    Both unpack the file on the way, and hold one record at a time.
    """

    name = "read-discogs"
    summary = "read a packed XML file record by record against lxml's bare iterparse of the same file"
    against = "iterparse of the same file, each record cleared as it ends, and nothing done with it"
    limit = 1.5
    most_mb = 300
    runs = 3

    def data(self) -> str:
        return _table.about(self.input, "a dump of Discogs' releases")

    def prepare(self) -> None:
        _make(self.input, self.scratch)

    def before(self, side: str) -> None:
        self.path = _given(self.input, self.scratch)
        self.source = Discogs(Context(descriptor("discogs"), self.path))

    def ours(self) -> None:
        for _ in self.source.records():
            pass

    def reference(self) -> None:
        with gzip.open(self.path) as stream:
            for _, element in etree.iterparse(stream, tag="release"):
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]


def _given(input: str | None, scratch: Path) -> str:
    return _table.file(input) or str(scratch / _FILE)


def _make(input: str | None, scratch: Path) -> None:
    if _table.file(input) is None:
        _discogs.write(scratch / _FILE, _table.asked(input))
