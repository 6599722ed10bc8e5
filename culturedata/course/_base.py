"""What an exercise is: questions whose numbers differ by student, answers that are checked with a tolerance."""

from __future__ import annotations

import hashlib
import math
import random
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from culturedata import resources
from culturedata.errors import ExerciseError
from culturedata.store.people.answers import pseudonym
from culturedata.vocabularies import LANGUAGES

# Where a point between two digits is no decimal sign: code, and titles in their quotation marks.
_AS_IT_IS = r"```.*?```|`[^`\n]*`|« [^»\n]* »"


@dataclass(frozen=True, slots=True)
class Slip:
    """A usual mistake: the answer that it gives, and what to say to who made it."""

    gives: float | str
    said_fr: str
    said_en: str

    def said(self, lang: str) -> str:
        """What to say in «fr», with decimal commas, or «en»."""
        return decimal_commas(self.said_fr) if lang == "fr" else self.said_en


@dataclass(frozen=True, slots=True)
class Part:
    """One question of an exercise. `expected` is a number (accepted within `tolerance`) or a word or letter.

    `form` is the pattern of every word that can be read as an answer, in any case («[ABC]»), and `example` says it in
    words («A, B or C»); without a form any word is read. `slips` are usual mistakes, the likeliest first, and `worked`
    is how the answer is found, step by step, for who teaches.
    """

    question_fr: str
    question_en: str
    expected: float | str
    hint_fr: str
    hint_en: str
    tolerance: float = 0.0
    form: str = ""
    example: str = ""
    slips: tuple[Slip, ...] = ()
    worked_fr: str = ""
    worked_en: str = ""

    def question(self, lang: str) -> str:
        """The question in «fr» or «en»."""
        return self.question_fr if lang == "fr" else self.question_en

    def hint(self, lang: str) -> str:
        """The hint in «fr» or «en»."""
        return self.hint_fr if lang == "fr" else self.hint_en

    def worked(self, lang: str) -> str:
        """How the answer is found, in «fr», with decimal commas, or «en»; empty where nobody wrote it down."""
        return decimal_commas(self.worked_fr) if lang == "fr" else self.worked_en

    def accepts(self, answer: str) -> bool:
        """Whether `answer` is right: French and English decimal signs are read. Raises ExerciseError if unreadable."""
        return self._is(self.expected, answer)

    def feedback(self, answer: str, lang: str) -> str:
        """What to say of an answer, in «fr» or «en»: nothing if it is right, which slip it was, else the hint."""
        if self.accepts(answer):
            return ""
        slip = next((one for one in self.slips if self._is(one.gives, answer)), None)
        return self.hint(lang) if slip is None else slip.said(lang)

    @property
    def mistakes(self) -> list[Slip]:
        """The slips that give another answer than the right one, and each its own."""
        found: list[Slip] = []
        for slip in self.slips:
            if not any(self._is(other, str(slip.gives)) for other in (self.expected, *(one.gives for one in found))):
                found.append(slip)
        return found

    def _is(self, value: float | str, answer: str) -> bool:
        if isinstance(value, str):
            said = answer.strip()
            if self.form and not re.fullmatch(self.form, said, re.IGNORECASE):
                raise ExerciseError(f"{answer!r} is no answer to this question.", f"Write it like {self.example}.")
            return said.casefold() == value.casefold()
        return abs(number(answer) - value) <= self.tolerance + 1e-12


@dataclass(frozen=True, slots=True)
class Handout:
    """A file that a student gets: its name and its text in both languages."""

    name_fr: str
    name_en: str
    text_fr: str
    text_en: str

    def name(self, lang: str) -> str:
        """The file's name in «fr» or «en»."""
        return self.name_fr if lang == "fr" else self.name_en

    def text(self, lang: str) -> str:
        """What stands in the file in «fr» or «en»."""
        return self.text_fr if lang == "fr" else self.text_en

    def printed(self, lang: str) -> str:
        """The file in Markdown, to be copied: its name in one line, its text as a block of code."""
        heading = "Votre fichier" if lang == "fr" else "Your file"
        colon = " :" if lang == "fr" else ":"
        return f"{heading} `{self.name(lang)}`{colon}\n\n```text\n{self.text(lang).rstrip()}\n```"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one student gets: `data_fr` and `data_en` are the student's own numbers in Markdown, then the parts.

    `files` are handed out with them: they stand below the numbers, and `save` writes them.
    """

    data_fr: str
    data_en: str
    parts: tuple[Part, ...]
    files: tuple[Handout, ...] = ()

    def data(self, lang: str) -> str:
        """The student's numbers and files in «fr», with decimal commas, or «en»; code and titles stay as they are."""
        said = decimal_commas(self.data_fr) if lang == "fr" else self.data_en
        return "\n\n".join([said, *(file.printed(lang) for file in self.files)])

    def save(self, folder: Path, lang: str) -> list[Path]:
        """Write the files in «fr» or «en» into `folder`, and return their paths. Raises ExerciseError if one is there.

        The same text may be there already; nothing that somebody changed is overwritten.
        """
        made = []
        for file in self.files:
            path, text = folder / file.name(lang), file.text(lang).encode()
            if path.exists() and path.read_bytes() != text:
                raise ExerciseError(f"{path} is there already, with another text.", "Move it, or save elsewhere.")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
            made.append(path)
        return made


