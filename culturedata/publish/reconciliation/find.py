"""Candidates for a query, from full text over titles and names, and from identifiers."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence

from culturedata.data.identifiers import canonical
from culturedata.publish.reconciliation.asked import Query
from culturedata.publish.reconciliation.offered import Offered, alone, counted, marks
from culturedata.publish.reconciliation.properties import AGENT, DOMAINS, SCHEMES
from culturedata.store.catalogue import search

CANDIDATES = 200
RARE = 3  # words by which candidates are found if none has all
COMMON = 20_000  # a word that more rows hold finds nobody
_ARTICLES = frozenset((
    "the", "a", "an", "le", "la", "les", "l", "un", "une", "der", "die", "das", "ein", "eine", "el", "los", "las", "il",
    "lo", "gli", "i", "de", "het",
))  # fmt: skip
_WORD = re.compile(r"\w+")
_ITEM = re.compile(r"Q[1-9]\d*")


def key(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared: without case, accents and signs."""
    return tuple(_WORD.findall(search.fold(name)))


def bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without an article at the front; in their alphabet's order, for a family name may stand first."""
    return tuple(sorted(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words))


def written(scheme: str, raw: str) -> str:
    """An identifier as the catalogue writes it; what can't be one, as it stands."""
    try:
        return canonical(scheme, raw)
    except ValueError:
        return raw.strip()


def is_item(text: str) -> bool:
    """Whether a text is the id of an item of Wikidata, and no name."""
    return _ITEM.fullmatch(text) is not None


def by_identifier(connection: sqlite3.Connection, query: Query) -> dict[str, None]:
    """What the query names by its own id, by an item of Wikidata, or by an identifier among its properties."""
    pairs = [("wikidata", query.text)] if is_item(query.text) else []
    pairs += [(one.pid, value) for one in query.properties if one.pid in SCHEMES for value in one.values()]
    found = dict.fromkeys([query.text] if ":" in query.text else [])
    for scheme, raw in pairs:
        rows = connection.execute(
            "SELECT owner_id FROM identifiers WHERE scheme = ? AND value = ? ORDER BY owner_id LIMIT ?",
            [scheme, written(scheme, raw), CANDIDATES],
        )
        found.update((row[0], None) for row in rows)
    return found


def by_name(
    connection: sqlite3.Connection,
    offered: Offered,
    text: str,
    types: set[str],
    limit: int = CANDIDATES,
    *,
    typed: bool = False,
) -> list[str]:
    """Works and agents whose names hold all words of a text, else some of its rarest; nearest first.

    `typed`: the last word may be half-typed, and all must be there.
    """
    words = list(dict.fromkeys(key(text)))[: search.MOST_WORDS]
    if not words:
        return []
    ids: list[str] = []
    if AGENT in types:
        ids += _agents(offered, words, limit, typed)
    domains = [domain for name, domain in DOMAINS.items() if name in types]
    if domains:
        ids += _works(connection, offered, words, domains, limit, typed)
    return ids


def _agents(offered: Offered, words: Sequence[str], limit: int, typed: bool) -> list[str]:
    all_ = offered.agents(_all(words, typed), limit)
    if all_ or typed:
        return all_
    rare = _rare(offered.counted(words), words)
    return offered.agents(_any(rare), limit) if rare else []


def _works(
    connection: sqlite3.Connection,
    offered: Offered,
    words: Sequence[str],
    domains: Sequence[str],
    limit: int,
    typed: bool,
) -> list[str]:
    """Works by their titles; if there are none, words that no work holds are read as their nearest neighbours."""
    sql = f"""SELECT w.work_id FROM works_fts JOIN search_texts AS t ON t.doc = works_fts.rowid
        JOIN works AS w ON w.work_id = t.work_id
        WHERE works_fts MATCH ? AND w.source IN ({marks(offered.sources)}) AND w.domain IN ({marks(domains)})
        AND {alone("w.work_id", "works")}
        ORDER BY bm25(works_fts, {", ".join(map(str, search.WEIGHTS))}), w.work_id LIMIT ?"""

    def by(match: str) -> list[str]:
        rows = connection.execute(sql, [f"titles : ({match})", *offered.sources, *domains, limit])
        return [row[0] for row in rows]

    all_ = by(_all(words, typed))
    if all_ or typed:
        return all_
    near = search.corrections(connection, list(words))
    read = [near.get(word, word) for word in words]
    rare = _rare(counted(connection, "works_words", read), read)
    return by(_any(rare)) if rare else []


def _all(words: Sequence[str], typed: bool) -> str:
    return " AND ".join(f'"{word}"' for word in words) + (" *" if typed else "")


def _any(words: Iterable[str]) -> str:
    return " OR ".join(f'"{word}"' for word in words)


def _rare(known: dict[str, int], words: Sequence[str]) -> list[str]:
    """The rarest words that something holds."""
    held = [word for word in words if 0 < known.get(word, 0) <= COMMON]
    return sorted(held, key=lambda word: (known[word], word))[:RARE]
