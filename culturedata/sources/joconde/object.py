"""What Joconde says of the object itself: titles, inventory numbers, sides and sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from culturedata.data.records import Dimension, Relation, Title
from culturedata.importing.values.text import number
from culturedata.sources.joconde.terms import split

_SIDE = re.compile(r"(.*\S)\s*,\s*(recto|verso)", re.IGNORECASE)
_SIZE = re.compile(
    r"(?P<before>(?:[^\W\d_]+\.?\s*)?)(?P<value>\d+(?:[.,]\d+)?)\s*(?P<unit>(?:mm|cm|m|kg|g)\b)?\.?\s*"
    r"(?P<behind>(?:[^\W\d_]+\.?)?)(?:\s*\((?P<part>[^()]*)\))?"
)
_NEXT = re.compile(r"(?:;|,\s+)(?![^()]*\))")  # a comma with a space behind it is no decimal one
_SMALL_L = re.compile(r"\bl\b")
_KINDS = {
    "h": "height", "haut": "height", "hauteur": "height", "l": "width", "la": "width", "larg": "width",
    "largeur": "width", "long": "length", "longueur": "length", "lg": "length", "p": "depth", "pr": "depth",
    "prof": "depth", "profondeur": "depth", "e": "thickness", "ep": "thickness", "épaisseur": "thickness",
    "d": "diameter", "diam": "diameter", "diamètre": "diameter", "pds": "weight", "poids": "weight",
}  # fmt: skip
_REFERENCES = {
    "references_merimee": "Mérimée", "references_palissy": "Palissy", "references_memoires": "Mémoire",
}  # fmt: skip


def titles(row: dict[str, str]) -> tuple[Title, ...]:
    """The titles as printed: the first, the others, and what stands on both sides of «A OU B».

    A work without a title has what it is called for one («menu»), which is no original title.
    """
    said, called = row.pop("titre", ""), row.get("denomination") or row.get("appellation")
    if said:
        return _titles(said)
    if called:
        return (Title(text=called, lang="fr", kind="alternative"),)
    return (Title(text="[sans titre]", lang="fr", kind="alternative"),)


@lru_cache(maxsize=10_000)
def _titles(text: str) -> tuple[Title, ...]:
    pieces = split(text, ";") or [text]
    others = [other for piece in pieces if " OU " in piece for other in piece.split(" OU ")]
    found = [Title(text=pieces[0], lang="fr")]
    found += [Title(text=one, lang="fr", kind="alternative") for one in (*pieces[1:], *others)]
    return tuple(
        {title.text: title for title in reversed(found)}[text] for text in dict.fromkeys(t.text for t in found)
    )


def relations(row: dict[str, str], numbers: list[str]) -> Iterator[Relation]:
    """The sheet of which the work is one side, and what the sister catalogues hold on it."""
    for inventory in numbers:
        side = _SIDE.fullmatch(inventory)
        if side:
            yield Relation(kind=f"{side[2].lower()} of", text=side[1])
    for name, catalogue in _REFERENCES.items():
        for reference in split(row.pop(name, ""), ";,"):
            yield Relation(kind="documented in", text=f"{catalogue} {reference}")


def dimensions(text: str) -> tuple[Dimension, ...]:
    """The sizes that can be told apart, in the unit that is printed (None: none is), then the text itself."""
    pieces = [piece.strip() for piece in _NEXT.split(text) if piece.strip()]
    both = any(_SMALL_L.search(piece) for piece in pieces)
    sizes = (_size(piece, both) for piece in pieces)
    return (*filter(None, sizes), Dimension(kind="text", text=text))


@lru_cache(maxsize=10_000)
def _size(piece: str, both: bool) -> Dimension | None:
    """One size; `both`: there is an «l.», the width, beside «L.», which is the length then and else the width."""
    found = _SIZE.fullmatch(piece)
    letters = (found["before"] or found["behind"]).strip(" .") if found else ""
    kind = "length" if both and letters == "L" else _KINDS.get(letters.lower())
    if found is None or kind is None:
        return None
    if found["unit"] in ("g", "kg"):
        kind = "weight"  # «P. 200 g» is «poids», and else «profondeur»
    return Dimension(kind=kind, part=found["part"], value=number(found["value"]), unit=found["unit"], text=piece)
