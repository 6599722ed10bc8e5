"""The contract of all exercises, each exercise by hand, and what answers are accepted."""

from __future__ import annotations

import random
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from culturedata import resources
from culturedata.course import _base
from culturedata.course._base import Exercise, Part, Sheet
from culturedata.course.choosing.bayesian_mean import BayesianMean, bayesian_mean
from culturedata.course.choosing.rmse import Rmse, rmse
from culturedata.course.open_works import OpenWorks
from culturedata.errors import ExerciseError
from culturedata.registry import Seam
from culturedata.store.library import Library, transaction
from culturedata.vocabularies import LANGUAGES

MEMBERS = Seam("culturedata.course", "exercise").members()
STUDENTS = ("camille", "dominique", "claude", "maxime", "alix", "sacha", "lou", "andrea")
CLASS = tuple(f"student {n}" for n in range(150))


@pytest.fixture
def culture(library: Library) -> sqlite3.Connection:
    """The small catalogue (synthetic), with rights enough for two domains and two centuries."""
    with transaction(library.culture):
        for n, (domain, decade, is_open) in enumerate(_more(), 1):
            licence = "https://creativecommons.org/publicdomain/mark/1.0/" if is_open else None
            library.culture.execute(
                "INSERT INTO works VALUES (?, ?, ?, ?, NULL, ?, ?, 0, NULL, 'a:1')",
                [f"a:x{n}", f"Synthetic work {n}", domain, "a" if domain == "museum" else "b", decade, decade],
            )
            library.culture.execute(
                "INSERT INTO rights (work_id, position, covers, licence) VALUES (?, 1, 'work', ?)",
                [f"a:x{n}", licence or "http://rightsstatements.org/vocab/InC/1.0/"],
            )
    return library.culture


def _more() -> Iterator[tuple[str, int, bool]]:
    """Domain, decade and openness of synthetic works: for each domain and century another share is open."""
    for domain, century, works, free in (
        ("museum", 1700, 7, 6), ("museum", 1800, 9, 5), ("music", 1800, 8, 7), ("music", 1900, 11, 2),
    ):  # fmt: skip
        for n in range(works):
            yield domain, century + 10 * (n % 10), n < free


