"""From the rows of a table to JSON-LD: words that everybody shares in place of column names, and triples."""

from __future__ import annotations

import json
import random
import sqlite3
from dataclasses import dataclass
from typing import Any

from culturedata.course._base import Exercise, Part, Sheet, library, table
from culturedata.errors import ExerciseError
from culturedata.store.catalogue import works

# What a work of each domain is in schema.org, and which property names who made it.
TYPES = {"museum": "VisualArtwork", "music": "MusicComposition"}
MAKERS = {"museum": "creator", "music": "composer"}
ROLES = {"museum": "painter", "music": "composer"}
PROPERTIES = ("name", "creator", "composer", "dateCreated", "license", "sdLicense")
MOST = 4  # makers and other titles, so that the document fits on a sheet
_WORKS = """SELECT w.work_id FROM works AS w JOIN credits AS c USING (work_id) JOIN agents AS a USING (agent_id)
JOIN dates AS d USING (work_id) JOIN sources AS s ON s.source = w.source
WHERE w.domain = ? AND c.role = ? AND c.attribution IS NULL AND a.kind = 'person' AND d.kind = 'created'
  AND d.precision = 'year' AND d.qualifier IS NULL AND d.earliest > 999 AND s.licence_url IS NOT NULL
GROUP BY w.work_id HAVING count(*) <= ? ORDER BY w.work_id LIMIT 20000"""


@dataclass(frozen=True, slots=True)
class Told:
    """A work as its rows tell it: (table and column, value) in order, and the same as a document of schema.org."""

    work_id: str
    domain: str
    rows: list[tuple[str, str]]
    document: dict[str, Any]

    @property
    def triples(self) -> int:
        """How many statements the document makes: every value of every property, of the people in it too."""
        return _triples(self.document)


class RowToJsonld(Exercise):
    """What a column says becomes a statement that a machine of anybody's can read."""

    name = "row-to-jsonld"
    summary = "From row to JSON-LD: the properties of schema.org for a work's columns, and how many triples that makes"
    summary_fr = "De la ligne au JSON-LD : les propriétés de schema.org pour les colonnes d’une œuvre, et ses triplets"
    needs_library = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        told = _drawn(random, library(culture))
        letters = dict(zip(random.sample(PROPERTIES, len(PROPERTIES)), "ABCDEF", strict=True))
        rows = [(f"`{column}`", value) for column, value in told.rows]
        in_french = [(column, value if value.isdigit() or "`" in value else f"« {value} »") for column, value in rows]
        choice = ", ".join(f"{letter} `{name}`" for name, letter in letters.items())
        page = f"`/work/{told.work_id}`"
        return Sheet(
            f"Votre œuvre (page {page}), par ses lignes :\n\n{table(('colonne', 'valeur'), in_french)}\n\n"
            f"Le même en JSON-LD, avec des trous :\n\n{_printed(told)}\n\nPropriétés : {choice}.",
            f"Your work (page {page}), by its rows:\n\n{table(('column', 'value'), rows)}\n\n"
            f"The same as JSON-LD, with gaps:\n\n{_printed(told)}\n\nProperties: {choice}.",
            _parts(told, letters, random.sample(list(TYPES.values()), len(TYPES))),
        )


def told(whole: works.Row) -> Told:
    """What the sheet tells of a whole work (works.work)."""
    makers = [c for c in whole["credits"] if c["role"] == ROLES[whole["domain"]] and not c["attribution"]]
    others = list(dict.fromkeys(one["text"] for one in whole["titles"] if one["text"] != whole["title"]))[:MOST]
    created = next(date for date in whole["dates"] if date["kind"] == "created")
    own = next((r["licence"] for r in whole["rights"] if r["covers"] == "work" and r["licence"]), None)
    licence = whole["source_described"]["licence_url"]
    rows = [("works.work_id", f"`{whole['work_id']}`"), ("works.title", whole["title"])]
    rows += [("titles.text", text) for text in others]
    for maker in makers:
        rows += [("agents.name", maker["name"])]
        rows += [(f"agents.{key}", str(maker[key])) for key in ("born", "died") if maker[key] is not None]
    rows += [("dates.earliest", str(created["earliest"]))]
    rows += [("rights.licence", f"`{own}`")] if own else []
    rows += [("sources.licence_url", f"`{licence}`")]
    document = {
        "@type": TYPES[whole["domain"]],
        "name": whole["title"],
        "alternateName": others,
        MAKERS[whole["domain"]]: [_person(maker) for maker in makers],
        "dateCreated": str(created["earliest"]),
        "license": own,
        "sdLicense": licence,
    }
    return Told(whole["work_id"], whole["domain"], rows, {key: value for key, value in document.items() if value})


