"""Keeping API keys out of messages, logs, the cache and the library."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

# Exact names: «resumptionToken» or «page_token» say where to go on, and belong into the cache's key.
_NAMES = r"(?:api[_-]?key|wskey|key|token|access[_-]token|auth(?:[_-](?:key|token))?|authorization|client[_-]secret)"
_PARAMETER = re.compile(rf"(?i)([?&;]{_NAMES}=)[^&;#\s\"')]*")
HIDDEN = "…"


def scrub(text: str, secret: str = "") -> str:
    """`text` with the values of key, token, wskey, apikey, auth … in URLs, and `secret` itself, replaced by «…»."""
    text = _PARAMETER.sub(rf"\1{HIDDEN}", text)
    return text.replace(secret, HIDDEN) if secret else text


class Scrubbing(logging.Filter):
    """Scrubs what urllib3 logs about its requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true; the record's arguments are scrubbed in place."""
        args: Any = record.args
        if isinstance(args, Mapping):
            record.args = {name: _scrubbed(value) for name, value in args.items()}
        elif args:
            record.args = tuple(_scrubbed(value) for value in args)
        return True


def guard_logs() -> None:
    """Make urllib3's own debug log free of keys, once a process."""
    for name in ("urllib3.connectionpool", "urllib3.util.retry"):
        logger = logging.getLogger(name)
        if not any(isinstance(found, Scrubbing) for found in logger.filters):
            logger.addFilter(Scrubbing())


def _scrubbed(value: object) -> object:
    return scrub(value) if isinstance(value, str) else value
