"""What a descriptor promises of a whole import, held against what is in the library."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from culturedata.errors import AssertionFailed
from culturedata.importing.descriptor import Descriptor
from culturedata.importing.source import Issue


def hold(
    culture: sqlite3.Connection, described: Descriptor, interactions: int, report: Callable[[Issue], None]
) -> None:
    """Compare the library's share of a source with its descriptor's assertions; more than expected is an issue.

    `interactions` is how many the import brought. Raises AssertionFailed if something is fewer than promised.
    """

    def count(what: str) -> int:
        if what == "interactions":
            return interactions
        found = culture.execute(f"SELECT count(*) FROM {what} WHERE source = ?", [described.name]).fetchone()
        return int(found[0])

    for what, least in described.assertions.min.items():
        found = count(what)
        if found < least:
            raise AssertionFailed(
                f"{described.name} brought {found:,} {what}, less than the {least:,} its descriptor promises.",
                "What came is in the library. See culturedata issues; the source may have changed.",
            )
    for what, most in described.assertions.max.items():
        found = count(what)
        if found > most:
            report(Issue("more-than-expected", f"{found:,} {what}, more than the {most:,} expected", field=what))
