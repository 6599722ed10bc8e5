"""musicbrainz: answers of ws/2 in XML say what the same answers in JSON say; synthetic, and the recorded ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from culturedata.errors import InputEmpty, InputFormat, InputTruncated
from culturedata.importing.inputs import xml
from culturedata.importing.run import import_source
from culturedata.importing.source import Issue
from culturedata.store.library import Library
from tests.contract_source import SourceContract, entities
from tests.oai_server import elements
from tests.sources.test_sources_musicbrainz import ROWS, Row, mbid, reader

MMD = "http://musicbrainz.org/ns/mmd-2.0#"
SINGULAR = {"aliases": "alias", "media": "medium", "label-info": "label-info"}
WORDS = ("gender", "primary-type", "status", "packaging", "format")  # whose ids are attributes
LEFT = {"secondary-type-ids", "user-tags", "begin_area", "end_area", *(f"{word}-id" for word in WORDS)}


def put(parent: Any, name: str, said: Any = None, **attributes: Any) -> Any:
    """A new element; `said` is its text."""
    one = etree.SubElement(parent, f"{{{MMD}}}{name}")
    for key, value in attributes.items():
        if value is not None:
            one.set(key.replace("_", "-"), str(value))
    if said is not None:
        one.text = {True: "true", False: "false"}.get(said, str(said)) if isinstance(said, bool) else str(said)
    return one


def fill(one: Any, row: Row) -> Any:
    """The element of a row of JSON, in the manner of ws/2."""
    kind = etree.QName(one).localname
    for key, said in row.items():
        if said is None or key in LEFT:
            continue
        if key in ("id", "type", "type-id") or (key == "count" and kind in ("tag", "genre")):
            one.set(key, str(said))
        elif key == "relations":
            relations(one, said)
        elif key == "rating":
            put(one, key, said["value"], votes_count=said["votes-count"])
        elif key == "annotation":
            put(put(one, key), "text", said)
        elif key == "artist-credit":
            into = put(one, key)
            for part in said:
                credited = put(into, "name-credit", joinphrase=part["joinphrase"] or None)
                put(credited, "name", part["name"])
                fill(put(credited, "artist"), part["artist"])
        elif isinstance(said, list):
            listed(one, key, said, row)
        elif isinstance(said, dict):
            fill(put(one, key), said)
        elif key == "track-count" and "tracks" not in row:
            put(one, "track-list", count=said, offset=row.get("track-offset"))
        elif key not in ("track-count", "track-offset", "offset-count"):
            put(one, key, said, id=row.get(f"{key}-id"))
    return one


def listed(one: Any, key: str, said: list[Any], row: Row) -> None:
    name = SINGULAR.get(key, key.removesuffix("s"))
    into = put(one, f"{name}-list")
    if key == "tracks":
        into.set("count", str(row["track-count"])), into.set("offset", str(row["track-offset"]))
    for part in said:
        if name == "isrc":
            put(into, name, id=part)
        elif name == "alias":
            more = {"begin": "begin-date", "end": "end-date"}
            shown = {more.get(at, at): value for at, value in part.items() if at not in ("name", "primary", "ended")}
            put(into, name, part["name"], **shown, primary="primary" if part["primary"] else None)
        elif name == "attribute":
            put(into, name, part["value"], **{at: value for at, value in part.items() if at != "value"})
        elif isinstance(part, dict):
            fill(put(into, "track" if name == "data-track" else name), part)
        else:
            put(into, name, part)


def relations(one: Any, said: list[Row]) -> None:
    """A list for each kind of thing that the relations lead to."""
    for target in dict.fromkeys(row["target-type"] for row in said):
        into = put(one, "relation-list", target_type=target)
        for row in (row for row in said if row["target-type"] == target):
            relation = put(into, "relation", type=row["type"], type_id=row["type-id"])
            there = row[target]
            put(relation, "target", there.get("resource", there["id"]), id=there["id"])
            plain = ("ordering-key", "direction", "begin", "end", "ended", "source-credit", "target-credit")
            for key in plain:
                if row.get(key) not in (None, "", False) and row.get(key) != "forward":
                    put(relation, key, row[key])
            if row["attributes"]:
                words = put(relation, "attribute-list")
                for word in row["attributes"]:
                    value, credited = (row.get(f"attribute-{of}", {}).get(word) for of in ("values", "credits"))
                    put(words, "attribute", word, value=value, credited_as=credited)
            if target != "url":
                fill(put(relation, target.replace("_", "-")), there)


def as_xml(rows: dict[str, Row]) -> dict[str, bytes]:
    """An answer for each row."""
    found = {}
    for entity, row in rows.items():
        root = etree.Element(f"{{{MMD}}}metadata", nsmap={None: MMD})
        fill(put(root, entity), row)
        found[entity] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return found


class TestContract(SourceContract):
    """Answers in XML in a folder, each a record."""

    source = "musicbrainz"
    understood = None  # each goes where it goes in JSON: see below
    composed = frozenset({""})  # a document has one root

    def input(self, tmp_path: Path) -> str:
        for name, body in as_xml(ROWS).items():
            (tmp_path / f"{name}.xml").write_bytes(body)
        return str(tmp_path)

    def decoded(self, body: bytes) -> Any:
        return xml.tree(body, {MMD: ""})

    def encoded(self, value: Any) -> bytes:
        return xml.untree(elements(value), {MMD: ""})


@pytest.mark.parametrize("entity", ROWS)
def test_xml_says_what_json_says(entity: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(ROWS[entity]), encoding="utf-8")
    (tmp_path / "a.xml").write_bytes(as_xml(ROWS)[entity])
    found = []
    for name in ("a.json", "a.xml"):
        issues: list[Issue] = []
        found.append((entities(reader(tmp_path / name, issues)), issues))
    assert found[1] == found[0]
    assert found[0][1] == []


def test_a_list_and_a_record_without_an_id(tmp_path: Path) -> None:
    path = tmp_path / "found.xml"
    path.write_text(
        f"""<?xml version="1.0"?><metadata xmlns="{MMD}"><work-list count="2">
        <work id="{mbid(1)}"><title>A</title></work><work><title>B</title></work></work-list></metadata>"""
    )
    issues: list[Issue] = []
    assert [one.key for one in reader(path, issues).records()] == [f"work:{mbid(1)}"]
    assert [(one.code, one.located) for one in issues] == [("no-key", "found.xml: record 2")]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (f'<metadata xmlns="{MMD}"/>', InputEmpty),
        (f'<metadata xmlns="{MMD}"><artist id="{mbid(1)}"><name>A', InputTruncated),
        (f'<!DOCTYPE metadata><metadata xmlns="{MMD}"/>', InputFormat),
        ("<!DOCTYPE html><html><body>Busy</body></html>", InputFormat),
    ],
)
def test_bad_answers_are_called_by_their_name(body: str, error: type[Exception], tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(body)
    with pytest.raises(error):
        list(reader(tmp_path / "a.xml").records())


REAL = {  # file: works, agents
    "artist_b3785a55-2cf6-497d-b8e3-cfa21a36f997-artist-rels.xml": (0, 1),
    "search-artist.xml": (0, 25),
    "search-work.xml": (25, 37),
    "work_3d7c7cd2-da79-37f4-98b8-ccfb1a4ac6c4-aliases.xml": (1, 0),
}


@pytest.mark.parametrize("name", REAL)
def test_the_recorded_answers(name: str, shared: Path, tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True) as library:
        counts = import_source(library, "musicbrainz", str(shared / "fixtures" / "musicbrainz" / name)).counts
        codes = library.culture.execute("SELECT code FROM issues").fetchall()
    assert (counts.works, counts.agents, codes) == (*REAL[name], [])
