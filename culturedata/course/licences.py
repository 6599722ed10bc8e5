"""What four kinds of licence allow, counted in works and pictures of the student's own."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from culturedata.course._base import Exercise, Part, Sheet, library, table
from culturedata.data.licences import licence
from culturedata.errors import ExerciseError

WORKS = 10
PICTURES = 12
# Licences as they are printed, in French and English, one row a family: from nothing kept to everything.
FAMILIES = (
    (("CC0 1.0", "CC0 1.0"), ("Domaine public", "Public domain"), ("Public Domain Mark 1.0", "Public Domain Mark 1.0")),
    (("CC BY 4.0", "CC BY 4.0"), ("CC BY-SA 4.0", "CC BY-SA 4.0"), ("Licence Ouverte 2.0", "Licence Ouverte 2.0")),
    (("CC BY-NC 4.0", "CC BY-NC 4.0"), ("CC BY-NC-SA 4.0", "CC BY-NC-SA 4.0")),
    (("CC BY-ND 4.0", "CC BY-ND 4.0"),),
    (("CC BY-NC-ND 4.0", "CC BY-NC-ND 4.0"),),
    (
        ("© A. Personne, tous droits réservés", "© A. Person, all rights reserved"),
        ("http://rightsstatements.org/vocab/InC/1.0/", "http://rightsstatements.org/vocab/InC/1.0/"),
    ),
)
LICENCES = """SELECT licence, count(*) FROM rights JOIN works USING (work_id)
WHERE covers = 'work' AND licence IS NOT NULL GROUP BY licence ORDER BY licence"""
NTH = """SELECT work_id, title FROM rights JOIN works USING (work_id)
WHERE covers = 'work' AND licence = ? ORDER BY work_id, position LIMIT 1 OFFSET ?"""
SAID_ONCE = "SELECT count(*) = 1 FROM rights WHERE covers = 'work' AND work_id = ?"
KINDS = ("public-domain", "closed", "unknown")


@dataclass(frozen=True, slots=True)
class Uses:
    """What a licence allows to everybody: to sell an unchanged copy, to show a changed one for nothing."""

    sell: bool
    change: bool

    @property
    def open(self) -> bool:
        """Whether every use is allowed, subject at most to naming and to the same licence (Open Definition 2.1)."""
        return self.sell and self.change


def uses(printed: str) -> Uses:
    """What the licence that is `printed` allows; nothing where it can't be told, for nothing is taken for free."""
    found = licence(printed)
    if found is None or found.kind in ("closed", "unknown"):
        return Uses(False, False)
    if found.open:
        return Uses(True, True)
    return Uses("NC" not in found.name, "ND" not in found.name)


class Licences(Exercise):
    """Which uses CC0, CC BY, CC BY-NC, CC BY-ND and «all rights reserved» allow."""

    name = "licences"
    summary = "What “open” means: which uses four kinds of licence allow, counted in your own works and pictures"
    summary_fr = "Ce que veut dire « libre » : les usages que permettent quatre sortes de licence, comptés chez vous"
    needs_library = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        works = _works(random, library(culture))
        pictures = _pictures(random)
        counts = {kind: sum(kind == own for _, _, own in works) for kind in KINDS}
        return Sheet(_data(works, pictures, "fr"), _data(works, pictures, "en"), _parts(counts, pictures))


