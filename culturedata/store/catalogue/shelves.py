"""Reading works as home pages show them: titles, years, open pictures, and the groups that they belong to."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import scipy.sparse as sp

from culturedata.data.described import Described, Groups
from culturedata.data.vocabulary import Vocabulary
from culturedata.data.years import decade_in_words
from culturedata.store.catalogue.documents import titles_of
from culturedata.store.catalogue.facts import makers_of

FACETS = ("genre", "movement", "material", "form", "subject", "place", "country", "period")
Say = Callable[[str], tuple[str, str]]
Pairs = Iterable[tuple[int, str]]
_WORKS = """SELECT work_id, year, decade, open_image, import_id FROM works JOIN records USING (record_id)"""
_NAMES = """SELECT a.agent_id, a.name, max(CASE WHEN n.lang = 'fr' THEN n.name END),
    max(CASE WHEN n.lang = 'en' THEN n.name END)
    FROM agents AS a LEFT JOIN agent_names AS n USING (agent_id) GROUP BY a.agent_id"""
_MUSEUMS = """SELECT DISTINCT h.work_id, coalesce(h.name, a.name) FROM holdings AS h
    LEFT JOIN agents AS a ON a.agent_id = h.holder_id WHERE coalesce(h.name, a.name) IS NOT NULL ORDER BY 1, 2"""


def described(connection: sqlite3.Connection, ids: Sequence[str], domains: Sequence[str]) -> Described:
    """The works `ids` of `domains`, (N,) each, in their order; of an id that the catalogue lacks nothing is known.

    Groups are those of makers, decades, museums and the terms of some facets, each of one domain.
    """
    vocabulary = Vocabulary(tuple(ids))
    wanted, said = set(ids), dict[str, tuple[int | None, int | None, int, int]]()
    for work_id, *facts in connection.execute(_WORKS):
        if work_id in wanted:
            said[work_id] = tuple(facts)
    titles = titles_of(connection, wanted)
    facts_of = [said.get(id_, (None, None, 0, 0)) for id_ in ids]
    named = [titles.get(id_, {}) for id_ in ids]
    of = np.array(domains, dtype=np.str_)
    return Described(
        ids=vocabulary,
        domains=of,
        titles_fr=tuple(t.get("fr") or t.get("") or id_ for t, id_ in zip(named, ids, strict=True)),
        titles_en=tuple(t.get("en") or t.get("") or id_ for t, id_ in zip(named, ids, strict=True)),
        years=np.array([np.nan if year is None else year for year, *_ in facts_of], dtype=np.float64),
        open_images=np.array([bool(open_) for *_, open_, _ in facts_of], dtype=bool),
        imported=np.array([import_id for *_, import_id in facts_of], dtype=np.int64),
        groups=_groups(connection, vocabulary, of, [decade for _, decade, *_ in facts_of]),
    )


def _groups(
    connection: sqlite3.Connection, ids: Vocabulary, domains: np.ndarray, decades: Sequence[int | None]
) -> dict[str, Groups]:
    """The groups of every facet that has some."""
    labels = {
        id_: (french or label, english or label)
        for id_, label, french, english in connection.execute("SELECT term_id, label, label_fr, label_en FROM terms")
    }
    names = {id_: (french or name, english or name) for id_, name, french, english in connection.execute(_NAMES)}
    pairs: dict[str, list[tuple[int, str]]] = {facet: [] for facet in FACETS}
    for work_id, facet, term_id in connection.execute(
        "SELECT work_id, facet, term_id FROM work_terms ORDER BY 1, 2, 3"
    ):
        if facet in pairs and work_id in ids:
            pairs[facet].append((ids.number(work_id), term_id))
    found = {facet: _grouped(pairs[facet], domains, labels.__getitem__) for facet in FACETS}
    makers = ((ids.number(work), agent) for work, said in sorted(makers_of(connection).items()) if work in ids
              for agent in said)  # fmt: skip
    found["maker"] = _grouped(makers, domains, names.__getitem__)
    museums = ((ids.number(work), museum) for work, museum in connection.execute(_MUSEUMS) if work in ids)
    found["museum"] = _grouped(museums, domains, lambda museum: (museum, museum))
    dated = ((number, str(decade)) for number, decade in enumerate(decades) if decade is not None)
    found["decade"] = _grouped(dated, domains, lambda decade: decade_in_words(int(decade)))
    return {facet: groups for facet, groups in found.items() if len(groups)}


def _grouped(pairs: Pairs, domains: np.ndarray, say: Say) -> Groups:
    """Groups of the works that have a word in common and are of one domain, in the order of being met."""
    columns: dict[tuple[str, str], int] = {}
    where = sorted({(work, columns.setdefault((str(domains[work]), said), len(columns))) for work, said in pairs})
    works, groups = np.array(where, dtype=np.int64).reshape(-1, 2).T
    matrix = sp.csr_matrix((np.ones(len(works)), (works, groups)), shape=(len(domains), len(columns)))
    ids = tuple(f"{domain}:{said}" for domain, said in columns)
    return Groups(ids, tuple(say(said) for _, said in columns), matrix)
