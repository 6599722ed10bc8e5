"""The catalogue's own rows of a domain: each is a question to the catalogue whose answer is a handful of works.

Nothing here is listed by hand: the rows come from what the library holds, so that any library has a front page.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from culturedata.publish.views import covers
from culturedata.store.catalogue.search import BY_WOMEN
from culturedata.store.catalogue.works import SHOWN, Row, named, rows

PER_ROW = 10
LEAST = 6  # a row with fewer works is not shown
FACETS = {"museum": ("movement", "subject", "type"), "music": ("genre", "period", "form"), "film": ("genre", "country")}
# The name that readers of a language know a maker by, where the work has no other maker and no doubt about this one.
_ALONE = """(SELECT n.name FROM credits AS c JOIN agent_names AS n USING (agent_id)
        WHERE c.work_id = w.work_id AND n.lang = '%s' AND c.attribution IS NULL
        AND (SELECT count(*) FROM credits WHERE work_id = w.work_id) = 1 ORDER BY n.name)"""
_CARD = f"""SELECT w.work_id, w.title, w.maker, w.year, w.domain,
       (SELECT coalesce(thumbnail, url) FROM images WHERE work_id = w.work_id AND open ORDER BY position) AS thumbnail,
       (SELECT text FROM titles WHERE work_id = w.work_id AND lang = 'fr' ORDER BY position) AS title_fr,
       (SELECT text FROM titles WHERE work_id = w.work_id AND lang = 'en' ORDER BY position) AS title_en,
       {_ALONE % "fr"} AS maker_fr, {_ALONE % "en"} AS maker_en
FROM works AS w"""
_KNOWN = "(SELECT max(value) FROM measures WHERE work_id = w.work_id AND kind = 'reviews')"
# Open pictures and much-reviewed films first; the rest shuffled, in the same order on every visit.
_ORDER = f"ORDER BY w.open_image DESC, {_KNOWN} DESC, w.rowid * 7919 % 10007, w.work_id LIMIT {4 * PER_ROW}"


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One row: the `key` of its words, their `values`, the works, and the search that shows all of them."""

    key: str
    values: dict[str, Any]
    works: list[Row]
    total: int
    query: str

    def without(self, shown: set[str]) -> WorkRow:
        """The row without the works that are shown already."""
        return replace(self, works=[card for card in self.works if card["work_id"] not in shown])


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many works each domain shows, matched doubles not counted twice."""
    found = rows(connection, f"SELECT domain, count(*) AS n FROM works AS w WHERE {SHOWN} GROUP BY domain")
    return {row["domain"]: row["n"] for row in found}


def front(connection: sqlite3.Connection, domain: str, lang: str) -> list[WorkRow]:
    """The rows of one domain, no work twice, best first; empty if the library has nothing there."""
    made: list[WorkRow | None] = [_praised(connection, domain), _open(connection, domain), _women(connection, domain)]
    made += [_term(connection, domain, facet, lang) for facet in FACETS[domain]]
    made += [_holder(connection, domain, lang)]
    shown: set[str] = set()
    kept = []
    for row in filter(None, made):
        fresh = row.without(shown).works[:PER_ROW]
        if len(fresh) >= LEAST:
            shown |= {card["work_id"] for card in fresh}
            kept.append(replace(row, works=fresh))
    return kept


def card_of(connection: sqlite3.Connection, ids: list[str]) -> dict[str, Row]:
    """Cards of the works `ids`, by id; of those without an open picture with what their cover is drawn from."""
    marks = ", ".join("?" * len(ids))
    found = {row["work_id"]: row for row in rows(connection, f"{_CARD} WHERE w.work_id IN ({marks})", list(ids))}
    drawn = covers.described(connection, [id_ for id_, row in found.items() if not row["thumbnail"]])
    return {id_: row | drawn.get(id_, {}) for id_, row in found.items()}


def _cards(connection: sqlite3.Connection, condition: str, values: list[object]) -> list[Row]:
    """Cards in the order of the row. Chosen first and described then: else every work of a domain is described."""
    chosen = connection.execute(f"SELECT w.work_id FROM works AS w WHERE {SHOWN} AND {condition} {_ORDER}", values)
    ids = [row[0] for row in chosen]
    cards = card_of(connection, ids)
    return [cards[id_] for id_ in ids]


def _count(connection: sqlite3.Connection, condition: str, values: list[object]) -> int:
    found = connection.execute(f"SELECT count(*) FROM works AS w WHERE {SHOWN} AND {condition}", values).fetchone()
    return int(found[0])


def _row(
    connection: sqlite3.Connection, key: str, condition: str, asked: list[object], query: str, **said: Any
) -> WorkRow:
    total = _count(connection, condition, asked)
    return WorkRow(key, {**said, "n": total}, _cards(connection, condition, asked), total, query)


def _praised(connection: sqlite3.Connection, domain: str) -> WorkRow:
    return _row(connection, "row:praised", f"w.domain = ? AND {_KNOWN} IS NOT NULL", [domain], f"domain={domain}")


def _open(connection: sqlite3.Connection, domain: str) -> WorkRow:
    return _row(connection, "row:open", "w.domain = ? AND w.open_image = 1", [domain], f"domain={domain}&open_image=1")


def _women(connection: sqlite3.Connection, domain: str) -> WorkRow:
    return _row(connection, "row:women", f"w.domain = ? AND {BY_WOMEN}", [domain], f"domain={domain}&women=1")


def _term(connection: sqlite3.Connection, domain: str, facet: str, lang: str) -> WorkRow | None:
    """The commonest term of a facet that does not describe nearly everything."""
    found = rows(
        connection,
        """SELECT t.term_id, t.label, t.label_fr, t.label_en, count(*) AS n
           FROM work_terms AS wt JOIN works AS w USING (work_id) JOIN terms AS t USING (term_id)
           WHERE w.domain = ? AND wt.facet = ? GROUP BY t.term_id
           HAVING n < 0.5 * (SELECT count(*) FROM works WHERE domain = ?) ORDER BY n DESC, t.term_id LIMIT 1""",
        [domain, facet, domain],
    )
    if not found:
        return None
    term = found[0]
    condition = "w.domain = ? AND w.work_id IN (SELECT work_id FROM work_terms WHERE facet = ? AND term_id = ?)"
    name = term[f"label_{lang}"] or term["label"]
    query = f"domain={domain}&facet={facet}&term={quote(term['term_id'])}"
    return _row(connection, "row:term", condition, [domain, facet, term["term_id"]], query, term=name, facet=facet)


def _holder(connection: sqlite3.Connection, domain: str, lang: str) -> WorkRow | None:
    """The institution with the most works."""
    found = rows(
        connection,
        """SELECT h.holder_id, count(*) AS n FROM holdings AS h JOIN works AS w USING (work_id)
           WHERE w.domain = ? AND h.holder_id IS NOT NULL GROUP BY h.holder_id ORDER BY n DESC, h.holder_id LIMIT 1""",
        [domain],
    )
    if not found:
        return None
    holder = found[0]["holder_id"]
    names = named(connection, "agents", "agent_id", holder) or {"name": holder}
    condition = "w.domain = ? AND EXISTS (SELECT 1 FROM holdings AS h WHERE h.work_id = w.work_id AND h.holder_id = ?)"
    query = f"domain={domain}&holder={quote(holder)}"
    name = names.get(f"name_{lang}") or names["name"]
    return _row(connection, "row:holder", condition, [domain, holder], query, name=name)
