"""«Your own file» as the documentation prints it, in both languages: it runs, and its tables are whole."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from culturedata.importing.descriptor import descriptor
from culturedata.importing.drafts import drafting, sampling
from culturedata.importing.mapped.file_options import CsvOptions, JsonlOptions
from culturedata.importing.mapped.mapping import FIELDS, read
from culturedata.importing.mapped.targets import TARGETS, Target
from culturedata.importing.run import import_source
from culturedata.store.catalogue import works
from culturedata.store.catalogue.search import search
from culturedata.store.library import Library

DOCS = Path(__file__).resolve().parents[2] / "docs"
NAMED = re.compile(r"^`(?P<path>[\w/.-]+)`:\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES: dict[str, dict[str, Any]] = {
    "add-a-source.md": {"name": "our-museum", "library": "trial", "words": "boats", "found": "our-museum:A.2"},
    "ajouter-une-source.md": {
        "name": "notre-musee",
        "library": "essai",
        "words": "barques",
        "found": "notre-musee:A.2",
    },
}


def section(page: str) -> str:
    """The part about a file without Python."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.split(r"^## (?:Your own file|Votre fichier).*$", text, flags=re.M)[1].partition("\n## ")[0]


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Each page, its files written as it names them."""
    for found in NAMED.finditer(section(request.param)):
        path = tmp_path / found["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found["text"], encoding="utf-8")
    return str(request.param)


def test_the_example_is_imported_as_printed(page: str, tmp_path: Path) -> None:
    said = PAGES[page]
    assert f"culturedata import {said['name']} {said['name']}.csv -L {said['library']}" in section(page)
    with Library.open(tmp_path / said["library"], create=True) as library:
        done = import_source(library, said["name"], str(tmp_path / f"{said['name']}.csv")).as_json()
        assert {key: done[key] for key in ("records", "works", "agents", "skipped", "issues")} == {
            "records": 3, "works": 3, "agents": 3, "skipped": 0, "issues": 0,
        }  # fmt: skip
        assert [hit.item for hit in search(library.culture, said["words"]).hits] == [said["found"]]
        first, second, third = (works.work(library.culture, f"{said['name']}:A.{number}") for number in (1, 2, 3))
    assert (first["year"], first["credits"][0]["born"], first["holdings"][0]["inventory"]) == (1857, 1820, "A.1")
    assert ([len(credit["name"]) > 0 for credit in second["credits"]], len(second["terms"])) == ([True, True], 2)
    assert (third["credits"][0]["attribution"], third["dates"][0]["earliest"]) == ("workshop of", 1801)
    assert first["credits"][0]["agent_id"] == third["credits"][0]["agent_id"]


def test_the_draft_reads_the_same_columns(page: str, tmp_path: Path) -> None:
    """What `source new` makes of the printed table is nearly what the page prints."""
    said = PAGES[page]
    made = drafting.draft(sampling.sample(tmp_path / f"{said['name']}.csv"), "museum")
    printed = descriptor(said["name"], tmp_path / said["library"]).options
    assert list(made.targets) == list(printed["mapping"])
    assert made.unknown == printed["ignored"]


def test_the_table_of_targets_is_whole(page: str) -> None:
    rows = re.findall(r"^\| (`[^|]*`) \| [^|]* \| ([^|]*)\|$", section(page), re.M)
    told = {
        name: set(re.findall(r"`(\w+)`", fields)) for names, fields in rows for name in re.findall(r"`(\w+)`", names)
    }
    base = set(Target.__struct_fields__)
    assert told == {name: set(kind.__struct_fields__) - base for name, kind in TARGETS.items()}


def test_the_table_of_options_is_whole(page: str) -> None:
    told = set(
        re.findall(r"^\| `(\w+)` \| [^\n]* \|$", re.split(r"^### .*`options`.*$", section(page), flags=re.M)[1], re.M)
    )
    assert told == {*FIELDS, *CsvOptions.__struct_fields__, *JsonlOptions.__struct_fields__} - {"mapping"}


def test_what_stands_in_the_text_is_right(page: str) -> None:
    """The examples within sentences are targets that can be said, and the JSON descriptor is one."""
    text = section(page)
    least = {"id": "key", "t": "title"}
    examples = [yaml.safe_load(said) for said in re.findall(r"`(?:- )?(\{to: [^`]*\})`", text)]
    assert len(examples) >= 4
    for one in examples:
        if "value" in one:
            read({"mapping": least, "always": [one]}, ("museum",), paths=False)
        else:
            read({"mapping": {**least, "x": one}}, ("museum",), paths=False)
    [fragment] = re.findall(r"```yaml\n(reader: jsonl\n.*?)```", text, re.S)
    read(yaml.safe_load(fragment)["options"], ("museum",), paths=True)
