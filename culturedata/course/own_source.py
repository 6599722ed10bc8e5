"""A source of one's own: a table, a descriptor of ten lines, an import, and figures that only a right import gives."""

from __future__ import annotations

import csv
import io
import random
import sqlite3
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from culturedata.course._base import Exercise, Handout, Part, Sheet
from culturedata.course._datings import around
from culturedata.data.records import Work
from culturedata.importing import descriptor
from culturedata.importing.source import Context, Issue
from culturedata.sources.readers.csv_file import CsvFile

NAMES = ("mon-musee", "my-museum")  # of the file and of the descriptor, in French and English
# What the student's columns may be called, in French and English, by what they are.
COLUMNS = {
    "key": (("inventaire", "inventory"), ("numéro", "number"), ("cote", "shelfmark")),
    "title": (("titre", "title"), ("désignation", "designation"), ("intitulé", "heading")),
    "maker": (("auteur", "author"), ("artiste", "artist"), ("créateur", "creator")),
    "date": (("date", "date"), ("datation", "dating"), ("époque", "period")),
    "technique": (("technique", "technique"), ("procédé", "process"), ("manière", "manner")),
    "ignored": (("rayon", "shelf"), ("salle", "room"), ("armoire", "cupboard")),
}
TECHNIQUES = (
    ("eau-forte", "etching"), ("aquatinte", "aquatint"), ("burin", "engraving"), ("gouache", "gouache"),
    ("pastel", "pastel"), ("fusain", "charcoal"),
)  # fmt: skip
MAKERS = (
    ("A. Personne", "A. Person"), ("B. Personne", "B. Person"), ("atelier de A. Personne", "workshop of A. Person"),
)  # fmt: skip
SEPARATORS = ("/", ",", "+")
Cell = tuple[str, str]  # in French and English
Row = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Museum:
    """A student's table: what its columns are, what parts two techniques in a cell, and its rows as they are drawn.

    `extra` are the places of rows with a cell too many.
    """

    columns: dict[str, Cell]
    separator: str
    rows: list[Row]
    extra: frozenset[int]

    def table(self, lang: int) -> str:
        """The CSV file, with semicolons; `lang` is 0 for French and 1 for English."""
        written = io.StringIO()
        writer = csv.writer(written, delimiter=";", lineterminator="\n")
        writer.writerow([name[lang] for name in self.columns.values()])
        for n, row in enumerate(self.rows):
            writer.writerow([*(row[what][lang] for what in self.columns), *(["?"] if n in self.extra else [])])
        return written.getvalue()

    def described(self, lang: int) -> str:
        """The descriptor that reads the file rightly: what a student is to find."""
        said = {what: name[lang] for what, name in self.columns.items()}
        return f"""title: {("Mon musée", "My museum")[lang]}
licence: CC0 1.0
domain: [museum]
reader: csv
options:
  mapping:
    {said["key"]}: key
    {said["title"]}: title
    {said["maker"]}: maker
    {said["date"]}: date
    {said["technique"]}: {{to: technique, separator: "{self.separator}"}}
  ignored: [{said["ignored"]}]
"""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a right import of a table brings: its works by key, and what it reports."""

    works: dict[str, Work]
    issues: list[Issue]

    def with_technique(self, label: str) -> int:
        """How many works have that technique."""
        ending = f"technique/{label}"
        return sum(any(term.term.endswith(ending) for term in work.terms) for work in self.works.values())


class OwnSource(Exercise):
    """A museum's table becomes a source by ten lines of YAML."""

    name = "own-source"
    summary = "A source of your own in ten lines of YAML"
    summary_fr = "Une source à soi en dix lignes de YAML"

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        museum = drawn(random)
        brought = read(museum, 0)
        technique = random.choice(_parted(museum, brought))
        key = random.choice([id_ for id_, work in brought.works.items() if "quart" in work.dates[0].text])
        latest = brought.works[key].dates[0].latest
        assert latest is not None
        files = Handout(f"{NAMES[0]}.csv", f"{NAMES[1]}.csv", museum.table(0), museum.table(1))
        return Sheet(
            "Ces œuvres sont inventées. Votre descripteur s’appelle `mon-musee.yml`.",
            "These works are invented. Your descriptor is called `my-museum.yml`.",
            (
                *_counted(brought, technique),
                Part(
                    f"Quelle est la dernière année possible de l’œuvre `{key}` ?",
                    f"What is the last possible year of work `{key}`?",
                    float(latest),
                    "Requête des dates de la page : colonne `latest`.",
                    "The page’s query of dates: column `latest`.",
                ),
            ),
            (files,),
        )


