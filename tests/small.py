"""A small library for tests, written row by row (synthetic records around well-known works)."""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from culturedata.store.library import Library, transaction

NOW = "2026-01-01T00:00:00+00:00"
PUBLIC_DOMAIN = "https://creativecommons.org/publicdomain/mark/1.0/"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw=="
# id, title, French, English, domain, maker, maker's gender, born, died, year, terms, open image
WORKS = [
    ("a:1", "La Joconde", "La Joconde", "Mona Lisa", "museum", "Léonard de Vinci", "male", 1452, 1519, 1503,
     ("subject/portrait", "material/oil"), 0),
    ("a:2", "Impression, soleil levant", None, "Impression, Sunrise", "museum", "Claude Monet", "male", 1840, 1926,
     1872, ("subject/sea", "material/oil", "movement/impressionism"), 1),
    ("a:3", "Le Berceau", None, "The Cradle", "museum", "Berthe Morisot", "female", 1841, 1895, 1872,
     ("subject/portrait", "material/oil", "movement/impressionism"), 0),
    ("a:4", "Nymphéas", None, "Water Lilies", "museum", "Claude Monet", "male", 1840, 1926, 1906,
     ("subject/garden", "material/oil", "movement/impressionism"), 1),
    ("a:5", "Été", None, "Summer", "museum", "Berthe Morisot", "female", 1841, 1895, 1880,
     ("subject/garden", "material/oil", "movement/impressionism"), 0),
    ("b:1", "L’Aigle noir", None, None, "music", "Barbara", "female", 1930, 1997, 1970, ("genre/chanson",), 0),
    ("b:2", "Göttingen", None, None, "music", "Barbara", "female", 1930, 1997, 1964, ("genre/chanson",), 0),
    ("b:3", "Boléro", None, None, "music", "Maurice Ravel", "male", 1875, 1937, 1928, ("genre/orchestral",), 0),
    ("c:1", "Heat", None, None, "film", "Michael Mann", "male", 1943, None, 1995, ("genre/crime", "genre/drama"), 0),
    ("c:2", "Fargo", None, None, "film", "Joel Coen", "male", 1954, None, 1996, ("genre/crime", "genre/comedy"), 0),
    ("c:3", "Toy Story", None, None, "film", "John Lasseter", "male", 1957, None, 1995, ("genre/comedy",), 0),
    ("c:4", "The Piano", "La Leçon de piano", None, "film", "Jane Campion", "female", 1954, None, 1993,
     ("genre/drama",), 0),
    ("d:9", "Heat (1995)", None, None, "film", None, None, None, None, 1995, (), 0),
]  # fmt: skip
SOURCES = [("a", "Sample museum", "museum", "open"), ("b", "Sample music", "music", "open"),
           ("c", "Sample films", "film", "open"), ("d", "Sample ratings", "film", "local")]  # fmt: skip
FRENCH = {"portrait": "portrait", "oil": "huile", "sea": "mer", "garden": "jardin", "impressionism": "impressionnisme"}
RATINGS = [(1, "d:9", 5.0), (1, "c:2", 3.0), (2, "d:9", 4.0), (2, "c:3", 2.0), (3, "c:4", 4.5)]


def make(folder: Path) -> None:
    """Write the library into `folder`."""
    with Library.open(folder, create=True) as library:
        with transaction(library.culture):
            _culture(library.culture)
        with transaction(library.audience):
            _audience(library.audience)


def make_older(folder: Path) -> None:
    """Write the library as the version before left it: without the columns and the table of m002."""
    make(folder)
    with closing(sqlite3.connect(folder / "culture.db", isolation_level=None)) as db:
        db.execute("ALTER TABLE records DROP COLUMN gone_at")
        for column in ("gone", "since", "limited", "identity"):
            db.execute(f"ALTER TABLE imports DROP COLUMN {column}")
        for column in ("options", "licence_fr", "terms_fr"):
            db.execute(f"ALTER TABLE sources DROP COLUMN {column}")
        db.execute("DROP TABLE met")
        db.execute("DROP TABLE loose")
    for name in ("culture", "audience"):
        with closing(sqlite3.connect(folder / f"{name}.db", isolation_level=None)) as db:
            db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm002_gone'")


def _culture(db: sqlite3.Connection) -> None:
    for source, title, domain, publish in SOURCES:
        db.execute(
            """INSERT INTO sources (source, title, domain, publish, licence, licence_url, rating_low, rating_high,
               provenance) VALUES (?, ?, ?, ?, 'CC0 1.0', 'https://creativecommons.org/publicdomain/zero/1.0/', 1, 5,
               'open')""",
            [source, title, domain, publish],
        )
        db.execute(
            "INSERT INTO imports (source, input, status, started_at, version) VALUES (?, 'by hand', 'done', ?, '0')",
            [source, NOW],
        )
    for number, work in enumerate(WORKS, 1):
        _work(db, number, *work)
    db.execute(
        "INSERT INTO matches VALUES ('d:9', 'c:1', 'same-work', 1.0, 'title and year', '{}', 'rule', ?, NULL, NULL)",
        [NOW],
    )
    reasons = json.dumps([{"kind": "shared-terms", "terms": ["oil"], "text_fr": "huile", "text_en": "oil"}])
    db.execute("INSERT INTO similar VALUES ('a:2', 1, 'a:4', 0.9, ?)", [reasons])
    db.execute("INSERT INTO similar VALUES ('a:2', 2, 'a:3', 0.6, ?)", [reasons])
    db.execute("INSERT INTO works_fts(works_fts) VALUES ('rebuild')")


