"""Pseudonyms of people: the keyed hash of a name, whose key lies outside of every library.

With the same key the same name always has the same pseudonym, so that a later import adds to what is known of somebody.
Without it nobody can tell who is who: not from a library, and not by hashing every name that there is. The key is made
when it is first needed, in a file that only its owner can read, beside the file of keys. A pseudonym begins with a mark
of its key: if the key was lost, people who came under the new one can be told from those of before.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from culturedata.errors import UsageError
from culturedata.importing import keys

_FILE = "pseudonyms.key"
_KEY = re.compile(r"[0-9a-f]{64}")
_MARK, _HASH = 3, 12  # bytes
NEW_KEY = (
    f"a key for pseudonyms was made ({_FILE} in your folder of settings): keep a copy of it. If another one was lost, "
    "the people of earlier imports keep the pseudonyms that it gave them, and come again under new ones: remove the "
    "source then, and import it anew."
)


def path() -> Path:
    """Where the key lies: beside the file of keys."""
    return keys.config().with_name(_FILE)


def pseudonyms(source: str, made: Callable[[], None] = lambda: None) -> Callable[[str], str]:
    """What gives a name its pseudonym in `source`: «a1b2c3-» and 24 more letters and digits. `made` is called if the
    key had to be made. The same name has another pseudonym in another source.

    Raises UsageError if the key can't be read or written, may be read by others, or is none.
    """
    key = _key(made)
    mark = blake2b(b"mark", key=key, digest_size=_MARK).hexdigest()
    keyed = blake2b(key=key, digest_size=_HASH, person=blake2b(source.encode(), digest_size=16).digest())

    def of(name: str) -> str:
        hashed = keyed.copy()
        hashed.update(name.encode("utf-8", "surrogatepass"))
        return f"{mark}-{hashed.hexdigest()}"

    return of


def _key(made: Callable[[], None]) -> bytes:
    place = path()
    try:
        found = _read(place)
        if found is None:
            _make(place)
            found = _read(place)
            made()
    except OSError as error:
        raise UsageError(f"{place} can't be used: {error.strerror}.", "It holds the key for pseudonyms.") from None
    if found is None or not _KEY.fullmatch(found):
        raise UsageError(f"{place} is no key for pseudonyms.", "Bring it back from a copy; see docs/sources.md.")
    return bytes.fromhex(found)


def _read(place: Path) -> str | None:
    """What the file says; None if it is not there. Raises UsageError if others may read it."""
    try:
        with place.open("rb") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise UsageError(f"{place} holds a key and may be read by others.", f"Run: chmod 600 {place}")
            return file.read().decode("ascii", "replace").strip()
    except FileNotFoundError:
        return None


def _make(place: Path) -> None:
    """Write a new key; one that another process wrote meanwhile stays. It takes its name when it is whole."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unborn = place.with_name(f".{place.name}.{os.getpid()}")
    unborn.touch(mode=0o600, exist_ok=False)
    try:
        unborn.write_text(f"{secrets.token_hex(32)}\n", encoding="ascii")
        try:
            place.hardlink_to(unborn)
        except FileExistsError:
            return
    finally:
        unborn.unlink()
