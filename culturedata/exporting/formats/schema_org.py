"""JSON-LD in the words of schema.org: one file, a graph of sources and works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from culturedata.exporting import described
from culturedata.exporting._base import Format, graph
from culturedata.exporting.documents import schema_org

_OFTEN = 500


class SchemaOrg(Format):
    """Every work with its makers, dates, words, open pictures, rights; every source with its licence."""

    name = "schema-org"
    summary = "One JSON-LD file in the words of schema.org"

    def write(self, out: Path) -> dict[str, int]:
        with out.open("wb") as file:
            for piece in graph({"@context": schema_org.CONTEXT}, "@graph", self._nodes()):
                file.write(piece)
        return {"sources": len(self.credits), "works": self.chosen.count("works")}

    def _nodes(self) -> Iterator[dict[str, Any]]:
        of = {one.source: one for one in self.credits}
        for one in self.credits:
            yield schema_org.dataset(one, self.base)
        for number, said in enumerate(described.every(self.chosen.culture), 1):
            yield schema_org.work(said, self.base, of[said["source"]], closed=self.chosen.local)
            if number % _OFTEN == 0:
                self.progress("works", number)
