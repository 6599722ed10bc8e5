"""Records of the National Gallery of Art, each composed of its own row and the rows of other tables that are its."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from culturedata.importing.inputs import files
from culturedata.importing.inputs.side_tables import SideTables
from culturedata.importing.source import Context, Issue
from culturedata.sources.nga.files import CONSTITUENTS, FORMER, OBJECTS, RELATED, SIDES

_WHOLES, _ABOUT = "wholes", "about"
_OBJECT, _CONSTITUENT = "nga:art:tms:objects", "nga:art:tms:constituents"
_DEEPEST = 8  # a room is part of a floor, which is part of a building

Row = dict[str, str]


class Joined:
    """The side tables, read once into `sides`; what is missing or belongs to nothing is reported."""

    def __init__(self, sides: SideTables, paths: Mapping[str, Path], context: Context) -> None:
        self._sides = sides
        self._added: set[str] = set()
        for name, key in {CONSTITUENTS: "constituentid", **SIDES}.items():
            if name in paths:
                self._add(name, key, paths[name], context)
            elif name not in FORMER:
                message = f"there is no {name}.csv: nothing of what it says is known"
                context.report(Issue("missing-table", message, located=f"{name}.csv"))

    def _add(self, name: str, key: str, path: Path, context: Context) -> None:
        def rows(needed: str) -> Iterator[Row]:
            return (row.cells for row in files.rows(path, context, needed={needed}))

        if name == RELATED:
            about = (row | {_ABOUT: f"{row.get('relatedentity', '')} {row[key]}"} for row in rows(key))
            self._sides.add(name, about, _ABOUT)
        else:
            self._sides.add(name, rows(key), key)
        self._added.add(name)
        if name == "object_associations":
            self._sides.add(_WHOLES, rows("childobjectid"), "childobjectid")
            self._added.add(_WHOLES)

    def of(self, name: str, key: str) -> list[Row]:
        """The rows of a table that belong to `key`, in an order that does not hang on the file's; [] if none do."""
        found = self._sides.of(name, key) if key and name in self._added else []
        for row in found:
            row.pop(_ABOUT, None)
        return sorted(found, key=lambda row: tuple(row.values()))

    def object(self, row: Row) -> dict[str, Any]:
        """The record of an object: lists that would be empty are left out."""
        id_ = row["objectid"]
        roles = [{"role": role, "constituent": self._one(CONSTITUENTS, role.get("constituentid", ""))}
                 for role in self.of("objects_constituents", id_)]  # fmt: skip
        return _present({
            "object": row,
            "constituents": roles,
            "terms": self.of("objects_terms", id_),
            "dimensions": self.of("objects_dimensions", id_),
            "texts": self.of("objects_text_entries", id_),
            "history": self.of("objects_historical_data", id_),
            "numbers": self.of("objects_altnums", id_),
            "identifiers": self.of("alternative_identifiers", row.get("uuid", "")),
            "parts": self.of("object_associations", id_),
            "wholes": self.of(_WHOLES, id_),
            "images": self.of("published_images", id_),
            "location": self._location(row.get("locationid", "")),
            "media": self._media(f"{_OBJECT} {id_}"),
        })  # fmt: skip

    def constituent(self, row: Row) -> dict[str, Any]:
        """The record of a constituent. No place for texts and recordings about people: they have names of their own."""
        id_ = row["constituentid"]
        return _present({
            "constituent": row,
            "names": self.of("constituents_altnames", id_),
            "identifiers": self.of("alternative_identifiers", row.get("uuid", "")),
            "texts_about": self.of("constituents_text_entries", id_),
            "media_about": self._media(f"{_CONSTITUENT} {id_}"),
        })  # fmt: skip

    def _one(self, name: str, key: str) -> Row | None:
        found = self.of(name, key)
        return found[0] if found else None

    def _location(self, id_: str) -> dict[str, Any]:
        """The location of an object, and the public names of it from the room to the building."""
        preferred: list[Row] = []
        for link in self.of("preferred_locations_tms_locations", id_):
            key = link.get("preferredlocationkey", "")
            while key and len(preferred) < _DEEPEST and all(key != one["locationkey"] for one in preferred):
                found = self._one("preferred_locations", key)
                preferred.append(found or {"locationkey": key})
                key = found.get("partof", "") if found else ""
        return _present({"location": self._one("locations", id_), "preferred": preferred})

    def _media(self, about: str) -> list[dict[str, Any]]:
        return [_present({"relation": link, "item": self._one("media_items", link.get("mediaid", ""))})
                for link in self.of(RELATED, about)]  # fmt: skip

    def check_uuid(self, row: Row, context: Context) -> None:
        """Report a table whose rows belong to nothing, because the objects have no such column."""
        if "alternative_identifiers" in self._added and "uuid" not in row:
            message = "objects.csv has no column uuid: alternative_identifiers.csv can't be joined to it"
            context.report(Issue("unjoined-table", message, located=f"{OBJECTS}.csv"))


def _present(whole: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in whole.items() if value}