class ExerciseContract:
    """What every exercise promises; one class a member, made below."""

    name: str

    @pytest.fixture
    def exercise(self) -> Exercise:
        made: Exercise = MEMBERS[self.name].load()()
        return made

    @pytest.fixture
    def sheets(
        self, exercise: Exercise, asked: sqlite3.Connection | None, classes: dict[str, list[Sheet]]
    ) -> list[Sheet]:
        if exercise.name not in classes:
            classes[exercise.name] = [exercise.for_student(student, asked) for student in CLASS]
        return classes[exercise.name]

    def test_it_is_named_in_both_languages(self, exercise: Exercise) -> None:
        assert exercise.name == self.name
        assert exercise.summary.strip()
        assert exercise.summary_fr.strip()
        assert exercise.summary != exercise.summary_fr

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_its_page_is_there(self, exercise: Exercise, lang: str) -> None:
        page = exercise.page(lang)
        assert page.startswith("# ")
        assert {"fr": "**À discuter.**", "en": "**To discuss.**"}[lang] in page

    def test_no_page_in_another_language(self, exercise: Exercise) -> None:
        with pytest.raises(ExerciseError, match=r"the course is not written in 'de'\. There are: fr, en\."):
            exercise.page("de")

    def test_one_student_always_gets_the_same(self, exercise: Exercise, asked: sqlite3.Connection | None) -> None:
        random.seed(1)
        first = exercise.for_student("camille", asked)
        random.seed(2)
        assert exercise.for_student("camille", asked) == first
        assert exercise.for_student("  Camille ", asked) == first

    def test_students_get_different_answers(self, exercise: Exercise, asked: sqlite3.Connection | None) -> None:
        sheets = [exercise.for_student(student, asked) for student in STUDENTS]
        answers = {tuple(part.expected for part in sheet.parts) for sheet in sheets}
        assert len(answers) >= len(STUDENTS) - 1

    def test_two_students_can_hardly_share_their_answers(self, sheets: list[Sheet]) -> None:
        assert _shared(sheets) <= 0.05

    def test_no_letter_can_be_guessed(self, sheets: list[Sheet]) -> None:
        for answers in zip(*([part.expected for part in sheet.parts] for sheet in sheets), strict=True):
            letters = {answer for answer in answers if isinstance(answer, str)}
            assert len(letters) != 1
            for letter in letters:
                assert 0.6 / len(letters) <= answers.count(letter) / len(answers) <= 0.7

    def test_both_languages_give_the_same_numbers(self, sheets: list[Sheet]) -> None:
        for sheet in sheets[:20]:
            said = [re.findall(r"\*\*([\d.,]+)\*\*", sheet.data(lang)) for lang in LANGUAGES]
            assert [number.replace(",", ".") for number in said[0]] == said[1]

    def test_questions_and_hints_in_both_languages(self, exercise: Exercise, asked: sqlite3.Connection | None) -> None:
        sheet = exercise.for_student("camille", asked)
        assert sheet.data("fr").strip()
        assert sheet.data("en").strip()
        for part in sheet.parts:
            assert part.question("fr").endswith("?")
            assert part.question("en").endswith("?")
            assert part.question("fr") != part.question("en")
            assert part.hint("fr").strip()
            assert part.hint("en").strip()

    def test_a_hint_does_not_give_the_answer(self, exercise: Exercise, asked: sqlite3.Connection | None) -> None:
        for part in exercise.for_student("camille", asked).parts:
            if isinstance(part.expected, float):
                for lang in LANGUAGES:
                    assert f"{part.expected:.2f}" not in part.hint(lang)

    @pytest.mark.parametrize("student", STUDENTS)
    def test_the_expected_answers_are_accepted_and_others_not(
        self, exercise: Exercise, asked: sqlite3.Connection | None, student: str
    ) -> None:
        sheet = exercise.for_student(student, asked)
        right = [_typed(part) for part in sheet.parts]
        assert all(_base.check(sheet, right))
        assert all(_base.check(sheet, [answer.replace(".", ",") for answer in right]))
        assert not any(_base.check(sheet, [_wrong(part) for part in sheet.parts]))

    def test_what_cannot_be_an_answer_is_said(self, exercise: Exercise, asked: sqlite3.Connection | None) -> None:
        for part in exercise.for_student("camille", asked).parts:
            if isinstance(part.expected, float) or part.form:
                with pytest.raises(
                    ExerciseError, match=r"is (not a number|no answer to this question)\. Write it like "
                ):
                    part.accepts("je ne sais pas")
            if part.form:
                assert re.fullmatch(part.form, str(part.expected)), "the right answer can be given"

    def test_another_number_of_answers(self, exercise: Exercise, asked: sqlite3.Connection | None) -> None:
        sheet = exercise.for_student("camille", asked)
        with pytest.raises(ExerciseError, match=r"answers for \d+ questions\. Give one answer a question"):
            _base.check(sheet, ["1"] * (len(sheet.parts) + 1))
        with pytest.raises(ExerciseError, match="0 answers for"):
            _base.check(sheet, [])

    def test_it_asks_a_library_only_if_it_says_so(self, exercise: Exercise) -> None:
        if exercise.needs_library:
            with pytest.raises(ExerciseError, match=r"this exercise asks a library\. Say which with -L DIR"):
                exercise.for_student("camille", None)
        else:
            assert exercise.for_student("camille", None).parts


def _shared(sheets: list[Sheet]) -> float:
    """The share of pairs of sheets of which one accepts every right answer of the other."""
    both = [(sheet, [_typed(part) for part in sheet.parts]) for sheet in sheets]
    pairs = list(combinations(both, 2))
    return sum(all(_base.check(a, b_)) or all(_base.check(b, a_)) for (a, a_), (b, b_) in pairs) / len(pairs)


def _typed(part: Part) -> str:
    return part.expected if isinstance(part.expected, str) else f"{part.expected:.4f}"


