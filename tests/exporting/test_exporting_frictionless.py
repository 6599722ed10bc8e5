"""The package is valid: by frictionless itself, and by the profiles of the standard."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from tests.exporting.conftest import Export


def described(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    return found


def faults(out: Path) -> list[Any]:
    """What frictionless finds: types, required cells, primary and foreign keys, bytes and hashes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import frictionless

        report = frictionless.validate(str(out / "datapackage.json"))
    return report.flatten(["type", "title", "rowNumber", "fieldName", "message"]) + list(report.errors)


@pytest.mark.parametrize(
    "chosen", [{}, {"local": True}, {"works": ("a:4",)}, {"query": "SELECT work_id, year, 0.5 AS x FROM works"}]
)
def test_frictionless_finds_no_fault(written: Export, tmp_path: Path, chosen: dict[str, Any]) -> None:
    written("frictionless", **chosen)
    assert faults(tmp_path / "out") == []


def test_frictionless_would_find_one(written: Export, tmp_path: Path) -> None:
    """Else the test before would prove nothing."""
    written("frictionless")
    path = tmp_path / "out" / "titles.csv"
    path.write_bytes(path.read_bytes().replace(b"a:4,1,", b"a:404,x,"))
    assert {fault[0] for fault in faults(tmp_path / "out")} >= {"hash-count", "type-error", "foreign-key"}


def test_the_profiles_of_the_standard(written: Export, tmp_path: Path, shared: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    written("frictionless")
    said = described(tmp_path / "out")
    for name, documents in (
        ("datapackage", [said]), ("tableschema", [one["schema"] for one in said["resources"]])
    ):  # fmt: skip
        path = shared / "fixtures" / "frictionless" / f"profile2_{name}.json"
        validator = jsonschema.Draft7Validator(json.loads(path.read_text(encoding="utf-8")))
        for document in documents:
            assert [error.message[:200] for error in validator.iter_errors(document)] == []


def test_what_it_says(written: Export, tmp_path: Path) -> None:
    written("frictionless")
    said = described(tmp_path / "out")
    assert said["licenses"] == [
        {"name": "CC0-1.0", "title": "CC0 1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}
    ]
    assert [one["title"] for one in said["contributors"]] == ["Thanks to a", "Thanks to b", "Thanks to c"]
    of = {one["name"]: one for one in said["resources"]}
    assert of["works"]["licenses"] == said["licenses"]
    assert of["works"]["sources"] == said["sources"]
    assert of["credits"]["schema"]["primaryKey"] == ["work_id", "position"]
    assert of["term_parents"]["schema"]["foreignKeys"][0]["reference"] == {"resource": "terms", "fields": ["term_id"]}
    fields = {field["name"]: field for field in of["works"]["schema"]["fields"]}
    assert (fields["year"]["type"], fields["year"]["description"]) == ("integer", "first year of the first date")
    assert fields["title"]["constraints"] == {"required": True}


def test_cells_are_guarded(written: Export, tmp_path: Path) -> None:
    written("csv")
    text = (tmp_path / "out" / "titles.csv").read_text(encoding="utf-8-sig")
    assert """a:4,9,"'=HYPERLINK(""x"")",fr,alternative""" in text
    assert (tmp_path / "out" / "titles.csv").read_bytes().startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by it"
    assert "take one apostrophe away" in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
