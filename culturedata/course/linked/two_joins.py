"""Joining two lists by the name that is printed, and by an identifier: what each finds, and what each gets wrong."""

from __future__ import annotations

import csv
import io
import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from culturedata.course._base import Exercise, Handout, Part, Sheet
from culturedata.course.linked._people import Somebody, people

LETTERS = 14
FAMILIES = 4  # of which two people are in the first list
ALONE = 7
# Columns of the two files in French and English.
PEOPLE = (("nom", "name"), ("naissance", "born"), ("identifiant", "identifier"))
MAIL = (("lettre", "letter"), ("nom", "name"), ("identifiant", "identifier"))


@dataclass(frozen=True, slots=True)
class Lists:
    """People (name as printed, year of birth, identifier), and letters (number, name as printed, identifier or «»)."""

    people: list[tuple[str, int, str]]
    letters: list[tuple[str, str, str]]

    def counts(self) -> dict[str, int]:
        """What the four queries of the page count."""
        pairs = [(person, letter) for letter in self.letters for person in self.people]
        by_name = [(person, letter) for person, letter in pairs if person[0] == letter[1]]
        by_identifier = [(person, letter) for person, letter in pairs if person[2] == letter[2]]
        return {
            "by_name": len(by_name),
            "wrong": sum(letter[2] not in ("", person[2]) for person, letter in by_name),
            "by_identifier": len(by_identifier),
            "nameless": sum(person[0] != letter[1] for person, letter in by_identifier),
        }


class TwoJoins(Exercise):
    """One name may be several people, and one person has several names; an identifier is one person or is missing."""

    name = "two-joins"
    summary = "A join by identifier against a join by name: what each finds, and what each gets wrong"
    summary_fr = (
        "Une jointure par identifiant contre une jointure par nom : ce que chacune trouve, et où elle se trompe"
    )
    needs_library = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        lists = drawn(random, *people(culture))
        return Sheet(
            "Les personnes sont dans la bibliothèque ; les lettres sont inventées.",
            "The people are in the library; the letters are invented.",
            _parts(lists.counts()),
            (
                Handout("personnes.csv", "people.csv", *(_table(PEOPLE, lists.people, lang) for lang in (0, 1))),
                Handout("lettres.csv", "letters.csv", *(_table(MAIL, lists.letters, lang) for lang in (0, 1))),
            ),
        )


def drawn(random: random.Random, everybody: list[Somebody], families: list[list[Somebody]]) -> Lists:
    """Lists in which a name joins two people, a person's name is written otherwise, and identifiers are missing."""
    pairs = [random.sample(family, 2) for family in random.sample(families, FAMILIES)]
    taken = {one.family for pair in pairs for one in pair}
    others = random.sample([one for one in everybody if one.family not in taken], ALONE)
    listed = [one for pair in pairs for one in pair] + others
    random.shuffle(listed)
    writers = [pairs[0][0], pairs[1][0], others[0], others[1]]
    writers += random.choices(listed, k=LETTERS - len(writers))
    letters = []
    for n, one in enumerate(writers):
        otherwise = n == 2 or (n > 3 and random.random() < 0.3)
        known = n in (0, 2) or (n > 3 and random.random() < 0.6)
        letters.append((_otherwise(random, one) if otherwise else one.family, one.id if known else ""))
    random.shuffle(letters)
    return Lists(
        [(one.family, one.born, one.id) for one in listed],
        [(f"L{n}", name, id_) for n, (name, id_) in enumerate(letters, 1)],
    )


def _otherwise(random: random.Random, one: Somebody) -> str:
    """The name as it does not stand in the first list."""
    return random.choice((one.name, f"{one.name[0]}. {one.family}", f"{one.family} ({one.name[0]}.)"))


def _table(columns: tuple[tuple[str, str], ...], rows: Sequence[Sequence[object]], lang: int) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([names[lang] for names in columns])
    writer.writerows(rows)
    return written.getvalue()


def _parts(counts: dict[str, int]) -> tuple[Part, ...]:
    return (
        Part(
            "Combien de lignes la jointure par nom donne-t-elle ?",
            "How many rows does the join by name give?",
            float(counts["by_name"]),
            "Première requête de la page. À la main : pour chaque lettre, comptez les personnes de ce nom exact.",
            "The page’s first query. By hand: for each letter, count the people with that very name.",
        ),
        Part(
            "Dans combien d’entre elles la lettre a-t-elle un identifiant, qui n’est pas celui de la personne ?",
            "In how many of them has the letter an identifier that is not the person’s?",
            float(counts["wrong"]),
            "Ajoutez la condition de la page : deux identifiants présents et différents, donc une erreur certaine.",
            "Add the page’s condition: both identifiers are there and differ, so this is surely wrong.",
        ),
        Part(
            "Combien de lignes la jointure par identifiant donne-t-elle ?",
            "How many rows does the join by identifier give?",
            float(counts["by_identifier"]),
            "La même requête, avec l’identifiant à la place du nom. Une case vide ne joint rien.",
            "The same query with the identifier in place of the name. An empty cell joins nothing.",
        ),
        Part(
            "Combien de lignes de la jointure par identifiant la jointure par nom aurait-elle manquées ?",
            "How many rows of the join by identifier would the join by name have missed?",
            float(counts["nameless"]),
            "Celles où le nom n’est pas écrit de la même façon dans les deux listes.",
            "Those in which the name is not written alike in the two lists.",
        ),
    )
