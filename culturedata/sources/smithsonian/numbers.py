"""The numbers of a thing in records of the Smithsonian: which is its own, and which that of the lot it came in.

Every unit prints other numbers. Where a thing has one of a catalogue (a «USNM number» of natural history, an «object
number»), an accession number beside it is that of all things that came in together.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from culturedata.importing.values.text import text_of
from culturedata.sources.smithsonian.entries import Left, Row, entries

# The inventory numbers that a unit may print: the first of them is the thing's own.
_INVENTORY = (
    "usnm number", "object number", "id number", "catalog number", "accession number", "inventory number",
    "local number",
)  # fmt: skip
_ACCESSION = frozenset({"object number", "accession number", "inventory number"})
_ARK = re.compile(r"https?://(?:www\.)?n2t\.net/(ark:/.+)")
_NAMED = re.compile(r"(?P<name>[^\d:]*\bnumber)\s*:\s*(?P<number>\S.*)", re.IGNORECASE)


class Numbers(NamedTuple):
    """The identifiers by their schemes, and the inventory numbers: each with its kind where there are several kinds."""

    schemes: dict[str, list[str]]
    inventory: str | None


def numbers(main: Row, free: Row, left: Left) -> Numbers:
    """The numbers as the unit prints them; the thing's own is its «accession», if it is called so or the like."""
    schemes: dict[str, list[str]] = {}
    guid = text_of(main, "guid")
    ark = _ARK.fullmatch(guid)
    if guid:
        schemes["ark" if ark else "guid"] = [ark[1] if ark else guid]
    main.pop("record_ID", None)  # the key
    printed: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    for said, text in entries(free, "identifier", left):
        label, number = _label(said, text)
        words.setdefault(label.casefold(), label)
        printed.setdefault(label.casefold(), []).append(number)
    kinds = [label for label in _INVENTORY if label in printed]
    own = kinds[0] if kinds else None
    for label, found in printed.items():
        schemes.setdefault("accession" if label == own and own in _ACCESSION else label, []).extend(found)
    shown = {label: "; ".join(dict.fromkeys(printed[label])) for label in kinds}
    if len(set(shown.values())) > 1:
        return Numbers(schemes, "; ".join(f"{words[label]} {number}" for label, number in shown.items()))
    return Numbers(schemes, next(iter(shown.values()), None))


def _label(label: str, text: str) -> tuple[str, str]:
    """What a number is called, and the number: «Mammals Field Number : NW 1127» among «Other Numbers» names itself."""
    named = _NAMED.fullmatch(text) if label.casefold() in ("", "other number", "other numbers") else None
    return (" ".join(named["name"].split()), named["number"]) if named else (label or "number", text)
