"""What ListenBrainz says, one thing at a time, and the people whom it says it of: under pseudonyms from here on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from culturedata.importing.source import Issue
from culturedata.importing.values.text import slug

Row = dict[str, Any]
Tell = Callable[[Issue], None]
Public = Callable[[], Row]
MBID = re.compile(r"(?!0{8}-)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LATEST = 32_503_680_000  # the year 3000, in UTC seconds: what is larger counts something else
_REMEMBERED = 20_000  # names whose pseudonyms are kept in memory
encode = msgspec.json.Encoder().encode


class Said(NamedTuple):
    """One thing: what is known of a recording, a release or an artist (`public`, the body of the record `key`), that
    somebody heard it (`who`, a pseudonym; None: nobody is named), and what is kept of it among what is about people.

    What lies in one `block` is kept as one private record of that name, a list. `key` is empty where
    nothing is said but of somebody.
    """

    key: str
    public: Public
    located: str
    who: str | None = None
    item: str = ""  # what was heard, if it is not called as its record is
    kind: str = "listen"
    value: float = 1
    at: int = 0  # UTC seconds
    block: str = ""
    private: bytes = b""


def nothing() -> Row:
    """No record."""
    return {}


@dataclass(slots=True)
class People:
    """The pseudonyms of names, the last ones kept in memory."""

    pseudonym: Callable[[str], str]
    _known: dict[str, str] = field(default_factory=dict)

    def of(self, row: Row, owner: str = "") -> str:
        """The pseudonym of whom a row names, else of whom it comes from; their name is taken out of the row.

        Somebody who is known by a number alone is somebody else than who is known by a name.
        """
        name, number = row.pop("user_name", None), row.pop("user_id", None)
        said = name if name else number if number is not None else owner
        text = said if isinstance(said, str) else f"\0{said}"
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[text] = self.pseudonym(text)
        row["user_name"] = known
        return known


def mbid(said: object) -> str:
    """A MusicBrainz identifier in its canonical form; empty if it is none."""
    text = said.lower() if isinstance(said, str) else ""
    return text if MBID.fullmatch(text) else ""


def hashed(*texts: object) -> str:
    """What stands for texts in an id."""
    return blake2b("\0".join(map(str, texts)).casefold().encode("utf-8", "replace"), digest_size=10).hexdigest()


def artist(name: str, id_: str) -> str:
    """The raw id of an artist: the MBID, else the name."""
    return f"agent:{id_ or f'name-{slug(name) or hashed(name)}'}"
