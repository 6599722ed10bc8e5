"""A value as a cell of a CSV file that no spreadsheet takes for a formula, and back, without loss.

A text that begins with a sign that spreadsheets act upon (= + - @, tab, line break, also the wide forms) has an
apostrophe before it, and so has one that begins with an apostrophe: who reads a cell takes one apostrophe away from
its beginning if there is one. Numbers stay as they are. An empty cell is NULL, but an empty text where there can be no
NULL; elsewhere an apostrophe alone is an empty text. Bytes are in base64.
"""

from __future__ import annotations

import math
from base64 import b64decode, b64encode
from typing import Any

from culturedata.exporting.tables import Column

GUARD = "'"
SIGNS = "=+-@\t\r\n＝＋－＠"
_GUARDED = frozenset((*SIGNS, GUARD))


def written(value: Any, column: Column) -> str:
    """The cell of a value."""
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else ("INF" if value > 0 else "-INF")
    text = value if isinstance(value, str) else b64encode(value).decode()
    if not text:
        return "" if column.required else GUARD
    return GUARD + text if text[0] in _GUARDED else text


def read(cell: str, column: Column) -> Any:
    """The value of a cell. Raises ValueError if it is none of the column's kind."""
    if not cell and not column.required:
        return None
    if not cell and column.kind in ("integer", "number"):
        raise ValueError(f"{column.name} is empty")
    if column.kind == "integer":
        return int(cell)
    if column.kind == "number":
        return float(cell)
    text = cell.removeprefix(GUARD)
    return b64decode(text, validate=True) if column.kind == "bytes" else text
