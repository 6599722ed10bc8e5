"""exercise list, show, check and csv."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path

import pytest

from culturedata.course.choosing.bayesian_mean import BayesianMean
from culturedata.course.choosing.rmse import Rmse
from culturedata.course.page.recall_two_by_two import RecallTwoByTwo
from culturedata.store.library import Library
from culturedata.store.people import answers
from tests.cli.conftest import Run

RIGHT = ("3,8", "3,94", "B")  # camille's answers to bayesian-mean, computed by hand in tests/course


def test_list_in_both_languages(run: Run) -> None:
    french, english = run("exercise", "list"), run("exercise", "list", "--lang", "en")
    assert ["bayesian-mean", BayesianMean.summary_fr] in french.lines
    assert ["bayesian-mean", BayesianMean.summary] in english.lines


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_show(run: Run, lang: str) -> None:
    said = run("exercise", "show", "rmse", "--student", "camille", "--lang", lang)
    sheet = Rmse().for_student("camille", None)
    assert said.out.startswith(Rmse().page(lang).rstrip())
    assert sheet.data(lang) in said.out
    assert [f"{n}. {part.question(lang)}" in said.out for n, part in enumerate(sheet.parts, 1)] == [True] * 4
    assert sheet.parts[0].hint(lang) not in said.out
    assert sheet.parts[0].hint(lang) in run("exercise", "show", "rmse", "--lang", lang, "--hints").out


def test_show_as_json_does_not_give_the_answers(run: Run) -> None:
    said = run("exercise", "show", "bayesian-mean", "--student", "camille", "--lang", "en", "--json")
    assert set(said.json) == {"name", "student", "page", "data", "questions"}
    assert set(said.json["questions"][0]) == {"question", "hint"}
    assert "3.94" not in said.out


def test_show_an_unknown_exercise(run: Run) -> None:
    said = run("exercise", "show", "rsme")
    assert (said.code, said.err) == (2, "Error: no exercise named 'rsme'. Did you mean 'rmse'?\n")


def test_show_in_an_unknown_language(run: Run) -> None:
    said = run("exercise", "show", "rmse", "--lang", "de")
    assert (said.code, said.err) == (1, "Error: the course is not written in 'de'. There are: fr, en.\n")


def test_check_and_list_in_an_unknown_language(run: Run, folder: Path) -> None:
    wrong = "Error: the course is not written in 'de'. There are: fr, en.\n"
    said = run("exercise", "check", "bayesian-mean", *RIGHT, "--student", "camille", "--lang", "de", "-L", folder)
    assert (said.code, said.out, said.err) == (1, "", wrong)
    with Library.open(folder) as library:
        assert answers.last(library.audience) == [], "nothing is kept"
    said = run("exercise", "list", "--lang", "de")
    assert (said.code, said.out, said.err) == (1, "", wrong)


def test_show_without_the_library_that_it_asks(run: Run, tmp_path: Path) -> None:
    said = run("exercise", "show", "open-works", "--json", "-L", tmp_path)
    assert (said.code, said.error["code"]) == (1, "library-missing")


def test_show_writes_the_file_that_is_handed_out(run: Run, tmp_path: Path) -> None:
    said = run("exercise", "show", "own-source", "--student", "camille", "--save", tmp_path)
    path = tmp_path / "mon-musee.csv"
    assert said.err == f"Écrit\u00a0: {path}.\n"
    assert path.read_text(encoding="utf-8") in said.out
    english = run("exercise", "show", "own-source", "--student", "camille", "--lang", "en", "--save", tmp_path)
    assert english.err == f"Written: {tmp_path / 'my-museum.csv'}.\n"
    path.write_text("mine", encoding="utf-8")
    said = run("exercise", "show", "own-source", "--student", "camille", "--save", tmp_path)
    assert (said.code, said.out) == (1, "")
    assert "is there already, with another text. Move it" in said.err
    said = run("exercise", "show", "rmse", "--student", "camille", "--save", tmp_path)
    assert said.err == "Cet exercice ne donne pas de fichier.\n"


def test_check_right_and_wrong(run: Run, tmp_path: Path) -> None:
    said = run("exercise", "check", "bayesian-mean", *RIGHT, "--student", "camille", "-L", tmp_path)
    assert said.lines[0] == ["", "réponse", "", "indice"]
    assert [line[2] for line in said.lines[1:]] == ["juste", "juste", "juste"]
    said = run(
        "exercise", "check", "bayesian-mean", "5", "3.94", "A", "--student", "camille", "--lang", "en", "-L", tmp_path
    )
    assert said.lines[0] == ["", "answer", "", "hint"]
    assert [line[2] for line in said.lines[1:]] == ["not yet", "right", "not yet"]
    assert [bool(line[3]) for line in said.lines[1:]] == [True, False, True]


def test_check_as_json(run: Run, tmp_path: Path) -> None:
    said = run(
        "exercise", "check", "bayesian-mean", "5", "3.94", "B", "--student", "camille", "--json", "-L", tmp_path
    ).json
    assert said["right"] == [False, True, True]
    assert [hint is None for hint in said["hints"]] == [False, True, True]
    assert said["feedback"] == said["hints"], "no slip is known"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_usual_mistake_is_told(run: Run, tmp_path: Path, lang: str) -> None:
    """Precision in place of recall."""
    first, *others = RecallTwoByTwo().for_student("camille", None).parts
    slip, right = first.slips[0], [str(part.expected) for part in others]
    typed = ["check", "recall-two-by-two", str(slip.gives).replace(".", ","), *right, "--student", "camille"]
    said = run("exercise", *typed, "--lang", lang, "-L", tmp_path)
    assert said.lines[1][2:] == [{"fr": "à revoir", "en": "not yet"}[lang], slip.said(lang)]
    assert {line[3] for line in said.lines[2:]} == {""}
    as_json = run("exercise", *typed, "--lang", lang, "--json", "-L", tmp_path).json
    assert as_json["feedback"] == [slip.said(lang), None, None, None, None]
    assert as_json["hints"][0] == first.hint(lang)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_solution(run: Run, lang: str) -> None:
    exercise = RecallTwoByTwo()
    parts = exercise.for_student("camille", None).parts
    said = run("exercise", "solution", "recall-two-by-two", "--student", "camille", "--lang", lang)
    assert said.out.endswith(exercise.note(lang))
    for n, part in enumerate(parts, 1):
        assert f"{n}. {part.question(lang)}\n   = " in said.out
        assert part.worked(lang) in said.out
        assert all(slip.said(lang) in said.out for slip in part.mistakes)
    as_json = run("exercise", "solution", "recall-two-by-two", "--student", "camille", "--lang", lang, "--json").json
    assert [part["expected"] for part in as_json["parts"]] == [part.expected for part in parts]
    assert as_json["note"] == exercise.note(lang)


def test_the_solution_of_what_has_no_note(run: Run) -> None:
    """camille's answers to bayesian-mean are 3.8, 3.9375 and B, by hand in tests/course."""
    said = run("exercise", "solution", "bayesian-mean", "--student", "camille", "--lang", "en")
    assert [line for line in said.out.splitlines() if line.startswith("   ")] == ["   = 3.8", "   = 3.9375", "   = B"]
    assert run("exercise", "solution", "bayesian-mean", "--json").json["note"] == ""
    said = run("exercise", "solution", "rsme")
    assert (said.code, said.err) == (2, "Error: no exercise named 'rsme'. Did you mean 'rmse'?\n")
    said = run("exercise", "solution", "rmse", "--lang", "de")
    assert (said.code, said.err) == (1, "Error: the course is not written in 'de'. There are: fr, en.\n")


