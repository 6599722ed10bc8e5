"""Identifiers as a source says them: brought into canonical form, and reported where they are faulty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from culturedata.data.identifiers import canonical, is_valid
from culturedata.data.records import Identifier
from culturedata.importing.source import Context, Issue


def identifiers(context: Context, record: str, **said: object) -> tuple[Identifier, ...]:
    """The identifiers of `record` in canonical form, in the order in which they are said, each once.

    `said` gives for each scheme a text, a whole number, an iterable of them, or None; None and empty texts say
    nothing. What can't be of its scheme is kept as it stood and reported («bad-identifier»); what has a wrong check
    digit is kept in canonical form and reported («check-digit»).
    """
    found: dict[Identifier, None] = {}
    for scheme, values in said.items():
        for raw in dict.fromkeys(_texts(values)):
            found[Identifier(scheme=scheme, value=_read(context, record, scheme, raw))] = None
    return tuple(found)


def _texts(values: object) -> Iterator[str]:
    """Each value as a text; nothing for None and for empty texts."""
    several = values if isinstance(values, Iterable) and not isinstance(values, str | bytes) else (values,)
    return (str(value) for value in several if value is not None and str(value).strip())


def _read(context: Context, record: str, scheme: str, raw: str) -> str:
    """The canonical form of `raw`, or `raw` itself where it has none; what is faulty is reported."""
    try:
        value = canonical(scheme, raw)
    except ValueError as error:
        context.report(Issue("bad-identifier", str(error), record=record, field=scheme, raw=raw))
        return raw
    if not is_valid(scheme, value):
        message = f"The check digit of {scheme} {value} is wrong: the identifier is kept, and may be misprinted."
        context.report(Issue("check-digit", message, record=record, field=scheme, raw=raw))
    return value
