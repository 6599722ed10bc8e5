"""Which column each field goes to, found by changing the fields: against a source whose mapping is known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, ClassVar

from culturedata.data.records import Agent, Credit, Date, Entity, RawRecord, Term, Text, Title, Work, WorkTerm
from culturedata.importing.descriptor import descriptor
from culturedata.importing.drafts.fields import Field, fields
from culturedata.importing.source import Context, Source


class Known(Source):
    """A source of synthetic records whose every field has a known way."""

    name = "tate"
    summary = ""
    ignored = frozenset({"shelf"})
    rows: ClassVar[list[dict[str, Any]]] = [
        {"id": 1, "title": "One", "year": 1850, "maker": {"id": 7, "name": "A. Person"}, "words": ["a", "b"],
         "shelf": "B2", "lost": "x", "kind": "print", "note": ""},
        {"id": 2, "title": "Two", "year": None, "maker": {"id": 7, "name": "A. Person"}, "words": [], "shelf": "B2",
         "lost": "x", "kind": "print", "note": "said"},
        {"id": 3, "title": "Private", "secret": "s"},
    ]  # fmt: skip

    def records(self) -> Iterator[RawRecord]:
        for row in self.rows:
            body = json.dumps(row).encode()
            yield RawRecord(key=str(row["id"]), body=body, located="", cursor="", private="secret" in row)

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        row = json.loads(record.body)
        maker, year = row["maker"], row["year"]
        if row["kind"] != "print":
            raise ValueError("no other kind is known")
        yield Agent(id=f"tate:agent:{maker['id']}", name=maker["name"])
        words = [Term(id=f"tate:term:{word}", facet="subject", label=word) for word in row["words"]]
        yield from words
        yield Work(
            id=f"tate:{row['id']}",
            domain="museum",
            titles=(Title(text=row["title"]),),
            credits=(Credit(agent=f"tate:agent:{maker['id']}", role="artist"),),
            dates=() if year is None else (Date(text=str(year), earliest=year, latest=year, precision="year"),),
            terms=tuple(WorkTerm(facet="subject", term=word.id) for word in words),
            texts=(Text(kind="note", text=row["note"]),) if row["note"] else (),
        )


def test_each_field_with_its_columns() -> None:
    source = Known(Context(descriptor("tate")))
    found = {field.path: field for field in fields(source, source.records())}
    assert {path: field.columns for path, field in found.items()} == {
        "id": ("works.work_id",),
        "title": ("titles.text",),
        "year": ("dates.earliest", "dates.kind", "dates.latest", "dates.precision", "dates.text"),
        "maker.id": ("agents.agent_id", "credits.agent_id"),
        "maker.name": ("agents.name",),
        "words[]": ("terms.label", "terms.term_id", "work_terms.term_id"),
        "words": ("terms.facet", "terms.label", "terms.term_id", "work_terms.facet", "work_terms.term_id"),
        "shelf": (),
        "lost": (),
        "kind": (),
        "note": ("texts.kind", "texts.text"),
    }
    assert [path for path, field in found.items() if field.ignored] == ["shelf"]
    assert found["year"].records == 2
    assert found["words[]"] == Field("words[]", found["words[]"].columns, 1, False)
    assert "secret" not in found, "what is about people is not looked at"


class Knowing(Source):
    """A source that reads a field in one of several ways that a careless change would not find."""

    name = "tate"
    summary = ""
    rows: ClassVar[list[dict[str, Any]]] = [
        {"number": 1, "of": "1", "shown": "False", "kind": "print", "plates": [],
         "names": [{"said": "a", "order": 2, "used": False}, {"said": "b", "order": 1, "used": True}], "twin": "a"},
        {"number": 2, "of": "1", "shown": "False", "kind": "map", "plates": [{"text": "p"}], "names": [], "twin": "a"},
    ]  # fmt: skip

    def records(self) -> Iterator[RawRecord]:
        for row in self.rows:
            body = json.dumps(row).encode()
            yield RawRecord(key=str(row["number"]), body=body, located="", cursor="")

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        row = json.loads(record.body)
        said = [Text(kind="name", text=one["said"]) for one in sorted(row["names"], key=lambda one: one["order"])]
        notes = [word for word, true in (("map", row["kind"] == "map"), ("shown", row["shown"] == "True")) if true]
        notes += [one["text"] for one in row["plates"]]
        notes += ["used" for one in row["names"] if one["used"] and one["said"] == "b"]
        yield Work(
            id=f"tate:{record.key}",
            domain="museum",
            titles=(Title(text=f"Of {row['of']}"),),
            texts=(*said, *(Text(kind="note", text=note) for note in notes)),
        )


def test_what_only_some_changes_show() -> None:
    source = Knowing(Context(descriptor("tate")))
    found = {field.path: field.columns for field in fields(source, source.records())}
    assert found == {
        "number": ("works.work_id",),  # the key, which the reader takes from the record
        "of": ("titles.text",),  # it is 1 too, and not the key of the second record
        "shown": ("texts.kind", "texts.text"),  # «True» in place of «False»
        "kind": ("texts.kind", "texts.text"),  # what it is in another record
        "plates[].text": ("texts.text",),  # «plates» itself, empty in one record, is no field
        "names[].said": ("texts.text",),
        "names[].order": ("texts.position",),
        "names[].used": ("texts.kind", "texts.text"),  # of the second name only
        "twin": (),
    }