class Exercise:
    """Base of all exercises. A subclass says `name`, `summary`, `summary_fr`, and writes `sheet`.

    Its page is docs/course/fr/NAME.md and docs/course/en/NAME.md; what is for who teaches, if anything, lies in the
    folder `notes` beside.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    summary_fr: ClassVar[str]
    needs_library: ClassVar[bool] = False
    needs_ratings: ClassVar[bool] = False  # its page or its sheet asks ratings of films and what is learnt from them

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        """The student's sheet; everything random comes from `random`. `culture` is None unless `needs_library`."""
        raise NotImplementedError

    def page(self, lang: str) -> str:
        """The exercise's page in «fr» or «en», as Markdown. Raises ExerciseError for another language."""
        return (resources.course() / written_in(lang) / f"{self.name}.md").read_text(encoding="utf-8")

    def note(self, lang: str) -> str:
        """What is said to who teaches it, in «fr» or «en», as Markdown; empty if nothing is."""
        path = resources.course() / written_in(lang) / "notes" / f"{self.name}.md"
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def for_student(self, student: str, culture: sqlite3.Connection | None) -> Sheet:
        """The sheet of `student`: the same name always gets the same numbers, another name others."""
        return self.sheet(random.Random(seed(self.name, student)), culture)


def library(culture: sqlite3.Connection | None) -> sqlite3.Connection:
    """The catalogue that an exercise asks. Raises ExerciseError if it was given none."""
    if culture is None:
        raise ExerciseError("this exercise asks a library.", "Say which with -L DIR (culturedata demo makes one).")
    return culture


def decimal_commas(text: str) -> str:
    """`text` with a comma between two digits in place of a point, but for code and « titles »."""
    pattern = rf"({_AS_IT_IS})|(?<=\d)\.(?=\d)"
    return re.sub(pattern, lambda found: found[1] or ",", text, flags=re.DOTALL)


def written_in(lang: str) -> str:
    """`lang`, if the course is written in it. Raises ExerciseError."""
    if lang not in LANGUAGES:
        raise ExerciseError(f"the course is not written in {lang!r}.", f"There are: {', '.join(LANGUAGES)}.")
    return lang


def seed(exercise: str, student: str) -> int:
    """The student's seed for an exercise: the first eight bytes of sha256 of both names."""
    return int.from_bytes(hashlib.sha256(f"{exercise}\0{pseudonym(student)}".encode()).digest()[:8], "big")


def number(answer: str) -> float:
    """The number in `answer`: «0,93», «0.93», «1 234» and «−2» are read. Raises ExerciseError."""
    compact = re.sub(r"[\s\u00a0\u202f']", "", answer).replace(",", ".").replace("−", "-")
    try:
        read = math.nan if "_" in compact else float(compact)  # Python reads 1_0 as 10
    except ValueError:
        read = math.nan
    if not math.isfinite(read):
        raise ExerciseError(f"{answer!r} is not a number.", "Write it like 0.93 or 0,93.")
    return read


def check(sheet: Sheet, answers: Sequence[str]) -> list[bool]:
    """Whether each answer is right. Raises ExerciseError if their number is not the number of questions."""
    if len(answers) != len(sheet.parts):
        raise ExerciseError(
            f"{len(answers)} answers for {len(sheet.parts)} questions.", "Give one answer a question, in their order."
        )
    return [part.accepts(answer) for part, answer in zip(sheet.parts, answers, strict=True)]


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; a bar inside a cell is escaped."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", r"\|") for cell in line) + " |" for line in lines)