def _drawn(random: random.Random, culture: sqlite3.Connection) -> Told:
    """A work of a museum or a composition, each as likely. Raises ExerciseError if the library has none of one kind."""
    found = {domain: [row[0] for row in culture.execute(_WORKS, [domain, ROLES[domain], MOST])] for domain in TYPES}
    if not all(found.values()):
        raise ExerciseError("this library has no dated work for this.", "Import sample-museum and sample-music.")
    return told(works.work(culture, random.choice(found[random.choice(list(TYPES))])))


def _person(maker: works.Row) -> dict[str, str]:
    years = {"birthDate": maker["born"], "deathDate": maker["died"]}
    return {"@type": "Person", "name": maker["name"], **{key: str(y) for key, y in years.items() if y is not None}}


def _triples(thing: Any) -> int:
    values = [one for value in thing.values() for one in (value if isinstance(value, list) else [value])]
    return len(values) + sum(_triples(one) for one in values if isinstance(one, dict))


def _printed(told: Told) -> str:
    """The document with gaps for the type and three properties, and no name that would give them away."""
    gaps = {MAKERS[told.domain]: "…2…", "dateCreated": "…3…", "sdLicense": "…4…"}
    shown = {"@context": "https://schema.org", "@id": told.work_id}
    shown |= {gaps.get(key, key): "…1…" if key == "@type" else value for key, value in told.document.items()}
    return f"```text\n{json.dumps(shown, ensure_ascii=False, indent=1)}\n```"


def _parts(told: Told, letters: dict[str, str], types: list[str]) -> tuple[Part, ...]:
    gaps = (
        (2, MAKERS[told.domain], "Qui a fait l’œuvre : une composition et un tableau n’ont pas le même mot.",
         "Who made it: a composition and a painting do not have the same word."),
        (3, "dateCreated", "Quand l’œuvre a été faite.", "When the work was made."),
        (4, "sdLicense", "L’adresse est celle de `sources.licence_url` : la licence de ces données, non de l’œuvre.",
         "The address is that of `sources.licence_url`: the licence of these data, not of the work."),
    )  # fmt: skip
    return (
        Part(
            f"Quel type va dans le trou 1 : A {types[0]}, ou B {types[1]} ?",
            f"Which type goes into gap 1: A {types[0]}, or B {types[1]}?",
            "AB"[types.index(TYPES[told.domain])],
            "Ouvrez la page de l’œuvre : musée ou musique ?",
            "Open the page of the work: museum or music?",
            form="[AB]",
            example="A or B",
        ),
        *(
            Part(
                f"Quelle propriété va dans le trou {n} (A à F) ?",
                f"Which property goes into gap {n} (A to F)?",
                letters[name],
                french,
                english,
                form="[A-F]",
                example="A, B, C … or F",
            )
            for n, name, french, english in gaps
        ),
        Part(
            "Combien de triplets ce document énonce-t-il ?",
            "How many triples does this document state?",
            float(told.triples),
            "Une valeur, un triplet, `@type` compris, `@context` et `@id` non ; une liste de trois en fait trois, "
            "et les lignes d’une personne comptent aussi.",
            "A value is a triple, `@type` too, `@context` and `@id` not; a list of three makes three, "
            "and the lines of a person count as well.",
        ),
    )
