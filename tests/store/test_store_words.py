"""The words of texts in many scripts, each by hand."""

from __future__ import annotations

import pytest

from culturedata.store.catalogue.words import words

TEXTS = {
    "Le port du Havre au MATIN, l’été 1872 : brumes.": ["port", "havre", "matin", "brumes"],
    "Straße, ŒUVRE, naïve": ["strasse", "œuvre", "naïve"],
    "cafe\u0301 noir": ["café", "noir"],
    "Утро в сосновом лесу": ["утро", "сосновом", "лесу"],
    "Η θάλασσα το πρωί": ["θάλασσα", "πρωί"],
    "صورة للبحر الهائج": ["صورة", "للبحر", "الهائج"],
    "हिन्दी में समुद्र का चित्र": ["हिन्दी", "समुद्र", "चित्र"],
    "서울의 바다 그림": ["서울의", "바다", "그림"],
    "東京の海、富士山": ["東京", "京の", "の海", "富士", "士山"],
    "ทะเล": ["ทะ", "ะเ", "เล"],
    "The 海 of 東京": ["東京"],
    "": [],
    "1872, 🎬🎬 — the sea": [],
}


@pytest.mark.parametrize("text", TEXTS)
def test_words(text: str) -> None:
    assert words(text, 60) == TEXTS[text]


@pytest.mark.parametrize("text", ["port havre matin", "東京の海", "утро море лесу"])
def test_so_many_and_no_more(text: str) -> None:
    assert [len(words(text, most)) for most in (0, 1, 2)] == [0, 1, 2]
    assert words(text, 2) == words(text, 60)[:2]


def test_the_same_word_however_it_is_written() -> None:
    """Composed and decomposed, in capitals and not."""
    assert words("ЙОГУРТ é\u0300tude", 9) == words("и\u0306огурт \u00e9\u0300tude", 9)


def test_a_huge_text() -> None:
    assert words("東" * 1_000_000, 60) == ["東東"] * 60
    assert words("a" * 1_000_000, 60) == ["a" * 1_000_000]
