"""Frictionless Data Package (version 2): the tables in CSV, and a file that describes each column of each."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from culturedata import __version__
from culturedata.exporting._base import DESCRIBED
from culturedata.exporting.cells import GUARD
from culturedata.exporting.credit import LOCAL_EN, Credit
from culturedata.exporting.formats.csv_folder import CsvFolder
from culturedata.exporting.tables import Column, Table

_PROFILE = "https://datapackage.org/profiles/2.0"
_ABOUT = "Museum works, music and films in the tables of culturedata. Each source has its own licence."
_TYPES = {"integer": "integer", "number": "number", "text": "string", "bytes": "string"}


class Frictionless(CsvFolder):
    """The CSV folder, with `datapackage.json`: types, keys, hashes, licences and sources."""

    name = "frictionless"
    summary = "A Frictionless Data Package: CSV with types, keys, licences and hashes; can be imported again"
    encoding = "utf-8"

    def write(self, out: Path) -> dict[str, int]:
        rows = super().write(out)
        said = {
            "$schema": f"{_PROFILE}/datapackage.json",
            "name": "culturedata",
            "title": "; ".join(one.title for one in self.credits),
            "description": _ABOUT + (f" {LOCAL_EN}" if self.chosen.local else ""),
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "culturedata": {"version": __version__, "guard": GUARD, "local": self.chosen.local},
            **self._credit(),
            "resources": [self._resource(table, out / f"{table.name}.csv") for table in self.tables()],
        }
        (out / DESCRIBED).write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return rows

    def _credit(self) -> dict[str, Any]:
        named = dict.fromkeys(one.attribution for one in self.credits)
        return {
            "licenses": list({one.licence_name: _licence(one) for one in self.credits}.values()),
            "sources": [_source(one) for one in self.credits],
            "contributors": [{"title": title, "roles": ["creator"]} for title in named],
        }

    def _resource(self, table: Table, path: Path) -> dict[str, Any]:
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        credit = self._credit()
        return {
            "name": table.name,
            "path": path.name,
            "type": "table",
            "description": table.about,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": path.stat().st_size,
            "hash": f"sha256:{digest}",
            "licenses": credit["licenses"],
            "sources": credit["sources"],
            "schema": _schema(table),
        }


def _licence(one: Credit) -> dict[str, str]:
    said = {"name": one.licence_name, "title": one.licence}
    return said | ({"path": one.licence_url} if one.licence_url else {})


def _source(one: Credit) -> dict[str, str]:
    return {"title": one.title} | ({"path": one.homepage} if one.homepage else {})


def _schema(table: Table) -> dict[str, Any]:
    said: dict[str, Any] = {
        "$schema": f"{_PROFILE}/tableschema.json",
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        said["primaryKey"] = list(table.key)
    if table.leads_to:
        said["foreignKeys"] = [
            {
                "fields": [column],
                "reference": {"resource": "" if other == table.name else other, "fields": [key]},
            }
            for column, (other, key) in table.leads_to.items()
        ]
    return said


def _field(column: Column) -> dict[str, Any]:
    """A column; a text that can't be NULL may be empty, which is then no missing value."""
    said: dict[str, Any] = {"name": column.name, "type": _TYPES[column.kind]}
    if column.kind == "bytes":
        said["format"] = "binary"
    if column.about:
        said["description"] = column.about
    if column.required:
        said["constraints"] = {"required": True}
        said |= {"missingValues": []} if column.kind in ("text", "bytes") else {}
    return said
