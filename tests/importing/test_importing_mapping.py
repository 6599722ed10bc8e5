"""Mappings: what a descriptor may say, what is refused and with which words, and where values stand in a record."""

from __future__ import annotations

from typing import Any

import pytest

from culturedata.importing.mapped import mapping, places
from culturedata.importing.mapped.file_options import OF_READER
from culturedata.importing.mapped.mapping import MappingFault
from culturedata.importing.mapped.places import Known, find
from culturedata.importing.mapped.targets import SHORT, TARGETS
from culturedata.vocabularies import FACETS, ROLES

LEAST: dict[str, Any] = {"id": "key", "title": "title"}


def read(columns: dict[Any, Any], domain: tuple[str, ...] = ("museum",), paths: bool = False, **more: Any) -> Any:
    return mapping.read({"mapping": LEAST | columns, **more}, domain, paths=paths)


def fault(columns: dict[Any, Any], domain: tuple[str, ...] = ("museum",), paths: bool = False, **more: Any) -> str:
    with pytest.raises(MappingFault) as raised:
        read(columns, domain, paths, **more)
    return str(raised.value)


def test_the_least() -> None:
    found = read({})
    assert [(rule.source.place.said, type(rule.target).__name__) for rule in found.rules] == [
        ("id", "Key"), ("title", "TitleOf"),
    ]  # fmt: skip
    assert (found.key.said, found.lang, found.ignored, found.missing) == ("id", None, (), frozenset())


@pytest.mark.parametrize("name", [*FACETS, *ROLES, "height", "owner", "inscription"])
def test_a_facet_a_role_and_the_like_are_targets_by_themselves(name: str) -> None:
    if name == "key":
        assert read({"x": {"to": "term", "facet": "key"}}).rules[-1].target.facet == "key"
        return
    target = read({"x": name}).rules[-1].target
    said = getattr(target, "facet", None) or getattr(target, "role", None) or getattr(target, "kind", None)
    assert said == name
    assert not set(SHORT) & set(TARGETS), "no short name hides a target"


def test_each_target_can_be_said() -> None:
    """Of each target all its fields at once; what comes from beside is a place that is read."""
    examples = {"kind": "x", "unit": "x", "scheme": "x", "facet": "subject", "covers": "image", "role": "artist"}
    for name, kind in TARGETS.items():
        given: dict[str, Any] = {"to": name}
        for field in kind.__struct_fields__:
            if field in kind.froms:
                given[field] = f"column of {field}"
            elif field in kind.words:
                given[field] = kind.words[field][0]
            elif field in examples:
                given[field] = examples[field]
        if name == "key":
            continue
        rule = read({"x": given}).rules[-1]
        assert set(rule.beside) == set(kind.froms)
        assert {origin.place.said for origin in rule.beside.values()} == {f"column of {field}" for field in kind.froms}


