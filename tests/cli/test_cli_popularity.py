"""popularity: the top, the comparison, the list, both languages, and every wrong word."""

from __future__ import annotations

from pathlib import Path

import pytest

from culturedata.store.library import Library, transaction
from tests.cli.conftest import Run
from tests.signals.made import MEASURES

DAY = 86_400
ABOUT = {"dataset", "provenance", "unit", "interactions", "users", "works", "as_of", "last", "by", "within"}


@pytest.fixture
def rated(folder: Path) -> Path:
    """The small library with eight more people, who rate its films day after day (synthetic): 25 ratings in all."""
    with Library.open(folder, write=True) as library, transaction(library.audience):
        for user in range(4, 12):
            library.audience.execute("INSERT INTO users VALUES (?, ?, 'd', 'open')", [user, f"d:user:{user}"])
            for place in range(4 if user % 2 else 1):
                at = 1_100_000_000 + (user * 4 + place) * DAY
                library.audience.execute(
                    "INSERT INTO ratings (user, item, value, at, source, provenance) VALUES (?, ?, ?, ?, 'd', 'open')",
                    [user, 1 + (user + place) % 4, 1 + (user * 3 + place) % 5, at],
                )
    return folder


def test_the_top(run: Run, rated: Path) -> None:
    said = run("popularity", "--by", "people", "--by", "hours", "-k", 3, "-L", rated)
    assert said.code == 0
    assert said.lines[0] == ["rank", "people", "hours", "title"]
    assert [line[:2] for line in said.lines[1:]] == [["1", "8"], ["2", "7"], ["3", "5"]]
    assert said.lines[1][3] == "Heat"
    assert said.err == "25 interactions of 11 people with 4 works, Sample ratings (open).\n"


def test_the_top_as_json(run: Run, rated: Path) -> None:
    said = run("popularity", "top", "--by", "people", "--by", "critics", "-k", 2, "-L", rated, "--json").json
    assert set(said) == ABOUT | {"items"}
    assert (said["interactions"], said["users"], said["works"], said["unit"]) == (25, 11, 4, "stars")
    assert (said["as_of"], said["last"], said["by"]) == (None, "2004-12-26", ["people", "critics"])
    assert said["items"][0] == {
        "rank": 1, "item": "d:9", "title": "Heat", "figures": {"people": 8.0, "critics": None},
    }  # fmt: skip


def test_french(run: Run, rated: Path) -> None:
    said = run("popularity", "--by", "bayesian-mean", "-k", 1, "--lang", "fr", "-L", rated)
    assert said.lines[0] == ["rang", "bayesian-mean", "titre"]
    assert "," in said.lines[1][1]
    assert said.err == "25 interactions de 11 personnes avec 4 œuvres, Sample ratings (données ouvertes).\n"
    assert run("popularity", "--by", "counts", "--lang", "fr", "-L", rated, "--json").json["items"][-1]["title"]


def test_what_is_not_a_work_has_a_name_or_its_id(run: Run, rated: Path) -> None:
    """An artist may be played as a whole; of what nothing is known the id is all there is to show."""
    with Library.open(rated, write=True) as library, transaction(library.audience):
        for item, id_ in ((50, "b:agent:Barbara"), (51, "b:gone")):
            library.audience.execute("INSERT INTO items VALUES (?, ?, 'd')", [item, id_])
            library.audience.execute(
                "INSERT INTO ratings (user, item, value, source, provenance) VALUES (4, ?, 5, 'd', 'open')", [item]
            )
    said = run("popularity", "-L", rated, "--json").json["items"]
    assert {one["item"]: one["title"] for one in said[-2:]} == {"b:agent:Barbara": "Barbara", "b:gone": "b:gone"}


def test_as_of_a_day(run: Run, rated: Path) -> None:
    """Strictly before: the five ratings of 2001, and no later ones."""
    said = run("popularity", "--as-of", "2004-01-01", "--by", "last-28-days", "-L", rated, "--json").json
    assert (said["interactions"], said["as_of"]) == (5, "2004-01-01")
    assert [one["figures"]["last-28-days"] for one in said["items"]] == [0, 0, 0, 0]
    day = run("popularity", "--as-of", "2001-09-09T01:46:42", "--by", "counts", "-L", rated, "--json").json
    assert day["interactions"] == 2
    assert "before 2004-01-01 (UTC)" in run("popularity", "--as-of", "2004-01-01", "-L", rated).err


