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
    """How an import ended; `as_json` is what `import --json` prints.

    `left_out` are rows, lines or answers of the input that became no record, and are told in the issues.
    """

    source: str
    import_id: int
    status: str
    counts: Counts
    seconds: float
    notes: tuple[str, ...] = ()
    left_out: int = 0

    def as_json(self) -> dict[str, Any]:
        """The result as one flat object."""
        rate = self.counts.works / self.seconds if self.seconds else 0.0
        return {
            "source": self.source,
            "import_id": self.import_id,
            "status": self.status,
            **asdict(self.counts),
            "left_out": self.left_out,
            "seconds": round(self.seconds, 2),
            "works_per_second": round(rate, 1),
            "notes": list(self.notes),
        }
