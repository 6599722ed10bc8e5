"""What a source is: two steps from its own records to the common shape, and a context that serves it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from culturedata.data.records import Entity, Follow, Interaction, RawRecord
from culturedata.importing.descriptor import Descriptor
from culturedata.importing.values.text import NoText

if TYPE_CHECKING:
    from culturedata.importing.web.fetch import Fetcher


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that could not be read. `code` is a short kebab-case word, `raw` the value as it stood.

    Issues lie in the catalogue: of what is about people they say the place (`located`) and never the value.
    """

    code: str
    message: str
    record: str | None = None
    field: str | None = None
    raw: str | None = None
    located: str | None = None


@dataclass(slots=True)
class Context:
    """What a source is given: its `input` (None: the default place), where to go on, and how to report.

    `cursor` is the cursor of the last record that is already safe, or None. `limit` is the most records wanted.
    `since` asks for what changed since that ISO date, where the source can tell. `fetcher` makes the polite HTTP
    client, and is called only by sources that need one. A source sets `partial` when it knows that it did not yield
    all that the source holds: what it did not yield is then not taken for deleted. `identity` tells the input that is
    read from the same one after a change; see `identified`, which calls `anew`.
    """

    descriptor: Descriptor
    input: str | None = None
    cursor: str | None = None
    limit: int | None = None
    since: str | None = None
    report: Callable[[Issue], None] = field(default=lambda _: None)
    fetcher: Callable[[], Fetcher] | None = None
    partial: bool = False
    identity: str | None = None
    anew: Callable[[], None] = field(default=lambda: None)
    _unknown: set[str] = field(default_factory=set)

    def identified(self, identity: str) -> None:
        """Say what tells this state of the input from another, before the cursor is used.

        An import that would go on in an input which changed meanwhile begins anew: neither a place in the old one nor
        what was met there says anything about the new one. What is known already is known.
        """
        if self.cursor is not None and self.identity not in (None, identity):
            self.cursor = None
            self.report(
                Issue("input-changed", "the input changed since the import began: it is read from its beginning")
            )
            self._unknown.clear()
            self.anew()
        self.identity = identity

    def audit(self, left: Mapping[str, Any], ignored: frozenset[str], record: str) -> None:
        """Report each field of `left` that is neither mapped nor named in `ignored`, once an import and a field; and
        each that is left because it holds no text where one was expected."""
        for name, value in left.items():
            if isinstance(value, NoText):
                message = f"what stands in {name!r} is no text, where one was expected: it is left out"
                self.report(Issue("not-a-text", message, record=record, field=name, raw=_stood(value)[:2000]))
            elif name not in ignored and name not in self._unknown:
                self._unknown.add(name)
                message = f"{self.descriptor.name} has a new field {name!r}: it is kept in the raw record only."
                self.report(Issue("new-field", message, record=record, field=name, raw=_stood(value)[:2000]))


def _stood(value: Any) -> str:
    """A value as it stood: a text itself, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=_inner)


def _inner(value: object) -> Any:
    return value.value if isinstance(value, NoText) else str(value)


class Source:
    """Base of all sources. A subclass says `name` and `summary`, and writes `records` and `parse`.

    A source never sees the database: it yields values. Parsing is destructive: every field is popped from the
    record, and `context.audit(left, self.ignored, key)` reports what a source added since.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    ignored: ClassVar[frozenset[str]] = frozenset()
    general: ClassVar[bool] = False
    """Whether it reads any museum's file by a descriptor's mapping, and belongs to no descriptor of its own."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.descriptor = context.descriptor

    def records(self) -> Iterator[RawRecord]:
        """Yield the source's raw records in its own order, after `context.cursor`. Raises InputError, FetchError.

        What is about people who rate, play or tag goes into records of their own, marked `private`.
        """
        raise NotImplementedError

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        """Yield what one raw record says: works, agents and terms, each with ids that begin with the source's name.

        What can't be read is reported to `context.report`; a record of which nothing can be used raises ValueError
        (it is then kept raw, counted as skipped and reported). Private records are not parsed: nothing of them
        belongs into the catalogue.
        """
        raise NotImplementedError

    @property
    def rating_scale(self) -> tuple[float, float] | None:
        """The lowest and highest rating of what `interactions` yields, known once it has yielded something."""
        return self.descriptor.rating_scale

    def interactions(self) -> Iterator[Interaction]:
        """Yield what people did, in the source's own order; by default nothing."""
        return iter(())

    def follows(self) -> Iterator[Follow]:
        """Yield who follows whom, all of it at each import; by default nothing."""
        return iter(())
