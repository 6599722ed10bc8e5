"""Descriptors: what is read, what is refused and how it is said, and what those of catalogues/ promise a reader."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from culturedata import resources
from culturedata.errors import DescriptorError, UnknownName
from culturedata.importing import descriptor as room
from culturedata.importing.bookkeeping import source_row
from culturedata.importing.descriptor import Descriptor, descriptor, descriptors, found_in, local, read
from culturedata.store.catalogue import works
from culturedata.store.library import Library

LEAST: dict[str, Any] = {
    "name": "invented", "title": "Invented", "title_fr": "Inventé", "domain": ["museum", "film"],
    "description": "Nothing.", "description_fr": "Rien.", "publish": "open", "licence": "CC0 1.0",
    "licence_url": "https://creativecommons.org/publicdomain/zero/1.0/", "attribution": "Nobody",
    "homepage": "https://invented.example/", "input": "a file", "size": "small",
}  # fmt: skip


def write(folder: Path, **changes: Any) -> Path:
    """A descriptor file; a change to None leaves the field out."""
    fields = {name: value for name, value in (LEAST | changes).items() if value is not None}
    path = folder / "invented.yml"
    path.write_text(yaml.safe_dump(fields, allow_unicode=True), encoding="utf-8")
    return path


def test_the_least_that_a_descriptor_says(tmp_path: Path) -> None:
    found = read(write(tmp_path))
    assert (found.name, found.domain, found.publish) == ("invented", ("museum", "film"), "open")
    assert (found.reader, found.provenance, found.rating_scale, found.http) == ("", "open", None, None)
    assert (found.assertions.min, found.assertions.max, found.options, found.aliases) == ({}, {}, {}, ())


def test_everything_that_a_descriptor_may_say(tmp_path: Path) -> None:
    found = read(write(
        tmp_path, reader="other", rating_scale=[0.5, 5], aliases=["made-up"], provenance="simulated",
        assertions={"min": {"works": 3}, "max": {"works": 9}}, options={"any": {"thing": 1}},
        http={"base": "https://invented.example/api", "requests_per_minute": 30, "headers": {"From": "x"}},
    ))  # fmt: skip
    assert (found.rating_scale, found.assertions.min, found.assertions.max) == ((0.5, 5.0), {"works": 3}, {"works": 9})
    assert found.options == {"any": {"thing": 1}}
    assert found.http is not None
    assert (found.http.requests_per_minute, found.http.page_size, found.http.cache_days) == (30, 100, 7)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"titel": "Invented"}, r"invented\.yml: .*titel"),
        ({"title": None}, r"invented\.yml: .*title"),
        ({"domain": ["music", "opera"]}, r"invented\.yml: domain.*opera"),
        ({"publish": "maybe"}, r"invented\.yml: publish.*maybe"),
        ({"provenance": "guessed"}, r"provenance.*guessed"),
        ({"rating_scale": [1]}, r"rating_scale"),
        ({"assertions": {"least": {"works": 1}}}, r"assertions.*least"),
        ({"assertions": {"min": {"works": "many"}}}, r"assertions\.min"),
        ({"http": {"base": "https://x", "speed": 1}}, r"http.*speed"),
        ({"http": {"page_size": 1}}, r"http.*base"),
        ({"name": "other"}, r"invented\.yml says name: other"),
    ],
)
def test_a_field_that_is_wrong_is_named_with_its_place(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(DescriptorError, match=message):
        read(write(tmp_path, **changes))


@pytest.mark.parametrize(
    "content",
    [b"name: [", b"", b"- a list\n", b"name: \xff\n", b"name: \x00\n", b"name: a\nname: b\n", b"? [a]\n: b\n"],
)
def test_a_file_that_is_no_descriptor(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "invented.yml"
    path.write_bytes(content)
    with pytest.raises(DescriptorError, match=r"invented\.yml"):
        read(path)


def test_a_descriptor_is_found_by_its_name_or_an_alias(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    invented = read(write(tmp_path, aliases=["made-up"]))
    monkeypatch.setattr(room, "packaged", lambda: {"invented": invented})
    assert descriptor("invented") is descriptor("made-up") is invented
    with pytest.raises(UnknownName, match=r"no source named 'inventd'.*Did you mean 'invented'\?"):
        descriptor("inventd")


def test_the_descriptors_of_the_catalogues_are_all_there() -> None:
    files = {path.stem for path in resources.catalogues().glob("*.yml")}
    assert set(descriptors()) == files
    assert {"tate", "movielens", "bokeh-films", "sample-museum", "sample-music"} <= files
    names = [name for found in descriptors().values() for name in (found.name, *found.aliases)]
    assert len(set(names)) == len(names), "no alias is another source's name"


@pytest.mark.parametrize("found", descriptors().values(), ids=lambda found: found.name)
def test_what_a_descriptor_of_the_catalogues_tells_a_reader(found: Descriptor) -> None:
    for text in (found.title, found.title_fr, found.description, found.description_fr, found.input, found.size):
        assert text.strip() == text != ""
    assert bool(found.notes) == bool(found.notes_fr), "traps are told in both languages"
    assert bool(found.terms) == bool(found.terms_fr), "and so are terms"
    named = re.match("CC0|CC BY|Licence Ouverte|MIT", found.licence) is not None
    assert named or found.licence_fr, "a licence that is no name stands in both languages"
    assert found.licence_fr != found.licence
    assert found.description != found.description_fr
    assert found.licence_url.startswith("https://")
    assert found.homepage.startswith("https://")
    assert found.publish == "open" or found.terms, "terms that forbid giving the data on are shown at import"
    assert set(found.assertions.min) | set(found.assertions.max) <= {"works", "agents", "interactions"}
    for what, most in found.assertions.max.items():
        assert found.assertions.min.get(what, 0) <= most
    if found.rating_scale is not None:
        assert found.rating_scale[0] < found.rating_scale[1]


def test_what_is_written_of_a_source_is_all_that_is_told_of_it(tmp_path: Path) -> None:
    """Every column of `sources` that a descriptor has a field for, licence and terms in both languages among them."""
    told = {"licence": "its terms", "licence_fr": "ses conditions", "terms": "No sale.", "terms_fr": "Pas de vente.",
            "notes": "A trap.", "notes_fr": "Un piège."}  # fmt: skip
    with Library.open(tmp_path, create=True) as library:
        for described in (read(write(tmp_path)), read(write(tmp_path, **told))):
            source_row.write(library.culture, described)
            [row] = works.rows(library.culture, "SELECT * FROM sources")
            fields = {name: getattr(described, name) for name in row.keys() & set(Descriptor.__struct_fields__)}
            del fields["domain"], fields["options"]
            assert {name: row[name] or "" for name in fields} == fields
    assert fields.items() >= told.items()


# -- those of a library ----------------------------------------------------------------------------------------------

SHORTEST = """\
title: A small museum
domain: [museum]
licence: CC0 1.0
reader: csv
options:
  mapping: {id: key, title: title}
