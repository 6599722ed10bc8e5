"""To which groups works belong: country, period, gender of who made them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence

from culturedata.vocabularies import SECONDARY

KINDS = ("country", "period", "gender")
Labels = list[tuple[str, ...]]
# Where a work says no country, that of who made it.
_COUNTRY = """SELECT wt.work_id, coalesce(t.label_en, t.label) FROM work_terms AS wt JOIN terms AS t USING (term_id)
    WHERE wt.facet = 'country' ORDER BY 1, 2"""
_MAKERS_COUNTRY = f"""SELECT DISTINCT c.work_id, a.country FROM credits AS c JOIN agents AS a USING (agent_id)
    WHERE a.country IS NOT NULL AND c.attribution IS NULL AND c.role NOT IN {SECONDARY} ORDER BY 1, 2"""
_GENDER = f"""SELECT DISTINCT c.work_id, a.gender FROM credits AS c JOIN agents AS a USING (agent_id)
    WHERE a.gender IS NOT NULL AND c.attribution IS NULL AND c.role NOT IN {SECONDARY} ORDER BY 1, 2"""
_PERIOD = "SELECT work_id, decade || 's' FROM works WHERE decade IS NOT NULL"


def groups(connection: sqlite3.Connection, work_ids: Sequence[str]) -> dict[str, Labels]:
    """For each kind the labels of each work, in the order of `work_ids`; none where the catalogue says nothing.

    Makers of doubtful attribution, and those beside a work (cast, donors …), are left out.
    """
    makers = {work: _named(said) for work, said in _labels(connection, _MAKERS_COUNTRY).items()}
    found = {
        "country": makers | _labels(connection, _COUNTRY),
        "period": _labels(connection, _PERIOD),
        "gender": _labels(connection, _GENDER),
    }
    return {kind: [tuple(found[kind].get(work_id, ())) for work_id in work_ids] for kind in KINDS}


def _named(countries: Iterable[str]) -> list[str]:
    """Countries by their English names (Unicode CLDR), as the words that describe works have them, and not by codes."""
    from babel import Locale

    names = Locale("en").territories
    return sorted({names.get(said, said) for said in countries})


def _labels(connection: sqlite3.Connection, sql: str) -> dict[str, list[str]]:
    out: dict[str, list[str]] = defaultdict(list)
    for work_id, label in connection.execute(sql):
        out[work_id].append(label)
    return dict(out)
