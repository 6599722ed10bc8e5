"""Full-text search over the catalogue: ranked by bm25, forgiving of accents, case, half-typed words and typos.

Every function takes a plain connection to culture.db, so that the command line and Datasette share them.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from culturedata.store.catalogue.works import SHOWN
from culturedata.vocabularies import SECONDARY

FEW = 10  # with fewer works than this, a word may be a misspelling
NEAR_UNKNOWN = 72.0  # lowest rapidfuzz ratio (0–100) at which a word that no work holds is read as another
NEAR = 86.0  # the same for a word that few works hold: one letter too many or too few, in a word of six
_BESIDE = (*SECONDARY, "lyricist", "librettist", "arranger", "conductor")  # whose work it is not, in the first place
BY_WOMEN = f"""w.work_id IN (SELECT c.work_id FROM agents AS a JOIN credits AS c USING (agent_id)
    WHERE a.gender = 'female' AND c.attribution IS NULL AND c.role NOT IN {_BESIDE})"""
# The ids of one person or group: its own, and those that links lead to, also over a third one.
SAME_AGENT = """WITH RECURSIVE same (id) AS (SELECT ? UNION
    SELECT CASE WHEN left_id = id THEN right_id ELSE left_id END FROM same JOIN matches
    ON left_id = id OR right_id = id WHERE kind = 'same-agent' AND undone_at IS NULL) SELECT id FROM same"""
WEIGHTS = (10.0, 6.0, 3.0, 1.0)  # bm25 weights of titles, makers, terms, texts
MOST_WORDS = 16  # of a query; more are not looked for
MOST_CORRECTED = 4  # of its words are compared with all that the index knows
JOINED = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
Words = Sequence[tuple[str, ...]]  # that are all looked for, each in any of its spellings
_MISSED = "ǠǡͿ"  # letters that FTS5 does not see as others of their kind
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is limited to; None and False mean «any»."""

    domain: str | None = None
    source: str | None = None
    decade: int | None = None
    open_image: bool = False
    facet: str | None = None
    term: str | None = None
    holder: str | None = None
    agent: str | None = None
    women: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One work found. `score` is minus bm25: higher is better; `snippet` marks the words found with [ and ]."""

    item: str
    title: str
    domain: str
    source: str
    maker: str | None
    year: int | None
    score: float
    snippet: str
    thumbnail: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: the hits, how many there are in all, and how words were read.

    `corrected` holds the words that were read in place of unknown ones, `widened` those that were read, in place or
    besides, for ones that few works hold. `read` are all words as they were looked for, each in its spellings.
    """

    hits: tuple[Hit, ...]
    total: int
    corrected: dict[str, str] = field(default_factory=dict)
    widened: dict[str, str] = field(default_factory=dict)
    read: Words = ()


def fold(text: str) -> str:
    """`text` in lower case without accents and ligatures: «cœur» as “coeur”, «Łódź» as “lodz”."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().translate(JOINED)


def unfolded(text: str | None) -> str | None:
    """`text` followed by the words in it that FTS5 would hold otherwise than `fold`, which is what is asked for."""
    if not text or text.isascii() or all(map(_is_alike, set(text))):
        return text
    other = (part for part in text.split() if not all(map(_is_alike, part)))
    return " · ".join([text, *dict.fromkeys(word for part in other for word in _WORD.findall(fold(part)))])


@cache
def _is_alike(letter: str) -> bool:
    """Whether FTS5 (unicode61, remove_diacritics 2) surely holds a letter as `fold` gives it: one that `fold` leaves, a
    plain capital, a Latin letter with its accents. Not so Hangul, voiced kana, «Й», «ή», «œ», «²», «№»."""
    folded = fold(letter)
    if letter in _MISSED:
        return False
    if folded == letter or (letter < "\u0500" and folded == letter.lower()):
        return True
    accented = unicodedata.normalize("NFD", letter)
    latin = accented[0].isascii() and folded.isascii() and accented != letter
    return latin and accented == unicodedata.normalize("NFKD", letter)


def search(
    connection: sqlite3.Connection, text: str, filters: Filters | None = None, *, limit: int = 20, offset: int = 0
) -> Found:
    """Works whose titles, makers, terms or texts hold all words of `text`, best first.

    The last word may be half-typed. If that finds nothing, words that the index does not know are read as their nearest
    known neighbours (rapidfuzz); if it finds few, works that hold a commoner neighbour follow. Whatever is typed is
    taken as words, never as query syntax; signs alone find nothing. An empty text lists the filtered works by title.
    """
    filters = filters or Filters()
    words = list(dict.fromkeys(_WORD.findall(fold(text))))[:MOST_WORDS]
    if text.strip() and not words:
        return Found((), 0)
    found = _run(connection, [(word,) for word in words], filters, limit, offset)
    if not words or found.total >= FEW:
        return found
    near = corrections(connection, words)
    if not near:
        return found
    if not found.total:
        read = _run(connection, [(near.get(word, word),) for word in words], filters, limit, offset)
        unknown = {word: other for word, other in near.items() if not _holding(connection, word)}
        widened = {word: near[word] for word in near.keys() - unknown.keys()}
        return Found(read.hits, read.total, unknown, widened, read.read)
    spellings: list[tuple[str, ...]] = [(word, near[word]) if word in near else (word,) for word in words]
    exact = _run(connection, [(word,) for word in words], filters, FEW, 0).hits
    wider = _run(connection, spellings, filters, offset + limit, 0)
    first = {hit.item for hit in exact}
    hits = [*exact, *(hit for hit in wider.hits if hit.item not in first)]
    return Found(tuple(hits[offset : offset + limit]), wider.total, {}, near, wider.read)


def corrections(connection: sqlite3.Connection, words: list[str]) -> dict[str, str]:
    """For each of `words`, the nearest word that more works hold, if one is near enough; other words are left out."""
    from rapidfuzz import fuzz, process

    nearest = {}
    for word in [word for word in dict.fromkeys(words) if len(word) > 2 and not word.isdigit()][:MOST_CORRECTED]:
        held = _holding(connection, word)
        if held >= FEW:
            continue
        rows = connection.execute(
            "SELECT term, doc FROM works_words WHERE length(term) BETWEEN ? AND ? AND doc > ?",
            [len(word) - 2, len(word) + 2, held],
        )
        frequency: dict[str, int] = dict(rows.fetchall())
        cutoff = NEAR if held else NEAR_UNKNOWN
        near = process.extract(word, list(frequency), scorer=fuzz.ratio, score_cutoff=cutoff, limit=10)
        if near:
            nearest[word], _, _ = max(near, key=lambda found: (round(found[1]), frequency[found[0]], found[0]))
    return nearest


def _holding(connection: sqlite3.Connection, word: str) -> int:
    """How many works hold a word that begins so, counted up to FEW."""
    counted = "SELECT count(*) FROM (SELECT 1 FROM works_fts WHERE works_fts MATCH ? LIMIT ?)"
    return int(connection.execute(counted, [_match([(word,)]), FEW]).fetchone()[0])


def _match(words: Words) -> str:
    """An FTS5 query for all `words`, each in any of its spellings, quoted; the last's first spelling is a prefix."""
    groups = [[f'"{spelling}"' for spelling in spellings] for spellings in words]
    groups[-1][0] += " *"
    return " AND ".join(f"({' OR '.join(group)})" for group in groups)


