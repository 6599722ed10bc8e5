"""Every command says what it does and gives an example to paste."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command

from culturedata import __version__
from culturedata.cli.app import app
from culturedata.registry import Seam
from tests.cli.conftest import Run

ROOT = get_command(app)


def commands(command: Any = ROOT, path: tuple[str, ...] = ("culturedata",)) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command that does something, with its path."""
    below = getattr(command, "commands", None)
    if below is None:
        yield path, command
        return
    for name in sorted(below):
        yield from commands(below[name], (*path, name))


def groups(command: Any = ROOT) -> Iterator[Any]:
    if hasattr(command, "commands"):
        yield command
        for below in command.commands.values():
            yield from groups(below)


EVERY = [pytest.param(path, command, id=" ".join(path[1:])) for path, command in commands()]


@pytest.mark.parametrize(("path", "command"), EVERY)
def test_help_and_an_example(path: tuple[str, ...], command: Any) -> None:
    assert (command.help or "").strip()
    assert command.epilog
    assert command.epilog.startswith("Example: culturedata ")


@pytest.mark.parametrize(("path", "command"), EVERY)
def test_every_parameter_is_described(path: tuple[str, ...], command: Any) -> None:
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{' '.join(path)}: {parameter.name}"


@pytest.mark.parametrize(("path", "command"), EVERY)
def test_the_example_can_be_typed(path: tuple[str, ...], command: Any) -> None:
    words = shlex.split(command.epilog.removeprefix("Example: ").partition(" > ")[0].partition(" | ")[0])
    named = len(path) if tuple(words[: len(path)]) == path else len(path) - 1  # «link SOURCE» means «link make SOURCE»
    assert tuple(words[:named]) == path[:named]
    context = command.make_context(path[-1], words[named:])
    assert context is not None


@pytest.mark.parametrize("group", list(groups()), ids=lambda group: group.name)
def test_a_group_says_what_it_is(group: Any) -> None:
    assert (group.help or "").strip()


def test_help_in_a_pipe_has_no_colour(process: Run) -> None:
    said = process("search", "--help", FORCE_COLOR="", NO_COLOR="1")
    assert said.code == 0
    assert "\x1b" not in said.out
    assert "Example: culturedata search" in said.out


def test_version(run: Run) -> None:
    said = run("--version")
    assert (said.code, said.out) == (0, f"culturedata {__version__}\n")


def test_an_unknown_command_is_a_usage_error(run: Run) -> None:
    assert run("serach").code == 2


@pytest.mark.parametrize(
    ("command", "room", "noun"),
    [
        ("source", "culturedata.sources", "source"),
        ("recommender", "culturedata.recommend", "recommender"),
        ("reranker", "culturedata.recommend.rerank", "reranker"),
        ("metric", "culturedata.evaluate.metrics", "metric"),
        ("exercise", "culturedata.course", "exercise"),
        ("benchmark", "culturedata.benchmarks", "benchmark"),
    ],
)
def test_lists_give_name_and_title(run: Run, command: str, room: str, noun: str) -> None:
    said = run(command, "list", "--json")
    assert said.code == 0
    assert all(row["name"] and row["title"] for row in said.json)
    if command != "source":  # a source is listed by its descriptor: several may share one reader
        assert [row["name"] for row in said.json] == list(Seam(room, noun).members())
    table = run(command, "list")
    assert [line[0] for line in table.lines[1:]] == [row["name"] for row in said.json]
