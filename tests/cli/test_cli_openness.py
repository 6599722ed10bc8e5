"""openness: the documented object, the table, what it rests on, weights from a file and by hand, every wrong word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from culturedata.openness.counting.indicators import INDICATORS
from culturedata.store.library import Library
from tests.cli.conftest import Said
from tests.openness import made

TOP = {
    "by", "as_of", "min_works", "weights", "samples", "seed", "indicators", "resolution", "large", "works", "without",
    "doubles", "gone", "smaller", "sources", "groups",
}  # fmt: skip
GROUP = {
    "name", "country", "works", "extent", "sources", "indicators", "resolution", "fields", "ways", "pictures",
    "authors", "score", "rank", "rank_low", "rank_high",
}  # fmt: skip
Ask = Callable[..., Said]


@pytest.fixture
def ask(run: Any, tmp_path: Path) -> Ask:
    """`ask("--by", "country")`: the report on three museums that were counted by hand."""
    made.make(tmp_path / "counted")

    def command(*arguments: object) -> Said:
        said: Said = run("openness", "-L", tmp_path / "counted", "--as-of", "2026-07-01", *arguments)
        return said

    return command


def test_the_documented_object(ask: Ask) -> None:
    found = ask("--min-works", 1, "--whole", "whole", "--json").json
    assert set(found) == TOP
    assert (found["by"], found["as_of"], found["samples"], found["seed"]) == ("institution", "2026-07-01", 1000, 0)
    assert list(found["indicators"]) == list(INDICATORS)
    assert (found["works"], found["without"], found["doubles"]) == (9, 1, 1)
    assert [row["name"] for row in found["groups"]] == ["N", "M", "O"]
    for row in found["groups"]:
        assert set(row) - {"country_fr", "country_en"} == GROUP
        assert row["rank_low"] <= row["rank"] <= row["rank_high"]
        for kind in ("indicators", "resolution", "fields", "ways"):
            for one in row[kind].values():
                assert set(one) == {"count", "n", "share", "low", "high"}
                assert (one["low"] is None) == (row["extent"] == "whole" or one["n"] == 0)
    assert {(one["source"], one["extent"], one["licence"]) for one in found["sources"]} == {
        ("whole", "whole", "a licence"), ("sample", "part", "a licence"),
    }  # fmt: skip


def test_countries_have_the_mean_of_their_institutions(ask: Ask) -> None:
    found = ask("--by", "country", "--min-works", 1, "--whole", "whole", "--json").json
    rows = {row["name"]: row for row in found["groups"]}
    assert (rows["FR"]["country_fr"], rows["GB"]["country_en"]) == ("France", "United Kingdom")
    assert (rows["GB"]["institutions"], rows["FR"]["institutions"]) == (2, 1)
    assert rows["GB"]["indicators"]["image"]["share"] == pytest.approx(1 / 3)
    assert rows["GB"]["mean_of_institutions"]["image"] == pytest.approx(1 / 2)
    assert rows["FR"]["mean_of_institutions"]["image"] == rows["FR"]["indicators"]["image"]["share"]
    assert found["reversals"] == []


def test_several_groupings_at_once(ask: Ask) -> None:
    """Each is what it is alone, in the order asked for."""
    found = ask("--by", "country, institution,country", "--min-works", 1, "--json").json
    assert list(found) == ["country", "institution"]
    for by, one in found.items():
        assert one == ask("--by", by, "--min-works", 1, "--json").json
    both = ask("--by", "country,institution", "--min-works", 1)
    assert both.lines == [line for by in found for line in ask("--by", by, "--min-works", 1).lines]
    wrong = ask("--by", "country,institutoin", "--json")
    assert (wrong.code, wrong.error["hint"]) == (2, "Did you mean 'institution'?")


def test_what_is_no_country_is_named(ask: Ask, tmp_path: Path) -> None:
    with Library.open(tmp_path / "counted", write=True) as library:
        library.culture.execute("UPDATE holdings SET country = 'Europe' WHERE name = 'O'")
        library.culture.execute("UPDATE holdings SET country = 'United Kingdom' WHERE name = 'N'")
    said = ask("--by", "country", "--min-works", 1)
    assert {line[2] for line in said.lines[1:]} == {"France", "United Kingdom"}
    assert "Works that name no country: 3 (among them, what is no country: «Europe» 2); " in said.err
    assert ask("--by", "country", "--json").json["no_country"] == {"Europe": 2}


def test_works_that_are_gone_are_told(ask: Ask, tmp_path: Path) -> None:
    assert "does not have any more" not in ask("--min-works", 1).err
    with Library.open(tmp_path / "counted", write=True) as library:
        library.culture.execute("UPDATE records SET gone_at = ? WHERE record_id IN ('whole:7', 'whole:6')", [made.NOW])
    assert "; works that their source does not have any more, left out: 2." in ask("--min-works", 1).err
    found = ask("--min-works", 1, "--json").json
    assert (found["gone"], found["works"]) == (2, 8)
    assert {row["name"]: row["works"] for row in found["groups"]} == {"M": 6, "O": 2}
    assert [ask("--source", name, "--json").json["gone"] for name in ("whole", "sample")] == [2, 0]


def test_without_a_promise_a_source_is_a_part(ask: Ask) -> None:
    """No descriptor promises how many works these sources have: then every share has an interval."""
    found = ask("--min-works", 1, "--json").json
    assert {row["extent"] for row in found["groups"]} == {"part"}
    assert found["doubles"] == 0
    assert {row["name"]: row["works"] for row in found["groups"]} == {"M": 7, "N": 1, "O": 2}
    (large,) = (row["resolution"]["image_large"] for row in found["groups"] if row["name"] == "M")
    assert (large["share"], large["low"], large["high"]) == (
        0.5,
        pytest.approx(0.0945, abs=1e-4),
        pytest.approx(0.9055, abs=1e-4),
    )


def test_the_table_and_what_it_rests_on(ask: Ask) -> None:
    said = ask("--min-works", 2, "--whole", "whole")
    assert said.lines[0] == [
        "rank", "5–95%", "institution", "country", "extent", "works", "score", *INDICATORS,
        "≥ 3,000 px",
    ]  # fmt: skip
    first, second = said.lines[1:]
    assert (first[0], first[2:6], second[2:6]) == ("1", ["M", "FR", "whole", "6"], ["O", "GB", "part", "2"])
    assert first[7:11] == ["83.3", "50.0", "33.3", "50.0 n=2"]
    assert (first[14], second[14]) == ("50.0 n=2", "not said")
    assert second[8:11] == ["0.0 (0.0–65.8)", "0.0 (0.0–65.8)", "undefined"]
    for told in (
        "≥ 3,000 px, beside the score: longest side of a picture, of works whose source says its size.",
        "Authors as of 2026-07-01; ranks in 1,000 random weightings, seed 0.",
        "Groups with fewer than 2 works, not shown: 1.",
        "Works that name no institution: 1; samples of an institution that is there whole, left out: 1.",
        "whole (whole): 7 works, a licence.",
        "Weights: metadata_open 1, image 1",
    ):
        assert told in said.err


def test_one_source(ask: Ask) -> None:
    found = ask("--source", "sample", "--by", "source", "--min-works", 1, "--json").json
    assert [(row["name"], row["works"]) for row in found["groups"]] == [("sample", 4)]
    said = ask("--source", "sampel", "--json")
    assert (said.code, said.error["code"]) == (2, "unknown-name")
    assert said.error["hint"] == "Did you mean 'sample'?"


def test_the_day_decides_who_died_long_ago(ask: Ask) -> None:
    def dead(day: str) -> int:
        found = ask("--min-works", 6, "--whole", "whole", "--as-of", day, "--json").json
        return int(found["groups"][0]["authors"]["long_dead"])

    assert [dead(day) for day in ("2025-12-31", "2026-01-01", "2027-01-01")] == [0, 2, 3]


def test_weights_from_a_file_and_by_hand(ask: Ask, tmp_path: Path) -> None:
    """With weights on pictures alone N is first, with none on pictures M is; the command line outranks the file."""
    path = tmp_path / "weights.yml"
    path.write_text("image: 0\nimage_open: 0\nopen_of_free: 0\nmetadata_open: 0\ncompleteness: 0\n", encoding="utf-8")
    common = ("--min-works", 1, "--whole", "whole", "--json", "--weights", path)
    found = ask(*common).json
    assert [row["name"] for row in found["groups"]] == ["M", "O", "N"]
    assert found["groups"][1]["rank"] == found["groups"][2]["rank"] == 2
    assert found["weights"]["image"] == 0
    found = ask(*common, "--weight", "image=5", "--weight", "identified=0", "--weight", "machine=0").json
    assert [row["name"] for row in found["groups"]] == ["N", "M", "O"]
    assert found["groups"][0]["score"] == pytest.approx(100)


def test_the_example_of_weights(run: Any, tmp_path: Path) -> None:
    said = run("openness", "--weights-example")
    assert said.code == 0
    path = tmp_path / "weights.yml"
    path.write_text(said.out, encoding="utf-8")
    assert [line.split(":")[0] for line in said.out.splitlines() if not line.startswith("#")] == list(INDICATORS)
    made.make(tmp_path / "counted")
    assert run("openness", "--weights", path, "-L", tmp_path / "counted").code == 0


def test_the_seed_is_told(ask: Ask) -> None:
    found = ask("--min-works", 1, "--samples", 5, "--seed", 3, "--json").json
    assert (found["samples"], found["seed"]) == (5, 3)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--by", "contry"], "no grouping named 'contry'. Did you mean 'country'?"),
        (["--weight", "imag=1"], "no indicator named 'imag'. Did you mean 'image'?"),
        (["--weight", "image"], "'image' is not INDICATOR=NUMBER. For example: --weight image=2."),
        (["--weight", "image=-1"], "the weight of image is -1.0. A weight is a number from 0 upwards."),
        (["--whole", "hole"], "no source named 'hole'. Did you mean 'whole'?"),
    ],
)
def test_wrong_words(ask: Ask, arguments: list[str], message: str) -> None:
    said = ask(*arguments)
    assert (said.code, said.out, said.err) == (2, "", f"Error: {message}\n")


def test_no_file_and_no_library(ask: Ask, run: Any, tmp_path: Path) -> None:
    said = ask("--weights", tmp_path / "none.yml", "--json")
    assert (said.code, said.error["code"]) == (1, "input-missing")
    said = run("openness", "-L", tmp_path / "nowhere", "--json")
    assert (said.code, said.error["code"]) == (1, "library-missing")


def test_no_institution_is_no_error(run: Any, folder: Path) -> None:
    """A library whose works name no holder has no groups, and says how many works that concerns."""
    said = run("openness", "-L", folder, "--json")
    assert (said.code, said.json["groups"], said.json["without"]) == (0, [], 12)
    said = run("openness", "-L", folder, "--by", "source", "--min-works", 1, "--json")
    assert {row["name"]: row["works"] for row in said.json["groups"]} == {"a": 5, "b": 3, "c": 4}