def test_several_targets_constants_and_words() -> None:
    found = read(
        {"inv": ["inventory", {"to": "identifier", "scheme": "accession"}],
         "who": {"to": "maker", "gender": {"column": "sex", "values": {"F": "female"}}, "country": {"value": "FR"},
                 "identifiers": {"ulan": "u"}}},
        always=[{"to": "keeper", "value": 12, "city": "town"}, {"to": "date", "earliest": "from"}],
        ignored=["shelf"], missing=["n/a"], lang="fr",
    )  # fmt: skip
    assert [place.said for place in found.places] == ["id", "title", "inv", "who", "sex", "u", "town", "from"]
    who = found.rules[4]
    assert who.beside["gender"].values == {"F": "female"}
    assert (who.beside["country"].place, who.beside["country"].value) == (None, "FR")
    keeper, date = found.rules[-2:]
    assert (keeper.source.place, keeper.source.value, date.source.value) == (None, "12", "")
    assert ([place.said for place in found.ignored], found.missing, found.lang) == (["shelf"], {"n/a"}, "fr")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"date": "dat"}, "options.mapping.date: no such target 'dat'. Did you mean 'date'?"),
        ({"x": "technics"}, "options.mapping.x: no such target 'technics'. Did you mean 'technique'?"),
        ({"x": {"to": "makre"}}, "options.mapping.x: no such target 'makre'. Did you mean 'maker'?"),
        ({"x": {"to": "maker", "seperator": ";"}},
         "options.mapping.x.seperator: no such field 'seperator' of 'maker'. Did you mean 'separator'?"),
        ({"x": {"to": "maker", "role": "paintr"}},
         "options.mapping.x.role: no such role 'paintr'. Did you mean 'painter'?"),
        ({"x": {"to": "title", "kind": "first"}}, "options.mapping.x.kind: no such kind 'first'. There are: original"),
        ({"x": {"to": "date", "earliest": {"colunm": "y"}}},
         "options.mapping.x.earliest.colunm: no such field 'colunm'. Did you mean 'column'?"),
        ({"x": {"to": "date", "earliest": {"column": "y", "value": "1"}}},
         "options.mapping.x.earliest: say either a column or a value"),
        ({"x": {"to": "date", "earliest": 1900}}, "options.mapping.x.earliest: a column's name is expected"),
        ({"x": {"to": "maker", "identifiers": {"ulan": 7}}},
         "options.mapping.x.identifiers.ulan: a column's name is expected"),
        ({"x": {"to": "title", "lang": 7}}, "options.mapping.x.lang: Expected `str | null`, got `int`"),
        ({"x": {"to": "title", "lang": ""}}, "options.mapping.x.lang: it says nothing"),
        ({"x": "term"}, "options.mapping.x: 'term' needs facet"),
        ({"x": "rights"}, "options.mapping.x: 'rights' needs covers, one of metadata, image, text, work"),
        ({"x": {"to": "measure", "kind": "k"}}, "options.mapping.x: 'measure' needs unit"),
        ({"x": 7}, "options.mapping.x: a target is expected"),
        ({"x": None}, "options.mapping.x: a target is expected"),
        ({"x": ["title", 7]}, "options.mapping.x: a target is expected"),
        ({False: "title"}, "options.mapping.False: put the column's name in quotes"),
        ({"x": "key"}, "options.mapping: two columns are the key"),
        ({"id": "title"}, "options.mapping: no column is the key"),
        ({"title": "subject"}, "options.mapping: no column is the title"),
        ({"a": {"to": "subject", "lang": "fr"}, "b": {"to": "subject", "lang": "en"}},
         "options.mapping: 'subject' is said in two languages"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(columns: dict[Any, Any], message: str) -> None:
    assert fault(columns).startswith(message)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"always": {"to": "keeper"}}, "options.always: a list of targets is expected"),
        ({"always": ["keeper"]}, "options.always.1: a target with its value is expected"),
        ({"always": [{"to": "title"}]}, "options.always.1: say its value"),
        ({"always": [{"to": "key", "value": "1"}]}, "options.always.1: a key comes from a column"),
        ({"always": [{"to": "keepr", "value": 1}]}, "options.always.1: no such target 'keepr'. Did you mean 'keeper'?"),
        ({"ignored": "shelf"}, "options.ignored: Expected `array`, got `str`"),
        ({"missing": [7]}, "options.missing[0]: Expected `str`, got `int`"),
    ],
)  # fmt: skip
def test_what_is_wrong_beside_the_columns(more: dict[str, Any], message: str) -> None:
    assert fault({}, **more).startswith(message)


@pytest.mark.parametrize("given", [{}, {"mapping": {}}, {"mapping": []}, {"mapping": "title"}, {"mapping": None}])
def test_there_is_no_mapping(given: dict[str, Any]) -> None:
    with pytest.raises(MappingFault, match=r"options\.mapping: say what each column is"):
        mapping.read(given, ("museum",), paths=False)