def test_half_life(run: Run, rated: Path) -> None:
    """The longer it is, the more counts; a week is seven days."""
    week, same, month = (
        run("popularity", "--by", "decay", "--half-life", time, "-L", rated, "--json").json["items"][0]["figures"][
            "decay"
        ]
        for time in ("1w", "168h", "28d")
    )
    assert week == same < month
    given = run("popularity", "--by", "decay", "--option", "half_life=28", "-L", rated, "--json").json
    assert given["items"][0]["figures"]["decay"] == month


def test_within(run: Run, rated: Path) -> None:
    said = run("popularity", "--by", "people", "--within", "genre", "-L", rated, "--json").json
    named = run("popularity", "--by", "within-genre", "-L", rated, "--json").json
    assert said["within"] == "genre"
    assert [one["figures"]["people"] for one in said["items"]] == [
        one["figures"]["within-genre"] for one in named["items"]
    ]


def test_compare(run: Run, rated: Path) -> None:
    said = run("popularity", "--by", "people", "--by", "bayesian-mean", "--compare", "-k", 1, "-L", rated)
    assert said.lines[0] == ["τ \\ ρ", "people", "bayesian-mean"]
    assert said.lines[3][:3] == ["measure", "other measure", "works"]
    assert said.lines[4][:3] == ["people", "bayesian-mean", "4"]
    assert said.lines[5] == ["measure", "other measure", "rank by one", "rank by other", "places", "title"]
    assert len(said.lines) == 7
    assert "Kendall’s τ-b above the diagonal" in said.err


def test_compare_as_json(run: Run, rated: Path) -> None:
    """All measures; those that are undefined are told, and take part in no pair."""
    said = run("popularity", "--compare", "-L", rated, "--json")
    found = said.json
    assert set(found) == ABOUT | {"pairs", "least", "seed"}
    assert found["by"] == list(MEASURES.members())
    assert "Undefined here: box-office, critics, hours" in said.err
    pair = next(one for one in found["pairs"] if (one["one"], one["other"]) == ("counts", "people"))
    assert (pair["works"], pair["tau"], pair["rho"]) == (4, pytest.approx(1), pytest.approx(1))
    assert pair["moves"] == [], "who stays does not move"
    pair = next(one for one in found["pairs"] if (one["one"], one["other"]) == ("bayesian-mean", "people"))
    assert set(pair["moves"][0]) == {"item", "title", "rank_one", "rank_other", "places", "figures"}
    assert not {"hours", "plays"} & {name for one in found["pairs"] for name in (one["one"], one["other"])}


def test_only_works_with_enough(run: Run, rated: Path) -> None:
    said = run("popularity", "--by", "counts", "--by", "decay", "--compare", "--least", 8, "-L", rated)
    assert said.code == 0
    assert "Fewer than two measures are defined here." in said.err


def test_a_measure_that_is_undefined_for_all(run: Run, rated: Path) -> None:
    said = run("popularity", "--by", "hours", "-L", rated)
    assert (said.code, said.out) == (0, "")
    assert "hours is undefined for every work here" in said.err
    assert run("popularity", "--by", "hours", "-L", rated, "--json").json["items"] == []


def test_the_list(run: Run) -> None:
    said = run("popularity", "list")
    assert [line[0] for line in said.lines[1:]] == list(MEASURES.members())
    assert run("popularity", "list", "--json").json[0]["name"] == "age-adjusted"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["--by", "tren"], "no measure of popularity named 'tren'. Did you mean 'trend'?"),
        (["--half-life", "7d"], "no option of these measures named 'half_life'. There are: none."),
        (["--by", "decay", "--half-life", "soon"], "'soon' is no length of time. Write it like 7d, 36h or 2w."),
        (["--by", "decay", "--half-life", "0d"], "'0d' is no length of time. Write it like 7d, 36h or 2w."),
        (["--as-of", "yesterday"], "'yesterday' is no date. Write it like 2016-10-01."),
        (["--as-of", "1999-01-01"], "no interaction of Sample ratings is from before that day. The first is of"),
        (["--within", "colour"], "no kind of groups named 'colour'."),
        (["--event", "sleep"], "no kind of event named 'sleep'."),
        (["--domain", "music"], "there are neither ratings nor plays of music in"),
        (["--source", "zzz"], "there are neither ratings nor plays of film in"),
        (["--event", "listen"], "there are no events of kind listen of film in"),
        (["--option", "weight"], "'weight' is not OPTION=VALUE."),
        (["--by", "bayesian-mean", "--option", "weight=-1"], "bayesian-mean: Expected `float` >= 0.0"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(run: Run, rated: Path, asked: list[str], message: str) -> None:
    said = run("popularity", *asked, "-L", rated)
    assert said.code in (1, 2)
    assert f"Error: {message}" in said.err
    assert said.err.count("\n") == 1
    assert run("popularity", *asked, "-L", rated, "--json").error["message"]
