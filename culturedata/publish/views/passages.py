"""Texts of a source as a page shows them: in lines, not too long at first sight, with their addresses found."""

from __future__ import annotations

import re
from typing import NamedTuple

SHOWN = 1200  # characters of a text that are shown before the rest is unfolded
_BREAK = re.compile(r"\\r\\n|\r\n?")  # also as the four signs that some files hold in place of the break
_ADDRESS = re.compile(r"https?://[^\s<>\"«»]+", re.IGNORECASE)
_BEHIND = ".,;:!?'’”"  # signs that end a sentence, not an address


class Piece(NamedTuple):
    """A part of a text; `url` is the address that it is, or empty."""

    text: str
    url: str = ""


def lines(text: str) -> str:
    """`text` with every line break as «\\n»."""
    return _BREAK.sub("\n", text)


def divided(text: str) -> tuple[str, str]:
    """The beginning of a text and its rest; all of it and nothing, if it is short.

    It is cut at the last line break before SHOWN characters, if the beginning is not halved by that, else at a space.
    """
    whole = lines(text)
    if len(whole) <= SHOWN:
        return whole, ""
    cut = whole.rfind("\n", SHOWN // 2, SHOWN)
    cut = whole.rfind(" ", 0, SHOWN) if cut < 0 else cut
    return (whole[:cut], whole[cut:].lstrip()) if cut > 0 else (whole[:SHOWN], whole[SHOWN:])


def pieces(text: str) -> list[Piece]:
    """A text in its pieces, so that those that are addresses on the web can be links; [] for an empty text."""
    found: list[Piece] = []
    done = 0
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(_BEHIND)
        if address.endswith(")") and address.count("(") < address.count(")"):
            address = address[:-1]
        found += [Piece(text[done : match.start()]), Piece(address, address)]
        done = match.start() + len(address)
    return [piece for piece in (*found, Piece(text[done:])) if piece.text]
