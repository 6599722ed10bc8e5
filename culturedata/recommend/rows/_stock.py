"""What rows are made of: described works, how many people met them, and lists chosen by hand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.described import Described, Numbers
from culturedata.data.features import unit
from culturedata.vocabularies import DOMAINS

Figures = npt.NDArray[np.float64]
# Words by which works of two domains may have something in common.
SHARED = ("genre", "subject", "movement", "place", "country", "period", "maker", "decade")
_ENDINGS = (" film", " films", " music")  # «war film» and «war» are one word


@dataclass(frozen=True, slots=True)
class Chosen:
    """A list chosen by hand: its `name`, its titles, and the numbers of its works in the order of the hand."""

    name: str
    title_fr: str
    title_en: str
    works: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Stock:
    """N works with figures of behaviour, (N,) each, nan where undefined.

    `people` is how many met each work, `lately` the same where the past fades, `rising` whether that grows (0: as
    usual), `liked` the mean rating, drawn to the mean of all. In a domain without behaviour all are nan.
    """

    works: Described
    people: Figures
    lately: Figures
    rising: Figures
    liked: Figures
    chosen: tuple[Chosen, ...] = ()

    def __len__(self) -> int:
        return len(self.works)

    @cached_property
    def domains(self) -> dict[str, Numbers]:
        """The numbers of the works of each domain that has some."""
        found = {domain: np.flatnonzero(self.works.domains == domain) for domain in DOMAINS}
        return {domain: works for domain, works in found.items() if len(works)}

    @cached_property
    def standing(self) -> Figures:
        """How works stand in their domain when nothing is known of the visitor, (N,): the higher the better.

        By how many people met them; where no behaviour is known, those with an open picture first, then those of which
        more is said: that is no popularity, but the more there is to see.
        """
        said = sum((np.asarray(one.matrix.getnnz(axis=1)) for one in self.works.groups.values()), np.zeros(len(self)))
        told = self.works.open_images + said / (1 + said.max(initial=0))
        met = np.array([np.isfinite(self.people[self.domains[d]]).any() for d in self.domains], dtype=bool)
        known = np.isin(self.works.domains, [d for d, any_ in zip(self.domains, met, strict=True) if any_])
        standing: Figures = np.where(known, np.nan_to_num(self.people), told)
        return standing

    @cached_property
    def rarity(self) -> Figures:
        """How little known works are, (N,): 0 for the best known of a domain, 1 for what nobody met or nobody counted.

        1 − log(1 + people) / log(1 + most), in the manner of the metric «novelty».
        """
        found = np.ones(len(self))
        for works in self.domains.values():
            met = np.nan_to_num(self.people[works])
            if met.max(initial=0) > 0:
                found[works] = 1 - np.log1p(met) / np.log1p(met.max())
        return found

    @cached_property
    def _features(self) -> sp.csr_matrix:
        return unit(sp.csr_matrix(sp.hstack([one.matrix for one in self.works.groups.values()], format="csr")))

    def alike(self, work: int) -> Figures:
        """Cosines of the descriptions of all works of the same domain with that of `work`, (N,); 0 for the others."""
        if not self.works.groups:
            return np.zeros(len(self))
        cosines = np.asarray((self._features @ self._features[[work]].T).todense()).ravel()
        found: Figures = np.where(self.works.domains == self.works.domains[work], cosines, 0.0)
        return found

    @cached_property
    def words(self) -> dict[str, list[tuple[str, int]]]:
        """For each word that describes works of more than one domain, the (facet, group)s that it names."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for facet in SHARED:
            for group, (_, english) in enumerate(self.works.groups[facet].labels if facet in self.works.groups else ()):
                found[word(english)].append((facet, group))
        return {one: groups for one, groups in found.items() if one and len({self.domain_of(*g) for g in groups}) > 1}

    def domain_of(self, facet: str, group: int) -> str:
        """The domain of the works of a group; empty if it has none."""
        members = self.works.groups[facet].members(group)
        return str(self.works.domains[members[0]]) if len(members) else ""


def word(label: str) -> str:
    """A label as it is compared between domains: without case, and without what only names the domain."""
    said = label.casefold().strip()
    return next((said.removesuffix(ending) for ending in _ENDINGS if said.endswith(ending)), said).strip()
