"""What an answer means: what was asked for, nothing there, a fault that may go away, or an end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TypeVar

import msgspec

from culturedata.errors import GaveUp, NotAllowed, ServerFault, WrongContent
from culturedata.importing.inputs.files import LFS
from culturedata.importing.web.courtesy.manners import Manners
from culturedata.importing.web.transfer import Answer, Fault

T = TypeVar("T")

_MAY_GO_AWAY = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})  # from 520: Cloudflare
_NOTHING = frozenset({204, 404, 410})


def judge(answer: Answer, manners: Manners, now: float, key: str) -> Answer | None:
    """The answer itself if it brings something (or says that nothing changed), None if there is nothing.

    `now` is UTC seconds; `key` is the environment variable of the source's key, for the hint.
    Raises Fault if it may go away, else GaveUp, NotAllowed or ServerFault.
    """
    host, status = answer.url.split("/")[2], answer.status
    if status in (200, 304):
        return answer
    if status in _NOTHING:
        return None
    if status in _MAY_GO_AWAY:
        wait = retry_after(answer.headers.get("retry-after", ""), now)
        if wait > manners.longest_asked_wait:
            raise GaveUp(f"{host} asks to be left alone for {wait / 60:.0f} minutes.", "Come back then, with --resume.")
        raise Fault(f"answered {status}", wait=wait)
    if status == 403 and is_html(answer.body):
        raise Fault(
            "refuses with a web page (403): its wall takes this program for an attack",
            GaveUp,
            hint="Wait an hour, then --resume; a dump of the source, where there is one, has no wall.",
            wait=manners.wall_wait,
            wait_grows=True,
            attempts=manners.wall_attempts,
        )
    if status in (401, 403):
        hint = f"Check the key in {key}." if key else "It may ask for a key, or forbid it to everybody."
        raise NotAllowed(f"{host} refuses the request ({status}).", hint)
    raise ServerFault(
        f"{host} does not understand the request ({status}).", "The source may have changed: please report it."
    )


def read(answer: Answer, reader: Callable[[bytes], T], manners: Manners) -> T:
    """What `reader` makes of the body. Raises WrongContent for a Git LFS pointer, Fault for what it refuses."""
    body = answer.body
    if body.startswith(LFS):
        raise WrongContent(
            f"{answer.url.split('?')[0]} is a Git LFS pointer, not the data.",
            "Ask media.githubusercontent.com/media for it, or run «git lfs pull» in that repository.",
        )
    try:
        return reader(body)
    except (msgspec.ValidationError, msgspec.DecodeError, ValueError) as error:
        hint = "The service may have moved or be in maintenance; see its homepage, then --resume."
        raise wrong(f"answered {_what(body, error)}", hint, manners, page=is_html(body)) from None


def wrong(message: str, hint: str, manners: Manners, *, page: bool) -> Fault:
    """The fault of an answer that is not what was asked for; a `page` in its place is asked for once more at most."""
    if not page:
        return Fault(message, WrongContent, hint=hint)
    return Fault(message, WrongContent, hint=hint, wait=manners.page_wait, attempts=manners.page_attempts)


def retry_after(said: str, now: float) -> float:
    """The seconds that a Retry-After header asks for, given as seconds or as a date; 0 if it says nothing."""
    if said.strip().isdecimal():
        return float(said)
    try:
        at = parsedate_to_datetime(said)
        return max(0.0, (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - now)
    except (ValueError, OverflowError):
        return 0.0


def is_html(body: bytes) -> bool:
    """Whether the body is a web page, by its first letters and not by what the header says."""
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<iframe", b"<script", b"<!--"))


def _what(body: bytes, error: Exception) -> str:
    if not body.strip():
        return "with nothing"
    if is_html(body):
        return "with a web page in place of data"
    if isinstance(error, msgspec.ValidationError):
        return f"with data of another shape: {error}"
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return f"with JSON that can't be read: {error}"
    return "with something that is not what was asked for"
