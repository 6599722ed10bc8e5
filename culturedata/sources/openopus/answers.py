"""What Open Opus answers, as it comes from its API and from files of it that somebody kept.

Every answer is 200, and says in its head whether it is one: «success» is the text «true» or «false».
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from culturedata.errors import GaveUp, InputFormat
from culturedata.importing.inputs import answers, folder
from culturedata.importing.source import Context, Issue
from culturedata.importing.values.text import text_in
from culturedata.importing.web.fetch import Fetcher
from culturedata.sources.openopus.composers import FLAGS, Composer, Composers, Row, objects

ALL = "/composer/list/name/all.json"
_HINT = "Give what its API answered: dump.json, lists of composers, lists of works."


def answer(body: bytes) -> Row:
    """An answer of the API; an empty one where it says that nothing was found. Raises ValueError if it is none."""
    found: Row = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"), type=Row)
    status = found.get("status")
    if not isinstance(status, dict):
        raise ValueError("the answer has no status")
    if str(status.get("success")).lower() == "true":
        return found
    error = str(status.get("error"))
    if error.startswith("No "):
        return {}
    raise ValueError(f"the answer says: {error}")


class Api:
    """The lists that the API gives, each put where it belongs."""

    def __init__(self, fetcher: Fetcher, base: str, context: Context) -> None:
        self._fetcher, self._base, self._context = fetcher, base, context

    def composers(self, into: Composers, *, flags: bool) -> None:
        """All composers; with `flags`, also which of them are popular and recommended. Raises GaveUp for none."""
        found = self._ask(ALL)
        rows = objects(found.get("composers"))
        if not rows:
            raise GaveUp(f"{self._base}{ALL} names no composers.", "Come back later.")
        into.listed(rows, self._base + ALL)
        for kind in FLAGS if flags else ():
            where = f"/composer/list/{kind}.json"
            into.listed(objects(self._ask(where).get("composers")), self._base + where, kind)

    def works(self, into: Composers, composer: Composer, *, again: bool) -> None:
        """The works of a composer who has a number."""
        number = text_in(composer.row, "id")
        if not number:
            return
        where = f"/work/list/composer/{quote(number, safe='')}/genre/all.json"
        found = self._ask(where, again=again)
        works = objects(found.get("works"))
        said = _rows(found)
        whole = said in (None, len(works))
        if not whole:
            message = f"the list says that it has {said:,} works, and holds {len(works):,}: none is taken for deleted"
            record = f"composer:{number}"
            self._context.report(Issue("count-differs", message, record=record, field="rows", raw=str(said)))
            self._context.partial = True
        composer.located = self._base + where
        into.works(composer.row, works, composer.located, whole=whole)

    def _ask(self, where: str, *, again: bool = False) -> Row:
        return self._fetcher.get(self._base + where, reader=answer, accept="application/json", again=again) or {}


def read(path: Path, into: Composers, context: Context) -> None:
    """Take the answers in a file or a folder. Raises InputError, InputFormat if there is no composer in them.

    What is no answer that says anything of composers or works is reported and left out; so is a second dump.
    """
    kept = [(_decoded(body), located) for body, located in folder.each(path, context, lambda _, one: _located(one))]
    dumps = [one for one in kept if _is_dump(one[0])]
    lists = [one for one in kept if not _is_dump(one[0])]
    for found, located in lists:
        if not _take(found, located, into):
            _left_out(found, "the answer says nothing of composers or works: it is left out", located, context)
    for number, (found, located) in enumerate(dumps):
        if number:
            _left_out(found, "a second dump is left out: the first one counts", located, context)
        else:
            into.dump(objects(found["composers"]), _rows(found), located)
    if not len(into):
        raise InputFormat(f"{path.name or path} holds no composers of Open Opus.", _HINT)


def _located(path: Path) -> Iterator[tuple[bytes, str]]:
    """The answers of a file, with its name; of several in one file, also the number."""
    found = list(answers.records(path))
    for body, located in found:
        yield body, located if len(found) > 1 else located.partition(": record ")[0]


def _decoded(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return body.decode("utf-8", "replace")


def _is_dump(found: Any) -> bool:
    """Whether an answer has composers with their works: one list of them is called «dump», and is without its head."""
    if not isinstance(found, dict):
        return False
    rows, asked = objects(found.get("composers")), found.get("request")
    named = isinstance(asked, dict) and asked.get("type") == "dump"
    return bool(rows) and (named or any("works" in row for row in rows))


def _take(found: Any, located: str, into: Composers) -> bool:
    """Put what an answer says where it belongs; whether it says anything."""
    if not isinstance(found, dict):
        return False
    said = found.get("request")
    asked: Row = said if isinstance(said, dict) else {}
    composers, composer = objects(found.get("composers")), found.get("composer")
    if isinstance(composer, dict):
        works = objects(found.get("works")) or objects([found.get("work")])
        whole = "works" in found and asked.get("item") == "all" and "search" not in asked
        into.works(composer, works, located, whole=whole and _rows(found) in (None, len(works)))
        return True
    into.listed(composers, located, text_in(asked, "type"))
    pairs = [_paired(one) for one in (*objects(found.get("works")), *objects(found.get("results")))]
    for row, works in pairs:
        into.works(row, works, located, whole=False)
    return bool(composers or pairs)


def _paired(one: Row) -> tuple[Row, list[Row]]:
    """A work that brings its composer, as a search finds them, or as lists by number do: the composer is in it."""
    composer = one.get("composer")
    row: Row = composer if isinstance(composer, dict) else {}
    if "work" in one:
        return row, objects([one["work"]])
    return row, [{name: value for name, value in one.items() if name != "composer"}]


def _left_out(found: Any, said: str, located: str, context: Context) -> None:
    raw = msgspec.json.encode(found).decode()[:2000]
    context.report(Issue("not-an-answer", said, raw=raw, located=located))


def _rows(found: Row) -> int | None:
    """How many rows the head of an answer counts; None where it does not say."""
    status = found.get("status")
    said = text_in(status, "rows") if isinstance(status, dict) else ""
    return int(said) if said.isdecimal() else None
