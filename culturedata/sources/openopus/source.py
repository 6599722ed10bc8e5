"""Open Opus: composers of classical music and their works, from its API, from its dump, or from answers of both.

The API has numbers and all works. The dump has neither: see `composers`. With the API at hand the dump is mended from
the lists of works; a file of it is mended from lists that lie beside it, and what is lost is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from typing import Any, ClassVar

import msgspec

from culturedata.data.licences import CC0_METADATA
from culturedata.data.records import (
    Agent,
    Credit,
    Entity,
    Identifier,
    RawRecord,
    Term,
    Text,
    Title,
    Work,
    WorkTerm,
)
from culturedata.importing.inputs import ways
from culturedata.importing.protocols.paging import Page, walk
from culturedata.importing.source import Issue, Source
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.life_years import in_order
from culturedata.importing.values.text import plain, slug, text_in, text_of, texts_of
from culturedata.sources.openopus.answers import Api, read
from culturedata.sources.openopus.composers import Composer, Composers, Row, key_of, work_keys

DUMP = "/work/dump.json"
_DAY = re.compile(r"(-?\d{4})-\d\d-\d\d")
_YES, _NO = ("1", "true"), ("", "0", "false")
# What the two marks are called, of composers and of works.
_MARKS = {"popular": "Popular", "recommended": "Recommended"}


class OpenOpus(Source):
    """One record a composer and one a work; a cursor is «composer, how many records of the composer are done»."""

    name = "openopus"
    summary = "Open Opus: composers of classical music and their works"
    # A picture of the composer: no licence is said.
    ignored: ClassVar[frozenset[str]] = frozenset({"portrait"})

    def records(self) -> Iterator[RawRecord]:
        way = ways.way(self.context, ways.API)
        base = way.base or self._beside_dump()
        composers = Composers(self.context, live=bool(base))
        if not base:
            assert way.path is not None
            read(way.path, composers, self.context)
            yield from self._walk(composers, None)
            return
        with ways.client(self.context, base) as (fetcher, _):
            api = Api(fetcher, base, self.context)
            api.composers(composers, flags=way.path is None)
            if way.path is None:
                self.context.identified(_state(composers))
            else:
                read(way.path, composers, self.context)
            yield from self._walk(composers, api)

    def _beside_dump(self) -> str:
        """The address of the API from which the dump that is asked for comes; empty for files."""
        said, http = self.context.input or "", self.context.descriptor.http
        if said == ways.DUMP and http is not None:
            return http.base.rstrip("/")
        return said.removesuffix(DUMP) if said.startswith(("http://", "https://")) and said.endswith(DUMP) else ""

    def _walk(self, composers: Composers, api: Api | None) -> Iterator[RawRecord]:
        """The records of one composer after another; of each the list of works is asked for, if there is an API."""
        by_key = {composer.key: composer for composer in composers}
        following = dict(pairwise(by_key))

        def ask(where: str, again: bool) -> Page[RawRecord]:
            composer = by_key[where]
            if api is not None:
                api.works(composers, composer, again=again)
            return Page(list(_records(composer, composers.all_works(composer))), following.get(where))

        cursor = self.context.cursor
        if cursor and cursor.rpartition(" ")[0] not in by_key:
            cursor = None
        for item in walk(ask, next(iter(by_key)), cursor):
            yield msgspec.structs.replace(item.value, cursor=item.cursor)

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        row: Row = msgspec.json.decode(record.body, type=Row)
        name, composer, work = f"{self.name}:{record.key}", row.pop("composer"), row.pop("work", None)
        agent = f"{self.name}:agent:{key_of(composer)}"
        if work is None:
            yield from self._composer(composer, agent, name)
        else:
            full, short, _, _ = (text_of(composer, field) for field in ("complete_name", "name", "id", "birth"))
            yield Agent(id=agent, name=plain(full or short) or "[no name]", kind="person")
            yield from self._work(work, agent, name)
            self.context.audit(work, self.ignored, name)
        self.context.audit(composer, self.ignored, name)
        self.context.audit(row, self.ignored, name)

    def _composer(self, row: Row, agent: str, name: str) -> Iterator[Entity]:
        number = text_of(row, "id")
        full, short = (plain(text_of(row, field)) for field in ("complete_name", "name"))
        printed = [text_of(row, field) for field in ("birth", "death")]
        years = [self._year(said, field, name) for said, field in zip(printed, ("birth", "death"), strict=True)]
        raw = "–".join(printed)
        born, died = in_order(years[0], years[1], self.context, name, raw=raw)
        # The first of January stands for «some day of that year».
        to_the_day = any(said and not said.endswith("-01-01") for said in printed)
        terms = list(self._terms("period", [plain(text_of(row, "epoch"))])) + list(self._marks(row, "composers", name))
        yield from terms
        yield Agent(
            id=agent, name=full or short or "[no name]", kind="person", born=born, died=died,
            life_text=raw if to_the_day else None,
            names=(Title(text=short, kind="alternative"),) if short and full and short != full else (),
            identifiers=identifiers(self.context, name, openopus=number),
            terms=tuple(WorkTerm(facet=term.facet, term=term.id) for term in terms), authority=1,
        )  # fmt: skip

    def _work(self, row: Row, agent: str, name: str) -> Iterator[Entity]:
        number, subtitle = text_of(row, "id"), plain(text_of(row, "subtitle"))
        titles = [plain(text_of(row, "title")) or "[no title]"]
        for said in texts_of(row, "searchterms"):
            titles += [plain(one) for one in said.split(",")]
        terms = list(self._terms("genre", [plain(text_of(row, "genre"))])) + list(self._marks(row, "works", name))
        yield from terms
        found: tuple[Identifier, ...] = identifiers(self.context, name, openopus=number)
        yield Work(
            id=name, domain="music",
            titles=tuple(
                Title(text=text, kind="alternative" if n else "original")
                for n, text in enumerate(filter(None, dict.fromkeys(titles)))
            ),
            credits=(Credit(agent=agent, role="composer"),),
            terms=tuple(WorkTerm(facet=term.facet, term=term.id) for term in terms),
            texts=(Text(kind="subtitle", text=subtitle),) if subtitle else (),
            rights=(CC0_METADATA,), identifiers=found,
        )  # fmt: skip

    def _terms(self, facet: str, labels: list[str]) -> Iterator[Term]:
        french: dict[str, Any] = self.descriptor.options.get("labels_fr", {}).get(facet, {})
        for label in labels:
            if end := slug(label):
                id_ = f"{self.name}:term:{facet}-{end}"
                yield Term(id=id_, facet=facet, label=label, label_en=label, label_fr=french.get(label))

    def _marks(self, row: Row, of: str, name: str) -> Iterator[Term]:
        """The collections that a composer or a work is in, as its marks say: texts «0» and «1», or nothing."""
        for field, word in _MARKS.items():
            said = "1" if row.get(field) is True else text_in(row, field).strip().lower()
            if said in _YES:
                yield from self._terms("collection", [f"{word} {of}"])
            elif said not in _NO:
                message = f"{said!r} says neither yes nor no"
                self.context.report(Issue("not-yes-or-no", message, record=name, field=field, raw=said))
            if row.get(field) is True:
                row.pop(field)
            else:
                text_of(row, field)

    def _year(self, said: str, field: str, name: str) -> int | None:
        """The year of a day; None for none, and for what is no day, which is reported."""
        day = _DAY.fullmatch(said.strip())
        if day and int(day[1]):
            return int(day[1])
        if said.strip():
            self.context.report(Issue("not-a-day", f"{said!r} is no day", record=name, field=field, raw=said))
        return None


def _records(composer: Composer, works: list[Row]) -> Iterator[RawRecord]:
    """The record of a composer, then one of each work, which names the composer."""
    key, row = composer.key, composer.row
    located = f"{composer.located}: {text_in(row, 'complete_name') or key}"
    yield RawRecord(key=f"composer:{key}", body=msgspec.json.encode({"composer": row}), located=located, cursor="")
    full = "complete_name" if text_in(row, "complete_name") else "name"
    who = {name: row[name] for name in (full, "id" if text_in(row, "id") else "birth") if name in row}
    for number, work in zip(work_keys(key, works), works, strict=True):
        yield RawRecord(
            key=number, body=msgspec.json.encode({"composer": who, "work": work}), located=located, cursor=""
        )


def _state(composers: Composers) -> str:
    """What tells a state of the list of composers from another."""
    return sha256(" ".join(composer.key for composer in composers).encode("utf-8", "surrogatepass")).hexdigest()
