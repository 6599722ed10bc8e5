"""The values of one record by its mapping: cut at separators, translated, each with what stands beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from culturedata.importing.mapped.mapping import Mapped, Origin, Rule
from culturedata.importing.mapped.places import Found, Place, find, shared_lists
from culturedata.importing.source import Context, Issue


@dataclass(frozen=True, slots=True)
class Cell:
    """One value that a target is made of: its text (may be empty), and the texts beside it by the field's name."""

    text: str
    beside: dict[str, str]
    at: tuple[int, ...] = ()

    def get(self, name: str) -> str | None:
        """What stands beside it as `name`, or None."""
        return self.beside.get(name) or None


class Cells:
    """Looks up the rules of a mapping in one record. What can't be paired or is no text is reported."""

    def __init__(self, record: dict[str, Any], mapping: Mapped, context: Context, key: str) -> None:
        self._record = record
        self._mapping = mapping
        self._context = context
        self._key = key

    def of(self, rule: Rule) -> Iterator[Cell]:
        """The values of a rule in order; one that is blank is there only if the record says something beside it, or
        if its target is `placed`."""
        place = rule.source.place
        if place is None:
            mains, whole = [Found(rule.source.value)], Place("", ())
        else:
            mains, whole = self._pieces(place, rule.target.separator), place
        beside = {name: self._beside(origin, whole, mains, rule) for name, origin in rule.beside.items()}
        said = {name for name, origin in rule.beside.items() if origin.place is not None}
        for number, main in enumerate(mains):
            text = _translated(main.value, rule.source)
            around = {name: texts[number] for name, texts in beside.items() if texts[number]}
            if text or not said.isdisjoint(around):
                yield Cell(text, around, main.at)
            elif rule.target.placed:
                yield Cell("", {}, main.at)

    def report(self, code: str, message: str, field: str, raw: str) -> None:
        """Tell that something of this record could not be read."""
        self._context.report(Issue(code, message, record=self._key, field=field, raw=raw[:2000]))

    def _pieces(self, place: Place, separator: str) -> list[Found]:
        """The texts at a place, cut at the separator; blank ones keep their place, so that pairs stay pairs."""
        found = [Found(self._text(one.value, place), one.at) for one in find(self._record, place)]
        if not separator:
            return found
        return [Found(self._said(piece), one.at) for one in found for piece in one.value.split(separator)]

    def _beside(self, origin: Origin, main: Place, mains: list[Found], rule: Rule) -> list[str]:
        """One text for each of the main values: of the same member of their list, or of what holds the whole list."""
        if origin.place is None:
            return [origin.value] * len(mains)
        together = shared_lists(main, origin.place)
        for_all = origin.place.lists == together < main.lists
        whole = self._pieces(origin.place, "")
        cut = self._pieces(origin.place, rule.target.separator) if len(mains) > 1 else whole
        texts: list[str] = []
        for group, count in _groups(mains, together):
            others = [one.value for one in whole if one.at[:together] == group]
            if for_all and len(others) == 1:
                others *= count
            elif count > 1 and len(others) == 1:
                others = [one.value for one in cut if one.at[:together] == group]
            texts.extend(_translated(text, origin) for text in self._paired(others, count, origin.place, main))
        return texts

    def _paired(self, others: list[str], count: int, place: Place, main: Place) -> list[str]:
        if len(others) == count:
            return others
        if any(others):
            message = f"{place.said!r} holds {len(others)} where {main.said!r} holds {count}: it is left out"
            self.report("unpaired", message, place.said, "; ".join(others))
        return [""] * count

    def _text(self, value: Any, place: Place) -> str:
        """The text of a value; empty where it says nothing, or is an object, which is reported."""
        if isinstance(value, str):
            return self._said(value)
        if value is None:
            return ""
        if isinstance(value, bool):
            return self._said("true" if value else "false")
        if isinstance(value, int | float):
            return self._said(str(value))
        message = f"there is an object or a list of lists where a text was expected, in {place.said!r}"
        self.report("not-a-text", message, place.said, json.dumps(value, ensure_ascii=False))
        return ""

    def _said(self, text: str) -> str:
        text = text.strip()
        return "" if text in self._mapping.missing else text


def _groups(mains: list[Found], together: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """The members of the shared lists with the number of main values in each, in order."""
    counted: dict[tuple[int, ...], int] = {}
    for main in mains:
        counted[main.at[:together]] = counted.get(main.at[:together], 0) + 1
    yield from counted.items()


def _translated(text: str, origin: Origin) -> str:
    return origin.values.get(text, text)
