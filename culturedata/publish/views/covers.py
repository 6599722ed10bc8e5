"""The drawn cover of a work without an open picture: from its own words and colours, the same on every visit."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from zlib import crc32

from culturedata.store.catalogue.works import Row, rows

SHAPES, HUES, LAYOUTS = 24, 12, 8  # in motifs.svg, and in cards.css
DRAWN = 3  # words that a cover is drawn from
# Facets that tell most of a work, first; of each at most two words.
TELLING = (
    "genre", "movement", "subject", "form", "instrument", "material", "type", "country", "place", "culture", "period",
    "technique", "classification", "department", "language", "key",
)  # fmt: skip
# The hues of colours that a source measured in a picture, by their names; grey, black and white have none.
MEASURED = {
    "red": 0, "brown": 1, "orange": 1, "yellow": 3, "green": 5, "cyan": 6, "teal": 6, "blue": 8, "violet": 9,
    "purple": 10, "pink": 11,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cover:
    """A ground of one hue, a layout of three places, and for each place a shape and its hue, the largest first."""

    hue: int
    layout: int
    shapes: tuple[tuple[int, int], ...]


def drawn(card: Row) -> Cover:
    """The cover of a card: each word gives a shape and a hue, so that works that share words look akin.

    Which word is the largest, and where shapes stand, the id decides. The ground has the hue of the picture's own
    colour where a source measured it, else that of the largest word. A work of few words is drawn from its maker, its
    decade and its id as well.
    """
    number = crc32(str(card["work_id"]).encode())
    said = [*card.get("words", ()), card.get("maker"), card.get("year") and f"{card['year'] // 10}0s", card["work_id"]]
    words = list(dict.fromkeys(str(one).casefold() for one in said if one))[:DRAWN]
    turn = number // LAYOUTS % len(words)
    shapes = tuple(_shape(word) for word in words[turn:] + words[:turn])
    own = MEASURED.get(str(card.get("colour")))
    return Cover(shapes[0][1] if own is None else own, number % LAYOUTS, shapes)


def _shape(word: str) -> tuple[int, int]:
    """The shape and the hue that a word always has."""
    number = crc32(word.encode())
    return number % SHAPES, number // SHAPES % HUES


def described(connection: sqlite3.Connection, ids: list[str]) -> dict[str, Row]:
    """Of each of the works `ids` its `words`, most telling first, and its main `colour` but grey, if they are known."""
    asked: list[object] = [json.dumps(ids)]
    terms = rows(
        connection,
        """SELECT wt.work_id, wt.facet, coalesce(t.label_en, t.label) AS word
           FROM work_terms AS wt JOIN terms AS t USING (term_id)
           WHERE wt.work_id IN (SELECT value FROM json_each(?)) ORDER BY word""",
        asked,
    )
    found: dict[str, dict[str, list[str]]] = {}
    for term in terms:
        found.setdefault(term["work_id"], {}).setdefault(term["facet"], []).append(term["word"])
    colours = rows(
        connection,
        """SELECT work_id, substr(kind, 8) AS colour FROM measures
           WHERE kind LIKE 'colour %' AND work_id IN (SELECT value FROM json_each(?)) ORDER BY value""",
        asked,
    )
    of = {row["work_id"]: row["colour"] for row in colours if row["colour"] in MEASURED}  # the last is the largest
    return {id_: {"words": _telling(found.get(id_, {})), "colour": of.get(id_)} for id_ in ids}


def _telling(facets: dict[str, list[str]]) -> list[str]:
    return [word for facet in TELLING for word in facets.get(facet, ())[:2]][:DRAWN]
