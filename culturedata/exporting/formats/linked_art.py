"""Linked Art: museum works, and those who made them, as JSON Lines, one document a line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from culturedata.exporting import described
from culturedata.exporting._base import Format
from culturedata.exporting.documents import linked_art
from culturedata.store.catalogue.works import rows

_OFTEN = 500
_MAKERS = """SELECT * FROM agents WHERE agent_id IN
    (SELECT agent_id FROM credits JOIN works USING (work_id) WHERE domain = 'museum') ORDER BY rowid"""
_IDENTIFIERS = "SELECT scheme, value FROM identifiers WHERE owner_id = ? ORDER BY scheme, value"


class LinkedArt(Format):
    """Objects, then people and groups; music and films have no place in the part of the model that is written."""

    name = "linked-art"
    summary = "Museum works and their makers as Linked Art, one JSON document a line"

    def write(self, out: Path) -> dict[str, int]:
        counts = {"objects": 0, "agents": 0}
        with out.open("wb") as file:
            for kind, document in self._documents():
                file.write(msgspec.json.encode(document) + b"\n")
                counts[kind] += 1
                if counts[kind] % _OFTEN == 0:
                    self.progress(kind, counts[kind])
        return counts

    def _documents(self) -> Iterator[tuple[str, dict[str, Any]]]:
        of = {one.source: one for one in self.credits}
        for said in described.every(self.chosen.culture):
            if said["domain"] == "museum":
                yield "objects", linked_art.work(said, self.base, of[said["source"]], closed=self.chosen.local)
            else:
                self.left_out["Linked Art is written of museum works"] += 1
        for one in _agents(self.chosen.culture):
            yield "agents", linked_art.agent(one, self.base)


def _agents(culture: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    found = culture.execute(_MAKERS)
    names = [column[0] for column in found.description]
    for row in found:
        one = dict(zip(names, row, strict=True))
        yield one | {"identifiers": rows(culture, _IDENTIFIERS, [one["agent_id"]])}
