"""Records of MusicBrainz on this disk: its dumps, and answers of its API that somebody kept.

A cursor is «file, a blank, where in it». The lines of a dump stand in no order that means anything, and its ids are
chance. They are read a window at a time, each in the order of its ids: what a database has to write then lies together,
and comes in faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import msgspec

from culturedata.errors import InputEmpty, InputFormat
from culturedata.importing.inputs import answers, archives, files, folder
from culturedata.importing.inputs.files import Line
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Context, Issue
from culturedata.sources.musicbrainz import answers_xml

ENTITIES = ("artist", "label", "release-group", "work", "recording", "release")
_AGENTS = ("artist", "label")
_OTHERS = ("area", "event", "instrument", "place", "series", "genre", "mood", "url")
_DUMP = re.compile(rf"({'|'.join((*ENTITIES, *_OTHERS))})(?:\.tar(?:\.(?:xz|gz|bz2|zst))?)?")
_PACKET = re.compile(r"json-dump-\d+")
_SCHEMA = "1"
_XML = "xml"
_START = 4096  # bytes, in which the outermost element stands
WINDOW = 48_000_000  # bytes of lines that are held at once
_FREE = re.compile(r"CC0|Creative Commons Zero|public domain", re.IGNORECASE)
_UNREADABLE = (msgspec.DecodeError, RecursionError)
_HINT = "Give a dump (artist.tar.xz, release-group.tar.xz …), its folder, or answers of ws/2."
# An answer without an id holds a list under the plural of what it lists.
_LISTS = {f"{entity}s": entity for entity in ENTITIES}
# By which fields a record is told that stands alone, the surest first.
_MARKS = (
    ("label", {"label-code"}),
    ("artist", {"isnis", "ipis", "gender", "life-span", "begin-area", "sort-name"}),
    ("release-group", {"primary-type", "primary-type-id", "secondary-types"}),
    ("release", {"media", "barcode", "packaging", "text-representation", "label-info", "release-events", "status"}),
    ("work", {"iswcs", "languages", "language"}),
    ("recording", {"length", "video", "isrcs", "first-release-date"}),
)


class Head(msgspec.Struct):
    """What names a record."""

    id: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A record: what it is of, its id, its bytes, where it stood, how to go on after it."""

    entity: str
    id: str
    body: bytes
    located: str
    cursor: str


# -- files -----------------------------------------------------------------------------------------------------------


def of_path(path: Path, context: Context) -> Iterator[Found]:
    """The records of a dump, of a folder of dumps or of answers, or of a file with answers, after the cursor."""
    if any(_PACKET.fullmatch(part) for part in path.parts):
        context.partial = True  # what changed in one hour: what is not in it is not gone
    if not path.is_dir():
        named = _DUMP.fullmatch(path.name) if path != files.STDIN else None
        dump = named is not None or ".tar" in path.suffixes
        yield from of_dumps([path], context) if dump else _numbered(_of_answers([path], context), context)
        return
    dumps = _dumps(path, context)
    if dumps:
        yield from of_dumps(dumps, context)
        return
    kept = [one for _, one in folder.named(path, (*folder.JSON, _XML))]
    if not kept:
        raise InputEmpty(f"{path} holds no dump and no answer of MusicBrainz.", _HINT)
    yield from _numbered(_of_answers(kept, context), context)


def order(entity: str, context: Context) -> tuple[bool, int]:
    """Where an entity comes: after whom works name, who are then known; with --limit works first, for they are asked
    for."""
    return context.limit is not None and entity in _AGENTS, ENTITIES.index(entity)


def _dumps(path: Path, context: Context) -> list[Path]:
    """The dumps below a folder, packed or not, in the order in which they are read; none for what is not read."""
    found = []
    for one in sorted(path.rglob("*")):
        named = _DUMP.fullmatch(one.name)
        if named and one.is_file() and named[1] in ENTITIES and (".tar" in one.suffixes or one.parent.name == "mbdump"):
            found.append((order(named[1], context), one))
    return [one for _, one in sorted(found)]


def of_dumps(paths: Iterable[Path], context: Context) -> Iterator[Found]:
    """The records of dumps, one file after another, after the cursor. Raises InputError."""
    at, _, place = (context.cursor or "").rpartition(" ")
    several = list(paths)
    names = [one.name for one in several]
    for path in several[names.index(at) if at in names else 0 :]:
        done = _Done(*map(int, place.split("-"))) if path.name == at else _Done()
        if path.suffix == "" and path != files.STDIN:
            yield from _windows(files.lines(path, context, done.before), path.name, path.name, done, context)
        else:
            yield from _of_tar(path, context, done)


