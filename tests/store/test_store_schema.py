"""The schema says what it is, and every SQL statement of the program fits it."""

from __future__ import annotations

import ast
import importlib
import re
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlite_utils

import culturedata
from culturedata.errors import LibraryTooNew
from culturedata.publish.reconciliation.offered import _INDEX
from culturedata.store.catalogue.search import unfolded
from culturedata.store.library import Library
from culturedata.store.tables import schema

PACKAGE = Path(culturedata.__file__).parent
STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH)\s")
# Tables that an import makes for itself and that vanish with its connection.
TEMPORARY = (
    "CREATE TEMP TABLE told (issue PRIMARY KEY); CREATE TEMP TABLE leaving (source PRIMARY KEY);"
    " CREATE TEMP TABLE once (id PRIMARY KEY);"
)
# Tables of what an export chooses, and the index of names that the reconciliation service makes for itself.
TEMPORARY += "".join(
    f" CREATE TEMP TABLE {table}_chosen ({key} PRIMARY KEY);"
    for table, key in {"works": "work_id", "agents": "agent_id", "terms": "term_id", "records": "record_id",
                       "issues": "issue_id", "imports": "import_id", "sources": "source"}.items()
)  # fmt: skip
TEMPORARY += "".join(
    f" {statement.replace('VIRTUAL TABLE', 'VIRTUAL TABLE temp.', 1).replace('. ', '.')};" for statement in _INDEX
)
# What stands for a place in a statement that is filled in when it is asked: «{ids}», «{lang}».
FILLED = {"lang": "en", "alone": "record_id IS NULL"}
# Sources read other people's databases, and the web cache keeps a file of its own: neither has this schema.
OTHER_SCHEMAS = ("sources/", "importing/web/")
COMPOSED = 77  # statements put together at run time: they are not explained here, and should stay few


@dataclass(frozen=True)
class Statement:
    """An SQL text in the source, and whether it is only a part of what is executed."""

    where: str
    text: str
    composed: bool


def in_file(path: Path) -> Iterator[Statement]:
    """The strings of a module that begin like SQL."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parts: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.BinOp):
            parts |= {id(part) for part in ast.walk(node) if part is not node}
    for node in ast.walk(tree):
        composed = False
        if isinstance(node, ast.JoinedStr):
            composed = named(path, node) is None
            text = node.values[0].value if isinstance(node.values[0], ast.Constant) else ""
            text = named(path, node) or text
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if STATEMENT.match(text) and (isinstance(node, ast.JoinedStr) or id(node) not in parts):
            where = f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}"
            yield Statement(where, text, composed)


def named(path: Path, node: ast.JoinedStr) -> str | None:
    """The text of a statement that is put together from its module's named parts alone, else None."""
    package = Path(culturedata.__file__).parent
    if not path.is_relative_to(package):
        return None
    name = ".".join(path.relative_to(package.parent).with_suffix("").parts)
    module = sys.modules.get(name) or importlib.import_module(name)
    known = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    if any(not isinstance(getattr(module, part, None), str | int | tuple) for part in known):
        return None
    return str(eval(compile(ast.Expression(node), str(path), "eval"), dict(vars(module))))


def statements() -> list[Statement]:
    """All SQL of the package that is meant for a library."""
    return [
        found
        for path in sorted(PACKAGE.rglob("*.py"))
        if not path.relative_to(PACKAGE).as_posix().startswith(OTHER_SCHEMAS)
        for found in in_file(path)
    ]


def refusal(db: sqlite3.Connection, sql: str) -> str:
    """What SQLite says against a statement when it compiles it, whatever its parameters; empty if nothing."""
    sql = re.sub(r"\{(\w*)\}", lambda place: FILLED.get(place[1], "?"), sql)
    try:
        try:
            db.execute(f"EXPLAIN {sql}", defaultdict(lambda: None)).fetchall()
        except sqlite3.ProgrammingError:  # its parameters have no names
            db.execute(f"EXPLAIN {sql}", [None] * sql.count("?")).fetchall()
    except sqlite3.OperationalError as error:
        return str(error)
    return ""


@pytest.fixture(scope="module")
def databases() -> Iterator[dict[str, sqlite3.Connection]]:
    made = {}
    for name in ("culture", "audience"):
        made[name] = sqlite3.connect(":memory:", isolation_level=None)
        schema.create(made[name], name)
        for more in ("culture_indexes", "culture_search") if name == "culture" else ():
            schema.run(made[name], schema.sql(more))
        made[name].executescript(TEMPORARY)
        made[name].create_function("unfolded", 1, unfolded)
    yield made
    for db in made.values():
        db.close()


def test_every_statement_compiles(databases: dict[str, sqlite3.Connection]) -> None:
    """Against one of the two databases: no statement needs both."""
    plain = [found for found in statements() if not found.composed]
    assert len(plain) > 80
    wrong = {}
    for found in plain:
        said = {name: refusal(db, found.text) for name, db in databases.items()}
        if all(said.values()):
            wrong[found.where] = said
    assert wrong == {}


