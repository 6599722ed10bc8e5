"""How diverse the chosen works are: coverage, intra-list diversity, and how near the best possible the choice is."""

from __future__ import annotations

import numpy as np

from culturedata.data.exhibitions import Measures, Shown
from culturedata.studio.exhibition.choose import Wall


def measures(wall: Wall, chosen: list[int]) -> Measures:
    """Coverage and intra-list diversity of the chosen works, each counted once."""
    works = list(dict.fromkeys(chosen))
    return Measures(
        works=len(works),
        coverage=wall.coverage(works),
        families=_families(wall, works),
        intra_list_diversity=intra_list_diversity(wall, works),
        at_least=at_least(wall, works),
    )


def intra_list_diversity(wall: Wall, works: list[int]) -> float | None:
    """The mean Jaccard distance of all pairs of works; None for fewer than two."""
    if len(works) < 2:
        return None
    return float(wall.distances(works, works)[np.triu_indices(len(works), k=1)].mean())


def at_least(wall: Wall, works: list[int]) -> float | None:
    """A share that the coverage has at least of the best one of as many works; None if nothing can be covered.

    What the best k works show is at most what these show and the k largest gains that are left (submodularity), and
    at most 1.
    """
    reached = wall.coverage(works)
    most = min(1.0, reached + float(np.sort(wall.gains(works))[::-1][: len(works)].sum()))
    return min(1.0, reached / most) if most > 0 else None


def _families(wall: Wall, works: list[int]) -> dict[str, Shown]:
    """By family, how many elements are shown, and how many there are; a family that nothing shows is left out."""
    shown = wall.shown(works)
    families = [element.family for element in wall.elements]
    return {
        family: Shown(
            shown=sum(bool(s) for s, of in zip(shown, families, strict=True) if of == family),
            there=families.count(family),
        )
        for family in ("theme", "period", "culture")
        if family in families
    }
