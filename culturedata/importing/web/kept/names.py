"""Under which name a thing is kept that came from an address: two addresses have two, and none shows a secret."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from hmac import digest
from pathlib import Path

from culturedata.importing.web.scrub import scrub

_SALT, _SIZE = ".salt", 32


class Names:
    """Names of 64 letters. An address in which `scrub` hides nothing has the same everywhere.

    Any other is hashed together with a random salt that lies in `folder` and is for its owner alone: who gets the
    names without it can't even try out keys. A folder that can't be written has another salt at every run.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _SALT

    def of(self, address: str) -> str:
        """The name of `address`, of which the whole counts, secrets too."""
        told = address.encode()
        return sha256(told).hexdigest() if scrub(address) == address else digest(self._salt, told, "sha256").hex()

    @cached_property
    def _salt(self) -> bytes:
        made = os.urandom(_SIZE)
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError):
                opened = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(opened, "wb") as file:
                    file.write(made)
            found = self._path.read_bytes()
            return found if len(found) == _SIZE else made
        return made
