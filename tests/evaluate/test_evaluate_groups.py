"""Groups of works in what is shown, and metrics by groups of people: by hand, and in simulations."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pandas as pd
import pytest

from culturedata.data.slates import Run, Slate
from culturedata.evaluate.groups import exposures, of_people
from culturedata.evaluate.offline import judge_run
from culturedata.evaluate.setting import Groups, Setting
from tests.evaluate.conftest import drawn, made

COUNTRIES = Groups.of([["France"], ["France"], ["Italy"], ["France", "Italy"], []])
GENDERS = Groups.of([["woman"], ["man"], ["man"], ["man"], ["man"]])


def run(slates: dict[int, list[int]], k: int = 2) -> Run:
    given = {
        user: Slate(np.array(items, dtype=np.int32), -np.arange(len(items), dtype=np.float64))
        for user, items in slates.items()
    }
    return Run("x", {}, 0, "", "simulated", k, given)


def test_exposure_by_hand() -> None:
    """Three of six count: one has an empty slate, one no profile, one is tested and has no slate."""
    train = made([(0, 0, 3, 0), (0, 2, 3, 0), (1, 3, 3, 0), (2, 4, 3, 0), (3, 0, 3, 0), (5, 0, 3, 0)], 6, 5)
    setting = Setting(Setting.of(train).profiles, Setting.of(train).features, {"country": COUNTRIES, "maker": GENDERS})
    shown = run({0: [0, 1], 1: [2], 2: [3, 4], 3: [], 4: [0]})
    found = exposures(shown, made([(5, 1, 5, 0)], 6, 5), setting)
    assert [(one.kind, one.group) for one in found] == [
        ("country", "France"), ("country", "Italy"), ("country", "unknown"), ("maker", "man"), ("maker", "woman"),
    ]  # fmt: skip
    france, italy, unknown, man, woman = found
    assert [one.works for one in found] == [2.5, 1.5, 1, 4, 1]
    assert [one.catalogue for one in found] == [0.5, 0.3, 0.2, 0.8, 0.2]
    assert [one.profile for one in (france, italy, unknown)] == pytest.approx([1 / 3, 1 / 3, 1 / 3])
    assert [one.shown for one in (france, italy, unknown)] == pytest.approx(
        [(1 + 0 + 0.25) / 3, (0 + 1 + 0.25) / 3, 1 / 6]
    )
    assert (man.shown, woman.shown) == pytest.approx((5 / 6, 1 / 6))
    assert (man.profile, woman.profile) == pytest.approx((5 / 6, 1 / 6))
    assert {(one.users, one.undefined) for one in found} == {(3, 3)}
    assert woman.low is not None
    assert woman.high is not None
    assert 0 <= woman.low < 1 / 6 < woman.high <= 1


def test_nobody_is_counted_where_nobody_is() -> None:
    setting = Setting(Setting.of(made([], 2, 5)).profiles, Setting.of(made([], 2, 5)).features, {"country": COUNTRIES})
    found = exposures(run({}), made([(0, 0, 5, 0)], 2, 5), setting)
    assert {(one.profile, one.shown, one.low, one.users, one.undefined) for one in found} == {(None, None, None, 0, 1)}


def test_slates_drawn_blindly_show_every_group_as_the_catalogue_has_it() -> None:
    """50 works in five unlike groups, 600 people: each share within 3.5 standard errors of the catalogue's."""
    rng = np.random.default_rng(0)
    groups = Groups.of([[f"g{int(sqrt(n)) // 2}"] for n in range(50)])
    train = drawn(6000, 600, 50)
    setting = Setting(Setting.of(train).profiles, Setting.of(train).features, {"century": groups})
    shown = run({user: rng.permutation(50)[:5].tolist() for user in np.unique(train.users).tolist()}, 5)
    for one in exposures(shown, train, setting):
        assert one.shown is not None
        assert one.low is not None
        assert one.high is not None
        error = sqrt(one.catalogue * (1 - one.catalogue) / (5 * 600))
        assert one.shown == pytest.approx(one.catalogue, abs=3.5 * error)
        assert one.low < one.shown < one.high
        assert one.high - one.low < 5 * error
    assert sum(one.shown or 0 for one in exposures(shown, train, setting)) == pytest.approx(1)


def test_exposure_equals_pandas() -> None:
    """Shares as joins and groups of tables, of works that are of one or two of six groups."""
    rng = np.random.default_rng(1)
    labels = [[f"g{n}" for n in rng.permutation(6)[: rng.integers(1, 3)]] for _ in range(50)]
    train = drawn(900, 60, 50)
    setting = Setting(Setting.of(train).profiles, Setting.of(train).features, {"country": Groups.of(labels)})
    slates = {user: rng.permutation(50)[: rng.integers(1, 6)].tolist() for user in np.unique(train.users).tolist()}
    found = exposures(run(slates, 5), train, setting)
    of = pd.DataFrame(
        [(work, label, 1 / len(mine)) for work, mine in enumerate(labels) for label in mine],
        columns=["work", "label", "weight"],
    )
    shown = pd.DataFrame([(user, work) for user, works in slates.items() for work in works], columns=["user", "work"])
    met = pd.DataFrame({"user": train.users, "work": train.items})
    for table, ours in ((shown, [one.shown for one in found]), (met, [one.profile for one in found])):
        places = table.assign(place=1 / table.groupby("user").work.transform("size")).merge(of, on="work")
        said = (places.place * places.weight).groupby(places.label).sum() / len(slates)
        assert ours == pytest.approx(said.reindex([one.group for one in found], fill_value=0).tolist(), abs=1e-9)


def test_metrics_by_groups_of_people() -> None:
    """Each group as if there were no others; together they hold everybody once."""
    test = made([(0, 1, 5, 0), (1, 2, 5, 0), (2, 3, 1, 0), (3, 4, 5, 0)], 4, 5)
    setting, shown = Setting.of(made([], 4, 5)), run({0: [1, 2], 1: [1, 3], 2: [0, 1]})
    people = {"young": np.array([0, 2], dtype=np.int32), "old": np.array([1, 3], dtype=np.int32)}
    found = of_people(["recall", "coverage"], shown, test, people, setting=setting, split="s")
    assert {label: [(one.mean, one.users, one.undefined) for one in mine] for label, mine in found.items()} == {
        "young": [(1.0, 1, 1), (3 / 5, 2, 0)],
        "old": [(0.0, 1, 1), (2 / 5, 1, 1)],
    }
    (whole, _) = judge_run(["recall", "coverage"], shown, test, setting=setting, split="s")
    assert (whole.mean, whole.users, whole.undefined) == (0.5, 2, 2)
