"""Texts in lines and pieces, the line of makers, and amounts in both languages."""

from __future__ import annotations

import pytest

from culturedata.publish.views import makers, passages
from culturedata.publish.views.passages import SHOWN, Piece, divided, lines, pieces
from culturedata.publish.words.language import Translator


def test_every_line_break_is_one() -> None:
    assert lines("a\r\nb\rc\nd\\r\\ne") == "a\nb\nc\nd\ne"
    assert lines("C:\\new") == "C:\\new"


def test_a_short_text_is_whole() -> None:
    assert divided("x" * SHOWN) == ("x" * SHOWN, "")
    assert divided("") == ("", "")


def test_a_long_text_is_cut_at_a_line_break_if_there_is_one_near() -> None:
    first, second = "word " * 160, "other " * 200
    assert divided(f"{first}\r\n{second}") == (first, second)
    assert divided(f"short\n{second * 2}")[0] == ("short\n" + second * 2)[:SHOWN].rpartition(" ")[0]


def test_a_long_text_loses_no_word() -> None:
    text = " ".join(f"word{n}" for n in range(400))
    shown, rest = divided(text)
    assert len(shown) <= SHOWN
    assert f"{shown} {rest}" == text


def test_a_long_text_without_a_space_is_cut_all_the_same() -> None:
    shown, rest = divided("x" * (SHOWN + 7))
    assert (len(shown), len(rest)) == (SHOWN, 7)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("no address", [Piece("no address")]),
        ("https://a.example/x", [Piece("https://a.example/x", "https://a.example/x")]),
        ("See http://a.example, 4.", [Piece("See "), Piece("http://a.example", "http://a.example"), Piece(", 4.")]),
        ("(HTTP://a.example)", [Piece("("), Piece("HTTP://a.example", "HTTP://a.example"), Piece(")")]),
        ("https://a.example/R-54(V)", [Piece("https://a.example/R-54(V)", "https://a.example/R-54(V)")]),
        ("javascript:alert(1) file:///x", [Piece("javascript:alert(1) file:///x")]),
    ],
)  # fmt: skip
def test_addresses_on_the_web_are_found(text: str, expected: list[Piece]) -> None:
    assert pieces(text) == expected
    assert "".join(piece.text for piece in passages.pieces(text)) == text


def credit(name: str, attribution: str | None = None, **names: str) -> dict[str, str | None]:
    return {"name": name, "attribution": attribution, "agent_id": f"id of {name}", **names}


def told(printed: str | None, credits: list[dict[str, str | None]], lang: str = "en") -> str:
    """The line as it is read; a name that is a link stands in brackets, and has the right id."""
    parts = makers.line(printed, credits, Translator(lang))
    known = {one["agent_id"]: {one["name"], one.get(f"name_{lang}")} for one in credits}
    assert all(part.text in known[part.agent] for part in parts if part.agent)
    return "".join(f"[{part.text}]" if part.agent else part.text for part in parts)


def test_makers_whose_names_hold_commas_are_told_apart() -> None:
    both = [credit("Person, A."), credit("Other, B.")]
    assert told("Person, A., Other, B.", both) == "[Person, A.] ; [Other, B.]"
    assert told("Person, A.; Other, B.", both) == "[Person, A.] ; [Other, B.]"
    more = [*both, credit("Third, C."), credit("Fourth, D.")]
    assert told("Person, A., Other, B., Third, C. …", more) == "[Person, A.] ; [Other, B.] ; [Third, C.] …"
    named = [credit("A. Patron"), credit("Person, A.", "after"), credit("B. Other")]
    assert told("after Person, A., B. Other", named) == "after [Person, A.] ; [B. Other]"


def test_makers_are_named_in_the_visitors_language() -> None:
    known = credit("Leonardo da Vinci", "attributed to", name_fr="Léonard de Vinci")
    assert told("attributed to Leonardo da Vinci", [known], "fr") == "attribué à [Léonard de Vinci]"
    assert told("attributed to Leonardo da Vinci", [known]) == "attributed to [Leonardo da Vinci]"


@pytest.mark.parametrize(
    ("printed", "credits", "read"),
    [
        ("A. Person, B. Other", [credit("A. Person"), credit("B. Other")], "[A. Person], [B. Other]"),
        ("Person, A.", [credit("Person, A.")], "[Person, A.]"),
        ("Somebody, else", [credit("Person, A."), credit("Other, B.")], "Somebody, else"),
        ("A. Person, B.", [credit("A. Person")], "A. Person, B."),
        (None, [], ""),
        (None, [credit("A. Giver")], ""),
    ],
)
def test_other_lines_of_makers_stand_as_they_are(
    printed: str | None, credits: list[dict[str, str | None]], read: str
) -> None:
    assert told(printed, credits) == read


@pytest.mark.parametrize(
    ("value", "unit", "kind", "french", "english"),
    [
        (164, "none", "rank", "164", "164"),
        (4, None, "height", "4", "4"),
        (4, "", "height", "4", "4"),
        (0.125, "share", "colour grey", "12,5\u00a0%", "12.5%"),
        (41.9, "cm", "height", "41,9\u00a0cm", "41.9\u00a0cm"),
        (7.5, "of 10", "critics' rating", "7,5\u00a0sur 10", "7.5\u00a0of 10"),
        (12, "page", "page number", "12", "12"),
    ],
)
def test_amounts(value: float, unit: str | None, kind: str, french: str, english: str) -> None:
    assert Translator("fr").amount(value, unit, kind) == french
    assert Translator("en").amount(value, unit, kind) == english
