"""From a work on a page back to its raw record, its source and its licence."""

from __future__ import annotations

import random
import re
import sqlite3
from dataclasses import dataclass

from culturedata.course._base import Exercise, Part, Sheet, library
from culturedata.data.licences import licence
from culturedata.errors import ExerciseError

KINDS = {"public-domain": "A", "closed": "B", "unknown": "C", None: "D"}
# How many works of each standing there are: at most one row says what may be done with the work itself.
STANDINGS = """WITH said AS MATERIALIZED (
  SELECT work_id, count(*) AS times, max(coalesce(licence, '')) AS licence
  FROM rights WHERE covers = 'work' GROUP BY work_id
)
SELECT coalesce(times, 0) AS times, licence, count(*) FROM works LEFT JOIN said USING (work_id)
WHERE source IN (SELECT source FROM sources WHERE publish = 'open') GROUP BY 1, 2 ORDER BY 1, 2"""
NTH = """SELECT work_id FROM works LEFT JOIN
  (SELECT work_id, count(*) AS times, max(coalesce(licence, '')) AS licence
   FROM rights WHERE covers = 'work' GROUP BY work_id) USING (work_id)
WHERE source IN (SELECT source FROM sources WHERE publish = 'open') AND coalesce(times, 0) = ? AND licence IS ?
ORDER BY work_id LIMIT 1 OFFSET ?"""
FOUND = """SELECT w.work_id, w.title, coalesce(w.maker, ''), w.record_id, r.sha256, r.located,
       s.title, coalesce(s.title_fr, s.title), s.licence, coalesce(s.attribution, s.title)
FROM works AS w JOIN records AS r USING (record_id) JOIN sources AS s ON s.source = w.source WHERE w.work_id = ?"""
_LAST_NUMBER = re.compile(r"(\d+)\D*$")
_TRIES = 200


@dataclass(frozen=True, slots=True)
class Traced:
    """A work with what leads back to where it comes from."""

    work_id: str
    title: str
    maker: str
    record_id: str
    sha256: str
    located: str
    source: str
    source_fr: str
    licence: str
    attribution: str

    @property
    def number(self) -> float | None:
        """The last number in the place of the record («museum_works.csv:2»); None if there is none."""
        found = _LAST_NUMBER.search(self.located)
        return float(found[1]) if found else None


class Provenance(Exercise):
    """Whence a row comes, what is allowed with it, and how it is cited."""

    name = "provenance"
    summary = "From a work on a page back to its raw record, its source, its licence, and how to cite it"
    summary_fr = "D’une œuvre affichée à sa notice brute, sa source, sa licence, et comment la citer"
    needs_library = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        work, right = _drawn(random, library(culture))
        cited, letter = _citations(random, work)
        query = f"SELECT sha256, located, source FROM records\nWHERE record_id = '{quoted(work.record_id)}'"
        return Sheet(
            f"Votre œuvre : « {work.title} »{_by(work.maker)}, `{work.work_id}`.\n\n"
            f"Votre requête :\n\n```sql\n{query}\n```\n\nQuatre façons de la citer :\n\n{_listed(cited, 'fr')}",
            f"Your work: “{work.title}”{_by(work.maker)}, `{work.work_id}`.\n\n"
            f"Your query:\n\n```sql\n{query}\n```\n\nFour ways to cite it:\n\n{_listed(cited, 'en')}",
            (*_record(work), _rights(right), _citation(letter)),
        )


def quoted(text: str) -> str:
    """`text` as it stands between the quotes of SQL."""
    return text.replace("'", "''")


def _drawn(random: random.Random, culture: sqlite3.Connection) -> tuple[Traced, str]:
    """A work whose record's place has a number, and the letter of its own rights: each letter that there is as likely.

    Raises ExerciseError if the library has no such work.
    """
    groups: dict[str, list[tuple[int, str | None, int]]] = {}
    for times, said, works in culture.execute(STANDINGS):
        letter = _letter(times, said)
        if letter:
            groups.setdefault(letter, []).append((times, said, works))
    for _ in range(_TRIES if groups else 0):
        letter = random.choice(sorted(groups))
        times, said, works = random.choices(groups[letter], [group[2] for group in groups[letter]])[0]
        (work_id,) = culture.execute(NTH, [times, said, random.randrange(works)]).fetchone()
        work = Traced(*culture.execute(FOUND, [work_id]).fetchone())
        if work.number is not None:
            return work, letter
    raise ExerciseError("no work of this library can be traced to a line of its source.", "Import sample-museum.")


