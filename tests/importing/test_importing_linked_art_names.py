"""How works and texts are named in Linked Art: originals, translations, other titles; texts that lie elsewhere."""

from __future__ import annotations

from pathlib import Path

from tests.importing.test_importing_linked_art import HOME, Json, aat, span, work_of


def titled(text: str, language: str, *kinds: str) -> Json:
    """A title in a language and of some kinds, all by their numbers in AAT."""
    return {
        "type": "Name",
        "content": text,
        "classified_as": [aat(kind, "a kind") for kind in kinds],
        "language": [aat(language, "a language")],
    }


FRENCH, ENGLISH, PRIMARY, TRANSLATED = "300388306", "300388277", "300404670", "300417194"


def test_what_is_said_to_be_a_translation_is_one_though_it_is_preferred_too(tmp_path: Path) -> None:
    names = [titled("Two boats", ENGLISH, PRIMARY, TRANSLATED), titled("Deux barques", FRENCH, PRIMARY)]
    work = work_of(tmp_path, {"id": f"{HOME}/1", "type": "HumanMadeObject", "identified_by": names})
    assert [(one.text, one.lang, one.kind) for one in work.titles] == [
        ("Two boats", "en", "translated"), ("Deux barques", "fr", "original"),
    ]  # fmt: skip


def test_beside_preferred_titles_the_others_are_alternatives(tmp_path: Path) -> None:
    names = [
        titled("Les bateaux", FRENCH),
        titled("Two boats", ENGLISH, PRIMARY),
        titled("Deux barques", FRENCH, PRIMARY),
    ]
    work = work_of(tmp_path, {"id": f"{HOME}/1", "type": "HumanMadeObject", "identified_by": names})
    assert [(one.text, one.kind) for one in work.titles] == [
        ("Les bateaux", "alternative"), ("Two boats", "original"), ("Deux barques", "translated"),
    ]  # fmt: skip


def test_what_names_a_text_elsewhere_stands_before_its_address(tmp_path: Path) -> None:
    entry = {
        "id": f"{HOME}/entry", "type": "LinguisticObject", "part_of": [{"id": f"{HOME}/book", "_label": "A catalogue"}],
        "created_by": {
            "type": "Creation", "timespan": span("2017", "2017", "2017"),
            "carried_out_by": [{"id": f"{HOME}/9", "type": "Person", "_label": "C. Person"}],
            "part": [{"type": "AttributeAssignment", "assigned": [{"type": "Name", "content": "Two boats at sea"}]}],
        },
    }  # fmt: skip
    cites = {
        "type": "AttributeAssignment", "used_specific_object": [{"id": f"{HOME}/lit/1"}],
        "assigned": [{"type": "LinguisticObject", "identified_by": [{"type": "Identifier", "content": "Person 5"}]}],
    }  # fmt: skip
    said = {"id": f"{HOME}/1", "type": "HumanMadeObject", "_label": "A boat", "referred_to_by": [entry]}
    work = work_of(tmp_path, said | {"assigned_by": [cites]})
    assert [one.text for one in work.texts] == [
        f"Two boats at sea, C. Person, 2017, A catalogue ({HOME}/entry, {HOME}/book)", f"Person 5 ({HOME}/lit/1)",
    ]  # fmt: skip