def _wrong(part: Part) -> str:
    if isinstance(part.expected, str):
        others = ("A", "B", "P", "Q", "AAA", "00000000")
        fitting = (one for one in others if re.fullmatch(part.form, one) and one != part.expected)
        return next(fitting) if part.form else "neither"
    return f"{part.expected + 2 * part.tolerance + 0.02:.4f}"


for _name in MEMBERS:
    _class = type(f"Test{MEMBERS[_name].attribute}Contract", (ExerciseContract,), {"name": _name})
    globals()[_class.__name__] = _class


def test_pages_and_members_are_the_same_set() -> None:
    for lang in LANGUAGES:
        assert {path.stem for path in (resources.course() / lang).glob("*.md")} == set(MEMBERS)


def test_notes_are_of_members_and_in_both_languages() -> None:
    french, english = ({path.stem for path in (resources.course() / lang / "notes").glob("*.md")} for lang in LANGUAGES)
    assert french == english <= set(MEMBERS)
    for name, member in MEMBERS.items():
        for lang in LANGUAGES:
            note = member.load()().note(lang)
            assert note.startswith("## ") and name in note.splitlines()[0] if name in french else note == ""


def test_the_course_says_its_licence() -> None:
    licence = (resources.course() / "LICENSE").read_text(encoding="utf-8")
    assert "Datactivist" in licence
    assert "CC BY-SA 4.0" in licence or "Attribution-ShareAlike 4.0" in licence


class TestAnswers:
    """What a student may type."""

    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            ("0.93", 0.93), ("0,93", 0.93), (" 0,93 ", 0.93), ("1 234", 1234.0), ("1\u202f234,5", 1234.5),
            ("1\u00a0234", 1234.0), ("-2", -2.0), ("−0,5", -0.5), ("1'234", 1234.0),
        ],
    )  # fmt: skip
    def test_french_and_english_numbers(self, typed: str, read: float) -> None:
        assert _base.number(typed) == pytest.approx(read, abs=1e-12)

    @pytest.mark.parametrize("typed", ["", "about 3", "0,9,3", "trois", "3 %", "--", "1_0", "1_000,5", "_1"])
    def test_what_is_no_number(self, typed: str) -> None:
        with pytest.raises(ExerciseError, match=r"is not a number\. Write it like 0\.93 or 0,93\."):
            _base.number(typed)

    @pytest.mark.parametrize("typed", ["nan", "inf", "-Infinity"])
    def test_what_is_no_figure(self, typed: str) -> None:
        with pytest.raises(ExerciseError, match="is not a number"):
            _base.number(typed)

    def test_the_tolerance_is_kept_on_both_sides(self) -> None:
        part = Part("?", "?", 0.5, "", "", tolerance=0.01)
        assert [part.accepts(typed) for typed in ("0.49", "0.51", "0.489", "0.511")] == [True, True, False, False]

    def test_without_a_tolerance_the_answer_is_exact(self) -> None:
        part = Part("?", "?", 12.0, "", "")
        assert [part.accepts(typed) for typed in ("12", "12,0", "12.1", "11")] == [True, True, False, False]

    def test_letters_in_any_case(self) -> None:
        part = Part("?", "?", "B", "", "")
        assert [part.accepts(typed) for typed in ("B", " b ", "A", "")] == [True, True, False, False]

    def test_an_answer_of_no_known_form(self) -> None:
        part = Part("?", "?", "B", "", "", form="[ABC]", example="A, B or C")
        assert [part.accepts(typed) for typed in ("B", " b ", "a")] == [True, True, False]
        for typed in ("D", "AB", "", "1"):
            with pytest.raises(ExerciseError, match=r"is no answer to this question\. Write it like A, B or C\."):
                part.accepts(typed)

    def test_a_slip_is_told(self) -> None:
        """A usual mistake has its own words, any other the hint, a right answer none; «0.5» is said «0,5» in French."""
        slips = (_base.Slip(0.25, "juste\u00a0?", "right?"), _base.Slip(0.5, "pas 0.5", "not 0.5"))
        part = Part("?", "?", 0.25, "indice", "hint", tolerance=0.01, slips=slips)
        assert [part.feedback(typed, "en") for typed in ("0,25", "0,5", "0.505", "3")] == [
            "",
            "not 0.5",
            "not 0.5",
            "hint",
        ]
        assert [part.feedback(typed, "fr") for typed in ("0.25", "0.5", "3")] == ["", "pas 0,5", "indice"]
        assert [slip.gives for slip in part.mistakes] == [0.5], "the first is no mistake here"
        with pytest.raises(ExerciseError, match="is not a number"):
            part.feedback("", "fr")

    def test_a_slip_by_letter(self) -> None:
        part = Part("?", "?", "B", "", "hint", form="[ABC]", example="A", slips=(_base.Slip("A", "", "not A"),))
        assert [part.feedback(typed, "en") for typed in ("a", "B", "C")] == ["not A", "", "hint"]

    def test_check_keeps_the_order(self) -> None:
        sheet = Sheet("", "", (Part("?", "?", 1.0, "", ""), Part("?", "?", "A", "", "")))
        assert _base.check(sheet, ["1", "B"]) == [True, False]


