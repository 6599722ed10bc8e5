"""French and English as they are set: no line breaks before : ; ? ! % or inside « », no space before an English %."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import culturedata

PACKAGE = Path(culturedata.__file__).parent
ROOMS = ("cli", "publish", "recommend")
BREAKABLE = re.compile(r"[ \t\n](?=[;:!?%»])|«[ \t\n]")
SPACED = re.compile(r"[\d}] %(?![a-z(])")
Both = tuple[list[str], list[str]]


def strings(node: ast.expr) -> list[str]:
    """The texts of a node, alone or in a tuple; what is filled into one is {}."""
    if isinstance(node, ast.Tuple | ast.List):
        return [text for one in node.elts for text in strings(one)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def both(tree: ast.AST) -> Iterator[Both]:
    """What is said in French and in English: pairs, {"fr": …, "en": …}, text_fr=… and text_en=…."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple) and len(node.elts) == 2:
            yield strings(node.elts[0]), strings(node.elts[1])
        elif isinstance(node, ast.Dict):
            said = {key.value: value for key, value in zip(node.keys, node.values, strict=True)
                    if isinstance(key, ast.Constant)}  # fmt: skip
            if set(said) == {"fr", "en"}:
                yield strings(said["fr"]), strings(said["en"])
        elif isinstance(node, ast.Call):
            named = {one.arg: one.value for one in node.keywords if one.arg}
            for name in named:
                if name.endswith("_fr") and f"{name[:-2]}en" in named:
                    yield strings(named[name]), strings(named[f"{name[:-2]}en"])


def spaced(tree: ast.AST) -> list[str]:
    """All texts in which a space stands where French or English has none that breaks, or none at all."""
    pairs = [(french, english) for french, english in both(tree) if french and english]
    wrong = [text for french, _ in pairs for text in french if BREAKABLE.search(text)]
    return wrong + [text for _, english in pairs for text in english if SPACED.search(text)]


MODULES = sorted(path for room in ROOMS for path in (PACKAGE / room).rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_spaces_of_french_and_english(path: Path) -> None:
    assert spaced(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "text",
    [
        '("part : 5", "part: 5")', '("part\\u00a0: 5 %", "part: 5%")', '("« mer\\u00a0»", "“sea”")',
        '("part", "95 % of it")', '{"fr": ("un", "deux ;"), "en": ("one", "two;")}',
        'Reason(text_fr=f"poids {n} ; rien", text_en=f"weight {n}; nothing")',
    ],
)  # fmt: skip
def test_a_wrong_space_is_found(text: str) -> None:
    assert len(spaced(ast.parse(text))) == 1


@pytest.mark.parametrize(
    "text", ['("part\\u00a0: 5\\u00a0%", "part: 5%")', '("%s", "%(n)d %s")', '("a", 1)', "((), ())"]
)
def test_a_right_one_is_not(text: str) -> None:
    assert spaced(ast.parse(text)) == []
