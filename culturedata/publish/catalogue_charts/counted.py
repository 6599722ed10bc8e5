"""Counting the works of each domain: by century, by country, by openness. Doubles of other works are not counted."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from culturedata.openness.counting.countries import code
from culturedata.openness.counting.shares import GONE
from culturedata.store.catalogue.works import SHOWN
from culturedata.vocabularies import DOMAINS, SECONDARY

OLDEST = -10  # the tenth century BCE: what is older is counted together
# Where a work comes from: its own countries, else those of who made it.
_ORIGINS = f"""SELECT w.domain, w.work_id, o.said FROM works AS w JOIN (
        SELECT x.work_id, coalesce(t.label_en, t.label) AS said
        FROM work_terms AS x JOIN terms AS t USING (term_id) WHERE x.facet = 'country'
        UNION ALL
        SELECT c.work_id, a.country FROM credits AS c JOIN agents AS a USING (agent_id)
        WHERE a.country IS NOT NULL AND c.role NOT IN {SECONDARY}
            AND NOT EXISTS (SELECT 1 FROM work_terms AS x WHERE x.work_id = c.work_id AND x.facet = 'country')
    ) AS o USING (work_id) WHERE {SHOWN} AND NOT {GONE} ORDER BY w.work_id"""


@dataclass(frozen=True, slots=True)
class Counted:
    """The works of a domain: how many, by century (19 is the 19th, -1 the first BCE) and by country.

    `centuries` is in the order of time, without gaps, so that empty centuries are seen; OLDEST - 1 stands for all
    before it. `undated` works are in none. `countries` are by ISO 3166 code, most works first; a work of two counts in
    both, `unplaced` ones in none. `pictures` part all works into «open» (may be freely reused), «closed»
    and «none».
    """

    works: int
    centuries: dict[int, int]
    undated: int
    countries: dict[str, int]
    unplaced: int
    pictures: dict[str, int]


def counted(connection: sqlite3.Connection) -> dict[str, Counted]:
    """Every domain that has works."""
    years = connection.execute(
        f"SELECT domain, year, count(*) FROM works AS w WHERE {SHOWN} AND NOT {GONE} GROUP BY 1, 2"
    ).fetchall()
    countries, placed = _countries(connection.execute(_ORIGINS))
    pictures = _pictures(connection)
    found = {}
    for domain in DOMAINS:
        of = [(year, works) for named, year, works in years if named == domain]
        if of:
            total, undated = sum(works for _, works in of), sum(works for year, works in of if year is None)
            most_first = dict(sorted(countries[domain].items(), key=lambda one: (-one[1], one[0])))
            places = (most_first, total - placed[domain])
            found[domain] = Counted(total, by_century(of), undated, *places, pictures[domain])
    return found


def century(year: int) -> int:
    """19 for 1801 to 1900, 1 for 1 to 100, -1 for -100 to -1 (as sources count: 0, if one writes it, is -1)."""
    return (year - 1) // 100 + 1 if year > 0 else -((max(-year, 1) - 1) // 100 + 1)


def by_century(years: Iterable[tuple[int | None, int]]) -> dict[int, int]:
    """Works by century from (year, works), from the first to the last century without gaps; empty if none is dated."""
    found: Counter[int] = Counter()
    for year, works in years:
        if year is not None:
            found[max(century(year), OLDEST - 1)] += works
    return {n: found[n] for n in range(min(found), max(found) + 1) if n} if found else {}


def _pictures(connection: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """The works of each domain by the freest of their pictures: open, there but not open, none."""
    found = connection.execute(
        f"""SELECT w.domain, sum(w.open_image), count(*) - sum(w.open_image) - sum(w.bare), sum(w.bare)
            FROM (SELECT *, NOT open_image AND work_id NOT IN (SELECT work_id FROM images) AS bare FROM works) AS w
            WHERE {SHOWN} AND NOT {GONE} GROUP BY 1"""
    )
    return {domain: {"open": open_, "closed": closed, "none": none} for domain, open_, closed, none in found}


def _countries(origins: Iterable[tuple[str, str, str]]) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """Works by country, and works that have any, by domain; `origins` of one work stand together."""
    found: dict[str, Counter[str]] = {domain: Counter() for domain in DOMAINS}
    placed: Counter[str] = Counter()
    for (domain, _), said in groupby(origins, key=itemgetter(0, 1)):
        codes = {code(one[2]) for one in said} - {None}
        found[domain].update(str(one) for one in codes)
        placed[domain] += bool(codes)
    return found, placed
