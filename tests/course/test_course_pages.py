"""What a page or a sheet tells a student to type works as printed, on the samples."""

from __future__ import annotations

import re
import shlex
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from culturedata import resources
from culturedata.course._base import Exercise
from culturedata.registry import Seam
from culturedata.vocabularies import LANGUAGES
from tests.cli.conftest import Run

MEMBERS = Seam("culturedata.course", "exercise").members()
NAMED = re.compile(r"^`(?P<path>[\w/.-]+)`:\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = [(name, lang) for name in MEMBERS for lang in LANGUAGES]
TYPED = ("culturedata ", "sqlite-utils ")


def page(name: str, lang: str) -> str:
    return (resources.course() / lang / f"{name}.md").read_text(encoding="utf-8")


def indented(text: str) -> list[str]:
    """The blocks of code that are indented."""
    return [re.sub(r"^    ", "", block, flags=re.M).rstrip() for block in re.findall(r"(?:^    .*\n)+", text, re.M)]


@pytest.fixture
def exercise(name: str) -> Exercise:
    made: Exercise = MEMBERS[name].load()()
    return made


@pytest.fixture
def typed(
    run: Run, exercise: Exercise, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Any:
    """`typed(line)`: run it in a folder beside the library `demo`; what it says. It fails if the command does."""
    (tmp_path / "demo").symlink_to(request.getfixturevalue("rated" if exercise.needs_ratings else "demo"))
    monkeypatch.chdir(tmp_path)

    def type_(line: str) -> str:
        command, *words = shlex.split(line)
        if command == "culturedata":
            said = run(*words)
            assert said.code == 0, said.err
            return said.out or said.err
        from sqlite_utils.cli import cli

        words = [Path(word[6:-1]).read_text(encoding="utf-8") if word.startswith("$(cat ") else word for word in words]
        done = CliRunner().invoke(cli, words, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    return type_


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_a_page_works_as_printed(name: str, lang: str, typed: Any, tmp_path: Path, samples: sqlite3.Connection) -> None:
    text = page(name, lang)
    for found in NAMED.finditer(text):
        path = tmp_path / found["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found["text"], encoding="utf-8")
    for block in indented(text):
        if block.startswith("SELECT"):
            assert samples.execute(block).fetchone()[0] > 0
            for file in re.findall(r"`([\w.-]+\.sql)`", text):
                (tmp_path / file).write_text(block, encoding="utf-8")
        elif block.startswith(TYPED):
            assert all(typed(line).strip() for line in block.splitlines())


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_what_the_text_names_can_be_typed(name: str, lang: str) -> None:
    """Commands inside a sentence (`culturedata serve demo`) exist and take what is printed."""
    from typer.main import get_command

    from culturedata.cli.app import app

    for line in re.findall(r"`(culturedata [^`]+)`", page(name, lang)):
        words = shlex.split(line)[1:]
        command: Any = get_command(app)
        while hasattr(command, "commands"):
            command = command.commands[words.pop(0)]
        assert command.make_context("culturedata", words) is not None


@pytest.mark.parametrize("student", ["camille", "lou"])
@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_a_sheet_works_as_printed(
    exercise: Exercise, lang: str, student: str, typed: Any, asked: sqlite3.Connection | None
) -> None:
    data = exercise.for_student(student, asked).data(lang)
    for kind, block in re.findall(r"^```(\w+)\n(.*?)\n```$", data, re.M | re.S):
        if kind == "sql":
            assert asked is not None
            assert asked.execute(block).fetchall()
        elif kind == "sh":
            assert block.startswith(TYPED)
            assert typed(block).strip()
        else:
            assert kind == "text", "a file, tried by its own test"


@pytest.mark.parametrize("name", MEMBERS)
def test_a_page_is_one_page(name: str) -> None:
    """About sixty lines of print, so that it can be handed out on one sheet."""
    for lang in LANGUAGES:
        assert len(page(name, lang).splitlines()) <= 62
        assert len(page(name, lang).split()) <= 480


@pytest.mark.parametrize("name", MEMBERS)
def test_both_languages_print_the_same_code(name: str) -> None:
    """The same queries, and as many commands: only names of files differ."""
    french, english = (indented(page(name, lang)) for lang in LANGUAGES)
    assert [len(block.splitlines()) for block in french] == [len(block.splitlines()) for block in english]
    for one, other in zip(french, english, strict=True):
        if one.startswith("SELECT"):
            assert one == other


@pytest.mark.parametrize(
    "words",
    [
        {"fr": "« Sources et licences »", "en": "“Sources and licences”"},
        {"fr": "« Notice brute »", "en": "“Raw record”"},
        {"fr": "« Données »", "en": "“Data”"},
    ],
)
def test_the_words_to_click_on_are_those_of_the_site(words: dict[str, str]) -> None:
    from culturedata.publish.words.interface import WORDS

    for n, lang in enumerate(LANGUAGES):
        assert words[lang] in page("provenance", lang)
        assert any(said[n].startswith(words[lang][1:-1].strip()) for said in WORDS.values())


def test_the_words_of_the_page_of_openness_are_those_of_the_site() -> None:
    from culturedata.publish.words.interface import WORDS

    for n, lang in enumerate(LANGUAGES):
        for key in ("openness", "openness:weights", "openness:apply"):
            said = WORDS[key][n]
            assert (f"« {said} »" if lang == "fr" else f"“{said}”") in page("most-open", lang).replace("\n", " ")
