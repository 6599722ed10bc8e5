"""Any table in a CSV file: one record a row, and the descriptor says what each column is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from culturedata.data.records import RawRecord
from culturedata.importing.inputs import files
from culturedata.importing.inputs.recoded import in_utf_8
from culturedata.importing.mapped import file_options
from culturedata.sources.readers.mapped import Mapped


class CsvFile(Mapped):
    """Reads the file that is given; the raw record is the row as JSON, a cursor is the row's number."""

    name = "csv"
    summary = "Your own table: a CSV file, by a mapping"

    def records(self) -> Iterator[RawRecord]:
        options = file_options.csv(self.descriptor.options)
        needed = {place.said for place in self.mapping.places}
        after = int(self.context.cursor or 0)
        with in_utf_8(files.must_exist(Path(self.path)), options.encoding) as path:
            for row in files.rows(path, self.context, needed=needed, delimiter=options.separator, after=after):
                body = json.dumps(row.cells, ensure_ascii=False).encode()
                found = self.record(row.cells, body, row.located, row.number)
                if found is not None:
                    yield found
