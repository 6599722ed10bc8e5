"""What is measured, and in which unit, by the words of six languages and their numbers in AAT and Wikidata."""

from __future__ import annotations

from collections.abc import Iterable

_SIZES = {
    "height": "height höhe hoogte hauteur altezza q208826 300055644",
    "width": "width breite breedte largeur larghezza q35059 300055647",
    "depth": "depth tiefe diepte profondeur profondità q181591 q930412 300072633",
    "length": "length länge lengte longueur lunghezza q36253 300055645",
    "diameter": "diameter durchmesser diamètre diametro q37221 300055624",
    "thickness": "thickness dicke stärke dikte épaisseur spessore q3589038 300055646",
    "weight": "weight gewicht poids peso masse q25288 300056240",
    "circumference": "circumference umfang omtrek circonférence 300055623",
}  # fmt: skip
_SIZE_OF = {word: kind for kind, words in _SIZES.items() for word in words.split()}
_UNITS = {
    "mm": "mm millimeter millimetre millimètre millimetres millimeters q174789 300379097",
    "cm": "cm centimeter zentimeter centimetre centimètre centimetres centimeters q174728 300379098",
    "m": "m meter metre mètre q11573 300379099", "g": "g gram gramm gramme q41803 300379225",
    "kg": "kg kilogram kilogramm kilogramme q11570 300379226", "in": "in inch inches zoll pouce q218593 300379100",
    "pixel": "px pixel pixels q355198 300266190",
}  # fmt: skip
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}


def size(words: Iterable[str]) -> str | None:
    """What the first word that is known measures («height» for «Höhe», «300055644», «Q208826»); None if none is."""
    return next((_SIZE_OF[word.casefold()] for word in words if word.casefold() in _SIZE_OF), None)


def unit(words: Iterable[str]) -> str | None:
    """The unit that the first known word means («cm» for «Zentimeter», «300379098»); None if none is known."""
    return next((_UNIT_OF[word.casefold()] for word in words if word.casefold() in _UNIT_OF), None)
