"""A simulated audience: people with known tastes, so that a recommender's findings can be held against the truth.

Open collections come without visitors. Each simulated person u likes a few terms t with weights w_ut; a work i has a
quality q_i and a fame f_i. The utility of i for u is

    U_ui = mean + q_i + Σ_t w_ut x_it / √n_i

where x_it is 1 if the term t describes i and n_i counts i's terms. The person meets works with probability
proportional to exp(f_i + U_ui), without repeats (Gumbel top-k), and rates each U_ui + noise, rounded to whole numbers
from 1 to 5. Everything that is drawn is stored in `truth`. The same seed and catalogue give the same audience.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.errors import UsageError
from culturedata.store.library import Library, transaction

FACETS = ("subject", "movement", "period", "culture", "type", "genre", "form", "instrument", "language")
_FRENCH = {"museum": "musées", "music": "musique", "film": "films"}
START = 1_704_067_200  # 2024-01-01 00:00 UTC, in seconds
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Simulation:
    """What is drawn: people, works met by each (Poisson mean), liked terms each, and the spreads of the model."""

    users: int = 200
    met: float = 24.0
    liked_terms: int = 4
    mean: float = 3.2
    taste: float = 2.0
    quality: float = 0.4
    fame: float = 1.0
    noise: float = 0.5
    seed: int = 0


def simulate(library: Library, domain: str, settings: Simulation | None = None) -> dict[str, int]:
    """Write a simulated audience for the works of `domain`, in place of an earlier one; return what was written.

    Raises UsageError if the domain has fewer than 20 described works.
    """
    settings = settings or Simulation()
    works, terms, described = _catalogue(library.culture, domain)
    if len(works) < 20:
        raise UsageError(
            f"{domain} has only {len(works)} described works: too few for an audience.", "Import a source."
        )
    rng = np.random.default_rng([settings.seed, *domain.encode()])
    tastes = _tastes(rng, described, settings)
    quality = rng.normal(0, settings.quality, len(works))
    fame = rng.normal(0, settings.fame, len(works))
    counts = np.maximum(np.asarray(described.sum(axis=1)).ravel(), 1)
    utility = settings.mean + quality + (tastes @ described.T).toarray() / np.sqrt(counts)
    source = f"simulated-{domain}"
    with transaction(library.culture):
        _describe(library.culture, source, domain)
    with transaction(library.audience):
        _forget(library.audience, source)
        ratings = _write(library.audience, source, rng, works, utility, fame, settings)
        _write_truth(library.audience, source, works, terms, tastes, quality, fame, settings)
    return {"users": settings.users, "ratings": ratings, "works": len(works)}


def _catalogue(connection: sqlite3.Connection, domain: str) -> tuple[list[str], list[str], sp.csr_matrix]:
    """The domain's works with terms, those terms, and the matrix (works, terms) of 0 and 1."""
    marks = ", ".join("?" * len(FACETS))
    pairs = connection.execute(
        f"""SELECT DISTINCT work_id, term_id FROM work_terms JOIN works USING (work_id)
            WHERE domain = ? AND facet IN ({marks}) ORDER BY work_id, term_id""",
        [domain, *FACETS],
    ).fetchall()
    works, terms = sorted({pair[0] for pair in pairs}), sorted({pair[1] for pair in pairs})
    row, column = {w: n for n, w in enumerate(works)}, {t: n for n, t in enumerate(terms)}
    places = ([row[w] for w, _ in pairs], [column[t] for _, t in pairs])
    return works, terms, sp.csr_matrix((np.ones(len(pairs)), places), shape=(len(works), len(terms)))


def _tastes(rng: np.random.Generator, described: sp.csr_matrix, settings: Simulation) -> sp.csr_matrix:
    """(users, terms): each person's liked terms, drawn by how many works they describe, with weights |N(0, taste)|."""
    frequency = np.asarray(described.sum(axis=0)).ravel()
    chance = frequency / frequency.sum()
    liked = min(settings.liked_terms, int((chance > 0).sum()))
    columns = np.concatenate([rng.choice(len(chance), liked, replace=False, p=chance) for _ in range(settings.users)])
    rows = np.repeat(np.arange(settings.users), liked)
    weights = np.abs(rng.normal(0, settings.taste, len(rows)))
    return sp.csr_matrix((weights, (rows, columns)), shape=(settings.users, len(chance)))


