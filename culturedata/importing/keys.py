"""The keys that some sources ask for: from the environment, else from a file that only its owner can read.

The file is TOML, one line a key: `EUROPEANA_KEY = "…"`. No message of this module holds what stands in it.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from culturedata.errors import UsageError

LEAST = 6  # letters: whatever is shorter can't be hidden in an answer without harm to the answer


def key(name: str) -> str:
    """The key called `name`: the environment variable of that name, else its line in the file; empty if neither is.

    Raises UsageError if the file can't be read, is no TOML or may be read by others, or if the value is no key.
    """
    found = os.environ.get(name, "").strip()
    return _checked(name, found, "the environment") if found else _checked(name, _in_file(name), str(config()))


def config() -> Path:
    """The file of keys: CULTUREDATA_CONFIG, else keys.toml in the user's folder of settings."""
    given = os.environ.get("CULTUREDATA_CONFIG")
    if given:
        return Path(given)
    from platformdirs import user_config_path

    return user_config_path("culturedata") / "keys.toml"


def how_to_set(name: str, homepage: str) -> str:
    """What to do for a key that is missing, as a hint."""
    return f'Get one at {homepage}, then set {name} in the environment, or write {name} = "…" into {config()}.'


def _in_file(name: str) -> str:
    path = config()
    found = _table(path).get(name, "") if path.exists() else ""
    if not isinstance(found, str):
        raise UsageError(f"{name} in {path} is not a text.", f'Write it in quotes: {name} = "…".')
    return found.strip()


def _table(path: Path) -> dict[str, Any]:
    """What the file says. The reason for a fault is told by its place alone: TOML's own words hold the content."""
    try:
        with path.open("rb") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & (stat.S_IRGRP | stat.S_IROTH):
                raise UsageError(f"{path} holds keys and may be read by others.", f"Run: chmod 600 {path}")
            content = file.read()
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}.", "It is the file of keys.") from None
    fault = ""
    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        fault = "UTF-8 text"
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at [a-z0-9 ,]*\)$", str(error))
        fault = f"TOML {place[0]}" if place else "TOML"
    raise UsageError(f"{path} is not {fault}.", 'It holds one line a key: NAME = "value".')


def _checked(name: str, value: str, place: str) -> str:
    """`value` itself if it can be sent in a header and hidden elsewhere."""
    if value and not (value.isascii() and value.isprintable() and " " not in value):
        raise UsageError(f"{name} in {place} holds more than plain letters.", "Copy the key again, without spaces.")
    if value and len(value) < LEAST:
        raise UsageError(f"{name} in {place} is too short to be a key.", "Copy the key again.")
    return value
