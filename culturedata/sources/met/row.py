"""The two forms in which the Met gives an object, a row of MetObjects.csv and a record of its API, as one.

What the CSV file prints in parallel columns, parted by bars, and the API in lists, are makers and tags.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import starmap
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from culturedata.importing.values.text import text_of

# A field of an object, its column in the file and its name in the API; "" where it has none.
_FIELDS = (
    ("object_id", "Object ID", "objectID"),
    ("object_number", "Object Number", "accessionNumber"),
    ("is_highlight", "Is Highlight", "isHighlight"),
    ("is_timeline_work", "Is Timeline Work", "isTimelineWork"),
    ("is_public_domain", "Is Public Domain", "isPublicDomain"),
    ("gallery_number", "Gallery Number", "GalleryNumber"),
    ("department", "Department", "department"),
    ("accession_year", "AccessionYear", "accessionYear"),
    ("object_name", "Object Name", "objectName"),
    ("title", "Title", "title"),
    ("culture", "Culture", "culture"),
    ("period", "Period", "period"),
    ("dynasty", "Dynasty", "dynasty"),
    ("reign", "Reign", "reign"),
    ("portfolio", "Portfolio", "portfolio"),
    ("object_date", "Object Date", "objectDate"),
    ("begin_date", "Object Begin Date", "objectBeginDate"),
    ("end_date", "Object End Date", "objectEndDate"),
    ("medium", "Medium", "medium"),
    ("dimensions", "Dimensions", "dimensions"),
    ("credit_line", "Credit Line", "creditLine"),
    ("geography_type", "Geography Type", "geographyType"),
    ("city", "City", "city"),
    ("state", "State", "state"),
    ("county", "County", "county"),
    ("country", "Country", "country"),
    ("region", "Region", "region"),
    ("subregion", "Subregion", "subregion"),
    ("locale", "Locale", "locale"),
    ("locus", "Locus", "locus"),
    ("excavation", "Excavation", "excavation"),
    ("river", "River", "river"),
    ("classification", "Classification", "classification"),
    ("rights", "Rights and Reproduction", "rightsAndReproduction"),
    ("link", "Link Resource", "linkResource"),
    ("wikidata", "Object Wikidata URL", "objectWikidata_URL"),
    ("metadata_date", "Metadata Date", "metadataDate"),
    ("repository", "Repository", "repository"),
    ("constituent_id", "Constituent ID", ""),
    ("artist_name", "Artist Display Name", "artistDisplayName"),
    ("artist_role", "Artist Role", "artistRole"),
    ("artist_prefix", "Artist Prefix", "artistPrefix"),
    ("artist_suffix", "Artist Suffix", "artistSuffix"),
    ("artist_sort", "Artist Alpha Sort", "artistAlphaSort"),
    ("artist_nationality", "Artist Nationality", "artistNationality"),
    ("artist_life", "Artist Display Bio", "artistDisplayBio"),
    ("artist_begin", "Artist Begin Date", "artistBeginDate"),
    ("artist_end", "Artist End Date", "artistEndDate"),
    ("artist_gender", "Artist Gender", "artistGender"),
    ("artist_ulan", "Artist ULAN URL", "artistULAN_URL"),
    ("artist_wikidata", "Artist Wikidata URL", "artistWikidata_URL"),
    ("tags", "Tags", ""),
    ("tags_aat", "Tags AAT URL", ""),
    ("tags_wikidata", "Tags Wikidata URL", ""),
    ("page", "", "objectURL"),
    ("image", "", "primaryImage"),
    ("image_small", "", "primaryImageSmall"),
)
COLUMN = {field: column for field, column, _ in _FIELDS if column}
_IN_API = {name: field for field, _, name in _FIELDS if name}
_FLAGS = ("isHighlight", "isTimelineWork", "isPublicDomain")  # true or false in the API, «True» or «False» in the file


class Object(msgspec.Struct, forbid_unknown_fields=True, rename=COLUMN):
    """An object as printed: each field a text, "" where it says nothing. Of several makers and tags all are in a field,
    parted by bars; the three fields that the file lacks are at the end."""

    object_id: str
    object_number: str = ""
    is_highlight: str = ""
    is_timeline_work: str = ""
    is_public_domain: str = ""
    gallery_number: str = ""
    department: str = ""
    accession_year: str = ""
    object_name: str = ""
    title: str = ""
    culture: str = ""
    period: str = ""
    dynasty: str = ""
    reign: str = ""
    portfolio: str = ""
    object_date: str = ""
    begin_date: str = ""
    end_date: str = ""
    medium: str = ""
    dimensions: str = ""
    credit_line: str = ""
    geography_type: str = ""
    city: str = ""
    state: str = ""
    county: str = ""
    country: str = ""
    region: str = ""
    subregion: str = ""
    locale: str = ""
    locus: str = ""
    excavation: str = ""
    river: str = ""
    classification: str = ""
    rights: str = ""
    link: str = ""
    wikidata: str = ""
    metadata_date: str = ""
    repository: str = ""
    constituent_id: str = ""
    artist_name: str = ""
    artist_role: str = ""
    artist_prefix: str = ""
    artist_suffix: str = ""
    artist_sort: str = ""
    artist_nationality: str = ""
    artist_life: str = ""
    artist_begin: str = ""
    artist_end: str = ""
    artist_gender: str = ""
    artist_ulan: str = ""
    artist_wikidata: str = ""
    tags: str = ""
    tags_aat: str = ""
    tags_wikidata: str = ""
    page: str = ""
    image: str = ""
    image_small: str = ""


class Head(msgspec.Struct):
    """The fields of a record of the API by which an object is named and dated."""

    number: int = msgspec.field(name="objectID")
    changed: str | None = msgspec.field(default=None, name="metadataDate")


# The fields of a maker and of a tag, in the order of Maker and Tag.
_MAKER = ("constituent_id", "artist_name", "artist_role", "artist_prefix", "artist_suffix", "artist_sort",
          "artist_nationality", "artist_life", "artist_begin", "artist_end", "artist_gender", "artist_ulan",
          "artist_wikidata")  # fmt: skip
_TAG = ("tags", "tags_aat", "tags_wikidata")
_maker, _tag = attrgetter(*_MAKER), attrgetter(*_TAG)
_NOBODY = ("",) * len(_MAKER)
_NOT_ASSIGNED = "(not assigned)"
BOTH = "|"  # between two addresses of one maker
_DECODER = msgspec.json.Decoder(Object)

Row = dict[str, Any]
Unpaired = Callable[[str, str, str], None]


class Maker(NamedTuple):
    """What is said of a maker, each as printed; "" for nothing. `other` is a second form of the name."""

    id: str
    name: str
    role: str
    prefix: str
    suffix: str
    sort_name: str
    nationality: str
    life: str
    born: str
    died: str
    gender: str
    ulan: str
    wikidata: str
    other: str = ""


class Tag(NamedTuple):
    """A subject with its addresses; "" for nothing."""

    term: str
    aat: str
    wikidata: str


def of_csv(body: bytes) -> tuple[Object, Row]:
    """The object in a row of the file that was kept as JSON, and the columns that are not known."""
    try:
        return _DECODER.decode(body), {}
    except msgspec.ValidationError:
        cells: Row = msgspec.json.decode(body)
        known = {column: cells.pop(column) for column in COLUMN.values() if column in cells}
        return msgspec.convert(known, Object), cells


def of_api(record: Row) -> tuple[Object, Row]:
    """The object in a record of the API, and what is left of the record: lists, and fields that are not known."""
    record |= {name: str(record[name]) for name in _FLAGS if isinstance(record.get(name), bool)}
    return Object(**{field: text_of(record, name) for name, field in _IN_API.items() if name in record}), record


def makers_of_csv(found: Object, unpaired: Unpaired) -> list[Maker]:
    """The makers of an object from the file: see `_parallel`."""
    cells: tuple[str, ...] = _maker(found)
    if not cells[1]:
        for field, cell in zip(_MAKER, cells, strict=True):
            if cell.strip("| "):
                unpaired(COLUMN[field], f"no name of a maker beside {cell!r}: left out", cell)
        return []
    if "|" not in "".join(cells):
        return [Maker(*cells)]
    return [maker for maker in starmap(Maker, _parallel(_MAKER, cells, 1, unpaired)) if maker.name]


def tags_of_csv(found: Object, unpaired: Unpaired) -> list[Tag]:
    """The tags of an object from the file: see `_parallel`."""
    if not found.tags:
        return []
    return [tag for tag in starmap(Tag, _parallel(_TAG, _tag(found), 0, unpaired)) if tag.term]


def _parallel(
    fields: tuple[str, ...], cells: tuple[str, ...], main: int, unpaired: Unpaired
) -> Iterable[tuple[str, ...]]:
    """The entries of parallel columns, as many as the column at place `main` has; empty ones keep their place.

    An empty cell says nothing of any entry. A column with another number of entries can't be paired: it is told to
    `unpaired` with its name, and says nothing either.
    """
    count = cells[main].count("|") + 1
    columns = []
    for field, cell in zip(fields, cells, strict=True):
        said = cell.split("|") if cell else [""] * count
        if len(said) != count:
            message = f"{len(said)} entries beside {count} of {COLUMN[fields[main]]!r}: {cell!r} is left out"
            unpaired(COLUMN[field], message, cell)
            said = [""] * count
        columns.append(said)
    return zip(*columns, strict=True)


def makers_of_api(found: Object, left: Row, audit: Callable[[Row], None]) -> list[Maker]:
    """Take the makers out of a record: its constituents, of which the fields «artist…» describe one.

    That is the one with the same name, else the first; without constituents, the maker that those fields name.
    """
    flat: tuple[str, ...] = _maker(found)
    people = left.pop("constituents", None) or []
    if not people:
        return [Maker(*flat)] if found.artist_name else []
    names = [person.get("name") for person in people]
    described = names.index(found.artist_name) if found.artist_name in names else 0
    return [
        maker
        for n, person in enumerate(people)
        for maker in _constituent(person, flat if n == described else _NOBODY, audit)
    ]


def _constituent(person: Row, said: tuple[str, ...], audit: Callable[[Row], None]) -> Iterator[Maker]:
    """A maker of the API's list, with what the fields «artist…» say of it; twice if these say another role.

    Where both give an address of the maker, and not the same one, both are kept.
    """
    id_, name, role = (text_of(person, field) for field in ("constituentID", "name", "role"))
    own = [text_of(person, field) for field in ("gender", "constituentULAN_URL", "constituentWikidata_URL")]
    audit(person)
    both = zip(own[1:], said[11:13], strict=True)
    more = (own[0] or said[10], *(BOTH.join(dict.fromkeys(filter(None, pair))) for pair in both))
    other = said[1] if name and said[1] != name else ""
    for one in dict.fromkeys(filter(None, (role, said[2]))) or ("",):
        yield Maker._make((id_, name or said[1], one, *said[3:10], *more, other))


def tags_of_api(left: Row, audit: Callable[[Row], None]) -> list[Tag]:
    """Take the tags out of a record."""
    found = []
    for tag in left.pop("tags", None) or ():
        said = Tag(*(text_of(tag, field) for field in ("term", "AAT_URL", "Wikidata_URL")))
        audit(tag)
        if said.term:
            found.append(said)
    return found


def assigned(address: str) -> str | None:
    """An address of another vocabulary; None where the Met says that it assigned none."""
    return None if not address or address == _NOT_ASSIGNED else address
