"""The works in files of what Paris Musées' API answered; what is no such file is called by its name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from culturedata.errors import InputEmpty, InputFormat, InputTruncated
from culturedata.importing.inputs import files, json_objects
from culturedata.importing.source import Context, Issue
from culturedata.sources.parismusees.query import WORK

_BOM = b"\xef\xbb\xbf"
_HINT = "Give what its API answered, or works of it, as JSON."
_AROUND = ("data", "nodeQuery", "nodeById", "entities")  # what stands around works in an answer
_AROUND_WORKS = ("nodeById", "entities")  # what is in these is a work
_OF_A_WORK = WORK.keys() | WORK["... on NodeOeuvre"].keys()
_SHOWN = 5  # names of fields in a message
_Object = dict[str, msgspec.Raw]


class _NoWork(ValueError):
    """What a text of JSON is in place of works, in words."""


def works(path: Path, context: Context) -> Iterator[tuple[bytes, str]]:
    """The works of a file with where they stand: one answer or work a line, a list, or a document of many lines.

    What is no work is reported and left out, unless it comes first: then it is the wrong file. Raises InputError.
    """
    for number, (body, located) in enumerate(_parts(path, context)):
        try:
            found, errors = _inside(body)
        except (_NoWork, *json_objects.UNREADABLE) as error:
            code, said = ("not-a-work", error) if isinstance(error, _NoWork) else ("not-json", f"is no JSON: {error}")
            if not number:
                raise InputFormat(f"{located} {said}.", _HINT) from error
            raw = body.decode("utf-8", "replace")[:2000]
            context.report(Issue(code, f"this part {said}: left out", raw=raw, located=located))
            continue
        if errors:
            context.report(
                Issue("answer-errors", "the answer has errors beside its works", raw=errors, located=located)
            )
        yield from ((work, located) for work in found)


def _parts(path: Path, context: Context) -> Iterator[tuple[bytes, str]]:
    """The lines of a file, the members of a list, or the one document that it is."""
    whole = None if path == files.STDIN else _document(path)
    if whole is not None:
        yield whole, path.name
        return
    for line in json_objects.lines(path, context):
        yield line.body, line.located


def _document(path: Path) -> bytes | None:
    """A document of many lines; None for lines and for a list. Raises InputError for what is neither."""
    with files.open_file(path) as stream:
        try:
            start = stream.readline(files.LONGEST_LINE).removeprefix(_BOM)
            while start and not start.strip():
                start = stream.readline(files.LONGEST_LINE)
            first = start.lstrip()[:1]
            whole = start + files.whole(stream, path.name) if first == b"{" and not _is_object(start) else start
        except (*files.BROKEN_OFF, OSError) as error:
            raise files.broken_off(path.name, "its beginning", error) from error
    if not first:
        raise InputEmpty(f"{path.name} holds only blank lines.", "Download it again.")
    if first == b"<":
        raise InputFormat(f"{path.name} is a web page or XML, not JSON.", _HINT)
    if first not in (b"[", b"{"):
        shown = start[:40].decode("utf-8", "backslashreplace").strip()
        raise InputFormat(f"{path.name} is no JSON: it begins with {shown!r}.", _HINT)
    return _whole(whole, path.name) if first == b"{" and not _is_object(start) else None


def _whole(body: bytes, name: str) -> bytes | None:
    """The body, if it is one JSON object; None if an object stands in its second line."""
    try:
        msgspec.json.decode(body, type=_Object)
    except json_objects.UNREADABLE as error:
        if any(map(_is_object, filter(bytes.strip, body.splitlines()[1:3]))):
            return None
        if "truncated" in str(error):
            raise InputTruncated(f"{name} breaks off: {error}.", "Download it again.") from error
        raise InputFormat(f"{name} can't be read as JSON: {error}.", _HINT) from error
    return body


def _is_object(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=_Object)
    except json_objects.UNREADABLE:
        return False
    return True


def _inside(body: bytes, sure: bool = False) -> tuple[list[bytes], str]:
    """The works in an answer of nodeQuery or nodeById, in a list, or the work that the object is (`sure`: it is one);
    and the errors that the answer tells beside them. Raises ValueError."""
    value: Any = msgspec.json.decode(body, type=_Object | list[msgspec.Raw] | str | float | bool | None)
    if isinstance(value, list):
        several = [_inside(bytes(one), sure) for one in value if bytes(one) != b"null"]
        return [work for found, _ in several for work in found], "; ".join(errors for _, errors in several if errors)
    if not isinstance(value, dict):
        raise _NoWork("is no answer of Paris Musées: neither an object nor a list")
    errors = _said(value["errors"]) if "errors" in value else ""
    around = next((name for name in _AROUND if name in value), None)
    if around is not None:
        inner = bytes(value[around])
        found = _inside(inner, sure or around in _AROUND_WORKS)[0] if inner != b"null" else []
        if errors and not found:
            raise _NoWork(f"is an answer with errors in place of works: {errors}")
        return found, errors
    if errors:
        raise _NoWork(f"is an answer with errors in place of works: {errors}")
    if not (sure or _OF_A_WORK & value.keys()):
        shown = ", ".join(f"«{name[:40]}»" for name in list(value)[:_SHOWN]) or "nothing"
        raise _NoWork(f"is no work of Paris Musées: it has {shown}")
    return [body], ""


def _said(errors: msgspec.Raw) -> str:
    """The messages of an answer's errors; empty for an empty list."""
    found = msgspec.json.decode(errors)
    several = found if isinstance(found, list) else [found] if found else []
    told = (one.get("message") if isinstance(one, dict) else one for one in several)
    return "; ".join(str(one or "no message") for one in told)[:300]
