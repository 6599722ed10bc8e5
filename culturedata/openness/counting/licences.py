"""What a licence or rights statement allows, told by the one table of licences (culturedata.data.licences).

Open means: anybody may use, change and share for any purpose, subject at most to attribution and share-alike
(Open Definition 2.1, opendefinition.org; the same line is drawn by the Open GLAM survey of McCarthy and Wallace).
"""

from __future__ import annotations

from collections.abc import Iterable

from culturedata.data.licences import Kind, licence

OPEN: tuple[Kind, ...] = ("public-domain", "open")


def standing(said: str | None) -> Kind:
    """The kind of the licence that is `said`; what is not in the table is «unknown», never guessed."""
    found = licence(said or "")
    return "unknown" if found is None else found.kind


def is_open(said: str | None) -> bool:
    """Whether anybody may use it for any purpose."""
    return standing(said) in OPEN


def quoted(texts: Iterable[str]) -> str:
    """`texts` as a list for SQL's IN: «('a', 'b')»; «(NULL)», which nothing is in, for none."""
    marked = ", ".join("'" + text.replace("'", "''") + "'" for text in sorted(texts))
    return f"({marked or 'NULL'})"
