"""IIIF: one manifest, of a work or of all that were chosen, which a viewer opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from culturedata.errors import UsageError
from culturedata.exporting import described
from culturedata.exporting._base import Format, graph
from culturedata.exporting.documents import iiif

_NO_PICTURE = "no picture of theirs is openly licensed"
_NONE = "Choose others: culturedata search TEXT --open-image."


class Iiif(Format):
    """The manifest of one work; of several works one manifest, with a canvas for each picture and its own rights."""

    name = "iiif"
    summary = "One IIIF Presentation 3 manifest, of a work or of several"

    def write(self, out: Path) -> dict[str, int]:
        self.canvases = 0
        culture = self.chosen.culture
        with out.open("wb") as file:
            if self.chosen.count("works") == 1:
                one = next(described.every(culture))
                of = {source.source: source for source in self.credits}
                whole = iiif.manifest(one, self.base, of[one["source"]], closed=self.chosen.local)
                self.canvases = len(whole.get("items", ()))
                file.write(msgspec.json.encode(whole) + b"\n")
            else:
                for piece in graph(self._head(), "items", self._canvases()):
                    file.write(piece)
        if not self.canvases:
            raise UsageError(f"there is nothing to show: {_NO_PICTURE}.", _NONE)
        return {"works": self.chosen.count("works") - self.left_out[_NO_PICTURE], "canvases": self.canvases}

    def _head(self) -> dict[str, Any]:
        """What is said of all works together: whom to name."""
        return {
            "@context": iiif.CONTEXT,
            "id": f"{self.base}/manifest.json",
            "type": "Manifest",
            "label": {"en": ["A choice of works"], "fr": ["Un choix d'œuvres"]},
            "requiredStatement": iiif.statement(*self.credits),
        }

    def _canvases(self) -> Iterator[dict[str, Any]]:
        of = {source.source: source for source in self.credits}
        for number, one in enumerate(described.every(self.chosen.culture), 1):
            found = iiif.canvases(one, self.base, of[one["source"]], closed=self.chosen.local)
            self.canvases += len(found)
            self.left_out[_NO_PICTURE] += not found
            self.progress("works", number)
            yield from found
