"""What a format is: it writes a catalogue that was chosen into a file or a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

import msgspec

from culturedata.errors import CultureDataError
from culturedata.exporting.credit import Credit, credits
from culturedata.exporting.snapshot import Chosen
from culturedata.registry import Seam

FORMATS = Seam("culturedata.exporting.formats", "format")
README = "README.md"
DESCRIBED = "datapackage.json"
BASE = "http://127.0.0.1:8001"  # where `serve` shows a library
Progress = Callable[[str, int], None]


class Format:
    """Base of all formats. A subclass says `name` and `summary`, and writes `write`.

    `folder`: what it writes is a folder, with a README. `tabular`: a query's own rows can be written; other formats
    write the works that the query names. `needs` are modules of the extra `export`. `base` begins the addresses of
    works: where the library is served.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    folder: ClassVar[bool] = False
    tabular: ClassVar[bool] = False
    needs: ClassVar[tuple[str, ...]] = ()

    def __init__(self, chosen: Chosen, *, base: str = BASE, query: str | None = None, progress: Progress) -> None:
        self.chosen = chosen
        self.base = base.rstrip("/")
        self.query = query
        self.progress = progress
        self.credits: list[Credit] = credits(chosen.culture)
        self.left_out: Counter[str] = Counter()
        """What this format has no place for, in words, and how many works that were."""

    def write(self, out: Path) -> dict[str, int]:
        """Write to `out`, which does not exist; return how many things of each kind it holds now."""
        raise NotImplementedError

    @classmethod
    def check(cls) -> None:
        """Raises CultureDataError if a package is missing without which nothing can be written."""
        for module in cls.needs:
            found = None
            with suppress(ModuleNotFoundError):
                found = find_spec(module)
            if found is None:
                raise CultureDataError(
                    f"the format {cls.name} needs {module}.", "Install it: pip install 'culturedata[export]'."
                )


def graph(head: dict[str, Any], key: str, nodes: Iterator[Any]) -> Iterator[bytes]:
    """A JSON object piece by piece: what `head` says, and the list of `nodes` under `key`."""
    opened = msgspec.json.encode(head)[:-1]
    yield opened + (b"," if head else b"") + msgspec.json.encode(key) + b":["
    for number, node in enumerate(nodes):
        yield (b",\n" if number else b"\n") + msgspec.json.encode(node)
    yield b"\n]}\n"
