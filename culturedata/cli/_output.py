"""What all commands share: the library option, the --json option, tables for people, one JSON value for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from culturedata.store.library import Library


def path(said: str | Path) -> Path:
    """A path as it was typed. Raises UsageError for «», which Python would take for this folder."""
    from culturedata.errors import UsageError

    if said == "":
        raise UsageError("an empty text is no path.", "Is a variable of your shell empty? Write . for this folder.")
    return Path(said)


def place(said: str) -> str:
    """A path or an address as it was typed. Raises UsageError for «»."""
    path(said)
    return said


LibraryOption = Annotated[
    Path,
    typer.Option(
        "--library", "-L", parser=path, envvar="CULTUREDATA_LIBRARY", help="Folder of the library.", show_default="."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON value on standard output, for machines.")]
Options = Annotated[list[str] | None, typer.Option("--option", "-o", help="OPTION=VALUE; see recommender show.")]
HERE = Path()


def known_domain(domain: str | None) -> str | None:
    """`domain` itself. Raises UnknownName if it is not one of the domains."""
    from culturedata.registry import unknown
    from culturedata.vocabularies import DOMAINS

    if domain is not None and domain not in DOMAINS:
        raise unknown("domain", domain, DOMAINS)
    return domain


Domain = Annotated[str, typer.Option("--domain", callback=known_domain, help="museum, music or film.")]
OnlyDomain = Annotated[
    str | None, typer.Option("--domain", callback=known_domain, help="Only this domain: museum, music or film.")
]


@contextmanager
def opened(folder: Path, *, write: bool = False, create: bool = False) -> Iterator[Library]:
    """The library in `folder`; what SQLite says of its files becomes one clear line."""
    from culturedata.store.library import Library, translated

    with translated(folder), Library.open(folder, write=write, create=create) as library:
        yield library


def chosen(lang: str | None) -> str | None:
    """`lang` itself. Raises UnknownName if it is not one of the languages."""
    from culturedata.registry import unknown
    from culturedata.vocabularies import LANGUAGES

    if lang is not None and lang not in LANGUAGES:
        raise unknown("language", lang, LANGUAGES)
    return lang


def options(given: list[str] | None) -> dict[str, Any]:
    """OPTION=VALUE pairs as a dictionary; values are read as JSON where they can be."""
    from culturedata.errors import UsageError

    chosen: dict[str, Any] = {}
    for pair in given or []:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"{pair!r} is not OPTION=VALUE.", "For example: --option factors=50.")
        try:
            chosen[name] = json.loads(value)
        except ValueError:
            chosen[name] = value
    return chosen


def print_json(value: Any) -> None:
    """Write `value` as one JSON document to standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "") -> None:
    """Write rows as a table that fits the terminal; in a pipe, as tab-separated lines without colour."""
    if not sys.stdout.isatty():
        sys.stdout.write("\t".join(columns) + "\n")
        for row in rows:
            sys.stdout.write("\t".join(_cell(value) for value in row) + "\n")
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns, title=title or None, box=box.SIMPLE_HEAD, title_justify="left")
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    Console().print(table)


def note(text: str) -> None:
    """Tell people something on standard error, where it never disturbs a pipe."""
    sys.stderr.write(text.rstrip() + "\n")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    return str(value).replace("\t", " ").replace("\n", " ")
