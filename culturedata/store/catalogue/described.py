"""Which works have which terms, of one facet: their own, or those of their makers."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

_OF_WORKS = "SELECT work_id, term_id FROM work_terms WHERE facet = ? ORDER BY term_id, work_id"
_OF_MAKERS = """SELECT DISTINCT c.work_id, t.term_id FROM credits AS c JOIN agent_terms AS t ON t.agent_id = c.agent_id
    WHERE t.facet = ? ORDER BY t.term_id, c.work_id"""
_MAKERS = "SELECT DISTINCT work_id, agent_id FROM credits ORDER BY agent_id, work_id"


def terms(connection: sqlite3.Connection, works: Sequence[str], facet: str) -> tuple[sp.csr_matrix, list[str]]:
    """1 where a work has a term of the facet, (len(works), terms), and the terms' ids; those that no work has, not."""
    return _table(connection, works, _OF_WORKS, (facet,))


def makers_terms(connection: sqlite3.Connection, works: Sequence[str], facet: str) -> tuple[sp.csr_matrix, list[str]]:
    """The same of the terms that describe a work's makers: artists' movements."""
    return _table(connection, works, _OF_MAKERS, (facet,))


def makers(connection: sqlite3.Connection, works: Sequence[str]) -> tuple[sp.csr_matrix, list[str]]:
    """1 where somebody had a part in a work, (len(works), agents), and the agents' ids."""
    return _table(connection, works, _MAKERS, ())


def _table(
    connection: sqlite3.Connection, works: Sequence[str], sql: str, given: tuple[str, ...]
) -> tuple[sp.csr_matrix, list[str]]:
    rows_of = {work: row for row, work in enumerate(works)}
    columns: dict[str, int] = {}
    pairs = [
        (rows_of[work], columns.setdefault(other, len(columns)))
        for work, other in connection.execute(sql, given)
        if work in rows_of
    ]
    places = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return sp.csr_matrix((np.ones(len(pairs)), tuple(places)), shape=(len(works), len(columns))), list(columns)
