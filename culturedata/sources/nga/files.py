"""Where the tables of the National Gallery of Art are: a folder, an archive of the repository, or addresses."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from culturedata.errors import DescriptorError, InputMissing, UsageError
from culturedata.importing.inputs import archives, files, ways
from culturedata.importing.source import Context

OBJECTS, CONSTITUENTS = "objects", "constituents"
RELATED = "media_relationships"
# The tables beside these two, and the column by which their rows belong to something.
SIDES = {
    "objects_constituents": "objectid", "objects_terms": "objectid", "objects_dimensions": "objectid",
    "objects_text_entries": "objectid", "objects_historical_data": "objectid", "objects_altnums": "objectid",
    "object_associations": "parentobjectid", "published_images": "depictstmsobjectid",
    "alternative_identifiers": "uuid", "locations": "locationid",
    "preferred_locations": "locationkey", "preferred_locations_tms_locations": "tmslocationid",
    "constituents_altnames": "constituentid", "constituents_text_entries": "constituentid",
    "media_items": "mediaid", RELATED: "relatedid",
}  # fmt: skip
# Not published any more: its numbers stand in alternative_identifiers. Older copies of the repository have it.
FORMER = frozenset({"objects_altnums"})
TABLES = (OBJECTS, CONSTITUENTS, *SIDES)


@contextmanager
def tables(context: Context) -> Iterator[dict[str, Path]]:
    """The path of each table that there is, by its name; what had to be unpacked is gone at the end of the block.

    Raises InputMissing if the table of objects is not there, UsageError for «api», and the errors of a download and
    of an archive.
    """
    said = context.input or ways.DUMP
    if said == ways.API:
        raise UsageError("the National Gallery of Art has no API.", "Say dump, or give a folder or a zip of its CSVs.")
    dump = context.descriptor.options.get("dump")
    if said == ways.DUMP and isinstance(dump, Mapping):
        yield _downloaded(context, {str(name): str(address) for name, address in dump.items()}, trust=None)
        return
    way = ways.way(context, ways.DUMP)
    if way.path is None:
        yield _downloaded(context, {name: f"{way.base}/{name}.csv" for name in TABLES}, trust=way.base)
    elif way.path.is_dir():
        yield _whole(_found(way.path), way.path)
    elif ".csv" in way.path.suffixes:
        yield _whole(_found(way.path.parent), way.path.parent)
    else:
        with TemporaryDirectory(prefix="culturedata-") as folder:
            yield _whole(_unpacked(way.path, Path(folder), context), way.path)


def _found(folder: Path) -> dict[str, Path]:
    """The tables in a folder or in its folder «data», packed or not."""
    found: dict[str, Path] = {}
    for place in (folder, folder / "data"):
        for name in TABLES:
            for path in sorted(place.glob(f"{name}.csv*")):
                found.setdefault(name, path)
    return found


def _unpacked(archive: Path, folder: Path, context: Context) -> dict[str, Path]:
    """The tables in an archive, written into `folder`: they are read one beside another, and a tar has one place."""
    found: dict[str, Path] = {}
    for member in archives.members(archive, context):
        name, _, ending = PurePosixPath(member.name).name.partition(".")
        if ending == "csv" and name in TABLES and name not in found:
            found[name] = folder / f"{name}.csv"
            with member.open() as packed, found[name].open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked)
    return found


def _downloaded(context: Context, addresses: Mapping[str, str], trust: str | None) -> dict[str, Path]:
    """The tables at their addresses, in the cache; one that is not there is left out, unless it is that of objects."""
    if context.fetcher is None:
        raise DescriptorError(f"{context.descriptor.name} needs a client to bring its tables.")
    found: dict[str, Path] = {}
    with context.fetcher() as fetcher:
        if trust is not None:
            fetcher.trust(trust)
        for name, address in addresses.items():
            try:
                found[name] = fetcher.download(address, expects="csv").path
            except InputMissing:
                if name == OBJECTS:
                    raise
    return found


def _whole(found: dict[str, Path], where: Path) -> dict[str, Path]:
    """`found` itself. Raises InputMissing if it has no table of objects."""
    if OBJECTS not in found:
        raise InputMissing(
            f"there is no objects.csv in {where}.",
            "Give the folder «data» of github.com/NationalGalleryOfArt/opendata, or a zip of that repository.",
        )
    files.must_exist(found[OBJECTS])
    return found
