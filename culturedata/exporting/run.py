"""An export from beginning to end: what is chosen is gathered, written beside its place, and moved there whole."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from culturedata.errors import UsageError
from culturedata.exporting._base import BASE, FORMATS, README, Format, Progress
from culturedata.exporting.credit import Credit
from culturedata.exporting.selection import Selection, works_of
from culturedata.exporting.snapshot import Chosen, chosen
from culturedata.store.library import Library, copying

_MARK = "# culturedata export"
_WORKS = "SELECT source, count(*) FROM works GROUP BY source ORDER BY source"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. `rows` are the things of each kind, `works` by source, `left_out` works that the format has no
    place for.

    `home` are the sources that must not be given on and stayed at home, `in_copyright` the works that did so for their
    records, or texts in them, are in copyright, by source; `local`: such things are in it.
    """

    format: str
    out: str
    rows: dict[str, int]
    works: dict[str, int]
    left_out: dict[str, int]
    sources: tuple[Credit, ...]
    home: tuple[str, ...]
    in_copyright: dict[str, int]
    local: bool
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """The result as one object."""
        said = asdict(self)
        said["sources"] = [
            {key: getattr(one, key) for key in ("source", "title", "licence", "licence_url", "attribution")}
            for one in self.sources
        ]
        return said | {"seconds": round(self.seconds, 2)}


def export(
    library: Library,
    format: str,
    out: Path,
    selection: Selection | None = None,
    *,
    base: str = BASE,
    force: bool = False,
    local: set[str] | None = None,
    progress: Progress = lambda *_: None,
) -> Exported:
    """Write what `selection` chooses of the library to `out` in a format; whatever stops it, nothing half-written is
    left there.

    `local` are sources whose descriptors say today that they are. `force` overwrites a file, or an earlier export.
    Raises UnknownName, UsageError, LibraryUnwritable, and CultureDataError if a package is missing.
    """
    began = time.monotonic()
    selection = selection or Selection()
    writes: type[Format] = FORMATS.load(format)
    writes.check()
    with copying(out), _scratch(out, force=force, folder=writes.folder) as scratch:
        made = scratch / "made" / out.name
        made.parent.mkdir()
        with _catalogue(library, selection, scratch, local or set(), tabular=writes.tabular) as found:
            writer = writes(found, base=base, query=selection.query, progress=progress)
            if not (found.count("works") if selection.by_works else writer.credits):
                raise UsageError("there is nothing to export.", _why(found, selection))
            rows = writer.write(made)
            works = dict(found.culture.execute(_WORKS).fetchall())
        _move(made, out, scratch)
    return Exported(
        format=writes.name,
        out=str(out),
        rows=rows,
        works=works,
        left_out=dict(+writer.left_out),
        sources=tuple(writer.credits),
        home=found.home,
        in_copyright=found.in_copyright,
        local=found.local,
        seconds=time.monotonic() - began,
    )


@contextmanager
def _catalogue(
    library: Library, selection: Selection, scratch: Path, local: set[str], *, tabular: bool
) -> Iterator[Chosen]:
    """What to write down. Of a query, the catalogue that it may ask, or else the works that it names."""
    with chosen(library.culture, selection, scratch / "chosen.db", local) as whole:
        if selection.query is None or tabular:
            yield whole
            return
        named = Selection(works=works_of(whole.culture, selection.query), local=True)
        if not named.works:
            raise UsageError("the query names no work.", "Its column work_id is empty.")
        with chosen(whole.culture, named, scratch / "named.db") as part:
            yield Chosen(part.culture, whole.home, whole.in_copyright, whole.local)


def _why(found: Chosen, selection: Selection) -> str:
    """Why nothing is left to write."""
    if found.in_copyright:
        return "What was chosen is in copyright. For a copy that stays on this machine say --local."
    if selection.by_works:
        return "Of what may be given on, nothing is like that: see culturedata search."
    if found.home:
        return f"{', '.join(found.home)} must not be given on. For a copy that stays on this machine say --local."
    return "The library is empty."


@contextmanager
def _scratch(out: Path, *, force: bool, folder: bool) -> Iterator[Path]:
    """A folder beside `out`, gone at the end. Raises UsageError if `out` is there and may not be overwritten."""
    if out.exists() or out.is_symlink():
        if not force:
            raise UsageError(f"{out} exists.", "Choose another name, or say --force to overwrite it.")
        if out.is_dir() != folder or (folder and not _is_export(out)):
            raise UsageError(f"{out} is not an earlier export.", "Choose another name: --force deletes nothing else.")
    out.parent.resolve(strict=True)
    scratch = out.with_name(f".{out.name}.partial")
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        scratch.mkdir()
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _is_export(folder: Path) -> bool:
    """Whether a folder holds an export, and nothing that is no plain file."""
    readme = folder / README
    marked = readme.is_file() and readme.read_text(encoding="utf-8", errors="replace").startswith(_MARK)
    return marked and all(path.is_file() and not path.is_symlink() for path in folder.iterdir())


def _move(made: Path, out: Path, scratch: Path) -> None:
    """Put what was made in its place; what stood there is put back if that fails."""
    if not out.is_dir():
        made.replace(out)
        return
    before = out.rename(scratch / "before")
    try:
        made.rename(out)
    except BaseException:
        before.rename(out)
        raise