def _write(
    connection: sqlite3.Connection,
    source: str,
    rng: np.random.Generator,
    works: list[str],
    utility: npt.NDArray[np.float64],
    fame: npt.NDArray[np.float64],
    settings: Simulation,
) -> int:
    first = connection.execute("SELECT coalesce(max(user), 0) + 1 FROM users").fetchone()[0]
    people = [(first + u, f"{source}:user:{u + 1}", source) for u in range(settings.users)]
    connection.executemany("INSERT INTO users VALUES (?, ?, ?, 'simulated')", people)
    connection.executemany("INSERT OR IGNORE INTO items (item_id, source) VALUES (?, ?)", [(w, source) for w in works])
    numbers = dict(connection.execute("SELECT item_id, item FROM items").fetchall())
    written = 0
    for u in range(settings.users):
        met = int(np.clip(rng.poisson(settings.met), 5, len(works)))
        drawn = np.argsort(-(fame + utility[u] + rng.gumbel(size=len(works))), kind="stable")[:met]
        values = np.clip(np.rint(utility[u, drawn] + rng.normal(0, settings.noise, met)), 1, 5)
        times = START + np.sort(rng.integers(0, YEAR, met))
        rows = [
            (first + u, numbers[works[i]], float(v), int(at), source)
            for i, v, at in zip(drawn, values, times, strict=True)
        ]
        connection.executemany(
            "INSERT INTO ratings (user, item, value, at, source, provenance) VALUES (?, ?, ?, ?, ?, 'simulated')", rows
        )
        written += met
    return written


def _write_truth(
    connection: sqlite3.Connection,
    source: str,
    works: list[str],
    terms: list[str],
    tastes: sp.csr_matrix,
    quality: npt.NDArray[np.float64],
    fame: npt.NDArray[np.float64],
    settings: Simulation,
) -> None:
    rows: list[tuple[str, str, str, Any]] = [
        (source, "", "settings", asdict(settings)),
        (source, "", "quality", dict(zip(works, quality.round(6).tolist(), strict=True))),
        (source, "", "fame", dict(zip(works, fame.round(6).tolist(), strict=True))),
    ]
    for u in range(settings.users):
        line = tastes.getrow(u)
        taste = {terms[t]: round(float(w), 6) for t, w in zip(line.indices, line.data, strict=True)}
        rows.append((source, f"{source}:user:{u + 1}", "taste", taste))
    connection.executemany(
        "INSERT INTO truth VALUES (?, ?, ?, ?)",
        [(s, user, name, json.dumps(value, sort_keys=True)) for s, user, name, value in rows],
    )


def _describe(connection: sqlite3.Connection, source: str, domain: str) -> None:
    """The row of `sources` that says what this is."""
    connection.execute(
        """INSERT INTO sources (source, title, title_fr, domain, publish, licence, licence_url, attribution, notes,
                                notes_fr, rating_low, rating_high, provenance)
           VALUES (?, ?, ?, ?, 'open', 'CC0 1.0', 'https://creativecommons.org/publicdomain/zero/1.0/', 'culturedata',
                   ?, ?, 1, 5, 'simulated')
           ON CONFLICT (source) DO NOTHING""",
        [
            source,
            f"Simulated audience ({domain})",
            f"Public simulé ({_FRENCH[domain]})",
            domain,
            "Nobody did this: a seeded simulation whose truth is stored.",
            "Personne n’a fait cela : une simulation, sa graine et sa vérité sont conservées.",
        ],
    )


def _forget(connection: sqlite3.Connection, source: str) -> None:
    """Remove an earlier simulation of the same name, with what was learnt from its people."""
    people = "(SELECT user FROM users WHERE source = ?)"
    connection.execute(f"DELETE FROM slates WHERE user IN {people}", [source])
    connection.execute("DELETE FROM ratings WHERE source = ?", [source])
    connection.execute("DELETE FROM users WHERE source = ?", [source])
    connection.execute("DELETE FROM truth WHERE source = ?", [source])
