"""What sources print in their fields: texts, HTML as plain text, a label as part of an id, a number in any notation."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from html import unescape
from typing import Any

# What ends a line: breaks, and the ends of paragraphs, list items, headings, table rows and divisions.
_BREAK = re.compile(r"(?i)<br\b[^<>]*>|</(?:p|li|div|tr|h[1-6])\s*>")
_UNSHOWN = re.compile(r"(?is)<!--.*?(?:-->|\Z)|<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_CONTROLS = re.compile(r"[\x00\x80-\x9f]")
_PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
# Thousands are marked where a decimal follows with the other mark, or where the mark stands twice.
_BY_COMMA = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}(?:(?:,[0-9]{3})*\.[0-9]+|(?:,[0-9]{3})+)")
_BY_POINT = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}(?:(?:\.[0-9]{3})*,[0-9]+|(?:\.[0-9]{3})+)")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")  # «1,234» is 1234 in English and 1.234 in French
_SPACED = re.compile(r"(?<=[0-9])[ \u00a0\u202f\u2009'’](?=[0-9]{3}(?![0-9]))")


@dataclass(frozen=True, slots=True)
class NoText:
    """What stands in a field where a text was expected: an object, a list, «true»."""

    value: Any


def text_of(row: dict[str, Any], field: str) -> str:
    """The text of a field, taken out of the row, a number as it is printed; empty where the field says nothing.

    What is no text is left in the row as NoText: whoever audits the row reports it.
    """
    said = row.pop(field, None)
    text = _text(said)
    if text is None:
        row[field] = said if isinstance(said, NoText) else NoText(said)
    return text or ""


def text_in(row: dict[str, Any], field: str) -> str:
    """The text of a field that stays in the row, for who takes it out later; empty for what is no text."""
    return _text(row.get(field)) or ""


def texts_of(row: dict[str, Any], field: str) -> list[str]:
    """The texts in the list of a field, or its one text, taken out of the row; empty where it says nothing.

    A member of the list that says nothing is an empty text, and so is what is no text, which is left in the row as
    NoText.
    """
    if not isinstance(row.get(field), list):
        return list(filter(None, [text_of(row, field)]))
    said = row.pop(field)
    texts = [_text(one) for one in said]
    if None in texts:
        row[field] = NoText([one for one, text in zip(said, texts, strict=True) if text is None])
    return [text or "" for text in texts]


def _text(value: Any) -> str | None:
    """The text that a value is, empty where it says nothing; None for what is no text."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None if value else ""


def plain(html: str) -> str:
    """The text of HTML, without space at its ends: breaks and ends of paragraphs and list items become line ends.

    Tags, comments, scripts and styles are dropped (to the end, where they are not closed) and entities are written
    out; «a < b» is no tag and stays. Control characters that no text has (NUL and 0x80 to 0x9F, the trace of a wrong
    encoding) are removed. Empty for no text.
    """
    if html.isprintable() and "<" not in html and "&" not in html:  # most texts: the same, at once
        return html.strip()
    pieces = _BREAK.split(_UNSHOWN.sub("", html))
    broken = "\n".join(piece.strip() for piece in pieces)
    return _CONTROLS.sub("", unescape(_TAG.sub("", broken))).strip()


def slug(text: str) -> str:
    """The text as part of an id: lower case, letters and digits of any script, the rest as single hyphens."""
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-")


def number(text: str) -> float | None:
    """The number that the text is: «12.5», «12,5», «1,234.5», «1.234,5», «1 234,5» and «1,234,567».

    None where it is no finite number, and where it is two: «1,234» has thousands in English and decimals in French.
    A point alone is always the decimal one.
    """
    said = _SPACED.sub("", text.strip().replace("−", "-"))
    if _BY_COMMA.fullmatch(said):
        said = said.replace(",", "")
    elif _BY_POINT.fullmatch(said):
        said = said.replace(".", "").replace(",", ".")
    elif _DECIMAL_COMMA.fullmatch(said) and not _EITHER.fullmatch(said):
        said = said.replace(",", ".")
    if not _PLAIN.fullmatch(said):
        return None
    value = float(said)
    return value if math.isfinite(value) else None
