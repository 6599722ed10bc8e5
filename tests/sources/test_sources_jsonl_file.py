"""Any JSON by a mapping: the contract, lines and documents, pairs in lists, and files that are none (all synthetic)."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.licences import CC_BY, IN_COPYRIGHT
from culturedata.errors import InputEmpty, InputError, InputFormat, InputMissing, InputPointer, InputTruncated
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue
from culturedata.sources.readers.jsonl_file import JsonlFile
from tests.contract_source import SourceContract, entities
from tests.sources.test_sources_csv_file import drain

OWN = """
title: A museum
domain: [museum]
licence: CC0 1.0
reader: jsonl
options:
  lang: en
  mapping:
    id: key
    names[].text: {to: title, kind: alternative}
    name: title
    "who[].name": {to: maker, role_from: "who[].does", born: "who[].life.from", died: "who[].life.to",
                   identifiers: {ulan: "who[].ulan"}}
    made.text: {to: date, earliest: made.from, latest: made.to}
    materials: material
    pictures[].url: {to: image, width: "pictures[].w", licence: rights}
    pictures[].small: thumbnail
    rights: {to: rights, covers: image}
    sizes.h: {to: height, unit_from: sizes.unit}
    visits: {to: measure, kind: visits, unit: people}
    part.id: {to: relation, kind: part of, target: part.id}
  ignored: [loan, made.by]
