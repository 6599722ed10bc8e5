"""What linking compares: a work (or an agent) of one source, reduced to what tells it apart from others."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Described:
    """An `id` with all its `names` in the source's order (the first is the one to show).

    `year` is None where unknown; `traits` are folded words that two descriptions of one thing tend to share (genres);
    `identifiers` are (scheme, value) pairs in their canonical form. `weight` is how often people met it (ratings):
    of two with one title, one year and one likely target, the better known is likelier to be described elsewhere.
    """

    id: str
    names: tuple[str, ...]
    year: int | None = None
    traits: frozenset[str] = field(default_factory=frozenset)
    identifiers: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """The claim that `left` and `right` are the same: `score` 0 to 1, by which `method`, and what was compared."""

    left: str
    right: str
    score: float
    method: str
    evidence: dict[str, object] = field(hash=False)
