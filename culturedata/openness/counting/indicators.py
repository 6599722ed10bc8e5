"""The seven indicators of the report, each a condition on a work `w`, or a mean of several.

`conditions` is used twice: to count, and to show the works behind a count. So both always say the same.
"""

from __future__ import annotations

import sqlite3

from culturedata.openness.counting import authors, licences
from culturedata.openness.counting.completeness import FIELDS

# What each one is a share of: all works, or those whose authors died long ago.
INDICATORS: dict[str, str] = {
    "metadata_open": "works whose metadata is under an open licence",
    "image": "works with a picture",
    "image_open": "works with an openly licensed picture",
    "open_of_free": "works with an openly licensed picture, of those whose authors died over 70 years ago",
    "completeness": "how many of twelve fields are filled, on average",
    "identified": "works with a shared identifier (Wikidata, ULAN, VIAF …) of their own or of an author",
    "machine": "how many of three ways a machine has to reach the work: structured record, web address, IIIF picture",
}
WAYS = ("structured", "address", "iiif")
LARGE = 3000  # pixels of the longest side: 25 cm in print, at 300 to the inch
# Beside the score, since few sources say it: of works with a picture, and of those that say its size.
RESOLUTION: dict[str, str] = {
    "image_sized": "works whose picture has a size in pixels, of those with a picture",
    "image_large": f"works with a picture of {LARGE:,} pixels or more along its longest side, of those with a size",
}
# Conditions that are a share of other works than all.
AMONG = {"open_of_free": "long_dead", "image_sized": "image", "image_large": "image_sized"}
# Schemes that several institutions share; an inventory number is not one of them.
SHARED_SCHEMES = (
    "wikidata", "viaf", "isni", "ulan", "gnd", "bnf", "idref", "lcnaf", "orcid", "ark", "doi", "handle", "europeana",
    "iconclass", "geonames", "imdb", "tmdb", "musicbrainz", "discogs", "isrc", "iswc", "isbn", "issn",
)  # fmt: skip


def conditions(connection: sqlite3.Connection, year: int) -> dict[str, str]:
    """Every count by name: metadata, pictures, identifiers, machine access, authors as of `year`, twelve `field:`s.

    The licences that the library names are read once and stand in the conditions as lists.
    """
    image = "EXISTS (SELECT 1 FROM images AS x WHERE x.work_id = w.work_id{})"
    sized = " AND x.width > 0 AND x.height > 0"
    free = licences.quoted(_named(connection, "images", "1", "public-domain"))
    dead = authors.long_dead(year)
    return {
        "metadata_open": _metadata(connection),
        "image": image.format(""),
        "image_open": image.format(" AND x.open = 1"),
        "image_public_domain": image.format(f" AND x.open = 1 AND x.licence IN {free}"),
        "image_sized": image.format(sized),
        "image_large": image.format(f"{sized} AND max(x.width, x.height) >= {LARGE}"),
        "long_dead": dead,
        "recent": authors.recent(year),
        "open_of_free": f"CASE WHEN {image.format(' AND x.open = 1')} THEN {dead} ELSE 0 END",
        "identified": _identified(),
        "address": "w.url LIKE 'http%'",
        "iiif": image.format(" AND x.iiif LIKE 'http%'"),
    } | {f"field:{name}": condition for name, condition in FIELDS.items()}


def _named(connection: sqlite3.Connection, table: str, condition: str, *standings: str) -> set[str]:
    """The licences in `table`, or the words in their place, that have one of the `standings`."""
    said = "coalesce(licence, statement)" if table == "rights" else "licence"
    found = connection.execute(f"SELECT DISTINCT {said} FROM {table} WHERE {condition}")
    return {row[0] for row in found if row[0] and licences.standing(row[0]) in standings}


def _metadata(connection: sqlite3.Connection) -> str:
    """All that is said of the metadata of the work is open; where nothing is said, the licence of its source is."""
    listed = licences.quoted(_named(connection, "rights", "covers = 'metadata'", *licences.OPEN))
    sources = connection.execute("SELECT source, coalesce(licence_url, licence) FROM sources WHERE publish = 'open'")
    open_sources = licences.quoted({source for source, licence in sources if licences.is_open(licence)})
    said = "FROM rights AS x WHERE x.work_id = w.work_id AND x.covers = 'metadata'"
    return f"""CASE WHEN EXISTS (SELECT 1 {said})
        THEN NOT EXISTS (SELECT 1 {said} AND coalesce(x.licence, x.statement, '') NOT IN {listed})
        ELSE w.source IN {open_sources} END"""


def _identified() -> str:
    shared = f"lower(x.scheme) IN {SHARED_SCHEMES}"
    return f"""(EXISTS (SELECT 1 FROM identifiers AS x WHERE x.owner_id = w.work_id AND {shared})
        OR EXISTS (SELECT 1 FROM credits AS c JOIN identifiers AS x ON x.owner_id = c.agent_id
                   WHERE c.work_id = w.work_id AND {shared}))"""