def test_bayesian_mean_of_the_page() -> None:
    assert bayesian_mean([5, 5], 3.5, 10) == pytest.approx(3.75, abs=1e-12)
    assert bayesian_mean([], 3.5, 10) == pytest.approx(3.5, abs=1e-12)


def test_bayesian_mean_of_one_student_by_hand() -> None:
    """camille: m = 3.5, C = 12; A: three ratings, sum 15; B: twenty ratings, sum 84.

    A: (42 + 15) ÷ 15 = 57 ÷ 15 = 3.8; B: (42 + 84) ÷ 32 = 126 ÷ 32 = 3.9375.
    """
    sheet = BayesianMean().for_student("camille", None)
    assert "m = **3.5**; weight C = **12**" in sheet.data_en
    assert "| A | 3 | 15 | 5.00 |" in sheet.data_en
    assert "| B | 20 | 84 | 4.20 |" in sheet.data_en
    assert _base.check(sheet, ["3,8", "3,94", "B"]) == [True, True, True]
    assert _base.check(sheet, ["5", "4.2", "A"]) == [False, False, False]


def test_the_better_plain_mean_is_never_the_better_bayesian_mean() -> None:
    """The point of the exercise, for every student, the means recomputed from the numbers that the sheet prints."""
    for student in CLASS:
        sheet = BayesianMean().for_student(student, None)
        prior, weight = (float(printed) for printed in sheet.data_en.split("**")[1::2])
        rows = [[float(cell) for cell in row[1:]] for row in _rows(sheet.data_en)]
        plain = [total / count for count, total, _ in rows]
        means = [(weight * prior + total) / (weight + count) for count, total, _ in rows]
        few = plain.index(5.0)
        assert rows[few][0] <= 3
        assert rows[1 - few][0] >= 16
        assert plain[1 - few] < 5
        assert means[1 - few] >= means[few] + 0.04, "further apart than the tolerance of both answers"
        assert _base.check(sheet, [*(f"{mean:.2f}" for mean in means), "BA"[few]]) == [True, True, True]


def _rows(data: str) -> list[list[str]]:
    """The cells of the Markdown table in `data`, without its two first lines."""
    return [line.strip("| ").split(" | ") for line in data.splitlines() if line.startswith("|")][2:]


def test_rmse_of_one_student_by_hand() -> None:
    """camille: r = 2 4 3 3 5; P = 1.1 2.0 1.5 1.8 4.2; Q = 2.1 4.6 2.9 3.3 4.5.

    P: (0.81 + 4 + 2.25 + 1.44 + 0.64) ÷ 5 = 9.14 ÷ 5 = 1.828, its root 1.352; Q: (0.01 + 0.36 + 0.01 + 0.09 + 0.25) ÷ 5
    = 0.72 ÷ 5 = 0.144, its root 0.379. P puts Z first, Q puts W first.
    """
    sheet = Rmse().for_student("camille", None)
    for line in ("| V | 2.0 | 1.1 | 2.1 |", "| W | 4.0 | 2.0 | 4.6 |", "| X | 3.0 | 1.5 | 2.9 |",
                 "| Y | 3.0 | 1.8 | 3.3 |", "| Z | 5.0 | 4.2 | 4.5 |"):  # fmt: skip
        assert line in sheet.data_en
    assert _base.check(sheet, ["1,352", "0,379", "Q", "P"]) == [True, True, True, True]


