"""Who made an object of the National Gallery of Art, who gave it, and whose it was before.

Makers are credited with their role. A donor is credited as such, and is no
maker. Former owners stand in texts in the order of the source: owning a work is no part in it.
"""

from __future__ import annotations

from typing import Any

from culturedata.data.records import Credit, Entity, Text
from culturedata.importing.source import Context, Issue
from culturedata.importing.values import attribution
from culturedata.importing.values.text import number as numeral
from culturedata.sources.nga.agent import Left, clean, mentioned

_ROLES = {"related artist": ("artist", "associated with")}


class Makers:
    """The constituents of one object: `entities` are the people, `credits` what they did, `texts` the owners."""

    def __init__(self, context: Context, record: str, left: Left) -> None:
        self.entities: list[Entity] = []
        self.credits: list[Credit] = []
        self.texts: list[Text] = []
        self._context, self._record, self._left = context, record, left

    def read(self, rows: Any, printed: str) -> None:
        """Take all in their order. `printed` is the attribution in words: it counts where there is one artist."""
        rows = sorted(rows, key=lambda one: numeral(one["role"].get("displayorder", "")) or 0)
        artists = [one for one in rows if one["role"].get("roletype", "").casefold() == "artist"]
        for one in rows:
            role, row = one.pop("role"), one.pop("constituent", None)
            self._one(role, row, printed if len(artists) == 1 and one is artists[0] else "")
            self._left.append(one)

    def _one(self, role: dict[str, Any], row: dict[str, Any] | None, printed: str) -> None:
        kind = role.pop("roletype", "").casefold()
        number = role.pop("constituentid", "")
        if row is None:
            message = f"constituent {number} is in no table: it has no name"
            self._context.report(Issue("missing-constituent", message, self._record, "constituentid", number))
            row = {"constituentid": number, "constituenttype": "anonymous"}
        people = mentioned(self._context, self._record, row, self._left)
        [name] = [entity.name for entity in people if entity.id == f"nga:agent:{number}"]  # type: ignore[union-attr]
        word, prefix, suffix = (clean(role.pop(field, "")) for field in ("role", "prefix", "suffix"))
        said = [prefix, suffix, _when(role), clean(role.pop("country", ""))]
        if kind == "owner":
            text = "; ".join(filter(None, (name, word if word.casefold() != "owner" else "", *said)))
            self.texts.append(Text(kind="owner", text=text, lang="en"))
        else:
            known, attributed = self._role(kind, word)
            attributed = _of_words(prefix) or _of_words(suffix) or attributed or _printed(printed, name)
            note = [word if word.casefold() != known else "", kind if kind not in ("artist", word.casefold()) else ""]
            self.entities += people
            self.credits.append(
                Credit(
                    agent=f"nga:agent:{number}", role=known, attribution=attributed,
                    note="; ".join(filter(None, (*note, *said))) or None,
                )
            )  # fmt: skip
        self._left.append({name: value for name, value in role.items() if name not in ("objectid", "displayorder")})

    def _role(self, kind: str, word: str) -> tuple[str, str | None]:
        """The role and the attribution that a type of role and a role mean."""
        said = word.casefold()
        if kind == "donor":
            return "donor", None
        if kind == "artist" and said in _ROLES:
            return _ROLES[said]
        if kind == "artist" and said.startswith("artist"):
            return "artist", _of_words(said.removeprefix("artist").strip(" ,"))
        known = attribution.role(word) if word else "artist"
        if kind != "artist" or known is None:
            message = f"unknown role {word!r} of type {kind!r}: kept as a note"
            self._context.report(Issue("unknown-role", message, self._record, "role", word or kind))
            return "contributor", None
        return known, None


def _of_words(said: str) -> str | None:
    return attribution.attribution(said) if said else None


def _printed(printed: str, name: str) -> str | None:
    """The attribution in the printed words («Follower of Cimabue»), if they are about that very name."""
    makers = attribution.read(printed)
    return makers[0].attribution if len(makers) == 1 and makers[0].name.casefold() == name.casefold() else None


def _when(role: dict[str, Any]) -> str:
    """When it was given, owned or made: the printed date, else its years."""
    text = clean(role.pop("displaydate", ""))
    years = [role.pop(field, "").strip() for field in ("beginyear", "endyear")]
    return text or "–".join(dict.fromkeys(filter(None, years)))
