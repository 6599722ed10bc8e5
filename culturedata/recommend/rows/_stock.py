"""What rows are made of: described works, how many people met them, and lists chosen by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.described import Described, Numbers, Ordered
from culturedata.data.features import unit
from culturedata.vocabularies import DOMAINS

Figures = npt.NDArray[np.float64]
Found = TypeVar("Found")
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
    _found: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.works)

    def once(self, key: Hashable, find: Callable[[], Found]) -> Found:
        """What `find` finds, which rests on the stock alone: looked for once, then kept under `key`."""
        if key not in self._found:
            self._found[key] = find()
        found: Found = self._found[key]
        return found

    @cached_property
    def domains(self) -> dict[str, Numbers]:
        """The numbers of the works of each domain that has some."""
        found = {domain: np.flatnonzero(self.works.domains == domain) for domain in DOMAINS}
        return {domain: works for domain, works in found.items() if len(works)}

    @cached_property
    def bits(self) -> npt.NDArray[np.uint8]:
        """The domain of each work as a bit of its own, (N + 1,); the last is that of no work at all, 0."""
        found = np.zeros(len(self) + 1, dtype=np.uint8)
        for number, works in enumerate(self.domains.values()):
            found[works] = 1 << number
        return found

    def of(self, works: Numbers, domains: Collection[str]) -> npt.NDArray[np.bool_]:
        """Which of `works` are of one of the `domains`, (n,)."""
        wanted = sum(1 << number for number, domain in enumerate(self.domains) if domain in domains)
        found: npt.NDArray[np.bool_] = self.bits[works] & wanted > 0
        return found

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
    def ordered(self) -> dict[str, tuple[Numbers, bool]]:
        """By domain its works by `standing`, the best first, equals by number; and whether people are counted there."""
        found = {}
        for domain, works in self.domains.items():
            counted = bool(np.isfinite(self.people[works]).any())
            found[domain] = works[np.argsort(-self.standing[works], kind="stable")], counted
        return found

    def usual(self, facet: str) -> Ordered:
        """The works of each group of a facet in the order of `ordered`."""
        order = [works for works, _ in self.ordered.values()]
        return self.once(("usual", facet), lambda: self.works.groups[facet].ordered(np.concatenate(order)))

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
    def _features(self) -> tuple[sp.csr_matrix, sp.csr_matrix]:
        """The descriptions of works as rows of length 1, and the same turned round: the works of each group."""
        rows = unit(sp.csr_matrix(sp.hstack([one.matrix for one in self.works.groups.values()], format="csr")))
        return rows, rows.T.tocsr()

    def alike(self, work: int) -> Figures:
        """Cosines of the descriptions of all works with that of `work`, (N,); 0 for those of other domains.

        No group has works of two domains. Cost: O(memberships of the groups of the work).
        """
        if not self.works.groups:
            return np.zeros(len(self))
        rows, works = self._features
        cosines: Figures = (rows[[work]] @ works).toarray()[0]
        return cosines

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