def _run(connection: sqlite3.Connection, words: Words, filters: Filters, limit: int, offset: int) -> Found:
    within, values = asked(words, filters)
    score, snippet = "0.0", "''"
    order = "w.title COLLATE NOCASE, w.work_id"
    if words:
        score = f"-bm25(works_fts, {', '.join(map(str, WEIGHTS))})"
        snippet = "snippet(works_fts, -1, '[', ']', '…', 14)"
        order = "score DESC, w.work_id"
    total = connection.execute(f"SELECT count(*) FROM {within}", values).fetchone()[0]
    rows = connection.execute(
        f"""SELECT w.work_id, w.title, w.domain, w.source, w.maker, w.year, {score} AS score, {snippet},
                   (SELECT coalesce(thumbnail, url) FROM images WHERE work_id = w.work_id AND open ORDER BY position)
            FROM {within} ORDER BY {order} LIMIT ? OFFSET ?""",
        [*values, limit, offset],
    )
    return Found(tuple(Hit(*row) for row in rows), total, read=words)


def asked(words: Words, filters: Filters) -> tuple[str, list[object]]:
    """The tables of a query, in which `w` are the works, what it is limited to, and the values of that."""
    where, values = conditions(filters)
    tables = "works AS w"
    if words:
        tables = "works_fts JOIN search_texts AS t ON t.doc = works_fts.rowid JOIN works AS w ON w.work_id = t.work_id"
        where, values = ["works_fts MATCH ?", *where], [_match(words), *values]
    return f"{tables} WHERE {' AND '.join(where)}", values


def conditions(filters: Filters) -> tuple[list[str], list[object]]:
    """Conditions and their values; a work that is matched to a described one is shown only as that one."""
    said = [SHOWN]
    values: list[object] = []
    for column in ("domain", "source", "decade"):
        value = getattr(filters, column)
        if value is not None:
            said.append(f"w.{column} = ?")
            values.append(value)
    if filters.open_image:
        said.append("w.open_image = 1")
    if filters.holder is not None:
        said.append("EXISTS (SELECT 1 FROM holdings AS h WHERE h.work_id = w.work_id AND h.holder_id = ?)")
        values.append(filters.holder)
    if filters.agent is not None:
        said.append(f"w.work_id IN (SELECT work_id FROM credits WHERE agent_id IN ({SAME_AGENT}))")
        values.append(filters.agent)
    if filters.women:
        said.append(BY_WOMEN)
    if filters.term is not None:
        facet = "AND wt.facet = ?" if filters.facet else ""
        said.append(
            f"""w.work_id IN (SELECT wt.work_id FROM work_terms AS wt
                WHERE wt.term_id IN (SELECT term_id FROM terms WHERE term_id = ? OR label = ?) {facet})"""
        )
        values += [filters.term, filters.term, *([filters.facet] if filters.facet else [])]
    return said, values
