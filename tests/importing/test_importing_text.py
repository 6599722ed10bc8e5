"""Texts of fields: HTML as plain text, labels in ids, numbers in any notation, and what is no number."""

from __future__ import annotations

import math
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culturedata.importing.values.text import number, plain, slug


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>One &amp; two</p>\n<p>three</p>", "One & two\nthree"),
        ("one<br>two<br/>three<BR />four", "one\ntwo\nthree\nfour"),
        ('a<br class="x">b', "a\nb"),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
        ("<h2>Title</h2><div>Text</div>", "Title\nText"),
        ("<em>in</em> <a href='x'>words</a>", "in words"),
        ("first line\nsecond line", "first line\nsecond line"),
        ("a < b and c > d", "a < b and c > d"),
        ("3<4", "3<4"),
        ("&lt;i&gt; stays", "<i> stays"),
        ("a<!-- unseen -->b<script>x = '<p>'</script>c<style>p {}</style>d", "abcd"),
        ("kept <!-- never closed", "kept"),
        ("caf\u00e9\x96\x00 \x85bar\x9f", "café bar"),
        ("&#129;&nbsp;x", "x"),
        ("&eacute;t&#233;", "été"),
    ],
)
def test_plain(html: str, text: str) -> None:
    assert plain(html) == text


@given(st.text())
def test_a_text_that_was_escaped_comes_back(text: str) -> None:
    kept = "".join(letter for letter in text if not (letter == "\0" or "\x80" <= letter <= "\x9f" or letter == "\r"))
    assert plain(f"<p>{escape(kept)}</p>") == kept.strip()


@given(st.text())
def test_plain_has_no_controls_and_no_space_at_its_ends(html: str) -> None:
    found = plain(html)
    assert found == found.strip()
    assert not {"\0", *map(chr, range(0x80, 0xA0))} & set(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oil on canvas", "oil-on-canvas"),
        ("  Peinture (à l'huile) ", "peinture-à-l-huile"),
        ("Straße", "strasse"),
        ("浮世絵", "浮世絵"),
        ("a_b", "a_b"),
        ("—", ""),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12.0),
        ("12.5", 12.5),
        ("12,5", 12.5),
        ("-3,25", -3.25),
        ("−3", -3.0),
        (" 7 ", 7.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1 234,5", 1234.5),
        ("1\u202f234\u202f567", 1234567.0),
        ("1'234.5", 1234.5),
        ("1,234,567", 1234567.0),
        ("1.234.567", 1234567.0),
        ("1.234", 1.234),
        ("0,234", 0.234),
        ("1234,567", 1234.567),
    ],
)
def test_number(text: str, expected: float) -> None:
    assert number(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "1,234",
        "-12,345",
        "12 34",
        "1,23,456",
        "1.2.3",
        "nan",
        "inf",
        "1e400",
        "1_000",
        "0x10",
        "12 cm",
        "½",
        "٣",
    ],
)
def test_what_is_no_number_or_two(text: str) -> None:
    assert number(text) is None


@given(st.text(alphabet="0123456789.,' -+e\u00a0"))
def test_numbers_are_finite_or_none(text: str) -> None:
    found = number(text)
    assert found is None or math.isfinite(found)


@given(st.integers(1000, 10**12), st.integers(0, 99))
def test_english_and_french_notation_are_one_number(whole: int, cents: int) -> None:
    english = f"{whole:,}.{cents:02}"
    french = english.translate({ord(","): "\u202f", ord("."): ","})
    german = english.translate({ord(","): ".", ord("."): ","})
    expected = float(f"{whole}.{cents:02}")
    assert [number(said) for said in (english, french, german)] == [expected] * 3
