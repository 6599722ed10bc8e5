"""The rerankers there are, and one made by its name."""

from __future__ import annotations

from typing import Any

from culturedata.recommend.rerank._base import Reranker
from culturedata.registry import Seam

RERANKERS = Seam("culturedata.recommend.rerank", "reranker")


def reranker(name: str, options: dict[str, Any] | None = None) -> Reranker:
    """The reranker of that name. Raises UnknownName, UsageError for options that it does not have."""
    made: Reranker = RERANKERS.load(name)(**(options or {}))
    return made