def test_makers_of_music_and_film_have_a_role() -> None:
    said = fault({"who": "maker"}, ("music",))
    assert said.startswith("options.mapping.who: a maker of music or film needs a role")
    assert read({"who": {"to": "maker", "role_from": "does"}}, ("music",)).rules[-1].target.role == ""
    assert read({"who": "composer"}, ("music",)).rules[-1].target.role == "composer"


def test_of_several_domains_each_record_says_its_own() -> None:
    assert "several domains" in fault({}, ("museum", "music"))
    assert read({"kind": "domain"}, ("museum", "music")).places[-1].said == "kind"


@pytest.mark.parametrize(
    ("reader", "options", "message"),
    [
        ("csv", {"delimeter": ";"}, r"options\.delimeter: no such option .*Did you mean 'delimiter'"),
        ("csv", {"delimiter": "-"}, r"options\.delimiter: Invalid enum value '-'"),
        ("csv", {"encoding": "utf-7"}, r"options\.encoding: Invalid enum value 'utf-7'"),
        ("csv", {"records": "a"}, r"options\.records: no such option 'records' of the reader 'csv'"),
        ("jsonl", {"records": "a..b"}, r"options\.records: .*is not a path"),
        ("jsonl", {"records": "a[]"}, r"options\.records: it leads to one list"),
        ("jsonl", {"delimiter": ";"}, r"options\.delimiter: no such option 'delimiter' of the reader 'jsonl'"),
    ],
)  # fmt: skip
def test_options_of_a_file(reader: str, options: dict[str, Any], message: str) -> None:
    with pytest.raises(MappingFault, match=message):
        OF_READER[reader]({"mapping": LEAST, **options})


# -- places ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "steps"),
    [
        ("a", ("a",)),
        ("a.b", ("a", "b")),
        ("a[].b", ("a", None, "b")),
        ("a[][].b[]", ("a", None, None, "b", None)),
        (r"a\.b.c\[\]", ("a.b", "c[]")),
        ("dcterms:title @fr", ("dcterms:title @fr",)),
    ],
)
def test_paths(said: str, steps: tuple[str | None, ...]) -> None:
    assert places.path(said).steps == steps
    assert places.column(said).steps == (said,)


@pytest.mark.parametrize("said", ["", ".", "a.", ".a", "a..b", "a[", "a[0]", "a]", "[]", "a[]b", "\\"])
def test_what_is_no_path(said: str) -> None:
    with pytest.raises(ValueError, match=r"is not a path|ends with a point"):
        places.path(said)
    assert "options.mapping." in fault({said: "subject"}, paths=True)


def test_a_name_with_points_is_escaped() -> None:
    name = r"a.b[c]\d"
    assert places.path(places.escaped(name)).steps == (name,)


def test_what_stands_at_a_place() -> None:
    record = {"a": [{"b": 1, "c": [2, 3]}, {"c": None}, "x", {"b": None}], "d": {"e": "f"}}
    for said, expected in {
        "a[].b": [(1, (0,)), (None, (3,))],
        "a[].c": [(2, (0, 0)), (3, (0, 1)), (None, (1,))],
        "d.e": [("f", ())],
        "d": [({"e": "f"}, ())],
        "d.e.f": [],
        "nowhere": [],
        "a.b": [],
    }.items():
        assert [(one.value, one.at) for one in find(record, places.path(said))] == expected, said


def test_what_is_neither_mapped_nor_ignored() -> None:
    known = Known.of(map(places.path, ("a[].b", "d.e", "g", "h", "a[].i.j")))
    record = {
        "a": [{"b": 1, "c": 2, "i": {"j": 1, "k": 2}}, {"b": 2, "i": "x"}],
        "d": "text",
        "g": {"any": 1},
        "h": None,
        "n": 0,
    }
    assert [(path, value) for path, _, value in known.left(record)] == [
        ("a[].c", 2), ("a[].i.k", 2), ("a[].i", "x"), ("d", "text"), ("n", 0),
    ]  # fmt: skip
    assert list(known.left({"a": None, "d": {}, "g": []})) == []
