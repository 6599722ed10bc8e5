"""What is known of composers from the lists and the dump of Open Opus, each composer put together from all of them.

The dump has no numbers, and loses works: the program that writes it puts a composer in the place of the first work of
each, in the order of titles, and a composer with one work has none in it. Its head counts all works all the same, so
that the loss is seen. The list of a composer's works brings the lost one, and the numbers.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from culturedata.importing.source import Context, Issue
from culturedata.importing.values.text import slug, text_in

Row = dict[str, Any]
FLAGS = {"pop": "popular", "rec": "recommended"}  # the lists of which composers are so
_SUCH = re.compile(r"-?\d{4}")


@dataclass
class Composer:
    """A composer: what is said of them, their works in the dump (None: not in it) and in the list of their works.

    `whole`: that list has all their works, and not those of one genre.
    """

    row: Row
    located: str
    dumped: list[Row] | None = None
    listed: list[Row] = field(default_factory=list)
    whole: bool = False

    @property
    def key(self) -> str:
        return key_of(self.row)


def key_of(row: Row) -> str:
    """What names a composer: the number, or name and year of birth where there is none."""
    number, born = text_in(row, "id"), _SUCH.match(text_in(row, "birth"))
    return number or slug(f"{text_in(row, 'complete_name') or text_in(row, 'name')} {born[0] if born else ''}")


class Composers:
    """The composers, gathered: from lists of them and of their works first, then from a dump.

    `live` says that the lists are asked for now, and not kept in files that may be older than the dump.
    """

    def __init__(self, context: Context, *, live: bool) -> None:
        self.live = live
        self._context = context
        self._by_key: dict[str, Composer] = {}
        self._by_name: dict[str, Composer] = {}
        self.lossy = False

    def __iter__(self) -> Iterator[Composer]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def listed(self, rows: Iterable[Row], located: str, kind: str = "") -> None:
        """Take a list of composers; `kind` as the answer names it: that of the popular ones says that they are."""
        for row in rows:
            self._known(row | ({FLAGS[kind]: "1"} if kind in FLAGS else {}), located)

    def works(self, row: Row, works: list[Row], located: str, *, whole: bool) -> None:
        """Take a list of a composer's works."""
        found = self._known(row, located)
        if found is not None:
            there = {text_in(work, "id") for work in found.listed}
            found.listed += [work for work in works if text_in(work, "id") not in there]
            found.whole = found.whole or whole

    def dump(self, rows: list[Row], said: int | None, located: str) -> None:
        """Take a dump, of which its head says how many works there are; whether it lost some is then known.

        A composer may stand in it twice, where two of the same short name have works with titles that alternate.
        """
        there = 0
        for row in rows:
            works = objects(row.get("works"))
            there += len(works)
            found = self._of_dump(row, located)
            if found is not None:
                found.dumped = (found.dumped or []) + works
        self.lossy = said != there
        if said not in (None, there, there + len(rows)):
            message = (
                f"the dump says that it has {said:,} works, and holds {there:,} of {len(rows):,} composers: that is "
                "more or less than one lost work for each, so it is no whole dump"
            )
            self._context.report(Issue("count-differs", message, field="rows", located=located))
            self._context.partial = True

    def _of_dump(self, row: Row, located: str) -> Composer | None:
        """The composer of a dump; None, and an issue, for one that the list of today lacks or calls otherwise."""
        if self.live and self._there(row) is None:
            message = "the dump has a composer that the list of composers lacks: left out, with the works"
            raw = json.dumps(row, ensure_ascii=False)
            self._context.report(Issue("not-in-list", message, field="composers", raw=raw, located=located))
            return None
        return self._known({name: value for name, value in row.items() if name != "works"}, located)

    def _there(self, row: Row) -> Composer | None:
        by_name = None if text_in(row, "id") else self._by_name.get(key_of({**row, "id": None}))
        return self._by_key.get(key_of(row)) or by_name

    def _known(self, row: Row, located: str) -> Composer | None:
        """The composer that a row is about, with what it says that was not known; None, and an issue, for nobody."""
        key = key_of(row)
        if not key:
            message = "a composer has neither number nor name: left out, with the works"
            raw = json.dumps(row, ensure_ascii=False)[:2000]
            self._context.report(Issue("no-key", message, field="complete_name", raw=raw, located=located))
            return None
        found = self._there(row)
        if found is None:
            found = self._by_key[key] = Composer({}, located)
            self._by_name.setdefault(key_of({**row, "id": None}), found)
        found.row |= {name: value for name, value in row.items() if found.row.get(name) in (None, "")}
        return found

    def all_works(self, composer: Composer) -> list[Row]:
        """The works of a composer: those of the list, with numbers, then those that the dump alone has.

        What the dump lost and no list brings is reported; so are works that a whole list lacks. These are left out
        where the list is of today: the dump is older then, and such a work was deleted or has another title now.
        """
        if composer.dumped is None:
            return composer.listed
        there = Counter(map(_said, composer.listed))
        alone = []
        for work in composer.dumped:
            there[_said(work)] -= 1
            if there[_said(work)] < 0:
                alone.append(work)
        brought = any(number > 0 for number in there.values())
        if self.lossy and not (composer.whole or brought):
            self._lost(composer)
        for work in alone if composer.whole else ():
            end = "it is left out" if self.live else "it has no number"
            message = f"the dump has a work that the list of the composer's works lacks: {end}"
            self._tell("not-in-list", message, composer, json.dumps(work, ensure_ascii=False))
        return composer.listed if composer.whole and self.live else composer.listed + alone

    def _lost(self, composer: Composer) -> None:
        self._context.partial = True
        message = (
            "the dump leaves out the first work of each composer, and no list of the works of this one is at hand: "
            "import the API, or put the list beside the dump"
        )
        raw = f"{text_in(composer.row, 'complete_name')}: {len(composer.dumped or ()):,} works"
        self._tell("lost-first-work", message, composer, raw)

    def _tell(self, code: str, message: str, composer: Composer, raw: str) -> None:
        self._context.report(Issue(code, message, record=f"composer:{composer.key}", field="works", raw=raw))


def work_keys(composer: str, works: Iterable[Row]) -> Iterator[str]:
    """The key of each work: its number, or else composer, title and a hash, with «-2» for the second of the same."""
    met: Counter[str] = Counter()
    for work in works:
        number = text_in(work, "id")
        if number:
            yield number
            continue
        mark = sha256("\0".join(_said(work)).encode("utf-8", "surrogatepass")).hexdigest()[:8]
        key = f"{composer}:{'-'.join(filter(None, (slug(text_in(work, 'title'))[:80], mark)))}"
        met[key] += 1
        yield key if met[key] == 1 else f"{key}-{met[key]}"


def objects(value: Any) -> list[Row]:
    """The objects in a list, also where it is an object of them by name; nothing for all else."""
    found = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one for one in found if isinstance(one, dict)]


def _said(work: Row) -> tuple[str, ...]:
    """What tells a work from another of the same composer, but for its number."""
    return tuple(" ".join(text_in(work, name).split()) for name in ("title", "subtitle", "genre"))