def _work(db: sqlite3.Connection, number: int, work_id: str, title: str, title_fr: str | None, title_en: str | None,
          domain: str, maker: str | None, gender: str | None, born: int | None, died: int | None, year: int,
          terms: tuple[str, ...], open_image: int) -> None:  # fmt: skip
    source = work_id.split(":")[0]
    raw = json.dumps({"id": work_id, "title": title}, ensure_ascii=False).encode()
    import_id = "abcd".index(source) + 1
    db.execute(
        "INSERT INTO records VALUES (?, ?, ?, 'json', ?, 'by hand', ?, NULL)",
        [work_id, source, sha256(raw).hexdigest(), zlib.compress(raw), import_id],
    )
    db.execute(
        "INSERT INTO works VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)",
        [work_id, title, domain, source, maker, year, year // 10 * 10, open_image, work_id],
    )
    titles = [(title, None, "original"), (title_fr, "fr", "translated"), (title_en, "en", "translated")]
    said = [t for t in titles if t[0]]
    db.executemany("INSERT INTO titles VALUES (?, ?, ?, ?, ?)", [(work_id, n, *t) for n, t in enumerate(said, 1)])
    db.execute("INSERT INTO dates VALUES (?, 1, 'created', ?, ?, ?, 'year', NULL)", [work_id, str(year), year, year])
    if maker:
        agent = f"{source}:agent:{maker}"
        db.execute(
            """INSERT OR IGNORE INTO agents (agent_id, name, kind, born, died, gender, source, authority, record_id)
               VALUES (?, ?, 'person', ?, ?, ?, ?, 0, ?)""",
            [agent, maker, born, died, gender, source, work_id],
        )
        db.execute("INSERT INTO credits VALUES (?, 1, ?, 'artist', NULL, NULL)", [work_id, agent])
    for term in terms:
        facet, _, label = term.partition("/")
        db.execute(
            "INSERT OR IGNORE INTO terms VALUES (?, ?, ?, ?, ?, NULL, ?)",
            [f"{source}:term:{term}", label, facet, FRENCH.get(label), label, source],
        )
        db.execute("INSERT INTO work_terms VALUES (?, ?, ?)", [work_id, facet, f"{source}:term:{term}"])
    if died:
        db.execute("INSERT INTO rights (work_id, position, covers, licence, statement)"
            " VALUES (?, 1, 'work', ?, 'life plus seventy years')", [
            work_id, PUBLIC_DOMAIN if died <= 1955 else "http://rightsstatements.org/vocab/InC/1.0/"
        ])  # fmt: skip
    if open_image:
        db.execute(
            "INSERT INTO images VALUES (?, 1, ?, NULL, NULL, 1, 1, 'A painting', NULL, ?, 1)",
            [work_id, PIXEL, PUBLIC_DOMAIN],
        )
    names = " ".join(t[0] for t in said if t[0])
    words = " ".join(t.partition("/")[2] for t in terms)
    db.execute("INSERT INTO search_texts VALUES (?, ?, ?, ?, ?, '')", [number, work_id, names, maker or "", words])


def _audience(db: sqlite3.Connection) -> None:
    for user in (1, 2, 3):
        db.execute("INSERT INTO users VALUES (?, ?, 'd', 'open')", [user, f"d:user:{user}"])
    for number, item in enumerate(("d:9", "c:2", "c:3", "c:4"), 1):
        db.execute("INSERT INTO items VALUES (?, ?, 'd')", [number, item])
    numbers = dict(db.execute("SELECT item_id, item FROM items").fetchall())
    for at, (user, item, value) in enumerate(RATINGS):
        db.execute(
            "INSERT INTO ratings (user, item, value, at, source, provenance) VALUES (?, ?, ?, ?, 'd', 'open')",
            [user, numbers[item], value, 1_000_000_000 + at],
        )
    db.execute("INSERT INTO follows VALUES (1, 3, 'd', 'open')")
    db.execute("INSERT INTO pages VALUES (1, 1, 'desk', 'page', '{}', '[]', 9, 3, NULL, 0.5, 0, ?)", [NOW])
    db.execute("INSERT INTO page_rows VALUES (1, 1, 'decade', 'film', 'Années 1990', '1990s', 4, 0.5, 0.4, 0.3, 0.2)")
    db.execute("INSERT INTO page_cells VALUES (1, 1, 1, 'c:4')")
    db.execute("INSERT INTO models VALUES (1, 'popular', 'film', '{}', 0, 'f', 'open', '0', ?, x'00')", [NOW])
    db.execute("INSERT INTO runs VALUES (1, 1, 2, 1, 0, ?)", [NOW])
    reasons = json.dumps(
        [{"kind": "rated", "items": ["d:9"], "text_fr": "parce que vous avez noté «\u00a0Heat\u00a0» 5",
          "text_en": "because you rated “Heat” 5"}]
    )  # fmt: skip
    db.execute("INSERT INTO slates VALUES (1, 1, 1, ?, 4.4, ?)", [numbers["c:4"], reasons])
    db.execute("INSERT INTO slates VALUES (1, 1, 2, ?, 4.1, ?)", [numbers["c:3"], reasons])
