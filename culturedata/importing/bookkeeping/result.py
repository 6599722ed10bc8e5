"""What an import did: its counts while it runs, and how it ended."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(slots=True)
class Counts:
    """What an import has done so far; the columns of `imports` of the same names."""

    records: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    gone: int = 0
    works: int = 0
    agents: int = 0
    interactions: int = 0
    issues: int = 0


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How an import ended; `as_json` is what `import --json` prints."""

    source: str
    import_id: int
    status: str
    counts: Counts
    seconds: float
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The result as one flat object."""
        rate = self.counts.works / self.seconds if self.seconds else 0.0
        return {
            "source": self.source,
            "import_id": self.import_id,
            "status": self.status,
            **asdict(self.counts),
            "seconds": round(self.seconds, 2),
            "works_per_second": round(rate, 1),
            "notes": list(self.notes),
        }
