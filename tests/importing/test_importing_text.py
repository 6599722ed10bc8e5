"""Texts of fields: HTML as plain text, labels in ids, numbers in any notation, and what is no number."""

from __future__ import annotations

import json
import math
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue
from culturedata.importing.values.text import NoText, number, plain, slug, text_in, text_of, texts_of


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


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        (" a\n", " a\n"),
        (12, "12"),
        (0, "0"),
        (1.5, "1.5"),
        (None, ""),
        ("", ""),
        (False, ""),
        ([], ""),
        ({}, ""),
    ],
)
def test_a_field_with_a_text_is_taken_out(value: Any, text: str) -> None:
    row = {"title": value, "other": 1}
    assert text_in(row, "title") == text
    assert (text_of(row, "title"), row) == (text, {"other": 1})
    assert text_of(row, "title") == ""


@pytest.mark.parametrize("value", [{"a": 1}, [1], ["a", {"b": 2}], True])
def test_what_is_no_text_stays_and_is_reported_for_each_record(value: Any) -> None:
    """Even where a field of that name is ignored elsewhere: a text was expected here."""
    issues: list[Issue] = []
    context = Context(descriptor("met"), report=issues.append)
    for record in ("met:1", "met:2"):
        row = {"title": value}
        assert (text_in(row, "title"), text_of(row, "title"), text_of(row, "title")) == ("", "", "")
        assert row == {"title": NoText(value)}
        context.audit(row, frozenset({"title"}), record)
    said = json.dumps(value)
    assert [(one.code, one.record, one.field, one.raw) for one in issues] == [
        ("not-a-text", "met:1", "title", said), ("not-a-text", "met:2", "title", said),
    ]  # fmt: skip


def test_the_texts_of_a_list_keep_their_places() -> None:
    row: dict[str, Any] = {"names": ["a", None, {"b": 1}, 2, [3]], "one": "c", "none": None}
    assert texts_of(row, "names") == ["a", "", "", "2", ""]
    assert (texts_of(row, "one"), texts_of(row, "none"), texts_of(row, "missing")) == (["c"], [], [])
    assert row == {"names": NoText([{"b": 1}, [3]])}


def test_a_new_field_is_reported_as_it_stood() -> None:
    issues: list[Issue] = []
    context = Context(descriptor("met"), report=issues.append)
    context.audit({"a": {"b": NoText([1])}, "c": "été", "d": True}, frozenset(), "met:1")
    assert [(one.field, one.raw) for one in issues] == [("a", '{"b": [1]}'), ("c", "été"), ("d", "true")]
