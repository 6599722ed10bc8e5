"""Composing: the pool, the choice, and what can be said of it. Nothing that is not openly licensed comes through."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from culturedata.data.exhibitions import Asked, Measures
from culturedata.data.licences import CC0, PUBLIC_DOMAIN, licence
from culturedata.errors import UsageError
from culturedata.studio.exhibition.choose import Wall, choose
from culturedata.studio.exhibition.diversity import measures
from culturedata.studio.exhibition.pool import Candidate, Element, Pool, pool

_REASONS = {
    "no_open_picture": "without an openly licensed picture",
    "other_licence": "with a picture under another open licence than CC0 or the Public Domain Mark",
    "too_small": "with a picture that is too small",
    "unknown_size": "with a picture of unknown size",
    "in_copyright": "in copyright themselves",
    "same_picture": "with a picture that another one has",
}


@dataclass(frozen=True, slots=True)
class Hung:
    """A work in its venue, with what it showed there first."""

    candidate: Candidate
    shared: bool
    adds: frozenset[Element]


@dataclass(frozen=True, slots=True)
class Composed:
    """The works of each venue with their measures, the measures of all, and the pool they come from."""

    venues: list[tuple[list[Hung], Measures]]
    measures: Measures
    pool: Pool


def compose(
    connection: sqlite3.Connection, asked: Asked, progress: Callable[[str, int], None] | None = None
) -> Composed:
    """Choose the works. Raises UsageError if there are not enough that may hang, and says why others can't."""
    tell = progress or (lambda what, count: None)
    tell("reading works, to choose", asked.works)
    found = pool(connection, asked)
    tell("choosing among works", len(found.candidates))
    if len(found.candidates) < asked.works:
        raise _too_few(found, asked)
    wall = Wall(found.candidates)
    chosen = choose(wall, asked.venues, asked.works_per_venue, asked.seed)
    everything = [work for venue in chosen for work in venue]
    for work in everything:
        _assert_open(found.candidates[work], asked)
    venues = [(_hung(found.candidates, works), measures(wall, works)) for works in chosen]
    return Composed(venues, measures(wall, everything), found)


def left_out(pool: Pool) -> str:
    """Why works of the theme are not in the pool, in words, most first; empty if all are."""
    counted = sorted(pool.left_out.items(), key=lambda one: -one[1])
    return ", ".join(f"{works:,} {_REASONS[reason]}" for reason, works in counted)


def _hung(candidates: tuple[Candidate, ...], works: list[int]) -> list[Hung]:
    hung, seen = [], frozenset[Element]()
    for n, work in enumerate(works):
        hung.append(Hung(candidates[work], n == 0, candidates[work].elements - seen))
        seen |= candidates[work].elements
    return hung


def _assert_open(candidate: Candidate, asked: Asked) -> None:
    """The promise of an exhibition, kept where it leaves this room."""
    read = licence(candidate.licence)
    assert read, f"{candidate.work_id} has a licence that can't be read: {candidate.licence}"
    assert read.open, f"{candidate.work_id} is not open: {candidate.licence}"
    assert candidate.picture is not None or not asked.pictures, f"{candidate.work_id} has no picture"
    if asked.only_cc0 and candidate.picture is not None:
        assert candidate.licence in (CC0, PUBLIC_DOMAIN), f"{candidate.work_id} is not CC0: {candidate.licence}"


def _too_few(found: Pool, asked: Asked) -> UsageError:
    theme = f" about {asked.theme!r}" if asked.theme else ""
    if not found.works:
        return UsageError(f"the library has no museum work{theme}.", "Import some, or choose another theme.")
    some = f"{len(found.candidates):,}" if found.candidates else "none"
    there = f"{some} of {found.works:,} museum works{theme} may hang"
    why = f": {left_out(found)}" if found.left_out else ""
    need = f"{asked.venues} venues of {asked.works_per_venue} works need {asked.works:,}"
    if not found.candidates:
        plan = ", or plan without pictures: --plan" if asked.pictures else ""
        hint = f"Import a source with open pictures (met, cleveland, artic …){plan}."
    elif len(found.candidates) > 1:
        most = 1 + (len(found.candidates) - 1) // asked.venues
        fits = f"--venues {asked.venues} --works-per-venue {most}" if most > 1 else "--venues 1"
        hint = f"Ask for less ({fits}), or for another theme."
    else:
        hint = "Ask for less, or for another theme."
    return UsageError(f"{there}{why}; {need}.", hint)
