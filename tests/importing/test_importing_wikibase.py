"""Statements of a Wikibase: ranks, qualifiers, values and times. All statements are synthetic, in the true shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.records import Date
from culturedata.importing.standards import wikibase
from culturedata.importing.standards.wikibase import Claims, Quantity, Snak, Statement, Time

Json = dict[str, Any]


def snak(kind: str, value: Any, of: str = "string") -> Json:
    return {"snaktype": "value", "property": "P1", "hash": "h", "datatype": kind,
            "datavalue": {"type": of, "value": value}}  # fmt: skip


def statement(main: Json, rank: str = "normal", **qualifiers: list[Json]) -> Json:
    return {"mainsnak": main, "rank": rank, "type": "statement", "id": "x", "references": [],
            "qualifiers": qualifiers, "qualifiers-order": list(qualifiers)}  # fmt: skip


def refuse(property: str, value: Snak) -> None:
    raise AssertionError(f"{property} can be read: {value}")


def read(said: Json) -> tuple[Snak, list[str]]:
    left: list[str] = []
    return wikibase.snak(said, left.extend), left


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (snak("external-id", " 000PE1 "), Snak("value", "000PE1", "external-id")),
        (snak("wikibase-item", {"entity-type": "item", "numeric-id": 5, "id": "Q5"}, "wikibase-entityid"),
         Snak("value", "Q5", "wikibase-item")),
        (snak("wikibase-item", {"entity-type": "item", "numeric-id": 5}, "wikibase-entityid"),
         Snak("value", "Q5", "wikibase-item")),
        (snak("monolingualtext", {"text": "Vue", "language": "fr"}, "monolingualtext"),
         Snak("value", "Vue", "monolingualtext", lang="fr")),
        (snak("quantity", {"amount": "+77.5", "unit": "http://www.wikidata.org/entity/Q174728", "upperBound": "+78",
                           "lowerBound": "+77"}, "quantity"), Snak("value", Quantity(77.5, "Q174728"), "quantity")),
        (snak("quantity", {"amount": "-3", "unit": "1"}, "quantity"), Snak("value", Quantity(-3.0), "quantity")),
        ({"snaktype": "somevalue", "property": "P1", "datatype": "time"}, Snak("somevalue", datatype="time")),
        ({"snaktype": "novalue", "property": "P1", "hash": "h"}, Snak("novalue")),
    ],
)  # fmt: skip
def test_values(said: Json, expected: Snak) -> None:
    assert read(said) == (expected, [])


@pytest.mark.parametrize(
    "said",
    [
        snak("globe-coordinate", {"latitude": 1}, "globecoordinate"), snak("quantity", {"amount": "many"}, "quantity"),
        snak("time", {"time": "+0000-00-00T00:00:00Z", "precision": 9}, "time"),
        snak("wikibase-item", {}, "wikibase-entityid"),
        snak("time", "1903", "time"),
    ],
)  # fmt: skip
def test_what_can_not_be_read_says_so(said: Json) -> None:
    found, _ = read(said)
    assert (found.kind, found.value) == ("unreadable", None)
    assert found.raw


def test_every_part_that_is_new_is_given_to_the_audit() -> None:
    value = {"text": "Vue", "language": "fr", "new1": 1}
    main = snak("monolingualtext", value, "monolingualtext") | {"new2": 1}
    main["datavalue"]["new3"] = 1
    said = statement(main, P9=[snak("string", "x") | {"new4": 1}]) | {"new5": 1}
    said["qualifiers"]["new6"] = "x"
    left: list[str] = []
    Claims({"P1": [said]}, left.extend, refuse).take("P1")
    assert sorted(left) == ["new1", "new2", "new3", "new4", "new5", "new6"]


def test_what_can_not_be_read_is_told_with_its_property_where_it_counts() -> None:
    old = {"time": "-38000-00-00T00:00:00Z", "precision": 5, "timezone": 0}
    bad, place = snak("time", old, "time"), snak("globe-coordinate", {"latitude": 1}, "globecoordinate")
    said = [
        statement(bad, P2=[place, snak("string", "x")]),
        statement(bad, "deprecated"),
        statement(snak("string", "x")),
    ]
    told: list[tuple[str, str | None]] = []
    found = Claims({"P1": said}, lambda _: None, lambda name, value: told.append((name, value.raw))).take("P1")
    assert [one.main.kind for one in found] == ["unreadable", "value"]
    assert told == [("P1", json.dumps(old)), ("P2", '{"latitude": 1}')]


def test_ranks() -> None:
    normal, best, wrong = (
        statement(snak("string", rank), rank) for rank in ("normal", "preferred", "deprecated")
    )  # fmt: skip
    for said, expected in (
        ([normal, wrong], ["normal"]), ([normal, best, wrong], ["preferred"]), ([wrong], []), ([], []),
    ):  # fmt: skip
        claims = {"P1": json.loads(json.dumps(said)), "P2": []}
        assert [one.main.text for one in Claims(claims, lambda _: None, refuse).take("P1")] == expected
        assert claims == {"P2": []}


def test_qualifiers() -> None:
    said = statement(snak("string", "x"), P2=[snak("string", "a"), snak("string", "b")])
    [found] = Claims({"P1": [said]}, lambda _: None, refuse).take("P1")
    assert [one.text for one in found.qualifiers["P2"]] == ["a", "b"]
    first = found.first("P2")
    assert first is not None
    assert first.text == "a"
    assert found.first("P3") is None


@pytest.mark.parametrize(
    ("said", "precision", "expected"),
    [
        ("+1503-00-00T00:00:00Z", 9, Time(1503, 1503, "year", "1503")),
        ("+1503-04-00T00:00:00Z", 10, Time(1503, 1503, "month", "1503-04")),
        ("+1503-04-15T00:00:00Z", 11, Time(1503, 1503, "day", "1503-04-15")),
        ("+1503-04-15T12:30:00Z", 14, Time(1503, 1503, "day", "1503-04-15")),
        ("+1503-00-00T00:00:00Z", 11, Time(1503, 1503, "year", "1503")),
        ("+00000001503-01-01T00:00:00Z", 9, Time(1503, 1503, "year", "1503")),
        ("+1840-00-00T00:00:00Z", 8, Time(1840, 1849, "decade", "1840s")),
        ("+1847-00-00T00:00:00Z", 8, Time(1840, 1849, "decade", "1840s")),
        ("+1600-00-00T00:00:00Z", 7, Time(1501, 1600, "century", "16th century")),
        ("+1501-01-01T00:00:00Z", 7, Time(1501, 1600, "century", "16th century")),
        ("+1503-00-00T00:00:00Z", 7, Time(1501, 1600, "century", "16th century")),
        ("+0100-00-00T00:00:00Z", 7, Time(1, 100, "century", "1st century")),
        ("+1200-00-00T00:00:00Z", 7, Time(1101, 1200, "century", "12th century")),
        ("+2100-00-00T00:00:00Z", 7, Time(2001, 2100, "century", "21st century")),
        ("+2000-00-00T00:00:00Z", 6, Time(1001, 2000, "millennium", "2nd millennium")),
        ("-0500-00-00T00:00:00Z", 9, Time(-500, -500, "year", "500 BCE")),
        ("-0500-00-00T00:00:00Z", 7, Time(-500, -401, "century", "5th century BCE")),
        ("-0490-00-00T00:00:00Z", 8, Time(-499, -490, "decade", "490s BCE")),
        ("+0005-00-00T00:00:00Z", 8, Time(1, 9, "decade", "0s")),
    ],
)
def test_times(said: str, precision: int, expected: Time) -> None:
    assert wikibase.time(said, precision) == expected


@pytest.mark.parametrize(
    ("said", "precision"),
    [("+0000-00-00T00:00:00Z", 9), ("1503-00-00T00:00:00Z", 9), ("+1503", 9), ("-13798000000-00-00T00:00:00Z", 3)],
)
def test_what_is_no_time(said: str, precision: int) -> None:
    with pytest.raises(ValueError, match="no time that can be read"):
        wikibase.time(said, precision)


YEAR, CENTURY = Time(1503, 1503, "year", "1503"), Time(1501, 1600, "century", "16th century")
LATER = Time(1506, 1506, "year", "1506")


def dated(main: Time | None, **qualifiers: Time | str) -> Date | None:
    said = {name: [Snak("value", value)] for name, value in qualifiers.items()}
    return wikibase.date(Statement(Snak("value" if main else "somevalue", main), "normal", said))


def test_dates() -> None:
    assert dated(YEAR) == Date(text="1503", earliest=1503, latest=1503, precision="year")
    assert dated(CENTURY) == Date(text="16th century", earliest=1501, latest=1600, precision="century")
    assert dated(None) is None
    assert dated(YEAR, P1480="Q5727902") == Date(
        text="circa 1503", earliest=1503, latest=1503, precision="year", qualifier="circa"
    )
    assert dated(YEAR, P1480="Q999") == dated(YEAR)
    between = Date(text="between 1503 and 1506", earliest=1503, latest=1506, precision="range")
    assert dated(CENTURY, P1319=YEAR, P1326=LATER) == dated(None, P580=YEAR, P582=LATER) == between
    assert dated(CENTURY, P1319=YEAR) == Date(
        text="between 1503 and 16th century", earliest=1503, latest=1600, precision="range"
    )
    assert dated(None, P1326=LATER) == Date(text="not after 1506", latest=1506, precision="range", qualifier="before")
    assert dated(None, P1319=YEAR) == Date(text="not before 1503", earliest=1503, precision="range", qualifier="after")
    swapped = dated(None, P1319=LATER, P1326=YEAR)
    assert swapped is not None
    assert (swapped.earliest, swapped.latest) == (1503, 1506)


def test_the_real_statements_can_be_read(shared: Path) -> None:
    left: list[str] = []
    unread: list[str] = []
    kinds: dict[str, int] = {}
    for path in sorted((shared / "fixtures" / "wikidata").glob("entity_*.json")):
        said = json.loads(path.read_bytes())
        for row in (said.get("entities") or {said["id"]: said}).values():
            claims = row["claims"]
            for name in list(claims):
                for one in Claims(claims, left.extend, lambda name, _: unread.append(name)).take(name):
                    kinds[one.main.kind] = kinds.get(one.main.kind, 0) + 1
            assert claims == {}
    assert left == []
    assert kinds["value"] > 300
    assert unread == ["P625"], "the place of a museum on the globe"
