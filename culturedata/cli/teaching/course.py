"""The exercises of the course."""

from __future__ import annotations

import csv
import re
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from culturedata.cli._output import HERE, JsonOption, LibraryOption, note, opened, path, print_json, print_table
from culturedata.errors import ExerciseError

if TYPE_CHECKING:
    from culturedata.course._base import Exercise, Part

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SAVED = {
    "fr": ("Écrit\u00a0: ", "Cet exercice ne donne pas de fichier."),
    "en": ("Written: ", "This exercise hands out no file."),
}
_SIGNED = re.compile(r"[+-][0-9.,]+")

app = typer.Typer()
exercise = typer.Typer(no_args_is_help=True, help="Exercises of the course, with numbers of your own.")
app.add_typer(exercise, name="exercise")

Student = Annotated[
    str, typer.Option("--student", envvar="CULTUREDATA_STUDENT", help="Your pseudonym: your numbers depend on it.")
]
Lang = Annotated[str, typer.Option("--lang", help="fr or en.")]


@exercise.command("list", epilog="Example: culturedata exercise list")
def list_(lang: Lang = "fr", as_json: JsonOption = False) -> None:
    """The exercises there are."""
    from culturedata.course import _base

    _base.written_in(lang)
    found = [_load(name) for name in _seam().members()]
    if as_json:
        print_json([{"name": e.name, "title": e.summary, "title_fr": e.summary_fr} for e in found])
        return
    print_table(
        ("exercice" if lang == "fr" else "exercise", ""),
        ((e.name, e.summary_fr if lang == "fr" else e.summary) for e in found),
    )