def _works(random: random.Random, culture: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """Ids, titles and kinds of ten works whose own rights are said once, as many of each kind as chance wants.

    Raises ExerciseError if the library has not enough of them.
    """
    licences: dict[str, list[tuple[str, int]]] = {}
    for said, works in culture.execute(LICENCES):
        found = licence(said)
        if found and found.kind in KINDS:
            licences.setdefault(found.kind, []).append((said, works))
    drawn: dict[str, tuple[str, str]] = {}
    wanted = random.randrange(20, 80) if len(licences) > 1 else 0  # percent of the first kind: students differ in it
    for _ in range(50 * WORKS if licences else 0):
        first, *others = licences
        kind = first if not others or random.randrange(100) < wanted else random.choice(others)
        said, works = random.choices(licences[kind], [group[1] for group in licences[kind]])[0]
        work_id, title = culture.execute(NTH, [said, random.randrange(works)]).fetchone()
        if culture.execute(SAID_ONCE, [work_id]).fetchone()[0]:
            drawn.setdefault(work_id, (title, kind))
        if len(drawn) == WORKS:
            return [(id_, title, kind) for id_, (title, kind) in drawn.items()]
    raise ExerciseError(f"fewer than {WORKS} works of this library say their own rights.", "Import sample-museum.")


def _pictures(random: random.Random) -> list[tuple[str, str]]:
    """Twelve licences as they are printed in French and English, one of each family and others as chance wants."""
    favoured = random.choices(range(1, 10), k=len(FAMILIES))
    more = random.choices(FAMILIES, favoured, k=PICTURES - len(FAMILIES))
    drawn = [random.choice(family) for family in (*FAMILIES, *more)]
    random.shuffle(drawn)
    return drawn


def _data(works: list[tuple[str, str, str]], pictures: list[tuple[str, str]], lang: str) -> str:
    own = [(f"« {title} »" if lang == "fr" else title, f"`{id_}`") for id_, title, _ in works]
    invented = [(n, f"`{said[lang == 'en']}`") for n, said in enumerate(pictures, 1)]
    query = _query(id_ for id_, _, _ in works)
    if lang == "fr":
        return (
            f"Vos {WORKS} œuvres :\n\n{table(('œuvre', 'identifiant'), own)}\n\n"
            f"Votre requête, pour les compter d’un coup :\n\n{query}\n\n"
            f"Vos {PICTURES} images (inventées) :\n\n{table(('image', 'licence imprimée dessous'), invented)}"
        )
    return (
        f"Your {WORKS} works:\n\n{table(('work', 'id'), own)}\n\n"
        f"Your query, to count them at once:\n\n{query}\n\n"
        f"Your {PICTURES} pictures (invented):\n\n{table(('picture', 'licence printed below it'), invented)}"
    )


def _query(ids: Iterable[str]) -> str:
    listed = ",\n  ".join("'" + id_.replace("'", "''") + "'" for id_ in ids)
    asked = "licence, count(*) FROM rights\nWHERE covers = 'work' AND work_id IN (\n  "
    return f"```sql\nSELECT {asked}{listed}\n) GROUP BY licence\n```"


def _parts(counts: dict[str, int], pictures: list[tuple[str, str]]) -> tuple[Part, ...]:
    allowed = [uses(french) for french, _ in pictures]
    return (
        Part(
            f"Combien de vos {WORKS} œuvres sont dans le domaine public ?",
            f"How many of your {WORKS} works are in the public domain?",
            float(counts["public-domain"]),
            "Sur la page de chaque œuvre, « Droits », ligne « Œuvre » ; dans la requête, l’adresse a « publicdomain ».",
            "On each work’s page, “Rights”, line “Work”; in the query the address has “publicdomain”.",
        ),
        Part(
            f"Combien de vos {WORKS} œuvres sont protégées par le droit d’auteur ?",
            f"How many of your {WORKS} works are in copyright?",
            float(counts["closed"]),
            "Dans la requête, l’adresse finit par « InC/1.0/ ». Indéterminé (« UND ») n’est ni libre ni protégé.",
            "In the query the address ends in “InC/1.0/”. Undetermined (“UND”) is neither open nor protected.",
        ),
        Part(
            f"Combien de vos {PICTURES} images pouvez-vous vendre en affiche, sans les changer ?",
            f"How many of your {PICTURES} pictures may you sell as a poster, unchanged?",
            float(sum(one.sell for one in allowed)),
            "Écartez NC (pas d’usage commercial) et ce dont tous les droits sont réservés ; ND permet la copie fidèle.",
            "Leave out NC (no commercial use) and whatever is all rights reserved; ND allows a faithful copy.",
        ),
        Part(
            f"Combien de vos {PICTURES} images pouvez-vous recadrer et colorier pour le journal gratuit de l’école ?",
            f"How many of your {PICTURES} pictures may you crop and colour for the school’s free paper?",
            float(sum(one.change for one in allowed)),
            "Écartez ND (pas de modification) et ce dont tous les droits sont réservés ; NC permet ce qui est gratuit.",
            "Leave out ND (no changes) and whatever is all rights reserved; NC allows what is free of charge.",
        ),
        Part(
            f"Combien de vos {PICTURES} images sont libres, pour tout usage ?",
            f"How many of your {PICTURES} pictures are open, for any use?",
            float(sum(one.open for one in allowed)),
            "Ni NC, ni ND, ni droits réservés. Nommer l’auteur (BY) et garder la licence (SA) sont permis.",
            "No NC, no ND, no rights reserved. Naming the author (BY) and keeping the licence (SA) may be asked.",
        ),
    )
