"""The pages of docs/sources/, one a source, and docs/sources.md: written from descriptors and the records of tests.

    python -m tests.source_pages     writes them anew; a test says when they are not up to date

Which column a field goes to is found by changing the fields of the synthetic records that the source's contract tests
read (see culturedata.importing.drafts.fields): so a page says what the code does.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from culturedata.importing.descriptor import Descriptor, packaged
from culturedata.importing.drafts.fields import Field, fields
from tests.contract_http import HttpSourceContract
from tests.contract_source import SourceContract
from tests.sources.test_sources_contract import classes

DOCS = Path(__file__).resolve().parents[1] / "docs"
ENOUGH = 12  # records of each test class that are looked at
WAYS = {"api": "its API", "dump": "its dump", "file": "a file or folder that you have", "package": "a Python package"}

GENERAL = (
    "",
    "## Readers for any source",
    "",
    "A museum that is not in the list may need no Python: a descriptor that names one of these readers is enough, see",
    "[adding a source](add-a-source.md).",
    "",
    "| reader | reads |",
    "| --- | --- |",
    "| `csv` | a table with a header line, by a mapping from column to target |",
    "| `jsonl` | JSON objects, one a line or in one list, by a mapping from path to target |",
    "| `oai-pmh` | a repository, or its saved answers: Dublin Core, EDM or LIDO |",
    "| `lido` | a file, folder or archive of LIDO XML |",
    "| `linked-art` | files of Linked Art, or a list of ids at an address |",
)


def pages() -> dict[Path, str]:
    """The text of each page by its path."""
    found = {name: known_fields(name) for name in packaged()}
    written = {DOCS / "sources" / f"{name}.md": page(packaged()[name], found[name]) for name in found}
    written[DOCS / "sources.md"] = overview(found)
    return written


def known_fields(name: str) -> dict[str, Field]:
    """The fields of the records that the contract tests of a source read, by path."""
    found: dict[str, Field] = {}
    for kept in dict.fromkeys(kept for kept in classes() if kept.source == name and not kept.own):
        for field in _fields(kept()):
            before = found.get(field.path)
            columns = tuple(sorted({*field.columns, *(before.columns if before else ())}))
            found[field.path] = Field(field.path, columns, field.records, field.ignored)
    return found


def _fields(kept: SourceContract) -> list[Field]:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as monkeypatch:
        path = Path(folder)
        if isinstance(kept, HttpSourceContract):
            with kept.playing(path, monkeypatch):
                return _of(kept, path)
        return _of(kept, path)


def _of(kept: SourceContract, path: Path) -> list[Field]:
    (path / "input").mkdir(exist_ok=True)
    reader = kept.reader(kept.input(path / "input"))
    return fields(reader, islice(reader.records(), ENOUGH))


def page(described: Descriptor, found: dict[str, Field]) -> str:
    """The page of one source."""
    mapped = {path: field for path, field in found.items() if field.columns}
    ignored = sorted(path for path, field in found.items() if field.ignored and not field.columns)
    silent = sorted(path for path, field in found.items() if not field.ignored and not field.columns)
    lines = [
        f"# {described.title} (`{described.name}`)",
        "",
        "<!-- made by python -m tests.source_pages from the descriptor and the tests: do not edit -->",
        "",
        described.description.strip(),
        "",
        f"*{described.description_fr.strip()}*",
        "",
        *_facts(described),
        "",
        "## Known quirks",
        "",
        described.notes.strip() or "None so far.",
        *(["", f"*{described.notes_fr.strip()}*"] if described.notes_fr else []),
        "",
        "## Checked against",
        "",
        described.verified.strip(),
        "",
        f"*{described.verified_fr.strip()}*",
        "",
        "## From field to column",
        "",
        "A field that stands in a list is marked with `[]`. The tables are described in [schema](../schema.md).",
        "",
        "| field | goes to |",
        "| --- | --- |",
        *(f"| `{_cell(path)}` | {', '.join(field.columns)} |" for path, field in sorted(mapped.items())),
        "",
    ]
    if ignored:
        lines += ["Ignored, and kept in the raw record (the reasons stand in the reader):", "", _listed(ignored), ""]
    if silent:
        lines += ["Read to understand the others, and no column of their own:", "", _listed(silent), ""]
    return "\n".join(lines)


def _facts(described: Descriptor) -> list[str]:
    http = described.http
    said = {
        "domain": ", ".join(described.domain),
        "records upstream": f"{described.upstream:,}" if described.upstream else "not known",
        "real records read": f"{described.read:,}",
        "size": described.size,
        "licence": f"[{described.licence}]({described.licence_url})" if described.licence_url else described.licence,
        "may be given on": "yes" if described.publish == "open" else "no: it stays on this machine",
        "terms": described.terms,
        "how to cite": f"{described.attribution}; {described.homepage}",
        "ways in": ", ".join(WAYS[way] for way in described.ways),
        "what to give": described.input,
        "key": f"in `{described.key}`" if described.key else "none needed",
        "limit": f"{http.requests_per_minute:g} requests a minute" if http else "",
        "command": f"`culturedata import {described.name}`",
    }
    return ["| | |", "| --- | --- |", *(f"| {k} | {_cell(' '.join(v.split()))} |" for k, v in said.items() if v)]


def _listed(paths: list[str]) -> str:
    return ", ".join(f"`{_cell(path)}`" for path in paths) + "."


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def overview(found: dict[str, dict[str, Field]]) -> str:
    """docs/sources.md."""
    lines = [
        "# The sources",
        "",
        "<!-- made by python -m tests.source_pages: do not edit -->",
        "",
        "Each source has its page: what it holds, its licence, how to cite it, where each field goes, its quirks.",
        "",
        "No live service was asked while this was written: «checked against» says on which real records each reader",
        "was tried, and what was never seen. «Real records read» is how many of them the tests read, those about tags",
        "and people too; each counts once, in however many forms it is at hand. The first import from a live service",
        "decides; what it can't read is in `issues`.",
        "",
        "| source | records upstream | real records read | licence | key | ways | fields mapped | ignored "
        "| checked against |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, fields_ in found.items():
        described = packaged()[name]
        mapped = sum(bool(field.columns) for field in fields_.values())
        ignored = sum(field.ignored and not field.columns for field in fields_.values())
        upstream = f"{described.upstream:,}" if described.upstream else "not known"
        lines.append(
            f"| [`{name}`](sources/{name}.md) | {upstream} | {described.read:,} | {_cell(described.licence)} | "
            f"{'yes' if described.key else 'no'} | {', '.join(described.ways)} | {mapped} | {ignored} | "
            f"{_cell(' '.join(described.verified.split()))} |"
        )
    return "\n".join([*lines, *GENERAL, ""])


def write() -> None:
    """Write all pages, and delete those of sources that are no more."""
    (DOCS / "sources").mkdir(exist_ok=True)
    made = pages()
    for path in (DOCS / "sources").glob("*.md"):
        if path not in made:
            path.unlink()
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