@exercise.command(epilog="Example: culturedata exercise show rmse --student camille --lang en")
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="The exercise.")],
    student: Student = "",
    library: LibraryOption = HERE,
    lang: Lang = "fr",
    hints: Annotated[bool, typer.Option("--hints", help="Show the hints too.")] = False,
    save: Annotated[
        Path | None, typer.Option("--save", parser=path, help="Write the files it hands out into this folder.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """The exercise's page, your own numbers, and the questions."""
    found = _load(name)
    page = found.page(lang)
    with _catalogue(found, library) as culture:
        sheet = found.for_student(student, culture)
    if save is not None:
        written = sheet.save(save, lang)
        there, none = _SAVED[lang]
        note(f"{there}{', '.join(map(str, written))}." if written else none)
    if as_json:
        questions = [{"question": p.question(lang), "hint": p.hint(lang)} for p in sheet.parts]
        print_json({"name": name, "student": student, "page": page, "data": sheet.data(lang), "questions": questions})
        return
    lines = [page.rstrip(), "", sheet.data(lang), ""]
    for n, part in enumerate(sheet.parts, 1):
        lines.append(f"{n}. {part.question(lang)}" + (f"\n   → {part.hint(lang)}" if hints else ""))
    sys.stdout.write("\n".join(lines) + "\n")


@exercise.command(
    context_settings={"ignore_unknown_options": True},  # «-0.42» is an answer
    epilog="Example: culturedata exercise check rmse 1.35 0.38 Q P --student camille",
)
def check(
    name: Annotated[str, typer.Argument(metavar="ID", help="The exercise.")],
    answers: Annotated[list[str], typer.Argument(help="Your answers, one a question, in their order.")],
    student: Student = "",
    library: LibraryOption = HERE,
    lang: Lang = "fr",
    as_json: JsonOption = False,
) -> None:
    """Check your answers; a wrong one is told what went wrong, if that is usual, or gets a hint.

    In a library they are kept for the teacher's CSV.
    """
    from culturedata.course import _base

    found = _load(name)
    _base.written_in(lang)
    _no_option(answers)
    with _catalogue(found, library) as culture:
        sheet = found.for_student(student, culture)
    right = _base.check(sheet, answers)
    _keep(library, student, name, list(zip(answers, right, strict=True)), lang)
    if as_json:
        hints = [None if ok else p.hint(lang) for p, ok in zip(sheet.parts, right, strict=True)]
        feedback = [p.feedback(a, lang) or None for a, p in zip(answers, sheet.parts, strict=True)]
        print_json({"name": name, "student": student, "right": right, "hints": hints, "feedback": feedback})
        return
    said = ("réponse", "indice", "juste", "à revoir") if lang == "fr" else ("answer", "hint", "right", "not yet")
    answer, hint, yes, no = said
    print_table(
        ("", answer, "", hint),
        ((n, a, yes if ok else no, p.feedback(a, lang))
         for n, (a, ok, p) in enumerate(zip(answers, right, sheet.parts, strict=True), 1)),
    )  # fmt: skip


@exercise.command(epilog="Example: culturedata exercise solution recall-two-by-two --student camille --lang en")
def solution(
    name: Annotated[str, typer.Argument(metavar="ID", help="The exercise.")],
    student: Student = "",
    library: LibraryOption = HERE,
    lang: Lang = "fr",
    as_json: JsonOption = False,
) -> None:
    """For who teaches: a student's right answers, the way to them, usual mistakes, and the teacher's note."""
    found = _load(name)
    text = found.note(lang)
    with _catalogue(found, library) as culture:
        parts = found.for_student(student, culture).parts
    if as_json:
        solved = [
            {"question": p.question(lang), "expected": p.expected, "tolerance": p.tolerance, "worked": p.worked(lang),
             "slips": [{"gives": slip.gives, "said": slip.said(lang)} for slip in p.mistakes]}
            for p in parts
        ]  # fmt: skip
        print_json({"name": name, "student": student, "parts": solved, "note": text})
        return
    sys.stdout.write("\n".join([*_solved(parts, lang), text.rstrip()]).rstrip() + "\n")


def _solved(parts: Sequence[Part], lang: str) -> Iterator[str]:
    """Each question with its answer, the way to it, and the answers that usual mistakes give."""
    colon = "\u00a0:" if lang == "fr" else ":"
    for n, part in enumerate(parts, 1):
        yield f"{n}. {part.question(lang)}"
        yield f"   = {_typed(part.expected, lang)}" + (f"\n   {part.worked(lang)}" if part.worked(lang) else "")
        yield from (f"   ✗ {_typed(slip.gives, lang)}{colon} {slip.said(lang)}" for slip in part.mistakes)
        yield ""


def _typed(answer: float | str, lang: str) -> str:
    """An answer as it would be typed, with at most four decimals."""
    said = answer if isinstance(answer, str) else f"{answer:.4f}".rstrip("0").rstrip(".")
    return said.replace(".", ",") if lang == "fr" else said


@exercise.command("csv", epilog="Example: culturedata exercise csv --students class.txt -L demo > answers.csv")
def csv_(
    students: Annotated[Path | None, typer.Option(parser=path, help="A text file with one pseudonym a line.")] = None,
    library: LibraryOption = HERE,
) -> None:
    """The teacher's CSV: for each student and question the expected answer, the one given, and how often they tried."""
    from culturedata.store.people import answers as stored

    with opened(library) as lib:
        given = {(row["exercise"], row["student"]): row for row in stored.last(lib.audience)}
        names = _students(students) or sorted({student for _, student in given})
        writer = csv.writer(sys.stdout, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)  # bare, \r would end the row
        writer.writerow(("exercise", "question", "student", "expected", "tolerance", "answer", "correct", "tries"))
        for member in _seam().members():
            found = _load(member)
            try:
                sheets = [(student, found.for_student(student, lib.culture)) for student in names]
            except ExerciseError as error:
                note(f"{member} is left out: {error}")
                continue
            for student, sheet in sheets:
                for n, part in enumerate(sheet.parts, 1):
                    row = given.get((f"{member}.{n}", student), {})
                    writer.writerow((
                        member, n, _safe(student), part.expected, part.tolerance, _safe(str(row.get("answer", ""))),
                        row.get("correct", ""), row.get("tries", 0),
                    ))  # fmt: skip


def _safe(cell: str) -> str:
    """A cell that a spreadsheet will not run as a formula; a plain number with its sign stays one."""
    formula = cell.startswith(_FORMULA) and not _SIGNED.fullmatch(cell)
    return f"'{cell}" if formula else cell


def _students(path: Path | None) -> list[str]:
    """The pseudonyms of a class list, each once, in its order; none without a list."""
    if path is None:
        return []
    from culturedata.errors import InputFormat, InputMissing
    from culturedata.store.people.answers import pseudonym

    if not path.is_file():
        raise InputMissing(f"there is no file {path}.", "Give a text file with one pseudonym a line.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InputFormat(f"{path.name}:{line} is not UTF-8 text.", "Save it as UTF-8.") from error
    if "\0" in text:
        raise InputFormat(f"{path.name} holds NUL.", "Save it as UTF-8 text, one pseudonym a line.")
    return [name for name in dict.fromkeys(map(pseudonym, text.splitlines())) if name]


def _no_option(answers: list[str]) -> None:
    """Raises UsageError for what begins like an option."""
    from culturedata.errors import UsageError

    for answer in answers:
        if answer.startswith("--"):
            raise UsageError(f"no such option: {answer}.", "See culturedata exercise check --help.")


def _seam() -> Any:
    from culturedata.registry import Seam

    return Seam("culturedata.course", "exercise")


def _load(name: str) -> Exercise:
    found: Exercise = _seam().load(name)()
    return found


@contextmanager
def _catalogue(found: Exercise, library: Path) -> Iterator[sqlite3.Connection | None]:
    """The catalogue that the exercise asks, if it asks one."""
    if not found.needs_library:
        yield None
        return
    with opened(library) as lib:
        yield lib.culture


def _keep(library: Path, student: str, name: str, given: list[tuple[str, bool]], lang: str) -> None:
    """Keep the answers if there is a library to keep them in and the student has a pseudonym."""
    from culturedata.store.library import CULTURE
    from culturedata.store.people import answers

    french = lang == "fr"
    missing = [] if answers.pseudonym(student) else ["--student PSEUDONYME" if french else "--student PSEUDONYM"]
    missing += [] if (library / CULTURE).is_file() else ["-L DOSSIER" if french else "-L DIR"]
    if missing:
        give = (" et " if french else " and ").join(missing)
        note(
            f"Réponses non gardées\u00a0: donnez {give} pour qu’elles soient dans le CSV de l’enseignant."
            if french
            else f"Not kept: give {give} to have your answers in the teacher's CSV."
        )
        return
    with opened(library, write=True) as lib:
        answers.record(lib.audience, student, name, given)