"""
WHOLE: dict[str, Any] = {
    "id": 7, "name": "A title", "names": [{"text": "Another"}, {"text": None}],
    "who": [
        {"name": "A. Person", "does": "Painter", "life": {"from": 1840, "to": 1900}, "ulan": "500000001"},
        {"name": "B. Person", "does": None, "life": None, "ulan": None},
    ],
    "made": {"text": "about 1870", "from": 1868, "to": 1872, "by": "hand"}, "materials": ["oil", "canvas", None],
    "pictures": [{"url": "https://m.example/1.jpg", "small": "https://m.example/1s.jpg", "w": 800.0},
                 {"url": "https://m.example/2.jpg", "small": None, "w": None}],
    "rights": "CC BY 4.0", "sizes": {"h": 24.5, "unit": "cm"}, "visits": 12, "part": {"id": "8"}, "loan": {"to": "x"},
}  # fmt: skip


def write(folder: Path, *records: Any, document: str = "", indent: int | None = None) -> str:
    """Lines; with «list» or a name one document, the list alone or under that name."""
    path = folder / "museum.json"
    if document:
        whole = list(records) if document == "list" else {"count": len(records), document: list(records)}
        text = json.dumps(whole, ensure_ascii=False, indent=indent)
    else:
        text = "\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "\n"
    path.write_text(text, encoding="utf-8")
    return str(path)


class TestContract(SourceContract):
    source = "a-museum"
    understood = frozenset({"made.by"})  # the mapping ignores it
    own = OWN.replace("ignored: [loan, made.by]", "ignored: [made.by]")

    def input(self, tmp_path: Path) -> str:
        whole = {name: value for name, value in WHOLE.items() if name != "loan"}
        return write(tmp_path, whole, {"id": "8", "name": "Second"}, {"id": "9", "name": "Third", "who": []})


class TestContractOfADocument(TestContract):
    own = OWN.replace("ignored: [loan, made.by]", "ignored: [made.by]\n  records: data.items")

    def input(self, tmp_path: Path) -> str:
        given = Path(super().input(tmp_path))
        records = [json.loads(line) for line in given.read_text(encoding="utf-8").splitlines()]
        given.write_text(json.dumps({"data": {"total": 3, "items": records}}, indent=2), encoding="utf-8")
        return str(given)


def reader(folder: Path, given: str | None, own: str = OWN, **more: Any) -> JsonlFile:
    (folder / "catalogues").mkdir(exist_ok=True)
    (folder / "catalogues" / "a-museum.yml").write_text(own, encoding="utf-8")
    return JsonlFile(Context(descriptor("a-museum", folder), given, **more))


def test_what_a_record_says(tmp_path: Path) -> None:
    issues: list[Issue] = []
    works, agents, _ = entities(reader(tmp_path, write(tmp_path, WHOLE), report=issues.append))
    [work] = works.values()
    assert issues == []
    assert work.id == "a-museum:7"
    assert [(title.text, title.kind) for title in work.titles] == [("Another", "alternative"), ("A title", "original")]
    assert [(c.agent.rpartition(":")[2], c.role) for c in work.credits] == [
        ("A. Person", "painter"), ("B. Person", "artist"),
    ]  # fmt: skip
    assert [(date.text, date.earliest, date.latest) for date in work.dates] == [("about 1870", 1868, 1872)]
    assert [term.term for term in work.terms] == [f"a-museum:term:material/{word}" for word in ("oil", "canvas")]
    assert [(i.url[-5:], (i.thumbnail or "")[-6:], i.width, i.open) for i in work.images] == [
        ("1.jpg", "1s.jpg", 800, True), ("2.jpg", "", None, True),
    ]  # fmt: skip
    assert [(size.value, size.unit) for size in work.dimensions] == [(24.5, "cm")]
    assert [(m.kind, m.value, m.unit) for m in work.measures] == [("visits", 12, "people")]
    assert [(r.kind, r.target) for r in work.relations] == [("part of", "a-museum:8")]
    assert {right.covers for right in work.rights} == {"metadata", "image"}
    people = {agent.name: agent for agent in agents.values()}
    assert (people["A. Person"].born, people["A. Person"].died) == (1840, 1900)
    assert [(i.scheme, i.value) for i in people["A. Person"].identifiers] == [("ulan", "500000001")]
    assert (people["B. Person"].born, people["B. Person"].identifiers) == (None, ())


@pytest.mark.parametrize(
    ("said", "uri", "told"),
    [
        ("voir le musée", None, ["voir le musée"]), ("CC BY 4.0", CC_BY, []), ("© Musée X", IN_COPYRIGHT, []),
        ("In copyright", IN_COPYRIGHT, []), ("Tous droits réservés", IN_COPYRIGHT, []), (None, None, []),
    ],
)  # fmt: skip
def test_a_licence_that_is_not_known_is_told_once_and_kept(
    tmp_path: Path, said: str | None, uri: str | None, told: list[str]
) -> None:
    """Also where it is that of two pictures, and stands in a column of its own."""
    issues: list[Issue] = []
    given = write(tmp_path, WHOLE | {"rights": said})
    [work] = entities(reader(tmp_path, given, report=issues.append))[0].values()
    assert [(one.code, one.record, one.field, one.raw) for one in issues] == [
        ("unknown-licence", "7", "rights", one) for one in told
    ]
    assert {(one.licence, one.statement) for one in work.rights if one.covers == "image"} == (
        {(uri, said)} if said else set()
    )
    assert [image.licence for image in work.images] == [uri, uri]


def test_an_object_where_a_text_belongs_is_told_as_it_stood(tmp_path: Path) -> None:
    issues: list[Issue] = []
    given = write(tmp_path, WHOLE | {"name": {"fr": "L'été", "n": None}})
    [work] = entities(reader(tmp_path, given, report=issues.append))[0].values()
    assert [(one.code, one.field, one.raw) for one in issues] == [("not-a-text", "name", '{"fr": "L\'été", "n": null}')]
    assert [title.text for title in work.titles] == ["Another"]


@pytest.mark.parametrize(("document", "indent"), [("", None), ("list", None), ("list", 2), ("items", None)])
def test_lines_and_documents_say_the_same(tmp_path: Path, document: str, indent: int | None) -> None:
    given = write(tmp_path, WHOLE, {"id": "8", "name": "Second"}, document=document, indent=indent)
    own = OWN + ("  records: items\n" if document == "items" else "")
    records = list(reader(tmp_path, given, own).records())
    assert [(record.key, record.cursor) for record in records] == [("7", "1"), ("8", "2")]
    assert json.loads(records[0].body) == WHOLE
    assert records[0].located == ("museum.json: record 1" if document else "museum.json:1")
    assert [r.key for r in reader(tmp_path, given, own, cursor="1").records()] == ["8"]


def test_the_raw_record_is_the_bytes_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "museum.json"
    path.write_bytes(b'[ {"id":1,  "name" : "\\u00e9"} ,{"id":2.50,"name":"b"}]')
    records = list(reader(tmp_path, str(path)).records())
    assert [record.body for record in records] == [b'{"id":1,  "name" : "\\u00e9"}', b'{"id":2.50,"name":"b"}']
    assert [record.key for record in records] == ["1", "2.5"]


# -- pairs and parts that do not fit ---------------------------------------------------------------------------------


def parsed(tmp_path: Path, **changes: Any) -> tuple[Any, list[Issue]]:
    issues: list[Issue] = []
    works, _, _ = entities(reader(tmp_path, write(tmp_path, {**WHOLE, **changes}), report=issues.append))
    return works["a-museum:7"], issues


def test_an_object_where_a_text_is_expected(tmp_path: Path) -> None:
    work, issues = parsed(tmp_path, name={"fr": "Titre"}, materials=[{"label": "oil"}, "canvas"])
    assert [(issue.code, "'name'" in issue.message or "'materials'" in issue.message) for issue in issues] == [
        ("not-a-text", True), ("not-a-text", True),
    ]  # fmt: skip
    assert [term.term for term in work.terms] == ["a-museum:term:material/canvas"]


@pytest.mark.parametrize("who", ["A. Person", {"name": "A. Person"}, ["A. Person"]])
def test_another_shape_than_the_mapping_expects_is_reported(tmp_path: Path, who: Any) -> None:
    work, issues = parsed(tmp_path, who=who)
    assert work.credits == ()
    assert [(issue.code, issue.field) for issue in issues] == [
        ("new-field", "who[]" if isinstance(who, list) else "who")
    ]


def test_parallel_lists_are_paired_where_they_are_of_one_length(tmp_path: Path) -> None:
    own = OWN.replace("materials: material", "materials: {to: material, id: codes}")
    issues: list[Issue] = []
    for codes, expected in ((["m1", "m2", None], ["m1", "m2"]), (["m1"], ["oil", "canvas"])):
        given = write(tmp_path, {**WHOLE, "codes": codes})
        works, _, _ = entities(reader(tmp_path, given, own, report=issues.append))
        ids = [term.term.rpartition("/")[2] for term in works["a-museum:7"].terms]
        assert ids == expected
    assert [issue.code for issue in issues] == ["unpaired"]
    assert issues[0].message == "'codes' holds 1 where 'materials' holds 3: it is left out"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"made": {"text": "s.d.", "from": "soon", "to": None}}, "not-a-year"),
        ({"made": {"text": "s.d.", "from": 0, "to": None}}, "not-a-year"),
        ({"made": {"text": "zzz", "from": None, "to": None}}, "unread-date"),
        ({"visits": "many"}, "not-a-number"),
        ({"who": [{"name": "A. Person", "does": "juggler"}]}, "unknown-role"),
        ({"who": [{"name": "A. Person", "life": {"from": 1900, "to": 1840}}]}, "life-out-of-order"),
    ],
)
def test_what_cannot_be_read_is_reported_and_the_rest_goes_in(
    tmp_path: Path, changes: dict[str, Any], code: str
) -> None:
    work, issues = parsed(tmp_path, **changes)
    assert [(issue.code, issue.record) for issue in issues] == [(code, "7")]
    assert work.titles[1].text == "A title"


def test_new_fields_are_told_with_their_path(tmp_path: Path) -> None:
    _, issues = parsed(tmp_path, more=1, sizes={"h": 1, "unit": "cm", "w": 2})
    assert [(issue.code, issue.field, issue.raw) for issue in issues] == [
        ("new-field", "w", "2"), ("new-field", "more", "1"),
    ]  # fmt: skip
    assert "'sizes.w'" in issues[0].message


def test_names_that_are_data_are_not_told_without_end(tmp_path: Path) -> None:
    _, issues = parsed(tmp_path, **{f"field {number}": number for number in range(3000)})
    assert [issue.code for issue in issues] == ["new-field"] * 1001
    assert "'field 999'" in issues[-2].message
    assert "more than 1,000 new fields" in issues[-1].message


# -- what is no JSON, or damaged -------------------------------------------------------------------------------------

BAD: dict[str, tuple[bytes, type[InputError]]] = {
    "empty": (b"", InputEmpty),
    "blank": (b"\n \n", InputEmpty),
    "empty list": (b"[]", InputEmpty),
    "html": (b"<!DOCTYPE html>\n<html></html>\n", InputFormat),
    "pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", InputPointer),
    "utf-16": ('{"id": 1}\n'.encode("utf-16"), InputFormat),
    "one document": (b'{\n "items": [\n  {"id": 1}\n ]\n}\n', InputFormat),
    "list of texts": (b'["a", "b"]', InputFormat),
    "list cut short": (b'[{"id": 1}, {"id": 2', InputTruncated),
    "nested without end": (b"[" * 100_000, InputFormat),
    "a number": (b"12\n", InputFormat),
}


@pytest.mark.parametrize(("content", "error"), BAD.values(), ids=BAD)
def test_a_file_that_is_not_the_data(tmp_path: Path, content: bytes, error: type[InputError]) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    with pytest.raises(error) as raised:
        list(reader(tmp_path, str(path)).records())
    assert "bad.json" in raised.value.message
    assert raised.value.hint


@pytest.mark.parametrize(
    "document", [{"other": []}, {"items": {}}, {"items": "x"}, {"items": None}, [{"id": 1}], "text"]
)
def test_no_list_where_the_descriptor_says(tmp_path: Path, document: Any) -> None:
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(InputFormat, match=r"bad\.json (holds no list in 'items'|has no 'items')"):
        list(reader(tmp_path, str(path), OWN + "  records: items\n").records())


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputMissing, match=r"nothing at .*no\.json"):
        next(reader(tmp_path, str(tmp_path / "no.json")).records())


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"no JSON", "not-json"),
        (b'"text"', "not-json"),
        (b'{"id": NaN}', "not-json"),
        (b'{"name": "no key"}', "no-key"),
        (b'{"id": null}', "no-key"),
        (b'{"id": true}', "no-key"),
        (b'{"id": {"a": 1}}', "no-key"),
        (b'{"id": ["a", "b"]}', "no-key"),
        (b'{"id": "4", "name": "\0"}', "nul"),
        (b'{"id": "4", "name": "\xe9"}', "not-utf-8"),
    ],
)
def test_a_bad_line_is_reported_and_the_rest_goes_in(tmp_path: Path, line: bytes, code: str) -> None:
    path = tmp_path / "m.jsonl"
    path.write_bytes(b'{"id": "1"}\n' + line + b'\n{"id": "2"}\n')
    issues: list[Issue] = []
    keys = [record.key for record in reader(tmp_path, str(path), report=issues.append).records()]
    assert keys == ["1", "2"]
    assert [(issue.code, issue.located) for issue in issues] == [(code, "m.jsonl:2")]


@pytest.mark.parametrize("document", ["", "list"])
def test_a_packed_file_that_breaks_off(tmp_path: Path, document: str) -> None:
    records = [{"id": number, "name": f"Title {number}"} for number in range(5000)]
    whole = gzip.compress(Path(write(tmp_path, *records, document=document)).read_bytes())
    path = tmp_path / "cut.json.gz"
    path.write_bytes(whole[: len(whole) // 2])
    got: list[str] = []
    with pytest.raises(InputTruncated, match=r"cut\.json\.gz breaks off"):
        drain(reader(tmp_path, str(path)).records(), got)
    assert got[:2] == ([] if document else ["0", "1"]), "of a document that is not whole nothing can be told"
