"""`export` as it is typed, and `import culturedata-package`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from culturedata.store.library import Library
from tests.cli.conftest import Run


def test_the_formats(run: Run) -> None:
    rows = run("export", "list", "--json").json
    assert {row["name"] for row in rows} >= {
        "csv",
        "frictionless",
        "parquet",
        "schema-org",
        "linked-art",
        "iiif",
        "dcat",
    }
    assert [line[0] for line in run("export", "list").lines[1:]] == [row["name"] for row in rows]


def test_what_was_written_is_told(run: Run, folder: Path, tmp_path: Path) -> None:
    said = run("export", "csv", tmp_path / "out", "monet", "-L", folder)
    assert said.code == 0
    assert ["works", "2"] in said.lines
    assert f"{tmp_path / 'out'}: csv, " in said.err
    assert "Left out, for they must not be given on: d." in said.err
    local = run("export", "schema-org", tmp_path / "all.jsonld", "--local", "-L", folder)
    assert "It holds what must not be given on: keep it on this machine." in local.err
    assert "Left out" not in local.err


def test_as_json(run: Run, folder: Path, tmp_path: Path) -> None:
    said = run("export", "iiif", tmp_path / "m.json", "--work", "b:1", "--work", "a:4", "-L", folder, "--json")
    assert (said.code, said.error["code"]) == (2, "usage"), "its picture is no address on the web"
    said = run("export", "parquet", tmp_path / "out", "--domain", "music", "--source", "b", "-L", folder, "--json").json
    assert {key: said[key] for key in ("format", "out", "works", "local", "home", "in_copyright")} == {
        "format": "parquet", "out": str(tmp_path / "out"), "works": {"b": 3}, "local": False, "home": [],
        "in_copyright": {},
    }  # fmt: skip
    assert said["sources"][0]["licence"] == "CC0 1.0"


@pytest.mark.parametrize(
    ("options", "works"),
    [
        (["--open-image"], {"a": 2}), (["--facet", "genre:crime"], {"c": 2}), (["--decade", "1990"], {"c": 4}),
        (["--source", "b"], {"b": 3}), (["--query", "SELECT work_id FROM works WHERE year < 1600"], {"a": 1}),
    ],
)  # fmt: skip
def test_what_is_chosen(run: Run, folder: Path, tmp_path: Path, options: list[str], works: dict[str, int]) -> None:
    said = run("export", "schema-org", tmp_path / "out", *options, "-L", folder, "--json")
    assert said.json["works"] == works


def test_base_begins_the_addresses(run: Run, folder: Path, tmp_path: Path) -> None:
    run("export", "schema-org", tmp_path / "out", "--work", "b:1", "--base", "https://a.example/x/", "-L", folder)
    graph = json.loads((tmp_path / "out").read_text(encoding="utf-8"))["@graph"]
    assert graph[-1]["@id"] == "https://a.example/x/work/b:1"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["frictionles", "out"], "no format named 'frictionles'. Did you mean 'frictionless'?"),
        (["csv", "out", "--domain", "musik"], "no domain named 'musik'. Did you mean 'music'?"),
        (["csv", "no/where/out"], "no/where/out can't be written: No such file or directory. Choose another place."),
        (["csv", "out", "--work", "a:1", "--query", "SELECT 1"], "can't be had together. Choose one of them."),
    ],
)  # fmt: skip
def test_faults(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("export", *arguments, "-L", folder)
    assert done.code in (1, 2)
    assert done.err.strip().endswith(said)
    assert "Traceback" not in done.err


def test_there_and_back(run: Run, folder: Path, tmp_path: Path) -> None:
    run("export", "frictionless", tmp_path / "out", "-L", folder)
    again = tmp_path / "again"
    said = run("import", "culturedata-package", tmp_path / "out", "-L", again, "--json").json
    assert (said["source"], said["status"], said["works"]) == ("culturedata-package", "done", 12)
    assert run("show", "a:4", "-L", again, "--json").json["title"] == "Nymphéas"
    twice = run("import", "culturedata-package", tmp_path / "out", "-L", again)
    assert twice.code == 2
    assert "the library has a, b, c already." in twice.err
    table = run("import", "culturedata-package", tmp_path / "out", "--instead", "-L", again)
    assert ["works", "12"] in table.lines


@pytest.mark.parametrize("more", [[], ["out", "--limit", "3"], ["out", "--resume"]])
def test_an_export_is_read_back_whole(run: Run, tmp_path: Path, more: list[str]) -> None:
    done = run("import", "culturedata-package", *more, "-L", tmp_path / "again")
    assert (done.code, done.out) == (2, "")
    assert not (tmp_path / "again").exists()


def test_whom_several_sources_name_is_named_once(run: Run, folder: Path, tmp_path: Path) -> None:
    with Library.open(folder, write=True) as library:
        library.culture.execute("UPDATE sources SET attribution = 'Many people' WHERE source IN ('a', 'b')")
    assert run("export", "csv", tmp_path / "out", "-L", folder).err.count("Many people") == 1
