"""Dates as a source prints them, reported where they say something that can't be read."""

from __future__ import annotations

from culturedata.data.records import Date
from culturedata.importing.source import Context, Issue
from culturedata.importing.values import dates


def checked(context: Context, record: str, date: Date) -> Date:
    """The date of `record` as it is; one whose text was not read is reported («unread-date»)."""
    if dates.unread(date):
        message = f"the date {date.text!r} can't be read: its text is kept"
        context.report(Issue("unread-date", message, record=record, field="date", raw=date.text))
    return date
