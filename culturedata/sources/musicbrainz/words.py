"""The words of MusicBrainz as terms, and its dates, of which the month and the day may be unknown."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from culturedata.data.records import Date, Term, WorkTerm
from culturedata.importing.descriptor import Descriptor
from culturedata.importing.values import dates
from culturedata.importing.values.text import slug

Used = tuple[Term, WorkTerm]
_PARTIAL = re.compile(r"(-?\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_PRECISIONS = ("day", "month", "year")


@lru_cache(maxsize=20_000)
def dated(text: str, where: str = "") -> Date:
    """When something came out: «1973», «1973-03», «1973-03-24»; `where` stands behind it."""
    printed = f"{text} ({where})" if where else text
    found = _PARTIAL.fullmatch(text)
    if found is None or not int(found[1]):
        said = dates.read(text, "released")
        return said if not where else Date(text=printed, kind="released")
    year, precision = int(found[1]), _PRECISIONS[found.groups().count(None)]
    return Date(text=printed, kind="released", earliest=year, latest=year, precision=precision)


def year(text: str) -> int | None:
    """The year of a date that may be partial; None if it has none («????-05»)."""
    found = _PARTIAL.fullmatch(text)
    return int(found[1]) or None if found else None


class Words:
    """Terms by facet and label. The descriptor says what they are called in French, and which languages there are."""

    def __init__(self, described: Descriptor) -> None:
        options: dict[str, Any] = described.options
        self._french: dict[str, dict[str, str]] = options.get("labels_fr", {})
        self._languages: dict[str, list[str]] = options.get("languages", {})
        self.term = lru_cache(maxsize=20_000)(self._term)

    def _term(self, facet: str, label: str, parent: str = "") -> Used | None:
        """The term and its use; None for a label without letters and digits. `parent` is the label of a broader one."""
        end = slug(label)
        if not end:
            return None
        start = f"musicbrainz:term:{facet}-"
        id_, parents = f"{start}{end}", tuple[str, ...]()
        if parent:
            id_, parents = f"{start}{slug(parent)}-{end}", (f"{start}{slug(parent)}",)
        french = self._french.get(facet, {}).get(label)
        return (
            Term(id=id_, facet=facet, label=label, label_fr=french, label_en=label, parents=parents),
            WorkTerm(facet=facet, term=id_),
        )

    def language(self, code: str) -> Used | None:
        """The language with a code of three letters; by its code if the descriptor does not name it."""
        named = self._languages.get(code)
        if named is None:
            return self.term("language", code)
        id_ = f"musicbrainz:term:language-{code}"
        term = Term(id=id_, facet="language", label=named[1], label_fr=named[2], label_en=named[1])
        return term, WorkTerm(facet="language", term=id_)

    def code(self, code: str) -> str:
        """The code of two letters of a language, or the one of three that was given."""
        named = self._languages.get(code)
        return named[0] if named else code
