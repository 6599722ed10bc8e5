"""Synthetic stocks of works for tests of rows and pages."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from culturedata.data.described import Described, Groups
from culturedata.data.vocabulary import Vocabulary
from culturedata.recommend.rows._stock import Chosen, Stock
from culturedata.recommend.rows._visitor import Visitor

FACETS = ("maker", "decade", "genre", "movement", "material", "form", "museum", "subject", "place")
DOMAINS = ("film", "museum", "music")


def groups(facet: str, domains: np.ndarray, each: int, seed: int) -> Groups:
    """`each` groups a domain, of random works of it; in every domain the words are the same."""
    rng, columns, ids, labels = np.random.default_rng(seed), [], [], []
    for domain in np.unique(domains).tolist():
        for n in range(each):
            members = np.flatnonzero((domains == domain) & (rng.random(len(domains)) < 0.3))
            columns.append(members)
            ids.append(f"{domain}:{facet}:{n}")
            labels.append((f"{facet} {n} en français", f"{facet} {n}"))
    where = np.concatenate(columns) if columns else np.empty(0, dtype=np.int64)
    starts = np.cumsum([0, *map(len, columns)])
    matrix = sp.csc_matrix((np.ones(len(where)), where, starts), shape=(len(domains), len(columns))).tocsr()
    return Groups(tuple(ids), tuple(labels), matrix)


def described(works: int, each: int = 4, seed: int = 0, domains: tuple[str, ...] = DOMAINS) -> Described:
    """`works` of the domains in turn, with groups of every facet, years, and a third of the pictures open."""
    rng = np.random.default_rng(seed)
    of = np.array([domains[n % len(domains)] for n in range(works)])
    return Described(
        ids=Vocabulary(tuple(f"w{n}" for n in range(works))),
        domains=of,
        titles_fr=tuple(f"Œuvre {n}" for n in range(works)),
        titles_en=tuple(f"Work {n}" for n in range(works)),
        years=rng.integers(1900, 2020, works).astype(np.float64),
        open_images=rng.random(works) < 0.33,
        imported=rng.integers(1, 4, works).astype(np.int64),
        groups={facet: groups(facet, of, each, seed + n) for n, facet in enumerate(FACETS)},
    )


def stock(works: int = 240, seed: int = 0, *, behaviour: bool = True, domains: tuple[str, ...] = DOMAINS) -> Stock:
    """A stock whose films and music people met, and whose museum nobody counts; all is nan without `behaviour`."""
    rng, nothing = np.random.default_rng(seed), np.full(works, np.nan)
    told = described(works, seed=seed, domains=domains)
    chosen = (Chosen("hand", "Choisies à la main", "Chosen by hand", tuple(range(0, works, 7))),)
    if not behaviour:
        return Stock(told, nothing, nothing, nothing, nothing, chosen)
    met = told.domains != "museum"
    people = np.where(met, np.floor(rng.pareto(1, works) * 3), np.nan)
    rising = np.where(told.domains == "film", rng.normal(0, 1, works), np.nan)
    return Stock(told, people, people * rng.random(works), rising, np.where(met, 3 + rng.random(works), np.nan), chosen)


def visitor(of: Stock, seed: int = 0, **more: object) -> Visitor:
    """Somebody who met one film and one piece of music in ten, and liked half of them."""
    rng = np.random.default_rng(seed)
    met = np.flatnonzero((rng.random(len(of)) < 0.1) & (of.works.domains != "museum"))
    return Visitor(of, met.astype(np.int64), tuple(met[::2].tolist()), **more)  # type: ignore[arg-type]