def _letter(times: int, said: str | None) -> str | None:
    """Which answer says what the rights in the work are; None where they are said twice, or in other words."""
    if times == 0:
        return KINDS[None]
    found = licence(said or "") if times == 1 else None
    return KINDS.get(found.kind) if found else None


def _by(maker: str) -> str:
    return f", {maker}" if maker else ""


def _citations(random: random.Random, work: Traced) -> tuple[list[tuple[str, str]], str]:
    """Four citations in French and English in random order, and the letter of the right one."""
    named_fr, named_en = f"« {work.title} »{_by(work.maker)}", f"“{work.title}”{_by(work.maker)}"
    right = (
        f"{named_fr}, notice `{work.work_id}`. {work.attribution}, `{work.licence}`.",
        f"{named_en}, record `{work.work_id}`. {work.attribution}, `{work.licence}`.",
    )
    cited = [
        right,
        (f"{named_fr}. Source : Internet.", f"{named_en}. Source: the Internet."),
        (
            f"{named_fr}, notice `{work.work_id}`. © {work.attribution}, tous droits réservés.",
            f"{named_en}, record `{work.work_id}`. © {work.attribution}, all rights reserved.",
        ),
        (f"{named_fr}. culturedata, `Apache 2.0`.", f"{named_en}. culturedata, `Apache 2.0`."),
    ]
    random.shuffle(cited)
    return cited, "ABCD"[cited.index(right)]


def _listed(cited: list[tuple[str, str]], lang: str) -> str:
    return "\n".join(f"- {letter}. {one[lang == 'en']}" for letter, one in zip("ABCD", cited, strict=True))


def _record(work: Traced) -> tuple[Part, ...]:
    assert work.number is not None
    return (
        Part(
            "Quels sont les huit premiers caractères de l’empreinte (`sha256`) de sa notice brute ?",
            "What are the first eight characters of the hash (`sha256`) of its raw record?",
            work.sha256[:8],
            "Collez votre requête dans la zone SQL de « Données » : c’est le début de la première colonne.",
            "Paste your query into the SQL box of “Data”: it is the beginning of the first column.",
            form="[0-9a-f]{8}",
            example="12ab34cd, eight characters from 0 to 9 and a to f",
        ),
        Part(
            "Par quel nombre finit l’endroit d’où elle vient (`located`) : ligne du fichier, ou numéro de fiche ?",
            "With which number does the place it comes from (`located`) end: a line of the file, or a record’s number?",
            work.number,
            "La même requête, deuxième colonne : dans « fichier.csv:12 », c’est 12.",
            "The same query, second column: in “file.csv:12” it is 12.",
        ),
    )


def _rights(letter: str) -> Part:
    return Part(
        "Que dit sa page des droits sur l’œuvre même, non sur sa fiche : A domaine public, B protégée, C indéterminés, "
        "D rien ?",
        "What does its page say of the rights in the work itself, not in its record: A public domain, B in copyright, "
        "C undetermined, D nothing?",
        letter,
        "Sur la page de l’œuvre, « Droits » a une ligne « Données » et, parfois, une ligne « Œuvre » : lisez celle-ci.",
        "On the work’s page “Rights” has a line “Metadata” and sometimes a line “Work”: read the second one.",
        form="[ABCD]",
        example="A, B, C or D",
    )


def _citation(letter: str) -> Part:
    return Part(
        "Laquelle des quatre citations est la bonne (A, B, C ou D) ?",
        "Which of the four citations is right (A, B, C or D)?",
        letter,
        "Elle nomme l’œuvre, sa notice, la source comme la page « Sources et licences » le demande, et sa licence.",
        "It names the work, its record, the source as the page “Sources and licences” asks, and its licence.",
        form="[ABCD]",
        example="A, B, C or D",
    )
