"""Which works are most popular, by each measure, and how far the measures agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import msgspec
import numpy as np

from culturedata.errors import ModelError, UsageError
from culturedata.registry import Seam, unknown
from culturedata.signals.agreement import Agreement, Move, agreement, common, moves
from culturedata.signals.popularity._base import Measure
from culturedata.signals.popularity._known import Known
from culturedata.signals.popularity._ranks import within
from culturedata.signals.popularity._sums import Figures, counts
from culturedata.store.catalogue.facts import facts
from culturedata.store.catalogue.works import described, named, titles_in
from culturedata.store.library import Library
from culturedata.store.people import behaviour, plays
from culturedata.vocabularies import DOMAINS

MEASURES = Seam("culturedata.signals.popularity", "measure of popularity")
KINDS = ("genre", "maker", "place")
EVENTS = ("play", "listen", "view")
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two measures, how far they agree, and the works that move most from the one to the other."""

    one: str
    other: str
    agreement: Agreement
    moves: list[Move] = field(default_factory=list)


def make(names: Iterable[str], options: dict[str, Any] | None = None) -> list[Measure]:
    """The measures of those `names`, each with those of the `options` that it has.

    Raises UnknownName, also for an option that none of them has; UsageError for a value that one does not take.
    """
    kinds: list[type[Measure]] = [MEASURES.load(name) for name in dict.fromkeys(names)]
    has = {kind.name: {one.name for one in msgspec.structs.fields(kind.Options)} for kind in kinds}
    said = options or {}
    for option in said:
        if not any(option in known for known in has.values()):
            raise unknown("option of these measures", option, set().union(*has.values()))
    return [kind(**{option: said[option] for option in said if option in has[kind.name]}) for kind in kinds]


def known(
    library: Library,
    domain: str,
    event: str | None = None,
    source: str | None = None,
    at: int | None = None,
    *,
    ask_facts: bool = True,
) -> Known:
    """What was known of a domain's works before `at`: its ratings, or the events of the kind `event`.

    Without `event` ratings are taken where there are any, else plays; without `ask_facts` no facts of works are read.
    Raises ModelError if there are none, UnknownName, UsageError if none is from before `at`.
    """
    if event is not None and event not in EVENTS:
        raise unknown("kind of event", event, EVENTS)
    if event is None and any(source in (None, row[0]) for row in behaviour.sources(library, domain)):
        dataset, unit = behaviour.ratings(library, domain, source), "stars"
    else:
        try:
            dataset, unit = plays.interactions(
                library, domain, event or _played(library, domain, source) or EVENTS[0], source
            )
        except ModelError as error:
            if event is not None:
                raise
            nothing = f"there are neither ratings nor plays of {domain} in {library.folder}."
            raise ModelError(nothing, "Import movielens for films, lastfm for music.") from error
    said = facts(library.culture, dataset.item_ids.ids) if ask_facts else None
    found = Known.of(dataset, unit, said, at)
    if not len(found.interactions):
        timed = dataset.times[dataset.times != 0]
        hint = f"The first is of {day(int(timed.min()))}." if len(timed) else "None of them has a time."
        raise UsageError(f"no interaction of {dataset.name} is from before that day.", hint)
    return found


def figures(known: Known, measures: Iterable[Measure], kind: str | None = None) -> dict[str, Figures]:
    """The figure of each work by each measure, (N,); with a `kind` of words, its place among the works of the same.

    nan for works that nobody met: a list of the popular has no use for them. Raises UnknownName.
    """
    if kind is not None and kind not in KINDS:
        raise unknown("kind of groups", kind, KINDS)
    found = {one.name: np.where(known.met, one.of(known), np.nan) for one in measures}
    return found if kind is None else {name: within(of, known.facts.labelled(kind)) for name, of in found.items()}


def top(of: Figures, k: int) -> list[int]:
    """Numbers of the k works with the highest defined figures, highest first; those alike in order of their numbers."""
    order = np.lexsort((np.arange(len(of)), -of))
    return [int(work) for work in order[: int(np.isfinite(of).sum())][:k]]


def compare(
    known: Known, of: dict[str, Figures], k: int = 10, least: int = 1, seed: int = 0, tell: Tell | None = None
) -> list[Pair]:
    """Each pair of measures over the works where both are defined and that have `least` interactions.

    Measures that are defined for fewer than two such works are left out, and told.
    """
    among = counts(known.interactions) >= least
    there = {name: one for name, one in of.items() if len(common(one, one, among)) > 1}
    if tell and len(there) < len(of):
        tell(f"Undefined here: {', '.join(name for name in of if name not in there)}.")
    pairs = []
    for one, other in combinations(there, 2):
        works = common(there[one], there[other], among)
        agreed = agreement(there[one][works], there[other][works], seed)
        pairs.append(Pair(one, other, agreed, moves(there[one], there[other], works, k)))
    return pairs


def _played(library: Library, domain: str, source: str | None = None) -> str | None:
    """The kind of events that tell what was played there: counts of plays, else single listens; None for neither."""
    kinds = ("play", "listen")
    there = {kind: [row[0] for row in plays.event_sources(library, domain, kind)] for kind in kinds}
    return next((kind for kind in kinds if any(source in (None, one) for one in there[kind])), None)


def domains(library: Library) -> list[str]:
    """Domains of which there are ratings, then those of which there are plays alone."""
    rated = [domain for domain in DOMAINS if behaviour.sources(library, domain)]
    played = [domain for domain in DOMAINS if _played(library, domain)]
    return list(dict.fromkeys([*rated, *played]))


def titles(library: Library, known: Known, works: Iterable[int], lang: str) -> dict[int, str]:
    """What to call works, by their numbers: the title in `lang`, else the one to show; a name; else the id."""
    ids = known.interactions.item_ids.ids
    ids_of = {work: described(library.culture, ids[work]) for work in set(works)}
    said = titles_in(library.culture, ids_of.values(), lang)
    return {work: said.get(id_) or _name(library, id_) for work, id_ in ids_of.items()}


def _name(library: Library, id_: str) -> str:
    """The name of an agent, some of whom are played as a whole; the id of what is none."""
    found = named(library.culture, "agents", "agent_id", id_)
    return str(found["name"]) if found else id_


def day(at: int) -> str:
    """The UTC day of a time in seconds, in ISO 8601."""
    return str(np.datetime64(at, "s").astype("datetime64[D]"))
