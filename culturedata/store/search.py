"""Full-text search over the catalogue: ranked by bm25, forgiving of accents, case, half-typed words and typos.

Every function takes a plain connection to culture.db, so that the command line and Datasette share them.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from dataclasses import dataclass

DID_NOT_MATCH = 72.0  # lowest rapidfuzz ratio (0–100) at which a word counts as a misspelling of another
WEIGHTS = (10.0, 6.0, 3.0, 1.0)  # bm25 weights of titles, makers, terms, texts
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
    """What a search gave: the hits, how many there are in all, and the words that were read in place of typos."""

    hits: tuple[Hit, ...]
    total: int
    corrected: dict[str, str]


def fold(text: str) -> str:
    """`text` in lower case without accents: the way the index holds words."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def search(
    connection: sqlite3.Connection, text: str, filters: Filters | None = None, *, limit: int = 20, offset: int = 0
) -> Found:
    """Works whose titles, makers, terms or texts hold all words of `text`, best first.

    The last word may be half-typed. If nothing is found, words that the index does not know are read as their nearest
    known neighbours (rapidfuzz). Whatever is typed is taken as words, never as query syntax. An empty text lists
    the filtered works by title.
    """
    filters = filters or Filters()
    words = [fold(word) for word in _WORD.findall(text)]
    found = _run(connection, words, filters, limit, offset)
    if found.total or not words:
        return found
    corrected = corrections(connection, words)
    if not corrected:
        return found
    again = _run(connection, [corrected.get(word, word) for word in words], filters, limit, offset)
    return Found(again.hits, again.total, corrected)


def corrections(connection: sqlite3.Connection, words: list[str]) -> dict[str, str]:
    """For each of `words` that the index does not hold, the nearest one that it does hold, if one is near enough."""
    from rapidfuzz import fuzz, process

    unknown = [word for word in dict.fromkeys(words) if len(word) > 2 and not _known(connection, word)]
    corrected = {}
    for word in unknown:
        rows = connection.execute(
            "SELECT term, doc FROM works_words WHERE length(term) BETWEEN ? AND ?", [len(word) - 2, len(word) + 2]
        )
        frequency: dict[str, int] = dict(rows.fetchall())
        near = process.extract(word, list(frequency), scorer=fuzz.ratio, score_cutoff=DID_NOT_MATCH, limit=10)
        if near:
            best, _, _ = max(near, key=lambda found: (round(found[1]), frequency[found[0]], found[0]))
            corrected[word] = best
    return corrected


def _known(connection: sqlite3.Connection, word: str) -> bool:
    row = connection.execute("SELECT 1 FROM works_fts WHERE works_fts MATCH ? LIMIT 1", [f'"{word}" *']).fetchone()
    return row is not None


def _match(words: list[str]) -> str:
    """An FTS5 query for all `words`, each quoted, the last one a prefix."""
    quoted = [f'"{word}"' for word in words]
    return " AND ".join([*quoted[:-1], f"{quoted[-1]} *"])


def _run(connection: sqlite3.Connection, words: list[str], filters: Filters, limit: int, offset: int) -> Found:
    where, values = _where(filters)
    if words:
        tables = "works_fts JOIN search_texts AS t ON t.doc = works_fts.rowid JOIN works AS w ON w.work_id = t.work_id"
        score = f"-bm25(works_fts, {', '.join(map(str, WEIGHTS))})"
        snippet = "snippet(works_fts, -1, '[', ']', '…', 14)"
        where = ["works_fts MATCH ?", *where]
        values = [_match(words), *values]
        order = "score DESC, w.work_id"
    else:
        tables, score, snippet, order = "works AS w", "0.0", "''", "w.title COLLATE NOCASE, w.work_id"
    said = " AND ".join(where)
    total = connection.execute(f"SELECT count(*) FROM {tables} WHERE {said}", values).fetchone()[0]
    rows = connection.execute(
        f"""SELECT w.work_id, w.title, w.domain, w.source, w.maker, w.year, {score} AS score, {snippet},
                   (SELECT coalesce(thumbnail, url) FROM images WHERE work_id = w.work_id AND open ORDER BY position)
            FROM {tables} WHERE {said} ORDER BY {order} LIMIT ? OFFSET ?""",
        [*values, limit, offset],
    )
    return Found(tuple(Hit(*row) for row in rows), total, {})


def _where(filters: Filters) -> tuple[list[str], list[object]]:
    """Conditions and their values; a work that is matched to a described one is shown only as that one."""
    said = ["NOT EXISTS (SELECT 1 FROM matches WHERE left_id = w.work_id AND kind = 'same-work' AND undone_at IS NULL)"]
    values: list[object] = []
    for column in ("domain", "source", "decade"):
        value = getattr(filters, column)
        if value is not None:
            said.append(f"w.{column} = ?")
            values.append(value)
    if filters.open_image:
        said.append("w.open_image = 1")
    if filters.term is not None:
        facet = "AND wt.facet = ?" if filters.facet else ""
        said.append(
            f"""EXISTS (SELECT 1 FROM work_terms AS wt JOIN terms USING (term_id)
                WHERE wt.work_id = w.work_id AND (terms.term_id = ? OR terms.label = ?) {facet})"""
        )
        values += [filters.term, filters.term, *([filters.facet] if filters.facet else [])]
    return said, values
