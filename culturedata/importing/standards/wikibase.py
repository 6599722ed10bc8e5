"""Statements of a Wikibase (Wikidata) in its JSON: their ranks, qualifiers and values, and what its times mean.

Of the statements of one property those with rank «preferred» count, else those with rank «normal»; deprecated ones
never do. «somevalue» says that there is a value which is unknown, «novalue» that there is none: neither has a value
here. See https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from culturedata.data.records import Date
from culturedata.importing.values.text import text_of

Json = dict[str, Any]
Audit = Callable[[Json], None]
Unreadable = Callable[[str, "Snak"], None]
CIRCA = "Q5727902"
EARLIEST, LATEST, START, END, CIRCUMSTANCES = "P1319", "P1326", "P580", "P582", "P1480"
_TIME = re.compile(r"([+-])(\d{1,16})-(\d\d)-(\d\d)T.*")
_MILLENNIUM, _CENTURY, _DECADE, _YEAR, _MONTH, _DAY = 6, 7, 8, 9, 10, 11
_NAMES = {
    _MILLENNIUM: "millennium", _CENTURY: "century", _DECADE: "decade", _YEAR: "year", _MONTH: "month", _DAY: "day",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Time:
    """A point in time: the years that it may lie in (BCE negative), how exact it is, and how it is said in words."""

    earliest: int
    latest: int
    precision: str
    text: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number; `unit` is an item's id, None where it has none."""

    amount: float
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Snak:
    """A value as it is said: an item's id, a text, a Time, a Quantity; None for «somevalue» and «novalue».

    `kind` is «value», «somevalue», «novalue» or «unreadable» (`raw` has it as JSON); `lang` is that of a text,
    `datatype` says what texts are («external-id», «commonsMedia», «url»).
    """

    kind: str
    value: str | Time | Quantity | None = None
    datatype: str | None = None
    lang: str | None = None
    raw: str | None = None

    @property
    def text(self) -> str | None:
        return self.value if isinstance(self.value, str) else None


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said, its rank, and its qualifiers by property."""

    main: Snak
    rank: str
    qualifiers: dict[str, list[Snak]] = field(default_factory=dict)

    def first(self, property: str) -> Snak | None:
        """The first qualifier of a property; None if there is none."""
        found = self.qualifiers.get(property)
        return found[0] if found else None

    def said(self, property: str) -> Iterator[tuple[str, Snak]]:
        """Its own value under `property`, then those of its qualifiers under theirs."""
        yield property, self.main
        for name, several in self.qualifiers.items():
            for one in several:
                yield name, one


class Claims:
    """What an item says, by property; what is taken out of `left` is read.

    Every part of a statement is given to `audit` without what was read; a value that can't be read, of a statement that
    counts, is given to `unreadable` with its property.
    """

    def __init__(self, said: Json, audit: Audit, unreadable: Unreadable) -> None:
        self.left = said
        self.audit = audit
        self._unreadable = unreadable

    def take(self, property: str) -> list[Statement]:
        """The statements of a property that count, in their order; empty where there are none."""
        found = [_statement(one, self.audit) for one in self.left.pop(property, None) or []]
        best = [one for one in found if one.rank == "preferred"]
        counted = best or [one for one in found if one.rank == "normal"]
        for one in counted:
            for name, value in one.said(property):
                if value.kind == "unreadable":
                    self._unreadable(name, value)
        return counted


def _statement(said: Json, audit: Audit) -> Statement:
    main = snak(said.pop("mainsnak", None) or {}, audit)
    qualifiers = said.pop("qualifiers", None) or {}
    read = {name: [snak(one, audit) for one in several] for name, several in qualifiers.items() if name[:1] == "P"}
    audit({name: value for name, value in qualifiers.items() if name[:1] != "P"})
    rank = text_of(said, "rank") or "normal"
    for known in ("type", "id", "qualifiers-order", "references"):
        said.pop(known, None)
    audit(said)
    return Statement(main, rank, read)


def snak(said: Json, audit: Audit) -> Snak:
    """What a snak says. A value that can't be read, and one of an unknown kind, is «unreadable»."""
    snaktype, datatype = text_of(said, "snaktype") or "value", text_of(said, "datatype") or None
    held = said.pop("datavalue", None) or {}
    for known in ("property", "hash"):
        said.pop(known, None)
    audit(said)
    if snaktype != "value":
        return Snak(snaktype, datatype=datatype)
    of, value = text_of(held, "type"), held.pop("value", None)
    audit(held)
    try:
        return _value(of, dict(value) if isinstance(value, dict) else value, datatype, audit)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Snak("unreadable", datatype=datatype, raw=json.dumps(value, ensure_ascii=False))


