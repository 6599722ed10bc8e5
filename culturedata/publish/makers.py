"""The line that names the makers of a work, where a page knows each of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_MORE = " …"  # what stands behind the names in the catalogue's line, if there are more


def line(printed: str | None, credits: Iterable[dict[str, Any]]) -> str | None:
    """The catalogue's line of makers with semicolons between them if a name holds a comma: «Doe, Ann ; Roe, Jo».

    `printed` is that line, its names joined by commas; it is returned as it stands if it is not made of the names in
    `credits`, in their order.
    """
    left, names = (printed or "").removesuffix(_MORE), []
    for credit in credits:
        name = f"{credit['attribution']} {credit['name']}" if credit["attribution"] else str(credit["name"])
        if left == name or left.startswith(f"{name}, "):
            names.append(name)
            left = left[len(name) + 2 :]
    if left or not any("," in name for name in names):
        return printed
    return " ; ".join(names) + (_MORE if (printed or "").endswith(_MORE) else "")