"""


def own(library: Path, text: str = SHORTEST, name: str = "small") -> Path:
    """A descriptor in a library's own folder."""
    path = library / "catalogues" / f"{name}.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_library_brings_descriptors_of_its_own(tmp_path: Path) -> None:
    own(tmp_path)
    assert list(descriptors(tmp_path)) == [*descriptors(), "small"]
    found = descriptor("small", tmp_path)
    assert (found.name, found.title_fr, found.description_fr, found.publish) == (
        "small", "A small museum", "A small museum", "local",
    )  # fmt: skip
    assert descriptor("tate", tmp_path) is descriptor("tate")
    with pytest.raises(UnknownName, match="no source named 'small'"):
        descriptor("small")


def test_it_says_what_it_wants_to_in_place_of_what_is_taken_for_granted(tmp_path: Path) -> None:
    own(tmp_path, SHORTEST + "publish: open\ntitle_fr: Un petit musée\naliases: [tiny]\n")
    found = descriptor("tiny", tmp_path)
    assert (found.title, found.title_fr, found.publish) == ("A small museum", "Un petit musée", "open")


def test_a_change_is_seen_at_once(tmp_path: Path) -> None:
    path = own(tmp_path)
    assert descriptor("small", tmp_path).title == "A small museum"
    own(tmp_path, SHORTEST.replace("A small", "A larger"))
    assert descriptor("small", tmp_path).title == "A larger museum"
    path.unlink()
    assert descriptors(tmp_path) == descriptors()


