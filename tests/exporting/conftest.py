"""A small library of which much can be said: every table has rows, a source is local, a record is in copyright."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from culturedata.exporting.run import Exported, export
from culturedata.exporting.selection import Selection
from culturedata.store.library import Library, transaction

MARK = "zzlocalzz"  # stands in the local source, and about people
CLOSED = "zzclosedzz"  # stands in a record that is in copyright
IN_COPYRIGHT = "http://rightsstatements.org/vocab/InC/1.0/"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
_ROWS = f"""
UPDATE sources SET attribution = 'Thanks to ' || source, homepage = 'https://' || source || '.example/',
  title_fr = 'En français', description = 'What it holds', terms = 'Be kind';
UPDATE sources SET title = '{MARK}', licence = '{MARK}', attribution = '{MARK}', terms = '{MARK}' WHERE source = 'd';
UPDATE imports SET input = '/somebody/home/works.csv' WHERE source = 'a';
UPDATE works SET title = '{MARK}' WHERE source = 'd';
UPDATE works SET url = 'https://a.example/nymphéas 4' WHERE work_id = 'a:4';
UPDATE titles SET text = '{MARK}' WHERE work_id = 'd:9';
UPDATE search_texts SET titles = '{MARK}' WHERE work_id = 'd:9';
UPDATE images SET url = 'https://a.example/4.jpg?size=full', thumbnail = 'https://a.example/4s.jpg', width = 300,
  height = 200, credit = 'Photo: A. Person', iiif = 'https://a.example/iiif/4', licence = '{CC_BY}'
  WHERE work_id = 'a:4';
UPDATE images SET url = 'https://a.example/2.png', width = NULL, height = NULL WHERE work_id = 'a:2';
INSERT INTO images VALUES ('a:4', 2, 'https://a.example/zznotopenzz.jpg', {", ".join(["NULL"] * 7)}, 0);
INSERT INTO titles VALUES ('a:4', 9, '=HYPERLINK("x")', 'fr', 'alternative');
INSERT INTO texts VALUES ('a:4', 1, 'description', 'Water, and "lilies",
in two lines', 'en', NULL);
INSERT INTO texts VALUES ('a:4', 2, 'a local word', '', NULL, NULL);
INSERT INTO agent_names VALUES ('a:agent:Claude Monet', 'Monet, Claude', '', 'sort');
INSERT INTO agent_texts VALUES ('a:agent:Claude Monet', 1, 'biography', 'He painted
"light".', 'en', NULL);
INSERT INTO agent_measures VALUES ('a:agent:Claude Monet', 'rating', 4.5, 'of 5', NULL);
INSERT INTO agent_relations VALUES ('a:agent:Claude Monet', 1, 'member of', NULL, 'the Impressionists');
INSERT INTO term_parents SELECT 'a:term:subject/garden', 'a:term:subject/sea';
INSERT INTO agent_terms VALUES ('a:agent:Claude Monet', 'movement', 'a:term:movement/impressionism');
INSERT INTO identifiers VALUES ('a:4', 'wikidata', 'Q1'), ('a:4', 'accession', 'RF 1'), ('c:1', 'imdb', 'tt0113277'),
  ('a:agent:Claude Monet', 'ulan', '500019484');
INSERT INTO dates VALUES ('a:4', 2, 'acquired', '1920', 1920, 1920, 'year', NULL);
INSERT INTO dimensions VALUES ('a:4', 1, NULL, 'height', 89.5, 'cm', NULL),
  ('a:4', 2, 'frame', 'text', NULL, NULL, 'big');
INSERT INTO holdings VALUES ('a:4', 1, 'owner', NULL, 'A Museum', 'Paris', NULL, 'FR', 'RF 1', 'Gift of A. Person');
INSERT INTO measures VALUES ('c:1', 'runtime', 170.0, 'min', NULL);
INSERT INTO relations VALUES ('a:4', 1, 'part of', 'a:2', 'A series');
INSERT INTO record_history VALUES ('a:4', 'before', 1);
INSERT INTO issues (import_id, source, code, record_id, raw, message) VALUES (1, 'a', 'odd', 'a:4', '=1', 'odd');
INSERT INTO issues (import_id, source, code, raw, message) VALUES (1, 'a', 'lost', 'x', 'lost');
INSERT INTO texts VALUES ('a:5', 1, 'description', '{CLOSED}', NULL, '{IN_COPYRIGHT}');
"""
Export = Callable[..., Exported]


@pytest.fixture
def rich(folder: Path) -> Path:
    """The folder of the library; what is in copyright is the work a:5."""
    with Library.open(folder, write=True) as library:
        with transaction(library.culture):
            for statement in _ROWS.split(";\n"):
                library.culture.execute(statement)
            library.culture.execute("INSERT INTO works_fts(works_fts) VALUES ('rebuild')")
        with transaction(library.audience):
            library.audience.execute("UPDATE users SET user_id = ? || user", [MARK])
    return folder


@pytest.fixture
def written(rich: Path, tmp_path: Path) -> Export:
    """`written(format, out, **selection)`: export the library."""

    def made(format: str, out: str | Path = "out", *, force: bool = False, base: str = "", **chosen: Any) -> Exported:
        more: dict[str, Any] = {"base": base} if base else {}
        with Library.open(rich) as library:
            return export(library, format, tmp_path / out, Selection(**chosen), force=force, **more)

    return made


def everything(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the catalogue in the order in which it is read, by table."""
    from culturedata.store.tables import schema

    db = sqlite3.connect(folder / "culture.db")
    try:
        tables = schema.tables("culture")
        names = {table.name: ", ".join(column.name for column in table.columns) for table in tables}
        return {name: db.execute(f"SELECT {columns} FROM {name}").fetchall() for name, columns in names.items()}
    finally:
        db.close()
