"""The sources: what there is, what each field becomes, one of your own, and taking one out again."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated, Any

import typer

from culturedata.cli._output import (
    HERE,
    Domain,
    JsonOption,
    LibraryOption,
    note,
    opened,
    path,
    place,
    print_json,
    print_table,
)

if TYPE_CHECKING:
    from culturedata.data.records import RawRecord
    from culturedata.importing.descriptor import Descriptor
    from culturedata.importing.drafts.drafting import Draft
    from culturedata.importing.source import Issue, Source

app = typer.Typer()
source = typer.Typer(
    no_args_is_help=True,
    help="What can be imported: the collections that culturedata knows, and files of your own.",
    epilog="A file of your own: culturedata source new, read what it drafted, culturedata import, culturedata issues.",
)
app.add_typer(source, name="source")
Name = Annotated[str, typer.Argument(metavar="SOURCE", help="See culturedata source list.")]


@source.command("list", epilog="Example: culturedata source list -L library")
def list_(library: LibraryOption = HERE, as_json: JsonOption = False) -> None:
    """The sources there are: how many records, under which licence, by which ways; also those of the library's own."""
    from culturedata.importing.descriptor import found_in

    found, faults = found_in(library)
    last = _last_imports(library)
    if as_json:
        rows = [_as_json(one, last.get(one.name)) for one in found.values()]
        blank = dict.fromkeys(rows[0])
        bad = ({"name": name, "last_import": last.get(name), "error": str(error)} for name, error in faults.items())
        print_json([*({**row, "error": None} for row in rows), *({**blank, **row} for row in bad)])
        return
    print_table(
        ("source", "domain", "holds", "records", "licence", "key", "ways", "read", "verified", "last import", "title"),
        (
            *((d.name, ", ".join(d.domain), _holds(d), "" if d.upstream is None else f"{d.upstream:,}", d.licence,
               d.key, ", ".join(d.ways), f"{d.read:,}", _seen(d), _said(last.get(d.name)), d.title)
              for d in found.values()),
            *((name, *[""] * 8, _said(last.get(name)), "can't be used: see below") for name in faults),
        ),
    )  # fmt: skip
    for error in faults.values():
        note(f"Not usable: {error}")
    note("What each was checked against, and what never: culturedata source show SOURCE.")


def _as_json(described: Descriptor, last: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "name": described.name, "title": described.title, "title_fr": described.title_fr,
        "domain": list(described.domain), "description": described.description, "records_upstream": described.upstream,
        "licence": described.licence, "licence_fr": described.licence_fr or None, "publish": described.publish,
        "size": described.size, "key": described.key or None, "ways": list(described.ways),
        "records_read": described.read, "verified": described.verified or None, "last_import": last,
    }  # fmt: skip


def _holds(described: Descriptor) -> str:
    """What it holds, in short: the whole of it is what `source show` says."""
    return shorten(re.split(r"[.:](?:\s|$)", described.description, maxsplit=1)[0], 80, placeholder=" …")


def _seen(described: Descriptor) -> str:
    """Against which real records it was checked, in short: the whole of it is what `source show` says."""
    return re.split(r"[.;](?:\s|$)", described.verified, maxsplit=1)[0]


def _said(last: dict[str, Any] | None) -> str:
    return "" if last is None else f"{last['status']} {last['started_at'][:10]}, {last['records']:,}"


def _last_imports(library: Path) -> dict[str, dict[str, Any]]:
    """The last import of each source into the library, if there is one."""
    from culturedata.store.catalogue.works import rows
    from culturedata.store.library import CULTURE

    if not (library / CULTURE).is_file():
        return {}
    with opened(library) as lib:
        found = rows(lib.culture, "SELECT * FROM imports ORDER BY import_id")
    return {row["source"]: row for row in found}


