"""Looking after a library: is it whole, and a copy of it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from culturedata import resources
from culturedata.errors import UsageError
from culturedata.store.catalogue import exhibitions
from culturedata.store.library import AUDIENCE, CULTURE, Library, copying

CATALOGUES = "catalogues"  # the folder of a library with descriptors of its own


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `ok`, or not, or None if it is neither, and what was found."""

    what: str
    ok: bool | None
    found: str


def examine(library: Library) -> list[Finding]:
    """Check both files: pages, foreign keys, the search index, imports left unfinished."""
    findings = []
    for name, connection in ((CULTURE, library.culture), (AUDIENCE, library.audience)):
        damage = [row[0] for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
        findings.append(Finding(f"{name}: pages", not damage, "; ".join(damage) or "whole"))
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
        said = f"{len(orphans):,} rows point at nothing, the first in {orphans[0][0]}" if orphans else "all found"
        findings.append(Finding(f"{name}: references", not orphans, said))
    count = library.culture.execute
    works = count("SELECT count(*) FROM works").fetchone()[0]
    indexed = count("SELECT count(*) FROM search_texts").fetchone()[0]
    findings.append(Finding("search index", works == indexed, f"{indexed:,} of {works:,} works"))
    running = [row[0] for row in count("SELECT source FROM imports WHERE status = 'running'")]
    said = f"{', '.join(running)}: go on with culturedata import {running[0]} --resume" if running else "none"
    findings.append(Finding("unfinished imports", not running, said))
    return findings


def back_up(library: Library, out: Path) -> list[Path]:
    """Copy both files, whole and consistent, into the new folder `out`, and what lies beside them that is the
    library's own: its descriptors and exhibitions; return the copies.

    Written beside `out` first and moved into place whole. Raises UsageError if `out` exists, LibraryUnwritable.
    """
    with copying(out):
        if out.exists():
            raise UsageError(f"{out} exists.", "Name a folder that does not exist yet.")
        partial = out.with_name(f".{out.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        try:
            partial.mkdir(parents=True)
            for name, connection in ((CULTURE, library.culture), (AUDIENCE, library.audience)):
                with closing(sqlite3.connect(partial / name)) as copy:
                    connection.backup(copy)
            own = [*_own_descriptors(library.folder), *exhibitions.files(library.folder)]
            copies = [path.relative_to(library.folder) for path in own]
            for path, copied in zip(own, copies, strict=True):
                (partial / copied).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, partial / copied)
            partial.rename(out)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return [out / CULTURE, out / AUDIENCE, *(out / copied for copied in copies)]


def _own_descriptors(folder: Path) -> list[Path]:
    """The files in a library's own folder of descriptors, drafts too; those of the package are not its own."""
    catalogues = folder / CATALOGUES
    if not catalogues.is_dir() or catalogues.resolve() == resources.catalogues().resolve():
        return []
    return sorted(path for path in catalogues.iterdir() if path.is_file())
