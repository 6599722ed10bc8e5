"""What is measured, as tokens: the step of each figure by hand, and what can't be one."""

from __future__ import annotations

import pytest

from culturedata.store.catalogue.documents import documents
from culturedata.store.library import Library


def tokens(library: Library, work: str) -> list[str]:
    [found] = documents(library.culture, [work]).tokens
    return [token for token in found if token.startswith("figure:")]


def size(library: Library, *sides: tuple[str, float | None, str]) -> list[str]:
    library.culture.execute("DELETE FROM dimensions WHERE work_id = 'a:2'")
    for n, (kind, value, unit) in enumerate(sides, 1):
        library.culture.execute("INSERT INTO dimensions VALUES ('a:2', ?, NULL, ?, ?, ?, NULL)", [n, kind, value, unit])
    return tokens(library, "a:2")


def test_size_and_shape(library: Library) -> None:
    """√(48 · 63) = 55 cm lies between 32 and 64; it is wider than high. In inches and millimetres the same."""
    expected = ["figure:size:5", "figure:shape:wide"]
    assert size(library, ("height", 48, "cm"), ("width", 63, "cm")) == expected
    assert size(library, ("height", 480, "mm"), ("width", 630, "mm")) == expected
    assert size(library, ("height", 18.9, "in"), ("width", 24.8, "in")) == expected
    assert size(library, ("width", 0.63, "m"), ("height", 0.48, "m")) == expected
    assert size(library, ("height", 63, "cm"), ("width", 48, "cm")) == ["figure:size:5", "figure:shape:tall"]
    assert size(library, ("height", 64, "cm"), ("width", 64, "cm")) == ["figure:size:6", "figure:shape:square"]
    assert size(library, ("height", 2, "mm"), ("width", 3, "mm")) == ["figure:size:0", "figure:shape:wide"]
    labels = documents(library.culture, ["a:2"]).labels
    assert labels["figure:size:0"] == ("1 cm", "1 cm across")


def test_the_first_height_and_width_count(library: Library) -> None:
    frame = (("height", 90.0, "cm"), ("width", 20.0, "cm"))
    assert size(library, ("height", 48, "cm"), ("width", 63, "cm"), *frame) == ["figure:size:5", "figure:shape:wide"]


def test_in_words(library: Library) -> None:
    size(library, ("height", 48, "cm"), ("width", 63, "cm"))
    labels = documents(library.culture, ["a:2"]).labels
    assert labels["figure:size:5"] == ("32–63 cm", "32–63 cm across")
    assert labels["figure:shape:wide"] == ("en largeur", "wider than high")


@pytest.mark.parametrize("value", [None, 0.0, -3.0, float("inf"), 1e300])
def test_no_size(library: Library, value: float | None) -> None:
    assert size(library, ("height", value, "cm"), ("width", 63, "cm")) == []
    assert size(library, ("height", 48, "cm")) == []
    assert size(library, ("height", 48, "ells"), ("width", 63, "cm")) == []
    assert size(library, ("depth", 48, "cm"), ("text", None, "cm")) == []


MUSIC = {
    ("ambitus", "semitones", 17): ("ambitus:2", "ambitus de 12–17 demi-tons", "ambitus of 12–17 semitones"),
    ("ambitus", "semitones", 18): ("ambitus:3", "ambitus de 18–23 demi-tons", "ambitus of 18–23 semitones"),
    ("tempo", "quarter notes a minute", 112): (
        "tempo:20", "102–127 noires à la minute", "102–127 quarter notes a minute"
    ),
    ("length", "quarter notes", 84): ("length:6", "64–127 temps de noire", "64–127 quarter notes long"),
    ("length", "quarter notes", 0.5): ("length:0", "1 temps de noire", "1 quarter notes long"),
}  # fmt: skip


@pytest.mark.parametrize("measured", MUSIC)
def test_music(library: Library, measured: tuple[str, str, float]) -> None:
    kind, unit, value = measured
    library.culture.execute("INSERT INTO measures VALUES ('b:1', ?, ?, ?, NULL)", [kind, value, unit])
    token, french, english = MUSIC[measured]
    assert tokens(library, "b:1") == [f"figure:{token}"]
    assert documents(library.culture, ["b:1"]).labels[f"figure:{token}"] == (french, english)


def test_other_measures_say_nothing(library: Library) -> None:
    for kind, unit, value in [("box office", "USD", 1e6), ("length", "s", 100), ("tempo", "quarter notes a minute", 0)]:
        library.culture.execute("INSERT INTO measures VALUES ('b:2', ?, ?, ?, NULL)", [kind, value, unit])
    assert tokens(library, "b:2") == []
