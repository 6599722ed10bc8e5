"""What an import did not bring any more: whether it is to be marked as gone, and what is told of it."""

from __future__ import annotations

from typing import NamedTuple

from culturedata.importing.bookkeeping.raw_records import RawRecords


class Absent(NamedTuple):
    """Whether the records that did not come are gone, and what the user is told."""

    gone: bool
    notes: list[str]


def judged(raw: RawRecords, import_id: int, input: str, *, instead: bool, whole: bool) -> Absent:
    """What became of the records of `input`, or of all inputs if it is one `instead` of them, that did not come.

    Where more than half did not come, the input is broken rather than the collection gone. Where something in the input
    could not be read, not `whole`, they may be in that.
    """
    missing, known = raw.missing(import_id, None if instead else input)
    if not whole:
        said = (
            f"{missing:,} records did not come this time and are not marked as gone: something was left out, "
            "and they may be in it. See culturedata issues."
        )
        return Absent(False, [said] if missing else [])
    broken = 2 * missing > known
    notes = []
    if broken:
        notes.append(f"{missing:,} of {known:,} records did not come this time: too many to mark them as gone.")
    elsewhere = 0 if instead else raw.missing(import_id, None)[0] - missing
    if elsewhere > 0:
        notes.append(
            f"{elsewhere:,} records came from another input before and are not in this one: "
            "if it replaces that one, say --instead."
        )
    return Absent(missing > 0 and not broken, notes)