def test_few_statements_are_put_together() -> None:
    composed = [found.where for found in statements() if found.composed]
    assert 0 < len(composed) <= COMPOSED, composed


def test_the_check_would_notice(databases: dict[str, sqlite3.Connection]) -> None:
    for wrong in ("SELECT titel FROM works", "INSERT INTO slates VALUES (?, ?)", "DELETE FROM workz WHERE a = :a"):
        assert all(refusal(db, wrong) for db in databases.values())
    for right in ("SELECT ?, title FROM works WHERE work_id = ?", "DELETE FROM works WHERE work_id = :id"):
        assert refusal(databases["culture"], right) == ""
        assert refusal(databases["audience"], right) == "no such table: works"


def test_the_check_reads_whole_statements_and_no_halves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.py").write_text(
        'x = "SELECT 1 " "FROM a"\ny = f"SELECT {x} FROM b"\nz = "SELECT 2" + x\nw = "Select a work"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(f"{__name__}.PACKAGE", tmp_path)
    found = [(one.text, one.composed) for one in in_file(tmp_path / "a.py")]
    assert found == [("SELECT 1 FROM a", False), ("SELECT ", True)]


@pytest.mark.parametrize("name", ["culture", "audience"])
def test_tables_and_columns_are_as_described(databases: dict[str, sqlite3.Connection], name: str) -> None:
    """What the schema file says with its comments is what SQLite made of it: nothing lacks a description."""
    db = databases[name]
    made = [
        row[0]
        for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
        if not row[0].startswith(("sqlite_", "_sqlite", "works_"))
    ]
    assert [table.name for table in schema.tables(name) if table.name != "works_fts"] == made
    for table in schema.tables(name):
        columns = db.execute(f"PRAGMA table_info({table.name})").fetchall()
        assert [column.name for column in table.columns] == [row[1] for row in columns]
        assert [column.declared.split()[0] for column in table.columns] == [row[2] for row in columns]
        assert table.about
        assert all(column.about for column in table.columns)


@pytest.mark.parametrize("name", ["culture", "audience"])
def test_every_reference_is_to_a_table_that_is_there(databases: dict[str, sqlite3.Connection], name: str) -> None:
    tables = {table.name for table in schema.tables(name)}
    for table in tables:
        for row in databases[name].execute(f"PRAGMA foreign_key_list({table})"):
            assert row[2] in tables


def test_statements_are_parted_and_triggers_kept_whole() -> None:
    text = (
        "-- one; two\nCREATE TABLE a (b);\n\nCREATE TRIGGER t AFTER DELETE ON a BEGIN\n  SELECT 1;\n  SELECT 2;\nEND;\n"
    )
    first, second = schema.statements(text)
    assert first.endswith("CREATE TABLE a (b);")
    assert second.startswith("CREATE TRIGGER")
    assert second.endswith("END;")
    assert len(list(schema.statements(schema.sql("culture_search")))) == 3


@pytest.mark.parametrize("name", ["culture", "audience"])
def test_a_new_file_is_as_the_migrations_make_it(name: str) -> None:
    """By sqlite-utils, whose table of migrations a later version of it finds."""
    made, migrated = (sqlite3.connect(":memory:", isolation_level=None) for _ in range(2))
    schema.create(made, name)
    schema._migrations(name).apply(sqlite_utils.Database(migrated))
    for said in (
        "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name",
        "SELECT id, migration_set, name FROM _sqlite_migrations ORDER BY id",
    ):
        assert made.execute(said).fetchall() == migrated.execute(said).fetchall()
    (at,) = made.execute("SELECT DISTINCT applied_at FROM _sqlite_migrations").fetchone()
    assert datetime.fromisoformat(at).tzinfo == UTC
    made.close()
    migrated.close()


def test_what_needs_no_migration_does_not_load_sqlite_utils(tmp_path: Path) -> None:
    """It takes half a second, and much memory where pandas is installed."""
    program = f"""
import sys
from pathlib import Path
from culturedata.store.library import Library
for _ in range(2):
    with Library.open(Path({str(tmp_path)!r}) / "library", create=True):
        pass
print("sqlite_utils" in sys.modules)
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


def test_a_second_migration_changes_nothing(library: Library) -> None:
    for connection, name in ((library.culture, "culture"), (library.audience, "audience")):
        before = list(connection.iterdump())
        schema.migrate(connection, name)
        assert list(connection.iterdump()) == before


def test_a_file_of_a_newer_version(library: Library) -> None:
    columns = [row[1] for row in library.audience.execute("PRAGMA table_info(_sqlite_migrations)")]
    said = {"migration_set": "culturedata.audience", "name": "m099_dreams", "applied_at": "2030"}
    named = [column for column in columns if column in said]
    library.audience.execute(
        f"INSERT INTO _sqlite_migrations ({', '.join(named)}) VALUES ({', '.join('?' * len(named))})",
        [said[column] for column in named],
    )
    with pytest.raises(LibraryTooNew, match=r"audience\.db was made by a newer version of culturedata \(m099_dreams\)"):
        schema.migrate(library.audience, "audience")
    schema.migrate(library.culture, "culture")
