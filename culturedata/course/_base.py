"""What an exercise is: questions whose numbers differ by student, answers that are checked with a tolerance."""

from __future__ import annotations

import hashlib
import math
import random
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from culturedata import resources
from culturedata.errors import ExerciseError
from culturedata.store.answers import pseudonym
from culturedata.vocabularies import LANGUAGES


@dataclass(frozen=True, slots=True)
class Part:
    """One question of an exercise. `expected` is a number (accepted within `tolerance`) or a word or letter."""

    question_fr: str
    question_en: str
    expected: float | str
    hint_fr: str
    hint_en: str
    tolerance: float = 0.0

    def question(self, lang: str) -> str:
        """The question in «fr» or «en»."""
        return self.question_fr if lang == "fr" else self.question_en

    def hint(self, lang: str) -> str:
        """The hint in «fr» or «en»."""
        return self.hint_fr if lang == "fr" else self.hint_en

    def accepts(self, answer: str) -> bool:
        """Whether `answer` is right: French and English decimal signs are read. Raises ExerciseError if unreadable."""
        if isinstance(self.expected, str):
            return answer.strip().casefold() == self.expected.casefold()
        return abs(number(answer) - self.expected) <= self.tolerance + 1e-12


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one student gets: `data_fr` and `data_en` are the student's own numbers in Markdown, then the parts."""

    data_fr: str
    data_en: str
    parts: tuple[Part, ...]

    def data(self, lang: str) -> str:
        """The student's numbers in «fr», with decimal commas, or «en»."""
        return re.sub(r"(?<=\d)\.(?=\d)", ",", self.data_fr) if lang == "fr" else self.data_en


class Exercise:
    """Base of all exercises. A subclass says `name`, `summary`, `summary_fr`, and writes `sheet`.

    Its page is docs/course/fr/NAME.md and docs/course/en/NAME.md.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    summary_fr: ClassVar[str]
    needs_library: ClassVar[bool] = False

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        """The student's sheet; everything random comes from `random`. `culture` is None unless `needs_library`."""
        raise NotImplementedError

    def page(self, lang: str) -> str:
        """The exercise's page in «fr» or «en», as Markdown. Raises ExerciseError for another language."""
        return (resources.course() / written_in(lang) / f"{self.name}.md").read_text(encoding="utf-8")

    def for_student(self, student: str, culture: sqlite3.Connection | None) -> Sheet:
        """The sheet of `student`: the same name always gets the same numbers, another name others."""
        return self.sheet(random.Random(seed(self.name, student)), culture)


def written_in(lang: str) -> str:
    """`lang`, if the course is written in it. Raises ExerciseError."""
    if lang not in LANGUAGES:
        raise ExerciseError(f"the course is not written in {lang!r}.", f"There are: {', '.join(LANGUAGES)}.")
    return lang


def seed(exercise: str, student: str) -> int:
    """The student's seed for an exercise: the first eight bytes of sha256 of both names."""
    return int.from_bytes(hashlib.sha256(f"{exercise}\0{pseudonym(student)}".encode()).digest()[:8], "big")


def number(answer: str) -> float:
    """The number in `answer`: «0,93», «0.93» and «1 234» are read. Raises ExerciseError."""
    compact = re.sub(r"[\s\u00a0\u202f']", "", answer).replace(",", ".")
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
    """A Markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