@source.command("show", epilog="Example: culturedata source show tate -L library")
def show(name: Name, library: LibraryOption = HERE, as_json: JsonOption = False) -> None:
    """All that is known of a source: what to give it, its licence, its traps, and its last import into this library."""
    import msgspec

    from culturedata.importing.descriptor import descriptor

    described = msgspec.to_builtins(descriptor(name, library))
    last = _last_imports(library).get(described["name"])
    if as_json:
        print_json({**described, "last_import": last})
        return
    print_table(("field", "value"), _lines(described))
    if last:
        note(f"Last import: {last['status']}, {last['started_at']}, {last['records']:,} records.")


def _lines(said: dict[str, Any], inside: str = "") -> Iterator[tuple[str, str]]:
    """What a descriptor says as lines: what stands in another thing by the way there, «http.base»; empty things not."""
    for key, value in said.items():
        if isinstance(value, dict):
            yield from _lines(value, f"{inside}{key}.")
        elif text := ", ".join(map(str, value)) if isinstance(value, list | tuple) else _text(value):
            yield f"{inside}{key}", text


def _text(value: Any) -> str:
    """A single value; «no» and «not said» are nothing, and the number 0 is one."""
    return "" if value is None or value is False else str(value)


@source.command("fields", epilog="Example: culturedata source fields our-museum our-museum.csv -L library")
def fields_(
    name: Name,
    input: Annotated[
        str | None, typer.Argument(parser=place, help="As for import: file, folder, archive or URL.")
    ] = None,
    library: LibraryOption = HERE,
    number: Annotated[int, typer.Option("--records", min=1, help="How many records to look at.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """What becomes of each field of a file: the catalogue's columns that it goes to, or none. Nothing is imported.

    It is found out on a few records, by changing their fields one by one. Rows that become no record are counted.
    """
    from dataclasses import replace

    from culturedata.importing.bookkeeping.issues import is_left_out
    from culturedata.importing.descriptor import descriptor
    from culturedata.importing.drafts.fields import fields
    from culturedata.importing.run import SOURCES
    from culturedata.importing.source import Context
    from culturedata.importing.web.fetch import Fetcher

    described = descriptor(name, library)
    told: list[Issue] = []
    context = Context(described, input, limit=number, report=told.append, fetcher=lambda: Fetcher(described, tell=note))
    reader = SOURCES.load(described.reader or described.name)(context)
    records = list(islice(reader.records(), number))
    left_out = [issue for issue in told if is_left_out(issue)]
    found = [replace(f, ignored=f.ignored or _is_ignored(f.path, described)) for f in fields(reader, records)]
    note(_looked_at(reader, records, left_out))
    note(f"{len(found):,} fields, {sum(f.ignored and not f.columns for f in found):,} of them ignored.")
    if as_json:
        print_json([{"field": f.path, "columns": f.columns, "records": f.records, "ignored": f.ignored} for f in found])
        return
    print_table(
        ("field", "goes to", "in records"),
        ((f.path, ", ".join(f.columns) or ("ignored" if f.ignored else "nothing here"), f.records) for f in found),
    )


def _is_ignored(path: str, described: Descriptor) -> bool:
    """Whether a mapping names `path`, or what it lies in, as ignored."""
    named = [str(one).replace("\\.", ".") for one in described.options.get("ignored") or ()]
    return any(path == one or path.startswith((f"{one}.", f"{one}[")) for one in named)


def _looked_at(reader: Source, records: list[RawRecord], left_out: list[Issue]) -> str:
    """How many records were looked at, and what is not among them: what can't be read, rows that became no record."""
    from culturedata.importing.reading.items import UNREADABLE

    unreadable = 0
    for record in records:
        try:
            list(reader.parse(record) if not (record.private or record.gone) else ())
        except UNREADABLE:
            unreadable += 1
    said = f"{len(records):,} records were looked at"
    said += f", {unreadable:,} of them can't be read" if unreadable else ""
    return f"{said}; {_left_out(left_out)}." if left_out else f"{said}."


def _left_out(issues: list[Issue]) -> str:
    """How many rows became no record, why, and where the first one stands."""
    from collections import Counter

    codes = Counter(issue.code for issue in issues)
    why = ", ".join(f"{code} {number:,}" for code, number in codes.items())
    return f"{len(issues):,} rows are left out ({why}), the first at {issues[0].located}"


@source.command("remove", epilog="Example: culturedata source remove tate -L library")
def remove(
    name: Name,
    library: LibraryOption = HERE,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Take a source out of the library whole: works, people, terms, raw records, ratings and the links to them."""
    from culturedata.errors import UsageError
    from culturedata.registry import unknown
    from culturedata.store.catalogue.works import rows
    from culturedata.store.upkeep.removal import remove_source

    with opened(library, write=True) as lib:
        there = {row["source"]: row["works"] for row in rows(lib.culture, _WORKS)}
        if name not in there:
            raise unknown("source in this library", name, there)
        if not yes and not typer.confirm(f"Take {name} out, {there[name]:,} works?", err=True):
            raise UsageError("nothing was taken out.", "Say --yes to do it without being asked.")
        lost = remove_source(lib, name)
    if as_json:
        print_json({"source": name, "rows": lost})
        return
    print_table(("table", "rows taken out"), lost.items())
    note("Recommenders that learnt from it still know it: culturedata train them again.")


_WORKS = "SELECT s.source, count(w.work_id) AS works FROM sources AS s LEFT JOIN works AS w USING (source) GROUP BY 1"


@source.command("new", epilog="Example: culturedata source new our-museum our-museum.csv -L library")
def new(
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="How to call it, of a–z, 0–9 and -: our-museum.")],
    file: Annotated[Path, typer.Argument(parser=path, help="Your CSV or JSON file, also packed.")],
    library: LibraryOption = HERE,
    domain: Domain = "museum",
    title: Annotated[str | None, typer.Option(help="What people call it: «Our museum».")] = None,
    licence: Annotated[str, typer.Option(help="Under which licence the data may be used.")] = "not stated",
    as_json: JsonOption = False,
) -> None:
    """Draft a descriptor for a file of your own: what each column is, by its name and its first values.

    Nothing is imported. The draft lies in the library's folder catalogues: read it, mend it, then import.
    """
    from culturedata.errors import DescriptorError
    from culturedata.importing.bookkeeping.issues import is_left_out
    from culturedata.importing.descriptor import draft_of, parsed, reserve
    from culturedata.importing.drafts import drafting
    from culturedata.importing.drafts.sampling import sample

    descriptor = reserve(name, library)
    made = drafting.draft(sample(file), domain)
    text = drafting.render(name, title or name, domain, licence, made)
    if left_out := [issue for issue in made.sample.told if is_left_out(issue)]:
        note(f"{made.sample.count:,} records were looked at; {_left_out(left_out)}.")
    for column, why in made.no_keys.items():
        note(f"«{column}» can't be the key: {why}.")
    try:
        parsed(text, descriptor)
    except DescriptorError as error:
        unfinished = draft_of(descriptor)
        drafting.write(unfinished, text)
        if not as_json:
            _print_draft(made)
        hint = f"The draft is kept in {unfinished}: complete it, then rename it {descriptor.name}."
        raise DescriptorError(error.message, hint) from error
    drafting.write(descriptor, text)
    if as_json:
        print_json({"descriptor": str(descriptor), "mapped": list(made.targets), "ignored": made.unknown})
    else:
        _print_draft(made)
    note(f"The draft is {descriptor}: read it, and mend what was guessed wrong.")
    note(f"Then: {shlex.join(['culturedata', 'import', name, str(file), '-L', str(library)])}")


def _print_draft(made: Draft) -> None:
    """What each column was taken for."""
    from culturedata.importing.drafts import drafting

    told = [(column, drafting.flow(target)) for column, target in made.targets.items()]
    print_table(("column", "is"), [*told, *((column, "ignored") for column in made.unknown)])
