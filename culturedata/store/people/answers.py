"""Students' answers, kept in audience.db."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from culturedata.store.catalogue.works import rows
from culturedata.store.library import transaction


def pseudonym(typed: str) -> str:
    """The one form in which a student is seeded, kept and looked for: NFC, stripped, case folded; may be empty."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", typed).strip().casefold())


def record(connection: sqlite3.Connection, student: str, exercise: str, given: Iterable[tuple[str, bool]]) -> None:
    """Keep the answers that `student` gave to the parts of `exercise`, in order, with whether each was right."""
    student = pseudonym(student)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with transaction(connection):
        connection.executemany(
            "INSERT INTO answers (student, exercise, answer, correct, given_at) VALUES (?, ?, ?, ?, ?)",
            [(student, f"{exercise}.{n}", answer, right, now) for n, (answer, right) in enumerate(given, 1)],
        )


def last(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """The last answer of each student to each part (`exercise` is «name.part»), by exercise and student."""
    return rows(
        connection,
        """SELECT exercise, student, answer, correct, given_at, count(*) AS tries, max(answer_id) AS newest FROM answers
           GROUP BY exercise, student ORDER BY exercise, student""",
    )
