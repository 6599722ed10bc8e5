"""The moment since which changes are asked for."""

from __future__ import annotations

import pytest

from culturedata.errors import UsageError
from culturedata.importing.protocols.since import Since


@pytest.mark.parametrize(
    ("said", "instant"),
    [
        ("2026-01-31", "2026-01-31T00:00:00Z"),
        ("2026-01-31T01:30:00.5+02:00", "2026-01-30T23:30:00Z"),
        ("0001-01-01", "0001-01-01T00:00:00Z"),
        ("0033-04-03", "0033-04-03T00:00:00Z"),
    ],
)
def test_the_moment_in_utc(said: str, instant: str) -> None:
    since = Since(said)
    assert (since.instant, since.day) == (instant, instant[:10])


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "yesterday", ""])
def test_what_is_no_date(said: str) -> None:
    with pytest.raises(UsageError, match="is not a date"):
        Since(said)
    assert Since("2026-01-31").wants(said), "a record whose date can't be read may have changed"
