"""The line that names the makers of a work, where a page knows each of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from culturedata.publish.words.language import Translator

_MORE = " …"  # what stands behind the names in the catalogue's line, if there are more


class Part(NamedTuple):
    """A part of the line; `agent` is the id of the maker whose name it is, or empty."""

    text: str
    agent: str = ""


def line(printed: str | None, credits: Iterable[dict[str, Any]], t: Translator) -> list[Part]:
    """The catalogue's line of makers in its parts, in the language of `t`; [] for none.

    `printed` is that line, its names joined by commas or semicolons; it is one part as it stands if it is not made of
    the names in `credits`, in their order. Between names that hold commas there are semicolons: «Doe, Ann ; Roe, Jo».
    """
    left, named = (printed or "").removesuffix(_MORE), []
    for credit in credits:
        name = f"{credit['attribution']} {credit['name']}" if credit["attribution"] else str(credit["name"])
        if left == name or left.startswith((f"{name}, ", f"{name}; ")):
            named.append(credit)
            left = left[len(name) + 2 :]
    if left:
        return [Part(printed or "")]
    between = " ; " if any("," in t.of(credit, "name") for credit in named) else ", "
    parts: list[Part] = []
    for credit in named:
        before = (between if parts else "") + (f"{t.facet(credit['attribution'])} " if credit["attribution"] else "")
        parts += [Part(before), Part(t.of(credit, "name"), credit["agent_id"])]
    return [part for part in (*parts, Part(_MORE if (printed or "").endswith(_MORE) else "")) if part.text]