def test_rmse_formula() -> None:
    assert rmse([3.0, 5.0], [3.0, 5.0]) == 0.0
    assert rmse([1.0, 1.0, 1.0, 1.0], [3.0, 1.0, 1.0, 1.0]) == pytest.approx(1.0, abs=1e-12)


def test_the_better_rmse_never_gives_the_better_first_place() -> None:
    """The point of the exercise, for every student, recomputed from the numbers that the sheet prints."""
    for student in CLASS:
        sheet = Rmse().for_student(student, None)
        given, *models = (
            [float(cell) for cell in column] for column in list(zip(*_rows(sheet.data_en), strict=True))[1:]
        )
        errors = {
            letter: (sum((r - g) ** 2 for r, g in zip(given, model, strict=True)) / 5) ** 0.5
            for letter, model in zip("PQ", models, strict=True)
        }
        wins = min(errors, key=errors.__getitem__)
        other = {"P": "Q", "Q": "P"}[wins]
        tops = {letter: [n for n, g in enumerate(m) if g == max(m)] for letter, m in zip("PQ", models, strict=True)}
        assert given.count(5.0) == 1
        assert tops[other] == [given.index(5.0)]
        assert tops[wins] == [given.index(4.0)], "one clear winner, and it is the rival"
        assert errors[other] > errors[wins] + 0.04, "further apart than the tolerance of both answers"
        assert all(1 <= g <= 5 for model in models for g in model)
        assert _base.check(sheet, [*(f"{error:.2f}" for error in errors.values()), wins, other]) == [True] * 4


@pytest.mark.parametrize("student", STUDENTS)
def test_open_works_by_another_way(student: str, culture: sqlite3.Connection) -> None:
    sheet = OpenWorks().for_student(student, culture)
    domain, start = sheet.data_en.split("**")[1], int(sheet.data_en.split("**")[3])
    works = {row[0]: row[1] for row in culture.execute("SELECT work_id, decade FROM works WHERE domain = ?", [domain])}
    wanted = {work for work, decade in works.items() if decade is not None and start <= decade <= start + 99}
    rights = culture.execute("SELECT work_id, licence FROM rights WHERE covers = 'work'").fetchall()
    free = {work for work, licence in rights if work in wanted and "publicdomain" in (licence or "")}
    assert _base.check(sheet, [str(len(free)), str(len(free) / len(wanted))]) == [True, True]


def test_open_works_are_of_both_samples(samples: sqlite3.Connection) -> None:
    sheets = [OpenWorks().for_student(student, samples) for student in CLASS[:60]]
    assert {sheet.data_en.split("**")[1] for sheet in sheets} == {"museum", "music"}


def test_open_works_counts_a_work_once_and_works_without_rights_too(culture: sqlite3.Connection) -> None:
    """Ten works of the 1300s: six open (one of them says so twice), two protected, two without a word."""
    culture.execute("DELETE FROM rights")
    for n in range(10):
        culture.execute(
            "INSERT INTO works VALUES (?, 'Synthetic', 'museum', 'a', NULL, 1350, 1350, 0, NULL, 'a:1')", [f"a:y{n}"]
        )
    for n, position in [*((n, 1) for n in range(8)), (0, 2)]:
        licence = "https://creativecommons.org/publicdomain/mark/1.0/" if n < 6 else None
        culture.execute(
            "INSERT INTO rights (work_id, position, covers, licence) VALUES (?, ?, 'work', ?)",
            [f"a:y{n}", position, licence],
        )
    answers = {
        tuple(part.expected for part in OpenWorks().for_student(student, culture).parts) for student in CLASS[:40]
    }
    assert (6.0, 0.6) in answers


