"""The sets that the museum puts its objects in: terms under the names that the descriptor has for their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from culturedata.data.records import Entity, Term, Work
from culturedata.importing.source import Context, Issue


class Sets:
    """Leaves out of what records say the sets of which nothing but a number is known; each is reported once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._start = f"{context.descriptor.name}:term:set/"
        self._names = {str(spec) for spec in context.descriptor.options.get("sets") or {}}
        self._unnamed: set[str] = set()

    def named(self, entities: Iterable[Entity], record: str) -> Iterator[Entity]:
        """The entities of a record, with the sets alone that have a name."""
        for entity in entities:
            if isinstance(entity, Term) and self._is_number(entity.id, record):
                continue
            if isinstance(entity, Work):
                terms = tuple(one for one in entity.terms if not self._is_number(one.term, record))
                yield msgspec.structs.replace(entity, terms=terms)
            else:
                yield entity

    def _is_number(self, term: str, record: str) -> bool:
        number = term.removeprefix(self._start)
        if number == term or number in self._names:
            return False
        if number not in self._unnamed:
            self._unnamed.add(number)
            message = f"set {number} has no name in the descriptor (options: sets): it is no term"
            self._context.report(Issue("unnamed-set", message, record=record, field="member_of", raw=number))
        return True
