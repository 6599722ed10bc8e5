"""`expo compose`: what it prints, writes and refuses (synthetic works)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import SHARED
from tests.studio import made

FILES = {"exhibition.json", "fr.html", "en.html", "order.csv"}


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    made.make(tmp_path / "pictures")
    return tmp_path / "pictures"


def test_it_tells_and_writes(run: Run, pictures: Path) -> None:
    said = run("expo", "compose", "--theme", "portrait", "--venues", "2", "--works-per-venue", "2", "-L", str(pictures))
    assert said.code == 0, said.err
    lines = said.out.splitlines()
    assert lines[0].split("\t") == ["venue", "work", "title", "maker", "date", "licence", "pixels", "adds"]
    assert len(lines) == 5
    assert lines[1].startswith("1 (all)\t")
    assert "coverage 0." in said.err
    assert "intra-list diversity" in said.err
    assert "Left out: " in said.err
    folder = pictures / "exhibitions" / "portrait"
    assert {file.name for file in folder.iterdir()} == FILES


def test_one_json_value(run: Run, pictures: Path) -> None:
    said = run(
        "expo", "compose", "--venues", "1", "--works-per-venue", "9", "--name", "all", "--json", "-L", str(pictures)
    )
    value = json.loads(said.out)
    assert (value["name"], value["pool"], value["asked"]["seed"]) == ("all", 9, 0)
    exhibits = value["venues"][0]["exhibits"]
    assert {one["work_id"] for one in exhibits} == made.OPEN
    assert all(
        one["picture"]["url"] and one["licence"] and one["fr"]["title"] and one["en"]["title"] for one in exhibits
    )
    assert value["measures"]["coverage"] == 1
    assert value["measures"]["families"]["period"]["there"] == value["measures"]["families"]["period"]["shown"]
    assert len(value["files"]) == len(FILES)


def test_a_plan_says_that_it_is_one(run: Run, pictures: Path) -> None:
    said = run("expo", "compose", "--plan", "--venues", "1", "--works-per-venue", "11", "-L", str(pictures))
    assert said.code == 0, said.err
    assert "A plan: 3 works in the public domain have no open picture." in said.err
    sheet = (pictures / "exhibitions" / "exhibition" / "fr.html").read_text("utf-8")
    assert "Ceci est un projet" in sheet


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--venues", "9", "--works-per-venue", "9"), "9 venues of 9 works need 73."),
        (("--theme", "zzzzqqq"), "the library has no museum work about 'zzzzqqq'."),
        (("--name", "../x"), "'../x' can't be a name."),
        (("--min-px", "99999"), "none of "),
    ],
)
def test_what_can_not_be_composed(run: Run, pictures: Path, options: tuple[str, ...], message: str) -> None:
    said = run("expo", "compose", *options, "-L", str(pictures))
    assert said.code == 2
    assert message in said.err
    assert not (pictures / "exhibitions").exists()


def test_a_collection_without_open_pictures_says_so(run: Run, tmp_path: Path) -> None:
    """The curated sample describes works and has no pictures."""
    assert run("import", "sample-museum", "-L", str(tmp_path / "s")).code == 0
    said = run("expo", "compose", "-L", str(tmp_path / "s"))
    assert said.code == 2
    assert "without an openly licensed picture" in said.err
    assert "plan without pictures: --plan" in said.err
    assert run("expo", "compose", "--theme", "portrait", "--plan", "-L", str(tmp_path / "s")).code == 0


def test_real_records(run: Run, tmp_path: Path, shared: Path) -> None:
    """The few open works among the real records of four museums."""
    library = str(tmp_path / "real")
    for source, path in (
        ("met", "met"), ("cleveland", "cleveland/complete_data.json"), ("cleveland", "cleveland/response_success.json"),
        ("artic", "artic/someArtworks.csv"), ("smithsonian", "smithsonian"),
    ):  # fmt: skip
        assert run("import", source, str(SHARED / "fixtures" / path), "-L", library).code == 0
    said = run("expo", "compose", "--venues", "2", "--works-per-venue", "3", "--only-cc0", "--json", "-L", library)
    assert said.code == 0, said.err
    value = json.loads(said.out)
    assert value["pool"] == 10
    every = [one for venue in value["venues"] for one in venue["exhibits"]]
    assert {one["licence"] for one in every} == {"https://creativecommons.org/publicdomain/zero/1.0/"}
    assert all(one["en"]["credit"] and one["fr"]["licence"] == "CC0 1.0" for one in every)
