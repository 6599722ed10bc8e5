"""The exercise `licences`: what each licence allows, and the student's own counts by another way."""

from __future__ import annotations

import re
import sqlite3

import pytest

from culturedata.course import _base
from culturedata.course.licences import FAMILIES, Licences, uses
from culturedata.errors import ExerciseError
from culturedata.store.library import Library

CLASS = tuple(f"student {n}" for n in range(30))


@pytest.mark.parametrize(
    ("printed", "sell", "change"),
    [
        ("CC0 1.0", True, True), ("Domaine public", True, True), ("CC BY-SA 4.0", True, True),
        ("Licence Ouverte 2.0", True, True), ("CC BY-NC 4.0", False, True), ("CC BY-NC-SA 4.0", False, True),
        ("CC BY-ND 4.0", True, False), ("CC BY-NC-ND 4.0", False, False),
        ("© A. Person, all rights reserved", False, False), ("prêt de longue durée", False, False),
        ("http://rightsstatements.org/vocab/InC/1.0/", False, False),
        ("http://rightsstatements.org/vocab/UND/1.0/", False, False),
    ],
)  # fmt: skip
def test_uses(printed: str, sell: bool, change: bool) -> None:
    assert (uses(printed).sell, uses(printed).change, uses(printed).open) == (sell, change, sell and change)


def test_a_licence_allows_the_same_in_both_languages() -> None:
    for french, english in (said for family in FAMILIES for said in family):
        assert uses(french) == uses(english)


@pytest.mark.parametrize(("lang", "yes"), [("fr", "oui"), ("en", "yes")])
def test_the_table_of_the_page(lang: str, yes: str) -> None:
    rows = [line.strip("| ").split(" | ") for line in Licences().page(lang).splitlines() if line.startswith("|")][2:]
    seen = 0
    for printed, sell, change, _, opened in rows:
        for name in re.findall(r"`([^`]+)`", printed):
            name = "http://rightsstatements.org/vocab/InC/1.0/" if name == "InC" else name
            found = uses(name)
            assert [found.sell, found.change, found.open] == [cell == yes for cell in (sell, change, opened)]
            seen += 1
    assert seen == 8


@pytest.mark.parametrize("student", CLASS[:12])
def test_the_answers_by_another_way(student: str, samples: sqlite3.Connection) -> None:
    sheet = Licences().for_student(student, samples)
    query = sheet.data_en.split("```sql\n")[1].split("\n```")[0]
    counted = {licence.split("/")[-3]: number for licence, number in samples.execute(query)}
    ids = re.findall(r"\| `([\w:-]+)` \|", sheet.data_en)
    assert len(set(ids)) == 10
    assert sum(counted.values()) == 10
    pictures = re.findall(r"^\| \d+ \| `(.+)` \|$", sheet.data_en, re.M)
    assert len(pictures) == 12
    kept = [one for one in pictures if "rights reserved" not in one and "InC" not in one]
    answers = [
        counted.get("mark", 0), counted.get("InC", 0),
        sum("NC" not in one for one in kept), sum("ND" not in one for one in kept),
        sum("NC" not in one and "ND" not in one for one in kept),
    ]  # fmt: skip
    assert _base.check(sheet, [str(answer) for answer in answers]) == [True] * 5


def test_every_family_is_among_the_pictures(samples: sqlite3.Connection) -> None:
    for student in CLASS:
        data = Licences().for_student(student, samples).data_en
        assert all(any(f"`{english}`" in data for _, english in family) for family in FAMILIES)


def test_a_library_with_too_few_rights(library: Library) -> None:
    with pytest.raises(ExerciseError, match=r"fewer than 10 works of this library say their own rights\. Import"):
        Licences().for_student("camille", library.culture)
    library.culture.execute("DELETE FROM rights")
    with pytest.raises(ExerciseError, match="fewer than 10 works"):
        Licences().for_student("camille", library.culture)


def test_a_work_whose_rights_are_said_twice_is_left_out(culture_twice: tuple[sqlite3.Connection, str]) -> None:
    culture, twice = culture_twice
    for student in CLASS:
        assert f"`{twice}`" not in Licences().for_student(student, culture).data_en


@pytest.fixture
def culture_twice(library: Library) -> tuple[sqlite3.Connection, str]:
    """Twelve synthetic works in copyright, one of which is also said to be in the public domain."""
    for n in range(12):
        library.culture.execute(
            "INSERT INTO works VALUES (?, 'Synthetic', 'museum', 'a', NULL, 1850, 1850, 0, NULL, 'a:1')", [f"a:z{n}"]
        )
        for position in (1, 2) if n == 0 else (1,):
            library.culture.execute(
                "INSERT INTO rights (work_id, position, covers, licence) VALUES (?, ?, 'work', ?)",
                [f"a:z{n}", position, "http://rightsstatements.org/vocab/InC/1.0/"],
            )
    return library.culture, "a:z0"