def test_the_folder_of_the_package_is_not_a_librarys_own() -> None:
    assert descriptors(resources.catalogues().parent) is descriptors()


@pytest.mark.parametrize("library", ["nowhere", "file"])
def test_a_library_without_the_folder(tmp_path: Path, library: str) -> None:
    (tmp_path / "file").mkdir()
    (tmp_path / "file" / "catalogues").write_text("", encoding="utf-8")
    assert descriptors(tmp_path / library) is descriptors()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("small", SHORTEST.replace("title: A small museum", "title: 12"), r"small\.yml: title: .*put it in quotes"),
        ("small", SHORTEST.replace("[museum]", "[museum, museum]"), r"a domain stands twice"),
        ("small", SHORTEST + "aliases: ['a b']\n", r"aliases: 'a b' is no name"),
        ("small", SHORTEST + "http: {base: 'no address'}\n", r"small\.yml: http: base 'no address' is no address"),
        ("small", SHORTEST + "homepage: 'javascript:alert(1)'\n", r"homepage 'javascript:alert\(1\)' is no address"),
        ("small", SHORTEST + "assertions: {min: {wokrs: 1}}\n", r"assertions\.min: .*wokrs"),
        ("small", SHORTEST + "upstream: -1\n", r"upstream: "),
        ("small", SHORTEST + "rating_scale: [5, 1]\n", r"rating_scale is not the lowest"),
        ("small", SHORTEST + 'notes: "\\e[31m"\n', r"notes holds a character that can't be printed"),
        ("small", SHORTEST.replace("A small museum", "''"), r"title: .*length >= 1"),
        ("small", SHORTEST.replace("title: title", "title: title, t: {to: type, values: {1: x}}"),
         r"options\.mapping\.t\.values: .*put it in quotes"),
        ("tate", SHORTEST, r"tate\.yml: 'tate' is the name of another source, tate"),
        ("small", SHORTEST + "aliases: [artic]\n", r"small\.yml: 'artic' is the name of another source, artic"),
        ("small", SHORTEST.replace("reader: csv\n", ""), r"small\.yml names no reader\. Say reader: csv"),
        ("small", SHORTEST.replace("csv", "cvs"), r"small\.yml: reader: no reader named 'cvs'\. Did you mean 'csv'"),
        ("small", SHORTEST.replace("licence: CC0 1.0\n", ""), r"small\.yml: .*licence"),
        ("small", SHORTEST + "name: other\n", r"small\.yml says name: other"),
        ("Small Museum", SHORTEST, r"'Small Museum' can't begin an id"),
        ("small", SHORTEST.replace("title: title", "title: titel"),
         r"small\.yml: options\.mapping\.title: no such target 'titel'\. Did you mean 'title'\?"),
        ("small", SHORTEST + "  delimeter: ';'\n", r"small\.yml: options\.delimeter: .*Did you mean 'delimiter'"),
        ("small", SHORTEST.replace("  mapping: {id: key, title: title}", "  lang: fr"),
         r"small\.yml: options\.mapping: say what each column is"),
        ("small", SHORTEST.replace("title: title}", "title: title, title: subject}"), r"'title' stands twice"),
        ("small", "text", r"small\.yml: Expected `object`, got `str`"),
    ],
)  # fmt: skip
def test_one_that_is_wrong_is_named_with_its_place(tmp_path: Path, name: str, text: str, message: str) -> None:
    own(tmp_path, text, name)
    with pytest.raises(DescriptorError, match=message):
        descriptors(tmp_path)


def test_one_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "catalogues" / "small.yml"
    path.mkdir(parents=True)
    with pytest.raises(DescriptorError, match=r"small\.yml can't be read"):
        descriptors(tmp_path)


