"""What «changed since» means: the moment that was asked for, against the moments that sources print."""

from __future__ import annotations

from datetime import UTC, datetime

from culturedata.errors import UsageError


class Since:
    """The moment since which changes are wanted: None, everything. Raises UsageError if it is no ISO date."""

    def __init__(self, said: str | None) -> None:
        try:
            self.at = None if said is None else moment(said)
        except ValueError:
            raise UsageError(
                f"{said!r} is not a date.", "Give --since as 2026-01-31, or --since last for what changed since then."
            ) from None

    def __bool__(self) -> bool:
        return self.at is not None

    def wants(self, changed: str | None) -> bool:
        """Whether a record is wanted that says it changed then; one without a date that can be read may have."""
        if self.at is None or changed is None:
            return True
        try:
            return moment(changed) >= self.at
        except ValueError:
            return True

    @property
    def day(self) -> str:
        """The day in UTC, «2026-01-31», as servers ask for it. Raises ValueError where everything is wanted."""
        return self.instant[:10]

    @property
    def instant(self) -> str:
        """The moment in UTC, «2026-01-31T00:00:00Z». Raises ValueError where everything is wanted."""
        if self.at is None:
            raise ValueError("no date was asked for")
        return f"{self.at.replace(microsecond=0, tzinfo=None).isoformat()}Z"


def moment(said: str) -> datetime:
    """An ISO date or time in UTC, also if it names no zone. Raises ValueError."""
    found = datetime.fromisoformat(said)
    try:
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError:
        raise ValueError(f"{said!r} lies outside the years 1 to 9999") from None
