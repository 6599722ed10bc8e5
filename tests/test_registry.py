"""Seams: members are found by their declared names, and finding them imports nothing heavy."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from culturedata import registry
from culturedata.errors import UnknownName, UsageError
from culturedata.registry import Member, Seam, unknown

HEAVY = (
    "surprise", "sklearn", "scipy", "pandas", "datasette", "requests", "requests_cache", "sqlite_utils", "numpy",
    "rapidfuzz", "msgspec", "yaml",
)  # fmt: skip
ROOMS = {
    "culturedata.sources": "source",
    "culturedata.recommend": "recommender",
    "culturedata.recommend.rerank": "reranker",
    "culturedata.recommend.rows": "kind of row",
    "culturedata.evaluate.metrics": "metric",
    "culturedata.course": "exercise",
    "culturedata.benchmarks": "benchmark",
    "culturedata.signals.popularity": "measure of popularity",
}
MEMBER = '''
class {cls}:
    """A member."""

    name = "{name}"
    summary = "{summary}"
'''


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty room called `attic` that can be imported."""
    folder = tmp_path / "attic"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""A room."""\n', encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "attic", raising=False)
    registry._members.cache_clear()
    yield folder
    registry._members.cache_clear()
    for name in [name for name in sys.modules if name.split(".")[0] == "attic"]:
        del sys.modules[name]


def write(path: Path, *members: tuple[str, str, str], before: str = "") -> None:
    path.parent.mkdir(exist_ok=True)
    text = before + "".join(MEMBER.format(cls=cls, name=name, summary=summary) for cls, name, summary in members)
    path.write_text(text, encoding="utf-8")


def test_members_are_found_in_files_and_sub_rooms(room: Path) -> None:
    write(room / "b.py", ("Lamp", "lamp", "Gives light"), ("Chair", "chair", "To sit on"))
    write(room / "corner" / "a.py", ("Box", "box", "Holds things"))
    found = Seam("attic", "thing").members()
    assert list(found) == ["box", "chair", "lamp"]
    assert found["box"] == Member("box", "Holds things", "attic.corner.a", "Box")
    assert Seam("attic", "thing").load("lamp").summary == "Gives light"


def test_a_sub_room_that_is_a_seam_of_its_own_is_not_listed(room: Path) -> None:
    write(room / "a.py", ("Lamp", "lamp", ""))
    write(room / "corner" / "b.py", ("Box", "box", ""))
    write(room / "corner" / "shelf" / "c.py", ("Book", "book", ""))
    (room / "corner" / "_seam.py").write_text("", encoding="utf-8")
    (room / "corner" / "__init__.py").write_text("", encoding="utf-8")
    assert list(Seam("attic", "thing").members()) == ["lamp"]
    assert list(Seam("attic.corner", "thing").members()) == ["book", "box"]


def test_an_annotated_name_counts_and_a_class_without_one_does_not(room: Path) -> None:
    (room / "a.py").write_text(
        "from typing import ClassVar\n\n\nclass Base:\n    name: ClassVar[str]\n\n\n"
        'class Lamp(Base):\n    name: ClassVar[str] = "lamp"\n\n\nclass Helper:\n    size = 3\n',
        encoding="utf-8",
    )
    assert list(Seam("attic", "thing").members()) == ["lamp"]


def test_listing_runs_no_code_of_the_members(room: Path) -> None:
    write(room / "a.py", ("Lamp", "lamp", ""), before="raise RuntimeError('imported')\n")
    assert list(Seam("attic", "thing").members()) == ["lamp"]
    with pytest.raises(RuntimeError, match="imported"):
        Seam("attic", "thing").load("lamp")


def test_a_typo_gets_a_suggestion(room: Path) -> None:
    write(room / "a.py", ("Popular", "popular", ""), ("Content", "content", ""))
    with pytest.raises(UnknownName) as error:
        Seam("attic", "recommender").member("populr")
    assert str(error.value) == "no recommender named 'populr'. Did you mean 'popular'?"
    with pytest.raises(UnknownName, match=r"no recommender named 'xyz'\. There are: content, popular\."):
        Seam("attic", "recommender").member("xyz")


def test_an_empty_room_says_so(room: Path) -> None:
    assert Seam("attic", "thing").members() == {}
    assert str(unknown("thing", "x", [])) == "no thing named 'x'. There are: none."


def test_two_members_of_one_name_are_an_error(room: Path) -> None:
    write(room / "a.py", ("Lamp", "lamp", ""))
    write(room / "b.py", ("Light", "lamp", ""))
    with pytest.raises(UsageError, match=r"two things are named 'lamp': attic\.a and attic\.b\."):
        Seam("attic", "thing").members()


def test_no_such_room() -> None:
    with pytest.raises(UsageError, match=r"no room named 'culturedata\.cellar'\."):
        Seam("culturedata.cellar", "thing").members()


def test_other_packages_add_members(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(room / "a.py", ("Lamp", "lamp", ""))
    point = EntryPoint("fraction", "fractions:Fraction", "attic")
    monkeypatch.setattr(registry, "entry_points", lambda group: [point] if group == "attic" else [])
    assert list(Seam("attic", "thing").members()) == ["fraction", "lamp"]
    assert Seam("attic", "thing").load("fraction").__name__ == "Fraction"


@pytest.mark.parametrize("room", ROOMS)
def test_every_member_has_a_summary_and_loads(room: str) -> None:
    members = Seam(room, ROOMS[room]).members()
    assert members
    for name, member in members.items():
        assert member.summary, f"{name} says no summary"
        assert member.load().name == name


def imported(code: str) -> set[str]:
    """The top-level packages that a fresh process has imported after running `code`."""
    code += "\nimport sys\nprint('\\n'.join({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    return set(done.stdout.splitlines())


HELP = """
import contextlib, io, sys
from culturedata.cli.main import run
sys.argv = ["culturedata", *{arguments!r}]
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    run()
"""


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["search", "--help"], ["exercise", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    assert imported(HELP.format(arguments=arguments)).isdisjoint(HEAVY)


def test_lists_import_nothing_heavy() -> None:
    code = f"from culturedata.registry import Seam\nfor room, noun in {ROOMS!r}.items(): Seam(room, noun).members()"
    assert imported(code).isdisjoint(HEAVY)


def test_the_check_would_notice() -> None:
    assert "sqlite_utils" in imported("import sqlite_utils")