def test_check_what_cannot_be_read(run: Run, folder: Path) -> None:
    said = run("exercise", "check", "bayesian-mean", "five", "4", "B", "--student", "camille", "-L", folder)
    assert (said.code, said.err) == (1, "Error: 'five' is not a number. Write it like 0.93 or 0,93.\n")
    said = run("exercise", "check", "bayesian-mean", "4", "--student", "camille", "--json", "-L", folder)
    assert (said.code, said.error["code"]) == (1, "exercise")
    assert said.error["message"] == "1 answers for 3 questions."
    with Library.open(folder) as library:
        assert answers.last(library.audience) == []


def test_answers_below_zero(run: Run, tmp_path: Path) -> None:
    """A minus is no option, as it is typed or as it is printed; a misspelt option is none of the answers."""
    for typed in ("-0.5", "-0,5", "−0,5", "-3"):
        said = run("exercise", "check", "bayesian-mean", typed, *RIGHT[1:], "--student", "camille", "-L", tmp_path)
        assert [line[2] for line in said.lines[1:]] == ["à revoir", "juste", "juste"]
        assert said.lines[1][1] == typed
    said = run("exercise", "check", "bayesian-mean", *RIGHT, "--studnet", "camille")
    assert (said.code, said.out) == (2, "")
    assert said.err == "Error: no such option: --studnet. See culturedata exercise check --help.\n"


