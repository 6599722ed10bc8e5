"""The parts of Cleveland's records that are lists or objects: texts, sizes, pictures.

Of several fields only the name is known and not the shape; a text, a list of texts and a list of objects are all read.
What is met and not known goes to `audit`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from culturedata.data.records import Dimension, Image, Relation, Text
from culturedata.importing.values.text import number, plain, text_of

Row = dict[str, Any]
Audit = Callable[[Row], None]
# Fields with a text and what kind of text that is; the newer and the older name of a field have one kind.
TEXTS = {
    "technique": "medium", "state_of_the_work": "state", "edition_of_the_work": "edition", "impression": "impression",
    "catalogue_raisonne": "catalogue raisonné", "did_you_know": "did you know", "fun_fact": "did you know",
    "description": "description", "wall_description": "description", "digital_description": "digital description",
    "artlens_description": "digital description", "early_education_description": "description for children",
    "conservation_statement": "conservation", "find_spot": "find spot", "artists_tags": "tags of the makers",
    "gallery_donor_text": "gallery donor", "part_visible": "visible part",
}  # fmt: skip
SIZES = ("height", "width", "depth", "length", "diameter", "thickness", "circumference")
_NAMES = ("title", "description", "name")  # what an object is called, where only a text is expected


def entries(value: Any) -> list[Any]:
    """The members of a list; one value as a list of one; nothing for None and for an empty text."""
    if isinstance(value, list):
        return [one for one in value if one not in (None, "")]
    return [] if value in (None, "") else [value]


def phrases(value: Any, audit: Audit) -> list[str]:
    """The texts that a value is made of; of an object its name."""
    found = []
    for one in entries(value):
        if isinstance(one, dict):
            named = [one.pop(name, None) for name in _NAMES]
            audit(one)
            found += phrases(named, audit)
        elif isinstance(one, list):
            found += phrases(one, audit)
        elif not isinstance(one, bool):
            found.append(plain(str(one)))
    return [one for one in found if one]


def texts(row: Row, history: list[str], audit: Audit) -> Iterator[Text]:
    """All texts of a record, each once, in a fixed order, with the exhibitions a line each (`history`).

    All are in English, but for the inscriptions.
    """
    said: dict[Text, None] = {}
    for field, kind in TEXTS.items():
        joined = "; ".join(phrases(row.pop(field, None), audit))
        if joined:
            said[Text(kind=kind, text=joined, lang="en")] = None
    for kind, lines in (
        ("exhibition history", history),
        ("provenance", _provenance(row.pop("provenance", None), audit)),
        ("publication history", _citations(row.pop("citations", None), audit)),
    ):
        joined = "\n".join(line for line in lines if line)
        if joined:
            said[Text(kind=kind, text=joined, lang="en")] = None
    for text in _inscriptions(row.pop("inscriptions", None), audit):
        said[text] = None
    yield from said


def _inscriptions(value: Any, audit: Audit) -> Iterator[Text]:
    """What stands on the work, its translation, and what is remarked on it."""
    for one in entries(value):
        if not isinstance(one, dict):
            yield from (Text(kind="inscription", text=said) for said in phrases(one, audit))
            continue
        for field, kind, lang in (
            ("inscription", "inscription", None), ("inscription_translation", "inscription translation", "en"),
            ("inscription_remark", "inscription remark", "en"),
        ):  # fmt: skip
            text = plain(text_of(one, field))
            if text:
                yield Text(kind=kind, text=text, lang=lang)
        audit(one)


def exhibitions(value: Any, audit: Audit) -> tuple[list[str], list[Relation]]:
    """A line an exhibition, those in the museum's database (`current`) before the older text about all of them; and
    the exhibitions that have a number, by which works that were shown together are found."""
    if not isinstance(value, dict):
        return phrases(value, audit), []
    lines, shows = [], []
    for one in (*entries(value.pop("current", None)), *entries(value.pop("legacy", None))):
        if not isinstance(one, dict):
            lines += phrases(one, audit)
            continue
        title, said = (plain(text_of(one, field)) for field in ("title", "description"))
        number, day = text_of(one, "id"), text_of(one, "opening_date")[:10]
        audit(one)
        lines.append(": ".join(filter(None, (day, title if title not in said else "", said))))
        if number:
            shows.append(Relation(kind="exhibition", target=f"cleveland:exhibition:{number}", text=title or None))
    audit(value)
    return lines, shows


def _provenance(value: Any, audit: Audit) -> Iterator[str]:
    """A line an owner: when, who, then notes and sources in brackets."""
    for one in entries(value):
        if not isinstance(one, dict):
            yield from phrases(one, audit)
            continue
        said = [plain(text_of(one, field)) for field in ("date", "description")]
        notes = [f"[{note}]" for note in phrases(one.pop("footnotes", None), audit)]
        sources = [f"({source})" for source in _citations(one.pop("citations", None), audit) if source]
        audit(one)
        yield " ".join([": ".join(filter(None, said)), *notes, *sources])


def _citations(value: Any, audit: Audit) -> Iterator[str]:
    """A line a publication: what, where in it, at which address."""
    for one in entries(value):
        if isinstance(one, dict):
            said = [plain(text_of(one, field)) for field in ("citation", "page_number", "url")]
            audit(one)
            yield ", ".join(filter(None, said))
        else:
            yield from phrases(one, audit)


def dimensions(row: Row, audit: Audit) -> Iterator[Dimension]:
    """The sizes of each part in metres, as the source has them, then the text of all.

    The same sizes in inches (`height_inch`, `height_inch_fraction`) count only where there are none in metres.
    """
    parts, text = row.pop("dimensions", None), text_of(row, "measurements")
    for part in list(parts) if isinstance(parts, dict) else ():
        if parts[part] is None:
            parts.pop(part)
        elif isinstance(parts[part], dict):
            yield from _sizes(part, parts.pop(part), audit)
    if isinstance(parts, dict):
        audit(parts)
    else:
        text = "; ".join(filter(None, (text, *phrases(parts, audit))))
    if text:
        yield Dimension(kind="text", text=plain(text))


def _sizes(part: str, said: Row, audit: Audit) -> Iterator[Dimension]:
    for kind in SIZES:
        printed, name = text_of(said, kind), part.replace("_", " ")
        inches = [number(text_of(said, f"{kind}_{unit}")) for unit in ("inch", "inch_fraction")]
        size = number(printed)
        if size is not None:
            yield Dimension(part=name, kind=kind, value=size, unit="m")
        elif printed:
            yield Dimension(part=name, kind=kind, text=printed)
        elif any(inches):
            yield Dimension(part=name, kind=kind, value=sum(filter(None, inches)), unit="in")
    audit(said)


def pictures(row: Row, credit: str, licence: str | None, audit: Audit) -> tuple[list[Image], list[Relation]]:
    """The picture, then the others, in the size for print, each once; `licence` is theirs, None where they are not
    open. The uncompressed files of tens of megabytes, which no browser shows, are relations that name them."""
    credit = "; ".join(phrases(row.pop("image_credit", None), audit)) or credit
    found: dict[Image, None] = {}
    files: dict[Relation, None] = {}
    for one in (*entries(row.pop("images", None)), *entries(row.pop("alternate_images", None))):
        one = one if isinstance(one, dict) else {"print": one}
        sizes = {size: _file(one, size, audit) for size in ("web", "print", "full")}
        alt = "; ".join(phrases(one.pop("annotation", None), audit)) or None
        audit(one)
        shown = sizes["print"] or sizes["web"] or sizes["full"]
        if shown:
            url, width, height = shown
            small = sizes["web"][0] if sizes["web"] else None
            image = Image(
                url=url, thumbnail=small, width=width, height=height, alt=alt, credit=credit, licence=licence,
                open=licence is not None,
            )  # fmt: skip
            found[image] = None
        whole = sizes["full"]
        if whole and whole != shown:
            pixels = " x ".join(str(side) for side in whole[1:] if side)
            files[Relation(kind="picture file", text=f"{whole[0]} ({pixels} pixels)" if pixels else whole[0])] = None
    return list(found), list(files)


def _file(sizes: Row, size: str, audit: Audit) -> tuple[str, int | None, int | None] | None:
    """The address of a picture, and its width and height in pixels; None without an address."""
    if not isinstance(sizes.get(size), dict):
        url = text_of(sizes, size)
        return (url, None, None) if url else None
    value = sizes.pop(size)
    url, width, height = (text_of(value, field) for field in ("url", "width", "height"))
    audit(value)
    return (url, _pixels(width), _pixels(height)) if url else None


def _pixels(printed: str) -> int | None:
    found = number(printed)
    return int(found) if found and found > 0 else None
