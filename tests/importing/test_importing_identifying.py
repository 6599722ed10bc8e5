"""Identifiers of a record: canonical and once, and what is faulty kept and reported."""

from __future__ import annotations

import pytest

from culturedata.data.records import Identifier
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue
from culturedata.importing.values.identifying import identifiers

Told = tuple[Context, list[Issue]]


@pytest.fixture
def told() -> Told:
    """A context, and the issues that it is told."""
    issues: list[Issue] = []
    return Context(descriptor("tate"), report=issues.append), issues


def test_all_schemes_in_order_and_each_identifier_once(told: Told) -> None:
    context, issues = told
    found = identifiers(
        context,
        "tate:agent:38",
        ulan="http://vocab.getty.edu/page/ulan/500034433",
        gnd=["https://d-nb.info/gnd/118540238", None, "(DE-588)118540238", "", "4021455-2"],
        viaf=24602065,
        wikidata=None,
        isni=(one for one in ("0000 0001 2103 2683", "  ")),
        accession="N00001",
    )
    assert found == (
        Identifier(scheme="ulan", value="500034433"),
        Identifier(scheme="gnd", value="118540238"),
        Identifier(scheme="gnd", value="4021455-2"),
        Identifier(scheme="viaf", value="24602065"),
        Identifier(scheme="isni", value="0000000121032683"),
        Identifier(scheme="accession", value="N00001"),
    )
    assert issues == []


def test_what_cannot_be_one_is_kept_as_it_stood_and_reported(told: Told) -> None:
    context, issues = told
    found = identifiers(context, "tate:agent:38", ulan=["unknown ", "500034433", "unknown "], imdb=0)
    assert found == (
        Identifier(scheme="ulan", value="unknown "),
        Identifier(scheme="ulan", value="500034433"),
        Identifier(scheme="imdb", value="0"),
    )
    assert [(i.code, i.record, i.field, i.raw) for i in issues] == [
        ("bad-identifier", "tate:agent:38", "ulan", "unknown "),
        ("bad-identifier", "tate:agent:38", "imdb", "0"),
    ]
    assert issues[0].message == "'unknown ' is no identifier of ulan, which looks like 500034433."


def test_a_wrong_check_digit_is_kept_in_canonical_form_and_reported(told: Told) -> None:
    context, issues = told
    found = identifiers(context, "tate:agent:38", gnd="https://d-nb.info/gnd/118540239", isni="0000 0001 2103 2683")
    assert found[0] == Identifier(scheme="gnd", value="118540239")
    assert [(i.code, i.record, i.field, i.raw) for i in issues] == [
        ("check-digit", "tate:agent:38", "gnd", "https://d-nb.info/gnd/118540239")
    ]
    assert "gnd 118540239" in issues[0].message


def test_nothing_said_is_nothing(told: Told) -> None:
    context, issues = told
    assert identifiers(context, "tate:1", ulan=None, gnd=[], viaf="", isni=[None, " "]) == ()
    assert identifiers(context, "tate:1") == ()
    assert issues == []


def test_schemes_without_a_rule_are_kept(told: Told) -> None:
    context, issues = told
    assert identifiers(context, "tate:1", tmdb=862) == (Identifier(scheme="tmdb", value="862"),)
    assert issues == []