def test_open_works_of_the_page_is_the_query_that_counts(culture: sqlite3.Connection) -> None:
    """The SQL printed in the page runs, and counts five of the works added above and three of the small library."""
    for lang in LANGUAGES:
        page = OpenWorks().page(lang)
        sql = "\n".join(line.strip() for line in page.splitlines() if line.startswith("    "))
        assert culture.execute(sql).fetchone()[0] == 5 + 3


def test_open_works_needs_rights(library: Library) -> None:
    library.culture.execute("DELETE FROM rights")
    with pytest.raises(ExerciseError, match=r"no work of this library says its own rights\. Import sample-museum"):
        OpenWorks().for_student("camille", library.culture)


def test_seed_is_written_down() -> None:
    """The seed rule is part of the course: a change would give every class new numbers."""
    assert _base.seed("rmse", "camille") == 0x9301E9F3FFBF7C09  # printf 'rmse\\0camille' | sha256sum
    assert _base.seed("rmse", "Camille ") == _base.seed("rmse", "camille") != _base.seed("bayesian-mean", "camille")


def test_one_pseudonym_in_all_its_forms() -> None:
    """É as one character or as two, in capitals or not: one student."""
    composed, decomposed = "Chloé", unicodedata.normalize("NFD", "CHLOÉ")
    assert composed != decomposed
    assert _base.seed("rmse", composed) == _base.seed("rmse", f" {decomposed}\t") != _base.seed("rmse", "chloe")


def test_a_table_is_markdown() -> None:
    assert _base.table(("a", "b"), [(1, 2.5)]) == "| a | b |\n| --- | --- |\n| 1 | 2.5 |"


def test_no_folder_of_the_course_is_empty() -> None:
    assert all(list(Path(resources.course() / lang).glob("*.md")) for lang in LANGUAGES)


def test_french_sheets_have_decimal_commas() -> None:
    sheet = MEMBERS["rmse"].load()().for_student("camille", None)
    assert re.search(r"\d,\d", sheet.data("fr"))
    assert not re.search(r"\d\.\d", sheet.data("fr"))
    assert re.search(r"\d\.\d", sheet.data("en"))


def test_a_bar_in_a_cell_is_escaped() -> None:
    assert _base.table(("a",), [("x | y",)]).splitlines()[-1] == r"| x \| y |"


def test_code_and_titles_keep_their_points() -> None:
    said = "12.5 puis `CC BY 4.0`, « Op. 1.2 », 0.75 :\n\n```sql\nSELECT 1.5\n```\n\net 3.25."
    assert _base.decimal_commas(said) == (
        "12,5 puis `CC BY 4.0`, « Op. 1.2 », 0,75 :\n\n```sql\nSELECT 1.5\n```\n\net 3,25."
    )


class TestFiles:
    """Files that are handed out (synthetic)."""

    sheet = Sheet("Voici 1.5.", "Here 1.5.", (), (_base.Handout("un.csv", "one.csv", "é;1.5\n", "e;1.5\n"),))

    def test_they_stand_below_the_numbers(self) -> None:
        assert self.sheet.data("fr") == "Voici 1,5.\n\nVotre fichier `un.csv` :\n\n```text\né;1.5\n```"
        assert self.sheet.data("en") == "Here 1.5.\n\nYour file `one.csv`:\n\n```text\ne;1.5\n```"

    def test_they_are_saved_in_the_language(self, tmp_path: Path) -> None:
        assert self.sheet.save(tmp_path / "new", "fr") == [tmp_path / "new" / "un.csv"]
        assert (tmp_path / "new" / "un.csv").read_bytes() == "é;1.5\n".encode()
        assert self.sheet.save(tmp_path, "en") == [tmp_path / "one.csv"]

    def test_nothing_that_was_changed_is_lost(self, tmp_path: Path) -> None:
        (path,) = self.sheet.save(tmp_path, "fr")
        assert self.sheet.save(tmp_path, "fr") == [path]
        path.write_text("mine", encoding="utf-8")
        with pytest.raises(ExerciseError, match=r"un\.csv is there already, with another text\. Move it"):
            self.sheet.save(tmp_path, "fr")
        assert path.read_text(encoding="utf-8") == "mine"