class _Done(NamedTuple):
    """What is safe of a file: the lines `before` a window, and of the window up to line `last` so many records."""

    before: int = 0
    last: int = 0
    records: int = 0


def _of_tar(path: Path, context: Context, done: _Done) -> Iterator[Found]:
    """The records of a dump in its archive; none if it was made before what is asked for."""
    since, there = Since(context.since), False
    for member in archives.members(path, context):
        folder_, _, entity = member.name.removeprefix("./").rpartition("/")
        if folder_ != "mbdump":
            if not _is_right(member, entity, since, context):
                return
            continue
        there = True
        if entity not in ENTITIES:
            raise InputFormat(f"{path.name} holds {entity}: neither works nor people.", _HINT)
        with member.open() as stream:
            lines = files.read_lines(stream, member.located, context, done.before)
            yield from _windows(lines, entity, path.name, done, context)
    if not there:
        raise InputFormat(f"{path.name} holds no mbdump.", _HINT)


def _is_right(member: archives.Member, name: str, since: Since, context: Context) -> bool:
    """Whether the dump is worth reading, by what stands beside its records: when it was made, in which form, under
    which licence."""
    if name not in ("TIMESTAMP", "COPYING", "JSON_DUMPS_SCHEMA_NUMBER"):
        return True
    with member.open() as stream:
        said = stream.read(100_000).decode("utf-8", "replace").strip()
    message = ""
    if name == "TIMESTAMP":
        return _reaches(said, since)
    if name == "COPYING" and not _FREE.search(said):
        message = "the dump's COPYING does not speak of CC0 or the public domain: read it before you use the data"
    if name == "JSON_DUMPS_SCHEMA_NUMBER" and said != _SCHEMA:
        message = f"the dump has form {said}, and this reader knows form {_SCHEMA}: new fields are reported"
    if message:
        context.report(Issue("dump-changed", message, field=name, raw=said[:2000], located=member.located))
    return True


def _reaches(timestamp: str, since: Since) -> bool:
    """Whether a dump that was made then may hold what changed since; records say nothing of when they changed."""
    try:
        return since.wants(datetime.fromisoformat(timestamp).isoformat())
    except ValueError:
        return True


def _windows(lines: Iterable[Line], entity: str, file: str, done: _Done, context: Context) -> Iterator[Found]:
    """The records of a file, window by window, each window in the order of its ids."""
    before, skip, size = done.before, done.records, 0
    window: list[tuple[str, Line]] = []
    most = WINDOW if context.limit is None else min(WINDOW, context.limit * 2_000)
    for line in lines:
        if window and (line.number > done.last if skip else size > most):
            yield from _ordered(window, entity, file, before, skip)
            before, skip, size, window = window[-1][1].number, 0, 0, []
        id_ = id_of(line.body, line.located, context)
        if id_ is not None:
            window.append((id_, line))
            size += len(line.body)
    yield from _ordered(window, entity, file, before, skip)


def _ordered(window: list[tuple[str, Line]], entity: str, file: str, before: int, skip: int) -> Iterator[Found]:
    if not window:
        return
    last = window[-1][1].number
    for number, (id_, line) in enumerate(sorted(window, key=itemgetter(0)), 1):
        if number > skip:
            yield Found(entity, id_, line.body, line.located, f"{file} {before}-{last}-{number}")


_HEAD = msgspec.json.Decoder(Head)


def id_of(body: bytes, located: str, context: Context) -> str | None:
    """The id of a record; None, and an issue, if it has none."""
    try:
        found = _HEAD.decode(body).id
        if found:
            return found
        _without_id(body, located, context)
    except _UNREADABLE as error:
        _without_id(body, located, context, f"the record can't be read ({error})")
    return None


def _without_id(body: bytes, located: str, context: Context, said: str = "the record has no id") -> None:
    raw = body[:2000].decode("utf-8", "replace")
    context.report(Issue("no-key", f"{said}: it is left out", field="id", raw=raw, located=located))


# -- answers ---------------------------------------------------------------------------------------------------------


def _numbered(found: Iterable[Found], context: Context) -> Iterator[Found]:
    """Those after the cursor, which is the number of the last one that is safe."""
    after = int((context.cursor or "0").rpartition(" ")[2])
    for number, one in enumerate(found, 1):
        if number > after:
            yield Found(one.entity, one.id, one.body, one.located, f"answers {number}")