def _value(of: str, value: Any, datatype: str | None, audit: Audit) -> Snak:
    if of == "string":
        return Snak("value", _text(value), datatype)
    if of == "wikibase-entityid":
        at = value.pop("id", None) or f"Q{value['numeric-id']}"
        found = Snak("value", _text(at), datatype)
        known: tuple[str, ...] = ("entity-type", "numeric-id")
    elif of == "monolingualtext":
        found = Snak("value", _text(value.pop("text")), datatype, lang=text_of(value, "language") or None)
        known = ()
    elif of == "time":
        found = Snak("value", time(value.pop("time"), int(value.pop("precision"))), datatype)
        known = ("timezone", "before", "after", "calendarmodel")
    elif of == "quantity":
        unit = (text_of(value, "unit") or "1").rpartition("/")[2]
        found = Snak("value", Quantity(float(value.pop("amount")), None if unit == "1" else unit), datatype)
        known = ("upperBound", "lowerBound")
    else:
        raise ValueError(f"values of the kind {of!r} are not read")
    for name in known:
        value.pop(name, None)
    audit(value)
    return found


def _text(value: Any) -> str:
    """A value that is a text. Raises TypeError for another."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value.strip()


def time(said: str, precision: int) -> Time:
    """What a time («+1503-00-00T00:00:00Z») means at its precision: 11 a day, 9 a year, 8 a decade, 7 a century.

    The 16th century is 1501 to 1600, whatever year of it is said, and the 1500s as a decade are 1500 to 1509; before
    our era both count the other way. Raises ValueError for what is no time, for a year 0, which there is not, and for
    a precision of more than a thousand years.
    """
    found = _TIME.fullmatch(said)
    year = int(found[2]) if found else 0
    if found is None or year == 0 or precision < _MILLENNIUM:
        raise ValueError(f"{said!r} is no time that can be read at precision {precision}")
    bce = found[1] == "-"
    precision = min(precision, _DAY)
    if precision == _DAY and found[4] == "00":
        precision = _MONTH
    if precision == _MONTH and found[3] == "00":
        precision = _YEAR
    first, last, text = _span(year, precision)
    if precision in (_DAY, _MONTH):
        text = "-".join(filter(None, (f"{year:04}", found[3], found[4] if precision == _DAY else None)))
    return Time(-last if bce else first, -first if bce else last, _NAMES[precision], f"{text} BCE" if bce else text)


def _span(year: int, precision: int) -> tuple[int, int, str]:
    """The first and the last year of what a year of it stands for, counted from the beginning of the era."""
    if precision >= _YEAR:
        return year, year, str(year)
    if precision == _DECADE:
        decade = year // 10 * 10
        return decade or 1, decade + 9, f"{decade}s"
    length = 100 if precision == _CENTURY else 1000
    number = -(-year // length)
    return (number - 1) * length + 1, number * length, f"{_ordinal(number)} {_NAMES[precision]}"


def _ordinal(number: int) -> str:
    endings = {} if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{endings.get(number % 10, 'th')}"


def date(statement: Statement, kind: str = "created") -> Date | None:
    """The date that a statement says, with the bounds and the doubt of its qualifiers; None if it says none.

    «Earliest» and «latest date» stand above the value itself, which is often a century; a latest date alone is
    «before». The text is ours: a Wikibase has none.
    """
    main = statement.main.value if isinstance(statement.main.value, Time) else None
    low, high = _bound(statement, EARLIEST, START), _bound(statement, LATEST, END)
    circa = any(one.value == CIRCA for one in statement.qualifiers.get(CIRCUMSTANCES, []))
    doubt = "circa" if circa else None
    if low is None and high is None:
        if main is None:
            return None
        text = f"circa {main.text}" if circa else main.text
        return Date(text=text, kind=kind, earliest=main.earliest, latest=main.latest, precision=main.precision,
                    qualifier=doubt)  # fmt: skip
    earliest = low.earliest if low else main.earliest if main else None
    latest = high.latest if high else main.latest if main else None
    if earliest is not None and latest is not None and earliest > latest:
        earliest, latest = latest, earliest
    text = _between(low or main, high or main)
    if doubt is None and (earliest is None or latest is None):
        doubt = "before" if earliest is None else "after"
    precision = "year" if earliest == latest else "range"
    return Date(text=f"circa {text}" if circa else text, kind=kind, earliest=earliest, latest=latest,
                precision=precision, qualifier=doubt)  # fmt: skip


def _bound(statement: Statement, *properties: str) -> Time | None:
    for property in properties:
        found = statement.first(property)
        if found is not None and isinstance(found.value, Time):
            return found.value
    return None


def _between(low: Time | None, high: Time | None) -> str:
    if low is not None and high is not None:
        return low.text if low == high else f"between {low.text} and {high.text}"
    return f"not before {low.text}" if low is not None else f"not after {high.text}" if high is not None else ""
