"""Descriptors: what is read, what is refused and how it is said, and what those of catalogues/ promise a reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from culturedata import resources
from culturedata.errors import DescriptorError, UnknownName
from culturedata.importing import descriptor as room
from culturedata.importing.descriptor import Descriptor, descriptor, descriptors, read

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
        ({"domain": ["music", "opera"]}, r"invented\.yml: .*opera.*domain"),
        ({"publish": "maybe"}, r"invented\.yml: .*maybe.*publish"),
        ({"provenance": "guessed"}, r"guessed.*provenance"),
        ({"rating_scale": [1]}, r"rating_scale"),
        ({"assertions": {"least": {"works": 1}}}, r"least.*assertions"),
        ({"assertions": {"min": {"works": "many"}}}, r"assertions\.min"),
        ({"http": {"base": "https://x", "speed": 1}}, r"speed.*http"),
        ({"http": {"page_size": 1}}, r"base.*http"),
        ({"name": "other"}, r"invented\.yml says name: other"),
    ],
)
def test_a_field_that_is_wrong_is_named_with_its_place(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(DescriptorError, match=message):
        read(write(tmp_path, **changes))


@pytest.mark.parametrize("content", [b"name: [", b"", b"- a list\n", b"name: \xff\n", b"name: \x00\n"])
def test_a_file_that_is_no_descriptor(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "invented.yml"
    path.write_bytes(content)
    with pytest.raises(DescriptorError, match=r"invented\.yml"):
        read(path)


def test_a_descriptor_is_found_by_its_name_or_an_alias(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    invented = read(write(tmp_path, aliases=["made-up"]))
    monkeypatch.setattr(room, "descriptors", lambda: {"invented": invented})
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
    assert found.description != found.description_fr
    assert found.licence_url.startswith("https://")
    assert found.homepage.startswith("https://")
    assert found.publish == "open" or found.terms, "terms that forbid giving the data on are shown at import"
    assert set(found.assertions.min) | set(found.assertions.max) <= {"works", "agents", "interactions"}
    for what, most in found.assertions.max.items():
        assert found.assertions.min.get(what, 0) <= most
    if found.rating_scale is not None:
        assert found.rating_scale[0] < found.rating_scale[1]