def _of_answers(paths: list[Path], context: Context) -> Iterator[Found]:
    """The records in answers of the API; what the Cover Art Archive answered of a release goes into its record."""
    covers: dict[str, tuple[bytes, str]] = {}
    for path in paths if len(paths) > 1 else ():
        for body, located in () if _is_xml(path) else _documents(path, context, quiet=True):
            release = _cover(body)
            if release:
                covers[release] = (body, located)
    for path in paths:
        if _is_xml(path):
            yield from _of_xml(path, context, alone=len(paths) == 1)
            continue
        for body, located in _documents(path, context):
            if _cover(body) is None:
                for one in _records(body, located, context):
                    cover = covers.pop(one.id, None) if one.entity == "release" else None
                    yield one if cover is None else _with_cover(one, cover[0])
            elif len(paths) == 1:
                raise InputFormat(f"{path.name} is an answer of the Cover Art Archive.", "Give its release beside it.")
    for body, located in covers.values():
        raw = body[:2000].decode("utf-8", "replace")
        context.report(
            Issue("no-release", "pictures of a release that is not here: left out", raw=raw, located=located)
        )


def _of_xml(path: Path, context: Context, *, alone: bool) -> Iterator[Found]:
    """The records in an answer in XML; one that has none is no fault among others."""
    number = 0
    with files.open_file(path) as stream:
        for number, (entity, id_, body) in enumerate(answers_xml.records(stream, ENTITIES, path.name), 1):
            located = f"{path.name}: record {number}"
            if id_ is None:
                _without_id(body, located, context)
            else:
                yield Found(entity, id_, body, located, "")
    if alone and not number:
        raise InputEmpty(f"{path.name} holds neither artists nor works of MusicBrainz.", _HINT)


def _documents(path: Path, context: Context, *, quiet: bool = False) -> Iterator[tuple[bytes, str]]:
    """The documents of a file: one a line, or one over many lines."""
    first = _first_line(path)
    if first is not None:
        told = Context(context.descriptor) if quiet else context
        yield from ((line.body, line.located) for line in files.lines(path, told))
    else:
        yield from answers.records(path)


def _is_xml(path: Path) -> bool:
    """Whether a file begins as an answer in XML does."""
    with files.open_file(path) as stream:
        try:
            return answers_xml.STARTS.match(stream.read(_START)) is not None
        except (*files.BROKEN_OFF, OSError) as error:
            raise files.broken_off(path.name, "its beginning", error) from error


def _first_line(path: Path) -> bytes | None:
    """The first line, if it is a document by itself."""
    with files.open_file(path) as stream:
        try:
            line = stream.readline(files.LONGEST_LINE + 1).removeprefix(b"\xef\xbb\xbf")
        except (*files.BROKEN_OFF, OSError) as error:
            raise files.broken_off(path.name, "its beginning", error) from error
    try:
        msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except _UNREADABLE:
        return None
    return line


def _records(body: bytes, located: str, context: Context) -> Iterator[Found]:
    """The record that a document is, or the records of the list that it holds."""
    try:
        fields = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except _UNREADABLE as error:
        raise InputFormat(f"{located} is no answer of MusicBrainz: {error}.", _HINT) from error
    names = {name.replace("_", "-"): name for name in fields}
    listed = next((name for name in _LISTS if name in names), None) if "id" not in names else None
    entity = _LISTS[listed] if listed else entity_of(names.keys())
    if entity is None:
        raise InputFormat(f"{located} holds neither artists nor works of MusicBrainz.", _HINT)
    try:
        bodies = msgspec.json.decode(fields[names[listed]], type=list[msgspec.Raw]) if listed else [body]
    except _UNREADABLE as error:
        raise InputFormat(f"{located} holds no list of {listed}: {error}.", _HINT) from error
    for one in bodies:
        id_ = id_of(bytes(one), located, context)
        if id_ is not None:
            yield Found(entity, id_, bytes(one), located, "")


def entity_of(names: Iterable[str]) -> str | None:
    """What a record is of, by the fields that it has; None if it may be anything."""
    there = set(names)
    return next((entity for entity, marks in _MARKS if marks & there), None)


class _Cover(msgspec.Struct):
    images: list[msgspec.Raw]
    release: str


def _cover(body: bytes) -> str | None:
    """The id of the release of which the Cover Art Archive answered with this; None if it is no such answer."""
    try:
        return msgspec.json.decode(body, type=_Cover).release.rstrip("/").rpartition("/")[2]
    except _UNREADABLE:
        return None


def _with_cover(found: Found, cover: bytes) -> Found:
    body = found.body.rstrip()[:-1] + b',"cover-art":' + cover.strip() + b"}"
    return Found(found.entity, found.id, body, found.located, found.cursor)