def drawn(random: random.Random) -> Museum:
    """A table of 14 to 22 rows: two lack a key or have a cell too many at least; one date is part of a century."""
    what = list(COLUMNS)
    random.shuffle(what)
    columns = {one: random.choice(COLUMNS[one]) for one in what}
    separator, letter = random.choice(SEPARATORS), random.choice("ABCDEFGH")
    rows = [_row(random, f"{letter}.{number}", separator) for number in range(1, random.randint(15, 23))]
    rows += [{**_row(random, f"{letter}.{len(rows) + 1}", separator), "date": _quarter(random)}]
    for row, techniques in zip(rows, ((0, 1), (0,), (1,)), strict=False):
        row["technique"] = _techniques([TECHNIQUES[n] for n in techniques], separator)
    bad = random.sample(range(3, len(rows) - 1), random.randint(2, 6))
    keyless = bad[: random.randint(1, len(bad) - 1)]
    for n in keyless:
        rows[n]["key"] = ("", "")
    order = random.sample(range(len(rows)), len(rows))
    extra = frozenset(order.index(n) for n in bad if n not in keyless)
    return Museum(columns, separator, [rows[n] for n in order], extra)


def read(museum: Museum, lang: int) -> Brought:
    """What the library's own reader makes of the table with the right descriptor; nothing is kept."""
    issues: list[Issue] = []
    with TemporaryDirectory() as folder:
        table, described = Path(folder) / f"{NAMES[lang]}.csv", Path(folder) / f"{NAMES[lang]}.yml"
        table.write_text(museum.table(lang), encoding="utf-8")
        described.write_text(museum.described(lang), encoding="utf-8")
        context = Context(descriptor.read(described, own=True), str(table), report=issues.append)
        source = CsvFile(context)
        entities = [(record.key, entity) for record in source.records() for entity in source.parse(record)]
    return Brought({key: entity for key, entity in entities if isinstance(entity, Work)}, issues)


def _row(random: random.Random, key: str, separator: str) -> Row:
    number = key.partition(".")[2]
    dated = around(random, random.randint(1501, 1950))
    chosen = random.sample(TECHNIQUES, random.choice((1, 1, 2)))
    return {
        "key": (key, key),
        "title": (f"Œuvre inventée {number}", f"Invented work {number}"),
        "maker": random.choice(MAKERS),
        "date": (dated.fr, dated.en),
        "technique": _techniques(chosen, separator),
        "ignored": (f"{random.choice('RST')}{random.randint(1, 9)}",) * 2,
    }


def _quarter(random: random.Random) -> Cell:
    """A quarter of a century, whose years stand nowhere in the file."""
    while True:
        dated = around(random, random.randint(1501, 1950))
        if "quart" in dated.fr:
            return dated.fr, dated.en


def _techniques(chosen: list[Cell], separator: str) -> Cell:
    between = f"{separator} " if separator == "," else f" {separator} "
    return between.join(one[0] for one in chosen), between.join(one[1] for one in chosen)


def _parted(museum: Museum, brought: Brought) -> list[Cell]:
    """The techniques that works have alone, and others beside another one: without the separator fewer are counted."""
    cells = [row["technique"][0] for row in museum.rows if row["key"][0] in brought.works]
    named = [{name.strip() for name in cell.split(museum.separator)} for cell in cells]
    alone = Counter(name for cell in named if len(cell) == 1 for name in cell)
    beside = Counter(name for cell in named if len(cell) > 1 for name in cell)
    return [technique for technique in TECHNIQUES if alone[technique[0]] and beside[technique[0]]]


def _counted(brought: Brought, technique: Cell) -> tuple[Part, ...]:
    return (
        Part(
            "Combien d’œuvres l’import a-t-il apportées ?",
            "How many works did the import bring?",
            float(len(brought.works)),
            "`culturedata import` le dit dans la colonne `works`. Une ligne sans numéro n’est pas une œuvre.",
            "`culturedata import` says it in the column `works`. A line without a number is no work.",
        ),
        Part(
            f"Combien d’œuvres ont la technique « {technique[0]} » ?",
            f"How many works have the technique “{technique[1]}”?",
            float(brought.with_technique(technique[0])),
            "Deux techniques dans une case en sont deux : dites au descripteur quel signe les sépare (`separator`).",
            "Two techniques in one cell are two: tell the descriptor which sign parts them (`separator`).",
        ),
        Part(
            "Combien de problèmes un import sans erreur de votre part signale-t-il (`issues`) ?",
            "How many issues does an import without a mistake of yours report?",
            float(len(brought.issues)),
            "Colonne `issues`. Si l’un s’appelle `new-field`, une colonne manque dans votre descripteur.",
            "Column `issues`. If one is called `new-field`, your descriptor lacks a column.",
        ),
    )
