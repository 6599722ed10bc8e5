"""Keeping API keys out of messages, logs, the cache and the library."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

# Exact names: «resumptionToken» or «page_token» say where to go on, and belong into the cache's key.
_NAMES = (
    r"(?:(?:x-)?api[_-]?key|wskey|key|token|access[_-]token|auth(?:[_-](?:key|token))?|authorization|"
    r"(?:client[_-])?secret|password|subscription[_-]key|sig(?:nature)?|x-amz-(?:signature|credential|security-token))"
)
_PARAMETER = re.compile(rf"(?i)([?&;]{_NAMES}=)(?:[^&;#\s\"'):]|:(?!\s|$))*")  # a colon at its end belongs to the text
_NAMED = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}
_LOGGERS = ("urllib3", "urllib3.connection", "urllib3.connectionpool", "urllib3.poolmanager", "urllib3.response",
            "urllib3.util.retry", "requests")  # fmt: skip
_hidden: set[str] = set()
HIDDEN = "…"


def hide(secret: str) -> None:
    """From now on `scrub` takes `secret` out of every text of this process."""
    if secret:
        _hidden.add(secret)


def scrub(text: str, secret: str = "") -> str:
    """`text` with the values of key, token, wskey, apikey, auth … in URLs, every hidden key, and `secret` itself,
    replaced by «…», also where they are escaped as in a URL, in JSON or in HTML."""
    text = _PARAMETER.sub(rf"\1{HIDDEN}", text)
    for one in {*_hidden, secret} - {""}:
        text = re.sub(_pattern(one), HIDDEN, text)
    return text


def scrub_body(body: bytes, secret: str) -> bytes:
    """An answer's bytes with `secret` replaced by three stars: some servers echo the key in what they answer."""
    return re.sub(_pattern(secret).encode(), b"***", body) if secret else body


class Scrubbing(logging.Filter):
    """Scrubs what urllib3 logs about its requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true; the record's message, arguments and traceback are scrubbed in place."""
        record.msg = _scrubbed(record.msg)
        args: Any = record.args
        if isinstance(args, Mapping):
            record.args = {name: _scrubbed(value) for name, value in args.items()}
        elif args:
            record.args = tuple(_scrubbed(value) for value in args)
        if record.exc_info:
            record.exc_text = scrub(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True


def guard_logs() -> None:
    """Make the HTTP library's own log free of keys, once a process."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(found, Scrubbing) for found in logger.filters):
            logger.addFilter(Scrubbing())


def _scrubbed(value: object) -> object:
    """A text, or anything that would be told with a secret in it, scrubbed; numbers stay numbers."""
    if isinstance(value, int | float) or value is None:
        return value
    said = str(value)
    clean = scrub(said)
    return value if clean == said else clean


@cache
def _pattern(secret: str) -> str:
    """A pattern for `secret` with each of its letters plain, or escaped as in a URL (even twice), JSON or HTML.

    Capitals or not: a host's name is told in small letters.
    """
    return f"(?i){''.join(map(_letter, secret))}"


def _letter(letter: str) -> str:
    code = ord(letter)
    ways = [rf"\\?{re.escape(letter)}", f"%(?:25)*{code:02x}", rf"\\u{code:04x}", f"&#(?:0*{code}|x0*{code:x});"]
    if letter in _NAMED:
        ways.append(f"&{_NAMED[letter]};")
    return f"(?:{'|'.join(ways)})"
