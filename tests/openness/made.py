"""A library for counting by hand: three museums in two countries, every case once (synthetic records)."""

from __future__ import annotations

import sqlite3
import zlib
from dataclasses import dataclass
from pathlib import Path

from culturedata.store.library import Library, transaction

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
CC_BY_NC = "https://creativecommons.org/licenses/by-nc/4.0/"
NOW = "2026-01-01T00:00:00+00:00"
YEAR = 2026  # so that a death in 1955 is over seventy years ago, one in 1956 is not
DEATHS = {"old": 1955, "late": 1956, "unknown": None, "workshop": 1800}


@dataclass(frozen=True)
class Work:
    """One work. `makers` are (agent, attribution); `image` is (open, licence, iiif), `pixels` its width and height."""

    id: str
    museum: str | None = "M"
    country: str | None = "FR"
    makers: tuple[tuple[str, str | None], ...] = ()
    image: tuple[int, str | None, str | None] | None = None
    pixels: tuple[int | None, int | None] = (None, None)
    metadata: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    url: str | None = None


# Of museum M, six works; «whole:» is the source of all collections, «sample:» that of works described by others.
WORKS = (
    Work("whole:1", makers=(("old", None),), image=(1, CC0, "https://iiif.example/1"), metadata=(CC0,),
         identifiers=("wikidata",), url="https://m.example/1", pixels=(1000, 3000)),
    Work("whole:2", makers=(("old", None), ("late", None)), image=(1, CC_BY, None), metadata=(CC0, CC_BY),
         pixels=(2999, 2000)),
    Work("whole:3", makers=(("old", "attributed to"),), image=(0, None, None), metadata=(CC0, CC_BY_NC),
         pixels=(4000, None)),
    Work("whole:4", makers=(("unknown", None), ("old", None)), identifiers=("accession",)),
    Work("whole:5", makers=(("old", "follower of"),)),
    Work("whole:6", makers=(("workshop", None),)),
    Work("whole:7", museum="N", country="GB", makers=(("old", None), ("old", "after")), image=(1, CC0, None)),
    Work("sample:1", museum="O", country="GB", makers=(("late", "after"),)),
    Work("sample:2", museum="O", country="GB", makers=(("old", None), ("unknown", "with others"))),
    Work("sample:3", makers=(("old", None),)),
    Work("sample:4", museum=None, country=None),
)  # fmt: skip


def make(folder: Path) -> None:
    """Write the library into `folder`."""
    with Library.open(folder, create=True) as library, transaction(library.culture):
        db = library.culture
        for source, licence in (("whole", CC0), ("sample", CC_BY_NC)):
            db.execute(
                """INSERT INTO sources (source, title, domain, publish, licence, licence_url, provenance)
                   VALUES (?, ?, 'museum', 'open', 'a licence', ?, 'open')""",
                [source, source.title(), licence],
            )
            db.execute(
                """INSERT INTO imports (source, input, status, started_at, version)
                   VALUES (?, 'by hand', 'done', ?, '0')""",
                [source, NOW],
            )
        for number, work in enumerate(WORKS):
            _work(db, number, work)


def _agent(db: sqlite3.Connection, agent: str, record: str) -> None:
    kind = "group" if agent == "workshop" else "person"
    db.execute(
        """INSERT OR IGNORE INTO agents (agent_id, name, kind, died, source, authority, record_id)
           VALUES (?, ?, ?, ?, 'whole', 0, ?)""",
        [agent, f"A. {agent}", kind, DEATHS[agent], record],
    )


def _work(db: sqlite3.Connection, number: int, work: Work) -> None:
    source = work.id.partition(":")[0]
    db.execute(
        """INSERT INTO records (record_id, source, sha256, format, raw, located, import_id)
           VALUES (?, ?, ?, 'json', ?, 'by hand', ?)""",
        [work.id, source, str(number), zlib.compress(b"{}"), 1 if source == "whole" else 2],
    )
    db.execute(
        "INSERT INTO works (work_id, title, domain, source, url, record_id) VALUES (?, ?, 'museum', ?, ?, ?)",
        [work.id, f"Work {number}", source, work.url, work.id],
    )
    for n, (agent, attribution) in enumerate(work.makers, 1):
        _agent(db, agent, work.id)
        db.execute(
            "INSERT INTO credits (work_id, position, agent_id, role, attribution) VALUES (?, ?, ?, 'painter', ?)",
            [work.id, n, agent, attribution],
        )
    if work.image:
        is_open, licence, iiif = work.image
        db.execute(
            """INSERT INTO images (work_id, position, url, iiif, width, height, licence, open)
               VALUES (?, 1, 'data:,', ?, ?, ?, ?, ?)""",
            [work.id, iiif, *work.pixels, licence, is_open],
        )
    for n, licence in enumerate(work.metadata, 1):
        db.execute(
            "INSERT INTO rights (work_id, position, covers, licence) VALUES (?, ?, 'metadata', ?)",
            [work.id, n, licence],
        )
    for scheme in work.identifiers:
        db.execute("INSERT INTO identifiers VALUES (?, ?, '1')", [work.id, scheme])
    if work.museum:
        db.execute(
            "INSERT INTO holdings (work_id, position, kind, name, country) VALUES (?, 1, 'keeper', ?, ?)",
            [work.id, work.museum, work.country],
        )