def test_checked_answers_are_kept(run: Run, folder: Path) -> None:
    run("exercise", "check", "bayesian-mean", "5", "5", "A", "--student", "camille", "-L", folder)
    said = run("exercise", "check", "bayesian-mean", *RIGHT, "--student", "camille", "-L", folder)
    assert said.err == ""
    with Library.open(folder) as library:
        kept = answers.last(library.audience)
    assert [(row["exercise"], row["student"], row["answer"], row["correct"], row["tries"]) for row in kept] == [
        ("bayesian-mean.1", "camille", "3,8", 1, 2),
        ("bayesian-mean.2", "camille", "3,94", 1, 2),
        ("bayesian-mean.3", "camille", "B", 1, 2),
    ]


def test_without_a_pseudonym_nothing_is_kept(run: Run, folder: Path) -> None:
    assert "non gardées" in run("exercise", "check", "bayesian-mean", "1", "2", "A", "-L", folder).err
    with Library.open(folder) as library:
        assert answers.last(library.audience) == []


@pytest.mark.parametrize(
    ("student", "library", "french", "english"),
    [
        (True, False, "-L DOSSIER", "-L DIR"),
        (False, True, "--student PSEUDONYME", "--student PSEUDONYM"),
        (False, False, "--student PSEUDONYME et -L DOSSIER", "--student PSEUDONYM and -L DIR"),
    ],
)
def test_only_what_is_missing_is_asked_for(
    run: Run, folder: Path, tmp_path: Path, student: bool, library: bool, french: str, english: str
) -> None:
    asked = [*RIGHT, *(("--student", "camille") if student else ()), "-L", folder if library else tmp_path / "none"]
    said = run("exercise", "check", "bayesian-mean", *asked)
    assert said.err == (
        f"Réponses non gardées\u00a0: donnez {french} pour qu’elles soient dans le CSV de l’enseignant.\n"
    )
    said = run("exercise", "check", "bayesian-mean", *asked, "--lang", "en")
    assert said.err == f"Not kept: give {english} to have your answers in the teacher's CSV.\n"


def test_the_teachers_csv(run: Run, folder: Path, tmp_path: Path) -> None:
    _with_rights(run, folder)
    run("exercise", "check", "bayesian-mean", *RIGHT, "--student", "camille", "-L", folder)
    run("exercise", "check", "bayesian-mean", "--student", "=HYPERLINK(1)", "-L", folder, "--", "-5", "5", "=1+1")
    said = run("exercise", "csv", "-L", folder)
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert list(rows[0]) == ["exercise", "question", "student", "expected", "tolerance", "answer", "correct", "tries"]
    mine = {(r["exercise"], r["question"], r["student"]): r for r in rows}
    camille = mine["bayesian-mean", "1", "camille"]
    assert float(camille["expected"]) == pytest.approx(57 / 15, abs=1e-9)
    assert (camille["answer"], camille["correct"], camille["tries"]) == ("3,8", "1", "1")
    assert mine["rmse", "1", "camille"]["tries"] == "0", "an exercise nobody tried stands there with its answers"
    formula = mine["bayesian-mean", "3", "'=hyperlink(1)"]
    assert formula["answer"] == "'=1+1"
    assert mine["bayesian-mean", "1", "'=hyperlink(1)"]["answer"] == "-5", "a plain negative number stays one"
    assert not any(cell.startswith(("=", "+", "@", "\t")) for row in rows for cell in row.values())


@pytest.mark.parametrize(
    "name", ["=1+2", "+x", "-x", "@sum(a1)", "-1+cmd|' /c calc'!a0", "+1-2", "＝1", "＋1", "－1", "＠a"]
)
def test_no_cell_is_a_formula(run: Run, folder: Path, tmp_path: Path, name: str) -> None:
    _with_rights(run, folder)
    run("exercise", "check", "bayesian-mean", "1", "2", "A", f"--student={name}", "-L", folder)
    rows = list(csv.reader(io.StringIO(run("exercise", "csv", "-L", folder).out)))
    assert {row[2] for row in rows[1:]} == {f"'{name}"}