def test_a_packaged_mapping_is_checked_too(tmp_path: Path) -> None:
    with pytest.raises(DescriptorError, match=r"options\.mapping\.x: no such target 'titel'"):
        read(write(tmp_path, reader="other", options={"mapping": {"id": "key", "x": "titel"}}))


# What would hold much, go deep or be no text and no number: YAML that nobody writes by hand.
ODD: dict[str, tuple[str, str]] = {
    "a bomb": ("a: &a [x, x]\nb: [*a, *a]\n", r"line 8: \*a stands for what is written elsewhere"),
    "a list in itself": ("a: &a [*a]\n", r"line 7: \*a stands for"),
    "deep": ("notes: " + "[" * 5000 + "]" * 5000 + "\n", "line 7: more than 32 lists and objects"),
    "deep, unclosed": ("notes: " + "{a: " * 5000, "line 7: more than 32 lists and objects"),
    "half a character": ('notes: "\\ud800"\n', "line 7: there is half a character"),
    "in a column's name": ('notes: {"\\ud800": 1}\n', "line 7: there is half a character"),
    "nan": ("rating_scale: [.nan, 5]\n", r"line 7: \.nan is no number"),
    "infinite": ("http: {base: 'https://m.example', read_timeout_s: .inf}\n", r"line 7: \.inf is no number"),
    "a date": ("notes: 2020-99-99\n", "line 7: 2020-99-99 is a date in YAML: put it in quotes"),
    "an endless number": ("upstream: " + "9" * 5000 + "\n", "line 7: «9{40}» can.t be read as int"),
    "no truth": ("notes: !!bool x\n", "line 7: «x» can.t be read as bool"),
    "no number": ('notes: !!int ""\n', "line 7: «» can.t be read as int"),
    "no number with a point": ('notes: !!float ""\n', "line 7: «» can.t be read as float"),
    "no list of pairs": ("notes: !!omap [1]\n", "line 7: "),
    "a command": ("notes: !!python/object:os.system x\n", "line 7: could not determine a constructor"),
    "long": ("notes: " + "x" * 4_000_000 + "\n", "it is longer than 4,000,000 bytes"),
    "unfinished": ("notes: [\n", "line 8: "),
}


@pytest.mark.parametrize(("more", "message"), ODD.values(), ids=ODD)
def test_odd_yaml_is_told_in_one_line(tmp_path: Path, more: str, message: str) -> None:
    own(tmp_path, SHORTEST + more)
    with pytest.raises(DescriptorError, match=r"small\.yml: .*" + message) as told:
        descriptor("small", tmp_path)
    assert len(str(told.value)) < 500
    assert str(told.value).isprintable()


def test_one_that_is_wrong_keeps_none_of_the_others_from_use(tmp_path: Path) -> None:
    own(tmp_path)
    own(tmp_path, "x: [", "bad")
    own(tmp_path, SHORTEST + "aliases: [small]\n", "twin")
    found, faults = found_in(tmp_path)
    assert list(found) == [*descriptors(), "small"]
    assert {name: error.message for name, error in faults.items()} == {
        "bad": "bad.yml: line 1: while parsing a flow node, expected the node content, but found '<stream end>'.",
        "twin": "twin.yml: 'small' is the name of another source, small.",
    }
    assert descriptor("small", tmp_path).name == "small"
    with pytest.raises(DescriptorError, match=r"bad\.yml: line 1"):
        descriptor("bad", tmp_path)
    with pytest.raises(UnknownName, match=r"no source named 'other'.* bad, twin can't be read: see source list"):
        descriptor("other", tmp_path)


def test_what_cannot_be_read_stays_on_this_machine(tmp_path: Path) -> None:
    own(tmp_path, SHORTEST + "publish: open\n", "free")
    own(tmp_path)
    own(tmp_path, "x: [", "bad")
    assert local(tmp_path) - local(None) == {"small", "bad"}


def test_a_byte_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    own(tmp_path).write_bytes(SHORTEST.encode() + b"notes: \xe9\n")
    with pytest.raises(DescriptorError, match=r"small\.yml: line 7 is not UTF-8: save it as UTF-8"):
        descriptor("small", tmp_path)
