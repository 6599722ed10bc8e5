"""The exercise `most-open`: the score that the command prints, and the weight at which the first one changes."""

from __future__ import annotations

import json
import re
import shlex
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from culturedata.course import _base
from culturedata.course.most_open import MostOpen, first, turning
from culturedata.errors import ExerciseError
from culturedata.store.library import Library
from culturedata.vocabularies import LANGUAGES
from tests.cli.conftest import Run

CLASS = tuple(f"student {n}" for n in range(60))


def museums(data: str) -> dict[str, tuple[int, int, int]]:
    """The figures of P and Q in a Markdown table."""
    rows = re.findall(r"^\| ([PQ]) \| (\d+) \| (\d+) \| (\d+)", data, re.M)
    return {letter: (int(a), int(b), int(c)) for letter, a, b, c in rows}


@pytest.mark.parametrize("student", CLASS[:3])
def test_the_command_of_the_sheet_prints_the_answers(
    student: str, run: Run, demo: Path, samples: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = MostOpen().for_student(student, samples)
    line = sheet.data("fr").split("```sh\n")[1].split("\n```")[0]
    monkeypatch.chdir(demo.parent)
    said = run(*shlex.split(line)[1:])
    name = re.findall(r"\*\*(.+?)\*\*", sheet.data_en)[0]
    (row,) = (line for line in said.lines[1:] if line[2] == name)
    rank, last, score = row[0], row[1].partition("–")[2], row[6]
    assert _base.check(sheet, [score, rank, last, *_letters(sheet)]) == [True] * 6
    wrong = [str(float(score) + 0.2), f"{rank}1", f"{last}1", *_letters(sheet)]
    assert _base.check(sheet, wrong)[:3] == [False] * 3
    named = re.findall(r"\*\*(.+?)\*\*", sheet.data_fr)[0]
    assert name in named, "the English name, which the command prints, stands in the French sheet too"


def _letters(sheet: _base.Sheet) -> list[str]:
    """The last three answers, worked out from the figures that the sheet prints."""
    (p, q) = museums(sheet.data_en).values()
    one, none = ("P" if sum(p) > sum(q) else "Q"), ("P" if sum(p[1:]) > sum(q[1:]) else "Q")
    tie = (sum(q[1:]) - sum(p[1:])) / (p[0] - q[0])
    return [one, none, f"{1 - tie:.3f}"]


def test_who_is_first_in_the_samples_and_why(samples: sqlite3.Connection) -> None:
    """As the page says: with equal weights an indicator that the first one does not have decides, not completeness."""
    from culturedata.openness.counting import shares
    from culturedata.openness.counting.extent import extent
    from culturedata.openness.report import Asked, report
    from culturedata.publish.views.openness import chosen, promised

    now = date(2026, 7, 1)
    cells, reach = shares.cells(samples, now.year), extent(samples, promised(), chosen())
    leader, *others = report(samples, cells, reach, Asked(as_of=now))["groups"]
    assert (leader["rank"], leader["indicators"]["open_of_free"]["share"]) == (1, None)
    fullest = max(one["indicators"]["completeness"]["share"] for one in others)
    assert fullest >= leader["indicators"]["completeness"]["share"], "another one is as complete, and not first"
    for lang, said in (("fr", "« sans objet »"), ("en", "“undefined”")):
        assert said in MostOpen().page(lang)


def test_the_score_by_hand(samples: sqlite3.Connection) -> None:
    """Only metadata (1) and completeness have a share above 0 in the samples: the score follows from both weights."""
    from culturedata.openness.counting import shares
    from culturedata.openness.counting.completeness import FIELDS

    cells = shares.cells(samples, 2026)
    for student in CLASS[:10]:
        sheet = MostOpen().for_student(student, samples)
        weights = {name: int(w) for name, w in re.findall(r"`(\w+)` (\d+)", sheet.data_en)}
        assert weights["image"] == weights["image_open"] == weights["open_of_free"] == 0
        name = re.findall(r"\*\*(.+?)\*\*", sheet.data_en)[0]
        mine = [cell for cell in cells if name in (cell.names.get("name_en"), cell.institution)]
        works = sum(cell.counts["works"] for cell in mine)
        filled = sum(cell.counts[f"field:{field}"] for cell in mine for field in FIELDS) / 12 / works
        address = sum(cell.counts["address"] for cell in mine) / 3 / works
        assert sum(cell.counts["identified"] for cell in mine) == 0
        score = 100 * (weights["metadata_open"] + weights["completeness"] * filled + weights["machine"] * address)
        assert sheet.parts[0].expected == pytest.approx(score / sum(weights.values()), abs=1e-9)


def test_the_first_one_always_changes(samples: sqlite3.Connection) -> None:
    """The point of the exercise, for every student, from the numbers that the sheet prints."""
    for student in CLASS:
        sheet = MostOpen().for_student(student, samples)
        drawn = museums(sheet.data_en)
        assert drawn == museums(sheet.data_fr)
        ahead, behind, less = _letters(sheet)
        assert ahead != behind
        assert _base.check(sheet, ["0", "0", "0", ahead, behind, less])[3:] == [True, True, True]
        tie = 1 - float(less)
        assert (first(drawn, tie + 0.01), first(drawn, tie - 0.01)) == (ahead, behind)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_example_of_the_page(lang: str) -> None:
    page = MostOpen().page(lang)
    drawn = museums(page)
    assert drawn == {"P": (80, 40, 30), "Q": (50, 50, 45)}
    assert (first(drawn, 1.0), first(drawn, 0.0)) == ("P", "Q")
    assert turning(drawn) == pytest.approx(25 / 30, abs=1e-12)
    for figure in (turning(drawn), 1 - turning(drawn)):
        printed = f"**{figure:.2f}**"
        assert (printed.replace(".", ",") if lang == "fr" else printed) in page


def test_the_page_invites_to_debate() -> None:
    assert "Débattons des indicateurs" in MostOpen().page("fr")
    assert "debate the indicators" in MostOpen().page("en")


def test_a_library_with_too_few_institutions(library: Library) -> None:
    with pytest.raises(ExerciseError, match=r"fewer than 3 institutions of this library have 10 works\. Import"):
        MostOpen().for_student("camille", library.culture)


def test_a_changed_library_is_counted_again(library: Library) -> None:
    """Three synthetic institutions come in after the first, vain, question."""
    with pytest.raises(ExerciseError):
        MostOpen().for_student("camille", library.culture)
    for n in range(36):
        library.culture.execute(
            "INSERT INTO works VALUES (?, 'Synthetic', 'museum', 'a', NULL, 1850, 1850, 0, NULL, 'a:1')", [f"a:h{n}"]
        )
        library.culture.execute(
            "INSERT INTO holdings (work_id, position, kind, name, country) VALUES (?, 1, 'keeper', ?, 'FR')",
            [f"a:h{n}", f"Musée {n % 3}"],
        )
    assert "**Musée " in MostOpen().for_student("camille", library.culture).data_fr


def test_a_range_of_ranks_is_wider_than_the_rank(library: Library) -> None:
    """Three synthetic museums, each ahead in another indicator: whatever the weights, no rank is safe."""
    for n in range(36):
        museum, work = n % 3, f"a:h{n}"
        address = "https://m.example/1" if museum == 2 else None
        library.culture.execute(
            "INSERT INTO works VALUES (?, 'Synthetic', 'museum', 'a', NULL, NULL, NULL, 0, ?, 'a:1')", [work, address]
        )
        library.culture.execute(
            "INSERT INTO holdings (work_id, position, kind, name, country) VALUES (?, 1, 'keeper', ?, 'FR')",
            [work, f"Musée {museum}"],
        )
        if museum == 0:
            library.culture.execute("INSERT INTO identifiers VALUES (?, 'wikidata', 'Q1')", [work])
        if museum == 1:
            library.culture.execute("INSERT INTO texts VALUES (?, 1, 'description', 'Text', 'en', NULL)", [work])
            library.culture.execute(
                "INSERT INTO dates VALUES (?, 1, 'created', '1850', 1850, 1850, 'year', NULL)", [work]
            )
            library.culture.execute("INSERT INTO dimensions VALUES (?, 1, NULL, 'text', NULL, NULL, '1 x 1')", [work])
    drawn = {tuple(part.expected for part in MostOpen().for_student(student, library.culture).parts[1:3])
             for student in CLASS}  # fmt: skip
    assert any(last > rank for rank, last in drawn if isinstance(last, float) and isinstance(rank, float))


def test_the_sheet_as_json_is_one_value(run: Run, demo: Path) -> None:
    said = run("exercise", "show", "most-open", "--student", "camille", "--json", "-L", demo)
    assert json.loads(said.out)["questions"][0]["hint"]