@pytest.mark.parametrize(
    "answer", ["=1", "+a", "-a", "@a", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a", "+1\n", "=\r=1"]
)
def test_no_answer_is_a_formula(run: Run, folder: Path, answer: str) -> None:
    run("exercise", "check", "bayesian-mean", "--student", "camille", "-L", folder, "--", "1", "2", answer)
    rows = csv.DictReader(io.StringIO(run("exercise", "csv", "-L", folder).out, newline=""))
    assert [r["answer"] for r in rows if (r["exercise"], r["question"]) == ("bayesian-mean", "3")] == [f"'{answer}"]


def test_a_pseudonym_in_any_form_is_found_by_the_class_list(run: Run, folder: Path, tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", " CHLOÉ ")
    for typed in ("Camille", " camille", decomposed):
        run("exercise", "check", "bayesian-mean", *RIGHT, "--student", typed, "-L", folder)
    (tmp_path / "class.txt").write_text("chloé\nCAMILLE\ncamille\n", encoding="utf-8")
    said = run("exercise", "csv", "--students", tmp_path / "class.txt", "-L", folder)
    rows = [row for row in csv.DictReader(io.StringIO(said.out)) if row["exercise"] == "bayesian-mean"]
    assert [(row["student"], row["question"], row["tries"]) for row in rows] == [
        *(("chloé", n, "1") for n in "123"),
        *(("camille", n, "2") for n in "123"),
    ]
    assert [row["correct"] for row in rows[3:]] == ["1", "1", "1"]


@pytest.mark.parametrize(
    ("held", "message"),
    [
        ("camille\nchloé\n".encode("latin-1"), "class.txt:2 is not UTF-8 text. Save it as UTF-8."),
        ("chloé\n".encode("utf-16"), "class.txt:1 is not UTF-8 text. Save it as UTF-8."),
        ("lou\n".encode("utf-16-le"), "class.txt holds NUL. Save it as UTF-8 text, one pseudonym a line."),
    ],
)
def test_a_class_list_that_is_not_utf_8(run: Run, folder: Path, tmp_path: Path, held: bytes, message: str) -> None:
    (tmp_path / "class.txt").write_bytes(held)
    said = run("exercise", "csv", "--students", tmp_path / "class.txt", "-L", folder)
    assert (said.code, said.out, said.err) == (1, "", f"Error: {message}\n")


def test_the_csv_of_a_class_list(run: Run, folder: Path, tmp_path: Path) -> None:
    _with_rights(run, folder)
    (tmp_path / "class.txt").write_text("\ufeffcamille\n\n dominique \n", encoding="utf-8")
    rows = list(
        csv.DictReader(io.StringIO(run("exercise", "csv", "--students", tmp_path / "class.txt", "-L", folder).out))
    )
    assert {row["student"] for row in rows} == {"camille", "dominique"}
    assert {row["tries"] for row in rows} == {"0"}
    said = run("exercise", "csv", "--students", tmp_path / "none.txt", "-L", folder)
    assert (said.code, said.out) == (1, "")
    assert said.err.endswith("Give a text file with one pseudonym a line.\n")


def _with_rights(run: Run, folder: Path) -> None:
    """Give the small library enough rights for open-works, so that the CSV can hold all exercises (synthetic)."""
    with Library.open(folder, write=True) as library:
        for n in range(4):
            library.culture.execute(
                "INSERT INTO works VALUES (?, 'Synthetic', 'museum', 'a', NULL, 1850, 1850, 0, NULL, 'a:1')",
                [f"a:x{n}"],
            )
            library.culture.execute(
                "INSERT INTO rights (work_id, position, covers, licence)"
                " VALUES (?, 1, 'work', 'http://rightsstatements.org/vocab/InC/1.0/')",
                [f"a:x{n}"],
            )


def test_the_csv_without_what_an_exercise_needs(run: Run, folder: Path, tmp_path: Path) -> None:
    """The small library says too few rights for open-works: the others are there, and a note says what is not."""
    run("exercise", "check", "bayesian-mean", *RIGHT, "--student", "camille", "-L", folder)
    said = run("exercise", "csv", "-L", folder)
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert said.code == 0
    assert {row["exercise"] for row in rows} == {
        "bayesian-mean", "chosen-together", "cluster-pays", "cold-film", "compose-a-page", "ndcg-by-hand", "own-source",
        "recall-two-by-two", "reranking", "rmse", "week-of-discoveries", "which-popularity", "yearly-growth",
    }  # fmt: skip
    left_out = [line.partition(" is left out: ")[0] for line in said.err.splitlines()]
    assert left_out == [
        "baseline-by-hand", "date-intervals", "debate-the-weights", "exhibition", "factor-meaning", "licences",
        "most-open", "open-works", "overfit-quiz", "popularity-bias", "provenance", "rmse-or-top-ten", "row-to-jsonld",
        "same-person", "two-joins",
    ]  # fmt: skip
    assert "open-works is left out: no work of this library says its own rights." in said.err
