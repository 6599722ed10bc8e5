"""Measurements in LIDO: of the object, and of pictures of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from culturedata.data.records import Dimension
from culturedata.importing.standards import measures
from culturedata.importing.standards.lido.words import Concept, Words
from culturedata.importing.standards.opened import Part
from culturedata.importing.values.text import number

_QUALIFIED = re.compile(r"([^()]+?)\s*\(([^()]+)\)")


class Measurement(NamedTuple):
    """One measurement: what is measured, in English where it is known; of which part; the value as it stands; unit."""

    kind: str
    part: str | None
    value: str
    unit: str | None


def measurement(words: Words, part: Part) -> Measurement:
    """One set of a type, a value and a unit."""
    types, units = words.concepts(part, "measurementType"), words.concepts(part, "measurementUnit")
    kind, of = _kind(types)
    unit = measures.unit(word for one in units for word in one.words) or next(
        (one.label for one in units if one.label), None
    )
    return Measurement(kind, of, words.text(part, "measurementValue"), unit)


def measurements(words: Words, part: Part) -> None:
    """The measurements of the object in one set: what is displayed, and the single ones, into the description."""
    for said in words.texts(part, "displayObjectMeasurements"):
        words.description.add("dimensions", Dimension(kind="text", text=said.text))
    for group in part.many("objectMeasurements"):
        found = [measurement(words, one) for one in group.many("measurementsSet")]
        about = [*words.concepts(group, "extentMeasurements"), *words.concepts(group, "qualifierMeasurements")]
        of = "; ".join(filter(None, (one.label for one in about))) or None
        for one in found:
            if one.value:
                value, where = number(one.value), "; ".join(filter(None, (of, one.part))) or None
                text = one.value if value is None else None
                words.description.add(
                    "dimensions", Dimension(kind=one.kind, part=where, value=value, unit=one.unit, text=text)
                )
        for kind in ("format", "shape", "scale"):
            for concept in words.concepts(group, f"{kind}Measurements"):
                words.description.add("dimensions", Dimension(kind=kind, part=of, text=concept.label))


def _kind(types: list[Concept]) -> tuple[str, str | None]:
    """What is measured, and the words in brackets behind it: «Breite (geöffnet)»."""
    known = measures.size(word for one in types for word in one.words)
    if known:
        return known, None
    label = next((one.label for one in types if one.label), "size")
    found = _QUALIFIED.fullmatch(label)
    known = measures.size((found[1],)) if found else None
    return (known, found[2]) if found and known else (label.casefold(), None)
