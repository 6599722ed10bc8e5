"""Where an object of the Harvard Art Museums was shown, what was written about it, and where it stands today."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from culturedata.data.records import Relation, Text
from culturedata.sources.harvard.people import Audit, Row, objects, text


class History(NamedTuple):
    """Exhibitions or publications: the lines of a text, and each with its number and what it is called."""

    kind: str
    lines: list[str]
    named: list[tuple[str, str]]

    @property
    def texts(self) -> tuple[Text, ...]:
        """All of them a line each, as one text; none if there are none."""
        lines = "\n".join(filter(None, self.lines))
        return (Text(kind=f"{self.kind} history", text=lines, lang="en"),) if lines else ()

    def relations(self, source: str) -> Iterator[Relation]:
        """Each of them, so that works that were shown or printed together are found."""
        for number, called in self.named:
            if number or called:
                target = f"{source}:{self.kind}:{number}" if number else None
                yield Relation(kind=self.kind, target=target, text=called or None)


def exhibitions(row: Row, audit: Audit) -> History:
    """The exhibitions, with their first and last day."""
    found = History("exhibition", [], [])
    for one in objects(row, "exhibitions", audit):
        number, title, said = (text(one, field) for field in ("exhibitionid", "title", "citation"))
        days = "–".join(filter(None, (text(one, field) for field in ("begindate", "enddate"))))
        found.lines.append(_line(title, said))
        found.named.append((number, f"{title} ({days})" if days else title))
    return found


def publications(row: Row, audit: Audit) -> History:
    """The publications: in the line what is cited of the object, in the name what the whole publication is."""
    found = History("publication", [], [])
    for one in objects(row, "publications", audit):
        number, title, said = (text(one, field) for field in ("publicationid", "title", "citation"))
        where = [text(one, field) for field in ("pagenumbers", "citationremarks")]
        fields = ("volumenumber", "volumetitle", "publicationplace", "publicationdate", "publicationyear", "format")
        called = [title, *(text(one, field) for field in fields)]
        found.lines.append(", ".join(filter(None, (_line(title, said), *where))))
        found.named.append((number, ", ".join(dict.fromkeys(filter(None, called)))))
    return found


def _line(title: str, said: str) -> str:
    """The citation, after the title if it lacks it."""
    return ": ".join(filter(None, (title if title not in said else "", said)))


def gallery(row: Row, audit: Audit) -> Iterator[Text]:
    """The gallery in which the object stands today; nothing if it is in none."""
    found = row.pop("gallery", None) or {}
    called, theme, number, floor, since = (
        text(found, field) for field in ("name", "theme", "gallerynumber", "floor", "begindate")
    )
    audit(found)
    said = [called, theme, f"gallery {number}" if number else "", f"floor {floor}" if floor else "",
            f"since {since}" if since else ""]  # fmt: skip
    if any(said):
        yield Text(kind="location", text="; ".join(filter(None, said)), lang="en")
