"""Filling the search index: one row of text per work, then full text over it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from culturedata.store.catalogue.search import unfolded
from culturedata.store.library import transaction

# Who is seen or pays in a film is in its texts: else a bit part counts as much as the director.
_BESIDE = "('cast', 'production company', 'producer')"
_NAMES = """coalesce((SELECT group_concat(name, ' · ') FROM (
    SELECT a.name FROM credits JOIN agents AS a USING (agent_id) WHERE work_id = w.work_id AND role {which}
    UNION SELECT n.name FROM credits JOIN agent_names AS n USING (agent_id) WHERE work_id = w.work_id AND role {which}
  )), '')"""
_TEXTS = f"""
INSERT INTO search_texts (work_id, titles, makers, terms, texts)
SELECT w.work_id,
  unfolded(coalesce((SELECT group_concat(text, ' · ') FROM titles WHERE work_id = w.work_id), '')),
  unfolded({_NAMES.format(which=f"NOT IN {_BESIDE}")}),
  unfolded(coalesce((SELECT group_concat(word, ' · ') FROM (
    SELECT t.label AS word FROM work_terms JOIN terms AS t USING (term_id) WHERE work_id = w.work_id
    UNION SELECT t.label_fr FROM work_terms JOIN terms AS t USING (term_id) WHERE work_id = w.work_id
    UNION SELECT t.label_en FROM work_terms JOIN terms AS t USING (term_id) WHERE work_id = w.work_id)), '')),
  unfolded(trim(coalesce((SELECT group_concat(text, ' · ') FROM texts WHERE work_id = w.work_id), '') || ' · ' ||
    {_NAMES.format(which=f"IN {_BESIDE}")}, ' ·'))
FROM works AS w WHERE NOT EXISTS (SELECT 1 FROM search_texts WHERE work_id = w.work_id) ORDER BY w.work_id
"""
_FULL_TEXT = """
INSERT INTO works_fts (rowid, titles, makers, terms, texts)
SELECT doc, titles, makers, terms, texts FROM search_texts WHERE doc > ?
"""


def update(connection: sqlite3.Connection) -> int:
    """Index the works that are not indexed yet; return how many. All or nothing."""
    with transaction(connection):
        last = connection.execute("SELECT coalesce(max(doc), 0) FROM search_texts").fetchone()[0]
        with _unfolding(connection):
            added = connection.execute(_TEXTS).rowcount
        if added:
            index(connection, last)
    return added


def index(connection: sqlite3.Connection, after: int) -> None:
    """Let full text find the rows of `search_texts` that are numbered after `after`, in the open transaction."""
    connection.execute(_FULL_TEXT, [after])


@contextmanager
def _unfolding(connection: sqlite3.Connection) -> Iterator[None]:
    """While this lasts SQL knows `unfolded`. What it raises (Ctrl-C, say) stops the statement and is raised here.

    It is kept from SQLite, which would make an OperationalError of it, and a traceback on the screen where Datasette
    runs in the same process.
    """
    raised: list[BaseException] = []

    def careful(text: str | None) -> str | None:
        try:
            return None if raised else unfolded(text)
        except BaseException as error:
            raised.append(error)
            connection.interrupt()
            return None

    connection.create_function("unfolded", 1, careful, deterministic=True)
    try:
        yield
    except sqlite3.OperationalError:
        if not raised:
            raise
    if raised:
        raise raised[0]


def forget(connection: sqlite3.Connection, import_id: int) -> None:
    """Leave out again what an import brought and an error let be indexed early: all of it comes in one order."""
    connection.execute(
        """DELETE FROM search_texts WHERE work_id IN
           (SELECT work_id FROM records JOIN works USING (record_id) WHERE import_id = ?)""",
        [import_id],
    )
