"""evaluate-content: the object, the table, that nobody's behaviour is in it, and every wrong word."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from culturedata.recommend.content.vectors import _table
from culturedata.store.library import Library
from tests.cli.conftest import Run

MEASURES = ["hidden terms: precision", "hidden terms: recall", "same movement", "same movement, each maker once"]


@pytest.fixture
def described(folder: Path) -> Path:
    """The small library; its five museum works have four subjects more (synthetic), and Monet a movement."""
    with Library.open(folder, write=True) as library:
        db = library.culture
        for n in range(4):
            id_ = f"a:term:subject/more{n}"
            db.execute("INSERT INTO terms VALUES (?, ?, 'subject', NULL, NULL, NULL, 'a')", [id_, id_])
            for work in range(1, 6):
                if (work + n) % 3:
                    db.execute("INSERT INTO work_terms VALUES (?, 'subject', ?)", [f"a:{work}", id_])
        makers = db.execute("SELECT DISTINCT agent_id FROM credits WHERE work_id LIKE 'a:%'").fetchall()
        for (maker,) in makers:
            db.execute("INSERT INTO agent_terms VALUES (?, 'movement', 'a:term:movement/impressionism')", [maker])
    return folder


def test_the_object(run: Run, described: Path) -> None:
    said = run("evaluate-content", "-L", described, "--factors", 2, "-k", 3, "--json")
    assert said.code == 0, said.err
    found = said.json
    assert found["behaviour"] == "none: what the catalogue says, and nobody's behaviour"
    assert (found["domain"], found["source"], found["facet"], found["seed"], found["k"]) == (
        "museum", None, "subject", 0, 3,
    )  # fmt: skip
    assert (found["works"], found["with_hidden"], found["with_movement"]) == (5, 5, 5)
    assert found["hidden"] >= 5
    assert list(dict.fromkeys(one["measure"] for one in found["figures"])) == MEASURES
    ways = list(dict.fromkeys(one["way"] for one in found["figures"]))
    assert ways[:2] == ["tf-idf", "tf-idf on 2 axes"]
    assert ways[-2:] == ["by chance", "most common terms"]
    for one in found["figures"]:
        assert one["mean"] is None or 0 <= one["mean"] <= 1
        assert (one["difference"] is None) == (one["way"] == "tf-idf" or one["mean"] is None)
    assert run("evaluate-content", "-L", described, "--factors", 2, "-k", 3, "--json").json == found


def test_the_table_says_that_nobody_was_asked(run: Run, described: Path) -> None:
    said = run("evaluate-content", "-L", described, "--factors", 2, "--source", "a")
    assert said.code == 0
    assert said.lines[0] == [
        "way", "measure", "figure", "95% interval", "difference", "95% interval", "n", "undefined",
    ]  # fmt: skip
    assert said.lines[1][:2] == ["tf-idf", "hidden terms: precision@10"]
    assert "5 works of a; tier: none: what the catalogue says, and nobody's behaviour." in said.err
    assert "Seed 0." in said.err


def test_with_vectors(run: Run, described: Path) -> None:
    pytest.importorskip("wordllama")
    asked = ("evaluate-content", "-L", described, "--factors", 2, "-k", 3, "--json")
    plain, found = run(*asked).json, run(*asked, "--vectors", 0.5, "--vectors", "1").json
    assert (plain["vectors"], found["vectors"]) == ([], [0.5, 1])
    ways = list(dict.fromkeys(one["way"] for one in found["figures"]))
    assert ways[2:4] == ["tf-idf with vectors, 0.5", "tf-idf with vectors, 1"]
    assert [one for one in found["figures"] if "vectors" not in one["way"]] == plain["figures"]


def test_without_their_package_vectors_are_an_extra(run: Run, described: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wordllama", None)
    _table.cache_clear()
    said = run("evaluate-content", "-L", described, "--vectors", 0.5)
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines()[-1] == (
        "Error: content with vectors needs the package wordllama. Install it: pip install 'culturedata[vectors]'."
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--facet", "smell"), "too few works of museum have two terms of the facet 'smell'."),
        (("--source", "nosuch"), "too few works of nosuch have two terms of the facet 'subject'."),
        (("--domain", "dance"), "no domain named 'dance'."),
        (("--share", "2"), "Invalid value for '--share'"),
        (("--factors", "0"), "Invalid value for '--factors'"),
        (("--vectors", "0"), "Invalid value for '--vectors'"),
        (("--vectors", "1.5"), "Invalid value for '--vectors'"),
    ],
)
def test_wrong_words(run: Run, described: Path, arguments: tuple[str, ...], message: str) -> None:
    said = run("evaluate-content", "-L", described, *arguments)
    assert said.code in (1, 2)
    assert message in said.err
    assert said.out == ""
