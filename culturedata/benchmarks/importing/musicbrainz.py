"""How long the importer takes for a dump of deep JSON records, against writing the rows that it makes and no more."""

from __future__ import annotations

from culturedata.benchmarks.importing._base import ImportBenchmark
from culturedata.benchmarks.importing.made_up import musicbrainz as _musicbrainz
from culturedata.benchmarks.importing.made_up import table as _table

FEW = "50000"  # records if nobody says how many: fewer are too small a dump to be read in a process of its own


class ImportMusicBrainz(ImportBenchmark):
    """With a folder of MusicBrainz' dumps, or with as many records as are wanted in their shape."""

    name = "import-musicbrainz"
    summary = "import musicbrainz, from a dump in tar.xz, against a bare sqlite3 executemany of the very same rows"
    source = "musicbrainz"
    runs = 3

    def data(self) -> str:
        return _table.about(self.input or FEW, "MusicBrainz' dumps")

    def given(self) -> str:
        return _table.file(self.input) or str(self.scratch / "json-dumps")

    def make(self) -> None:
        if _table.file(self.input) is None:
            _musicbrainz.write(self.scratch / "json-dumps", _table.asked(self.input or FEW))
