"""How many ratings the links reach, and how many of the links are right.

hand_checked_links.csv: 205 links that the rule made, each looked at with titles, years, genres and directors
(identifiers and verdicts only: MovieLens may not be given on freely), and near misses that it must not make.
A first draw (seed 20261124) was used for tuning and thrown away; `exact` and `ambiguous` were drawn afresh (seeds 7
and 8), and only parts of titles and the order of equally good pairs were changed after that. `part` and `fuzzy` are
all that there are: no draw, so no sampling error, but the rule was tuned while reading them, so on other data they may
do less well. The lower end for all links is what 70 plain links without a mistake can prove, not what is likely.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from scipy.stats import binomtest

from culturedata.linking.works.films import compare
from tests.linking.conftest import Films

SAMPLED = ("exact", "ambiguous")
ALL = ("part", "fuzzy")


def test_at_least_94500_ratings_are_linked(films: Films) -> None:
    linked = sum(films.ratings[link.left] for link in films.links.values())
    methods = Counter(link.method for link in films.links.values())
    print(f"{linked:,} of {films.ratings.total():,} ratings linked, {len(films.links):,} links: {dict(methods)}")
    assert films.ratings.total() == 100_004
    assert linked >= 95_500
    assert len({link.right for link in films.links.values()}) == len(films.links)


def test_precision_with_its_interval(
    films: Films, checked: list[dict[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    strata = films.strata()
    total = len(films.links)
    point = low = 0.0
    right = counted = 0
    for stratum in (*SAMPLED, *ALL):
        rows = [row for row in checked if row["stratum"] == stratum and _made(films, row)]
        good = sum(row["verdict"] == "right" for row in rows)
        interval = binomtest(good, len(rows)).proportion_ci(method="wilson")
        weight = len(strata[stratum]) / total
        point += weight * good / len(rows)
        low += weight * (interval.low if stratum in SAMPLED else good / len(rows))
        right, counted = right + good, counted + len(rows)
        with capsys.disabled():
            print(
                f"\n  {stratum}: {good} of {len(rows)} right, Wilson 95 % {interval.low:.3f}–{interval.high:.3f}, "
                f"{len(strata[stratum]):,} links",
                end="",
            )
    pooled = binomtest(right, counted).proportion_ci(method="wilson")
    with capsys.disabled():
        print(
            f"\n  list: {right} of {counted}, Wilson 95 % {pooled.low:.3f}–{pooled.high:.3f}; "
            f"all links: {point:.4f}, at least {low:.3f}"
        )
    assert counted >= 200
    assert pooled.low >= 0.97
    assert point >= 0.999
    assert low >= 0.94


def test_every_link_that_is_not_plain_was_looked_at(films: Films, checked: list[dict[str, str]]) -> None:
    known = {(row["left_id"], row["right_id"]) for row in checked}
    strata = films.strata()
    unseen = [link for stratum in ALL for link in strata[stratum] if (link.left, link.right) not in known]
    assert not unseen, f"look at these by hand and add them to the list: {unseen}"


def test_near_misses_are_not_linked(films: Films, checked: list[dict[str, str]]) -> None:
    near = [row for row in checked if row["stratum"] == "near-miss"]
    assert len(near) >= 20
    assert [row for row in near if _made(films, row)] == []


def test_near_misses_would_be_tempting(films: Films, checked: list[dict[str, str]]) -> None:
    """At least a few of them are refused only because a better pair takes their place."""
    near = [row for row in checked if row["stratum"] == "near-miss"]
    scored = [compare(films.left[row["left_id"]], films.right[row["right_id"]]) for row in near]
    assert sum(link is not None for link in scored) >= 8


def test_the_list_holds_identifiers_and_verdicts_only(checked: list[dict[str, str]]) -> None:
    assert {tuple(row) for row in checked} == {("left_id", "right_id", "stratum", "verdict")}
    assert {row["verdict"] for row in checked} == {"right", "wrong"}
    pairs = [(row["left_id"], row["right_id"]) for row in checked]
    assert len(set(pairs)) == len(pairs)
    assert all(a.startswith("movielens:") and b.startswith("bokeh-films:") for a, b in pairs)


def test_links_agree_with_real_identifiers(films: Films, shared: Path) -> None:
    """The first 200 films of MovieLens with their IMDb numbers: a check that no hand had a part in."""
    path = shared / "fixtures" / "movielens" / "links.csv"
    with path.open(encoding="utf-8", newline="") as file:
        known = {f"movielens:{row['movieId']}": ("imdb", f"tt{row['imdbId']}") for row in csv.DictReader(file)}
    made = [films.links[item] for item in known if item in films.links]
    agree = [link for link in made if known[link.left] in films.right[link.right].identifiers]
    print(f"{len(agree)} of {len(made)} links agree with IMDb")
    assert len(made) >= 180
    assert len(agree) == len(made)


def _made(films: Films, row: dict[str, str]) -> bool:
    link = films.links.get(row["left_id"])
    return link is not None and link.right == row["right_id"]
